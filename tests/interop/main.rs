//! Tokens of ours before the verifiers of `LiveKit`'s own SDKs, and tokens of theirs before our eyes.
//!
//! | SDK | from | found by |
//! |---|---|---|
//! | `livekit-server-sdk` | npm | `LKTOKEN_NODE_MODULES`, a folder whose `node_modules` has it |
//! | `livekit-api` | `PyPI` | `LKTOKEN_PYTHON`, a Python that has it |
//! | `livekit-token` | Rust | a development dependency |
//! | `github.com/livekit/protocol/auth` | Go | `LKTOKEN_GO_SDK`, the program that `go build` makes of `tests/interop/go` |
//!
//! `LKTOKEN_TEST_COUNT` says how many tokens are tried in each direction, `LKTOKEN_TEST_SEED` where they begin. A failure
//! names the seed of its token: with that one as the first and a count of 1, it comes again.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // A test fails by panicking, and says what it skips.

mod child;
mod crate_sdk;
mod dice;
mod differences;
mod forge;
mod generated;
mod our_tokens;
mod program;
mod renewed;
mod room_config;
mod sdk;
mod their_tokens;
mod unknown_claims;
mod wish;
mod written;

use sdk::Sdk;

/// Seeds of what is tried: as many as `LKTOKEN_TEST_COUNT` says, from `LKTOKEN_TEST_SEED` on.
fn seeds() -> std::ops::Range<u64> {
    let named = |variable: &str, default: u64| {
        std::env::var(variable)
            .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number")))
    };
    let first = named("LKTOKEN_TEST_SEED", 1);
    first..first + named("LKTOKEN_TEST_COUNT", 2_000)
}

/// The same six tests with each SDK.
macro_rules! with_sdk {
    ($name:ident, $sdk:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn accepts_our_tokens() {
                our_tokens::are_accepted_by($sdk, concat!(stringify!($name), "::accepts_our_tokens"));
            }

            #[test]
            fn signs_tokens_that_we_read_and_judge() {
                let test = concat!(stringify!($name), "::signs_tokens_that_we_read_and_judge");
                their_tokens::are_read_and_judged($sdk, test);
            }

            #[test]
            fn signs_tokens_that_are_refused_when_changed() {
                let test = concat!(stringify!($name), "::signs_tokens_that_are_refused_when_changed");
                their_tokens::are_refused_when_changed($sdk, test);
            }

            #[test]
            fn signs_tokens_that_are_renewed_without_loss() {
                let test = concat!(stringify!($name), "::signs_tokens_that_are_renewed_without_loss");
                their_tokens::are_renewed_without_loss($sdk, test);
            }

            #[test]
            fn verifies_with_known_differences() {
                let test = concat!(stringify!($name), "::verifies_with_known_differences");
                differences::of_verifying_are_those_of($sdk, test);
            }

            #[test]
            fn signs_with_known_differences() {
                let test = concat!(stringify!($name), "::signs_with_known_differences");
                differences::of_signing_are_those_of($sdk, test);
            }
        }
    };
}

with_sdk!(npm_livekit_server_sdk, Sdk::Node);
with_sdk!(pypi_livekit_api, Sdk::Python);
with_sdk!(crate_livekit_token, Sdk::Crate);
with_sdk!(go_livekit_protocol, Sdk::Go);
