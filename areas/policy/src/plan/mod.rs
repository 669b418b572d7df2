//! Plans (规划 / 行动): fields of action with numbered measures, and the targets they are held to.

pub(crate) mod store;

use crate::document::{Confidence, words};
use kernel::{Lang, PlanId, PolicyId};
use serde::{Deserialize, Serialize};

words! {
    /// What an indicator counts.
    Unit {
        /// 人
        Person "person",
        /// 人次: one training of one person.
        Training "training",
        /// 本: one certificate of one person.
        Certificate "certificate",
        /// %
        Percent "percent",
        /// 百分点
        PercentagePoint "percentage_point",
        /// 个
        Piece "piece",
    }
}

/// A number with at most two digits after the point, kept whole in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// Reads `40000000`, `33.33` or `1,000`; nothing for anything else, or when it is negative.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().filter(|c| !matches!(c, ',' | '，')).collect();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 13 || part.len() > 2 || !digits(whole) || !digits(part)
        {
            return None;
        }
        let hundredths: i64 = format!("{part:0<2}").parse().ok()?;
        Some(Hundredths(whole.parse::<i64>().ok()? * 100 + hundredths))
    }
}

impl std::fmt::Display for Hundredths {
    /// With commas between thousands, and no zeros at the end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = (self.0 / 100).to_string();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        match self.0 % 100 {
            0 => Ok(()),
            part if part % 10 == 0 => write!(f, ".{}", part / 10),
            part => write!(f, ".{part:02}"),
        }
    }
}

/// A text in both languages; the English one may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The text for a reader: Chinese where there is no English.
    pub fn for_reader(&self, lang: Lang) -> &str {
        if self.en.is_empty() { &self.zh } else { lang.pick(&self.zh, &self.en) }
    }
}

/// A number to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Of which measure; nothing for one of the whole plan.
    pub measure: Option<i64>,
    /// What is to be reached.
    pub title: Words,
    /// The key of the indicator.
    pub indicator: String,
    /// The number.
    pub value: Hundredths,
    /// The end of a range.
    pub upper: Option<Hundredths>,
    /// What it counts.
    pub unit: Unit,
    /// Where it began.
    pub baseline: Option<Hundredths>,
    /// By the end of which year.
    pub by_year: i64,
    /// How sure one may be of the entry.
    pub confidence: Confidence,
    /// Where it comes from.
    pub source: String,
}

/// A field of action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Counted within the plan.
    pub number: i64,
    /// What it is about.
    pub title: Words,
}

/// A numbered measure (举措).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Counted through the whole plan, as officials quote it.
    pub number: i64,
    /// The action it belongs to.
    pub action: i64,
    /// What is to be done.
    pub title: Words,
}

/// A plan as a file or a form gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanText {
    /// Key or number of the document it belongs to.
    pub document: String,
    /// Its name.
    pub title: Words,
    /// The first year.
    pub from_year: i64,
    /// The last year.
    pub until_year: i64,
    /// Its fields of action, in order.
    pub actions: Vec<Action>,
    /// Its measures, in order.
    pub measures: Vec<Measure>,
    /// Its targets: those of the whole plan first.
    pub targets: Vec<Target>,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which.
    pub id: PlanId,
    /// The document it belongs to.
    pub document: PolicyId,
    /// Its name.
    pub title: Words,
    /// The first year.
    pub from_year: i64,
    /// The last year.
    pub until_year: i64,
}

/// A plan with all it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanBook {
    /// The plan.
    pub plan: Plan,
    /// Its fields of action.
    pub actions: Vec<Action>,
    /// Its measures.
    pub measures: Vec<Measure>,
    /// Its targets.
    pub targets: Vec<Target>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |text| Hundredths::read(text).map(|number| number.0);
        assert_eq!(read("40,000,000"), Some(4_000_000_000));
        assert_eq!(read("33.3"), Some(3330));
        assert_eq!([read("33.333"), read("-1"), read(""), read("1 2"), read("x")], [None; 5]);
        assert_eq!(Hundredths(4_000_000_000).to_string(), "40,000,000");
        assert_eq!(Hundredths(3330).to_string(), "33.3");
        assert_eq!(Hundredths(3305).to_string(), "33.05");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(number in 0i64..1_000_000_000_000) {
            let number = Hundredths(number);
            prop_assert_eq!(Hundredths::read(&number.to_string()), Some(number));
        }
    }
}
