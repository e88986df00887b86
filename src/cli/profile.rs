//! `lktoken profile …`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TalkArgs;
#[cfg(feature = "interactive")]
use super::values::rules_parser;
#[cfg(feature = "interactive")]
use crate::token::rules::Rules;

/// Keep keys and secrets under names
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub enum ProfileCommand {
    /// List the profiles
    #[command(after_help = LIST_EXAMPLES)]
    List(StoreArgs),
    /// Show a profile, and where each of its values stands; a secret appears as its length only
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// The profile; the default one if none is named
        name: Option<String>,
        /// Where profiles are kept.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Add a profile; what is not given is asked for on a terminal
    #[command(after_help = ADD_EXAMPLES)]
    #[cfg(feature = "interactive")]
    Add(Box<AddArgs>),
    /// Remove a profile
    #[command(after_help = REMOVE_EXAMPLES)]
    #[cfg(feature = "interactive")]
    Remove {
        /// The profile
        name: String,
        /// Where profiles are kept.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Make a profile the default one
    #[command(after_help = USE_EXAMPLES)]
    #[cfg(feature = "interactive")]
    Use {
        /// The profile
        name: String,
        /// Where profiles are kept.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Print the path of the config file
    #[command(after_help = PATH_EXAMPLES)]
    Path(StoreArgs),
    /// Take over the projects of LiveKit's own CLI
    #[command(after_help = IMPORT_EXAMPLES)]
    #[cfg(feature = "interactive")]
    Import(ImportArgs),
}

impl ProfileCommand {
    /// What all of them take.
    pub(super) fn store(&self) -> &StoreArgs {
        match self {
            Self::List(store) | Self::Path(store) | Self::Show { name: _, store } => store,
            #[cfg(feature = "interactive")]
            Self::Remove { name: _, store } | Self::Use { name: _, store } => store,
            #[cfg(feature = "interactive")]
            Self::Add(args) => &args.store,
            #[cfg(feature = "interactive")]
            Self::Import(args) => &args.store,
        }
    }
}

#[cfg(feature = "interactive")]
const EXAMPLES: &str = "\
Examples:
  lktoken profile add prod --api-key APIabc --api-secret-file ./secret
  lktoken profile import
  lktoken profile use prod
  lktoken mint -r demo -i alice            signs with the default profile";

#[cfg(not(feature = "interactive"))]
const EXAMPLES: &str = "\
Examples:
  lktoken profile list
  lktoken mint -r demo -i alice            signs with the default profile";

const LIST_EXAMPLES: &str = "\
Examples:
  lktoken profile list
  lktoken profile list | jq -r '.profiles[].name'";

const SHOW_EXAMPLES: &str = "\
Examples:
  lktoken profile show
  lktoken profile show prod";

#[cfg(feature = "interactive")]
const ADD_EXAMPLES: &str = "\
Examples:
  lktoken profile add                      asks for everything
  lktoken profile add prod --api-key APIabc --api-secret-file /run/secrets/livekit
  pass show livekit | lktoken profile add prod --api-key APIabc --api-secret-file -
  lktoken profile add prod --api-key APIabc --api-secret-command op read op://dev/livekit/secret";

#[cfg(feature = "interactive")]
const REMOVE_EXAMPLES: &str = "\
Examples:
  lktoken profile remove staging";

#[cfg(feature = "interactive")]
const USE_EXAMPLES: &str = "\
Examples:
  lktoken profile use prod";

const PATH_EXAMPLES: &str = "\
Examples:
  \"$EDITOR\" \"$(lktoken profile path)\"";

#[cfg(feature = "interactive")]
const IMPORT_EXAMPLES: &str = "\
Examples:
  lktoken profile import
  lktoken profile import --from ./cli-config.yaml --replace";

/// Where profiles are kept.
#[derive(Clone, Debug, Args)]
pub struct StoreArgs {
    /// The config file, instead of the user's own
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// `lktoken profile add`
#[cfg(feature = "interactive")]
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The profile's name: letters, digits, `_` and `-`
    pub name: Option<String>,
    /// The server's URL
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The API key
    #[arg(long, value_name = "KEY")]
    pub api_key: Option<String>,
    /// A file with the API secret, read whenever it is needed; `-` copies it from standard input
    #[arg(long, value_name = "FILE")]
    pub api_secret_file: Option<PathBuf>,
    /// A program that prints the API secret, run whenever it is needed, and its arguments; give it last
    #[arg(long, value_name = "WORD", num_args = 1.., allow_hyphen_values = true)]
    pub api_secret_command: Vec<String>,
    /// Taken only to explain that there is no such flag.
    #[arg(long, value_name = "SECRET", num_args = 0..=1, hide = true, alias = "secret")]
    pub api_secret: Option<Option<String>>,
    /// Default lifetime of tokens: 15m, 1h, …
    #[arg(long, value_name = "TIME")]
    pub expires_in: Option<String>,
    /// Default room
    #[arg(long, value_name = "NAME")]
    pub room: Option<String>,
    /// Default display name
    #[arg(long, value_name = "NAME")]
    pub display_name: Option<String>,
    /// Default rules: contract, livekit
    #[arg(long, value_name = "RULES", value_parser = rules_parser(), hide_possible_values = true)]
    pub rules: Option<Rules>,
    /// Make it the default profile
    #[arg(long = "default")]
    pub make_default: bool,
    /// Replace a profile of the same name
    #[arg(long)]
    pub replace: bool,
    /// Never ask, even on a terminal
    #[arg(long)]
    pub no_input: bool,
    /// Where profiles are kept.
    #[command(flatten)]
    pub store: StoreArgs,
}

/// `lktoken profile import`
#[cfg(feature = "interactive")]
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file of LiveKit's own CLI; by default ~/.livekit/cli-config.yaml
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Replace profiles of the same name
    #[arg(long)]
    pub replace: bool,
    /// Where profiles are kept.
    #[command(flatten)]
    pub store: StoreArgs,
}
