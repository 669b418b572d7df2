//! The one integration-test binary. Every story runs on both engines.
#![allow(missing_docs)]

mod backups;
mod blobs;
mod certificates;
mod jobs;
mod journal;
mod organisations;
mod people;
mod probe;
mod store_write;
mod world;
