//! Logs: JSON lines on standard error, without personal data.

use tracing_subscriber::EnvFilter;

/// Libraries of others. Below a warning they tell what passes through them: headers, statements,
/// addresses. So the configured level is for our own crates only.
const OTHERS: [&str; 9] =
    ["axum", "hyper", "hyper_util", "multer", "rustls", "sqlx", "tokio", "tower", "tower_http"];

/// The filter of a level.
pub fn filter(level: &str) -> EnvFilter {
    let others = OTHERS.map(|name| format!("{name}=warn")).join(",");
    EnvFilter::new(format!("{level},{others}"))
}

/// Begins logging. A second call changes nothing.
pub fn begin(level: &str) {
    let begun = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter(level))
        .with_writer(std::io::stderr)
        .try_init();
    if begun.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            // The message may quote a value, so only the place is logged.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "a panic");
        }));
    }
}
