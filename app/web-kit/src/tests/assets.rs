//! Style and scripts: kept for ever under names that change, and plain enough for old phones.

use super::*;
use crate::assets::{self, OFFLINE, SCRIPT, STYLE};

fn text(asset: &assets::Asset) -> &str {
    std::str::from_utf8(asset.bytes).unwrap()
}

#[tokio::test]
async fn a_file_is_kept_for_ever_and_another_version_does_not_exist() {
    let site = site(assets::routes());
    let answer = send(&site, "GET", &STYLE.url, &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(!answer.header("vary").contains("Cookie"), "{}", answer.header("vary"));
    let other = send(&site, "GET", "/assets/kaogong-0000000000000000.css", &[]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&site, "GET", "/favicon.ico", &[]).await.status, StatusCode::OK);
    let packed = send(&site, "GET", &STYLE.url, &[("accept-encoding", "gzip")]).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
}

/// Chromium 86 and the WebViews of its time take all of it.
#[test]
fn the_style_uses_nothing_that_old_phones_do_not_know() {
    let newer = [
        ":has(",
        ":is(",
        ":where(",
        "@layer",
        "@container",
        "color-mix(",
        "oklch(",
        "light-dark(",
        "aspect-ratio",
        "inset:",
        "dvh",
        "svh",
        "clamp(",
        "@import",
        "@font-face",
        "http:",
    ];
    // A name space inside a drawn arrow is no address.
    let style = text(&STYLE).replace("http://www.w3.org/2000/svg", "");
    for feature in newer {
        assert!(!style.contains(feature), "{feature}");
    }
    assert_eq!(text(&STYLE).matches('{').count(), text(&STYLE).matches('}').count());
}

#[test]
fn the_scripts_use_nothing_that_old_phones_do_not_know() {
    let newer = ["?.", "??=", "||=", ".at(", "replaceAll(", "structuredClone", "import ", "eval("];
    for script in [&SCRIPT, &OFFLINE] {
        for feature in newer {
            assert!(!text(script).contains(feature), "{feature}");
        }
        assert!(!text(script).contains("</script"), "one page carries its script inside");
    }
}

/// The contrast of two colours as WCAG 2 counts it.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (light(one), light(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_stands_out_in_both_schemes() {
    let (light, dark) = text(&STYLE).split_once("prefers-color-scheme: dark").unwrap();
    let colour = |scheme: &str, name: &str| {
        let rest = scheme.split(&format!("--{name}: ")).nth(1).unwrap();
        rest[..7].to_owned()
    };
    for scheme in [light, dark] {
        let texts = ["ink", "soft", "indigo", "vermilion", "pine", "amber"];
        for name in texts {
            for ground in ["paper", "wash"] {
                let ratio = contrast(&colour(scheme, name), &colour(scheme, ground));
                assert!(ratio >= 4.5, "{name} on {ground}: {ratio:.2}");
            }
        }
        for name in ["indigo", "vermilion", "pine", "amber"] {
            for text in [name, "ink"] {
                let wash = colour(scheme, &format!("{name}-wash"));
                assert!(contrast(&colour(scheme, text), &wash) >= 4.5, "{text} on {name}-wash");
            }
        }
        assert!(contrast(&colour(scheme, "on-indigo"), &colour(scheme, "indigo")) >= 4.5);
        assert!(contrast(&colour(scheme, "edge"), &colour(scheme, "paper")) >= 3.0, "borders");
    }
}
