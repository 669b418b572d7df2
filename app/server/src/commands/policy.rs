//! `kaogong policy …`

use super::{open, read, say, texts};
use ::policy::{Document, DocumentQuery, PlanBook, Words};
use clap::Subcommand;
use kernel::{CivilDate, Cursor, FieldProblem, PageRequest, Problem, Result, SystemActor};
use platform::{App, Config};
use std::path::PathBuf;
use std::process::ExitCode;

/// Look policy documents up, and bring in files of documents or plans.
#[derive(Subcommand)]
pub enum Policies {
    /// List documents: identifier, state, day of issue, number and title, one to a line.
    List {
        /// Part of a number or title.
        #[arg(default_value = "")]
        text: String,
        /// The code of a division: what holds there.
        #[arg(long)]
        division: Option<String>,
        /// Only what holds on this day, as 2026-11-24.
        #[arg(long)]
        on: Option<CivilDate>,
    },
    /// Show one document with what came before and after it, and its plans.
    Show {
        /// The identifier.
        id: String,
    },
    /// Take in a file of documents or of plans; data/policy/README.md tells the columns.
    Import {
        /// The file: .csv, .xlsx or .xls.
        file: PathBuf,
    },
}

pub async fn run(config: &Config, command: &Policies) -> Result<ExitCode> {
    let app = open(config).await?;
    match command {
        Policies::List { text, division, on } => list(&app, text, division.as_deref(), *on).await?,
        Policies::Show { id } => show(&app, id).await?,
        Policies::Import { file } => {
            let came = app.policy.import(&app.system(SystemActor::Console), &read(file)?).await?;
            let counts: [(&str, &dyn web_kit::texts::Arg); 2] =
                [("documents", &came.documents), ("plans", &came.plans)];
            say(&texts().with("policy-cli-imported", &counts));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(app: &App, text: &str, division: Option<&str>, on: Option<CivilDate>) -> Result<()> {
    let unknown = || Problem::fields(vec![FieldProblem::new("division", "policy-division")]);
    let division = division.map(|code| code.parse().map_err(|_| unknown())).transpose()?;
    let ctx = app.system(SystemActor::Console);
    let query = DocumentQuery { text: text.to_owned(), division, on, kind: None };
    let mut after: Option<Cursor> = None;
    loop {
        let page = PageRequest { after, limit: Some(200) };
        let found = app.policy.search(&ctx, &query, &page).await?;
        for document in &found.items {
            let state = texts().get(document.standing(on.unwrap_or(ctx.today())).key());
            let (id, title) = (document.id, title(document));
            say(&format!("{id}  {state}  {}  {}  {title}", document.issued_on, document.number));
        }
        match found.next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}

fn title(document: &Document) -> String {
    let words = Words { zh: document.title.clone(), en: document.title_en.clone() };
    words.for_reader(texts().lang).to_owned()
}

async fn show(app: &App, id: &str) -> Result<()> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let ctx = app.system(SystemActor::Console);
    let file = app.policy.document(&ctx, id).await?;
    let document = &file.document;
    let state = texts().get(document.standing(ctx.today()).key());
    say(&format!("{}\n{}  {}  {state}", title(document), document.number, document.issued_on));
    for (kind, other) in file.earlier.iter().chain(&file.later) {
        say(&format!("  {}  {}  {}", kind.word(), other.number, title(other)));
    }
    for plan in &file.plans {
        plan_of(&app.policy.plan(&ctx, plan.id).await?.book);
    }
    Ok(())
}

fn plan_of(book: &PlanBook) {
    let (t, plan) = (texts(), &book.plan);
    say(&format!("\n{}  {}–{}", plan.title.for_reader(t.lang), plan.from_year, plan.until_year));
    for measure in &book.measures {
        let word = t.get("policy-cli-measure");
        say(&format!("{word} {}  {}", measure.number, measure.title.for_reader(t.lang)));
    }
    for target in &book.targets {
        let word = t.get("policy-cli-target");
        say(&format!("{word}  {}  ({})", target.title.for_reader(t.lang), target.by_year));
    }
}
