//! Cases of every area in one place: the queue of an office, one case, letters, notices. What an act
//! means is the business of the area whose matter it is.

use crate::App;
use approval::{Act, Case, Letter, Objecting, Objection, Procedure, Queue, Record};
use designations::{DESIGNATION, Entry, Round};
use futures_util::FutureExt as _;
use kernel::{
    CaseId, CivilDate, Ctx, DivisionCode, LetterId, ObjectionId, Page, PageRequest, Problem,
    ProblemKind, Result,
};
use organisations::application::FILING;
use organisations::{Applied, OfficeAct};
use std::sync::Arc;
use store::Idem;
use store::throttle::{self, Limit};

/// How many objections are taken from one address within an hour.
const OBJECTIONS: Limit = Limit { most: 5, window_seconds: 3600 };

/// What a case is about, with the record of the area whose matter it is.
#[derive(Clone, Debug)]
pub enum Matter {
    /// 机构备案
    Filing(Box<Applied>),
    /// 遴选名单审定: the round with its entries.
    Selection(Box<(Round, Vec<Entry>)>),
}

/// What a public notice is about, as far as that is public.
#[derive(Clone, Debug)]
pub enum Noticed {
    /// 机构备案
    Filing(Box<organisations::Application>),
    /// 遴选名单审定: the round with its entries.
    Selection(Box<(Round, Vec<Entry>)>),
}

/// A case as the office or the applicant sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The case with everything that was done.
    pub record: Record,
    /// What it is about.
    pub matter: Matter,
    /// What the actor could do with it today, as patterns; nothing for posts they do not hold.
    pub offers: Vec<Act>,
}

/// One act of a batch that failed.
#[derive(Debug)]
pub struct Failed {
    /// The case.
    pub case: CaseId,
    /// Why.
    pub problem: Problem,
}

impl App {
    /// A page of the cases of the actor's offices with the last day of each, the most urgent first.
    ///
    /// # Errors
    /// Refused without a post in an office.
    pub async fn cases(
        &self,
        ctx: &Ctx,
        queue: Queue,
        page: &PageRequest,
    ) -> Result<Page<(Case, CivilDate)>> {
        let mut conn = self.store.read().await?;
        approval::queue_in(&mut conn, ctx, queue, page).await
    }

    /// One case, for the offices through which it goes.
    ///
    /// # Errors
    /// Refused without a post in one of them.
    pub async fn case(&self, ctx: &Ctx, id: CaseId) -> Result<Shown> {
        let mut conn = self.store.read().await?;
        let case = approval::case_in(&mut conn, id).await?;
        approval::permit_in(ctx, &case)?;
        drop(conn);
        let (matter, record) = match case.procedure.kind.as_str() {
            FILING => {
                let applied = self.organisations.application_of_case(ctx, id).await?;
                let record = applied.record.clone().ok_or_else(Problem::not_found)?;
                (Matter::Filing(Box::new(applied)), record)
            }
            DESIGNATION => {
                let (round, entries, record) = self.designations.round_of_case(ctx, id).await?;
                (Matter::Selection(Box::new((round, entries))), record)
            }
            kind => return Err(Problem::internal(format!("no area has cases of {kind}"))),
        };
        let mut offers = record.case.offers_to(ctx);
        if matches!(matter, Matter::Selection(_)) {
            // Nobody applied who could hand papers in.
            offers.retain(|act| !matches!(act, Act::AskSupplement { .. }));
        }
        Ok(Shown { record, matter, offers })
    }

    /// Does something with a case for the office.
    ///
    /// # Errors
    /// As the use case of the area.
    pub async fn act_on_case(&self, ctx: &Ctx, idem: Option<Idem>, act: OfficeAct) -> Result<()> {
        let mut conn = self.store.read().await?;
        let case = approval::case_in(&mut conn, act.case).await?;
        approval::permit_in(ctx, &case)?;
        drop(conn);
        match case.procedure.kind.as_str() {
            FILING => self.organisations.act_on_application(ctx, idem, act).await,
            DESIGNATION => self.designations.act_on_ranking(ctx, idem, act).await,
            kind => Err(Problem::internal(format!("no area has cases of {kind}"))),
        }
    }

    /// Does the same with several cases, each for itself (批量办理). Those that could not be done stay
    /// as they are and are told with the reason.
    pub async fn act_on_cases(&self, ctx: &Ctx, acts: Vec<OfficeAct>) -> Vec<Failed> {
        let mut failed = Vec::new();
        for act in acts {
            let case = act.case;
            if let Err(problem) = self.act_on_case(ctx, None, act).await {
                failed.push(Failed { case, problem });
            }
        }
        failed
    }

    /// A letter with its case, for the offices and the body.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn letter(&self, ctx: &Ctx, id: LetterId) -> Result<(Letter, Case)> {
        let mut conn = self.store.read().await?;
        let (letter, case) = approval::letter_in(&mut conn, id).await?;
        approval::permit_letter_in(ctx, &case)?;
        Ok((letter, case))
    }

    /// Enters a region's own procedure.
    ///
    /// # Errors
    /// As [`approval::add_procedure_in`].
    pub async fn add_procedure(&self, ctx: &Ctx, procedure: Procedure) -> Result<()> {
        let write = self.store.write(ctx, None, move |tx| {
            let procedure = procedure.clone();
            async move { approval::add_procedure_in(tx, &procedure).await }.boxed()
        });
        write.await
    }

    /// The procedure of a kind that counts in a division today.
    ///
    /// # Errors
    /// The conflict `approval-no-procedure`.
    pub async fn procedure(&self, kind: &str, division: DivisionCode) -> Result<Procedure> {
        let mut conn = self.store.read().await?;
        let today = self.clock.now().civil_date();
        let shipped = match kind {
            DESIGNATION => self.designations.procedures(),
            _ => self.organisations.procedures(),
        };
        approval::procedure_in(&mut conn, shipped, kind, division, today).await
    }

    /// What is under public notice, the latest first.
    ///
    /// # Errors
    /// As [`store::Store::read`].
    pub async fn notices(&self, page: &PageRequest) -> Result<Page<Case>> {
        let mut conn = self.store.read().await?;
        approval::notices_in(&mut conn, page).await
    }

    /// One public notice: the case, and what it is about as far as that is public.
    ///
    /// # Errors
    /// `problem-not-found` when the case is not under notice.
    pub async fn notice(&self, id: CaseId) -> Result<(Case, Noticed)> {
        let mut conn = self.store.read().await?;
        let case = approval::notice_in(&mut conn, id).await?;
        if let Some(asked) = organisations::public::application_of_in(&mut conn, id).await? {
            return Ok((case, Noticed::Filing(Box::new(asked))));
        }
        drop(conn);
        let round = self.designations.noticed(id).await?.ok_or_else(Problem::not_found)?;
        Ok((case, Noticed::Selection(Box::new(round))))
    }

    /// Lodges an objection to a public notice.
    ///
    /// # Errors
    /// As [`approval::object_in`].
    pub async fn object(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        case: CaseId,
        objecting: Objecting,
    ) -> Result<ObjectionId> {
        let ring = Arc::clone(&self.ring);
        let write = self.store.write(ctx, idem, move |tx| {
            let (ring, objecting) = (Arc::clone(&ring), objecting.clone());
            async move { approval::object_in(tx, &ring, case, &objecting).await }.boxed()
        });
        write.await
    }

    /// The same from an address, from which only so many objections are taken within an hour.
    ///
    /// # Errors
    /// As [`App::object`]; `problem-too-many`.
    pub async fn object_from(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        (case, objecting): (CaseId, Objecting),
        address: &str,
    ) -> Result<ObjectionId> {
        let ring = Arc::clone(&self.ring);
        let counted = ring.tag("objection-address", address.as_bytes());
        let write = self.store.write(ctx, idem, move |tx| {
            let (ring, objecting) = (Arc::clone(&ring), objecting.clone());
            async move {
                let made = approval::object_in(tx, &ring, case, &objecting).await?;
                // Only what is kept counts, so that a form can be mended as often as need be.
                if throttle::count(tx, counted, OBJECTIONS).await? > OBJECTIONS.most {
                    return Err(Problem::new(ProblemKind::TooMany, "problem-too-many"));
                }
                Ok(made)
            }
            .boxed()
        });
        write.await
    }

    /// Who objected to a case and what they say, for the offices through which it goes.
    ///
    /// # Errors
    /// Refused without a post in one of them.
    pub async fn objections(
        &self,
        ctx: &Ctx,
        record: &Record,
    ) -> Result<Vec<(Objection, Objecting)>> {
        approval::permit_in(ctx, &record.case)?;
        let opened = |objection: &Objection| Ok((objection.clone(), objection.open(&self.ring)?));
        record.objections.iter().map(opened).collect()
    }

    /// Answers an objection; one that was right sends the case back to who decides.
    ///
    /// # Errors
    /// As [`approval::answer_in`].
    pub async fn answer_objection(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        case: CaseId,
        objection: ObjectionId,
        upheld: bool,
        text: String,
    ) -> Result<()> {
        let write = self.store.write(ctx, idem, move |tx| {
            let text = text.clone();
            async move {
                let case = approval::case_in(tx, case).await?;
                approval::permit_in(tx.ctx(), &case)?;
                approval::answer_in(tx, case, objection, upheld, &text).await.map(|_| ())
            }
            .boxed()
        });
        write.await
    }
}
