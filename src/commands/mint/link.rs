//! A link to LiveKit's meet page with a token in it, and its picture for a phone.

#[cfg(feature = "interactive")]
use std::fmt::Write as _;
use std::net::IpAddr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
#[cfg(feature = "interactive")]
use qrcode::render::unicode::Dense1x2;
#[cfg(feature = "interactive")]
use qrcode::{EcLevel, QrCode};

#[cfg(feature = "interactive")]
use crate::error::Error;
#[cfg(feature = "interactive")]
use crate::output::{PICTURE, Printer};

/// The page's address for `url`, the server's, and `token`, with the parameters in the order of LiveKit's own CLI.
pub(super) fn to_meet(url: &str, token: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let url = utf8_percent_encode(url, RESERVED);
    format!("https://meet.livekit.io/custom?liveKitUrl={url}&token={token}")
}

/// Why a page with a link to the server at `url` will not reach it, where that can be told: on `another_device`, or from
/// any page that was itself loaded over TLS, as this one is.
pub(super) fn doubt(url: &str, another_device: bool) -> Option<&'static str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host =
        if let Some(v6) = host.strip_prefix('[') { v6.split(']').next()? } else { host.split(':').next()? };
    let is_loopback = host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if is_loopback && another_device {
        Some(
            "the server's URL names this very machine, which a phone will look for in itself: give another with --url",
        )
    } else if !is_loopback && ["ws", "http"].contains(&scheme.to_ascii_lowercase().as_str()) {
        Some(
            "browsers do not let a page that came over TLS connect to a URL without it: give a wss:// one with --url",
        )
    } else {
        None
    }
}

/// Draws `link` as a QR code: light on dark, two rows a line. Where styles are left out it needs a dark terminal.
#[cfg(feature = "interactive")]
pub(super) fn draw(link: &str, printer: &Printer) -> Result<(), Error> {
    // A screen is not scratched or stained, and the lowest level makes the coarsest picture.
    let code = QrCode::with_error_correction_level(link, EcLevel::L).map_err(|_| {
        Error::usage("the link is too long for a QR code, which holds 2953 bytes")
            .hint("leave out metadata and attributes, or print the link with `-o url`")
    })?;
    // The crate's names are those for a light terminal: its "dark" is what the terminal writes in.
    let picture = code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
    let width = picture.lines().next().map_or(0, |line| line.chars().count());
    if let Some(columns) = printer.stdout_columns().filter(|columns| *columns < width) {
        printer.warn(&format!("the code is {width} columns wide, and the terminal has {columns}"));
    }
    let mut lines = String::new();
    for line in picture.lines() {
        let _ = writeln!(lines, "{PICTURE}{line}{PICTURE:#}");
    }
    printer.text(&lines)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_page_cannot_reach_is_told() {
        for (url, here, elsewhere) in [
            ("ws://localhost:7880", false, true),
            ("ws://127.0.0.1:7880/base", false, true),
            ("http://[::1]:7880", false, true),
            ("ws://192.168.1.10:7880", true, true),
            ("wss://example.livekit.cloud", false, false),
        ] {
            let doubts = (super::doubt(url, false).is_some(), super::doubt(url, true).is_some());
            assert_eq!(doubts, (here, elsewhere), "{url}");
        }
    }

    #[test]
    fn the_link_is_the_one_of_livekit_s_cli() {
        assert_eq!(
            super::to_meet("ws://localhost:7880", "a.b.c"),
            "https://meet.livekit.io/custom?liveKitUrl=ws%3A%2F%2Flocalhost%3A7880&token=a.b.c"
        );
    }
}
