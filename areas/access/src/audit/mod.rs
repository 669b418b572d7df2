//! What the audit administrator reads: who did what, and who looked at whose record.

pub(crate) mod store;

use crate::permissions::{AUDIT_READ, STAFF_NAMES};
use crate::{Access, account, accounts};
use ::store::looked::Look;
use authz::Object;
use futures_util::FutureExt as _;
use kernel::{
    AccountId, Ctx, Cursor, Instant, LookId, Page, PageRequest, PersonId, Result, SubjectId,
};
use std::collections::HashMap;

/// Which part of the record is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditQuery {
    /// Only what this account did; everybody's when absent. What parts of the system did on their
    /// own is never shown here.
    pub account: Option<AccountId>,
    /// From which instant on.
    pub from: Option<Instant>,
    /// Before which instant.
    pub until: Option<Instant>,
}

/// Somebody looked at a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedEntry {
    /// The entry itself.
    pub id: LookId,
    /// When.
    pub at: Instant,
    /// Which account; none for somebody who had not signed in.
    pub account: Option<AccountId>,
    /// For which authority or body.
    pub office: Option<SubjectId>,
    /// At whose record; absent for a list of several people.
    pub person: Option<PersonId>,
    /// What was done: the code of the action.
    pub action: String,
    /// Why, in the looker's words.
    pub purpose: String,
    /// The request in which it happened.
    pub request: String,
}

/// Somebody changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedEntry {
    /// When.
    pub at: Instant,
    /// Which account; none for somebody who had not signed in.
    pub account: Option<AccountId>,
    /// What kind of record was changed.
    pub kind: String,
    /// The record.
    pub subject: SubjectId,
    /// The version after the change.
    pub version: i64,
    /// What was done.
    pub action: String,
    /// The request in which it happened.
    pub request: String,
}

fn look_cursor(cursor: &Cursor) -> Option<(Instant, LookId)> {
    let (at, id) = cursor.0.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}

fn change_cursor(cursor: &Cursor) -> Option<(Instant, SubjectId, i64)> {
    let mut parts = cursor.0.split('.');
    let at = Instant::from_micros(parts.next()?.parse().ok()?);
    Some((at, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Notes that the auditor looked: audit is audited too.
async fn note(area: &Access, ctx: &Ctx) -> Result<()> {
    let write = area.store.write(ctx, None, |tx| {
        async move {
            authz::permit(tx.ctx(), &AUDIT_READ, &Object::none())?;
            tx.looked(&Look {
                person: None,
                office: None,
                action: AUDIT_READ.code,
                purpose: String::new(),
                withheld_until: None,
            });
            Ok(())
        }
        .boxed()
    });
    write.await
}

pub(crate) async fn holders(
    area: &Access,
    ctx: &Ctx,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, String>> {
    authz::permit(ctx, &AUDIT_READ, &Object::none())?;
    named(area, ids, |_| true).await
}

pub(crate) async fn offices(
    area: &Access,
    ctx: &Ctx,
    subjects: &[SubjectId],
) -> Result<HashMap<SubjectId, String>> {
    authz::permit(ctx, &AUDIT_READ, &Object::none())?;
    let mut conn = area.store.read().await?;
    organisations::public::office_names_in(&mut conn, subjects).await
}

/// The names of those among the accounts that are for work.
pub(crate) async fn staff_names(
    area: &Access,
    ctx: &Ctx,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, String>> {
    authz::permit(ctx, &STAFF_NAMES, &Object::none())?;
    named(area, ids, |account| account.staff).await
}

async fn named(
    area: &Access,
    ids: &[AccountId],
    shown: impl Fn(&account::Account) -> bool,
) -> Result<HashMap<AccountId, String>> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let mut conn = area.store.read().await?;
    let mut accounts = account::store::find_many(&mut conn, &ids).await?;
    accounts.retain(shown);
    let holders = accounts::holders(&mut conn, &area.keys.ring, &accounts).await?;
    let named = holders.into_iter().filter_map(|(id, holder)| Some((id, holder.name?)));
    Ok(named.collect())
}

pub(crate) async fn looks_by(
    area: &Access,
    ctx: &Ctx,
    query: AuditQuery,
    page: &PageRequest,
) -> Result<Page<LookedEntry>> {
    note(area, ctx).await?;
    let after = page.after.as_ref().and_then(look_cursor);
    let mut conn = area.store.read().await?;
    let rows = store::looks(&mut conn, &query, after, page.limit()).await?;
    Ok(Page::from_rows(rows, page.limit(), |look| format!("{}.{}", look.at.micros(), look.id)))
}

pub(crate) async fn changes_by(
    area: &Access,
    ctx: &Ctx,
    query: AuditQuery,
    page: &PageRequest,
) -> Result<Page<ChangedEntry>> {
    note(area, ctx).await?;
    let after = page.after.as_ref().and_then(change_cursor);
    let mut conn = area.store.read().await?;
    let rows = store::changes(&mut conn, &query, after, page.limit()).await?;
    Ok(Page::from_rows(rows, page.limit(), |change| {
        format!("{}.{}.{}", change.at.micros(), change.subject, change.version)
    }))
}
