//! A page opened in the browser.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::credentials::variables::LIVEKIT_API_SECRET;
use crate::error::Error;

/// How long a browser may take to come for the link.
const PATIENCE: Duration = Duration::from_secs(15);
/// How soon a launcher that cannot open anything says so.
const SOON: Duration = Duration::from_millis(250);
/// How long the link is still given out after it was fetched: some desktops look at a page before the browser does.
const AFTERWARDS: Duration = Duration::from_secs(1);
/// The most that is read of what a browser asks, in bytes.
const LONGEST_REQUEST: u64 = 16 * 1024;

/// Opens `link`, which is a credential. Every user of a machine can see the arguments of a browser for as long as it
/// runs, so it is given another address, on this machine, of a name that cannot be guessed; there it is told the link.
///
/// # Errors
///
/// When there is no browser, or none comes within 15 seconds.
pub(super) fn open(link: &str) -> Result<(), Error> {
    let failed = |error: io::Error| Error::other(format!("cannot open a browser: {error}")).hint(PRINT_IT);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let path = secret_path()?;
    let address = listener.local_addr().map_err(failed)?;
    if !launch(&format!("http://{address}{path}")) {
        return Err(Error::other("no browser could be started").hint(PRINT_IT));
    }
    let mut deadline = Instant::now() + PATIENCE;
    let mut was_fetched = false;
    while Instant::now() < deadline {
        match listener.accept() {
            // A browser that goes away or talks nonsense is no reason to stop waiting for one that does not.
            Ok((stream, _)) if answer(&stream, &path, link).unwrap_or(false) => {
                was_fetched = true;
                deadline = Instant::now() + AFTERWARDS;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(failed(error)),
        }
    }
    if was_fetched {
        return Ok(());
    }
    Err(Error::other(format!("no browser came for the link within {} s", PATIENCE.as_secs())).hint(PRINT_IT))
}

/// Starts a browser, and tells whether one was. Not by the crate's own hand, which gives it the whole environment: a
/// browser outlives this program by days, and needs no secret.
fn launch(address: &str) -> bool {
    ::open::commands(address).into_iter().any(|mut command| {
        command.env_remove(LIVEKIT_API_SECRET);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // An interrupt is meant for this program alone.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn().is_ok_and(|mut launcher| has_not_failed(&mut launcher))
    })
}

/// Whether a launcher works, as far as it can be told soon. Explorer's exit code tells nothing.
fn has_not_failed(launcher: &mut Child) -> bool {
    let deadline = Instant::now() + SOON;
    loop {
        match launcher.try_wait() {
            Ok(Some(status)) => return status.success() || cfg!(windows),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(10)),
            // Still at it, or nobody knows: another browser beside it would be one too many.
            Ok(None) | Err(_) => return true,
        }
    }
}

/// What helps without a browser.
const PRINT_IT: &str = "`-o url` prints the link, `-o qr` draws it for a phone";

/// A path that nobody can guess.
fn secret_path() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::other(format!("the system has no random numbers: {error}")))?;
    Ok(format!("/{:032x}", u128::from_be_bytes(bytes)))
}

/// Answers one request, and tells whether it was for the path and so was told the link.
fn answer(stream: &TcpStream, path: &str, link: &str) -> io::Result<bool> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    stream.set_write_timeout(Some(Duration::from_secs(2)))?;
    let mut request = BufReader::new(stream.take(LONGEST_REQUEST));
    let mut first = String::new();
    request.read_line(&mut first)?;
    // The rest is read to its end, for a connection that is closed over unread bytes is reset.
    let mut header = String::new();
    while request.read_line(&mut header)? > 2 {
        header.clear();
    }
    let is_right = first.split(' ').nth(1) == Some(path);
    let start = if is_right { format!("302 Found\r\nLocation: {link}") } else { "404 Not Found".to_owned() };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {start}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    stream.flush()?;
    Ok(is_right && first.starts_with("GET "))
}
