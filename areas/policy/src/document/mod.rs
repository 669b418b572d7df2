//! Documents of the library (政策文件): who issued them, where and when they hold, and what took
//! their place.

pub(crate) mod store;

use kernel::{
    AuthorityId, CivilDate, DivisionCode, FieldProblem, Instant, PolicyId, Problem, Result,
};
use serde::{Deserialize, Serialize};

/// A word that is stored and is the end of the key of its name in both languages.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// All of them, in the order in which people look for them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The stored word, which is also the end of the key of its name.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            /// The value of a stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What sort of document it is.
    DocumentKind {
        /// 法律法规
        Law "law",
        /// 规划
        Plan "plan",
        /// 意见
        Opinion "opinion",
        /// 办法 / 规定
        Measures "measures",
        /// 通知
        Notice "notice",
    }
}

words! {
    /// What a document does to an earlier one.
    RelationKind {
        /// 全部替代: the earlier one ends when this one comes into force.
        Replaces "replaces",
        /// 部分替代: what this one regulates anew no longer holds there.
        ReplacesPartly "replaces_partly",
        /// 修改: the earlier one holds on, as changed.
        Amends "amends",
    }
}

words! {
    /// How sure one may be of an entry.
    Confidence {
        /// Found in a published document.
        Published "published",
        /// Known in the field; not yet compared with the document.
        Unchecked "unchecked",
    }
}

words! {
    /// How exactly the day of issue is known.
    Precision {
        /// To the day.
        Day "day",
        /// Only the month; the day stands at its first.
        Month "month",
        /// Only the year; the day stands at its first.
        Year "year",
    }
}

/// Who issued a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// The authority of the system; nothing for an issuer outside of it.
    pub authority: Option<AuthorityId>,
    /// Its name at the time.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
}

/// Where a document stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DocumentState {
    /// 待核: entered, and to be read by a second person.
    Draft,
    /// 未通过: the second reader found it wrong.
    Refused {
        /// What was wrong.
        reason: String,
    },
    /// 有效: it holds within its own dates.
    InForce,
    /// 被替代
    Superseded {
        /// By which document.
        by: PolicyId,
        /// The first day without it.
        from: CivilDate,
    },
    /// 废止
    Repealed {
        /// The first day without it.
        from: CivilDate,
        /// Why.
        reason: String,
    },
}

impl DocumentState {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            DocumentState::Draft => "draft",
            DocumentState::Refused { .. } => "refused",
            DocumentState::InForce => "in_force",
            DocumentState::Superseded { .. } => "superseded",
            DocumentState::Repealed { .. } => "repealed",
        }
    }

    fn not_now(&self) -> Problem {
        Problem::conflict("policy-document-step").arg("state", self.word())
    }

    /// Lets pass only what waits for its second reader.
    fn while_draft(&self) -> Result<()> {
        match self {
            DocumentState::Draft => Ok(()),
            DocumentState::Refused { .. }
            | DocumentState::InForce
            | DocumentState::Superseded { .. }
            | DocumentState::Repealed { .. } => Err(self.not_now()),
        }
    }

    /// Lets pass only what was confirmed and not ended.
    fn while_in_force(&self) -> Result<()> {
        match self {
            DocumentState::InForce => Ok(()),
            DocumentState::Draft
            | DocumentState::Refused { .. }
            | DocumentState::Superseded { .. }
            | DocumentState::Repealed { .. } => Err(self.not_now()),
        }
    }

    /// After the second reader agreed. Whoever entered a document does not confirm it.
    ///
    /// # Errors
    /// The conflicts `policy-document-step` and `policy-two-people`.
    pub fn confirm(&self, entered_by: &str, by: &str) -> Result<DocumentState> {
        self.while_draft()?;
        if entered_by == by {
            return Err(Problem::conflict("policy-two-people"));
        }
        Ok(DocumentState::InForce)
    }

    /// After the second reader found it wrong. Whoever entered it may take it back so.
    ///
    /// # Errors
    /// The conflict `policy-document-step`.
    pub fn refuse(&self, reason: String) -> Result<DocumentState> {
        self.while_draft().map(|()| DocumentState::Refused { reason })
    }

    /// After another document took its place as a whole.
    ///
    /// # Errors
    /// The conflict `policy-document-step`.
    pub fn supersede(&self, by: PolicyId, from: CivilDate) -> Result<DocumentState> {
        self.while_in_force().map(|()| DocumentState::Superseded { by, from })
    }

    /// After it was repealed without a successor.
    ///
    /// # Errors
    /// The conflict `policy-document-step`.
    pub fn repeal(&self, from: CivilDate, reason: String) -> Result<DocumentState> {
        self.while_in_force().map(|()| DocumentState::Repealed { from, reason })
    }

    /// The first day without it, once it was superseded or repealed.
    pub fn gone_from(&self) -> Option<CivilDate> {
        match self {
            DocumentState::Superseded { from, .. } | DocumentState::Repealed { from, .. } => {
                Some(*from)
            }
            DocumentState::Draft | DocumentState::Refused { .. } | DocumentState::InForce => None,
        }
    }

    /// Whether the public may read it.
    pub fn is_public(&self) -> bool {
        !matches!(self, DocumentState::Draft | DocumentState::Refused { .. })
    }
}

/// A document of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which.
    pub id: PolicyId,
    /// Counts its changes.
    pub version: i64,
    /// Stable across installations for what ships with the program.
    pub key: String,
    /// 文号; empty when the issuer gave none.
    pub number: String,
    /// The title.
    pub title: String,
    /// The title in English; may be empty.
    pub title_en: String,
    /// Who issued it.
    pub issuer: Issuer,
    /// What sort it is.
    pub kind: DocumentKind,
    /// Where it holds; nothing for the whole country.
    pub division: Option<DivisionCode>,
    /// The day it was issued.
    pub issued_on: CivilDate,
    /// How exactly that day is known.
    pub issued_to: Precision,
    /// The first day it holds.
    pub in_force_on: CivilDate,
    /// The last day that it names itself.
    pub ends_on: Option<CivilDate>,
    /// Where it stands.
    pub state: DocumentState,
    /// What it is about, in words of our own.
    pub summary: String,
    /// The same in English; may be empty.
    pub summary_en: String,
    /// How sure one may be of the entry.
    pub confidence: Confidence,
    /// Where the entry comes from.
    pub source: String,
    /// 附件: where each can be read, by name and number or address.
    pub attachments: Vec<String>,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: Instant,
}

/// How a document stands on a day, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has confirmed it yet.
    Draft,
    /// The second reader found it wrong.
    Refused,
    /// It begins later.
    Coming,
    /// It holds.
    InForce,
    /// Its own last day has passed.
    Ended,
    /// Another one took its place.
    Superseded,
    /// It was repealed.
    Repealed,
}

impl Standing {
    /// The key of its word in both languages.
    pub fn key(self) -> &'static str {
        match self {
            Standing::Draft => "policy-standing-draft",
            Standing::Refused => "policy-standing-refused",
            Standing::Coming => "policy-standing-coming",
            Standing::InForce => "policy-standing-in-force",
            Standing::Ended => "policy-standing-ended",
            Standing::Superseded => "policy-standing-superseded",
            Standing::Repealed => "policy-standing-repealed",
        }
    }
}

impl Document {
    /// The state that a step leads to.
    ///
    /// # Errors
    /// The conflicts of [`DocumentState`]; a field problem of `from` for a repeal that would begin
    /// before the document does.
    pub fn after(&self, step: DocumentStep, by: &str) -> Result<DocumentState> {
        match step {
            DocumentStep::Confirm => self.state.confirm(&self.entered_by, by),
            DocumentStep::Refuse { reason } => self.state.refuse(reason),
            DocumentStep::Repeal { from, reason } => {
                let state = self.state.repeal(from, reason)?;
                if from < self.in_force_on {
                    let finding = FieldProblem::new("from", "policy-ends-before-begin");
                    return Err(Problem::fields(vec![finding]));
                }
                Ok(state)
            }
        }
    }

    /// How it stands on a day. What will be superseded later still holds today.
    pub fn standing(&self, on: CivilDate) -> Standing {
        match &self.state {
            DocumentState::Draft => Standing::Draft,
            DocumentState::Refused { .. } => Standing::Refused,
            DocumentState::Superseded { from, .. } if on >= *from => Standing::Superseded,
            DocumentState::Repealed { from, .. } if on >= *from => Standing::Repealed,
            DocumentState::InForce
            | DocumentState::Superseded { .. }
            | DocumentState::Repealed { .. } => match self.ends_on {
                _ if on < self.in_force_on => Standing::Coming,
                Some(last) if on > last => Standing::Ended,
                _ => Standing::InForce,
            },
        }
    }
}

/// What a document does to an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The later document.
    pub document: PolicyId,
    /// The earlier one.
    pub target: PolicyId,
    /// What it does to it.
    pub kind: RelationKind,
}

/// A new document.
#[derive(Clone, Debug, Serialize)]
pub struct NewDocument {
    /// 文号; may be empty.
    pub number: String,
    /// The title.
    pub title: String,
    /// The title in English; may be empty.
    pub title_en: String,
    /// Who issued it.
    pub issuer: Issuer,
    /// What sort it is.
    pub kind: DocumentKind,
    /// Where it holds; nothing for the whole country.
    pub division: Option<DivisionCode>,
    /// The day it was issued.
    pub issued_on: CivilDate,
    /// The first day it holds.
    pub in_force_on: CivilDate,
    /// The last day that it names itself.
    pub ends_on: Option<CivilDate>,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// The same in English; may be empty.
    pub summary_en: String,
    /// Where the entry comes from, such as the address of the published text.
    pub source: String,
    /// 附件: where each can be read, by name and number or address.
    pub attachments: Vec<String>,
    /// What it does to earlier documents.
    pub relations: Vec<(RelationKind, PolicyId)>,
}

/// What the second reader, or whoever repeals, decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum DocumentStep {
    /// The entry is right: it comes into force on its day.
    Confirm,
    /// The entry is wrong.
    Refuse {
        /// What is wrong.
        reason: String,
    },
    /// The document ends without a successor.
    Repeal {
        /// The first day without it.
        from: CivilDate,
        /// Why.
        reason: String,
    },
}

impl DocumentStep {
    /// The word under which history keeps it.
    pub fn word(&self) -> &'static str {
        match self {
            DocumentStep::Confirm => "confirm",
            DocumentStep::Refuse { .. } => "refuse",
            DocumentStep::Repeal { .. } => "repeal",
        }
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentQuery {
    /// A part of the number or the title, in either language; empty for all.
    pub text: String,
    /// What holds in this division: documents of it, of what it lies in, and of the whole country.
    pub division: Option<DivisionCode>,
    /// What holds on this day.
    pub on: Option<CivilDate>,
    /// Only this sort.
    pub kind: Option<DocumentKind>,
}

#[cfg(test)]
mod tests;
