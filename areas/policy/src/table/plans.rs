//! Plans, read from top to bottom: a plan, its targets, its actions with their measures and those
//! measures' targets, then perhaps the next plan.

use super::{Findings, Line, each_row};
use crate::document::Confidence;
use crate::plan::{Action, Hundredths, Measure, PlanText, Target, Unit, Words};
use kernel::Result;

const COLUMNS: [&str; 5] = ["row", "number", "zh", "indicator", "value"];
/// Years that plans are made for.
const YEARS: std::ops::RangeInclusive<i64> = 1978..=2100;

/// Reads a file of plans.
///
/// # Errors
/// Field problems of `file`, each with its line.
pub fn read_plans(bytes: &[u8]) -> Result<Vec<PlanText>> {
    let (mut findings, mut plans) = (Findings::default(), Vec::new());
    each_row(bytes, &COLUMNS, &mut findings, |line, findings| {
        take(&mut plans, &line, findings);
    })?;
    if plans.is_empty() && findings.0.is_empty() {
        findings.add(1, "policy-line-no-plan");
    }
    findings.done(plans)
}

fn take(plans: &mut Vec<PlanText>, line: &Line<'_>, findings: &mut Findings) {
    let word = line.needed("row", findings);
    match (word.as_str(), plans.last_mut()) {
        ("", _) => {}
        ("plan", _) => plans.push(plan(line, findings)),
        ("action", Some(plan)) => action(plan, line, findings),
        ("measure", Some(plan)) => measure(plan, line, findings),
        ("target", Some(plan)) => target(plan, line, findings),
        ("action" | "measure" | "target", None) => {
            findings.add(line.number(), "policy-line-before-plan");
        }
        (other, _) => {
            findings.add_about(line.number(), "policy-line-row", &[("value", other)]);
        }
    }
}

fn words(line: &Line<'_>, findings: &mut Findings) -> Words {
    Words { zh: line.needed("zh", findings), en: line.text("en") }
}

fn year(text: &str) -> Option<i64> {
    text.parse().ok().filter(|year| YEARS.contains(year))
}

fn count(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number| (1..=999).contains(number))
}

fn plan(line: &Line<'_>, findings: &mut Findings) -> PlanText {
    let from_year = line.needed_value("from_year", findings, year).unwrap_or_default();
    let until_year = line.needed_value("until_year", findings, year).unwrap_or_default();
    if until_year < from_year && until_year > 0 {
        findings.add(line.number(), "policy-line-years");
    }
    PlanText {
        document: line.needed("number", findings),
        title: words(line, findings),
        from_year,
        until_year,
        ..PlanText::default()
    }
}

/// A number that stands in this place only once.
fn own_number(
    line: &Line<'_>,
    findings: &mut Findings,
    mut taken: impl Iterator<Item = i64>,
) -> Option<i64> {
    let number = line.needed_value("number", findings, count)?;
    if taken.any(|one| one == number) {
        let value = number.to_string();
        findings.add_about(line.number(), "policy-line-twice", &[("value", value.as_str())]);
        return None;
    }
    Some(number)
}

fn action(plan: &mut PlanText, line: &Line<'_>, findings: &mut Findings) {
    let number = own_number(line, findings, plan.actions.iter().map(|one| one.number));
    let title = words(line, findings);
    // A faulty action is kept, so that its measures are not told to have none.
    plan.actions.push(Action { number: number.unwrap_or_default(), title });
}

fn measure(plan: &mut PlanText, line: &Line<'_>, findings: &mut Findings) {
    let number = own_number(line, findings, plan.measures.iter().map(|one| one.number));
    let title = words(line, findings);
    let Some(action) = plan.actions.last().map(|action| action.number) else {
        findings.add(line.number(), "policy-line-before-action");
        return;
    };
    plan.measures.push(Measure { number: number.unwrap_or_default(), action, title });
}

fn target(plan: &mut PlanText, line: &Line<'_>, findings: &mut Findings) {
    let title = words(line, findings);
    let indicator = line.needed("indicator", findings);
    let value = line.needed_value("value", findings, Hundredths::read);
    let upper = line.value("upper", findings, Hundredths::read);
    let unit = line.needed_value("unit", findings, Unit::from_word);
    let baseline = line.value("baseline", findings, Hundredths::read);
    let by_year = line.needed_value("by_year", findings, year);
    let confidence = line.value("confidence", findings, Confidence::from_word);
    if !plan.actions.is_empty() && plan.measures.is_empty() {
        findings.add(line.number(), "policy-line-before-measure");
    }
    let (Some(value), Some(unit), Some(by_year)) = (value, unit, by_year) else { return };
    if upper.is_some_and(|upper| upper <= value) {
        findings.add(line.number(), "policy-line-range");
    }
    plan.targets.push(Target {
        measure: plan.measures.last().map(|measure| measure.number),
        title,
        indicator,
        value,
        upper,
        unit,
        baseline,
        by_year,
        confidence: confidence.unwrap_or(Confidence::Unchecked),
        source: line.text("source"),
    });
}
