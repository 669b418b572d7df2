//! `kaogong backup`, `kaogong backup verify`, `kaogong restore`

use super::{say, texts};
use clap::{Args, Subcommand};
use kernel::{Clock, Problem, Random, Result};
use platform::Config;
use platform::backup::{self, Manifest};
use std::path::PathBuf;
use std::process::ExitCode;

/// Make a backup of the running installation, or look at one.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Backup {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    /// The folder in which the backup gets a folder of its own; backup.folder when absent.
    #[arg(long)]
    to: Option<PathBuf>,
}

#[derive(Subcommand)]
enum BackupCommand {
    /// Read a whole backup: every byte, every row, no gap in the journal.
    Verify {
        /// The folder of the backup.
        folder: PathBuf,
    },
}

/// Put a backup back into an empty installation.
#[derive(Args)]
pub struct Restore {
    /// The folder of the backup.
    #[arg(long)]
    from: PathBuf,
}

pub async fn backup(config: &Config, options: &Backup) -> Result<ExitCode> {
    if let Some(BackupCommand::Verify { folder }) = &options.command {
        let manifest = backup::verify(folder)?;
        let (rows, facts) = (manifest.rows(), facts(&manifest));
        let made = manifest.made_at.as_str();
        let values: [(&str, &dyn web_kit::texts::Arg); 3] =
            [("made", &made), ("rows", &rows), ("facts", &facts)];
        say(&texts().with("cli-backup-whole", &values));
        return Ok(ExitCode::SUCCESS);
    }
    let to = options.to.clone().unwrap_or_else(|| config.backup.folder.clone());
    if to.as_os_str().is_empty() {
        return Err(Problem::invalid("backup-where"));
    }
    let made = backup::make(config, &config.keys()?, Clock::System.now(), &to).await?;
    let folder = made.folder.display().to_string();
    let values: [(&str, &dyn web_kit::texts::Arg); 4] = [
        ("folder", &folder.as_str()),
        ("rows", &made.manifest.rows()),
        ("tables", &made.manifest.tables.len()),
        ("megabytes", &made.manifest.bytes().div_ceil(1_000_000)),
    ];
    say(&texts().with("cli-backup-made", &values));
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(config: &Config, options: &Restore) -> Result<ExitCode> {
    let clock = Clock::System;
    let restored = backup::restore(config, &options.from, clock, Random::system()).await?;
    let rows = restored.manifest.rows();
    let values: [(&str, &dyn web_kit::texts::Arg); 3] =
        [("rows", &rows), ("facts", &restored.facts), ("seals", &restored.seals)];
    say(&texts().with("cli-restored", &values));
    Ok(ExitCode::SUCCESS)
}

fn facts(manifest: &Manifest) -> i64 {
    manifest.heads.values().sum()
}
