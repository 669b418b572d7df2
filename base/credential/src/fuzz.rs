//! The door for a fuzzer: every parser of foreign bytes in one call.

use crate::{IssuerKeys, KeySource, Limits, PublicKey, StrictJson, UnknownIssuers, Verdict};
use crate::{canonical, multibase_decode, verify};
use kernel::Instant;

/// Feeds bytes to every parser, and panics when a promise is broken: canonical text is read back as
/// the same value, and nothing is valid under keys that nobody here holds.
pub fn fuzz_entry(data: &[u8]) {
    let limits = Limits::default();
    if let Ok(value) = StrictJson::parse(data, &limits) {
        let text = canonical(&value).expect("what was read strictly can be written");
        let again = StrictJson::parse(&text, &Limits { bytes: usize::MAX, ..limits });
        let again =
            canonical(&again.expect("canonical text is strict")).expect("and written again");
        assert_eq!(text, again);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = multibase_decode(text);
        let _ = PublicKey::from_multibase(text);
        let _ = PublicKey::from_did_key(text);
    }
    if let Ok(list) = IssuerKeys::from_json(data, &limits) {
        let again = IssuerKeys::from_json(list.to_json().to_string().as_bytes(), &limits);
        assert_eq!(again.ok().map(|list| list.to_json()), Some(list.to_json()));
    }
    let nobody = IssuerKeys { published_at: Instant::from_micros(0), issuers: Vec::new() };
    if let Ok(source) = KeySource::new(nobody, UnknownIssuers::Refuse) {
        let verdict = verify(data, &source, Instant::from_micros(0), &limits);
        assert!(!matches!(verdict, Verdict::Valid(_)));
        let _ = verdict.to_json();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_of_any_kind_are_taken(data in proptest::collection::vec(any::<u8>(), 0..400)) {
            fuzz_entry(&data);
        }

        #[test]
        fn text_that_looks_like_json_is_taken(
            data in r#"[\[\]{}",:\\ue0-9.+\-truefalsn "]{0,200}"#
        ) {
            fuzz_entry(data.as_bytes());
        }
    }
}
