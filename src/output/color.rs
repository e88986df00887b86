//! Colours: where they are wanted, and nowhere without the feature `interactive`.

use std::io;

#[cfg(feature = "interactive")]
use anstream::{AutoStream, ColorChoice};
use anstyle::Style;

/// The style, where there are any.
pub(super) const fn style(style: Style) -> Style {
    if cfg!(feature = "interactive") { style } else { Style::new() }
}

/// When colours are used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Colors {
    #[cfg(feature = "interactive")]
    choice: ColorChoice,
}

#[cfg(feature = "interactive")]
impl Colors {
    /// Always, never, or where the stream is a terminal that has them.
    pub(super) fn new(wanted: Option<bool>) -> Self {
        let choice = match wanted {
            None => ColorChoice::Auto,
            Some(true) => ColorChoice::Always,
            Some(false) => ColorChoice::Never,
        };
        Self { choice }
    }

    /// The stream without styles, where they are not wanted.
    pub(super) fn on_stdout(self) -> impl io::Write {
        AutoStream::new(io::stdout().lock(), self.choice)
    }

    /// As [`Colors::on_stdout`].
    pub(super) fn on_stderr(self) -> impl io::Write {
        AutoStream::new(io::stderr().lock(), self.choice)
    }

    /// Whether standard error has colours.
    pub(super) fn are_on_stderr(self) -> bool {
        let choice = match self.choice {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()),
            choice => choice,
        };
        choice != ColorChoice::Never
    }
}

#[cfg(not(feature = "interactive"))]
impl Colors {
    pub(super) fn new(_wanted: Option<bool>) -> Self {
        Self {}
    }

    #[allow(clippy::unused_self)] // With colours it is used.
    pub(super) fn on_stdout(self) -> impl io::Write {
        io::stdout().lock()
    }

    #[allow(clippy::unused_self)] // With colours it is used.
    pub(super) fn on_stderr(self) -> impl io::Write {
        io::stderr().lock()
    }
    #[cfg(feature = "serve")]
    #[allow(clippy::unused_self)] // With colours it is used.
    pub(super) fn are_on_stderr(self) -> bool {
        false
    }
}
