//! Taking connections and serving HTTP/1.1 on them, with limits against whoever is slow or many.

use super::crowd::Crowd;
use super::patient::Patient;
use super::steady::Steady;
use super::tls::Keeper;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use platform::config::Limits;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// The most bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// The most header lines of a request.
const HEADERS: usize = 100;
/// The pause after the system could not accept, as when it is out of file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Where requests come in.
pub(super) struct Door {
    pub(super) listener: TcpListener,
    pub(super) router: Router,
    pub(super) tls: Option<Arc<Keeper>>,
    pub(super) crowd: Arc<Crowd>,
}

/// How much at once and how slow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manners {
    pub(super) connections: usize,
    pub(super) header: Duration,
    pub(super) body: Duration,
    write: Duration,
    pub(super) stop: Duration,
}

impl Manners {
    pub(super) fn new(limits: &Limits) -> Self {
        let seconds = |seconds: u32| Duration::from_secs(u64::from(seconds));
        Manners {
            connections: limits.connections as usize,
            header: seconds(limits.header_seconds),
            body: seconds(limits.body_seconds),
            write: seconds(limits.write_seconds),
            stop: seconds(limits.stop_seconds),
        }
    }
}

/// Serves until told to stop. Then nothing new is accepted, idle connections are closed, and
/// requests get the time of `stop` to finish.
pub(super) async fn serve(door: Door, manners: Manners, mut stopped: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(manners.connections));
    let door = Arc::new(door);
    let mut open = JoinSet::new();
    while !*stopped.borrow() {
        let next = tokio::select! {
            next = accept(&door.listener, &room) => next,
            _ = stopped.changed() => continue,
            Some(_) = open.join_next() => continue,
        };
        if let Some((stream, peer, place)) = next {
            let Some(among) = door.crowd.enter(peer.ip()) else {
                tracing::debug!("an address has too many connections open");
                continue;
            };
            let connection = Connection { door: Arc::clone(&door), peer, manners };
            let stopped = stopped.clone();
            open.spawn(async move {
                connection.serve(stream, stopped).await;
                drop((place, among));
            });
        }
    }
    let all = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(manners.stop, all).await.is_err() {
        tracing::warn!(connections = open.len(), "requests were cut short");
        open.shutdown().await;
    }
}

/// Waits for room first: who does not fit waits in the system's queue.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

struct Connection {
    door: Arc<Door>,
    peer: SocketAddr,
    manners: Manners,
}

impl Connection {
    async fn serve(self, stream: TcpStream, stopped: watch::Receiver<bool>) {
        // Answers are written whole, so waiting for more to send only costs time.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, self.manners.write);
        match &self.door.tls {
            None => self.http(stream, stopped).await,
            Some(keeper) => {
                let handshake = keeper.acceptor().accept(stream);
                match tokio::time::timeout(self.manners.header, handshake).await {
                    Ok(Ok(stream)) => self.http(stream, stopped).await,
                    Ok(Err(error)) => tracing::debug!(%error, "no TLS"),
                    Err(_) => tracing::debug!("no TLS in time"),
                }
            }
        }
    }

    async fn http<S>(&self, stream: S, mut stopped: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = service_fn(|request: hyper::Request<Incoming>| {
            let mut request = request.map(|body| Body::new(Steady::new(body, self.manners.body)));
            request.extensions_mut().insert(ConnectInfo(self.peer));
            self.door.router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.manners.header)
            .max_buf_size(HEAD_BYTES)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = told_to_stop(&mut stopped) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

/// Waits until the server is told to stop; also when nobody is left who could say so.
pub(super) async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
