//! The vault: everything that identifies a person, sealed in one piece under the person's own key.
//!
//! One piece, because it is written and read as a whole: a register of millions is filled at the
//! speed of the disk, and erasing a person is deleting one row.

pub(crate) mod store;

use crate::document::{DocumentKind, DocumentNumber, Sex};
use crate::name::PersonName;
use crypto::{KeyRing, PersonKey};
use kernel::{CivilDate, PersonId, Problem, Random, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The field name under which the piece is sealed.
const FIELD: &str = "personal";

/// An identity document of a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    /// The number with its kind, checked.
    pub number: DocumentNumber,
    /// The issuing country (ISO 3166-1 alpha-3) where the kind leaves it open, such as a passport.
    pub country: Option<String>,
}

impl Document {
    /// A document whose kind tells the country.
    pub fn new(number: DocumentNumber) -> Self {
        Document { number, country: None }
    }

    /// The text whose blind index finds the document: kind ‖ country ‖ number. A first-generation
    /// number is found under the number of 18 characters that took its place.
    pub(crate) fn index_text(&self) -> String {
        let number = self.number.eighteen().unwrap_or_else(|| self.number.clone());
        let country = self.country.as_deref().unwrap_or_default();
        format!("{}/{country}/{}", number.kind().word(), number.reveal())
    }
}

/// What identifies a person. Showing it for debugging shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal {
    /// The name.
    pub name: PersonName,
    /// The identity documents, the first registered first.
    pub documents: Vec<Document>,
    /// 性别
    pub sex: Option<Sex>,
    /// The birth date.
    pub birth_on: Option<CivilDate>,
    /// The mobile number, as digits.
    pub phone: Option<String>,
    /// Further fields that the person or a body gave, such as schooling.
    pub extra: BTreeMap<String, String>,
}

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Personal([redacted])")
    }
}

/// The written form inside the seal.
#[derive(Serialize, Deserialize)]
struct Written {
    name: String,
    documents: Vec<WrittenDocument>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    birth_on: Option<CivilDate>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    phone: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    extra: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct WrittenDocument {
    kind: String,
    number: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    country: Option<String>,
}

impl Personal {
    /// The text whose blind index finds people by name and birth date.
    pub(crate) fn name_index_text(&self) -> Option<String> {
        self.birth_on.map(|birth_on| name_index_text(&self.name, birth_on))
    }

    /// The text whose blind index brings together people of one phone number and birth date. Nobody is
    /// looked up by it: it finds records of the same human.
    pub(crate) fn phone_index_text(&self) -> Option<String> {
        Some(format!("{}/{}", self.phone.as_deref()?, self.birth_on?))
    }

    /// Seals everything under the person's key.
    pub(crate) fn seal(&self, key: &PersonKey, random: &Random) -> Result<Vec<u8>> {
        let documents = self.documents.iter().map(|document| WrittenDocument {
            kind: document.number.kind().word().to_owned(),
            number: document.number.reveal().to_owned(),
            country: document.country.clone(),
        });
        let written = Written {
            name: self.name.reveal().to_owned(),
            documents: documents.collect(),
            sex: self.sex.map(|sex| sex.word().to_owned()),
            birth_on: self.birth_on,
            phone: self.phone.clone(),
            extra: self.extra.clone(),
        };
        let plain = serde_json::to_vec(&written).map_err(Problem::internal)?;
        Ok(key.seal(FIELD, &plain, random))
    }

    /// Opens a vault row.
    pub(crate) fn open(ring: &KeyRing, row: &VaultRow) -> Result<Personal> {
        let wrong = |column| move || Problem::inconsistent("person_vault", column, row.person);
        let key = ring.unwrap_person_key(&row.person.bytes(), &row.wrapped_key)?;
        let plain = key.open(FIELD, &row.sealed)?;
        // The error of the parser could quote what it could not read.
        let written: Written =
            serde_json::from_slice(plain.expose()).map_err(|_| wrong("sealed")())?;
        let documents = written.documents.into_iter().map(|document| {
            let kind = DocumentKind::from_word(&document.kind).ok_or_else(wrong("kind"))?;
            let number = DocumentNumber::stored(kind, &document.number);
            Ok(Document { number: number.ok_or_else(wrong("number"))?, country: document.country })
        });
        Ok(Personal {
            name: PersonName::stored(&written.name),
            documents: documents.collect::<Result<_>>()?,
            sex: written.sex.as_deref().and_then(Sex::from_word),
            birth_on: written.birth_on,
            phone: written.phone,
            extra: written.extra,
        })
    }
}

pub(crate) fn name_index_text(name: &PersonName, birth_on: CivilDate) -> String {
    format!("{}/{birth_on}", name.key())
}

/// A row of the vault.
pub(crate) struct VaultRow {
    pub person: PersonId,
    pub wrapped_key: Vec<u8>,
    pub key_version: i64,
    pub sealed: Vec<u8>,
}
