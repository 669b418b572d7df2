//! From when until when a certificate is valid: the one thing of X.509 that nobody else tells us.
//! RFC 5280, 4.1: Certificate → TBSCertificate → version, serial, algorithm, issuer, validity.

use chrono::NaiveDateTime;
use kernel::Instant;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// From when until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Not before.
    pub from: Instant,
    /// Not after.
    pub until: Instant,
}

/// The validity of a certificate in DER; nothing when it is none.
pub fn validity(der: &[u8]) -> Option<Validity> {
    let (mut certificate, _) = inside(der, SEQUENCE)?;
    let (mut content, _) = inside(certificate, SEQUENCE)?;
    certificate = content;
    if certificate.first() == Some(&VERSION) {
        (_, content) = inside(content, VERSION)?;
    }
    for tag in [INTEGER, SEQUENCE, SEQUENCE] {
        (_, content) = inside(content, tag)?;
    }
    let (times, _) = inside(content, SEQUENCE)?;
    let (from, rest) = time(times)?;
    let (until, _) = time(rest)?;
    Some(Validity { from, until })
}

/// The content of the element at the beginning, and what follows it.
fn inside(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        // No certificate needs more than four bytes for a length.
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length - 0x80))?;
            (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    (first == tag).then(|| rest.split_at_checked(length)).flatten()
}

fn time(bytes: &[u8]) -> Option<(Instant, &[u8])> {
    let tag = *bytes.first()?;
    let (text, rest) = inside(bytes, tag)?;
    let text = std::str::from_utf8(text).ok()?;
    let text = match tag {
        // Two digits of the year: 50 to 99 are of the last century.
        UTC_TIME if text.get(..2)?.parse::<u8>().ok()? < 50 => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let at = NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%SZ").ok()?;
    Some((Instant::from_micros(at.and_utc().timestamp_micros()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_bytes_have_no_validity() {
        for bytes in [&b""[..], b"0", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80", &[0x30; 40]] {
            assert_eq!(validity(bytes), None);
        }
    }

    #[test]
    fn both_forms_of_time_are_read() {
        let (instant, _) = time(b"\x17\x0d261124010203Z").unwrap();
        assert_eq!(instant.rfc3339(), "2026-11-24T01:02:03Z");
        let (instant, _) = time(b"\x18\x0f20501124010203Z").unwrap();
        assert_eq!(instant.rfc3339(), "2050-11-24T01:02:03Z");
        assert!(time(b"\x17\x0d991124010203Z").unwrap().0.rfc3339().starts_with("1999"));
    }
}
