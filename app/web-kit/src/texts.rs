//! The texts people read, in both languages, compiled in from `locales/{zh-CN,en}/*.ftl` (Fluent).
//!
//! One file for each area keeps people who work on different areas out of each other's way. A new
//! file is named once in [`FILES`]; a test compares that list with the folder.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use kernel::{FieldProblem, Lang, Problem};
use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The name and both texts of one catalogue file.
type File = (&'static str, &'static str, &'static str);

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../locales/zh-CN/", $name, ".ftl")),
            include_str!(concat!("../locales/en/", $name, ".ftl")),
        )),*]
    };
}

/// All catalogue files, in alphabetical order.
pub(crate) const FILES: &[File] = files![
    "access",
    "accounts",
    "adjustments",
    "applications",
    "archive",
    "areas",
    "authorities",
    "bodies",
    "cases",
    "certificates",
    "check",
    "cli",
    "common",
    "corrections",
    "credential",
    "desk",
    "duplicates",
    "evaluation",
    "history",
    "home",
    "imports",
    "instruments",
    "jobs",
    "keys",
    "live",
    "notices",
    "numbers",
    "occupations",
    "offline",
    "oversight",
    "people",
    "policy",
    "problems",
    "returns",
    "runs",
    "shares",
    "sign-in",
    "specimen",
    "tasks",
    "words",
];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| Lang::ALL.map(bundle));

/// Keys that were asked for and are not there. Bounded, so that keys made of input cannot fill memory.
static MISSING: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
const MISSING_MOST: usize = 1000;

fn bundle(lang: Lang) -> Bundle {
    let tag = lang.tag().parse().expect("a language tag of ours is well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks would be copied along with every number somebody selects on a page.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(grouped(number.value as i64))
        }
        _ => None,
    }));
    for (name, zh, en) in FILES {
        let resource = FluentResource::try_new(lang.pick(zh, en).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{name}.ftl ({}): {errors:?}", lang.tag()));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("{name}.ftl ({}): {errors:?}", lang.tag());
        }
    }
    bundle
}

/// An integer with a comma between groups of three digits, as both languages print it.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    if number < 0 {
        text.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// Something a text can mention: a word, or a number that also chooses the plural form.
pub trait Arg {
    /// The value as Fluent takes it.
    fn value(&self) -> FluentValue<'_>;
}

impl Arg for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(self.into())
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

impl<A: Arg + ?Sized> Arg for &A {
    fn value(&self) -> FluentValue<'_> {
        (*self).value()
    }
}

macro_rules! number_args {
    ($($number:ty),*) => {$(
        impl Arg for $number {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}

number_args!(i64, i32, u64, u32, u16, u8, usize);

/// The texts of one language. Cheap to copy; the one way to put words on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T {
    /// The language.
    pub lang: Lang,
}

impl T {
    /// The texts in the given language.
    pub fn new(lang: Lang) -> Self {
        T { lang }
    }

    /// The text of a key. `"key.attribute"` gives an attribute, such as `"problem-internal.next"`.
    ///
    /// A missing key shows itself and is logged; the tests of the pages refuse it.
    pub fn get(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key with values: `t.with("imports-rows", &[("rows", &1200)])`.
    pub fn with(self, key: &str, args: &[(&str, &dyn Arg)]) -> String {
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            fluent.set(*name, value.value());
        }
        self.format(key, &fluent)
    }

    /// The text, or nothing when the key does not exist; for texts that may have an addition.
    pub fn maybe(self, key: &str) -> Option<String> {
        exists(self.lang, key).then(|| self.get(key))
    }

    /// What is wrong with one field and how to mend it. A value named `count` is a number.
    pub fn field(self, problem: &FieldProblem) -> String {
        self.format(problem.code, &text_args(&problem.args))
    }

    /// What happened, as a sentence.
    pub fn problem(self, problem: &Problem) -> String {
        self.format(problem.code(), &text_args(problem.args()))
    }

    /// What to do about it.
    pub fn problem_next(self, problem: &Problem) -> String {
        self.format(&format!("{}.next", problem.code()), &text_args(problem.args()))
    }

    fn format(self, key: &str, args: &FluentArgs) -> String {
        let Some((text, errors)) = format(self.lang, key, args) else {
            return self.missing(key);
        };
        if !errors.is_empty() {
            tracing::error!(key, lang = self.lang.tag(), ?errors, "a text cannot be written");
            note_missing(format!("{} {key}: {errors:?}", self.lang.tag()));
        }
        text
    }

    fn missing(self, key: &str) -> String {
        tracing::error!(key, lang = self.lang.tag(), "a text is missing");
        note_missing(format!("{} {key}", self.lang.tag()));
        key.to_owned()
    }
}

/// The text of a key, and what went wrong while its values were put in; nothing without the key.
fn format(lang: Lang, key: &str, args: &FluentArgs) -> Option<(String, Vec<FluentError>)> {
    let bundle = &BUNDLES[lang as usize];
    let pattern = match key.split_once('.') {
        None => bundle.get_message(key)?.value()?,
        Some((message, attribute)) => {
            bundle.get_message(message)?.get_attribute(attribute)?.value()
        }
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors);
    Some((text.into_owned(), errors))
}

/// Problems carry their values as text. The one named `count` is a number again here, so that it
/// is grouped and chooses its plural; years and codes under other names stay as they are.
fn text_args<'a>(args: &'a [(&'static str, String)]) -> FluentArgs<'a> {
    let mut fluent = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match value.parse::<i64>() {
            Ok(number) if *name == "count" => fluent.set(*name, number),
            _ => fluent.set(*name, value.as_str()),
        }
    }
    fluent
}

fn note_missing(entry: String) {
    let mut missing = MISSING.lock().unwrap_or_else(PoisonError::into_inner);
    if missing.len() < MISSING_MOST {
        missing.insert(entry);
    }
}

/// Every key that was asked for in vain since the start. The tests of the pages want it empty.
pub fn missing() -> Vec<String> {
    MISSING.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

/// Whether the key has a text in the language; for tests that compare code with the catalogues.
pub fn exists(lang: Lang, key: &str) -> bool {
    format(lang, key, &FluentArgs::new()).is_some()
}
