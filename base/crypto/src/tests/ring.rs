//! The key file, the demo's keys, and what a key ring shows of itself.

use crate::{KeyRing, KeyRingError, KeyUse, KeyVersion, Profile, Redacted};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Random;
use std::path::PathBuf;

fn ring(profile: Profile) -> KeyRing {
    KeyRing::generate(&Random::seeded(11), profile)
}

fn in_folder(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}

#[test]
fn a_key_file_gives_the_same_keys_back() {
    for profile in Profile::ALL {
        let mut ring = ring(profile);
        ring.rotate(KeyUse::Vault, &Random::seeded(12)).unwrap();
        let added = ring.add(KeyUse::Index, &Random::seeded(13)).unwrap();
        let (_folder, path) = in_folder("keys.toml");
        ring.save_new(&path).unwrap();
        let read = KeyRing::load(&path).unwrap();
        assert_eq!(read.to_text(), ring.to_text());
        assert_eq!(read.profile(), profile);
        assert_eq!(read.current_version(KeyUse::Vault), KeyVersion(2));
        assert_eq!(read.versions(KeyUse::Index), [KeyVersion(1), added]);
        assert_eq!(read.blind_all("login", b"a"), ring.blind_all("login", b"a"));
        let variable = STANDARD.encode(ring.to_text().as_bytes());
        assert_eq!(KeyRing::parse_variable(&variable).unwrap().to_text(), ring.to_text());
        assert_eq!(KeyRing::parse_variable(&ring.to_text()).unwrap().to_text(), ring.to_text());
    }
}

#[test]
fn a_key_file_is_never_overwritten_but_can_be_replaced() {
    let (_folder, path) = in_folder("keys.toml");
    let mut ring = ring(Profile::Intl);
    ring.save_new(&path).unwrap();
    let error = KeyRing::demo(Profile::Intl).save_new(&path).unwrap_err();
    assert_eq!(error.code(), "keys-file-unreadable");
    ring.rotate(KeyUse::Token, &Random::seeded(1)).unwrap();
    std::fs::write(path.with_extension("toml.new"), "left by a dead attempt").unwrap();
    ring.replace(&path).unwrap();
    assert_eq!(KeyRing::load(&path).unwrap().to_text(), ring.to_text());
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = in_folder("keys.toml");
    ring(Profile::Intl).save_new(&path).unwrap();
    let mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    for open in [0o640, 0o604, 0o620] {
        mode(open);
        assert!(matches!(KeyRing::load(&path), Err(KeyRingError::Permissions(m)) if m == open));
    }
    mode(0o400);
    KeyRing::load(&path).unwrap();
}

#[test]
fn the_demo_ring_is_known_however_it_comes() {
    for profile in Profile::ALL {
        assert!(!ring(profile).is_demo());
        let demo = KeyRing::demo(profile);
        assert!(demo.is_demo());
        assert_eq!(demo.to_text(), KeyRing::demo(profile).to_text());
        let mut read = KeyRing::parse(&demo.to_text()).unwrap();
        assert!(read.is_demo());
        read.rotate(KeyUse::Vault, &Random::seeded(1)).unwrap();
        assert!(read.is_demo(), "a rotated demo ring still holds a public key");
    }
}

#[test]
fn wrong_key_files_are_refused_without_showing_a_secret() {
    let text = ring(Profile::Intl).to_text();
    let secret = text.lines().find_map(|line| line.strip_prefix("secret = ")).unwrap();
    let secret = secret.trim_matches('"');
    for (from, to, code) in [
        ("format = 1", "format = 2", "keys-malformed"),
        ("profile = \"intl\"", "profile = \"none\"", "keys-malformed"),
        ("current = 1", "current = 7", "keys-malformed"),
        ("version = 1", "version = 0", "keys-malformed"),
        (secret, "c2hvcnQ=", "keys-malformed"),
        (secret, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "keys-guessable"),
        (&format!("\"{secret}\""), secret, "keys-malformed"),
        ("[token]", "[other]", "keys-malformed"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, *text, "{from} is not in the file");
        let error = KeyRing::parse(&changed).unwrap_err();
        assert_eq!(error.code(), code, "{from} → {to}");
        assert!(!format!("{error} {error:?}").contains(secret));
    }
}

#[test]
fn the_current_version_cannot_be_retired() {
    let mut ring = ring(Profile::Gm);
    let retired = ring.retire(KeyUse::Index, KeyVersion(1)).unwrap_err();
    assert_eq!(retired.code(), "keys-still-current");
    let missing = ring.make_current(KeyUse::Index, KeyVersion(2)).unwrap_err();
    assert_eq!(missing.code(), "keys-no-version");
    assert_eq!(ring.retire(KeyUse::Index, KeyVersion(9)).unwrap_err().code(), "keys-no-version");
}

#[test]
fn nothing_secret_is_shown() {
    let ring = ring(Profile::Intl);
    assert_eq!(
        format!("{ring:?}"),
        "KeyRing(intl, vault 1 of [1], index 1 of [1], token 1 of [1])"
    );
    let (key, _) = ring.new_person_key(&Random::seeded(1), &[0; 16]);
    assert_eq!(format!("{key:?}"), "PersonKey([redacted])");
    let name = Redacted::new("示例乙".to_owned());
    assert_eq!(
        format!("{name} {name:?} {:?}", Some(&name)),
        "[redacted] [redacted] Some([redacted])"
    );
    assert_eq!(name.map(|name| name.chars().count()).into_exposed(), 3);
}
