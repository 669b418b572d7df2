//! Decisions are numbered once and listed, so that they can be found.

use super::{Finding, Report, line_of};
use crate::repo::Repo;
use std::collections::BTreeMap;

const RULE: &str = "adr";
const INDEX: &str = "docs/adr/README.md";

/// Every record of a decision stands in the index, and the index names none that is not there.
pub fn check(repo: &Repo, report: &mut Report) {
    let index = repo.text(INDEX).unwrap_or_default();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, _) in repo.ending(".md").filter(|(path, _)| path.starts_with("docs/adr/")) {
        let name = path.trim_start_matches("docs/adr/");
        if path == INDEX {
            continue;
        }
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
            let message = "its name should begin with four digits, as in 0001-what-was-decided.md";
            report.errors.push(Finding::new(path, 1, RULE, message));
        } else if let Some(other) = numbers.insert(number, name) {
            let message = format!("number {number} is taken by {other}");
            report.errors.push(Finding::new(path, 1, RULE, message));
        }
        if !index.contains(&format!("({name})")) {
            report.errors.push(Finding::new(path, 1, RULE, format!("not listed in {INDEX}")));
        }
    }
    for name in links(index) {
        if !repo.files.contains_key(&format!("docs/adr/{name}")) {
            let line = line_of(index, name);
            report.errors.push(Finding::new(INDEX, line, RULE, format!("{name} is not there")));
        }
    }
}

fn links(index: &str) -> impl Iterator<Item = &str> {
    let targets = index.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| target.ends_with(".md") && !target.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlisted_missing_and_doubled_records_are_caught() {
        let repo = Repo::from([
            (INDEX, "- [one](0001-one.md)\n- [gone](0003-gone.md)\n"),
            ("docs/adr/0001-one.md", ""),
            ("docs/adr/0001-two.md", ""),
            ("docs/adr/unnumbered.md", ""),
        ]);
        let mut report = Report::default();
        check(&repo, &mut report);
        let messages: Vec<_> = report.errors.iter().map(|e| e.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "number 0001 is taken by 0001-one.md",
                "not listed in docs/adr/README.md",
                "its name should begin with four digits, as in 0001-what-was-decided.md",
                "not listed in docs/adr/README.md",
                "0003-gone.md is not there",
            ]
        );
        assert_eq!(report.errors[4].line, 2);
    }
}
