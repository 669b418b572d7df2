//! What each command does. Exit codes: 0 done or valid, 1 refused or not valid, 2 unreadable.

use crate::{Arguments, Certificate, Command, Demo, serve};
use credential::{IssuerKeys, KeySource, Limits, UnknownIssuers, Verdict};
use crypto::KeyRing;
use kernel::{Clock, Lang, Problem, ProblemKind, Random, Result, SystemActor};
use platform::{App, Config, demo};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use web_kit::T;

/// The language of the terminal.
fn texts() -> T {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let lang = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
    T::new(if lang.is_some_and(|lang| lang.starts_with("zh")) { Lang::Zh } else { Lang::En })
}

/// Tells people what was refused and what to do next.
pub fn fail(problem: &Problem) -> ExitCode {
    let t = texts();
    let mut told = format!("{}\n{}\n", t.problem(problem), t.problem_next(problem));
    for field in problem.field_problems() {
        told.push_str(&format!("  {}\n", t.field(field)));
    }
    if let Some(detail) = problem.private_detail() {
        told.push_str(&format!("[{}: {detail}]\n", problem.code()));
    }
    let _ = std::io::stderr().write_all(told.as_bytes());
    match problem.kind() {
        ProblemKind::Invalid => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let config = |demo: bool| {
        let file = arguments.config.as_deref();
        Config::load(file).map(|config| Config { demo: config.demo || demo, ..config })
    };
    match arguments.command {
        Command::Serve => serve_command(config(false)?).await,
        Command::Demo(demo) => demo_command(demo).await,
        Command::Init => init(&config(false)?),
        Command::CheckJournal => check_journal(config(false)?).await,
        Command::Certificate { command: Certificate::Verify { file, keys, json } } => {
            verify(&config(false)?, &file, keys, json).await
        }
        Command::Certificate { command: Certificate::Keys } => {
            let app = open(config(false)?).await?;
            let keys = app.certificates.issuer_keys(&app.system(SystemActor::Console)).await?;
            say(&keys.to_json().to_string());
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn open(config: Config) -> Result<App> {
    App::open(&config, Clock::System, Random::system()).await
}

async fn serve_command(config: Config) -> Result<ExitCode> {
    let app = open(config.clone()).await?;
    let listener = serve::bind(&config.listen).await?;
    say(&texts().with("cli-serving", &[("address", &config.public_url.as_str())]));
    serve::until_stopped(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

async fn demo_command(options: Demo) -> Result<ExitCode> {
    let listener = serve::bind(&format!("127.0.0.1:{}", options.port)).await?;
    let port = listener.local_addr().map_err(Problem::internal)?.port();
    let config = Config::demo(options.data, port);
    let app = open(config.clone()).await?;
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
    serve::until_stopped(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

fn init(config: &Config) -> Result<ExitCode> {
    config.store_options()?;
    let ring = KeyRing::generate(&Random::system(), config.crypto);
    let file = config.key_file();
    let refused = |error: crypto::KeyRingError| {
        Problem::conflict(error.code()).arg("file", file.display()).detail(error)
    };
    ring.save_new(&file).map_err(refused)?;
    let shown = file.display().to_string();
    say(&texts().with("cli-keys-made", &[("file", &shown.as_str())]));
    Ok(ExitCode::SUCCESS)
}

async fn check_journal(config: Config) -> Result<ExitCode> {
    let app = open(config).await?;
    let digest: store::seal::Digest = match app.ring.profile() {
        crypto::Profile::Intl => |bytes| crypto::digest(crypto::Profile::Intl, bytes),
        crypto::Profile::Gm => |bytes| crypto::digest(crypto::Profile::Gm, bytes),
    };
    let mut conn = app.store.read().await?;
    let found = store::seal::check_journal(&mut conn, digest).await?;
    for fault in &found.faults {
        say(fault);
    }
    let numbers: [(&str, &dyn web_kit::texts::Arg); 3] = [
        ("facts", &found.facts),
        ("seals", &found.seals),
        ("faults", &(found.faults.len() as i64)),
    ];
    say(&texts().with("cli-journal-checked", &numbers));
    Ok(if found.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

async fn verify(
    config: &Config,
    file: &Path,
    keys: Option<PathBuf>,
    json: bool,
) -> Result<ExitCode> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| {
            Problem::invalid("cli-file-unreadable").arg("file", path.display()).detail(error)
        })
    };
    let bytes = read(file)?;
    let clock = Clock::System;
    let verdict = match keys {
        Some(path) => {
            let list = IssuerKeys::from_json(&read(&path)?, &Limits::default())?;
            let source = KeySource::new(list, UnknownIssuers::Refuse)?;
            credential::verify(&bytes, &source, clock.now(), &Limits::default())
        }
        None => {
            let app = open(config.clone()).await?;
            app.certificates.verify(&app.system(SystemActor::Console), &bytes).await?
        }
    };
    if json {
        say(&verdict.to_json().to_string());
    }
    let (key, code) = match &verdict {
        Verdict::Valid(_) => ("cli-credential-valid", ExitCode::SUCCESS),
        Verdict::NotValid { .. } => ("cli-credential-not-valid", ExitCode::from(1)),
        Verdict::Unreadable { .. } => ("cli-credential-unreadable", ExitCode::from(2)),
    };
    if !json {
        say(&texts().get(key));
    }
    Ok(code)
}
