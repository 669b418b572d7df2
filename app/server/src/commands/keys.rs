//! `kaogong init`

use super::{say, texts};
use crypto::KeyRing;
use kernel::{Problem, Random, Result};
use platform::Config;
use std::process::ExitCode;

pub fn init(config: &Config) -> Result<ExitCode> {
    std::fs::create_dir_all(&config.data).map_err(|error| {
        Problem::invalid("data-folder").arg("folder", config.data.display()).detail(error)
    })?;
    let ring = KeyRing::generate(&Random::system(), config.crypto);
    let file = config.key_file();
    let refused = |error: crypto::KeyRingError| {
        Problem::conflict(error.code()).arg("file", file.display()).detail(error)
    };
    ring.save_new(&file).map_err(refused)?;
    let shown = file.display().to_string();
    say(&texts().with("cli-keys-made", &[("file", &shown.as_str())]));
    Ok(ExitCode::SUCCESS)
}
