//! Lists: the columns of a table, sorting by the address, and paging by the last row.

use crate::{Here, T};
use axum::http::HeaderMap;
use kernel::{Cursor, PageRequest};

/// A column of a table. Shows its heading, which on a phone stands before every value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// Whether it holds numbers, which stand at the right.
    pub number: bool,
    /// How to sort by this column, when the list can.
    pub sort: Option<Sort>,
}

/// The link in a heading that sorts the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The address of the list sorted by this column, or the other way round.
    pub href: String,
    /// How it is sorted now.
    pub order: Order,
}

/// How a list is sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By another column.
    Not,
    /// Smallest first.
    Rising,
    /// Largest first.
    Falling,
}

impl Order {
    /// The value of `aria-sort`.
    pub fn aria(self) -> &'static str {
        match self {
            Order::Not => "none",
            Order::Rising => "ascending",
            Order::Falling => "descending",
        }
    }
}

impl std::fmt::Display for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.heading)
    }
}

impl T {
    /// The columns of a table from the keys of their headings; a `#` after the key says that the
    /// column holds numbers. None of them sorts: see [`sortable`].
    pub fn columns(self, keys: &[&str]) -> Vec<Column> {
        let column = |key: &&str| {
            let (key, number) = key.strip_suffix('#').map_or((*key, false), |key| (key, true));
            Column { heading: self.get(key), number, sort: None }
        };
        keys.iter().map(column).collect()
    }
}

/// Makes columns sort by `?sort=name` and `?sort=-name`. `names` goes along with the columns; an
/// empty name does not sort.
pub fn sortable(mut columns: Vec<Column>, names: &[&str], here: &Here) -> Vec<Column> {
    let now = here.query("sort").unwrap_or_default();
    for (column, name) in columns.iter_mut().zip(names).filter(|(_, name)| !name.is_empty()) {
        let order = match now.strip_prefix('-') {
            Some(falling) if falling == *name => Order::Falling,
            None if now == *name => Order::Rising,
            _ => Order::Not,
        };
        let next = if order == Order::Rising { format!("-{name}") } else { (*name).to_owned() };
        // Another order has other pages: the old place in the list means nothing in it.
        let first = Here::new(here.path(), here.without("after").split_once('?').map(|(_, q)| q));
        column.sort = Some(Sort { href: first.with("sort", &next), order });
    }
    columns
}

/// The links below a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// The rows shown.
    pub shown: usize,
    /// All rows, when that is known cheaply.
    pub total: Option<i64>,
    /// The address of the first page, unless this is it.
    pub first: Option<String>,
    /// The address of the next page, unless this is the last.
    pub next: Option<String>,
}

impl Paging {
    /// The links for a page of a list.
    pub fn new<R>(here: &Here, page: &kernel::Page<R>, total: Option<i64>) -> Self {
        Paging {
            shown: page.items.len(),
            total,
            first: here.query("after").map(|_| here.without("after")),
            next: page.next.as_ref().map(|Cursor(after)| here.with("after", after)),
        }
    }
}

/// Which page of a list the address asks for.
pub fn page_request(here: &Here) -> PageRequest {
    PageRequest {
        after: here.query("after").map(|after| Cursor(after.to_owned())),
        limit: here.query("limit").and_then(|limit| limit.parse().ok()),
    }
}

/// Whether the script of a page asks for its live part alone, to put it in the place of the old one.
pub fn wants_part(headers: &HeaderMap) -> bool {
    headers.get("x-part").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_again_turns_the_order_and_goes_back_to_the_first_page() {
        let here = Here::new("/bodies", Some("q=x&after=c&sort=name"));
        let plain =
            |heading: &str| Column { heading: heading.to_owned(), number: false, sort: None };
        let columns =
            sortable(vec![plain("a"), plain("b"), plain("c")], &["name", "", "valid"], &here);
        let sort = columns[0].sort.as_ref().unwrap();
        assert_eq!((sort.href.as_str(), sort.order), ("/bodies?q=x&sort=-name", Order::Rising));
        assert_eq!(columns[1].sort, None);
        let sort = columns[2].sort.as_ref().unwrap();
        assert_eq!((sort.href.as_str(), sort.order), ("/bodies?q=x&sort=valid", Order::Not));
    }

    #[test]
    fn a_page_links_to_its_neighbours() {
        let page = kernel::Page { items: vec![1, 2], next: Some(Cursor("9".to_owned())) };
        let paging = Paging::new(&Here::new("/jobs", Some("after=7")), &page, None);
        assert_eq!(paging.first.as_deref(), Some("/jobs"));
        assert_eq!(paging.next.as_deref(), Some("/jobs?after=9"));
        let request = page_request(&Here::new("/jobs", Some("after=9&limit=50")));
        assert_eq!((request.after, request.limit), (Some(Cursor("9".to_owned())), Some(50)));
    }
}
