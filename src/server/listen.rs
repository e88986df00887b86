//! Connections: accepting them, bounding them, letting them end.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::Request;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::{Limits, TokenApi};
use crate::token::time::UnixTime;

/// The address that a request came from; an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub SocketAddr);

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every request in flight was answered.
    Whole,
    /// Some took longer than [`Limits::drain_time`], and were cut off.
    CutOff,
}

/// How long nothing is accepted after the system refused to: when file descriptors have run out, say.
const REFUSED_PAUSE: Duration = Duration::from_millis(200);

/// The most that is held of a request's head, in bytes.
const MAX_HEAD_BYTES: usize = 32 * 1024;

/// Serves connections until `stop` is done, then lets requests in flight end.
pub async fn serve(
    listener: TcpListener,
    api: TokenApi,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> Drained {
    let mut stop = pin!(stop);
    let free = Arc::new(Semaphore::new(limits.connections));
    let open = GracefulShutdown::new();
    loop {
        let accepted = async {
            // Never closed, so that there is always a permit in the end.
            let permit = Arc::clone(&free).acquire_owned().await.ok();
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = open.watcher();
                let serving = converse(stream, peer, api.clone(), limits, connection);
                tokio::spawn(async move {
                    serving.await;
                    drop(permit);
                });
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(REFUSED_PAUSE).await;
            }
        }
    }
    drop(listener);
    tokio::select! {
        () = open.shutdown() => Drained::Whole,
        () = tokio::time::sleep(limits.drain_time) => Drained::CutOff,
    }
}

/// Serves one connection to its end.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    api: TokenApi,
    limits: Limits,
    watcher: hyper_util::server::graceful::Watcher,
) {
    // hyper dates its answers, and panics at a time that has no date.
    if UnixTime::from_system(SystemTime::now()).is_err() {
        tracing::error!("the system clock is wrong, so that nobody can be answered");
        return;
    }
    // An answer is one small write, which must not wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_time));
    let service = service_fn(|request: Request<hyper::body::Incoming>| async {
        Ok::<_, Infallible>(api.answer(request.map(Body::new), Some(peer)).await)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(MAX_HEAD_BYTES)
        // An answer is small: to copy it behind its head is cheaper than to have the system gather both.
        .writev(false)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "connection");
    }
}

/// Whether only this connection failed, before it was accepted.
fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}
