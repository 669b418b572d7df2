//! A question about a person to another register, so that no form asks for what a register knows.

use crypto::Redacted;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{Instant, Problem, ProblemKind, Result};
use std::collections::HashMap;

/// A question. Purpose and legal basis go along, since the other side records them.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is asked, such as `social-insurance-months`.
    pub kind: String,
    /// The document's number of whom it is asked about.
    pub number: Redacted<String>,
    /// For what the answer is needed.
    pub purpose: String,
    /// The law or rule that allows asking.
    pub legal_basis: String,
}

/// An answer, as evidence: who said it, when, and until when it can be relied on.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceAnswer {
    /// Which register.
    pub source: String,
    /// When it answered.
    pub answered_at: Instant,
    /// Until when the answer can be relied on.
    pub valid_until: Instant,
    /// What it said, in the form of the kind of question; nothing when it does not know the person.
    pub content: Option<serde_json::Value>,
}

/// A register that answers.
pub trait Source: Send + Sync {
    /// Asks.
    ///
    /// # Errors
    /// `source-question` for a question the register does not take, or one without purpose or legal
    /// basis; an unavailable problem when it is out of reach.
    fn ask<'a>(
        &'a self,
        question: &'a Question,
        now: Instant,
    ) -> BoxFuture<'a, Result<SourceAnswer>>;
}

/// For how many seconds an answer of the demonstration can be relied on.
const VALID_SECONDS: i64 = 86_400;

/// The register of the demonstration: answers from a list that it was given.
#[derive(Default)]
pub struct DemoSource {
    answers: HashMap<(String, String), serde_json::Value>,
    kinds: Vec<String>,
}

impl DemoSource {
    /// Lets the register know something about a document's number.
    pub fn knowing(mut self, kind: &str, number: &str, content: serde_json::Value) -> Self {
        self.kinds.push(kind.to_owned());
        self.answers.insert((kind.to_owned(), number.to_owned()), content);
        self
    }
}

impl Source for DemoSource {
    fn ask<'a>(
        &'a self,
        question: &'a Question,
        now: Instant,
    ) -> BoxFuture<'a, Result<SourceAnswer>> {
        async move {
            let stated = !question.purpose.is_empty() && !question.legal_basis.is_empty();
            if !stated || !self.kinds.contains(&question.kind) {
                return Err(Problem::new(ProblemKind::Invalid, "source-question"));
            }
            let key = (question.kind.clone(), question.number.expose().clone());
            Ok(SourceAnswer {
                source: "demo-register".to_owned(),
                answered_at: now,
                valid_until: now.plus_seconds(VALID_SECONDS),
                content: self.answers.get(&key).cloned(),
            })
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[tokio::test]
    async fn a_register_answers_what_it_knows_and_takes_only_stated_questions() {
        let months = json!({ "months": 36 });
        let register = DemoSource::default().knowing("social-insurance-months", "770000", months);
        let now = Instant::from_micros(0);
        let question = Question {
            kind: "social-insurance-months".to_owned(),
            number: Redacted::new("770000".to_owned()),
            purpose: "核对申报条件".to_owned(),
            legal_basis: "示例办法第一条".to_owned(),
        };
        let answer = register.ask(&question, now).await.unwrap();
        assert_eq!(answer.content, Some(json!({ "months": 36 })));
        assert_eq!(answer.valid_until, now.plus_seconds(86_400));
        let stranger = Question { number: Redacted::new("1".to_owned()), ..question.clone() };
        assert_eq!(register.ask(&stranger, now).await.unwrap().content, None);
        let unstated = Question { legal_basis: String::new(), ..question };
        assert_eq!(register.ask(&unstated, now).await.unwrap_err().code(), "source-question");
    }
}
