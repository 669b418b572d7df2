//! `kaogong body …`

use super::{open, say, texts};
use clap::Subcommand;
use kernel::{
    CivilDate, Cursor, FieldProblem, OccupationCode, PageRequest, Problem, Result, SkillLevel,
    SystemActor,
};
use organisations::{Act, ActKind, BodyQuery, Filing, Question};
use platform::Config;
use platform::may::told;
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
    /// Ask whether a body may do something on a day: 0 it may, 1 it may not.
    May {
        /// The identifier.
        id: String,
        /// The act: train, subsidised_training, evaluate, enrol, place_workers, host_practice,
        /// host_competition.
        act: String,
        /// The code of the occupation, for acts with one.
        #[arg(long)]
        occupation: Option<String>,
        /// The word of the level, for acts with one.
        #[arg(long)]
        level: Option<String>,
        /// A site of the body.
        #[arg(long)]
        site: Option<String>,
        /// The day; today without it.
        #[arg(long)]
        on: Option<CivilDate>,
    },
}

pub async fn run(config: &Config, command: &Bodies) -> Result<ExitCode> {
    match command {
        Bodies::List { text, division } => list(config, text, division.as_deref()).await,
        Bodies::Show { id } => show(config, id).await,
        Bodies::May { id, act, occupation, level, site, on } => {
            let trade = (occupation.as_deref(), level.as_deref());
            may(config, id, act, trade, (site.as_deref(), *on)).await
        }
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

/// A value that is one of a list, or a finding about its field.
fn chosen<T>(field: &'static str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Problem::fields(vec![FieldProblem::new(field, "field-choose")]))
}

async fn may(
    config: &Config,
    id: &str,
    act: &str,
    (occupation, level): (Option<&str>, Option<&str>),
    (site, on): (Option<&str>, Option<CivilDate>),
) -> Result<ExitCode> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let read = |code| chosen("occupation", OccupationCode::read(code).ok());
    let occupation = occupation.map(read).transpose()?;
    let level = level.map(|word| chosen("level", SkillLevel::from_word(word))).transpose()?;
    let site = site.map(|id| chosen("site", id.parse().ok())).transpose()?;
    let act = Act::read(chosen("act", ActKind::from_word(act))?, occupation.zip(level))?;
    let app = open(config).await?;
    let ctx = app.system(SystemActor::Console);
    let asked = Question { act, site, on: on.unwrap_or_else(|| ctx.today()) };
    let (answer, holdings) = app.organisations.may(&ctx, id, &asked).await?;
    let told = told(texts(), &app, &holdings, &asked, &answer);
    say(&told.sentence);
    for (met, text) in &told.conditions {
        say(&format!("  {} {text}", if *met { "✓" } else { "✗" }));
    }
    say(&told.rule);
    Ok(if told.allowed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn line(filing: &Filing) -> String {
    let (from, until) = (filing.valid_from, filing.valid_until);
    format!("{}  {}  {from}  {until}", filing.code, filing.state.word())
}
