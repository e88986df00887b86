//! Connections: slow ones, too many, and the end of all.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lktoken::server::{Drained, Limits, Settings, TokenApi, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::settings;

const BODY: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;

/// Short enough for a test to wait for.
fn impatient() -> Limits {
    Limits {
        head_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        write_time: Duration::from_millis(300),
        drain_time: Duration::from_millis(600),
        ..Limits::default()
    }
}

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Drained>,
}

async fn start(limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let api = TokenApi::new(Settings { limits, ..settings() });
    let ended = tokio::spawn(serve(listener, api, limits, async move {
        let _ = stopped.await;
    }));
    Running { address, stop, ended }
}

fn head(length: usize) -> String {
    format!(
        "POST /api/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// What comes back until the server closes the connection, and how long that took.
async fn read_to_end(stream: &mut TcpStream) -> (String, Duration) {
    let started = Instant::now();
    let mut answer = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer));
    // A connection that is cut off may end with a reset.
    let _ = reading.await.expect("the server closes the connection");
    (String::from_utf8(answer).unwrap(), started.elapsed())
}

/// One answer, of which this much is expected at its beginning.
async fn expect(stream: &mut TcpStream, start: &str) {
    let mut buffer = [0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut buffer));
    let length = read.await.expect("an answer in time").unwrap();
    let answer = String::from_utf8_lossy(&buffer[..length]);
    assert!(answer.starts_with(start), "{answer}");
}

#[tokio::test]
async fn a_head_that_does_not_arrive_is_cut_off() {
    let running = start(impatient()).await;
    for sent in ["", "POST /api/token HTTP/1.1\r\nHost: x\r\n"] {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let (answer, took) = read_to_end(&mut stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(took < Duration::from_secs(5), "{took:?}");
    }
}

#[tokio::test]
async fn a_body_that_drips_is_408() {
    let running = start(impatient()).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(format!("{}{{", head(1000)).as_bytes()).await.unwrap();
    let (answer, took) = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("REQUEST_TIMEOUT"), "{answer}");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn a_client_that_takes_no_answer_is_cut_off() {
    let running = start(impatient()).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    // Far more answers than the system keeps for a reader.
    let ask = "GET /api/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
    let mut cut_off = false;
    for _ in 0..2000 {
        let sending = tokio::time::timeout(Duration::from_secs(2), stream.write_all(ask.as_bytes()));
        if let Ok(Err(_)) = sending.await {
            cut_off = true;
            break;
        }
    }
    assert!(cut_off);
}

#[tokio::test]
async fn further_connections_wait_for_a_place() {
    let running = start(Limits { connections: 1, head_time: Duration::from_secs(2), ..impatient() }).await;
    let mut first = TcpStream::connect(running.address).await.unwrap();
    first.write_all(format!("{}{BODY}", head(BODY.len())).as_bytes()).await.unwrap();
    expect(&mut first, "HTTP/1.1 200").await;
    let mut second = TcpStream::connect(running.address).await.unwrap();
    second.write_all(format!("{}{BODY}", head(BODY.len())).as_bytes()).await.unwrap();
    let mut buffer = [0; 1];
    let early = tokio::time::timeout(Duration::from_millis(300), second.peek(&mut buffer)).await;
    assert!(early.is_err(), "the second connection was served beside the first");
    drop(first);
    expect(&mut second, "HTTP/1.1 200").await;
}

#[tokio::test]
async fn what_is_in_flight_is_answered_before_the_end() {
    let running = start(Limits {
        body_time: Duration::from_secs(5),
        drain_time: Duration::from_secs(5),
        ..impatient()
    })
    .await;
    let mut idle = TcpStream::connect(running.address).await.unwrap();
    idle.write_all(format!("{}{BODY}", head(BODY.len())).as_bytes()).await.unwrap();
    expect(&mut idle, "HTTP/1.1 200").await;
    let mut busy = TcpStream::connect(running.address).await.unwrap();
    busy.write_all(format!("{}{}", head(BODY.len()), &BODY[..5]).as_bytes()).await.unwrap();
    // The server has read the head once it is known to wait for the body.
    tokio::time::sleep(Duration::from_millis(200)).await;
    running.stop.send(()).unwrap();
    assert_eq!(read_to_end(&mut idle).await.0, "");
    assert!(TcpStream::connect(running.address).await.is_err());
    busy.write_all(&BODY.as_bytes()[5..]).await.unwrap();
    let (answer, _) = read_to_end(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(running.ended.await.unwrap(), Drained::Whole);
}

#[tokio::test]
async fn what_does_not_end_in_time_is_cut_off() {
    let running = start(Limits { body_time: Duration::from_secs(30), ..impatient() }).await;
    let mut busy = TcpStream::connect(running.address).await.unwrap();
    busy.write_all(format!("{}{{", head(1000)).as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    running.stop.send(()).unwrap();
    assert_eq!(running.ended.await.unwrap(), Drained::CutOff);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_head_that_is_too_large_is_431() {
    let running = start(impatient()).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let ask = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "x".repeat(100_000));
    let _ = stream.write_all(ask.as_bytes()).await;
    expect(&mut stream, "HTTP/1.1 431").await;
}
