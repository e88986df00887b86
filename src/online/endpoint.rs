//! Where a server is asked: its URL and a door become the URL of a request.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ureq::http::Uri;

use crate::token::validate::Door;

/// The URL of a request: `http` or `https`, a host, a path, and no name, password, query or fragment.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Endpoint {
    url: String,
    /// With the port, as it stands in the URL.
    host: String,
    is_local: bool,
}

/// Why nobody can be asked. Does not repeat the URL: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum EndpointError {
    #[error(
        "is not a server's URL: it must begin with wss://, ws://, https:// or http://, then a host and perhaps a port"
    )]
    NoUrl,
    #[error("has a user name in it, which a LiveKit server does not take")]
    UserInfo,
    #[error("has a query or a fragment, which no server's URL has: end it before `?` and `#`")]
    Query,
    #[error("cannot be asked at this door, which would act rather than judge")]
    Door,
}

impl Endpoint {
    /// As LiveKit's clients do it (`api/utils.ts`): `ws` becomes `http`, a base path stays, and the door's own path
    /// follows.
    pub(crate) fn new(server: &str, door: Door) -> Result<Self, EndpointError> {
        let path = match door {
            Door::Join => "/rtc/validate",
            Door::Any => "/",
            _ => return Err(EndpointError::Door),
        };
        if server.contains(['?', '#']) {
            return Err(EndpointError::Query);
        }
        let (scheme, rest) = server.split_once("://").ok_or(EndpointError::NoUrl)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "ws" | "http" => "http",
            "wss" | "https" => "https",
            _ => return Err(EndpointError::NoUrl),
        };
        let url = format!("{scheme}://{}{path}", rest.trim_end_matches('/'));
        let uri: Uri = url.parse().map_err(|_| EndpointError::NoUrl)?;
        let authority = uri.authority().ok_or(EndpointError::NoUrl)?;
        if authority.as_str().contains('@') {
            return Err(EndpointError::UserInfo);
        }
        let has_bad_port = authority.as_str() != authority.host() && authority.port_u16().is_none();
        if authority.host().is_empty() || has_bad_port {
            return Err(EndpointError::NoUrl);
        }
        let name = authority.host().trim_start_matches('[').trim_end_matches(']');
        let is_local =
            name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let host = authority.as_str().to_owned();
        Ok(Self { url, host, is_local })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The host, with the port where one is given.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is this machine.
    pub(crate) fn is_local(&self) -> bool {
        self.is_local
    }

    /// Whether others on the way can read what is sent.
    pub(crate) fn is_open_to_others(&self) -> bool {
        !self.is_local && self.url.starts_with("http:")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(server: &str, door: Door) -> Result<String, EndpointError> {
        Endpoint::new(server, door).map(|endpoint| endpoint.url)
    }

    #[test]
    fn a_server_s_url_becomes_a_request_s() {
        for (server, join, any) in [
            ("ws://localhost:7880", "http://localhost:7880/rtc/validate", "http://localhost:7880/"),
            ("wss://x.livekit.cloud", "https://x.livekit.cloud/rtc/validate", "https://x.livekit.cloud/"),
            ("WSS://h/", "https://h/rtc/validate", "https://h/"),
            ("https://h/base/path/", "https://h/base/path/rtc/validate", "https://h/base/path/"),
            ("http://[::1]:7880/base", "http://[::1]:7880/base/rtc/validate", "http://[::1]:7880/base/"),
        ] {
            assert_eq!(url(server, Door::Join).as_deref(), Ok(join));
            assert_eq!(url(server, Door::Any).as_deref(), Ok(any));
        }
    }

    #[test]
    fn what_is_no_server_s_url_is_told_and_not_repeated() {
        for (server, error) in [
            ("localhost:7880", EndpointError::NoUrl),
            ("ftp://h", EndpointError::NoUrl),
            ("ws://", EndpointError::NoUrl),
            ("ws:///path", EndpointError::NoUrl),
            ("ws://:7880", EndpointError::NoUrl),
            ("ws://h:port", EndpointError::NoUrl),
            ("ws://h:65536", EndpointError::NoUrl),
            ("ws://a b", EndpointError::NoUrl),
            ("ws://alice:canary@h", EndpointError::UserInfo),
            ("ws://h/?access_token=canary", EndpointError::Query),
            ("ws://h/#canary", EndpointError::Query),
        ] {
            assert_eq!(Endpoint::new(server, Door::Join), Err(error), "{server}");
            assert!(!error.to_string().contains("canary"));
        }
        assert_eq!(Endpoint::new("ws://h", Door::Create), Err(EndpointError::Door));
    }

    #[test]
    fn this_machine_is_known_and_so_is_an_open_line() {
        for (server, is_local, is_open) in [
            ("ws://localhost:7880", true, false),
            ("ws://127.0.0.1", true, false),
            ("ws://[::1]:1", true, false),
            ("ws://127.0.0.1.example", false, true),
            ("wss://h", false, false),
            ("http://192.168.0.1", false, true),
        ] {
            let endpoint = Endpoint::new(server, Door::Any).unwrap();
            assert_eq!((endpoint.is_local(), endpoint.is_open_to_others()), (is_local, is_open), "{server}");
        }
    }
}
