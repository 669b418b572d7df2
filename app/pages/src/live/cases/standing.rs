//! Where a case stands, in words: for the office and for the applicant.

use super::{Names, hyphens};
use crate::cases::{Due, LetterRow, Standing};
use crate::kit::{Event, State as Word, Tone};
use approval::{Act, Case, Done, Party, Record, Standing as Running, State};
use platform::App;
use web_kit::Visit;
use web_kit::texts::Arg;

/// For whom a case is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::live) enum For {
    /// The posts of the office, who see opinions.
    Office,
    /// Whoever applied, who sees what the letters say.
    Applicant,
}

/// The state as a word.
pub(in crate::live) fn word(state: &State) -> Word {
    match state {
        State::Submitted => Word::new("case-state-submitted", Tone::Waiting),
        State::Incomplete { .. } => Word::new("case-state-incomplete", Tone::Attention),
        State::InReview { .. } => Word::new("case-state-in-review", Tone::Waiting),
        State::Assessing { .. } => Word::new("case-state-assessing", Tone::Waiting),
        State::Noticed { .. } => Word::new("case-state-noticed", Tone::Waiting),
        State::Approved { .. } => Word::new("case-state-approved", Tone::Done),
        State::Rejected => Word::new("case-state-rejected", Tone::Stopped),
        State::NotAccepted => Word::new("case-state-not-accepted", Tone::Stopped),
        State::Recalled => Word::new("case-state-recalled", Tone::Quiet),
        State::Ending { .. } => Word::new("case-state-ending", Tone::Attention),
        State::Ended { .. } => Word::new("case-state-ended", Tone::Stopped),
    }
}

/// The name of a step's post, with its office when that is one above.
fn post(v: &Visit, case: &Case, step: usize, names: &Names) -> String {
    let Some(of) = case.procedure.steps.get(step) else { return String::new() };
    let post = v.t.get(&format!("role-{}", of.post.word()));
    match case.office(step).filter(|_| of.up > 0).and_then(|office| names.get(&office)) {
        Some(office) => v.t.with("case-step-up", &[("post", &post), ("office", office)]),
        None => post,
    }
}

/// Whose turn it is.
pub(in crate::live) fn turn(v: &Visit, case: &Case, names: &Names) -> String {
    match case.turn() {
        Some(Party::Step(step)) => post(v, case, step, names),
        Some(Party::Applicant) => v.t.get("cases-turn-applicant"),
        None => v.t.get("cases-turn-nobody"),
    }
}

/// The last day with what is left, or how late it is.
pub(in crate::live) fn due(v: &Visit, app: &App, case: &Case) -> Due {
    let (today, calendar) = (v.now.civil_date(), &app.world.calendar);
    let clock = &case.progress.clock;
    let sentence = |text: String, late| Due { text, late, unsure: String::new() };
    match (&case.progress.state, clock.standing(calendar)) {
        (State::Noticed { until, .. }, _) if today <= *until => {
            let date = v.t.date(*until);
            sentence(v.t.with("case-due-notice", &[("date", &date)]), false)
        }
        (State::Noticed { .. }, _) => sentence(v.t.get("case-due-notice-over"), false),
        (state, _) if state.is_settled() || matches!(state, State::Ending { .. }) => Due::default(),
        (_, Running::Stopped { cause, left }) => {
            let cause = v.t.get(&format!("cause-{}", hyphens(cause.word())));
            sentence(v.t.with("case-due-stopped", &[("cause", &cause), ("count", &left)]), false)
        }
        (_, Running::Runs(end)) => {
            let late = today > end.date;
            let count = match late {
                true => approval::Clock::start(end.date, 0).used(calendar, today),
                false => clock.days.saturating_sub(clock.used(calendar, today)),
            };
            let key = match (late, count) {
                (true, _) => "case-due-late",
                (false, 0) => "case-due-today",
                (false, _) => "case-due-left",
            };
            let text = v.t.with(key, &[("date", &v.t.date(end.date)), ("count", &count)]);
            let unsure = end.note.filter(|_| !late).map(|_| v.t.get("case-due-unsure"));
            Due { text, late, unsure: unsure.unwrap_or_default() }
        }
    }
}

/// What comes next, as a sentence for whoever looks.
pub(in crate::live) fn next(v: &Visit, app: &App, case: &Case, whom: For, names: &Names) -> String {
    let t = v.t;
    let state = &case.progress.state;
    let late = case.progress.clock.is_late(&app.world.calendar, v.now.civil_date());
    let day = match state {
        State::Ended { effective, .. } => Some(*effective),
        State::Noticed { until, .. } => Some(*until),
        _ => case.progress.clock.due(&app.world.calendar).map(|(due, _)| due),
    };
    let date = day.map(|day| t.date(day)).unwrap_or_default();
    let cause = match state {
        State::Assessing { cause, .. } => t.get(&format!("cause-{}", hyphens(cause.word()))),
        _ => String::new(),
    };
    let how = match state {
        State::Ended { how, .. } => t.get(&format!("ending-{}", hyphens(how.word()))),
        _ => String::new(),
    };
    let post = turn(v, case, names);
    let args: [(&str, &dyn Arg); 4] =
        [("date", &date), ("cause", &cause), ("how", &how), ("post", &post)];
    let text = match (whom, state) {
        (For::Applicant, State::Submitted) if late => "application-next-deemed".to_owned(),
        (For::Applicant, State::InReview { .. }) if late => "application-next-late".to_owned(),
        (For::Applicant, _) => format!("application-next-{}", hyphens(state.word())),
        (For::Office, _) => format!("case-next-{}", hyphens(state.word())),
    };
    t.with(&text, &args)
}

/// The steps in their order, and the number of the one at hand.
fn steps(v: &Visit, case: &Case, names: &Names) -> (Vec<String>, usize) {
    let inside = (0..case.procedure.steps.len()).map(|step| post(v, case, step, names));
    let mut steps: Vec<String> = std::iter::once(v.t.get("step-accept")).chain(inside).collect();
    if case.procedure.notice_days.is_some() {
        steps.push(v.t.get("step-notice"));
    }
    steps.push(v.t.get("step-decide"));
    let now = match &case.progress.state {
        State::Submitted | State::Incomplete { .. } | State::NotAccepted => 1,
        State::InReview { step } | State::Assessing { step, .. } => step + 2,
        State::Rejected => case.last_step() + 2,
        State::Noticed { .. } => case.last_step() + 3,
        State::Approved { .. } | State::Ending { .. } | State::Ended { .. } => steps.len() + 1,
        State::Recalled => 0,
    };
    (steps, now)
}

fn period(state: &State) -> &'static str {
    match state {
        State::Submitted => "case-period-accept",
        State::Incomplete { .. } => "case-period-supplement",
        State::Noticed { .. } => "case-period-notice",
        _ => "case-period-decide",
    }
}

/// Times that do not count, and what else is to be known.
fn notes(v: &Visit, case: &Case) -> Vec<String> {
    let t = v.t;
    let stop = |stop: &approval::Stop| {
        let (cause, from) =
            (t.get(&format!("cause-{}", hyphens(stop.cause.word()))), t.date(stop.from));
        match stop.until.map(|until| t.date(until)) {
            Some(until) => {
                t.with("case-stop", &[("cause", &cause), ("from", &from), ("until", &until)])
            }
            None => t.with("case-stop-open", &[("cause", &cause), ("from", &from)]),
        }
    };
    let mut notes: Vec<String> = case.progress.clock.stops.iter().map(stop).collect();
    if case.progress.extended {
        notes.push(t.get("case-extended"));
    }
    if let Some(until) = case.progress.barred_until {
        notes.push(t.with("case-barred", &[("date", &t.date(until))]));
    }
    notes
}

/// What an act carried, in words.
fn carried(v: &Visit, act: &Act) -> String {
    match act {
        Act::AskSupplement { missing } => missing.join(v.t.lang.pick("；", "; ")),
        Act::Stop { cause } => v.t.get(&format!("cause-{}", hyphens(cause.word()))),
        Act::ProposeEnd { how, .. } => v.t.get(&format!("ending-{}", hyphens(how.word()))),
        _ => String::new(),
    }
}

fn event(v: &Visit, record: &Record, done: &Done, whom: For, names: &Names) -> Event {
    let office = done.office.and_then(|office| names.get(&office).cloned());
    let office = office.unwrap_or_else(|| record.case.title.clone());
    let mut text = carried(v, &done.act);
    // What posts write to each other is the office's own; what counts for others is in the letters.
    if whom == For::Office && !done.opinion.is_empty() {
        let opinion = v.t.with("case-opinion-of", &[("text", &done.opinion)]);
        if !text.is_empty() {
            text.push_str(v.t.lang.pick("。", ". "));
        }
        text.push_str(&opinion);
    }
    let args: [(&str, &dyn Arg); 2] = [("time", &v.t.time(done.at)), ("office", &office)];
    let by = match (whom, &done.in_place_of) {
        (For::Office, Some(_)) => "case-record-deputy",
        _ => "case-record-by",
    };
    // Whether a step was for or against is an opinion too.
    let title = match (whom, &done.act) {
        (For::Applicant, Act::Propose { .. }) => v.t.get("case-record-handed-on"),
        (_, act) => v.t.get(&format!("did-case-{}", act.word())),
    };
    Event {
        on: done.at.civil_date(),
        title,
        text,
        source: v.t.with(by, &args),
        href: String::new(),
        past: true,
    }
}

fn opened(v: &Visit, case: &Case) -> Event {
    let args: [(&str, &dyn Arg); 2] =
        [("time", &v.t.time(case.opened_at)), ("office", &case.title)];
    Event {
        on: case.opened_at.civil_date(),
        title: v.t.get("case-record-opened"),
        text: String::new(),
        source: v.t.with("case-record-by", &args),
        href: String::new(),
        past: true,
    }
}

/// Everything about where a case stands.
pub(in crate::live) fn standing(
    v: &Visit,
    app: &App,
    record: &Record,
    whom: For,
    names: &Names,
) -> Standing {
    let case = &record.case;
    let (steps, now) = steps(v, case, names);
    let letter = |letter: &approval::Letter| LetterRow {
        title: v.t.get(&format!("letter-kind-{}", hyphens(letter.kind.word()))),
        number: letter.number.clone(),
        at: letter.at,
        href: format!("/letters/{}", letter.id),
    };
    let done = record.acts.iter().rev().map(|done| event(v, record, done, whom, names));
    Standing {
        state: word(&case.progress.state),
        next: next(v, app, case, whom, names),
        steps,
        now,
        period: period(&case.progress.state),
        due: due(v, app, case),
        notes: notes(v, case),
        missing: match &case.progress.state {
            State::Incomplete { missing } => missing.clone(),
            _ => Vec::new(),
        },
        done: done.chain([opened(v, case)]).collect(),
        letters: record.letters.iter().rev().map(letter).collect(),
    }
}
