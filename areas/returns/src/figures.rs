//! What the area asks of whoever counts: the reader of the journal is none of its business, so whoever
//! puts the parts together says how it is asked (ADR 0011).

use futures_util::future::BoxFuture;
use kernel::{DivisionCode, Month, Result};
use std::collections::BTreeMap;
use store::Conn;

/// A figure for the month, from January on, and from the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// 本月
    pub month: i64,
    /// 本年累计
    pub year: i64,
    /// 累计
    pub total: i64,
}

/// Figures by measure and part; an empty part is the whole.
pub type Figures = BTreeMap<(String, String), Spans>;

/// Where something has to have happened to count for an office itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Its territory.
    pub within: Vec<DivisionCode>,
    /// What the offices below it report.
    pub without: Vec<DivisionCode>,
}

/// Asks for the figures of a month in a scope, within the transaction that writes them down.
pub type AskFigures = for<'a> fn(&'a mut Conn, &'a Scope, Month) -> BoxFuture<'a, Result<Figures>>;
