//! Tokens of forms: against forged requests, and against saving the same form twice.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Random;

const LENGTH: usize = 16;

/// The secret of a session that every form of it carries back.
///
/// Pages are compressed and may repeat what a visitor typed, which would let an observer of sizes
/// guess a constant token bit by bit (BREACH). So each page writes it under a fresh mask.
#[derive(Clone, PartialEq, Eq)]
pub struct Csrf([u8; LENGTH]);

impl Csrf {
    /// A new secret, for a new session.
    pub fn new(random: &Random) -> Self {
        Csrf(random.bytes())
    }

    /// From the stored form.
    pub fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Csrf(bytes)
    }

    /// The form that the session store keeps.
    pub fn bytes(&self) -> [u8; LENGTH] {
        self.0
    }

    /// The value for the hidden field of a form; different every time.
    pub fn field(&self, random: &Random) -> String {
        let mask: [u8; LENGTH] = random.bytes();
        let mut bytes = [0; 2 * LENGTH];
        for i in 0..LENGTH {
            bytes[i] = mask[i];
            bytes[LENGTH + i] = mask[i] ^ self.0[i];
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether the field's value carries this secret. Takes the same time wherever they differ.
    pub fn matches(&self, field: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(field) else {
            return false;
        };
        if bytes.len() != 2 * LENGTH {
            return false;
        }
        let difference = (0..LENGTH).fold(0u8, |difference, i| {
            std::hint::black_box(difference | (bytes[i] ^ bytes[LENGTH + i] ^ self.0[i]))
        });
        difference == 0
    }
}

impl std::fmt::Debug for Csrf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Csrf(…)")
    }
}

/// A new idempotency key: the hidden field that lets a form sent twice be saved once.
pub fn new_key(random: &Random) -> String {
    URL_SAFE_NO_PAD.encode(random.bytes::<16>())
}

/// Whether a text can be an idempotency key of a form of ours.
pub fn is_key(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_differs_every_time_and_always_matches() {
        let random = Random::seeded(1);
        let csrf = Csrf::new(&random);
        let (first, second) = (csrf.field(&random), csrf.field(&random));
        assert_ne!(first, second);
        assert!(csrf.matches(&first) && csrf.matches(&second));
        assert!(Csrf::from_bytes(csrf.bytes()).matches(&first));
    }

    #[test]
    fn another_sessions_field_and_garbage_do_not_match() {
        let random = Random::seeded(2);
        let csrf = Csrf::new(&random);
        let field = csrf.field(&random);
        assert!(!Csrf::new(&random).matches(&field));
        for bad in [
            "",
            "x",
            &field[1..],
            &format!("{field}A"),
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(!csrf.matches(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_key_is_recognised() {
        let key = new_key(&Random::seeded(3));
        assert!(is_key(&key));
        assert!(!is_key("") && !is_key(&key[1..]) && !is_key("<script>alert(1)</scri"));
    }
}
