//! Which encoding a text file has, and its text as UTF-8.

use crate::error::SheetError;
use crate::source::{Source, read_up_to};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{Seek, SeekFrom};

/// So many characters that are well-formed UTF-8 do not come about by chance in GB18030: an error
/// after them is damage, not another encoding.
const CONVINCING_CHARS: u64 = 40;
const CHUNK: usize = 64 << 10;

/// The encoding of a text file, and the length of the mark at its beginning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextEncoding {
    encoding: &'static Encoding,
    mark: u64,
}

impl TextEncoding {
    /// Its usual name.
    pub fn name(self) -> &'static str {
        if self.encoding == GB18030 { "GB18030" } else { self.encoding.name() }
    }
}

/// Finds the encoding by reading the whole file: the first Chinese name may stand on the last line.
///
/// # Errors
/// [`SheetError::UnknownEncoding`] with the line that fits neither; `binary` when there are zero
/// bytes without a mark of UTF-16.
pub(crate) fn detect(source: &mut Source) -> Result<TextEncoding, SheetError> {
    let mut start = [0; 3];
    source.rewind()?;
    let filled = read_up_to(source, &mut start)?;
    let marked = match &start[..filled] {
        [0xef, 0xbb, 0xbf] => Some(TextEncoding { encoding: UTF_8, mark: 3 }),
        [0xff, 0xfe, ..] => Some(TextEncoding { encoding: UTF_16LE, mark: 2 }),
        [0xfe, 0xff, ..] => Some(TextEncoding { encoding: UTF_16BE, mark: 2 }),
        _ => None,
    };
    if let Some(marked) = marked {
        check(source, marked)?;
        return Ok(marked);
    }
    let utf_8 = TextEncoding { encoding: UTF_8, mark: 0 };
    match find_error(source, utf_8)? {
        None => Ok(utf_8),
        Some(error) if error.wide_chars >= CONVINCING_CHARS => {
            Err(SheetError::UnknownEncoding { line: error.line })
        }
        Some(_) => {
            let gb18030 = TextEncoding { encoding: GB18030, mark: 0 };
            check(source, gb18030)?;
            Ok(gb18030)
        }
    }
}

fn check(source: &mut Source, encoding: TextEncoding) -> Result<(), SheetError> {
    match find_error(source, encoding)? {
        Some(error) => Err(SheetError::UnknownEncoding { line: error.line }),
        None => Ok(()),
    }
}

/// The first place that does not fit the encoding.
struct Misfit {
    /// Its line, from 1.
    line: u64,
    /// Characters beyond ASCII before it.
    wide_chars: u64,
}

fn find_error(source: &mut Source, encoding: TextEncoding) -> Result<Option<Misfit>, SheetError> {
    source.seek(SeekFrom::Start(encoding.mark))?;
    let mut decoder = encoding.encoding.new_decoder_without_bom_handling();
    let mut input = vec![0; CHUNK];
    let mut output = vec![0; CHUNK];
    let mut place = Misfit { line: 1, wide_chars: 0 };
    loop {
        let filled = read_up_to(source, &mut input)?;
        let last = filled < input.len();
        if encoding.mark == 0 && input[..filled].contains(&0) {
            return Err(SheetError::NotASpreadsheet { found: "binary" });
        }
        let mut rest = &input[..filled];
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(rest, &mut output, last);
            rest = &rest[read..];
            let text = &output[..written];
            place.line += text.iter().filter(|byte| **byte == b'\n').count() as u64;
            // Every character beyond ASCII has one leading byte from 0xC0 on.
            place.wide_chars += text.iter().filter(|byte| **byte >= 0xc0).count() as u64;
            match result {
                encoding_rs::DecoderResult::InputEmpty => break,
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::Malformed(..) => return Ok(Some(place)),
            }
        }
        if last {
            return Ok(None);
        }
    }
}

/// The text of a file as UTF-8, piece by piece.
pub(crate) struct TextInput {
    source: Source,
    /// Absent for UTF-8, which passes as it is: it has been checked.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    raw_from: usize,
    text: Vec<u8>,
    text_from: usize,
    taken: u64,
    ended: bool,
}

impl TextInput {
    /// Begins after the mark.
    pub fn new(mut source: Source, encoding: TextEncoding) -> Result<Self, SheetError> {
        source.seek(SeekFrom::Start(encoding.mark))?;
        let decoder = (encoding.encoding != UTF_8)
            .then(|| encoding.encoding.new_decoder_without_bom_handling());
        Ok(TextInput {
            source,
            decoder,
            raw: Vec::new(),
            raw_from: 0,
            text: Vec::new(),
            text_from: 0,
            taken: encoding.mark,
            ended: false,
        })
    }

    /// Bytes of the file taken so far.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    pub fn into_source(self) -> Source {
        self.source
    }

    /// What lies ready; empty only at the end.
    pub fn fill(&mut self) -> Result<&[u8], SheetError> {
        while self.text_from == self.text.len() && !self.ended {
            self.text_from = 0;
            match self.decoder {
                None => {
                    self.text.resize(CHUNK, 0);
                    let filled = read_up_to(&mut self.source, &mut self.text)?;
                    self.text.truncate(filled);
                    self.taken += filled as u64;
                    self.ended = filled < CHUNK;
                }
                Some(_) => self.decode()?,
            }
        }
        Ok(&self.text[self.text_from..])
    }

    /// Passes over what has been used.
    pub fn consume(&mut self, count: usize) {
        self.text_from += count;
    }

    fn decode(&mut self) -> Result<(), SheetError> {
        if self.raw_from == self.raw.len() {
            self.raw.resize(CHUNK, 0);
            let filled = read_up_to(&mut self.source, &mut self.raw)?;
            self.raw.truncate(filled);
            self.raw_from = 0;
            self.taken += filled as u64;
        }
        let last = self.raw.len() < CHUNK;
        self.text.resize(CHUNK, 0);
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let (result, read, written, _) =
            decoder.decode_to_utf8(&self.raw[self.raw_from..], &mut self.text, last);
        self.raw_from += read;
        self.text.truncate(written);
        self.ended = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}
