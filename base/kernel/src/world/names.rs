//! Finds a text anywhere in thousands of names in one pass.

use crate::text;

/// How well a name answers a search, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The whole name or code.
    Exact,
    /// The name or code begins with it.
    Prefix,
    /// It stands somewhere in the name or path.
    Part,
}

/// All names in one text, a line each, so that a search is one scan and not thousands.
#[derive(Default)]
pub(super) struct NameIndex {
    text: String,
    starts: Vec<u32>,
}

/// The form in which names are compared: half-width, lower case, without white space.
pub(super) fn fold(name: &str) -> String {
    text::compact(name).to_lowercase()
}

impl NameIndex {
    /// Indexes names in their order; an empty name is never found.
    pub fn new(names: impl Iterator<Item = impl AsRef<str>>) -> Self {
        let mut index = NameIndex { text: String::from("\n"), starts: Vec::new() };
        for name in names {
            index.starts.push(index.text.len() as u32);
            index.text.push_str(&fold(name.as_ref()));
            index.text.push('\n');
        }
        index
    }

    /// Which names hold the folded needle, and how; each name once, in their order.
    pub fn find(&self, needle: &str) -> Vec<(Match, usize)> {
        let mut found: Vec<(Match, usize)> = Vec::new();
        if needle.is_empty() {
            return found;
        }
        let mut name = 0;
        for (at, _) in self.text.match_indices(needle) {
            let next = self.starts[name..].iter().position(|start| *start as usize > at);
            name = next.map_or(self.starts.len(), |steps| name + steps) - 1;
            if found.last().is_some_and(|(_, last)| *last == name) {
                continue;
            }
            let begins = self.starts[name] as usize == at;
            let ends = self.text.as_bytes()[at + needle.len()] == b'\n';
            let rank = match (begins, ends) {
                (true, true) => Match::Exact,
                (true, false) => Match::Prefix,
                (false, _) => Match::Part,
            };
            found.push((rank, name));
        }
        found
    }
}

/// The first `limit` of the found entries by the key, in its order; most searches find far more than
/// a page shows, and only those need sorting.
pub(super) fn best<K: Ord>(
    mut found: Vec<(Match, usize)>,
    limit: usize,
    key: impl Fn(&(Match, usize)) -> K,
) -> impl Iterator<Item = usize> {
    if limit < found.len() {
        found.select_nth_unstable_by_key(limit, &key);
        found.truncate(limit);
    }
    found.sort_unstable_by_key(key);
    found.into_iter().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_found_once_with_its_best_match() {
        let index = NameIndex::new(["车工", "数控车工", "", "车工车工", "CAD 机械"].into_iter());
        assert_eq!(index.find("车工"), [(Match::Exact, 0), (Match::Part, 1), (Match::Prefix, 3)]);
        assert_eq!(index.find(&fold("ｃａｄ机")), [(Match::Prefix, 4)]);
        assert_eq!(index.find(""), []);
        assert_eq!(index.find("铣"), []);
    }
}
