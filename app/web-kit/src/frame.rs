//! The frame around all routes: makes the [`Visit`], checks where a request comes from, and sees
//! to it that every answer has its headers and every problem its page.

use crate::problem::{Error, Face, ProblemPage, explain};
use crate::security::{address, check_host, check_origin, headers};
use crate::{Here, Site, T, Visit, guard, preferences};
use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use kernel::{Clock, Random};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tracing::Instrument;

/// What the frame needs to know. One for the whole process.
#[derive(Clone)]
pub struct Frame {
    /// The site as its visitors see it.
    pub site: Arc<Site>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where request ids and tokens come from.
    pub random: Random,
    /// Draws the page of a problem.
    pub problem_page: ProblemPage,
    /// Whether visitors reach the site over TLS, by this process or a proxy before it.
    pub tls: bool,
    /// The names by which the site may be called, without port; only loopback names when empty.
    pub hosts: Vec<String>,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
}

/// Puts the frame around a router. Layers that look up sessions go inside of it: they find the
/// [`Visit`] in the request's extensions and call [`Visit::admit`].
pub fn frame<S: Clone + Send + Sync + 'static>(router: Router<S>, frame: Frame) -> Router<S> {
    router.layer(from_fn_with_state(Arc::new(frame), around)).layer(CompressionLayer::new())
}

async fn around(State(frame): State<Arc<Frame>>, mut request: Request, next: Next) -> Response {
    let visit = visit(&frame, &request);
    let face = Face::of(request.uri().path(), request.headers());
    let method = request.method().clone();
    // The address itself may hold a token, so the log gets the route's pattern.
    let route =
        request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = &*visit.request, %method, route);
    let started = std::time::Instant::now();
    let checked = check_host(&frame.hosts, request.uri(), request.headers())
        .and_then(|()| check_origin(&method, request.uri(), request.headers()));
    let answer = match checked {
        Ok(()) => {
            request.extensions_mut().insert(visit.clone());
            guard::catch(next.run(request)).instrument(span.clone()).await
        }
        Err(problem) => Error::from(problem).into_response(),
    };
    let _entered = span.enter();
    let mut answer = explain(&visit, face, answer, frame.problem_page);
    headers(&visit, &method, frame.tls, answer.headers_mut());
    let (status, millis) = (answer.status().as_u16(), started.elapsed().as_millis() as u64);
    tracing::info!(status, millis, "answered");
    answer
}

fn visit(frame: &Frame, request: &Request) -> Visit {
    let here = Here::new(request.uri().path(), request.uri().query());
    let t = T::new(preferences::language(here.query("lang"), request.headers()));
    let mut visit =
        Visit::new(t, here, frame.site.clone(), frame.clock.now(), frame.random.clone());
    visit.large = preferences::large(request.headers());
    visit.request = kernel::check::reference(&frame.random.bytes::<9>()).into();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    visit.address = peer.map(|peer| address(peer.0.ip(), &frame.proxies, request.headers()));
    visit
}
