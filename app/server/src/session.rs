//! Who is asking: looked up once for each request, before the table of routes decides who may come.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use pages::site::work_nav;
use platform::App;
use web_kit::{Csrf, Error, SignedIn, Visit, session};

/// Admits whoever the cookie or the key of the API belongs to.
pub async fn know(State(app): State<App>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/assets/")
        && let Some(visit) = request.extensions().get::<Visit>().cloned()
    {
        // A body cannot be shared between threads while something is waited for; its headers can.
        let headers = request.headers().clone();
        if let Err(problem) = admit(&app, &visit, &headers).await {
            return Error::from(problem).into_response();
        }
    }
    next.run(request).await
}

async fn admit(app: &App, visit: &Visit, headers: &HeaderMap) -> kernel::Result<()> {
    if let Some(token) = session::token(headers, app.config.is_secure())
        && let Some(known) = app.access.actor_for_session(visit.now, token).await?
    {
        visit.admit(SignedIn {
            nav: work_nav(&known.actor),
            office: known.offices.into_iter().find(|office| !office.is_empty()),
            name: known.name,
            csrf: Some(Csrf::from_bytes(known.csrf)),
            actor: known.actor,
        });
        return Ok(());
    }
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(key) = bearer.and_then(|value| value.strip_prefix("Bearer ")) else { return Ok(()) };
    let address = visit.address.map(|address| address.to_string()).unwrap_or_default();
    if let Some(actor) = app.access.actor_for_api_key(visit.now, key.trim(), &address).await? {
        let (name, nav) = (String::new(), Vec::new());
        visit.admit(SignedIn { actor, name, office: None, nav, csrf: None });
    }
    Ok(())
}
