//! `lktoken serve`

use std::path::PathBuf;

use clap::builder::EnumValueParser;
use clap::{Args, ValueEnum};

use super::values::Element;
use super::{CredentialArgs, TalkArgs};

const EXAMPLES: &str = "\
Answers POST /api/token (roomName, participantIdentity, expirationSeconds, participantName) and
POST /api/connection-details, LiveKit's standard token endpoint. Also: /healthz, /api/openapi.json.
Signals: SIGINT and SIGTERM end it once requests in flight are answered; SIGHUP reads files with
keys and the bearer token again. Under Azure Functions the port is FUNCTIONS_CUSTOMHANDLER_PORT,
CORS is the host's, and the log goes to standard output.

Examples:
  lktoken serve --dev
  lktoken serve --profile prod --allow-origin https://app.example.com --max-expiration 15m
  lktoken serve --listen 0.0.0.0:8080 --token-file /run/secrets/bearer --rate-limit 10/s";

/// Answer requests for tokens over HTTP
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ServeArgs {
    /// Address to listen at: 127.0.0.1:7071 by default; port 0 is any free one
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Web page that may read answers, again for more; `http://localhost:4200` by default; `none`
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// File with the bearer token that clients must show
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Let everybody have tokens who can reach the server, by whatever name
    #[arg(long, conflicts_with = "token_file")]
    pub allow_anonymous: bool,
    /// What a client may put into its token: metadata, attributes, room-config; nothing by default
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        value_parser = Element(EnumValueParser::<AllowedClaim>::new()),
        hide_possible_values = true
    )]
    pub allow: Vec<AllowedClaim>,
    /// Requests from one address: 10/s, 30/m; not limited by default
    #[arg(long, value_name = "N/s")]
    pub rate_limit: Option<String>,
    /// Connections at the same time; 4096 by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub max_connections: Option<u32>,
    /// Longest lifetime: 90s, 15m, 1h; a day by default
    #[arg(long, value_name = "TIME")]
    pub max_expiration: Option<String>,
    /// How the log is written: auto (text on a terminal, JSON elsewhere), text, json
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub log_format: Option<LogFormat>,
    /// Which key signs.
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// What `POST /api/connection-details` may put into a token beyond the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AllowedClaim {
    /// The participant's metadata
    Metadata,
    /// The participant's attributes
    Attributes,
    /// The settings of the room, agents among them
    RoomConfig,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere
    #[default]
    Auto,
    /// Text
    Text,
    /// One JSON object a line
    Json,
}
