//! The true edges of the system: what other systems do for us, each as a trait with the adapter of
//! the demonstration. A province plugs its own adapters in; an area sees only the trait.
//!
//! | port | what the other side does | adapters to come |
//! |---|---|---|
//! | [`identity`] | says who somebody is | social-security card, government service platform, OIDC |
//! | [`notify`] | carries a message to a person | SMS gateway, in-site, printed slip |
//! | [`source`] | answers a question about a person | social insurance, schooling, employment |
//! | [`seal`] | puts an electronic seal on a document | the province's seal service |
//!
//! The fifth port, signing keys in a device, is [`crypto::Signer`].
//!
//! An adapter of the demonstration does what it says where one can see it: its assertions and seals
//! are signed with a key that everybody knows, its messages lie in an outbox.

pub mod identity;
pub mod notify;
pub mod seal;
pub mod source;

use crypto::{Profile, SigningKey, digest};

/// The key of an adapter of the demonstration: the same everywhere and known to everybody.
fn demo_key(what: &str) -> SigningKey {
    let sentence = format!("kaogong demo {what}: public, protects nothing");
    SigningKey::from_secret(Profile::Intl, &digest(Profile::Intl, sentence.as_bytes()))
        .expect("every 32 bytes are an Ed25519 key")
}
