//! QR codes as paths: for PDF, for pictures and for pages.

use crate::PrintError;
use fast_qr::{ECL, QRBuilder};

/// Clear modules around the code, which the standard asks for (ISO/IEC 18004).
const QUIET: usize = 4;

/// How much damage a code survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Correction {
    /// 15 %: for screens and short-lived paper.
    Medium,
    /// 25 %: for paper that is folded, stamped and photographed for years.
    Quartile,
}

/// The dark modules of a code as horizontal bars, in modules, quiet zone included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bars {
    /// Modules along one side, quiet zone included.
    pub(crate) side: usize,
    /// Column, row and length of every bar.
    pub(crate) bars: Vec<(usize, usize, usize)>,
}

/// Encodes a text.
pub(crate) fn bars(text: &str, correction: Correction) -> Result<Bars, PrintError> {
    let level = match correction {
        Correction::Medium => ECL::M,
        Correction::Quartile => ECL::Q,
    };
    let code = QRBuilder::new(text)
        .ecl(level)
        .build()
        .map_err(|_| PrintError::CodeTooLong { bytes: text.len() })?;
    let mut bars = Vec::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let dark = (column..code.size).take_while(|c| code[row][*c].value()).count();
            if dark > 0 {
                bars.push((column + QUIET, row + QUIET, dark));
            }
            column += dark.max(1);
        }
    }
    Ok(Bars { side: code.size + 2 * QUIET, bars })
}

/// A QR code as SVG for a page: one path on white with the quiet zone, and a title for those who
/// hear the page. Its size follows from the style of the page.
///
/// # Errors
/// [`PrintError::CodeTooLong`] when the text does not fit the largest code.
pub fn qr_svg(text: &str, title: &str) -> Result<String, PrintError> {
    use std::fmt::Write;
    let Bars { side, bars } = bars(text, Correction::Medium)?;
    let mut path = String::with_capacity(bars.len() * 14);
    for (x, y, length) in bars {
        write!(path, "M{x} {y}h{length}v1h-{length}z").expect("a string can always grow");
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_finders_and_a_quiet_zone() {
        let Bars { side, bars } = bars("https://example.org/c/AbCd", Correction::Medium).unwrap();
        assert_eq!(side, 25 + 8, "version 2");
        assert!(bars.contains(&(4, 4, 7)), "the upper edge of the first finder");
        assert!(
            bars.iter().all(|(x, y, n)| *x >= 4 && *y >= 4 && x + n <= side - 4 && *y < side - 4)
        );
    }

    #[test]
    fn the_title_is_escaped_and_there_is_one_dark_path() {
        let svg = qr_svg("x", "查 <证> & 书").unwrap();
        assert!(svg.contains("<title>查 &lt;证&gt; &amp; 书</title>"));
        assert_eq!(svg.matches("<path").count(), 2, "the white ground and the code");
        assert!(!svg.contains("script"));
    }

    #[test]
    fn too_long_a_text_is_refused() {
        assert_eq!(qr_svg(&"x".repeat(4000), ""), Err(PrintError::CodeTooLong { bytes: 4000 }));
    }
}
