//! 机构与学校, read from the register of bodies.

use super::instruments::card;
use crate::bodies::{BodiesPage, BodyPage, BodyRow, ScopeRow};
use crate::kit::{State as Word, Tone, show};
use axum::extract::{Path, State};
use kernel::{
    BodyId, CivilDate, DivisionCode, FieldProblem, OccupationCode, Page, Problem, SkillLevel,
};
use organisations::filing::FilingState;
use organisations::site::degrees_text;
use organisations::{Body, BodyKind, BodyQuery, Filing, Holdings, InstrumentKind};
use platform::App;
use std::collections::BTreeMap;
use web_kit::texts::Arg;
use web_kit::{Answer, Asked, Paging, Visit, list};

/// The key of a kind's name.
pub(crate) fn kind_key(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Employer => "body-employer",
        BodyKind::SocialEvaluationBody => "body-social",
        BodyKind::TechnicalSchool => "body-school",
        BodyKind::SeniorTechnicalSchool => "body-senior-school",
        BodyKind::TechnicianCollege => "body-college",
        BodyKind::TrainingBody => "body-training",
        BodyKind::PublicPracticeBase => "body-practice",
        BodyKind::HighSkillBase => "body-high-skill",
        BodyKind::MasterStudio => "body-studio",
        BodyKind::CompetitionBase => "body-competition",
        BodyKind::EmploymentAgency => "body-agency",
    }
}

pub(super) fn place(app: &App, division: DivisionCode, on: CivilDate) -> String {
    app.world.divisions.path_on(division, on).unwrap_or_else(|| division.to_string())
}

/// The search.
pub async fn search(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let today = v.now.civil_date();
    let ctx = v.ctx(app.world.clone());
    let query = BodyQuery {
        text: form.value("q").to_owned(),
        division: form.value("division").parse().ok(),
        occupation: form.optional("occupation", |typed| occupation(&app, typed, today)).flatten(),
        level: SkillLevel::from_word(form.value("level")),
    };
    let page = if form.is_right() {
        app.organisations.search_bodies(&ctx, &query, &list::page_request(&v.here)).await?
    } else {
        Page { items: Vec::new(), next: None }
    };
    let ids: Vec<BodyId> = page.items.iter().map(|body| body.id).collect();
    let filings = app.organisations.filings(&ctx, &ids).await?;
    let found = page.items.iter().map(|body| row(&app, body, &filings, today)).collect();
    let levels = SkillLevel::EVALUATED.iter();
    let levels = levels.map(|l| (l.word().to_owned(), l.printed(v.t.lang).to_owned())).collect();
    let provinces = app.world.divisions.provinces(today).map(|p| p.code).collect::<Vec<_>>();
    let demo = kernel::world::DEMO_PROVINCE;
    let divisions =
        if app.store.is_demo() { app.world.divisions.children(demo, today) } else { Vec::new() };
    let divisions = divisions.iter().map(|d| (d.code.to_string(), d.name.to_string()));
    let provinces = provinces.iter().filter(|_| !app.store.is_demo());
    let provinces = provinces.map(|p| (p.to_string(), place(&app, *p, today)));
    show(&BodiesPage {
        paging: Paging::new(&v.here, &page, None),
        divisions: provinces.chain(divisions).collect(),
        form,
        levels,
        found,
        v,
    })
}

/// The occupation that somebody means by a code, its whole name, or a part that only one name has.
pub(super) fn occupation(
    app: &App,
    typed: &str,
    on: CivilDate,
) -> Result<OccupationCode, FieldProblem> {
    if let Ok(code) = OccupationCode::read(typed) {
        return Ok(code);
    }
    let found = app.world.occupations.search(typed, on, 20);
    let found: Vec<_> = found.into_iter().filter(|spell| spell.evaluated()).collect();
    match found.as_slice() {
        [only] => Ok(only.code),
        [first, ..] if *first.name == *typed => Ok(first.code),
        [] => Err(FieldProblem::new("occupation", "bodies-occupation-unknown")),
        [..] => Err(FieldProblem::new("occupation", "bodies-occupation-several")),
    }
}

fn row(app: &App, body: &Body, filings: &[Filing], today: CivilDate) -> BodyRow {
    let own = filings.iter().filter(|filing| filing.body == body.id);
    let in_force = own.filter(|f| f.state == FilingState::InForce);
    let mut occupations: Vec<OccupationCode> =
        in_force.clone().flat_map(|f| f.scope.iter().map(|item| item.occupation)).collect();
    occupations.sort();
    occupations.dedup();
    BodyRow {
        name: body.name.clone(),
        href: format!("/bodies/{}", body.id),
        kind: kind_key(body.kind),
        division: place(app, body.division, today),
        occupations: occupations.len() as u64,
        valid_to: in_force.map(|f| f.valid_until).max().unwrap_or(today),
    }
}

/// One body.
pub async fn one(v: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let today = v.now.civil_date();
    let ctx = v.ctx(app.world.clone());
    let (body, filings) = app.organisations.body(&ctx, id).await?;
    let holdings = app.organisations.holdings(&ctx, id).await?;
    let others = holdings.held.iter().filter(|held| held.instrument.kind != InstrumentKind::Filing);
    let held = others.map(|held| card(&v, &app, held, &holdings.sites)).collect();
    let filing = filings.first();
    let authorities = app.organisations.authorities().await?;
    let authority = filing.and_then(|f| authorities.iter().find(|a| a.id == f.authority));
    let key = app.certificates.key_fingerprint(id).await?;
    show(&BodyPage {
        state: word(filing, today),
        kind: kind_key(body.kind),
        uscc: body.uscc.to_string(),
        filing_code: filing.map(|f| f.code.to_string()).unwrap_or_default(),
        authority: authority.map(|a| a.name.clone()).unwrap_or_default(),
        authority_href: authority.map(|a| format!("/authorities/{}", a.id)).unwrap_or_default(),
        valid: filing.map_or((today, today), |f| (f.valid_from, f.valid_until)),
        sites: sites(&v, &app, &holdings, today),
        kinds: holdings.kinds.kinds().map(kind_key).collect(),
        industry: industry(&v, &body),
        former: former(&v, &holdings),
        closed_on: body.closed_on,
        may_href: format!("/bodies/{id}/may"),
        held,
        scope: scope(&v, &app, &filings, today),
        key,
        name: body.name,
        v,
    })
}

/// The seat of a body, and its sites with what is known of them.
fn sites(v: &Visit, app: &App, holdings: &Holdings, today: CivilDate) -> Vec<(String, String)> {
    let body = &holdings.body;
    let mut all = vec![(place(app, body.division, today), body.address.clone())];
    for site in holdings.sites.iter().filter(|site| site.closed_on.is_none_or(|d| today < d)) {
        let count = u64::from(site.capacity);
        let mut told = vec![
            format!("{} {}", place(app, site.division, today), site.address),
            v.t.with("holdings-site-capacity", &[("count", &count)]),
        ];
        told.extend(site.equipment.iter().map(|one| format!("{} × {}", one.name, one.count)));
        if let Some(at) = site.position {
            let (longitude, latitude) =
                (degrees_text(at.longitude_e7), degrees_text(at.latitude_e7));
            let (datum, accuracy) = (at.datum.word(), at.accuracy_m.to_string());
            let values: [(&str, &dyn Arg); 4] = [
                ("longitude", &longitude),
                ("latitude", &latitude),
                ("datum", &datum),
                ("accuracy", &accuracy),
            ];
            told.push(v.t.with("holdings-site-position", &values));
        }
        all.push((site.name.clone(), told.join(v.t.lang.pick("；", "; "))));
    }
    all
}

fn industry(v: &Visit, body: &Body) -> String {
    let found = body.industry.as_deref().and_then(organisations::industry::find);
    found.map(|one| format!("{} {}", one.code, one.name(v.t.lang))).unwrap_or_default()
}

fn former(v: &Visit, holdings: &Holdings) -> Vec<String> {
    let line = |(until, name): &(CivilDate, String)| {
        let until = v.t.date(*until);
        v.t.with("holdings-former-line", &[("name", name), ("until", &until)])
    };
    holdings.names.iter().map(line).collect()
}

pub(super) fn word(filing: Option<&Filing>, today: CivilDate) -> Word {
    match filing.map(|f| (f.state, f.valid_from <= today && today <= f.valid_until)) {
        Some((FilingState::InForce, true)) => Word::new("state-effective", Tone::Done),
        Some((FilingState::Suspended, _)) => Word::new("state-suspended", Tone::Attention),
        Some((FilingState::InForce | FilingState::Ended, _)) => {
            Word::new("state-ended", Tone::Stopped)
        }
        None => Word::new("state-none", Tone::Quiet),
    }
}

/// One line for each occupation, its levels together.
pub(super) fn scope(v: &Visit, app: &App, filings: &[Filing], today: CivilDate) -> Vec<ScopeRow> {
    let mut rows: BTreeMap<OccupationCode, (Vec<SkillLevel>, CivilDate)> = BTreeMap::new();
    for item in filings.iter().flat_map(|filing| &filing.scope) {
        let row = rows.entry(item.occupation).or_insert((Vec::new(), item.valid_until));
        row.0.push(item.level);
        row.1 = row.1.max(item.valid_until);
    }
    let separator = v.t.lang.pick("、", ", ");
    let line = |(code, (mut levels, valid_to)): (OccupationCode, (Vec<SkillLevel>, CivilDate))| {
        levels.sort();
        levels.dedup();
        let levels: Vec<&str> = levels.iter().map(|level| level.printed(v.t.lang)).collect();
        ScopeRow {
            occupation: app.occupation_name(code, today),
            code: code.to_string(),
            href: format!("/occupations/{code}"),
            levels: levels.join(separator),
            valid_to,
        }
    };
    rows.into_iter().map(line).collect()
}
