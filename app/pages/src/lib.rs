//! The pages people see. Each page is a struct with plain public fields and a template of the same
//! name; handlers fill the struct, the template words it, and nothing here decides anything.
//!
//! How to add a page: docs in [`samples`].

pub mod accounts;
pub mod activation;
pub mod adjustments;
pub mod applications;
pub mod archive;
pub mod audit;
pub mod authorities;
pub mod bodies;
pub mod cases;
pub mod certificate;
pub mod changes;
pub mod check;
pub mod corrections;
pub mod desk;
pub mod duplicates;
pub mod home;
pub mod imports;
pub mod instruments;
pub mod issued;
pub mod jobs;
pub mod keys;
pub mod kit;
pub mod letters;
pub mod library;
pub mod live;
pub mod notices;
pub mod occupations;
pub mod offline;
pub mod oversight;
pub mod own;
pub mod people;
pub mod plan_tasks;
pub mod policies;
pub mod problem;
pub mod proposals;
pub mod returns;
pub mod routes;
pub mod rules;
pub mod runs;
pub mod samples;
pub mod scope;
pub mod shares;
pub mod sign_in;
pub mod site;
pub mod specimen;
pub mod tasks;
pub mod trial;
pub mod window;

pub use kit::show;

#[cfg(test)]
mod tests;
