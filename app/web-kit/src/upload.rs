//! Forms with a file: the hidden fields and choices first, then the file as a stream.

use crate::form::CSRF_FIELD;
use crate::{Error, FormState, Visit};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use kernel::Problem;
use multer::{Field, Multipart};

/// The most bytes of all text fields before the file.
const TEXT_MOST: usize = 64 * 1024;

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
    part: Field<'static>,
}

impl File {
    /// The next piece of the file; nothing at its end.
    ///
    /// # Errors
    /// `problem-too-large`, or `problem-upload` when the connection broke.
    pub async fn chunk(&mut self) -> kernel::Result<Option<Bytes>> {
        self.part.chunk().await.map_err(|error| refused(&error))
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
            return Ok((form, chosen.then_some(File { name, part })));
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

fn refused(error: &multer::Error) -> Problem {
    // The limit around the route ends the stream with an error that is wrapped several times on its
    // way here and whose type is not ours to name.
    let mut cause: Option<&dyn std::error::Error> = Some(error);
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
    use super::own_name;

    #[test]
    fn a_files_name_loses_folders_and_control_characters() {
        assert_eq!(own_name("C:\\fakepath\\成绩.xlsx"), "成绩.xlsx");
        assert_eq!(own_name("../../etc/passwd\n"), "passwd");
        assert_eq!(own_name(""), "");
        assert_eq!(own_name(&"长".repeat(300)).chars().count(), 120);
    }
}
