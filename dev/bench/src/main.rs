//! Benchmarks: `cargo xtask bench NAME [--full]`. Figures go to standard output, one JSON line each;
//! what happens meanwhile is told on standard error.

mod document;
mod http;
mod load;
mod percentile;
mod registers;
mod report;
mod server;
mod skeleton;

use std::path::PathBuf;
use std::process::ExitCode;

/// Whatever went wrong, for the person at the terminal.
type Done<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str = "\
usage: cargo xtask bench skeleton [--full] [--import N] [--sheet FILE] [--people N] [--data DIR]
                                  [--update-docs]
       cargo xtask bench registers [--full] [--update-docs]
  --full         at the stated scale: 5,000,000 people, 1,000,000 of them in one import; 1,000,000
                 cases and 100,000 bodies
  --import N     another number of rows in the import
  --sheet FILE   those rows are in this spreadsheet, as make_sheet writes them
  --people N     another number of people in the province
  --data DIR     keep the province in a folder, and take it from there when it has been made
  --update-docs  write the figures into docs/performance.md";

/// What is measured.
#[derive(Clone, Copy)]
enum Bench {
    Skeleton,
    Registers,
}

impl Bench {
    fn name(self) -> &'static str {
        match self {
            Bench::Skeleton => "skeleton",
            Bench::Registers => "registers",
        }
    }
}

/// What was asked for.
#[derive(Default)]
struct Options {
    full: bool,
    import: Option<u32>,
    sheet: Option<PathBuf>,
    people: Option<u32>,
    data: Option<PathBuf>,
    update_docs: bool,
}

impl Options {
    fn read(arguments: &[String]) -> Option<Options> {
        let mut options = Options::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--full" => options.full = true,
                "--update-docs" => options.update_docs = true,
                "--import" => options.import = Some(words.next()?.parse().ok()?),
                "--sheet" => options.sheet = Some(PathBuf::from(words.next()?)),
                "--people" => options.people = Some(words.next()?.parse().ok()?),
                "--data" => options.data = Some(PathBuf::from(words.next()?)),
                _ => return None,
            }
        }
        Some(options)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = arguments.split_first().and_then(|(name, rest)| {
        let bench =
            [Bench::Skeleton, Bench::Registers].into_iter().find(|one| one.name() == name)?;
        Some((bench, Options::read(rest)?))
    });
    let Some((bench, options)) = asked else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let command = format!("cargo xtask bench {}", arguments.join(" "));
    match run(bench, &options, &command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(bench: Bench, options: &Options, command: &str) -> Done<()> {
    // As many threads as the server itself takes on the machine of the goals.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let figures = runtime.block_on(async {
        match bench {
            Bench::Skeleton => skeleton::run(options).await,
            Bench::Registers => registers::run(options).await,
        }
    })?;
    report::summary(&figures);
    if options.update_docs {
        document::update(bench.name(), &figures, command)?;
    }
    Ok(())
}
