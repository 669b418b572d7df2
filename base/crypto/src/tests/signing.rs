//! Signatures and their keys.

use crate::{
    BadSignature, KeyRing, KeyUse, Profile, SIGNATURE_LENGTH, Signer, SigningKey, VerifyingKey,
    sm2_signature_from_der, sm2_signature_to_der,
};
use kernel::Random;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_signature_holds_for_its_message_and_key_only(
        gm: bool, seed: u64, message: Vec<u8>, other: Vec<u8>, bit in 0..SIGNATURE_LENGTH * 8,
    ) {
        let random = Random::seeded(seed);
        let profile = Profile::ALL[usize::from(gm)];
        let key = SigningKey::generate(profile, &random);
        let public = key.verifying_key();
        let signature = key.sign(&message);
        prop_assert_eq!(public.verify(&message, &signature), Ok(()));
        prop_assert_eq!(signature, key.sign(&message));
        let mut changed = signature;
        changed[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(public.verify(&message, &changed), Err(BadSignature));
        prop_assert_eq!(public.verify(&message, &signature[1..]), Err(BadSignature));
        prop_assert_eq!(public.verify(&other, &signature).is_ok(), message == other);
        let stranger = SigningKey::generate(profile, &random).verifying_key();
        prop_assert_eq!(stranger.verify(&message, &signature), Err(BadSignature));
        prop_assert_eq!(VerifyingKey::from_bytes(profile, &public.to_bytes()), Ok(public));
    }

    #[test]
    fn foreign_bytes_are_no_key_and_no_signature(bytes: Vec<u8>, text: String) {
        for profile in Profile::ALL {
            if let Ok(key) = VerifyingKey::from_bytes(profile, &bytes) {
                prop_assert!(key.verify(b"message", &bytes).is_err());
            }
        }
        prop_assert!(VerifyingKey::from_multikey(&text).is_err());
        prop_assert!(sm2_signature_from_der(&bytes).is_err());
    }
}

#[test]
fn a_sealed_key_is_the_same_key() {
    for profile in Profile::ALL {
        let random = Random::seeded(1);
        let mut ring = KeyRing::generate(&random, profile);
        let key = SigningKey::generate(profile, &random);
        let sealed = key.seal(&ring, b"key 1", &random);
        ring.rotate(KeyUse::Vault, &random).unwrap();
        let opened = SigningKey::open(&ring, b"key 1", &sealed).unwrap();
        assert_eq!(opened.sign(b"message"), key.sign(b"message"));
        assert!(SigningKey::open(&ring, b"key 2", &sealed).is_err());
        let signer = Signer::Software(opened);
        let signature = signer.sign(b"message").unwrap();
        signer.verifying_key().verify(b"message", &signature).unwrap();
        assert_eq!(signer.profile(), profile);
    }
}

#[test]
fn keys_are_written_and_read_as_text() {
    let random = Random::seeded(2);
    let ed25519 = SigningKey::generate(Profile::Intl, &random).verifying_key();
    let text = ed25519.to_text();
    assert!(text.starts_with("z6Mk"), "{text}");
    assert_eq!(VerifyingKey::from_multikey(&text), Ok(ed25519));
    let sm2 = SigningKey::generate(Profile::Gm, &random);
    let text = sm2.verifying_key().to_text();
    assert_eq!((text.len(), &text[..2]), (130, "04"));
    assert!(VerifyingKey::from_multikey(&text).is_err());
    assert_eq!(format!("{sm2:?}"), format!("SigningKey({text})"), "only the public key is shown");
}

#[test]
fn weak_and_impossible_keys_are_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert!(VerifyingKey::from_bytes(Profile::Intl, &identity).is_err());
    let mut off_curve = [5; 65];
    off_curve[0] = 4;
    assert!(VerifyingKey::from_bytes(Profile::Gm, &off_curve).is_err());
    assert!(VerifyingKey::from_bytes(Profile::Gm, &[0]).is_err());
    // n, n - 1 and zero are no private keys of SM2; n - 2 is the greatest.
    let order = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";
    let mut secret: [u8; 32] = super::unhex(order).try_into().unwrap();
    assert!(SigningKey::from_secret(Profile::Gm, &secret).is_err());
    secret[31] -= 1;
    assert!(SigningKey::from_secret(Profile::Gm, &secret).is_err());
    secret[31] -= 1;
    assert!(SigningKey::from_secret(Profile::Gm, &secret).is_ok());
    assert!(SigningKey::from_secret(Profile::Gm, &[0; 32]).is_err());
}

#[test]
fn sm2_signatures_travel_as_asn1() {
    let key = SigningKey::generate(Profile::Gm, &Random::seeded(3));
    let signature = key.sign(b"message");
    let der = sm2_signature_to_der(&signature).unwrap();
    assert_eq!(sm2_signature_from_der(&der), Ok(signature));
    assert_eq!(sm2_signature_to_der(&[0; 64]), Err(BadSignature));
    assert_eq!(sm2_signature_from_der(&der[..der.len() - 1]), Err(BadSignature));
}
