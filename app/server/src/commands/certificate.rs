//! `kaogong certificate …`

use super::{open, read, say, texts};
use clap::Subcommand;
use credential::{IssuerKeys, KeySource, Limits, UnknownIssuers, Verdict};
use kernel::{Clock, Result, SystemActor};
use platform::Config;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Work with certificates.
#[derive(Subcommand)]
pub enum Certificate {
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

pub async fn run(config: Config, command: &Certificate) -> Result<ExitCode> {
    match command {
        Certificate::Verify { file, keys, json } => {
            verify(&config, file, keys.as_deref(), *json).await
        }
        Certificate::Keys => {
            let app = open(&config).await?;
            let keys = app.certificates.issuer_keys(&app.system(SystemActor::Console)).await?;
            say(&keys.to_json().to_string());
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn verify(config: &Config, file: &Path, keys: Option<&Path>, json: bool) -> Result<ExitCode> {
    let bytes = read(file)?;
    let verdict = match keys {
        Some(path) => {
            let list = IssuerKeys::from_json(&read(path)?, &Limits::default())?;
            let source = KeySource::new(list, UnknownIssuers::Refuse)?;
            credential::verify(&bytes, &source, Clock::System.now(), &Limits::default())
        }
        None => {
            let app = open(config).await?;
            app.certificates.verify(&app.system(SystemActor::Console), &bytes).await?
        }
    };
    if json {
        say(&verdict.to_json().to_string());
    }
    let (key, code) = match &verdict {
        Verdict::Valid(_) => ("cli-credential-valid", ExitCode::SUCCESS),
        Verdict::NotValid { .. } => ("cli-credential-not-valid", ExitCode::from(1)),
        Verdict::Unreadable { .. } => ("cli-credential-unreadable", ExitCode::from(2)),
    };
    if !json {
        say(&texts().get(key));
    }
    Ok(code)
}
