//! What was meant by a flag, a command or a value that there is not.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::token::spelling::{is_same, meant};

/// Flags that people know from elsewhere, LiveKit's own `lk` and its grants among it, and what is given here instead, where
/// the command takes that. A text, for a table of texts would cost every start.
const FLAGS: &str = "\
# Who joins, where, and until when.
room-name --room
participant --identity
participant-identity --identity
user --identity
user-id --identity
sub --identity
participant-name --name
display-name --name
valid-for --expires-in
ttl --expires-in
expiration --expires-in
expiration-seconds --expires-in
expiry --expires-in
lifetime --expires-in
duration --expires-in
# Grants and claims.
room-join --join
room-admin --admin
room-create --create
room-list --list
room-record --record
egress --record
ingress-admin --ingress
can-publish-sources --source
allow-source --source
can-update-metadata --can-update-own-metadata
allow-update-metadata --can-update-own-metadata
can-subscribe-metrics --grant canSubscribeMetrics=true
can-manage-agent-session --grant canManageAgentSession=true
participant-metadata --metadata
participant-attributes --attributes
attribute-file --attributes @FILE
agent-name --agent
job-metadata --agent-metadata
deployment --agent-deployment
publish --can-publish
publish-data --can-publish-data
subscribe --can-subscribe
update-metadata --can-update-own-metadata
# What is printed.
token --output token
token-only --output token
json --output json
csv --output csv
qr --output qr
qr-code --output qr
format --output
# The key and the server.
key --api-key
livekit-api-key --api-key
livekit-api-secret --api-secret
secret-file --api-secret-file
project --profile
livekit-url --url
server-url --url
ws-url --url
# Of other commands than `mint`.
door --for
claims --output claims
port --listen
bind --listen
addr --listen
address --listen
origin --allow-origin
cors-origin --allow-origin
bearer-token-file --token-file";

/// Commands that people know from elsewhere, and ours.
const COMMANDS: &str = "\
create mint
create-token mint
token mint
generate mint
new mint
issue mint
sign mint
encode mint
decode inspect
parse inspect
show inspect
explain inspect
verify validate
check validate
project profile
create add
new add
delete remove
rm remove
ls list
set-default use";

/// The lines of a table: the word from elsewhere, and ours.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

/// What clap found no such thing for, in this command; `None` where nothing is near enough to be sure.
pub(super) fn meant_by(error: &clap::Error, command: &clap::Command) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::UnknownArgument => flag(text(ContextKind::InvalidArg)?, command),
        ErrorKind::InvalidSubcommand => subcommand(text(ContextKind::InvalidSubcommand)?, command),
        ErrorKind::InvalidValue => {
            let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue) else { return None };
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            meant(text(ContextKind::InvalidValue)?, &values).map(str::to_owned)
        }
        _ => None,
    }
}

fn flag(typed: &str, command: &clap::Command) -> Option<String> {
    let name = typed.strip_prefix("--")?;
    let ours = rows(FLAGS).find(|(known, ours)| is_same(known, name) && takes(command, ours));
    if let Some((_, ours)) = ours {
        return Some(ours.to_owned());
    }
    let longs: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
    meant(name, &longs).map(|long| format!("--{long}"))
}

/// Whether the command has this flag, and where a value stands behind it, the flag takes that.
fn takes(command: &clap::Command, flag: &str) -> bool {
    let (name, value) = flag.split_once(' ').map_or((flag, None), |(name, value)| (name, Some(value)));
    let argument = command.get_arguments().find(|known| known.get_long() == name.strip_prefix("--"));
    argument.is_some_and(|argument| {
        let values = argument.get_possible_values();
        value.is_none_or(|value| values.is_empty() || values.iter().any(|known| known.get_name() == value))
    })
}

fn subcommand(typed: &str, command: &clap::Command) -> Option<String> {
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let ours = rows(COMMANDS).find(|(known, ours)| is_same(known, typed) && names.contains(ours));
    ours.map(|(_, ours)| ours).or_else(|| meant(typed, &names)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands() -> Vec<clap::Command> {
        let mut root = crate::cli::command();
        root.build();
        let mut commands = vec![root];
        let mut at = 0;
        while let Some(command) = commands.get(at) {
            let more: Vec<_> = command.get_subcommands().cloned().collect();
            commands.extend(more);
            at += 1;
        }
        commands
    }

    #[test]
    #[cfg(all(feature = "interactive", feature = "serve"))] // Only the whole tool has every flag.
    fn every_flag_and_command_of_the_tables_is_one_and_what_stands_for_it_is_none() {
        let commands = commands();
        for (known, ours) in rows(FLAGS) {
            let that_take_it: Vec<_> = commands.iter().filter(|command| takes(command, ours)).collect();
            assert!(!that_take_it.is_empty(), "--{known}: {ours}");
            for command in that_take_it {
                let name = command.get_name();
                assert!(!takes(command, &format!("--{known}")), "{name} has --{known}");
            }
        }
        for (known, ours) in rows(COMMANDS) {
            let has = |command: &&clap::Command, name: &str| command.find_subcommand(name).is_some();
            let that_have_it: Vec<_> = commands.iter().filter(|command| has(command, ours)).collect();
            assert!(!that_have_it.is_empty(), "{known}: {ours}");
            for command in that_have_it {
                assert!(!has(&command, known), "{} has {known}", command.get_name());
            }
        }
    }
}
