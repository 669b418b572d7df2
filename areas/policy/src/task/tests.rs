use super::*;
use chrono::TimeDelta;
use kernel::{Home, IdKind, Random};
use proptest::prelude::*;

fn id<K: IdKind>(seed: u64) -> kernel::Id<K> {
    kernel::Id::new(Home::NODE, Instant::from_micros(1), &Random::seeded(seed))
}

fn day(text: &str) -> CivilDate {
    text.parse().expect("a day")
}

fn task() -> Task {
    let milestone =
        |number, due: &str| Milestone { number, title: "示例".into(), due_on: day(due) };
    Task {
        id: id(1),
        version: 1,
        plan: id(2),
        measure: 5,
        title: "示例任务".into(),
        lead: id(3),
        partners: vec![id(4)],
        starts_on: day("2026-01-10"),
        target: None,
        milestones: vec![milestone(1, "2026-03-31"), milestone(2, "2026-09-30")],
        reports: Vec::new(),
    }
}

fn report(milestone: i64, state: ReportState) -> Report {
    Report {
        id: id(milestone as u64 + 10),
        version: 1,
        milestone,
        office: id(4),
        text: "示例".into(),
        reference: String::new(),
        value: Some(Hundredths(milestone * 100)),
        state,
        reported_by: "a".into(),
        reported_at: Instant::from_micros(1),
    }
}

fn accepted() -> ReportState {
    ReportState::Accepted { by: "b".into(), at: Instant::from_micros(2) }
}

#[test]
fn how_a_task_stands_follows_from_reports_and_the_day() {
    let mut task = task();
    let standing = |task: &Task, on: &str| task.standing(day(on));
    assert_eq!(standing(&task, "2026-01-09"), TaskStanding::Planned);
    assert_eq!(standing(&task, "2026-01-10"), TaskStanding::UnderWay);
    assert_eq!(standing(&task, "2026-03-31"), TaskStanding::UnderWay, "due today is in time");
    assert_eq!(standing(&task, "2026-04-01"), TaskStanding::Late);
    task.reports.push(report(1, ReportState::Reported));
    assert_eq!(standing(&task, "2026-04-01"), TaskStanding::Late, "a report alone reaches nothing");
    task.reports[0].state = accepted();
    assert_eq!(standing(&task, "2026-04-01"), TaskStanding::UnderWay);
    assert_eq!((task.next_due(), task.reached()), (Some(day("2026-09-30")), Some(Hundredths(100))));
    task.reports.insert(0, report(2, accepted()));
    assert_eq!(standing(&task, "2030-01-01"), TaskStanding::Done);
    assert_eq!((task.next_due(), task.reached()), (None, Some(Hundredths(200))));
}

#[test]
fn nobody_accepts_their_own_report_and_nothing_is_decided_twice() {
    let now = Instant::from_micros(2);
    let decide = |state: &ReportState, by| state.decide(ReportStep::Accept, "a", by, now);
    assert_eq!(decide(&ReportState::Reported, "a").unwrap_err().code(), "policy-two-people");
    assert_eq!(decide(&ReportState::Reported, "b").unwrap(), accepted());
    assert_eq!(decide(&accepted(), "b").unwrap_err().code(), "policy-report-decided");
    let returned = ReportState::Reported
        .decide(ReportStep::Return { reason: "缺少佐证".into() }, "a", "b", now)
        .unwrap();
    assert_eq!(decide(&returned, "c").unwrap_err().code(), "policy-report-decided");
}

#[test]
fn a_milestone_is_reported_once_at_a_time() {
    let mut task = task();
    let code = |task: &Task, milestone| task.may_report(milestone).map_err(|p| p.code());
    assert_eq!(code(&task, 1), Ok(()));
    assert_eq!(code(&task, 3), Err("problem-not-found"));
    task.reports.push(report(1, ReportState::Reported));
    assert_eq!(code(&task, 1), Err("policy-milestone-waits"));
    task.reports[0].state = accepted();
    assert_eq!(code(&task, 1), Err("policy-milestone-reached"));
    let at = Instant::from_micros(2);
    task.reports[0].state = ReportState::Returned { by: "b".into(), at, reason: "x".into() };
    assert_eq!(code(&task, 1), Ok(()), "after a return it is reported again");
}

proptest! {
    /// Late exactly when a milestone that was due before the day is not reached; done exactly when
    /// none is open.
    #[test]
    fn late_means_something_due_is_open(
        due in proptest::collection::vec((0i64..400, any::<bool>()), 1..6),
        on in 0i64..400,
    ) {
        let begin = day("2026-01-10");
        let mut task = Task { milestones: Vec::new(), ..task() };
        for (number, (days, reached)) in due.iter().enumerate() {
            let (number, due_on) = (number as i64 + 1, begin + TimeDelta::days(*days));
            task.milestones.push(Milestone { number, title: String::new(), due_on });
            if *reached {
                task.reports.push(report(number, accepted()));
            }
        }
        let standing = task.standing(begin + TimeDelta::days(on));
        prop_assert_eq!(standing == TaskStanding::Late, due.iter().any(|(days, reached)| !reached && *days < on));
        prop_assert_eq!(standing == TaskStanding::Done, due.iter().all(|(_, reached)| *reached));
    }
}
