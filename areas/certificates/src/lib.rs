//! Placeholder while the modules are written.
