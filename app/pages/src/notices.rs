//! 公示: what authorities mean to decide, for anybody to read and to object to.

use crate::cases::{AskedRow, asked_sample, matter_sample, name_sample, office_sample};
use crate::designations::RankRow;
use crate::kit::{State, Tone};
use crate::samples::{Sample, day, sample};
use askama::Template;
use kernel::{CivilDate, FieldProblem};
use web_kit::{FormState, Paging, Visit};

/// What is under notice.
#[derive(Template)]
#[template(path = "notices/list.html")]
pub struct NoticesPage {
    /// The request.
    pub v: Visit,
    /// The notices.
    pub rows: Vec<NoticeRow>,
    /// The links below the list.
    pub paging: Paging,
}

/// One notice in the list.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Who applies.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What for.
    pub matter: String,
    /// The authority.
    pub office: String,
    /// How it stands.
    pub state: State,
    /// The last day.
    pub until: CivilDate,
}

/// One notice with the form of an objection.
#[derive(Template)]
#[template(path = "notices/one.html")]
pub struct NoticePage {
    /// The request.
    pub v: Visit,
    /// Fields `name`, `contact` and `text`.
    pub form: FormState,
    /// Who applies.
    pub name: String,
    /// What would be decided.
    pub about: NoticeAbout,
    /// This page.
    pub href: String,
    /// What for.
    pub matter: String,
    /// The authority.
    pub office: String,
    /// The first and the last day.
    pub days: (CivilDate, CivilDate),
    /// Whether one may still object.
    pub running: bool,
}

/// What a notice is about.
#[derive(Clone, Debug)]
pub enum NoticeAbout {
    /// 机构备案
    Filing {
        /// The applicant's public page.
        body_href: String,
        /// For how many years.
        years: u8,
        /// What it would cover.
        asked: Vec<AskedRow>,
    },
    /// 遴选名单审定
    Selection {
        /// The round.
        href: String,
        /// The ranking.
        ranking: Vec<RankRow>,
    },
}

/// What happens with an objection.
#[derive(Template)]
#[template(path = "notices/objected.html")]
pub struct ObjectedPage {
    /// The request.
    pub v: Visit,
    /// Who applies.
    pub name: String,
    /// The notice.
    pub href: String,
}

/// How a notice stands.
pub(crate) fn state(running: bool) -> State {
    match running {
        true => State::new("notice-running", Tone::Waiting),
        false => State::new("notice-over", Tone::Quiet),
    }
}

impl NoticePage {
    fn state(&self) -> State {
        state(self.running)
    }

    /// A notice that runs.
    pub fn sample(v: Visit) -> Self {
        NoticePage {
            form: FormState::default(),
            name: name_sample(&v),
            about: NoticeAbout::Filing {
                body_href: "/bodies/1".to_owned(),
                years: 3,
                asked: asked_sample(&v),
            },
            href: "/notices/1".to_owned(),
            matter: matter_sample(&v),
            office: office_sample(&v),
            days: (day(2026, 11, 23), day(2026, 11, 30)),
            running: true,
            v,
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let row = |running, until| NoticeRow {
        name: name_sample(v),
        href: "/notices/1".to_owned(),
        matter: matter_sample(v),
        office: office_sample(v),
        state: state(running),
        until,
    };
    let list = NoticesPage {
        v: v.clone(),
        rows: vec![row(true, day(2026, 11, 30)), row(false, day(2026, 11, 20))],
        paging: Paging { shown: 2, ..Paging::default() },
    };
    let none = NoticesPage { v: v.clone(), rows: Vec::new(), paging: Paging::default() };
    let mut wrong = NoticePage::sample(v.clone());
    wrong.form.refuse(FieldProblem::new("name", "approval-objection-name"));
    let over = NoticePage { running: false, ..NoticePage::sample(v.clone()) };
    let mut selection = NoticePage::sample(v.clone());
    selection.about = NoticeAbout::Selection {
        href: "/designations/rounds/1".to_owned(),
        ranking: crate::designations::rank_sample(v),
    };
    let href = "/notices/1".to_owned();
    let objected = ObjectedPage { v: v.clone(), name: name_sample(v), href };
    vec![
        sample("notices", &list),
        sample("notices-none", &none),
        sample("notice", &NoticePage::sample(v.clone())),
        sample("notice-wrong", &wrong),
        sample("notice-over", &over),
        sample("notice-selection", &selection),
        sample("notice-objected", &objected),
    ]
}
