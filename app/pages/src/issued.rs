//! 签发的证书: what a body has issued.

use crate::check::Standing;
use crate::desk::{Desk, sample_desk};
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{FormState, Paging, T, Visit};

/// The certificates of a body, or of one of its runs.
#[derive(Template)]
#[template(path = "issued/list.html")]
pub struct IssuedPage {
    /// The request.
    pub v: Visit,
    /// Whose.
    pub desk: Desk,
    /// Of which run alone: its name and page; nothing for all runs.
    pub run: Option<(String, String)>,
    /// Latest first; those of a run in the order of their numbers.
    pub rows: Vec<IssuedRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One certificate in the list.
#[derive(Clone, Debug)]
pub struct IssuedRow {
    /// 证书编号
    pub number: String,
    /// Its page.
    pub href: String,
    /// 职业
    pub occupation: String,
    /// The level as it is printed.
    pub level: String,
    /// 发证日期
    pub issued_on: CivilDate,
    /// Whether it holds.
    pub standing: Standing,
}

/// The form that suspends, resumes or revokes a certificate, for those who may.
#[derive(Clone, Debug)]
pub struct StatusForm {
    /// The words of the steps that can be taken now.
    pub steps: &'static [&'static str],
    /// Where it is sent.
    pub action: String,
    /// Fields `step`, `why` and `reason`.
    pub form: FormState,
}

impl StatusForm {
    /// The steps as choices: word, name and what it means.
    pub fn choices(&self, t: &T) -> Vec<(&'static str, String, String)> {
        let name = |step: &str| t.get(&format!("certificate-step-{step}"));
        let text = |step: &str| t.get(&format!("certificate-step-{step}-text"));
        self.steps.iter().map(|step| (*step, name(step), text(step))).collect()
    }

    /// What anybody may be told, as choices.
    pub fn reasons(&self, t: &T) -> Vec<(&'static str, String)> {
        certificates::PublicReason::ALL.map(|why| (why.word(), t.get(why.key()))).to_vec()
    }

    /// A form in which something is missing.
    pub(crate) fn sample() -> Self {
        let mut form = FormState::with(&[("step", "suspend"), ("why", "result-error")]);
        form.refuse(kernel::FieldProblem::new("reason", "certificates-reason"));
        StatusForm {
            steps: &["suspend", "revoke"],
            action: "/certificates/1/status".to_owned(),
            form,
        }
    }
}

impl IssuedPage {
    /// One of each standing.
    pub fn sample(v: Visit) -> Self {
        let row = |n: u32, standing| IssuedRow {
            number: format!("S00007701001222600012{n}"),
            href: "/certificates/1".to_owned(),
            occupation: v.t.lang.pick("车工", "Turner").to_owned(),
            level: kernel::SkillLevel::Level3.printed(v.t.lang).to_owned(),
            issued_on: day(2026, 11, 24),
            standing,
        };
        let since = day(2026, 11, 25);
        let rows = vec![
            row(3, Standing::Valid),
            row(2, Standing::Suspended { since, reason: "certificates-why-other" }),
            row(1, Standing::Revoked { since, reason: "certificates-why-result-error" }),
        ];
        let (visit, desk) = sample_desk(&v);
        IssuedPage {
            v: visit,
            desk,
            run: None,
            rows,
            paging: Paging { shown: 3, next: Some("?after=x".to_owned()), ..Paging::default() },
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let page = || IssuedPage::sample(v.clone());
    let run = v.t.lang.pick("车工 三级/高级工", "Turner, Level 3").to_owned();
    let of_run = IssuedPage { run: Some((run, "/runs/1".to_owned())), ..page() };
    let empty = IssuedPage { rows: Vec::new(), ..page() };
    vec![sample("issued", &page()), sample("issued-run", &of_run), sample("issued-empty", &empty)]
}
