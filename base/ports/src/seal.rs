//! An electronic seal (电子印章) on a finished document, such as a PDF.

use crate::demo_key;
use crypto::SigningKey;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{Instant, Problem, Result};

/// A document with its seal. The seal stands apart, so that the document's bytes stay as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedDocument {
    /// The document.
    pub document: Vec<u8>,
    /// The seal over document and time.
    pub seal: Vec<u8>,
    /// Whose seal it is.
    pub holder: String,
    /// When it was put on.
    pub sealed_at: Instant,
}

/// A service that puts seals on documents.
pub trait SealService: Send + Sync {
    /// Puts the seal on.
    ///
    /// # Errors
    /// What the service refuses.
    fn seal<'a>(
        &'a self,
        document: &'a [u8],
        now: Instant,
    ) -> BoxFuture<'a, Result<SealedDocument>>;

    /// Checks a seal.
    ///
    /// # Errors
    /// `seal-broken` when document, holder or time are not those that were sealed.
    fn check<'a>(&'a self, sealed: &'a SealedDocument) -> BoxFuture<'a, Result<()>>;
}

/// 示例印章: the seal of the demonstration, under a key that everybody knows.
pub struct DemoSealService {
    key: SigningKey,
    holder: String,
}

impl DemoSealService {
    /// The seal of a made-up holder.
    pub fn new(holder: &str) -> Self {
        DemoSealService { key: demo_key("seal service"), holder: holder.to_owned() }
    }

    fn text(holder: &str, at: Instant, document: &[u8]) -> Vec<u8> {
        let at = at.micros().to_be_bytes();
        let length = (holder.len() as u64).to_be_bytes();
        [b"seal/1".as_slice(), &length, holder.as_bytes(), &at, document].concat()
    }
}

impl SealService for DemoSealService {
    fn seal<'a>(
        &'a self,
        document: &'a [u8],
        now: Instant,
    ) -> BoxFuture<'a, Result<SealedDocument>> {
        async move {
            let seal = self.key.sign(&Self::text(&self.holder, now, document)).to_vec();
            let (document, holder) = (document.to_vec(), self.holder.clone());
            Ok(SealedDocument { document, seal, holder, sealed_at: now })
        }
        .boxed()
    }

    fn check<'a>(&'a self, sealed: &'a SealedDocument) -> BoxFuture<'a, Result<()>> {
        async move {
            let text = Self::text(&sealed.holder, sealed.sealed_at, &sealed.document);
            let checked = self.key.verifying_key().verify(&text, &sealed.seal);
            checked.map_err(|_| Problem::invalid("seal-broken"))
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_seal_holds_for_its_document_holder_and_time() {
        let service = DemoSealService::new("示例市人力资源和社会保障局");
        let sealed = service.seal(b"%PDF-1.7", Instant::from_micros(1)).await.unwrap();
        service.check(&sealed).await.unwrap();
        let changed = [
            SealedDocument { document: b"%PDF-1.6".to_vec(), ..sealed.clone() },
            SealedDocument { holder: "别人".to_owned(), ..sealed.clone() },
            SealedDocument { sealed_at: Instant::from_micros(2), ..sealed.clone() },
        ];
        for changed in changed {
            assert_eq!(service.check(&changed).await.unwrap_err().code(), "seal-broken");
        }
    }
}
