//! 机构备案: the pages of the office that answers for bodies: register, file, suspend, resume, end.

use crate::bodies::ScopeRow;
use crate::instruments::HeldCard;
use crate::kit::{Event, State, Tone};
use crate::live::kind_key;
use crate::samples::{Sample, as_official, day, moment, sample};
use crate::scope::ScopeForm;
use askama::Template;
use kernel::{CivilDate, FieldProblem, Instant};
use organisations::BodyKind;
use web_kit::{FormState, Paging, Visit};

/// A choice of a form: value, text and explanation.
pub type Choice = (String, String, String);

/// The bodies of one's territory.
#[derive(Template)]
#[template(path = "oversight/list.html")]
pub struct OverseenBodiesPage {
    /// The request.
    pub v: Visit,
    /// Fields `q` and `division`.
    pub form: FormState,
    /// The names of the territory.
    pub territory: String,
    /// Whether the visitor may register bodies.
    pub may_register: bool,
    /// Divisions to choose from: code and name.
    pub divisions: Vec<(String, String)>,
    /// What was found.
    pub found: Vec<OverseenRow>,
    /// The links below the list.
    pub paging: Paging,
}

impl OverseenBodiesPage {
    fn none(&self) -> &'static str {
        if self.may_register { "oversight-none" } else { "oversight-none-read" }
    }
}

/// One body in the list.
#[derive(Clone, Debug)]
pub struct OverseenRow {
    /// The name as registered.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The key of its kind.
    pub kind: &'static str,
    /// Where it is.
    pub division: String,
    /// How its latest filing stands.
    pub state: State,
    /// Until when that filing holds.
    pub until: Option<CivilDate>,
}

/// One body as the office sees it.
#[derive(Template)]
#[template(path = "oversight/one.html")]
pub struct OverseenBodyPage {
    /// The request.
    pub v: Visit,
    /// The name as registered.
    pub name: String,
    /// This page.
    pub href: String,
    /// The page the public sees.
    pub public_href: String,
    /// The key of its kind.
    pub kind: &'static str,
    /// Whether it has closed.
    pub closed: bool,
    /// 统一社会信用代码
    pub uscc: String,
    /// Where its site is.
    pub division: String,
    /// The site's street address.
    pub address: String,
    /// The office telephone.
    pub contact: String,
    /// Its filings, latest first.
    pub filings: Vec<FilingCard>,
    /// Everything it holds, what is due first, with the steps of the office.
    pub held: Vec<HeldCard>,
    /// Its keys, latest first.
    pub keys: Vec<KeyLine>,
    /// Whether one of the keys signs.
    pub has_key: bool,
    /// What was decided, latest first.
    pub decided: Vec<Event>,
    /// Whether the visitor may file it.
    pub may_file: bool,
    /// Its sites that are open.
    pub sites: Vec<SiteRow>,
    /// Whether the visitor may open and close sites.
    pub may_open: bool,
    /// Whether the visitor may enter what becomes of it.
    pub may_change: bool,
}

/// A site of the body.
#[derive(Clone, Debug)]
pub struct SiteRow {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// How many people it takes at once.
    pub capacity: u64,
    /// What stands there.
    pub equipment: Vec<String>,
    /// Where it is closed; empty for whoever may not.
    pub close_href: String,
}

impl OverseenBodyPage {
    fn change_title(&self, what: &str) -> String {
        self.v.t.get(&format!("body-change-{what}-title"))
    }

    fn file_href(&self) -> String {
        format!("{}/filings/new", self.href)
    }

    fn give_href(&self) -> String {
        format!("{}/instruments/new", self.href)
    }
}

/// A filing with what may be done about it.
#[derive(Clone, Debug)]
pub struct FilingCard {
    /// 机构备案编码
    pub code: String,
    /// How it stands.
    pub state: State,
    /// 备案机关
    pub authority: String,
    /// The first and the last day.
    pub valid: (CivilDate, CivilDate),
    /// What it covers.
    pub scope: Vec<ScopeRow>,
    /// What has to be done about it, in words.
    pub todos: Vec<(Tone, String)>,
    /// What the yearly checks found, the latest first.
    pub checks: Vec<String>,
    /// What the visitor may do: key of the text, and address.
    pub steps: Vec<(String, String)>,
}

/// A key of the body, to be looked at.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// The public half, as people read it to each other.
    pub fingerprint: String,
    /// How it stands.
    pub state: State,
    /// Key of the word, and when.
    pub times: Vec<(&'static str, Instant)>,
}

/// The form that registers a body.
#[derive(Template)]
#[template(path = "oversight/new.html")]
pub struct RegisterPage {
    /// The request.
    pub v: Visit,
    /// Fields `name`, `uscc`, `kind`, `place`, `division`, `address` and `contact`.
    pub form: FormState,
    /// Kinds to choose from.
    pub kinds: Vec<Choice>,
    /// Places that fit what was typed, when there are several.
    pub places: Vec<Choice>,
}

/// The form that files a body.
#[derive(Template)]
#[template(path = "oversight/file.html")]
pub struct FilePage {
    /// The request.
    pub v: Visit,
    /// Fields `authority`, `code`, `valid_from`, `valid_until` and those of the scope.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page.
    pub body_href: String,
    /// 备案机关
    pub authority: String,
    /// Authorities to choose from, when the visitor acts for several: id and name.
    pub authorities: Vec<(String, String)>,
    /// The scope that is being put together.
    pub scope: ScopeForm,
}

/// The form that suspends, resumes or ends a filing.
#[derive(Template)]
#[template(path = "oversight/change.html")]
pub struct ChangePage {
    /// The request.
    pub v: Visit,
    /// Field `reason`.
    pub form: FormState,
    /// The body's name.
    pub body: String,
    /// The body's page.
    pub body_href: String,
    /// This page.
    pub href: String,
    /// Which filing.
    pub filing: FilingCard,
    /// The word of the step: `suspend`, `resume` or `end`.
    pub step: &'static str,
}

impl ChangePage {
    fn text(&self, part: &str) -> String {
        self.v.t.get(&format!("oversight-{}-{part}", self.step))
    }

    fn is_hard(&self) -> bool {
        self.step != "resume"
    }
}

fn scope_sample(v: &Visit) -> Vec<ScopeRow> {
    vec![ScopeRow {
        occupation: v.t.lang.pick("电工", "Electrician").to_owned(),
        code: "6-31-01-03".to_owned(),
        href: "/occupations/6-31-01-03".to_owned(),
        levels: v.t.lang.pick("五级/初级工、四级/中级工", "Level 5, Level 4").to_owned(),
        valid_to: day(2028, 12, 31),
    }]
}

fn name_sample(v: &Visit) -> String {
    let names = ("示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre");
    v.t.lang.pick(names.0, names.1).to_owned()
}

fn office_sample(v: &Visit) -> String {
    v.t.lang.pick("示例市人力资源和社会保障局", "Shili Human Resources Bureau").to_owned()
}

impl FilingCard {
    fn sample(v: &Visit) -> Self {
        let step =
            |step: &str| (format!("oversight-{step}"), format!("/oversight/filings/1/{step}"));
        FilingCard {
            code: "S000077010012".to_owned(),
            state: State::new("state-effective", Tone::Done),
            authority: office_sample(v),
            valid: (day(2026, 1, 1), day(2028, 12, 31)),
            scope: scope_sample(v),
            todos: Vec::new(),
            checks: Vec::new(),
            steps: vec![step("suspend"), step("end")],
        }
    }
}

impl OverseenBodiesPage {
    /// Two bodies, one of them not filed.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let row = |name: String, state, until| OverseenRow {
            name,
            href: "/oversight/bodies/1".to_owned(),
            kind: "body-social",
            division: lang.pick("示例市示例区", "Shili District, Shili City").to_owned(),
            state,
            until,
        };
        let other = lang.pick("示例焊接技师学院", "Shili Welding College").to_owned();
        let effective = State::new("state-effective", Tone::Done);
        OverseenBodiesPage {
            form: FormState::default(),
            territory: lang.pick("示例市", "Shili City").to_owned(),
            may_register: true,
            divisions: vec![(
                "770101".to_owned(),
                lang.pick("示例区", "Shili District").to_owned(),
            )],
            found: vec![
                row(name_sample(&v), effective, Some(day(2028, 12, 31))),
                row(other, State::new("state-none", Tone::Quiet), None),
            ],
            paging: Paging { shown: 2, ..Paging::default() },
            v: as_official(&v),
        }
    }
}

impl OverseenBodyPage {
    /// A body in good order.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let by = t.with(
            "oversight-decided-by",
            &[("time", &"09:12"), ("name", &t.lang.pick("示例审批", "Shili Shenpi"))],
        );
        let event = |title: String, on, text: String| Event {
            on,
            title,
            text,
            source: by.clone(),
            href: String::new(),
            past: true,
        };
        let code = "S000077010012";
        OverseenBodyPage {
            name: name_sample(&v),
            href: "/oversight/bodies/1".to_owned(),
            public_href: "/bodies/1".to_owned(),
            kind: "body-social",
            closed: false,
            uscc: "52770100MA1FL0C38P".to_owned(),
            division: t.lang.pick("示例市示例区", "Shili District, Shili City").to_owned(),
            address: t.lang.pick("示例路1号", "1 Shili Road").to_owned(),
            contact: "0770-12000001".to_owned(),
            filings: vec![FilingCard::sample(&v)],
            held: vec![HeldCard::sample(&v)],
            keys: vec![KeyLine {
                fingerprint: "z6Mk 7730 sdJe Yq4R 8wXo".to_owned(),
                state: State::new("keys-state-active", Tone::Done),
                times: vec![("keys-at-active", moment(day(2026, 1, 8), 14, 20))],
            }],
            has_key: true,
            decided: vec![
                event(
                    t.with("oversight-decided-filed", &[("code", &code)]),
                    day(2026, 1, 1),
                    String::new(),
                ),
                event(t.get("oversight-decided-registered"), day(2025, 12, 30), String::new()),
            ],
            may_file: true,
            sites: vec![SiteRow {
                name: v.t.lang.pick("实训楼", "Training hall").to_owned(),
                place: v.t.lang.pick("示范省示例市示例路1号", "1 Shili Road").to_owned(),
                capacity: 120,
                equipment: vec![v.t.lang.pick("焊接工位 × 40", "Welding places × 40").to_owned()],
                close_href: "/oversight/bodies/x/sites/y/close".to_owned(),
            }],
            may_open: true,
            may_change: true,
            v: as_official(&v),
        }
    }
}

impl RegisterPage {
    /// Everything filled in but the place, of which there are two.
    pub fn sample(v: Visit) -> Self {
        let choice = |value: &str, text: &str| (value.to_owned(), text.to_owned(), String::new());
        let mut form = FormState::with(&[
            ("name", "示例市机电职业技能评价中心"),
            ("uscc", "52770100MA1FL0C38X"),
            ("kind", "social_evaluation_body"),
            ("place", "示例"),
        ]);
        form.refuse(FieldProblem::new("uscc", "uscc-wrong-check-character"));
        form.refuse(FieldProblem::new("division", "oversight-place-several"));
        RegisterPage {
            form,
            kinds: kinds(&v),
            places: vec![choice("770100", "示例市"), choice("770101", "示例市示例区")],
            v: as_official(&v),
        }
    }
}

/// Kinds of bodies to choose from, those that are registered most often first.
pub(crate) fn kinds(v: &Visit) -> Vec<Choice> {
    let first = [BodyKind::SocialEvaluationBody, BodyKind::Employer, BodyKind::TrainingBody];
    let rest = BodyKind::ALL.into_iter().filter(|kind| !first.contains(kind));
    let choice = |kind: BodyKind| {
        let key = kind_key(kind);
        let text = v.t.get(&(key.replace("body-", "oversight-kind-") + "-text"));
        (kind.word().to_owned(), v.t.get(key), text)
    };
    first.into_iter().chain(rest).map(choice).collect()
}

/// Levels to choose from.
pub(crate) fn levels(v: &Visit) -> Vec<Choice> {
    let levels = kernel::SkillLevel::EVALUATED.iter();
    let choice = |level: &kernel::SkillLevel| {
        (level.word().to_owned(), level.printed(v.t.lang).to_owned(), String::new())
    };
    levels.map(choice).collect()
}

impl FilePage {
    /// One occupation chosen, another looked for.
    pub fn sample(v: Visit) -> Self {
        let mut form = FormState::with(&[
            ("code", "S00007701001"),
            ("valid_from", "2026-12-01"),
            ("valid_until", "2029-11-30"),
            ("occupation", "焊"),
        ]);
        let wrong = FieldProblem::new("code", "filing-code-wrong-length").arg("found", 12);
        form.refuse(wrong);
        form.refuse(FieldProblem::new("occupation", "oversight-file-occupation-several"));
        FilePage {
            form,
            body: name_sample(&v),
            body_href: "/oversight/bodies/1".to_owned(),
            authority: office_sample(&v),
            authorities: Vec::new(),
            scope: ScopeForm::sample(&v),
            v: as_official(&v),
        }
    }
}

impl ChangePage {
    /// A filing about to be changed.
    pub fn sample(v: Visit, step: &'static str) -> Self {
        ChangePage {
            form: FormState::default(),
            body: name_sample(&v),
            body_href: "/oversight/bodies/1".to_owned(),
            href: format!("/oversight/filings/1/{step}"),
            filing: FilingCard::sample(&v),
            step,
            v: as_official(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut none = OverseenBodiesPage::sample(v.clone());
    none.found.clear();
    let mut reader = OverseenBodiesPage::sample(v.clone());
    (reader.may_register, reader.found) = (false, Vec::new());
    let mut fresh = OverseenBodyPage::sample(v.clone());
    (fresh.filings, fresh.keys, fresh.has_key) = (Vec::new(), Vec::new(), false);
    fresh.decided.clear();
    let mut keyless = OverseenBodyPage::sample(v.clone());
    keyless.has_key = false;
    let mut first = FilePage::sample(v.clone());
    first.form = FormState::default();
    (first.scope.chosen, first.scope.candidates) = (Vec::new(), Vec::new());
    let two = [("1", office_sample(v)), ("2", office_sample(v))];
    first.authorities = two.map(|(id, name)| (id.to_owned(), name)).to_vec();
    let mut register = RegisterPage::sample(v.clone());
    (register.form, register.places) = (FormState::default(), Vec::new());
    let change = |step| ChangePage::sample(v.clone(), step);
    let mut wrong = change("end");
    wrong.form.refuse(FieldProblem::new("reason", "organisations-reason"));
    vec![
        sample("oversight", &OverseenBodiesPage::sample(v.clone())),
        sample("oversight-none", &none),
        sample("oversight-reader", &reader),
        sample("oversight-body", &OverseenBodyPage::sample(v.clone())),
        sample("oversight-body-new", &fresh),
        sample("oversight-body-keyless", &keyless),
        sample("oversight-register", &register),
        sample("oversight-register-errors", &RegisterPage::sample(v.clone())),
        sample("oversight-file", &first),
        sample("oversight-file-errors", &FilePage::sample(v.clone())),
        sample("oversight-suspend", &change("suspend")),
        sample("oversight-resume", &change("resume")),
        sample("oversight-end", &wrong),
    ]
}
