use super::*;
use crate::certificate::tests::{achievement, award, issuer};
use crate::{CertificateTemplate, IssuerEntry, IssuerKey, IssuerKeys, KeyStanding, PublicKey};
use crate::{ProofOptions, UnknownIssuers, canonical_object, proof};
use ed25519_dalek::{Signer as _, SigningKey};
use kernel::CivilDate;
use proptest::prelude::*;

fn secret() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey::from_bytes(&key.verifying_key().to_bytes()).unwrap()
}

fn day(day: u32) -> Instant {
    Instant::start_of(CivilDate::from_ymd_opt(2026, 11, day).unwrap())
}

fn method() -> String {
    public(&secret()).method_of(&issuer().id)
}

/// The issuer's key, in force from 1 November 2026.
fn source_with(standing: KeyStanding) -> KeySource {
    let key = IssuerKey { id: method(), public_key: public(&secret()), from: day(1), standing };
    let entry = IssuerEntry {
        id: issuer().id,
        name: "示例职业技能评价中心（备案名称）".to_owned(),
        filing_code: Some(issuer().filing_code),
        keys: vec![key],
    };
    let list = IssuerKeys { published_at: day(1), issuers: vec![entry] };
    KeySource::new(list, UnknownIssuers::Refuse).unwrap()
}

fn source() -> KeySource {
    source_with(KeyStanding::InForce)
}

/// A certificate of 24 November, signed then.
fn certificate() -> Vec<u8> {
    let template = CertificateTemplate::compile(&issuer(), &achievement(), &method()).unwrap();
    template.issue(&award(), day(24), &|bytes| Ok(secret().sign(bytes).to_bytes())).unwrap()
}

fn check(bytes: &[u8], source: &KeySource, now: Instant) -> Verdict {
    verify(bytes, source, now, &Limits::default())
}

fn reasons(verdict: Verdict) -> Vec<Reason> {
    match verdict {
        Verdict::NotValid { reasons, .. } => reasons,
        other => panic!("{other:?}"),
    }
}

/// The certificate's document, changed before it is signed.
fn signed(change: impl Fn(&mut Map<String, Value>), created: Instant) -> Vec<u8> {
    let mut document: Map<String, Value> = serde_json::from_slice(&certificate()).unwrap();
    document.remove("proof");
    change(&mut document);
    let options = ProofOptions { verification_method: method(), created };
    let signer = |bytes: &[u8]| Ok(secret().sign(bytes).to_bytes());
    canonical_object(&proof::sign(&document, &options, &signer).unwrap()).unwrap()
}

/// The certificate with its proof changed after signing.
fn with_proof(change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(&certificate()).unwrap();
    change(&mut document["proof"]);
    document.to_string().into_bytes()
}

#[test]
fn a_certificate_of_a_listed_issuer_is_valid() {
    let Verdict::Valid(proven) = check(&certificate(), &source(), day(25)) else { panic!() };
    assert_eq!(proven.facts.number.as_deref(), Some("S000077000001263000001"));
    assert_eq!(proven.signed_at, Some(day(24)));
    assert_eq!(proven.verification_method, method());
    let filed = ProvenIssuer::Listed {
        id: issuer().id,
        name: "示例职业技能评价中心（备案名称）".to_owned(),
        filing_code: Some(issuer().filing_code),
    };
    assert_eq!(proven.issuer, filed);
    let json = Verdict::Valid(proven).to_json();
    assert_eq!(json["verdict"], "valid");
    assert_eq!(json["certificate"]["issuedOn"], "2026-11-24");
    assert_eq!(json["certificate"]["level"]["code"], "3");
    assert_eq!(json["issuer"]["name"], "示例职业技能评价中心（备案名称）");
}

#[test]
fn the_credential_of_the_recommendation_is_valid_for_its_issuer() {
    use crate::proof::tests::{public, signed};
    let issuer = "https://vc.example/issuers/5678";
    let key = IssuerKey {
        id: public().did_key_method(),
        public_key: public(),
        from: Instant::from_micros(0),
        standing: KeyStanding::InForce,
    };
    let entry = IssuerEntry {
        id: issuer.to_owned(),
        name: "Issuer 5678".to_owned(),
        filing_code: None,
        keys: vec![key],
    };
    let list = IssuerKeys { published_at: day(1), issuers: vec![entry] };
    let source = KeySource::new(list, UnknownIssuers::Refuse).unwrap();
    let bytes = Value::Object(signed()).to_string();
    let Verdict::Valid(proven) = check(bytes.as_bytes(), &source, day(1)) else { panic!() };
    assert_eq!(proven.facts.title.as_deref(), Some("Alumni Credential"));
    assert_eq!(proven.facts.number, None);
}

#[test]
fn layout_and_order_of_members_do_not_matter() {
    let document: Value = serde_json::from_slice(&certificate()).unwrap();
    let pretty = serde_json::to_string_pretty(&document).unwrap();
    assert!(matches!(check(pretty.as_bytes(), &source(), day(25)), Verdict::Valid(_)));
}

#[test]
fn dates_decide_to_the_second() {
    let instant_before = |instant: Instant| instant.plus_seconds(-1);
    let early = reasons(check(&certificate(), &source(), instant_before(day(24))));
    assert_eq!(early, [Reason::NotYetValid { from: day(24) }]);
    assert!(matches!(check(&certificate(), &source(), day(24)), Verdict::Valid(_)));

    let until = |document: &mut Map<String, Value>| {
        document.insert("validUntil".to_owned(), json!("2026-11-28T00:00:00+08:00"));
    };
    let limited = signed(until, day(24));
    assert!(matches!(check(&limited, &source(), instant_before(day(28))), Verdict::Valid(_)));
    let late = reasons(check(&limited, &source(), day(28)));
    assert_eq!(late, [Reason::Expired { until: day(28) }]);
}

#[test]
fn a_clock_ahead_by_minutes_is_borne_and_by_hours_is_not() {
    let ahead = |seconds| signed(|_| (), day(25).plus_seconds(seconds));
    assert!(matches!(check(&ahead(300), &source(), day(25)), Verdict::Valid(_)));
    let found = reasons(check(&ahead(301), &source(), day(25)));
    assert_eq!(found, [Reason::SignedInFuture { signed_at: day(25).plus_seconds(301) }]);
}

#[test]
fn the_key_must_have_been_in_force_when_it_signed() {
    let retired = source_with(KeyStanding::Retired { at: day(25) });
    assert!(matches!(check(&certificate(), &retired, day(28)), Verdict::Valid(_)));
    let out_of_force = |signed_at| [Reason::KeyNotInForce { method: method(), signed_at }];
    let later = signed(|_| (), day(26));
    assert_eq!(reasons(check(&later, &retired, day(28))), out_of_force(day(26)));
    let before = signed(|_| (), day(1).plus_seconds(-1));
    assert_eq!(reasons(check(&before, &source(), day(28))), out_of_force(day(1).plus_seconds(-1)));
    let lost = source_with(KeyStanding::Revoked { at: day(27) });
    let revoked = Reason::KeyRevoked { method: method(), revoked_at: day(27) };
    assert_eq!(reasons(check(&certificate(), &lost, day(28))), [revoked]);
}

#[test]
fn a_proof_without_date_needs_a_key_that_is_in_force_now() {
    let mut document: Map<String, Value> = serde_json::from_slice(&certificate()).unwrap();
    let mut proof = document.remove("proof").unwrap();
    let members = proof.as_object_mut().unwrap();
    members.remove("created");
    members.remove("proofValue");
    let data = [canonical_object(members).unwrap(), canonical_object(&document).unwrap()];
    use sha2::{Digest, Sha256};
    let data = proof::joined(Sha256::digest(&data[0]).into(), Sha256::digest(&data[1]).into());
    let value = crate::multibase_encode(&secret().sign(&data).to_bytes());
    members.insert("proofValue".to_owned(), json!(value));
    document.insert("proof".to_owned(), proof);
    let bytes = canonical_object(&document).unwrap();
    let Verdict::Valid(proven) = check(&bytes, &source(), day(28)) else { panic!() };
    assert_eq!(proven.signed_at, None);
    let retired = source_with(KeyStanding::Retired { at: day(27) });
    let expected = Reason::KeyNotInForce { method: method(), signed_at: day(28) };
    assert_eq!(reasons(check(&bytes, &retired, day(28))), [expected]);
}

#[test]
fn all_grounds_are_given_at_once() {
    let mut document: Value = serde_json::from_slice(&certificate()).unwrap();
    document["credentialSubject"]["licenseNumber"] = json!("S000077000001261000001");
    let text = document.to_string();
    let now = day(24).plus_seconds(-600);
    let found =
        reasons(check(text.as_bytes(), &source_with(KeyStanding::Retired { at: day(2) }), now));
    let expected = [
        Reason::NotYetValid { from: day(24) },
        Reason::SignedInFuture { signed_at: day(24) },
        Reason::KeyNotInForce { method: method(), signed_at: day(24) },
        Reason::Changed,
    ];
    assert_eq!(found, expected);
    let verdict = check(text.as_bytes(), &source(), now).to_json();
    assert_eq!(verdict["verdict"], "not-valid");
    assert_eq!(verdict["reasons"][0]["code"], "credential-not-yet-valid");
    assert_eq!(verdict["reasons"][0]["from"], "2026-11-23T16:00:00Z");
    assert_eq!(verdict["claimed"]["number"], "S000077000001261000001");
}

#[test]
fn a_stranger_who_calls_himself_the_issuer_is_refused() {
    let stranger = SigningKey::from_bytes(&[2; 32]);
    let mut document: Map<String, Value> = serde_json::from_slice(&certificate()).unwrap();
    document.remove("proof");
    let sign = |document: &Map<String, Value>, method: String| {
        let options = ProofOptions { verification_method: method, created: day(24) };
        let signer = |bytes: &[u8]| Ok(stranger.sign(bytes).to_bytes());
        canonical_object(&proof::sign(document, &options, &signer).unwrap()).unwrap()
    };
    let own = public(&stranger).did_key_method();
    let forged = sign(&document, method());
    assert_eq!(reasons(check(&forged, &source(), day(25))), [Reason::Changed]);
    let forged = sign(&document, own.clone());
    assert_eq!(
        reasons(check(&forged, &source(), day(25))),
        [Reason::UnknownKey { method: own.clone() }]
    );
    document["issuer"]["id"] = json!(public(&stranger).did_key());
    let forged = sign(&document, own.clone());
    let unknown = Reason::UnknownIssuer { issuer: public(&stranger).did_key() };
    assert_eq!(reasons(check(&forged, &source(), day(25))), [unknown]);

    // Where did:key is allowed, the verdict names the key and not the borrowed name.
    let open = KeySource::new(source().list().clone(), UnknownIssuers::AcceptDidKey).unwrap();
    let Verdict::Valid(proven) = check(&forged, &open, day(25)) else { panic!() };
    assert_eq!(proven.issuer, ProvenIssuer::DidKey { did: public(&stranger).did_key() });
}

#[test]
fn every_proof_of_a_set_must_hold() {
    let mut document: Value = serde_json::from_slice(&certificate()).unwrap();
    let proof = document["proof"].take();
    let mut with = |proofs: Value| {
        document["proof"] = proofs;
        check(document.to_string().as_bytes(), &source(), day(25))
    };
    let later: Value = serde_json::from_slice(&signed(|_| (), day(25))).unwrap();
    let Verdict::Valid(proven) = with(json!([proof, later["proof"]])) else { panic!() };
    assert_eq!(proven.signed_at, Some(day(24)), "the first proof is the one reported");
    let mut other = proof.clone();
    other["cryptosuite"] = json!("sm2-jcs-2026");
    let unknown = Reason::UnknownSuite { suite: "sm2-jcs-2026".to_owned() };
    assert_eq!(reasons(with(json!([proof, other]))), [unknown]);
    assert_eq!(reasons(with(json!([]))), [Reason::NotSigned]);
    assert_eq!(reasons(with(json!(vec![proof.clone(); 9]))), [Reason::TooManyProofs]);
    assert_eq!(reasons(with(json!("proof"))), [Reason::ProofMalformed { field: "proof" }]);
}

#[test]
fn a_proof_that_does_not_last_or_serves_another_purpose_is_refused() {
    let expired = with_proof(|proof| proof["expires"] = json!("2026-11-24T12:00:00Z"));
    let found = reasons(check(&expired, &source(), day(26)));
    let until =
        Instant::start_of(CivilDate::from_ymd_opt(2026, 11, 24).unwrap()).plus_seconds(20 * 3600);
    assert_eq!(found, [Reason::ProofExpired { until }, Reason::Changed]);
    let purpose = with_proof(|proof| proof["proofPurpose"] = json!("authentication"));
    let purpose = reasons(check(&purpose, &source(), day(26)));
    assert_eq!(purpose, [Reason::PurposeWrong { purpose: "authentication".to_owned() }]);
    let broken = with_proof(|proof| proof["proofValue"] = json!("z1"));
    assert_eq!(reasons(check(&broken, &source(), day(26))), [Reason::SignatureWrong]);
}

#[test]
fn the_members_that_the_data_model_prescribes_are_needed() {
    let cases = [
        ("@context", json!("https://www.w3.org/ns/credentials/v2")),
        ("@context", json!(["https://www.w3.org/2018/credentials/v1"])),
        ("credentialSubject", json!({})),
        ("credentialSubject", json!([])),
        ("credentialSubject", json!("somebody")),
        ("validFrom", json!("2026-11-24")),
        ("validUntil", json!(20261124)),
        ("issuer", json!({ "name": "示例" })),
    ];
    for (field, value) in cases {
        let bytes = signed(
            |document| {
                document.insert(field.to_owned(), value.clone());
            },
            day(24),
        );
        let found = reasons(check(&bytes, &source(), day(25)));
        assert_eq!(found, [Reason::Malformed { field }], "{value}");
    }
}

#[test]
fn what_is_no_credential_is_unreadable() {
    for (text, code) in [
        ("", "credential-not-json"),
        ("PK\u{3}\u{4}", "credential-not-json"),
        ("[]", "credential-not-a-credential"),
        ("{}", "credential-not-a-credential"),
        (r#"{"type":"VerifiablePresentation"}"#, "credential-not-a-credential"),
        (
            r#"{"type":"VerifiableCredential","type":"VerifiableCredential"}"#,
            "credential-duplicate-key",
        ),
        (r#"{"n":9007199254740993}"#, "credential-number-unsafe"),
    ] {
        let verdict = check(text.as_bytes(), &source(), day(25));
        assert_eq!(verdict.to_json()["verdict"], "unreadable");
        assert_eq!(verdict.to_json()["reasons"][0]["code"], code, "{text}");
    }
    let large = verify(&certificate(), &source(), day(25), &Limits { bytes: 100, depth: 64 });
    assert_eq!(large, Verdict::Unreadable { error: CredentialError::TooLarge { limit: 100 } });
}

#[test]
fn no_bit_of_the_file_can_be_changed_unseen() {
    let good = certificate();
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1 << (place % 8);
        let verdict = check(&bad, &source(), day(25));
        assert!(!matches!(verdict, Verdict::Valid(_)), "byte {place}");
    }
}

proptest! {
    #[test]
    fn any_changed_byte_is_seen(place: proptest::sample::Index, byte: u8) {
        let good = certificate();
        let mut bad = good.clone();
        let place = place.index(bad.len());
        prop_assume!(bad[place] != byte);
        bad[place] = byte;
        let verdict = check(&bad, &source(), day(25));
        prop_assert!(!matches!(verdict, Verdict::Valid(_)), "byte {} to {}", place, byte);
    }

    #[test]
    fn any_removed_or_added_stretch_is_seen(
        place: proptest::sample::Index,
        length in 1usize..40,
        added in proptest::collection::vec(0x21u8..0x7f, 0..4),
    ) {
        let good = certificate();
        let place = place.index(good.len() - 40);
        let bad = [&good[..place], &added[..], &good[place + length..]].concat();
        prop_assume!(bad != good);
        prop_assert!(!matches!(check(&bad, &source(), day(25)), Verdict::Valid(_)));
    }
}
