//! Published test vectors.

use super::unhex;
use crate::cipher::Cipher;
use crate::digest::Prf;
use crate::otp::{gm_code, hotp};
use crate::{PasswordPolicy, Profile, SigningKey, VerifyingKey, digest};
use sm4::cipher::{BlockCipherEncrypt, KeyInit};

#[test]
fn digests_of_abc() {
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(digest(Profile::Intl, b"abc").to_vec(), unhex(sha256));
    let sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    assert_eq!(digest(Profile::Gm, b"abc").to_vec(), unhex(sm3));
}

/// GB/T 32907, first example.
#[test]
fn sm4_block() {
    let key = unhex("0123456789abcdeffedcba9876543210");
    let mut block = <[u8; 16]>::try_from(key.as_slice()).unwrap().into();
    sm4::Sm4::new_from_slice(&key).unwrap().encrypt_block(&mut block);
    assert_eq!(block.to_vec(), unhex("681edf34d206965e86b3e94f536e4246"));
}

fn opens(profile: Profile, key: &str, nonce: &str, associated: &str, sealed: &str) -> Vec<u8> {
    let mut padded = [0; 32];
    let key = unhex(key);
    padded[..key.len()].copy_from_slice(&key);
    let sealed = [unhex(nonce), unhex(sealed)].concat();
    Cipher::new(profile, &padded).open(&sealed, 0, &unhex(associated)).unwrap()
}

/// RFC 8998, appendix A.1.
#[test]
fn sm4_gcm_of_rfc_8998() {
    let plain = opens(
        Profile::Gm,
        "0123456789ABCDEFFEDCBA9876543210",
        "00001234567800000000ABCD",
        "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
        "17F399F08C67D5EE19D0DC9969C4BB7D 5FD46FD3756489069157B282BB200735
         D82710CA5C22F0CCFA7CBF93D496AC15 A56834CBCF98C397B4024A2691233B8D
         83DE3541E4C2B58177E065A9BF7B62EC",
    );
    let expected = "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD
                    EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA";
    assert_eq!(plain, unhex(expected));
}

/// RFC 8452, appendix C.2.
#[test]
fn aes_256_gcm_siv_of_rfc_8452() {
    let key = format!("01{}", "00".repeat(31));
    let nonce = format!("03{}", "00".repeat(11));
    let sealed = "1de22967237a813291213f267e3b452f02d01ae33e4ec854";
    assert_eq!(opens(Profile::Intl, &key, &nonce, "01", sealed), unhex("0200000000000000"));
}

#[test]
fn derived_keys_are_hkdf_expand() {
    let secret = [7; 32];
    let info = [b"label".as_slice(), &[0, 7], b"purpose", b"context"].concat();
    let mut sha256 = [0; 32];
    hkdf::Hkdf::<sha2::Sha256>::from_prk(&secret).unwrap().expand(&info, &mut sha256).unwrap();
    let mut sm3 = [0; 32];
    hkdf::Hkdf::<sm3::Sm3>::from_prk(&secret).unwrap().expand(&info, &mut sm3).unwrap();
    for (profile, expected) in [(Profile::Intl, sha256), (Profile::Gm, sm3)] {
        assert_eq!(Prf::new(profile, &secret).derive("label", "purpose", b"context"), expected);
    }
}

/// RFC 6238, appendix B.
#[test]
fn totp_of_rfc_6238() {
    for (seconds, code) in [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ] {
        assert_eq!(hotp(b"12345678901234567890", seconds / 30, 8), code);
    }
}

/// GM/T 0021-2012, appendix B, with SM3: seed, time, event, challenge and code. These are eight of
/// its ten examples; of the other two no copy free of misprints was at hand.
#[test]
fn dynamic_passwords_of_gmt_0021() {
    for (seed, time, event, challenge, code) in [
        ("1234567890abcdef1234567890abcdef", 1_313_998_979, 1234, "5678", "814095"),
        ("1234567890abcdefabcdef1234567890", 1_313_998_995, 5621, "3698", "959691"),
        ("1234567890abcdef0987654321abcdef", 1_313_999_014, 5621, "3698", "063014"),
        ("1234567890abcdefabcdef0987654321", 1_313_999_047, 2053, "6984", "302593"),
        ("87524138025adcfe2584376195abfedc", 1_313_999_067, 2058, "3024", "657337"),
        ("87524138025adcfeabfedc2584376195", 1_313_999_098, 2056, "2018", "345821"),
        ("adcfe87524138025abfedc2584376195", 1_313_999_131, 2358, "1036", "629660"),
        ("65201d80cb58ade3dd236caef6925010", 1_313_999_189, 6580, "1047", "607614"),
    ] {
        let (time, event): (u64, u32) = (time, event);
        let factors =
            [time.to_be_bytes().as_slice(), &event.to_be_bytes(), challenge.as_bytes()].concat();
        assert_eq!(gm_code(&unhex(seed), &factors, 6), code);
    }
}

/// The reference implementation's test of Argon2id, version 19.
#[test]
fn argon2id_of_the_reference_implementation() {
    let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ\
                  $CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let policy = PasswordPolicy::sound(Profile::Intl);
    let right = policy.verify(stored, "password").unwrap();
    assert!(right.ok && right.needs_rehash);
    assert!(!policy.verify(stored, "Password").unwrap().ok);
}

/// RFC 8032, section 7.1, tests 1 to 3.
#[test]
fn ed25519_of_rfc_8032() {
    for (public, message, signature) in [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
             5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
             18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        let key = VerifyingKey::from_bytes(Profile::Intl, &unhex(public)).unwrap();
        key.verify(&unhex(message), &unhex(signature)).unwrap();
        key.verify(b"another message", &unhex(signature)).unwrap_err();
    }
}

/// The did:key Method's Ed25519 test vectors: seeds of zeros with a last byte.
#[test]
fn multikeys_of_the_did_key_method() {
    for (last, text) in [
        (0, "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"),
        (1, "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"),
        (2, "z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf"),
    ] {
        let mut seed = [0; 32];
        seed[31] = last;
        let key = SigningKey::from_secret(Profile::Intl, &seed).unwrap().verifying_key();
        assert_eq!(key.to_text(), text);
        assert_eq!(VerifyingKey::from_multikey(text).unwrap(), key);
    }
}

/// GB/T 32918.5-2017, appendix A: signature of "message digest" by the default user.
#[test]
fn sm2_of_gbt_32918_5() {
    let secret = unhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
    let key = SigningKey::from_secret(Profile::Gm, secret.as_slice().try_into().unwrap()).unwrap();
    let point = "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
                 CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
    let public = key.verifying_key();
    assert_eq!(public.to_bytes(), unhex(point));
    let signature = unhex(
        "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
         B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA",
    );
    public.verify(b"message digest", &signature).unwrap();
    public.verify(b"message digest.", &signature).unwrap_err();
}
