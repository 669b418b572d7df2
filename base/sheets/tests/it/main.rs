//! Whole files in and out.

mod build;
mod csv;
mod hostile;
mod mutation;
mod oracle;
mod writer;
mod xls;
mod xlsx;
