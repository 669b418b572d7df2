//! Tickets: what is known between two steps, sealed and carried by the browser, so that nothing
//! half-finished stands in the database.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::{KeyRing, Redacted};
use kernel::{AccountId, Instant, Problem, Random, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a ticket holds besides its content.
#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    until: Instant,
    content: T,
}

/// Seals the content until the instant. It opens for the same purpose only.
pub(crate) fn seal<T: Serialize>(
    ring: &KeyRing,
    purpose: &str,
    account: AccountId,
    until: Instant,
    content: T,
    random: &Random,
) -> Result<Redacted<String>> {
    let plain = serde_json::to_vec(&Sealed { until, content }).map_err(Problem::internal)?;
    let id = account.bytes();
    let sealed = ring.seal_system(purpose, &id, &plain, random);
    Ok(Redacted::new(URL_SAFE_NO_PAD.encode([id.as_slice(), &sealed].concat())))
}

/// Opens a ticket.
///
/// # Errors
/// `access-ticket-expired` whatever is wrong with it.
pub(crate) fn open<T: DeserializeOwned>(
    ring: &KeyRing,
    purpose: &str,
    ticket: &str,
    now: Instant,
) -> Result<(AccountId, T)> {
    let expired = || Problem::invalid("access-ticket-expired");
    let bytes = URL_SAFE_NO_PAD.decode(ticket).map_err(|_| expired())?;
    let (id, sealed) = bytes.split_first_chunk::<16>().ok_or_else(expired)?;
    let plain = ring.open_system(purpose, id, sealed).map_err(|_| expired())?;
    let opened: Sealed<T> = serde_json::from_slice(plain.expose()).map_err(|_| expired())?;
    let account = AccountId::from_bytes(id).map_err(|_| expired())?;
    if now >= opened.until {
        return Err(expired());
    }
    Ok((account, opened.content))
}
