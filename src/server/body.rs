//! Reading a request's body within its limits.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, HeaderValue};
use http_body_util::BodyExt;

use super::Limits;
use super::failure::Failure;
use crate::token::response::ErrorCode;

/// What is read of a body that is too large, in bytes: a client that is still sending does not see an answer.
const MAX_DISCARDED_BYTES: usize = 16 << 20;

/// Whether a missing `Content-Type` is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EmptyBody {
    /// An empty body is not JSON.
    Refuse,
    /// An empty body says nothing, and needs no type.
    Accept,
}

/// Reads a JSON body.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    empty: EmptyBody,
    limits: &Limits,
) -> Result<Bytes, Failure> {
    let declared = headers.contains_key(CONTENT_TYPE);
    if declared || empty == EmptyBody::Refuse {
        check_type(headers)?;
    }
    let mut reading = pin!(collect(headers, body, limits.body_bytes));
    // Mostly the body came with the head, and there is nothing to wait for.
    let body = match poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await {
        Poll::Ready(body) => body?,
        Poll::Pending => Box::pin(tokio::time::timeout(limits.body_time, reading))
            .await
            .map_err(|_| Failure::unread(ErrorCode::RequestTimeout))??,
    };
    if !declared && !body.is_empty() {
        check_type(headers)?;
    }
    Ok(body)
}

/// The bytes of a body of up to `limit` bytes.
async fn collect(headers: &HeaderMap, mut body: Body, limit: usize) -> Result<Bytes, Failure> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let announced = announced.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    // Who asks first, or sends without end, gets the answer at once.
    if announced > limit && (headers.contains_key(EXPECT) || announced > MAX_DISCARDED_BYTES) {
        return Err(Failure::unread(ErrorCode::PayloadTooLarge));
    }
    let mut first = Bytes::new();
    let mut more = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Failure::unread(ErrorCode::RequestTimeout))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length > MAX_DISCARDED_BYTES {
            break;
        }
        if length > limit {
            more = Vec::new();
        } else if first.is_empty() {
            first = data;
        } else {
            if more.is_empty() {
                more.extend_from_slice(&first);
            }
            more.extend_from_slice(&data);
        }
    }
    match length {
        _ if length > MAX_DISCARDED_BYTES => Err(Failure::unread(ErrorCode::PayloadTooLarge)),
        _ if length > limit => Err(ErrorCode::PayloadTooLarge.into()),
        _ if more.is_empty() => Ok(first),
        _ => Ok(more.into()),
    }
}

/// Whether it is said to be JSON in UTF-8, as it is. Parameters other than `charset` have no meaning (RFC 8259 section
/// 11).
fn check_type(headers: &HeaderMap) -> Result<(), Failure> {
    let plain = headers.get_all(CONTENT_ENCODING).iter().all(|coding| coding == "identity");
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    match (types.next(), types.next()) {
        (Some(one), None) if plain && is_json(one) => Ok(()),
        _ => Err(Failure::unread(ErrorCode::UnsupportedMediaType)),
    }
}

fn is_json(value: &HeaderValue) -> bool {
    // As nearly everybody writes it.
    if value == "application/json" {
        return true;
    }
    let Ok(text) = value.to_str() else { return false };
    let mut parts = text.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    is_json
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, charset)) if name.eq_ignore_ascii_case("charset") => {
                charset.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_by_its_type() {
        for (text, expected) in [
            ("application/json", true),
            ("Application/JSON", true),
            ("application/json; charset=utf-8", true),
            ("application/json;charset=\"UTF-8\"", true),
            ("application/json; profile=x", true),
            ("application/json; charset=latin1", false),
            ("application/jsonp", false),
            ("application/problem+json", false),
            ("text/plain", false),
            ("", false),
        ] {
            assert_eq!(is_json(&HeaderValue::from_static(text)), expected, "{text}");
        }
    }
}
