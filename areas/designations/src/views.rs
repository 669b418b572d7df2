//! What people read: the register, kinds, rounds, a body's desk and an office's.

use crate::entry::{self, Entry};
use crate::holding::store::RegisterQuery;
use crate::holding::{self, Designation};
use crate::kind::Kind;
use crate::permissions::{
    DESIGNATION_READ, ENTRY_READ, HOLDING_ASSESS, HOLDING_END, PANEL_DRAW, ROUND_HANDLE,
    ROUND_OPEN, ROUND_OVERSEE,
};
use crate::round::{self, Round, RoundState};
use crate::{Designations, entries, holdings, rounds};
use authz::Object;
use kernel::{
    AuthorityId, BodyId, CaseId, Ctx, DesignationId, EntryId, Page, PageRequest, Problem, Result,
    RoundId,
};

/// A round as everybody may read it, with the names of those who were ranked.
#[derive(Clone, Debug)]
pub struct RoundFile {
    /// The round.
    pub round: Round,
    /// Its entries as far as the reader may see them: the admitted ones from the notice on, all of
    /// them for the office.
    pub entries: Vec<Entry>,
    /// What was given.
    pub given: Vec<Designation>,
    /// Whether the ranking is under public notice or decided.
    pub public_ranking: bool,
    /// The name of the office.
    pub office: String,
    /// Whether the reader may take it on.
    pub may_handle: bool,
    /// Whether the reader may enter the seed.
    pub may_draw: bool,
}

/// The ranking of a case under notice.
pub type RoundNotice = (Round, Vec<Entry>);

/// What a body holds, has entered and may enter.
#[derive(Clone, Debug)]
pub struct BodyDesk {
    /// What it holds or held.
    pub held: Vec<Designation>,
    /// Its entries with their rounds.
    pub entries: Vec<(Entry, Round)>,
    /// Rounds that take its entry.
    pub open: Vec<Round>,
}

/// An entry as the body or the office sees it.
#[derive(Clone, Debug)]
pub struct EntryFile {
    /// The entry.
    pub entry: Entry,
    /// Its round.
    pub round: Round,
    /// Whether the reader may fill it in now.
    pub may_claim: bool,
    /// Whether the reader belongs to the office.
    pub oversees: bool,
    /// Whether the reader may check it and enter sheets.
    pub may_handle: bool,
}

/// An office's rounds and the designations it gave.
#[derive(Clone, Debug)]
pub struct OfficeDesk {
    /// Its rounds, the latest first.
    pub rounds: Vec<Round>,
    /// What it gave and is not over.
    pub given: Vec<Designation>,
    /// The offices for which the reader may open a round.
    pub may_open: Vec<AuthorityId>,
}

impl Designations {
    /// The kinds that count today, with the free places of each.
    ///
    /// # Errors
    /// As [`store::Store::read`].
    pub async fn kinds(&self, ctx: &Ctx) -> Result<Vec<(Kind, Option<i64>)>> {
        authz::permit(ctx, &DESIGNATION_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let mut kinds = Vec::new();
        for kind in rounds::kinds(&mut conn, ctx.today()).await? {
            let free = rounds::free_places(&mut conn, &kind, ctx.today()).await?;
            kinds.push((kind, free));
        }
        Ok(kinds)
    }

    /// A page of the public register.
    ///
    /// # Errors
    /// As [`store::Store::read`].
    pub async fn register(
        &self,
        ctx: &Ctx,
        query: &RegisterQuery,
        page: &PageRequest,
    ) -> Result<Page<Designation>> {
        authz::permit(ctx, &DESIGNATION_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let rows = holding::store::search(&mut conn, query, page).await?;
        Ok(Page::from_rows(rows, page.limit(), |one| one.number.clone()))
    }

    /// One designation, with the steps that the reader may take: assess, and decide on its end.
    ///
    /// # Errors
    /// `problem-not-found`.
    pub async fn designation(
        &self,
        ctx: &Ctx,
        id: DesignationId,
    ) -> Result<(Designation, Round, [bool; 2])> {
        authz::permit(ctx, &DESIGNATION_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let one = holding::store::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
        let round = rounds::load(&mut conn, one.round).await?;
        let of = holdings::object(&one);
        let may = [&HOLDING_ASSESS, &HOLDING_END];
        Ok((one, round, may.map(|action| authz::permit(ctx, action, &of).is_ok())))
    }

    /// The same for its office or its holder, who may print the plate.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn plate(&self, ctx: &Ctx, id: DesignationId) -> Result<(Designation, Round)> {
        authz::permit_somewhere(ctx, &ENTRY_READ)?;
        let (one, round, _) = self.designation(ctx, id).await?;
        authz::permit(ctx, &ENTRY_READ, &holdings::object(&one).of_body(one.body))?;
        Ok((one, round))
    }

    /// A page of rounds, the latest first.
    ///
    /// # Errors
    /// As [`store::Store::read`].
    pub async fn rounds(&self, ctx: &Ctx, page: &PageRequest) -> Result<Page<Round>> {
        authz::permit(ctx, &DESIGNATION_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let rows = round::store::page(&mut conn, page).await?;
        Ok(Page::from_rows(rows, page.limit(), round::store::cursor))
    }

    /// One round. Who takes part is public from the notice on; the office sees it before.
    ///
    /// # Errors
    /// `problem-not-found`.
    pub async fn round(&self, ctx: &Ctx, id: RoundId) -> Result<RoundFile> {
        authz::permit(ctx, &DESIGNATION_READ, &Object::none())?;
        let mut conn = self.store.read().await?;
        let round = rounds::load(&mut conn, id).await?;
        let of = rounds::object(&round);
        let may = |action| authz::permit(ctx, action, &of).is_ok();
        let public_ranking = match &round.state {
            RoundState::Listed { .. } => true,
            RoundState::Deciding { case, .. } => {
                let case = approval::case_in(&mut conn, *case).await?;
                matches!(case.progress.state, approval::State::Noticed { .. })
            }
            _ => false,
        };
        let entries = match may(&ROUND_OVERSEE) || public_ranking {
            true => entry::store::of_round(&mut conn, id).await?,
            false => Vec::new(),
        };
        Ok(RoundFile {
            given: holding::store::of_round(&mut conn, id).await?,
            office: rounds::office(&mut conn, round.office)
                .await
                .map(|o| o.name)
                .unwrap_or_default(),
            may_handle: may(&ROUND_HANDLE),
            may_draw: may(&PANEL_DRAW),
            entries,
            public_ranking,
            round,
        })
    }

    /// The same for the office alone.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn round_of_office(&self, ctx: &Ctx, id: RoundId) -> Result<RoundFile> {
        authz::permit_somewhere(ctx, &ROUND_OVERSEE)?;
        let file = self.round(ctx, id).await?;
        authz::permit(ctx, &ROUND_OVERSEE, &rounds::object(&file.round))?;
        Ok(file)
    }

    /// The round of a case, for the offices through which it goes.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` for a case of another kind.
    pub async fn round_of_case(
        &self,
        ctx: &Ctx,
        case: CaseId,
    ) -> Result<(Round, Vec<Entry>, approval::Record)> {
        let mut conn = self.store.read().await?;
        let round = round::store::of_case(&mut conn, case).await?;
        let round = round.ok_or_else(Problem::not_found)?;
        let case = approval::case_in(&mut conn, case).await?;
        approval::permit_in(ctx, &case)?;
        let entries = entry::store::of_round(&mut conn, round.id).await?;
        let record = approval::file_of_in(&mut conn, case).await?;
        Ok((round, entries, record))
    }

    /// The ranking of a case, for its public notice. Whether it is under notice the caller has asked.
    ///
    /// # Errors
    /// As [`store::Store::read`].
    pub async fn noticed(&self, case: CaseId) -> Result<Option<RoundNotice>> {
        let mut conn = self.store.read().await?;
        let Some(round) = round::store::of_case(&mut conn, case).await? else { return Ok(None) };
        let entries = entry::store::of_round(&mut conn, round.id).await?;
        Ok(Some((round, entries)))
    }

    /// What a body holds, has entered and may enter.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn of_body(&self, ctx: &Ctx, body: BodyId) -> Result<BodyDesk> {
        authz::permit(ctx, &ENTRY_READ, &Object::body(body))?;
        let mut conn = self.store.read().await?;
        let found = organisations::public::body_in(&mut conn, body).await?;
        let found = found.ok_or_else(Problem::not_found)?;
        let kinds = organisations::public::body_kinds_in(&mut conn, &found).await?;
        let all = round::store::for_body(&mut conn, body).await?;
        let mine = entry::store::of_body(&mut conn, body).await?;
        let open = all.iter().filter(|round| {
            round.state.takes_entries(ctx.today()).is_ok()
                && round.division.covers(found.division)
                && round.kind.holder.admits(&kinds)
                && !mine.iter().any(|entry| entry.round == round.id)
        });
        let open = open.cloned().collect();
        let with_round = |entry: Entry| {
            let round = all.iter().find(|round| round.id == entry.round)?.clone();
            Some((entry, round))
        };
        let entries = mine.into_iter().filter_map(with_round).collect();
        Ok(BodyDesk { held: holding::store::of_body(&mut conn, body).await?, entries, open })
    }

    /// One entry, for the body or the office.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn entry(&self, ctx: &Ctx, id: EntryId) -> Result<EntryFile> {
        authz::permit_somewhere(ctx, &ENTRY_READ)?;
        let mut conn = self.store.read().await?;
        let (entry, round) = entries::load(&mut conn, id).await?;
        entries::permit_read(ctx, &entry, &round)?;
        let office = rounds::object(&round);
        let own = Object::body(entry.body);
        let claims = authz::permit(ctx, &crate::permissions::ENTRY_MAKE, &own).is_ok();
        let open = round.state.takes_entries(ctx.today()).is_ok();
        Ok(EntryFile {
            may_claim: claims && open && entry.state == crate::EntryState::Draft,
            oversees: authz::permit(ctx, &ROUND_OVERSEE, &office).is_ok(),
            may_handle: authz::permit(ctx, &ROUND_HANDLE, &office).is_ok(),
            entry,
            round,
        })
    }

    /// A file of evidence: what it is, and its bytes.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` without such a file.
    pub async fn evidence(&self, ctx: &Ctx, id: EntryId, key: &str) -> Result<(String, Vec<u8>)> {
        let file = self.entry(ctx, id).await?;
        let found = file.entry.evidence.into_iter().find(|one| one.key == key);
        let found = found.ok_or_else(Problem::not_found)?;
        Ok((found.media, self.blobs.read(found.file).await?))
    }

    /// The rounds and designations of the reader's offices.
    ///
    /// # Errors
    /// Refused without a post in an office.
    pub async fn of_offices(&self, ctx: &Ctx) -> Result<OfficeDesk> {
        authz::permit_somewhere(ctx, &ROUND_OVERSEE)?;
        let offices = authz::offices_for(&ctx.actor, &ROUND_OVERSEE);
        let mut conn = self.store.read().await?;
        Ok(OfficeDesk {
            rounds: round::store::of_offices(&mut conn, &offices).await?,
            given: holding::store::of_offices(&mut conn, &offices, ctx.today()).await?,
            may_open: authz::offices_for(&ctx.actor, &ROUND_OPEN),
        })
    }
}
