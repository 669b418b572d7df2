//! Certificates: numbers without gaps, credentials signed by the body, their status, and checking by
//! anybody.

pub mod certificate;
pub mod checking;
pub mod facts;
mod issue;
pub mod legacy;
pub mod number;
pub mod permissions;
pub mod public;

pub use certificate::{Certificate, PublicReason, Standing, Status, StatusStep};
pub use checking::{CheckLimits, Checked, CheckedOn, Claimed};
pub use legacy::{LegacyNumber, Recognised, recognise};
pub use number::{CertificateNumber, NumberFinding, NumberRules, NumberSeries};
pub use public::Site;

use authz::Object;
use certificate::Sealed;
use credential::{KeySource, Limits, UnknownIssuers, Verdict};
use crypto::KeyRing;
use facts::CertificateStatusChanged;
use futures_util::FutureExt as _;
use kernel::{
    BodyId, CertificateId, Ctx, FieldProblem, Office, Page, PageRequest, PersonId, Problem, Result,
    RunId,
};
use people::Personal;
use std::sync::Arc;
use store::looked::Look;
use store::{About, Conn, Idem, Store, Tx};

/// The use cases of this area.
#[derive(Clone)]
pub struct Certificates {
    store: Store,
    ring: Arc<KeyRing>,
    site: Site,
    limits: CheckLimits,
}

/// A certificate with everything on its face.
#[derive(Clone)]
pub struct OpenedCertificate {
    /// What the register shows.
    pub certificate: Certificate,
    /// What identifies the holder.
    pub personal: Personal,
    /// The issuer.
    pub body: organisations::Body,
    /// The signed credential, canonical JSON.
    pub credential: String,
    /// What the QR code says.
    pub check_url: String,
}

impl Certificates {
    /// The area on a store, with the keys of the vault and the addresses that certificates carry.
    pub fn new(store: Store, ring: Arc<KeyRing>, site: Site, limits: CheckLimits) -> Self {
        Certificates { store, ring, site, limits }
    }

    /// The addresses that certificates carry.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Checks a certificate for anybody. Nothing when anything does not match, when the holder's
    /// data were erased, or after too many failures: the answer does not tell which.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn check(
        &self,
        ctx: &Ctx,
        claimed: Claimed,
        on: CheckedOn,
        address: String,
    ) -> Result<Option<Checked>> {
        let (ring, limits) = (Arc::clone(&self.ring), self.limits);
        let found = self.store.write(ctx, None, move |tx| {
            let claimed = (claimed.clone(), on);
            checking::find(tx, Arc::clone(&ring), claimed, address.clone(), limits).boxed()
        });
        let Some(id) = found.await?.0 else { return Ok(None) };
        let mut conn = self.store.read().await?;
        checking::shown(&mut conn, &self.ring, &self.site, id, ctx.now).await
    }

    /// The actor's own certificates, latest first.
    ///
    /// # Errors
    /// Refused without an account of a person.
    pub async fn own(&self, ctx: &Ctx) -> Result<Vec<Certificate>> {
        let person = ctx.actor.person().ok_or_else(Problem::not_found)?;
        let object = Object::person(person);
        authz::permit(ctx, &permissions::CERTIFICATE_OPEN, &object)?;
        public::of_person_in(&mut *self.store.read().await?, person).await
    }

    /// Certificates of a body, latest first.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn of_body(
        &self,
        ctx: &Ctx,
        body: BodyId,
        page: &PageRequest,
    ) -> Result<Page<Certificate>> {
        let mut conn = self.store.read().await?;
        permit_body(&mut conn, ctx, body).await?;
        let rows = certificate::store::of_body(&mut conn, body, page).await?;
        Ok(Page::from_rows(rows, page.limit(), certificate::store::cursor))
    }

    /// Certificates of a run, in the order of their numbers.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn of_run(
        &self,
        ctx: &Ctx,
        body: BodyId,
        run: RunId,
        page: &PageRequest,
    ) -> Result<Page<Certificate>> {
        let mut conn = self.store.read().await?;
        permit_body(&mut conn, ctx, body).await?;
        let rows = certificate::store::of_run(&mut conn, run, page).await?;
        let rows = rows.into_iter().filter(|certificate| certificate.body == body).collect();
        Ok(Page::from_rows(rows, page.limit(), |certificate| certificate.number.clone()))
    }

    /// Opens a certificate with everything on its face. Looks of others than the holder are recorded
    /// first.
    ///
    /// # Errors
    /// `problem-not-found` when it does not exist, is none of the actor's business, or the holder's
    /// data were erased.
    pub async fn open(
        &self,
        ctx: &Ctx,
        id: CertificateId,
        purpose: String,
    ) -> Result<OpenedCertificate> {
        let look = self.store.write(ctx, None, move |tx| look(tx, id, purpose.clone()).boxed());
        look.await?;
        let mut conn = self.store.read().await?;
        let found = certificate::store::find(&mut conn, id).await?;
        let (certificate, sealed) = found.ok_or_else(Problem::not_found)?;
        let unsealed = unsealed(&mut conn, &self.ring, &certificate, &sealed).await?;
        let (personal, sealed) = unsealed.ok_or_else(Problem::not_found)?;
        let body = organisations::public::body_in(&mut conn, certificate.body).await?;
        Ok(OpenedCertificate {
            personal,
            body: body.ok_or_else(|| Problem::inconsistent("certificate", "body", id))?,
            check_url: self.site.check_url(&sealed.token),
            credential: sealed.credential,
            certificate,
        })
    }

    /// Suspends, resumes or revokes a certificate. The step carries what anybody is told; the grounds
    /// are for the file and never shown in public.
    ///
    /// # Errors
    /// Refused without permission; `certificates-reason` without grounds; the conflict
    /// `certificates-step`.
    pub async fn change_status(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: CertificateId,
        step: StatusStep,
        reason: String,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| change_status(tx, id, step, reason.clone()).boxed())
            .await
    }

    /// A certificate as registers show it.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found`.
    pub async fn certificate(&self, ctx: &Ctx, id: CertificateId) -> Result<Certificate> {
        let mut conn = self.store.read().await?;
        let (certificate, object) = load(&mut conn, id).await?;
        authz::permit(ctx, &permissions::CERTIFICATE_LIST, &object)?;
        Ok(certificate)
    }

    /// The words of the steps that the actor may take with a certificate now; none for whoever may
    /// not change its status.
    ///
    /// # Errors
    /// `problem-not-found`; as [`Store::read`].
    pub async fn status_steps(
        &self,
        ctx: &Ctx,
        id: CertificateId,
    ) -> Result<&'static [&'static str]> {
        let mut conn = self.store.read().await?;
        let (certificate, object) = load(&mut conn, id).await?;
        let may = authz::permit(ctx, &permissions::CERTIFICATE_STATUS, &object).is_ok();
        Ok(if may { certificate.status.steps() } else { &[] })
    }

    /// The list of keys that is published for checking off-line.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn issuer_keys(&self, ctx: &Ctx) -> Result<credential::IssuerKeys> {
        let mut conn = self.store.read().await?;
        public::issuer_keys_in(&mut conn, &self.site, ctx.now).await
    }

    /// The fingerprint of the key with which a body signs now, and since when; nothing when it has
    /// none.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn key_fingerprint(
        &self,
        body: BodyId,
    ) -> Result<Option<(String, kernel::CivilDate)>> {
        let mut conn = self.store.read().await?;
        let keys = organisations::public::keys_in(&mut conn, body).await?;
        let active = keys.iter().find_map(|key| match &key.state {
            organisations::KeyState::Active { from } => Some((key, *from)),
            _ => None,
        });
        let Some((key, from)) = active else { return Ok(None) };
        let wrong = || Problem::inconsistent("body_key", "public_key", key.id);
        let bytes = key.public_key.as_slice().try_into().map_err(|_| wrong())?;
        let public = credential::PublicKey::from_bytes(bytes).map_err(|_| wrong())?;
        Ok(Some((public.multibase(), from.civil_date())))
    }

    /// Checks a credential file against the keys of this installation.
    ///
    /// # Errors
    /// As [`Store::read`]. What is wrong with the file is in the verdict.
    pub async fn verify(&self, ctx: &Ctx, file: &[u8]) -> Result<Verdict> {
        let keys = self.issuer_keys(ctx).await?;
        let source = KeySource::new(keys, UnknownIssuers::Refuse)?;
        Ok(credential::verify(file, &source, ctx.now, &Limits::default()))
    }
}

/// Who the holder is and what is sealed; nothing once the holder's data were erased.
async fn unsealed(
    conn: &mut Conn,
    ring: &KeyRing,
    certificate: &Certificate,
    sealed: &[u8],
) -> Result<Option<(Personal, Sealed)>> {
    let mut opened = people::public::opened_in(conn, ring, &[certificate.person]).await?;
    let Some((key, personal)) = opened.remove(&certificate.person) else { return Ok(None) };
    let plain = key.open(&Sealed::field(certificate.id), sealed)?;
    let sealed = serde_json::from_slice(plain.expose())
        .map_err(|_| Problem::inconsistent("certificate", "sealed", certificate.id))?;
    Ok(Some((personal, sealed)))
}

/// What permission on a certificate depends on.
async fn object(conn: &mut Conn, body: BodyId, person: Option<PersonId>) -> Result<Object> {
    let found = organisations::public::body_in(conn, body).await?.ok_or_else(Problem::not_found)?;
    let object = Object { person, ..Object::body(body) };
    Ok(object.in_division(found.division))
}

async fn permit_body(conn: &mut Conn, ctx: &Ctx, body: BodyId) -> Result<()> {
    let object = object(conn, body, None).await?;
    authz::permit(ctx, &permissions::CERTIFICATE_LIST, &object)
}

/// A certificate with what permission on it depends on: it is its holder's own under whichever of
/// their records it stands.
async fn load(conn: &mut Conn, id: CertificateId) -> Result<(Certificate, Object)> {
    let found = certificate::store::find(conn, id).await?;
    let (certificate, _) = found.ok_or_else(Problem::not_found)?;
    let holder = people::public::holder_in(conn, certificate.person, id.cast()).await?;
    let object = object(conn, certificate.body, Some(holder)).await?;
    Ok((certificate, object))
}

async fn look(tx: &mut Tx, id: CertificateId, purpose: String) -> Result<()> {
    let (certificate, object) = load(tx, id).await?;
    let action = &permissions::CERTIFICATE_OPEN;
    authz::permit(tx.ctx(), action, &object)?;
    if object.person.is_some() && tx.ctx().actor.person() == object.person {
        return Ok(());
    }
    let office = match authz::acting_office(&tx.ctx().actor, action, &object) {
        Some(Office::Authority { id, .. }) => Some(id.cast()),
        Some(Office::Body(id)) => Some(id.cast()),
        Some(Office::Node) | None => None,
    };
    tx.looked(&Look {
        person: Some(certificate.person),
        office,
        action: action.code,
        purpose,
        withheld_until: None,
    });
    Ok(())
}

async fn change_status(
    tx: &mut Tx,
    id: CertificateId,
    step: StatusStep,
    reason: String,
) -> Result<()> {
    let (certificate, object) = load(tx, id).await?;
    authz::permit(tx.ctx(), &permissions::CERTIFICATE_STATUS, &object)?;
    if reason.trim().is_empty() {
        return Err(Problem::fields(vec![FieldProblem::new("reason", "certificates-reason")]));
    }
    let status = certificate.status.after(step, reason.clone(), tx.ctx().today())?;
    certificate::store::set_status(tx, &certificate, &status).await?;
    let fact = CertificateStatusChanged { certificate: id, status, grounds: reason };
    tx.history("certificate", id.cast(), certificate.version + 1, "status", &fact)?;
    let about = About::person(certificate.person).at(certificate.body).subject(id.cast());
    tx.fact(about, &fact)
}

#[cfg(test)]
mod texts_tests;
