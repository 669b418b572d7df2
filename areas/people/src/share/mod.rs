//! 授权查看: a person lets whoever has a link see parts of their archive, for a purpose, for a time and a
//! number of looks. That is their consent, and they can take it back at any time (个人信息保护法 art. 15).

pub(crate) mod act;
pub(crate) mod store;

pub use act::Shared;

use kernel::{CivilDate, FieldProblem, Instant, PersonId, Problem, Result, ShareId};
use serde::{Deserialize, Serialize};

/// The most days for which a link may hold.
pub const MOST_DAYS: u32 = 365;
/// The most looks that a link may allow.
pub const MOST_VIEWS: u32 = 100;
/// The most links that hold at once for one person.
pub const MOST_OPEN: usize = 20;

/// What a link shows besides the certificates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shows {
    /// The name in full; masked otherwise.
    pub full_name: bool,
    /// Exam results.
    pub results: bool,
}

/// A link that somebody wants to make.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewShare {
    /// For whom or what, in the person's words; whoever opens the link reads it.
    pub purpose: String,
    /// What it shows.
    pub shows: Shows,
    /// How many days after today it still holds, from 1 to [`MOST_DAYS`].
    pub days: u32,
    /// For how many looks, from 1 to [`MOST_VIEWS`].
    pub views: u32,
}

impl NewShare {
    /// # Errors
    /// `people-share-purpose`, `people-share-days` and `people-share-views`, by field.
    pub fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        if self.purpose.trim().is_empty() {
            wrong.push(FieldProblem::new("purpose", "people-share-purpose"));
        }
        if !(1..=MOST_DAYS).contains(&self.days) {
            wrong.push(FieldProblem::new("days", "people-share-days").arg("most", MOST_DAYS));
        }
        if !(1..=MOST_VIEWS).contains(&self.views) {
            wrong.push(FieldProblem::new("views", "people-share-views").arg("most", MOST_VIEWS));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Problem::fields(wrong)) }
    }
}

/// Whether a link still leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareState {
    /// 有效
    Open {
        /// How often it may still be opened; at least once.
        views_left: u32,
    },
    /// 次数已用完
    UsedUp,
    /// 已到期
    Expired,
    /// 本人已撤回
    Ended {
        /// When.
        at: Instant,
    },
}

impl ShareState {
    /// The word for other programs.
    pub fn word(self) -> &'static str {
        match self {
            ShareState::Open { .. } => "open",
            ShareState::UsedUp => "used_up",
            ShareState::Expired => "expired",
            ShareState::Ended { .. } => "ended",
        }
    }
}

/// A link to parts of somebody's archive.
#[derive(Clone, Debug)]
pub struct Share {
    /// Which.
    pub id: ShareId,
    /// Counts its changes.
    pub version: i64,
    /// Whose archive.
    pub person: PersonId,
    /// What it shows.
    pub shows: Shows,
    /// How often it could be opened.
    pub views: u32,
    /// How often it still could be, if nothing else stands against it.
    pub views_left: u32,
    /// The last day on which it holds.
    pub until_on: CivilDate,
    /// When it was made.
    pub made_at: Instant,
    /// When the person took it back.
    pub ended_at: Option<Instant>,
    /// The code in the link and the purpose; nothing once the person's data were erased.
    pub said: Option<ShareSaid>,
}

/// What only the person and whoever has the link may read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareSaid {
    /// The code in the link: 32 digits of base 16.
    pub token: String,
    /// For whom or what.
    pub purpose: String,
}

impl std::fmt::Debug for ShareSaid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShareSaid(…)")
    }
}

impl Share {
    /// Whether it leads somewhere at an instant.
    pub fn state(&self, now: Instant) -> ShareState {
        match self.ended_at {
            Some(at) => ShareState::Ended { at },
            None if now.civil_date() > self.until_on => ShareState::Expired,
            None if self.views_left == 0 => ShareState::UsedUp,
            None => ShareState::Open { views_left: self.views_left },
        }
    }

    /// The link itself on a site with this address; nothing when it leads nowhere.
    pub fn link(&self, site: &str, now: Instant) -> Option<String> {
        let open = matches!(self.state(now), ShareState::Open { .. });
        let said = self.said.as_ref().filter(|_| open)?;
        Some(format!("{}/s/{}", site.trim_end_matches('/'), said.token))
    }

    /// Somebody opens it: the link with one look less, or nothing when it leads nowhere any more.
    pub fn opened(self, now: Instant) -> Option<Share> {
        match self.state(now) {
            ShareState::Open { views_left } => Some(Share { views_left: views_left - 1, ..self }),
            ShareState::UsedUp | ShareState::Expired | ShareState::Ended { .. } => None,
        }
    }

    /// The person takes it back.
    ///
    /// # Errors
    /// The conflict `people-share-over` when it leads nowhere already.
    pub fn end(self, now: Instant) -> Result<Share> {
        match self.state(now) {
            ShareState::Open { .. } => Ok(Share { ended_at: Some(now), ..self }),
            ShareState::UsedUp | ShareState::Expired | ShareState::Ended { .. } => {
                Err(Problem::conflict("people-share-over"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Home, Random};
    use proptest::prelude::*;

    fn day(number: i64) -> CivilDate {
        CivilDate::default() + chrono::Days::new(number as u64)
    }

    fn at(number: i64) -> Instant {
        Instant::start_of(day(number))
    }

    fn share(views: u32, until: i64) -> Share {
        let random = Random::seeded(1);
        Share {
            id: ShareId::new(Home(1), at(0), &random),
            version: 1,
            person: PersonId::new(Home(1), at(0), &random),
            shows: Shows::default(),
            views,
            views_left: views,
            until_on: day(until),
            made_at: at(0),
            ended_at: None,
            said: None,
        }
    }

    proptest! {
        /// However often it is opened, taken back and waited for: never more looks than were allowed,
        /// none after the end.
        #[test]
        fn a_link_is_opened_at_most_as_often_as_allowed(
            views in 1..6_u32, until in 1..40_i64, steps in prop::collection::vec((0..5_i64, 0..8_u8), 0..30)
        ) {
            let (mut share, mut now, mut opened, mut over) = (share(views, until), 0, 0, false);
            for (wait, step) in steps {
                now += wait;
                over |= now > until || opened == views;
                prop_assert_eq!(matches!(share.state(at(now)), ShareState::Open { .. }), !over);
                if step == 0 {
                    match share.clone().end(at(now)) {
                        Ok(ended) => { prop_assert!(!over); share = ended; over = true; }
                        Err(problem) => { prop_assert!(over); prop_assert_eq!(problem.code(), "people-share-over"); }
                    }
                } else if let Some(next) = share.clone().opened(at(now)) {
                    prop_assert!(!over);
                    (share, opened) = (next, opened + 1);
                } else {
                    prop_assert!(over);
                }
            }
            prop_assert!(opened <= views);
        }
    }

    #[test]
    fn what_is_asked_for_has_bounds() {
        let new = NewShare {
            purpose: "示例公司招聘".to_owned(),
            shows: Shows::default(),
            days: 7,
            views: 3,
        };
        new.check().unwrap();
        let wrong = NewShare { purpose: " ".to_owned(), days: 0, views: MOST_VIEWS + 1, ..new };
        let fields: Vec<_> =
            wrong.check().unwrap_err().field_problems().iter().map(|f| f.code).collect();
        assert_eq!(fields, ["people-share-purpose", "people-share-days", "people-share-views"]);
    }
}
