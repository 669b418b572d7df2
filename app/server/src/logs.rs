//! Logs: JSON lines on standard error, without personal data.

use tracing_subscriber::EnvFilter;

/// Libraries of others. Below a warning they tell what passes through them: headers, statements,
/// addresses. So the configured level is for our own crates only.
const OTHERS: [&str; 9] =
    ["axum", "hyper", "hyper_util", "multer", "rustls", "sqlx", "tokio", "tower", "tower_http"];

/// The filter of a level.
pub fn filter(level: &str) -> EnvFilter {
    let others = OTHERS.map(|name| format!("{name}=warn")).join(",");
    EnvFilter::new(format!("{level},{others}"))
}

/// Begins logging. A second call changes nothing.
pub fn begin(level: &str) {
    let begun = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter(level))
        .with_writer(std::io::stderr)
        .try_init();
    if begun.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            // The message may quote a value, so only the place is logged.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "a panic");
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use kernel::{Clock, Random};
    use platform::{App, Config};
    use std::io::Write;
    use std::sync::{Arc, Mutex};
    use tower::ServiceExt as _;
    use tracing_subscriber::fmt::MakeWriter;

    /// Keeps what is logged.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = Kept;

        fn make_writer(&'a self) -> Kept {
            self.clone()
        }
    }

    /// What a person might send in every place where something can be sent.
    const PLANTED: [&str; 4] =
        ["plantedtoken00000000000", "planted-name", "770101199001011234", "planted-agent"];

    fn requests() -> Vec<Request<Body>> {
        let get = |path: &str| {
            let request = Request::get(path).header("host", "127.0.0.1");
            let request = request.header("user-agent", "planted-agent");
            request.header("cookie", "lang=zh-CN; session=plantedtoken00000000000")
        };
        let post = |path: &str, body: &'static str| {
            let request = get(path).method("POST").header("origin", "http://127.0.0.1");
            let kind = "application/x-www-form-urlencoded";
            request.header("content-type", kind).body(Body::from(body)).unwrap()
        };
        let paths = [
            "/c/plantedtoken00000000000",
            "/occupations?q=planted-name",
            "/bodies?q=770101199001011234",
            "/nowhere/planted-name?id=770101199001011234",
            "/problems/planted-name",
        ];
        let mut requests: Vec<_> =
            paths.iter().map(|path| get(path).body(Body::empty()).unwrap()).collect();
        let check = "number=770101199001011234&name=planted-name&last=planted-name";
        requests.push(post("/check", check));
        requests.push(post("/nowhere", check));
        requests.push(post("/check", "%ff=planted-name"));
        requests
    }

    /// The most talkative level, and all requests at once, so that nothing hides.
    #[tokio::test]
    async fn nothing_of_what_people_send_is_logged() {
        let kept = Kept::default();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_env_filter(filter("trace"))
            .with_writer(kept.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        let folder = tempfile::tempdir().unwrap();
        let config = Config::demo(folder.path().to_owned(), 8080);
        let app = App::open(&config, Clock::System, Random::seeded(1)).await.unwrap();
        let router = crate::site::router(app.clone());
        let mut statuses = Vec::new();
        for request in requests() {
            statuses.push(router.clone().oneshot(request).await.unwrap().status().as_u16());
        }
        app.store.close().await;
        drop(guard);
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        for planted in PLANTED {
            assert!(!log.contains(planted), "{planted} in the log");
        }
        let lines: Vec<serde_json::Value> =
            log.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
        let answered = lines.iter().filter(|line| line["fields"]["message"] == "answered");
        let told: Vec<(&str, u64)> = answered
            .map(|line| {
                let route = line["span"]["route"].as_str().expect("the route's pattern");
                assert!(line["span"]["id"].is_string() && line["fields"]["millis"].is_u64());
                (route, line["fields"]["status"].as_u64().expect("the status"))
            })
            .collect();
        assert_eq!(told[0].0, "/c/{token}");
        let told: Vec<u16> = told.iter().map(|(_, status)| *status as u16).collect();
        assert_eq!(told, statuses, "a line for each answer");
    }
}
