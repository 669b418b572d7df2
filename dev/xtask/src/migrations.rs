//! Making and freezing migrations.

use crate::repo::Repo;
use crate::run::Failure;
use crate::tidy::migrations::{FROZEN, LIST, checksum, files, listed, numbers, read_name};
use std::fmt::Write;
use std::path::Path;

/// `cargo xtask new-migration NAME`: an empty migration with the next number.
pub fn create(root: &Path, arguments: &[String]) -> Result<(), Failure> {
    let [name] = arguments else {
        return Err(Failure("usage: cargo xtask new-migration NAME".into()));
    };
    let number = numbers(&Repo::read(root)?).keys().max().map_or(1, |last| last + 1);
    let file = format!("{number:04}_{name}.sql");
    if read_name(&file).is_none() {
        return Err(Failure(format!(
            "{name}: small letters, digits and _ only, as in add_site_address"
        )));
    }
    let path = root.join("migrations").join(&file);
    std::fs::create_dir_all(root.join("migrations"))?;
    std::fs::write(&path, "-- What this changes, and why.\n")?;
    let list = std::fs::read_to_string(root.join(LIST))?;
    let Some(before) = list.strip_suffix("}\n") else {
        return Err(Failure(format!("{LIST}: the list does not end as it should")));
    };
    let stem = file.trim_end_matches(".sql");
    std::fs::write(root.join(LIST), format!("{before}{}}}\n", listed(number, stem)))?;
    println!("migrations/{file} made; a new table needs its class in tables.toml");
    Ok(())
}

/// `cargo xtask freeze`: from now on the migrations that are there may not change.
pub fn freeze(root: &Path) -> Result<(), Failure> {
    std::fs::write(root.join(FROZEN), frozen(&Repo::read(root)?))?;
    println!("{FROZEN} written");
    Ok(())
}

fn frozen(repo: &Repo) -> String {
    let mut text = "# Checksums of migrations that a release has carried to real databases: these files stay\n\
                    # as they are. Written by `cargo xtask freeze`.\n"
        .to_owned();
    for (_, file, content) in files(repo) {
        let _ = writeln!(text, "\"{file}\" = \"{}\"", checksum(content));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_frozen_passes_the_rule() {
        let mut repo =
            Repo::from([("migrations/0001_begin.sql", "CREATE TABLE division (code BIGINT);\n")]);
        repo.files.insert(LIST.into(), listed(1, "0001_begin"));
        repo.files.insert(FROZEN.into(), frozen(&repo));
        let report = crate::tidy::check(&repo);
        assert!(!report.errors.iter().any(|e| e.rule == "migrations"), "{:?}", report.errors);
    }
}
