//! Passwords, one-time codes and printed codes.

use crate::{
    Argon2Cost, CodeCheck, InvalidCost, KeyRing, KeyUse, MalformedHash, OtpSecret, PasswordPolicy,
    PrintedCode, Profile, Verified,
};
use kernel::{Instant, Random};
use proptest::prelude::*;

#[test]
fn a_password_verifies_under_either_profile() {
    let random = Random::seeded(1);
    let password = "正确的密码 horse";
    let [intl, gm] = Profile::ALL.map(PasswordPolicy::cheap);
    let stored = intl.hash(password, &random);
    assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
    assert_ne!(stored, intl.hash(password, &random), "the salt is new each time");
    let right = |needs_rehash| Ok(Verified { ok: true, needs_rehash });
    assert_eq!(intl.verify(&stored, password), right(false));
    assert_eq!(gm.verify(&stored, password), right(true));
    let wrong = Ok(Verified { ok: false, needs_rehash: false });
    assert_eq!(gm.verify(&stored, "wrong"), wrong);

    let stored = gm.hash(password, &random);
    assert!(stored.starts_with("$pbkdf2-sm3$i=10$"), "{stored}");
    assert_eq!(gm.verify(&stored, password), right(false));
    assert_eq!(intl.verify(&stored, password), right(true));
    assert_eq!(intl.verify(&stored, "wrong"), wrong);
}

#[test]
fn a_password_hashed_at_another_cost_is_hashed_again() {
    let random = Random::seeded(2);
    let dearer = Argon2Cost { memory_kib: 128, passes: 1, lanes: 1 };
    for (old, new) in [
        (PasswordPolicy::cheap(Profile::Intl), PasswordPolicy::argon2id(dearer).unwrap()),
        (PasswordPolicy::cheap(Profile::Gm), PasswordPolicy::pbkdf2_sm3(11).unwrap()),
    ] {
        let stored = old.hash("password", &random);
        assert!(new.verify(&stored, "password").unwrap().needs_rehash);
        let stored = new.hash("password", &random);
        assert!(!new.verify(&stored, "password").unwrap().needs_rehash);
    }
}

#[test]
fn impossible_costs_are_refused() {
    let argon2 = |memory_kib, passes, lanes| {
        PasswordPolicy::argon2id(Argon2Cost { memory_kib, passes, lanes }).unwrap_err()
    };
    assert_eq!(argon2(7, 1, 1), InvalidCost);
    assert_eq!(argon2(64, 0, 1), InvalidCost);
    assert_eq!(argon2(64, 1, 0), InvalidCost);
    assert_eq!(argon2(2 << 20, 1, 1), InvalidCost);
    assert_eq!(PasswordPolicy::pbkdf2_sm3(0).unwrap_err(), InvalidCost);
}

#[test]
fn stored_hashes_that_are_none_are_refused() {
    let policy = PasswordPolicy::cheap(Profile::Intl);
    let good = policy.hash("password", &Random::seeded(3));
    for bad in [
        "",
        "$",
        "password",
        &good[1..],
        &good.replace("v=19", "v=16"),
        &good.replace("argon2id", "argon2i"),
        &good.replace("m=64", "m=4000000000"),
        &good.replace("t=1", "t=0"),
        &good.replace("p=1", "p=1,x=1"),
        &good[..good.len() - 3],
        "$pbkdf2-sm3$i=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ] {
        assert_eq!(policy.verify(bad, "password"), Err(MalformedHash), "{bad}");
    }
}

proptest! {
    #[test]
    fn a_code_holds_for_its_step_and_the_neighbours(
        gm: bool, seed: u64, seconds in 100i64..4_000_000_000, late in -400i64..400,
    ) {
        let profile = Profile::ALL[usize::from(gm)];
        let period = [30, 60][usize::from(gm)];
        let secret = OtpSecret::generate(profile, &Random::seeded(seed));
        let made = Instant::from_micros(seconds * 1_000_000);
        let code = secret.code_at(made);
        prop_assert_eq!(code.len(), 6);
        let step = seconds / period;
        let now = made.plus_seconds(late);
        let steps = (seconds + late).div_euclid(period) - step;
        // Some other step nearby may happen to have the same code: one in a million each.
        let accepted = secret.verify(&code, now, None);
        let others = (-1..=1).map(|d| now.plus_seconds(d * period)).any(|at| {
            secret.code_at(at) == code && at.micros().div_euclid(1_000_000 * period) != step
        });
        prop_assume!(!others);
        prop_assert_eq!(accepted, (-1..=1).contains(&steps).then_some(step));
        prop_assert_eq!(secret.verify(&code, now, Some(step)), None);
    }
}

#[test]
fn a_code_is_taken_as_people_type_it_and_only_once() {
    for profile in Profile::ALL {
        let secret = OtpSecret::generate(profile, &Random::seeded(4));
        let now = Instant::from_micros(1_790_000_000_000_000);
        let code = secret.code_at(now);
        let wide: String = code
            .chars()
            .map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap())
            .collect();
        let step = secret.verify(&code, now, None);
        assert!(step.is_some());
        assert_eq!(secret.verify(&format!(" {} {}", &code[..3], &code[3..]), now, None), step);
        assert_eq!(secret.verify(&wide, now, None), step);
        assert_eq!(secret.verify(&code, now, step), None);
        for wrong in ["", "12345", &format!("{code}0"), "abcdef", "一二三四五六"] {
            assert_eq!(secret.verify(wrong, now, None), None);
        }
    }
}

#[test]
fn a_secret_of_codes_survives_storing_and_names_itself_to_devices() {
    for profile in Profile::ALL {
        let secret = OtpSecret::generate(profile, &Random::seeded(5));
        let read = OtpSecret::from_bytes(&secret.to_bytes()).unwrap();
        let now = Instant::from_micros(1_790_000_000_000_000);
        assert_eq!(read.code_at(now), secret.code_at(now));
        assert!(!format!("{secret:?}").contains(secret.typed_form().expose()));
        assert!(OtpSecret::from_bytes(&secret.to_bytes()[..10]).is_err());
    }
    let secret = OtpSecret::from_seed(Profile::Intl, b"12345678901234567890").unwrap();
    assert_eq!(
        secret.uri("考工", "示例 1").unwrap().expose(),
        "otpauth://totp/%E8%80%83%E5%B7%A5:%E7%A4%BA%E4%BE%8B%201\
         ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%80%83%E5%B7%A5\
         &algorithm=SHA1&digits=6&period=30"
    );
    let token = OtpSecret::from_seed(Profile::Gm, &[0x1a; 16]).unwrap();
    assert!(token.uri("考工", "示例").is_none());
    assert_eq!(token.typed_form().expose(), &"1a".repeat(16));
    assert!(OtpSecret::from_seed(Profile::Gm, &[1; 15]).is_none());
}

#[test]
fn a_printed_code_is_right_for_its_account_and_purpose_only() {
    for profile in Profile::ALL {
        let random = Random::seeded(6);
        let mut ring = KeyRing::generate(&random, profile);
        let owner = [9; 16];
        let code = PrintedCode::generate(&random);
        let stored = code.tag(&ring, "activation", &owner);
        let printed = code.printed().into_exposed();
        let text: Vec<&str> = printed.split('-').collect();
        assert_eq!(text.iter().map(|part| part.len()).collect::<Vec<_>>(), [4, 4, 4]);
        let check = |ring: &KeyRing, purpose, owner, typed: &str| {
            ring.check_printed_code(purpose, owner, typed, &stored)
        };
        assert_eq!(check(&ring, "activation", &owner, &printed), CodeCheck::Right);
        let typed = printed.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(check(&ring, "activation", &owner, &typed), CodeCheck::Right);
        assert_eq!(check(&ring, "recovery", &owner, &printed), CodeCheck::Wrong);
        assert_eq!(check(&ring, "activation", &[8; 16], &printed), CodeCheck::Wrong);
        let other = PrintedCode::generate(&random).printed().into_exposed();
        assert_eq!(check(&ring, "activation", &owner, &other), CodeCheck::Wrong);
        for mistyped in ["", "示例", &printed[..13], &format!("{printed}0")] {
            assert_eq!(check(&ring, "activation", &owner, mistyped), CodeCheck::Mistyped);
        }
        ring.rotate(KeyUse::Token, &random).unwrap();
        assert_eq!(check(&ring, "activation", &owner, &printed), CodeCheck::Right);
    }
}
