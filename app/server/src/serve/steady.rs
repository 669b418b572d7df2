//! A request's body that gives up on a visitor who sends nothing more of it.

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// The time runs only while somebody waits for the next piece: a handler may take its own.
pub(super) struct Steady {
    inner: Incoming,
    patience: Duration,
    /// Made with the first wait: most requests come whole.
    timer: Option<Pin<Box<Sleep>>>,
    waiting: bool,
}

impl Steady {
    pub(super) fn new(inner: Incoming, patience: Duration) -> Self {
        Steady { inner, patience, timer: None, waiting: false }
    }
}

impl Body for Steady {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(cx) {
            self.waiting = false;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let patience = self.patience;
        if !self.waiting {
            self.waiting = true;
            let until = Instant::now() + patience;
            match &mut self.timer {
                Some(timer) => timer.as_mut().reset(until),
                None => self.timer = Some(Box::pin(tokio::time::sleep_until(until))),
            }
        }
        let Some(timer) = &mut self.timer else { return Poll::Pending };
        ready!(timer.as_mut().poll(cx));
        let late = Error::new(ErrorKind::TimedOut, "the visitor sends nothing more");
        Poll::Ready(Some(Err(late.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
