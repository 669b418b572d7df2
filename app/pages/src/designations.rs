//! 称号、基地和工作室: the public register, kinds, rounds with their draws, and the desks of bodies and
//! offices.

use crate::desk::{Desk, sample_desk};
use crate::kit::{State, Tone};
use crate::oversight::Choice;
use crate::samples::{Sample, as_official, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{FormState, Paging, Visit};

/// The public register.
#[derive(Template)]
#[template(path = "designations/register.html")]
pub struct RegisterPage {
    /// The request.
    pub v: Visit,
    /// Fields `kind`, `division` and `year`.
    pub form: FormState,
    /// Kinds to choose from: word and name.
    pub kinds: Vec<(String, String)>,
    /// What was found.
    pub rows: Vec<HeldRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// A designation in a list.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// The holder.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What it is.
    pub kind: String,
    /// The number of the plate.
    pub number: String,
    /// Where the holder is.
    pub place: String,
    /// First and last day.
    pub span: String,
    /// How it stands.
    pub state: State,
    /// What has to be done about it.
    pub dues: Vec<String>,
}

/// The kinds.
#[derive(Template)]
#[template(path = "designations/kinds.html")]
pub struct KindsPage {
    /// The request.
    pub v: Visit,
    /// Each kind.
    pub kinds: Vec<KindPart>,
}

/// A kind with its indicators.
#[derive(Clone, Debug)]
pub struct KindPart {
    /// Its name.
    pub name: String,
    /// Keys of names with values.
    pub facts: Vec<(&'static str, String)>,
    /// For each group its name and the indicators with their weights.
    pub groups: Vec<(String, Vec<(String, u32)>)>,
}

/// Rounds, the latest first.
#[derive(Template)]
#[template(path = "designations/rounds.html")]
pub struct RoundsPage {
    /// The request.
    pub v: Visit,
    /// The rounds.
    pub rows: Vec<RoundRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// A round in a list.
#[derive(Clone, Debug)]
pub struct RoundRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What is chosen.
    pub kind: String,
    /// How many may be chosen.
    pub places: usize,
    /// How it stands.
    pub state: State,
    /// When it was opened.
    pub opened_on: CivilDate,
}

/// A draw in words.
#[derive(Clone, Debug, Default)]
pub struct DrawPart {
    /// Where the seed comes from.
    pub source: String,
    /// The seed; empty while it is not known.
    pub seed: String,
    /// The digest of the frozen list.
    pub digest: String,
    /// How many experts the list has.
    pub experts: usize,
    /// Who is passed over, and why.
    pub recused: Vec<(String, String)>,
    /// The panel in the order of the draw.
    pub panel: Vec<String>,
    /// Where the data of the draw can be had; empty while there was none.
    pub href: String,
}

/// A candidate in its place.
#[derive(Clone, Debug)]
pub struct RankRow {
    /// Its place.
    pub rank: usize,
    /// Its name.
    pub name: String,
    /// The score that counts.
    pub score: String,
    /// What separates it from the one before; empty for the first.
    pub by: String,
    /// Whether it is chosen.
    pub state: State,
}

/// One round, as everybody may read it.
#[derive(Template)]
#[template(path = "designations/round.html")]
pub struct RoundPage {
    /// The request.
    pub v: Visit,
    /// The round.
    pub row: RoundRow,
    /// What comes next, in words.
    pub next: String,
    /// Keys of names with values.
    pub facts: Vec<(&'static str, String)>,
    /// The draw, once the list is frozen.
    pub draw: Option<DrawPart>,
    /// The ranking, once it is public.
    pub ranking: Vec<RankRow>,
    /// The notice, while it runs; empty otherwise.
    pub notice_href: String,
    /// What was given: name and address.
    pub given: Vec<(String, String)>,
    /// The same round on the desk of its office; empty for others.
    pub office_href: String,
}

/// A designation with its holder, and what its office may do about it.
#[derive(Template)]
#[template(path = "designations/holder.html")]
pub struct HolderPage {
    /// The request.
    pub v: Visit,
    /// Fields of the forms: `year`, `outcome`, `by`, `how`, `reason`.
    pub form: FormState,
    /// The designation.
    pub row: HeldRow,
    /// Keys of names with values.
    pub facts: Vec<(&'static str, String)>,
    /// The holder's page in the register of bodies.
    pub body_href: String,
    /// The round of which it came.
    pub round: (String, String),
    /// What assessments found, the latest first.
    pub assessments: Vec<String>,
    /// The version that is seen.
    pub version: i64,
    /// Whether the visitor may assess it and propose its end.
    pub may_assess: bool,
    /// Whether the visitor may decide on its end, which somebody else proposed.
    pub may_end: bool,
    /// Whether the visitor may print the plate.
    pub may_print: bool,
    /// Results of an assessment.
    pub outcomes: Vec<Choice>,
    /// Ways of ending.
    pub ways: Vec<Choice>,
}

/// What one's own body holds, has entered and may enter.
#[derive(Template)]
#[template(path = "designations/own.html")]
pub struct OwnPage {
    /// The request.
    pub v: Visit,
    /// Of the buttons that begin an entry.
    pub form: FormState,
    /// Whose.
    pub desk: Desk,
    /// What it holds or held.
    pub held: Vec<HeldRow>,
    /// Its entries: round, address and state.
    pub entries: Vec<(String, String, State)>,
    /// Rounds that take its entry: id, title, and until when.
    pub open: Vec<(String, String, String)>,
}

/// An indicator of an entry.
#[derive(Clone, Debug)]
pub struct PointRow {
    /// Its word.
    pub key: String,
    /// The field of its points.
    pub field: String,
    /// The field of its file.
    pub file_field: String,
    /// Its name with the most points.
    pub name: String,
    /// What the body claims.
    pub claimed: String,
    /// Where the file opens; empty when there is none.
    pub href: String,
    /// Whether a file is needed.
    pub evidence: bool,
}

/// An entry, for the body that fills it in and the office that checks and scores it.
#[derive(Template)]
#[template(path = "designations/entry.html")]
pub struct EntryPage {
    /// The request.
    pub v: Visit,
    /// Fields `points-…`, `file`, `reason` and `expert`.
    pub form: FormState,
    /// Whose.
    pub name: String,
    /// The round: title and address.
    pub round: (String, String),
    /// This page.
    pub href: String,
    /// The version that is seen.
    pub version: i64,
    /// How it stands.
    pub state: State,
    /// Why it was refused or struck; empty otherwise.
    pub reason: String,
    /// The indicators by group.
    pub groups: Vec<(String, Vec<PointRow>)>,
    /// The sum that the body claims.
    pub total: String,
    /// Whether the visitor may fill it in.
    pub may_claim: bool,
    /// What the office may say: words of checks.
    pub checks: Vec<&'static str>,
    /// Experts whose sheets can be entered.
    pub experts: Vec<(String, String)>,
    /// Sheets that are there, for the office: expert and sum.
    pub sheets: Vec<(String, String)>,
}

/// An office's rounds and designations.
#[derive(Template)]
#[template(path = "designations/office.html")]
pub struct OfficePage {
    /// The request.
    pub v: Visit,
    /// The rounds.
    pub rounds: Vec<RoundRow>,
    /// Designations about which something has to be done.
    pub due: Vec<HeldRow>,
    /// How many designations the office gave that hold.
    pub held: usize,
    /// Whether the visitor may open a round.
    pub may_open: bool,
}

/// The form that opens a round.
#[derive(Template)]
#[template(path = "designations/new.html")]
pub struct NewRoundPage {
    /// The request.
    pub v: Visit,
    /// Fields `office`, `kind`, `title`, `places`, `shares` and `until`.
    pub form: FormState,
    /// Offices to choose from.
    pub offices: Vec<(String, String)>,
    /// Kinds to choose from, with free places.
    pub kinds: Vec<(String, String)>,
}

/// One round on the desk of its office.
#[derive(Template)]
#[template(path = "designations/handle.html")]
pub struct HandlePage {
    /// The request.
    pub v: Visit,
    /// Fields of the step at hand.
    pub form: FormState,
    /// The round.
    pub row: RoundRow,
    /// This page.
    pub href: String,
    /// The version that is seen.
    pub version: i64,
    /// What comes next, in words.
    pub next: String,
    /// The steps that the visitor may take: `close`, `freeze`, `draw`, `submit`, `replace`, `drop`.
    pub steps: Vec<&'static str>,
    /// Entries: name, address, state, claimed sum and sheets.
    pub entries: Vec<EntryRow>,
    /// The draw, once the list is frozen.
    pub draw: Option<DrawPart>,
    /// The ranking, once it is there.
    pub ranking: Vec<RankRow>,
    /// The case of the ranking; empty before.
    pub case_href: String,
}

/// An entry in the office's list.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// Whose.
    pub name: String,
    /// Its page.
    pub href: String,
    /// How it stands.
    pub state: State,
    /// What the body claims.
    pub claimed: String,
    /// How many sheets are there of how many.
    pub sheets: String,
}

impl HandlePage {
    fn has(&self, step: &str) -> bool {
        self.steps.contains(&step)
    }
}

impl EntryPage {
    fn title(&self) -> String {
        format!("{}{}{}", self.round.0, self.v.t.get("form-colon"), self.name)
    }
}

fn held_sample(v: &Visit) -> HeldRow {
    let t = v.t;
    HeldRow {
        name: t.lang.pick("示例焊接技师学院", "Shili Welding College").to_owned(),
        href: "/designations/1".to_owned(),
        kind: t.lang.pick("高技能人才培训基地", "High-skill base").to_owned(),
        number: "高基-2025-0001".to_owned(),
        place: t.lang.pick("示范省晨光市", "Chenguang, Shifan").to_owned(),
        span: t.with("holdings-span", &[("from", &"2025-06-03"), ("until", &"2028-06-02")]),
        state: State::new("designation-state-held", Tone::Done),
        dues: vec![t.with("designation-due-mend", &[("by", &"2026-12-31"), ("year", &"2025")])],
    }
}

fn round_sample(v: &Visit) -> RoundRow {
    RoundRow {
        title: v.t.lang.pick("示例遴选", "Shili selection").to_owned(),
        href: "/designations/rounds/1".to_owned(),
        kind: v.t.lang.pick("高技能人才培训基地", "High-skill base").to_owned(),
        places: 3,
        state: State::new("round-state-scoring", Tone::Waiting),
        opened_on: day(2026, 9, 1),
    }
}

fn draw_sample(v: &Visit) -> DrawPart {
    DrawPart {
        source: v.t.lang.pick("示例福彩第2026310期", "Shili lottery 2026310").to_owned(),
        seed: "03 08 15 22 27 31 + 09".to_owned(),
        digest: "00ff".repeat(16),
        experts: 12,
        recused: vec![("E03".to_owned(), v.t.get("recusal-employer"))],
        panel: ["E07", "E01", "E11", "E02", "E09"].map(str::to_owned).to_vec(),
        href: "/designations/rounds/1/draw.json".to_owned(),
    }
}

pub(crate) fn rank_sample(v: &Visit) -> Vec<RankRow> {
    vec![RankRow {
        rank: 1,
        name: held_sample(v).name,
        score: "86.5".to_owned(),
        by: String::new(),
        state: State::new("rank-chosen", Tone::Done),
    }]
}

fn points_sample(v: &Visit) -> Vec<(String, Vec<PointRow>)> {
    let row = PointRow {
        key: "premises".to_owned(),
        field: "points-premises".to_owned(),
        file_field: "file".to_owned(),
        name: v.t.with("entry-indicator", &[("name", &"示例指标"), ("most", &"20")]),
        claimed: "18".to_owned(),
        href: "/designations/entries/1/evidence/premises".to_owned(),
        evidence: true,
    };
    vec![(v.t.lang.pick("场地设备", "Premises").to_owned(), vec![row])]
}

impl EntryPage {
    fn sample(v: &Visit, office: bool) -> Self {
        let pair = |word: &str| (word.to_owned(), word.to_owned());
        EntryPage {
            v: if office { as_official(v) } else { crate::samples::as_clerk(v) },
            form: FormState::default(),
            name: held_sample(v).name,
            round: (round_sample(v).title, "/designations/rounds/1".to_owned()),
            href: "/designations/entries/1".to_owned(),
            version: 1,
            state: State::new("entry-state-draft", Tone::Quiet),
            reason: String::new(),
            groups: points_sample(v),
            total: "90".to_owned(),
            may_claim: !office,
            checks: if office { vec!["admit", "refuse"] } else { Vec::new() },
            experts: if office { vec![pair("E01"), pair("E07")] } else { Vec::new() },
            sheets: if office { vec![("E11".to_owned(), "88".to_owned())] } else { Vec::new() },
        }
    }
}

impl HandlePage {
    fn sample(v: &Visit, steps: &[&'static str]) -> Self {
        let entry = EntryRow {
            name: held_sample(v).name,
            href: "/designations/entries/1".to_owned(),
            state: State::new("entry-state-admitted", Tone::Done),
            claimed: "90".to_owned(),
            sheets: "1 / 5".to_owned(),
        };
        HandlePage {
            form: FormState::default(),
            row: round_sample(v),
            href: "/designations/office/1".to_owned(),
            version: 1,
            next: v.t.get("round-next-scoring"),
            steps: steps.to_vec(),
            entries: vec![entry],
            draw: Some(draw_sample(v)),
            ranking: rank_sample(v),
            case_href: "/cases/1".to_owned(),
            v: as_official(v),
        }
    }
}

impl HolderPage {
    fn sample(v: &Visit, office: bool) -> Self {
        HolderPage {
            form: FormState::default(),
            row: held_sample(v),
            facts: vec![("designations-number", "高基-2025-0001".to_owned())],
            body_href: "/bodies/1".to_owned(),
            round: (round_sample(v).title, "/designations/rounds/1".to_owned()),
            assessments: vec!["2026".to_owned()],
            version: 1,
            may_assess: office,
            may_end: office,
            may_print: office,
            outcomes: outcomes(v),
            ways: ways(v),
            v: if office { as_official(v) } else { v.clone() },
        }
    }
}

fn choice(v: &Visit, group: &str, word: &str) -> Choice {
    (word.to_owned(), v.t.get(&format!("{group}-{}", word.replace('_', "-"))), String::new())
}

/// Results of an assessment to choose from.
pub(crate) fn outcomes(v: &Visit) -> Vec<Choice> {
    ["passed", "mend", "failed"].map(|word| choice(v, "assessment", word)).to_vec()
}

/// Ways of ending to choose from.
pub(crate) fn ways(v: &Visit) -> Vec<Choice> {
    let all = ["given_up", "failed_assessment", "misconduct", "rescinded"];
    all.map(|word| choice(v, "designation-exit", word)).to_vec()
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let (clerk, desk) = sample_desk(v);
    let register = |rows: Vec<HeldRow>| RegisterPage {
        v: v.clone(),
        form: FormState::default(),
        kinds: vec![("high_skill_base".to_owned(), held_sample(v).kind)],
        rows,
        paging: Paging::default(),
    };
    let kind = KindPart {
        name: held_sample(v).kind,
        facts: vec![("kinds-quota", "300".to_owned())],
        groups: vec![("示例".to_owned(), vec![("示例".to_owned(), 100)])],
    };
    let round = RoundPage {
        v: v.clone(),
        row: round_sample(v),
        next: v.t.get("round-next-deciding"),
        facts: vec![("rounds-office", "示例市人力资源和社会保障局".to_owned())],
        draw: Some(draw_sample(v)),
        ranking: rank_sample(v),
        notice_href: "/notices/1".to_owned(),
        given: vec![(held_sample(v).name, "/designations/1".to_owned())],
        office_href: String::new(),
    };
    let own = OwnPage {
        v: clerk,
        form: FormState::default(),
        desk,
        held: vec![held_sample(v)],
        entries: vec![(
            round.row.title.clone(),
            "/designations/entries/1".to_owned(),
            State::new("entry-state-draft", Tone::Quiet),
        )],
        open: vec![("1".to_owned(), round.row.title.clone(), "2026-12-01".to_owned())],
    };
    let office = OfficePage {
        v: as_official(v),
        rounds: vec![round_sample(v)],
        due: vec![held_sample(v)],
        held: 1,
        may_open: true,
    };
    let new = NewRoundPage {
        v: as_official(v),
        form: FormState::default(),
        offices: vec![("1".to_owned(), "示例局".to_owned())],
        kinds: vec![("high_skill_base".to_owned(), held_sample(v).kind)],
    };
    let rounds =
        RoundsPage { v: v.clone(), rows: vec![round_sample(v)], paging: Paging::default() };
    vec![
        sample("designations", &register(vec![held_sample(v)])),
        sample("designations-none", &register(Vec::new())),
        sample("designation-kinds", &KindsPage { v: v.clone(), kinds: vec![kind] }),
        sample("designation-rounds", &rounds),
        sample("designation-round", &round),
        sample("designation", &HolderPage::sample(v, false)),
        sample("designation-office", &HolderPage::sample(v, true)),
        sample("designations-own", &own),
        sample("designation-entry", &EntryPage::sample(v, false)),
        sample("designation-entry-office", &EntryPage::sample(v, true)),
        sample("designations-office", &office),
        sample("designation-round-new", &new),
        sample("designation-handle", &HandlePage::sample(v, &["submit", "replace", "drop"])),
        sample("designation-freeze", &HandlePage::sample(v, &["freeze", "draw", "close"])),
    ]
}
