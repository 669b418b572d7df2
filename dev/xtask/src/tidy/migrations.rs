//! Migrations have one number each, without a hole, and do not change once they are frozen.

use super::{Finding, Report, line_of};
use crate::repo::Repo;
use std::collections::BTreeMap;

const RULE: &str = "migrations";
/// Checksums of the migrations that a release has carried to real databases.
pub const FROZEN: &str = "migrations/frozen.toml";
/// The list of what the program runs.
pub const LIST: &str = "base/store/src/migrations.rs";
/// Beside `0001_name.sql` there may be parts of these kinds.
const PARTS: [&str; 4] = ["before", "after", "sqlite", "postgres"];

/// A migration file's name in parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// Its number.
    pub number: u32,
    /// Number and name, which all its parts share.
    pub stem: &'a str,
}

/// Reads `0001_name.sql` or `0001_name.part.sql`; nothing for any other name.
pub fn read_name(file: &str) -> Option<Name<'_>> {
    let rest = file.strip_suffix(".sql")?;
    let stem = match rest.split_once('.') {
        Some((stem, part)) if PARTS.contains(&part) => stem,
        Some(_) => return None,
        None => rest,
    };
    let (digits, name) = stem.split_once('_')?;
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let good = digits.len() == 4 && !name.is_empty() && name.chars().all(word);
    Some(Name { number: digits.parse().ok().filter(|_| good)?, stem })
}

/// The numbers in use with their stems.
pub fn numbers(repo: &Repo) -> BTreeMap<u32, &str> {
    files(repo).filter_map(|(_, file, _)| read_name(file)).map(|n| (n.number, n.stem)).collect()
}

/// Path, file name and content of everything with SQL in the folder.
pub fn files(repo: &Repo) -> impl Iterator<Item = (&str, &str, &str)> {
    let all = repo.ending(".sql").filter(|(path, _)| path.starts_with("migrations/"));
    all.map(|(path, text)| (path, path.trim_start_matches("migrations/"), text))
}

/// Checks names, numbers and frozen checksums.
pub fn check(repo: &Repo, report: &mut Report) {
    let mut stems: BTreeMap<u32, &str> = BTreeMap::new();
    for (path, file, _) in files(repo) {
        let Some(name) = read_name(file) else {
            let message = "not a migration's name: 0001_what_it_does.sql (made by `cargo xtask new-migration`)";
            report.errors.push(Finding::new(path, 1, RULE, message));
            continue;
        };
        let first = stems.entry(name.number).or_insert(name.stem);
        if *first != name.stem {
            let message = format!("number {:04} is taken by {first}", name.number);
            report.errors.push(Finding::new(path, 1, RULE, message));
        }
    }
    for (expected, (number, stem)) in (1..).zip(&stems) {
        if expected != *number {
            let path = format!("migrations/{stem}.sql");
            let message = format!("number {expected:04} is missing before it");
            report.errors.push(Finding::new(&path, 1, RULE, message));
            break;
        }
    }
    check_listed(repo, &stems, report);
    check_frozen(repo, &stems, report);
}

/// A file that is not in the list never runs, and its tables or indexes are nowhere.
fn check_listed(repo: &Repo, stems: &BTreeMap<u32, &str>, report: &mut Report) {
    let list = repo.text(LIST).unwrap_or_default();
    for (number, stem) in stems {
        if !list.contains(&listed(*number, stem)) {
            let message = format!("not in {LIST}, so it never runs");
            report.errors.push(Finding::new(&format!("migrations/{stem}.sql"), 1, RULE, message));
        }
    }
}

/// A migration's line in the list.
pub fn listed(number: u32, stem: &str) -> String {
    format!("    {number} \"{stem}\";\n")
}

fn check_frozen(repo: &Repo, stems: &BTreeMap<u32, &str>, report: &mut Report) {
    let text = repo.text(FROZEN).unwrap_or_default();
    let frozen: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            report.errors.push(Finding::new(FROZEN, 1, RULE, format!("unreadable: {error}")));
            return;
        }
    };
    let mut last = 0;
    for (file, sum) in &frozen {
        let line = line_of(text, file);
        match repo.text(&format!("migrations/{file}")) {
            None => {
                let message = format!("{file} is frozen and must stay");
                report.errors.push(Finding::new(FROZEN, line, RULE, message));
            }
            Some(content) if sum.as_str() != Some(&checksum(content)) => {
                let path = format!("migrations/{file}");
                let message = "frozen: databases have run it as it was; write a new migration";
                report.errors.push(Finding::new(&path, 1, RULE, message));
            }
            Some(_) => last = last.max(read_name(file).map_or(0, |name| name.number)),
        }
    }
    for (number, stem) in stems.range(..=last) {
        if !frozen.keys().any(|file| read_name(file).is_some_and(|n| n.stem == *stem)) {
            let path = format!("migrations/{stem}.sql");
            let message = format!("number {number:04} lies before a frozen one: take a new number");
            report.errors.push(Finding::new(&path, 1, RULE, message));
        }
    }
}

/// A checksum against accidental edits (FNV-1a, 128 bits, of the text with Unix line ends).
pub fn checksum(text: &str) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in text.bytes().filter(|byte| *byte != b'\r') {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let names = files.iter().filter_map(|(path, _)| read_name(path));
        let list = names.map(|name| listed(name.number, name.stem)).collect();
        found_with(files, list)
    }

    fn found_with(files: &[(&str, &str)], list: String) -> Vec<String> {
        let files =
            files.iter().map(|(path, text)| (format!("migrations/{path}"), (*text).to_owned()));
        let mut report = Report::default();
        let files = files.chain([(LIST.to_owned(), list)]);
        check(&Repo { files: files.collect() }, &mut report);
        report.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_checksum_is_fnv_1a() {
        // Published values of the 128-bit variant.
        assert_eq!(checksum(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(checksum("a"), "d228cb696f1a8caf78912b704e4a8964");
        assert_eq!(checksum("a\r\nb"), checksum("a\nb"));
    }

    #[test]
    fn numbers_are_unique_and_without_a_hole() {
        assert_eq!(
            found(&[("0001_a.sql", ""), ("0001_a.after.sql", ""), ("0002_b.sql", "")]),
            [""; 0]
        );
        let twice = found(&[("0001_a.sql", ""), ("0001_b.sql", "")]);
        assert!(twice[0].contains("number 0001 is taken by 0001_a"), "{twice:?}");
        let hole = found(&[("0001_a.sql", ""), ("0003_c.sql", "")]);
        assert!(hole[0].contains("number 0002 is missing"), "{hole:?}");
        let name = found(&[("1-first.sql", "")]);
        assert!(name[0].contains("not a migration's name"), "{name:?}");
    }

    #[test]
    fn a_migration_that_is_not_in_the_list_is_found() {
        let files = [("0001_a.sql", ""), ("0002_b.sql", "")];
        let left_out = found_with(&files, listed(1, "0001_a"));
        let told = format!("migrations/0002_b.sql:1: not in {LIST}, so it never runs [migrations]");
        assert_eq!(left_out, [told]);
    }

    #[test]
    fn a_frozen_migration_stays_as_it_is() {
        let frozen = format!("\"0002_b.sql\" = \"{}\"\n", checksum("x"));
        let good = [("0001_a.sql", ""), ("0002_b.sql", "x"), ("frozen.toml", frozen.as_str())];
        let before = found(&good);
        assert!(before[0].contains("0001 lies before a frozen one"), "{before:?}");
        let edited = found(&[("0002_b.sql", "y"), ("frozen.toml", &frozen)]);
        assert!(edited.iter().any(|e| e.contains("write a new migration")), "{edited:?}");
        let gone = found(&[("frozen.toml", &frozen)]);
        assert_eq!(
            gone,
            ["migrations/frozen.toml:1: 0002_b.sql is frozen and must stay [migrations]"]
        );
    }
}
