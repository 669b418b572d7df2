//! Forms: what a visitor typed, read into typed commands, with nothing typed ever lost.

use crate::csrf::is_key;
use crate::{Error, Visit};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use kernel::{CivilDate, FieldProblem, Problem};
use std::collections::BTreeMap;

/// The hidden field against forged requests.
pub const CSRF_FIELD: &str = "csrf";
/// The hidden field that makes a form sent twice be saved once.
pub const KEY_FIELD: &str = "key";

/// The most fields a form of ours may have; more is an attack on the memory of the server.
const FIELDS_MOST: usize = 500;

/// The raw values of a form and what is wrong with them. Shown again with the same values until
/// everything is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    /// What was typed, by field name. Ticked boxes of one name stand one to a line.
    pub values: BTreeMap<String, String>,
    /// What is wrong, in the order it was found.
    pub problems: Vec<FieldProblem>,
}

impl FormState {
    /// A form with values to begin with, such as those of the record to change.
    pub fn with(values: &[(&str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        FormState { values: values.collect(), problems: Vec::new() }
    }

    /// Reads `name=value&…` as browsers send it.
    ///
    /// # Errors
    /// `problem-form` when there are more fields than any form of ours has.
    pub fn from_urlencoded(bytes: &[u8]) -> kernel::Result<Self> {
        let mut form = FormState::default();
        for (count, (name, value)) in form_urlencoded::parse(bytes).enumerate() {
            if count == FIELDS_MOST {
                return Err(Problem::invalid("problem-form"));
            }
            form.put(&name, &value);
        }
        Ok(form)
    }

    pub(crate) fn put(&mut self, name: &str, value: &str) {
        // A line break typed into a browser arrives as two characters; NUL is refused by databases.
        let value = value.replace("\r\n", "\n").replace('\0', "");
        self.values
            .entry(name.to_owned())
            .and_modify(|earlier| {
                earlier.push('\n');
                earlier.push_str(&value);
            })
            .or_insert(value);
    }

    /// What was typed into the field; empty when nothing was.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The values of ticked boxes that share a name.
    pub fn many(&self, name: &str) -> Vec<&str> {
        self.value(name).lines().filter(|line| !line.is_empty()).collect()
    }

    /// Whether the value of a radio button or box was chosen.
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.value(name).lines().any(|line| line == value)
    }

    /// The idempotency key the form was sent with.
    ///
    /// # Errors
    /// `problem-form` when there is none: the form is not one of ours.
    pub fn key(&self) -> kernel::Result<&str> {
        let key = self.value(KEY_FIELD);
        if is_key(key) { Ok(key) } else { Err(Problem::invalid("problem-form")) }
    }

    /// The key to write into the form: the one it was sent with, since a refusal used nothing up.
    pub fn key_to_show(&self, visit: &Visit) -> String {
        self.key().map_or_else(|_| visit.new_key(), str::to_owned)
    }

    /// Removes a secret, so that it is not written into the page again.
    pub fn forget(&mut self, name: &str) -> String {
        self.values.remove(name).unwrap_or_default()
    }

    /// The first finding about a field.
    pub fn problem(&self, name: &str) -> Option<&FieldProblem> {
        self.problems.iter().find(|problem| problem.field == name)
    }

    /// Adds a finding.
    pub fn refuse(&mut self, problem: FieldProblem) {
        self.problems.push(problem);
    }

    /// Takes over what an area found wrong with single fields. True when there was something, so
    /// that the form can be shown again; other problems get a page of their own.
    pub fn absorb(&mut self, problem: &Problem) -> bool {
        self.problems.extend(problem.field_problems().iter().cloned());
        !problem.field_problems().is_empty()
    }

    /// Whether nothing was found wrong so far.
    pub fn is_right(&self) -> bool {
        self.problems.is_empty()
    }

    /// Reads a field that must be filled in. Nothing, and a finding, when it is empty or refused.
    pub fn required<V>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<V, FieldProblem>,
    ) -> Option<V> {
        match self.read(name, read) {
            Some(value) => value,
            None => {
                self.refuse(FieldProblem::new(name, "field-required"));
                None
            }
        }
    }

    /// Reads a field that may be empty: `Some(None)` when it is, nothing and a finding when refused.
    pub fn optional<V>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<V, FieldProblem>,
    ) -> Option<Option<V>> {
        self.read(name, read).map_or(Some(None), |value| value.map(Some))
    }

    /// Nothing when the field is empty, `Some(None)` when its value was refused.
    fn read<V>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<V, FieldProblem>,
    ) -> Option<Option<V>> {
        let typed = self.value(name).trim();
        if typed.is_empty() {
            return None;
        }
        match read(typed) {
            Ok(value) => Some(Some(value)),
            Err(problem) => {
                self.refuse(problem);
                Some(None)
            }
        }
    }
}

/// A reader for a line of text of at most `most` characters.
pub fn text(name: &'static str, most: usize) -> impl FnOnce(&str) -> Result<String, FieldProblem> {
    move |typed| {
        if typed.chars().count() > most {
            return Err(FieldProblem::new(name, "field-too-long").arg("count", most));
        }
        Ok(typed.to_owned())
    }
}

/// A reader for a civil date: as `<input type=date>` sends it, or with the marks people type.
pub fn date(name: &'static str) -> impl FnOnce(&str) -> Result<CivilDate, FieldProblem> {
    move |typed| {
        let marks = ['年', '月', '.', '/', '-'];
        let parts: Vec<&str> = typed.trim_end_matches('日').split(marks).map(str::trim).collect();
        let number = |i: usize| parts.get(i).and_then(|part| part.parse::<u32>().ok());
        let day = match (parts.len(), number(0), number(1), number(2)) {
            (3, Some(year @ 1000..=9999), Some(month), Some(day)) => {
                CivilDate::from_ymd_opt(year as i32, month, day)
            }
            (1, Some(_), _, _) if typed.len() == 8 => {
                CivilDate::parse_from_str(typed, "%Y%m%d").ok()
            }
            _ => None,
        };
        day.ok_or(FieldProblem::new(name, "field-not-a-date"))
    }
}

/// A reader for a whole number between two bounds.
pub fn number(
    name: &'static str,
    bounds: std::ops::RangeInclusive<i64>,
) -> impl FnOnce(&str) -> Result<i64, FieldProblem> {
    move |typed| {
        let number = typed.replace([',', '，', ' '], "").parse::<i64>();
        number.ok().filter(|number| bounds.contains(number)).ok_or(
            FieldProblem::new(name, "field-not-a-number")
                .arg("least", bounds.start())
                .arg("most", bounds.end()),
        )
    }
}

/// A form sent by POST. Its hidden field has been checked against the session.
#[derive(Debug)]
pub struct Submitted(pub FormState);

impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(Problem::invalid("problem-form").into());
        }
        let request = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| {
            let too_large = refused.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
            if too_large { crate::problem::too_large() } else { Problem::invalid("problem-form") }
        })?;
        let mut form = FormState::from_urlencoded(&bytes)?;
        visit.check_csrf(&form.forget(CSRF_FIELD))?;
        Ok(Submitted(form))
    }
}

/// A form sent by GET: the filters of a list, a search.
#[derive(Debug)]
pub struct Asked(pub FormState);

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Asked(FormState::from_urlencoded(query.as_bytes())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(text: &str) -> FormState {
        FormState::from_urlencoded(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_right_form_becomes_a_command() {
        let mut form = form("name=+%E7%A4%BA%E4%BE%8B+&born=1969-02-28&seats=1%2C200&note=");
        assert_eq!(form.required("name", text("name", 50)).as_deref(), Some("示例"));
        assert_eq!(form.required("born", date("born")), CivilDate::from_ymd_opt(1969, 2, 28));
        assert_eq!(form.required("seats", number("seats", 1..=2000)), Some(1200));
        assert_eq!(form.optional("note", text("note", 9)), Some(None));
        assert!(form.is_right());
    }

    #[test]
    fn a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong() {
        let mut form = form("name=abcdef&born=1969-02-29&seats=0");
        assert_eq!(form.required("name", text("name", 5)), None);
        assert_eq!(form.required("born", date("born")), None);
        assert_eq!(form.optional("seats", number("seats", 1..=2000)), None);
        assert_eq!(form.required("missing", text("missing", 5)), None);
        let codes: Vec<_> = form.problems.iter().map(|p| (p.field, p.code)).collect();
        assert_eq!(
            codes,
            [
                ("name", "field-too-long"),
                ("born", "field-not-a-date"),
                ("seats", "field-not-a-number"),
                ("missing", "field-required"),
            ]
        );
        assert_eq!(form.value("born"), "1969-02-29");
    }

    #[test]
    fn dates_are_read_the_ways_people_write_them() {
        let day = CivilDate::from_ymd_opt(2026, 3, 9);
        for typed in
            ["2026-03-09", "2026-3-9", "2026/3/9", "2026.03.09", "2026年3月9日", "20260309"]
        {
            assert_eq!(date("d")(typed).ok(), day, "{typed}");
        }
        for typed in ["2026", "09.03.2026", "2026-13-01", "2026-03-09-01", "昨天", "-", "2026063"]
        {
            assert!(date("d")(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn boxes_of_one_name_are_kept_together() {
        let form = form("level=3&level=5&text=a%0D%0Ab%00");
        assert_eq!(form.many("level"), ["3", "5"]);
        assert!(form.chosen("level", "5") && !form.chosen("level", "4"));
        assert_eq!(form.value("text"), "a\nb");
    }

    #[test]
    fn a_form_with_too_many_fields_is_refused() {
        let problem = FormState::from_urlencoded("a=1&".repeat(501).as_bytes()).unwrap_err();
        assert_eq!(problem.code(), "problem-form");
    }

    proptest! {
        /// A day reads the same however it is written, and no other text becomes it.
        #[test]
        fn a_day_is_read_in_every_form(days in 365_243i32..3_652_059) {
            let day = CivilDate::from_num_days_from_ce_opt(days).unwrap();
            for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%m.%d", "%Y年%-m月%-d日", "%Y%m%d"] {
                prop_assert_eq!(date("d")(&day.format(form).to_string()), Ok(day), "{}", form);
            }
            let swapped = day.format("%Y-%d-%m").to_string();
            prop_assert!(date("d")(&swapped).is_err() || day.format("%d").to_string().as_str() <= "12");
        }

        #[test]
        fn foreign_bytes_do_not_panic(bytes: Vec<u8>, typed in ".{0,20}") {
            let _ = FormState::from_urlencoded(&bytes);
            let _ = date("d")(&typed);
            let _ = number("n", 0..=9)(&typed);
        }
    }
}
