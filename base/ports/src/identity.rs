//! Who somebody is, in the word of another system.

use crate::demo_key;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::{Redacted, SigningKey};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{Assurance, Instant, Problem, Result};
use serde::{Deserialize, Serialize};

/// What an identity provider says about somebody.
#[derive(Clone, Debug)]
pub struct IdentityAssertion {
    /// The stored word of the document's kind.
    pub document_kind: String,
    /// The document's number, as the provider wrote it.
    pub number: Redacted<String>,
    /// The name, as the provider wrote it.
    pub name: Redacted<String>,
    /// How sure the provider is.
    pub assurance: Assurance,
    /// Which provider.
    pub source: String,
    /// The provider's own number of this assertion; the same one never counts twice.
    pub transaction: String,
}

/// Somebody who says who people are.
pub trait IdentityProvider: Send + Sync {
    /// Its name in facts and on pages.
    fn source(&self) -> &str;

    /// Checks what the browser brought back from the provider.
    ///
    /// # Errors
    /// `access-assertion-invalid` for whatever the provider did not say, or said too long ago.
    fn check<'a>(
        &'a self,
        presented: &'a str,
        now: Instant,
    ) -> BoxFuture<'a, Result<IdentityAssertion>>;
}

/// For how many seconds an assertion of the demonstration holds.
const HOLDS_SECONDS: i64 = 300;

/// 示例身份认证平台: asserts whatever it is asked to, under a key that everybody knows.
pub struct DemoIdentityProvider {
    key: SigningKey,
}

#[derive(Serialize, Deserialize)]
struct Written {
    kind: String,
    number: String,
    name: String,
    two_factors: bool,
    transaction: String,
    at: Instant,
}

impl Default for DemoIdentityProvider {
    fn default() -> Self {
        DemoIdentityProvider { key: demo_key("identity provider") }
    }
}

impl DemoIdentityProvider {
    /// What the provider hands to the browser of somebody who showed a document.
    ///
    /// # Errors
    /// An internal problem when it cannot be written as JSON.
    pub fn assert(&self, who: &IdentityAssertion, now: Instant) -> Result<String> {
        let written = Written {
            kind: who.document_kind.clone(),
            number: who.number.expose().clone(),
            name: who.name.expose().clone(),
            two_factors: who.assurance == Assurance::Two,
            transaction: who.transaction.clone(),
            at: now,
        };
        let plain = serde_json::to_vec(&written).map_err(Problem::internal)?;
        let signature = self.key.sign(&plain);
        Ok(format!("{}.{}", URL_SAFE_NO_PAD.encode(plain), URL_SAFE_NO_PAD.encode(signature)))
    }

    fn read(&self, presented: &str, now: Instant) -> Option<IdentityAssertion> {
        let (plain, signature) = presented.split_once('.')?;
        let plain = URL_SAFE_NO_PAD.decode(plain).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.key.verifying_key().verify(&plain, &signature).ok()?;
        let written: Written = serde_json::from_slice(&plain).ok()?;
        if now < written.at || now >= written.at.plus_seconds(HOLDS_SECONDS) {
            return None;
        }
        Some(IdentityAssertion {
            document_kind: written.kind,
            number: Redacted::new(written.number),
            name: Redacted::new(written.name),
            assurance: if written.two_factors { Assurance::Two } else { Assurance::One },
            source: self.source().to_owned(),
            transaction: written.transaction,
        })
    }
}

impl IdentityProvider for DemoIdentityProvider {
    fn source(&self) -> &str {
        "demo-identity-provider"
    }

    fn check<'a>(
        &'a self,
        presented: &'a str,
        now: Instant,
    ) -> BoxFuture<'a, Result<IdentityAssertion>> {
        let read = self.read(presented, now);
        async move { read.ok_or_else(|| Problem::invalid("access-assertion-invalid")) }.boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_assertion_holds_for_five_minutes_and_as_it_was_signed() {
        let provider = DemoIdentityProvider::default();
        let now = Instant::from_micros(1_795_482_000_000_000);
        let who = IdentityAssertion {
            document_kind: "citizen-card".to_owned(),
            number: Redacted::new("770000".to_owned()),
            name: Redacted::new("示例甲".to_owned()),
            assurance: Assurance::Two,
            source: String::new(),
            transaction: "1".to_owned(),
        };
        let presented = provider.assert(&who, now).unwrap();
        let checked = provider.check(&presented, now.plus_seconds(299)).await.unwrap();
        assert_eq!((checked.name.expose().as_str(), checked.assurance), ("示例甲", Assurance::Two));
        let late = provider.check(&presented, now.plus_seconds(300)).await.unwrap_err();
        assert_eq!(late.code(), "access-assertion-invalid");
        let other = IdentityAssertion { transaction: "2".to_owned(), ..who };
        let other = provider.assert(&other, now).unwrap();
        let (plain, signature) =
            (presented.split_once('.').unwrap().0, other.split_once('.').unwrap().1);
        assert!(provider.check(&format!("{plain}.{signature}"), now).await.is_err(), "swapped");
    }
}
