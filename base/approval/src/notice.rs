//! Objections to a public notice (公示异议). Who objects, and what they say, is sealed: a notice is
//! public, an objection is not.

use crypto::KeyRing;
use kernel::{CaseId, FieldProblem, Instant, ObjectionId, Problem, Random, Result};
use serde::{Deserialize, Serialize};

/// What an objection is sealed for.
const PURPOSE: &str = "approval.objection";
/// The most characters of what somebody objects.
const MOST: usize = 2000;

/// What somebody objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objecting {
    /// Who: a real name, since the answer goes to them.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What they say.
    pub text: String,
}

/// The answer to an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it was right; the case then goes back to who decides.
    pub upheld: bool,
    /// What the office says.
    pub text: String,
    /// Who answered, as a stored word.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// An objection as stored.
#[derive(Clone, Debug)]
pub struct Objection {
    /// Which.
    pub id: ObjectionId,
    /// Counts its changes.
    pub version: i64,
    /// The case whose notice it is about.
    pub case: CaseId,
    /// When it came.
    pub at: Instant,
    pub(crate) sealed: Vec<u8>,
    /// The answer.
    pub answer: Option<Answer>,
}

impl Objecting {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Field problems for name, contact and text.
    pub(crate) fn check(&self) -> Result<()> {
        let mut findings = Vec::new();
        let within = |text: &str, most: usize| {
            let length = text.trim().chars().count();
            length > 0 && length <= most
        };
        if !within(&self.name, 50) {
            findings.push(FieldProblem::new("name", "approval-objection-name"));
        }
        if !within(&self.contact, 100) {
            findings.push(FieldProblem::new("contact", "approval-objection-contact"));
        }
        if !within(&self.text, MOST) {
            let finding = FieldProblem::new("text", "approval-objection-text");
            findings.push(finding.arg("most", MOST));
        }
        if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
    }

    pub(crate) fn seal(&self, ring: &KeyRing, id: ObjectionId, random: &Random) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(Problem::internal)?;
        Ok(ring.seal_system(PURPOSE, &id.bytes(), &plain, random))
    }
}

/// The same under the ring's current master key.
pub(crate) fn resealed(
    ring: &KeyRing,
    id: ObjectionId,
    sealed: &[u8],
    random: &Random,
) -> Result<Vec<u8>> {
    let plain = ring.open_system(PURPOSE, &id.bytes(), sealed)?;
    Ok(ring.seal_system(PURPOSE, &id.bytes(), plain.expose(), random))
}

impl Objection {
    /// Who objects and what they say.
    ///
    /// # Errors
    /// An internal problem when it cannot be opened.
    pub fn open(&self, ring: &KeyRing) -> Result<Objecting> {
        let plain = ring.open_system(PURPOSE, &self.id.bytes(), &self.sealed)?;
        serde_json::from_slice(plain.expose())
            .map_err(|_| Problem::inconsistent("approval_objection", "sealed", self.id))
    }
}
