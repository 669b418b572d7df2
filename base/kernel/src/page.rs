//! Keyset paging: a page names the last row it showed, so that rows added meanwhile shift nothing.

use serde::{Deserialize, Serialize};

/// Where the next page begins: the sort key of the last row shown, opaque to the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// Which page is asked for.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// After which row; the first page when absent.
    pub after: Option<Cursor>,
    /// How many rows; bounded by [`PageRequest::MOST`].
    pub limit: Option<u32>,
}

impl PageRequest {
    /// Rows on a page when nothing else is said.
    pub const USUAL: u32 = 25;
    /// The most rows one page gives.
    pub const MOST: u32 = 200;

    /// How many rows to show.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(Self::USUAL).clamp(1, Self::MOST)
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last page.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page from up to `limit + 1` fetched rows: the extra row only tells that there is more.
    pub fn from_rows(mut rows: Vec<T>, limit: u32, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = if more { rows.last().map(|row| Cursor(cursor(row))) } else { None };
        Page { items: rows, next }
    }

    /// The same page with every row turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}
