//! Files on their way in: forms with a file, whose hidden fields and choices come first, and bodies
//! that are a file. Neither is ever held in memory as a whole.

use crate::form::CSRF_FIELD;
use crate::{Error, FormState, Visit};
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt as _;
use kernel::Problem;
use multer::{Field, Multipart};
use std::io;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// The most bytes of all text fields before the file.
const TEXT_MOST: usize = 64 * 1024;
/// Pieces that wait between the network and whoever reads them.
const WAITING_PIECES: usize = 4;
/// The header with which a program that is signed in by cookie proves that it is a page of ours.
const CSRF_HEADER: &str = "x-csrf";

/// A form with one file, sent by POST as `multipart/form-data`.
///
/// The fields of the form stand before the file, so that a request can be refused before the file
/// is read. The hidden field has been checked against the session.
#[derive(Debug)]
pub struct Upload {
    /// The fields before the file.
    pub form: FormState,
    /// The file; nothing when none was chosen.
    pub file: Option<File>,
}

/// A file on its way in. What is not read is thrown away.
#[derive(Debug)]
pub struct File {
    /// The name on the sender's machine, without folders; only for showing.
    pub name: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Part(Box<Field<'static>>),
    Whole(BodyDataStream),
}

impl File {
    /// The next piece of the file; nothing at its end.
    ///
    /// # Errors
    /// `problem-too-large`, or `problem-upload` when the connection broke.
    pub async fn chunk(&mut self) -> kernel::Result<Option<Bytes>> {
        match &mut self.content {
            Content::Part(part) => part.chunk().await.map_err(|error| refused(&error)),
            Content::Whole(body) => body.next().await.transpose().map_err(|error| refused(&error)),
        }
    }

    /// Hands the file to work that reads it as it comes in. The work has a thread of its own, so a
    /// slow line keeps nobody else waiting; what it has not read when it ends is thrown away.
    ///
    /// # Errors
    /// Those of the work. When the connection breaks, the work's reader fails and this problem is
    /// given instead of the work's: `problem-upload`, or `problem-too-large`.
    pub async fn read_by<T, F, W>(mut self, work: F) -> kernel::Result<T>
    where
        F: FnOnce(Incoming) -> W + Send + 'static,
        W: Future<Output = kernel::Result<T>>,
        T: Send + 'static,
    {
        let (pieces, waiting) = mpsc::channel(WAITING_PIECES);
        let incoming = Incoming { waiting, piece: Bytes::new(), ended: false };
        let runtime = Handle::current();
        let work = tokio::task::spawn_blocking(move || runtime.block_on(work(incoming)));
        let broken = loop {
            match self.chunk().await {
                Ok(piece) => {
                    let last = piece.is_none();
                    if pieces.send(piece).await.is_err() || last {
                        break None;
                    }
                }
                Err(problem) => break Some(problem),
            }
        };
        drop(pieces);
        let done = work.await.map_err(Problem::internal)?;
        broken.map_or(done, Err)
    }
}

/// A file as the work that reads it sees it.
#[derive(Debug)]
pub struct Incoming {
    /// Pieces, then nothing for the end. A channel that closes before that is a broken connection.
    waiting: mpsc::Receiver<Option<Bytes>>,
    piece: Bytes,
    ended: bool,
}

impl io::Read for Incoming {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() && !self.ended {
            match tokio::task::block_in_place(|| self.waiting.blocking_recv()) {
                Some(Some(piece)) => self.piece = piece,
                Some(None) => self.ended = true,
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let count = target.len().min(self.piece.len());
        target[..count].copy_from_slice(&self.piece.split_to(count));
        Ok(count)
    }
}

/// A request whose body is a file, without any form around it; for programs.
#[derive(Debug)]
pub struct Sent(pub File);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let csrf = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        visit.check_csrf(csrf.unwrap_or_default())?;
        let name = visit.here.query("name").map(own_name).unwrap_or_default();
        Ok(Sent(File { name, content: Content::Whole(Body::into_data_stream(body)) }))
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = multer::parse_boundary(kind.unwrap_or_default());
        let boundary = boundary.map_err(|_| Problem::invalid("problem-form"))?;
        let mut body = Multipart::new(body.into_data_stream(), boundary);
        let (mut form, file) = read(&mut body).await?;
        visit.check_csrf(&form.forget(CSRF_FIELD))?;
        Ok(Upload { form, file })
    }
}

/// Reads the fields and stops at the file.
async fn read(body: &mut Multipart<'static>) -> kernel::Result<(FormState, Option<File>)> {
    let mut form = FormState::default();
    let mut room = TEXT_MOST;
    while let Some(mut part) = body.next_field().await.map_err(|error| refused(&error))? {
        if let Some(name) = part.file_name().map(own_name) {
            let chosen = !name.is_empty();
            let content = Content::Part(Box::new(part));
            return Ok((form, chosen.then_some(File { name, content })));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(|error| refused(&error))? {
            // A field's name counts too, or a million empty fields would fit.
            room = room
                .checked_sub(piece.len() + name.len())
                .ok_or(Problem::invalid("problem-form"))?;
            value.extend_from_slice(&piece);
        }
        room = room.checked_sub(1 + name.len()).ok_or(Problem::invalid("problem-form"))?;
        form.put(&name, &String::from_utf8_lossy(&value));
    }
    Ok((form, None))
}

fn refused(error: &(dyn std::error::Error + 'static)) -> Problem {
    // The limit around the route ends the stream with an error that is wrapped several times on its
    // way here and whose type is not ours to name.
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.to_string() == "length limit exceeded" {
            return crate::problem::too_large();
        }
        cause = match error.downcast_ref::<multer::Error>() {
            Some(multer::Error::StreamReadFailed(inner)) => Some(&**inner),
            _ => error.source(),
        };
    }
    Problem::invalid("problem-upload")
}

/// The last part of a file's name: old browsers send folders along.
fn own_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use std::io::Read as _;

    fn file(pieces: Vec<io::Result<&'static str>>) -> File {
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        File { name: String::new(), content: Content::Whole(body.into_data_stream()) }
    }

    async fn length(file: File) -> kernel::Result<usize> {
        let read = file.read_by(|mut incoming| async move {
            let mut bytes = Vec::new();
            let read = incoming.read_to_end(&mut bytes);
            read.map_err(|_| Problem::invalid("problem-file-unreadable"))
        });
        read.await
    }

    #[tokio::test]
    async fn whoever_reads_gets_everything_or_an_error() {
        let whole = file(vec![Ok("one"), Ok(""), Ok("two")]);
        assert_eq!(length(whole).await.unwrap(), 6);
        assert_eq!(length(file(Vec::new())).await.unwrap(), 0);
        let broken = file(vec![Ok("one"), Err(io::ErrorKind::ConnectionReset.into())]);
        assert_eq!(length(broken).await.unwrap_err().code(), "problem-upload");
    }

    #[tokio::test]
    async fn a_file_that_nobody_wants_is_not_waited_for() {
        let endless = futures_util::stream::repeat_with(|| io::Result::Ok("more"));
        let body = Body::from_stream(endless);
        let file = File { name: String::new(), content: Content::Whole(body.into_data_stream()) };
        let refused = file.read_by(|_| async { Err::<(), _>(Problem::not_found()) }).await;
        assert_eq!(refused.unwrap_err().code(), "problem-not-found");
    }

    #[tokio::test]
    async fn a_body_without_a_visit_is_refused() {
        let request = Request::post("/x").body(Body::from("x")).unwrap();
        assert!(Sent::from_request(request, &()).await.is_err());
    }

    #[test]
    fn a_files_name_loses_folders_and_control_characters() {
        assert_eq!(own_name("C:\\fakepath\\成绩.xlsx"), "成绩.xlsx");
        assert_eq!(own_name("../../etc/passwd\n"), "passwd");
        assert_eq!(own_name(""), "");
        assert_eq!(own_name(&"长".repeat(300)).chars().count(), 120);
    }
}
