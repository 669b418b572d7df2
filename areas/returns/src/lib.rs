//! Monthly statistical returns (统计报表): forms that are data, filled from the journal and by hand,
//! handed in by a second person, accepted by the office above, and summed up level by level.

pub mod facts;
pub mod figures;
pub mod form;
pub mod network;
pub mod permissions;
mod reading;
pub mod sheet;
mod shipped;
mod use_cases;

pub use figures::{AskFigures, Figures, Scope, Spans};
pub use form::{Finding, Form, FormBook, Span, Verdict, Words};
pub use network::Network;
pub use reading::{Due, Lower, Overview, ReturnFile};
pub use sheet::{
    Answer, Cell, CellChange, Change, Decided, Entered, Mark, ReturnState, Sheet, Typed,
};

use futures_util::FutureExt as _;
use kernel::{AuthorityId, Ctx, Month, Result, ReturnId};
use serde::Serialize;
use std::sync::Arc;
use store::{Idem, Store};
use use_cases::Means;

/// The use cases of this area.
#[derive(Clone)]
pub struct Returns {
    store: Store,
    means: Means,
}

/// A return that is begun.
#[derive(Clone, Debug, Serialize)]
pub struct NewReturn {
    /// The key of the form.
    pub form: String,
    /// For which month.
    pub month: Month,
    /// Whose.
    pub authority: AuthorityId,
}

/// The version of a return on which somebody's step rests.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Seen {
    /// As the page had it.
    pub version: i64,
}

impl Returns {
    /// The area on a store, with its forms; `ask` says what the journal counts.
    pub fn new(store: Store, forms: FormBook, ask: AskFigures) -> Self {
        Returns { store, means: Means { forms: Arc::new(forms), ask } }
    }

    /// The forms.
    pub fn forms(&self) -> &FormBook {
        &self.means.forms
    }

    /// Begins a return and fills it from the journal and from the locked returns below.
    ///
    /// # Errors
    /// Refused without permission; the conflicts `returns-office`, `returns-month-not-over` and
    /// `returns-exists`; a field problem for a form that is not for the month.
    pub async fn draft(&self, ctx: &Ctx, idem: Option<Idem>, new: NewReturn) -> Result<ReturnId> {
        let means = self.means.clone();
        self.store
            .write(ctx, idem, move |tx| use_cases::draft(tx, means.clone(), new.clone()).boxed())
            .await
    }

    /// Fills an open return again; what was typed stays.
    ///
    /// # Errors
    /// Refused without permission; the conflicts `returns-not-open` and `problem-changed-meanwhile`.
    pub async fn refill(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReturnId,
        seen: Seen,
    ) -> Result<()> {
        let means = self.means.clone();
        self.store
            .write(ctx, idem, move |tx| use_cases::refill(tx, means.clone(), id, seen).boxed())
            .await
    }

    /// Types figures into an open return, with where they come from.
    ///
    /// # Errors
    /// Refused without permission; the conflicts `returns-not-open` and `problem-changed-meanwhile`;
    /// field problems for figures and reason.
    pub async fn enter(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReturnId,
        seen: Seen,
        (typed, reason): (Vec<Typed>, String),
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::enter(tx, id, seen, typed.clone(), reason.clone()).boxed()
            })
            .await
    }

    /// Hands a return in.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`ReturnState::submit`] and
    /// `returns-below-changed`; field problems for empty cells, broken checks and a missing
    /// explanation.
    pub async fn submit(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReturnId,
        seen: Seen,
        note: String,
    ) -> Result<()> {
        let means = self.means.clone();
        self.store
            .write(ctx, idem, move |tx| {
                use_cases::submit(tx, means.clone(), id, seen, note.clone()).boxed()
            })
            .await
    }

    /// Accepts or returns what was handed in.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`ReturnState::decide`]; a field problem for the
    /// reason.
    pub async fn decide(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReturnId,
        seen: Seen,
        answer: Answer,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| use_cases::decide(tx, id, seen, answer.clone()).boxed())
            .await
    }

    /// Opens a locked return again, for a new revision.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`ReturnState::reopen`]; a field problem for the
    /// reason.
    pub async fn reopen(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        id: ReturnId,
        seen: Seen,
        reason: String,
    ) -> Result<()> {
        self.store
            .write(ctx, idem, move |tx| use_cases::reopen(tx, id, seen, reason.clone()).boxed())
            .await
    }
}
