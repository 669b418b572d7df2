//! Scores of a panel (评审打分): the best and the worst sheet are dropped, the rest is added up in whole
//! hundredths, ties are broken by a stated rule, and the quota cuts. Pure, in integers.

use kernel::DivisionCode;
use serde::{Deserialize, Serialize};

/// From how many sheets on the best and the worst are dropped; fewer could leave one person's view.
pub const DROP_FROM: usize = 5;

/// What separates a candidate from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separated {
    /// The score that counts.
    Score,
    /// Equal there: the sum of all sheets, the dropped ones too.
    AllSheets,
    /// Equal there too: the sums of the groups of indicators, in the order of the tree.
    Group,
    /// Equal in everything: the lot made of the seed of the panel's draw.
    Lot,
}

impl Separated {
    /// The stored word, which is also the end of the key of its text in both languages.
    pub fn word(self) -> &'static str {
        match self {
            Separated::Score => "score",
            Separated::AllSheets => "all_sheets",
            Separated::Group => "group",
            Separated::Lot => "lot",
        }
    }
}

/// What the panel gave a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<K> {
    /// Which.
    pub key: K,
    /// Where it counts.
    pub division: DivisionCode,
    /// For each expert the hundredths for each group of indicators.
    pub sheets: Vec<Vec<u32>>,
    /// Its lot.
    pub lot: String,
}

/// A candidate in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked<K> {
    /// Which.
    pub key: K,
    /// Where it counts.
    pub division: DivisionCode,
    /// Beginning with 1.
    pub rank: usize,
    /// The sum of the sheets that count, in hundredths.
    pub sum: u64,
    /// How many sheets count.
    pub sheets: u64,
    /// What separates it from the one before it; nothing for the first.
    pub by: Option<Separated>,
    /// Whether it is within the quota.
    pub chosen: bool,
}

impl<K> Ranked<K> {
    /// The mean in hundredths, rounded half up: for reading only, ranks compare sums.
    pub fn mean(&self) -> u64 {
        if self.sheets == 0 { 0 } else { (2 * self.sum + self.sheets) / (2 * self.sheets) }
    }
}

/// The sum of the sheets that count and how many they are.
pub fn trimmed(totals: &[u32]) -> (u64, u64) {
    let sum: u64 = totals.iter().map(|total| u64::from(*total)).sum();
    let (best, worst) = (totals.iter().max(), totals.iter().min());
    match (best, worst) {
        (Some(best), Some(worst)) if totals.len() >= DROP_FROM => {
            (sum - u64::from(*best) - u64::from(*worst), totals.len() as u64 - 2)
        }
        _ => (sum, totals.len() as u64),
    }
}

/// What the order is made of: counted sum, all sheets, groups in their order.
fn measures<K>(one: &Candidate<K>) -> (u64, u64, Vec<u64>) {
    let totals: Vec<u32> = one.sheets.iter().map(|sheet| sheet.iter().sum()).collect();
    let all = totals.iter().map(|total| u64::from(*total)).sum();
    let groups = one.sheets.first().map_or(0, Vec::len);
    let group = |at: usize| one.sheets.iter().map(|sheet| u64::from(sheet[at])).sum();
    (trimmed(&totals).0, all, (0..groups).map(group).collect())
}

/// The candidates in their order, all scored by the same panel. None is chosen yet.
pub fn rank<K: Clone>(candidates: &[Candidate<K>]) -> Vec<Ranked<K>> {
    let mut keyed: Vec<_> = candidates.iter().map(|one| (measures(one), one)).collect();
    // Higher measures first; the lower lot first.
    keyed.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.lot.cmp(&other.lot)));
    let mut ranked: Vec<Ranked<K>> = Vec::with_capacity(keyed.len());
    for (at, ((sum, all, groups), one)) in keyed.iter().enumerate() {
        let by = at.checked_sub(1).map(|before| {
            let (their_sum, their_all, their_groups) = &keyed[before].0;
            match (their_sum == sum, their_all == all, their_groups == groups) {
                (false, ..) => Separated::Score,
                (true, false, _) => Separated::AllSheets,
                (true, true, false) => Separated::Group,
                (true, true, true) => Separated::Lot,
            }
        });
        let totals: Vec<u32> = one.sheets.iter().map(|sheet| sheet.iter().sum()).collect();
        ranked.push(Ranked {
            key: one.key.clone(),
            division: one.division,
            rank: at + 1,
            sum: *sum,
            sheets: trimmed(&totals).1,
            by,
            chosen: false,
        });
    }
    ranked
}

/// How many may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// In all.
    pub total: usize,
    /// At most so many from one division of this list; one that is in none counts in the total only.
    #[serde(default)]
    pub shares: Vec<(DivisionCode, usize)>,
}

/// Chooses from the top as long as there are places, nobody below the pass mark (in hundredths).
pub fn choose<K>(ranked: &mut [Ranked<K>], places: &Places, pass_mark: u64) {
    let mut left = places.total;
    let mut shares = places.shares.clone();
    for one in ranked {
        let share = shares.iter_mut().find(|(division, _)| division.covers(one.division));
        let within = share.as_ref().is_none_or(|(_, left)| *left > 0);
        one.chosen = left > 0 && within && one.sheets > 0 && one.sum >= pass_mark * one.sheets;
        if one.chosen {
            left -= 1;
            if let Some((_, of_share)) = share {
                *of_share -= 1;
            }
        }
    }
}
