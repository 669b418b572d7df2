//! What pages, API and command line show of returns.

use crate::Returns;
use crate::form::{Finding, Form};
use crate::network::Network;
use crate::permissions::{RETURN_DECIDE, RETURN_FILL, RETURN_READ, RETURN_REOPEN, RETURN_SUBMIT};
use crate::sheet::{self, Cell, Change, Mark, ReturnState, Sheet};
use crate::use_cases::{below_in, form_of, object_of, others_in};
use authz::{Action, Object};
use kernel::{AuthorityId, CivilDate, Ctx, Month, Problem, Result, ReturnId};
use organisations::authority::Authority;
use store::Conn;

/// How many months that are over a list shows.
const MONTHS: usize = 3;

/// A return that an office has made or has to make.
#[derive(Clone, Debug)]
pub struct Due {
    /// Whose.
    pub office: Authority,
    /// The form.
    pub form: Form,
    /// For which month.
    pub month: Month,
    /// The last day in time.
    pub due_on: CivilDate,
    /// The return; nothing when it was not begun.
    pub sheet: Option<Sheet>,
    /// Whether the actor may begin or fill it.
    pub may_fill: bool,
    /// Whether it waits for the actor: to be filled, handed in or accepted.
    pub waits: bool,
}

impl Due {
    /// Whether it was handed in after its day, or was not and its day is over.
    pub fn is_late(&self, today: CivilDate) -> bool {
        let handed_in = self.sheet.as_ref().and_then(|sheet| sheet.handed_in_on);
        handed_in.unwrap_or(today) > self.due_on
    }
}

/// A lower office in the sums of an upper one.
#[derive(Clone, Debug)]
pub struct Lower {
    /// Which.
    pub office: Authority,
    /// The last day in time.
    pub due_on: CivilDate,
    /// Its return; nothing when it was not begun.
    pub sheet: Option<Sheet>,
}

/// A return with everything around it.
#[derive(Clone, Debug)]
pub struct ReturnFile {
    /// The return.
    pub sheet: Sheet,
    /// Its form.
    pub form: Form,
    /// Whose.
    pub office: Authority,
    /// Who accepts it.
    pub reviewer: Authority,
    /// The last day in time.
    pub due_on: CivilDate,
    /// Every check as it stands.
    pub findings: Vec<Finding>,
    /// The offices below.
    pub lower: Vec<Lower>,
    /// Cells for which the journal or the returns below say something else today; what was typed is
    /// left out.
    pub moved: Vec<(Cell, Cell)>,
    /// Whether the actor may fill it now.
    pub may_fill: bool,
    /// Whether the actor may hand it in now; somebody else wrote it.
    pub may_submit: bool,
    /// Whether the actor may accept or return it now.
    pub may_decide: bool,
    /// Whether the actor may open it again.
    pub may_reopen: bool,
}

impl ReturnFile {
    /// How many cells have each mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.sheet.cells.iter().filter(|cell| cell.mark() == mark).count()
    }
}

/// Who has handed in a form for a month, among the offices below.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The upper office.
    pub office: Authority,
    /// The form.
    pub form: Form,
    /// For which month.
    pub month: Month,
    /// The offices below.
    pub lower: Vec<Lower>,
}

impl Returns {
    /// The returns of the actor's offices for the last months, and those that are still open, the
    /// first due first; those that are locked come last, the latest first.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn due(&self, ctx: &Ctx) -> Result<Vec<Due>> {
        authz::permit_somewhere(ctx, &RETURN_READ)?;
        let mut conn = self.store.read().await?;
        let network = Network::load(&mut conn).await?;
        let mut all = Vec::new();
        for office in own_offices(ctx, &network) {
            self.due_of(&mut conn, ctx, &network, office, &mut all).await?;
        }
        let locked = |due: &Due| {
            due.sheet.as_ref().is_some_and(|one| matches!(one.state, ReturnState::Locked { .. }))
        };
        all.sort_by_key(|due| {
            let days = due.due_on.signed_duration_since(CivilDate::default()).num_days();
            let order = if locked(due) { -days } else { days };
            (locked(due), order, due.office.division, due.form.number.zh.clone())
        });
        Ok(all)
    }

    async fn due_of(
        &self,
        conn: &mut Conn,
        ctx: &Ctx,
        network: &Network,
        office: &Authority,
        all: &mut Vec<Due>,
    ) -> Result<()> {
        let over: Vec<Month> =
            std::iter::successors(Some(Month::of(ctx.today()).previous()), |m| Some(m.previous()))
                .take(MONTHS)
                .collect();
        let (Some(last), Some(first)) = (over.first(), over.last()) else { return Ok(()) };
        let mut sheets = sheet::store::of(conn, Some(&[office.id]), (*first, *last)).await?;
        let older = sheet::store::open_of(conn, office.id).await?;
        sheets.extend(older.into_iter().filter(|sheet| sheet.month < *first));
        let mut due = |form: &Form, month: Month, sheet: Option<Sheet>| {
            let may = |action: &Action| {
                authz::permit(ctx, action, &Object::offices(vec![office.id])).is_ok()
            };
            let open = sheet.as_ref().is_none_or(|one| one.state.is_open().is_ok());
            let may_fill = open && may(&RETURN_FILL);
            let theirs = sheet
                .as_ref()
                .is_some_and(|one| may_submit(ctx, network, one) || may_decide(ctx, network, one));
            all.push(Due {
                office: office.clone(),
                due_on: form.due_on(month, office.division.level(), &ctx.world.calendar),
                form: form.clone(),
                month,
                waits: may_fill || theirs,
                may_fill,
                sheet,
            });
        };
        for month in over {
            for form in self.forms().for_month(month) {
                let at = sheets.iter().position(|one| one.month == month && one.form == form.key);
                due(form, month, at.map(|at| sheets.swap_remove(at)));
            }
        }
        for sheet in sheets {
            let form = form_of(self.forms(), &sheet)?;
            due(form, sheet.month, Some(sheet.clone()));
        }
        Ok(())
    }

    /// A return.
    ///
    /// # Errors
    /// `problem-not-found`, also for a return of an office that is neither the actor's nor below it.
    pub async fn file(&self, ctx: &Ctx, id: ReturnId) -> Result<ReturnFile> {
        let mut conn = self.store.read().await?;
        let conn = &mut *conn;
        let (sheet, network) = readable(conn, ctx, id).await?;
        let form = form_of(self.forms(), &sheet)?.clone();
        let gone = || Problem::inconsistent("statistical_return", "authority", id);
        let office = network.find(sheet.authority).ok_or_else(gone)?.clone();
        let reviewer = network.find(network.reviewer(office.id)).ok_or_else(gone)?.clone();
        let others = others_in(conn, &sheet).await?;
        let (below, _) = below_in(conn, &network, office.id, &form.key, sheet.month).await?;
        let figures = (self.means.ask)(conn, &network.scope(office.id), sheet.month).await?;
        let today = sheet::filled(&form, &figures, &below, &sheet.cells);
        let pairs = sheet.cells.iter().zip(&today);
        let moved = |(then, now): &(&Cell, &Cell)| {
            then.below != now.below || (then.entered.is_none() && then.journal != now.journal)
        };
        Ok(ReturnFile {
            due_on: form.due_on(sheet.month, office.division.level(), &ctx.world.calendar),
            findings: sheet::findings(&form, sheet.month, &sheet.cells, &others),
            lower: lower(conn, ctx, &network, office.id, &form, sheet.month).await?,
            moved: pairs.filter(moved).map(|(a, b)| (a.clone(), b.clone())).collect(),
            may_fill: sheet.state.is_open().is_ok() && may(ctx, &network, &sheet, &RETURN_FILL),
            may_submit: may_submit(ctx, &network, &sheet),
            may_decide: may_decide(ctx, &network, &sheet),
            may_reopen: matches!(sheet.state, ReturnState::Locked { .. })
                && may(ctx, &network, &sheet, &RETURN_REOPEN),
            office,
            reviewer,
            form,
            sheet,
        })
    }

    /// A return that the actor may take a step with, as its page asks before the step is taken.
    ///
    /// # Errors
    /// As [`Returns::file`]; refused without permission for the step.
    pub async fn file_for(&self, ctx: &Ctx, id: ReturnId, action: &Action) -> Result<ReturnFile> {
        let mut conn = self.store.read().await?;
        let (sheet, network) = {
            let found = sheet::store::lookup(&mut conn, id).await?;
            (found.ok_or_else(Problem::not_found)?, Network::load(&mut conn).await?)
        };
        authz::permit(ctx, action, &object_of(&network, &sheet, action))?;
        drop(conn);
        self.file(ctx, id).await
    }

    /// What happened to a return, the latest first.
    ///
    /// # Errors
    /// As [`Returns::file`].
    pub async fn trail(&self, ctx: &Ctx, id: ReturnId) -> Result<(ReturnFile, Vec<Change>)> {
        let file = self.file(ctx, id).await?;
        let mut conn = self.store.read().await?;
        Ok((file, sheet::store::trail(&mut conn, id).await?))
    }

    /// Who has handed in what for a month, below the actor's offices.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn overview(&self, ctx: &Ctx, month: Month) -> Result<Vec<Overview>> {
        authz::permit_somewhere(ctx, &RETURN_READ)?;
        let mut conn = self.store.read().await?;
        let network = Network::load(&mut conn).await?;
        let mut all = Vec::new();
        for office in own_offices(ctx, &network) {
            if network.below(office.id).is_empty() {
                continue;
            }
            for form in self.forms().for_month(month) {
                let lower = lower(&mut conn, ctx, &network, office.id, form, month).await?;
                all.push(Overview { office: office.clone(), form: form.clone(), month, lower });
            }
        }
        Ok(all)
    }

    /// Returns that wait for the actor to accept them.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn to_decide(&self, ctx: &Ctx) -> Result<Vec<Due>> {
        let month = Month::of(ctx.today()).previous();
        let mut conn = self.store.read().await?;
        let network = Network::load(&mut conn).await?;
        let own = authz::offices_for(&ctx.actor, &RETURN_DECIDE);
        let mut offices: Vec<AuthorityId> = Vec::new();
        for office in &own {
            offices.extend(network.below(*office).into_iter().map(|one| one.id));
            if network.reviewer(*office) == *office {
                offices.push(*office);
            }
        }
        let first = (0..12).fold(month, |month, _| month.previous());
        let sheets = sheet::store::of(&mut conn, Some(&offices), (first, month)).await?;
        let mut waiting = Vec::new();
        for sheet in sheets.into_iter().filter(|one| may_decide(ctx, &network, one)) {
            let form = form_of(self.forms(), &sheet)?.clone();
            let Some(office) = network.find(sheet.authority) else { continue };
            waiting.push(Due {
                office: office.clone(),
                due_on: form.due_on(sheet.month, office.division.level(), &ctx.world.calendar),
                form,
                month: sheet.month,
                sheet: Some(sheet),
                may_fill: false,
                waits: true,
            });
        }
        Ok(waiting)
    }
}

/// The offices of the actor that make returns; all of them for the machine's own command line.
fn own_offices<'a>(ctx: &Ctx, network: &'a Network) -> Vec<&'a Authority> {
    let own = authz::offices_for(&ctx.actor, &RETURN_READ);
    let all = ctx.actor.account().is_none();
    network.reporting().filter(|one| all || own.contains(&one.id)).collect()
}

async fn readable(conn: &mut Conn, ctx: &Ctx, id: ReturnId) -> Result<(Sheet, Network)> {
    let sheet = sheet::store::lookup(conn, id).await?.ok_or_else(Problem::not_found)?;
    let network = Network::load(conn).await?;
    authz::permit(ctx, &RETURN_READ, &Object::offices(network.line(sheet.authority)))?;
    Ok((sheet, network))
}

fn may(ctx: &Ctx, network: &Network, sheet: &Sheet, action: &Action) -> bool {
    authz::permit(ctx, action, &object_of(network, sheet, action)).is_ok()
}

fn may_submit(ctx: &Ctx, network: &Network, sheet: &Sheet) -> bool {
    may(ctx, network, sheet, &RETURN_SUBMIT)
        && sheet.state.submit(&sheet.writers, &ctx.actor.word(), ctx.now).is_ok()
}

fn may_decide(ctx: &Ctx, network: &Network, sheet: &Sheet) -> bool {
    let me = ctx.actor.word();
    may(ctx, network, sheet, &RETURN_DECIDE)
        && sheet.state.decide(sheet::Answer::Accept, &sheet.writers, &me, ctx.now).is_ok()
}

async fn lower(
    conn: &mut Conn,
    ctx: &Ctx,
    network: &Network,
    office: AuthorityId,
    form: &Form,
    month: Month,
) -> Result<Vec<Lower>> {
    let below = network.below(office);
    let ids: Vec<AuthorityId> = below.iter().map(|one| one.id).collect();
    let sheets = sheet::store::of(conn, Some(&ids), (month, month)).await?;
    let of = |office: &Authority| {
        let mut own = sheets.iter().filter(|one| one.authority == office.id);
        own.find(|one| one.form == form.key).cloned()
    };
    let one = |office: &&Authority| Lower {
        due_on: form.due_on(month, office.division.level(), &ctx.world.calendar),
        sheet: of(office),
        office: (*office).clone(),
    };
    Ok(below.iter().map(one).collect())
}
