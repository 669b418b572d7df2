//! Foreign bytes as a credential and as a published list of keys.
#![no_main]

use credential::{IssuerKeys, KeySource, Limits, UnknownIssuers, Verdict};
use kernel::Instant;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let limits = Limits::default();
    let now = Instant::from_micros(1_795_449_600_000_000);
    let nobody = IssuerKeys { published_at: now, issuers: Vec::new() };
    let source = KeySource::new(nobody, UnknownIssuers::Refuse).expect("an empty list");
    let verdict = credential::verify(data, &source, now, &limits);
    assert!(!matches!(verdict, Verdict::Valid(_)), "nobody vouches for anything");
    if let Ok(list) = IssuerKeys::from_json(data, &limits) {
        let again = IssuerKeys::from_json(list.to_json().to_string().as_bytes(), &limits);
        assert_eq!(again.ok().map(|list| list.to_json()), Some(list.to_json()));
    }
});
