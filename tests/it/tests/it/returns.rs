//! R10: monthly returns from the journal, by two people, up the levels, locked and opened again.

use crate::returns_world::{Fixture, code, fields, issue};
use kernel::{Role, SystemActor};
use returns::{Answer, Mark, ReturnState, Span, Typed};
use testkit::On;

testkit::both_engines! {
    a_return_goes_from_the_journal_to_its_lock;
    whoever_wrote_a_return_does_not_hand_it_in_or_accept_it;
    returns_are_summed_up_and_missing_ones_named;
    a_locked_return_stands_until_it_is_opened_with_a_reason;
    a_return_of_another_office_does_not_exist;
    a_return_is_for_a_month_that_is_over_and_made_once;
}

async fn a_return_goes_from_the_journal_to_its_lock(on: On) {
    let f = Fixture::new(on).await;
    issue(&f, "2026-10-12", 770102, "level4", 3).await;
    issue(&f, "2026-11-03", 770102, "level4", 5).await;
    issue(&f, "2026-10-12", 770104, "level3", 7).await;
    let clerk = f.official(f.county, Role::Handler, 1);
    let id = f.drafted(&clerk, f.county, "evaluation").await;
    let file = f.area.file(&clerk, id).await.unwrap();
    // Only its own county, only October.
    assert_eq!(f.value(&file, "03", Span::Month), Some(3));
    assert_eq!(f.value(&file, "05", Span::Year), Some(3));
    assert_eq!(f.value(&file, "18", Span::Month), None);
    assert_eq!((file.count(Mark::Missing), file.count(Mark::Hand)), (4, 0));
    let checker = f.official(f.county, Role::Checker, 2);
    let refused = f.submit(&checker, id, "").await.unwrap_err();
    assert_eq!(fields(&refused), ["returns-cells-empty"]);
    f.by_hand(&clerk, id).await;
    // A figure of the journal is changed, with a reason, and the change breaks a check.
    let typed = vec![Typed { row: "03".to_owned(), span: Span::Month, value: Some(4) }];
    let bare = f.enter(&clerk, id, typed.clone(), " ").await.unwrap_err();
    assert_eq!(fields(&bare), ["field-required"]);
    f.enter(&clerk, id, typed, "漏登一本").await.unwrap();
    let refused = f.submit(&checker, id, "").await.unwrap_err();
    assert_eq!(fields(&refused), ["returns-check-broken", "returns-check-broken"]);
    let back = vec![Typed { row: "03".to_owned(), span: Span::Month, value: None }];
    f.enter(&clerk, id, back, "查明不是漏登").await.unwrap();
    f.submit(&checker, id, "").await.unwrap();
    let upper = f.official(f.prefecture, Role::Checker, 3);
    let reason = "第18行与上月相同，请核对".to_owned();
    f.decide(&upper, id, Answer::Return { reason }).await.unwrap();
    let typed = vec![Typed { row: "18".to_owned(), span: Span::Month, value: Some(2) }];
    f.enter(&clerk, id, typed, "按台账改正").await.unwrap();
    f.submit(&checker, id, "").await.unwrap();
    f.decide(&upper, id, Answer::Accept).await.unwrap();
    let (file, trail) = f.area.trail(&clerk, id).await.unwrap();
    assert!(matches!(file.sheet.state, ReturnState::Locked { .. }));
    let steps: Vec<&str> = trail.iter().rev().map(|change| change.what.as_str()).collect();
    let wanted = [
        "draft", "enter", "enter", "enter", "enter", "enter", "enter", "submit", "return", "enter",
        "submit", "accept",
    ];
    assert_eq!(steps, wanted);
    let last = trail.iter().find_map(|change| change.cell.clone()).unwrap();
    assert_eq!((last.row.as_str(), last.from, last.to), ("18", Some(0), Some(2)));
    assert_eq!(f.facts("returns.return-moved").await, 4);
    assert_eq!(f.count("SELECT COUNT(*) AS n FROM history WHERE kind = 'return'").await, 9);
}

async fn whoever_wrote_a_return_does_not_hand_it_in_or_accept_it(on: On) {
    let f = Fixture::new(on).await;
    // One person who is clerk and checker of the county, and checker of the prefecture.
    let both = f.several(&[(f.county, Role::Handler), (f.county, Role::Checker)], 1);
    let id = f.drafted(&both, f.county, "evaluation").await;
    f.by_hand(&both, id).await;
    assert_eq!(code(f.submit(&both, id, "").await), "returns-two-people");
    let second = f.several(&[(f.county, Role::Checker), (f.prefecture, Role::Checker)], 2);
    f.submit(&second, id, "").await.unwrap();
    assert_eq!(code(f.decide(&second, id, Answer::Accept).await), "returns-two-people");
    let writer = f.several(&[(f.prefecture, Role::Approver)], 1);
    assert_eq!(code(f.decide(&writer, id, Answer::Accept).await), "returns-two-people");
    let third = f.official(f.prefecture, Role::Checker, 3);
    f.decide(&third, id, Answer::Accept).await.unwrap();
    assert_eq!(code(f.decide(&third, id, Answer::Accept).await), "returns-not-submitted");
}

async fn returns_are_summed_up_and_missing_ones_named(on: On) {
    let f = Fixture::new(on).await;
    issue(&f, "2026-10-12", 770102, "level4", 3).await;
    issue(&f, "2026-10-12", 770104, "level4", 4).await;
    // 770105 has no office of its own: the prefecture counts it.
    issue(&f, "2026-10-12", 770105, "level3", 5).await;
    issue(&f, "2026-10-12", 770202, "level3", 6).await;
    let first = f.locked(f.county, f.prefecture, "evaluation", 10).await;
    let clerk = f.official(f.prefecture, Role::Handler, 1);
    let id = f.drafted(&clerk, f.prefecture, "evaluation").await;
    f.by_hand(&clerk, id).await;
    let file = f.area.file(&clerk, id).await.unwrap();
    assert_eq!(f.value(&file, "03", Span::Month), Some(3 + 5));
    assert_eq!(file.sheet.missing, [f.county2]);
    let checker = f.official(f.prefecture, Role::Checker, 2);
    let refused = f.submit(&checker, id, "").await.unwrap_err();
    assert_eq!(fields(&refused), ["returns-note"]);
    f.locked(f.county2, f.prefecture, "evaluation", 20).await;
    assert_eq!(code(f.submit(&checker, id, "来不及").await), "returns-below-changed");
    f.refill(&clerk, id).await.unwrap();
    let file = f.area.file(&clerk, id).await.unwrap();
    assert_eq!(f.value(&file, "03", Span::Month), Some(3 + 4 + 5));
    assert!(file.sheet.missing.is_empty() && file.moved.is_empty());
    f.submit(&checker, id, "").await.unwrap();
    let upper = f.official(f.province, Role::Checker, 3);
    f.decide(&upper, id, Answer::Accept).await.unwrap();
    let top = f.official(f.province, Role::Handler, 4);
    let id = f.drafted(&top, f.province, "evaluation").await;
    let file = f.area.file(&top, id).await.unwrap();
    assert_eq!(f.value(&file, "03", Span::Month), Some(3 + 4 + 5 + 6));
    let seen = f.area.overview(&upper, f.month).await.unwrap();
    let evaluation = seen.iter().find(|one| one.form.key == "evaluation").unwrap();
    assert_eq!(evaluation.lower.len(), 1);
    // The province reads what the county handed in.
    assert_eq!(f.area.file(&upper, first).await.unwrap().office.id, f.county);
}

async fn a_locked_return_stands_until_it_is_opened_with_a_reason(on: On) {
    let f = Fixture::new(on).await;
    issue(&f, "2026-10-12", 770102, "level4", 3).await;
    let id = f.locked(f.county, f.prefecture, "evaluation", 10).await;
    // A fact of October that arrives late: the locked figure stays, and the difference is shown.
    issue(&f, "2026-10-30", 770102, "level4", 1).await;
    f.statistics.catch_up(&f.db.ctx(SystemActor::Jobs)).await.unwrap();
    let reader = f.official(f.county, Role::Handler, 1);
    let file = f.area.file(&reader, id).await.unwrap();
    assert_eq!(f.value(&file, "03", Span::Month), Some(3));
    let moved = file.moved.iter().find(|(cell, _)| cell.row == "03").unwrap();
    assert_eq!((moved.0.journal, moved.1.journal), (Some(3), Some(4)));
    assert_eq!(
        code(f.refill(&f.official(f.county, Role::Handler, 10), id).await),
        "returns-not-open"
    );
    let approver = f.official(f.prefecture, Role::Approver, 4);
    let seen = f.seen(id).await;
    let refused = f.area.reopen(&approver, None, id, seen, "  ".to_owned()).await.unwrap_err();
    assert_eq!(fields(&refused), ["field-required"]);
    // While the office above has it in its sums, it stays closed.
    let upper = f.locked(f.prefecture, f.province, "evaluation", 30).await;
    let reason = "补记一本证书".to_owned();
    let closed = f.area.reopen(&approver, None, id, seen, reason.clone()).await;
    assert_eq!(code(closed), "returns-upper-closed");
    let top = f.official(f.province, Role::Approver, 5);
    let seen_upper = f.seen(upper).await;
    f.area.reopen(&top, None, upper, seen_upper, "县级更正".to_owned()).await.unwrap();
    f.area.reopen(&approver, None, id, seen, reason).await.unwrap();
    let file = f.area.file(&reader, id).await.unwrap();
    assert_eq!(file.sheet.revision, 2);
    let ReturnState::Draft { reopened: Some(why) } = &file.sheet.state else { panic!("opened") };
    assert_eq!(why.reason, "补记一本证书");
    f.refill(&f.official(f.county, Role::Handler, 10), id).await.unwrap();
    let (file, trail) = f.area.trail(&reader, id).await.unwrap();
    assert_eq!(f.value(&file, "03", Span::Month), Some(4));
    let refill = trail.iter().find(|change| {
        change.cell.as_ref().is_some_and(|cell| cell.row == "03" && cell.span == Span::Month)
    });
    let refill = refill.unwrap();
    assert_eq!((refill.revision, refill.what.as_str()), (2, "refill"));
    assert_eq!(refill.cell.as_ref().map(|cell| (cell.from, cell.to)), Some((Some(3), Some(4))));
}

async fn a_return_of_another_office_does_not_exist(on: On) {
    let f = Fixture::new(on).await;
    let clerk = f.official(f.county, Role::Handler, 1);
    let id = f.drafted(&clerk, f.county, "evaluation").await;
    let other = f.official(f.county2, Role::Handler, 2);
    assert_eq!(code(f.area.file(&other, id).await), "problem-not-found");
    assert_eq!(code(f.refill(&other, id).await), "problem-not-found");
    let typed = vec![Typed { row: "18".to_owned(), span: Span::Month, value: Some(1) }];
    assert_eq!(code(f.enter(&other, id, typed, "x").await), "problem-not-found");
    // The office above reads it, and neither fills nor submits it.
    let above = f.several(&[(f.prefecture, Role::Handler), (f.prefecture, Role::Checker)], 3);
    f.area.file(&above, id).await.unwrap();
    assert_eq!(code(f.refill(&above, id).await), "problem-not-found");
    assert_eq!(code(f.submit(&above, id, "").await), "problem-not-found");
    let handler = f.official(f.county, Role::Handler, 4);
    assert_eq!(code(f.submit(&handler, id, "").await), "problem-no-post");
    let none = f.area.due(&crate::world::account(&f.db, 9, None, Vec::new())).await;
    assert_eq!(code(none), "problem-no-post");
}

async fn a_return_is_for_a_month_that_is_over_and_made_once(on: On) {
    let f = Fixture::new(on).await;
    let clerk = f.official(f.county, Role::Handler, 1);
    let new = |month: &str| returns::NewReturn {
        form: "evaluation".to_owned(),
        month: month.parse().unwrap(),
        authority: f.county,
    };
    assert_eq!(code(f.area.draft(&clerk, None, new("2026-11")).await), "returns-month-not-over");
    let unknown = f.area.draft(&clerk, None, new("2024-10")).await.unwrap_err();
    assert_eq!(fields(&unknown), ["returns-form-unknown"]);
    let centre = f.official(f.centre, Role::Handler, 2);
    let new_of = returns::NewReturn { authority: f.centre, ..new("2026-10") };
    assert_eq!(code(f.area.draft(&centre, None, new_of).await), "returns-office");
    let id = f.area.draft(&clerk, None, new("2026-10")).await.unwrap();
    assert_eq!(code(f.area.draft(&clerk, None, new("2026-10")).await), "returns-exists");
    // Late: due on the third working day of November, and today is the 24th.
    let due = f.area.due(&clerk).await.unwrap();
    let one = due.iter().find(|due| due.sheet.as_ref().is_some_and(|one| one.id == id)).unwrap();
    assert_eq!(one.due_on.to_string(), "2026-11-04");
    assert!(one.is_late(clerk.today()) && one.waits && one.may_fill);
    let months: Vec<String> = due.iter().map(|due| due.month.to_string()).collect();
    assert!(months.iter().any(|month| month == "2026-08") && due.len() == 9, "{months:?}");
    // Somebody else has changed it meanwhile.
    let seen = f.seen(id).await;
    f.by_hand(&clerk, id).await;
    let typed = vec![Typed { row: "18".to_owned(), span: Span::Month, value: Some(8) }];
    let stale = f.area.enter(&clerk, None, id, seen, (typed, "x".to_owned())).await;
    assert_eq!(code(stale), "problem-changed-meanwhile");
}
