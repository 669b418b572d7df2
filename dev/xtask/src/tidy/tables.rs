//! Every table has a class in `tables.toml`, the Citus script follows from it, and statements on a
//! distributed table name its home.

use super::{Finding, Report, layers, line_of, migrations};
use crate::repo::Repo;
use crate::source::{Kind, Token, tokens};
use std::collections::BTreeMap;

const RULE: &str = "tables";
const TABLES: &str = "tables.toml";
const CLASSES: &str = "the classes are distributed and directory, each with its column, \
                       and reference and local, with \"\"";
/// The script made from the table list.
pub const CITUS: &str = "docs/citus.sql";

/// Where the rows of a table live when the database is spread over several machines.
#[derive(Debug, PartialEq, Eq)]
enum Class {
    /// On the machine of their home, together with all other rows of that home.
    Distributed(String),
    /// On the machine of their key: the directory of globally unique keys.
    Directory(String),
    /// On every machine: small, read often, changed seldom.
    Reference,
    /// On the coordinator alone.
    Local,
}

type Tables = BTreeMap<String, Class>;

fn read(repo: &Repo, report: &mut Report) -> Tables {
    let text = repo.text(TABLES).unwrap_or_default();
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            report.errors.push(Finding::new(TABLES, 1, RULE, format!("unreadable: {error}")));
            return Tables::new();
        }
    };
    let mut tables = Tables::new();
    for (class, entries) in &table {
        for (name, column) in entries.as_table().into_iter().flatten() {
            let column = column.as_str().unwrap_or_default().to_owned();
            let class = match (class.as_str(), column.is_empty()) {
                ("distributed", false) => Class::Distributed(column),
                ("directory", false) => Class::Directory(column),
                ("reference", true) => Class::Reference,
                ("local", true) => Class::Local,
                _ => {
                    let message = format!("{class}: {name}: {CLASSES}");
                    let line = line_of(text, &format!("\n{name} ")) + 1;
                    report.errors.push(Finding::new(TABLES, line, RULE, message));
                    continue;
                }
            };
            if tables.insert(name.clone(), class).is_some() {
                let line = line_of(text, &format!("\n{name} ")) + 1;
                let message = format!("{name} stands in two classes");
                report.errors.push(Finding::new(TABLES, line, RULE, message));
            }
        }
    }
    tables
}

/// Checks the list against the migrations, the script against the list, statements against both.
pub fn check(repo: &Repo, report: &mut Report) {
    let tables = read(repo, report);
    let made = made_tables(repo);
    for (table, (path, line)) in &made {
        if !tables.contains_key(table) {
            let message = format!("table {table} has no class: add it to {TABLES}");
            report.errors.push(Finding::new(path, *line, RULE, message));
        }
    }
    let list = repo.text(TABLES).unwrap_or_default();
    for name in tables.keys().filter(|name| !made.contains_key(*name)) {
        // The store makes the table that remembers migrations before it runs any.
        let in_store = |(path, text): (&str, &str)| {
            path.starts_with("base/store/") && created(text).iter().any(|(table, _)| table == name)
        };
        if !repo.ending(".rs").any(in_store) {
            let line = line_of(list, &format!("\n{name} ")) + 1;
            let message = format!("no migration makes the table {name}");
            report.errors.push(Finding::new(TABLES, line, RULE, message));
        }
    }
    if !tables.is_empty() && repo.text(CITUS) != Some(&citus_script(&tables)) {
        let message = "not what tables.toml says: run `cargo xtask citus`";
        report.errors.push(Finding::new(CITUS, 1, RULE, message));
    }
    check_statements(repo, &tables, report);
}

/// Tables that stand after all migrations, with the place that makes them.
fn made_tables(repo: &Repo) -> BTreeMap<String, (String, usize)> {
    let mut made = BTreeMap::new();
    for (path, _, text) in migrations::files(repo) {
        let text = without_comments(text);
        let mut line = 1;
        for statement in text.split(';') {
            for (table, at) in created(statement) {
                made.insert(table, (path.to_owned(), line + at - 1));
            }
            for (table, _) in named_after(statement, "DROP TABLE") {
                made.remove(&table);
            }
            let renamed = named_after(statement, "RENAME TO");
            for ((old, _), (new, _)) in named_after(statement, "ALTER TABLE").iter().zip(renamed) {
                made.remove(old);
                made.insert(new, (path.to_owned(), line));
            }
            line += statement.matches('\n').count();
        }
    }
    made
}

fn created(text: &str) -> Vec<(String, usize)> {
    named_after(text, "CREATE TABLE")
}

/// SQL with its comments blanked, lines kept.
fn without_comments(sql: &str) -> String {
    let bare = |line: &str| line.split_once("--").map_or(line, |(code, _)| code).to_owned();
    sql.lines().map(bare).collect::<Vec<_>>().join("\n")
}

/// The names that follow these words of SQL, with their lines.
fn named_after(text: &str, words: &str) -> Vec<(String, usize)> {
    let upper = text.to_ascii_uppercase();
    let mut found = Vec::new();
    for (at, _) in upper.match_indices(words) {
        let rest = text[at + words.len()..].trim_start();
        let skipped = ["IF NOT EXISTS", "IF EXISTS"];
        let begins = |w: &&str| rest.get(..w.len()).is_some_and(|r| r.eq_ignore_ascii_case(w));
        let rest =
            skipped.iter().find(|w| begins(w)).map_or(rest, |w| rest[w.len()..].trim_start());
        let word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        let name: String = rest.trim_start_matches('"').chars().take_while(word).collect();
        if !name.is_empty() {
            found.push((name, text[..at].matches('\n').count() + 1));
        }
    }
    found
}

/// Statements in `store.rs` files that touch a distributed table say which home they mean.
fn check_statements(repo: &Repo, tables: &Tables, report: &mut Report) {
    let layers = ["areas/", "read/", "base/"];
    for (path, source) in repo.ending("/store.rs") {
        if !layers.iter().any(|layer| path.starts_with(layer)) {
            continue;
        }
        let code = tokens(source);
        for (text, line) in statements(&code) {
            let excused = text.contains("-- fan-out:") || says_why(&code, line);
            if layers::sql(&text).is_none() || excused {
                continue;
            }
            let touched = tables.iter().find_map(|(name, class)| match class {
                Class::Distributed(column) if mentions(&text, name) => Some((name, column)),
                _ => None,
            });
            if let Some((name, column)) = touched.filter(|(_, column)| !names_home(&text, column)) {
                let message = format!(
                    "a statement on {name} without `{column} = $n`: it would ask every machine; \
                     name the {column}, or say why not, above it with `// fan-out: …`"
                );
                report.errors.push(Finding::new(path, line, "home", message));
            }
        }
    }
}

/// Whether a comment right above the statement says why it asks every machine. Between the two may
/// stand what begins the statement: `let sql =`, a call.
fn says_why(code: &[Token], line: usize) -> bool {
    const NEAR: usize = 3;
    let above = |t: &&Token| t.line < line && t.line + NEAR >= line;
    let mut comments = code.iter().filter(|t| t.kind == Kind::Comment).filter(above);
    comments.any(|t| t.text.contains("fan-out:"))
}

/// The strings of a file; those inside one `concat!(…)` together.
fn statements(code: &[Token]) -> Vec<(String, usize)> {
    let code: Vec<&Token> = code.iter().filter(|t| t.kind != Kind::Comment).collect();
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut depth = 0usize;
    for (at, token) in code.iter().enumerate() {
        let opens = at >= 2 && code[at - 2].is("concat") && code[at - 1].is("!") && token.is("(");
        if opens {
            depth = 1;
            found.push((String::new(), token.line));
        } else if depth > 0 && token.is("(") {
            depth += 1;
        } else if depth > 0 && token.is(")") {
            depth -= 1;
        } else if token.kind == Kind::Str {
            match found.last_mut().filter(|_| depth > 0) {
                Some((text, _)) => text.push_str(&token.text),
                None => found.push((token.text.clone(), token.line)),
            }
        }
    }
    found
}

/// Whether the statement reads or writes the table.
fn mentions(statement: &str, table: &str) -> bool {
    let words: Vec<&str> = statement.split_whitespace().collect();
    words.windows(2).any(|two| {
        let before = two[0].trim_start_matches('(').to_ascii_uppercase();
        let name = two[1].trim_end_matches([')', ',', ';', '(']);
        ["FROM", "JOIN", "INTO", "UPDATE"].contains(&before.as_str()) && name == table
    })
}

fn names_home(statement: &str, column: &str) -> bool {
    let flat: String = statement.split_whitespace().collect::<Vec<_>>().join("");
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let compared = flat.match_indices(&format!("{column}=$")).any(|(at, _)| {
        // The blanks are gone, so `WHERE home` has become `WHEREhome`.
        let before = &flat[..at];
        ["WHERE", "AND", "ON", "OR"].iter().any(|w| before.to_uppercase().ends_with(w))
            || !before.ends_with(letter)
    });
    let inserted = flat.to_uppercase().contains("INSERTINTO")
        && [
            format!("({column},"),
            format!(",{column},"),
            format!(",{column})"),
            format!("({column})"),
        ]
        .iter()
        .any(|list| flat.contains(list.as_str()));
    // Part of a longer statement, joined to its home: `EXISTS (SELECT … WHERE f.home = b.home …)`.
    let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
    let part = !verbs.iter().any(|verb| statement.trim_start().to_uppercase().starts_with(verb));
    let joined = part
        && flat.contains(&format!(".{column}="))
        && flat.matches(&format!(".{column}")).count() > 1;
    compared || inserted || joined
}

fn citus_script(tables: &Tables) -> String {
    let mut text =
        "-- Spreads the tables over the machines of a Citus cluster. Made from tables.toml by\n\
                    -- `cargo xtask citus`; run once, after the migrations, on an empty database.\n"
            .to_owned();
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n-- {title}\n{}\n", lines.join("\n")));
        }
    };
    let pick = |line: fn(&str, &Class) -> Option<String>| -> Vec<String> {
        tables.iter().filter_map(|(name, class)| line(name, class)).collect()
    };
    section(
        "On every machine.",
        pick(|name, class| {
            (*class == Class::Reference)
                .then(|| format!("SELECT create_reference_table('{name}');"))
        }),
    );
    section(
        "By home: all rows of one home on one machine.",
        pick(|name, class| match class {
            Class::Distributed(column) => Some(format!(
                "SELECT create_distributed_table('{name}', '{column}', colocate_with => 'default');"
            )),
            _ => None,
        }),
    );
    section(
        "By key: the directory of globally unique keys.",
        pick(|name, class| match class {
            Class::Directory(column) => Some(format!(
                "SELECT create_distributed_table('{name}', '{column}', colocate_with => 'none');"
            )),
            _ => None,
        }),
    );
    section(
        "On the coordinator alone.",
        pick(|name, class| (*class == Class::Local).then(|| format!("-- {name}"))),
    );
    text
}

/// `cargo xtask citus`: the script, or what is wrong with the list it is made from.
pub fn citus(repo: &Repo) -> Result<String, Vec<Finding>> {
    let mut report = Report::default();
    let tables = read(repo, &mut report);
    if report.errors.is_empty() { Ok(citus_script(&tables)) } else { Err(report.errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[distributed]\nperson = \"home\"\n\n[directory]\ndirectory = \"key_hash\"\n\n\
                        [reference]\ndivision = \"\"\n\n[local]\nlease = \"\"\n";
    const SQL: &str = "CREATE TABLE person (home BIGINT);\ncreate table IF NOT EXISTS directory (x);\n\
                       -- CREATE TABLE remark (x);\nCREATE TABLE division (x);\nCREATE TABLE lease (x);\n";

    fn found(list: &str, sql: &str, store: &str) -> Vec<String> {
        let script = citus(&Repo::from([(TABLES, list)])).unwrap_or_default();
        let repo = Repo::from([
            (TABLES, list),
            ("migrations/0001_begin.sql", sql),
            (CITUS, script.as_str()),
            ("areas/people/src/person/store.rs", store),
        ]);
        let mut report = Report::default();
        check(&repo, &mut report);
        report.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_complete_list_passes() {
        assert_eq!(found(LIST, SQL, ""), [""; 0]);
    }

    #[test]
    fn a_table_without_a_class_and_a_class_without_a_table_are_caught() {
        let errors = found(LIST, &format!("{SQL}CREATE TABLE voucher (home BIGINT);\n"), "");
        assert_eq!(
            errors,
            [
                "migrations/0001_begin.sql:6: table voucher has no class: add it to tables.toml [tables]"
            ]
        );
        let errors = found(LIST, &format!("{SQL}DROP TABLE person;\n"), "");
        assert_eq!(errors, ["tables.toml:2: no migration makes the table person [tables]"]);
        let rebuilt = "CREATE TABLE new_person (home BIGINT);\nDROP TABLE person;\n\
                       ALTER TABLE new_person RENAME TO person;\n";
        assert_eq!(found(LIST, &format!("{SQL}{rebuilt}"), ""), [""; 0]);
        let errors = found("[distributed]\nperson = \"\"\n", "", "");
        assert!(errors[0].starts_with("tables.toml:2: distributed: person"), "{errors:?}");
        let errors = found(&format!("{LIST}person = \"\"\n"), SQL, "");
        assert!(errors[0].contains("person stands in two classes"), "{errors:?}");
    }

    #[test]
    fn a_script_that_lags_behind_is_caught() {
        let repo = Repo::from([(TABLES, LIST), ("migrations/0001_a.sql", SQL), (CITUS, "-- old")]);
        let mut report = Report::default();
        check(&repo, &mut report);
        assert!(report.errors[0].message.contains("run `cargo xtask citus`"));
    }

    #[test]
    fn a_statement_without_its_home_is_caught() {
        let statement = |sql: &str| format!("fn f() {{\n    run(\"{sql}\");\n}}\n");
        for sql in [
            "SELECT id FROM person WHERE born = $1",
            "UPDATE person SET version = $1 WHERE id = $2",
            "INSERT INTO person (id) VALUES ($1)",
            "SELECT id FROM person WHERE away_from_home = $1",
        ] {
            let errors = found(LIST, SQL, &statement(sql));
            assert_eq!(errors.len(), 1, "{sql}: {errors:?}");
            assert!(
                errors[0].starts_with("areas/people/src/person/store.rs:2: a statement on person")
            );
        }
        for sql in [
            "SELECT id FROM person WHERE home = $1 AND born = $2",
            "SELECT p.id FROM person p WHERE p.home=$1",
            "INSERT INTO person (home, id) VALUES ($1, $2)",
            "SELECT id FROM person -- fan-out: a yearly report\n WHERE born = $1",
            " AND EXISTS (SELECT 1 FROM person p WHERE p.home = b.home AND p.body = b.id)",
            "SELECT code, person FROM division WHERE person = $1",
            "person",
        ] {
            assert_eq!(found(LIST, SQL, &statement(sql)), [""; 0], "{sql}");
        }
        let excused = "fn f() {\n    // fan-out: a yearly report\n    let sql =\n        \"DELETE FROM person\";\n}";
        assert_eq!(found(LIST, SQL, excused), [""; 0]);
        let joined = "const Q: &str = concat!(\"SELECT id \", \"FROM person WHERE home = $1\");";
        assert_eq!(found(LIST, SQL, joined), [""; 0]);
    }

    #[test]
    fn the_script_puts_each_class_in_its_place() {
        let script = citus(&Repo::from([(TABLES, LIST)])).unwrap();
        let lines: Vec<_> = script.lines().filter(|line| line.starts_with("SELECT")).collect();
        assert_eq!(
            lines,
            [
                "SELECT create_reference_table('division');",
                "SELECT create_distributed_table('person', 'home', colocate_with => 'default');",
                "SELECT create_distributed_table('directory', 'key_hash', colocate_with => 'none');",
            ]
        );
        assert!(script.ends_with("-- lease\n"));
    }
}
