//! Serving until somebody stops it: connections with limits, background work, a graceful end.

mod connections;
mod crowd;
mod patient;
mod steady;
pub mod tls;

#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod tests;

use crate::site;
use connections::{Door, Manners};
use crowd::Crowd;
use kernel::{Problem, ProblemKind, Result};
use platform::config::Config;
use platform::{App, Runner};
use std::sync::Arc;
use std::time::Duration;
use tls::Keeper;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// The addresses taken before anything else is done, so that a taken one is refused at once.
pub struct Bound {
    main: TcpListener,
    watching: Option<TcpListener>,
    tls: Option<Arc<Keeper>>,
}

impl Bound {
    /// Takes the addresses of the configuration and reads its certificate.
    ///
    /// # Errors
    /// `cli-address-taken`; the refusals of [`Keeper::open`].
    pub async fn new(config: &Config) -> Result<Bound> {
        let tls = Keeper::open(&config.tls)?.map(Arc::new);
        let main = bind(&config.listen).await?;
        let watching = match config.metrics.listen.as_str() {
            "" => None,
            address => Some(bind(address).await?),
        };
        Ok(Bound { main, watching, tls })
    }

    /// The port of the main address.
    ///
    /// # Errors
    /// An internal problem when the system does not tell it.
    pub fn port(&self) -> Result<u16> {
        Ok(self.main.local_addr().map_err(Problem::internal)?.port())
    }

    /// Whether this process speaks TLS itself.
    pub fn speaks_tls(&self) -> bool {
        self.tls.is_some()
    }
}

async fn bind(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        Problem::new(ProblemKind::Unavailable, "cli-address-taken")
            .arg("address", address)
            .detail(error)
    })
}

/// What the process is told from outside. Listened to before it says that it serves, so that a stop
/// right afterwards is a graceful one.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// An internal problem when the system does not allow it.
    pub fn listen() -> Result<Signals> {
        let on = |kind| signal(kind).map_err(Problem::internal);
        Ok(Signals {
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
            hangup: on(SignalKind::hangup())?,
        })
    }

    /// Waits for a stop; has the certificate read again meanwhile.
    async fn stop(&mut self, tls: Option<Arc<Keeper>>) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hangup.recv() => reload(tls.as_deref()),
            }
        }
    }
}

/// Serves until the process is told to stop (SIGTERM, SIGINT), then finishes what it has begun.
pub async fn until_stopped(app: App, bound: Bound, mut signals: Signals) {
    let (stop, stopped) = watch::channel(false);
    let tls = bound.tls.clone();
    let told = async {
        signals.stop(tls).await;
        tracing::info!("stopping");
        stop.send_replace(true);
    };
    tokio::join!(serve(app, bound, stopped), told);
}

/// Serves until `stopped` says so: requests and jobs get `limits.stop_seconds` to finish, then the
/// store is closed.
async fn serve(app: App, bound: Bound, stopped: watch::Receiver<bool>) {
    let config = Arc::clone(&app.config);
    let patience = Duration::from_secs(u64::from(config.limits.stop_seconds));
    let runner = config.role.runs_jobs().then(|| {
        let runner = Runner::start(&app, platform::handlers(&config), config.jobs.workers);
        app.meters.has_workers(runner.pulse());
        runner
    });
    let manners = Manners::new(&config.limits);
    let most = config.limits.connections_per_address;
    let crowd = || Crowd::new(most as usize, config.trusted_proxies.clone());
    let inside = bound.watching.map(|listener| {
        let router = site::watching_router(app.clone());
        let door = Door { listener, router, tls: None, crowd: crowd() };
        tokio::spawn(connections::serve(door, manners, stopped.clone()))
    });
    let router = site::router(app.clone());
    let door = Door { listener: bound.main, router, tls: bound.tls, crowd: crowd() };
    let workers = async {
        let mut stopped = stopped.clone();
        connections::told_to_stop(&mut stopped).await;
        if let Some(runner) = runner {
            runner.stop(patience).await;
        }
    };
    let world = keep_world(&app, stopped.clone());
    tokio::join!(connections::serve(door, manners, stopped.clone()), workers, world);
    if let Some(inside) = inside {
        let _ = inside.await;
    }
    app.store.close().await;
    tracing::info!("stopped");
}

/// How often a process looks whether another has released a version of the classification.
const WORLD_EVERY: Duration = Duration::from_secs(10);

/// Takes in what other processes have released.
async fn keep_world(app: &App, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = connections::told_to_stop(&mut stopped) => return,
            () = tokio::time::sleep(WORLD_EVERY) => {}
        }
        if let Err(problem) = app.renew_world().await {
            let (code, detail) = (problem.code(), problem.private_detail().unwrap_or_default());
            tracing::warn!(code, detail, "the classification was not read again");
        }
    }
}

/// Reads the certificate again; a bad one leaves the old one in use.
fn reload(tls: Option<&Keeper>) {
    let Some(keeper) = tls else { return };
    match keeper.reload() {
        Ok(()) => tracing::info!("the certificate was read again"),
        Err(problem) => {
            let (code, detail) = (problem.code(), problem.private_detail().unwrap_or_default());
            tracing::error!(code, detail, "the new certificate is not used");
        }
    }
}
