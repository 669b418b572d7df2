//! Whole files in and out.

mod build;
mod csv;

mod xls;
mod xlsx;
