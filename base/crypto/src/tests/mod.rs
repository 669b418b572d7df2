//! Tests of the crate: published vectors, properties, and another implementation as a witness.

mod codes;
mod openssl;
mod ring;
mod signing;
mod vault;
mod vectors;

/// Bytes from hexadecimal, blanks ignored.
fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect()
}
