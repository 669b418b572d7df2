//! The use cases of applications.

use super::{Application, Applied, NewApplication, OfficeAct, act, apply, store};
use crate::{Authority, Organisations};
use ::store::Idem;
use approval::Case;
use futures_util::FutureExt as _;
use kernel::{ApplicationId, BodyId, CaseId, Ctx, Problem, Result};
use std::io::{Cursor, Read};
use std::sync::Arc;

/// The most bytes of one paper.
pub const MOST_BYTES: u64 = 20 << 20;
/// What files of papers are for.
const PAPER: &str = "application-paper";

/// A file as offices can open and print it: its media type, read from how it begins, and the whole of it.
///
/// # Errors
/// `organisations-paper-kind` for any other file; `problem-file-unreadable`.
pub fn paper(mut content: impl Read) -> Result<(&'static str, impl Read)> {
    let mut begin = Vec::with_capacity(8);
    let read = content.by_ref().take(8).read_to_end(&mut begin);
    read.map_err(|_| Problem::invalid("problem-file-unreadable"))?;
    let media = match begin.as_slice() {
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        _ => return Err(Problem::invalid("organisations-paper-kind")),
    };
    Ok((media, Cursor::new(begin).chain(content)))
}

impl Organisations {
    /// The procedures that came with the program.
    pub fn procedures(&self) -> &[approval::Procedure] {
        &self.procedures
    }

    /// Begins an application to be filed; it is handed in later.
    ///
    /// # Errors
    /// Refused without permission; field problems for years, scope and office.
    pub async fn begin_application(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: NewApplication,
    ) -> Result<ApplicationId> {
        self.store.write(ctx, idem, move |tx| apply::begin(tx, command.clone()).boxed()).await
    }

    /// Changes what an application asks for, before it is handed in and while papers are missing. Once
    /// it was handed in, the office stays.
    ///
    /// # Errors
    /// As [`Organisations::begin_application`]; the conflicts `organisations-application-handed-in` and
    /// `problem-changed-meanwhile`.
    pub async fn change_application(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ApplicationId,
        version: i64,
        command: NewApplication,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| apply::change(tx, id, version, command.clone()).boxed())
            .await
    }

    /// Hands in a paper as PDF, PNG or JPEG, in the place of one of the same kind.
    ///
    /// # Errors
    /// Refused without permission; `organisations-paper-kind` for any other file;
    /// `problem-file-too-large`; the conflict `organisations-application-handed-in`.
    pub async fn attach_paper(
        &self,
        ctx: &Ctx,
        id: ApplicationId,
        key: String,
        content: impl Read,
    ) -> Result<()> {
        let (media, whole) = paper(content)?;
        let blob = self.blobs.upload(ctx, id.home(), PAPER, whole, MOST_BYTES).await?;
        let shipped = Arc::clone(&self.procedures);
        self.store
            .write(ctx, None, move |tx| {
                let file = (blob.clone(), media.to_owned());
                apply::attach(tx, Arc::clone(&shipped), id, key.clone(), file).boxed()
            })
            .await
    }

    /// Hands an application in, or the papers that were missing.
    ///
    /// # Errors
    /// Refused without permission; `organisations-application-papers` with what is missing; the
    /// conflicts `organisations-application-open`, `organisations-application-barred` and
    /// `approval-no-procedure`.
    pub async fn hand_in(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ApplicationId,
        version: i64,
    ) -> Result<()> {
        let shipped = Arc::clone(&self.procedures);
        self.store
            .write(ctx, idem, move |tx| {
                apply::hand_in(tx, Arc::clone(&shipped), id, version).boxed()
            })
            .await
    }

    /// Takes an application back before it is decided.
    ///
    /// # Errors
    /// Refused without permission; the conflict `approval-not-now`.
    pub async fn recall_application(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ApplicationId,
        reason: String,
    ) -> Result<()> {
        self.store.write(ctx, idem, move |tx| apply::recall(tx, id, reason.clone()).boxed()).await
    }

    /// The offices to which a body may apply: those in whose territory it lies.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn application_offices(&self, ctx: &Ctx, body: BodyId) -> Result<Vec<Authority>> {
        let mut conn = self.store.read().await?;
        apply::offices_of(&mut conn, ctx, body).await
    }

    /// One application with its case.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn application(&self, ctx: &Ctx, id: ApplicationId) -> Result<Applied> {
        let mut conn = self.store.read().await?;
        apply::one(&mut conn, ctx, &self.procedures, id).await
    }

    /// The application of a case, for the office or the body.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` when the case is of another kind.
    pub async fn application_of_case(&self, ctx: &Ctx, case: CaseId) -> Result<Applied> {
        let mut conn = self.store.read().await?;
        let found = store::of_case(&mut conn, case).await?.ok_or_else(Problem::not_found)?;
        let body = crate::use_cases::load_body(&mut conn, found.body).await?;
        apply::shown(&mut conn, ctx, &self.procedures, found, body).await
    }

    /// The applications of a body with the case of each, the latest first.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn applications(
        &self,
        ctx: &Ctx,
        body: BodyId,
    ) -> Result<Vec<(Application, Option<Case>)>> {
        let mut conn = self.store.read().await?;
        apply::of_body(&mut conn, ctx, body).await
    }

    /// A paper of an application: what it is, and its bytes.
    ///
    /// # Errors
    /// Refused without permission; `problem-not-found` without such a paper.
    pub async fn paper(
        &self,
        ctx: &Ctx,
        id: ApplicationId,
        key: &str,
    ) -> Result<(String, Vec<u8>)> {
        let applied = self.application(ctx, id).await?;
        let papers = applied.application.papers;
        let handed = papers.into_iter().find(|handed| handed.key == key);
        let handed = handed.ok_or_else(Problem::not_found)?;
        Ok((handed.media, self.blobs.read(handed.file).await?))
    }

    /// Does something with the case of an application, for the office, by the post whose step it is.
    /// A decision enters the filing into the register; an end takes it out.
    ///
    /// # Errors
    /// Refused without the post; the conflict `problem-changed-meanwhile`; as [`approval::act_in`];
    /// field problems for the filing code.
    pub async fn act_on_application(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        command: OfficeAct,
    ) -> Result<()> {
        let ring = Arc::clone(&self.ring);
        self.store
            .write(ctx, idem, move |tx| act::act(tx, Arc::clone(&ring), command.clone()).boxed())
            .await
    }
}
