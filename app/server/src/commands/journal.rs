//! `kaogong check-journal`

use super::{open, say, texts};
use kernel::Result;
use platform::Config;
use std::process::ExitCode;

pub async fn check(config: Config) -> Result<ExitCode> {
    let app = open(&config).await?;
    let mut conn = app.store.read().await?;
    let found = store::seal::check_journal(&mut conn, app.digest()).await?;
    for fault in &found.faults {
        say(fault);
    }
    let numbers: [(&str, &dyn web_kit::texts::Arg); 3] = [
        ("facts", &found.facts),
        ("seals", &found.seals),
        ("faults", &(found.faults.len() as i64)),
    ];
    say(&texts().with("cli-journal-checked", &numbers));
    Ok(if found.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
