//! 疑似重复: pairs of records that may be of one person, and what two officials decide about each.

use crate::kit::{Event, State, Tone, show};
use crate::samples::{Sample, as_official, day, moment, sample};
use askama::Template;
use kernel::{CivilDate, Instant};
use web_kit::{Answer, FormState, Paging, Visit};

/// The pairs of an office.
#[derive(Template)]
#[template(path = "duplicates/list.html")]
pub struct DuplicatesPage {
    /// The request.
    pub v: Visit,
    /// Which pairs are shown: one of [`TABS`].
    pub tab: &'static str,
    /// Latest first.
    pub rows: Vec<PairRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// What the list can show, in the order of the work.
pub const TABS: [&str; 4] = ["suspected", "proposed", "merged", "apart"];

/// A pair in the list.
#[derive(Clone, Debug)]
pub struct PairRow {
    /// Both names, masked.
    pub names: String,
    /// Its page.
    pub href: String,
    /// Both documents, masked.
    pub documents: [String; 2],
    /// What speaks for and against it.
    pub signs: Vec<String>,
    /// How far it is decided.
    pub state: State,
    /// Since when.
    pub since: CivilDate,
}

/// One pair, side by side.
#[derive(Template)]
#[template(path = "duplicates/one.html")]
pub struct PairPage {
    /// The request.
    pub v: Visit,
    /// Where the pair's forms are sent.
    pub href: String,
    /// The version seen, to be sent back.
    pub version: i64,
    /// How far it is decided.
    pub state: State,
    /// What that means, as a sentence.
    pub standing: String,
    /// What agrees and what differs.
    pub lines: Vec<Compared>,
    /// What speaks for and against it.
    pub signs: Vec<String>,
    /// The records' own pages.
    pub records: [String; 2],
    /// Who said what, latest first.
    pub acts: Vec<Event>,
    /// What was recorded while the two were merged.
    pub facts: Vec<Meanwhile>,
    /// What the form shows.
    pub form: FormState,
    /// Verdicts to choose from: value, text and explanation; empty for whoever may not propose.
    pub verdicts: Vec<(String, String, String)>,
    /// Whether the visitor may propose to end the merge.
    pub may_part: bool,
    /// Whether the visitor may confirm or send back.
    pub may_decide: bool,
    /// Whether the visitor may assign what was recorded meanwhile.
    pub may_assign: bool,
    /// Why nothing is offered, where somebody else has to act; may be empty.
    pub waits: String,
}

/// One line of the comparison.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What is compared.
    pub name: String,
    /// As the two records have it, masked.
    pub values: [String; 2],
    /// Whether they agree; nothing where that cannot be said.
    pub agree: Option<bool>,
}

/// Something recorded while the two were merged.
#[derive(Clone, Debug)]
pub struct Meanwhile {
    /// What names it in the form.
    pub mark: String,
    /// What happened.
    pub title: String,
    /// When.
    pub at: Instant,
    /// Under which of the two it is shown: 1 or 2.
    pub under: u8,
    /// Whether somebody has decided that.
    pub decided: bool,
}

impl DuplicatesPage {
    /// Name, address and whether it is the one shown.
    fn tabs(&self) -> Vec<(String, String, bool)> {
        let tab = |word: &'static str| {
            let href = format!("/duplicates?which={word}");
            (self.v.t.get(&format!("duplicates-tab-{word}")), href, word == self.tab)
        };
        TABS.map(tab).to_vec()
    }

    fn text(&self, part: &str) -> String {
        self.v.t.get(&format!("duplicates-{part}-{}", self.tab))
    }

    /// Three pairs.
    pub fn sample(v: Visit) -> Self {
        let row = |names: &str, signs: &[&str]| PairRow {
            names: names.to_owned(),
            href: "/duplicates/1".to_owned(),
            documents: [
                format!("{} E*****001", v.t.get("duplicate-sample-passport")),
                format!("{} 911124********0024", v.t.get("duplicate-sample-card")),
            ],
            signs: signs.iter().map(|key| v.t.get(key)).collect(),
            state: State::new("duplicate-suspected", Tone::Attention),
            since: day(2026, 11, 20),
        };
        DuplicatesPage {
            v: as_official(&v),
            tab: "suspected",
            rows: vec![
                row("示*甲", &["people-sign-same-name", "people-sign-same-birth-date"]),
                row("示*乙 · 示*丙", &["people-sign-same-birth-date", "people-sign-same-phone"]),
            ],
            paging: Paging { shown: 2, total: None, first: None, next: None },
        }
    }
}

impl PairPage {
    /// What can be said to a proposal.
    fn decisions(&self) -> Vec<(String, String, String)> {
        let one = |word: &str| {
            let key = format!("duplicate-decision-{word}");
            (word.to_owned(), self.v.t.get(&key), self.v.t.get(&format!("{key}-text")))
        };
        ["confirm", "back"].map(one).to_vec()
    }

    /// What was recorded meanwhile, to be ticked.
    fn marks(&self) -> Vec<(String, String, String)> {
        let one = |fact: &Meanwhile| {
            (fact.mark.clone(), fact.title.clone(), self.v.t.date_time(fact.at).to_string())
        };
        self.facts.iter().map(one).collect()
    }

    /// The two records, to be chosen from.
    fn sides(&self) -> Vec<(String, String, String)> {
        let one = |word: &str| {
            (word.to_owned(), self.v.t.get(&format!("duplicate-{word}")), String::new())
        };
        ["first", "second"].map(one).to_vec()
    }

    /// A pair that waits for the first opinion.
    pub fn sample(v: Visit) -> Self {
        let t = v.t;
        let line = |key: &str, values: [&str; 2], agree| Compared {
            name: t.get(key),
            values: values.map(str::to_owned),
            agree,
        };
        PairPage {
            href: "/duplicates/1".to_owned(),
            version: 1,
            state: State::new("duplicate-suspected", Tone::Attention),
            standing: t.get("duplicate-suspected-text"),
            lines: vec![
                line("people-name", ["示*甲", "示*甲"], Some(true)),
                line("people-born", ["1981-08-03", "1981-08-03"], Some(true)),
                line("duplicate-sex", ["", ""], None),
                line("person-phone", ["120****0001", "120****0002"], Some(false)),
            ],
            signs: vec![t.get("people-sign-same-name"), t.get("people-sign-same-birth-date")],
            records: ["/people/1".to_owned(), "/people/2".to_owned()],
            acts: Vec::new(),
            facts: Vec::new(),
            form: FormState::default(),
            verdicts: verdicts(&v),
            may_part: false,
            may_decide: false,
            may_assign: false,
            waits: String::new(),
            v: as_official(&v),
        }
    }
}

/// What can be said about a pair: value, text and explanation.
pub(crate) fn verdicts(v: &Visit) -> Vec<(String, String, String)> {
    let verdict = |word: &str| {
        let key = format!("duplicate-verdict-{word}");
        (word.to_owned(), v.t.get(&key), v.t.get(&format!("{key}-text")))
    };
    ["first", "second", "distinct"].map(verdict).to_vec()
}

/// Shows a pair.
///
/// # Errors
/// As [`show`].
pub fn pair(page: &PairPage) -> Answer {
    show(page)
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let mut none = DuplicatesPage::sample(v.clone());
    none.rows.clear();
    let said = |key: &str| Event {
        on: day(2026, 11, 21),
        title: v.t.get(key),
        text: v.t.get("duplicate-sample-reason"),
        source: v.t.get("archive-sample-source-desk"),
        href: String::new(),
        past: true,
    };
    let mut proposed = PairPage::sample(v.clone());
    proposed.state = State::new("duplicate-proposed", Tone::Waiting);
    proposed.standing = v.t.get("duplicate-proposed-same-first");
    proposed.verdicts.clear();
    proposed.may_decide = true;
    proposed.acts = vec![said("duplicate-said-propose-same")];
    let mut parted = PairPage::sample(v.clone());
    parted.state = State::new("duplicate-parted", Tone::Quiet);
    parted.standing = v.t.get("duplicate-parted-text");
    parted.may_assign = true;
    parted.facts = vec![Meanwhile {
        mark: "2-1-7".to_owned(),
        title: v.t.get("archive-sample-1"),
        at: moment(day(2026, 11, 22), 10, 0),
        under: 1,
        decided: false,
    }];
    vec![
        sample("duplicates", &DuplicatesPage::sample(v.clone())),
        sample("duplicates-none", &none),
        sample("duplicate", &PairPage::sample(v.clone())),
        sample("duplicate-proposed", &proposed),
        sample("duplicate-parted", &parted),
    ]
}
