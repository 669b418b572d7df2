//! Which bodies do what on which instruments: data with a version, not code.

use crate::body::{BodyKind, KindSet};
use crate::instrument::{ActKind, InstrumentKind};
use serde::Deserialize;

/// What the program ships, for regions without rules of their own.
const SHIPPED: &str = include_str!("../../../../data/rules/acts.json");

/// The rule of one act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActRule {
    /// Bodies of these kinds do it.
    pub kinds: KindSet,
    /// The instruments it rests on, each with the act that it has to name.
    pub needs: [Option<(InstrumentKind, ActKind)>; 2],
}

/// The rules of all acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRules {
    /// The name under which decisions quote them.
    pub version: String,
    /// So many days before its end the renewal of an instrument is due.
    pub renew_ahead_days: u16,
    /// Month and day until which the yearly check of the year before is due.
    pub check_by: (u32, u32),
    rules: [ActRule; ActKind::ALL.len()],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: u32,
    renew_ahead_days: u16,
    check_by: [u32; 2],
    #[expect(dead_code, reason = "for whoever reads the file")]
    source: String,
    acts: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    act: ActKind,
    kinds: Vec<BodyKind>,
    needs: Vec<Needed>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Needed {
    instrument: InstrumentKind,
    naming: ActKind,
}

impl ActRules {
    /// Reads rules.
    ///
    /// # Errors
    /// What is wrong, in words for whoever writes them: an act that is missing or stands twice, no
    /// kind of body, or no instrument or more than two.
    pub fn read(json: &str) -> Result<ActRules, String> {
        let file: File = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let mut rules = [ActRule::default(); ActKind::ALL.len()];
        for act in ActKind::ALL {
            let mut of_act = file.acts.iter().filter(|entry| entry.act == act);
            let (Some(entry), None) = (of_act.next(), of_act.next()) else {
                return Err(format!("{} has to stand exactly once", act.word()));
            };
            let mut needs = [None; 2];
            if entry.kinds.is_empty() || entry.needs.is_empty() || entry.needs.len() > needs.len() {
                return Err(format!("{}: kinds, and one or two instruments", act.word()));
            }
            for (slot, needed) in needs.iter_mut().zip(&entry.needs) {
                *slot = Some((needed.instrument, needed.naming));
            }
            let kinds = entry.kinds.iter().copied().collect();
            rules[act as usize] = ActRule { kinds, needs };
        }
        let [month, day] = file.check_by;
        if kernel::CivilDate::from_ymd_opt(2000, month, day).is_none() || (month, day) == (2, 29) {
            return Err("check_by has to be a month and a day of every year".to_owned());
        }
        Ok(ActRules {
            version: format!("{}@{}", file.id, file.version),
            renew_ahead_days: file.renew_ahead_days,
            check_by: (month, day),
            rules,
        })
    }

    /// The rules that came with the program. Rules that cannot be read allow nothing, and a test says so.
    pub fn shipped() -> ActRules {
        Self::read(SHIPPED).unwrap_or_else(|_| ActRules {
            version: "acts@0".to_owned(),
            renew_ahead_days: 0,
            check_by: (12, 31),
            rules: [ActRule::default(); ActKind::ALL.len()],
        })
    }

    /// The rule of an act.
    pub fn of(&self, act: ActKind) -> &ActRule {
        &self.rules[act as usize]
    }
}
