//! `kaogong return …`

use super::{open, say, texts};
use ::returns::{Due, Mark, ReturnFile, Verdict};
use clap::Subcommand;
use kernel::{Problem, Result, ReturnId, SystemActor};
use platform::{App, Config};
use std::path::PathBuf;
use std::process::ExitCode;

/// Look at monthly statistical returns, and write one as a spreadsheet.
#[derive(Subcommand)]
pub enum Returns {
    /// List what is due: identifier, state, month, due day, form number and office, one to a line.
    List,
    /// Show one return with its figures and the checks that are broken.
    Show {
        /// The identifier.
        id: ReturnId,
    },
    /// Write one return as a spreadsheet.
    Export {
        /// The identifier.
        id: ReturnId,
        /// The file to write.
        file: PathBuf,
    },
}

pub async fn run(config: &Config, command: &Returns) -> Result<ExitCode> {
    let app = open(config).await?;
    match command {
        Returns::List => list(&app).await?,
        Returns::Show { id } => show(&find(&app, *id).await?),
        Returns::Export { id, file } => {
            let bytes = app.return_xlsx(texts(), &find(&app, *id).await?)?;
            std::fs::write(file, bytes).map_err(|error| {
                Problem::invalid("cli-file-unwritable").arg("file", file.display()).detail(error)
            })?;
            say(&texts().with("returns-cli-written", &[("file", &file.display().to_string())]));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn find(app: &App, id: ReturnId) -> Result<ReturnFile> {
    app.returns.file(&app.system(SystemActor::Console), id).await
}

async fn list(app: &App) -> Result<()> {
    let due = app.returns.due(&app.system(SystemActor::Console)).await?;
    if due.is_empty() {
        say(&texts().get("returns-cli-none"));
    }
    due.iter().for_each(line);
    Ok(())
}

fn line(one: &Due) {
    let t = texts();
    let id = one.sheet.as_ref().map_or_else(|| "-".to_owned(), |sheet| sheet.id.to_string());
    let state = one.sheet.as_ref().map_or("none", |sheet| sheet.state.word());
    let state = t.get(&format!("returns-state-{state}"));
    let number = one.form.number.of(t.lang);
    say(&format!("{id}  {state}  {}  {}  {number}  {}", one.month, one.due_on, one.office.name));
}

fn show(file: &ReturnFile) {
    let (t, form, sheet) = (texts(), &file.form, &file.sheet);
    let state = t.get(&format!("returns-state-{}", sheet.state.word()));
    let (number, title) = (form.number.of(t.lang), form.title.of(t.lang));
    say(&format!("{number} {title}\n{}  {}  {state}", file.office.name, sheet.month));
    for row in &form.rows {
        let cells = sheet.cells.iter().filter(|cell| cell.row == row.code);
        let figures: Vec<String> = cells
            .map(|cell| {
                let value = cell.value().map_or_else(|| "-".to_owned(), |value| t.int(value));
                match cell.mark() {
                    Mark::Journal | Mark::Missing => value,
                    mark @ (Mark::Hand | Mark::Changed) => {
                        format!("{value} [{}]", t.get(&format!("returns-mark-{}", mark.word())))
                    }
                }
            })
            .collect();
        say(&format!("{}  {}  {}", row.code, row.name.of(t.lang), figures.join("  ")));
    }
    for one in file.findings.iter().filter(|one| one.verdict == Verdict::Broken) {
        let broken = t.get("returns-mark-broken");
        say(&format!("{broken}: {}", one.sentence.of(t.lang)));
    }
}
