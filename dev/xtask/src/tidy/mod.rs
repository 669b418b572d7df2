//! The repository's rules as checks. Each rule reads the text of the repository and names file,
//! line and what to do; each has a test that shows a bad example being caught.

mod adr;
mod arrows;
mod dependencies;
mod layers;
mod links;
pub mod migrations;
mod routes;
pub mod size;
pub mod tables;
mod texts;
mod words;

use crate::repo::Repo;
use std::fmt;

/// One place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, from the root of the repository.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The name of the rule.
    pub rule: &'static str,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Finding {
    /// A finding.
    pub fn new(path: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Finding { path: path.to_owned(), line, rule, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} [{}]", self.path, self.line, self.message, self.rule)
    }
}

/// What the rules found.
#[derive(Debug, Default)]
pub struct Report {
    /// Broken rules.
    pub errors: Vec<Finding>,
    /// Worth a look; does not fail the check.
    pub warnings: Vec<Finding>,
}

/// Applies every rule.
pub fn check(repo: &Repo) -> Report {
    let mut report = Report::default();
    let rules: [fn(&Repo, &mut Report); 11] = [
        arrows::check,
        dependencies::check,
        layers::check,
        size::check,
        texts::check,
        tables::check,
        routes::check,
        words::check,
        migrations::check,
        adr::check,
        links::check,
    ];
    for rule in rules {
        rule(repo, &mut report);
    }
    report.errors.sort();
    report.warnings.sort();
    report
}

/// `cargo xtask tidy`: prints what was found; false when a rule is broken.
pub fn run(repo: &Repo) -> bool {
    let report = check(repo);
    for warning in &report.warnings {
        println!("warning: {warning}");
    }
    for error in &report.errors {
        println!("error: {error}");
    }
    let (errors, warnings) = (report.errors.len(), report.warnings.len());
    println!("tidy: {} files, {errors} errors, {warnings} warnings", repo.files.len());
    report.errors.is_empty()
}

/// The line of the first place where the text occurs, from 1; 1 when it does not.
fn line_of(text: &str, needle: &str) -> usize {
    text.find(needle).map_or(1, |at| text[..at].matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_keeps_its_rules() {
        let repo = Repo::read(&crate::repo::root()).unwrap();
        let report = check(&repo);
        let lines: Vec<String> = report.errors.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    }
}
