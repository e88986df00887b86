//! Tokens made by the library, to compare the program's with.

use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::mint::mint;
use lktoken::token::request::{Member, TokenRequest, UnknownMembers};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;

/// The time at which golden tokens are made.
pub const AT: &str = "2026-01-31T12:00:00Z";

/// A secret as long as its MAC: nothing to warn of.
pub const SECRET: &str = "a-secret-of-thirty-two-bytes-or-more";

/// The token for `--room demo --identity alice --at AT`, signed with this pair.
pub fn token(api_key: &str, secret: &str) -> String {
    let key = SigningKey::new(ApiKey::new(api_key).unwrap(), &ApiSecret::new(secret.to_owned()).unwrap());
    let request = TokenRequest {
        room_name: Some(Member::text("demo")),
        participant_identity: Some(Member::text("alice")),
        ..TokenRequest::default()
    };
    let request = request.validate(Rules::Contract, UnknownMembers::Refuse).unwrap();
    mint(&request, &key, UnixTime::parse(AT).unwrap()).unwrap().token
}

/// What `validate` prints for such a token and the same pair, which came from `source`.
pub fn verdict(api_key: &str, secret: &str, source: &str) -> String {
    let source = serde_json::to_string(source).unwrap();
    // The development server's secret is meant to be short.
    let warnings = match secret.len() {
        _ if api_key == "devkey" && secret == "secret" => String::new(),
        32.. => String::new(),
        bytes => format!(
            r#"{{"code":"short-secret","message":"the secret of \"{api_key}\" is too short: {bytes} of at least 32 bytes (RFC 7518 section 3.2)"}}"#
        ),
    };
    format!(
        r#"{{"valid":true,"door":"join","server":{{"status":200,"body":"success"}},"problems":[],"warnings":[{warnings}],"key":{{"apiKey":"{api_key}","source":{source}}}}}"#
    ) + "\n"
}
