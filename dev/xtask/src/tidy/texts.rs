//! Both languages are complete: the same keys, every key that code asks for, none left over.

use super::{Finding, Report};
use crate::repo::Repo;
use crate::source::{Kind, Token, tokens};
use std::collections::{BTreeMap, BTreeSet};

const RULE: &str = "texts";
const LOCALES: &str = "app/web-kit/locales/";
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
/// `t.get("key")` and `t.with("key", …)`, the ways in which code asks for a text …
const RECEIVERS: [&str; 2] = ["t", "texts"];
const METHODS: [&str; 2] = ["get", "with"];
/// … and `tr("key")`.
const FUNCTION: &str = "tr";

/// One text of one language.
#[derive(Debug, PartialEq, Eq)]
struct Text<'a> {
    path: &'a str,
    line: usize,
    /// The values it mentions.
    values: BTreeSet<String>,
}

/// Where code asks for a text.
struct Asked<'a> {
    key: String,
    path: &'a str,
    line: usize,
    /// Whether it is the code of a problem, which also says what to do next.
    problem: bool,
}

/// Checks the texts of both languages against each other and against the code. Texts that nobody
/// asks for are only a warning: a page may come after its words.
pub fn check(repo: &Repo, report: &mut Report) {
    if !repo.files.keys().any(|path| path.starts_with(LOCALES)) {
        report.warnings.push(Finding::new(LOCALES, 1, RULE, "no texts yet: nothing was checked"));
        return;
    }
    let [chinese, english] = LANGUAGES.map(|language| texts(repo, language, report));
    for (have, lack, language) in [(&chinese, &english, "en"), (&english, &chinese, "zh-CN")] {
        for (key, text) in have {
            match lack.get(key) {
                None => {
                    let message = format!("{key} has no text in {language}");
                    report.errors.push(Finding::new(text.path, text.line, RULE, message));
                }
                Some(other) if other.values != text.values => {
                    let message = format!("{key} mentions other values than in {language}");
                    report.warnings.push(Finding::new(text.path, text.line, RULE, message));
                }
                Some(_) => {}
            }
        }
    }
    let mut literals = BTreeSet::new();
    for asked in asked_for(repo, &mut literals) {
        if !chinese.contains_key(&asked.key) {
            let message = format!("no text for \"{}\": add it to both languages", asked.key);
            report.errors.push(Finding::new(asked.path, asked.line, RULE, message));
        } else if asked.problem && !chinese.contains_key(&format!("{}.next", asked.key)) {
            let message = format!("\"{}\" does not say what to do: add `.next`", asked.key);
            report.errors.push(Finding::new(asked.path, asked.line, RULE, message));
        }
    }
    for (key, text) in &chinese {
        if !is_used(key, &literals, repo) {
            let message = format!("{key} is asked for nowhere: remove it from both languages");
            report.warnings.push(Finding::new(text.path, text.line, RULE, message));
        }
    }
}

/// The texts of one language by key.
fn texts<'a>(repo: &'a Repo, language: &str, report: &mut Report) -> BTreeMap<String, Text<'a>> {
    let folder = format!("{LOCALES}{language}/");
    let mut found: BTreeMap<String, Text<'a>> = BTreeMap::new();
    for (path, source) in repo.ending(".ftl").filter(|(path, _)| path.starts_with(&folder)) {
        let mut current: Option<String> = None;
        for (number, line) in source.lines().enumerate() {
            if let Some(key) = key_of(line) {
                let text = Text { path, line: number + 1, values: values_of(line) };
                if let Some(first) = found.insert(key.clone(), text) {
                    let message = format!("{key} stands already in {}:{}", first.path, first.line);
                    report.errors.push(Finding::new(path, number + 1, RULE, message));
                }
                current = Some(key);
            } else if let (true, Some(key)) = (line.starts_with(' '), &current) {
                // `.name = …` adds a second text, `key.name`; any other line goes on.
                let attribute = line.trim_start().strip_prefix('.').and_then(key_of);
                let (message, _) = key.split_once('.').unwrap_or((key, ""));
                let place = attribute.map_or(key.clone(), |name| format!("{message}.{name}"));
                let new = Text { path, line: number + 1, values: BTreeSet::new() };
                found.entry(place.clone()).or_insert(new).values.extend(values_of(line));
                current = Some(place);
            }
        }
    }
    found
}

/// The key that a line of Fluent defines. Terms (`-name`) and comments define none.
fn key_of(line: &str) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let good = key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(word);
    good.then(|| key.to_owned())
}

/// The values (`$name`) that a line mentions.
fn values_of(line: &str) -> BTreeSet<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let after = line.split('$').skip(1);
    after.map(|rest| rest.chars().take_while(|c| word(*c)).collect()).collect()
}

/// Where code and templates ask for texts; every string literal of the code goes into `literals`.
fn asked_for<'a>(repo: &'a Repo, literals: &mut BTreeSet<String>) -> Vec<Asked<'a>> {
    let mut asked = Vec::new();
    let tools = |path: &str| path.starts_with("dev/") || path.starts_with("tests/");
    for (path, source) in repo.ending(".rs").filter(|(path, _)| !tools(path)) {
        let code = tokens(source);
        literals.extend(code.iter().filter(|t| t.kind == Kind::Str).map(|t| t.text.clone()));
        if path.ends_with("/tests.rs") {
            continue;
        }
        let code = without_tests(&code);
        for at in 0..code.len() {
            if let Some(key) = key_asked(&code[at..]) {
                // Not FieldProblem: its text says in one sentence how to mend the field.
                let problem = code[at].is("Problem") || code[at].is("Self");
                asked.push(Asked { key: key.text.clone(), path, line: key.line, problem });
            }
        }
    }
    for (path, source) in repo.ending(".html") {
        for (number, line) in source.lines().enumerate() {
            // Quotes stand within quotes here: `aria-label="{{ t.get("nav-label") }}"`.
            literals.extend(line.split('"').map(str::to_owned));
            for key in keys_in_template(line) {
                asked.push(Asked { key, path, line: number + 1, problem: false });
            }
        }
    }
    asked
}

/// The code before the unit tests at the end of the file.
fn without_tests(code: &[Token]) -> Vec<&Token> {
    let code: Vec<&Token> = code.iter().filter(|t| t.kind != Kind::Comment).collect();
    let is_test =
        |at: &[&Token]| ["cfg", "(", "test", ")", "]", "mod"].iter().zip(at).all(|(w, t)| t.is(w));
    let end = code.windows(6).position(is_test).unwrap_or(code.len());
    code[..end].to_vec()
}

/// The key that the call at this place asks for, as a literal.
fn key_asked<'a>(code: &[&'a Token]) -> Option<&'a Token> {
    let string = |at: usize| code.get(at).copied().filter(|t| t.kind == Kind::Str);
    let is = |at: usize, text: &str| code.get(at).is_some_and(|t| t.is(text));
    let one_of = |at: usize, words: &[&str]| words.iter().any(|word| is(at, word));
    if one_of(0, &RECEIVERS) && is(1, ".") && one_of(2, &METHODS) && is(3, "(") {
        return string(4);
    }
    if is(0, FUNCTION) && is(1, "(") {
        return string(2);
    }
    if is(0, "Problem") && is(1, ":") && is(2, ":") && one_of(3, &["invalid", "conflict"]) {
        return string(5);
    }
    // Problem::new(kind, "code") and FieldProblem::new(field, "code").
    let makes =
        is(0, "Problem") || is(0, "FieldProblem") || (is(0, "Self") && is(5, "ProblemKind"));
    if makes && is(1, ":") && is(2, ":") && is(3, "new") && is(4, "(") {
        return second_argument(&code[5..]).filter(|t| t.kind == Kind::Str);
    }
    None
}

/// The first token of the second argument.
fn second_argument<'a>(code: &[&'a Token]) -> Option<&'a Token> {
    let mut depth = 0i32;
    for (at, token) in code.iter().enumerate() {
        match token.text.as_str() {
            _ if token.kind != Kind::Mark => {}
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 0 => return None,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => return code.get(at + 1).copied(),
            _ => {}
        }
    }
    None
}

/// The keys that a line of a template asks for.
fn keys_in_template(line: &str) -> Vec<String> {
    let calls = RECEIVERS.iter().flat_map(|r| METHODS.iter().map(move |m| format!("{r}.{m}(\"")));
    let mut keys = Vec::new();
    for call in calls.chain([format!("{FUNCTION}(\"")]) {
        for (at, _) in line.match_indices(&call) {
            // `attr("` ends like `tr("` and is another function.
            let part_of_word =
                line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let rest = &line[at + call.len()..];
            if let Some((key, _)) = rest.split_once('"').filter(|_| !part_of_word) {
                keys.push(key.to_owned());
            }
        }
    }
    keys
}

/// Whether the key stands in the code, whole or as the beginning of a made one (`role-{}`), or in
/// another text.
fn is_used(key: &str, literals: &BTreeSet<String>, repo: &Repo) -> bool {
    // `t.columns(["count#"])` marks a column of numbers behind the key of its name.
    if literals.contains(key) || literals.contains(&format!("{key}#")) {
        return true;
    }
    // An attribute is asked for with its message: the next step with the problem.
    if let Some((message, _)) = key.split_once('.') {
        return is_used(message, literals, repo);
    }
    let made = literals.iter().any(|literal| {
        literal.split_once('{').is_some_and(|(begin, _)| begin.len() >= 3 && key.starts_with(begin))
    });
    made || repo.ending(".ftl").any(|(_, text)| {
        text.match_indices(&format!("{{ {key}"))
            .any(|(at, found)| text[at + found.len()..].starts_with([' ', '.', '}']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(zh: &str, en: &str, code: &[(&str, &str)]) -> Report {
        let mut repo = Repo::from([
            ("app/web-kit/locales/zh-CN/main.ftl", zh),
            ("app/web-kit/locales/en/main.ftl", en),
        ]);
        repo.files.extend(code.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        let mut report = Report::default();
        check(&repo, &mut report);
        report
    }

    fn lines(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }

    fn errors(zh: &str, en: &str, code: &[(&str, &str)]) -> Vec<String> {
        lines(&run(zh, en, code).errors)
    }

    const USE: (&str, &str) = ("app/pages/src/a.rs", "fn f(t: T) { t.get(\"home-title\"); }");

    #[test]
    fn equal_languages_pass() {
        let text = "# comment\nhome-title = A\n    goes on { $n }\n    .next = C\n-term = B\n";
        assert_eq!(errors(text, text, &[USE]), [""; 0]);
    }

    #[test]
    fn a_key_that_one_language_lacks_is_caught() {
        let found = errors("home-title = A\n", "home-title = A\nmore = B\n", &[USE]);
        assert!(found.contains(
            &"app/web-kit/locales/en/main.ftl:2: more has no text in zh-CN [texts]".to_owned()
        ));
        let found = errors("home-title = A\nmore = B\n", "home-title = A\n", &[USE]);
        assert!(found[0].contains("zh-CN/main.ftl:2: more has no text in en"), "{found:?}");
    }

    #[test]
    fn an_attribute_that_one_language_lacks_is_caught() {
        let found = errors("home-title = A\n    .next = B\n", "home-title = A\n", &[USE]);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].contains("zh-CN/main.ftl:2: home-title.next has no text in en"),
            "{found:?}"
        );
    }

    #[test]
    fn other_values_are_a_warning() {
        let found = run("home-title = { $n } A\n", "home-title = { $count } A\n", &[USE]);
        assert_eq!((found.errors.len(), found.warnings.len()), (0, 2));
    }

    #[test]
    fn a_key_asked_for_without_a_text_is_caught_in_every_form() {
        let text = "home-title = A\n";
        for (path, source) in [
            ("app/pages/src/b.rs", "fn f() { self.t.with(\"k-1\", x) }"),
            ("app/pages/src/b.rs", "fn f() { tr(\"k-1\") }"),
            ("areas/people/src/b.rs", "fn f() { Problem::invalid(\"k-1\") }"),
            ("areas/people/src/b.rs", "fn f() { Problem::new(ProblemKind::TooMany, \"k-1\") }"),
            ("areas/people/src/b.rs", "fn f() { FieldProblem::new(field(1, 2), \"k-1\") }"),
            ("base/kernel/src/b.rs", "fn f() { Self::new(ProblemKind::NotFound, \"k-1\") }"),
            ("app/pages/templates/b.html", "<p title=\"x\">{{ t.get(\"k-1\") }}</p>"),
        ] {
            let found = errors(text, text, &[USE, (path, source)]);
            assert_eq!(
                found,
                [format!("{path}:1: no text for \"k-1\": add it to both languages [texts]")]
            );
        }
    }

    #[test]
    fn a_problem_that_does_not_say_what_to_do_is_caught() {
        let source = "fn f() { Problem::invalid(\"k-1\"); FieldProblem::new(\"a\", \"k-2\"); }";
        let code = [USE, ("areas/people/src/b.rs", source)];
        let text = "home-title = A\nk-1 = B\nk-2 = C\n";
        let found = errors(text, text, &code);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("\"k-1\" does not say what to do: add `.next`"), "{found:?}");
        let text = "home-title = A\nk-1 = B\n    .next = D\nk-2 = C\n";
        assert_eq!(errors(text, text, &code), [""; 0]);
    }

    #[test]
    fn unit_tests_and_other_calls_ask_for_nothing() {
        let text = "home-title = A\n";
        let source = "fn f() { map.get(\"x\"); attr(\"y\"); }\n\
                      #[cfg(test)]\nmod tests { fn g() { Problem::invalid(\"z\"); } }";
        assert_eq!(errors(text, text, &[USE, ("app/pages/src/b.rs", source)]), [""; 0]);
    }

    #[test]
    fn a_text_that_nobody_asks_for_is_caught() {
        let text = "home-title = A\nrole-clerk = B\nnav-label = C\nold-text = D\n    .next = E\n";
        let made = ("app/pages/src/b.rs", "fn f() { format!(\"role-{}\", role.word()); }");
        let page =
            ("app/pages/templates/b.html", "<nav aria-label=\"{{ t.get(\"nav-label\") }}\">");
        let found = lines(&run(text, text, &[USE, made, page]).warnings);
        assert_eq!(found.len(), 2);
        assert!(found[1].contains("old-text.next is asked for nowhere"), "{found:?}");
        assert!(found[0].contains("old-text is asked for nowhere"), "{found:?}");
    }

    #[test]
    fn a_text_twice_is_caught() {
        let text = "home-title = A\nhome-title = B\n";
        let found = errors(text, text, &[USE]);
        assert!(found[0].contains("stands already in"), "{found:?}");
    }
}
