//! What the parts of an examination gave, as cells say it.

use super::cells::{Cells, Flawed};
use super::columns::Field;
use kernel::{SkillLevel, text};
use rules::{Part, PartResult, PartResults, PassRule};
use sheets::Cell;

/// The column of a part.
fn field(part: Part) -> Field {
    match part {
        Part::Theory => Field::Theory,
        Part::Skill => Field::Skill,
        Part::Review => Field::Review,
    }
}

/// Reads the parts that the rule wants at the level.
pub(super) fn read(
    cells: &mut Cells<'_>,
    rule: &PassRule,
    level: SkillLevel,
) -> Result<PartResults, Flawed> {
    let wanted = rule.parts(level);
    let mut results = PartResults::new();
    let mut flawed = false;
    for part in Part::ALL {
        match (part_result(cells, part, rule.full_marks()), wanted.contains(&part)) {
            (Err(Flawed), _) => flawed = true,
            (Ok(Some(result)), true) => {
                results.insert(part, result);
            }
            (Ok(None), true) => {
                cells.wrong(field(part), "evaluation-score-missing", Vec::new());
                flawed = true;
            }
            (Ok(Some(_)), false) => {
                cells.wrong(field(part), "evaluation-score-not-needed", Vec::new());
                flawed = true;
            }
            (Ok(None), false) => {}
        }
    }
    if flawed { Err(Flawed) } else { Ok(results) }
}

fn part_result(
    cells: &mut Cells<'_>,
    part: Part,
    full_marks: u32,
) -> Result<Option<PartResult>, Flawed> {
    let field = field(part);
    let value = match cells.cell(field) {
        Cell::Number(number) => number.value,
        _ => {
            let Some(typed) = cells.text(field)? else { return Ok(None) };
            match word(&typed) {
                Some(result) => return Ok(result),
                None => match cells.cell(field).as_number_checked() {
                    Ok(Some(value)) => value,
                    _ => {
                        cells.wrong(field, "evaluation-score-unreadable", Vec::new());
                        return Err(Flawed);
                    }
                },
            }
        }
    };
    match marks(value, full_marks) {
        Ok(marks) => Ok(Some(PartResult::Marks(marks))),
        Err(code) => {
            let most = (full_marks / 100).to_string();
            cells.wrong(field, code, vec![("most", most)]);
            Err(Flawed)
        }
    }
}

/// Words instead of marks; the inner nothing is a cell that says that there is none.
fn word(typed: &str) -> Option<Option<PartResult>> {
    match text::compact(typed).to_lowercase().as_str() {
        "缺考" | "缺席" | "未参加" | "absent" => Some(Some(PartResult::Absent)),
        "违纪" | "作弊" | "舞弊" | "违规" | "misconduct" => {
            Some(Some(PartResult::Misconduct))
        }
        "免考" | "免试" | "免" | "exempt" => Some(Some(PartResult::Exempt)),
        "-" | "--" | "—" | "——" | "/" | "无" | "none" => Some(None),
        _ => None,
    }
}

/// Marks in hundredths of a point.
pub(super) fn marks(value: f64, full_marks: u32) -> Result<u32, &'static str> {
    let hundredths = value * 100.0;
    if !(-0.000_001..=f64::from(full_marks) + 0.000_001).contains(&hundredths) {
        return Err("evaluation-score-range");
    }
    let whole = hundredths.round();
    if (hundredths - whole).abs() > 0.000_1 {
        return Err("evaluation-score-decimals");
    }
    Ok(whole.max(0.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_outside_and_finer_than_hundredths_are_refused() {
        assert_eq!(marks(86.5, 10_000), Ok(8650));
        assert_eq!((marks(0.0, 10_000), marks(100.0, 10_000)), (Ok(0), Ok(10_000)));
        assert_eq!(marks(101.0, 10_000), Err("evaluation-score-range"));
        assert_eq!(marks(100.01, 10_000), Err("evaluation-score-range"));
        assert_eq!(marks(-1.0, 10_000), Err("evaluation-score-range"));
        assert_eq!(marks(f64::NAN, 10_000), Err("evaluation-score-range"));
        assert_eq!(marks(59.995, 10_000), Err("evaluation-score-decimals"));
    }

    proptest! {
        #[test]
        fn every_hundredth_reads_as_itself(hundredths in 0u32..=10_000) {
            prop_assert_eq!(marks(f64::from(hundredths) / 100.0, 10_000), Ok(hundredths));
        }

        #[test]
        fn no_number_is_taken_for_more_than_full_marks(value: f64) {
            if let Ok(marks) = marks(value, 10_000) {
                prop_assert!(marks <= 10_000);
            }
        }
    }
}
