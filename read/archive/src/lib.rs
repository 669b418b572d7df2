//! 我的技能档案: what the journal says about one person, their certificates, and who has looked.
//!
//! The archive keeps nothing of its own: it is the journal filtered by person.

mod event;

pub use event::{Event, Part, What};

use certificates::Certificate;
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{BodyId, CivilDate, Ctx, Instant, PersonId, Problem, Result, SubjectId};
use people::PersonRecord;
use std::collections::HashMap;
use std::sync::Arc;
use store::journal::{Place, Reading};
use store::looked::LookRow;
use store::{Conn, Store, journal, looked};

/// Entries on one page of the archive.
const EVENTS: u32 = 50;
/// Entries of an archive that somebody takes along. Nobody's life has as many; it bounds the work.
const WHOLE: u32 = 10_000;

/// Which entries somebody wants to see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Of which kind.
    pub part: Part,
    /// Only those before this place.
    pub before: Option<Place>,
}

/// The use cases of this reader.
#[derive(Clone)]
pub struct Archive {
    store: Store,
    ring: Arc<KeyRing>,
}

/// A person's archive.
#[derive(Clone, Debug)]
pub struct PersonArchive {
    /// The record with what identifies the person.
    pub record: PersonRecord,
    /// Latest first.
    pub certificates: Vec<Certificate>,
    /// Latest first: a page of at most 50, or all of them.
    pub events: Vec<Event>,
    /// Whether there are earlier events.
    pub more: bool,
    /// The names of the bodies that events and certificates mention.
    pub bodies: HashMap<BodyId, String>,
}

/// What a link shows that a person made. No document number, and no name in full unless the person said
/// so.
#[derive(Clone, Debug)]
pub struct SharedArchive {
    /// The name, masked unless the person said otherwise.
    pub name: String,
    /// For whom or what the link was made.
    pub purpose: String,
    /// The last day on which it holds.
    pub until_on: CivilDate,
    /// When it was opened.
    pub now: Instant,
    /// Latest first.
    pub certificates: Vec<Certificate>,
    /// Exam results, latest first; none when they are not shared.
    pub events: Vec<Event>,
    /// The names of the bodies that events and certificates mention.
    pub bodies: HashMap<BodyId, String>,
}

/// Somebody looked at the person's record.
#[derive(Clone, Debug)]
pub struct SeenBy {
    /// The look as it was recorded.
    pub look: LookRow,
    /// The name of the authority or body that looked; nothing for a part of the system.
    pub office: Option<String>,
}

impl Archive {
    /// The reader on a store, with the keys of the vault.
    pub fn new(store: Store, ring: Arc<KeyRing>) -> Self {
        Archive { store, ring }
    }

    /// The archive of the person who is signed in.
    ///
    /// # Errors
    /// `problem-not-found` for an account without a person.
    pub async fn own(&self, ctx: &Ctx, asked: Asked) -> Result<PersonArchive> {
        let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
        self.open(ctx, person, String::new(), asked).await
    }

    /// The whole archive of the person who is signed in, to be printed or taken along
    /// (个人信息保护法 art. 45).
    ///
    /// # Errors
    /// As [`Archive::own`].
    pub async fn own_whole(&self, ctx: &Ctx) -> Result<PersonArchive> {
        let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
        self.look(ctx, person, String::new()).await?;
        self.read(person, Asked::default(), WHOLE).await
    }

    /// A person's archive, for an official with a purpose. The look is recorded before anything is
    /// shown.
    ///
    /// # Errors
    /// `problem-not-found` for a person that does not exist or is none of the actor's business;
    /// `people-reason` without a purpose.
    pub async fn open(
        &self,
        ctx: &Ctx,
        person: PersonId,
        purpose: String,
        asked: Asked,
    ) -> Result<PersonArchive> {
        self.look(ctx, person, purpose).await?;
        self.read(person, asked, EVENTS).await
    }

    async fn look(&self, ctx: &Ctx, person: PersonId, purpose: String) -> Result<()> {
        let looking = self.store.write(ctx, None, move |tx| {
            people::public::look_in(tx, person, purpose.clone()).boxed()
        });
        looking.await.map(|_| ())
    }

    async fn read(&self, person: PersonId, asked: Asked, most: u32) -> Result<PersonArchive> {
        let mut conn = self.store.read().await?;
        let record = people::public::record_in(&mut conn, &self.ring, person).await?;
        let certificates = certificates::public::of_person_in(&mut conn, person).await?;
        let whole = people::public::whole_in(&mut conn, person).await?;
        let reading = Reading { kinds: asked.part.kinds(), ..whole.reading() };
        let mut facts = journal::of_people(&mut conn, &reading, asked.before, most + 1).await?;
        let more = facts.len() > most as usize;
        facts.truncate(most as usize);
        let results = evaluation::public::results_of_people_in(&mut conn, &whole.sources()).await?;
        let led_to = results.iter().filter_map(|one| Some((one.id, one.certificate?))).collect();
        let events = facts.into_iter().map(|fact| Event::read(fact, &led_to));
        let events: Vec<Event> = events.collect::<Result<_>>()?;
        let mentioned = events.iter().filter_map(|event| event.body);
        let bodies: Vec<BodyId> = mentioned.chain(certificates.iter().map(|c| c.body)).collect();
        let bodies = names(&mut conn, bodies).await?;
        Ok(PersonArchive { record, certificates, events, more, bodies })
    }

    /// Opens a link that a person made: what it shows, and nothing else. Nothing for a code that leads
    /// nowhere, or nowhere any more.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn shared(
        &self,
        ctx: &Ctx,
        token: String,
        address: String,
    ) -> Result<Option<SharedArchive>> {
        let ring = Arc::clone(&self.ring);
        let opening = self.store.write(ctx, None, move |tx| {
            let (ring, token, address) = (Arc::clone(&ring), token.clone(), address.clone());
            async move { people::public::open_shared_in(tx, &ring, &token, &address).await }.boxed()
        });
        let Some(shared) = opening.await? else { return Ok(None) };
        let most = if shared.shows.results { WHOLE } else { 0 };
        let asked = Asked { part: Part::Results, before: None };
        let archive = self.read(shared.person, asked, most).await?;
        let mut conn = self.store.read().await?;
        let purpose = people::public::purpose_in(&mut conn, &self.ring, shared.share).await?;
        let (Some(purpose), Some(personal)) = (purpose, &archive.record.personal) else {
            return Ok(None);
        };
        let name = match shared.shows.full_name {
            true => personal.name.reveal().to_owned(),
            false => people::mask_name(personal.name.reveal()),
        };
        let (until_on, now) = (shared.until_on, ctx.now);
        let PersonArchive { certificates, events, bodies, .. } = archive;
        Ok(Some(SharedArchive { name, purpose, until_on, now, certificates, events, bodies }))
    }

    /// Who looked at the record of the person who is signed in, latest first. Looks that law says to
    /// withhold are absent until their day.
    ///
    /// # Errors
    /// `problem-not-found` for an account without a person.
    pub async fn own_looks(&self, ctx: &Ctx, limit: u32) -> Result<Vec<SeenBy>> {
        let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
        let mut conn = self.store.read().await?;
        let records = people::public::whole_in(&mut conn, person).await?.records;
        let looks = looked::of_people(&mut conn, &records, ctx.today(), limit).await?;
        let offices: Vec<SubjectId> = looks.iter().filter_map(|look| look.office).collect();
        let names = organisations::public::office_names_in(&mut conn, &offices).await?;
        let seen = |look: LookRow| {
            let office = look.office.and_then(|office| names.get(&office).cloned());
            SeenBy { look, office }
        };
        Ok(looks.into_iter().map(seen).collect())
    }
}

async fn names(conn: &mut Conn, mut ids: Vec<BodyId>) -> Result<HashMap<BodyId, String>> {
    ids.sort();
    ids.dedup();
    let bodies = organisations::public::bodies_in(conn, &ids).await?;
    Ok(bodies.into_iter().map(|(id, body)| (id, body.name)).collect())
}
