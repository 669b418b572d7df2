//! `kaogong designation …`

use super::{open, read, say, texts};
use clap::Subcommand;
use designations::{Draw, Kind};
use kernel::{Problem, Result, SystemActor};
use platform::Config;
use std::path::PathBuf;
use std::process::ExitCode;

/// Kinds of designations, and draws of panels.
#[derive(Subcommand)]
pub enum Designations {
    /// List the kinds: word, quota, free places and name, one to a line.
    Kinds,
    /// Enter kinds of a region from a file as in data/designations.
    AddKind {
        /// The file.
        file: PathBuf,
    },
    /// Draw a panel again from the published data and say whether it agrees: 0 it does, 1 it does not.
    Draw {
        /// The published file; needs no installation.
        #[arg(long, conflicts_with = "round", required_unless_present = "round")]
        file: Option<PathBuf>,
        /// A round of this installation.
        #[arg(long)]
        round: Option<String>,
    },
}

impl Designations {
    /// Whether it needs no installation.
    pub fn is_off_line(&self) -> bool {
        matches!(self, Designations::Draw { file: Some(_), .. })
    }
}

/// What needs no installation is done before one is looked for.
pub fn off_line(command: &Designations) -> Result<ExitCode> {
    let Designations::Draw { file: Some(file), .. } = command else {
        return Err(Problem::internal("a command that needs an installation"));
    };
    let draw: Draw = serde_json::from_slice(&read(file)?)
        .map_err(|fault| Problem::invalid("designations-draw-unreadable").arg("reason", fault))?;
    told(&draw)
}

pub async fn run(config: &Config, command: &Designations) -> Result<ExitCode> {
    match command {
        Designations::Kinds => kinds(config).await,
        Designations::AddKind { file } => add_kind(config, file).await,
        Designations::Draw { round, .. } => {
            let id = round.as_deref().unwrap_or_default();
            let id = id.parse().map_err(|_| Problem::not_found())?;
            let app = open(config).await?;
            let found = app.designations.round(&app.system(SystemActor::Console), id).await?;
            told(found.round.state.draw().ok_or_else(Problem::not_found)?)
        }
    }
}

/// Draws again and says what came of it, step by step.
fn told(draw: &Draw) -> Result<ExitCode> {
    let t = texts();
    let experts = draw.list.len().to_string();
    say(&t.with("cli-draw-list", &[("count", &experts), ("digest", &draw.list_digest)]));
    say(&t.with("cli-draw-seed", &[("seed", &draw.seed), ("source", &draw.source)]));
    for one in &draw.recusals {
        say(&format!("  − {}  {}", one.code, t.get(&format!("recusal-{}", one.reason.word()))));
    }
    for code in draw.again()? {
        say(&format!("  + {code}"));
    }
    draw.verify()?;
    say(&t.get("cli-draw-agrees"));
    Ok(ExitCode::SUCCESS)
}

async fn kinds(config: &Config) -> Result<ExitCode> {
    let app = open(config).await?;
    let lang = texts().lang;
    for (kind, free) in app.designations.kinds(&app.system(SystemActor::Console)).await? {
        let quota = kind.quota.map_or_else(|| "-".to_owned(), |quota| quota.to_string());
        let free = free.map_or_else(|| "-".to_owned(), |free| free.max(0).to_string());
        say(&format!("{}  {quota}  {free}  {}", kind.word, kind.name.get(lang)));
    }
    Ok(ExitCode::SUCCESS)
}

async fn add_kind(config: &Config, file: &std::path::Path) -> Result<ExitCode> {
    let text = String::from_utf8(read(file)?)
        .map_err(|_| Problem::invalid("problem-file-unreadable").detail(file.display()))?;
    let kinds = Kind::read_all(&text)?;
    let app = open(config).await?;
    for kind in kinds {
        say(&format!("{}@{}", kind.word, kind.valid_from));
        app.designations.add_kind(&app.system(SystemActor::Console), None, kind).await?;
    }
    Ok(ExitCode::SUCCESS)
}
