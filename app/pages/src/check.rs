//! 查证书: anybody checks a certificate by its number and a second fact, or by its QR code.

use crate::kit::{Tone, show};
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::{CivilDate, FieldProblem, Instant};
use web_kit::form::text;
use web_kit::{Answer, FormState, Visit};

/// The form.
#[derive(Template)]
#[template(path = "check/form.html")]
pub struct CheckForm {
    /// The request.
    pub v: Visit,
    /// Fields `number` and `fact`.
    pub form: FormState,
}

/// The answer.
#[derive(Template)]
#[template(path = "check/answer.html")]
pub struct CheckAnswer {
    /// The request.
    pub v: Visit,
    /// What was found.
    pub found: Found,
}

/// What a check finds. Every way of not matching looks the same.
#[derive(Clone, Debug)]
pub enum Found {
    /// A certificate that both facts belong to.
    Certificate(Box<Checked>),
    /// Nothing to show; what was typed stands in the form again, to be mended.
    NoMatch(Box<FormState>),
}

/// The little that a check shows of a certificate.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Whether it holds.
    pub standing: Standing,
    /// The holder's name with a part hidden, such as 示*.
    pub holder: String,
    /// 证书编号
    pub number: String,
    /// 职业
    pub occupation: String,
    /// 工种 or direction; nothing when there is none.
    pub variant: Option<String>,
    /// The level as it is printed.
    pub level: String,
    /// The body that issued it.
    pub body: String,
    /// The body's page; empty when this node has none.
    pub body_href: String,
    /// 发证日期
    pub issued_on: CivilDate,
    /// Whether the signature and the content belong together.
    pub signature_good: bool,
}

/// Whether a certificate holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 有效
    Valid,
    /// 已暂停
    Suspended {
        /// Since when.
        since: CivilDate,
        /// The key of the reason.
        reason: &'static str,
    },
    /// 已撤销
    Revoked {
        /// Since when.
        since: CivilDate,
        /// The key of the reason.
        reason: &'static str,
    },
}

impl From<certificates::Standing> for Standing {
    fn from(standing: certificates::Standing) -> Self {
        match standing {
            certificates::Standing::Valid => Standing::Valid,
            certificates::Standing::Suspended { on, why } => {
                Standing::Suspended { since: on, reason: why.key() }
            }
            certificates::Standing::Revoked { on, why } => {
                Standing::Revoked { since: on, reason: why.key() }
            }
        }
    }
}

impl Standing {
    /// Whether a heading says good news.
    pub fn tone(&self) -> Tone {
        match self {
            Standing::Valid => Tone::Done,
            Standing::Suspended { .. } => Tone::Attention,
            Standing::Revoked { .. } => Tone::Stopped,
        }
    }

    /// The key of the heading.
    pub fn key(&self) -> &'static str {
        match self {
            Standing::Valid => "check-valid",
            Standing::Suspended { .. } => "check-suspended",
            Standing::Revoked { .. } => "check-revoked",
        }
    }

    /// The word of the state in lists.
    pub fn state(&self) -> crate::kit::State {
        let key = match self {
            Standing::Valid => "state-valid",
            Standing::Suspended { .. } => "state-suspended",
            Standing::Revoked { .. } => "state-revoked",
        };
        crate::kit::State::new(key, self.tone())
    }

    /// Since when it has not held, and the key of the reason; nothing while it holds.
    pub fn against(&self) -> Option<(CivilDate, &'static str)> {
        match *self {
            Standing::Valid => None,
            Standing::Suspended { since, reason } | Standing::Revoked { since, reason } => {
                Some((since, reason))
            }
        }
    }

    /// The key of the sentence below the heading.
    fn sentence(&self) -> &'static str {
        match self {
            Standing::Valid => "check-valid-text",
            Standing::Suspended { .. } => "check-suspended-text",
            Standing::Revoked { .. } => "check-revoked-text",
        }
    }
}

impl CheckAnswer {
    /// When the check was made.
    pub fn at(&self) -> Instant {
        self.v.now
    }

    fn sentence(&self, standing: &Standing) -> String {
        let date = standing.against().map(|(day, _)| self.v.t.date(day)).unwrap_or_default();
        self.v.t.with(standing.sentence(), &[("date", &date)])
    }
}

/// What the form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The number as typed, in capitals and without spaces.
    pub number: String,
    /// The holder's name or the end of the document number.
    pub fact: String,
}

/// Reads the form; the findings are in the form when there is nothing.
pub fn read(form: &mut FormState) -> Option<Query> {
    let number = form.required("number", |typed| {
        let number: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let plausible = number.len() <= 30 && number.bytes().all(|b| b.is_ascii_alphanumeric());
        let wrong = FieldProblem::new("number", "check-number-shape");
        if plausible { Ok(number.to_ascii_uppercase()) } else { Err(wrong) }
    });
    let fact = form.required("fact", text("fact", 60));
    Some(Query { number: number?, fact: fact? })
}

/// Shows the form, with a number when a link brought one along.
///
/// # Errors
/// As [`show`].
pub fn form(v: Visit, form: FormState) -> Answer {
    show(&CheckForm { v, form })
}

impl CheckForm {
    /// The form with two mistakes.
    pub fn sample(v: Visit) -> Self {
        let mut form = FormState::with(&[("number", "S000077010012226＊00123"), ("fact", "")]);
        let query = read(&mut form);
        debug_assert_eq!(query, None, "the sample shows mistakes");
        CheckForm { v, form }
    }
}

impl CheckAnswer {
    /// An answer of the given standing.
    pub fn sample(v: Visit, standing: Standing) -> Self {
        let lang = v.t.lang;
        let checked = Checked {
            standing,
            holder: "示＊工".to_owned(),
            number: "S000077010012226000123".to_owned(),
            occupation: lang.pick("电工", "Electrician").to_owned(),
            variant: None,
            level: lang.pick("三级/高级工", "Level 3 / senior worker").to_owned(),
            body: lang
                .pick("示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre")
                .to_owned(),
            body_href: "/bodies/S0000770100122".to_owned(),
            issued_on: day(2026, 6, 18),
            signature_good: true,
        };
        CheckAnswer { v, found: Found::Certificate(Box::new(checked)) }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let empty = CheckForm { v: v.clone(), form: FormState::default() };
    let answer = |standing| CheckAnswer::sample(v.clone(), standing);
    let revoked = certificates::Standing::Revoked {
        on: day(2026, 9, 2),
        why: certificates::PublicReason::Cheating,
    };
    let suspended = certificates::Standing::Suspended {
        on: day(2026, 10, 30),
        why: certificates::PublicReason::ResultError,
    };
    let typed = FormState::with(&[("number", "S000077010012226000132"), ("fact", "示例工")]);
    let none = CheckAnswer { v: v.clone(), found: Found::NoMatch(Box::new(typed)) };
    vec![
        sample("check", &empty),
        sample("check-errors", &CheckForm::sample(v.clone())),
        sample("check-valid", &answer(Standing::Valid)),
        sample("check-suspended", &answer(suspended.into())),
        sample("check-revoked", &answer(revoked.into())),
        sample("check-none", &none),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_the_way_people_copy_it() {
        let mut form =
            FormState::with(&[("number", " s0000 77010012-226000123 "), ("fact", " 示例 ")]);
        let query = read(&mut form);
        let query = query.map(|q| (q.number, q.fact));
        assert_eq!(query, Some(("S000077010012226000123".to_owned(), "示例".to_owned())));
        let mut form = FormState::with(&[("number", "编号"), ("fact", "示例")]);
        assert_eq!(read(&mut form), None);
        assert_eq!(form.problem("number").map(|p| p.code), Some("check-number-shape"));
    }
}
