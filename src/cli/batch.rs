//! Many at once: a token or a request a line, or a series.

use std::path::PathBuf;

use clap::{ArgMatches, Args, FromArgMatches};

/// Lines in, lines out.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Many at once")]
pub struct LinesArgs {
    /// Work on each line of a file, or of standard input for `-`
    #[arg(long, value_name = "FILE", group = "many", hide_short_help = true, hide_long_help = true)]
    pub batch: Option<PathBuf>,
    /// How many work at it; one up to 10000 lines, then as many as there are processors
    #[arg(
        long,
        value_name = "N",
        requires = "many",
        value_parser = clap::value_parser!(u16).range(1..=256),
        hide_short_help = true,
        hide_long_help = true
    )]
    pub jobs: Option<u16>,
    /// Write to this file, whole or not at all
    #[arg(long, value_name = "FILE", requires = "many", hide_short_help = true, hide_long_help = true)]
    pub out: Option<PathBuf>,
    /// Stop at the first line that is wrong
    #[arg(long, requires = "many", hide_short_help = true, hide_long_help = true)]
    pub fail_fast: bool,
}

/// Many tokens.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Many at once")]
pub struct BatchArgs {
    /// A request a line.
    #[command(flatten)]
    pub lines: LinesArgs,
    /// Make this many; --identity, --room and --name are templates: {n:05}, {n%20}, {rand}, {uuid}, {time}
    #[arg(
        long,
        value_name = "N",
        group = "many",
        value_parser = clap::value_parser!(u64).range(1..),
        hide_short_help = true,
        hide_long_help = true
    )]
    pub count: Option<u64>,
    /// Sign each at its own time, not all at that of the start
    #[arg(long, requires = "many", conflicts_with = "at", hide_short_help = true, hide_long_help = true)]
    pub at_each: bool,
    /// Let --count give an identity twice in a room
    #[arg(long, requires = "count", conflicts_with = "batch", hide_short_help = true, hide_long_help = true)]
    pub allow_duplicates: bool,
}

impl BatchArgs {
    /// Whether the command that was read had these arguments. A flag has a value whenever it can be given at all; of an
    /// argument that it does not have, clap tells in debug builds only.
    pub(super) fn are_in(matches: &ArgMatches) -> bool {
        matches.ids().any(|id| id == "fail_fast")
    }

    /// These arguments, where the command has them.
    pub(super) fn of(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        if Self::are_in(matches) { Self::from_arg_matches_mut(matches) } else { Ok(Self::default()) }
    }
}
