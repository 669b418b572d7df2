//! Who may use whom: every Cargo.toml against the table in `dev/xtask/arrows.toml`.

use super::{Finding, Report, line_of};
use crate::repo::{Crate, Repo, Use};
use std::collections::BTreeMap;

const RULE: &str = "arrows";
const TABLE: &str = "dev/xtask/arrows.toml";

/// Checks the arrows, and that crates keep to the workspace's versions and lints.
pub fn check(repo: &Repo, report: &mut Report) {
    let Some(text) = repo.text(TABLE) else {
        report.errors.push(Finding::new(TABLE, 1, RULE, "the table of arrows is missing"));
        return;
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            report.errors.push(Finding::new(TABLE, 1, RULE, format!("unreadable: {error}")));
            return;
        }
    };
    let crates = repo.crates();
    let folders: BTreeMap<&str, &str> =
        crates.iter().map(|c| (c.name.as_str(), c.folder.as_str())).collect();
    for one in &crates {
        check_known(&table, one, report);
        check_workspace(repo, one, &folders, report);
        for used in &one.uses {
            let refused = match folders.get(used.package.as_str()) {
                Some(folder) => refuse_crate(&table, one, used, folder),
                None => refuse_third_party(&table, one, used),
            };
            if let Some(message) = refused {
                let path = format!("{}/Cargo.toml", one.folder);
                report.errors.push(Finding::new(&path, used.line, RULE, message));
            }
        }
    }
}

/// The layer and the name of a folder such as `base/kernel`.
fn layer(folder: &str) -> (&str, &str) {
    folder.split_once('/').unwrap_or((folder, ""))
}

fn names<'a>(table: &'a toml::Table, section: &str, key: &str) -> Option<Vec<&'a str>> {
    let list = table.get(section)?.get(key)?.as_array()?;
    Some(list.iter().filter_map(|v| v.as_str()).collect())
}

/// A crate of a layer with a table has to stand in it.
fn check_known(table: &toml::Table, one: &Crate, report: &mut Report) {
    let (layer, name) = layer(&one.folder);
    let known = match layer {
        "base" => names(table, "base", "order").is_some_and(|order| order.contains(&name)),
        "read" => names(table, "read", "crates").is_some_and(|crates| crates.contains(&name)),
        "areas" | "app" => names(table, layer, name).is_some(),
        _ => true,
    };
    if !known {
        let message = format!("{} is not in {TABLE}: say there what it may use", one.folder);
        let path = format!("{}/Cargo.toml", one.folder);
        report.errors.push(Finding::new(&path, 1, RULE, message));
    }
}

/// Why this crate may not use that crate of ours; nothing when it may.
fn refuse_crate(table: &toml::Table, one: &Crate, used: &Use, target: &str) -> Option<String> {
    let (from, name) = layer(&one.folder);
    let (to, target_name) = layer(target);
    let in_list =
        |section, key| names(table, section, key).is_some_and(|list| list.contains(&target_name));
    let allowed = match (from, to) {
        ("base", "base") => {
            let order = names(table, "base", "order").unwrap_or_default();
            let place = |name| order.iter().position(|n| *n == name);
            place(target_name) < place(name) && place(target_name).is_some()
        }
        ("areas", "areas") => in_list("areas", name),
        ("app", "app") => in_list("app", name),
        ("areas" | "read" | "app", "base") | ("read" | "app", "areas") | ("app", "read") => true,
        ("base" | "areas" | "read" | "app", "dev") => {
            used.only_in_tests && target_name == "testkit"
        }
        // Tools, tests and benchmarks may look everywhere.
        ("dev" | "tests" | "benches" | "fuzz", _) => true,
        _ => false,
    };
    (!allowed).then(|| format!("{} may not use {target} ({TABLE})", one.folder))
}

/// Why this crate may not use that crate of others; nothing when it may.
fn refuse_third_party(table: &toml::Table, one: &Crate, used: &Use) -> Option<String> {
    let places = names(table, "only", &used.package)?;
    let inside = |place: &&str| one.folder.starts_with(*place);
    (!places.iter().any(inside))
        .then(|| format!("{} may be used only below {} ({TABLE})", used.package, places.join(", ")))
}

/// Versions of others' crates, lints and licence come from the workspace, so that they are said once.
fn check_workspace(repo: &Repo, one: &Crate, ours: &BTreeMap<&str, &str>, report: &mut Report) {
    // A fuzzing crate is a workspace of its own.
    if one.folder.starts_with("fuzz") {
        return;
    }
    let path = format!("{}/Cargo.toml", one.folder);
    let foreign = |used: &&Use| !ours.contains_key(used.package.as_str());
    for used in one.uses.iter().filter(foreign).filter(|used| !used.from_workspace) {
        let message = format!(
            "{} should come from the workspace: write `{}.workspace = true` and name its version in the root Cargo.toml",
            used.package, used.package
        );
        report.errors.push(Finding::new(&path, used.line, RULE, message));
    }
    let text = repo.text(&path).unwrap_or_default();
    let manifest: toml::Table = text.parse().unwrap_or_default();
    let inherits = |value: Option<&toml::Value>| {
        value.and_then(|v| v.get("workspace")).and_then(|w| w.as_bool()) == Some(true)
    };
    if !inherits(manifest.get("lints")) {
        let message = "the workspace's lints are missing: add `[lints]` with `workspace = true`";
        report.errors.push(Finding::new(&path, 1, RULE, message));
    }
    if !inherits(manifest.get("package").and_then(|p| p.get("license"))) {
        let line = line_of(text, "license");
        let message = "the licence comes from the workspace: `license.workspace = true`";
        report.errors.push(Finding::new(&path, line, RULE, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(manifests: &[(&str, &str)]) -> Vec<String> {
        let mut repo = Repo::default();
        repo.files.insert(TABLE.into(), include_str!("../../arrows.toml").into());
        for (folder, dependencies) in manifests {
            let name = folder.rsplit('/').next().unwrap();
            let text = format!(
                "[package]\nname = \"{name}\"\nlicense.workspace = true\n[lints]\nworkspace = true\n{dependencies}"
            );
            repo.files.insert(format!("{folder}/Cargo.toml"), text);
        }
        let mut report = Report::default();
        check(&repo, &mut report);
        report.errors.iter().map(ToString::to_string).collect()
    }

    const KERNEL: (&str, &str) = ("base/kernel", "");

    #[test]
    fn arrows_of_the_table_pass() {
        let errors = found(&[
            KERNEL,
            ("dev/testkit", "[dependencies]\nkernel.workspace = true\nsqlx.workspace = true\n"),
            ("areas/classification", "[dependencies]\nkernel.workspace = true\n"),
            (
                "areas/people",
                "[dependencies]\nclassification.workspace = true\n[dev-dependencies]\ntestkit.workspace = true\n",
            ),
            ("read/archive", "[dependencies]\npeople.workspace = true\n"),
            ("app/web-kit", "[dependencies]\naxum.workspace = true\n"),
            ("app/pages", "[dependencies]\nweb-kit.workspace = true\narchive.workspace = true\n"),
        ]);
        assert_eq!(errors, Vec::<String>::new());
    }

    #[test]
    fn an_area_may_not_use_an_area_outside_its_list() {
        let errors = found(&[
            ("areas/people", ""),
            ("areas/classification", "[dependencies]\npeople.workspace = true\n"),
        ]);
        assert_eq!(
            errors,
            ["areas/classification/Cargo.toml:7: areas/classification may not use areas/people \
              (dev/xtask/arrows.toml) [arrows]"]
        );
    }

    #[test]
    fn base_keeps_its_order_and_knows_no_area() {
        let errors = found(&[
            ("base/kernel", "[dependencies]\nstore.workspace = true\n"),
            ("base/store", "[dependencies]\npeople.workspace = true\n"),
            ("areas/people", ""),
        ]);
        assert_eq!(errors.len(), 2);
        assert!(errors[0].contains("base/kernel may not use base/store"));
        assert!(errors[1].contains("base/store may not use areas/people"));
    }

    #[test]
    fn readers_do_not_use_each_other_and_testkit_stays_in_tests() {
        let errors = found(&[
            ("dev/testkit", ""),
            ("read/archive", ""),
            (
                "read/statistics",
                "[dependencies]\narchive.workspace = true\ntestkit.workspace = true\n",
            ),
        ]);
        assert_eq!(errors.len(), 2, "{errors:?}");
    }

    #[test]
    fn http_and_sql_libraries_stay_in_their_places() {
        let errors = found(&[(
            "areas/people",
            "[dependencies]\naxum.workspace = true\nsqlx.workspace = true\n",
        )]);
        assert!(errors[0].contains("axum may be used only below app/"));
        assert!(errors[1].contains("sqlx may be used only below base/store"));
    }

    #[test]
    fn an_unknown_crate_and_an_own_version_are_named() {
        let errors = found(&[("areas/novelty", "[dependencies]\nserde = \"1\"\n")]);
        assert!(errors[0].contains("areas/novelty is not in dev/xtask/arrows.toml"));
        assert!(errors[1].contains("write `serde.workspace = true`"));
    }
}
