use super::*;
use chrono::TimeDelta;
use kernel::{Home, Instant, Random};
use proptest::prelude::*;

fn id(seed: u64) -> PolicyId {
    PolicyId::new(Home::NODE, Instant::from_micros(seed as i64), &Random::seeded(seed))
}

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn document(state: DocumentState) -> Document {
    Document {
        id: id(1),
        version: 1,
        key: "k".to_owned(),
        number: "示人社发〔2024〕1号".to_owned(),
        title: "示例".to_owned(),
        title_en: String::new(),
        issuer: Issuer { authority: None, name: "示例厅".to_owned(), name_en: String::new() },
        kind: DocumentKind::Notice,
        division: None,
        issued_on: day("2024-01-01"),
        issued_to: Precision::Day,
        in_force_on: day("2024-02-01"),
        ends_on: Some(day("2026-12-31")),
        state,
        summary: String::new(),
        summary_en: String::new(),
        confidence: Confidence::Published,
        source: String::new(),
        attachments: Vec::new(),
        entered_by: "a".to_owned(),
        entered_at: kernel::Instant::from_micros(0),
    }
}

#[test]
fn whoever_entered_a_document_does_not_confirm_it() {
    let draft = DocumentState::Draft;
    assert_eq!(draft.confirm("a", "b").unwrap(), DocumentState::InForce);
    assert_eq!(draft.confirm("a", "a").unwrap_err().code(), "policy-two-people");
}

#[test]
fn each_state_allows_its_own_steps_only() {
    let gone = day("2025-06-01");
    let refused = DocumentState::Refused { reason: "x".to_owned() };
    let superseded = DocumentState::Superseded { by: id(2), from: gone };
    let repealed = DocumentState::Repealed { from: gone, reason: "x".to_owned() };
    let allowed = |state: &DocumentState| {
        [
            state.confirm("a", "b").is_ok(),
            state.refuse("x".to_owned()).is_ok(),
            state.supersede(id(2), gone).is_ok(),
            state.repeal(gone, "x".to_owned()).is_ok(),
        ]
    };
    assert_eq!(allowed(&DocumentState::Draft), [true, true, false, false]);
    assert_eq!(allowed(&DocumentState::InForce), [false, false, true, true]);
    for end in [refused, superseded, repealed] {
        assert_eq!(allowed(&end), [false; 4], "{end:?}");
        assert_eq!(end.confirm("a", "b").unwrap_err().code(), "policy-document-step");
    }
}

#[test]
fn a_document_holds_from_its_first_day_to_the_day_before_it_is_gone() {
    let plain = document(DocumentState::InForce);
    let on = |document: &Document, text: &str| document.standing(day(text));
    assert_eq!(on(&plain, "2024-01-31"), Standing::Coming);
    assert_eq!(on(&plain, "2024-02-01"), Standing::InForce);
    assert_eq!(on(&plain, "2026-12-31"), Standing::InForce);
    assert_eq!(on(&plain, "2027-01-01"), Standing::Ended);
    let from = day("2025-06-01");
    let gone = document(DocumentState::Superseded { by: id(2), from });
    assert_eq!(on(&gone, "2025-05-31"), Standing::InForce);
    assert_eq!(on(&gone, "2025-06-01"), Standing::Superseded);
    assert_eq!(on(&document(DocumentState::Draft), "2025-05-31"), Standing::Draft);
}

proptest! {
    /// On no day does a document hold that is gone, not begun or past its own end.
    #[test]
    fn standing_agrees_with_the_dates(offset in -400i64..1600, gone in 0i64..900) {
        let begin = day("2024-02-01");
        let on = begin + TimeDelta::days(offset);
        let from = begin + TimeDelta::days(gone);
        let one = document(DocumentState::Repealed { from, reason: String::new() });
        let holds = on >= begin && on < from && one.ends_on.is_none_or(|last| on <= last);
        prop_assert_eq!(one.standing(on) == Standing::InForce, holds);
    }
}
