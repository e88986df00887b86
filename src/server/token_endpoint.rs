//! `POST /api/token`: the contract.

use std::future::Future;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

use super::body::{self, EmptyBody};
use super::failure::{Failure, uncached_json};
use super::record::Minted;
use super::{Api, PeerAddress, ServedKey};
use crate::token::answer::AnswerForm;
use crate::token::mint::{MintError, claims_around_names};
use crate::token::request::{DEFAULT_EXPIRATION, Member, TokenRequest, UnknownMembers, ValidRequest};
use crate::token::response::{ErrorCode, ValidationError};
use crate::token::rules::Rules;

/// Room for a token and what stands around it.
const USUAL_BYTES: usize = 1024;

/// Answers a request.
pub(super) async fn answer(State(api): State<Arc<Api>>, request: Request) -> Response {
    let body = api.admit_and_read(request, EmptyBody::Refuse).await;
    api.answer(body.and_then(|body| token(&api, &body)))
}

/// The contract's order of work: parse, validate, credentials, sign.
fn token(api: &Api, body: &[u8]) -> Result<Response, Failure> {
    let request = TokenRequest::from_json(body).map_err(|error| Failure::rules(vec![error]))?;
    let request = api.validate(request).map_err(Failure::rules)?;
    let key = api.key.get();
    api.sign(&request, served(Option::as_ref(&key))?, &AnswerForm::Json)
}

/// The key, if there is one.
pub(super) fn served(key: Option<&ServedKey>) -> Result<&ServedKey, Failure> {
    key.ok_or_else(|| ErrorCode::MissingCredentials.into())
}

impl Api {
    /// The body of a request that may be asked and is small and quick enough.
    pub(super) fn admit_and_read(
        &self,
        request: Request,
        empty: EmptyBody,
    ) -> impl Future<Output = Result<Bytes, Failure>> + use<'_> {
        let admitted = self.admit(&request);
        // No more than is needed later: a future that holds whole requests takes long to allocate and to move.
        let (Parts { headers, .. }, body) = request.into_parts();
        async move {
            admitted?;
            body::read(&headers, body, empty, &self.limits).await
        }
    }

    fn admit(&self, request: &Request) -> Result<(), Failure> {
        if let (Some(rate), Some(PeerAddress(address))) = (&self.rate, request.extensions().get()) {
            rate.admit(address.ip())?;
        }
        self.access.admit(request.headers())
    }

    /// Applies the contract's rules, and the operator's. A caller can never widen its own grants: unknown members are
    /// ignored.
    pub(super) fn validate<'a>(
        &self,
        mut request: TokenRequest<'a>,
    ) -> Result<ValidRequest<'a>, Vec<ValidationError>> {
        let Some(longest) = self.limits.max_expiration else {
            return request.validate(Rules::Contract, UnknownMembers::Ignore);
        };
        let too_long = match &request.expiration_seconds {
            Some(Member::Number(seconds)) => {
                let contract = f64::from(Rules::Contract.longest_lifetime().0);
                *seconds > f64::from(longest) && *seconds <= contract && seconds.fract() == 0.0
            }
            Some(_) => false,
            None => {
                let open = DEFAULT_EXPIRATION.min(longest);
                request.expiration_seconds = Some(Member::Number(open.into()));
                false
            }
        };
        let result = request.validate(Rules::Contract, UnknownMembers::Ignore);
        if !too_long {
            return result;
        }
        let mut errors = result.err().unwrap_or_default();
        let place = errors.iter().position(|error| error.field == "participantName").unwrap_or(errors.len());
        let message = format!("Maximum expiration is {longest} seconds");
        errors.insert(place, ValidationError::new("expirationSeconds", message));
        Err(errors)
    }

    /// Signs now, and answers.
    pub(super) fn sign(
        &self,
        request: &ValidRequest<'_>,
        served: &ServedKey,
        form: &AnswerForm,
    ) -> Result<Response, Failure> {
        let key = &served.key;
        let (head, grants) = claims_around_names(request, key, self.now()?)?;
        let mut payload = Vec::with_capacity(USUAL_BYTES);
        let mut answer = Vec::with_capacity(USUAL_BYTES);
        form.append(request, &grants, &head, key.signer(), &mut payload, &mut answer)
            .map_err(MintError::from)?;
        let mut response = uncached_json(StatusCode::OK, answer);
        response.extensions_mut().insert(Minted::of(request, head));
        Ok(response)
    }
}
