//! `lktoken serve`: what was typed becomes a server's settings, and a runtime for it.

mod keys;
mod log;
mod place;
mod signals;

use std::sync::Arc;
use std::time::SystemTime;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};

use super::key::refuse_secret_in_arguments;
use super::{Answer, Session, clock};
use crate::cli::{AllowedClaim, ServeArgs};
use crate::error::Error;
use crate::output::conceal::conceal;
use crate::server::{Access, AllowedClaims, Drained, Limits, Origins, Rate, Settings, TokenApi, serve};
use crate::token::rules::Rules;
use crate::token::time::parse_lifetime;
use keys::KeyFiles;
use log::Log;
use place::Place;

/// The page that may ask when nothing is said: what `ng serve` listens at.
const DEFAULT_ORIGIN: &str = "http://localhost:4200";
/// The value of `--allow-origin` that leaves CORS to somebody else.
const NO_ORIGIN: &str = "none";
/// The value of `--allow-origin` for every page of the web.
const ANY_ORIGIN: &str = "*";

/// Connections that the system keeps until they are accepted.
const BACKLOG: u32 = 4096;

pub(super) fn run(args: ServeArgs, session: &mut Session) -> Result<Answer, Error> {
    let under_azure = place::is_under_azure();
    let printer = &session.printer;
    let log =
        Log { format: args.log_format.unwrap_or_default(), quiet: printer.quiet, on_stdout: under_azure };
    let _last_lines = log.start(printer);
    // Where nobody said how errors are written and nobody watches, whoever reads the log reads this too.
    let in_the_log = !printer.stderr_is_terminal && !printer.error_format_is_given;
    match run_until_stopped(args, session) {
        Err(error) if in_the_log && under_azure => {
            // Its host shows every line on standard error as an error, which this one is.
            session.printer.json_errors = false;
            Err(error)
        }
        Err(error) if in_the_log => {
            let hints = (!error.hints().is_empty()).then(|| error.hints().join("; "));
            let hints = hints.as_deref().map(conceal);
            tracing::error!(hints = hints.as_deref(), "{}", conceal(error.message()));
            Ok(Answer::Failed { exit_code: error.exit_code() })
        }
        result => result,
    }
}

fn run_until_stopped(args: ServeArgs, session: &mut Session) -> Result<Answer, Error> {
    let ServeArgs {
        listen,
        allow_origin,
        token_file,
        allow_anonymous,
        allow,
        rate_limit,
        max_connections,
        max_expiration,
        log_format: _,
        credentials,
        talk: _,
    } = args;
    refuse_secret_in_arguments(credentials.api_secret.is_some())?;
    let place = Place::decide(listen.as_deref())?;
    place.refuse_open_doors(token_file.is_some(), allow_anonymous)?;
    let origins = origins(&allow_origin, place.is_azure)?;
    let limits = limits(rate_limit.as_deref(), max_connections, max_expiration.as_deref())?;
    // No token could be made, and no answer dated.
    clock().map_err(|error| error.hint("set the clock"))?;
    let files = KeyFiles::new(credentials, token_file)?;
    // Azure's host stands in front, and asks by whatever name it was asked by.
    let access = files.access(allow_anonymous || place.is_azure)?;

    let key = files.load_first(session, place.is_azure)?;
    if origins == Origins::Any {
        tracing::warn!(
            "--allow-origin *: every page of the web can have tokens from a browser that reaches this"
        );
    }
    let named = match &access {
        Access::Anonymous => "everybody",
        Access::ThisMachine => "this machine",
        Access::Bearer(_) => "bearer token",
    };
    let page_names = match (&origins, allow_origin.as_slice()) {
        (Origins::Off, _) => NO_ORIGIN.to_owned(),
        (_, []) => DEFAULT_ORIGIN.to_owned(),
        (_, typed) => typed.join(" "),
    };
    if place.is_azure && listen.is_some() {
        tracing::warn!("--listen goes before FUNCTIONS_CUSTOMHANDLER_PORT, at which the host asks");
    }
    let settings = Settings {
        key: key.clone(),
        access: access.clone(),
        origins,
        allowed: AllowedClaims {
            metadata: allow.contains(&AllowedClaim::Metadata),
            attributes: allow.contains(&AllowedClaim::Attributes),
            room_config: allow.contains(&AllowedClaim::RoomConfig),
        },
        limits,
        clock: Arc::new(SystemTime::now),
    };
    raise_open_files();
    let runtime = runtime()?;
    let drained = runtime.block_on(async {
        let listener = bind(&place)?;
        let stop = signals::listen(files, key, access)?;
        let address = listener.local_addr().map_err(|error| Error::other(format!("no address: {error}")))?;
        tracing::info!(
            url = %format_args!("http://{address}"),
            version = env!("CARGO_PKG_VERSION"),
            access = named,
            origins = page_names,
            "listening"
        );
        Ok::<_, Error>(serve(listener, TokenApi::new(settings), limits, stop).await)
    })?;
    match drained {
        Drained::Whole => tracing::info!("stopped"),
        Drained::CutOff => tracing::warn!("stopped: some requests did not end in time, and were cut off"),
    }
    // A secret command that hangs must not keep the process.
    runtime.shutdown_background();
    Ok(Answer::Yes)
}

/// As many workers as there are cores. The one place where there is a runtime: no other command pays for it.
fn runtime() -> Result<Runtime, Error> {
    let runtime = Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Error::other(format!("cannot start the worker threads: {error}")))
}

/// What was typed; by default none under Azure, whose host answers preflights itself.
fn origins(typed: &[String], is_azure: bool) -> Result<Origins, Error> {
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    match typed[..] {
        [] if is_azure => Ok(Origins::Off),
        [] => list_of(&[DEFAULT_ORIGIN]),
        [NO_ORIGIN] => Ok(Origins::Off),
        [ANY_ORIGIN] => Ok(Origins::Any),
        _ => list_of(&typed),
    }
}

fn list_of(origins: &[&str]) -> Result<Origins, Error> {
    for origin in origins {
        if [NO_ORIGIN, ANY_ORIGIN].contains(origin) {
            return Err(Error::usage(format!("--allow-origin {origin} cannot stand beside another origin")));
        }
        Origins::list([*origin])
            .map_err(|error| Error::usage(format!("the value {origin:?} of --allow-origin {error}")))?;
    }
    Origins::list(origins.iter().copied()).map_err(|error| Error::usage(error.to_string()))
}

fn limits(
    rate: Option<&str>,
    connections: Option<u32>,
    max_expiration: Option<&str>,
) -> Result<Limits, Error> {
    let mut limits = Limits::default();
    if let Some(text) = rate {
        let rate = Rate::parse(text);
        limits.rate = Some(rate.map_err(|error| Error::usage(format!("--rate-limit {text}: {error}")))?);
    }
    if let Some(connections) = connections.and_then(|connections| usize::try_from(connections).ok()) {
        limits.connections = connections;
    }
    limits.max_expiration = max_expiration.map(parse_max_expiration).transpose()?;
    Ok(limits)
}

/// Within the contract's bounds for a lifetime.
fn parse_max_expiration(text: &str) -> Result<u32, Error> {
    let range =
        f64::from(Rules::Contract.shortest_lifetime().0)..=f64::from(Rules::Contract.longest_lifetime().0);
    match parse_lifetime(text) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // Whole and in range, so it is exact.
        Some(seconds) if range.contains(&seconds) && seconds.fract() == 0.0 => Ok(seconds as u32),
        _ => Err(Error::usage(format!("--max-expiration {text:?} is no lifetime of 60 s to 24 h"))
            .hint("a lifetime is 90, 90s, 15m, 1h30m, 1d")),
    }
}

/// Takes the port. An address that can be taken again at once after a restart, but not beside another server.
fn bind(place: &Place) -> Result<TcpListener, Error> {
    let address = place.address;
    let bound = (|| {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    })();
    bound.map_err(|error| {
        let failure = Error::usage(format!("cannot listen at {address}: {error}"));
        match error.kind() {
            std::io::ErrorKind::AddrInUse => failure
                .hint("another program has that port: end it, or choose another with --listen 127.0.0.1:PORT")
                .hint("--listen 127.0.0.1:0 takes any free one, and the log says which"),
            std::io::ErrorKind::PermissionDenied => {
                failure.hint("ports below 1024 need privileges: choose a higher one with --listen")
            }
            std::io::ErrorKind::AddrNotAvailable => failure
                .hint("this machine has no such address: 127.0.0.1 is this machine, 0.0.0.0 all of its own"),
            _ => failure,
        }
    })
}

/// Every connection is an open file, and the limit that processes start with is often 1024: raises it as far as it goes.
fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current: _, maximum } = getrlimit(Resource::Nofile);
        // Where it cannot be raised, connections wait until there is room.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}
