//! The audit administrator's reading.

use crate::audit::{AuditPage, Entry, audit};
use crate::live::purpose;
use access::{AuditQuery, ChangedEntry, LookedEntry};
use axum::extract::State;
use kernel::{AccountId, Instant, SubjectId};
use platform::{App, actions, changes};
use std::collections::HashMap;
use web_kit::form::date;
use web_kit::{Answer, Asked, FormState, Paging, Visit, list};

fn query(form: &mut FormState) -> AuditQuery {
    let from = form.optional("from", date("from")).flatten();
    let until = form.optional("until", date("until")).flatten();
    AuditQuery {
        account: form.value("account").parse().ok(),
        from: from.map(Instant::start_of),
        until: until.and_then(|day| day.succ_opt()).map(Instant::start_of),
    }
}

/// Who changed what.
pub async fn changes(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let query = query(&mut form);
    let page = app.access.changes_by(&ctx, &query, &list::page_request(&v.here)).await?;
    let of = |kinds: &[&str]| -> Vec<SubjectId> {
        let found = page.items.iter().filter(|entry| kinds.contains(&entry.kind.as_str()));
        found.map(|entry| entry.subject).collect()
    };
    let ids = page.items.iter().filter_map(|entry| entry.account);
    let ids = ids.chain(of(&["account"]).into_iter().map(|subject| subject.cast()));
    let names = app.access.holders(&ctx, &ids.collect::<Vec<_>>()).await?;
    let offices = app.access.offices_of(&ctx, &of(&["authority", "body"])).await?;
    let entry = |entry: &ChangedEntry| {
        let line = line(&v, &names, entry.account, entry.at, changed(&v, entry), &entry.request);
        about(&v, entry, &names, &offices, line)
    };
    audit(&AuditPage {
        looks: false,
        entries: page.items.iter().map(entry).collect(),
        paging: Paging::new(&v.here, &page, None),
        form,
        v,
    })
}

/// The entry with the record that was changed: by its name and with its page where it has them,
/// else what kind of record it is and its identifier.
fn about(
    v: &Visit,
    entry: &ChangedEntry,
    holders: &HashMap<AccountId, String>,
    offices: &HashMap<SubjectId, String>,
    line: Entry,
) -> Entry {
    let subject = entry.subject;
    let (name, about_href) = match entry.kind.as_str() {
        "account" => (holders.get(&subject.cast()), format!("/accounts/{subject}")),
        "body" => (offices.get(&subject), format!("/bodies/{subject}")),
        "authority" => (offices.get(&subject), String::new()),
        _ => (None, String::new()),
    };
    let kind = || v.t.maybe(&changes::kind_key(&entry.kind)).unwrap_or_else(|| entry.kind.clone());
    let about_id = if name.is_some() { String::new() } else { subject.to_string() };
    let about = name.cloned().unwrap_or_else(kind);
    Entry { about, about_href, about_id, ..line }
}

/// What was done in words; a change of a newer program shows its own.
fn changed(v: &Visit, entry: &ChangedEntry) -> String {
    let text = v.t.maybe(&changes::text_key(&entry.kind, &entry.action));
    text.unwrap_or_else(|| format!("{} · {}", entry.kind, entry.action))
}

/// Who looked at whose record.
pub async fn looks(v: Visit, State(app): State<App>, Asked(mut form): Asked) -> Answer {
    let ctx = v.ctx(app.world.clone());
    let query = query(&mut form);
    let page = app.access.looks_by(&ctx, &query, &list::page_request(&v.here)).await?;
    let ids = page.items.iter().filter_map(|entry| entry.account);
    let names = app.access.holders(&ctx, &ids.collect::<Vec<_>>()).await?;
    let entry = |together: &[LookedEntry]| {
        let entry = &together[0];
        let what = actions::sentence(&entry.action, v.t.lang);
        let why = purpose(&v, &entry.purpose);
        Entry {
            about: match together.len() {
                1 => why,
                count => v.t.with("audit-people", &[("purpose", &why), ("count", &count)]),
            },
            ..line(&v, &names, entry.account, entry.at, what, &entry.request)
        }
    };
    // Whoever opens a list looks at many people at once: one line says so.
    let together = page.items.chunk_by(|a, b| {
        (&a.request, &a.action, &a.purpose) == (&b.request, &b.action, &b.purpose)
    });
    let entries: Vec<Entry> = together.map(entry).collect();
    audit(&AuditPage {
        looks: true,
        paging: Paging { shown: entries.len(), ..Paging::new(&v.here, &page, None) },
        entries,
        form,
        v,
    })
}

fn line(
    v: &Visit,
    names: &HashMap<AccountId, String>,
    account: Option<AccountId>,
    at: Instant,
    what: String,
    request: &str,
) -> Entry {
    let name = account.and_then(|id| names.get(&id).cloned());
    Entry {
        at,
        who: name.unwrap_or_else(|| v.t.get("audit-nobody")),
        who_href: account.map(|id| v.here.with("account", &id.to_string())).unwrap_or_default(),
        what,
        about: String::new(),
        about_href: String::new(),
        about_id: String::new(),
        request: request.to_owned(),
    }
}
