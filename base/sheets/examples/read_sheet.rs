//! Reads a spreadsheet and says how fast and in how much memory:
//! `cargo run --release -p sheets --example read_sheet -- FILE [FROM_ROW]`.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use sheets::{OpenOptions, SheetReader};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: read_sheet FILE [FROM_ROW]")?;
    let started = Instant::now();
    let mut reader = SheetReader::open_path(Path::new(&path), &OpenOptions::default())?;
    let opened = started.elapsed();
    println!(
        "{:?}, sheet {:?}, header {:?}",
        reader.format(),
        reader.sheet_name(),
        reader.header()
    );
    if let Some(row) = args.next() {
        reader.skip_to(row.parse()?);
    }
    let (mut rows, mut cells, mut bytes) = (0u64, 0u64, 0u64);
    let started = Instant::now();
    while let Some(row) = reader.next_row()? {
        rows += 1;
        cells += row.cells.len() as u64;
        for cell in &row.cells {
            bytes += cell.as_text_checked().ok().flatten().map_or(0, |text| text.len() as u64);
        }
    }
    let read = started.elapsed();
    println!(
        "{rows} rows, {cells} cells, {bytes} bytes of text; opened in {:.2} s, read in {:.2} s: {:.0} rows/s over all; peak {}",
        opened.as_secs_f64(),
        read.as_secs_f64(),
        rows as f64 / (opened + read).as_secs_f64(),
        peak_memory()
    );
    Ok(())
}

/// The most memory the process ever held, as Linux tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.map_or("unknown".to_string(), |line| {
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    })
}
