//! From text to lines: widths, Chinese line breaking, spread labels, shrinking to fit.

use crate::PrintError;
use crate::fonts::{Fonts, Placed, Voice, is_han};
use std::ops::Range;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Its typeface.
    pub(crate) voice: Voice,
    /// Size in points.
    pub(crate) size: f32,
    /// Extra space after each character, in points.
    pub(crate) spacing: f32,
}

impl Style {
    /// A voice at a size, set solid.
    pub(crate) const fn new(voice: Voice, size: f32) -> Self {
        Style { voice, size, spacing: 0.0 }
    }

    /// The same with letters spaced by a share of the size.
    pub(crate) fn spaced(mut self, share: f32) -> Self {
        self.spacing = self.size * share;
        self
    }
}

/// One line of placed glyphs.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Glyphs from left to right.
    pub(crate) glyphs: Vec<Placed>,
    /// Size in points.
    pub(crate) size: f32,
    /// Extra space after each glyph but the last, in points.
    pub(crate) spacing: f32,
}

impl Line {
    /// Width in points.
    pub(crate) fn width(&self) -> f32 {
        let gaps = self.glyphs.len().saturating_sub(1) as f32;
        width(&self.glyphs, self.size) + gaps * self.spacing
    }

    /// The characters of the line.
    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }

    /// Spreads the glyphs over a width (分散对齐), as labels of forms are.
    pub(crate) fn spread(mut self, target: f32) -> Line {
        let gaps = self.glyphs.len().saturating_sub(1) as f32;
        let slack = target - width(&self.glyphs, self.size);
        if gaps > 0.0 && slack > 0.0 {
            self.spacing = slack / gaps;
        }
        self
    }
}

fn width(glyphs: &[Placed], size: f32) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size
}

/// A text on one line, however wide.
pub(crate) fn line(fonts: &Fonts, style: Style, text: &str) -> Result<Line, PrintError> {
    let glyphs = fonts.place(style.voice, text)?;
    Ok(Line { glyphs, size: style.size, spacing: style.spacing })
}

/// A text broken into lines no wider than `room` points, the first shorter by `indent`. Line feeds
/// break too. Lines that are broken within a paragraph are stretched a little to reach the margin.
pub(crate) fn paragraph(
    fonts: &Fonts,
    style: Style,
    text: &str,
    room: f32,
    indent: f32,
) -> Result<Vec<Line>, PrintError> {
    let mut lines = Vec::new();
    for part in text.lines() {
        let glyphs = fonts.place(style.voice, part)?;
        let ranges = break_lines(&glyphs, room / style.size, indent / style.size);
        let last = ranges.len().saturating_sub(1);
        for (i, range) in ranges.into_iter().enumerate() {
            let mut line = Line { glyphs: glyphs[range].to_vec(), size: style.size, spacing: 0.0 };
            let space = if i == 0 { room - indent } else { room };
            if i < last && space - line.width() < style.size * 1.5 {
                line = line.spread(space);
            }
            lines.push(line);
        }
    }
    Ok(lines)
}

/// The largest size not above the wanted one at which a text takes at most so many lines.
///
/// # Errors
/// [`PrintError::DoesNotFit`] with the name of the place when even the smallest size is too large.
pub(crate) fn fitted(
    fonts: &Fonts,
    style: Style,
    text: &str,
    room: f32,
    fit: &Fit,
) -> Result<Vec<Line>, PrintError> {
    let mut lines = Vec::new();
    for part in text.lines() {
        lines.push(fonts.place(style.voice, part)?);
    }
    let mut size = style.size;
    while size >= fit.smallest {
        let broken: Vec<Vec<Range<usize>>> =
            lines.iter().map(|glyphs| break_lines(glyphs, room / size, 0.0)).collect();
        if broken.iter().map(Vec::len).sum::<usize>() <= fit.lines {
            let parts = lines.iter().zip(broken);
            return Ok(parts
                .flat_map(|(glyphs, ranges)| ranges.into_iter().map(|range| glyphs[range].to_vec()))
                .map(|glyphs| Line { glyphs, size, spacing: 0.0 })
                .collect());
        }
        size -= 0.5;
    }
    Err(PrintError::DoesNotFit(fit.place))
}

/// Like [`fitted`], with lines of nearly one length: for texts set around a middle.
pub(crate) fn balanced(
    fonts: &Fonts,
    style: Style,
    text: &str,
    room: f32,
    fit: &Fit,
) -> Result<Vec<Line>, PrintError> {
    let mut best = fitted(fonts, style, text, room, fit)?;
    let (lines, size) = (best.len(), best.first().map_or(style.size, |line| line.size));
    let mut narrower = room - size;
    while lines > 1 && narrower > room / 3.0 {
        let tight = Fit { place: fit.place, lines, smallest: size };
        match fitted(fonts, Style { size, ..style }, text, narrower, &tight) {
            Ok(lines) => best = lines,
            Err(_) => break,
        }
        narrower -= size;
    }
    Ok(best)
}

/// How far a text may shrink and wrap.
pub(crate) struct Fit {
    /// What is printed there, for the message.
    pub(crate) place: &'static str,
    /// The greatest number of lines.
    pub(crate) lines: usize,
    /// The smallest size in points.
    pub(crate) smallest: f32,
}

/// Characters that may not begin a line.
fn closes(c: char) -> bool {
    "、。，．：；！？）］｝〕】》〉」』〗”’…—·・々％℃,.;:!?)]}%°".contains(c)
}

/// Characters that may not end a line.
fn opens(c: char) -> bool {
    "（［｛〔【《〈「『〖“‘([{￥¥$".contains(c)
}

/// Whether two neighbours belong to one word that is kept whole: neither is Chinese or a space.
fn one_word(left: char, right: char) -> bool {
    let plain = |c: char| !c.is_whitespace() && !is_han(c) && !wide(c);
    plain(left) && plain(right) && !matches!(left, '/' | '-' | '?' | '&' | '_' | '·')
}

/// Punctuation and kana of full width.
fn wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{33ff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ffe6}'
        | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Breaks glyphs into lines of `room` em, the first of `room - indent`. Spaces around a break are
/// dropped. A word wider than a line is broken where the line ends.
fn break_lines(glyphs: &[Placed], room: f32, indent: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut space = room - indent;
    while start < glyphs.len() {
        let end = line_end(glyphs, start, space);
        let mut shown = end;
        while shown > start && glyphs[shown - 1].character == ' ' {
            shown -= 1;
        }
        lines.push(start..shown);
        start = end;
        while start < glyphs.len() && glyphs[start].character == ' ' {
            start += 1;
        }
        space = room;
    }
    if lines.is_empty() {
        lines.push(0..0);
    }
    lines
}

/// Where the line that begins at `start` ends: the last place for a break within `space` em.
fn line_end(glyphs: &[Placed], start: usize, space: f32) -> usize {
    // Sums of many widths may be off by a hair where a text fits exactly.
    let space = space + 0.01;
    let mut width = 0.0;
    let (mut last_break, mut last_resort) = (None, None);
    for i in start..glyphs.len() {
        if i > start && may_break(glyphs, i) {
            last_resort = Some(i);
            if !parts_mark(glyphs, i) {
                last_break = Some(i);
            }
        }
        width += glyphs[i].advance;
        if width > space && glyphs[i].character != ' ' {
            let end = last_break.or(last_resort);
            return end.unwrap_or(if i > start { i } else { i + 1 });
        }
    }
    glyphs.len()
}

/// Whether a line may end before glyph `i`.
fn may_break(glyphs: &[Placed], i: usize) -> bool {
    let (left, right) = (glyphs[i - 1].character, glyphs[i].character);
    if left == ' ' {
        return right != ' ';
    }
    right != ' ' && !closes(right) && !opens(left) && !one_word(left, right)
}

/// The most characters of a mark in brackets that stays with the word before it.
const MARK: usize = 4;

/// Whether a line that ends before glyph `i` parts a short mark from its word or tears one of them,
/// such as 职业（工种）. A word before a mark counts two characters.
fn parts_mark(glyphs: &[Placed], i: usize) -> bool {
    let is = |at: usize, c: char| glyphs.get(at).is_some_and(|glyph| glyph.character == c);
    let closed = |open: usize| (open + 1..=open + 1 + MARK).find(|&at| is(at, '）'));
    let mut opens = (i.saturating_sub(MARK + 1)..=i + 1).filter(|&at| is(at, '（'));
    opens.any(|open| closed(open).is_some_and(|close| i <= close))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn broken(text: &str, room: f32) -> Vec<String> {
        let fonts = crate::fonts::tests::shared();
        let style = Style::new(Voice::Text, 10.0);
        let lines = paragraph(fonts, style, text, room * 10.0, 0.0).unwrap();
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn punctuation_does_not_begin_a_line() {
        assert_eq!(broken("示例工人，您好。", 4.0), ["示例工", "人，您", "好。"]);
        assert_eq!(broken("参加（理论）考试", 3.0), ["参加", "（理", "论）考", "试"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(broken("编号S000044030012243000123的证书", 15.0).len(), 2);
        assert_eq!(broken("evaluation bodies", 6.0), ["evaluation", "bodies"]);
        assert_eq!(broken("阿卜杜热合曼·示例", 7.0), ["阿卜杜热合曼·", "示例"]);
    }

    #[test]
    fn a_short_mark_stays_with_its_word() {
        assert_eq!(broken("具备该职业（工种）技能", 8.0)[0], "具备该");
        assert_eq!(broken("具备该职业（工种）技能", 10.0)[0], "具备该职业（工种）技");
        assert_eq!(broken("具备该职业（工种）技能", 6.0), ["具备该", "职业（工种）", "技能"]);
        let long = broken("操作人员（含增材制造方向）", 8.0);
        assert_eq!(long[0], "操作人员（含增材", "a long remark is broken like any text");
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        let lines = broken(&"W".repeat(40), 5.0);
        assert!(lines.len() > 4);
        assert_eq!(lines.concat(), "W".repeat(40));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_overflows(
            text in "[一丁七万丈三上下，。（）、：abc0-9 ]{0,60}",
            room in 2.0f32..20.0,
        ) {
            let fonts = crate::fonts::tests::shared();
            let glyphs = fonts.place(Voice::Text, &text).unwrap();
            let lines = break_lines(&glyphs, room, 0.0);
            let kept: String = lines.iter().cloned()
                .flat_map(|line| glyphs[line].iter().map(|g| g.character))
                .filter(|c| *c != ' ')
                .collect();
            prop_assert_eq!(kept, text.replace(' ', ""));
            for line in lines.into_iter().filter(|line| line.len() > 1) {
                prop_assert!(width(&glyphs[line], 1.0) <= room + 0.02);
            }
        }
    }
}
