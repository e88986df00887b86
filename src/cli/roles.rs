//! `lktoken roles`

use std::path::PathBuf;

use clap::Args;

use super::TalkArgs;

const EXAMPLES: &str = "\
A role is a named set of grants, for `mint --role NAME`. Others than the built-in ones stand in the
config file, with grants and claims as a token has them:

  [roles.host]
  roomAdmin = true
  canPublishSources = [\"camera\", \"microphone\"]
  attributes = { team = \"red\" }

Examples:
  lktoken roles
  lktoken roles | jq '.roles[] | select(.name == \"agent\").grants'";

/// List the roles, and what each expands to
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RolesArgs {
    /// The config file, instead of the user's own
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How to talk.
    #[command(flatten)]
    pub talk: TalkArgs,
}
