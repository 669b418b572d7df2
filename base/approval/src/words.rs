//! The words of a case: where one stands, what is done with it, and what its acts change.

use crate::clock::{Cause, Clock};
use kernel::CivilDate;
use serde::{Deserialize, Serialize};

/// How a decision that was granted ends. The four differ in cause and effect (行政许可法 articles 8,
/// 69, 70 and the penalties of chapter 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 撤回: lawful, but the law or the facts changed; ends from a day on.
    Withdrawn,
    /// 撤销: should never have been granted; void from the day of the decision.
    Rescinded,
    /// 注销: expired, given up or the holder is gone; ends from a day on.
    Cancelled,
    /// 吊销: taken away as a penalty; ends from a day on, and bars a new application for a time.
    Revoked,
}

impl Ending {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Ending; 4] =
        [Ending::Cancelled, Ending::Withdrawn, Ending::Rescinded, Ending::Revoked];

    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Ending::Withdrawn => "withdrawn",
            Ending::Rescinded => "rescinded",
            Ending::Cancelled => "cancelled",
            Ending::Revoked => "revoked",
        }
    }

    /// The way of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.word() == word)
    }

    /// Whether who lost it this way may not apply again for a time.
    pub fn bars(self) -> bool {
        matches!(self, Ending::Rescinded | Ending::Revoked)
    }
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// 待受理: handed in; the office says whether it takes the case in.
    Submitted,
    /// 待补正: the applicant was told everything that is missing.
    Incomplete {
        /// What is missing.
        missing: Vec<String>,
    },
    /// 办理中: at this step.
    InReview {
        /// Counted from 0.
        step: usize,
    },
    /// 评审中: the clock stands still until the result is there.
    Assessing {
        /// The step that waits for it.
        step: usize,
        /// What is being done.
        cause: Cause,
    },
    /// 公示中: the intended decision is public, and anybody may object.
    Noticed {
        /// The day on which it was made public.
        from: CivilDate,
        /// The last day, as far as the holidays are known.
        until: CivilDate,
    },
    /// 已准予.
    Approved {
        /// The day of the decision.
        on: CivilDate,
    },
    /// 不予准予.
    Rejected,
    /// 不予受理.
    NotAccepted,
    /// 已撤回申请: the applicant took it back before the decision.
    Recalled,
    /// 拟终止: somebody proposed to end what was granted; another decides.
    Ending {
        /// The day of the decision that is to end.
        on: CivilDate,
        /// How.
        how: Ending,
        /// From when on.
        effective: CivilDate,
    },
    /// 已终止.
    Ended {
        /// How.
        how: Ending,
        /// From when on what was granted counts no more.
        effective: CivilDate,
    },
}

impl State {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            State::Submitted => "submitted",
            State::Incomplete { .. } => "incomplete",
            State::InReview { .. } => "in_review",
            State::Assessing { .. } => "assessing",
            State::Noticed { .. } => "noticed",
            State::Approved { .. } => "approved",
            State::Rejected => "rejected",
            State::NotAccepted => "not_accepted",
            State::Recalled => "recalled",
            State::Ending { .. } => "ending",
            State::Ended { .. } => "ended",
        }
    }

    /// Whether nothing more happens by itself: no period runs, nobody waits.
    pub fn is_settled(&self) -> bool {
        matches!(
            self,
            State::Approved { .. }
                | State::Rejected
                | State::NotAccepted
                | State::Recalled
                | State::Ended { .. }
        )
    }
}

/// What is done with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// 受理.
    Accept,
    /// 一次性告知补正: everything that is missing, once.
    AskSupplement {
        /// What is missing.
        missing: Vec<String>,
    },
    /// 不予受理.
    NotAccept,
    /// 补正: the applicant hands the missing papers in.
    Supplement,
    /// 呈报: hands the case on to the next step, with an opinion for or against.
    Propose {
        /// Whether the opinion is for granting it.
        favourable: bool,
    },
    /// 退回上一步.
    Return,
    /// 现场核查 / 专家评审 …: the clock stops.
    Stop {
        /// What is done meanwhile.
        cause: Cause,
    },
    /// The result is there; the clock goes on.
    Assessed,
    /// 延长期限, once.
    Extend,
    /// 准予 (or 拟准予, when a notice comes before the decision).
    Approve,
    /// 不予准予.
    Reject,
    /// 公示期满无异议: the decision is made.
    Conclude,
    /// 异议成立: back to the step that decides.
    Uphold,
    /// 撤回申请.
    Recall,
    /// 拟终止.
    ProposeEnd {
        /// How.
        how: Ending,
        /// From when on; for a rescission the day of the decision counts instead.
        effective: CivilDate,
    },
    /// 决定终止.
    ConfirmEnd,
    /// 不予终止.
    DropEnd,
}

impl Act {
    /// The stored word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            Act::Accept => "accept",
            Act::AskSupplement { .. } => "ask_supplement",
            Act::NotAccept => "not_accept",
            Act::Supplement => "supplement",
            Act::Propose { favourable: true } => "propose",
            Act::Propose { favourable: false } => "propose_against",
            Act::Return => "return",
            Act::Stop { .. } => "stop",
            Act::Assessed => "assessed",
            Act::Extend => "extend",
            Act::Approve => "approve",
            Act::Reject => "reject",
            Act::Conclude => "conclude",
            Act::Uphold => "uphold",
            Act::Recall => "recall",
            Act::ProposeEnd { .. } => "propose_end",
            Act::ConfirmEnd => "confirm_end",
            Act::DropEnd => "drop_end",
        }
    }

    /// Whether it cannot be done without giving a reason.
    pub fn needs_reason(&self) -> bool {
        !matches!(
            self,
            Act::Accept
                | Act::AskSupplement { .. }
                | Act::Supplement
                | Act::Propose { favourable: true }
                | Act::Approve
                | Act::Conclude
                | Act::Recall
                | Act::ConfirmEnd
        )
    }
}

/// Who does something with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Whoever handed it in.
    Applicant,
    /// The post of this step.
    Step(usize),
}

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// What was done.
    pub cause: Cause,
    /// The day of the result.
    pub on: CivilDate,
}

/// Who had a step in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Which step.
    pub step: usize,
    /// The actor's stored word.
    pub actor: String,
}

/// Everything about a case that its acts change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Where it stands.
    pub state: State,
    /// The period that runs.
    pub clock: Clock,
    /// Whether papers were asked for already.
    pub supplemented: bool,
    /// Whether the period was prolonged already.
    pub extended: bool,
    /// What was looked at.
    pub assessed: Vec<Assessment>,
    /// Who had which step in hand.
    pub hands: Vec<Hand>,
    /// Until when a new application is barred.
    pub barred_until: Option<CivilDate>,
}
