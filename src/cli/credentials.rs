//! Which key: the same flags for every command that needs one.

use std::path::PathBuf;

use clap::Args;

/// The place that key and secret come from, as a pair. The most explicit wins: flags, then the environment, then the
/// default profile.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Key and secret")]
pub struct CredentialArgs {
    /// The key of `livekit-server --dev`, at localhost
    #[arg(long)]
    pub dev: bool,
    /// A profile of the config file
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// A dotenv file with the `LIVEKIT_` variables
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,
    /// An API key, beside --api-secret-file
    #[arg(long, value_name = "KEY")]
    pub api_key: Option<String>,
    /// Its secret in a file, or `-` to pipe it in
    #[arg(long, value_name = "FILE")]
    pub api_secret_file: Option<PathBuf>,
    /// Taken only to explain that there is no such flag.
    #[arg(long, value_name = "SECRET", num_args = 0..=1, hide = true, alias = "secret")]
    pub api_secret: Option<Option<String>>,
    /// The server's URL, not the one beside the key
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The config file, instead of the user's own
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
