//! The fast way to issue many certificates of one kind: everything that they share is written once.

use crate::certificate::{contexts, types};
use crate::json::{numbers_are_safe, write_text};
use crate::proof::{CRYPTOSUITE, PROOF_TYPE, PURPOSE, joined};
use crate::time::start_of_day;
use crate::{Achievement, Award, CredentialError, Issuer, Signer, canonical, multibase_encode};
use kernel::Instant;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The canonical JSON of what all certificates of one issuer, achievement and key share.
#[derive(Clone, Debug)]
pub struct CertificateTemplate {
    achievement: Achievement,
    context_json: Vec<u8>,
    achievement_json: Vec<u8>,
    issuer_json: Vec<u8>,
    title_json: Vec<u8>,
    types_json: Vec<u8>,
    method_json: Vec<u8>,
}

/// Text that is built up from canonical pieces.
struct Writer(Vec<u8>);

impl Writer {
    fn raw(&mut self, piece: impl AsRef<[u8]>) -> &mut Self {
        self.0.extend_from_slice(piece.as_ref());
        self
    }

    fn value(&mut self, value: &Value) -> Result<&mut Self, CredentialError> {
        Ok(self.raw(canonical(value)?))
    }

    fn text(&mut self, content: &str) -> &mut Self {
        write_text(&mut self.0, content);
        self
    }
}

impl CertificateTemplate {
    /// Writes down what is shared.
    ///
    /// # Errors
    /// [`CredentialError::FieldInvalid`] as for [`crate::SkillCertificate::document`].
    pub fn compile(
        issuer: &Issuer,
        achievement: &Achievement,
        verification_method: &str,
    ) -> Result<Self, CredentialError> {
        issuer.check()?;
        achievement.check()?;
        let text = |content: &str| {
            let mut w = Writer(Vec::new());
            w.text(content);
            w.0
        };
        Ok(CertificateTemplate {
            achievement: achievement.clone(),
            context_json: canonical(&contexts())?,
            achievement_json: canonical(&achievement.to_json())?,
            issuer_json: canonical(&issuer.to_json())?,
            title_json: text(&achievement.title),
            types_json: canonical(&types())?,
            method_json: text(verification_method),
        })
    }

    /// The signed certificate of one holder, as canonical bytes: the same that [`crate::proof::sign`]
    /// and [`canonical`] give for the same document.
    ///
    /// # Errors
    /// [`CredentialError::FieldInvalid`] as for [`crate::SkillCertificate::document`],
    /// [`CredentialError::NumberUnsafe`] for a number in the status that readers would refuse,
    /// [`CredentialError::SignerFailed`] when the key did not sign.
    pub fn issue(
        &self,
        award: &Award,
        created: Instant,
        signer: &Signer<'_>,
    ) -> Result<Vec<u8>, CredentialError> {
        award.check(&self.achievement)?;
        let mut document = self.before_proof(award)?;
        let after = self.after_proof(award);
        let document_hash =
            Sha256::new().chain_update(&document.0).chain_update(&after.0).finalize();
        let configuration_hash = Sha256::digest(self.proof(created, None).0);
        let signature = signer(&joined(configuration_hash.into(), document_hash.into()))?;
        let proof = self.proof(created, Some(&multibase_encode(&signature)));
        document.raw(r#","proof":"#).raw(proof.0).raw(after.0);
        Ok(document.0)
    }

    /// Every member whose name sorts before `proof`, in canonical order.
    fn before_proof(&self, award: &Award) -> Result<Writer, CredentialError> {
        let mut w = Writer(Vec::with_capacity(4096));
        w.raw(r#"{"@context":"#).raw(&self.context_json);
        if let Some(status) = &award.status {
            if !numbers_are_safe(status) {
                return Err(CredentialError::NumberUnsafe);
            }
            w.raw(r#","credentialStatus":"#).value(status)?;
        }
        w.raw(r#","credentialSubject":{"achievement":"#).raw(&self.achievement_json);
        w.raw(r#","identifier":"#).value(&award.identifiers())?;
        w.raw(r#","licenseNumber":"#).text(&award.number);
        if let Some(results) = award.results(&self.achievement) {
            w.raw(r#","result":"#).value(&results)?;
        }
        w.raw(r#","type":["AchievementSubject"]},"id":"#).text(&award.id);
        w.raw(r#","issuer":"#).raw(&self.issuer_json);
        w.raw(r#","name":"#).raw(&self.title_json);
        Ok(w)
    }

    /// Every member whose name sorts after `proof`, and the end.
    fn after_proof(&self, award: &Award) -> Writer {
        let mut w = Writer(Vec::with_capacity(256));
        w.raw(r#","type":"#).raw(&self.types_json);
        w.raw(r#","validFrom":"#).text(&start_of_day(award.issued_on)).raw("}");
        w
    }

    /// The proof, or without a value its configuration.
    fn proof(&self, created: Instant, value: Option<&str>) -> Writer {
        let mut w = Writer(Vec::with_capacity(768));
        w.raw(r#"{"@context":"#).raw(&self.context_json);
        w.raw(r#","created":"#).text(&created.rfc3339());
        w.raw(r#","cryptosuite":"#).text(CRYPTOSUITE);
        w.raw(r#","proofPurpose":"#).text(PURPOSE);
        if let Some(value) = value {
            w.raw(r#","proofValue":"#).text(value);
        }
        w.raw(r#","type":"#).text(PROOF_TYPE);
        w.raw(r#","verificationMethod":"#).raw(&self.method_json).raw("}");
        w
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
