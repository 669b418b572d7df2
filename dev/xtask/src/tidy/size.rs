//! Short files and short functions, with a ratchet for older ones that may only get better.

use super::{Finding, Report};
use crate::repo::Repo;
use crate::source::{functions, tokens};
use std::collections::BTreeMap;
use std::fmt::Write;

const RULE: &str = "size";
/// The ratchet: what is over the limit, and by how much it may be.
pub const RATCHET: &str = "dev/xtask/ratchet.toml";
const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 70;
/// Made by a command, read by a database: cutting it would help nobody.
const GENERATED: [&str; 1] = [super::tables::CITUS];

/// The place and length of everything that is over a limit.
#[derive(Debug, Default)]
pub struct Over {
    files: BTreeMap<String, (usize, usize)>,
    functions: BTreeMap<String, (usize, usize)>,
}

fn measure(repo: &Repo) -> Over {
    let mut over = Over::default();
    for (path, text) in &repo.files {
        let written = [".rs", ".mjs", ".js", ".css", ".html", ".sql", ".sh"];
        if GENERATED.contains(&path.as_str()) || !written.iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let lines = text.lines().count();
        if lines > FILE_LINES {
            over.files.insert(path.clone(), (lines, 1));
        }
        if path.ends_with(".rs") {
            for function in functions(&tokens(text)) {
                if function.lines > FUNCTION_LINES {
                    let place = format!("{path} {}", function.name);
                    over.functions.insert(place, (function.lines, function.line));
                }
            }
        }
    }
    over
}

/// Checks lengths against the limits and the ratchet.
pub fn check(repo: &Repo, report: &mut Report) {
    let over = measure(repo);
    let ratchet = read(repo, report);
    for (section, limit, found) in
        [("files", FILE_LINES, &over.files), ("functions", FUNCTION_LINES, &over.functions)]
    {
        let allowed = ratchet.get(section).cloned().unwrap_or_default();
        for (place, (lines, line)) in found {
            let path = place.split(' ').next().unwrap_or(place);
            let most = allowed.get(place).copied();
            let message = match most {
                None => format!("{place}: {lines} lines, at most {limit}: cut it by meaning"),
                Some(most) if *lines > most => {
                    format!(
                        "{place}: {lines} lines, the ratchet allows {most}: it may only get shorter"
                    )
                }
                Some(most) if *lines < most => {
                    format!(
                        "{place}: {lines} lines now: run `cargo xtask tidy --ratchet` to keep the gain"
                    )
                }
                Some(_) => continue,
            };
            report.errors.push(Finding::new(path, *line, RULE, message));
        }
        for place in allowed.keys().filter(|place| !found.contains_key(*place)) {
            let message =
                format!("{place} is within the limit now: run `cargo xtask tidy --ratchet`");
            report.errors.push(Finding::new(RATCHET, 1, RULE, message));
        }
    }
}

type Ratchet = BTreeMap<String, BTreeMap<String, usize>>;

fn read(repo: &Repo, report: &mut Report) -> Ratchet {
    let table: toml::Table = match repo.text(RATCHET).unwrap_or_default().parse() {
        Ok(table) => table,
        Err(error) => {
            report.errors.push(Finding::new(RATCHET, 1, RULE, format!("unreadable: {error}")));
            return Ratchet::new();
        }
    };
    let entries = |section: &toml::Value| -> BTreeMap<String, usize> {
        let table = section.as_table().into_iter().flatten();
        let numbers =
            table.filter_map(|(k, v)| Some((k.clone(), v.as_integer()?.try_into().ok()?)));
        numbers.collect()
    };
    table.iter().map(|(name, section)| (name.clone(), entries(section))).collect()
}

/// The ratchet as it should stand now: entries go or get smaller, none comes and none grows.
pub fn tightened(repo: &Repo) -> String {
    let over = measure(repo);
    let old = read(repo, &mut Report::default());
    let mut text = "# What was over a limit when the limit came (files: lines; functions: lines), by place.\n\
                    # It may only get better: `cargo xtask tidy --ratchet` lowers, nothing raises.\n"
        .to_owned();
    for (section, found) in [("files", &over.files), ("functions", &over.functions)] {
        let _ = write!(text, "\n[{section}]\n");
        for (place, most) in old.get(section).into_iter().flatten() {
            if let Some((lines, _)) = found.get(place) {
                let _ = writeln!(text, "\"{place}\" = {}", most.min(lines));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    work();\n".repeat(lines - 2))
    }

    fn found(source: &str, ratchet: &str) -> Vec<String> {
        let mut report = Report::default();
        check(&Repo::from([("a/src/lib.rs", source), (RATCHET, ratchet)]), &mut report);
        report.errors.iter().map(|e| e.message.clone()).collect()
    }

    #[test]
    fn seventy_lines_pass_and_seventy_one_do_not() {
        assert_eq!(found(&function(70), ""), Vec::<String>::new());
        let errors = found(&function(71), "");
        assert_eq!(errors, ["a/src/lib.rs long: 71 lines, at most 70: cut it by meaning"]);
    }

    #[test]
    fn a_file_over_the_limit_is_caught() {
        assert_eq!(found(&"//\n".repeat(600), ""), Vec::<String>::new());
        assert!(found(&"//\n".repeat(601), "")[0].contains("601 lines, at most 600"));
    }

    #[test]
    fn the_ratchet_only_tightens() {
        let ratchet = "[functions]\n\"a/src/lib.rs long\" = 80\n";
        assert_eq!(found(&function(80), ratchet), Vec::<String>::new());
        assert!(found(&function(81), ratchet)[0].contains("may only get shorter"));
        assert!(found(&function(75), ratchet)[0].contains("to keep the gain"));
        assert!(found("fn short() {}\n", ratchet)[0].contains("within the limit now"));
        for (lines, kept) in [(75, Some("= 75")), (81, Some("= 80")), (70, None)] {
            let source = function(lines);
            let repo = Repo::from([("a/src/lib.rs", source.as_str()), (RATCHET, ratchet)]);
            let text = tightened(&repo);
            assert_eq!(text.contains("a/src/lib.rs"), kept.is_some());
            assert!(kept.is_none_or(|kept| text.contains(kept)), "{text}");
        }
    }
}
