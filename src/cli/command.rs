//! The commands, and which of them was typed.

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, FromArgMatches, Subcommand};

#[cfg(feature = "serve")]
use super::ServeArgs;
use super::{
    BatchArgs, CompletionsArgs, GrantArgs, InspectArgs, ManArgs, MintArgs, ProfileCommand, RolesArgs,
    TalkArgs, ValidateArgs,
};

/// The commands.
#[derive(Debug)]
pub enum Command {
    /// `lktoken mint`
    Mint(Box<MintArgs>),
    /// `lktoken inspect`
    Inspect(InspectArgs),
    /// `lktoken validate`
    Validate(ValidateArgs),
    /// `lktoken serve`
    #[cfg(feature = "serve")]
    Serve(Box<ServeArgs>),
    /// `lktoken profile`
    Profile(ProfileCommand),
    /// `lktoken roles`
    Roles(RolesArgs),
    /// `lktoken completions`
    Completions(CompletionsArgs),
    /// `lktoken man`
    Man(ManArgs),
}

impl Command {
    /// How to talk, as it was typed behind the command's name.
    #[must_use]
    pub fn talk(&self) -> TalkArgs {
        match self {
            Self::Mint(args) => args.talk,
            Self::Inspect(args) => args.talk,
            Self::Validate(args) => args.talk,
            #[cfg(feature = "serve")]
            Self::Serve(args) => args.talk,
            Self::Profile(command) => command.store().talk,
            Self::Roles(args) => args.talk,
            Self::Completions(args) => args.talk,
            Self::Man(args) => args.talk,
        }
    }
}

/// By hand, for what a derive cannot do: only the command that was typed is put together in full. With all of them, a
/// third of the time that it takes to mint a token went into arguments that nobody had typed.
impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        let named = |name: &'static str, about: &'static str| clap::Command::new(name).about(about);
        command.subcommands([
            named("mint", "Make a token").defer(GrantArgs::augment),
            named("inspect", "Show what a token says, trusting nothing").defer(InspectArgs::augment_args),
            named(
                "validate",
                "Tell whether a LiveKit server would let a token in, and if not, why; or check a request",
            )
            .defer(ValidateArgs::augment_args),
            #[cfg(feature = "serve")]
            named("serve", "Answer requests for tokens over HTTP").defer(ServeArgs::augment_args),
            named("profile", "Keep keys and secrets under names")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .defer(ProfileCommand::augment_subcommands),
            named("roles", "List the roles, and what each expands to").defer(RolesArgs::augment_args),
            named("completions", "Print a completion script for a shell")
                .defer(CompletionsArgs::augment_args),
            named("man", "Print a manual page").defer(ManArgs::augment_args),
        ])
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        ["mint", "inspect", "validate", "profile", "roles", "completions", "man"].contains(&name)
            || (cfg!(feature = "serve") && name == "serve")
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        let Some((name, mut typed)) = matches.remove_subcommand() else {
            return Err(clap::Error::raw(ErrorKind::MissingSubcommand, "a command is missing"));
        };
        let typed = &mut typed;
        Ok(match name.as_str() {
            "mint" => {
                let mut args = MintArgs::from_arg_matches_mut(typed)?;
                args.grants = GrantArgs::of(typed)?;
                args.batch = BatchArgs::of(typed)?;
                Self::Mint(Box::new(args))
            }
            "inspect" => Self::Inspect(InspectArgs::from_arg_matches_mut(typed)?),
            "validate" => Self::Validate(ValidateArgs::from_arg_matches_mut(typed)?),
            #[cfg(feature = "serve")]
            "serve" => Self::Serve(Box::new(ServeArgs::from_arg_matches_mut(typed)?)),
            "profile" => Self::Profile(ProfileCommand::from_arg_matches_mut(typed)?),
            "roles" => Self::Roles(RolesArgs::from_arg_matches_mut(typed)?),
            "completions" => Self::Completions(CompletionsArgs::from_arg_matches_mut(typed)?),
            "man" => Self::Man(ManArgs::from_arg_matches_mut(typed)?),
            other => {
                return Err(clap::Error::raw(ErrorKind::InvalidSubcommand, format!("no command {other}")));
            }
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
