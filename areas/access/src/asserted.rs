//! Signing in by the word of an identity provider: how people come to their own record.

use crate::account::{Account, AccountState, Holder};
use crate::accounts::{about, insert, of_person};
use crate::permissions::SIGN_IN;
use crate::session::NewSession;
use crate::sign_in::vouched;
use crate::{Access, Keys, facts};
use authz::Object;
use crypto::Redacted;
use futures_util::FutureExt as _;
use kernel::{AccountId, Assurance, Ctx, PersonId, Problem, ProblemKind, Result};
use people::{Document, DocumentKind, PersonName};
use ports::identity::IdentityAssertion;
use std::sync::Arc;
use store::throttle::{self, Limit};
use store::{Tx, error};

/// An assertion is taken once in this time, which is longer than any provider's word holds.
const ONCE: Limit = Limit { most: 1, window_seconds: 86_400 };

fn invalid() -> Problem {
    Problem::invalid("access-assertion-invalid")
}

fn unknown() -> Problem {
    Problem::invalid("access-assertion-unknown")
}

/// The document and name that were asserted, in the forms of this system.
fn read(ctx: &Ctx, said: &IdentityAssertion) -> Result<(Document, PersonName)> {
    let kind = DocumentKind::from_word(&said.document_kind).ok_or_else(invalid)?;
    let number = people::check(kind, said.number.expose(), &ctx.world, ctx.today());
    let name = PersonName::read(said.name.expose()).map_err(|_| invalid())?;
    Ok((Document::new(number.map_err(|_| invalid())?), name))
}

pub(crate) async fn sign_in(area: &Access, ctx: &Ctx, presented: &str) -> Result<NewSession> {
    authz::permit(ctx, &SIGN_IN, &Object::none())?;
    let no_provider = || Problem::new(ProblemKind::Unavailable, "access-no-provider");
    let provider = area.identity.as_ref().ok_or_else(no_provider)?;
    let said = Arc::new(provider.check(presented, ctx.now).await?);
    let (document, name) = read(ctx, &said)?;
    let two_factors = said.assurance == Assurance::Two;
    let (keys, name) = (area.keys.clone(), Redacted::new(name));
    let found = area.store.write(ctx, None, move |tx| {
        let (keys, said) = (keys.clone(), Arc::clone(&said));
        let (document, name) = (document.clone(), name.clone());
        async move { find(tx, &keys, &said, &document, name.expose()).await }.boxed()
    });
    let id = found.await?;
    let session = vouched(area, ctx, id, two_factors).await;
    // A closed account looks like one that never was.
    session.map_err(|problem| match problem.code() {
        "access-closed" => unknown(),
        _ => problem,
    })
}

/// The account of the person to whom the document and the name belong.
async fn find(
    tx: &mut Tx,
    keys: &Keys,
    said: &IdentityAssertion,
    document: &Document,
    name: &PersonName,
) -> Result<AccountId> {
    let ring = &keys.ring;
    let once = format!("{}/{}", said.source, said.transaction);
    let (counted, used) =
        (ring.tag("access-assertion", once.as_bytes()), ring.tag("access-used", once.as_bytes()));
    let now = tx.now();
    // The count settles two uses at once, the other key those on both sides of a window's end.
    if !throttle::shut_out_until(tx, &[used], now).await?.is_empty()
        || throttle::count(tx, counted, ONCE).await? > ONCE.most
    {
        return Err(invalid());
    }
    throttle::shut_out(tx, used, now.plus_seconds(ONCE.window_seconds)).await?;
    let known = people::public::known_in(tx, ring, &[document]).await?;
    let person = known.into_values().next().ok_or_else(unknown)?;
    // Whoever has several records is known under the name of each.
    let records = people::public::whole_in(tx, person).await?.records;
    let personal = people::public::personal_in(tx, ring, &records).await?;
    if !personal.values().any(|personal| personal.name.key() == name.key()) {
        return Err(unknown());
    }
    match of_person(tx, ring, person).await? {
        None => make(tx, keys, person, &said.source).await,
        Some(id) => Ok(id),
    }
}

/// Makes the account of a person who comes for the first time.
async fn make(tx: &mut Tx, keys: &Keys, person: PersonId, source: &str) -> Result<AccountId> {
    let id = AccountId::new(person.home(), tx.now(), &tx.random());
    let holder = Holder { login: None, name: None };
    let account = Account {
        id,
        version: 1,
        state: AccountState::Active { password: None, second: None },
        staff: false,
        person: Some(person),
        sealed: holder.seal(&keys.ring, id, &tx.random())?,
        created_at: tx.now(),
        signed_in_at: None,
    };
    // Two windows of a browser came at once: the write looks again and finds the account.
    insert(tx, &keys.ring, &account, &holder).await.map_err(|problem| match problem.code() {
        "access-person-taken" => Problem::new(ProblemKind::Unavailable, error::TRY_AGAIN),
        _ => problem,
    })?;
    tx.fact(about(id), &facts::AccountInvited { staff: false })?;
    let source = Some(source.to_owned());
    tx.fact(about(id), &facts::AccountActivated { second_factor: false, source })?;
    Ok(id)
}
