//! The one configuration file. Every key can also be given in the environment: `KAOGONG_` before it,
//! in capitals, with `_` in the place of the dot (`tls.cert` is `KAOGONG_TLS_CERT`).
//!
//! `kaogong.example.toml` documents every key with its default; a test keeps the two equal.

mod check;
mod load;

use crypto::{KeyRing, Profile, Redacted};
use kernel::{Problem, Result};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::PathBuf;
use store::{Engine, StoreOptions};
use web_kit::NodeRole;

/// How an installation is set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The folder of the embedded database, the keys and nothing else.
    pub data: PathBuf,
    /// A PostgreSQL address; the embedded database when empty.
    pub database_url: Secret,
    /// A file that holds the address instead.
    pub database_url_file: PathBuf,
    /// The address of the tables' owner, who migrates; empty when there is only one role.
    pub database_owner_url: Secret,
    /// A file that holds the owner's address instead.
    pub database_owner_url_file: PathBuf,
    /// Connections kept open to the database.
    pub database_connections: u32,
    /// The address under which the public reaches the installation.
    pub public_url: String,
    /// Where the server listens: an address with its port.
    pub listen: String,
    /// What this node does.
    pub role: NodeRole,
    /// 国密 or international algorithms.
    pub crypto: Profile,
    /// Whether everything in the installation is made up.
    pub demo: bool,
    /// Names by which the site is called besides the one of `public_url`.
    pub hosts: Vec<String>,
    /// Proxies before this server, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// TLS served by this process.
    pub tls: Tls,
    /// What the pages say about the site.
    pub site: SiteTexts,
    /// How long people stay signed in.
    pub session: SessionTimes,
    /// How much at once and how slow.
    pub limits: Limits,
    /// Background work.
    pub jobs: Jobs,
    /// What is logged.
    pub log: Log,
    /// Figures for Prometheus.
    pub metrics: Metrics,
    /// Backups made by the running server.
    pub backup: Backup,
}

impl Config {
    /// The settings of accounts and sessions. Passwords of a demonstration are known anyway, so they
    /// are hashed cheaply.
    pub fn access(&self, profile: Profile) -> access::Config {
        let sound = match self.demo {
            true => access::Config::cheap(profile),
            false => access::Config::sound(profile),
        };
        access::Config {
            issuer: self.site.name_zh.clone(),
            session_idle_seconds: i64::from(self.session.idle_minutes) * 60,
            session_most_seconds: i64::from(self.session.hours) * 3600,
            ..sound
        }
    }

    /// Where uploads are unpacked for reading: the data folder, since the system's temporary folder
    /// may lie in memory. Nothing with a database elsewhere that has no data folder yet.
    pub fn spill_folder(&self) -> Option<PathBuf> {
        self.data.is_dir().then(|| self.data.clone())
    }
}

/// TLS served by this process.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// The certificate with its chain (PEM); no TLS when empty.
    pub cert: PathBuf,
    /// The certificate's private key (PEM, mode 0600).
    pub key: PathBuf,
}

/// What the pages say about the site.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteTexts {
    /// The name of the service, in Chinese.
    pub name_zh: String,
    /// The name of the service, in English.
    pub name_en: String,
    /// 主办单位
    pub sponsor_zh: String,
    /// The sponsor, in English.
    pub sponsor_en: String,
    /// ICP备案号
    pub icp: String,
    /// 公安备案号
    pub police_filing: String,
    /// The address the police filing links to.
    pub police_filing_link: String,
    /// 政府网站标识码
    pub site_code: String,
    /// A telephone number for help.
    pub telephone: String,
}

/// How long people stay signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionTimes {
    /// Minutes without a request after which somebody is signed out.
    pub idle_minutes: u32,
    /// Hours after which somebody signs in again in any case.
    pub hours: u32,
}

/// How much at once and how slow.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Connections open at the same time; more wait.
    pub connections: u32,
    /// Of these, open from one network address, or one IPv6 network of 64 bits; more are closed.
    /// Trusted proxies are not counted.
    pub connections_per_address: u32,
    /// Seconds for the head of a request and for the TLS handshake, also between two requests.
    pub header_seconds: u32,
    /// Seconds for which a visitor may send nothing of a request that has begun.
    pub body_seconds: u32,
    /// Seconds for which a visitor may take in nothing of an answer.
    pub write_seconds: u32,
    /// Seconds for requests and jobs to finish when the server is told to stop.
    pub stop_seconds: u32,
}

/// Background work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Jobs {
    /// Jobs worked on at the same time.
    pub workers: u32,
}

/// What is logged.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: String,
}

/// Figures for Prometheus.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// An address of its own for `/metrics`, `/health` and `/ready`; none when empty.
    pub listen: String,
    /// The bearer token for `/metrics` on the main address; not served there when empty.
    pub token: Secret,
    /// A file that holds the token instead.
    pub token_file: PathBuf,
}

/// Backups made by the running server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Backup {
    /// The folder they are written to; no backups of its own accord when empty.
    pub folder: PathBuf,
    /// Hours from one backup to the next.
    pub every_hours: u32,
    /// How many are kept; the oldest goes when a new one is complete.
    pub keep: u32,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            data: PathBuf::from("kaogong-data"),
            database_url: Secret::default(),
            database_url_file: PathBuf::new(),
            database_owner_url: Secret::default(),
            database_owner_url_file: PathBuf::new(),
            database_connections: 8,
            public_url: "http://127.0.0.1:8080".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            role: NodeRole::All,
            crypto: Profile::Intl,
            demo: false,
            hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            tls: Tls::default(),
            site: SiteTexts::default(),
            session: SessionTimes::default(),
            limits: Limits::default(),
            jobs: Jobs::default(),
            log: Log::default(),
            metrics: Metrics::default(),
            backup: Backup::default(),
        }
    }
}

impl Default for SiteTexts {
    fn default() -> Self {
        SiteTexts {
            name_zh: "考工技能人才服务平台".to_owned(),
            name_en: "Kaogong skills service".to_owned(),
            sponsor_zh: String::new(),
            sponsor_en: String::new(),
            icp: String::new(),
            police_filing: String::new(),
            police_filing_link: String::new(),
            site_code: String::new(),
            telephone: String::new(),
        }
    }
}

impl Default for SessionTimes {
    fn default() -> Self {
        SessionTimes { idle_minutes: 30, hours: 12 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1000,
            connections_per_address: 250,
            header_seconds: 15,
            body_seconds: 30,
            write_seconds: 60,
            stop_seconds: 20,
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Jobs { workers: 2 }
    }
}

impl Default for Log {
    fn default() -> Self {
        Log { level: "info".to_owned() }
    }
}

impl Default for Backup {
    fn default() -> Self {
        Backup { folder: PathBuf::new(), every_hours: 24, keep: 14 }
    }
}

/// A value nobody may see in a log: a password inside an address, a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Secret(Redacted<String>);

impl Secret {
    /// The value.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret(Redacted::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Serialize for Secret {
    /// Only that there is none can be written: defaults are, secrets never.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.is_empty() { "" } else { "…" })
    }
}

impl Config {
    /// The configuration of a demonstration in a folder.
    pub fn demo(data: PathBuf, port: u16) -> Config {
        Config {
            data,
            public_url: format!("http://127.0.0.1:{port}"),
            listen: format!("127.0.0.1:{port}"),
            demo: true,
            site: SiteTexts {
                sponsor_zh: "示范省人力资源和社会保障厅".to_owned(),
                sponsor_en: "Demo Province Human Resources".to_owned(),
                ..SiteTexts::default()
            },
            log: Log { level: "warn".to_owned() },
            ..Config::default()
        }
    }

    /// The key file of the installation.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("keys.toml")
    }

    /// The file of the embedded database.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("kaogong.db")
    }

    /// Whether visitors reach the site over TLS, by this process or a proxy before it.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The host of the public address.
    pub fn public_host(&self) -> &str {
        check::host_of(&self.public_url).unwrap_or_default()
    }

    /// The names by which the site may be called, without port; none when only this machine does.
    pub fn host_names(&self) -> Vec<String> {
        let public = self.public_host();
        if self.hosts.is_empty() && check::is_loopback(public) {
            return Vec::new();
        }
        let mut names = vec![public.to_owned()];
        names.extend(self.hosts.iter().cloned());
        names
    }

    /// The keys: the demo's own in a demonstration, else those of the key file.
    ///
    /// # Errors
    /// The refusals of [`KeyRing::load`].
    pub fn keys(&self) -> Result<KeyRing> {
        if self.demo {
            return Ok(KeyRing::demo(self.crypto));
        }
        KeyRing::load(&self.key_file()).map_err(|error| {
            Problem::invalid(error.code()).arg("file", self.key_file().display()).detail(error)
        })
    }

    /// Makes the data folder, for the service's account only, when there is none.
    ///
    /// # Errors
    /// `data-folder` when it cannot be made.
    pub fn make_data_folder(&self) -> Result<()> {
        use std::os::unix::fs::DirBuilderExt as _;
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.data);
        made.map_err(|error| {
            Problem::invalid("data-folder").arg("folder", self.data.display()).detail(error)
        })
    }

    /// How the store is opened. Makes the data folder for the embedded database.
    ///
    /// # Errors
    /// `data-folder` when the folder cannot be made.
    pub fn store_options(&self) -> Result<StoreOptions> {
        if self.database_url.is_empty() {
            self.make_data_folder()?;
        }
        Ok(StoreOptions {
            demo: self.demo,
            connections: self.database_connections,
            ..StoreOptions::new(self.engine())
        })
    }

    /// Which database.
    pub fn engine(&self) -> Engine {
        if self.database_url.is_empty() {
            return Engine::Sqlite(self.database_file());
        }
        let owner = Some(&self.database_owner_url).filter(|url| !url.is_empty());
        Engine::Postgres {
            url: self.database_url.expose().to_owned(),
            owner_url: owner.map(|url| url.expose().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
