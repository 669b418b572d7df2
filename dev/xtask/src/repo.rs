//! The repository as the rules see it: text files by path, and the crates among them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by us.
const SKIPPED: [&str; 7] =
    ["target", "node_modules", ".git", "out", "demo-data", "corpus", "artifacts"];

/// Larger files are data, not text that a rule would read.
const LARGEST_BYTES: u64 = 4 << 20;

/// The text files of the repository, by path from its root with `/` between the parts.
#[derive(Default)]
pub struct Repo {
    /// Content by path.
    pub files: BTreeMap<String, String>,
}

/// A crate of the workspace.
#[derive(Debug)]
pub struct Crate {
    /// Its folder, such as `base/kernel`.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// What it depends on.
    pub uses: Vec<Use>,
    /// Whether it builds the binary of this name.
    pub binaries: Vec<String>,
}

/// One dependency of a crate.
#[derive(Debug)]
pub struct Use {
    /// The name of the package.
    pub package: String,
    /// The line in the manifest.
    pub line: usize,
    /// Whether only tests need it.
    pub only_in_tests: bool,
    /// Whether version and features come from the workspace.
    pub from_workspace: bool,
}

/// The root of the repository, known from where this crate lies.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

impl Repo {
    /// Reads the repository.
    pub fn read(root: &Path) -> std::io::Result<Repo> {
        let mut repo = Repo::default();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if SKIPPED.contains(&name.as_str()) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else if entry.metadata()?.len() <= LARGEST_BYTES {
                    repo.add(root, &entry.path())?;
                }
            }
        }
        Ok(repo)
    }

    fn add(&mut self, root: &Path, path: &Path) -> std::io::Result<()> {
        // What is not UTF-8 is a picture or a spreadsheet.
        if let Ok(text) = String::from_utf8(std::fs::read(path)?) {
            let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            self.files.insert(name, text);
        }
        Ok(())
    }

    /// The files whose path ends like this.
    pub fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.files.iter().filter(move |(path, _)| path.ends_with(end));
        all.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The content of one file, if it is there.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All crates, without the root.
    pub fn crates(&self) -> Vec<Crate> {
        self.ending("/Cargo.toml").filter_map(|(path, text)| read_crate(path, text)).collect()
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Repo {
    fn from(files: [(&str, &str); N]) -> Repo {
        Repo { files: files.map(|(path, text)| (path.to_owned(), text.to_owned())).into() }
    }
}

fn read_crate(path: &str, text: &str) -> Option<Crate> {
    let manifest: toml::Table = text.parse().ok()?;
    let folder = path.strip_suffix("/Cargo.toml")?.to_owned();
    let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
    let mut uses = Vec::new();
    collect_uses(&manifest, text, &mut uses);
    if let Some(targets) = manifest.get("target").and_then(|t| t.as_table()) {
        for target in targets.values().filter_map(|t| t.as_table()) {
            collect_uses(target, text, &mut uses);
        }
    }
    let declared = manifest.get("bin").and_then(|b| b.as_array());
    let names = declared.into_iter().flatten().filter_map(|b| b.get("name")?.as_str());
    let binaries = names.map(str::to_owned).collect();
    Some(Crate { folder, name, uses, binaries })
}

fn collect_uses(manifest: &toml::Table, text: &str, uses: &mut Vec<Use>) {
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let Some(table) = manifest.get(section).and_then(|t| t.as_table()) else { continue };
        for (key, value) in table {
            let package = value.get("package").and_then(|p| p.as_str()).unwrap_or(key);
            let starts = |line: &str| line.strip_prefix(key.as_str()).is_some_and(is_key_end);
            let line = text.lines().position(starts).map_or(1, |at| at + 1);
            uses.push(Use {
                package: package.to_owned(),
                line,
                only_in_tests: section == "dev-dependencies",
                from_workspace: value.get("workspace").is_some_and(|w| w.as_bool() == Some(true)),
            });
        }
    }
}

fn is_key_end(rest: &str) -> bool {
    rest.starts_with([' ', '.', '='])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_what_the_crate_uses() {
        let repo = Repo::from([(
            "areas/people/Cargo.toml",
            "[package]\nname = \"people\"\n\n[dependencies]\nkernel.workspace = true\n\
             old = { package = \"older\", version = \"1\" }\n\n[dev-dependencies]\nproptest = \"1\"\n",
        )]);
        let crates = repo.crates();
        let uses: Vec<_> = crates[0].uses.iter().map(|u| (u.package.as_str(), u.line)).collect();
        assert_eq!(uses, [("kernel", 5), ("older", 6), ("proptest", 9)]);
        let from: Vec<_> = crates[0].uses.iter().map(|u| u.from_workspace).collect();
        assert_eq!(from, [true, false, false]);
        assert!(crates[0].uses[2].only_in_tests);
    }
}
