//! The developer's tools: `cargo xtask help` lists them.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool speaks to the person at the terminal"
)]

mod migrations;
mod repo;
mod run;
mod source;
mod test;
mod tidy;

use repo::Repo;
use run::Failure;
use std::path::Path;
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask test [--long] [--only PART]… [--no-browser] [--update-docs]
        the whole check: installs what it needs, then every test on both engines and in a browser
        parts: fmt tidy clippy rust gm doc browser fuzz (fuzz only with --long or --only)
cargo xtask tidy [--ratchet]
        the repository's rules; --ratchet lowers dev/xtask/ratchet.toml to what is reached
cargo xtask new-migration NAME
        makes migrations/NNNN_NAME.sql with the next number
cargo xtask freeze
        records the checksums of all migrations; run it for a release
cargo xtask citus
        makes docs/citus.sql from tables.toml
cargo xtask bench NAME [--full] [more]
        runs a benchmark; writes one JSON line for each figure
cargo xtask fuzz [--seconds N]
        runs each fuzz target for N seconds (60 when nothing is said)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) =
        arguments.split_first().map_or(("help", &[][..]), |(c, r)| (c.as_str(), r));
    let root = repo::root();
    let outcome = match command {
        "test" => test::Options::read(rest).and_then(|options| test::run(&root, &options)),
        "tidy" => tidy(&root, rest),
        "new-migration" => migrations::create(&root, rest),
        "freeze" => migrations::freeze(&root),
        "citus" => citus(&root),
        "bench" => bench(&root, rest),
        "fuzz" => seconds(rest).and_then(|seconds| test::fuzz::run(&root, seconds)),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure(format!("there is no command {other}\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn tidy(root: &Path, rest: &[String]) -> Result<(), Failure> {
    match rest {
        [flag] if flag == "--ratchet" => {
            let text = tidy::size::tightened(&Repo::read(root)?);
            std::fs::write(root.join(tidy::size::RATCHET), text)?;
        }
        [] => {}
        _ => return Err(Failure("usage: cargo xtask tidy [--ratchet]".into())),
    }
    if tidy::run(&Repo::read(root)?) {
        Ok(())
    } else {
        Err(Failure("tidy: rules are broken".into()))
    }
}

fn citus(root: &Path) -> Result<(), Failure> {
    let script = tidy::tables::citus(&Repo::read(root)?).map_err(|errors| {
        Failure(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    std::fs::create_dir_all(root.join("docs"))?;
    std::fs::write(root.join(tidy::tables::CITUS), script)?;
    println!("{} written", tidy::tables::CITUS);
    Ok(())
}

fn bench(root: &Path, rest: &[String]) -> Result<(), Failure> {
    if rest.is_empty() {
        return Err(Failure("usage: cargo xtask bench NAME [--full]".into()));
    }
    if !Repo::read(root)?.crates().iter().any(|one| one.name == "bench") {
        return Err(Failure("there is no crate named bench in the workspace yet".into()));
    }
    let mut command = Command::new("cargo");
    command.args(["run", "--release", "-p", "bench", "--"]).args(rest).current_dir(root);
    run::must(&mut command)
}

fn seconds(rest: &[String]) -> Result<u64, Failure> {
    match rest {
        [] => Ok(60),
        [flag, number] if flag == "--seconds" => {
            number.parse().map_err(|_| Failure(format!("{number} is not a number of seconds")))
        }
        _ => Err(Failure("usage: cargo xtask fuzz [--seconds N]".into())),
    }
}
