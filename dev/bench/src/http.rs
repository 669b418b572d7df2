//! The little of HTTP/1.1 that a load generator needs: requests made beforehand, connections that are
//! kept, answers read to their last byte.

use crate::Done;
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// The most bytes an answer may have.
const MOST: usize = 16 * 1024 * 1024;

/// A request as it goes over the wire.
#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    /// A page; `more` are header lines, each with its end of line.
    pub fn get(path: &str, more: &str) -> Self {
        let head = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n");
        Request(head.into_bytes())
    }

    /// Something sent.
    pub fn post(path: &str, kind: &str, body: &str, more: &str) -> Self {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n{more}\r\n{body}"
        );
        Request(head.into_bytes())
    }
}

/// An answer.
pub struct Answer {
    /// 200 and so on.
    pub status: u16,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The content as it came, compressed or not.
    pub body: Vec<u8>,
}

impl Answer {
    /// The content as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A connection that is kept from request to request.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Done<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection(BufReader::new(stream)))
    }

    /// Sends a request and reads its answer.
    pub async fn send(&mut self, request: &Request) -> Done<Answer> {
        self.0.write_all(&request.0).await?;
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| format!("no status in {first:?}"))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or("a header without a colon")?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        answer.body = match answer.header("content-length").map(str::parse) {
            Some(length) => self.exactly(length?).await?,
            None if answer.header("transfer-encoding") == Some("chunked") => self.chunks().await?,
            None if matches!(status, 204 | 304) => Vec::new(),
            None => return Err("an answer without a length".into()),
        };
        Ok(answer)
    }

    async fn line(&mut self) -> Done<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(line.trim_end().to_owned())
    }

    async fn exactly(&mut self, length: usize) -> Done<Vec<u8>> {
        if length > MOST {
            return Err(format!("an answer of {length} bytes").into());
        }
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).await?;
        Ok(bytes)
    }

    async fn chunks(&mut self) -> Done<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line().await?;
            let length = usize::from_str_radix(line.split(';').next().unwrap_or_default(), 16)?;
            let chunk = self.exactly(length).await?;
            let end = self.line().await?;
            if !end.is_empty() || body.len() + length > MOST {
                return Err("a chunk that does not end where it says".into());
            }
            if length == 0 {
                return Ok(body);
            }
            body.extend(chunk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn answers_of_known_length_and_in_chunks_are_read_to_their_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 1024];
            let _ = stream.read(&mut asked).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").await.unwrap();
            let _ = stream.read(&mut asked).await.unwrap();
            let chunks = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n\
                          4\r\nwxyz\r\n1\r\n!\r\n0\r\n\r\n";
            stream.write_all(chunks.as_bytes()).await.unwrap();
        });
        let mut connection = Connection::open(address).await.unwrap();
        let request = Request::get("/", "");
        let first = connection.send(&request).await.unwrap();
        assert_eq!((first.status, first.text().as_str()), (200, "abc"));
        let second = connection.send(&request).await.unwrap();
        assert_eq!((second.status, second.text().as_str()), (404, "wxyz!"));
        server.await.unwrap();
        assert!(connection.send(&request).await.is_err(), "the server has gone");
    }
}
