//! The made-up province that is searched, served and checked: the demonstration's own, in any size.

use crate::Done;
use crate::report::say;
use crate::server::PUBLIC_URL;
use kernel::{Clock, Random};
use platform::{App, Config, demo};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;

/// A folder with the province in it.
pub struct Province {
    /// The folder.
    pub folder: PathBuf,
    /// People in it.
    pub people: u64,
    /// Goes away with the value, unless the folder was named.
    _own: Option<TempDir>,
}

impl Province {
    /// Makes the province, or takes it from a folder in which it was made completely before.
    pub async fn open(folder: Option<&Path>, people: u32) -> Done<Province> {
        let own = match folder {
            Some(_) => None,
            None => Some(tempfile::tempdir_in(".")?),
        };
        let folder = match (folder, &own) {
            (Some(folder), _) => folder.to_owned(),
            (None, Some(own)) => own.path().to_owned(),
            (None, None) => return Err("there is no folder".into()),
        };
        let mut province = Province { folder, people: 0, _own: own };
        let app = province.app().await?;
        if demo::is_filled(&app).await? {
            say("the folder has a province already");
        } else {
            make(&app, people).await?;
        }
        province.people = count(&app).await?;
        app.store.close().await;
        // A run that was ended early leaves a part of a province, which must not pass for the whole.
        if province.people < u64::from(people) {
            let has = province.people;
            return Err(format!("the province has {has} people, not {people}").into());
        }
        Ok(province)
    }

    /// The installation, opened in this process.
    pub async fn app(&self) -> Done<App> {
        let config = Config::demo(self.folder.clone(), 8080);
        if config.public_url != PUBLIC_URL {
            return Err(format!("a demonstration is at {}", config.public_url).into());
        }
        Ok(App::open(&config, Clock::System, Random::system()).await?)
    }

    /// The file of the database.
    pub fn database(&self) -> PathBuf {
        Config::demo(self.folder.clone(), 8080).database_file()
    }
}

async fn make(app: &App, people: u32) -> Done<()> {
    say(&format!("making a province of {people} people …"));
    let (begun, mut told) = (Instant::now(), 0);
    demo::fill(app, people, |progress| {
        let percent = u64::from(progress.people) * 100 / u64::from(progress.total.max(1));
        if percent >= told + 10 {
            told = percent;
            say(&format!("  {percent} % after {:.0} s", begun.elapsed().as_secs_f64()));
        }
    })
    .await?;
    Ok(())
}

async fn count(app: &App) -> Done<u64> {
    let mut conn = app.store.read().await?;
    let row = conn.fetch_one("SELECT COUNT(*) AS count FROM person", Vec::new()).await?;
    Ok(u64::try_from(row.get::<i64>("count")?)?)
}
