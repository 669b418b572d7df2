//! Work of this area in the background.

/// Brings documents and plans that ship with the program into the library. Done again after every
/// change of the program: what is there already stays as it is.
pub const LOAD_SHIPPED: &str = "policy.load-shipped";
