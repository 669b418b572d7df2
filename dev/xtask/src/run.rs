//! Running other programs.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Why a command of ours failed, in a sentence for the person at the terminal.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure(error.to_string())
    }
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a program to its end with its output on the terminal; anything but success is a failure.
pub fn must(command: &mut Command) -> Result<(), Failure> {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|e| Failure(format!("{}: {e}", shown(command))))?;
    if status.success() { Ok(()) } else { Err(Failure(format!("{}: {status}", shown(command)))) }
}

/// Like [`must`], and gives back what the program wrote to its standard output.
pub fn must_and_read(command: &mut Command) -> (Result<(), Failure>, String) {
    println!("$ {}", shown(command));
    let name = shown(command);
    let mut text = String::new();
    let mut read = || -> Result<(), Failure> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines() {
                let line = line?;
                println!("{line}");
                text.push_str(&line);
                text.push('\n');
            }
        }
        let status = child.wait()?;
        if status.success() { Ok(()) } else { Err(Failure(format!("{name}: {status}"))) }
    };
    let result = read();
    (result, text)
}

/// What a program prints, without its end of line; nothing when it cannot be run or fails.
pub fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}

/// Where a program lies on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether we may install packages and need another user for PostgreSQL.
pub fn is_root() -> bool {
    answer("id", &["-u"]).as_deref() == Some("0")
}
