//! The figures in Prometheus' text form.

use kernel::Result;
use platform::App;
use std::fmt::Write as _;
use store::meter::HistogramCounts;
use store::{jobs, journal};

/// Collects lines; writing to a String cannot fail, so results of `write!` are let go.
#[derive(Default)]
struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn value(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, kind, help);
        self.value(name, "", value);
    }

    /// A histogram; `unit` is what one unit of the bounds is worth.
    fn histogram(&mut self, name: &str, labels: &str, counts: &HistogramCounts, unit: f64) {
        let with = |bound: &str| match labels {
            "" => format!("le=\"{bound}\""),
            labels => format!("{labels},le=\"{bound}\""),
        };
        let buckets = format!("{name}_bucket");
        for (bound, count) in &counts.up_to {
            self.value(&buckets, &with(&(*bound as f64 * unit).to_string()), count);
        }
        self.value(&buckets, &with("+Inf"), counts.count);
        self.value(&format!("{name}_sum"), labels, counts.sum as f64 * unit);
        self.value(&format!("{name}_count"), labels, counts.count);
    }
}

const MICROSECOND: f64 = 1e-6;

/// All figures.
///
/// # Errors
/// As [`store::Store::read`].
pub async fn text(app: &App) -> Result<String> {
    let mut text = Text::default();
    let about = format!(
        "version=\"{}\",role=\"{}\",engine=\"{}\"",
        env!("CARGO_PKG_VERSION"),
        app.config.role.word(),
        app.store.engine_name()
    );
    text.head("kaogong_info", "gauge", "The program and how it is set up.");
    text.value("kaogong_info", &about, 1);
    requests(app, &mut text);
    writes(app, &mut text);
    database(app, &mut text).await?;
    Ok(text.0)
}

fn requests(app: &App, text: &mut Text) {
    let requests = app.meters.requests();
    let labels = |method: &str, route: &str| format!("method=\"{method}\",route=\"{route}\"");
    text.head("kaogong_requests_total", "counter", "Answers by route and status.");
    for route in &requests {
        for (status, count) in &route.statuses {
            let labels = labels(&route.method, &route.route);
            text.value("kaogong_requests_total", &format!("{labels},status=\"{status}\""), count);
        }
    }
    text.head("kaogong_request_seconds", "histogram", "Time until the answer began.");
    for route in &requests {
        let labels = labels(&route.method, &route.route);
        text.histogram("kaogong_request_seconds", &labels, &route.times, MICROSECOND);
    }
}

fn writes(app: &App, text: &mut Text) {
    let meter = app.store.meter();
    text.head("kaogong_write_seconds", "histogram", "Time from a write's call to its commit.");
    text.histogram("kaogong_write_seconds", "", &meter.times().counts(), MICROSECOND);
    let help = "Writes that were refused or failed.";
    text.single("kaogong_writes_refused_total", "counter", help, meter.refused());
    if let Some(batches) = app.store.batches() {
        text.head("kaogong_commit_writes", "histogram", "Writes that shared one commit.");
        text.histogram("kaogong_commit_writes", "", &batches.counts(), 1.0);
    }
}

async fn database(app: &App, text: &mut Text) -> Result<()> {
    let now = app.clock.now();
    let mut conn = app.store.read().await?;
    let (ready, dead) = jobs::counts(&mut conn).await?;
    let held = jobs::held(&mut conn, now).await?;
    text.head("kaogong_jobs", "gauge", "Jobs by state.");
    for (state, count) in [("waiting", ready - held), ("running", held), ("dead", dead)] {
        text.value("kaogong_jobs", &format!("state=\"{state}\""), count);
    }
    if let Some(alive) = app.meters.workers_alive(now) {
        let help = "Whether the workers gave a sign of life.";
        text.single("kaogong_workers_alive", "gauge", help, i64::from(alive));
    }
    let heads = journal::heads(&mut conn).await?;
    let facts: i64 = heads.values().sum();
    text.single("kaogong_journal_facts", "gauge", "Facts in all lanes.", facts);
    text.head("kaogong_journal_head", "gauge", "The number of the last fact in each lane.");
    for (home, head) in heads {
        text.value("kaogong_journal_head", &format!("lane=\"{home}\""), head);
    }
    let unsealed = store::seal::unsealed(&mut conn).await?;
    text.single("kaogong_journal_unsealed", "gauge", "Facts no seal covers yet.", unsealed);
    let sessions = store::housekeeping::open_sessions(&mut conn, now).await?;
    text.single("kaogong_sessions", "gauge", "Sessions that have not ended.", sessions);
    Ok(())
}
