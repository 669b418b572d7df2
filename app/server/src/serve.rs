//! Serving the site until somebody stops it.

use axum::extract::State;
use kernel::{Problem, ProblemKind, Result};
use pages::site::public_nav;
use platform::App;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use web_kit::{
    Access, Answer, Bilingual, Frame, NodeRole, Route, Serves, Site, assets, build_router,
    describe, frame, preferences,
};

/// Takes the address, so that a taken one is refused before anything else is done.
pub async fn bind(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        Problem::new(ProblemKind::Unavailable, "cli-address-taken")
            .arg("address", address)
            .detail(error)
    })
}

/// The one table of routes.
pub fn routes() -> Vec<Route<App>> {
    let mut routes = pages::live::routes();
    routes.extend(pages::live::own_routes());
    routes.extend(api::routes(NodeRole::All));
    routes.extend(assets::routes());
    routes.extend(preferences::routes(false));
    routes.push(Route::get("/health", Access::Public, Serves::EVERYWHERE, health));
    routes.push(Route::get("/ready", Access::Public, Serves::EVERYWHERE, ready));
    routes
}

/// The process is there.
async fn health() -> &'static str {
    "ok"
}

/// The database answers.
async fn ready(State(app): State<App>) -> Answer {
    let mut conn = app.store.read().await?;
    store::jobs::counts(&mut conn).await?;
    Ok(axum::response::IntoResponse::into_response("ok"))
}

/// The router of this node with its frame.
pub fn router(app: App) -> axum::Router {
    let site = Site {
        name: Bilingual::new("考工技能人才服务平台", "Kaogong skills service"),
        sponsor: match app.store.is_demo() {
            true => Bilingual::new("示范省人力资源和社会保障厅", "Demo Province Human Resources"),
            false => Bilingual::default(),
        },
        demo: app.store.is_demo(),
        nav: public_nav(&describe(&routes())),
        ..Site::default()
    };
    let outer = Frame {
        site: Arc::new(site),
        clock: app.clock.clone(),
        random: app.random.clone(),
        problem_page: pages::problem::draw,
        tls: false,
        hosts: Vec::new(),
        proxies: Vec::new(),
    };
    frame(build_router(routes(), NodeRole::All), outer).with_state(app)
}

/// Serves until the process is told to stop, then finishes what it has begun.
pub async fn until_stopped(app: App, listener: TcpListener) -> Result<()> {
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stopped()).await;
    app.store.close().await;
    served.map_err(Problem::internal)
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
