//! `kaogong people …`

use super::{open, say, texts};
use clap::Subcommand;
use kernel::{Result, SystemActor};
use platform::Config;
use std::process::ExitCode;

/// Work with the register of people.
#[derive(Subcommand)]
pub enum People {
    /// Look for duplicates among everybody; the running program does it in the background. New and
    /// changed people are searched for by themselves.
    FindDuplicates,
}

pub async fn run(config: &Config, command: &People) -> Result<ExitCode> {
    let app = open(config).await?;
    match command {
        People::FindDuplicates => {
            app.people.search_duplicates(&app.system(SystemActor::Console)).await?;
            say(&texts().get("duplicates-cli-begun"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
