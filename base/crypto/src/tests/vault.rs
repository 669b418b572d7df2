//! Properties of sealed values, wrapped keys, blind indexes and rotation.

use crate::{KeyRing, KeyUse, KeyVersion, OpenError, PersonKey, Profile};
use kernel::Random;
use proptest::prelude::*;

const PERSON: [u8; 16] = [1; 16];

fn profiles() -> impl Strategy<Value = Profile> {
    prop::sample::select(Profile::ALL.as_slice())
}

fn person(profile: Profile, seed: u64) -> (KeyRing, PersonKey, Vec<u8>) {
    let random = Random::seeded(seed);
    let ring = KeyRing::generate(&random, profile);
    let (key, wrapped) = ring.new_person_key(&random, &PERSON);
    (ring, key, wrapped)
}

fn flip(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let bit = bit % (bytes.len() * 8);
    changed[bit / 8] ^= 1 << (bit % 8);
    changed
}

proptest! {
    #[test]
    fn what_is_sealed_opens_in_its_place_only(
        profile in profiles(),
        seed: u64,
        plain: Vec<u8>,
        field in "[a-z/]{1,20}",
        other in "[a-z/]{1,20}",
    ) {
        let (ring, key, wrapped) = person(profile, seed);
        let random = Random::seeded(!seed);
        let sealed = key.seal(&field, &plain, &random);
        let again = ring.unwrap_person_key(&PERSON, &wrapped).unwrap();
        prop_assert_eq!(again.open(&field, &sealed).unwrap().into_exposed(), plain.clone());
        prop_assert_eq!((wrapped.len(), sealed.len()), (68, plain.len() + 33));
        prop_assume!(field != other);
        prop_assert_eq!(key.open(&other, &sealed).unwrap_err(), OpenError::Refused);
    }

    #[test]
    fn a_flipped_bit_anywhere_is_refused(
        profile in profiles(), seed: u64, plain: Vec<u8>, bit: usize,
    ) {
        let (ring, key, wrapped) = person(profile, seed);
        let random = Random::seeded(!seed);
        let sealed = key.seal("name", &plain, &random);
        prop_assert!(key.open("name", &flip(&sealed, bit)).is_err());
        prop_assert!(ring.unwrap_person_key(&PERSON, &flip(&wrapped, bit)).is_err());
        let secret = ring.seal_system("otp", b"id", &plain, &random);
        prop_assert!(ring.open_system("otp", b"id", &flip(&secret, bit)).is_err());
    }

    #[test]
    fn foreign_bytes_are_refused_without_panic(profile in profiles(), bytes: Vec<u8>, cut: usize) {
        let (ring, key, wrapped) = person(profile, 5);
        prop_assert!(key.open("name", &bytes).is_err());
        prop_assert!(ring.unwrap_person_key(&PERSON, &bytes).is_err());
        prop_assert!(ring.open_system("otp", b"id", &bytes).is_err());
        let sealed = key.seal("name", b"text", &Random::seeded(6));
        prop_assert!(key.open("name", &sealed[..cut % sealed.len()]).is_err());
        prop_assert!(ring.unwrap_person_key(&PERSON, &wrapped[..cut % wrapped.len()]).is_err());
    }

    #[test]
    fn blind_indexes_differ_by_kind_value_and_ring(
        profile in profiles(), seed: u64, a: Vec<u8>, b: Vec<u8>,
    ) {
        let ring = KeyRing::generate(&Random::seeded(seed), profile);
        prop_assert_eq!(ring.blind("document", &a), ring.blind("document", &a));
        prop_assert_eq!(a == b, ring.blind("document", &a) == ring.blind("document", &b));
        let shifted = ring.blind("documen", &[b"t", a.as_slice()].concat());
        prop_assert_ne!(ring.blind("document", &a), shifted);
        let other = KeyRing::generate(&Random::seeded(!seed), profile);
        prop_assert_ne!(ring.blind("document", &a), other.blind("document", &a));
    }
}

#[test]
fn a_value_moved_to_another_person_is_refused() {
    for profile in Profile::ALL {
        let random = Random::seeded(1);
        let ring = KeyRing::generate(&random, profile);
        let other = [2; 16];
        let (key, wrapped) = ring.new_person_key(&random, &PERSON);
        let (other_key, _) = ring.new_person_key(&random, &other);
        let sealed = key.seal("name", "示例甲".as_bytes(), &random);
        assert_eq!(other_key.open("name", &sealed).unwrap_err(), OpenError::OtherKey);
        assert_eq!(ring.unwrap_person_key(&other, &wrapped).unwrap_err(), OpenError::Refused);
        assert_eq!(key.open_text("name", &sealed).unwrap().expose(), "示例甲");
        let bytes = key.seal("photo", &[0xff, 0xfe], &random);
        assert_eq!(key.open_text("photo", &bytes).unwrap_err(), OpenError::NotText);
    }
}

#[test]
fn a_secret_of_the_system_opens_for_its_purpose_and_record_only() {
    for profile in Profile::ALL {
        let random = Random::seeded(2);
        let ring = KeyRing::generate(&random, profile);
        let sealed = ring.seal_system("otp", b"account 1", b"secret", &random);
        let opened = ring.open_system("otp", b"account 1", &sealed).unwrap();
        assert_eq!(opened.expose().as_slice(), b"secret");
        for (purpose, id) in [("otp", b"account 2"), ("oth", b"account 1")] {
            assert_eq!(ring.open_system(purpose, id, &sealed).unwrap_err(), OpenError::Refused);
        }
        // A wrapped person key is no secret of the system, even with the same id.
        let (_, wrapped) = ring.new_person_key(&random, &PERSON);
        assert_eq!(ring.open_system("", &PERSON, &wrapped).unwrap_err(), OpenError::Refused);
        let stranger = KeyRing::generate(&random, profile);
        assert!(stranger.open_system("otp", b"account 1", &sealed).is_err());
    }
}

#[test]
fn a_rotated_vault_key_rewrites_wrapped_keys_only() {
    for profile in Profile::ALL {
        let (mut ring, key, wrapped) = person(profile, 3);
        let random = Random::seeded(4);
        let sealed = key.seal("name", b"text", &random);
        let secret = ring.seal_system("otp", b"id", b"secret", &random);
        assert!(ring.rewrap_person_key(&random, &PERSON, &wrapped).unwrap().is_none());

        let new = ring.rotate(KeyUse::Vault, &random).unwrap();
        assert_eq!((new, ring.current_version(KeyUse::Vault)), (KeyVersion(2), KeyVersion(2)));
        assert!(!ring.is_current(&wrapped) && !ring.is_current(&secret));
        // Databases look for the version at this place.
        assert_eq!((&wrapped[1..3], &secret[1..3]), (&KeyVersion(1).bytes()[..], &[0, 1][..]));
        let newest = ring.seal_system("otp", b"id", b"secret", &random);
        assert_eq!(newest[1..3], new.bytes());
        let old = ring.unwrap_person_key(&PERSON, &wrapped).unwrap();
        assert_eq!(old.open("name", &sealed).unwrap().expose(), b"text");

        let rewrapped = ring.rewrap_person_key(&random, &PERSON, &wrapped).unwrap().unwrap();
        assert!(ring.is_current(&rewrapped));
        ring.retire(KeyUse::Vault, KeyVersion(1)).unwrap();
        let unknown = OpenError::UnknownVersion(KeyVersion(1));
        assert_eq!(ring.unwrap_person_key(&PERSON, &wrapped).unwrap_err(), unknown);
        assert_eq!(ring.open_system("otp", b"id", &secret).unwrap_err(), unknown);
        let kept = ring.unwrap_person_key(&PERSON, &rewrapped).unwrap();
        assert_eq!(kept.open("name", &sealed).unwrap().expose(), b"text");
    }
}

#[test]
fn during_a_rotation_every_index_and_tag_is_tried() {
    for profile in Profile::ALL {
        let random = Random::seeded(5);
        let mut ring = KeyRing::generate(&random, profile);
        let (old, old_tag) = (ring.blind("uscc", b"91"), ring.tag("session", b"token"));
        ring.rotate(KeyUse::Index, &random).unwrap();
        ring.rotate(KeyUse::Token, &random).unwrap();
        let new = ring.blind("uscc", b"91");
        assert_ne!(old, new);
        let all = ring.blind_all("uscc", b"91");
        assert_eq!(all, [(KeyVersion(2), new), (KeyVersion(1), old)]);
        assert_ne!(old_tag, ring.tag("session", b"token"));
        assert_eq!(ring.tag_all("session", b"token")[1], (KeyVersion(1), old_tag));
        assert!(ring.check_tag("session", b"token", &old_tag));
        assert!(!ring.check_tag("cursor", b"token", &old_tag));
        assert!(!ring.check_tag("session", b"token", &old_tag[..31]));
        ring.retire(KeyUse::Token, KeyVersion(1)).unwrap();
        assert!(!ring.check_tag("session", b"token", &old_tag));
    }
}

#[test]
fn a_changed_profile_still_reads_what_was_written_before() {
    let (mut ring, key, wrapped) = person(Profile::Intl, 7);
    let random = Random::seeded(8);
    let sealed = key.seal("name", b"text", &random);
    let index = ring.blind("uscc", b"91");
    ring.change_profile(Profile::Gm, &random).unwrap();

    let rewrapped = ring.rewrap_person_key(&random, &PERSON, &wrapped).unwrap().unwrap();
    for stored in [&wrapped, &rewrapped] {
        let old = ring.unwrap_person_key(&PERSON, stored).unwrap();
        assert_eq!(old.profile(), Profile::Intl);
        assert_eq!(old.open("name", &sealed).unwrap().expose(), b"text");
    }
    assert_eq!(ring.new_person_key(&random, &PERSON).0.profile(), Profile::Gm);
    assert_eq!(ring.blind_all("uscc", b"91")[1], (KeyVersion(1), index));
    assert_eq!(KeyRing::parse(&ring.to_text()).unwrap().blind_all("uscc", b"91").len(), 2);
}
