//! Proposals (建议): what a body wants changed in the classification, and why. Pure.

pub(crate) mod store;

use approval::Case;
use kernel::world::occupations::{ClassLevel, OccupationSpell};
use kernel::{
    AdjustmentId, BodyId, CaseId, CivilDate, DivisionCode, FieldProblem, OccupationCode,
    ProposalId, World,
};
use serde::{Deserialize, Serialize};

/// The kind of the procedure.
pub const CHANGE: &str = "classification";
/// How many people must do the work before it can become an occupation of its own (published
/// criteria of the dynamic adjustment).
pub const LEAST_WORKERS: i64 = 5000;

/// The most that anybody may claim: more than there are people.
const MOST_WORKERS: i64 = 999_999_999;

/// What is to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Wanted {
    /// 新增职业
    Occupation {
        /// 小类
        group: OccupationCode,
        /// Its name.
        name: String,
    },
    /// 新增工种
    Variant {
        /// The occupation it belongs to.
        code: OccupationCode,
        /// Its name.
        name: String,
    },
    /// 工种上升为职业
    Raise {
        /// The occupation to which it belonged.
        code: OccupationCode,
        /// Its name, before and after.
        name: String,
    },
    /// 更名
    Rename {
        /// Which occupation.
        code: OccupationCode,
        /// Its name from then on.
        name: String,
    },
    /// 拆分
    Split {
        /// Which occupation.
        code: OccupationCode,
        /// The names of what comes in its place.
        names: Vec<String>,
    },
    /// 合并
    Merge {
        /// Which occupations.
        codes: Vec<OccupationCode>,
        /// The name of what comes in their place.
        name: String,
    },
    /// 修订定义
    Define {
        /// Which occupation.
        code: OccupationCode,
    },
    /// 取消
    Cancel {
        /// Which occupation.
        code: OccupationCode,
    },
}

/// The words of the kinds of change, in the order in which they are offered.
pub const KINDS: [&str; 8] =
    ["occupation", "variant", "raise", "rename", "split", "merge", "define", "cancel"];

impl Wanted {
    /// The word, which is also the end of the key of its name in both languages.
    pub fn word(&self) -> &'static str {
        match self {
            Wanted::Occupation { .. } => "occupation",
            Wanted::Variant { .. } => "variant",
            Wanted::Raise { .. } => "raise",
            Wanted::Rename { .. } => "rename",
            Wanted::Split { .. } => "split",
            Wanted::Merge { .. } => "merge",
            Wanted::Define { .. } => "define",
            Wanted::Cancel { .. } => "cancel",
        }
    }

    /// The codes that it is about.
    pub fn codes(&self) -> Vec<OccupationCode> {
        match self {
            Wanted::Occupation { .. } => Vec::new(),
            Wanted::Variant { code, .. }
            | Wanted::Raise { code, .. }
            | Wanted::Rename { code, .. }
            | Wanted::Split { code, .. }
            | Wanted::Define { code }
            | Wanted::Cancel { code } => vec![*code],
            Wanted::Merge { codes, .. } => codes.clone(),
        }
    }

    /// The names that it gives.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Wanted::Occupation { name, .. }
            | Wanted::Variant { name, .. }
            | Wanted::Raise { name, .. }
            | Wanted::Rename { name, .. }
            | Wanted::Merge { name, .. } => vec![name],
            Wanted::Split { names, .. } => names.iter().map(String::as_str).collect(),
            Wanted::Define { .. } | Wanted::Cancel { .. } => Vec::new(),
        }
    }

    /// Whether what comes of it is an occupation that was none before.
    fn makes_occupation(&self) -> bool {
        matches!(self, Wanted::Occupation { .. } | Wanted::Raise { .. })
    }
}

/// What a proposal says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What is to change.
    pub wanted: Wanted,
    /// 职业定义; may be empty where something is only cancelled or renamed.
    pub definition: String,
    /// 主要工作任务
    pub tasks: String,
    /// Why: purpose, lawfulness, stability, what sets it apart.
    pub reason: String,
    /// 从业人数
    pub workers: i64,
    /// Whether it is to be marked green (L).
    pub green: bool,
    /// Whether it is to be marked digital (S).
    pub digital: bool,
    /// 附件: what backs it up, and where it can be read.
    pub attachments: Vec<String>,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub id: ProposalId,
    /// Counts its changes.
    pub version: i64,
    /// In which round.
    pub adjustment: AdjustmentId,
    /// Whose.
    pub body: BodyId,
    /// The body's name when it was made.
    pub body_name: String,
    /// Where the body lies.
    pub division: DivisionCode,
    /// What it says.
    pub content: Content,
    /// The case, once it was handed in.
    pub case: Option<CaseId>,
}

/// A new proposal.
#[derive(Clone, Debug, Serialize)]
pub struct NewProposal {
    /// In which round.
    pub adjustment: AdjustmentId,
    /// Whose.
    pub body: BodyId,
    /// What it says.
    pub content: Content,
}

/// A name as it may stand in the classification: short, and without what tables are made of.
fn is_name(name: &str) -> bool {
    let length = name.trim().chars().count();
    let bad = |c: char| c.is_control() || matches!(c, ',' | '"' | '#');
    (2..=30).contains(&length) && !name.chars().any(bad)
}

fn is_occupation(spell: &OccupationSpell) -> bool {
    spell.level == ClassLevel::Occupation
}

impl Content {
    /// What is wrong with it on a day.
    pub fn check(&self, world: &World, on: CivilDate) -> Vec<FieldProblem> {
        let mut findings = Vec::new();
        self.check_codes(world, on, &mut findings);
        self.check_names(world, on, &mut findings);
        let only_ends = matches!(self.wanted, Wanted::Cancel { .. });
        let told = |field, text: &str, most: usize, needed: bool| {
            if needed && text.trim().is_empty() {
                return Some(FieldProblem::new(field, "field-required"));
            }
            let long = text.chars().count() > most;
            long.then(|| FieldProblem::new(field, "field-too-long").arg("count", most))
        };
        findings.extend(told("definition", &self.definition, 500, !only_ends));
        findings.extend(told("tasks", &self.tasks, 2000, !only_ends));
        findings.extend(told("reason", &self.reason, 2000, true));
        findings.extend(told("attachments", &self.attachments.join("\n"), 2000, true));
        if !(0..=MOST_WORKERS).contains(&self.workers) {
            let finding = FieldProblem::new("workers", "field-not-a-number");
            findings.push(finding.arg("least", 0).arg("most", MOST_WORKERS));
        } else if self.wanted.makes_occupation() && self.workers < LEAST_WORKERS {
            let finding = FieldProblem::new("workers", "classification-workers");
            findings.push(finding.arg("least", LEAST_WORKERS));
        }
        findings
    }

    fn check_codes(&self, world: &World, on: CivilDate, findings: &mut Vec<FieldProblem>) {
        let occupations = &world.occupations;
        if let Wanted::Occupation { group, .. } = &self.wanted {
            let minor = |spell: &OccupationSpell| spell.level == ClassLevel::Minor;
            if !occupations.on(*group, on).is_some_and(minor) {
                findings.push(FieldProblem::new("group", "classification-group"));
            }
        }
        let codes = self.wanted.codes();
        let known = |code: &OccupationCode| occupations.on(*code, on).is_some_and(is_occupation);
        if !codes.iter().all(known) {
            findings.push(FieldProblem::new("codes", "classification-code"));
        }
        let mut distinct = codes.clone();
        distinct.sort();
        distinct.dedup();
        if matches!(self.wanted, Wanted::Merge { .. }) && distinct.len() < 2 {
            findings.push(FieldProblem::new("codes", "classification-merge-two"));
        }
        if let Wanted::Raise { code, name } = &self.wanted
            && !occupations.variants_on(*code, on).any(|variant| *variant.name == **name)
        {
            findings.push(FieldProblem::new("names", "classification-no-variant"));
        }
    }

    fn check_names(&self, world: &World, on: CivilDate, findings: &mut Vec<FieldProblem>) {
        let names = self.wanted.names();
        if matches!(self.wanted, Wanted::Split { .. }) && names.len() < 2 {
            findings.push(FieldProblem::new("names", "classification-split-two"));
        }
        if !names.iter().all(|name| is_name(name)) {
            findings.push(FieldProblem::new("names", "classification-name"));
            return;
        }
        let taken = |name: &&str| match &self.wanted {
            Wanted::Variant { code, .. } => {
                world.occupations.variants_on(*code, on).any(|variant| *variant.name == **name)
            }
            _ => {
                let own = self.wanted.codes();
                let named = world.occupations.named(name, on);
                named.iter().any(|spell| !own.contains(&spell.code))
            }
        };
        if let Some(name) = names.iter().find(|name| taken(name)) {
            findings
                .push(FieldProblem::new("names", "classification-name-taken").arg("name", name));
        }
    }
}

/// Whether the experts have looked at it, or the office settled it without them.
pub fn is_seen(case: &Case) -> bool {
    case.progress.state.is_settled() || was_reviewed(case)
}

/// Whether the experts have looked at it.
pub fn was_reviewed(case: &Case) -> bool {
    case.progress.assessed.iter().any(|done| done.cause == approval::Cause::ExpertReview)
}

/// Whether the public may read it: the experts have seen it, and nothing was decided against it
/// before.
pub fn is_public(stage: &crate::Stage, case: &Case) -> bool {
    use crate::Stage;
    let asked = match stage {
        Stage::Consulting { .. } | Stage::Prepared { .. } | Stage::Released { .. } => true,
        Stage::Drafted | Stage::Dropped { .. } | Stage::Called { .. } => false,
    };
    asked && was_reviewed(case) && case.progress.state != approval::State::Recalled
}

/// Whether the body may still change it: before it is handed in, and while papers are missing.
pub fn may_change(case: Option<&Case>) -> bool {
    case.is_none_or(|case| matches!(case.progress.state, approval::State::Incomplete { .. }))
}
