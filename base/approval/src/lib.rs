//! Decisions of offices (审批): cases that go from post to post within periods of working days, with
//! numbered letters, public notices and objections.
//!
//! The machine ([`Case::after`]) is pure and the chain is data ([`Procedure`]). The area whose matter
//! it is opens a case and advances it inside its own transaction with the `*_in` functions here, and
//! does what follows from the state that comes back: nothing here calls an area.

pub mod case;
pub mod clock;
pub mod facts;
mod flow;
mod letter;
mod notice;
pub mod permissions;
pub mod procedure;
mod store;
pub mod words;

pub use case::Case;
pub use clock::{Cause, Clock, Standing, Stop};
pub use flow::{
    Moved, Opening, Record, act_in, add_procedure_in, answer_in, apply_in, case_in, cases_in,
    cases_of_in, escalate_in, file_of_in, letter_in, notice_in, notices_in, object_in,
    open_cases_in, open_in, permit_in, permit_letter_in, posts_of, procedure_in, queue_in,
    reseal_in, under_older_keys_in,
};
pub use letter::{Letter, LetterPage};
pub use notice::{Answer, Objecting, Objection};
pub use procedure::{LetterKind, LetterText, Paper, Procedure, ProcedureFault, Step, Text, choose};
pub use store::{Done, Queue};
pub use words::{Act, Assessment, Ending, Hand, Party, Progress, State};
