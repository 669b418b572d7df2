//! Numbered letters (文书). What a letter says is written down when it goes out and never changes,
//! whatever becomes of the texts it was made from.

use crate::case::Case;
use crate::clock::Standing;
use crate::procedure::{LetterKind, Text};
use crate::store;
use crate::words::{Ending, Progress, State};
use ::store::Tx;
use chrono::Datelike as _;
use kernel::{AuthorityId, CaseId, CivilDate, Instant, Lang, LetterId, Problem, Result};
use serde::{Deserialize, Serialize};

/// What a letter says in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterPage {
    /// The heading.
    pub title: String,
    /// The paragraphs.
    pub paragraphs: Vec<String>,
}

/// A letter that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Which.
    pub id: LetterId,
    /// The case.
    pub case: CaseId,
    /// The number of the act with which it went out.
    pub act: i64,
    /// What it is.
    pub kind: LetterKind,
    /// The office whose letter it is.
    pub office: AuthorityId,
    /// Its name when the letter went out, which it may not have any more. Empty for letters from before
    /// that was kept.
    pub office_name: String,
    /// Its number as printed: mark, year in the office's brackets and a number without gaps within
    /// office and year (发文字号).
    pub number: String,
    /// When.
    pub at: Instant,
    /// What it says, in Chinese, which counts, and in English for reading.
    pub text: [LetterPage; 2],
}

impl Letter {
    /// The text in one language.
    pub fn page(&self, lang: Lang) -> &LetterPage {
        lang.pick_of(&self.text[0], &self.text[1])
    }
}

/// What a letter is made from besides the case.
pub(crate) struct Writing<'a> {
    pub kind: LetterKind,
    /// The name of the office.
    pub office_name: &'a str,
    /// The opinion or reason of the act.
    pub reason: &'a str,
    /// What was decided in particular, such as a code given; from the owning area.
    pub result: [String; 2],
}

/// Writes and numbers the letter of an act that led to `next`.
pub(crate) async fn issue(
    tx: &mut Tx,
    case: &Case,
    next: &Progress,
    office: AuthorityId,
    writing: &Writing<'_>,
) -> Result<Letter> {
    let today = tx.ctx().today();
    let year = today.year();
    let counter = format!("letter/{}/{year}/{office}", case.procedure.letter_mark);
    let order = tx.next_numbers(office.home(), &counter, 1).await?;
    let number = format!("{}〔{year}〕{order}号", case.procedure.letter_mark);
    let text = case.procedure.letter(writing.kind);
    let text = text.ok_or_else(|| Problem::internal("a procedure without a letter"))?;
    let page = |lang: Lang| {
        let values = values(tx, case, next, &number, writing, lang);
        let fill = |text: &Text| fill(text.get(lang), &values);
        LetterPage {
            title: fill(&text.title),
            paragraphs: text.paragraphs.iter().map(fill).collect(),
        }
    };
    let letter = Letter {
        id: LetterId::new(case.id.home(), tx.now(), &tx.random()),
        case: case.id,
        act: case.version - 1,
        kind: writing.kind,
        office,
        office_name: writing.office_name.to_owned(),
        text: Lang::ALL.map(page),
        number,
        at: tx.now(),
    };
    store::add_letter(tx, &letter).await?;
    Ok(letter)
}

fn values(
    tx: &Tx,
    case: &Case,
    next: &Progress,
    number: &str,
    writing: &Writing<'_>,
    lang: Lang,
) -> Vec<(&'static str, String)> {
    let day = |day: CivilDate| written_day(day, lang);
    let due = match next.clock.standing(&tx.ctx().world.calendar) {
        Standing::Runs(end) => day(end.date),
        Standing::Stopped { .. } => String::new(),
    };
    let missing = match &next.state {
        State::Incomplete { missing } => missing.as_slice(),
        _ => &[],
    };
    let missing: Vec<String> =
        missing.iter().enumerate().map(|(n, line)| format!("{}. {line}", n + 1)).collect();
    let (ending, effective) = match &next.state {
        State::Ended { how, effective } => (ending_name(*how, lang), day(*effective)),
        _ => (String::new(), String::new()),
    };
    vec![
        ("applicant", case.title.clone()),
        ("matter", case.procedure.name.get(lang).to_owned()),
        ("office", writing.office_name.to_owned()),
        ("number", number.to_owned()),
        ("date", day(tx.ctx().today())),
        ("applied", day(case.opened_at.civil_date())),
        ("due", due),
        ("missing", missing.join("\n")),
        ("reason", writing.reason.to_owned()),
        ("result", lang.pick_of(&writing.result[0], &writing.result[1]).clone()),
        ("ending", ending),
        ("effective", effective),
    ]
}

fn ending_name(how: Ending, lang: Lang) -> String {
    let (zh, en) = match how {
        Ending::Withdrawn => ("撤回", "withdrawn"),
        Ending::Rescinded => ("撤销", "rescinded"),
        Ending::Cancelled => ("注销", "cancelled"),
        Ending::Revoked => ("吊销", "revoked"),
    };
    lang.pick(zh, en).to_owned()
}

fn written_day(day: CivilDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.format("%-d %B %Y").to_string(),
    }
}

/// Puts values into the places of a text, in one pass: what a value says is never read as a place.
fn fill(text: &str, values: &[(&'static str, String)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = values.iter().find(|(name, _)| *name == place);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_value_is_never_read_as_a_place() {
        let values = [("reason", "{office}".to_owned()), ("office", "示例厅".to_owned())];
        assert_eq!(fill("因{reason}，{office}", &values), "因{office}，示例厅");
        assert_eq!(fill("一个{没有结尾", &values), "一个{没有结尾");
    }
}
