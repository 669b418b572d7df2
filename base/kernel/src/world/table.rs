//! Reads the plain tables the world is made of: comma-separated, one header line, no quotation
//! marks, `#` before a comment line.

use super::{WorldError, WorldFault};

/// A text with the name that messages use for it.
#[derive(Clone, Copy, Debug)]
pub struct SourceText<'a> {
    /// The file's name or the like.
    pub name: &'a str,
    /// Its whole content.
    pub text: &'a str,
}

/// One line of a table, cut into its columns.
pub(super) struct Row<'a, const N: usize> {
    pub source: &'a str,
    pub line: usize,
    pub cells: [&'a str; N],
}

impl<const N: usize> Row<'_, N> {
    /// The row with what is wrong with it.
    pub fn error(&self, fault: WorldFault) -> WorldError {
        WorldError { source: self.source.to_owned(), line: self.line, fault }
    }

    /// Turns a cell's missing value into an error about the row.
    pub fn need<T>(&self, value: Option<T>) -> Result<T, WorldError> {
        value.ok_or_else(|| self.error(WorldFault::Value))
    }

    /// A cell of `0` or `1`.
    pub fn flag(&self, cell: usize) -> Result<bool, WorldError> {
        match self.cells[cell] {
            "0" => Ok(false),
            "1" => Ok(true),
            _ => Err(self.error(WorldFault::Value)),
        }
    }
}

/// The rows of a table whose header is exactly `columns`.
pub(super) fn rows<'a, const N: usize>(
    source: SourceText<'a>,
    columns: [&str; N],
) -> Result<Vec<Row<'a, N>>, WorldError> {
    let text = source.text.trim_start_matches('\u{FEFF}');
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.trim_end()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let at = |line, fault| WorldError { source: source.name.to_owned(), line, fault };

    match lines.next() {
        Some((line, header)) if !header.split(',').eq(columns) => {
            return Err(at(line, WorldFault::Header));
        }
        Some(_) => {}
        None => return Err(at(0, WorldFault::Header)),
    }
    let mut rows = Vec::new();
    for (line, content) in lines {
        let mut cells = [""; N];
        let mut count = 0;
        for cell in content.split(',') {
            if count == N || cell.contains('"') {
                return Err(at(line, WorldFault::Columns));
            }
            cells[count] = cell.trim();
            count += 1;
        }
        if count != N {
            return Err(at(line, WorldFault::Columns));
        }
        rows.push(Row { source: source.name, line, cells });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read<'a> = Result<Vec<(usize, [&'a str; 2])>, (usize, WorldFault)>;

    fn read(text: &str) -> Read<'_> {
        rows(SourceText { name: "t.csv", text }, ["a", "b"])
            .map(|rows| rows.into_iter().map(|row| (row.line, row.cells)).collect())
            .map_err(|error| (error.line, error.fault))
    }

    #[test]
    fn comments_blank_lines_and_line_ends_are_not_content() {
        let text = "\u{FEFF}# made by hand\r\na,b\r\n\r\n1, 2\r\n# more\r\n,4\r\n";
        assert_eq!(read(text), Ok(vec![(4, ["1", "2"]), (6, ["", "4"])]));
    }

    #[test]
    fn a_table_that_is_not_plain_is_refused_with_its_line() {
        assert_eq!(read(""), Err((0, WorldFault::Header)));
        assert_eq!(read("b,a\n1,2"), Err((1, WorldFault::Header)));
        assert_eq!(read("a,b\n1"), Err((2, WorldFault::Columns)));
        assert_eq!(read("a,b\n1,2,3"), Err((2, WorldFault::Columns)));
        assert_eq!(read("a,b\n\"1\",2"), Err((2, WorldFault::Columns)));
    }
}
