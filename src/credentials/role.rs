//! Roles of the config file: `[roles.NAME]`, named sets of grants beside the built-in ones.

use std::path::Path;

use serde_json::Value as JsonValue;
use toml::de::DeValue;

use super::config::{ConfigPath, Located};
use super::environment::Environment;
use super::error::CredentialError;
use crate::token::grants::{ClaimFault, Grants};
use crate::token::reader::json::Document;

/// A role of the config file.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigRole {
    /// Its name, and the line its table begins on.
    pub name: Located<String>,
    /// What it expands to.
    pub grants: Grants,
}

/// The roles in `--config`, else in `LKTOKEN_CONFIG`, else in the user's config file; in the file's order. None where
/// there is no such file.
///
/// # Errors
///
/// Whatever is wrong with the config file.
pub fn config_roles(
    config: Option<&Path>,
    environment: &Environment,
) -> Result<Vec<ConfigRole>, CredentialError> {
    match ConfigPath::locate(config, environment) {
        Some(config) => Ok(config.read()?.roles),
        None => Ok(Vec::new()),
    }
}

/// Sets what the key `name` of a role's table says: a member of the `video` grant or a claim, as it stands in a token.
pub(super) fn set_grant(grants: &mut Grants, name: &str, value: &DeValue<'_>) -> Result<(), ClaimFault> {
    let fault = |problem: String| ClaimFault { path: name.to_owned(), problem };
    let json =
        json_of(value).ok_or_else(|| fault("has a date or a number that JSON does not have".to_owned()))?;
    let document =
        Document::parse(json.to_string().into_bytes()).map_err(|error| fault(error.to_string()))?;
    grants.set(name, document.root())
}

/// The same value in JSON; `None` for what JSON does not have.
fn json_of(value: &DeValue<'_>) -> Option<JsonValue> {
    Some(match value {
        DeValue::String(text) => JsonValue::from(text.as_ref()),
        DeValue::Boolean(flag) => JsonValue::from(*flag),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok()?.into(),
        DeValue::Float(float) => {
            JsonValue::from(float.as_str().parse::<f64>().ok().filter(|number| number.is_finite())?)
        }
        DeValue::Array(elements) => {
            elements.iter().map(|element| json_of(element.get_ref())).collect::<Option<_>>()?
        }
        DeValue::Table(table) => JsonValue::Object(
            table
                .iter()
                .map(|(key, value)| Some((key.get_ref().to_string(), json_of(value.get_ref())?)))
                .collect::<Option<_>>()?,
        ),
        DeValue::Datetime(_) => return None,
    })
}
