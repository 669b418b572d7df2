//! Who acts: what a session's token or an API key stands for, on every request.

use crate::account::{Account, AccountState};
use crate::accounts::{holders, load, object, save};
use crate::permissions::{OWN_ACCOUNT, SESSION_END};
use crate::post::{self, HeldPost, OfficeRef};
use crate::session::store::Found;
use crate::session::{SignedIn, Token};
use crate::sign_in::SESSION;
use crate::{Access, api_key, session};
use authz::Object;
use futures_util::FutureExt as _;
use kernel::{
    AccountActor, AccountId, Assurance, AuthorityId, BodyId, Ctx, Deputy, Instant, Lang, Office,
    Post, Problem, ProblemKind, Random, Result, Role, SystemActor, World,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Conn, throttle};

/// The purpose of the tags of API keys, and the letters by which people know one.
pub(crate) const API_KEY: &str = "api-key";
pub(crate) const API_PREFIX: &str = "kgk_";

/// A session's last use is written down at most so often.
const SLIDE_SECONDS: i64 = 60;

impl Access {
    /// The context of what is written while nobody is known yet.
    fn own_ctx(&self, now: Instant) -> Ctx {
        Ctx {
            actor: kernel::Actor::System(SystemActor::Jobs),
            now,
            world: Arc::new(World::default()),
            random: Random::system(),
            request: "access".into(),
            lang: Lang::Zh,
        }
    }
}

pub(crate) async fn for_session(
    area: &Access,
    now: Instant,
    text: &str,
) -> Result<Option<SignedIn>> {
    let Some(token) = Token::read(text) else {
        return Ok(None);
    };
    let ring = &area.keys.ring;
    let since = now.plus_seconds(-area.keys.config.session_idle_seconds);
    let mut conn = area.store.read().await?;
    let tags = token.tags(ring, SESSION);
    let today = now.civil_date();
    let found = session::store::find(&mut conn, token.home, &tags, now, since, today).await?;
    let Some(Found { entry, account, posts }) = found else {
        return Ok(None);
    };
    if !matches!(account.state, AccountState::Active { .. }) {
        return Ok(None);
    }
    let mut placed = placed(&mut conn, posts).await?;
    let offices = std::mem::take(&mut placed.names);
    let mut holders = holders(&mut conn, ring, std::slice::from_ref(&account)).await?;
    let Some(name) = holders.remove(&account.id).and_then(|holder| holder.name) else {
        // The person was erased.
        return Ok(None);
    };
    drop(conn);
    if now >= entry.seen_at.plus_seconds(SLIDE_SECONDS) {
        let (home, tag) = (token.home, entry.tag);
        let ctx = area.own_ctx(now);
        let seen =
            area.store.write(&ctx, None, move |tx| session::store::seen(tx, home, tag).boxed());
        seen.await?;
    }
    let assurance = if entry.two_factors { Assurance::Two } else { Assurance::One };
    Ok(Some(SignedIn {
        actor: Arc::new(actor(&account, placed, assurance)),
        name,
        offices,
        csrf: token.csrf(ring),
        session: entry.id,
        expires_at: entry.expires_at,
    }))
}

fn actor(account: &Account, placed: Placed, assurance: Assurance) -> AccountActor {
    let Placed { posts, deputies, .. } = placed;
    AccountActor { account: account.id, person: account.person, posts, deputies, assurance }
}

/// Posts as permission knows them.
#[derive(Default)]
struct Placed {
    posts: Vec<Post>,
    deputies: Vec<Deputy>,
    /// The names of the offices.
    names: Vec<String>,
}

/// Where the posts are now. A post whose office does not exist, or was abolished, is left out; one in an office whose place another took is a post there,
/// for what came from each office that went into it too.
async fn placed(conn: &mut Conn, held: Vec<HeldPost>) -> Result<Placed> {
    let authorities: Vec<AuthorityId> = held.iter().filter_map(|p| p.office.authority()).collect();
    let bodies: Vec<BodyId> = held.iter().filter_map(|p| p.office.body()).collect();
    let authorities = organisations::public::working_in(conn, &authorities).await?;
    let bodies = organisations::public::bodies_in(conn, &bodies).await?;
    let mut placed = Placed::default();
    let Placed { posts, deputies, names } = &mut placed;
    for HeldPost { role, office, deputy_for, .. } in held {
        match office {
            OfficeRef::Node => {
                posts.push(Post { role, office: Office::Node });
                names.push(String::new());
            }
            OfficeRef::Authority(id) => {
                let Some((authority, before)) = authorities.get(&id) else { continue };
                let territory = authority.territory.clone();
                let office = Office::Authority { id: authority.id, territory };
                posts.push(Post { role, office });
                posts.extend(before.iter().map(|id| {
                    // What it was responsible for is the territory of who took its place.
                    Post { role, office: Office::Authority { id: *id, territory: Vec::new() } }
                }));
                let offices = std::iter::once(authority.id).chain(before.iter().copied());
                deputies.extend(
                    deputy_for.into_iter().flat_map(|of| {
                        offices.clone().map(move |office| Deputy { role, office, of })
                    }),
                );
                names.push(authority.name.clone());
            }
            OfficeRef::Body(id) => {
                let Some(body) = bodies.get(&id) else { continue };
                posts.push(Post { role, office: Office::Body(id) });
                names.push(body.name.clone());
            }
        }
    }
    Ok(placed)
}

pub(crate) async fn sign_out(area: &Access, ctx: &Ctx, text: &str) -> Result<()> {
    let Some(token) = Token::read(text) else {
        return Ok(());
    };
    let (home, tags) = (token.home, token.tags(&area.keys.ring, SESSION));
    area.store
        .write(ctx, None, move |tx| {
            let tags = tags.clone();
            async move { session::store::delete(tx, home, &tags).await }.boxed()
        })
        .await
}

pub(crate) async fn end_sessions(area: &Access, ctx: &Ctx, id: AccountId) -> Result<u64> {
    let write = area.store.write(ctx, None, move |tx| {
        async move {
            let account = load(tx, id).await?;
            if tx.ctx().actor.account().is_some_and(|actor| actor.account == id) {
                authz::permit(tx.ctx(), &OWN_ACCOUNT, &Object::none())?;
            } else {
                let posts = post::store::of_account(tx, id).await?;
                let object = object(&account, &posts, tx.ctx().today());
                authz::permit(tx.ctx(), &SESSION_END, &object)?;
            }
            save(tx, &account, "end-sessions").await?;
            session::store::delete_all(tx, id).await
        }
        .boxed()
    });
    write.await
}

/// How a use of a key was counted.
#[derive(Serialize, Deserialize)]
enum Counted {
    Fine,
    TooMany,
}

pub(crate) async fn for_api_key(
    area: &Access,
    now: Instant,
    key: &str,
    address: &str,
) -> Result<Option<Arc<AccountActor>>> {
    let ring = &area.keys.ring;
    let mut found = None;
    if let Some(token) = key.strip_prefix(API_PREFIX).and_then(Token::read) {
        let mut conn = area.store.read().await?;
        let tags = token.tags(ring, API_KEY);
        found = api_key::store::acting(&mut conn, token.home, &tags, now.civil_date()).await?;
        if let Some(found) = &mut found {
            // A clerk's work and nothing else: keys are confirmed and runs released by people.
            found.posts.retain(|post| post.role == Role::BodyClerk);
        }
    }
    let found = found.filter(|found| matches!(found.account.state, AccountState::Active { .. }));
    let config = &area.keys.config;
    let (counter, limit) = match &found {
        Some(found) => (ring.tag("api-use", &found.entry), config.api),
        None => (area.keys.address_key(address), config.address),
    };
    let ctx = area.own_ctx(now);
    let counted = area.store.write(&ctx, None, move |tx| {
        async move {
            let count = throttle::count(tx, counter, limit).await?;
            Ok(if count > limit.most { Counted::TooMany } else { Counted::Fine })
        }
        .boxed()
    });
    if let Counted::TooMany = counted.await? {
        return Err(Problem::new(ProblemKind::TooMany, "problem-too-many"));
    }
    let Some(Found { account, posts, .. }) = found else {
        return Ok(None);
    };
    let placed = placed(&mut *area.store.read().await?, posts).await?;
    // The key was made in a session with two factors and holds 256 bits that nobody typed.
    Ok(Some(Arc::new(actor(&account, placed, Assurance::Two))))
}
