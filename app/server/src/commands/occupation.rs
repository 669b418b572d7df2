//! `kaogong occupation …`

use super::{open, say, texts};
use clap::Subcommand;
use classification::{OccupationChange, Recoded, StoryEntry, occupation_card, recode};
use kernel::{CivilDate, OccupationCode, Problem, Result};
use platform::{App, Config};
use std::process::ExitCode;

/// Tell what became of an occupation, and what an old code is today.
#[derive(Subcommand)]
pub enum Occupations {
    /// Tell the story of a code: every change, oldest first.
    Story {
        /// The code, such as 6-18-01-01.
        code: String,
    },
    /// Say what the code of an old record is today; exit code 1 when nothing is in its place.
    Recode {
        /// The code that the record bears.
        code: String,
        /// The day of the record, as 2022-06-01.
        #[arg(long)]
        on: CivilDate,
        /// Another day than today.
        #[arg(long)]
        until: Option<CivilDate>,
    },
}

pub async fn run(config: &Config, command: &Occupations) -> Result<ExitCode> {
    let app = open(config).await?;
    match command {
        Occupations::Story { code } => story(&app, code),
        Occupations::Recode { code, on, until } => recoded(&app, code, *on, *until),
    }
}

fn read(typed: &str) -> Result<OccupationCode> {
    OccupationCode::read(typed).map_err(|wrong| {
        let code = kernel::occupation::MalformedOccupationCode::CODE;
        Problem::invalid(code).detail(wrong)
    })
}

fn story(app: &App, code: &str) -> Result<ExitCode> {
    let code = read(code)?;
    let today = app.clock.now().civil_date();
    let card = occupation_card(&app.world, code, today).ok_or_else(Problem::not_found)?;
    say(&format!("{code}  {}  {}", card.entry.name, card.entry.marks()));
    for variant in &card.variants {
        say(&format!("  {}  {}", texts().get("occupations-variants"), variant.name));
    }
    for entry in &card.story {
        say(&format!("{}  {}", entry.on, told(entry)));
    }
    Ok(ExitCode::SUCCESS)
}

fn told(entry: &StoryEntry<'_>) -> String {
    let t = texts();
    match &entry.change {
        OccupationChange::Added(name) => t.with("occupations-story-added", &[("name", name)]),
        OccupationChange::Renamed { from, to } => {
            t.with("occupations-story-renamed", &[("from", from), ("to", to)])
        }
        OccupationChange::Replaced(code, how) => {
            let key = format!("occupations-story-from-{}", how.word());
            t.with(&key, &[("code", &code.to_string())])
        }
        OccupationChange::ReplacedBy(code, how) => {
            let key = format!("occupations-story-to-{}", how.word());
            t.with(&key, &[("code", &code.to_string())])
        }
        OccupationChange::VariantAdded(name) => {
            t.with("occupations-story-variant-added", &[("name", name)])
        }
        OccupationChange::VariantEnded(name) => {
            t.with("occupations-story-variant-ended", &[("name", name)])
        }
        OccupationChange::Marked { .. } => t.get("occupations-story-marked"),
        OccupationChange::Ranked { .. } => t.get("occupations-story-ranked"),
        OccupationChange::Cancelled => t.get("occupations-story-cancelled"),
    }
}

fn recoded(app: &App, code: &str, on: CivilDate, until: Option<CivilDate>) -> Result<ExitCode> {
    let until = until.unwrap_or_else(|| app.clock.now().civil_date());
    let found = recode(&app.world, read(code)?, on, until);
    let key = format!("occupations-recoded-{}", found.outcome.word());
    say(&texts().with(&key, &[("code", &found.code.to_string()), ("on", &texts().date(on))]));
    for code in found.codes() {
        let name = app.world.occupations.on(code, until).map(|spell| spell.name.to_string());
        say(&format!("{code}  {}", name.unwrap_or_default()));
    }
    if found.partly_ended {
        say(&texts().get("occupations-became-partly-ended"));
    }
    for step in &found.steps {
        let to: Vec<String> = step.to.iter().map(ToString::to_string).collect();
        let to = if to.is_empty() { "–".to_owned() } else { to.join(" ") };
        say(&format!("  {}  {} → {to}", step.on, step.from));
    }
    Ok(match found.outcome {
        Recoded::Unknown | Recoded::Ended(_) => ExitCode::from(1),
        Recoded::Same | Recoded::Moved(_) | Recoded::Several(_) => ExitCode::SUCCESS,
    })
}
