//! Reading the file and the environment over it. Whatever is wrong is named with its place: file and
//! line, or the variable.

use super::{Config, check};
use kernel::{Problem, Result};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Value;
use toml::de::{DeTable, DeValue};

/// Keys whose value may stand in a file of its own, named by the same key with `_file` after it.
const SECRETS: [&str; 3] = ["database_url", "database_owner_url", "metrics.token"];

/// The values given, by their keys with dots, and where each of them was given.
#[derive(Default)]
pub(super) struct Given {
    pub(super) values: BTreeMap<String, (Value, String)>,
}

impl Given {
    /// Where a key was given, for people.
    pub(super) fn place(&self, key: &str) -> String {
        self.values.get(key).map_or_else(|| key.to_owned(), |(_, place)| place.clone())
    }

    pub(super) fn text(&self, key: &str) -> &str {
        self.values.get(key).and_then(|(value, _)| value.as_str()).unwrap_or_default()
    }
}

impl Config {
    /// Reads a configuration file and the environment over it.
    ///
    /// # Errors
    /// `config-unreadable` without a readable file; one of the `config-…` refusals with the place,
    /// the key and what to do.
    pub fn load(file: Option<&Path>) -> Result<Config> {
        Config::read(file, |name| std::env::var(name).ok())
    }

    /// As [`Config::load`], with the environment given.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn read(file: Option<&Path>, variable: impl Fn(&str) -> Option<String>) -> Result<Config> {
        let known = defaults()?;
        let mut given = Given::default();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).map_err(|error| {
                let detail = format!("{}: {error}", path.display());
                Problem::invalid("config-unreadable").arg("detail", detail)
            })?;
            from_text(&path.display().to_string(), &text, &known, &mut given)?;
        }
        from_environment(variable, &known, &mut given)?;
        secrets(&mut given)?;
        check::values(&given)?;
        assemble(&given)
    }
}

/// Every key with its default.
fn defaults() -> Result<BTreeMap<String, Value>> {
    let table = toml::Table::try_from(Config::default()).map_err(Problem::internal)?;
    let mut flat = BTreeMap::new();
    flatten("", &table, &mut flat);
    Ok(flat)
}

fn flatten(before: &str, table: &toml::Table, flat: &mut BTreeMap<String, Value>) {
    for (key, value) in table {
        match value {
            Value::Table(inner) => flatten(&format!("{before}{key}."), inner, flat),
            value => {
                flat.insert(format!("{before}{key}"), value.clone());
            }
        }
    }
}

struct Text<'a> {
    file: &'a str,
    text: &'a str,
    known: &'a BTreeMap<String, Value>,
}

impl Text<'_> {
    fn place(&self, at: usize) -> String {
        let line = self.text[..at.min(self.text.len())].matches('\n').count() + 1;
        format!("{}:{line}", self.file)
    }

    fn table(&self, before: &str, table: &DeTable, given: &mut Given) -> Result<()> {
        for (name, value) in table {
            let key = format!("{before}{}", name.get_ref());
            let place = self.place(name.span().start);
            let section = format!("{key}.");
            if self.known.keys().any(|known| known.starts_with(&section)) {
                let inner = value.get_ref().as_table();
                let inner = inner.ok_or_else(|| wrong_type(&place, &key, "[…]"))?;
                self.table(&section, inner, given)?;
                continue;
            }
            let usual = self.known.get(&key).ok_or_else(|| unknown(&place, &key, self.known))?;
            let value = plain(value.get_ref()).filter(|value| value.same_type(usual));
            let value = value.ok_or_else(|| wrong_type(&place, &key, sample(usual)))?;
            given.values.insert(key, (value, place));
        }
        Ok(())
    }
}

fn from_text(
    file: &str,
    text: &str,
    known: &BTreeMap<String, Value>,
    given: &mut Given,
) -> Result<()> {
    let text = Text { file, text, known };
    let table = DeTable::parse(text.text).map_err(|error| {
        // Only the message: the parser's full text quotes the line, which may hold a password.
        let place = text.place(error.span().map_or(0, |span| span.start));
        Problem::invalid("config-syntax").arg("place", place).arg("message", error.message())
    })?;
    text.table("", table.get_ref(), given)
}

/// The value without its places; nothing for kinds no key has.
fn plain(value: &DeValue) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Boolean(yes) => Value::Boolean(*yes),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str());
            let texts: Option<Vec<_>> = texts.map(|text| Some(text?.to_owned().into())).collect();
            Value::Array(texts?)
        }
        _ => return None,
    })
}

fn from_environment(
    variable: impl Fn(&str) -> Option<String>,
    known: &BTreeMap<String, Value>,
    given: &mut Given,
) -> Result<()> {
    for (key, usual) in known {
        let name = format!("KAOGONG_{}", key.replace('.', "_").to_uppercase());
        let Some(text) = variable(&name) else { continue };
        let value = match usual {
            Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
            Value::Boolean(_) => text.trim().parse().ok().map(Value::Boolean),
            Value::Array(_) => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Some(Value::Array(items.map(|item| item.to_owned().into()).collect()))
            }
            _ => Some(Value::String(text)),
        };
        let value = value.ok_or_else(|| wrong_type(&name, key, sample(usual)))?;
        given.values.insert(key.clone(), (value, name));
    }
    Ok(())
}

/// Takes the secrets out of the files that hold them.
fn secrets(given: &mut Given) -> Result<()> {
    for key in SECRETS {
        let by_file = format!("{key}_file");
        let path = given.text(&by_file).to_owned();
        if path.is_empty() {
            continue;
        }
        let place = given.place(&by_file);
        if !given.text(key).is_empty() {
            return Err(Problem::invalid("config-both")
                .arg("place", place)
                .arg("key", key)
                .arg("other", by_file));
        }
        let text = check::private(Path::new(&path))
            .and_then(|()| std::fs::read_to_string(&path).map_err(Problem::internal));
        let text = text.map_err(|error| {
            if error.code() == "config-secret-open" {
                return error;
            }
            let refused = Problem::invalid("config-file").arg("place", &place);
            refused.arg("key", &by_file).arg("file", &path).detail(error)
        })?;
        given.values.insert(key.to_owned(), (Value::String(text.trim().to_owned()), place));
    }
    Ok(())
}

fn assemble(given: &Given) -> Result<Config> {
    let mut table = toml::Table::new();
    for (key, (value, _)) in &given.values {
        let (section, name) = key.split_once('.').unwrap_or(("", key));
        let into = match section {
            "" => &mut table,
            section => {
                let entry =
                    table.entry(section).or_insert_with(|| Value::Table(toml::Table::new()));
                entry.as_table_mut().ok_or_else(|| Problem::internal("a section is a table"))?
            }
        };
        into.insert(name.to_owned(), value.clone());
    }
    table.try_into().map_err(|error: toml::de::Error| {
        Problem::invalid("config-unreadable").arg("detail", error.message())
    })
}

fn wrong_type(place: &str, key: &str, sample: &str) -> Problem {
    Problem::invalid("config-type").arg("place", place).arg("key", key).arg("sample", sample)
}

/// How a value of the kind is written.
fn sample(usual: &Value) -> &'static str {
    match usual {
        Value::Integer(_) => "10",
        Value::Boolean(_) => "true / false",
        Value::Array(_) => "[\"…\", \"…\"]",
        _ => "\"…\"",
    }
}

fn unknown(place: &str, key: &str, known: &BTreeMap<String, Value>) -> Problem {
    let nearest = known.keys().min_by_key(|known| distance(known, key));
    Problem::invalid("config-unknown-key")
        .arg("place", place)
        .arg("key", key)
        .arg("nearest", nearest.map_or("", String::as_str))
}

/// How many letters have to be changed, added or left out to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = replaced.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
