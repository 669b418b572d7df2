//! Serves every page with made-up data on 127.0.0.1, for looking: `cargo run -p pages --example look`.

use axum::extract::Path;
use kernel::{Clock, Problem, Random};
use pages::samples;
use std::net::SocketAddr;
use std::sync::Arc;
use web_kit::{
    Access, Answer, Frame, NodeRole, Route, Serves, Submitted, Visit, assets, build_router, frame,
    preferences,
};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8099);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    eprintln!("http://{}/samples", listener.local_addr()?);
    let site = Arc::new(samples::site());
    let outer = Frame {
        site,
        clock: Clock::System,
        random: Random::system(),
        problem_page: pages::problem::draw,
        tls: false,
        hosts: Vec::new(),
        proxies: Vec::new(),
    };
    let router = frame(build_router::<()>(routes(), NodeRole::All), outer);
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await
}

fn routes() -> Vec<Route> {
    let public = (Access::Public, Serves::EVERYWHERE);
    let mut routes = pages::routes::routes(pages::home::doors(&[]));
    routes.extend(assets::routes());
    routes.extend(preferences::routes(false));
    routes.push(Route::get("/offline", public.0, public.1, pages::offline::page));
    routes.push(Route::get("/offline/page", public.0, public.1, pages::offline::saved));
    routes.push(Route::post("/check", public.0, public.1, check));
    routes.push(Route::get("/samples", public.0, public.1, list));
    routes.push(Route::get("/samples/{name}", public.0, public.1, one));
    routes.push(Route::get("/panic", public.0, public.1, async || -> Answer {
        panic!("on purpose")
    }));
    routes
}

/// Without data, nothing ever matches.
async fn check(v: Visit, Submitted(mut form): Submitted) -> Answer {
    use pages::check::{CheckAnswer, Found};
    match pages::check::read(&mut form) {
        Some(_) => pages::show(&CheckAnswer { v, found: Found::NoMatch(Box::new(form)) }),
        None => pages::check::form(v, form),
    }
}

async fn list(v: Visit) -> axum::response::Html<String> {
    let links = samples::all(v.t.lang, v.large);
    let links: String =
        links.iter().map(|s| format!("<li><a href=/samples/{0}>{0}</a>", s.name)).collect();
    axum::response::Html(format!("<!DOCTYPE html><title>samples</title><ul>{links}</ul>"))
}

async fn one(
    v: Visit,
    Path(name): Path<String>,
) -> Result<axum::response::Html<String>, web_kit::Error> {
    let page = samples::all(v.t.lang, v.large).into_iter().find(|sample| sample.name == name);
    Ok(axum::response::Html(page.ok_or_else(Problem::not_found)?.html))
}
