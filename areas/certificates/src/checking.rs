//! Public checking: by the code on the paper, or by number and a second fact. One answer, 'no match',
//! for whatever does not match, so that nobody learns which part was wrong.

use crate::certificate::{self, Certificate, Standing};
use crate::issue::{NUMBER, Site, TOKEN};
use crate::permissions::CERTIFICATE_CHECK;
use authz::Object;
use credential::{IssuerEntry, IssuerKeys, KeySource, Limits, UnknownIssuers, Verdict};
use crypto::KeyRing;
use kernel::{
    CertificateId, CivilDate, Instant, OccupationCode, Result, SkillLevel, SubjectId, text,
};
use people::PersonName;
use people::vault::Personal;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::looked::Look;
use store::throttle::{self, Limit};
use store::{Conn, Tx, directory};

/// How many failed checks one address and one number may make.
#[derive(Clone, Copy, Debug)]
pub struct CheckLimits {
    /// Failures for one certificate number.
    pub number: Limit,
    /// Failures from one address.
    pub address: Limit,
}

impl Default for CheckLimits {
    fn default() -> Self {
        CheckLimits {
            number: Limit { most: 5, window_seconds: 3600 },
            address: Limit { most: 60, window_seconds: 3600 },
        }
    }
}

/// What somebody knows about a certificate.
#[derive(Clone, Debug)]
pub enum Claimed {
    /// The code from the QR sign.
    Token(String),
    /// The number, and the holder's name or the last six characters of the document number.
    Number {
        /// 证书编号, as typed.
        number: String,
        /// The second fact, as typed.
        second: String,
    },
}

/// Through which door somebody checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedOn {
    /// The public page.
    Page,
    /// The programs' interface.
    Api,
}

/// The purpose that a check leaves in the record of who looked: a word that its readers put into
/// theirs. It says by which way, and never who: nobody has to say that to check.
fn purpose(claimed: &Claimed, on: CheckedOn) -> &'static str {
    match (claimed, on) {
        (Claimed::Token(_), CheckedOn::Page) => "check-code",
        (Claimed::Number { .. }, CheckedOn::Page) => "check-number",
        (Claimed::Token(_), CheckedOn::Api) => "check-code-api",
        (Claimed::Number { .. }, CheckedOn::Api) => "check-number-api",
    }
}

/// What anybody may see of a certificate that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// 证书编号
    pub number: String,
    /// The holder's name, masked.
    pub name: String,
    /// 职业
    pub occupation: OccupationCode,
    /// The release of the classification in which the code stands.
    pub classification: String,
    /// 工种 / 职业方向
    pub variant: Option<String>,
    /// The level.
    pub level: SkillLevel,
    /// The exam day, on which the occupation had the name it is known by.
    pub exam_on: CivilDate,
    /// The day of issue.
    pub issued_on: CivilDate,
    /// Who issued it.
    pub body: kernel::BodyId,
    /// The issuer's name.
    pub body_name: String,
    /// Whether it counts.
    pub standing: Standing,
    /// Whether signature and content belong together and the issuer's key vouches for them.
    pub signature_good: bool,
}

/// What the write of a check gives: the certificate found, if everything matched.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Found(pub Option<CertificateId>);

/// Looks for the certificate, counts a failure or records the look. Both write one row, so both take
/// the same time.
pub(crate) async fn find(
    tx: &mut Tx,
    ring: Arc<KeyRing>,
    (claimed, on): (Claimed, CheckedOn),
    address: String,
    limits: CheckLimits,
) -> Result<Found> {
    authz::permit(tx.ctx(), &CERTIFICATE_CHECK, &Object::none())?;
    let address_key = ring.tag("check-address", address.as_bytes());
    let number_key = match &claimed {
        Claimed::Token(_) => None,
        Claimed::Number { number, .. } => {
            Some(ring.tag("check-number", normal_number(number).as_bytes()))
        }
    };
    let mut allowed = throttle::has_attempts(tx, address_key, limits.address).await?;
    if let Some(key) = number_key {
        allowed &= throttle::has_attempts(tx, key, limits.number).await?;
    }
    let found = matching(tx, &ring, &claimed).await?;
    let found = found.filter(|_| allowed);
    match &found {
        Some(certificate) => tx.looked(&Look {
            person: Some(certificate.person),
            office: None,
            action: CERTIFICATE_CHECK.code,
            purpose: purpose(&claimed, on).to_owned(),
            withheld_until: None,
        }),
        None => {
            throttle::count(tx, address_key, limits.address).await?;
            if let Some(key) = number_key {
                throttle::count(tx, key, limits.number).await?;
            }
        }
    }
    Ok(Found(found.map(|certificate| certificate.id)))
}

fn normal_number(typed: &str) -> String {
    text::compact(typed).to_ascii_uppercase()
}

/// The certificate that matches everything claimed, of a holder whose data have not been erased.
async fn matching(
    conn: &mut Conn,
    ring: &KeyRing,
    claimed: &Claimed,
) -> Result<Option<Certificate>> {
    let subject = match claimed {
        Claimed::Token(token) => by_token(conn, token.trim()).await?,
        Claimed::Number { number, .. } => by_number(conn, ring, number).await?,
    };
    // The same steps are taken when nothing was found, with a certificate that does not exist.
    let id = match subject {
        Some(subject) => subject.cast(),
        None => nobody(),
    };
    let certificate = certificate::store::find(conn, id).await?.map(|(found, _)| found);
    let person = certificate.as_ref().map_or_else(nobody, |c| c.person);
    let personal = people::public::personal_in(conn, ring, &[person]).await?.remove(&person);
    let second = match claimed {
        Claimed::Token(_) => true,
        Claimed::Number { second, .. } => second_fact(ring, second, personal.as_ref()),
    };
    Ok(certificate.filter(|_| personal.is_some() && second))
}

/// An id that no record has.
fn nobody<K: kernel::id::IdKind>() -> kernel::Id<K> {
    let random = kernel::Random::seeded(0);
    kernel::Id::new(kernel::Home::NODE, kernel::Instant::from_micros(0), &random)
}

async fn by_token(conn: &mut Conn, token: &str) -> Result<Option<SubjectId>> {
    let found = directory::find_many(conn, TOKEN, &crypto::digests(token.as_bytes())).await?;
    Ok(found.into_values().next())
}

async fn by_number(conn: &mut Conn, ring: &KeyRing, typed: &str) -> Result<Option<SubjectId>> {
    let hashes = ring.blind_all(NUMBER, normal_number(typed).as_bytes());
    let hashes: Vec<[u8; 32]> = hashes.into_iter().map(|(_, hash)| hash).collect();
    let found = directory::find_many(conn, NUMBER, &hashes).await?;
    Ok(found.into_values().next())
}

/// Whether the typed text is the holder's name or the end of one of their document numbers. Keyed
/// tags are compared, so that the time tells nothing about how much agrees.
fn second_fact(ring: &KeyRing, typed: &str, personal: Option<&Personal>) -> bool {
    let tag = |text: &str| ring.tag("check-second", text.as_bytes());
    let end = tag(&text::compact(typed).to_ascii_uppercase());
    let name = PersonName::read(typed).map(|name| name.key()).unwrap_or_default();
    let name = (!name.is_empty()).then(|| tag(&name));
    let Some(personal) = personal else { return false };
    let same_name = name == Some(tag(&personal.name.key()));
    let same_end = personal.documents.iter().fold(false, |same, document| {
        let number = document.number.reveal();
        let start = number.len().saturating_sub(6);
        same | (number.get(start..).map(tag) == Some(end))
    });
    same_name | same_end
}

/// What anybody may see of the certificate.
pub(crate) async fn shown(
    conn: &mut Conn,
    ring: &KeyRing,
    site: &Site,
    id: CertificateId,
    now: Instant,
) -> Result<Option<Checked>> {
    let Some((certificate, sealed)) = certificate::store::find(conn, id).await? else {
        return Ok(None);
    };
    let unsealed = crate::unsealed(conn, ring, &certificate, &sealed).await?;
    let body = organisations::public::body_in(conn, certificate.body).await?;
    let Some(((personal, sealed), body)) = unsealed.zip(body) else { return Ok(None) };
    let keys = organisations::public::keys_in(conn, body.id).await?;
    let issuer = crate::public::issuer(site, &body, None, &keys)?;
    Ok(Some(Checked {
        signature_good: signature_holds(&sealed.credential, issuer, &certificate.number, now)?,
        number: certificate.number,
        name: personal.name.masked(),
        occupation: certificate.occupation,
        classification: certificate.classification,
        variant: certificate.variant,
        level: certificate.level,
        exam_on: certificate.exam_on,
        issued_on: certificate.issued_on,
        body: body.id,
        body_name: body.name,
        standing: certificate.status.standing(),
    }))
}

/// Whether the credential is signed by a key that vouches for it and speaks of this certificate.
fn signature_holds(
    credential: &str,
    issuer: IssuerEntry,
    number: &str,
    now: Instant,
) -> Result<bool> {
    let list = IssuerKeys { published_at: now, issuers: vec![issuer] };
    let source = KeySource::new(list, UnknownIssuers::Refuse)?;
    let verdict = credential::verify(credential.as_bytes(), &source, now, &Limits::default());
    Ok(matches!(verdict, Verdict::Valid(proven) if proven.facts.number.as_deref() == Some(number)))
}
