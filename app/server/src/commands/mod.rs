//! What each command does, by subject. Exit codes: 0 done or valid, 1 refused or not valid, 2 unreadable.

mod backup;
mod body;
mod certificate;
mod demo;
mod doctor;
mod evaluation;
mod journal;
mod keys;
mod occupation;
mod office;
mod people;
mod policy;
mod procedure;
mod returns;
mod serve;
mod tls;

use clap::{Parser, Subcommand};
use kernel::{Clock, Lang, Problem, ProblemKind, Random, Result};
use platform::{App, Config};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use web_kit::T;

/// 考工: one platform for a region's skills system.
#[derive(Parser)]
#[command(version, about)]
pub struct Arguments {
    /// The configuration file; kaogong.example.toml documents every key.
    #[arg(long, global = true, env = "KAOGONG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site.
    Serve(serve::Serve),
    /// Make a fictional province in a folder and serve it.
    Demo(demo::Demo),
    /// Look at the installation and say what is wrong; exit code 1 when something does not work.
    Doctor(doctor::Doctor),
    /// Make a key file for a new installation.
    Init,
    /// Look at the master keys of the vault, and change to a new one.
    Keys {
        #[command(subcommand)]
        command: keys::Keys,
    },
    /// Read the whole journal: no gaps, every seal holds.
    CheckJournal,
    /// Make a backup of the running installation, or look at one.
    Backup(backup::Backup),
    /// Put a backup back into an empty installation, also on the other engine.
    Restore(backup::Restore),
    /// Certificates of the server for a network that no public authority can see.
    Tls {
        #[command(subcommand)]
        command: tls::Tls,
    },
    /// Take in a spreadsheet of results: exit code 0 all good, 1 rows have mistakes, 2 unusable.
    Import(evaluation::ImportFile),
    /// Write an empty spreadsheet to fill in.
    Template(evaluation::Template),
    /// Look at runs.
    Run {
        #[command(subcommand)]
        command: evaluation::Runs,
    },
    /// Look bodies up in the register.
    Body {
        #[command(subcommand)]
        command: body::Bodies,
    },
    /// Look authorities up, register, merge and abolish them.
    Authority {
        #[command(subcommand)]
        command: office::Offices,
    },
    /// Tell what became of an occupation, and what an old code is today.
    Occupation {
        #[command(subcommand)]
        command: occupation::Occupations,
    },
    /// Work with the register of people.
    People {
        #[command(subcommand)]
        command: people::People,
    },
    /// Check, enter and show the procedures under which offices decide.
    Procedure {
        #[command(subcommand)]
        command: procedure::Procedures,
    },
    /// Look policy documents up, and bring in files of documents or plans.
    Policy {
        #[command(subcommand)]
        command: policy::Policies,
    },
    /// Look at monthly statistical returns, and write one as a spreadsheet.
    Return {
        #[command(subcommand)]
        command: returns::Returns,
    },
    /// Work with certificates.
    Certificate {
        #[command(subcommand)]
        command: certificate::Certificate,
    },
}

impl Arguments {
    fn load(&self) -> Result<Config> {
        Config::load(self.config.as_deref())
    }
}

/// Does what was asked. Logging begins as soon as the configuration is known.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Command::Demo(options) => {
            crate::logs::begin("warn");
            demo::run(options).await
        }
        Command::Serve(options) => {
            let config = arguments.load()?;
            crate::logs::begin(&config.log.level);
            serve::run(config, options).await
        }
        Command::Doctor(options) => {
            crate::logs::begin("error");
            doctor::run(arguments.load(), options).await
        }
        other => {
            let config = arguments.load()?;
            crate::logs::begin("error");
            once(config, other).await
        }
    }
}

/// The commands that do one thing and end.
async fn once(config: Config, command: &Command) -> Result<ExitCode> {
    match command {
        Command::Init => keys::init(&config),
        Command::Keys { command } => keys::run(config, command).await,
        Command::CheckJournal => journal::check(config).await,
        Command::Backup(options) => backup::backup(&config, options).await,
        Command::Restore(options) => backup::restore(&config, options).await,
        Command::Tls { command } => tls::run(&config, command),
        Command::Import(options) => evaluation::import(&config, options).await,
        Command::Template(options) => evaluation::template(&config, options).await,
        Command::Run { command } => evaluation::runs(&config, command).await,
        Command::Body { command } => body::run(&config, command).await,
        Command::Authority { command } => office::run(&config, command).await,
        Command::Occupation { command } => occupation::run(&config, command).await,
        Command::People { command } => people::run(&config, command).await,
        Command::Procedure { command } => procedure::run(&config, command).await,
        Command::Policy { command } => policy::run(&config, command).await,
        Command::Return { command } => returns::run(&config, command).await,
        Command::Certificate { command } => certificate::run(config, command).await,
        Command::Serve(_) | Command::Demo(_) | Command::Doctor(_) => {
            Err(Problem::internal("a command that reads its configuration itself"))
        }
    }
}

/// The language of the terminal.
pub fn texts() -> T {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let lang = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
    T::new(if lang.is_some_and(|lang| lang.starts_with("zh")) { Lang::Zh } else { Lang::En })
}

/// Tells people what was refused and what to do next.
pub fn fail(problem: &Problem) -> ExitCode {
    let t = texts();
    let mut told = format!("{}\n{}\n", t.problem(problem), t.problem_next(problem));
    for field in problem.field_problems() {
        told.push_str(&format!("  {}\n", t.field(field)));
    }
    if let Some(detail) = problem.private_detail() {
        told.push_str(&format!("[{}: {detail}]\n", problem.code()));
    }
    let _ = std::io::stderr().write_all(told.as_bytes());
    match problem.kind() {
        ProblemKind::Invalid => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| {
        Problem::invalid("cli-file-unreadable").arg("file", path.display()).detail(error)
    })
}

async fn open(config: &Config) -> Result<App> {
    App::open(config, Clock::System, Random::system()).await
}
