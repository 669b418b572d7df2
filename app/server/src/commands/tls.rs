//! `kaogong tls init`

use super::{say, texts};
use crate::authority;
use clap::Subcommand;
use kernel::{Clock, Result};
use platform::Config;
use std::path::PathBuf;
use std::process::ExitCode;

/// Certificates for a network that no public authority can see.
#[derive(Subcommand)]
pub enum Tls {
    /// Make a private authority and a server certificate, or renew the certificate.
    Init {
        /// A name or address by which devices call the server; may be given several times. The host
        /// of public_url is always among them.
        #[arg(long = "name")]
        names: Vec<String>,
        /// The folder of the files; `tls` in the data folder when absent.
        #[arg(long)]
        to: Option<PathBuf>,
    },
}

pub fn run(config: &Config, command: &Tls) -> Result<ExitCode> {
    let Tls::Init { names, to } = command;
    let folder = to.clone().unwrap_or_else(|| config.data.join("tls"));
    let mut all = vec![config.public_host().to_owned()];
    all.extend(config.hosts.iter().chain(names).cloned());
    all.extend(["localhost".to_owned(), "127.0.0.1".to_owned()]);
    let mut unique = Vec::new();
    for name in all {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    let made = authority::make(&folder, &unique, Clock::System.now().civil_date())?;
    let shown = |path: &PathBuf| path.display().to_string();
    let (authority, cert, key) = (shown(&made.authority), shown(&made.cert), shown(&made.key));
    let (names, until) = (unique.join(", "), made.valid_until.to_string());
    let values: [(&str, &dyn web_kit::texts::Arg); 6] = [
        ("names", &names.as_str()),
        ("until", &until.as_str()),
        ("authority", &authority.as_str()),
        ("fingerprint", &made.fingerprint.as_str()),
        ("cert", &cert.as_str()),
        ("key", &key.as_str()),
    ];
    let t = texts();
    say(&t.with("cli-tls-made", &values));
    say(&match made.renewed {
        true => t.get("cli-tls-renewed"),
        false => t.with("cli-tls-trust", &values),
    });
    Ok(ExitCode::SUCCESS)
}
