//! A body's signing key. Two people of the body make it: one proposes, another confirms. Certificates
//! are signed by the body alone (谁评价、谁发证、谁负责); the authority signs none.

pub(crate) mod store;

use kernel::{BodyId, BodyKeyId, Instant, Problem, Result};
use serde::{Deserialize, Serialize};

/// Where a key stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum KeyState {
    /// Made by one person; signs nothing yet.
    Proposed {
        /// The account that made it.
        by: String,
        /// When.
        at: Instant,
    },
    /// Confirmed by a second person; signs.
    Active {
        /// Since when.
        from: Instant,
    },
    /// Signs no more; what it signed while active holds.
    Retired {
        /// Since when it signed.
        from: Instant,
        /// Until when.
        until: Instant,
    },
    /// Known to others than it should be; nothing it signed is to be trusted on its face.
    Compromised {
        /// Since when it signed.
        from: Instant,
        /// When that became known.
        at: Instant,
    },
    /// The second person refused it.
    Refused {
        /// When.
        at: Instant,
    },
}

impl KeyState {
    /// The stored word, which is also the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            KeyState::Proposed { .. } => "proposed",
            KeyState::Active { .. } => "active",
            KeyState::Retired { .. } => "retired",
            KeyState::Compromised { .. } => "compromised",
            KeyState::Refused { .. } => "refused",
        }
    }

    /// The second person's word on a proposed key.
    ///
    /// # Errors
    /// The conflict `organisations-key-same-person` for whoever proposed it, and
    /// `organisations-key-step` when it is not proposed.
    pub fn decide(self, confirm: bool, by: &str, now: Instant) -> Result<KeyState> {
        match self {
            KeyState::Proposed { by: proposer, .. } if proposer == by => {
                Err(Problem::conflict("organisations-key-same-person"))
            }
            KeyState::Proposed { .. } if confirm => Ok(KeyState::Active { from: now }),
            KeyState::Proposed { .. } => Ok(KeyState::Refused { at: now }),
            KeyState::Active { .. }
            | KeyState::Retired { .. }
            | KeyState::Compromised { .. }
            | KeyState::Refused { .. } => Err(Problem::conflict("organisations-key-step")),
        }
    }

    /// The key stops signing: replaced, or no longer needed.
    ///
    /// # Errors
    /// The conflict `organisations-key-step` when it does not sign.
    pub fn retire(self, now: Instant) -> Result<KeyState> {
        match self {
            KeyState::Active { from } => Ok(KeyState::Retired { from, until: now }),
            _ => Err(Problem::conflict("organisations-key-step")),
        }
    }

    /// The key is known to others.
    ///
    /// # Errors
    /// The conflict `organisations-key-step` when it never signed.
    pub fn compromise(self, now: Instant) -> Result<KeyState> {
        match self {
            KeyState::Active { from } | KeyState::Retired { from, .. } => {
                Ok(KeyState::Compromised { from, at: now })
            }
            KeyState::Proposed { .. } | KeyState::Compromised { .. } | KeyState::Refused { .. } => {
                Err(Problem::conflict("organisations-key-step"))
            }
        }
    }

    /// During which time what the key signed holds: from and until; nothing when it never signed or
    /// is compromised.
    pub fn in_force(&self) -> Option<(Instant, Option<Instant>)> {
        match self {
            KeyState::Active { from } => Some((*from, None)),
            KeyState::Retired { from, until } => Some((*from, Some(*until))),
            KeyState::Proposed { .. } | KeyState::Compromised { .. } | KeyState::Refused { .. } => {
                None
            }
        }
    }
}

/// A signing key of a body.
#[derive(Clone, Debug)]
pub struct BodyKey {
    /// Which.
    pub id: BodyKeyId,
    /// Counts its changes.
    pub version: i64,
    /// Whose.
    pub body: BodyId,
    /// Where it stands.
    pub state: KeyState,
    /// The algorithm: `ed25519` or `sm2`.
    pub algorithm: String,
    /// The public half, raw.
    pub public_key: Vec<u8>,
    pub(crate) sealed_key: Vec<u8>,
}

/// Whether somebody may take a step now.
#[derive(Clone, Debug)]
pub enum Choice {
    /// It is none of their business, or makes no sense as things stand.
    Not,
    /// They could, were it not for this.
    Refused(Problem),
    /// They may.
    Open,
}

impl Choice {
    fn of<T>(permitted: bool, tried: Result<T>) -> Choice {
        match tried {
            _ if !permitted => Choice::Not,
            Ok(_) => Choice::Open,
            Err(problem) if problem.code() == "organisations-key-step" => Choice::Not,
            Err(problem) => Choice::Refused(problem),
        }
    }
}

/// A key with what somebody may do with it.
#[derive(Clone, Debug)]
pub struct KeyChoices {
    /// The key.
    pub key: BodyKey,
    /// Confirming or refusing it.
    pub decide: Choice,
    /// Taking it out of use.
    pub retire: Choice,
    /// Reporting that others know it.
    pub compromise: Choice,
}

impl KeyChoices {
    /// What an account may do, given which actions its posts permit.
    pub(crate) fn new(
        key: BodyKey,
        may_decide: bool,
        may_end: bool,
        by: &str,
        now: Instant,
    ) -> Self {
        let state = || key.state.clone();
        KeyChoices {
            decide: Choice::of(may_decide, state().decide(true, by, now)),
            retire: Choice::of(may_end, state().retire(now)),
            compromise: Choice::of(may_end, state().compromise(now)),
            key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_refused_is_told_before_it_is_tried() {
        let state = KeyState::Proposed { by: "ann".to_owned(), at: at(1) };
        let key = BodyKey {
            id: BodyKeyId::new(kernel::Home::NODE, at(1), &kernel::Random::seeded(1)),
            version: 1,
            body: BodyId::new(kernel::Home::NODE, at(1), &kernel::Random::seeded(2)),
            state,
            algorithm: "ed25519".to_owned(),
            public_key: Vec::new(),
            sealed_key: Vec::new(),
        };
        let own = KeyChoices::new(key.clone(), true, true, "ann", at(2));
        let Choice::Refused(problem) = own.decide else { panic!("{:?}", own.decide) };
        assert_eq!(problem.code(), "organisations-key-same-person");
        assert!(matches!((own.retire, own.compromise), (Choice::Not, Choice::Not)));
        let other = KeyChoices::new(key.clone(), true, true, "ben", at(2));
        assert!(matches!(other.decide, Choice::Open));
        let stranger = KeyChoices::new(key, false, false, "ben", at(2));
        assert!(matches!(stranger.decide, Choice::Not));
    }

    fn at(micros: i64) -> Instant {
        Instant::from_micros(micros)
    }

    #[test]
    fn nobody_confirms_their_own_key() {
        let proposed = KeyState::Proposed { by: "ann".to_owned(), at: at(1) };
        let own = proposed.clone().decide(true, "ann", at(2));
        assert_eq!(own.unwrap_err().code(), "organisations-key-same-person");
        let other = proposed.clone().decide(true, "ben", at(2)).unwrap();
        assert_eq!(other.in_force(), Some((at(2), None)));
        assert_eq!(proposed.decide(false, "ben", at(2)).unwrap().in_force(), None);
    }

    #[test]
    fn a_retired_key_holds_for_its_time_and_a_compromised_one_not_at_all() {
        let active = KeyState::Active { from: at(2) };
        let retired = active.clone().retire(at(9)).unwrap();
        assert_eq!(retired.in_force(), Some((at(2), Some(at(9)))));
        assert!(retired.clone().retire(at(10)).is_err());
        assert_eq!(retired.compromise(at(11)).unwrap().in_force(), None);
        assert!(KeyState::Refused { at: at(3) }.compromise(at(4)).is_err());
    }
}
