//! Which kind of document a number most likely belongs to, when the row does not say.

use super::DocumentKind;
use super::rules::{self, PERMIT_AREAS};

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Other kinds have numbers of this form too.
    Possible,
    /// Hardly any other kind has.
    Likely,
    /// The check character holds.
    Certain,
}

/// A guess at the kind of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The kind.
    pub kind: DocumentKind,
    /// How sure.
    pub confidence: Confidence,
}

/// Guesses the kind from the form of a typed number; nothing when it fits none.
pub fn guess_kind(typed: &str) -> Option<Guess> {
    let text = rules::normalise(DocumentKind::Passport, typed);
    if rules::has_form(DocumentKind::CitizenCard, &text) {
        let holds = rules::check_character_holds(&text);
        let confidence = if holds { Confidence::Certain } else { Confidence::Likely };
        return Some(Guess { kind: kind_of_eighteen(&text), confidence });
    }
    use Confidence::{Likely, Possible};
    let order = [
        (DocumentKind::ForeignerPermanentResidence, Likely),
        (DocumentKind::CitizenCardFirstGeneration, Likely),
        (DocumentKind::HongKongMacaoTravelPermit, Likely),
        (DocumentKind::HongKongIdentityDocument, Possible),
        (DocumentKind::TaiwanIdentityDocument, Possible),
        (DocumentKind::TaiwanTravelPermit, Possible),
        (DocumentKind::Passport, Possible),
        (DocumentKind::OfficerCard, Possible),
    ];
    let fits = |kind| rules::has_form(kind, &rules::normalise(kind, typed));
    let (kind, confidence) = order.into_iter().find(|(kind, _)| fits(*kind))?;
    let dated = rules::birth_date(kind, &text).is_some();
    if kind == DocumentKind::CitizenCardFirstGeneration && !dated {
        return Some(Guess { kind: DocumentKind::Passport, confidence: Possible });
    }
    Some(Guess { kind, confidence })
}

/// The kind of a number of 18 characters, by its first digits: 9 is a foreigner's, 810000, 820000
/// and 830000 are residence permits, all others citizens'.
pub(super) fn kind_of_eighteen(text: &str) -> DocumentKind {
    if text.starts_with('9') {
        DocumentKind::ForeignerPermanentResidence
    } else if PERMIT_AREAS.iter().any(|area| text.starts_with(area)) {
        DocumentKind::ResidencePermit
    } else {
        DocumentKind::CitizenCard
    }
}
