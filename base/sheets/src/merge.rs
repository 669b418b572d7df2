//! Merged cells (合并单元格): a value that stands for several rows is given to each of them.

use crate::cell::{Cell, Row};

/// A merged area of more than one row. Only its first column carries the value: what is merged
/// sideways is one value, not one for each column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    /// Its first row, from 1.
    pub first_row: u32,
    /// Its last row.
    pub last_row: u32,
    /// Its first column, from 0.
    pub column: usize,
}

/// Gives the value of a merged area to its lower rows, as they pass by in order.
#[derive(Debug, Default)]
pub(crate) struct Merges {
    /// Not yet reached, the nearest one last.
    waiting: Vec<Merge>,
    /// Reached and not yet left, with their values.
    active: Vec<(Merge, Cell)>,
}

impl Merges {
    pub fn new(mut areas: Vec<Merge>) -> Self {
        areas.retain(|area| area.last_row > area.first_row);
        areas.sort_by_key(|area| std::cmp::Reverse(area.first_row));
        Merges { waiting: areas, active: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.active.is_empty()
    }

    /// Fills the row. Rows must come in order.
    pub fn apply(&mut self, row: &mut Row) {
        self.active.retain(|(area, _)| area.last_row >= row.number);
        for (area, value) in &self.active {
            if row.cells.len() <= area.column {
                row.cells.resize(area.column + 1, Cell::Empty);
            }
            if row.cells[area.column].is_blank() {
                row.cells[area.column] = value.clone();
            }
        }
        while let Some(area) = self.waiting.pop_if(|area| area.first_row <= row.number) {
            // An area whose first row never came has no value.
            if area.first_row == row.number && !row.cell(area.column).is_blank() {
                // Areas do not overlap in an honest file: one for each column is enough.
                self.active.retain(|(other, _)| other.column != area.column);
                self.active.push((area, row.cell(area.column).clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, cells: [&str; 2]) -> Row {
        let cell = |text: &str| {
            if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_string()) }
        };
        Row { number, cells: cells.map(cell).to_vec() }
    }

    #[test]
    fn the_value_goes_down_as_far_as_the_area() {
        let mut merges = Merges::new(vec![
            Merge { first_row: 5, last_row: 6, column: 0 },
            Merge { first_row: 2, last_row: 4, column: 0 },
            Merge { first_row: 3, last_row: 3, column: 1 },
            Merge { first_row: 1, last_row: 9, column: 1 },
        ]);
        let mut seen = Vec::new();
        for mut row in [
            row(2, ["甲", "a"]),
            row(3, ["", "b"]),
            row(4, ["", "c"]),
            row(5, ["乙", ""]),
            row(6, ["", "d"]),
            row(7, ["", "e"]),
        ] {
            merges.apply(&mut row);
            seen.push(
                row.cells
                    .iter()
                    .map(|cell| cell.shown().into_owned())
                    .collect::<Vec<_>>()
                    .join(","),
            );
        }
        assert_eq!(seen, ["甲,a", "甲,b", "甲,c", "乙,", "乙,d", ",e"]);
        assert!(merges.is_empty());
    }
}
