//! One person twice in a file, found without keeping the file: two short hashes for each row.

use super::check::GoodRow;
use super::columns::Field;
use crate::import::finding::Finding;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Good rows so far, by what may not come twice.
pub(crate) struct Repeats {
    hasher: RandomState,
    /// Document → the first row and a hash of the name there.
    names: HashMap<u64, (u32, u32)>,
    /// Document, occupation, level and exam day → the first row.
    results: HashMap<u64, u32>,
    told: HashSet<u32>,
}

impl Repeats {
    pub fn new() -> Self {
        Repeats {
            hasher: RandomState::new(),
            names: HashMap::new(),
            results: HashMap::new(),
            told: HashSet::new(),
        }
    }

    /// Takes a row in. What is found concerns both rows: nobody but the uploader knows which of the
    /// two is right.
    pub fn add(&mut self, row: &GoodRow) -> Vec<Finding> {
        let Some(document) = row.person.documents.first() else { return Vec::new() };
        let key = self.hasher.hash_one(document);
        let name = self.hasher.hash_one(row.person.name.key()) as u32;
        let (first, known) = *self.names.entry(key).or_insert((row.row, name));
        if known != name {
            return self.both(first, row.row, Field::Name, "evaluation-twice-other-name");
        }
        let result = (key, row.occupation, row.level, row.exam_on);
        let result = self.hasher.hash_one(result);
        match self.results.get(&result).copied() {
            Some(first) => self.both(first, row.row, Field::Number, "evaluation-twice"),
            None => {
                self.results.insert(result, row.row);
                Vec::new()
            }
        }
    }

    fn both(&mut self, first: u32, second: u32, field: Field, code: &'static str) -> Vec<Finding> {
        let mut found = vec![Finding::new(second, field, code).arg("row", first)];
        if self.told.insert(first) {
            found.push(Finding::new(first, field, code).arg("row", second));
        }
        found
    }
}
