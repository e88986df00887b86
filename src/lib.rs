//! Mint, inspect and validate [LiveKit](https://livekit.io) access tokens.
//!
//! ```
//! use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
//! use lktoken::token::mint::mint;
//! use lktoken::token::request::{TokenRequest, UnknownMembers};
//! use lktoken::token::rules::Rules;
//! use lktoken::token::time::UnixTime;
//! use lktoken::token::validate::{Door, Judge};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = SigningKey::new(ApiKey::new("devkey")?, &ApiSecret::new("secret".to_owned())?);
//! let now = UnixTime::parse("2026-01-31T12:00:00Z")?;
//!
//! let document = br#"{"roomName":"demo","participantIdentity":"alice"}"#;
//! let request = TokenRequest::from_json(document).map_err(|error| error.message)?;
//! let request = request.validate(Rules::Contract, UnknownMembers::Refuse).map_err(|errors| format!("{errors:?}"))?;
//! let response = mint(&request, &key, now)?;
//! assert_eq!(response.expires_at.to_string(), "2026-01-31T13:00:00Z");
//!
//! let judge = Judge { key: &key, source: "the example", now, door: Door::Join, room: None, strict: true };
//! assert!(judge.judge(&response.token).valid);
//! # Ok(())
//! # }
//! ```
//!
//! # The map
//!
//! Arguments become a request, the request becomes claims, claims become a signed token; every way in and every look
//! back goes through [`token`].
//!
//! | module | what it holds | what it may use |
//! |---|---|---|
//! | [`token`] | the core: requests, claims, signing, reading, verdicts; no files, environment, clock or terminal | nothing of ours |
//! | `credentials` | which key signs, and where it came from: flags, environment, env file, profiles | `token` |
//! | `cli` | what was typed: clap, and nothing else | value types of `token` |
//! | `output` | the only writer to standard output and standard error; views for people; prompts | `token`, `error` |
//! | [`server`] | the token API over HTTP: routes, access, limits, connections, log lines | `token`, `embedded` |
//! | `error` | one error type: message, hints, JSON, exit code | `token`, `credentials` |
//! | `embedded` | texts that the tool carries, unpacked: completions, manual pages, the API's description | nothing of ours |
//! | [`online`] | asks a LiveKit server about a token, in a program of its own: the one that opens a network connection | `token` |
//! | `bug` | what becomes of a panic | nothing of ours |
//! | `commands` | one file a command: what was typed becomes what it means, the core does it, output prints it | all |
//!
//! Beside them: `completions/` and `man/` are generated and committed, and compressed by `build.rs` into the tool;
//! `tests/cli` runs the binary, `tests/livekit` asks a LiveKit server whether our verdicts are right, `tests/interop`
//! LiveKit's SDKs, `tests/serve` the server's router, and `tests/browser` has a browser get tokens and join with them;
//! `tests/vectors` goes through published vectors and attacks, `tests/properties` and `fuzz/` try laws on what chance
//! makes; `api/` describes the server's API, and holds what Azure Functions needs to host it; `benches/` measures the
//! core, `bench/` whole programs, beside others.
//!
//! Within [`token`]: a [`TokenRequest`](token::request::TokenRequest), with its [`grants`](token::grants), is held against
//! its [`rules`](token::rules) and becomes a [`ValidRequest`](token::request::ValidRequest), the only thing that
//! [`mint`](token::mint::mint()) signs. A [`renewal`](token::renewal) takes over what another token says; whoever signs
//! many requests has an [`answer`](token::answer) written as bytes: the server, and a [`batch`](token::batch), a line
//! each, whose requests a [`template`](token::template) can make. Going back,
//! [`reader`](token::reader) reads a token's bytes as a LiveKit server does, on which [`inspect`](token::inspect) (with
//! [`permissions`](token::permissions)) and [`validate`](token::validate) (with [`lint`](token::lint)) stand;
//! [`explain`](token::explain) puts both in words.
//!
//! The features hold the walls up: without `cli` there is only [`token`], with no clap, terminal or file crate in the
//! graph; without `online` and `serve` no HTTP or TLS crate and no runtime either, and no way to reach a network. With
//! `online` there is a second program, `lktoken-online`; what asks a server is linked into that one alone.
//! `interactive` is what only a person has a use for: without it nothing is asked, coloured, wrapped, drawn or opened, and
//! profiles are read and not edited.

pub mod token;

#[cfg(feature = "cli")]
mod bug;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod commands;
#[cfg(feature = "cli")]
pub mod credentials;
#[cfg(feature = "cli")]
mod embedded;
#[cfg(feature = "cli")]
mod error;
#[cfg(feature = "online")]
pub mod online;
#[cfg(feature = "cli")]
mod output;
#[cfg(feature = "serve")]
pub mod server;

#[cfg(feature = "cli")]
pub use bug::end_with_a_bug;
#[cfg(feature = "cli")]
pub use commands::run;
