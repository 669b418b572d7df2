//! `kaogong body …`

use super::{open, say, texts};
use clap::Subcommand;
use kernel::{Cursor, FieldProblem, PageRequest, Problem, Result, SystemActor};
use organisations::{BodyQuery, Filing};
use platform::Config;
use std::process::ExitCode;

/// Look bodies up in the register.
#[derive(Subcommand)]
pub enum Bodies {
    /// List bodies: identifier, credit code, division and name, one to a line.
    List {
        /// Part of a name, or a credit code or filing code in full.
        #[arg(default_value = "")]
        text: String,
        /// The code of a division: bodies within it.
        #[arg(long)]
        division: Option<String>,
    },
    /// Show one body with its filings.
    Show {
        /// The identifier.
        id: String,
    },
}

pub async fn run(config: &Config, command: &Bodies) -> Result<ExitCode> {
    match command {
        Bodies::List { text, division } => list(config, text, division.as_deref()).await,
        Bodies::Show { id } => show(config, id).await,
    }
}

async fn list(config: &Config, text: &str, division: Option<&str>) -> Result<ExitCode> {
    let unknown = || {
        let finding = FieldProblem::new("division", "organisations-division");
        Problem::fields(vec![finding.arg("division", division.unwrap_or_default())])
    };
    let division = division.map(|code| code.parse().map_err(|_| unknown())).transpose()?;
    let app = open(config).await?;
    let ctx = app.system(SystemActor::Console);
    let query = BodyQuery { text: text.to_owned(), division, ..BodyQuery::default() };
    let mut after: Option<Cursor> = None;
    loop {
        let page = PageRequest { after, limit: Some(200) };
        let found = app.organisations.search_bodies(&ctx, &query, &page).await?;
        for body in &found.items {
            say(&format!("{}  {}  {}  {}", body.id, body.uscc, body.division, body.name));
        }
        match found.next {
            Some(next) => after = Some(next),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

async fn show(config: &Config, id: &str) -> Result<ExitCode> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let app = open(config).await?;
    let ctx = app.system(SystemActor::Console);
    let (body, filings) = app.organisations.body(&ctx, id).await?;
    say(&format!("{}\n{}  {}  {}", body.name, body.uscc, body.division, body.address));
    for filing in &filings {
        say(&line(filing));
        for item in &filing.scope {
            say(&format!("  {}  {}", item.occupation, item.level.printed(texts().lang)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(filing: &Filing) -> String {
    let (from, until) = (filing.valid_from, filing.valid_until);
    format!("{}  {}  {from}  {until}", filing.code, filing.state.word())
}
