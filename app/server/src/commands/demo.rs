//! `kaogong demo`

use super::{open, say, texts};
use crate::serve::{Bound, until_stopped};
use kernel::Result;
use platform::{Config, demo};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// How large a demonstration, and where.
#[derive(clap::Args)]
pub struct Demo {
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

pub async fn run(options: &Demo) -> Result<ExitCode> {
    let bound = Bound::new(&Config::demo(options.data.clone(), options.port)).await?;
    let config = Config::demo(options.data.clone(), bound.port()?);
    let app = open(&config).await?;
    let t = texts();
    if !demo::is_filled(&app).await? {
        say(&t.with("cli-demo-making", &[("people", &i64::from(options.people))]));
        demo::fill(&app, options.people, |progress| {
            let percent = u64::from(progress.people) * 100 / u64::from(progress.total.max(1));
            let _ = write!(std::io::stderr(), "\r{percent:>3} %");
        })
        .await?;
        let _ = writeln!(std::io::stderr());
    }
    say(&t.with("cli-serving", &[("address", &config.public_url.as_str())]));
    until_stopped(app, bound).await;
    Ok(ExitCode::SUCCESS)
}
