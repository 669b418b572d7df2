//! `kaogong certificate …`

use super::{open, read, say, texts};
use clap::Subcommand;
use credential::{IssuerKeys, KeySource, Limits, UnknownIssuers, Verdict};
use kernel::{Clock, Problem, Result, SystemActor};
use platform::Config;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use web_kit::T;
use web_kit::texts::Arg;

/// Work with certificates.
#[derive(Subcommand)]
pub enum Certificate {
    /// Check a credential file: exit code 0 valid, 1 not valid, 2 unreadable.
    Verify {
        /// The file.
        file: PathBuf,
        /// A published list of keys; the installation's own keys when absent.
        #[arg(long)]
        keys: Option<PathBuf>,
        /// Print the verdict as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the list of keys with which certificates of this installation are checked.
    Keys,
}

pub async fn run(config: Config, command: &Certificate) -> Result<ExitCode> {
    match command {
        Certificate::Verify { file, keys, json } => {
            verify(&config, file, keys.as_deref(), *json).await
        }
        Certificate::Keys => {
            let app = open(&config).await?;
            let keys = app.certificates.issuer_keys(&app.system(SystemActor::Console)).await?;
            say(&keys.to_json().to_string());
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn verify(config: &Config, file: &Path, keys: Option<&Path>, json: bool) -> Result<ExitCode> {
    let bytes = read(file)?;
    let verdict = match keys {
        Some(path) => {
            let list = IssuerKeys::from_json(&read(path)?, &Limits::default())?;
            let source = KeySource::new(list, UnknownIssuers::Refuse)?;
            credential::verify(&bytes, &source, Clock::System.now(), &Limits::default())
        }
        None => {
            let app = open(config).await?;
            app.certificates.verify(&app.system(SystemActor::Console), &bytes).await?
        }
    };
    if json {
        say(&verdict.to_json().to_string());
    } else {
        told(texts(), &verdict).iter().for_each(|line| say(line));
    }
    Ok(match verdict {
        Verdict::Valid(_) => ExitCode::SUCCESS,
        Verdict::NotValid { .. } => ExitCode::from(1),
        Verdict::Unreadable { .. } => ExitCode::from(2),
    })
}

/// The verdict, a line for each ground, and what to do about a file that cannot be read.
fn told(t: T, verdict: &Verdict) -> Vec<String> {
    match verdict {
        Verdict::Valid(_) => vec![t.get("cli-credential-valid")],
        Verdict::NotValid { reasons, .. } => {
            let grounds = reasons.iter().map(|reason| {
                let args = reason.args();
                let args: Vec<(&str, &dyn Arg)> =
                    args.iter().map(|(name, value)| (*name, value as &dyn Arg)).collect();
                t.with(reason.code(), &args)
            });
            std::iter::once(t.get("cli-credential-not-valid")).chain(grounds).collect()
        }
        Verdict::Unreadable { error } => {
            let problem = Problem::from(error.clone());
            let lines = [t.problem(&problem), t.problem_next(&problem)];
            std::iter::once(t.get("cli-credential-unreadable")).chain(lines).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use credential::{CredentialError, Reason};
    use kernel::Lang;
    use web_kit::texts::exists;

    #[test]
    fn every_ground_has_a_text_in_both_languages() {
        for lang in Lang::ALL {
            for code in Reason::CODES {
                assert!(exists(lang, code), "{code}");
            }
            for code in CredentialError::CODES {
                assert!(exists(lang, code) && exists(lang, &format!("{code}.next")), "{code}");
            }
        }
    }

    #[test]
    fn grounds_are_told_with_their_values() {
        let verify = |bytes: &[u8]| {
            let list = br#"{"format":"kaogong-issuer-keys/1","publishedAt":"2026-11-24T00:00:00Z","issuers":[]}"#;
            let list = IssuerKeys::from_json(list, &Limits::default()).unwrap();
            let source = KeySource::new(list, UnknownIssuers::Refuse).unwrap();
            let now = kernel::Instant::from_micros(0);
            credential::verify(bytes, &source, now, &Limits::default())
        };
        let lines = told(T::new(Lang::Zh), &verify(b"{\n x"));
        assert_eq!(lines[..2], ["无法读取：", "第 2 行第 2 列起不是 JSON。"]);
        assert_eq!(lines.len(), 3, "and what to do: {lines:?}");
        let issuer = "https://other.example".to_owned();
        let reasons = vec![Reason::NotSigned, Reason::UnknownIssuer { issuer }];
        let lines: Vec<String> =
            told(T::new(Lang::En), &Verdict::NotValid { reasons, claimed: Box::default() });
        let expected = [
            "Not valid:",
            "It is not signed.",
            "The issuer https://other.example is not in the list of keys.",
        ];
        assert_eq!(lines, expected);
    }
}
