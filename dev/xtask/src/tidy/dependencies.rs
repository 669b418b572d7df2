//! Every crate of others has its reason in the record of that decision, and is used.

use super::{Finding, Report, line_of};
use crate::repo::Repo;

const RULE: &str = "dependencies";
const ROOT: &str = "Cargo.toml";
const REASONS: &str = "docs/adr/0002-dependencies.md";

/// Compares the root manifest with the record and with the crates.
pub fn check(repo: &Repo, report: &mut Report) {
    let text = repo.text(ROOT).unwrap_or_default();
    let manifest: toml::Table = text.parse().unwrap_or_default();
    let section = manifest.get("workspace").and_then(|w| w.get("dependencies"));
    let crates = repo.crates();
    for (name, value) in section.and_then(|s| s.as_table()).into_iter().flatten() {
        if value.get("path").is_some() {
            continue;
        }
        let line = line_of(text, &format!("\n{name} =")) + 1;
        if !repo.text(REASONS).unwrap_or_default().contains(&format!("`{name}`")) {
            let message = format!("{name} has no reason in {REASONS}");
            report.errors.push(Finding::new(ROOT, line, RULE, message));
        }
        if !crates.iter().any(|one| one.uses.iter().any(|used| used.package == *name)) {
            let message = format!("{name} is used by no crate");
            report.warnings.push(Finding::new(ROOT, line, RULE, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_a_reason_and_one_without_a_user_are_named() {
        let repo = Repo::from([
            (
                ROOT,
                "[workspace.dependencies]\nserde = \"1\"\nleft = \"1\"\nours = { path = \"x\" }\n",
            ),
            (REASONS, "| `left` | padding | |\n"),
            (
                "base/kernel/Cargo.toml",
                "[package]\nname = \"kernel\"\n[dependencies]\nserde.workspace = true\n",
            ),
        ]);
        let mut report = Report::default();
        check(&repo, &mut report);
        assert_eq!(
            report.errors,
            [Finding::new(ROOT, 2, RULE, format!("serde has no reason in {REASONS}"))]
        );
        assert_eq!(report.warnings, [Finding::new(ROOT, 3, RULE, "left is used by no crate")]);
    }
}
