//! `kaogong procedure …`

use super::{open, say, texts};
use approval::Procedure;
use clap::Subcommand;
use kernel::{DivisionCode, FieldProblem, Problem, Result, SystemActor};
use platform::Config;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The procedures under which offices decide: steps, periods, papers and letters.
#[derive(Subcommand)]
pub enum Procedures {
    /// Read a file with a region's procedure and say what is wrong with it: 0 right, 2 not.
    Check {
        /// The file, in the form of those in data/procedures.
        file: PathBuf,
    },
    /// Enter a region's procedure. Cases opened from its first day on go by it; those opened before
    /// keep the one under which they were opened.
    Add {
        /// The file.
        file: PathBuf,
    },
    /// Show the procedure that counts in a division today.
    Show {
        /// What it is for, such as `filing`.
        kind: String,
        /// The code of the division.
        division: String,
    },
}

fn read(file: &Path) -> Result<Procedure> {
    let text = std::fs::read_to_string(file)
        .map_err(|_| Problem::invalid("problem-file-unreadable").detail(file.display()))?;
    Procedure::read(&text).map_err(|fault| fault.problem())
}

pub async fn run(config: &Config, command: &Procedures) -> Result<ExitCode> {
    match command {
        Procedures::Check { file } => {
            say(&read(file)?.version());
        }
        Procedures::Add { file } => {
            let procedure = read(file)?;
            let app = open(config).await?;
            let version = procedure.version();
            app.add_procedure(&app.system(SystemActor::Console), procedure).await?;
            say(&version);
        }
        Procedures::Show { kind, division } => show(config, kind, division).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(config: &Config, kind: &str, division: &str) -> Result<()> {
    let unknown = || {
        let finding = FieldProblem::new("division", "organisations-division");
        Problem::fields(vec![finding.arg("division", division)])
    };
    let division: DivisionCode = division.parse().map_err(|_| unknown())?;
    let app = open(config).await?;
    let procedure = app.procedure(kind, division).await?;
    let lang = texts().lang;
    say(&format!("{}  {}", procedure.version(), procedure.name.get(lang)));
    say(&procedure.source);
    for (number, step) in procedure.steps.iter().enumerate() {
        let needs = step.needs.map_or("", |cause| cause.word());
        say(&format!("  {}  {}  +{}  {needs}", number + 1, step.post.word(), step.up));
    }
    let periods = [procedure.accept_days, procedure.decide_days, procedure.extend_days];
    let notice = procedure.notice_days.unwrap_or_default();
    say(&format!("  {} / {} + {} / {notice}", periods[0], periods[1], periods[2]));
    Ok(())
}
