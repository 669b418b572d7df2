//! The start page of this node.

use crate::home::{Door, doors, home};
use std::sync::LazyLock;
use web_kit::{Answer, Visit, describe};

/// What the routes offer; the table does not change while the program runs.
static DOORS: LazyLock<Vec<Door>> = LazyLock::new(|| doors(&describe(&super::routes())));

/// `/`
pub async fn start(v: Visit) -> Answer {
    home(v, DOORS.clone(), None)
}
