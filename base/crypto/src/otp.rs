//! One-time codes (动态口令) from a device that shares a secret with us.
//!
//! International: TOTP (RFC 6238) as authenticator apps expect it, HMAC-SHA-1, 30 seconds.
//! National: GM/T 0021 with SM3 and 60 seconds, as tokens sold under it compute it; the time is the
//! only factor (no event counter, no challenge). Both give six digits, and both are accepted one
//! step early or late.

use crate::text::{base32, hex, percent};
use crate::{OpenError, Profile, Redacted};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Instant, Random};
use sha1::Sha1;
use sm3::{Digest, Sm3};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const DIGITS: usize = 6;

/// The secret behind an account's one-time codes. It keeps its algorithm when the installation
/// changes its profile, since the device keeps it too.
pub struct OtpSecret {
    profile: Profile,
    seed: Zeroizing<Vec<u8>>,
}

impl OtpSecret {
    /// A new secret: 20 bytes for HMAC-SHA-1 (RFC 4226, section 4), 16 for SM3 (GM/T 0021: 128
    /// bits).
    pub fn generate(profile: Profile, random: &Random) -> Self {
        let length = match profile {
            Profile::Intl => 20,
            Profile::Gm => 16,
        };
        let mut seed = Zeroizing::new(vec![0; length]);
        random.fill(&mut seed);
        OtpSecret { profile, seed }
    }

    /// The secret of a token that was bought with its seed; nothing below 128 bits.
    pub fn from_seed(profile: Profile, seed: &[u8]) -> Option<Self> {
        (seed.len() >= 16).then(|| OtpSecret { profile, seed: Zeroizing::new(seed.to_vec()) })
    }

    /// The bytes to be sealed with [`KeyRing::seal_system`](crate::KeyRing::seal_system).
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mark = [self.profile.mark()];
        Zeroizing::new([mark.as_slice(), &self.seed].concat())
    }

    /// Reads what [`to_bytes`](Self::to_bytes) gave.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OpenError> {
        let (mark, seed) = bytes.split_first().ok_or(OpenError::Malformed)?;
        let profile = Profile::from_mark(*mark).ok_or(OpenError::Malformed)?;
        OtpSecret::from_seed(profile, seed).ok_or(OpenError::Malformed)
    }

    /// The secret as people type it into a device: base32, or hexadecimal under GM/T 0021.
    pub fn typed_form(&self) -> Redacted<String> {
        Redacted::new(match self.profile {
            Profile::Intl => base32(&self.seed),
            Profile::Gm => hex(&self.seed),
        })
    }

    /// What an authenticator app reads from a QR code. Nothing under GM/T 0021, for which no such
    /// form exists.
    pub fn uri(&self, issuer: &str, account: &str) -> Option<Redacted<String>> {
        if self.profile == Profile::Gm {
            return None;
        }
        let (issuer, account, secret) = (percent(issuer), percent(account), base32(&self.seed));
        Some(Redacted::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits=6&period=30"
        )))
    }

    /// The code that the device shows at the instant.
    pub fn code_at(&self, now: Instant) -> String {
        self.code(self.step(now))
    }

    /// The time step whose code was typed: the present one or a neighbour. Store it with the
    /// account and give it back as `last_used`, so that no code serves twice (RFC 6238, section
    /// 5.2). Blanks and full-width digits are taken as an input method gives them.
    pub fn verify(&self, typed: &str, now: Instant, last_used: Option<i64>) -> Option<i64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let present = self.step(now);
        let mut matched = None;
        for step in present - 1..=present + 1 {
            let right: bool = self.code(step).as_bytes().ct_eq(typed.as_bytes()).into();
            if right && last_used.is_none_or(|last| step > last) {
                matched = Some(step);
            }
        }
        matched
    }

    fn step(&self, now: Instant) -> i64 {
        let seconds = match self.profile {
            Profile::Intl => 30,
            Profile::Gm => 60,
        };
        now.micros().div_euclid(1_000_000).div_euclid(seconds)
    }

    fn code(&self, step: i64) -> String {
        match self.profile {
            Profile::Intl => hotp(&self.seed, step as u64, DIGITS),
            Profile::Gm => gm_code(&self.seed, &step.to_be_bytes(), DIGITS),
        }
    }
}

impl std::fmt::Debug for OtpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OtpSecret({}, [redacted])", self.profile)
    }
}

/// HOTP of RFC 4226, section 5.3.
pub(crate) fn hotp(seed: &[u8], counter: u64, digits: usize) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(seed).expect("HMAC takes keys of every length");
    mac.update(&counter.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let word = [hash[offset], hash[offset + 1], hash[offset + 2], hash[offset + 3]];
    decimal(u32::from_be_bytes(word) & 0x7fff_ffff, digits)
}

/// The dynamic password of GM/T 0021 with SM3: the digest of seed ‖ factors, its eight words added.
/// The factors (time of 8 bytes, event of 4, challenge) are filled up with zeros to 128 bits.
pub(crate) fn gm_code(seed: &[u8], factors: &[u8], digits: usize) -> String {
    let mut hash = Sm3::new_with_prefix(seed);
    hash.update(factors);
    hash.update(vec![0; 16usize.saturating_sub(factors.len())]);
    let hash = hash.finalize();
    let (words, _) = hash.as_chunks::<4>();
    let sum = words.iter().fold(0u32, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)));
    decimal(sum, digits)
}

fn decimal(number: u32, digits: usize) -> String {
    let modulus = 10u64.pow(digits as u32);
    format!("{:0digits$}", u64::from(number) % modulus)
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        other => other,
    }
}
