//! How fast the primitives are on this machine, on one core:
//! `cargo run --release -p crypto --example rates`. Each figure is the median of five rounds.

#![expect(clippy::print_stdout, reason = "a program that reports on the console")]

use crypto::{KeyRing, OtpSecret, PasswordPolicy, Profile, SigningKey, digest};
use kernel::{Instant, Random};
use std::hint::black_box;

/// The processor time this thread has used, in seconds; other work on the machine does not count.
fn used() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("needs Linux");
    let nanoseconds = text.split(' ').next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.expect("the first field is a number") / 1e9
}

/// Runs `f` for about a quarter of a second per round and prints calls per second of processor
/// time.
fn rate(profile: Profile, what: &str, mut f: impl FnMut()) {
    let mut rates: Vec<f64> = (0..5)
        .map(|_| {
            let (start, before) = (std::time::Instant::now(), used());
            let mut calls = 0u32;
            while start.elapsed().as_millis() < 250 {
                f();
                calls += 1;
            }
            f64::from(calls) / (used() - before)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!("{profile:<5} {what:<28} {:>10.0} /s {:>10.2} µs", rates[2], 1e6 / rates[2]);
}

fn main() {
    let random = Random::system();
    let name = "示例·买买提".as_bytes();
    for profile in Profile::ALL {
        let ring = KeyRing::generate(&random, profile);
        let person = random.bytes();
        let (key, wrapped) = ring.new_person_key(&random, &person);
        let sealed = key.seal("name", name, &random);
        let record = vec![b'x'; 400];
        rate(profile, "new person key", || drop(black_box(ring.new_person_key(&random, &person))));
        rate(profile, "unwrap person key", || {
            black_box(ring.unwrap_person_key(&person, &wrapped)).unwrap();
        });
        rate(profile, "seal 16 bytes", || drop(black_box(key.seal("name", name, &random))));
        rate(profile, "open 16 bytes", || {
            black_box(key.open("name", &sealed)).unwrap();
        });
        rate(profile, "seal 400 bytes", || drop(black_box(key.seal("all", &record, &random))));
        rate(profile, "blind index", || {
            black_box(ring.blind("document", b"110101199003070000"));
        });
        rate(profile, "digest of 400 bytes", || {
            black_box(digest(profile, &record));
        });
        let signing = SigningKey::generate(profile, &random);
        let public = signing.verifying_key();
        let signature = signing.sign(&record);
        rate(profile, "sign 400 bytes", || {
            black_box(signing.sign(&record));
        });
        rate(profile, "verify 400 bytes", || {
            black_box(public.verify(&record, &signature)).unwrap();
        });
        let stored = signing.seal(&ring, b"key", &random);
        rate(profile, "open a sealed signing key", || {
            black_box(SigningKey::open(&ring, b"key", &stored)).unwrap();
        });
        let otp = OtpSecret::generate(profile, &random);
        let now = Instant::from_micros(1_790_000_000_000_000);
        rate(profile, "check a one-time code", || {
            black_box(otp.verify("000000", now, None));
        });
        let policy = PasswordPolicy::sound(profile);
        let hash = policy.hash("password", &random);
        rate(profile, "verify a password", || {
            black_box(policy.verify(&hash, "password")).unwrap();
        });
    }
}
