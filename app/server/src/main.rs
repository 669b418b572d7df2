//! `kaogong`: the one binary.

mod commands;
mod serve;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// 考工: one platform for a region's skills system.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// The configuration file.
    #[arg(long, global = true, env = "KAOGONG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site.
    Serve,
    /// Make a fictional province in a folder and serve it.
    Demo(Demo),
    /// Make a key file for a new installation.
    Init,
    /// Read the whole journal: no gaps, every seal holds.
    CheckJournal,
    /// Work with certificates.
    Certificate {
        #[command(subcommand)]
        command: Certificate,
    },
}

/// How large a demonstration, and where.
#[derive(clap::Args)]
struct Demo {
    /// People in the province.
    #[arg(long, default_value_t = platform::demo::USUAL_PEOPLE)]
    people: u32,
    /// The folder; made when it does not exist.
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

#[derive(Subcommand)]
enum Certificate {
    /// Check a credential file: exit code 0 valid, 1 not valid, 2 unreadable.
    Verify {
        /// The file.
        file: PathBuf,
        /// A published list of keys; the installation's own keys when absent.
        #[arg(long)]
        keys: Option<PathBuf>,
        /// Print the verdict as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the list of keys with which certificates of this installation are checked.
    Keys,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return commands::fail(&kernel::Problem::internal(error)),
    };
    match runtime.block_on(commands::run(arguments)) {
        Ok(code) => code,
        Err(problem) => commands::fail(&problem),
    }
}
