//! OpenSSL as an independent witness. Without it (or without its SM2) these tests say so and pass.

use super::unhex;
use crate::digest::Prf;
use crate::{
    PasswordPolicy, Profile, SigningKey, VerifyingKey, sm2_signature_from_der, sm2_signature_to_der,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use kernel::Random;
use std::path::Path;
use std::process::{Command, Output};

fn openssl(folder: &Path, arguments: &str) -> Option<Output> {
    Command::new("openssl").current_dir(folder).args(arguments.split_whitespace()).output().ok()
}

/// A folder to work in, when there is an OpenSSL that knows SM2.
fn witness() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let made = openssl(folder.path(), "genpkey -algorithm SM2 -out private.pem");
    if made.is_some_and(|output| output.status.success()) {
        return Some(folder);
    }
    eprintln!("skipped: there is no openssl command that knows SM2");
    None
}

fn run(folder: &Path, arguments: &str) -> Vec<u8> {
    let output = openssl(folder, arguments).unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments}: {told}");
    output.stdout
}

#[test]
fn openssl_verifies_our_signatures() {
    let Some(folder) = witness() else { return };
    let folder = folder.path();
    let message = "技能等级证书".as_bytes();
    std::fs::write(folder.join("message"), message).unwrap();
    std::fs::write(folder.join("other"), b"another message").unwrap();
    let sm2 = "dgst -sm3 -sigopt distid:1234567812345678 -verify public.pem -signature signature";
    let ed25519 = "pkeyutl -verify -pubin -inkey public.pem -rawin -sigfile signature -in";
    for (profile, command) in [(Profile::Gm, sm2), (Profile::Intl, ed25519)] {
        let key = SigningKey::generate(profile, &Random::seeded(21));
        let mut signature = key.sign(message).to_vec();
        if profile == Profile::Gm {
            signature = sm2_signature_to_der(&key.sign(message)).unwrap();
        }
        std::fs::write(folder.join("public.pem"), key.verifying_key().to_pem()).unwrap();
        std::fs::write(folder.join("signature"), signature).unwrap();
        run(folder, &format!("{command} message"));
        let refused = openssl(folder, &format!("{command} other")).unwrap();
        assert!(!refused.status.success(), "OpenSSL took a signature of another message");
    }
}

#[test]
fn we_verify_signatures_of_openssl() {
    let Some(folder) = witness() else { return };
    let folder = folder.path();
    let message = "技能等级证书".as_bytes();
    std::fs::write(folder.join("message"), message).unwrap();
    let der = run(folder, "pkey -in private.pem -pubout -outform DER");
    let key = VerifyingKey::from_bytes(Profile::Gm, &der[der.len() - 65..]).unwrap();
    let pem = run(folder, "pkey -in private.pem -pubout");
    assert_eq!(key.to_pem().as_bytes(), pem);
    let command = "dgst -sm3 -sigopt distid:1234567812345678 -sign private.pem message";
    let signature = sm2_signature_from_der(&run(folder, command)).unwrap();
    key.verify(message, &signature).unwrap();
    key.verify(b"another message", &signature).unwrap_err();
}

#[test]
fn openssl_derives_the_same_keys_and_passwords() {
    let Some(folder) = witness() else { return };
    let folder = folder.path();
    let secret: [u8; 32] = std::array::from_fn(|i| i as u8);
    std::fs::write(folder.join("info"), b"label\0\x07purposecontext\x01").unwrap();
    let hexkey: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    for (profile, name) in [(Profile::Intl, "sha256"), (Profile::Gm, "sm3")] {
        let command = format!("dgst -{name} -mac HMAC -macopt hexkey:{hexkey} -binary info");
        let derived = Prf::new(profile, &secret).derive("label", "purpose", b"context");
        assert_eq!(run(folder, &command), derived);
    }
    let policy = PasswordPolicy::pbkdf2_sm3(1000).unwrap();
    let stored = policy.hash("password", &Random::seeded(22));
    let parts: Vec<&str> = stored.split('$').collect();
    let salt: String =
        STANDARD_NO_PAD.decode(parts[3]).unwrap().iter().map(|b| format!("{b:02x}")).collect();
    let command = format!(
        "kdf -keylen 32 -kdfopt digest:SM3 -kdfopt pass:password -kdfopt hexsalt:{salt} \
         -kdfopt iter:1000 PBKDF2"
    );
    let shown = String::from_utf8(run(folder, &command)).unwrap();
    assert_eq!(STANDARD.encode(unhex(&shown)).trim_end_matches('='), parts[4]);
}
