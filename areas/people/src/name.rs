//! Names of persons: what is taken, in which form it is kept, and how two are compared.

use crate::mask::mask_name;
use kernel::{FieldProblem, text};

/// A person's name in its normal form: one to fifty characters (Unicode scalar values), either Han
/// characters with `·` between the parts, or letters with spaces, hyphens and apostrophes.
///
/// Printing it for debugging hides it; [`PersonName::reveal`] is the one way to the characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(Box<str>);

/// What is wrong with a typed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameFinding {
    /// Nothing was typed.
    Empty,
    /// More than [`PersonName::MOST_CHARACTERS`].
    TooLong {
        /// How many characters there are.
        found: usize,
    },
    /// A digit or another number sign.
    Digit,
    /// A sign of markup, a formula or a path: `<`, `&`, `=`, `/` and the like.
    Markup,
    /// A control character, such as a line break inside the name.
    Control,
    /// A pictograph.
    Emoji,
    /// A character of the private use area: a rare character that some old system keeps under a
    /// number of its own. Others see another character or none.
    PrivateUse(char),
    /// Another character that no name has.
    BadCharacter(char),
    /// A dot, hyphen, apostrophe or comma at the beginning, at the end or twice in a row.
    Punctuation,
    /// Han characters and letters in one name.
    MixedScripts,
}

impl NameFinding {
    /// The key of the text that says what is wrong and what to do.
    pub fn code(self) -> &'static str {
        match self {
            NameFinding::Empty => "name-empty",
            NameFinding::TooLong { .. } => "name-too-long",
            NameFinding::Digit => "name-digit",
            NameFinding::Markup => "name-markup",
            NameFinding::Control => "name-control",
            NameFinding::Emoji => "name-emoji",
            NameFinding::PrivateUse(_) => "name-private-use",
            NameFinding::BadCharacter(_) => "name-bad-character",
            NameFinding::Punctuation => "name-punctuation",
            NameFinding::MixedScripts => "name-mixed-scripts",
        }
    }

    /// The values the text mentions.
    pub fn args(self) -> Vec<(&'static str, String)> {
        match self {
            NameFinding::TooLong { found } => vec![
                ("found", found.to_string()),
                ("most", PersonName::MOST_CHARACTERS.to_string()),
            ],
            NameFinding::PrivateUse(c) | NameFinding::BadCharacter(c) => {
                vec![("character", format!("U+{:04X}", u32::from(c)))]
            }
            _ => Vec::new(),
        }
    }

    /// The finding as a problem of a form's field or a row's column.
    pub fn problem(self, field: &'static str) -> FieldProblem {
        FieldProblem { field, code: self.code(), args: self.args() }
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(hidden)")
    }
}

impl PersonName {
    /// The most characters a name may have.
    pub const MOST_CHARACTERS: usize = 50;

    /// Takes a typed name. Full-width letters, look-alikes of `·`, spaces between Han characters
    /// and invisible marks are mended; everything else must hold.
    ///
    /// # Errors
    /// Everything that is wrong with it, each reason once.
    pub fn read(typed: &str) -> Result<PersonName, Vec<NameFinding>> {
        let name = normalise(typed);
        if name.is_empty() {
            return Err(vec![NameFinding::Empty]);
        }
        let mut findings = Vec::new();
        let found = name.chars().count();
        if found > Self::MOST_CHARACTERS {
            findings.push(NameFinding::TooLong { found });
        }
        let han = name.chars().any(is_han);
        findings.extend(name.chars().filter_map(|c| judge(c, han)));
        if findings.is_empty() && punctuation_is_misplaced(&name) {
            findings.push(NameFinding::Punctuation);
        }
        findings.sort();
        findings.dedup();
        if findings.is_empty() { Ok(PersonName(name.into())) } else { Err(findings) }
    }

    /// A name read back from the vault, where it was put after [`PersonName::read`] had taken it;
    /// rules that were tightened since do not make a registered person nameless.
    pub fn stored(text: &str) -> PersonName {
        PersonName(text.into())
    }

    /// The name in normal form: for the vault and for printing, never for logs.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether the name is written in Han characters.
    pub fn is_han(&self) -> bool {
        self.0.chars().any(is_han)
    }

    /// The form in which names are looked up: letters in lower case, without dots, spaces, hyphens
    /// and apostrophes, so that `阿卜杜拉·买买提` and `O'Brien Mary-Ann` are found however they are typed.
    pub fn key(&self) -> String {
        self.0
            .chars()
            .filter(|c| c.is_alphabetic() || is_han(*c))
            .flat_map(char::to_lowercase)
            .collect()
    }

    /// The name as public pages show it.
    pub fn masked(&self) -> String {
        mask_name(&self.0)
    }
}

/// The dot between the parts of a name, and what is typed for it.
const DOT: char = '·';

fn is_dot_look_alike(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・' | '･' | '∙' | '⋅' | '⸱' | '.' | '●' | '᛫' | '\u{387}')
}

fn normalise(typed: &str) -> String {
    let visible = text::half_width(typed);
    let visible = visible.trim().chars().filter(|c| !text::is_invisible(*c));
    let visible: String = visible
        .map(|c| match c {
            '’' | '‘' | 'ʼ' => '\'',
            '‐' | '‑' | '–' => '-',
            other => other,
        })
        .collect();
    if visible.chars().any(is_han) {
        let closed = visible.chars().filter(|c| !matches!(c, ' ' | '\t' | '\u{A0}'));
        return closed.map(|c| if is_dot_look_alike(c) { DOT } else { c }).collect();
    }
    let words: Vec<&str> =
        visible.split([' ', '\t', '\u{A0}']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Han characters: the unified blocks, both compatibility blocks, all of planes 2 and 3 (Ext-B and
/// whatever comes after it), and the zero 〇.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x20000..=0x2FFFD | 0x30000..=0x3FFFD)
}

/// Latin letters with and without accents, and combining accents.
fn is_letter(c: char) -> bool {
    let accented = matches!(u32::from(c), 0xC0..=0x24F | 0x1E00..=0x1EFF) && c.is_alphabetic();
    c.is_ascii_alphabetic() || accented || matches!(u32::from(c), 0x300..=0x36F)
}

fn judge(c: char, han: bool) -> Option<NameFinding> {
    if is_han(c) {
        return None;
    }
    if is_letter(c) {
        return han.then_some(NameFinding::MixedScripts);
    }
    match c {
        DOT if han => None,
        ' ' | '-' | '\'' | '.' | ',' if !han => None,
        c if c.is_control() => Some(NameFinding::Control),
        c if c.is_numeric() => Some(NameFinding::Digit),
        c if c.is_ascii_punctuation() && c != ',' && c != '.' && c != '-' && c != '\'' => {
            Some(NameFinding::Markup)
        }
        c if is_private(c) => Some(NameFinding::PrivateUse(c)),
        c if is_pictograph(c) => Some(NameFinding::Emoji),
        other => Some(NameFinding::BadCharacter(other)),
    }
}

fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x100000..=0x10FFFD)
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c),
        0x2190..=0x21FF | 0x2300..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF
        | 0x1F000..=0x1FAFF | 0xFE0F | 0x20E3 | 0xE0020..=0xE007F)
}

fn punctuation_is_misplaced(name: &str) -> bool {
    let is_mark = |c: char| !is_han(c) && !is_letter(c);
    let mut before = None;
    for c in name.chars() {
        let follows_mark = before.is_none_or(is_mark);
        // A space may follow a full stop or comma, as in "Smith, John Jr.".
        let after_stop = c == ' ' && matches!(before, Some('.' | ','));
        if is_mark(c) && follows_mark && !after_stop {
            return true;
        }
        before = Some(c);
    }
    before.is_some_and(|last| is_mark(last) && last != '.')
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
