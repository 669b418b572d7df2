use super::*;
use crate::document::{DocumentKind, DocumentNumber, Sex};
use crate::name::PersonName;
use crate::vault::{Document, Personal};
use kernel::{CivilDate, Home, Random};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn at(second: i64) -> Instant {
    Instant::from_micros(second * 1_000_000)
}

fn person(n: u8) -> PersonId {
    PersonId::new(Home(n), at(i64::from(n)), &Random::seeded(u64::from(n)))
}

fn same(survivor: PersonId) -> Verdict {
    Verdict::SamePerson { survivor }
}

fn pair() -> Pair {
    Pair::new(person(1), person(2)).unwrap()
}

fn proposed(verdict: Verdict) -> PairState {
    PairState::Suspected { at: at(1) }.propose(pair(), verdict, "ann", at(2)).unwrap()
}

#[test]
fn a_pair_is_the_same_in_whichever_order_and_never_of_one() {
    assert_eq!(Pair::new(person(2), person(1)).unwrap(), pair());
    assert_eq!(Pair::new(person(1), person(1)).unwrap_err().code(), "people-pair-same");
    assert_eq!(pair().other(person(1)), Some(person(2)));
    assert_eq!(pair().other(person(3)), None);
}

#[test]
fn two_people_decide() {
    let waiting = proposed(same(person(2)));
    let own = waiting.clone().decide(true, "ann", at(3)).unwrap_err();
    assert_eq!(own.code(), "people-pair-own");
    let merged = waiting.clone().decide(true, "ben", at(3)).unwrap();
    assert_eq!(merged, PairState::Merged { survivor: person(2), since: at(3) });
    let back = waiting.decide(false, "ben", at(3)).unwrap();
    assert_eq!(back, PairState::Suspected { at: at(3) });
    let parting = merged.clone().propose_parting("cyd", at(8)).unwrap();
    let own = parting.clone().decide(true, "cyd", at(9)).unwrap_err();
    assert_eq!(own.code(), "people-pair-own");
    assert_eq!(parting.clone().decide(false, "ann", at(9)).unwrap(), merged);
    let parted = parting.decide(true, "ann", at(9)).unwrap();
    let ended = PairState::Parted { survivor: person(2), since: at(3), until: at(9) };
    assert_eq!(parted, ended);
}

#[test]
fn what_was_decided_is_not_brought_up_again_by_the_rules_but_may_be_by_people() {
    let distinct = proposed(Verdict::NotSamePerson).decide(true, "ben", at(3)).unwrap();
    assert_eq!(distinct, PairState::Distinct { since: at(3) });
    assert_eq!(PairState::found(Some(distinct.clone()), false, at(8)), distinct);
    let suspected = PairState::Suspected { at: at(8) };
    assert_eq!(PairState::found(None, false, at(8)), suspected);
    assert_eq!(PairState::found(Some(distinct.clone()), true, at(8)), suspected);
    let merged = PairState::Merged { survivor: person(1), since: at(2) };
    assert_eq!(PairState::found(Some(merged.clone()), true, at(8)), merged);
    let again = distinct.propose(pair(), same(person(1)), "cyd", at(9)).unwrap();
    assert_eq!(again.word(), "proposed");
}

#[test]
fn every_other_step_is_refused() {
    let outsider = PairState::Suspected { at: at(1) };
    let outsider = outsider.propose(pair(), same(person(3)), "ann", at(2)).unwrap_err();
    assert_eq!(outsider.code(), "people-pair-survivor");
    let waiting = proposed(same(person(2)));
    let merged = waiting.clone().decide(true, "ben", at(3)).unwrap();
    for state in [waiting.clone(), merged.clone()] {
        let problem = state.propose(pair(), Verdict::NotSamePerson, "cyd", at(4)).unwrap_err();
        assert_eq!(problem.code(), "people-pair-step");
    }
    let suspected = PairState::Suspected { at: at(1) };
    let distinct = PairState::Distinct { since: at(1) };
    let parting = merged.clone().propose_parting("ann", at(4)).unwrap();
    let parted = parting.clone().decide(true, "ben", at(4)).unwrap();
    for state in [&suspected, &merged, &distinct, &parted] {
        let problem = state.clone().decide(true, "ben", at(5)).unwrap_err();
        assert_eq!(problem.code(), "people-pair-step", "{state:?}");
    }
    for state in [&suspected, &waiting, &distinct, &parting, &parted] {
        let problem = state.clone().propose_parting("ann", at(5)).unwrap_err();
        assert_eq!(problem.code(), "people-pair-step", "{state:?}");
    }
}

#[test]
fn the_written_form_of_a_state_comes_back() {
    let states = [
        PairState::Suspected { at: at(1) },
        proposed(same(person(2))),
        proposed(Verdict::NotSamePerson),
        PairState::Merged { survivor: person(1), since: at(2) },
        PairState::PartingProposed {
            survivor: person(1),
            since: at(2),
            by: "ann".to_owned(),
            at: at(4),
        },
        PairState::Distinct { since: at(3) },
        PairState::Parted { survivor: person(1), since: at(2), until: at(4) },
    ];
    for state in states {
        let written = serde_json::to_value(&state).unwrap();
        assert_eq!(written["state"], state.word());
        assert_eq!(serde_json::from_value::<PairState>(written).unwrap(), state);
    }
}

fn personal(kind: DocumentKind, number: &str) -> Personal {
    Personal {
        name: PersonName::read("示例甲").unwrap(),
        documents: vec![Document::new(DocumentNumber::stored(kind, number).unwrap())],
        sex: Some(Sex::Female),
        birth_on: CivilDate::from_ymd_opt(1981, 8, 3),
        phone: None,
        extra: BTreeMap::new(),
    }
}

#[test]
fn the_usual_ways_of_registering_twice_are_worth_a_look() {
    let passport = personal(DocumentKind::Passport, "E00000001");
    let old = personal(DocumentKind::ForeignerPermanentResidence, "CAN110081080302");
    let new = personal(DocumentKind::ForeignerPermanentResidence, "911124198108030024");
    let base = [Sign::SameName, Sign::SameBirthDate];
    for (one, other, further) in
        [(&passport, &new, Sign::PassportThenCard), (&old, &new, Sign::ExchangedCard)]
    {
        let likeness = Likeness::of(one, other);
        assert_eq!(likeness.signs, [base[0], base[1], further]);
        assert_eq!(likeness, Likeness::of(other, one));
        assert_eq!(likeness.score(), 80);
    }
    let mut renamed = passport.clone();
    renamed.name = PersonName::read("示例乙").unwrap();
    renamed.phone = Some("12000000001".to_owned());
    assert!(!Likeness::of(&renamed, &passport).is_worth_a_look(), "the birth date alone");
    let mut with_phone = passport.clone();
    with_phone.phone = renamed.phone.clone();
    let likeness = Likeness::of(&renamed, &with_phone);
    assert_eq!(likeness.signs, [Sign::SameBirthDate, Sign::SamePhone]);
    assert!(likeness.is_worth_a_look());
}

#[test]
fn two_citizens_of_one_name_born_on_one_day_are_two() {
    let one = personal(DocumentKind::CitizenCard, "11010519491231002X");
    let other = personal(DocumentKind::CitizenCard, "360426199101010071");
    let likeness = Likeness::of(&one, &other);
    let signs = [Sign::SameName, Sign::SameBirthDate, Sign::OtherCitizenNumber];
    assert_eq!(likeness.signs, signs);
    assert_eq!(likeness.score(), 0);
    assert!(!likeness.is_worth_a_look());
    assert!(Likeness::of(&one, &one).is_worth_a_look());
    let mut differs = one.clone();
    differs.sex = Some(Sex::Male);
    differs.birth_on = CivilDate::from_ymd_opt(1949, 12, 31);
    let signs = [Sign::SameName, Sign::OtherBirthDate, Sign::OtherSex];
    assert_eq!(Likeness::of(&one, &differs).signs, signs);
}

/// A step of a random history.
#[derive(Clone, Copy, Debug)]
enum Step {
    Merge { merged: u8, survivor: u8 },
    Part { merged: u8 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0u8..5, 0u8..5).prop_map(|(merged, survivor)| Step::Merge { merged, survivor }),
        1 => (0u8..5).prop_map(|merged| Step::Part { merged }),
    ];
    prop::collection::vec(step, 0..40)
}

/// The model knows no links: it keeps who belongs together, under whose name, as groups.
type Groups = BTreeMap<u8, BTreeSet<u8>>;

fn group_of(groups: &Groups, person: u8) -> u8 {
    *groups.iter().find(|(_, members)| members.contains(&person)).expect("everybody is in one").0
}

/// Does the step to the groups; whether it may be done.
fn done(groups: &mut Groups, step: Step) -> bool {
    match step {
        Step::Merge { merged, survivor } => {
            // Only somebody who is alone moves, and only to somebody who bears the group's name.
            let alone = groups.get(&merged).is_some_and(|members| members.len() == 1);
            if merged == survivor || !alone || !groups.contains_key(&survivor) {
                return false;
            }
            groups.remove(&merged);
            groups.get_mut(&survivor).expect("just seen").insert(merged)
        }
        Step::Part { merged } => {
            let name = group_of(groups, merged);
            if name == merged {
                return false;
            }
            groups.get_mut(&name).expect("just found").remove(&merged);
            groups.insert(merged, BTreeSet::from([merged])).is_none()
        }
    }
}

proptest! {
    #[test]
    fn links_agree_with_groups_at_every_moment_of_a_random_history(history in steps()) {
        let mut groups: Groups = (0..5).map(|n| (n, BTreeSet::from([n]))).collect();
        let mut links = Links::default();
        let mut moments = Vec::new();
        for (n, step) in history.into_iter().enumerate() {
            let now = at(n as i64 + 1);
            let outcome = match step {
                Step::Merge { merged, survivor } => {
                    links.merge(person(merged), person(survivor), now)
                }
                Step::Part { merged } => links.part(person(merged), now),
            };
            prop_assert_eq!(outcome.is_ok(), done(&mut groups, step), "{:?}", step);
            moments.push((now, groups.clone()));
        }
        // What was true at a moment stays so, whatever came later.
        for (now, groups) in moments {
            for n in 0..5 {
                let name = group_of(&groups, n);
                prop_assert_eq!(links.survivor(person(n), now), person(name));
                let mut members = links.merged_into(person(n), now);
                members.sort();
                let others = groups.get(&n).into_iter().flatten().filter(|m| **m != n);
                prop_assert_eq!(members, others.map(|m| person(*m)).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn each_refusal_says_why() {
    let mut links = Links::default();
    links.merge(person(1), person(2), at(1)).unwrap();
    let code = |links: &mut Links, merged, survivor| {
        links.merge(person(merged), person(survivor), at(2)).unwrap_err().code()
    };
    assert_eq!(code(&mut links, 3, 3), "people-pair-same");
    assert_eq!(code(&mut links, 1, 3), "people-merge-done");
    assert_eq!(code(&mut links, 3, 1), "people-merge-survivor-merged");
    assert_eq!(code(&mut links, 2, 3), "people-merge-has-merged");
    assert_eq!(code(&mut links, 2, 1), "people-merge-survivor-merged", "a cycle");
    assert_eq!(links.part(person(2), at(2)).unwrap_err().code(), "people-merge-none");
    links.part(person(1), at(3)).unwrap();
    assert_eq!(links.survivor(person(1), at(2)), person(2));
    assert_eq!(links.survivor(person(1), at(3)), person(1));
    assert_eq!(links.all().len(), 1);
}
