//! `lktoken mint`: the request, and the grants and claims beyond it.
//!
//! A line of help for each grant would fill two screens. They are listed in groups behind the options instead, and have
//! their lines in the manual page and the completions.

use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, StringValueParser};
use clap::{Arg, ArgMatches, Args, FromArgMatches};

use super::batch::BatchArgs;
use super::credentials::CredentialArgs;
use super::values::{Element, MintOutputParser, kind_parser, rules_parser};
use super::{HelpArgs, MintOutput, TalkArgs};
use crate::token::grants::{SWITCHES, Switch};
use crate::token::rules::Rules;
use crate::token::time::UnixTime;

const MORE: &str = "\
Grants, each with =false too; by default to join, publish and subscribe:
  participant  --can-publish --can-subscribe --can-publish-data --hidden
               --source camera,microphone,screen_share,screen_share_audio
               --can-update-own-metadata --recorder
  room         --join --admin
  server       --create --list --record --ingress --sip-admin --sip-call
               --inference --worker
  any          --grant KEY=VALUE or JSON, such as canSubscribeMetrics=true
Claims; TEXT and JSON may be @FILE, or `-` for standard input:
  participant  --metadata TEXT --attribute KEY=VALUE --attributes JSON
               --kind KIND
  new room     --agent NAME --agent-metadata TEXT --agent-deployment NAME
               --room-config JSON --room-preset NAME
Many at once, by --jobs N into --out FILE (--fail-fast, --at-each):
  requests     --batch FILE (or `-`), a request a line
  a series     --count N with {n:05} {n%20} {rand} {uuid} {time} in names;
               --allow-duplicates
Examples:
  lktoken mint --dev --room demo --identity alice
  lktoken mint --profile prod --list            joins no room, and needs none
  lktoken mint --dev --count 100 -r 'room-{n%20}' -i 'load-{n:05}' -o csv";

/// Make a token
#[derive(Debug, Args)]
#[command(after_help = MORE, disable_help_flag = true)]
pub struct MintArgs {
    /// Room to join or to moderate
    #[arg(long, short, value_name = "NAME")]
    pub room: Option<String>,
    /// Who joins
    #[arg(long, short, value_name = "ID")]
    pub identity: Option<String>,
    /// Display name; the identity by default
    #[arg(long, short, value_name = "NAME")]
    pub name: Option<String>,
    /// Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default
    #[arg(long, short, value_name = "TIME", allow_negative_numbers = true)]
    pub expires_in: Option<String>,
    /// A named set of grants; `lktoken roles` lists them
    #[arg(long, value_name = "NAME")]
    pub role: Option<String>,
    /// A JSON request in a file, or `-`; flags win over it
    #[arg(long, value_name = "FILE")]
    pub request: Option<PathBuf>,
    /// Claims of another TOKEN, @FILE or `-`; flags win
    #[arg(long, value_name = "TOKEN", conflicts_with = "request")]
    pub from: Option<String>,
    /// contract, or livekit: any names, 1 s to 10 years
    #[arg(long, value_name = "RULES", value_parser = rules_parser(), hide_possible_values = true)]
    pub rules: Option<Rules>,
    #[cfg_attr(
        feature = "interactive",
        doc = "json (by default), token, env, connection, url, qr, csv, github[=NAME]"
    )]
    #[cfg_attr(
        not(feature = "interactive"),
        doc = "json (by default), token, env, connection, url, csv, github[=NAME]"
    )]
    #[arg(long, short, value_name = "FORMAT", value_parser = MintOutputParser, hide_possible_values = true)]
    pub output: Option<MintOutput>,
    /// Open LiveKit's meet page with the token, too
    #[cfg(feature = "interactive")]
    #[arg(long)]
    pub open: bool,
    /// Sign as if it were this time: RFC 3339, Unix seconds
    #[arg(long, value_name = "TIME", value_parser = UnixTime::parse, allow_negative_numbers = true)]
    pub at: Option<UnixTime>,
    /// Never ask, even on a terminal
    #[arg(long)]
    pub no_input: bool,
    /// How to ask for help.
    #[command(flatten)]
    pub help: HelpArgs,
    /// What the token grants and says beyond that. Put together apart: see `GrantArgs::augment`.
    #[arg(skip)]
    pub grants: GrantArgs,
    /// How many at once. Put together apart, too.
    #[arg(skip)]
    pub batch: BatchArgs,
    /// Which key signs.
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// Grants and claims beyond the contract's. Whatever may be long or hold JSON is a text, `@FILE`, or `-`.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Grants and claims")]
pub struct GrantArgs {
    /// The grants that are yes or no.
    #[command(flatten)]
    pub flags: GrantFlags,
    /// The only sources to publish: `camera`, `microphone`, `screen_share`, `screen_share_audio`
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        value_parser = Element(StringValueParser::new()),
        hide_short_help = true,
        hide_long_help = true
    )]
    pub source: Vec<String>,
    /// Any grant or claim: canSubscribeMetrics=true, sip.call=true, agentThread.list=true; or JSON
    #[arg(long, value_name = "KEY=VALUE|JSON", hide_short_help = true, hide_long_help = true)]
    pub grant: Vec<String>,
    /// The participant's metadata
    #[arg(long, value_name = "TEXT", hide_short_help = true, hide_long_help = true)]
    pub metadata: Option<String>,
    /// An attribute of the participant; split at the first `=`
    #[arg(long, value_name = "KEY=VALUE", hide_short_help = true, hide_long_help = true)]
    pub attribute: Vec<String>,
    /// The participant's attributes as a JSON object of strings
    #[arg(long, value_name = "JSON", hide_short_help = true, hide_long_help = true)]
    pub attributes: Option<String>,
    /// What kind of participant joins: standard, ingress, egress, sip, agent, connector, bridge
    #[arg(long, value_name = "KIND", value_parser = kind_parser(), hide_short_help = true, hide_long_help = true)]
    pub kind: Option<String>,
    /// The name of an agent to call when this join creates the room
    #[arg(
        long,
        value_name = "NAME",
        value_parser = NonEmptyStringValueParser::new(),
        hide_short_help = true,
        hide_long_help = true
    )]
    pub agent: Option<String>,
    /// What the agent is told
    #[arg(long, value_name = "TEXT", requires = "agent", hide_short_help = true, hide_long_help = true)]
    pub agent_metadata: Option<String>,
    /// The deployment of the agent that takes the job
    #[arg(long, value_name = "NAME", requires = "agent", hide_short_help = true, hide_long_help = true)]
    pub agent_deployment: Option<String>,
    /// Settings of the room, if this join creates it, as LiveKit's `RoomConfiguration`
    #[arg(long, value_name = "JSON", hide_short_help = true, hide_long_help = true)]
    pub room_config: Option<String>,
    /// A room configuration that the server has under this name
    #[arg(
        long,
        value_name = "NAME",
        value_parser = NonEmptyStringValueParser::new(),
        hide_short_help = true,
        hide_long_help = true
    )]
    pub room_preset: Option<String>,
}

impl GrantArgs {
    /// The command `mint` with these arguments too. They are as many as all others, and most calls have none of them: a
    /// quarter of the work of minting a token would go into putting them together.
    pub(super) fn augment(mint: clap::Command) -> clap::Command {
        // In this order, so that what is said of `mint` is what is said of all of it.
        let more = BatchArgs::augment_args(Self::augment_args(mint));
        MintArgs::augment_args(more.next_help_heading(None::<&str>))
    }

    /// These arguments, where the command has them.
    pub(super) fn of(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        if BatchArgs::are_in(matches) { Self::from_arg_matches_mut(matches) } else { Ok(Self::default()) }
    }
}

/// The grants that were given as yes or no.
#[derive(Clone, Debug, Default)]
pub struct GrantFlags(pub Vec<(&'static Switch, bool)>);

/// By hand, because each flag is a line of a table.
impl Args for GrantFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(SWITCHES.iter().map(|switch| {
            Arg::new(switch.name)
                .long(switch.name)
                .help(switch.purpose)
                .value_name("BOOL")
                .value_parser(clap::value_parser!(bool))
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("true")
                .hide_possible_values(true)
                .hide_short_help(true)
                .hide_long_help(true)
        }))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for GrantFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |switch: &'static Switch| Some((switch, *matches.get_one::<bool>(switch.name)?));
        Ok(Self(SWITCHES.iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_help_has_a_placeholder_that_clap_takes_for_the_end_of_a_line() {
        let command = GrantArgs::augment(clap::Command::new("mint"));
        assert!(!MORE.contains("{n}"));
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(!help.contains('\n') && !help.contains("{n}"), "{argument}: {help}");
        }
    }

    #[test]
    fn the_help_has_every_flag() {
        let mut command = GrantArgs::augment(clap::Command::new("mint"));
        let help = command.render_help().to_string();
        let command = BatchArgs::augment_args(GrantArgs::augment_args(clap::Command::new("mint")));
        for argument in command.get_arguments() {
            let flag = format!("--{}", argument.get_long().unwrap());
            assert!(help.contains(&flag), "{flag} is not in the help");
        }
    }
}
