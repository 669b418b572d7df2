//! Every kind of fact of every area and of the store, with the golden files that keep old facts readable.

use store::journal::Kind;

/// All kinds, in the order of their areas.
pub fn kinds() -> Vec<Kind> {
    [
        store::facts::KINDS,
        approval::facts::KINDS,
        classification::facts::KINDS,
        organisations::facts::KINDS,
        people::facts::KINDS,
        policy::facts::KINDS,
        returns::facts::KINDS,
        certificates::facts::KINDS,
        evaluation::facts::KINDS,
        access::facts::KINDS,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    /// A file `golden/<kind>.v<version>.json`, or `….<case>.json` where a kind has several forms.
    #[derive(Clone, Debug)]
    struct Golden {
        version: i64,
        text: String,
    }

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// The files in a folder of every area and of the store.
    fn of_areas(folder: &str) -> Vec<PathBuf> {
        let areas = std::fs::read_dir(root().join("areas")).expect("the areas");
        let areas = areas.map(|area| area.expect("an area").path());
        let folders = areas
            .chain(["base/store", "base/approval"].map(|base| root().join(base)))
            .map(|owner| owner.join(folder));
        let files = folders.filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
        files.map(|file| file.expect("a file").path()).collect()
    }

    fn golden_files() -> BTreeMap<String, Vec<Golden>> {
        let mut all: BTreeMap<String, Vec<Golden>> = BTreeMap::new();
        for path in of_areas("golden") {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
            let (kind, rest) = name.split_once(".v").expect("a version");
            let version = rest.split('.').next().and_then(|number| number.parse().ok());
            let version = version.unwrap_or_else(|| panic!("{name} names no version"));
            let owner = format!("/{}/golden/", kind.split('.').next().unwrap_or_default());
            assert!(path.to_str().is_some_and(|path| path.contains(&owner)), "{path:?}");
            let text = std::fs::read_to_string(&path).expect("a golden file");
            all.entry(kind.to_owned()).or_default().push(Golden { version, text });
        }
        all
    }

    /// What is missing or wrong; nothing when all is well.
    fn wrong(kinds: &[Kind], files: &BTreeMap<String, Vec<Golden>>) -> Vec<String> {
        let mut wrong = Vec::new();
        for kind in kinds {
            let own = files.get(kind.kind).cloned().unwrap_or_default();
            for version in 1..=kind.version {
                if !own.iter().any(|file| file.version == version) {
                    wrong.push(format!("{} has no golden file of version {version}", kind.kind));
                }
            }
            for file in own.iter().filter(|file| file.version == kind.version) {
                let golden: serde_json::Value = serde_json::from_str(&file.text).expect("JSON");
                match (kind.rewrite)(golden.clone()) {
                    Ok(again) if again == golden => {}
                    Ok(again) => wrong.push(format!("{} is now written {again}", kind.kind)),
                    Err(_) => wrong.push(format!("{} is no longer read: {golden}", kind.kind)),
                }
            }
        }
        let known = |kind: &str| kinds.iter().any(|one| one.kind == kind);
        wrong.extend(files.keys().filter(|kind| !known(kind)).map(|kind| format!("{kind}?")));
        wrong
    }

    #[test]
    fn every_kind_of_fact_keeps_its_written_form() {
        assert_eq!(wrong(&kinds(), &golden_files()), Vec::<String>::new());
        assert!(kinds().len() > 20, "{} kinds", kinds().len());
    }

    #[test]
    fn a_kind_without_a_golden_file_and_a_changed_form_are_told() {
        let mut files = golden_files();
        let gone = files.remove("people.name-corrected").expect("there");
        let missing = "people.name-corrected has no golden file of version 1";
        assert_eq!(wrong(&kinds(), &files), [missing]);
        let text = r#"{"grounds":"x"}"#.to_owned();
        files.insert("people.name-corrected".to_owned(), vec![Golden { text, ..gone[0].clone() }]);
        let unread = r#"people.name-corrected is no longer read: {"grounds":"x"}"#;
        assert_eq!(wrong(&kinds(), &files), [unread]);
        let text = r#"{"reason":"x","more":1}"#.to_owned();
        files.insert("people.name-corrected".to_owned(), vec![Golden { text, ..gone[0].clone() }]);
        let changed = r#"people.name-corrected is now written {"reason":"x"}"#;
        assert_eq!(wrong(&kinds(), &files), [changed]);
        files.insert("people.name-corrected".to_owned(), gone.clone());
        files.insert("people.gone".to_owned(), gone);
        assert_eq!(wrong(&kinds(), &files), ["people.gone?"]);
    }

    #[test]
    fn no_kind_of_the_source_is_left_out() {
        let mut found = 0;
        for file in of_areas("src").into_iter().filter(|path| path.ends_with("facts.rs")) {
            let text = std::fs::read_to_string(file).expect("a source file");
            let declared = text.split("::facts! {").nth(1).expect("its kinds");
            for line in declared.split('}').next().unwrap_or_default().lines() {
                let Some(kind) = line.split('"').nth(1) else { continue };
                assert!(kinds().iter().any(|one| one.kind == kind), "{kind} is missing in kinds()");
                found += 1;
            }
        }
        assert_eq!(found, kinds().len());
    }
}
