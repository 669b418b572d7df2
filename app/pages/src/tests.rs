//! Every page is drawn in both languages and looked through for what would hurt its readers.

use crate::samples::{Sample, all, signed_in, site, visit};
use kernel::Lang;
use std::collections::BTreeSet;

fn every(look: impl Fn(&str, &str)) {
    for lang in Lang::ALL {
        for large in [false, true] {
            for Sample { name, html } in all(lang, large) {
                look(&format!("{name} in {}", lang.tag()), &html);
            }
        }
    }
}

/// The tags of a page: name and attributes, without what stands between them.
fn tags(html: &str) -> impl Iterator<Item = (&str, &str)> {
    html.split('<').skip(1).filter_map(|piece| {
        let tag = piece.split('>').next()?;
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((name, attributes))
    })
}

/// The value of an attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some((before, after)) = rest.split_once(name) {
        let whole = before.is_empty() || before.ends_with([' ', '\n']);
        if whole && let Some(value) = after.strip_prefix("=\"") {
            return value.split('"').next();
        }
        rest = after;
    }
    None
}

#[test]
fn no_text_is_missing() {
    every(|_, _| {});
    assert_eq!(web_kit::texts::missing(), Vec::<String>::new());
}

#[test]
fn the_policy_refuses_nothing_on_a_page() {
    every(|page, html| {
        for (name, attributes) in tags(html) {
            assert_ne!(name, "style", "{page}: a style inside the page");
            if name == "script" {
                let from = attribute(attributes, "src");
                assert!(from.is_some_and(|from| from.starts_with("/assets/")), "{page}: a script");
            }
            assert!(attribute(attributes, "style").is_none(), "{page}: {name} {attributes}");
            let mut words = attributes.split([' ', '\n']);
            let handler = words.find(|word| word.starts_with("on") && word.contains("=\""));
            assert_eq!(handler, None, "{page}: a handler inside the page");
            for address in ["href", "src", "action"].iter().filter_map(|a| attribute(attributes, a))
            {
                assert!(!address.starts_with("javascript:"), "{page}: {address}");
            }
        }
    });
}

#[test]
fn a_page_has_one_heading_a_title_and_its_language() {
    let mut titles: BTreeSet<String> = BTreeSet::new();
    for lang in Lang::ALL {
        for Sample { name, html } in all(lang, false) {
            let page = format!("{name} in {}", lang.tag());
            let headings: Vec<&str> = tags(&html).map(|(name, _)| name).collect();
            assert_eq!(headings.iter().filter(|name| **name == "h1").count(), 1, "{page}");
            let title = html.split("<title>").nth(1).and_then(|rest| rest.split('<').next());
            let title = title.unwrap_or_default().trim();
            assert!(!title.is_empty() && !title.starts_with('·'), "{page}: {title}");
            titles.insert(title.to_owned());
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.tag())), "{page}");
            // A level that is left out confuses who listens to the page.
            let mut level = 0;
            let levels = headings.iter().filter_map(|name| match *name {
                "h1" => Some(1),
                "h2" => Some(2),
                "h3" => Some(3),
                _ => None,
            });
            for next in levels {
                assert!(next <= level + 1 || level == 0, "{page}: h{next} after h{level}");
                level = next;
            }
        }
    }
    assert!(titles.len() > 60, "{} titles", titles.len());
}

#[test]
fn every_input_has_a_label_and_every_tie_an_end() {
    every(|page, html| {
        let of = |wanted: &str| -> Vec<&str> {
            tags(html).filter_map(|(_, attributes)| attribute(attributes, wanted)).collect()
        };
        let (ids, labels) = (of("id"), of("for"));
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "{page}: an id stands twice: {ids:?}");
        for (name, attributes) in tags(html) {
            let kind = attribute(attributes, "type").unwrap_or("text");
            let choice = matches!(kind, "radio" | "checkbox");
            let typed = matches!(name, "input" | "select" | "textarea");
            if typed && !choice && kind != "hidden" {
                let id = attribute(attributes, "id").unwrap_or_default();
                assert!(labels.contains(&id), "{page}: {name} {attributes} has no label");
            }
        }
        for tie in of("aria-describedby").into_iter().chain(of("aria-labelledby")) {
            for id in tie.split_whitespace() {
                assert!(unique.contains(id), "{page}: {id} is nowhere");
            }
        }
        for label in labels {
            assert!(unique.contains(label), "{page}: a label for {label}, which is nowhere");
        }
        for link in tags(html).filter(|(name, _)| *name == "a") {
            let href = attribute(link.1, "href").unwrap_or_default();
            assert!(!href.is_empty() && href != "#", "{page}: a link that leads nowhere");
        }
    });
}

#[test]
fn forms_that_change_something_carry_their_hidden_fields() {
    every(|page, html| {
        for form in html.split("<form ").skip(1) {
            let (tag, rest) = form.split_once('>').unwrap();
            let inside = rest.split("</form>").next().unwrap();
            let posts = attribute(tag, "method") == Some("post");
            let csrf = inside.contains("name=\"csrf\"");
            let signed_in = html.contains("action=\"/sign-out\"");
            assert_eq!(csrf, posts && signed_in, "{page}: {tag}");
            let saves = posts && !tag.contains("/preferences") && !tag.contains("/sign-out");
            assert!(!saves || inside.contains("name=\"key\""), "{page}: {tag}");
        }
    });
}

#[test]
fn what_people_typed_cannot_become_markup() {
    for lang in Lang::ALL {
        let hostile = "\"><script>alert(1)</script><b title='";
        let mut v = visit(lang);
        v = signed_in(&v, hostile, Some(hostile), &[("nav-tasks", "/tasks")]);
        let form = web_kit::FormState::with(&[("number", hostile), ("fact", hostile)]);
        let mut page = crate::check::CheckForm { v, form };
        assert_eq!(crate::check::read(&mut page.form), None);
        let html = askama::Template::render(&page).unwrap();
        assert!(!html.contains("<script>") && !html.contains("<b title"), "{html}");
        assert_eq!(html.matches("&#60;script&#62;alert(1)").count(), 5, "{html}");
    }
}

#[test]
fn the_mark_of_made_up_data_stands_on_every_page_and_only_then() {
    every(|page, html| assert!(html.contains("class=\"demo\""), "{page}"));
    let mut v = visit(Lang::En);
    v.site = std::sync::Arc::new(web_kit::Site { demo: false, ..site() });
    let html = askama::Template::render(&crate::home::HomePage::sample(v)).unwrap();
    assert!(!html.contains("class=\"demo\"") && !html.contains("href=\"/demo\""));
}

#[test]
fn the_page_to_take_along_needs_nothing_else() {
    for lang in Lang::ALL {
        let html = askama::Template::render(&crate::offline::SavedPage::new(visit(lang))).unwrap();
        assert!(html.contains("default-src 'none'"), "it may load and send nothing");
        let loads = tags(&html)
            .any(|(name, attributes)| name == "link" || attribute(attributes, "src").is_some());
        assert!(!loads, "everything stands inside");
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(html.len() < 60_000, "{} bytes", html.len());
    }
}

#[test]
fn whatever_the_off_line_check_finds_has_a_sentence() {
    let script = std::str::from_utf8(web_kit::assets::OFFLINE.bytes).unwrap();
    let said: BTreeSet<&str> = crate::offline::SAID.iter().map(|(name, _)| *name).collect();
    let mut found = BTreeSet::new();
    for (call, name) in [("codes.push('", "code"), ("refused('", "error")] {
        for code in script.split(call).skip(1).filter_map(|rest| rest.split('\'').next()) {
            found.insert(format!("{name}-{code}"));
        }
    }
    assert!(found.len() > 8, "{found:?}");
    for name in &found {
        assert!(said.contains(name.as_str()), "{name} has no sentence");
    }
    for (_, key) in crate::offline::SAID {
        assert!(Lang::ALL.into_iter().all(|lang| web_kit::texts::exists(lang, key)), "{key}");
    }
}
