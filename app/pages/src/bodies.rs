//! 机构与学校: evaluation bodies with what they are filed for and until when.

use crate::instruments::HeldCard;
use crate::kit::{State, Tone, show};
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{Answer, FormState, Paging, Visit};

/// The search with what it found.
#[derive(Template)]
#[template(path = "bodies/search.html")]
pub struct BodiesPage {
    /// The request.
    pub v: Visit,
    /// Fields `q` (name or filing code), `occupation`, `level` and `division`.
    pub form: FormState,
    /// Levels to choose from: value and printed form.
    pub levels: Vec<(String, String)>,
    /// Divisions to choose from: code and name.
    pub divisions: Vec<(String, String)>,
    /// What was found.
    pub found: Vec<BodyRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One body in the list.
#[derive(Clone, Debug)]
pub struct BodyRow {
    /// The name as filed.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The key of its kind: `body-employer`, `body-social`.
    pub kind: &'static str,
    /// Where it is.
    pub division: String,
    /// How many occupations it is filed for today.
    pub occupations: u64,
    /// Until when the filing holds.
    pub valid_to: CivilDate,
}

/// One body.
#[derive(Template)]
#[template(path = "bodies/one.html")]
pub struct BodyPage {
    /// The request.
    pub v: Visit,
    /// The name as filed.
    pub name: String,
    /// How the filing stands.
    pub state: State,
    /// The key of its kind.
    pub kind: &'static str,
    /// 统一社会信用代码
    pub uscc: String,
    /// 机构备案编码 (13 characters).
    pub filing_code: String,
    /// The authority that keeps the filing.
    pub authority: String,
    /// That authority's page; empty where there is none.
    pub authority_href: String,
    /// Since when and until when the filing holds.
    pub valid: (CivilDate, CivilDate),
    /// Where it evaluates: name and address.
    pub sites: Vec<(String, String)>,
    /// For what it is filed.
    pub scope: Vec<ScopeRow>,
    /// The keys of everything it is.
    pub kinds: Vec<&'static str>,
    /// Code and name of its industry; empty when it is not known.
    pub industry: String,
    /// Names it had.
    pub former: Vec<String>,
    /// The first day on which it works no more.
    pub closed_on: Option<CivilDate>,
    /// Where one can ask whether it may do something.
    pub may_href: String,
    /// Its licences and listings.
    pub held: Vec<HeldCard>,
    /// The fingerprint of the key it signs with and since when; nothing before it has one.
    pub key: Option<(String, CivilDate)>,
}

/// One occupation in a body's scope.
#[derive(Clone, Debug)]
pub struct ScopeRow {
    /// 职业名称
    pub occupation: String,
    /// 职业编码
    pub code: String,
    /// The occupation's page; empty when this node has none.
    pub href: String,
    /// The levels, as printed.
    pub levels: String,
    /// Until when this part of the filing holds.
    pub valid_to: CivilDate,
}

/// Shows the search.
///
/// # Errors
/// As [`show`].
pub fn bodies(page: &BodiesPage) -> Answer {
    show(page)
}

impl BodiesPage {
    /// Three bodies of the demo province.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let row = |zh: &str, en: &str, kind, occupations, year| BodyRow {
            name: lang.pick(zh, en).to_owned(),
            href: "/bodies/S0000770100122".to_owned(),
            kind,
            division: lang.pick("示例市", "Shili City").to_owned(),
            occupations,
            valid_to: day(year, 12, 31),
        };
        let pair =
            |value: &str, zh: &str, en: &str| (value.to_owned(), lang.pick(zh, en).to_owned());
        BodiesPage {
            form: FormState::with(&[("occupation", "6-31-01-03")]),
            levels: vec![
                pair("5", "五级/初级工", "Level 5 / junior worker"),
                pair("4", "四级/中级工", "Level 4 / intermediate worker"),
                pair("3", "三级/高级工", "Level 3 / senior worker"),
            ],
            divisions: vec![
                pair("770100", "示例市", "Shili City"),
                pair("770200", "演示市", "Yanshi City"),
            ],
            found: vec![
                row(
                    "示例市机电职业技能评价中心",
                    "Shili Electromechanical Evaluation Centre",
                    "body-social",
                    12,
                    2028,
                ),
                row("示例重工集团有限公司", "Shili Heavy Industries", "body-employer", 5, 2027),
                row("示例技师学院", "Shili Technician College", "body-social", 31, 2028),
            ],
            paging: Paging { shown: 3, total: Some(3), first: None, next: None },
            v,
        }
    }
}

impl BodyPage {
    /// A social evaluation body in good order.
    pub fn sample(v: Visit) -> Self {
        let lang = v.t.lang;
        let scope = |zh: &str, en: &str, code: &str, levels: &str| ScopeRow {
            occupation: lang.pick(zh, en).to_owned(),
            code: code.to_owned(),
            href: format!("/occupations/{code}"),
            levels: levels.to_owned(),
            valid_to: day(2028, 12, 31),
        };
        BodyPage {
            name: lang
                .pick("示例市机电职业技能评价中心", "Shili Electromechanical Evaluation Centre")
                .to_owned(),
            state: State::new("state-effective", Tone::Done),
            kind: "body-social",
            uscc: "52770100MA1FL0C38P".to_owned(),
            filing_code: "S0000770100122".chars().take(13).collect(),
            authority: lang
                .pick("示例市人力资源和社会保障局", "Shili Human Resources Bureau")
                .to_owned(),
            authority_href: "/authorities/x".to_owned(),
            valid: (day(2026, 1, 1), day(2028, 12, 31)),
            sites: vec![(
                lang.pick("本部考点", "Main site").to_owned(),
                lang.pick("示例市示例区示例路 1 号", "1 Shili Road, Shili").to_owned(),
            )],
            scope: vec![
                scope(
                    "电工",
                    "Electrician",
                    "6-31-01-03",
                    lang.pick("五级至一级", "Levels 5 to 1"),
                ),
                scope("焊工", "Welder", "6-18-02-04", lang.pick("五级至三级", "Levels 5 to 3")),
                scope("车工", "Turner", "6-18-01-01", lang.pick("五级至三级", "Levels 5 to 3")),
            ],
            kinds: vec!["body-social", "body-practice"],
            industry: "P83 教育".to_owned(),
            former: vec![lang.pick("示例市机电培训站", "Shili Training Station").to_owned()],
            closed_on: None,
            may_href: "/bodies/1/may".to_owned(),
            held: vec![HeldCard::sample(&v)],
            key: Some(("z6MkSAMPLEkeyFINGERPRINTofTHEdemoBODY".to_owned(), day(2026, 1, 8))),
            v,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let ended = BodyPage {
        state: State::new("state-expired", Tone::Stopped),
        valid: (day(2023, 1, 1), day(2025, 12, 31)),
        scope: Vec::new(),
        closed_on: Some(day(2026, 1, 1)),
        held: Vec::new(),
        key: None,
        ..BodyPage::sample(v.clone())
    };
    let mut none = BodiesPage::sample(v.clone());
    none.found.clear();
    vec![
        sample("bodies", &BodiesPage::sample(v.clone())),
        sample("bodies-none", &none),
        sample("body", &BodyPage::sample(v.clone())),
        sample("body-ended", &ended),
    ]
}
