//! Which keys sign for which issuers: the list that the public site publishes and an off-line check uses.

use crate::time::parse_timestamp;
use crate::{CredentialError, Limits, PublicKey, Reason, StrictJson};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;

/// The name and version of the list's form.
const FORMAT: &str = "kaogong-issuer-keys/1";

/// A list of issuers with their keys, as published at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerKeys {
    /// When the list was written.
    pub published_at: Instant,
    /// The issuers.
    pub issuers: Vec<IssuerEntry>,
}

/// One issuer: an evaluation body (评价机构).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerEntry {
    /// The identifier that its credentials name: a did:web or an https URL.
    pub id: String,
    /// The name as filed.
    pub name: String,
    /// The filing code (机构备案编码) of 13 characters.
    pub filing_code: Option<String>,
    /// All keys it ever had; a retired one still vouches for what it signed.
    pub keys: Vec<IssuerKey>,
}

/// One key of an issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerKey {
    /// The URL of the key (`verificationMethod`).
    pub id: String,
    /// The key.
    pub public_key: PublicKey,
    /// From when it signs.
    pub from: Instant,
    /// What has become of it.
    pub standing: KeyStanding,
}

/// What has become of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    /// It signs.
    InForce,
    /// It was replaced and destroyed; what it signed before holds.
    Retired {
        /// From when it no longer signs.
        at: Instant,
    },
    /// Somebody else may have it. Dates can be forged with it, so nothing it signed is trusted.
    Revoked {
        /// When that was found.
        at: Instant,
    },
}

impl IssuerKey {
    /// Whether the key vouches for a proof made at that time.
    ///
    /// # Errors
    /// [`Reason::KeyNotInForce`] or [`Reason::KeyRevoked`].
    pub fn vouches(&self, signed_at: Instant) -> Result<(), Reason> {
        let not_in_force = || Reason::KeyNotInForce { method: self.id.clone(), signed_at };
        match self.standing {
            KeyStanding::Revoked { at } => {
                Err(Reason::KeyRevoked { method: self.id.clone(), revoked_at: at })
            }
            KeyStanding::Retired { at } if signed_at >= at => Err(not_in_force()),
            KeyStanding::InForce | KeyStanding::Retired { .. } if signed_at < self.from => {
                Err(not_in_force())
            }
            KeyStanding::InForce | KeyStanding::Retired { .. } => Ok(()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListForm {
    format: String,
    published_at: String,
    issuers: Vec<IssuerForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct IssuerForm {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    filing_code: Option<String>,
    keys: Vec<KeyForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyForm {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    public_key_multibase: String,
    from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retired_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
}

fn malformed(detail: impl ToString) -> CredentialError {
    CredentialError::IssuerKeysMalformed { detail: detail.to_string() }
}

fn time(text: &str) -> Result<Instant, CredentialError> {
    parse_timestamp(text).ok_or_else(|| malformed(format!("not a time: {text}")))
}

impl IssuerKeys {
    /// Reads a published list.
    ///
    /// # Errors
    /// As [`StrictJson::parse`]; [`CredentialError::IssuerKeysMalformed`] when it has another form
    /// or version, a time or key that cannot be read, or one issuer or key twice.
    pub fn from_json(bytes: &[u8], limits: &Limits) -> Result<Self, CredentialError> {
        let list: ListForm =
            serde_json::from_value(StrictJson::parse(bytes, limits)?).map_err(malformed)?;
        if list.format != FORMAT {
            return Err(malformed(format!("format {}", list.format)));
        }
        let issuers: Result<Vec<_>, _> = list.issuers.into_iter().map(read_issuer).collect();
        let list = IssuerKeys { published_at: time(&list.published_at)?, issuers: issuers? };
        list.places()?;
        Ok(list)
    }

    /// The list as it is published.
    pub fn to_json(&self) -> Value {
        let form = ListForm {
            format: FORMAT.to_owned(),
            published_at: self.published_at.rfc3339(),
            issuers: self.issuers.iter().map(issuer_form).collect(),
        };
        serde_json::to_value(form).expect("texts and lists can be written")
    }

    /// Where each key stands; refuses an issuer or key named twice, since the second could stand
    /// for another than the first.
    fn places(&self) -> Result<HashMap<String, (usize, usize)>, CredentialError> {
        let mut issuers = HashMap::new();
        let mut places = HashMap::new();
        for (i, issuer) in self.issuers.iter().enumerate() {
            if issuers.insert(issuer.id.as_str(), i).is_some() {
                return Err(malformed(format!("issuer twice: {}", issuer.id)));
            }
            for (k, key) in issuer.keys.iter().enumerate() {
                if places.insert(key.id.clone(), (i, k)).is_some() {
                    return Err(malformed(format!("key twice: {}", key.id)));
                }
            }
        }
        Ok(places)
    }
}

fn read_issuer(form: IssuerForm) -> Result<IssuerEntry, CredentialError> {
    let keys: Result<Vec<_>, _> = form.keys.into_iter().map(read_key).collect();
    Ok(IssuerEntry { id: form.id, name: form.name, filing_code: form.filing_code, keys: keys? })
}

fn read_key(form: KeyForm) -> Result<IssuerKey, CredentialError> {
    if form.kind != "Multikey" {
        return Err(malformed(format!("key of type {}", form.kind)));
    }
    let standing = match (form.retired_at, form.revoked_at) {
        (_, Some(at)) => KeyStanding::Revoked { at: time(&at)? },
        (Some(at), None) => KeyStanding::Retired { at: time(&at)? },
        (None, None) => KeyStanding::InForce,
    };
    let public_key = PublicKey::from_multibase(&form.public_key_multibase)?;
    Ok(IssuerKey { id: form.id, public_key, from: time(&form.from)?, standing })
}

fn issuer_form(issuer: &IssuerEntry) -> IssuerForm {
    IssuerForm {
        id: issuer.id.clone(),
        name: issuer.name.clone(),
        filing_code: issuer.filing_code.clone(),
        keys: issuer.keys.iter().map(key_form).collect(),
    }
}

fn key_form(key: &IssuerKey) -> KeyForm {
    let (retired_at, revoked_at) = match key.standing {
        KeyStanding::InForce => (None, None),
        KeyStanding::Retired { at } => (Some(at.rfc3339()), None),
        KeyStanding::Revoked { at } => (None, Some(at.rfc3339())),
    };
    KeyForm {
        id: key.id.clone(),
        kind: "Multikey".to_owned(),
        public_key_multibase: key.public_key.multibase(),
        from: key.from.rfc3339(),
        retired_at,
        revoked_at,
    }
}

/// What to do with an issuer that the list does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownIssuers {
    /// It does not hold: anybody can make a key and call himself anything.
    Refuse,
    /// An issuer that *is* its key (did:key) is taken at its word; the verdict says so.
    AcceptDidKey,
}

/// Where a check finds keys: a published list, and the rule for everybody else.
#[derive(Clone, Debug)]
pub struct KeySource {
    list: IssuerKeys,
    unknown: UnknownIssuers,
    places: HashMap<String, (usize, usize)>,
}

/// A key that a proof names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    Listed { issuer: &'a IssuerEntry, key: &'a IssuerKey },
    DidKey { key: PublicKey },
}

impl KeySource {
    /// A source over a list.
    ///
    /// # Errors
    /// [`CredentialError::IssuerKeysMalformed`] when the list has one issuer or key twice.
    pub fn new(list: IssuerKeys, unknown: UnknownIssuers) -> Result<Self, CredentialError> {
        let places = list.places()?;
        Ok(KeySource { list, unknown, places })
    }

    /// The list.
    pub fn list(&self) -> &IssuerKeys {
        &self.list
    }

    /// The key of a proof, for a credential that names this issuer.
    pub(crate) fn find(&self, issuer: &str, method: &str) -> Result<Found<'_>, Reason> {
        if let Some((i, k)) = self.places.get(method) {
            let entry = &self.list.issuers[*i];
            return if entry.id == issuer {
                Ok(Found::Listed { issuer: entry, key: &entry.keys[*k] })
            } else {
                Err(Reason::KeyOfAnotherIssuer { method: method.to_owned() })
            };
        }
        if self.list.issuers.iter().any(|entry| entry.id == issuer) {
            return Err(Reason::UnknownKey { method: method.to_owned() });
        }
        let unknown = Reason::UnknownIssuer { issuer: issuer.to_owned() };
        match (self.unknown, PublicKey::from_did_key(method)) {
            (UnknownIssuers::AcceptDidKey, Ok(key)) if key.did_key() == issuer => {
                Ok(Found::DidKey { key })
            }
            (UnknownIssuers::AcceptDidKey, Ok(_)) if issuer.starts_with("did:key:") => {
                Err(Reason::KeyOfAnotherIssuer { method: method.to_owned() })
            }
            _ => Err(unknown),
        }
    }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
