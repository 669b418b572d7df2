//! A reader of the XML in office files: elements, attributes, text. No document types, hence no
//! entities but the five that XML itself knows; no encoding but UTF-8.
//!
//! Written for this place since a sheet is gigabytes of very small elements: tokens are slices of
//! one buffer of fixed size, which is also the bound on what a single token may take. Names are
//! given without their namespace prefix, which differs between programs while the local names do
//! not.

use super::archive::{Archive, Unpacking};
use crate::error::SheetError;
use crate::limits::Limits;
use crate::source::read_up_to;
use memchr::memmem;
use memchr::{memchr, memchr2};
use std::borrow::Cow;
use std::ops::Range;

/// How much is unpacked at a time at least.
const CHUNK: usize = 64 << 10;

/// A part being parsed.
pub(crate) struct Xml {
    unpacking: Unpacking,
    part: &'static str,
    /// What is unpacked and known to be UTF-8; parsed up to `from`.
    buffer: String,
    from: usize,
    most: usize,
    chunk: Vec<u8>,
    /// The beginning of a character at the end of the chunk.
    carried: usize,
    ended: bool,
    /// For each open element its name as [`name_mark`] gives it.
    open: Vec<u64>,
    /// Where in the buffer the name of an element without content lies, whose end is due.
    end_due: Option<Range<usize>>,
    deepest: usize,
}

/// A piece of XML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'x> {
    /// The start of an element. For an element without content, its end follows all the same.
    Start(Tag<'x>),
    /// The end of an element: its local name.
    End(&'x str),
    /// Text as it stands, with references.
    Text(&'x str),
    /// Text without references.
    CData(&'x str),
    /// The end, after every element is closed.
    Eof,
}

/// The start of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'x> {
    /// Its local name.
    pub name: &'x str,
    attributes: &'x str,
}

/// What stands at the beginning of the buffer; lengths in bytes.
enum Scan {
    Text(usize),
    CData(usize),
    Start(usize),
    End(usize),
    /// A comment or an instruction.
    Pass(usize),
    /// It does not end in the buffer.
    Open,
}

impl Xml {
    pub fn new(unpacking: Unpacking, part: &'static str, limits: &Limits) -> Self {
        // Escaped text is up to six times longer than what it stands for.
        let most = limits.cell_bytes.saturating_mul(6).saturating_add(CHUNK);
        Xml {
            unpacking,
            part,
            buffer: String::new(),
            from: 0,
            most,
            chunk: vec![0; CHUNK],
            carried: 0,
            ended: false,
            open: Vec::new(),
            end_due: None,
            deepest: limits.xml_depth as usize,
        }
    }

    /// Packed bytes taken so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        self.unpacking.progress()
    }

    /// Leaves the part, wherever it is.
    pub fn into_archive(self) -> Archive {
        self.unpacking.into_archive()
    }

    /// The next token.
    ///
    /// # Errors
    /// Damage, a document type, elements nested too deep, and a token longer than the longest cell.
    pub fn next(&mut self) -> Result<Token<'_>, SheetError> {
        if let Some(name) = self.end_due.take() {
            self.open.pop();
            return Ok(Token::End(local(&self.buffer[name])));
        }
        loop {
            let scan = scan(&self.buffer.as_bytes()[self.from..])
                .map_err(|detail| SheetError::broken(self.part, detail))?;
            let at = self.from;
            match scan {
                Scan::Open if !self.ended => self.fill()?,
                Scan::Open => return self.last(),
                Scan::Pass(length) => self.from += length,
                Scan::Text(length) => {
                    self.from += length;
                    return Ok(Token::Text(&self.buffer[at..at + length]));
                }
                Scan::CData(length) => {
                    self.from += length;
                    let inner = at + CDATA.len()..at + length - CDATA_END.len();
                    return Ok(Token::CData(&self.buffer[inner]));
                }
                Scan::Start(length) => {
                    self.from += length;
                    return self.start(at + 1..at + length - 1);
                }
                Scan::End(length) => {
                    self.from += length;
                    return self.end(at + 2..at + length - 1);
                }
            }
        }
    }

    fn start(&mut self, mut inner: Range<usize>) -> Result<Token<'_>, SheetError> {
        let empty = self.buffer[inner.clone()].ends_with('/');
        inner.end -= usize::from(empty);
        let content = &self.buffer[inner.clone()];
        let name_end =
            content.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(content.len());
        let (name, attributes) = content.split_at(name_end);
        if name.is_empty() {
            return Err(SheetError::broken(self.part, "element without a name"));
        }
        if self.open.len() == self.deepest {
            return Err(SheetError::TooComplex { what: "depth", limit: self.deepest as u64 });
        }
        self.open.push(name_mark(name));
        if empty {
            self.end_due = Some(inner.start..inner.start + name_end);
        }
        Ok(Token::Start(Tag { name: local(name), attributes }))
    }

    fn end(&mut self, inner: Range<usize>) -> Result<Token<'_>, SheetError> {
        let name = self.buffer[inner].trim_ascii_end();
        if self.open.pop() != Some(name_mark(name)) {
            return Err(SheetError::broken(self.part, "elements that overlap"));
        }
        Ok(Token::End(local(name)))
    }

    /// What is left when no more comes: nothing, or blanks after the last element.
    fn last(&mut self) -> Result<Token<'_>, SheetError> {
        let rest = self.buffer[self.from..].trim_ascii();
        if !self.open.is_empty() || !rest.is_empty() || self.carried > 0 {
            return Err(SheetError::broken(self.part, "cut off"));
        }
        self.from = self.buffer.len();
        Ok(Token::Eof)
    }

    /// Unpacks more behind what is not yet parsed.
    fn fill(&mut self) -> Result<(), SheetError> {
        self.buffer.drain(..self.from);
        self.from = 0;
        if self.buffer.len() >= self.most {
            return Err(SheetError::CellTooLong { row: 0 });
        }
        let filled = read_up_to(&mut self.unpacking, &mut self.chunk[self.carried..]);
        let filled = filled.map_err(|error| SheetError::from_part(self.part, &error))?;
        let end = self.carried + filled;
        self.ended = end < self.chunk.len();
        let valid = match std::str::from_utf8(&self.chunk[..end]) {
            Ok(valid) => valid,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&self.chunk[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(error) => return Err(SheetError::broken(self.part, error)),
        };
        self.buffer.push_str(valid);
        let valid = valid.len();
        self.chunk.copy_within(valid..end, 0);
        self.carried = end - valid;
        Ok(())
    }
}

const COMMENT: &[u8] = b"<!--";
const CDATA: &[u8] = b"<![CDATA[";
const CDATA_END: &[u8] = b"]]>";
const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Tells what stands at the beginning and where it ends.
fn scan(data: &[u8]) -> Result<Scan, &'static str> {
    let until = |end: &[u8]| memmem::find(data, end).map(|at| at + end.len());
    let passed = |end: Option<usize>| Ok(end.map_or(Scan::Open, Scan::Pass));
    match data {
        [] | [b'<'] => Ok(Scan::Open),
        [b'<', b'/', ..] => Ok(memchr(b'>', data).map_or(Scan::Open, |at| Scan::End(at + 1))),
        [b'<', b'?', ..] => passed(until(b"?>")),
        [b'<', b'!', ..] if data.starts_with(COMMENT) => {
            let end = memmem::find(&data[COMMENT.len()..], b"-->");
            passed(end.map(|at| COMMENT.len() + at + 3))
        }
        [b'<', b'!', ..] if data.starts_with(CDATA) => {
            Ok(until(CDATA_END).map_or(Scan::Open, Scan::CData))
        }
        // Too short to tell, or a document type: office programs write none.
        [b'<', b'!', ..] if COMMENT.starts_with(data) || CDATA.starts_with(data) => Ok(Scan::Open),
        [b'<', b'!', ..] => Err("document type"),
        [b'<', ..] => scan_start(data),
        [first, ..] if *first == UTF_8_MARK[0] && data.starts_with(UTF_8_MARK) => {
            Ok(Scan::Pass(UTF_8_MARK.len()))
        }
        _ => Ok(memchr(b'<', data).map_or(Scan::Open, Scan::Text)),
    }
}

fn scan_start(data: &[u8]) -> Result<Scan, &'static str> {
    let mut quote = None;
    for (at, byte) in data.iter().enumerate().skip(1) {
        match (quote, *byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Ok(Scan::Start(at + 1)),
            (None, b'<') => return Err("tag in a tag"),
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, _) => {}
        }
    }
    Ok(Scan::Open)
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    memchr(b':', name.as_bytes()).map_or(name, |at| &name[at + 1..])
}

/// What is kept of the name of an open element, to know its end again.
fn name_mark(name: &str) -> u64 {
    name.bytes().fold(name.len() as u64, |mark, byte| mark.wrapping_mul(257) + u64::from(byte))
}

impl<'x> Tag<'x> {
    /// Its attributes in order.
    pub fn attributes(&self) -> Attributes<'x> {
        Attributes(self.attributes)
    }

    /// The value of an attribute by its local name.
    ///
    /// # Errors
    /// When the attributes are damaged up to there.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'x, str>>, SheetError> {
        for attribute in self.attributes() {
            let (key, value) = attribute?;
            if key == name {
                return resolved(value).map(Some);
            }
        }
        Ok(None)
    }
}

/// The attributes of an element: local names and values as they stand.
pub(crate) struct Attributes<'x>(&'x str);

impl<'x> Iterator for Attributes<'x> {
    type Item = Result<(&'x str, &'x str), SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_ascii_start();
        if rest.is_empty() {
            return None;
        }
        let parsed = parse_attribute(rest);
        let (pair, rest) = match parsed {
            Some((key, value, rest)) => (Ok((key, value)), rest),
            None => (Err(SheetError::broken("attributes", "damaged")), ""),
        };
        self.0 = rest;
        Some(pair)
    }
}

fn parse_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let equals = memchr(b'=', text.as_bytes())?;
    let value = text[equals + 1..].trim_ascii_start();
    let quote = *value.as_bytes().first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let end = 1 + memchr(quote, &value.as_bytes()[1..])?;
    Some((local(text[..equals].trim_ascii_end()), &value[1..end], &value[end + 1..]))
}

fn resolved(value: &str) -> Result<Cow<'_, str>, SheetError> {
    if !value.contains('&') {
        return Ok(Cow::Borrowed(value));
    }
    let mut text = String::new();
    push_text(value, "attributes", &mut text)?;
    Ok(Cow::Owned(text))
}

/// Appends text with its references resolved and its line ends as LF.
pub(crate) fn push_text(
    mut raw: &str,
    part: &'static str,
    text: &mut String,
) -> Result<(), SheetError> {
    while let Some(at) = memchr2(b'&', b'\r', raw.as_bytes()) {
        text.push_str(&raw[..at]);
        if raw.as_bytes()[at] == b'\r' {
            text.push('\n');
            raw = &raw[at + 1..];
            raw = raw.strip_prefix('\n').unwrap_or(raw);
        } else {
            let (c, rest) = reference(&raw[at + 1..])
                .ok_or_else(|| SheetError::broken(part, "unknown reference"))?;
            text.push(c);
            raw = rest;
        }
    }
    text.push_str(raw);
    Ok(())
}

/// The character that a reference stands for, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let (name, rest) = text.split_once(';')?;
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, rest))
}

/// Resolves the escapes by which office programs keep characters that XML forbids: `_x000D_`.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr(b'_', text.as_bytes()).is_none() || !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(unit) = escaped_unit(rest) {
            units.push(unit);
            rest = &rest[ESCAPE_BYTES..];
        } else {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            rest = &rest[c.len_utf8()..];
        }
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

const ESCAPE_BYTES: usize = "_x000D_".len();

fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.get(..ESCAPE_BYTES)?.strip_prefix("_x")?.strip_suffix('_')?;
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_forbidden_characters() {
        assert_eq!(unescape("a_x000D_b"), "a\rb");
        assert_eq!(unescape("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescape("_xD840__xDC00_"), "\u{20000}");
        for text in ["_x00D_", "_x+00D_", "_x", "_x000", "示_x例", "__x000G_"] {
            assert_eq!(unescape(text), text);
        }
    }
}
