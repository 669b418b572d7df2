//! The one integration-test binary. Every story runs on both engines.
#![allow(missing_docs)]

mod blobs;
mod journal;
mod jobs;
mod store_write;
