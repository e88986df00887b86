//! The token API over HTTP: `POST /api/token` as the contract has it, LiveKit's standard token endpoint beside it, and
//! what an operator needs around them.
//!
//! ```
//! use lktoken::server::{Access, AllowedClaims, Current, Limits, Origins, ServedKey, Settings, TokenApi};
//! use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
//! use std::sync::Arc;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = SigningKey::new(ApiKey::new("devkey")?, &ApiSecret::new("secret".to_owned())?);
//! let served = ServedKey { key, url: Some("ws://localhost:7880".to_owned()) };
//! let api = TokenApi::new(Settings {
//!     key: Current::new(Some(served)),
//!     access: Access::Anonymous,
//!     origins: Origins::list(["http://localhost:4200"])?,
//!     allowed: AllowedClaims::default(),
//!     limits: Limits::default(),
//!     clock: Arc::new(std::time::SystemTime::now),
//! });
//! # drop(api);
//! # Ok(())
//! # }
//! ```
//!
//! Every request goes the same way: `record` gives it an id and logs one line about it, CORS answers preflights,
//! `access` lets it in, `body` reads it within its limits, and `token` does the work. Whatever fails on the way is
//! a `failure`, which becomes the contract's `ErrorResponse`. `listen` brings connections to it. The key
//! and the bearer token are [`Current`] ones: they can be exchanged while requests are served.
//!
//! Nothing here reads files, arguments or the environment, and nothing prints: log lines are `tracing` events.

mod access;
mod body;
mod connection_details;
mod current;
mod documents;
mod failure;
mod limits;
mod listen;
mod origins;
mod record;
mod token_endpoint;

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{ORIGIN, VARY};
use axum::response::Response;
use axum::routing::{get, post};
use tower::{Layer as _, Service};
use tower_http::cors::{Cors, CorsLayer};

pub use access::{Access, BearerToken, BearerTokenError};
pub use connection_details::AllowedClaims;
pub use current::Current;
pub use limits::{Limits, Rate, RateError};
pub use listen::{Drained, PeerAddress, serve};
pub use origins::{OriginError, Origins};

use crate::token::key::SigningKey;
use crate::token::response::ErrorCode;
use crate::token::time::UnixTime;
use access::RateLimiter;
use failure::Failure;
use record::Record;

/// What tells the time: [`SystemTime::now`], but in tests.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The key that signs, and the LiveKit server that knows it.
#[derive(Debug)]
pub struct ServedKey {
    /// The key.
    pub key: SigningKey,
    /// The server's address, such as `wss://example.livekit.cloud`; LiveKit's standard endpoint tells it to clients.
    pub url: Option<String>,
}

/// How to serve.
pub struct Settings {
    /// The key that signs; without one every good request is answered with `MISSING_CREDENTIALS`.
    pub key: Current<Option<ServedKey>>,
    /// Who may ask for tokens.
    pub access: Access,
    /// The web pages that may.
    pub origins: Origins,
    /// What LiveKit's standard endpoint may put into tokens beyond the contract.
    pub allowed: AllowedClaims,
    /// How much, how long, how often.
    pub limits: Limits,
    /// What tells the time.
    pub clock: Clock,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, access, origins, allowed, limits, clock: _ } = self;
        f.debug_struct("Settings")
            .field("key", key)
            .field("access", access)
            .field("origins", origins)
            .field("allowed", allowed)
            .field("limits", limits)
            .finish_non_exhaustive()
    }
}

/// What every handler works with.
struct Api {
    key: Current<Option<ServedKey>>,
    access: Access,
    allowed: AllowedClaims,
    limits: Limits,
    rate: Option<RateLimiter>,
    clock: Clock,
}

impl Api {
    /// The time by the clock.
    fn now(&self) -> Result<UnixTime, Failure> {
        UnixTime::from_system((self.clock)())
            .map_err(|_| Failure::of(ErrorCode::InternalError, "The server's clock is wrong"))
    }

    /// The answer, with failures as the contract's error, stamped with the time. A clock that cannot be right counts as
    /// 1970.
    fn answer(&self, result: Result<Response, Failure>) -> Response {
        result.unwrap_or_else(|failure| failure.into_response(self.now().unwrap_or_default()))
    }
}

/// The whole API as a service: requests in, answers out, each with its log line.
///
/// CORS and the log stand around the router rather than in it: what is layered into a router is boxed once more for every
/// request.
#[derive(Clone, Debug)]
pub struct TokenApi {
    routes: Routes,
    /// Whether requests are counted by address, so that they must bring one.
    counts_addresses: bool,
}

#[derive(Clone, Debug)]
enum Routes {
    Plain(Router),
    /// An answer tells which pages may read it: `*`.
    ForAnyPage(Box<Cors<Router>>),
    /// An answer tells a listed page that it may read it.
    ForListedPages {
        plain: Router,
        with_cors: Box<Cors<Router>>,
    },
}

impl Routes {
    fn new(plain: Router, origins: Origins) -> Self {
        let with_cors = |layer: CorsLayer| Box::new(layer.layer(plain.clone()));
        match origins {
            Origins::Off => Self::Plain(plain),
            Origins::Any => Self::ForAnyPage(with_cors(origins::layer_for_any())),
            Origins::List(listed) => {
                Self::ForListedPages { with_cors: with_cors(origins::layer_for(&listed)), plain }
            }
        }
    }

    async fn answer(&self, request: Request) -> Result<Response, Infallible> {
        match self {
            Self::Plain(plain) => call(plain.clone(), request).await,
            Self::ForAnyPage(with_cors) => Box::pin(call(Cors::clone(with_cors), request)).await,
            Self::ForListedPages { with_cors, .. } if request.headers().contains_key(ORIGIN) => {
                Box::pin(call(Cors::clone(with_cors), request)).await
            }
            // No page asks: nobody reads what CORS says, but a cache, which may ask for pages too.
            Self::ForListedPages { plain, .. } => {
                let mut response = call(plain.clone(), request).await?;
                response.headers_mut().append(VARY, HeaderValue::from_static("origin"));
                Ok(response)
            }
        }
    }
}

/// The answer of a service that is always ready, as a router is.
fn call<S: Service<Request>>(mut service: S, request: Request) -> S::Future {
    service.call(request)
}

impl TokenApi {
    /// The API by these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let Settings { key, access, origins, allowed, limits, clock } = settings;
        let rate = limits.rate.map(RateLimiter::new);
        let routes = routes(Arc::new(Api { key, access, allowed, limits, rate, clock }));
        Self { routes: Routes::new(routes, origins), counts_addresses: limits.rate.is_some() }
    }

    /// Answers a request that came from `peer`.
    async fn answer(&self, mut request: Request, peer: Option<SocketAddr>) -> Response {
        if let Some(peer) = peer.filter(|_| self.counts_addresses) {
            request.extensions_mut().insert(PeerAddress(peer));
        }
        let record = Record::of(&request, !matches!(self.routes, Routes::Plain(_)));
        let Ok(response) = self.routes.answer(request).await;
        record.log(response)
    }
}

impl Service<Request> for TokenApi {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A router always is.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let api = self.clone();
        Box::pin(async move { Ok(api.answer(request, None).await) })
    }
}

fn routes(api: Arc<Api>) -> Router {
    Router::new()
        .route("/api/token", post(token_endpoint::answer))
        .route("/api/connection-details", post(connection_details::answer))
        .route("/api/openapi.json", get(documents::openapi_json))
        .route("/api/openapi.yaml", get(documents::openapi_yaml))
        .route("/healthz", get(documents::health))
        .route("/", get(documents::index))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(api)
}

/// The path that a custom handler is asked at when Azure's host does not forward the request as it is.
const UNFORWARDED_PATH: &str = "/token";

async fn not_found(State(api): State<Arc<Api>>, request: Request) -> Response {
    api.answer(Err(if request.uri().path() == UNFORWARDED_PATH {
        Failure::of(
            ErrorCode::NotFound,
            "There is no such path: it is /api/token; under Azure Functions, host.json must set \
             customHandler.enableProxyingHttpRequest to true",
        )
    } else {
        ErrorCode::NotFound.into()
    }))
}

async fn method_not_allowed(State(api): State<Arc<Api>>) -> Response {
    api.answer(Err(ErrorCode::MethodNotAllowed.into()))
}
