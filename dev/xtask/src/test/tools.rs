//! What the tests need besides Rust: Debian's packages and npm's, installed where we may.

use super::{Part, postgres};
use crate::run::{Failure, find, is_root, must};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Something a part needs and the Debian package that brings it.
struct Need {
    package: &'static str,
    parts: &'static [Part],
    present: fn() -> bool,
}

const NEEDS: [Need; 8] = [
    Need {
        package: "postgresql",
        parts: &[Part::Rust, Part::Gm],
        present: || postgres::programs().is_some(),
    },
    Need {
        package: "openssl",
        parts: &[Part::Rust, Part::Gm],
        present: || find("openssl").is_some(),
    },
    Need { package: "poppler-utils", parts: &[Part::Rust], present: || find("pdftoppm").is_some() },
    Need { package: "zbar-tools", parts: &[Part::Rust], present: || find("zbarimg").is_some() },
    Need {
        package: "fonts-noto-cjk",
        parts: &[Part::Rust, Part::Browser],
        present: || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file(),
    },
    Need { package: "chromium", parts: &[Part::Browser], present: || find("chromium").is_some() },
    Need { package: "nodejs", parts: &[Part::Browser], present: || find("node").is_some() },
    Need { package: "npm", parts: &[Part::Browser], present: || find("npm").is_some() },
];

/// Another run of apt may hold the lock on the package lists.
const LOCK_TRIES: usize = 30;
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// Installs what the parts need, or says what has to be installed.
pub fn ensure(root: &Path, parts: &[Part]) -> Result<(), Failure> {
    let missing = missing(parts);
    if !missing.is_empty() {
        let by_hand = format!("apt-get install --no-install-recommends {}", missing.join(" "));
        if !is_root() || find("apt-get").is_none() {
            let advice = "On Debian, as root:";
            return Err(Failure(format!("The tests need more packages. {advice}\n    {by_hand}")));
        }
        println!("== installing {}", missing.join(" "));
        apt(&["update", "-q"])?;
        let install = ["install", "-q", "-y", "--no-install-recommends"];
        apt(&[&install[..], &missing].concat())?;
        if let [package, ..] = self::missing(parts)[..] {
            return Err(Failure(format!(
                "{package} is installed, and yet what it brings is not there"
            )));
        }
    }
    if parts.contains(&Part::Browser) { npm(&root.join("e2e")) } else { Ok(()) }
}

fn missing(parts: &[Part]) -> Vec<&'static str> {
    let needed = NEEDS.iter().filter(|need| need.parts.iter().any(|part| parts.contains(part)));
    needed.filter(|need| !(need.present)()).map(|need| need.package).collect()
}

fn apt(arguments: &[&str]) -> Result<(), Failure> {
    for _ in 0..LOCK_TRIES {
        let mut command = Command::new("apt-get");
        command.args(["-o", "DPkg::Lock::Timeout=300"]).args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        let output = command.stdout(Stdio::inherit()).stderr(Stdio::piped()).spawn()?;
        let output = output.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        eprint!("{said}");
        if output.status.success() {
            return Ok(());
        }
        if !said.contains("lock") {
            return Err(Failure(format!("apt-get {}: {}", arguments.join(" "), output.status)));
        }
        println!("apt-get is in use by somebody else: waiting");
        std::thread::sleep(LOCK_WAIT);
    }
    Err(Failure("apt-get is in use by somebody else".into()))
}

/// The packages of the lock file, unless they are there already.
fn npm(folder: &Path) -> Result<(), Failure> {
    let written = |path: &str| std::fs::metadata(folder.join(path)).and_then(|m| m.modified()).ok();
    let installed = written("node_modules/.package-lock.json");
    if installed.is_some() && installed > written("package-lock.json") {
        return Ok(());
    }
    let mut command = Command::new("npm");
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder);
    // Debian's Chromium is used; a browser of its own could not be fetched everywhere.
    must(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}
