//! Bodies: so far the pure rules about their numbers, the unified social credit code and the filing
//! code.

pub mod filing_code;
pub mod uscc;

pub use filing_code::{FiledWith, FilingClass, FilingCode, FilingCodeFinding, FilingRules};
pub use uscc::{BodyType, Uscc, UsccFinding};
