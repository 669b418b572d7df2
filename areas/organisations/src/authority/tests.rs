use super::*;
use kernel::{Home, Instant, Random};

fn division(code: u32) -> DivisionCode {
    DivisionCode::new(code).unwrap()
}

fn authority(name: &str, territory: &[u32], functions: &[Function]) -> Authority {
    let territory: Vec<DivisionCode> = territory.iter().map(|code| division(*code)).collect();
    Authority {
        id: AuthorityId::new(Home(1), Instant::from_micros(7), &Random::seeded(name.len() as u64)),
        version: 1,
        kind: AuthorityKind::HumanResources,
        name: name.to_owned(),
        parent: None,
        division: territory[0],
        territory,
        functions: functions.iter().copied().collect(),
        state: AuthorityState::Active,
    }
}

#[test]
fn words_are_read_back() {
    for kind in AuthorityKind::ALL {
        assert_eq!(AuthorityKind::from_word(kind.word()), Some(kind));
        assert!(!kind.usual().is_empty());
    }
    for function in Function::ALL {
        assert_eq!(Function::from_word(function.word()), Some(function));
    }
    assert_eq!(Function::from_word("filing"), None);
}

#[test]
fn who_takes_over_has_the_territory_and_functions_of_both() {
    let on = CivilDate::from_ymd_opt(2026, 11, 1).unwrap();
    let one = authority("甲", &[770100], &[Function::Training]);
    let two = authority("乙局", &[770101, 770200], &[Function::EvaluationFiling]);
    assert!(!one.does(Function::EvaluationFiling, division(770101)));
    let (id, other) = (one.id, two.id);
    let (one, two) = one.take_over(two, on).unwrap();
    assert_eq!(one.territory, [division(770100), division(770200)]);
    assert!(one.does(Function::EvaluationFiling, division(770101)));
    assert!(one.does(Function::Training, division(770200)));
    assert_eq!(two.state, AuthorityState::Merged { into: id, on });
    assert!(!two.does(Function::EvaluationFiling, division(770101)) && !two.files());
    assert_eq!(two.state.successor(), Some(id));
    assert_ne!(id, other);
    assert_eq!(two.take_over(one, on).unwrap_err().code(), "organisations-authority-ended");
}
