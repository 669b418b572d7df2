//! The one configuration file. Every key can also be given in the environment, `KAOGONG_` before it.

use crypto::{KeyRing, Profile};
use kernel::{Problem, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use store::{Engine, StoreOptions};

/// How an installation is set up.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The folder of the embedded database, the keys and nothing else.
    pub data: PathBuf,
    /// A PostgreSQL address; the embedded database when empty.
    pub database_url: String,
    /// The address of the tables' owner, who migrates; empty when there is only one role.
    pub database_owner_url: String,
    /// The address under which the public reaches the installation.
    pub public_url: String,
    /// Where the server listens.
    pub listen: String,
    /// 国密 or international algorithms.
    pub crypto: Profile,
    /// Whether everything in the installation is made up.
    pub demo: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            data: PathBuf::from("kaogong-data"),
            database_url: String::new(),
            database_owner_url: String::new(),
            public_url: "http://127.0.0.1:8080".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            crypto: Profile::Intl,
            demo: false,
        }
    }
}

impl Config {
    /// Reads a configuration file and the environment over it.
    ///
    /// # Errors
    /// `config-unreadable` with the place of the mistake.
    pub fn load(file: Option<&Path>) -> Result<Config> {
        let unreadable =
            |detail: String| Problem::invalid("config-unreadable").arg("detail", detail);
        let text = match file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| unreadable(format!("{}: {error}", path.display())))?,
            None => String::new(),
        };
        let mut table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| unreadable(error.to_string()))?;
        for key in KEYS {
            if let Ok(value) = std::env::var(format!("KAOGONG_{}", key.to_uppercase())) {
                let value = match value.as_str() {
                    "true" => toml::Value::Boolean(true),
                    "false" => toml::Value::Boolean(false),
                    _ => toml::Value::String(value),
                };
                table.insert((*key).to_owned(), value);
            }
        }
        table.try_into().map_err(|error: toml::de::Error| unreadable(error.to_string()))
    }

    /// The configuration of a demonstration in a folder.
    pub fn demo(data: PathBuf, port: u16) -> Config {
        Config {
            data,
            public_url: format!("http://127.0.0.1:{port}"),
            listen: format!("127.0.0.1:{port}"),
            demo: true,
            ..Config::default()
        }
    }

    /// The key file of the installation.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("keys.toml")
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

    /// How the store is opened.
    ///
    /// # Errors
    /// `data-folder` when the folder cannot be made.
    pub fn store_options(&self) -> Result<StoreOptions> {
        let engine = if self.database_url.is_empty() {
            std::fs::create_dir_all(&self.data).map_err(|error| {
                Problem::invalid("data-folder").arg("folder", self.data.display()).detail(error)
            })?;
            Engine::Sqlite(self.data.join("kaogong.db"))
        } else {
            let owner = Some(self.database_owner_url.clone()).filter(|url| !url.is_empty());
            Engine::Postgres { url: self.database_url.clone(), owner_url: owner }
        };
        Ok(StoreOptions { demo: self.demo, ..StoreOptions::new(engine) })
    }
}

/// Every key of the file, for the environment.
const KEYS: &[&str] =
    &["data", "database_url", "database_owner_url", "public_url", "listen", "crypto", "demo"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kaogong.toml");
        std::fs::write(&path, "listen = \"127.0.0.1:1\"\nlisten_on = 3\n").unwrap();
        let refused = Config::load(Some(&path)).unwrap_err();
        assert_eq!(refused.code(), "config-unreadable");
        let detail = &refused.args()[0].1;
        assert!(detail.contains("listen_on"), "{detail}");
        std::fs::write(&path, "listen = \"127.0.0.1:1\"\ncrypto = \"gm\"\n").unwrap();
        let config = Config::load(Some(&path)).unwrap();
        assert_eq!((config.listen.as_str(), config.crypto), ("127.0.0.1:1", Profile::Gm));
    }
}
