//! The server on real sockets.

use super::*;
use kernel::{Clock, Random};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;

pub(super) struct Rig {
    app: App,
    pub(super) address: std::net::SocketAddr,
    stop: watch::Sender<bool>,
    served: tokio::task::JoinHandle<()>,
    _folder: tempfile::TempDir,
}

pub(super) async fn rig(change: impl FnOnce(&mut Config)) -> Rig {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::demo(folder.path().to_owned(), 0);
    change(&mut config);
    let bound = Bound::new(&config).await.unwrap();
    let address = bound.main.local_addr().unwrap();
    let app = App::open(&config, Clock::System, Random::seeded(1)).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let served = tokio::spawn(serve(app.clone(), bound, stopped));
    Rig { app, address, stop, served, _folder: folder }
}

impl Rig {
    async fn ask(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // A connection that is refused may be reset.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        self.served.await.unwrap();
        let refused = self.app.store.read().await.err().expect("the store is closed");
        assert_eq!(refused.code(), "problem-database-away");
    }
}

pub(super) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_healthy_ready_and_stops_gracefully() {
    let rig = rig(|_| {}).await;
    assert_eq!(status(&rig.ask("/health", "").await), 200);
    assert_eq!(status(&rig.ask("/ready", "").await), 200);
    assert_eq!(status(&rig.ask("/", "").await), 200);
    let idle = TcpStream::connect(rig.address).await.unwrap();
    rig.stop().await;
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_ready_without_its_database_or_its_workers() {
    let rig = rig(|_| {}).await;
    rig.app.store.close().await;
    let answer = rig.ask("/ready", "").await;
    assert!(status(&answer) == 503 && answer.contains("problem-database-away"), "{answer}");
    assert_eq!(status(&rig.ask("/health", "").await), 200);
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_of_the_workers_is_noticed() {
    let rig = rig(|_| {}).await;
    // Once an answer comes the workers have been started.
    assert_eq!(status(&rig.ask("/ready", "").await), 200);
    let later = rig.app.clock.now().plus_seconds(600);
    let app = App { clock: Clock::manual(later), ..rig.app.clone() };
    let request = axum::http::Request::get("/ready").body(axum::body::Body::empty()).unwrap();
    let router = crate::site::watching_router(app);
    let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(answer.status(), 503);
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_node_does_no_background_work_and_is_ready_without_it() {
    let rig = rig(|config| config.role = web_kit::NodeRole::Public).await;
    assert_eq!(status(&rig.ask("/ready", "").await), 200);
    assert_eq!(rig.app.meters.workers_alive(rig.app.clock.now()), None);
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_for_whoever_has_the_token() {
    let rig = rig(|config| config.metrics.token = "a-token-of-the-monitoring".into()).await;
    assert_eq!(status(&rig.ask("/metrics", "").await), 404);
    let wrong = rig.ask("/metrics", "authorization: Bearer a-token-of-somebody\r\n").await;
    assert_eq!(status(&wrong), 404);
    rig.ask("/c/ZZZZplantedtokenZZZZ", "").await;
    let figures = rig.ask("/metrics", "authorization: Bearer a-token-of-the-monitoring\r\n").await;
    assert_eq!(status(&figures), 200);
    let line = "kaogong_requests_total{method=\"GET\",route=\"/c/{token}\",status=\"";
    for expected in [
        line,
        "kaogong_jobs{state=\"dead\"} 0",
        "kaogong_write_seconds_bucket{le=\"0.001\"}",
        "kaogong_commit_writes_count",
        "kaogong_info{version=",
        "kaogong_sessions 0",
        "kaogong_workers_alive 1",
    ] {
        assert!(figures.contains(expected), "{expected} in {figures}");
    }
    assert!(!figures.contains("planted"));
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_address_asks_for_no_token() {
    let rig = rig(|config| config.metrics.listen = "127.0.0.1:0".to_owned()).await;
    assert_eq!(status(&rig.ask("/metrics", "").await), 404, "not on the main address");
    let router = crate::site::watching_router(rig.app.clone());
    for path in ["/metrics", "/ready", "/health"] {
        let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(router.clone(), request).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_slow_with_the_head_is_cut_off() {
    let (server, mut visitor) = pair().await;
    let mut manners = Manners::new(&platform::config::Limits::default());
    manners.header = Duration::from_millis(1);
    let (_stop, stopped) = watch::channel(false);
    let door =
        Door { listener: server, router: axum::Router::new(), tls: None, crowd: Crowd::anybody() };
    let served = tokio::spawn(connections::serve(door, manners, stopped));
    visitor.write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ").await.unwrap();
    let mut answer = Vec::new();
    visitor.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || status(&answer) == 408, "{answer}");
    served.abort();
}

/// A site whose only page waits until it is told to go on.
fn waiting_site(begun: Arc<Notify>, go: Arc<Notify>) -> axum::Router {
    axum::Router::new().fallback(move || {
        let (begun, go) = (Arc::clone(&begun), Arc::clone(&go));
        async move {
            begun.notify_one();
            go.notified().await;
            "finished"
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_at_work_is_finished_after_the_stop_and_then_nothing_is_accepted() {
    let (listener, mut visitor) = pair().await;
    let address = listener.local_addr().unwrap();
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let router = waiting_site(Arc::clone(&begun), Arc::clone(&go));
    let (stop, stopped) = watch::channel(false);
    let manners = Manners::new(&platform::config::Limits::default());
    let door = Door { listener, router, tls: None, crowd: Crowd::anybody() };
    let served = tokio::spawn(connections::serve(door, manners, stopped));
    visitor.write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await.unwrap();
    begun.notified().await;
    stop.send_replace(true);
    go.notify_one();
    let mut answer = Vec::new();
    visitor.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(status(&answer) == 200 && answer.ends_with("finished"), "{answer}");
    served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_end_is_cut_short() {
    let (listener, mut visitor) = pair().await;
    let (begun, never) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let router = waiting_site(Arc::clone(&begun), never);
    let (stop, stopped) = watch::channel(false);
    let mut manners = Manners::new(&platform::config::Limits::default());
    manners.stop = Duration::from_millis(1);
    let door = Door { listener, router, tls: None, crowd: Crowd::anybody() };
    let served = tokio::spawn(connections::serve(door, manners, stopped));
    visitor.write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await.unwrap();
    begun.notified().await;
    stop.send_replace(true);
    served.await.unwrap();
    let mut answer = Vec::new();
    let _ = visitor.read_to_end(&mut answer).await;
    assert!(answer.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_fit_waits_for_a_place() {
    let (listener, mut first) = pair().await;
    let address = listener.local_addr().unwrap();
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let router = waiting_site(Arc::clone(&begun), Arc::clone(&go));
    let (_stop, stopped) = watch::channel(false);
    let mut manners = Manners::new(&platform::config::Limits::default());
    manners.connections = 1;
    let door = Door { listener, router, tls: None, crowd: Crowd::anybody() };
    let served = tokio::spawn(connections::serve(door, manners, stopped));
    let ask = b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    first.write_all(ask).await.unwrap();
    begun.notified().await;
    let mut second = TcpStream::connect(address).await.unwrap();
    second.write_all(ask).await.unwrap();
    // The first is still served, so the second has not begun: one page waits, not two.
    go.notify_one();
    let mut answer = Vec::new();
    first.read_to_end(&mut answer).await.unwrap();
    begun.notified().await;
    go.notify_one();
    second.read_to_end(&mut answer).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&answer).matches("finished").count(), 2);
    served.abort();
}

pub(super) async fn pair() -> (TcpListener, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let visitor = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    (listener, visitor)
}

#[tokio::test]
async fn whoever_takes_in_nothing_is_cut_off() {
    let (mut near, far) = tokio::io::duplex(16);
    let mut patient = patient::Patient::new(far, Duration::from_millis(1));
    let error = patient.write_all(&[7; 100]).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
    let mut some = [0; 16];
    near.read_exact(&mut some).await.unwrap();
    assert_eq!(some, [7; 16], "what was taken in arrived");
}

/// What a device that trusts the authority gets under a name.
async fn over_tls(
    rig: &Rig,
    authority: &std::path::Path,
    name: &'static str,
) -> std::io::Result<String> {
    use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};
    let mut roots = RootCertStore::empty();
    roots.add(tls::certificates(authority).unwrap().remove(0)).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(rig.address).await?;
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let mut stream = connector.connect(name.try_into().unwrap(), stream).await?;
    let request = format!("GET /health HTTP/1.1\r\nhost: {name}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_serves_tls_under_its_own_authority_and_renews_it_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let today = kernel::CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
    let now = Clock::System.now().civil_date();
    let names = ["hall.example".to_owned()];
    let made = crate::authority::make(folder.path(), &names, now.max(today)).unwrap();
    let files = platform::config::Tls { cert: made.cert.clone(), key: made.key.clone() };
    let rig = rig(|config| {
        config.public_url = "https://hall.example".to_owned();
        config.tls = files.clone();
    })
    .await;
    let answer = over_tls(&rig, &made.authority, "hall.example").await.unwrap();
    assert_eq!(status(&answer), 200);
    assert!(answer.contains("strict-transport-security"), "{answer}");
    assert!(over_tls(&rig, &made.authority, "other.example").await.is_err());
    let plain = rig.ask("/health", "").await;
    assert!(!plain.starts_with("HTTP/1.1 200"), "not without encryption");

    let keeper = Keeper::open(&files).unwrap().unwrap();
    crate::authority::make(folder.path(), &names, now).unwrap();
    keeper.reload().unwrap();
    std::fs::write(&made.key, "nothing").unwrap();
    assert_eq!(keeper.reload().unwrap_err().code(), "tls-unreadable");
    let other = tempfile::tempdir().unwrap();
    let foreign = crate::authority::make(other.path(), &names, now).unwrap();
    std::fs::copy(&foreign.key, &made.key).unwrap();
    assert_eq!(keeper.reload().unwrap_err().code(), "tls-mismatch");
    rig.stop().await;
}
