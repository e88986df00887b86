//! The messages that make up `livekit.RoomConfiguration`: `livekit_room.proto`, `livekit_agent_dispatch.proto` and
//! `livekit_egress.proto` of LiveKit's protocol 1.50, as far as reading them needs it.

/// A message's members.
#[derive(Debug)]
pub(super) struct Message(&'static [Field]);

impl Message {
    /// The member that a server takes `name` for: by its JSON name, else by its name in the proto file.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.0
            .iter()
            .find(|field| field.name == name)
            .or_else(|| self.0.iter().find(|field| field.proto_name == name))
    }

    /// The members' names in JSON.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|field| field.name)
    }
}

/// A member of a message.
#[derive(Debug)]
pub(super) struct Field {
    /// The name in JSON.
    pub(super) name: &'static str,
    /// The name in the proto file.
    proto_name: &'static str,
    /// What it holds.
    pub(super) kind: Type,
    /// Whether it is a list.
    pub(super) repeated: bool,
    /// The `oneof` it belongs to.
    pub(super) choice: Option<&'static str>,
}

/// What a member holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type {
    Bool,
    Int32,
    Uint32,
    Double,
    String,
    Enum,
    StringMap,
    Message(&'static Message),
}

const fn one(name: &'static str, proto_name: &'static str, kind: Type) -> Field {
    Field { name, proto_name, kind, repeated: false, choice: None }
}

const fn many(name: &'static str, proto_name: &'static str, kind: Type) -> Field {
    Field { name, proto_name, kind, repeated: true, choice: None }
}

const fn choice(choice: &'static str, name: &'static str, proto_name: &'static str, kind: Type) -> Field {
    Field { name, proto_name, kind, repeated: false, choice: Some(choice) }
}

/// Settings of the room that a join creates.
pub(super) static ROOM_CONFIGURATION: Message = Message(&[
    one("name", "name", Type::String),
    one("emptyTimeout", "empty_timeout", Type::Uint32),
    one("departureTimeout", "departure_timeout", Type::Uint32),
    one("maxParticipants", "max_participants", Type::Uint32),
    one("metadata", "metadata", Type::String),
    one("egress", "egress", Type::Message(&ROOM_EGRESS)),
    one("minPlayoutDelay", "min_playout_delay", Type::Uint32),
    one("maxPlayoutDelay", "max_playout_delay", Type::Uint32),
    one("syncStreams", "sync_streams", Type::Bool),
    many("agents", "agents", Type::Message(&ROOM_AGENT_DISPATCH)),
    one("tags", "tags", Type::StringMap),
]);

static ROOM_EGRESS: Message = Message(&[
    one("room", "room", Type::Message(&ROOM_COMPOSITE_EGRESS_REQUEST)),
    one("participant", "participant", Type::Message(&AUTO_PARTICIPANT_EGRESS)),
    one("tracks", "tracks", Type::Message(&AUTO_TRACK_EGRESS)),
]);

static ROOM_AGENT_DISPATCH: Message = Message(&[
    one("agentName", "agent_name", Type::String),
    one("metadata", "metadata", Type::String),
    one("restartPolicy", "restart_policy", Type::Enum),
    one("deployment", "deployment", Type::String),
    one("attributes", "attributes", Type::StringMap),
]);

static ROOM_COMPOSITE_EGRESS_REQUEST: Message = Message(&[
    one("roomName", "room_name", Type::String),
    one("layout", "layout", Type::String),
    one("audioOnly", "audio_only", Type::Bool),
    one("audioMixing", "audio_mixing", Type::Enum),
    one("videoOnly", "video_only", Type::Bool),
    one("customBaseUrl", "custom_base_url", Type::String),
    choice("output", "file", "file", Type::Message(&ENCODED_FILE_OUTPUT)),
    choice("output", "stream", "stream", Type::Message(&STREAM_OUTPUT)),
    choice("output", "segments", "segments", Type::Message(&SEGMENTED_FILE_OUTPUT)),
    choice("options", "preset", "preset", Type::Enum),
    choice("options", "advanced", "advanced", Type::Message(&ENCODING_OPTIONS)),
    many("fileOutputs", "file_outputs", Type::Message(&ENCODED_FILE_OUTPUT)),
    many("streamOutputs", "stream_outputs", Type::Message(&STREAM_OUTPUT)),
    many("segmentOutputs", "segment_outputs", Type::Message(&SEGMENTED_FILE_OUTPUT)),
    many("imageOutputs", "image_outputs", Type::Message(&IMAGE_OUTPUT)),
    many("webhooks", "webhooks", Type::Message(&WEBHOOK_CONFIG)),
]);

static AUTO_PARTICIPANT_EGRESS: Message = Message(&[
    choice("options", "preset", "preset", Type::Enum),
    choice("options", "advanced", "advanced", Type::Message(&ENCODING_OPTIONS)),
    many("fileOutputs", "file_outputs", Type::Message(&ENCODED_FILE_OUTPUT)),
    many("segmentOutputs", "segment_outputs", Type::Message(&SEGMENTED_FILE_OUTPUT)),
]);

static AUTO_TRACK_EGRESS: Message = Message(&[
    one("filepath", "filepath", Type::String),
    one("disableManifest", "disable_manifest", Type::Bool),
    choice("output", "s3", "s3", Type::Message(&S3_UPLOAD)),
    choice("output", "gcp", "gcp", Type::Message(&GCP_UPLOAD)),
    choice("output", "azure", "azure", Type::Message(&AZURE_BLOB_UPLOAD)),
    choice("output", "aliOSS", "aliOSS", Type::Message(&ALI_OSS_UPLOAD)),
]);

static ENCODED_FILE_OUTPUT: Message = Message(&[
    one("fileType", "file_type", Type::Enum),
    one("filepath", "filepath", Type::String),
    one("disableManifest", "disable_manifest", Type::Bool),
    choice("output", "s3", "s3", Type::Message(&S3_UPLOAD)),
    choice("output", "gcp", "gcp", Type::Message(&GCP_UPLOAD)),
    choice("output", "azure", "azure", Type::Message(&AZURE_BLOB_UPLOAD)),
    choice("output", "aliOSS", "aliOSS", Type::Message(&ALI_OSS_UPLOAD)),
]);

static STREAM_OUTPUT: Message =
    Message(&[one("protocol", "protocol", Type::Enum), many("urls", "urls", Type::String)]);

static SEGMENTED_FILE_OUTPUT: Message = Message(&[
    one("protocol", "protocol", Type::Enum),
    one("filenamePrefix", "filename_prefix", Type::String),
    one("playlistName", "playlist_name", Type::String),
    one("livePlaylistName", "live_playlist_name", Type::String),
    one("segmentDuration", "segment_duration", Type::Uint32),
    one("filenameSuffix", "filename_suffix", Type::Enum),
    one("disableManifest", "disable_manifest", Type::Bool),
    choice("output", "s3", "s3", Type::Message(&S3_UPLOAD)),
    choice("output", "gcp", "gcp", Type::Message(&GCP_UPLOAD)),
    choice("output", "azure", "azure", Type::Message(&AZURE_BLOB_UPLOAD)),
    choice("output", "aliOSS", "aliOSS", Type::Message(&ALI_OSS_UPLOAD)),
]);

static ENCODING_OPTIONS: Message = Message(&[
    one("width", "width", Type::Int32),
    one("height", "height", Type::Int32),
    one("depth", "depth", Type::Int32),
    one("framerate", "framerate", Type::Int32),
    one("audioCodec", "audio_codec", Type::Enum),
    one("audioBitrate", "audio_bitrate", Type::Int32),
    one("audioFrequency", "audio_frequency", Type::Int32),
    one("videoCodec", "video_codec", Type::Enum),
    one("videoBitrate", "video_bitrate", Type::Int32),
    one("keyFrameInterval", "key_frame_interval", Type::Double),
    one("audioQuality", "audio_quality", Type::Int32),
    one("videoQuality", "video_quality", Type::Int32),
]);

static IMAGE_OUTPUT: Message = Message(&[
    one("captureInterval", "capture_interval", Type::Uint32),
    one("width", "width", Type::Int32),
    one("height", "height", Type::Int32),
    one("filenamePrefix", "filename_prefix", Type::String),
    one("filenameSuffix", "filename_suffix", Type::Enum),
    one("imageCodec", "image_codec", Type::Enum),
    one("disableManifest", "disable_manifest", Type::Bool),
    choice("output", "s3", "s3", Type::Message(&S3_UPLOAD)),
    choice("output", "gcp", "gcp", Type::Message(&GCP_UPLOAD)),
    choice("output", "azure", "azure", Type::Message(&AZURE_BLOB_UPLOAD)),
    choice("output", "aliOSS", "aliOSS", Type::Message(&ALI_OSS_UPLOAD)),
]);

static WEBHOOK_CONFIG: Message = Message(&[
    one("url", "url", Type::String),
    one("signingKey", "signing_key", Type::String),
    one("filterParams", "filter_params", Type::Message(&FILTER_PARAMS)),
]);

static S3_UPLOAD: Message = Message(&[
    one("accessKey", "access_key", Type::String),
    one("secret", "secret", Type::String),
    one("sessionToken", "session_token", Type::String),
    one("assumeRoleArn", "assume_role_arn", Type::String),
    one("assumeRoleExternalId", "assume_role_external_id", Type::String),
    one("region", "region", Type::String),
    one("endpoint", "endpoint", Type::String),
    one("bucket", "bucket", Type::String),
    one("forcePathStyle", "force_path_style", Type::Bool),
    one("metadata", "metadata", Type::StringMap),
    one("tagging", "tagging", Type::String),
    one("contentDisposition", "content_disposition", Type::String),
    one("proxy", "proxy", Type::Message(&PROXY_CONFIG)),
]);

static GCP_UPLOAD: Message = Message(&[
    one("credentials", "credentials", Type::String),
    one("bucket", "bucket", Type::String),
    one("proxy", "proxy", Type::Message(&PROXY_CONFIG)),
]);

static AZURE_BLOB_UPLOAD: Message = Message(&[
    one("accountName", "account_name", Type::String),
    one("accountKey", "account_key", Type::String),
    one("containerName", "container_name", Type::String),
]);

static ALI_OSS_UPLOAD: Message = Message(&[
    one("accessKey", "access_key", Type::String),
    one("secret", "secret", Type::String),
    one("region", "region", Type::String),
    one("endpoint", "endpoint", Type::String),
    one("bucket", "bucket", Type::String),
]);

static FILTER_PARAMS: Message = Message(&[
    many("includeEvents", "include_events", Type::String),
    many("excludeEvents", "exclude_events", Type::String),
]);

static PROXY_CONFIG: Message = Message(&[
    one("url", "url", Type::String),
    one("username", "username", Type::String),
    one("password", "password", Type::String),
]);
