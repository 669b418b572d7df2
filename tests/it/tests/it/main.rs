//! The one integration-test binary. Every story runs on both engines.
#![allow(missing_docs)]

mod access;
mod access_more;
mod access_world;
mod applications;
mod applications_world;
mod approval_pure;
mod archive;
mod authorities;
mod backups;
mod blobs;
mod certificates;
mod corrections;
mod deputies;
mod duplicates;
mod evaluation;
mod evaluation_bad;
mod evaluation_kill;
mod evaluation_world;
mod fuzz;
mod instruments;
mod instruments_pure;
mod jobs;
mod jobs_kill;
mod journal;
mod journal_kill;
mod organisations;
mod people;
mod policy;
mod policy_pure;
mod probe;
mod process;
mod properties;
mod rotation;
mod store_write;
mod world;
