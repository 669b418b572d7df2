//! Files on their way out, written while they are sent.

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use kernel::Result;
use std::io;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces that wait between whoever writes and the network.
const WAITING_PIECES: usize = 4;

/// The body of an answer that some work writes on a thread of its own. It is never held in memory as
/// a whole.
///
/// # Errors
/// Those of the work, when it fails before it has written a piece. Later the connection is cut, so
/// that nobody takes half a file for a whole one.
pub async fn written_by<F, W>(work: F) -> Result<Body>
where
    F: FnOnce(Outgoing) -> W + Send + 'static,
    W: Future<Output = Result<()>>,
{
    let (pieces, mut waiting) = mpsc::channel(WAITING_PIECES);
    let last = pieces.clone();
    let outgoing = Outgoing { pieces, piece: Vec::new() };
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        if let Err(problem) = runtime.block_on(work(outgoing)) {
            let _ = last.blocking_send(Err(problem));
        }
    });
    let first = match waiting.recv().await {
        Some(Err(problem)) => return Err(problem),
        first => first,
    };
    let all = futures_util::stream::unfold((first, waiting), |(first, mut waiting)| async move {
        let piece = match first {
            Some(piece) => Some(piece),
            None => waiting.recv().await,
        };
        piece.map(|piece| (piece, (None, waiting)))
    });
    // Whoever packs the answer for a browser asks once more after the end.
    Ok(Body::from_stream(all.fuse()))
}

/// Where the work writes. What is gathered when it is dropped is sent as the last piece.
#[derive(Debug)]
pub struct Outgoing {
    pieces: mpsc::Sender<Result<Bytes>>,
    piece: Vec<u8>,
}

impl Outgoing {
    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        let sent = tokio::task::block_in_place(|| self.pieces.blocking_send(Ok(piece)));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl io::Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        // Whoever was to receive it has gone when this fails.
        let _ = self.send();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Problem;
    use std::io::Write as _;

    async fn sent(body: Body) -> std::result::Result<usize, axum::Error> {
        axum::body::to_bytes(body, usize::MAX).await.map(|bytes| bytes.len())
    }

    #[tokio::test]
    async fn everything_that_was_written_arrives() {
        let body = written_by(|mut out| async move {
            (0..300).try_for_each(|_| out.write_all(&[7; 1000])).map_err(Problem::internal)
        });
        assert_eq!(sent(body.await.unwrap()).await.unwrap(), 300_000);
        let nothing = written_by(|_| async { Ok(()) }).await.unwrap();
        assert_eq!(sent(nothing).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn after_the_end_there_is_nothing_however_often_one_asks() {
        let body =
            written_by(|mut out| async move { out.write_all(b"all").map_err(Problem::internal) });
        let mut pieces = body.await.unwrap().into_data_stream();
        assert_eq!(pieces.next().await.unwrap().unwrap(), "all");
        assert!(pieces.next().await.is_none());
        assert!(pieces.next().await.is_none());
    }

    #[tokio::test]
    async fn a_refusal_before_the_first_piece_is_an_answer_of_its_own() {
        let refused = written_by(|_| async { Err(Problem::not_found()) }).await;
        assert_eq!(refused.unwrap_err().code(), "problem-not-found");
    }

    #[tokio::test]
    async fn what_breaks_off_later_is_no_whole_file() {
        let body = written_by(|mut out| async move {
            out.write_all(&[7; PIECE]).map_err(Problem::internal)?;
            Err(Problem::internal("the store is gone"))
        });
        assert!(sent(body.await.unwrap()).await.is_err());
    }
}
