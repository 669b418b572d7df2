//! How each part of the check is run, and how its tests are counted.

use super::postgres::Postgres;
use super::{Count, Options, Part, fuzz, in_ci};
use crate::repo::Repo;
use crate::run::{Failure, find, must, must_and_read};
use crate::tidy;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program that the workspace builds.
const BINARY: &str = "kaogong";
/// Seconds for each fuzz target in the long run.
const FUZZ_SECONDS: u64 = 120;

/// Stories in which no profile plays a part: the bare store, and the parsers.
const WITHOUT_CRYPTO: [&str; 8] = [
    "fuzz::",
    "jobs::",
    "jobs_kill::",
    "journal::",
    "journal_kill::",
    "probe::",
    "process::",
    "store_write::",
];

/// Runs one part.
pub fn run(root: &Path, options: &Options, part: Part) -> (Count, Result<(), Failure>) {
    let plain = |result| (Count::default(), result);
    match part {
        Part::Fmt => plain(must(cargo(root).args(["fmt", "--all", "--check"]))),
        Part::Tidy => plain(tidy_part(root)),
        Part::Clippy => plain(must(cargo(root).args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))),
        Part::Rust => tests(root, options, Suite::All),
        Part::Gm => tests(root, options, Suite::Gm),
        Part::Doc => {
            let (result, text) = must_and_read(cargo(root).args(["test", "--workspace", "--doc"]));
            (libtest_count(&text), result)
        }
        Part::Browser => browser(root, options),
        Part::Fuzz => plain(fuzz::run(root, FUZZ_SECONDS)),
    }
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root);
    command
}

fn tidy_part(root: &Path) -> Result<(), Failure> {
    if tidy::run(&Repo::read(root)?) { Ok(()) } else { Err(Failure("rules are broken".into())) }
}

/// Which tests are run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suite {
    /// All of the workspace.
    All,
    /// The stories, under the profile `gm`.
    Gm,
}

/// Chooses the tests. Always out of the whole workspace, so that nothing is built a second time with
/// other features.
fn choose(command: &mut Command, suite: Suite, nextest: bool, long: bool) {
    command.args(if nextest { ["nextest", "run"].as_slice() } else { &["test"] });
    command.arg("--workspace");
    match (suite, nextest) {
        (Suite::All, true) => {}
        (Suite::All, false) => {
            command.args(["--lib", "--bins", "--tests"]);
        }
        (Suite::Gm, true) => {
            command.args(["--filterset", "package(it)"]);
        }
        (Suite::Gm, false) => {
            command.args(["--test", "it"]);
        }
    }
    if in_ci() || !nextest {
        command.arg("--no-fail-fast");
    }
    if suite == Suite::Gm {
        command.env("KAOGONG_TEST_PROFILE", "gm");
        if !long {
            command.arg("--");
            command.args(WITHOUT_CRYPTO.iter().flat_map(|name| ["--skip", name]));
        }
    }
}

/// A suite of tests, with a PostgreSQL of its own beside SQLite.
fn tests(root: &Path, options: &Options, suite: Suite) -> (Count, Result<(), Failure>) {
    let prepared = Postgres::start().and_then(|postgres| Ok((postgres, binary(root)?)));
    let (postgres, binary) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return (Count::default(), Err(failure)),
    };
    let nextest = find("cargo-nextest").is_some();
    let mut command = cargo(root);
    choose(&mut command, suite, nextest, options.long);
    command.env("KAOGONG_TEST_PG_URL", &postgres.owner_url);
    command.env("KAOGONG_TEST_PG_OWNER_URL", &postgres.owner_url);
    command.env("KAOGONG_TEST_PG_APP_URL", &postgres.app_url);
    if options.long {
        command.env("KAOGONG_TEST_LONG", "1");
    }
    if let Some(binary) = binary {
        command.env("KAOGONG_BIN", binary);
    }
    if !nextest {
        println!("cargo-nextest is not installed: cargo test runs the tests");
        let (result, text) = must_and_read(&mut command);
        return (libtest_count(&text), result);
    }
    let result = must(&mut command);
    let junit = target_folder(root).join("nextest/default/junit.xml");
    (junit_count(&std::fs::read_to_string(junit).unwrap_or_default()), result)
}

/// The pages in a real browser.
fn browser(root: &Path, options: &Options) -> (Count, Result<(), Failure>) {
    let binary = match binary(root) {
        Ok(binary) => binary,
        Err(failure) => return (Count::default(), Err(failure)),
    };
    let mut command = Command::new("node");
    command.arg("run.mjs").current_dir(root.join("e2e"));
    if options.update_docs {
        command.arg("--update-docs");
    }
    match binary {
        Some(binary) => {
            command.env("KAOGONG_BIN", binary);
        }
        None => println!("SKIPPED  the site: no crate of the workspace builds {BINARY} yet"),
    }
    // What an earlier run counted must not be taken for this one's.
    let counted = root.join("e2e/out/result.tap");
    let _ = std::fs::remove_file(&counted);
    let result = must(&mut command);
    (tap_count(&std::fs::read_to_string(counted).unwrap_or_default()), result)
}

/// Builds the program as the tests will use it; nothing while no crate builds one.
fn binary(root: &Path) -> Result<Option<PathBuf>, Failure> {
    let crates = Repo::read(root)?.crates();
    if !crates.iter().any(|one| one.name == BINARY || one.binaries.iter().any(|b| b == BINARY)) {
        return Ok(None);
    }
    // All of the workspace's programs, so that features are chosen as for the tests.
    must(cargo(root).args(["build", "--workspace", "--bins"]))?;
    Ok(Some(target_folder(root).join("debug").join(BINARY)))
}

/// Where cargo puts what it builds.
fn target_folder(root: &Path) -> PathBuf {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let output = cargo(root).args(arguments).output();
    let text = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    let folder =
        text.split("\"target_directory\":\"").nth(1).and_then(|rest| rest.split('"').next());
    folder.map_or_else(|| root.join("target"), PathBuf::from)
}

/// Counts `test result: ok. 3 passed; 0 failed; …` of every test binary.
fn libtest_count(text: &str) -> Count {
    let mut count = Count::default();
    for line in text.lines().filter(|line| line.starts_with("test result:")) {
        let before = |word: &str| -> u64 {
            let words: Vec<&str> = line.split_whitespace().collect();
            let found = words.windows(2).find(|two| two[1].trim_end_matches(';') == word);
            found.and_then(|two| two[0].parse().ok()).unwrap_or_default()
        };
        count += Count { passed: before("passed"), failed: before("failed") };
    }
    count
}

/// Counts from nextest's report: `<testsuites … tests="3" failures="1" errors="0" …>`.
fn junit_count(xml: &str) -> Count {
    let head = xml.split("<testsuites").nth(1).and_then(|rest| rest.split('>').next());
    let number = |name: &str| -> u64 {
        let value = head.and_then(|head| head.split(&format!(" {name}=\"")).nth(1));
        value.and_then(|v| v.split('"').next()?.parse().ok()).unwrap_or_default()
    };
    let failed = number("failures") + number("errors");
    Count { passed: number("tests").saturating_sub(failed), failed }
}

/// Counts `# pass 3` and `# fail 1` of node's report.
fn tap_count(tap: &str) -> Count {
    let number = |begin: &str| -> u64 {
        tap.lines().filter_map(|line| line.strip_prefix(begin)?.trim().parse::<u64>().ok()).sum()
    };
    Count { passed: number("# pass "), failed: number("# fail ") + number("# cancelled ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_is_counted() {
        let libtest = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                       test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(libtest_count(libtest), Count { passed: 5, failed: 1 });
        let junit = "<?xml version=\"1.0\"?>\n<testsuites name=\"nextest-run\" tests=\"10\" \
                     failures=\"2\" errors=\"1\" uuid=\"x\">\n<testsuite tests=\"4\" failures=\"0\">";
        assert_eq!(junit_count(junit), Count { passed: 7, failed: 3 });
        let tap = "ok 1 - home\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n";
        assert_eq!(tap_count(tap), Count { passed: 2, failed: 2 });
        assert_eq!(junit_count(""), Count::default());
    }
}
