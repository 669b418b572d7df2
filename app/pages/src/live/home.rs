//! The start page of this node.

use crate::home::{doors, home};
use axum::extract::State;
use platform::App;
use web_kit::{Answer, Visit, describe};

/// `/`
pub async fn start(v: Visit, State(_): State<App>) -> Answer {
    let doors = doors(&describe(&super::routes()));
    home(v, doors, None)
}
