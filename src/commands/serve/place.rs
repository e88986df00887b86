//! Where to listen, and for whom.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};

use crate::error::Error;

/// The port that Azure's host will ask at.
const FUNCTIONS_CUSTOMHANDLER_PORT: &str = "FUNCTIONS_CUSTOMHANDLER_PORT";

/// The port of `func start`, at which a front end in development expects the API.
const DEFAULT_PORT: u16 = 7071;

/// Where to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) address: SocketAddr,
    /// Whether Azure's host started us.
    pub(super) is_azure: bool,
}

/// Whether Azure's host started us: it says at which port it will ask.
pub(super) fn is_under_azure() -> bool {
    azure_port().is_some()
}

fn azure_port() -> Option<OsString> {
    std::env::var_os(FUNCTIONS_CUSTOMHANDLER_PORT).filter(|port| !port.is_empty())
}

impl Place {
    /// What was typed, else what Azure's host wants, else port 7071 of this machine alone.
    pub(super) fn decide(typed: Option<&str>) -> Result<Self, Error> {
        let azure = match azure_port() {
            None => None,
            Some(port) => {
                let port = port.to_str().and_then(|port| port.parse::<u16>().ok());
                let error =
                    || Error::usage(format!("the value of {FUNCTIONS_CUSTOMHANDLER_PORT} is not a port"));
                Some(port.ok_or_else(error)?)
            }
        };
        let address = match typed {
            Some(text) => parse_address(text)?,
            None => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), azure.unwrap_or(DEFAULT_PORT)),
        };
        Ok(Self { address, is_azure: azure.is_some() })
    }

    /// A server that other machines reach gives tokens to all of them, unless something keeps them out.
    pub(super) fn refuse_open_doors(&self, has_token: bool, allows_anonymous: bool) -> Result<(), Error> {
        if self.address.ip().is_loopback() || has_token || allows_anonymous {
            return Ok(());
        }
        Err(Error::usage(format!(
            "whoever reaches {} could have tokens for any room: give --token-file FILE, or --allow-anonymous",
            self.address
        ))
        .hint("--token-file FILE asks clients for a bearer token")
        .hint("--allow-anonymous, if a proxy or a firewall in front decides who may ask")
        .hint("--listen 127.0.0.1:7071 is reached from this machine alone"))
    }
}

/// `127.0.0.1:7071`, `[::1]:7071`, `localhost:7071`, `HOST:7071`, or a port alone. A host's name stands for its first
/// address; `localhost` for the one that every machine has.
fn parse_address(text: &str) -> Result<SocketAddr, Error> {
    let local = |port: &str| Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port.parse().ok()?));
    let known = text.parse().ok().or_else(|| local(text.strip_prefix("localhost:").unwrap_or(text)));
    if let Some(address) = known {
        return Ok(address);
    }
    let usage = |error: &dyn std::fmt::Display| {
        Error::usage(format!("--listen {text:?} is not an address to listen at{error}"))
            .hint("give an address and a port: 127.0.0.1:7071, [::1]:7071, 0.0.0.0:8080; or a port alone")
    };
    let is_host_and_port =
        text.split_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if !is_host_and_port {
        return Err(usage(&""));
    }
    let mut addresses = text.to_socket_addrs().map_err(|error| usage(&format_args!(": {error}")))?;
    addresses.next().ok_or_else(|| usage(&": the host has no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        for (text, address) in [
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("[::1]:7071", "[::1]:7071"),
            ("localhost:0", "127.0.0.1:0"),
            ("8080", "127.0.0.1:8080"),
            ("0.0.0.0:8080", "0.0.0.0:8080"),
        ] {
            assert_eq!(parse_address(text).unwrap().to_string(), address);
        }
        // Names under `invalid` never resolve (RFC 6761 section 6.4).
        for text in [
            "",
            "127.0.0.1",
            "localhost",
            ":7071",
            "host.invalid:80",
            "65536",
            "http://127.0.0.1:80",
            "::1:80",
        ] {
            assert!(parse_address(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_name_stands_for_its_address() {
        // Every machine resolves it (RFC 6761 section 6.3), but not without a look.
        let address = parse_address("LOCALHOST:80").unwrap();
        assert!(address.ip().is_loopback() && address.port() == 80, "{address}");
    }

    #[test]
    fn only_this_machine_needs_no_lock() {
        let refused = |address: &str, has_token, anonymous| {
            let place = Place { address: address.parse().unwrap(), is_azure: false };
            place.refuse_open_doors(has_token, anonymous).is_err()
        };
        for address in ["127.0.0.1:1", "127.8.0.1:1", "[::1]:1"] {
            assert!(!refused(address, false, false), "{address}");
        }
        for address in ["0.0.0.0:1", "[::]:1", "192.0.2.1:1", "[::ffff:192.0.2.1]:1"] {
            assert!(refused(address, false, false), "{address}");
            assert!(!refused(address, true, false) && !refused(address, false, true), "{address}");
        }
    }
}
