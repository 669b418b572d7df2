//! The database: there, new enough, as this program wants it, and whole.

use super::Finding;
use kernel::Instant;
use platform::{Config, rotation};
use store::Engine;
use store::probe::{Probe, Schema, probe};

/// Seconds by which two clocks may differ.
const APART_SECONDS: i64 = 60;

pub(super) async fn look(config: &Config, now: Instant) -> Vec<Finding> {
    if let Engine::Sqlite(file) = config.engine()
        && !file.exists()
    {
        return vec![Finding::ok("doctor-database-new").with("engine", file.display())];
    }
    let options = match config.store_options() {
        Ok(options) => options,
        Err(problem) => return vec![Finding::refused(&problem)],
    };
    let (found, mut conn) = match probe(&options).await {
        Ok(found) => found,
        Err(problem) => return vec![Finding::refused(&problem)],
    };
    let mut findings = vec![engine(&found), tables(&found)];
    if let Some(order) = &found.other_order {
        findings.push(Finding::warn("doctor-database-order").with("order", order));
    }
    findings.extend(clocks(&found, now));
    findings.extend(purpose(config, &found));
    if matches!(found.schema, Schema::Current | Schema::Behind(_)) {
        findings.push(jobs(&found));
        let digest =
            platform::digest_of(config.keys().map_or(config.crypto, |ring| ring.profile()));
        findings.push(match store::seal::newest_holds(&mut conn, digest).await {
            Ok(None) => Finding::ok("doctor-seal-none"),
            Ok(Some(true)) => Finding::ok("doctor-seal"),
            Ok(Some(false)) => Finding::fail("doctor-seal-broken"),
            Err(problem) => Finding::refused(&problem),
        });
    }
    if let (Schema::Current, Ok(ring)) = (found.schema, config.keys()) {
        findings.push(match rotation::left(&mut conn, &ring).await {
            Ok(left) => rotated(left, &rotation::older(&ring)),
            Err(problem) => Finding::refused(&problem),
        });
    }
    findings
}

fn rotated(left: rotation::Left, older: &[crypto::KeyVersion]) -> Finding {
    if left.all() > 0 {
        let unfinished = Finding::warn("doctor-rotation-unfinished");
        return left.parts().into_iter().fold(unfinished, |told, (name, n)| told.with(name, n));
    }
    match older {
        [] => Finding::ok("doctor-rotation"),
        _ => Finding::ok("doctor-rotation-older").with("versions", rotation::list(older)),
    }
}

fn engine(found: &Probe) -> Finding {
    let finding = match found.is_supported {
        true => Finding::ok("doctor-database"),
        false => Finding::fail("doctor-database-old"),
    };
    finding.with("engine", &found.engine)
}

fn tables(found: &Probe) -> Finding {
    match found.schema {
        Schema::Empty => Finding::ok("doctor-database-new").with("engine", &found.engine),
        Schema::Current => Finding::ok("doctor-schema"),
        Schema::Behind(count) => Finding::warn("doctor-schema-behind").with("steps", count),
        Schema::Newer => Finding::fail("problem-database-newer"),
        Schema::Differs => Finding::fail("problem-database-differs"),
    }
}

/// A clock that was set back gives new facts earlier times than old ones.
fn clocks(found: &Probe, now: Instant) -> Option<Finding> {
    if found.last_fact_at.is_some_and(|at| at > now.plus_seconds(APART_SECONDS)) {
        return Some(Finding::fail("doctor-clock-back"));
    }
    let apart = (found.server_time?.micros() - now.micros()) / 1_000_000;
    let apart = apart.abs();
    (apart > APART_SECONDS).then(|| Finding::warn("doctor-clock-apart").with("seconds", apart))
}

fn purpose(config: &Config, found: &Probe) -> Option<Finding> {
    let is_demo = found.purpose.as_deref()? == "demo";
    (is_demo != config.demo).then(|| Finding::fail("problem-demo-mixed"))
}

fn jobs(found: &Probe) -> Finding {
    let (waiting, dead) = found.jobs;
    match dead {
        0 => Finding::ok("doctor-jobs").with("waiting", waiting),
        dead => Finding::warn("doctor-jobs-dead").with("dead", dead),
    }
}
