//! `kaogong doctor`

use super::{say, texts};
use crate::doctor::{Finding, State, examine};
use kernel::{Clock, Result};
use platform::Config;
use std::process::ExitCode;

/// How to tell what was found.
#[derive(clap::Args)]
pub struct Doctor {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A configuration that cannot be read is a finding like any other, and the only one.
pub async fn run(config: Result<Config>, options: &Doctor) -> Result<ExitCode> {
    let found = match config {
        Ok(config) => examine(&config, &Clock::System).await,
        Err(problem) => vec![Finding::refused(&problem)],
    };
    let t = texts();
    let worst = found.iter().map(|finding| finding.state).max();
    if options.json {
        let lines: Vec<_> = found.iter().map(|finding| finding.to_json(t)).collect();
        say(&serde_json::Value::from(lines).to_string());
    } else {
        for finding in &found {
            say(&finding.line(t));
        }
        let count = |state| found.iter().filter(|finding| finding.state == state).count();
        let (warn, fail) = (count(State::Warn), count(State::Fail));
        say(&t.with("doctor-sum", &[("looks", &found.len()), ("warn", &warn), ("fail", &fail)]));
    }
    Ok(if worst == Some(State::Fail) { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
