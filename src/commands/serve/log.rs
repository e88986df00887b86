//! The log: one line an event, for people or for machines.

use std::io::IsTerminal as _;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use crate::cli::LogFormat;
use crate::output::Printer;

/// How to log.
pub(super) struct Log {
    pub(super) format: LogFormat,
    /// Errors alone.
    pub(super) quiet: bool,
    /// Azure's host takes every line on standard error for an error.
    pub(super) on_stdout: bool,
}

impl Log {
    /// Starts it, for the life of the process.
    pub(super) fn start(self, printer: &Printer) {
        let Self { format, quiet, on_stdout } = self;
        let is_terminal =
            if on_stdout { std::io::stdout().is_terminal() } else { printer.stderr_is_terminal };
        let json = match format {
            LogFormat::Auto => !is_terminal,
            LogFormat::Text => false,
            LogFormat::Json => true,
        };
        let writer =
            if on_stdout { BoxMakeWriter::new(std::io::stdout) } else { BoxMakeWriter::new(std::io::stderr) };
        let log = tracing_subscriber::fmt()
            .with_max_level(if quiet { LevelFilter::ERROR } else { LevelFilter::INFO })
            .with_target(false)
            .with_ansi(is_terminal && printer.colors_stderr())
            .log_internal_errors(false)
            .with_writer(writer);
        // There is one log, and it is started once; if it were not, the first would go on.
        if json {
            let _ = tracing::subscriber::set_global_default(
                log.json().flatten_event(true).with_current_span(false).with_span_list(false).finish(),
            );
        } else {
            let _ = tracing::subscriber::set_global_default(log.finish());
        }
    }
}
