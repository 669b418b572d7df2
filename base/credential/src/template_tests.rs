use super::*;
use crate::certificate::tests::{achievement, award, issuer};
use crate::{
    HolderIdentity, IdentityKind, ProofOptions, SaltPlace, Score, SkillCertificate,
    canonical_object, proof,
};
use ed25519_dalek::{Signer as _, SigningKey};
use kernel::CivilDate;
use proptest::prelude::*;
use serde_json::{Value, json};

const METHOD: &str = "did:web:example.org:bodies:S000077000001#key";

fn signer(bytes: &[u8]) -> Result<[u8; 64], crate::SignerFailed> {
    Ok(SigningKey::from_bytes(&[1; 32]).sign(bytes).to_bytes())
}

/// The same certificate by way of the general signer and canonicaliser.
fn general(issuer: &Issuer, achievement: &Achievement, award: &Award, created: Instant) -> Vec<u8> {
    let document = SkillCertificate { issuer, achievement, award }.document().unwrap();
    let options = ProofOptions { verification_method: METHOD.to_owned(), created };
    canonical_object(&proof::sign(&document, &options, &signer).unwrap()).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    "[^\\p{Cc}\\s][^\\p{Cc}]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn the_fast_way_gives_the_same_bytes(
        number in "[YS][0-9]{21}", holder_name in text(), title in text(), variant in proptest::option::of(text()),
        criteria in text(), issuer_name in text(), with_scores: bool, inside: bool, salt: [u8; 16],
        day in 0i32..40_000, seconds in 0i64..4_000_000_000, status in proptest::option::of(text()),
    ) {
        let place = if inside { SaltPlace::Inside } else { SaltPlace::Beside };
        let kind = if inside { IdentityKind::NationalIdentityNumber } else { IdentityKind::Other("passport".to_owned()) };
        let scores = vec![Score { part: "skill".to_owned(), value: "60".to_owned() }];
        let award = Award {
            number,
            holder_name,
            identity: HolderIdentity::hashed(kind, "E00000001", &salt, place).unwrap(),
            issued_on: CivilDate::from_epoch_days(day).unwrap(),
            scores: if with_scores { scores } else { Vec::new() },
            status: status.map(|id| json!({ "type": "Entry", "id": id, "index": 7 })),
            ..award()
        };
        let achievement = Achievement { title, variant, criteria, ..achievement() };
        let issuer = Issuer { name: issuer_name, ..issuer() };
        let created = Instant::from_micros(seconds * 1_000_000);
        let template = CertificateTemplate::compile(&issuer, &achievement, METHOD).unwrap();
        let fast = template.issue(&award, created, &signer).unwrap();
        prop_assert_eq!(
            String::from_utf8(fast).unwrap(),
            String::from_utf8(general(&issuer, &achievement, &award, created)).unwrap()
        );
    }
}

#[test]
fn what_the_general_way_refuses_the_fast_way_refuses_too() {
    let template = CertificateTemplate::compile(&issuer(), &achievement(), METHOD).unwrap();
    let now = Instant::from_micros(0);
    let nameless = Award { holder_name: String::new(), ..award() };
    assert_eq!(
        template.issue(&nameless, now, &signer),
        Err(CredentialError::FieldInvalid { field: "award.holder_name" })
    );
    let status: Value = json!({ "index": 9_007_199_254_740_992_i64 });
    let unsafe_number = Award { status: Some(status), ..award() };
    assert_eq!(template.issue(&unsafe_number, now, &signer), Err(CredentialError::NumberUnsafe));
    let failure = crate::SignerFailed("locked".to_owned());
    let locked = template.issue(&award(), now, &|_| Err(failure.clone()));
    assert_eq!(locked, Err(CredentialError::SignerFailed(failure.clone())));
    let no_title = Achievement { title: String::new(), ..achievement() };
    assert!(CertificateTemplate::compile(&issuer(), &no_title, METHOD).is_err());
}
