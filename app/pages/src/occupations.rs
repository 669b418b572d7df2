//! 看职业: search by any part of name or code, and one occupation with its levels and history.

use crate::kit::{Event, show};
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{Answer, FormState, Paging, Visit};

/// The search with what it found.
#[derive(Template)]
#[template(path = "occupations/search.html")]
pub struct OccupationsPage {
    /// The request.
    pub v: Visit,
    /// Fields `q`, `class` (the first digit of the code) and `mark`.
    pub form: FormState,
    /// The big classes to choose from: digit and name.
    pub classes: Vec<(String, String)>,
    /// What was found.
    pub found: Vec<OccupationRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One occupation in the list.
#[derive(Clone, Debug)]
pub struct OccupationRow {
    /// 职业编码, such as 6-31-01-03.
    pub code: String,
    /// 职业名称
    pub name: String,
    /// The group it belongs to (小类).
    pub group: String,
    /// The keys of its marks: `mark-green`, `mark-digital`.
    pub marks: Vec<&'static str>,
    /// Its page.
    pub href: String,
}

/// One occupation.
#[derive(Template)]
#[template(path = "occupations/one.html")]
pub struct OccupationPage {
    /// The request.
    pub v: Visit,
    /// 职业编码
    pub code: String,
    /// 职业名称
    pub name: String,
    /// The keys of its marks.
    pub marks: Vec<&'static str>,
    /// The classes it lies in, from the largest to the smallest: code and name.
    pub path: Vec<(String, String)>,
    /// 职业定义; empty when the classification gives none.
    pub definition: String,
    /// 工种
    pub variants: Vec<String>,
    /// The levels that are evaluated, lowest first, as printed.
    pub levels: Vec<String>,
    /// How one level leads to the next, lowest first; empty where levels are not evaluated.
    pub career: Vec<RungRow>,
    /// The industries in which it is mostly found: code and name.
    pub industries: Vec<(String, String)>,
    /// The version of the classification this is read from.
    pub version: String,
    /// Since when that version holds.
    pub version_from: CivilDate,
    /// What changed, newest first.
    pub events: Vec<Event>,
    /// What it has become, for a code that is no longer used.
    pub became: Option<Became>,
    /// How many bodies are filed for it today, with the address of their list.
    pub bodies: u64,
    /// Where they are listed; empty when this node has no such page.
    pub bodies_href: String,
}

/// One level of a career.
#[derive(Clone, Debug)]
pub struct RungRow {
    /// The level as printed.
    pub level: String,
    /// When one may go on to it, as a sentence.
    pub way: String,
    /// The professional title that it matches; may be empty.
    pub title: String,
}

/// What a code that is no longer used has become.
#[derive(Clone, Debug)]
pub struct Became {
    /// The sentence that says it.
    pub text: String,
    /// Today's codes: code, name and address.
    pub codes: Vec<(String, String, String)>,
    /// Whether a part of it went out of use for good.
    pub partly_ended: bool,
}

/// Shows the search.
///
/// # Errors
/// As [`show`].
pub fn occupations(page: &OccupationsPage) -> Answer {
    show(page)
}

impl OccupationsPage {
    /// What a search for 电工 finds.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let row = |code: &str, zh: &str, en: &str, marks: &[&'static str]| OccupationRow {
            code: code.to_owned(),
            name: lang.pick(zh, en).to_owned(),
            group: lang.pick("机械设备修理人员", "Machinery repairers").to_owned(),
            marks: marks.to_vec(),
            href: format!("/occupations/{code}"),
        };
        OccupationsPage {
            form: FormState::with(&[("q", lang.pick("工", "worker")), ("class", "6")]),
            classes: classes(&v),
            found: vec![
                row("6-31-01-03", "电工", "Electrician", &[]),
                row(
                    "6-31-07-01",
                    "工业机器人系统运维员",
                    "Industrial robot maintenance worker",
                    &["mark-digital"],
                ),
                row(
                    "6-28-01-10",
                    "光伏发电运维值班员",
                    "Photovoltaic plant operator",
                    &["mark-green"],
                ),
                row(
                    "6-18-01-13",
                    "增材制造设备操作员",
                    "Additive manufacturing operator",
                    &["mark-green", "mark-digital"],
                ),
            ],
            paging: Paging {
                shown: 4,
                total: Some(671),
                first: None,
                next: Some("?after=x".to_owned()),
            },
            v,
        }
    }
}

pub(crate) fn classes(v: &Visit) -> Vec<(String, String)> {
    (1..=8).map(|n| (n.to_string(), v.t.get(&format!("occupations-class-{n}")))).collect()
}

impl OccupationPage {
    /// 电工
    pub fn sample(v: Visit) -> Self {
        let (t, lang) = (v.t, v.t.lang);
        let pair = |code: &str, zh: &str, en: &str| (code.to_owned(), lang.pick(zh, en).to_owned());
        let levels = [
            ("五级/初级工", "Level 5 / junior worker"),
            ("四级/中级工", "Level 4 / intermediate worker"),
            ("三级/高级工", "Level 3 / senior worker"),
            ("二级/技师", "Level 2 / technician"),
            ("一级/高级技师", "Level 1 / senior technician"),
        ];
        OccupationPage {
            code: "6-31-01-03".to_owned(),
            name: lang.pick("电工", "Electrician").to_owned(),
            marks: vec!["mark-green"],
            path: vec![
                pair("6", "生产制造及有关人员", "Manufacturing and related workers"),
                pair("6-31", "生产辅助人员", "Auxiliary production workers"),
                pair("6-31-01", "机械设备修理人员", "Machinery repairers"),
            ],
            definition: t.get("occupations-sample-definition"),
            variants: vec![lang.pick("示例工种一", "Sample variant one").to_owned()],
            levels: levels.map(|(zh, en)| lang.pick(zh, en).to_owned()).to_vec(),
            career: vec![
                RungRow {
                    level: lang.pick("五级/初级工", "Level 5 / junior worker").to_owned(),
                    way: t.get("occupations-career-begin"),
                    title: String::new(),
                },
                RungRow {
                    level: lang.pick("四级/中级工", "Level 4 / intermediate worker").to_owned(),
                    way: t.with("occupations-career-years", &[("count", &3)]),
                    title: lang.pick("助理级", "Assistant grade").to_owned(),
                },
            ],
            industries: vec![pair("C34", "通用设备制造业", "General equipment")],
            version: lang
                .pick("职业分类大典 2022 年版", "Occupational classification of 2022")
                .to_owned(),
            version_from: day(2022, 9, 27),
            events: vec![Event {
                on: day(2022, 9, 27),
                title: t.get("occupations-sample-event"),
                text: String::new(),
                source: t.get("occupations-sample-source"),
                href: String::new(),
                past: true,
            }],
            became: None,
            bodies: 7,
            bodies_href: "/bodies?occupation=6-31-01-03".to_owned(),
            v,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut none = OccupationsPage::sample(v.clone());
    none.form = FormState::with(&[("q", "<script>")]);
    none.found.clear();
    none.paging = Paging::default();
    let mut split = OccupationPage::sample(v.clone());
    let named = |code: &str| (code.to_owned(), split.name.clone(), format!("/occupations/{code}"));
    split.became = Some(Became {
        text: v.t.get("occupations-became-several"),
        codes: vec![named("6-31-01-04"), named("6-31-01-05")],
        partly_ended: true,
    });
    vec![
        sample("occupations", &OccupationsPage::sample(v.clone())),
        sample("occupations-none", &none),
        sample("occupation", &OccupationPage::sample(v.clone())),
        sample("occupation-split", &split),
    ]
}
