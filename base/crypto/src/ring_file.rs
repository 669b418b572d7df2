//! The key file: TOML, readable by its owner only, kept apart from the database and its backups.

use crate::ring::{Key, Versions};
use crate::{KeyRing, KeyRingError, KeyUse, KeyVersion, Profile};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

const HEADING: &str = "\
# The master keys of a Kaogong installation. Whoever reads this file can read everybody's data in
# the database: keep it for its owner only (mode 0600), and back it up apart from the database.
# Without it the personal data of the database are lost for ever.

";

const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: u32,
    profile: Profile,
    vault: UseSection,
    index: UseSection,
    token: UseSection,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UseSection {
    current: u16,
    key: Vec<KeyEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    version: u16,
    profile: Profile,
    /// 32 bytes in base64.
    secret: String,
}

impl Drop for KeyEntry {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl KeyRing {
    /// Reads the text of a key file.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        // The parser's own message quotes the line it stumbles over, which may hold a secret.
        let file: KeyFile = toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).map_or(1, |before| before.lines().count().max(1));
            malformed(format!("near line {line}"))
        })?;
        if file.format != FORMAT {
            return Err(malformed(format!("format {} is not known, only {FORMAT}", file.format)));
        }
        let uses = [
            versions(KeyUse::Vault, file.profile, &file.vault)?,
            versions(KeyUse::Index, file.profile, &file.index)?,
            versions(KeyUse::Token, file.profile, &file.token)?,
        ];
        Ok(KeyRing::from_parts(file.profile, uses))
    }

    /// Reads what an environment variable holds: the text of a key file, plain or in base64, which
    /// is one line.
    pub fn parse_variable(value: &str) -> Result<Self, KeyRingError> {
        match STANDARD.decode(value.trim()) {
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes);
                let text = std::str::from_utf8(&bytes).map_err(|_| malformed("not text".into()))?;
                KeyRing::parse(text)
            }
            Err(_) => KeyRing::parse(value),
        }
    }

    /// The text of the key file.
    pub fn to_text(&self) -> Zeroizing<String> {
        let file = KeyFile {
            format: FORMAT,
            profile: self.profile(),
            vault: section(self.keys(KeyUse::Vault)),
            index: section(self.keys(KeyUse::Index)),
            token: section(self.keys(KeyUse::Token)),
        };
        let body = toml::to_string(&file).expect("numbers and strings are always TOML");
        let body = Zeroizing::new(body);
        Zeroizing::new([HEADING, &body].concat())
    }

    /// Reads a key file. It must belong to its owner alone: mode 0600 or stricter.
    pub fn load(path: &Path) -> Result<Self, KeyRingError> {
        let mut file = File::open(path).map_err(KeyRingError::Io)?;
        refuse_open_to_others(&file)?;
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(KeyRingError::Io)?;
        KeyRing::parse(&text)
    }

    /// Writes a new key file with mode 0600. A file that is already there is never overwritten,
    /// since its keys may be the only ones that open a database.
    pub fn save_new(&self, path: &Path) -> Result<(), KeyRingError> {
        write_private(path, self.to_text().as_bytes()).map_err(KeyRingError::Io)
    }

    /// Puts the changed keys in the place of the file they were loaded from, whole or not at all.
    pub fn replace(&self, path: &Path) -> Result<(), KeyRingError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = Path::new(&beside);
        // Left by an attempt that died before the renaming: nothing was ever made with those keys.
        match std::fs::remove_file(beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(KeyRingError::Io(error));
            }
            _ => {}
        }
        write_private(beside, self.to_text().as_bytes())
            .and_then(|()| std::fs::rename(beside, path))
            .and_then(|()| sync_folder(path))
            .map_err(KeyRingError::Io)
    }
}

fn malformed(why: String) -> KeyRingError {
    KeyRingError::Malformed(why)
}

fn section(versions: &Versions) -> UseSection {
    let entry = |(version, key): (&KeyVersion, &Key)| KeyEntry {
        version: version.0,
        profile: key.profile,
        secret: STANDARD.encode(key.secret.as_slice()),
    };
    UseSection { current: versions.current.0, key: versions.keys.iter().map(entry).collect() }
}

fn versions(
    key_use: KeyUse,
    profile: Profile,
    section: &UseSection,
) -> Result<Versions, KeyRingError> {
    let mut keys = BTreeMap::new();
    for entry in &section.key {
        let version = KeyVersion(entry.version);
        let key = read_key(key_use, entry)?;
        if entry.version == 0 || keys.insert(version, key).is_some() {
            let why = format!("{key_use} version {version} is zero or there twice");
            return Err(malformed(why));
        }
    }
    let current = KeyVersion(section.current);
    match keys.get(&current) {
        Some(key) if key.profile == profile => Ok(Versions { current, keys }),
        Some(_) => Err(malformed(format!("current {key_use} key is not of profile {profile}"))),
        None => Err(malformed(format!("current {key_use} key {current} is not there"))),
    }
}

fn read_key(key_use: KeyUse, entry: &KeyEntry) -> Result<Key, KeyRingError> {
    let version = KeyVersion(entry.version);
    let wrong = || malformed(format!("{key_use} key {version} is not 32 bytes in base64"));
    let bytes = Zeroizing::new(STANDARD.decode(&entry.secret).map_err(|_| wrong())?);
    let secret: Zeroizing<[u8; 32]> =
        Zeroizing::new(bytes.as_slice().try_into().map_err(|_| wrong())?);
    // Thirty-two random bytes have about thirty different values; a key typed by hand has few, and
    // fewer than twelve do not happen by chance.
    let different: std::collections::BTreeSet<u8> = secret.iter().copied().collect();
    if different.len() < 12 {
        return Err(KeyRingError::Guessable(key_use, version));
    }
    Ok(Key::new(entry.profile, secret))
}

#[cfg(unix)]
fn refuse_open_to_others(file: &File) -> Result<(), KeyRingError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(KeyRingError::Io)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 { Err(KeyRingError::Permissions(mode)) } else { Ok(()) }
}

#[cfg(not(unix))]
fn refuse_open_to_others(_: &File) -> Result<(), KeyRingError> {
    Ok(())
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder(path)
}

/// Makes a new or renamed file survive a power cut.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
