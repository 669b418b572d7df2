//! `kaogong import`, `kaogong template` and `kaogong run`: results come in at the machine's own
//! command line, as its console. Releasing a run needs two people of the body, so it is not here.

use super::{open, say, texts};
use clap::{Subcommand, ValueEnum};
use evaluation::{Import, ImportState, NewImport, TemplateKind};
use kernel::{BodyId, CivilDate, Ctx, ImportId, Lang, PageRequest, Problem, Result, SystemActor};
use organisations::BodyQuery;
use platform::{App, Config};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use web_kit::T;

/// How often the progress is shown.
const SHOWN_EVERY: Duration = Duration::from_millis(500);

/// A spreadsheet of results to take in.
#[derive(clap::Args)]
pub struct ImportFile {
    /// The spreadsheet: .xlsx, .xls or .csv. Its template is recognised by its header.
    file: PathBuf,
    /// The body whose results these are: its identifier or its unified social credit code.
    #[arg(long)]
    body: String,
    /// The exam day of rows that name none.
    #[arg(long)]
    exam_on: Option<CivilDate>,
    /// Enter the rows without mistakes although others have some.
    #[arg(long)]
    keep_good: bool,
    /// Where to write the spreadsheet with the mistakes marked.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// An empty spreadsheet to fill in.
#[derive(clap::Args)]
pub struct Template {
    /// Which one.
    kind: Kind,
    /// Where to write it.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Only the columns that are needed.
    Short,
    /// The 33 columns of the template for candidates.
    Full,
}

/// Look at runs.
#[derive(Subcommand)]
pub enum Runs {
    /// List the runs of a body, latest first.
    List {
        /// The body: its identifier or its unified social credit code.
        #[arg(long)]
        body: String,
    },
}

/// `kaogong import`: 0 all rows are good, 1 rows have mistakes, 2 the file cannot be used.
pub async fn import(config: &Config, options: &ImportFile) -> Result<ExitCode> {
    let app = open(config).await?;
    let ctx = console(&app);
    let command = NewImport {
        body: body(&app, &ctx, &options.body).await?,
        file_name: options.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        exam_on: options.exam_on,
        keep_good: options.keep_good,
    };
    let unreadable = |error: std::io::Error| {
        Problem::invalid("cli-file-unreadable").arg("file", options.file.display()).detail(error)
    };
    let file = File::open(&options.file).map_err(unreadable)?;
    let id = app.evaluation.start_import(&ctx, None, command, file).await?;
    let import = worked(&app, id).await?;
    if let Some(path) = &options.report {
        report(&app, &import, path).await?;
    }
    told(&app, &import).await
}

fn console(app: &App) -> Ctx {
    Ctx { lang: texts().lang, ..app.system(SystemActor::Console) }
}

/// The body of an identifier or a credit code.
async fn body(app: &App, ctx: &Ctx, named: &str) -> Result<BodyId> {
    if let Ok(id) = named.parse() {
        return Ok(id);
    }
    let query = BodyQuery { text: named.to_owned(), ..BodyQuery::default() };
    let found = app.organisations.search_bodies(ctx, &query, &PageRequest::default()).await?;
    let found = found.items.into_iter().find(|body| body.uscc.as_str() == named);
    found.map(|body| body.id).ok_or_else(|| Problem::invalid("cli-no-such-body").arg("body", named))
}

/// Does the import's job, unless another process does it already, and shows how far it is.
async fn worked(app: &App, id: ImportId) -> Result<Import> {
    let moments = app.clone();
    let fresh = move || moments.system(SystemActor::Jobs);
    let t = texts();
    loop {
        let work = app.evaluation.work_one(&fresh);
        tokio::pin!(work);
        let done = loop {
            tokio::select! {
                done = &mut work => break done?,
                () = tokio::time::sleep(SHOWN_EVERY) => show(t, &seen(app, id).await?),
            }
        };
        let import = seen(app, id).await?;
        if !import.state.is_live() {
            let _ = writeln!(std::io::stderr());
            return Ok(import);
        }
        if !done {
            show(t, &import);
            tokio::time::sleep(SHOWN_EVERY).await;
        }
    }
}

async fn seen(app: &App, id: ImportId) -> Result<Import> {
    app.evaluation.import(&console(app), id).await
}

fn show(t: T, import: &Import) {
    let percent = import.progress.done.max(0) * 100 / import.progress.total.max(1);
    let _ = write!(std::io::stderr(), "\r{} {percent:>3} %", t.get(&import.state.text()));
}

async fn report(app: &App, import: &Import, path: &Path) -> Result<()> {
    if import.report.is_some() {
        let mut bytes = create(path)?;
        app.evaluation.report(&console(app), import.id, &mut bytes).await?;
    }
    Ok(())
}

fn create(path: &Path) -> Result<File> {
    let unwritable = |error: std::io::Error| {
        Problem::conflict("cli-file-unwritable").arg("file", path.display()).detail(error)
    };
    File::create(path).map_err(unwritable)
}

/// The counts, and how often each mistake was found.
async fn told(app: &App, import: &Import) -> Result<ExitCode> {
    let t = texts();
    if let ImportState::Unreadable { why, .. } = &import.state {
        say(&t.field(&why.problem("file")));
        return Ok(ExitCode::from(2));
    }
    let rows = import.rows;
    let counts: [(&str, i64); 5] = [
        ("rows", rows.total),
        ("entered", rows.entered),
        ("known", rows.known),
        ("passed", rows.passed),
        ("bad", rows.bad),
    ];
    let counts: Vec<(&str, &dyn web_kit::texts::Arg)> =
        counts.iter().map(|(name, count)| (*name, count as &dyn web_kit::texts::Arg)).collect();
    say(&format!("{}: {}", t.get(&import.state.text()), t.with("cli-import-counts", &counts)));
    for (text, count) in mistakes(app, import.id).await? {
        say(&t.with("cli-import-mistake", &[("count", &count), ("text", &text)]));
    }
    Ok(if rows.bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Each mistake in words with the number of cells that have it.
async fn mistakes(app: &App, id: ImportId) -> Result<Vec<(String, i64)>> {
    let ctx = console(app);
    let mut counts: BTreeMap<&'static str, (String, i64)> = BTreeMap::new();
    let mut page = PageRequest { after: None, limit: Some(PageRequest::MOST) };
    loop {
        let found = app.evaluation.findings(&ctx, id, &page).await?;
        for finding in &found.items {
            let words = || texts().field(&finding.problem);
            counts.entry(finding.problem.code).or_insert_with(|| (words(), 0)).1 += 1;
        }
        page.after = match found.next {
            Some(next) => Some(next),
            None => break,
        };
    }
    let mut counts: Vec<(String, i64)> = counts.into_values().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counts)
}

/// `kaogong template`
pub async fn template(config: &Config, options: &Template) -> Result<ExitCode> {
    let app = open(config).await?;
    let kind = match options.kind {
        Kind::Short => TemplateKind::Short,
        Kind::Full => TemplateKind::Full,
    };
    let ctx = console(&app);
    let bytes = app.evaluation.template_file(&ctx, kind, Lang::Zh)?;
    let written = create(&options.out)?.write_all(&bytes);
    written.map_err(Problem::internal)?;
    say(&options.out.display().to_string());
    Ok(ExitCode::SUCCESS)
}

/// `kaogong run`
pub async fn runs(config: &Config, command: &Runs) -> Result<ExitCode> {
    let Runs::List { body: named } = command;
    let app = open(config).await?;
    let (ctx, t) = (console(&app), texts());
    let body = body(&app, &ctx, named).await?;
    let mut page = PageRequest { after: None, limit: Some(PageRequest::MOST) };
    loop {
        let found = app.evaluation.runs(&ctx, body, &page).await?;
        for run in &found.items {
            let state = t.get(&run.state.text());
            let counts = format!("{}/{}/{}", run.candidates, run.passed, run.issued);
            let kind = format!("{} {}", run.occupation, run.level.word());
            say(&format!("{}  {}  {kind}  {counts}  {state}", run.id, run.exam_on));
        }
        page.after = match found.next {
            Some(next) => Some(next),
            None => return Ok(ExitCode::SUCCESS),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A demonstration in a folder, with its first body and a file of results with these marks.
    async fn files(marks: &[&str]) -> (tempfile::TempDir, Config, ImportFile) {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::demo(folder.path().to_owned(), 8080);
        let app = open(&config).await.unwrap();
        platform::demo::fill(&app, 1, |_| {}).await.unwrap();
        let ctx = console(&app);
        let (query, page) = (BodyQuery::default(), PageRequest::default());
        let found = app.organisations.search_bodies(&ctx, &query, &page).await.unwrap();
        let body = &found.items[0];
        let (_, filings) = app.organisations.body(&ctx, body.id).await.unwrap();
        let occupation = filings[0].scope[0].occupation;
        let mut text =
            "姓名,证件号码,职业工种名称,认定等级,理论知识成绩,操作技能成绩\r\n".to_owned();
        for (n, marks) in marks.iter().enumerate() {
            let birth = "1990-03-05".parse().unwrap();
            let number = people::citizen_number(body.division, birth, n as u16 + 700).unwrap();
            let name = ["示例甲", "示例乙", "示例丙"][n];
            text.push_str(&format!("{name},{number},{occupation},四级,80,{marks}\r\n"));
        }
        let file = folder.path().join("results.csv");
        std::fs::write(&file, text).unwrap();
        let options = ImportFile {
            file,
            body: body.uscc.as_str().to_owned(),
            exam_on: Some(ctx.today()),
            keep_good: true,
            report: Some(folder.path().join("report.xlsx")),
        };
        (folder, config, options)
    }

    fn is(code: ExitCode, expected: u8) -> bool {
        format!("{code:?}") == format!("{:?}", ExitCode::from(expected))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_exit_code_tells_good_files_from_others() {
        let (_folder, config, options) = files(&["75.5", "60"]).await;
        assert!(is(import(&config, &options).await.unwrap(), 0));
        assert!(!options.report.as_ref().unwrap().exists(), "nothing to report");
        let listed = runs(&config, &Runs::List { body: options.body.clone() }).await;
        assert!(is(listed.unwrap(), 0));
        std::fs::write(&options.file, "%PDF-1.7 no spreadsheet").unwrap();
        assert!(is(import(&config, &options).await.unwrap(), 2));
        let unknown = ImportFile { body: "527701027700000000".to_owned(), ..options };
        assert_eq!(import(&config, &unknown).await.unwrap_err().code(), "cli-no-such-body");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn mistakes_come_back_in_a_spreadsheet() {
        let (folder, config, options) = files(&["75.5", "101", "60"]).await;
        assert!(is(import(&config, &options).await.unwrap(), 1));
        let report = std::fs::read(options.report.as_ref().unwrap()).unwrap();
        assert_eq!(&report[..2], b"PK");
        let out = folder.path().join("short.xlsx");
        let made = template(&config, &Template { kind: Kind::Short, out: out.clone() }).await;
        assert!(is(made.unwrap(), 0));
        assert_eq!(&std::fs::read(out).unwrap()[..2], b"PK");
    }
}
