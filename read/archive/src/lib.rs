//! 我的技能档案: what the journal says about one person, their certificates, and who has looked.
//!
//! The archive keeps nothing of its own: it is the journal filtered by person.

mod event;

pub use event::{Event, What};

use certificates::Certificate;
use crypto::KeyRing;
use futures_util::FutureExt as _;
use kernel::{BodyId, Ctx, PersonId, Problem, Result, SubjectId};
use people::PersonRecord;
use std::collections::HashMap;
use std::sync::Arc;
use store::journal::Place;
use store::looked::LookRow;
use store::{Conn, Store, journal, looked};

/// Entries on the first page of the archive.
const EVENTS: u32 = 50;

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
    /// Latest first, at most 50.
    pub events: Vec<Event>,
    /// Whether there are earlier events.
    pub more: bool,
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
    pub async fn own(&self, ctx: &Ctx, before: Option<Place>) -> Result<PersonArchive> {
        let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
        self.open(ctx, person, String::new(), before).await
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
        before: Option<Place>,
    ) -> Result<PersonArchive> {
        let looking = self.store.write(ctx, None, move |tx| {
            people::public::look_in(tx, person, purpose.clone()).boxed()
        });
        looking.await?;
        let mut conn = self.store.read().await?;
        let record = people::public::record_in(&mut conn, &self.ring, person).await?;
        let certificates = certificates::public::of_person_in(&mut conn, person).await?;
        let whole = people::public::whole_in(&mut conn, person).await?;
        let reading = whole.reading();
        let mut facts = journal::of_people(&mut conn, &reading, before, EVENTS + 1).await?;
        let more = facts.len() > EVENTS as usize;
        facts.truncate(EVENTS as usize);
        let results = evaluation::public::results_of_people_in(&mut conn, &whole.sources()).await?;
        let led_to = results.iter().filter_map(|one| Some((one.id, one.certificate?))).collect();
        let events = facts.into_iter().map(|fact| Event::read(fact, &led_to));
        let events: Vec<Event> = events.collect::<Result<_>>()?;
        let mentioned = events.iter().filter_map(|event| event.body);
        let bodies: Vec<BodyId> = mentioned.chain(certificates.iter().map(|c| c.body)).collect();
        let bodies = names(&mut conn, bodies).await?;
        Ok(PersonArchive { record, certificates, events, more, bodies })
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
