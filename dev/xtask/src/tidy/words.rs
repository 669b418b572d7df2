//! Words that must not stand in the repository: paths of one machine, hosts of package registries,
//! notes that something is unfinished, and leftovers of debugging.

use super::{Finding, Report};
use crate::repo::Repo;

const RULE: &str = "words";

/// Not written by us, or written by a tool that names what it needs.
const EXEMPT: [&str; 4] = ["LICENSE", "Cargo.lock", "fuzz/Cargo.lock", "e2e/package-lock.json"];

/// What may not stand anywhere, why, and whether it counts only as a whole word. Put together from
/// halves, so that this file does not hold them itself.
const BANNED: [(&str, &str, bool); 8] = [
    (concat!("/wo", "rk/"), "a path of one machine", false),
    (concat!("/ro", "ot/"), "a path of one machine", false),
    (concat!("crates", ".io"), "the host of a package registry", false),
    (concat!("registry.", "npmjs"), "the host of a package registry", false),
    (concat!("TO", "DO"), "an unfinished place: finish it, or open an issue", true),
    (concat!("FIX", "ME"), "an unfinished place: finish it, or open an issue", true),
    (concat!("XX", "X"), "an unfinished place: finish it, or open an issue", true),
    (concat!("dbg", "!("), "a leftover of debugging", false),
];

/// Checks every line of every text file.
pub fn check(repo: &Repo, report: &mut Report) {
    for (path, text) in &repo.files {
        if EXEMPT.contains(&path.as_str()) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            for (word, why, whole) in BANNED {
                if stands_in(line, word, whole) {
                    let message = format!("\"{word}\": {why}");
                    report.errors.push(Finding::new(path, number + 1, RULE, message));
                }
            }
        }
    }
    check_npm_lock(repo, report);
}

fn stands_in(line: &str, word: &str, whole: bool) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let before = line[..at].chars().next_back().is_some_and(letter);
        let after = line[at + word.len()..].chars().next().is_some_and(letter);
        !whole || !(before || after)
    })
}

/// A lock file that names the registry's host would tie everybody to one mirror.
fn check_npm_lock(repo: &Repo, report: &mut Report) {
    const LOCK: &str = "e2e/package-lock.json";
    for (number, line) in repo.text(LOCK).unwrap_or_default().lines().enumerate() {
        if line.contains("\"resolved\"") {
            let message = "a download address in the lock file: remove it and keep e2e/.npmrc";
            report.errors.push(Finding::new(LOCK, number + 1, RULE, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        let mut report = Report::default();
        check(&Repo::from([(path, text)]), &mut report);
        report.errors.into_iter().map(|e| (e.line, e.message)).collect()
    }

    #[test]
    fn every_banned_word_is_caught_where_it_stands() {
        for (word, why, _) in BANNED {
            let text = format!("fine\n// see {word} here\n");
            assert_eq!(found("docs/page.md", &text), [(2, format!("\"{word}\": {why}"))]);
        }
    }

    #[test]
    fn longer_words_and_lock_files_pass() {
        let text = format!("Y000123{}195000001 and {}S", "X".repeat(6), concat!("TO", "DO"));
        assert_eq!(found("docs/page.md", &text), []);
        assert_eq!(found("Cargo.lock", concat!("https://index.crates", ".io/")), []);
    }

    #[test]
    fn a_download_address_in_the_npm_lock_is_caught() {
        let errors = found("e2e/package-lock.json", "{\n \"resolved\": \"https://host/x.tgz\"\n}");
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].0, 2);
    }
}
