use super::*;

const SHIPPED: &[&str] = crate::shipped::FORMS;

#[test]
fn the_shipped_forms_are_samples_and_say_so() {
    let book = FormBook::shipped().unwrap();
    let month: Month = "2026-10".parse().unwrap();
    let keys: Vec<&str> = book.for_month(month).map(|form| form.key.as_str()).collect();
    assert_eq!(keys, ["evaluation", "bodies", "plan"]);
    for form in book.all() {
        assert_eq!(form.standing, Standing::Sample);
        assert!(form.number.zh.contains("示范") && form.approval.zh.contains("示范"));
        assert!(form.rows.iter().any(Row::by_hand), "{}: some cells are entered by hand", form.key);
        let words = form.rows.iter().flat_map(|row| [&row.name, &row.unit]);
        let words = words.chain(form.checks.iter().map(|check| &check.sentence));
        assert!(words.into_iter().all(|word| !word.zh.is_empty() && !word.en.is_empty()));
    }
    assert_eq!(book.for_month("2031-01".parse().unwrap()).count(), 0);
}

#[test]
fn a_form_that_cannot_work_is_refused_with_a_sentence() {
    let refused = |from: &str, to: &str| {
        let text = SHIPPED[0].replacen(from, to, 1);
        assert_ne!(text, SHIPPED[0], "{from} is there");
        Form::read(&text).unwrap_err()
    };
    assert_eq!(refused("\"code\": \"02\"", "\"code\": \"01\""), "row 01 stands twice");
    let gone = refused("\"01\"\n", "\"77\"\n");
    assert_eq!(gone, "check passed names cell 77, which is not there");
    assert!(refused("\"results.recorded\"", "\"results/\"").contains("a measure is written as"));
    assert_eq!(refused("2030-12", "2024-12"), "the form ends before it begins");
    assert_eq!(refused("\"key\": \"levels\"", "\"key\": \"passed\""), "check passed stands twice");
    assert!(refused("\"last:01.year\"", "\"last:01.week\"").contains("an unknown column"));
}

#[test]
fn versions_follow_each_other_and_never_overlap() {
    let next = SHIPPED[0].replacen("\"version\": 1", "\"version\": 2", 1);
    let next = next.replacen("2025-01", "2027-01", 1);
    let both = FormBook::of(&[SHIPPED[0], SHIPPED[1], &next]).unwrap_err();
    assert_eq!(both, "two versions of evaluation are for the same month");
    let old = SHIPPED[0].replacen("2030-12", "2026-12", 1);
    let book = FormBook::of(&[&old, SHIPPED[1], &next]).unwrap();
    let version = |month: &str| {
        let mut forms = book.for_month(month.parse().unwrap());
        forms.find(|form| form.key == "evaluation").map(|form| form.version)
    };
    assert_eq!((version("2026-12"), version("2027-01")), (Some(1), Some(2)));
    let alone = FormBook::of(&[SHIPPED[2]]).unwrap_err();
    assert!(alone.contains("evaluation!16, which is not there"), "{alone}");
}

#[test]
fn due_days_are_working_days_after_the_month() {
    let book = FormBook::shipped().unwrap();
    let world = kernel::World::default();
    let form = &book.all()[0];
    let month: Month = "2026-10".parse().unwrap();
    let due = |level| form.due_on(month, level, &world.calendar).to_string();
    // 1 November 2026 is a Sunday.
    assert_eq!(due(DivisionLevel::County), "2026-11-04");
    assert_eq!(due(DivisionLevel::Prefecture), "2026-11-06");
    assert_eq!(due(DivisionLevel::Province), "2026-11-11");
}
