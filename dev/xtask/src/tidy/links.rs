//! Documents do not point into the void.

use super::{Finding, Report};
use crate::repo::Repo;

const RULE: &str = "links";
/// Made by the browser tests.
const PICTURES: &str = "docs/screenshots/";

/// Every relative link of a document leads to a file or folder of the repository.
pub fn check(repo: &Repo, report: &mut Report) {
    for (path, text) in repo.ending(".md") {
        for (number, line) in text.lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = target.split('#').next().unwrap_or_default();
                if file.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                let file = resolved(path, file);
                let folder = format!("{}/", file.trim_end_matches('/'));
                let there = repo.files.contains_key(&file)
                    || repo.files.keys().any(|known| known.starts_with(&folder));
                if !there && !file.starts_with(PICTURES) {
                    let message = format!("{target} is not there");
                    report.errors.push(Finding::new(path, number + 1, RULE, message));
                }
            }
        }
    }
}

/// The path from the root that a link means.
fn resolved(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_into_the_void_is_caught() {
        let text =
            "[a](../STYLE.md#x) [b](https://example.org/x) [c](#here) [d](adr)\n[e](gone.md)\n";
        let repo =
            Repo::from([("docs/page.md", text), ("STYLE.md", ""), ("docs/adr/0001-a.md", "")]);
        let mut report = Report::default();
        check(&repo, &mut report);
        assert_eq!(report.errors, [Finding::new("docs/page.md", 2, RULE, "gone.md is not there")]);
    }
}
