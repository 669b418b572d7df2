//! What is wrong with an installation, before it shows by itself: every look gives a line in words,
//! and what to do. Nothing is changed by looking.

mod database;
mod machine;

#[cfg(test)]
mod tests;

use kernel::{Clock, Instant};
use platform::Config;
use serde_json::{Value, json};
use web_kit::T;
use web_kit::texts::Arg;

/// How a look turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Good.
    Ok,
    /// It works, but somebody should look.
    Warn,
    /// It does not work, or not for long.
    Fail,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Warn => "warn",
            State::Fail => "fail",
        }
    }

    /// The key of the word at the beginning of a line.
    fn key(self) -> &'static str {
        match self {
            State::Ok => "doctor-state-ok",
            State::Warn => "doctor-state-warn",
            State::Fail => "doctor-state-fail",
        }
    }
}

/// One look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How it turned out.
    pub state: State,
    /// The key of the sentence; its `.next` says what to do.
    pub key: &'static str,
    args: Vec<(&'static str, String)>,
    /// What a specialist wants to know.
    detail: Option<String>,
}

impl Finding {
    fn new(state: State, key: &'static str) -> Self {
        Finding { state, key, args: Vec::new(), detail: None }
    }

    fn ok(key: &'static str) -> Self {
        Finding::new(State::Ok, key)
    }

    fn warn(key: &'static str) -> Self {
        Finding::new(State::Warn, key)
    }

    fn fail(key: &'static str) -> Self {
        Finding::new(State::Fail, key)
    }

    /// A refusal as a finding.
    pub fn refused(problem: &kernel::Problem) -> Self {
        let detail = problem.private_detail().map(str::to_owned);
        let args = problem.args().to_vec();
        Finding { state: State::Fail, key: problem.code(), args, detail }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    fn said(&self, t: T, key: &str) -> String {
        let args: Vec<(&str, &dyn Arg)> =
            self.args.iter().map(|(name, value)| (*name, value as &dyn Arg)).collect();
        t.with(key, &args)
    }

    /// The sentence.
    pub fn text(&self, t: T) -> String {
        self.said(t, self.key)
    }

    /// What to do; nothing when all is well.
    pub fn next(&self, t: T) -> Option<String> {
        (self.state != State::Ok).then(|| self.said(t, &format!("{}.next", self.key)))
    }

    /// The line for a terminal.
    pub fn line(&self, t: T) -> String {
        let mut line = format!("{} {}", t.get(self.state.key()), self.text(t));
        if let Some(detail) = &self.detail {
            line.push_str(&format!(" [{detail}]"));
        }
        if let Some(next) = self.next(t) {
            line.push_str(&format!("\n       → {next}"));
        }
        line
    }

    /// For programs.
    pub fn to_json(&self, t: T) -> Value {
        let (state, text, next) = (self.state.word(), self.text(t), self.next(t));
        let detail = &self.detail;
        json!({ "check": self.key, "state": state, "text": text, "next": next, "detail": detail })
    }
}

/// Looks at everything.
pub async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    let now = clock.now();
    let mut found = vec![about(config), machine::time(now)];
    found.extend(machine::keys(config));
    found.extend(machine::data_folder(config));
    found.extend(machine::room(config));
    found.push(machine::calendar(now));
    found.push(machine::public_url(config));
    found.extend(machine::certificate(config, now));
    found.push(machine::port(config).await);
    found.push(backups(config, now));
    found.extend(database::look(config, now).await);
    found
}

fn about(config: &Config) -> Finding {
    let key = if config.demo { "doctor-config-demo" } else { "doctor-config" };
    Finding::ok(key).with("role", config.role.word()).with("crypto", config.crypto)
}

const HOUR: i64 = 3600;

fn backups(config: &Config, now: Instant) -> Finding {
    let folder = &config.backup.folder;
    if config.demo {
        return Finding::ok("doctor-backup-demo");
    }
    if folder.as_os_str().is_empty() {
        return Finding::warn("doctor-backup-none");
    }
    let newest = platform::backup::list(folder).ok().and_then(|found| found.last().cloned());
    let made = newest.and_then(|newest| platform::backup::made_at(&newest));
    let Some(made) = made else {
        return Finding::warn("doctor-backup-missing").with("folder", folder.display());
    };
    let hours = (now.micros() - made.micros()) / 1_000_000 / HOUR;
    // One may be missed, as when the machine was off.
    match hours > 2 * i64::from(config.backup.every_hours) {
        true => Finding::fail("doctor-backup-old").with("hours", hours),
        false => Finding::ok("doctor-backup").with("hours", hours),
    }
}
