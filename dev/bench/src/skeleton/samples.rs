//! People, certificates and bodies picked at random from the whole province.

use crate::Done;
use crypto::KeyRing;
use kernel::{
    AccountActor, AccountId, Actor, Assurance, AuthorityId, BodyId, CertificateId, CivilDate, Ctx,
    Home, Instant, Office, PageRequest, PersonId, Post, Random, Role, SystemActor,
};
use organisations::BodyQuery;
use people::Document;
use platform::App;
use std::sync::Arc;
use store::Conn;
use store::args;

/// What is asked for in the measurements.
pub struct Drawn {
    /// People with a document of each.
    pub people: Vec<(PersonId, Document)>,
    /// Keys in the index of documents.
    pub keys: Vec<Vec<u8>>,
    /// Certificates that hold.
    pub certificates: Vec<Held>,
    /// Evaluation bodies with their names.
    pub bodies: Vec<(BodyId, String)>,
    /// Occupations that are evaluated, by code and name.
    pub occupations: Vec<(String, String)>,
}

/// A certificate with what its holder knows.
pub struct Held {
    /// 证书编号
    pub number: String,
    /// The end of the holder's document number.
    pub second: String,
    /// What its QR code says.
    pub token: String,
}

/// An official of the whole province.
pub fn official(app: &App) -> Ctx {
    let (now, random) = (app.clock.now(), app.random.clone());
    let id = AuthorityId::new(Home::NODE, now, &random);
    let territory = vec![kernel::world::DEMO_PROVINCE];
    let posts = vec![Post { role: Role::Handler, office: Office::Authority { id, territory } }];
    let account = AccountId::new(Home::NODE, now, &random);
    let actor = AccountActor {
        account,
        person: None,
        posts,
        deputies: Vec::new(),
        assurance: Assurance::Two,
    };
    app.ctx(Actor::Account(Arc::new(actor)))
}

/// Draws everything that is measured with; the same every time from the same province.
pub async fn draw(app: &App, people: usize, certificates: usize) -> Done<Drawn> {
    let random = Random::seeded(5);
    let mut conn = app.store.read().await?;
    let ids: Vec<PersonId> = spread(&mut conn, &random, "person", people).await?;
    let documents = documents(&mut conn, &app.ring, &ids).await?;
    let mut drawn = Vec::with_capacity(people);
    for (id, document) in ids.into_iter().zip(documents) {
        drawn.push((id, document.ok_or("a person without a document")?));
    }
    let (bodies, occupations) = (bodies(app).await?, occupations(app, app.clock.now()));
    Ok(Drawn {
        keys: keys(&mut conn, &random, people).await?,
        certificates: held(app, &mut conn, &random, certificates).await?,
        people: drawn,
        bodies,
        occupations,
    })
}

/// Ids of rows of a table, about as many of each home.
async fn spread<K: kernel::id::IdKind>(
    conn: &mut Conn,
    random: &Random,
    table: &'static str,
    count: usize,
) -> Done<Vec<kernel::Id<K>>> {
    let mut picked = Vec::with_capacity(count + 256);
    for home in 0..256_i64 {
        let sql = match table {
            "person" => "SELECT id FROM person WHERE home = $1 ORDER BY id",
            _ => "SELECT id FROM certificate WHERE home = $1 AND status = 'valid' ORDER BY id",
        };
        let rows = conn.fetch_all(sql, args![home]).await?;
        let wanted = count.div_ceil(256).min(rows.len());
        for _ in 0..wanted {
            let row = random.choose(&rows).ok_or("a home without rows")?;
            picked.push(row.get("id")?);
        }
    }
    // Homes one after another would find everything near the one before.
    for last in (1..picked.len()).rev() {
        picked.swap(last, random.below(last as u64 + 1) as usize);
    }
    picked.truncate(count);
    if picked.is_empty() { Err(format!("the province has no {table}").into()) } else { Ok(picked) }
}

async fn documents(
    conn: &mut Conn,
    ring: &KeyRing,
    ids: &[PersonId],
) -> Done<Vec<Option<Document>>> {
    let mut documents = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let personal = people::public::personal_in(conn, ring, some).await?;
        let first = |id| personal.get(id).and_then(|one| one.documents.first().cloned());
        documents.extend(some.iter().map(first));
    }
    Ok(documents)
}

/// Keys in the index of documents. They are digests, so those at random places are random people.
async fn keys(conn: &mut Conn, random: &Random, count: usize) -> Done<Vec<Vec<u8>>> {
    let sql = "SELECT key_hash FROM directory WHERE kind = 'document' AND key_hash >= $1
               ORDER BY key_hash LIMIT 1";
    let mut keys = Vec::with_capacity(count);
    for _ in 0..count {
        // At the very end there is no next one.
        let from: [u8; 32] = random.bytes();
        if let Some(row) = conn.fetch_optional(sql, args![from]).await? {
            keys.push(row.get("key_hash")?);
        }
    }
    Ok(keys)
}

async fn held(app: &App, conn: &mut Conn, random: &Random, count: usize) -> Done<Vec<Held>> {
    let ids: Vec<CertificateId> = spread(conn, random, "certificate", count).await?;
    let looker = official(app);
    let mut held = Vec::with_capacity(count);
    for id in ids {
        let opened = app.certificates.open(&looker, id, "evaluation".to_owned()).await?;
        let document = opened.personal.documents.first().ok_or("a holder without a document")?;
        let number = document.number.reveal();
        let second = number.get(number.len().saturating_sub(6)..).unwrap_or_default().to_owned();
        let token = opened.check_url.rsplit('/').next().unwrap_or_default().to_owned();
        held.push(Held { number: opened.certificate.number, second, token });
    }
    Ok(held)
}

async fn bodies(app: &App) -> Done<Vec<(BodyId, String)>> {
    let query = BodyQuery { text: String::new(), division: None, occupation: None, level: None };
    let page = PageRequest { after: None, limit: Some(100) };
    let setup = app.system(SystemActor::Setup);
    let found = app.organisations.search_bodies(&setup, &query, &page).await?.items;
    Ok(found.into_iter().map(|body| (body.id, body.name)).collect())
}

fn occupations(app: &App, now: Instant) -> Vec<(String, String)> {
    let today: CivilDate = now.civil_date();
    let evaluated = app.world.occupations.all_on(today).filter(|spell| spell.evaluated());
    evaluated.take(300).map(|spell| (spell.code.to_string(), spell.name.to_string())).collect()
}
