//! Fuzzing: foreign bytes at random against every parser that reads them.

use crate::run::{Failure, find, must};
use std::path::Path;
use std::process::Command;

/// Good files of each target, from which changed ones are made. The stories of `tests/it` begin with
/// the same.
const SEEDS: [(&str, &str); 2] =
    [("credential", "fuzz/seeds/credential"), ("spreadsheet", "base/sheets/tests/data")];

/// Runs every target below `fuzz/` for so many seconds, each from its corpus.
pub fn run(root: &Path, seconds: u64) -> Result<(), Failure> {
    let targets = targets(root)?;
    if targets.is_empty() {
        return Err(Failure("there are no fuzz targets below fuzz/fuzz_targets yet".into()));
    }
    if find("cargo-fuzz").is_none() {
        must(Command::new("cargo").args(["install", "cargo-fuzz", "--locked"]))?;
    }
    for target in targets {
        let mut command = Command::new("cargo");
        let found = format!("fuzz/corpus/{target}");
        std::fs::create_dir_all(root.join(&found))?;
        command.args(["fuzz", "run", &target, &found]);
        command.args(SEEDS.iter().filter(|(of, _)| *of == target).map(|(_, folder)| folder));
        command.arg("--").arg(format!("-max_total_time={seconds}"));
        // The instruments of the fuzzer are behind flags that a released compiler keeps closed.
        must(command.env("RUSTC_BOOTSTRAP", "1").current_dir(root))?;
    }
    Ok(())
}

fn targets(root: &Path) -> Result<Vec<String>, Failure> {
    let folder = root.join("fuzz/fuzz_targets");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "rs")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            found.push(name.to_owned());
        }
    }
    found.sort();
    Ok(found)
}
