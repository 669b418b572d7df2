//! The audit administrator's reading.

use crate::audit::{AuditPage, Entry, audit};
use crate::live::purpose;
use access::{AuditQuery, ChangedEntry, LookedEntry};
use axum::extract::State;
use kernel::{AccountId, Instant};
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
    let ids = page.items.iter().filter_map(|entry| entry.account);
    let names = app.access.holders(&ctx, &ids.collect::<Vec<_>>()).await?;
    let entry = |entry: &ChangedEntry| Entry {
        about: entry.subject.to_string(),
        ..line(&v, &names, entry.account, entry.at, changed(&v, entry), &entry.request)
    };
    audit(&AuditPage {
        looks: false,
        entries: page.items.iter().map(entry).collect(),
        paging: Paging::new(&v.here, &page, None),
        form,
        v,
    })
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
    audit(&AuditPage {
        looks: true,
        entries: together.map(entry).collect(),
        paging: Paging::new(&v.here, &page, None),
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
        request: request.to_owned(),
    }
}
