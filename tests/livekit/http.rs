//! As much HTTP/1.1 as it takes to ask one server, over a connection that is kept.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);
/// An answer longer than this is a mistake; nothing here asks for one.
const MAX_BODY: u64 = 16 << 20;

/// What is asked, but for the token.
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The path, without parameters.
    pub path: &'static str,
    /// Header lines, each with its line end.
    pub headers: &'static str,
    /// The body.
    pub body: String,
}

/// What the server said, unchanged.
///
/// Releases up to 1.13.5 repeat the whole token in some bodies, so this is for
/// tests with throw-away secrets only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; bytes that are not UTF-8 are replaced.
    pub body: String,
}

/// How the token travels.
pub enum Credentials<'a> {
    /// Not at all.
    None,
    /// In the `Authorization` header.
    Header(&'a str),
    /// As the `access_token` parameter.
    Parameter(&'a str),
}

/// A new connection.
pub fn connect(address: SocketAddr) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

/// One request and its answer; says too whether the connection serves another.
pub fn exchange(
    stream: &mut BufReader<TcpStream>,
    request: &Request,
    address: SocketAddr,
    credentials: &Credentials,
) -> io::Result<(Answer, bool)> {
    let mut head = format!("{} {}", request.method, request.path);
    if let Credentials::Parameter(token) = credentials {
        head.push_str("?access_token=");
        for byte in token.bytes() {
            let _ = write!(head, "%{byte:02X}");
        }
    }
    let _ = write!(
        head,
        " HTTP/1.1\r\nHost: {address}\r\n{}Content-Length: {}\r\n",
        request.headers,
        request.body.len()
    );
    if let Credentials::Header(token) = credentials {
        let _ = write!(head, "Authorization: Bearer {token}\r\n");
    }
    let _ = write!(head, "\r\n{}", request.body);
    stream.get_mut().write_all(head.as_bytes())?;

    let status_line = read_line(stream)?;
    let status = status_line
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3))
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| invalid(format!("no status line: {status_line:?}")))?;
    let mut length = None;
    let mut chunked = false;
    let mut reusable = true;
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| invalid(format!("no header: {line:?}")))?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => {
                length = Some(value.parse().map_err(|_| invalid(line.clone()))?);
            }
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => reusable = !value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        read_chunks(stream, &mut body)?;
    } else if let Some(length) = length {
        read_exactly(stream, length, &mut body)?;
    } else if status != 204 {
        reusable = false;
        stream.take(MAX_BODY).read_to_end(&mut body)?;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok((Answer { status, body }, reusable))
}

fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    stream.take(MAX_BODY).read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\r\n").ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
    Ok(String::from_utf8_lossy(line).into_owned())
}

fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let line = read_line(stream)?;
        let size = u64::from_str_radix(line.trim(), 16).map_err(|_| invalid(line))?;
        read_exactly(stream, size, body)?;
        // The line end after the chunk, or the one that ends the body: the
        // server sends no trailers.
        read_line(stream)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_exactly(stream: &mut BufReader<TcpStream>, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    if length > MAX_BODY {
        return Err(invalid(format!("a body of {length} bytes")));
    }
    let read = stream.take(length).read_to_end(body)?;
    if u64::try_from(read).is_ok_and(|read| read == length) {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
