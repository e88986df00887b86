//! A minted token in the form that was asked for.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::{GithubName, MintOutput};
use crate::commands::key::check_url;
use crate::error::Error;
use crate::output::Printer;
use crate::token::response::TokenResponse;

/// The variable that names the file for a step's outputs (GitHub Actions).
const GITHUB_OUTPUT: &str = "GITHUB_OUTPUT";

/// An output that can be written as far as is known before there is a token.
pub(super) enum Output {
    Json,
    Token,
    Env { url: Option<String> },
    Connection { url: String },
    Github { name: GithubName, path: PathBuf },
}

/// LiveKit's standard token endpoint's answer (`livekit_token_source.proto`).
#[derive(Serialize)]
struct Connection<'a> {
    server_url: &'a str,
    participant_token: &'a str,
}

impl Output {
    /// Makes sure of what the output needs.
    pub(super) fn prepare(output: &MintOutput) -> Result<Self, Error> {
        Ok(match output {
            MintOutput::Json => Self::Json,
            MintOutput::Token => Self::Token,
            MintOutput::Env => Self::Env { url: None },
            MintOutput::Connection => Self::Connection { url: String::new() },
            MintOutput::Github(name) => {
                let path = std::env::var_os(GITHUB_OUTPUT).filter(|path| !path.is_empty()).map(PathBuf::from);
                let path = path.ok_or_else(|| {
                    Error::usage("--output github needs the variable GITHUB_OUTPUT, which GitHub Actions sets in a step")
                })?;
                open_step_outputs(&path)?;
                Self::Github { name: name.clone(), path }
            }
        })
    }

    /// With the server's URL, where one is known.
    pub(super) fn with_url(self, url: Option<&str>) -> Result<Self, Error> {
        let needs_url = matches!(self, Self::Env { .. } | Self::Connection { .. });
        if let (true, Some(url)) = (needs_url, url) {
            check_url(url).map_err(|problem| Error::usage(format!("the server's URL {problem}")))?;
        }
        match self {
            Self::Env { .. } => Ok(Self::Env { url: url.map(str::to_owned) }),
            Self::Connection { .. } => match url {
                Some(url) => Ok(Self::Connection { url: url.to_owned() }),
                None => Err(Error::usage("--output connection needs the server's URL, and none is known")
                    .hint("give it with --url, the variable LIVEKIT_URL, or `url` in [profiles.NAME]")),
            },
            other => Ok(other),
        }
    }

    pub(super) fn print(&self, response: &TokenResponse<'_>, printer: &Printer) -> Result<(), Error> {
        match self {
            Self::Json => printer.json(response),
            Self::Token => printer.data(&format!("{}\n", response.token)),
            Self::Env { url } => {
                if url.is_none() {
                    printer
                        .warn("no server URL is known, so there is no LIVEKIT_URL line: give one with --url");
                }
                printer.data(&dotenv_lines(url.as_deref(), response))
            }
            Self::Connection { url } => {
                printer.json(&Connection { server_url: url, participant_token: &response.token })
            }
            Self::Github { name, path } => {
                // Masked before anything else can write it to the log, and on standard error, which the runner reads
                // too, so that a command substitution cannot swallow it.
                printer.workflow_command(&format!("::add-mask::{}", response.token));
                append_step_output(path, name.as_str(), &response.token)
            }
        }
    }
}

/// Lines of a dotenv file. Room and identity are of the contract's alphabet, a token of base64url's, and neither needs
/// quotes.
fn dotenv_lines(url: Option<&str>, response: &TokenResponse<'_>) -> String {
    let url = url.map(|url| format!("LIVEKIT_URL={}\n", quoted_for_dotenv(url))).unwrap_or_default();
    format!(
        "{url}LIVEKIT_TOKEN={}\nLIVEKIT_ROOM={}\nLIVEKIT_IDENTITY={}\n",
        response.token, response.room_name, response.participant_identity
    )
}

/// A URL has no quotes, white space or backslashes here, so single quotes hold all the rest.
fn quoted_for_dotenv(url: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-' | '_');
    if url.chars().all(plain) { url.to_owned() } else { format!("'{url}'") }
}

/// Opens the file of a step's outputs, which the runner has made.
fn open_step_outputs(path: &Path) -> Result<File, Error> {
    OpenOptions::new().read(true).append(true).open(path).map_err(|error| {
        Error::other(format!("cannot append to the file that GITHUB_OUTPUT names: {error}")).at(path)
    })
}

fn append_step_output(path: &Path, name: &str, token: &str) -> Result<(), Error> {
    let mut file = open_step_outputs(path)?;
    let line = format!("{name}={token}\n");
    let written = is_within_a_line(&mut file).and_then(|within| {
        let start = if within { "\n" } else { "" };
        file.write_all(format!("{start}{line}").as_bytes())
    });
    written.map_err(|error| {
        Error::other(format!("cannot append to the file that GITHUB_OUTPUT names: {error}")).at(path)
    })
}

/// Whether the file's last line lacks its end, so that ours would be glued to it.
fn is_within_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
