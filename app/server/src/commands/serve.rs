//! `kaogong serve`

use super::{open, say, texts};
use crate::serve::{Bound, Signals, until_stopped};
use kernel::{Problem, Result};
use platform::Config;
use std::process::ExitCode;
use web_kit::NodeRole;

/// Options over the configuration.
#[derive(clap::Args)]
pub struct Serve {
    /// What this node does, instead of what the configuration says: all, inner, public or site.
    #[arg(long, value_parser = role)]
    role: Option<NodeRole>,
}

fn role(word: &str) -> std::result::Result<NodeRole, String> {
    let words = || NodeRole::ALL.map(NodeRole::word).join(", ");
    NodeRole::ALL.into_iter().find(|role| role.word() == word).ok_or_else(words)
}

pub async fn run(config: Config, options: &Serve) -> Result<ExitCode> {
    let config = Config { role: options.role.unwrap_or(config.role), ..config };
    let bound = Bound::new(&config).await?;
    if bound.speaks_tls() && !config.is_secure() {
        return Err(Problem::invalid("config-tls-url").arg("url", &config.public_url));
    }
    let app = open(&config).await?;
    let signals = Signals::listen()?;
    say(&texts().with("cli-serving", &[("address", &config.public_url.as_str())]));
    until_stopped(app, bound, signals).await;
    Ok(ExitCode::SUCCESS)
}
