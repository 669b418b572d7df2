//! `cargo xtask test`: the whole check, on a fresh machine and in continuous integration alike.

pub mod fuzz;
mod parts;
mod postgres;
mod tools;

use crate::run::Failure;
use std::path::Path;
use std::time::Instant;

/// A part of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The layout of the source.
    Fmt,
    /// The repository's rules.
    Tidy,
    /// The compiler's and clippy's warnings.
    Clippy,
    /// Unit and integration tests, on SQLite and PostgreSQL.
    Rust,
    /// The stories of `tests/it` again, under the profile `gm` (国密).
    Gm,
    /// The examples in the documentation.
    Doc,
    /// The site in a browser.
    Browser,
    /// Foreign bytes at random, guided by what they reach; only with `--long` or when named. A
    /// shorter run without a guide is among the tests of [`Part::Rust`].
    Fuzz,
}

impl Part {
    const ALL: [Part; 8] = [
        Part::Fmt,
        Part::Tidy,
        Part::Clippy,
        Part::Rust,
        Part::Gm,
        Part::Doc,
        Part::Browser,
        Part::Fuzz,
    ];

    fn word(self) -> &'static str {
        match self {
            Part::Fmt => "fmt",
            Part::Tidy => "tidy",
            Part::Clippy => "clippy",
            Part::Rust => "rust",
            Part::Gm => "gm",
            Part::Doc => "doc",
            Part::Browser => "browser",
            Part::Fuzz => "fuzz",
        }
    }
}

/// What was asked for.
#[derive(Debug, Default)]
pub struct Options {
    long: bool,
    only: Vec<Part>,
    no_browser: bool,
    update_docs: bool,
}

impl Options {
    /// Reads the arguments after `test`.
    pub fn read(arguments: &[String]) -> Result<Options, Failure> {
        let mut options = Options::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--long" => options.long = true,
                "--no-browser" => options.no_browser = true,
                "--update-docs" => options.update_docs = true,
                "--only" => {
                    let word = rest.next().map(String::as_str).unwrap_or_default();
                    let part = Part::ALL.into_iter().find(|part| part.word() == word);
                    let words = Part::ALL.map(Part::word).join(", ");
                    let refusal = || Failure(format!("--only takes one of: {words}"));
                    options.only.push(part.ok_or_else(refusal)?);
                }
                other => return Err(Failure(format!("cargo xtask test does not know {other}"))),
            }
        }
        Ok(options)
    }

    /// The parts to run, in order.
    fn parts(&self) -> Vec<Part> {
        let wanted = |part: &Part| match part {
            _ if !self.only.is_empty() => self.only.contains(part),
            Part::Fuzz => self.long,
            Part::Browser => !self.no_browser,
            _ => true,
        };
        Part::ALL.into_iter().filter(wanted).collect()
    }
}

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    passed: u64,
    failed: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs the chosen parts, all of them even when one fails, and prints what each took.
pub fn run(root: &Path, options: &Options) -> Result<(), Failure> {
    let parts = options.parts();
    let begun = Instant::now();
    tools::ensure(root, &parts)?;
    let mut lines = vec![format!("{:>8.1} s  tools", begun.elapsed().as_secs_f64())];
    let mut total = Count::default();
    let mut failures = Vec::new();
    for part in parts {
        println!("\n== {}", part.word());
        let begun = Instant::now();
        let (count, result) = parts::run(root, options, part);
        total += count;
        let mut line = format!("{:>8.1} s  {}", begun.elapsed().as_secs_f64(), part.word());
        if let Err(Failure(message)) = result {
            println!("{}: {message}", part.word());
            line += "  FAILED";
            failures.push(part.word());
        }
        lines.push(line);
    }
    if options.no_browser {
        lines.push("SKIPPED  browser: --no-browser".into());
    }
    println!("\n{}\n{:>8.1} s  all", lines.join("\n"), begun.elapsed().as_secs_f64());
    if total != Count::default() {
        println!("{} passed, {} failed", total.passed, total.failed);
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure(format!("failed: {}", failures.join(", "))))
    }
}

/// Whether continuous integration runs us: then nothing may be left out.
fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(|a| (*a).to_owned()).collect();
        Options::read(&arguments).unwrap().parts().into_iter().map(Part::word).collect()
    }

    #[test]
    fn the_arguments_choose_the_parts() {
        assert_eq!(parts(&[]), ["fmt", "tidy", "clippy", "rust", "gm", "doc", "browser"]);
        assert_eq!(parts(&["--long"]).last(), Some(&"fuzz"));
        assert_eq!(parts(&["--no-browser"]).last(), Some(&"doc"));
        assert_eq!(parts(&["--only", "tidy", "--only", "fmt"]), ["fmt", "tidy"]);
    }

    #[test]
    fn unknown_arguments_are_refused() {
        for bad in ["--fast", "--only"] {
            assert!(Options::read(&[bad.to_owned()]).is_err());
        }
    }
}
