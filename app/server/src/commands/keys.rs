//! `kaogong init`, `kaogong keys`

use super::{open, say, texts};
use clap::Subcommand;
use crypto::{KeyRing, KeyUse, KeyVersion};
use kernel::{Problem, Random, Result, SystemActor};
use platform::rotation::{self, Left};
use platform::{App, Config};
use std::process::ExitCode;
use std::time::Duration;
use web_kit::texts::Arg;

/// How often a rotation is looked at while it is waited for.
const LOOK: Duration = Duration::from_secs(1);

/// The master keys of the vault.
#[derive(Subcommand)]
pub enum Keys {
    /// Show which keys there are and what is still under older ones.
    Show,
    /// Add a key that is not used yet: where several servers share a database, all of them have to
    /// know it before one uses it.
    Add,
    /// Use a new key from now on, and move everything to it while the service runs. Says how far it is
    /// until all is done; started again, it goes on.
    Rotate {
        /// Do not wait for the end.
        #[arg(long)]
        no_wait: bool,
    },
    /// Take the older keys out of the key file, once nothing is under them and every service has been
    /// restarted with the new key.
    Retire,
}

pub fn init(config: &Config) -> Result<ExitCode> {
    config.make_data_folder()?;
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

pub async fn run(config: Config, command: &Keys) -> Result<ExitCode> {
    if config.demo {
        return Err(Problem::conflict("keys-of-the-demo"));
    }
    match command {
        Keys::Show => show(&config).await,
        Keys::Add => add(&config),
        Keys::Rotate { no_wait } => rotate(config, *no_wait).await,
        Keys::Retire => retire(&config).await,
    }
}

fn newest(ring: &KeyRing) -> KeyVersion {
    let current = ring.current_version(KeyUse::Vault);
    ring.versions(KeyUse::Vault).last().copied().unwrap_or(current)
}

/// Writes the changed keys. The file is replaced whole or not at all.
fn save(config: &Config, ring: &KeyRing) -> Result<()> {
    let file = config.key_file();
    ring.replace(&file)
        .map_err(|error| Problem::conflict(error.code()).arg("file", file.display()).detail(error))
}

fn say_version(key: &str, version: KeyVersion) {
    say(&texts().with(key, &[("version", &version.number())]));
}

fn say_left(left: Left) {
    let parts = left.parts();
    let parts: Vec<(&str, &dyn Arg)> =
        parts.iter().map(|(name, count)| (*name, count as &dyn Arg)).collect();
    say(&texts().with("cli-keys-left", &parts));
}

fn say_versions(key: &str, versions: &[KeyVersion]) {
    say(&texts().with(key, &[("versions", &rotation::list(versions))]));
}

/// Tells of older keys that nobody needs any more.
fn say_older(left: Left, ring: &KeyRing) {
    let older = rotation::older(ring);
    if left.all() == 0 && !older.is_empty() {
        say_versions("cli-keys-older", &older);
    }
}

async fn show(config: &Config) -> Result<ExitCode> {
    let app = open(config).await?;
    say_version("cli-keys-current", app.ring.current_version(KeyUse::Vault));
    let newest = newest(&app.ring);
    if newest > app.ring.current_version(KeyUse::Vault) {
        say_version("cli-keys-waiting", newest);
    }
    let left = left(&app).await?;
    say_left(left);
    say_older(left, &app.ring);
    app.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn retire(config: &Config) -> Result<ExitCode> {
    let app = open(config).await?;
    let mut ring = config.keys()?;
    let retired = rotation::drop_older(&mut *app.store.read().await?, &mut ring).await?;
    save(config, &ring)?;
    say_versions("cli-keys-retired", &retired);
    app.store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn add(config: &Config) -> Result<ExitCode> {
    let mut ring = config.keys()?;
    let newest = newest(&ring);
    if newest > ring.current_version(KeyUse::Vault) {
        return Err(Problem::conflict("keys-added-already").arg("version", newest));
    }
    let added = ring.add(KeyUse::Vault, &Random::system())?;
    save(config, &ring)?;
    say_version("cli-keys-added", added);
    Ok(ExitCode::SUCCESS)
}

async fn left(app: &App) -> Result<Left> {
    rotation::left(&mut *app.store.read().await?, &app.ring).await
}

async fn rotate(config: Config, no_wait: bool) -> Result<ExitCode> {
    // The database first: where it cannot be opened, the keys stay as they are.
    let before = open(&config).await?;
    let unfinished = left(&before).await?.all() > 0;
    let mut ring = config.keys()?;
    let current = ring.current_version(KeyUse::Vault);
    let next = newest(&ring);
    if next > current || !unfinished {
        let next = match next > current {
            true => next,
            false => ring.add(KeyUse::Vault, &Random::system())?,
        };
        ring.make_current(KeyUse::Vault, next)?;
        save(&config, &ring)?;
        say_version("cli-keys-rotated", next);
    } else {
        say_version("cli-keys-go-on", current);
    }
    before.store.close().await;
    let app = open(&config).await?;
    rotation::begin(&app, &app.system(SystemActor::Console)).await?;
    if !no_wait {
        wait(&app).await?;
    }
    app.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Tells how far it is until nothing is left.
async fn wait(app: &App) -> Result<()> {
    let mut told = None;
    loop {
        let now = left(app).await?;
        if told != Some(now) {
            say_left(now);
            told = Some(now);
        }
        if now.all() == 0 {
            say(&texts().get("cli-keys-done"));
            say_older(now, &app.ring);
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
}
