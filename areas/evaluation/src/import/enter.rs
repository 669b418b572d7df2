//! Entering good rows: people registered once, results as candidates of runs.

use super::finding::Finding;
use super::work::{self, Step};
use super::{Import, ImportProgress, store as imports};
use crate::Evaluation;
use crate::facts::ResultRecorded;
use crate::run::store::{self as runs, NewCandidate};
use crate::run::use_cases::guard;
use crate::run::{Run, RunState};
use crate::sheet::Field;
use crate::sheet::check::GoodRow;
use crate::sheet::columns::Columns;
use crate::sheet::feed::Batch;
use ::store::{About, Conn, Tx, error};
use kernel::{
    BodyId, CandidateId, CivilDate, OccupationCode, PersonId, Problem, ProblemKind, Result, RunId,
    SkillLevel,
};
use people::public::{Prepared, Registered, register_prepared_in};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// What makes results one run.
type Kind = (OccupationCode, SkillLevel, CivilDate);

/// How a row stands against what is entered already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// There is no such result yet.
    Fresh,
    /// The same result is there, or was withdrawn: the row changes nothing.
    Known,
    /// Another result stands.
    Differs,
}

/// Results that some people have at a body.
pub(crate) struct Earlier(HashMap<(PersonId, Kind), Vec<Before>>);

struct Before {
    variant: Option<String>,
    parts: rules::PartResults,
    withdrawn: bool,
}

impl Earlier {
    pub async fn load(conn: &mut Conn, body: BodyId, people: &[PersonId]) -> Result<Self> {
        let mut found: HashMap<_, Vec<Before>> = HashMap::new();
        for one in runs::earlier(conn, body, people).await? {
            let key = (one.person, (one.occupation, one.level, one.exam_on));
            let before =
                Before { variant: one.variant, parts: one.parts, withdrawn: one.withdrawn };
            found.entry(key).or_default().push(before);
        }
        Ok(Earlier(found))
    }

    pub fn standing(&self, person: PersonId, row: &GoodRow) -> Standing {
        let Some(all) = self.0.get(&(person, kind(row))) else { return Standing::Fresh };
        let same = |before: &Before| before.variant == row.variant && before.parts == row.parts;
        match all.iter().find(|before| !before.withdrawn) {
            Some(standing) if same(standing) => Standing::Known,
            Some(_) => Standing::Differs,
            None if all.iter().any(same) => Standing::Known,
            None => Standing::Fresh,
        }
    }

    fn add(&mut self, person: PersonId, row: &GoodRow) {
        let (variant, parts) = (row.variant.clone(), row.parts.clone());
        let before = Before { variant, parts, withdrawn: false };
        self.0.entry((person, kind(row))).or_default().push(before);
    }
}

fn kind(row: &GoodRow) -> Kind {
    (row.occupation, row.level, row.exam_on)
}

/// What a batch comes to.
#[derive(Default)]
struct Outcome<'r> {
    fresh: Vec<(PersonId, &'r GoodRow)>,
    findings: Vec<Finding>,
    known: i64,
    people_new: i64,
}

/// Enters a batch and moves the import's place behind it.
pub(crate) async fn batch(
    tx: &mut Tx,
    area: &Evaluation,
    import: Import,
    columns: &Columns,
    batch: &Batch,
) -> Result<Step> {
    let first = import.next_row;
    let bad = imports::bad_rows(tx, import.id, first, i64::from(batch.last)).await?;
    let rows = batch.good.iter().zip(&batch.people).filter(|(row, _)| !bad.contains(&row.row));
    let (rows, people): (Vec<&GoodRow>, Vec<&Prepared>) = rows.unzip();
    let registered = register_prepared_in(tx, &area.ring, &people).await?;
    let mut open = open_runs(tx, &import, &rows).await?;
    let mut outcome = sort(tx, import.body, &rows, &registered).await?;
    // The world or a filing changed between check and entering: such rows are told now.
    let late = batch.findings.iter().filter(|finding| !bad.contains(&finding.row));
    outcome.findings.extend(late.cloned());
    let passed = enter(tx, &import, &mut open, &outcome.fresh).await?;
    let more = &outcome.findings;
    let newly_bad = work::add_findings(tx, &area.ring, import.id, columns, more).await?;
    let mut changed = import;
    changed.rows.bad += newly_bad;
    changed.rows.entered += outcome.fresh.len() as i64;
    changed.rows.known += outcome.known;
    changed.rows.passed += passed;
    changed.rows.people_new += outcome.people_new;
    changed.next_row = i64::from(batch.last) + 1;
    let done = changed.progress.done + batch.count as i64;
    changed.progress = ImportProgress { done, total: changed.rows.total };
    imports::update(tx, &changed).await?;
    Ok(Step::On)
}

/// Tells fresh results from those that are there and those that cannot be entered.
async fn sort<'r>(
    tx: &mut Tx,
    body: BodyId,
    rows: &[&'r GoodRow],
    registered: &[Registered],
) -> Result<Outcome<'r>> {
    let known = registered.iter().filter_map(|one| match one {
        Registered::Known(id) => Some(*id),
        Registered::New(_) | Registered::OtherName(_) => None,
    });
    let known: Vec<PersonId> = known.collect();
    let mut earlier = Earlier::load(tx, body, &known).await?;
    let mut outcome = Outcome::default();
    for (row, registered) in rows.iter().zip(registered) {
        let person = match registered {
            Registered::New(id) => {
                outcome.people_new += 1;
                *id
            }
            Registered::Known(id) => *id,
            Registered::OtherName(_) => {
                let found = Finding::new(row.row, Field::Name, "evaluation-other-name");
                outcome.findings.push(found);
                continue;
            }
        };
        match earlier.standing(person, row) {
            Standing::Known => outcome.known += 1,
            Standing::Differs => {
                let found = Finding::new(row.row, Field::Row, "evaluation-result-differs");
                outcome.findings.push(found);
            }
            Standing::Fresh => {
                // Two documents of one person in one batch.
                earlier.add(person, row);
                outcome.fresh.push((person, row));
            }
        }
    }
    Ok(outcome)
}

/// The open runs of the batch's rows, behind their guards; runs that do not exist yet are absent.
async fn open_runs(
    tx: &mut Tx,
    import: &Import,
    rows: &[&GoodRow],
) -> Result<BTreeMap<Kind, Option<Run>>> {
    let mut open: BTreeMap<Kind, Option<Run>> = rows.iter().map(|r| (kind(r), None)).collect();
    let guards = open
        .keys()
        .map(|(occupation, level, exam_on)| guard(import.body, *occupation, *level, *exam_on));
    tx.guard(guards.collect()).await?;
    for ((occupation, level, exam_on), run) in &mut open {
        *run = runs::find_open(tx, import.body, *occupation, *level, *exam_on).await?;
    }
    Ok(open)
}

/// Writes candidates, runs, history and facts. Gives how many passed.
async fn enter(
    tx: &mut Tx,
    import: &Import,
    open: &mut BTreeMap<Kind, Option<Run>>,
    fresh: &[(PersonId, &GoodRow)],
) -> Result<i64> {
    let mut counts: BTreeMap<Kind, (i64, i64, String)> = BTreeMap::new();
    for (_, row) in fresh {
        let rule = row.decision.rule.clone();
        let count = counts.entry(kind(row)).or_insert((0, 0, rule));
        count.0 += 1;
        count.1 += i64::from(row.decision.passed);
    }
    let mut ids: BTreeMap<Kind, RunId> = BTreeMap::new();
    for (kind, (candidates, passed, rule)) in &counts {
        let run = open.remove(kind).flatten();
        let id = grow(tx, import, *kind, run, (*candidates, *passed), rule).await?;
        ids.insert(*kind, id);
    }
    let division = organisations::public::body_in(tx, import.body).await?;
    let division = division.ok_or_else(Problem::not_found)?.division;
    let random = tx.random();
    let mut rows = Vec::with_capacity(fresh.len());
    for (person, row) in fresh {
        let run = ids.get(&kind(row)).copied();
        let run = run.ok_or_else(|| Problem::internal("a result without a run"))?;
        let id = CandidateId::new(import.body.home(), tx.now(), &random);
        let new = candidate(import, id, run, *person, row);
        let fact = ResultRecorded {
            candidate: id,
            run,
            occupation: row.occupation,
            level: row.level,
            exam_on: row.exam_on,
            parts: row.parts.clone(),
            passed: row.decision.passed,
        };
        tx.history("candidate", id.cast(), 1, "record", &json!({ "run": run }))?;
        let about = About::person(*person).at(import.body).subject(id.cast());
        tx.fact(about.division(division).rule(row.decision.rule.as_str()), &fact)?;
        rows.push(new);
    }
    if runs::insert_candidates(tx, import.body, &rows).await? != rows.len() as u64 {
        // Another import entered one of them a moment ago: the write must look again.
        return Err(Problem::new(ProblemKind::Unavailable, error::TRY_AGAIN).detail("result raced"));
    }
    Ok(counts.values().map(|(_, passed, _)| passed).sum())
}

fn candidate(
    import: &Import,
    id: CandidateId,
    run: RunId,
    person: PersonId,
    row: &GoodRow,
) -> NewCandidate {
    NewCandidate {
        id,
        run,
        import: import.id,
        row: row.row,
        person,
        occupation: row.occupation,
        variant: row.variant.clone(),
        level: row.level,
        exam_on: row.exam_on,
        parts: row.parts.clone(),
        decision: row.decision.clone(),
    }
}

/// Adds results to a run, or makes it.
async fn grow(
    tx: &mut Tx,
    import: &Import,
    (occupation, level, exam_on): Kind,
    run: Option<Run>,
    (candidates, passed): (i64, i64),
    rule: &str,
) -> Result<RunId> {
    let by = import.created_by.clone();
    if let Some(mut run) = run {
        run.candidates += candidates;
        run.passed += passed;
        if !run.prepared_by.contains(&by) {
            run.prepared_by.push(by);
        }
        runs::update(tx, &run).await?;
        let state = json!({ "candidates": run.candidates, "passed": run.passed });
        tx.history("run", run.id.cast(), run.version + 1, "add", &state)?;
        return Ok(run.id);
    }
    let run = Run {
        id: RunId::new(import.body.home(), tx.now(), &tx.random()),
        version: 1,
        body: import.body,
        occupation,
        level,
        exam_on,
        rule: rule.to_owned(),
        state: RunState::Draft,
        prepared_by: vec![by],
        candidates,
        passed,
        issued: 0,
        created_at: tx.now(),
    };
    runs::insert(tx, &run).await?;
    let state = json!({ "occupation": occupation, "level": level, "exam_on": exam_on });
    tx.history("run", run.id.cast(), 1, "open", &state)?;
    Ok(run.id)
}
