//! What speaks for two records being of one human, and what against it.
//!
//! Records are brought together by blind indexes of name with birth date and of phone with birth
//! date; only such a pair is opened and compared here. The points are a judgement of this project,
//! not of a regulation: they order the list for officials and decide nothing.

use crate::document::{DocumentKind, DocumentNumber, Edition};
use crate::vault::Personal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The names are the same, apart from dots and spaces.
    SameName,
    /// The birth dates are the same.
    SameBirthDate,
    /// The phone numbers are the same.
    SamePhone,
    /// One holds a foreigner's permanent residence card of 2017, the other one of 2023: the card was
    /// exchanged, and its number with it.
    ExchangedCard,
    /// One is known by passports alone, the other by a card for those who live here: the usual way of
    /// registering twice.
    PassportThenCard,
    /// The birth dates differ.
    OtherBirthDate,
    /// The sexes differ.
    OtherSex,
    /// Both hold a citizen's number, which stays the same for life, and the numbers differ.
    OtherCitizenNumber,
}

impl Sign {
    /// The points it adds or takes away.
    pub fn points(self) -> i32 {
        match self {
            Sign::SameName => 30,
            Sign::SameBirthDate => 30,
            Sign::SamePhone => 30,
            Sign::ExchangedCard | Sign::PassportThenCard => 20,
            Sign::OtherBirthDate => -40,
            Sign::OtherSex => -40,
            Sign::OtherCitizenNumber => -60,
        }
    }

    /// The key of the sentence that says it.
    pub fn code(self) -> &'static str {
        match self {
            Sign::SameName => "people-sign-same-name",
            Sign::SameBirthDate => "people-sign-same-birth-date",
            Sign::SamePhone => "people-sign-same-phone",
            Sign::ExchangedCard => "people-sign-exchanged-card",
            Sign::PassportThenCard => "people-sign-passport-then-card",
            Sign::OtherBirthDate => "people-sign-other-birth-date",
            Sign::OtherSex => "people-sign-other-sex",
            Sign::OtherCitizenNumber => "people-sign-other-citizen-number",
        }
    }
}

/// The signs of a pair, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// In the order of [`Sign`]: what speaks for it first.
    pub signs: Vec<Sign>,
}

impl Likeness {
    /// From how many points on officials are asked to look: two of name, birth date and phone, with
    /// nothing against it.
    pub const WORTH_A_LOOK: i32 = 60;

    /// Compares two records. The order does not matter.
    pub fn of(one: &Personal, other: &Personal) -> Likeness {
        let mut signs = Vec::new();
        if one.name.key() == other.name.key() {
            signs.push(Sign::SameName);
        }
        if let (Some(one), Some(other)) = (one.birth_on, other.birth_on) {
            signs.push(if one == other { Sign::SameBirthDate } else { Sign::OtherBirthDate });
        }
        if one.phone.is_some() && one.phone == other.phone {
            signs.push(Sign::SamePhone);
        }
        if exchanged(one, other) || exchanged(other, one) {
            signs.push(Sign::ExchangedCard);
        }
        if passport_then_card(one, other) || passport_then_card(other, one) {
            signs.push(Sign::PassportThenCard);
        }
        if let (Some(one), Some(other)) = (one.sex, other.sex)
            && one != other
        {
            signs.push(Sign::OtherSex);
        }
        let (mine, theirs) = (citizen_numbers(one), citizen_numbers(other));
        if !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs) {
            signs.push(Sign::OtherCitizenNumber);
        }
        signs.sort_unstable();
        Likeness { signs }
    }

    /// All points together.
    pub fn score(&self) -> i32 {
        self.signs.iter().map(|sign| sign.points()).sum()
    }

    /// Whether officials are asked to look.
    pub fn is_worth_a_look(&self) -> bool {
        self.score() >= Self::WORTH_A_LOOK
    }
}

fn exchanged(one: &Personal, other: &Personal) -> bool {
    let has = |personal: &Personal, edition| {
        personal.documents.iter().any(|document| document.number.edition() == Some(edition))
    };
    has(one, Edition::Of2017)
        && !has(one, Edition::Of2023)
        && has(other, Edition::Of2023)
        && !has(other, Edition::Of2017)
}

fn passport_then_card(one: &Personal, other: &Personal) -> bool {
    let kind = |number: &DocumentNumber| number.kind();
    !one.documents.is_empty()
        && one.documents.iter().all(|d| kind(&d.number) == DocumentKind::Passport)
        && other.documents.iter().any(|d| {
            matches!(
                kind(&d.number),
                DocumentKind::ForeignerPermanentResidence | DocumentKind::ResidencePermit
            )
        })
}

/// The citizen's numbers of a record, those of the first generation in their later form.
fn citizen_numbers(personal: &Personal) -> BTreeSet<String> {
    let numbers = personal.documents.iter().map(|document| &document.number);
    numbers
        .filter_map(|number| match number.kind() {
            DocumentKind::CitizenCard => Some(number.reveal().to_owned()),
            DocumentKind::CitizenCardFirstGeneration => {
                number.eighteen().map(|later| later.reveal().to_owned())
            }
            _ => None,
        })
        .collect()
}
