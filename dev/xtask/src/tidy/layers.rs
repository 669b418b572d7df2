//! What stands where: SQL in `store.rs` files, HTTP in the application, the engines in base/store.

use super::{Finding, Report};
use crate::repo::Repo;
use crate::source::{Kind, Token, tokens};

/// Checks the source of every crate.
pub fn check(repo: &Repo, report: &mut Report) {
    for (path, text) in repo.ending(".rs") {
        let code = tokens(text);
        if !may_hold_sql(path) {
            for token in code.iter().filter(|t| t.kind == Kind::Str) {
                if let Some(statement) = sql(&token.text) {
                    let message = format!(
                        "SQL ({statement}) belongs into a store.rs file of an area, a reader or base, or into base/store"
                    );
                    report.errors.push(Finding::new(path, token.line, "sql", message));
                }
            }
        }
        check_paths(path, &code, report);
    }
}

fn below(path: &str, folders: &[&str]) -> bool {
    folders.iter().any(|folder| path.starts_with(folder))
}

fn may_hold_sql(path: &str) -> bool {
    let in_layers = below(path, &["areas/", "read/", "base/"]);
    below(path, &["base/store/", "dev/", "tests/", "benches/"])
        || (in_layers && path.ends_with("/store.rs"))
}

/// Which statement a string holds; nothing when it is not SQL.
pub fn sql(text: &str) -> Option<&'static str> {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let upper = flat.to_uppercase();
    let starts = |word: &str| flat.starts_with(word);
    // Capital letters at the beginning are SQL even in half a statement; elsewhere both words of a
    // pair must be there, so that a sentence with "select" in it passes.
    let ordered = |first: &str, second: &str| {
        upper.find(first).is_some_and(|at| upper[at + first.len()..].contains(second))
    };
    let selects = upper.starts_with("SELECT ") || flat.contains("(SELECT ");
    if starts("SELECT ") || (selects && ordered("SELECT ", " FROM ")) {
        return Some("SELECT");
    }
    if upper.contains("INSERT INTO ") {
        return Some("INSERT");
    }
    if upper.contains("DELETE FROM ") {
        return Some("DELETE");
    }
    if starts("UPDATE ") || (upper.starts_with("UPDATE ") && ordered("UPDATE ", " SET ")) {
        return Some("UPDATE");
    }
    let schema =
        ["CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ", "ALTER TABLE ", "DROP TABLE "];
    if schema.iter().any(|words| upper.contains(words)) {
        return Some("schema");
    }
    None
}

/// Paths such as `axum::…` in layers that do not know the web, and `sqlx::…` outside base/store.
fn check_paths(path: &str, code: &[Token], report: &mut Report) {
    const WEB: [&str; 7] = ["axum", "http", "hyper", "tower", "tower_http", "askama", "reqwest"];
    let web_free = below(path, &["areas/", "read/", "base/"]);
    let sqlx_free = !below(path, &["base/store/", "dev/", "tests/", "benches/"]);
    for three in code.windows(3) {
        let [word, first, second] = three else { continue };
        if word.kind != Kind::Word || !first.is(":") || !second.is(":") {
            continue;
        }
        if web_free && WEB.contains(&word.text.as_str()) {
            let message =
                format!("{}:: here: areas, readers and base do not know the web", word.text);
            report.errors.push(Finding::new(path, word.line, "http", message));
        }
        if sqlx_free && word.text == "sqlx" {
            let message = "sqlx:: here: engines are known to base/store alone";
            report.errors.push(Finding::new(path, word.line, "engine", message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, source: &str) -> Vec<String> {
        let mut report = Report::default();
        check(&Repo::from([(path, source)]), &mut report);
        report.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn sql_is_known_by_its_words() {
        for text in [
            "SELECT id\n FROM person WHERE home = $1",
            "select id from person",
            "INSERT INTO person (home) VALUES ($1)",
            "insert into person values ($1)",
            "UPDATE guard SET version = version + 1",
            "UPDATE guard ",
            "DELETE FROM session WHERE expires_at < $1",
            "EXISTS (SELECT 1 FROM person)",
            "CREATE TABLE x (id BLOB)",
            "WITH a AS (SELECT 1 AS one FROM b) DELETE FROM c",
        ] {
            assert!(sql(text).is_some(), "{text}");
        }
    }

    #[test]
    fn plain_sentences_are_not_sql() {
        for text in [
            "please select a file from your computer",
            "the update is set for tomorrow",
            "updated",
            "selected rows: ",
            "create a table of rows",
            "deleted from the vault",
        ] {
            assert_eq!(sql(text), None, "{text}");
        }
    }

    #[test]
    fn sql_in_a_handler_is_caught() {
        let source = "fn f() {\n    run(\"SELECT id FROM person\");\n}\n";
        let errors = found("areas/people/src/lib.rs", source);
        assert_eq!(errors.len(), 1);
        assert!(errors[0].starts_with("areas/people/src/lib.rs:2: SQL (SELECT)"), "{errors:?}");
        assert_eq!(found("app/pages/src/home.rs", source).len(), 1);
        for path in
            ["areas/people/src/person/store.rs", "base/store/src/jobs.rs", "tests/it/kill.rs"]
        {
            assert_eq!(found(path, source), Vec::<String>::new());
        }
    }

    #[test]
    fn the_web_in_an_area_is_caught() {
        let errors = found("areas/people/src/lib.rs", "use axum::Json;\nfn f(_: http::Uri) {}\n");
        assert_eq!(errors.len(), 2);
        assert!(errors[1].starts_with("areas/people/src/lib.rs:2: http:: here"));
        assert_eq!(found("app/web-kit/src/lib.rs", "use axum::Json;"), Vec::<String>::new());
    }

    #[test]
    fn an_engine_outside_the_store_is_caught() {
        assert_eq!(found("areas/people/src/person/store.rs", "use sqlx::SqlitePool;").len(), 1);
        assert_eq!(found("base/store/src/lib.rs", "use sqlx::SqlitePool;"), Vec::<String>::new());
    }
}
