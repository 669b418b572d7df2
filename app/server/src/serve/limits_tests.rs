//! What is too slow, too large or too much, on real sockets.

use super::tests::{pair, rig, status};
use super::*;
use axum::body::Bytes;
use axum::http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends bytes and reads what comes until the other side closes.
async fn exchange(address: std::net::SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The other side may refuse before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn form(length: usize, body: &str) -> Vec<u8> {
    let head = format!(
        "POST /check HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\naccept: application/json\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    head.into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_in_the_middle_of_a_form_is_cut_off() {
    let (listener, mut visitor) = pair().await;
    let mut manners = Manners::new(&platform::config::Limits::default());
    manners.body = Duration::from_millis(1);
    // The handler sees an error, and no more than what was sent.
    let read = async |body: Result<Bytes, axum::extract::rejection::BytesRejection>| match body {
        Ok(body) => (StatusCode::OK, format!("{} bytes", body.len())),
        Err(_) => (StatusCode::BAD_REQUEST, "broken off".to_owned()),
    };
    let router = axum::Router::new().fallback(read);
    let (_stop, stopped) = watch::channel(false);
    let door = Door { listener, router, tls: None, crowd: Crowd::anybody() };
    let served = tokio::spawn(connections::serve(door, manners, stopped));
    visitor.write_all(&form(100, "number=S0000")).await.unwrap();
    let mut answer = Vec::new();
    visitor.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(status(&answer) == 400 && answer.ends_with("broken off"), "{answer}");
    served.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_form_is_read_whatever_the_patience() {
    let rig = rig(|config| config.limits.body_seconds = 5).await;
    let answer = exchange(rig.address, &form(18, "number=S0000&fact=")).await;
    assert!(matches!(status(&answer), 200 | 422), "{answer}");
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let rig = rig(|_| {}).await;
    let answer = exchange(rig.address, &form(65_537, "number=")).await;
    assert!(status(&answer) == 413 && answer.contains("problem-too-large"), "{answer}");
    // Without a length it is counted as it comes.
    let piece = format!("{:x}\r\n{}\r\n", 16_384, "a".repeat(16_384));
    let head = "POST /check HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n\
        connection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n\
        transfer-encoding: chunked\r\n\r\n";
    let request = format!("{head}{}0\r\n\r\n", piece.repeat(5));
    let answer = exchange(rig.address, request.as_bytes()).await;
    assert!(status(&answer) == 413 && answer.contains("problem-too-large"), "{answer}");
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_without_end_is_refused() {
    let rig = rig(|_| {}).await;
    let long =
        format!("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: {}\r\n\r\n", "a".repeat(64 * 1024));
    assert_eq!(status(&exchange(rig.address, long.as_bytes()).await), 431);
    let lines = "x-line: 1\r\n".repeat(200);
    let many = format!("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n{lines}\r\n");
    assert_eq!(status(&exchange(rig.address, many.as_bytes()).await), 431);
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_enough_connections_gets_no_more_until_one_is_closed() {
    let rig = rig(|config| config.limits.connections_per_address = 2).await;
    let ask = b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(rig.address).await.unwrap();
        stream.write_all(ask).await.unwrap();
        let mut some = [0; 12];
        stream.read_exact(&mut some).await.unwrap();
        assert_eq!(&some, b"HTTP/1.1 200");
        open.push(stream);
    }
    assert_eq!(exchange(rig.address, ask).await, "", "closed without an answer");
    drop(open.pop());
    let closing = b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    // The server notices that one is closed a moment later.
    let mut answer = String::new();
    while answer.is_empty() {
        answer = exchange(rig.address, closing).await;
    }
    assert_eq!(status(&answer), 200);
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_may_have_as_many_connections_as_there_are() {
    let rig = rig(|config| {
        config.limits.connections_per_address = 1;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let mut open = Vec::new();
    for _ in 0..5 {
        let mut stream = TcpStream::connect(rig.address).await.unwrap();
        stream.write_all(b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await.unwrap();
        let mut some = [0; 12];
        stream.read_exact(&mut some).await.unwrap();
        assert_eq!(&some, b"HTTP/1.1 200");
        open.push(stream);
    }
    rig.stop().await;
}
