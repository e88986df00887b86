//! A real `LiveKit` server, started for one test, asked about tokens, and gone with the test.

use std::ffi::OsString;
use std::fmt::{self, Write as _};
use std::io::{self, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The secret that goes with [`KEY`].
pub use crate::forge::SECRET;
pub use crate::http::Answer;
use crate::http::{Credentials, Request, connect, exchange};
use crate::process::{Ports, Process};

/// Names the server's binary; a bare name is looked up on the `PATH`.
pub const BINARY_VARIABLE: &str = "LKTOKEN_LIVEKIT_SERVER";
/// The only key a development server knows.
pub const KEY: &str = "devkey";
/// The room that [`Door::Admin`] is asked about.
pub const ADMIN_ROOM: &str = "demo";

const DEFAULT_BINARY: &str = "livekit-server";
const START_ATTEMPTS: usize = 5;
const START_PATIENCE: Duration = Duration::from_secs(10);

/// A place in the server that lets a token in or refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Door {
    /// `GET /rtc/validate`: joining the token's room.
    Join,
    /// `GET /`: form, signature and times only.
    Any,
    /// Moderating [`ADMIN_ROOM`].
    Admin,
    /// Listing rooms.
    List,
    /// Creating and deleting rooms.
    Create,
    /// Egress.
    Record,
    /// Ingress.
    Ingress,
    /// SIP trunks and rules.
    Sip,
    /// Placing a SIP call.
    SipCall,
    /// Registering an agent worker.
    Agent,
    /// Publishing over WHIP.
    Whip,
}

impl Door {
    /// Every door, in the order of the answers file.
    pub const ALL: [Self; 11] = [
        Self::Join,
        Self::Any,
        Self::Admin,
        Self::List,
        Self::Create,
        Self::Record,
        Self::Ingress,
        Self::Sip,
        Self::SipCall,
        Self::Agent,
        Self::Whip,
    ];

    /// The door's name on the command line and in the answers file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Any => "any",
            Self::Admin => "admin",
            Self::List => "list",
            Self::Create => "create",
            Self::Record => "record",
            Self::Ingress => "ingress",
            Self::Sip => "sip",
            Self::SipCall => "sip-call",
            Self::Agent => "agent",
            Self::Whip => "whip",
        }
    }

    fn request(self) -> Request {
        let twirp = |path, body: &str| Request {
            method: "POST",
            path,
            headers: "Content-Type: application/json\r\n",
            body: body.to_owned(),
        };
        let get = |path, headers| Request { method: "GET", path, headers, body: String::new() };
        match self {
            Self::Join => get("/rtc/validate", ""),
            Self::Any => get("/", ""),
            Self::Admin => {
                twirp("/twirp/livekit.RoomService/ListParticipants", &format!(r#"{{"room":"{ADMIN_ROOM}"}}"#))
            }
            Self::List => twirp("/twirp/livekit.RoomService/ListRooms", "{}"),
            // Deleting a room that is not there asks for the same grant as
            // creating one, and leaves nothing behind.
            Self::Create => twirp("/twirp/livekit.RoomService/DeleteRoom", r#"{"room":"no-such-room"}"#),
            Self::Record => twirp("/twirp/livekit.Egress/ListEgress", "{}"),
            Self::Ingress => twirp("/twirp/livekit.Ingress/ListIngress", "{}"),
            Self::Sip => twirp("/twirp/livekit.SIP/ListSIPInboundTrunk", "{}"),
            Self::SipCall => twirp("/twirp/livekit.SIP/CreateSIPParticipant", "{}"),
            // Without a key the upgrade fails, but only after the token was
            // judged, so no socket stays open.
            Self::Agent => get("/agent", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
            // Without an offer the token is judged and nothing is published.
            Self::Whip => Request {
                method: "POST",
                path: "/whip/v1",
                headers: "Content-Type: application/sdp\r\n",
                body: String::new(),
            },
        }
    }
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A running development server.
pub struct LiveKitServer {
    address: SocketAddr,
    connection: Mutex<Option<BufReader<TcpStream>>>,
    // Dropped after the connection: a server does not wait for its clients.
    _process: Process,
}

impl LiveKitServer {
    /// Starts the server, or says `None` where none is installed.
    ///
    /// # Panics
    ///
    /// When a server is named or found but does not come up, and in CI also
    /// when there is none: a skipped comparison must not look like a passed one.
    pub fn start() -> Option<Self> {
        let Some(binary) = find_binary() else {
            assert!(
                std::env::var_os("CI").is_none_or(|value| value != "true"),
                "no LiveKit server: set {BINARY_VARIABLE} or put {DEFAULT_BINARY} on the PATH"
            );
            return None;
        };
        let mut failures = String::new();
        for attempt in 1..=START_ATTEMPTS {
            match Self::start_once(&binary) {
                Ok(server) => return Some(server),
                Err(error) => {
                    let _ = write!(failures, "\n  attempt {attempt}: {error}");
                }
            }
        }
        panic!("the LiveKit server does not come up:{failures}");
    }

    fn start_once(binary: &Path) -> io::Result<Self> {
        let ports = Ports::pick()?;
        let config = format!(
            "port: {}\nrtc:\n  tcp_port: {}\n  udp_port: {}\nlogging:\n  level: error\n",
            ports.http, ports.rtc_tcp, ports.rtc_udp
        );
        let mut command = Command::new(binary);
        command
            .args(["--dev", "--bind", "127.0.0.1", "--config-body", &config])
            // A developer's own settings must not reach the server under test.
            .env_remove("LIVEKIT_CONFIG")
            .env_remove("LIVEKIT_KEYS")
            .env_remove("LIVEKIT_CONFIG_FILE")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut process = Process::start(&mut command)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, ports.http));
        let deadline = Instant::now() + START_PATIENCE;
        loop {
            if let Some(status) = process.has_ended()? {
                return Err(io::Error::other(format!("it ended with {status}")));
            }
            let server_is_up = connect(address)
                .and_then(|mut stream| {
                    exchange(&mut stream, &Door::Any.request(), address, &Credentials::None)
                })
                .is_ok_and(|(answer, _)| answer.status == 200 && answer.body == "OK");
            if server_is_up {
                return Ok(Self { address, connection: Mutex::new(None), _process: process });
            }
            if Instant::now() > deadline {
                return Err(io::Error::other("it does not answer"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Where it listens.
    #[cfg(feature = "online")]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Asks whether the door opens for the token.
    ///
    /// The token travels in the `Authorization` header, where blanks around it
    /// are lost on the way, as they are for every client. A token that no
    /// header can carry (empty, or with control characters such as a newline)
    /// travels as the `access_token` parameter, which keeps it as it is.
    ///
    /// # Panics
    ///
    /// When the server cannot be reached or does not speak HTTP.
    pub fn ask(&self, door: Door, token: &str) -> Answer {
        let credentials =
            if fits_a_header(token) { Credentials::Header(token) } else { Credentials::Parameter(token) };
        let mut connection = self.connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // The server may close an idle connection at any time: a failure on an
        // old one says nothing yet.
        let mut old = connection.take();
        loop {
            let is_old = old.is_some();
            let outcome = old.take().map_or_else(|| connect(self.address), Ok).and_then(|mut stream| {
                exchange(&mut stream, &door.request(), self.address, &credentials)
                    .map(|(answer, reusable)| (answer, reusable.then_some(stream)))
            });
            match outcome {
                Ok((answer, stream)) => {
                    *connection = stream;
                    return answer;
                }
                Err(_) if is_old => {}
                Err(error) => panic!("the server does not answer at the {door} door: {error}"),
            }
        }
    }
}

/// Whether the token travels in the `Authorization` header, or as a parameter.
fn fits_a_header(token: &str) -> bool {
    !token.trim_matches([' ', '\t']).is_empty() && token.chars().all(|c| c == '\t' || !c.is_control())
}

/// The token as it reaches the server: HTTP drops the blanks at the end of a header.
pub fn on_arrival(token: &str) -> &str {
    if fits_a_header(token) { token.trim_end_matches([' ', '\t']) } else { token }
}

/// The named binary, or the one on the `PATH`.
fn find_binary() -> Option<PathBuf> {
    let name = std::env::var_os(BINARY_VARIABLE).filter(|name| !name.is_empty());
    let is_named = name.is_some();
    let name = name.unwrap_or_else(|| OsString::from(DEFAULT_BINARY));
    let path = PathBuf::from(&name);
    let found = if path.components().count() > 1 {
        path.is_file().then_some(path)
    } else {
        std::env::var_os("PATH").and_then(|list| {
            std::env::split_paths(&list)
                .flat_map(|folder| {
                    let plain = folder.join(&name);
                    let with_suffix = plain.with_extension(std::env::consts::EXE_EXTENSION);
                    [plain, with_suffix]
                })
                .find(|candidate| candidate.is_file())
        })
    };
    assert!(found.is_some() || !is_named, "{BINARY_VARIABLE} names {}, which is no file", name.display());
    found
}
