//! A server that runs, and requests to it over a real port.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::Home;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server about to run.
pub struct Server {
    command: Command,
}

/// A server that runs; killed with the test that runs it.
pub struct Running {
    child: Child,
    address: SocketAddr,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
    /// What it logged until it listened.
    pub start: Vec<Value>,
}

/// Status, head in lower case, and body.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Server {
    pub fn new(home: &Home, args: &[&str]) -> Self {
        Self::of(home.process(&[&["serve"], args].concat()))
    }

    /// The server that this command starts.
    pub fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts it, and waits until it says where it listens.
    pub fn start(mut self) -> Running {
        let mut child = self.command.spawn().unwrap();
        let (stdout, stderr) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        let mut start = Vec::new();
        let until = Instant::now() + PATIENCE;
        let address = loop {
            assert!(Instant::now() < until, "it does not listen: {start:?}");
            let line = stderr.try_recv().or_else(|_| stdout.recv_timeout(Duration::from_millis(10)));
            let Ok(line) = line else { continue };
            let listening = line.contains("listening");
            let address = line.split_once("http://").map(|(_, rest)| rest.split([' ', '"']).next().unwrap());
            let address = address.filter(|_| listening).map(|address| address.parse().unwrap());
            // A log of text is kept as strings.
            start.push(serde_json::from_str(&line).unwrap_or(Value::String(line)));
            if let Some(address) = address {
                break address;
            }
        };
        Running { child, address, stdout, stderr, start }
    }
}

/// A stream's lines as they come.
fn lines(stream: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            if line.is_err() || sender.send(line.unwrap()).is_err() {
                break;
            }
        }
    });
    receiver
}

impl Running {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// The next line of the log, on standard error.
    #[track_caller]
    pub fn event(&self) -> Value {
        let line = self.stderr.recv_timeout(PATIENCE).expect("a line of the log");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"))
    }

    /// The next line of the log, on standard output.
    #[track_caller]
    pub fn event_on_stdout(&self) -> Value {
        let line = self.stdout.recv_timeout(PATIENCE).expect("a line of the log");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"))
    }

    /// Ends it without a word.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What else stands on standard error, once it has ended.
    pub fn stderr(&self) -> Vec<String> {
        self.stderr.iter().collect()
    }

    /// The exit code, and what else stood on standard output and standard error.
    pub fn wait(mut self) -> (i32, Vec<String>, Vec<String>) {
        let until = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < until, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        let code = status.code().expect("it ended by itself");
        (code, self.stdout.iter().collect(), self.stderr())
    }

    /// A request on a connection of its own.
    pub fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let headers: String = headers.iter().flat_map(|header| [header, "\r\n"]).collect();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    /// Asks for a token.
    pub fn post(&self, path: &str, headers: &[&str], body: &str) -> Answer {
        self.ask("POST", path, &[&["Content-Type: application/json"], headers].concat(), body)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
