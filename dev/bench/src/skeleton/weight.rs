//! How many bytes a page brings to a visitor who comes for the first time: the page with its styles
//! and scripts, compressed as browsers ask for.

use super::samples::Drawn;
use crate::Done;
use crate::http::{Connection, Request};
use crate::report::{Figure, Figures, Goal, say};
use crate::server::{self, Server};
use std::collections::BTreeSet;

/// Pages for those who have signed in, each with an account of the demonstration.
const SIGNED_IN: [(&str, &str); 14] = [
    ("gongren", "/archive"),
    ("gongren", "/archive/looks"),
    ("gongren", "/account"),
    ("kaowu", "/tasks"),
    ("kaowu", "/imports"),
    ("kaowu", "/imports/new"),
    ("qianfa", "/runs"),
    ("fuze", "/keys"),
    ("fuze", "/certificates"),
    ("jingban", "/people"),
    ("anquan", "/accounts"),
    ("shenji", "/audit"),
    ("shenji", "/audit/looks"),
    ("xitong", "/jobs"),
];

/// Weighs the main pages and tells the heaviest.
pub async fn measure(figures: &mut Figures, server: &Server, drawn: &Drawn) -> Done<()> {
    let mut connection = Connection::open(server.address).await?;
    let mut heaviest = (0, String::new());
    let mut count = 0;
    let mut weighed = |bytes: usize, page: String| {
        count += 1;
        if bytes > heaviest.0 {
            heaviest = (bytes, page);
        }
    };
    for page in public(drawn) {
        weighed(weigh(&mut connection, &page, "").await?, page);
    }
    for (login, page) in SIGNED_IN {
        let cookie = server::sign_in(&mut connection, login).await?;
        weighed(weigh(&mut connection, page, &cookie).await?, page.to_owned());
    }
    let (bytes, page) = heaviest;
    say(&format!("the heaviest of {count} pages is {page}"));
    let figure = Figure::new("heaviest page with styles", count, bytes as f64 / 1000.0, "kB");
    figures.add(figure.goal(Goal::AtMost(60.0)));
    Ok(())
}

fn public(drawn: &Drawn) -> Vec<String> {
    let fixed = ["/", "/check", "/offline", "/occupations", "/bodies", "/demo", "/sign-in"];
    let mut pages: Vec<String> = fixed.map(str::to_owned).to_vec();
    pages.extend(drawn.certificates.first().map(|held| format!("/c/{}", held.token)));
    pages.extend(drawn.occupations.first().map(|(code, _)| format!("/occupations/{code}")));
    pages.extend(drawn.bodies.first().map(|(id, _)| format!("/bodies/{id}")));
    pages
}

async fn weigh(connection: &mut Connection, page: &str, cookie: &str) -> Done<usize> {
    let plain = connection.send(&Request::get(page, cookie)).await?;
    if plain.status != 200 {
        return Err(format!("{page} has status {}", plain.status).into());
    }
    let mut bytes = compressed(connection, page, cookie).await?;
    for part in parts(&plain.text()) {
        bytes += compressed(connection, &part, cookie).await?;
    }
    Ok(bytes)
}

async fn compressed(connection: &mut Connection, path: &str, cookie: &str) -> Done<usize> {
    let accept = format!("Accept-Encoding: gzip\r\n{cookie}");
    let answer = connection.send(&Request::get(path, &accept)).await?;
    match answer.status {
        200 => Ok(answer.body.len()),
        status => Err(format!("{path} has status {status}").into()),
    }
}

/// The style sheets and scripts that a page names, each once.
fn parts(html: &str) -> BTreeSet<String> {
    let values = ["href=\"", "src=\""].into_iter().flat_map(|name| html.split(name).skip(1));
    let values = values.filter_map(|rest| rest.split('"').next());
    let named = |value: &&str| {
        let path = value.split('?').next().unwrap_or_default();
        value.starts_with('/') && (path.ends_with(".css") || path.ends_with(".js"))
    };
    values.filter(named).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_scripts_of_a_page_are_found_once() {
        let html = r#"<link rel="stylesheet" href="/assets/a.1.css"><a href="/check">x</a>
            <script src="/assets/b.2.js" defer></script><link href="/assets/a.1.css">
            <img src="/assets/c.svg"><script src="https://elsewhere.example/d.js"></script>"#;
        let found: Vec<String> = parts(html).into_iter().collect();
        assert_eq!(found, ["/assets/a.1.css", "/assets/b.2.js"]);
    }
}
