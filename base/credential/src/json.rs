//! JSON as it may be signed: read strictly, written canonically (JCS, RFC 8785).

use crate::CredentialError;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;

/// How much of a foreign document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of text.
    pub bytes: usize,
    /// The most levels of arrays and objects, the outermost being level 1. Never more than
    /// 127 are read.
    pub depth: usize,
}

impl Default for Limits {
    /// One mebibyte and 64 levels: a certificate has about 3 kB and 6 levels.
    fn default() -> Self {
        Limits { bytes: 1 << 20, depth: 64 }
    }
}

/// The largest whole number that every reader keeps exactly: 2^53 − 1.
const LARGEST_SAFE: f64 = 9_007_199_254_740_991.0;

/// The reader of foreign JSON.
pub struct StrictJson;

impl StrictJson {
    /// Reads a document whose meaning no two readers can see differently: no member named twice,
    /// no number that is rounded, no lone surrogate, nothing after the end, within the limits.
    ///
    /// # Errors
    /// The first fault found; see [`CredentialError`].
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, CredentialError> {
        if bytes.len() > limits.bytes {
            return Err(CredentialError::TooLarge { limit: limits.bytes });
        }
        let refusal = RefCell::new(None);
        let reader = Reader { limit: limits.depth, levels_left: limits.depth, refusal: &refusal };
        let mut text = serde_json::Deserializer::from_slice(bytes);
        let value = reader.deserialize(&mut text).and_then(|value| text.end().map(|()| value));
        value.map_err(|fault| {
            let syntax = CredentialError::NotJson { line: fault.line(), column: fault.column() };
            refusal.take().unwrap_or(syntax)
        })
    }
}

/// Builds a [`Value`] and refuses what serde_json would let pass. The typed reason goes by
/// `refusal`, because a deserializer's own error carries only a text.
#[derive(Clone, Copy)]
struct Reader<'a> {
    limit: usize,
    levels_left: usize,
    refusal: &'a RefCell<Option<CredentialError>>,
}

impl Reader<'_> {
    fn refuse<E: Error>(&self, reason: CredentialError) -> E {
        let message = E::custom(&reason);
        *self.refusal.borrow_mut() = Some(reason);
        message
    }

    fn one_level_down<E: Error>(&self) -> Result<Self, E> {
        match self.levels_left.checked_sub(1) {
            Some(levels_left) => Ok(Reader { levels_left, ..*self }),
            None => Err(self.refuse(CredentialError::TooDeep { limit: self.limit })),
        }
    }

    fn number<E: Error>(&self, number: Number) -> Result<Value, E> {
        if is_safe(&number) {
            Ok(Value::Number(number))
        } else {
            Err(self.refuse(CredentialError::NumberUnsafe))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<Value, D::Error> {
        text.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.number(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.number(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => self.number(number),
            None => Err(self.refuse(CredentialError::NumberUnsafe)),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let within = self.one_level_down()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(within)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let within = self.one_level_down()?;
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                let key = key.chars().take(64).collect();
                return Err(self.refuse(CredentialError::DuplicateKey { key }));
            }
            object.insert(key, members.next_value_seed(within)?);
        }
        Ok(Value::Object(object))
    }
}

fn is_safe(number: &Number) -> bool {
    number.as_f64().is_some_and(|n| n.abs() <= LARGEST_SAFE)
}

/// Whether every number within survives being read as a double. The strict reader takes nothing
/// else, so nothing else may be signed.
pub(crate) fn numbers_are_safe(value: &Value) -> bool {
    match value {
        Value::Number(number) => is_safe(number),
        Value::Array(items) => items.iter().all(numbers_are_safe),
        Value::Object(members) => members.values().all(numbers_are_safe),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// The canonical bytes of a value (RFC 8785). Numbers are written as doubles, so whole numbers
/// beyond ±(2^53 − 1) lose digits: [`StrictJson`] lets none in.
///
/// # Errors
/// [`CredentialError::NumberUnsafe`] when a number cannot be written as a double.
pub fn canonical(value: &Value) -> Result<Vec<u8>, CredentialError> {
    let mut text = Vec::with_capacity(1024);
    write_value(&mut text, value)?;
    Ok(text)
}

/// The canonical bytes of an object.
///
/// # Errors
/// As [`canonical`].
pub fn canonical_object(members: &Map<String, Value>) -> Result<Vec<u8>, CredentialError> {
    let mut text = Vec::with_capacity(4096);
    write_object(&mut text, members)?;
    Ok(text)
}

fn write_value(text: &mut Vec<u8>, value: &Value) -> Result<(), CredentialError> {
    match value {
        Value::Null => text.extend_from_slice(b"null"),
        Value::Bool(true) => text.extend_from_slice(b"true"),
        Value::Bool(false) => text.extend_from_slice(b"false"),
        Value::Number(number) => {
            let digits = serde_json_canonicalizer::to_vec(number);
            text.extend_from_slice(&digits.map_err(|_| CredentialError::NumberUnsafe)?);
        }
        Value::String(content) => write_text(text, content),
        Value::Array(items) => {
            text.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(b',');
                }
                write_value(text, item)?;
            }
            text.push(b']');
        }
        Value::Object(members) => write_object(text, members)?,
    }
    Ok(())
}

/// Members in the order of the UTF-16 units of their names. For names of ASCII letters, as nearly
/// all are, that is the order of their bytes.
fn write_object(text: &mut Vec<u8>, members: &Map<String, Value>) -> Result<(), CredentialError> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    sorted.sort_unstable_by(|(a, _), (b, _)| {
        if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
    });
    text.push(b'{');
    for (i, (name, value)) in sorted.into_iter().enumerate() {
        if i > 0 {
            text.push(b',');
        }
        write_text(text, name);
        text.push(b':');
        write_value(text, value)?;
    }
    text.push(b'}');
    Ok(())
}

/// A string with the shortest escapes, and only where JSON needs them (RFC 8785, 3.2.2.2).
pub(crate) fn write_text(text: &mut Vec<u8>, content: &str) {
    text.push(b'"');
    let mut plain_from = 0;
    for (i, byte) in content.bytes().enumerate() {
        let short = match byte {
            b'"' | b'\\' => Some(byte),
            0x08 => Some(b'b'),
            b'\t' => Some(b't'),
            b'\n' => Some(b'n'),
            0x0c => Some(b'f'),
            b'\r' => Some(b'r'),
            0x00..=0x1f => None,
            _ => continue,
        };
        text.extend_from_slice(&content.as_bytes()[plain_from..i]);
        plain_from = i + 1;
        match short {
            Some(letter) => text.extend_from_slice(&[b'\\', letter]),
            None => text.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        }
    }
    text.extend_from_slice(&content.as_bytes()[plain_from..]);
    text.push(b'"');
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
