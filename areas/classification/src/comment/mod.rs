//! Comments of the public on a proposal (意见), and what the office answers. Who writes, and their own
//! words, are sealed; public are the office's summary and its answer.

pub(crate) mod store;

use crypto::KeyRing;
use kernel::{CommentId, FieldProblem, Instant, Problem, ProposalId, Random, Result};
use serde::{Deserialize, Serialize};

/// What a comment is sealed for.
const PURPOSE: &str = "classification.comment";
/// The most characters of a comment.
const MOST: usize = 2000;

/// What somebody writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commenting {
    /// Who: a person or a body.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What they say.
    pub text: String,
}

/// What the office makes of a comment, for everybody to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentAnswer {
    /// The comment in the office's words, without what identifies anybody.
    pub summary: String,
    /// Whether it was followed (采纳).
    pub adopted: bool,
    /// The answer.
    pub text: String,
}

/// A comment as stored.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Which.
    pub id: CommentId,
    /// Counts its changes.
    pub version: i64,
    /// On what.
    pub proposal: ProposalId,
    /// When it came.
    pub at: Instant,
    pub(crate) sealed: Vec<u8>,
    /// What the office answered.
    pub answer: Option<CommentAnswer>,
}

fn within(text: &str, most: usize) -> bool {
    let length = text.trim().chars().count();
    length > 0 && length <= most
}

impl Commenting {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Field problems for name, contact and text.
    pub(crate) fn check(&self) -> Result<()> {
        let mut findings = Vec::new();
        if !within(&self.name, 50) {
            findings.push(FieldProblem::new("name", "approval-objection-name"));
        }
        if !within(&self.contact, 100) {
            findings.push(FieldProblem::new("contact", "approval-objection-contact"));
        }
        if !within(&self.text, MOST) {
            findings.push(FieldProblem::new("text", "classification-comment").arg("most", MOST));
        }
        if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
    }

    pub(crate) fn seal(&self, ring: &KeyRing, id: CommentId, random: &Random) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(Problem::internal)?;
        Ok(ring.seal_system(PURPOSE, &id.bytes(), &plain, random))
    }
}

impl CommentAnswer {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Field problems for summary and answer.
    pub(crate) fn check(&self) -> Result<()> {
        let mut findings = Vec::new();
        if !within(&self.summary, 500) {
            findings.push(FieldProblem::new("summary", "classification-summary"));
        }
        if !within(&self.text, MOST) {
            findings.push(FieldProblem::new("answer", "classification-answer"));
        }
        if findings.is_empty() { Ok(()) } else { Err(Problem::fields(findings)) }
    }
}

/// The same under the ring's current master key.
pub(crate) fn resealed(
    ring: &KeyRing,
    id: CommentId,
    sealed: &[u8],
    random: &Random,
) -> Result<Vec<u8>> {
    let plain = ring.open_system(PURPOSE, &id.bytes(), sealed)?;
    Ok(ring.seal_system(PURPOSE, &id.bytes(), plain.expose(), random))
}

impl Comment {
    /// Who wrote, and what.
    ///
    /// # Errors
    /// An internal problem when it cannot be opened.
    pub fn open(&self, ring: &KeyRing) -> Result<Commenting> {
        let plain = ring.open_system(PURPOSE, &self.id.bytes(), &self.sealed)?;
        serde_json::from_slice(plain.expose())
            .map_err(|_| Problem::inconsistent("classification_comment", "sealed", self.id))
    }
}
