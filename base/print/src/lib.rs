//! Paper: certificates, letters, lists and slips as PDF and as pictures, and QR codes.
//!
//! A layout ([`certificate`], [`Document`], [`activation_slip`]) makes a [`Sheet`]: pages of placed
//! glyphs, rules and pictures, together with what they mean. A sheet is then written as PDF/A-3a
//! with tags ([`Sheet::to_pdf`]) or drawn as a picture ([`Sheet::to_png`]), so the two never differ.
//!
//! The typefaces are inside the program; nothing need be installed. Nothing here knows a database,
//! a clock or a rule: texts arrive formatted, dates are passed in, and the same input makes the same
//! bytes.

mod certificate;
mod document;
mod error;
mod fonts;
mod pdf;
mod picture;
mod qr;
mod sheet;
mod slip;
mod table;
mod text;

pub use certificate::{CertificateFace, EnglishFace, certificate};
pub use document::{Document, DocumentHead};
pub use error::PrintError;
pub use fonts::{FontOptions, Fonts, missing_glyphs};
pub use pdf::Attachment;
pub use qr::qr_svg;
pub use sheet::Sheet;
pub use slip::{ActivationSlip, activation_slip};
pub use table::{Align, Column};
