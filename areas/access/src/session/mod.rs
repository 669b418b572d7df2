//! A session: the time between signing in and out. The browser holds a random token, the database
//! its tag.

pub(crate) mod store;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::{KeyRing, Redacted, digest};
use kernel::{AccountActor, AccountId, Home, Instant, Random, SessionId};
use std::sync::Arc;

/// Somebody who has signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// The account with the posts it holds today.
    pub actor: Arc<AccountActor>,
    /// The holder's name.
    pub name: String,
    /// The names of the offices of the posts, in the order of `actor.posts`; empty for the
    /// installation.
    pub offices: Vec<String>,
    /// The secret that every form of the session carries back.
    pub csrf: [u8; 16],
    /// The session.
    pub session: SessionId,
    /// When it ends at the latest.
    pub expires_at: Instant,
}

/// A session that has just begun.
pub struct NewSession {
    /// What the browser keeps, for the cookie.
    pub token: Redacted<String>,
    /// Whose session it is.
    pub account: AccountId,
    /// Whether the holder signed in with two factors.
    pub two_factors: bool,
    /// When it ends at the latest.
    pub expires_at: Instant,
}

/// The first step of signing in has been taken.
pub enum SignInStep {
    /// The holder is signed in.
    Done(NewSession),
    /// The one-time code comes next.
    Code {
        /// To be sent along with the code.
        ticket: Redacted<String>,
    },
}

/// Home and secret of a session or an API key, as its token carries them.
pub(crate) struct Token {
    pub home: Home,
    bytes: [u8; 33],
}

impl Token {
    pub(crate) fn new(home: Home, random: &Random) -> Self {
        let mut bytes = random.bytes::<33>();
        bytes[0] = home.0;
        Token { home, bytes }
    }

    pub(crate) fn read(text: &str) -> Option<Token> {
        let bytes: [u8; 33] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        Some(Token { home: Home(bytes[0]), bytes })
    }

    pub(crate) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes)
    }

    pub(crate) fn tag(&self, ring: &KeyRing, purpose: &str) -> [u8; 32] {
        ring.tag(purpose, &self.bytes)
    }

    pub(crate) fn tags(&self, ring: &KeyRing, purpose: &str) -> Vec<[u8; 32]> {
        ring.tag_all(purpose, &self.bytes).into_iter().map(|(_, tag)| tag).collect()
    }

    /// The secret of the session's forms: it follows from the token, so that it need not be stored.
    pub(crate) fn csrf(&self, ring: &KeyRing) -> [u8; 16] {
        let whole = digest(ring.profile(), &[b"kaogong/csrf/1".as_slice(), &self.bytes].concat());
        let mut half = [0; 16];
        half.copy_from_slice(&whole[..16]);
        half
    }
}
