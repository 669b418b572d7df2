//! Foreign bytes against every parser that reads them: good files with changes, the same in every run.
//! `cargo xtask fuzz` does it for longer and guided by what the bytes reach.

use kernel::Random;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// Changed files for each target.
fn inputs(usual: u64) -> u64 {
    if std::env::var("KAOGONG_TEST_LONG").is_ok() { usual * 10 } else { usual }
}

/// The good files of a folder, in the order of their names.
fn seeds(folder: &str, kinds: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let is_seed = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known))
    };
    let mut files: Vec<_> = entries.filter(is_seed).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// Values at which programs like to go wrong.
const EDGES: [u8; 12] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'<', b'{', b'[', b'-', b'9', b'\\'];

fn place(random: &Random, bytes: &[u8]) -> usize {
    random.below(bytes.len().max(1) as u64) as usize
}

/// One change of some bytes; `other` is what pieces come from.
fn change(random: &Random, bytes: &mut Vec<u8>, other: &[u8]) {
    if bytes.is_empty() {
        bytes.push(random.below(256) as u8);
        return;
    }
    let at = place(random, bytes);
    let length = (1 + random.below(16) as usize).min(bytes.len() - at);
    match random.below(8) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.below(256) as u8,
        2 => bytes[at] = EDGES[random.below(EDGES.len() as u64) as usize],
        3 => {
            bytes.drain(at..at + length);
        }
        4 => {
            let piece = bytes[at..at + length].to_vec();
            bytes.splice(at..at, piece.iter().copied().cycle().take(length * 8));
        }
        5 => bytes.truncate(at),
        6 => bytes[at..at + length].fill(0xff),
        _ => {
            let from = place(random, other);
            let piece = other.get(from..(from + 64).min(other.len())).unwrap_or_default();
            bytes.splice(at..at + length, piece.iter().copied());
        }
    }
}

/// The same archive with one of its parts changed, sound otherwise; nothing for what is no archive.
fn change_inside(random: &Random, seed: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(seed)).ok()?;
    let chosen = random.below(archive.len() as u64) as usize;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).ok()?;
        let (name, mut bytes) = (part.name().ok()?.into_owned(), Vec::new());
        part.read_to_end(&mut bytes).ok()?;
        if n == chosen {
            (0..1 + random.below(4)).for_each(|_| change(random, &mut bytes, other));
        }
        out.start_file(name, options).ok()?;
        out.write_all(&bytes).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// The changed file with a number: always the same.
fn input(seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
    let random = Random::seeded(number);
    let seed = &seeds[random.below(seeds.len() as u64) as usize];
    let other = &seeds[random.below(seeds.len() as u64) as usize];
    if random.below(2) == 0
        && let Some(changed) = change_inside(&random, seed, other)
    {
        return changed;
    }
    let mut bytes = seed.clone();
    (0..1 + random.below(6)).for_each(|_| change(&random, &mut bytes, other));
    bytes
}

/// Throws changed files at a parser, and names the one at which it fell.
fn throw(target: &str, seeds: &[Vec<u8>], count: u64, parse: fn(&[u8])) {
    assert!(!seeds.is_empty());
    for (n, seed) in seeds.iter().enumerate() {
        assert_ne!(&input(std::slice::from_ref(seed), n as u64), seed, "something is changed");
    }
    for number in 0..count {
        let bytes = input(seeds, number);
        if catch_unwind(AssertUnwindSafe(|| parse(&bytes))).is_err() {
            let file = std::env::temp_dir().join(format!("kaogong-{target}-{number}"));
            std::fs::write(&file, &bytes).unwrap();
            panic!("the {target} parser fell at number {number}: {}", file.display());
        }
    }
}

#[test]
fn changed_spreadsheets_are_read_or_refused() {
    let seeds = seeds("base/sheets/tests/data", &["xlsx", "xls", "ods"]);
    throw("spreadsheet", &seeds, inputs(25_000), sheets::fuzz_entry);
}

#[test]
fn changed_tables_of_text_are_read_or_refused() {
    let utf8 = "姓名,证件号码,成绩\r\n\"示例,甲\",770101199003050018,75.5\r\n=1+1,'x,\r\n";
    let (gb18030, ..) = encoding_rs::GB18030.encode(utf8);
    let tabs = utf8.replace(',', "\t");
    let wide: Vec<u8> = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = [b"\xff\xfe".as_slice(), &wide].concat();
    let seeds = [utf8.as_bytes().to_vec(), gb18030.into_owned(), tabs.into_bytes(), wide];
    throw("text", &seeds, inputs(10_000), sheets::fuzz_entry);
}

#[test]
fn changed_credentials_are_read_or_refused() {
    let seeds = seeds("fuzz/seeds/credential", &["json"]);
    throw("credential", &seeds, inputs(60_000), credential::fuzz_entry);
}
