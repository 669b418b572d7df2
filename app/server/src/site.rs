//! The one table of routes of this binary, and the site around it.

use crate::health;
use axum::middleware::from_fn_with_state;
use platform::App;
use platform::config::Config;
use std::sync::Arc;
use web_kit::{
    Access, Bilingual, Frame, Route, Serves, Site, assets, build_router, describe, frame,
    preferences,
};

/// The one table of routes.
pub fn routes(config: &Config) -> Vec<Route<App>> {
    let mut routes = pages::live::routes();
    routes.extend(pages::live::entry_routes());
    routes.extend(pages::live::own_routes());
    routes.extend(pages::live::administration_routes());
    routes.extend(pages::live::body_routes());
    routes.extend(pages::live::authority_routes());
    routes.extend(pages::live::oversight_routes());
    routes.extend(pages::live::case_routes());
    routes.extend(pages::live::round_routes());
    routes.extend(pages::live::duplicate_routes());
    routes.extend(pages::live::correction_routes());
    routes.extend(pages::live::share_routes());
    routes.extend(pages::live::library_routes());
    routes.extend(pages::live::plan_task_routes());
    routes.extend(pages::live::return_routes());
    routes.extend(api::routes(config.role));
    routes.extend(assets::routes());
    routes.extend(preferences::routes(config.is_secure()));
    routes.extend(watching());
    routes
}

/// What watches the process; also served on the metrics address.
pub fn watching() -> Vec<Route<App>> {
    vec![
        Route::get("/health", Access::Public, Serves::EVERYWHERE, health::health),
        Route::get("/ready", Access::Public, Serves::EVERYWHERE, health::ready),
        Route::get("/metrics", Access::Public, Serves::EVERYWHERE, health::metrics),
    ]
}

fn about(app: &App) -> Site {
    let config = &app.config;
    let mut served = describe(&routes(config));
    served.retain(|route| route.serves.on(config.role));
    let texts = &config.site;
    Site {
        name: Bilingual::new(&texts.name_zh, &texts.name_en),
        sponsor: Bilingual::new(&texts.sponsor_zh, &texts.sponsor_en),
        icp: texts.icp.clone(),
        police_filing: texts.police_filing.clone(),
        police_filing_link: texts.police_filing_link.clone(),
        site_code: texts.site_code.clone(),
        telephone: texts.telephone.clone(),
        demo: app.store.is_demo(),
        sign_in: served.iter().any(|route| route.path == "/sign-in"),
        nav: pages::site::public_nav(&served),
    }
}

/// The router of this node with its frame.
pub fn router(app: App) -> axum::Router {
    let config = Arc::clone(&app.config);
    let outer = Frame {
        site: Arc::new(about(&app)),
        clock: app.clock.clone(),
        random: app.random.clone(),
        problem_page: pages::problem::draw,
        tls: config.is_secure(),
        hosts: config.host_names(),
        proxies: config.trusted_proxies.clone(),
    };
    let known = from_fn_with_state(app.clone(), crate::session::know);
    let router = build_router(routes(&config), config.role).layer(known);
    let router = frame(router, outer);
    health::counted(router, &app).with_state(app)
}

/// The router of the metrics address: it is inside, so it asks for no token and no host name.
pub fn watching_router(app: App) -> axum::Router {
    let inside = axum::Extension(health::Inside);
    build_router(watching(), app.config.role).layer(inside).with_state(app)
}
