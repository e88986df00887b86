//! A link to LiveKit's meet page with a token in it, and its picture for a phone.

use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::error::Error;
use crate::output::{PICTURE, Printer};

/// The page's address for `url`, the server's, and `token`, with the parameters in the order of LiveKit's own CLI.
pub(super) fn to_meet(url: &str, token: &str) -> String {
    let url = utf8_percent_encode(url, NON_ALPHANUMERIC);
    format!("https://meet.livekit.io/custom?liveKitUrl={url}&token={token}")
}

/// Draws `link` as a QR code: light on dark, two rows a line. Where styles are left out it needs a dark terminal.
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
    fn the_link_is_the_one_of_livekit_s_cli() {
        assert_eq!(
            super::to_meet("ws://localhost:7880", "a.b.c"),
            "https://meet.livekit.io/custom?liveKitUrl=ws%3A%2F%2Flocalhost%3A7880&token=a.b.c"
        );
    }
}
