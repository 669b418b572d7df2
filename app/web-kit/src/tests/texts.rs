//! The texts of both languages, and what happens to one that is not there.

use crate::T;
use crate::texts::{FILES, exists, missing};
use kernel::{FieldProblem, Lang, Problem};
use std::collections::BTreeSet;

/// The keys of a catalogue file, with their attributes.
fn keys(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in text.lines() {
        let Some((name, _)) = line.split_once(" =") else { continue };
        match name.trim_start().strip_prefix('.') {
            Some(attribute) if name.starts_with("    .") => {
                keys.insert(format!("{message}.{attribute}"));
            }
            _ if name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) => {
                message = name.to_owned();
                keys.insert(message.clone());
            }
            _ => {}
        }
    }
    keys
}

#[test]
fn both_languages_have_every_key() {
    for (name, zh, en) in FILES {
        let (chinese, english) = (keys(zh), keys(en));
        assert!(!chinese.is_empty(), "{name}");
        assert_eq!(chinese, english, "{name}");
        for key in &chinese {
            for lang in Lang::ALL {
                assert!(exists(lang, key), "{name}: {key} in {}", lang.tag());
            }
        }
    }
}

#[test]
fn every_file_of_the_folder_is_in_the_list() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap().replace(".ftl", ""))
        .collect();
    names.sort();
    let listed: Vec<&str> = FILES.iter().map(|(name, _, _)| *name).collect();
    assert_eq!(names, listed);
}

#[test]
fn a_missing_text_shows_its_key_and_is_noted() {
    let english = T::new(Lang::En);
    for key in ["no-such-key", "no-such-key.next", "check-title.no-such-attribute"] {
        assert_eq!(english.maybe(key), None);
        assert_eq!(english.get(key), key);
        assert!(missing().iter().any(|entry| *entry == format!("en {key}")));
    }
}

#[test]
fn values_are_put_in_and_numbers_grouped() {
    let en = T::new(Lang::En);
    let of = |count: u64| en.with("occupations-bodies-count", &[("count", &count)]);
    assert_eq!(of(0), "No body is filed for it today.");
    assert_eq!(of(1), "One body is filed for it today.");
    assert_eq!(of(1_234_567), "1,234,567 bodies are filed for it today.");
    let zh = T::new(Lang::Zh);
    let text = zh.with("foot-sponsor", &[("name", &"示例<局>")]);
    assert_eq!(text, "主办单位：示例<局>", "escaping is the template's work");
}

#[test]
fn a_problem_has_a_sentence_and_a_next_step_in_both_languages() {
    for lang in Lang::ALL {
        let t = T::new(lang);
        let problem = Problem::not_found();
        assert_ne!(t.problem(&problem), problem.code());
        assert_ne!(t.problem_next(&problem), format!("{}.next", problem.code()));
    }
    let field = FieldProblem::new("note", "field-too-long").arg("count", 1200);
    assert_eq!(T::new(Lang::En).field(&field), "At most 1,200 characters; please shorten it");
}
