//! The environment variables this program reads for credentials: one registry, so that none is read elsewhere.

/// The server's address, such as `wss://example.livekit.cloud`; used with the key and secret of the environment.
pub const LIVEKIT_URL: &str = "LIVEKIT_URL";
/// The API key. Its secret must come from the environment too.
pub const LIVEKIT_API_KEY: &str = "LIVEKIT_API_KEY";
/// The API secret itself.
pub const LIVEKIT_API_SECRET: &str = "LIVEKIT_API_SECRET";
/// The path of a file that holds the API secret, as container platforms mount them.
pub const LIVEKIT_API_SECRET_FILE: &str = "LIVEKIT_API_SECRET_FILE";
/// The profile to use where the environment holds no key and secret.
pub const LKTOKEN_PROFILE: &str = "LKTOKEN_PROFILE";
/// The path of the config file, instead of `lktoken/config.toml` in the user's config directory.
pub const LKTOKEN_CONFIG: &str = "LKTOKEN_CONFIG";

/// All of them.
pub const ALL: [&str; 6] = [
    LIVEKIT_URL,
    LIVEKIT_API_KEY,
    LIVEKIT_API_SECRET,
    LIVEKIT_API_SECRET_FILE,
    LKTOKEN_PROFILE,
    LKTOKEN_CONFIG,
];
