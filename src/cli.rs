//! What can be typed. Only clap lives here: what the arguments mean is decided in `commands`.
//!
//! House rules: every argument has a one-line help that says what it is for; values that people name are `VALUE`s in
//! capitals; whatever a request's rules judge is taken as text, so that all broken rules are told at once; every command
//! ends in examples.

mod batch;
mod command;
mod credentials;
mod mint;
mod profile;
mod roles;
#[cfg(feature = "serve")]
mod serve;
mod values;

use clap::{Args, CommandFactory, Parser, ValueEnum};

pub use batch::{BatchArgs, LinesArgs};
pub use command::Command;
pub use credentials::CredentialArgs;
pub use mint::{GrantArgs, GrantFlags, MintArgs};
#[cfg(feature = "interactive")]
pub use profile::{AddArgs, ImportArgs};
pub use profile::{ProfileCommand, StoreArgs};
pub use roles::RolesArgs;
#[cfg(feature = "serve")]
pub use serve::{AllowedClaim, LogFormat, ServeArgs};
pub use values::{GithubName, MintOutput};

use crate::token::rules::Rules;
use crate::token::time::UnixTime;
use crate::token::validate::{Ability, Door};

/// The arguments of one call.
#[derive(Debug, Parser)]
#[command(
    name = "lktoken",
    version,
    about = "Mint, inspect and validate LiveKit access tokens",
    after_help = TOP_EXAMPLES,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

const TOP_EXAMPLES: &str = "\
Examples:
  lktoken mint --dev --room demo --identity alice      a token for `livekit-server --dev`
  lktoken mint --dev -r demo -i alice -o token | lktoken validate --dev
  lktoken inspect < token.txt                          what a token says
  lktoken serve --dev                                  the same over HTTP: POST /api/token
  lktoken profile add                                  keep a key and its secret for next time

Exit codes: 0 done, or yes; 1 no: not valid; 2 wrong command line or request; 3 credentials missing
or unusable; 4 signing failed; 5 anything else.";

/// How the program talks to people; the same for every command, before its name or behind it. Not clap's global
/// arguments: those are copied to every command, typed or not.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = "Messages")]
pub struct TalkArgs {
    /// Colour on a terminal: auto, always, never
    #[arg(long, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<ColorWhen>,
    /// How errors are written: auto, text, json
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub error_format: Option<ErrorFormat>,
    /// No notes and no warnings
    #[arg(long, short)]
    pub quiet: bool,
}

impl TalkArgs {
    /// These arguments, and where they leave something open, `earlier`.
    #[must_use]
    pub fn or(self, earlier: Self) -> Self {
        let Self { color, error_format, quiet } = self;
        Self {
            color: color.or(earlier.color),
            error_format: error_format.or(earlier.error_format),
            quiet: quiet || earlier.quiet,
        }
    }
}

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How errors are written to standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ErrorFormat {
    /// Text on a terminal, JSON elsewhere
    #[default]
    Auto,
    /// A sentence with hints
    Text,
    /// One line: the contract's error response
    Json,
}

const INSPECT_EXAMPLES: &str = "\
The signature is checked when the key that the token names is at hand (flags, environment or
profile). Otherwise it is `not checked`, and nothing in the output is to be trusted. Other users of
the machine can see arguments: prefer standard input for tokens that matter.
Many: --batch FILE (or `-`) takes a token a line; --jobs N --out FILE --fail-fast.

Examples:
  lktoken mint --dev -r demo -i alice | lktoken inspect
  lktoken inspect --dev --explain < token.txt
  lktoken inspect -o claims < token.txt | jq .video
  lktoken inspect --batch tokens.txt -o claims | jq -r .sub";

/// For commands whose `--help` is what their `-h` is.
#[derive(Debug, Args)]
#[group(skip)]
pub struct HelpArgs {
    /// Print help
    // As clap's own, which would promise more for `--help` than for `-h`, and take twice the lines.
    #[arg(long, short, action = clap::ArgAction::HelpShort)]
    pub help: Option<bool>,
}

/// Show what a token says, trusting nothing
#[derive(Debug, Args)]
#[command(after_help = INSPECT_EXAMPLES, disable_help_flag = true)]
pub struct InspectArgs {
    /// What to inspect.
    #[command(flatten)]
    pub input: InputArgs,
    /// What to print: text (on a terminal), json (elsewhere), claims (the payload alone)
    #[arg(long, short, value_name = "FORMAT", hide_possible_values = true)]
    pub output: Option<InspectOutput>,
    /// Say in a paragraph what it means: who, which room, what for, until when, what would stop it
    #[arg(long, conflicts_with = "output")]
    pub explain: bool,
    /// Tell times as if it were this time: RFC 3339 or Unix seconds
    #[arg(long, value_name = "TIME", value_parser = UnixTime::parse, allow_negative_numbers = true)]
    pub at: Option<UnixTime>,
    /// How to ask for help.
    #[command(flatten)]
    pub help: HelpArgs,
    /// A token a line.
    #[command(flatten)]
    pub lines: LinesArgs,
    /// Which key checks the signature.
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// A token, or whatever holds one.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// A token, or what holds one (JSON, a link, @FILE); standard input if it is `-` or not given
    #[arg(value_name = "TOKEN")]
    pub input: Option<String>,
}

/// What `inspect` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectOutput {
    /// signature, key, header, claims, times and permissions as JSON
    Json,
    /// The same for people
    Text,
    /// The payload alone, as JSON
    Claims,
}

/// The example of a flag that is there only with the feature `online`.
#[cfg(feature = "online")]
macro_rules! online_example {
    () => {
        "\n  lktoken validate --online --profile prod < token.txt"
    };
}
#[cfg(not(feature = "online"))]
macro_rules! online_example {
    () => {
        ""
    };
}

const VALIDATE_EXAMPLES: &str = concat!(
    "\
A token is judged as a LiveKit server (1.13.6 or newer) with this one key would.
JSON without a token in it is a request, checked by its rules; it needs no key.
Many: --batch FILE (or `-`), one a line; --jobs N --out FILE --fail-fast.
Doors:
  join    joining a room (/rtc/validate)  create   creating rooms
  whip    publishing over WHIP            record   recording (egress)
  any     form, signature, times only     ingress  managing ingress
  admin   moderating a room               sip      SIP trunks and rules
  list    listing rooms                   sip-call placing SIP calls
  agent   an agent worker
With --can: any of these but `any` and `whip`; publish, publish:SOURCE,
subscribe, data, update-metadata, subscribe-metrics, manage-agent-session,
hidden, recorder.
Exit codes: 0 valid; 1 not valid, or not allowed; 2 nothing to judge; 3 no key.
Examples:
  lktoken mint --dev -r demo -i alice -o token | lktoken validate --dev
  lktoken validate --dev --can publish:camera @token.txt   let in, but not seen?",
    online_example!()
);

/// Tell whether a LiveKit server would let a token in, and if not, why; or check a request
#[derive(Debug, Args)]
#[command(after_help = VALIDATE_EXAMPLES, disable_help_flag = true)]
pub struct ValidateArgs {
    /// What to judge.
    #[command(flatten)]
    pub input: InputArgs,
    /// The door it is shown at, of those below; join if absent
    #[arg(long = "for", value_name = "DOOR", value_parser = values::door_parser(), hide_possible_values = true)]
    pub door: Option<Door>,
    /// What it must also allow, such as publish:camera,data
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        value_parser = values::ability_parser(),
        hide_possible_values = true
    )]
    pub can: Vec<Ability>,
    /// The room it must be for; at `admin`, the one to moderate
    #[arg(long, short, value_name = "NAME")]
    pub room: Option<String>,
    /// Who it must be for
    #[arg(long, short, value_name = "ID")]
    pub identity: Option<String>,
    /// What to print: text (on a terminal), json (elsewhere)
    #[arg(long, short, value_name = "FORMAT", hide_possible_values = true)]
    pub output: Option<ValidateOutput>,
    /// Judge as if it were this time: RFC 3339 or Unix seconds
    #[arg(long, value_name = "TIME", value_parser = UnixTime::parse, allow_negative_numbers = true)]
    pub at: Option<UnixTime>,
    /// Refuse what the RFCs forbid, and servers let through
    #[arg(long)]
    pub strict: bool,
    /// Exit with 1 when there is any warning
    #[arg(long)]
    pub deny_warnings: bool,
    /// The rules for a request: contract (by default), livekit
    #[arg(long, value_name = "RULES", value_parser = values::rules_parser(), hide_possible_values = true)]
    pub rules: Option<Rules>,
    /// Ask the server too: this one, or the one beside the key
    #[cfg(feature = "online")]
    #[arg(long, value_name = "URL", num_args = 0..=1, require_equals = true, conflicts_with = "at")]
    #[allow(clippy::option_option)] // Not given, given alone, given with a URL.
    pub online: Option<Option<String>>,
    /// How to ask for help.
    #[command(flatten)]
    pub help: HelpArgs,
    /// A token or a request a line.
    #[command(flatten)]
    pub lines: LinesArgs,
    /// Which key the server knows.
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// What `validate` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ValidateOutput {
    /// The verdict as JSON
    Json,
    /// The verdict for people
    Text,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  lktoken completions bash > ~/.local/share/bash-completion/completions/lktoken
  lktoken completions zsh > \"${fpath[1]}/_lktoken\"
  lktoken completions fish > ~/.config/fish/completions/lktoken.fish
  lktoken completions powershell >> $PROFILE";

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, powershell or elvish
    #[arg(hide_possible_values = true)]
    pub shell: Shell,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// The shells there are completions for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    Powershell,
    /// Elvish
    Elvish,
}

const MAN_EXAMPLES: &str = "\
Examples:
  lktoken man | man -l -
  lktoken man mint > lktoken-mint.1";

/// Print a manual page
#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct ManArgs {
    /// The command, such as `mint` or `profile add`; the program itself by default
    #[arg(value_name = "COMMAND", num_args = 0..=2)]
    pub command: Vec<String>,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// The command line without what few calls have. Whatever it understands, the whole one understands alike; for the rest,
/// errors and help among it, ask [`command`].
#[must_use]
pub fn everyday_command() -> clap::Command {
    command().mut_subcommand("mint", |_| clap::Command::new("mint").defer(MintArgs::augment_args))
}

/// The whole command line, for completions and manual pages.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_and_short_help_that_fits_a_screen() {
        fn check(command: &mut clap::Command, path: &str) {
            let help = command.render_help().to_string();
            assert!(help.lines().count() <= 60, "{path}: {} lines", help.lines().count());
            assert!(help.contains("Examples:"), "{path} has no examples");
            for sub in command.get_subcommands_mut() {
                let path = format!("{path} {}", sub.get_name());
                check(sub, &path);
            }
        }
        let mut command = super::command();
        command.build();
        check(&mut command, "lktoken");
    }
}
