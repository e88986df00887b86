//! What people paste and pipe: a bare token, or one wrapped in a header, quotes or JSON, or a request.

use std::borrow::Cow;

use thiserror::Error;

use super::reader::json::{Document, Kind};

/// The most that is read, in bytes: 1 MiB.
pub const MAX_INPUT_BYTES: usize = 1 << 20;

/// Members of a JSON object that hold a token: ours, LiveKit's token endpoint's, and what other tools call it.
const TOKEN_MEMBERS: [&str; 5] =
    ["token", "participant_token", "participantToken", "access_token", "accessToken"];

/// What the names of files with tokens end in.
const TEXT_FILES: [&str; 9] = ["csv", "env", "json", "jsonl", "jwt", "log", "ndjson", "token", "txt"];

/// What an input turned out to be.
#[derive(Clone, PartialEq, Eq)]
pub enum Input<'a> {
    /// A token, unwrapped; whether it is a good one is not known yet.
    Token(Cow<'a, str>),
    /// A JSON object that holds no token.
    Request(&'a [u8]),
}

/// Neither a token nor a request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InputError {
    /// Nothing but white space.
    #[error("the input is empty: give a token, or a request in JSON")]
    Empty,
    /// Bytes that are not UTF-8.
    #[error("the input is not text: it is not valid UTF-8")]
    NotText,
    /// What `>` of Windows PowerShell makes of text.
    #[error(
        "the input is UTF-16, and UTF-8 is read: Windows PowerShell writes it by `| Out-File -Encoding ascii FILE`"
    )]
    Utf16,
    /// More than [`MAX_INPUT_BYTES`].
    #[error("the input is over 1 MiB, more than any token or request")]
    TooLarge,
    /// The contract's error of this code, from whoever was asked for a token.
    #[error("this is no token but an error, {0}: whoever was asked for a token gave none")]
    ErrorAnswer(String),
}

impl<'a> Input<'a> {
    /// Tells what `bytes` are, and unwraps a token: a byte order mark, white space and line ends around it, quotes,
    /// `Authorization:` and `Bearer`, a `LIVEKIT_TOKEN=` line, or a JSON object with a token in it.
    ///
    /// # Errors
    ///
    /// [`InputError`] when there is nothing to judge.
    pub fn read(bytes: &'a [u8]) -> Result<Self, InputError> {
        if bytes.len() > MAX_INPUT_BYTES {
            return Err(InputError::TooLarge);
        }
        let bytes = without_byte_order_mark(bytes).trim_ascii();
        if bytes.is_empty() {
            return Err(InputError::Empty);
        }
        if bytes.starts_with(b"{") {
            let Ok(document) = Document::parse(bytes.to_vec()) else { return Ok(Self::Request(bytes)) };
            return match (token_in(&document), error_code(&document)) {
                (Some(token), _) => Ok(Self::Token(Cow::Owned(token))),
                (None, Some(code)) => Err(InputError::ErrorAnswer(code)),
                (None, None) => Ok(Self::Request(bytes)),
            };
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|_| if is_utf_16(bytes) { InputError::Utf16 } else { InputError::NotText })?;
        match unwrap_token(text) {
            "" => Err(InputError::Empty),
            token => Ok(Self::Token(Cow::Borrowed(token))),
        }
    }
}

/// What follows a byte order mark, which PowerShell puts before what it pipes.
pub(crate) fn without_byte_order_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Whether bytes begin with the mark of UTF-16, which is no beginning of UTF-8.
pub(crate) fn is_utf_16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// Whether there are two tokens or more, in lines or however else they are told apart, in what [`Input::read`] would take
/// for a single one. Looks like one is whatever begins as the header of every token does, and has its three parts.
#[must_use]
pub fn holds_many_tokens(bytes: &[u8]) -> bool {
    let bytes = without_byte_order_mark(bytes).trim_ascii();
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = if text.starts_with('{') {
        // A document, be it broken, is a single one; so are its first line and another one not.
        let first = text.split_once('\n').map_or("", |(first, _)| first);
        if !Document::parse(first.into()).is_ok_and(|first| token_in(&first).is_some()) {
            return false;
        }
        text
    } else {
        unwrap_token(text)
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/' | '=');
    let words = text.split(|c| !is_part(c)).map(|word| word.trim_matches('.'));
    words.filter(|word| word.starts_with("eyJ") && word.matches('.').count() == 2).nth(1).is_some()
}

/// Whether there are several lines, each a JSON object by the look of it, in what [`Input::read`] takes for a single
/// request.
#[must_use]
pub fn holds_many_objects(document: &[u8]) -> bool {
    let mut lines =
        document.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let is_object = |line: &[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    let first = lines.next().filter(|line| is_object(line) && Document::parse(line.to_vec()).is_ok());
    first.and(lines.next()).is_some_and(is_object)
}

/// Whether a document is an object with the claims of a token, such as `lktoken inspect --output claims` prints, rather
/// than a request.
#[must_use]
pub fn holds_claims(document: &[u8]) -> bool {
    let Ok(document) = Document::parse(document.to_vec()) else { return false };
    let has = |claim: &str| document.root().members().any(|(name, _)| name.string() == claim);
    ["video", "iss", "exp"].into_iter().any(has) && !has("roomName") && !has("participantIdentity")
}

/// Whether a text looks like a file's name rather than like a token: it begins as a path does, or ends as the names of
/// such files do.
#[must_use]
pub fn looks_like_a_path(text: &str) -> bool {
    let begins = ["/", "./", "../", "~/", ".\\", "..\\"].iter().any(|start| text.starts_with(start));
    let ends = text.rsplit_once('.').is_some_and(|(name, end)| {
        !name.is_empty() && TEXT_FILES.iter().any(|known| end.eq_ignore_ascii_case(known))
    });
    (begins || ends) && !text.starts_with("eyJ") && !text.contains(char::is_whitespace) && !is_url(text)
}

/// Whether a text looks like JSON out of which a shell took the quotes, as PowerShell and cmd do: `{canPublish:true}`.
#[must_use]
pub fn has_lost_its_quotes(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\'');
    text.starts_with(['{', '['])
        && !text.contains('"')
        && text.contains(char::is_alphabetic)
        && Document::parse(text.as_bytes().to_vec()).is_err()
}

/// The string that a JSON object has as the last member of this name.
fn string_member(document: &Document, wanted: &str) -> Option<String> {
    let held = document.root().members().filter(|(name, _)| name.string() == wanted).last()?.1;
    (held.kind() == Kind::String).then(|| held.string().into_owned())
}

/// The token that a JSON object holds.
fn token_in(document: &Document) -> Option<String> {
    let held = TOKEN_MEMBERS.iter().find_map(|name| string_member(document, name))?;
    Some(unwrap_token(&held).to_owned())
}

/// The code of an error answer, as the contract writes it and no request does.
fn error_code(document: &Document) -> Option<String> {
    string_member(document, "errorCode")
        .filter(|code| code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
}

fn unwrap_token(text: &str) -> &str {
    let mut text = text.trim().trim_end_matches(',');
    // A line of a dotenv file, perhaps among others, as `mint -o env` prints it.
    if let Some(value) = text.lines().find_map(|line| line.trim().strip_prefix("LIVEKIT_TOKEN=")) {
        text = value.trim();
    }
    for prefix in ["authorization:", "bearer "] {
        text = unquote(text);
        if text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            text = text[prefix.len()..].trim_start();
        }
    }
    let text = unquote(text);
    if is_url(text) { token_parameter(text).unwrap_or(text) } else { text }
}

/// Whether this is an address rather than a token.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| ["http", "https", "ws", "wss"].contains(&scheme.as_str()))
}

/// The token in the query of an address: of LiveKit's meet page, or of a server's own.
fn token_parameter(url: &str) -> Option<&str> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next()?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| ["token", "access_token"].contains(name)).map(|(_, token)| token)
}

fn unquote(text: &str) -> &str {
    let quoted = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    ['"', '\'', '`'].into_iter().find_map(quoted).map_or(text, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> String {
        match Input::read(text.as_bytes()) {
            Ok(Input::Token(token)) => token.into_owned(),
            Ok(Input::Request(_)) => panic!("a request: {text}"),
            Err(error) => panic!("{error}: {text}"),
        }
    }

    #[test]
    fn wrappings_come_off() {
        for wrapped in [
            "a.b.c",
            " a.b.c\r\n",
            "\u{feff}a.b.c",
            "\"a.b.c\"",
            "'a.b.c'\n",
            "Bearer a.b.c",
            "bearer  a.b.c",
            "Authorization: Bearer a.b.c",
            "\"Authorization: Bearer a.b.c\"",
            "Bearer \"a.b.c\"",
            "\"a.b.c\",",
            "LIVEKIT_URL=ws://x\nLIVEKIT_TOKEN=a.b.c\nLIVEKIT_ROOM=r\n",
            "LIVEKIT_TOKEN='a.b.c'",
            "https://meet.livekit.io/custom?liveKitUrl=ws%3A%2F%2Fh&token=a.b.c\n",
            "'wss://h/rtc?access_token=a.b.c&auto_subscribe=1#x'",
            r#"{"token":"a.b.c","expiresAt":"x"}"#,
            r#"{"server_url":"ws://x","participant_token":"a.b.c"}"#,
            r#" {"access_token":" a.b.c\n"} "#,
            r#"{"token":"x","token":"a.b.c"}"#,
        ] {
            assert_eq!(token(wrapped), "a.b.c", "{wrapped}");
        }
        assert_eq!(token("hello"), "hello");
    }

    #[test]
    fn an_object_without_a_token_is_a_request() {
        for request in [r#"{"roomName":"r"}"#, "{", "{}", r#"{"token":5}"#] {
            assert!(
                Input::read(request.as_bytes())
                    .is_ok_and(|input| input == Input::Request(request.as_bytes()))
            );
        }
    }

    #[test]
    fn an_error_answer_is_told_from_a_request() {
        let answer = r#"{"statusCode":500,"errorCode":"MISSING_CREDENTIALS","message":"x"}"#;
        let error = Input::read(answer.as_bytes()).err();
        assert_eq!(error, Some(InputError::ErrorAnswer("MISSING_CREDENTIALS".to_owned())));
        for other in
            [r#"{"errorCode":5}"#, r#"{"errorCode":"eyJhbGciOiJIUzI1NiJ9.e30.x"}"#, r#"{"message":"x"}"#]
        {
            assert!(matches!(Input::read(other.as_bytes()), Ok(Input::Request(_))), "{other}");
        }
        assert_eq!(token(r#"{"errorCode":"X","token":"a.b.c"}"#), "a.b.c");
    }

    #[test]
    fn many_tokens_are_told_from_one() {
        for many in [
            "eyJa.b.c\neyJd.e.f",
            "\u{feff}eyJa.b.c\r\n\r\neyJd.e.f\r\n",
            "eyJa.b.c eyJd.e.f",
            "\"eyJa.b.c\",\n\"eyJd.e.f\"",
            r#"["eyJa.b.c","eyJd.e.f"]"#,
            "Bearer eyJa.b.c\nBearer eyJd.e.f",
            "token,expiresAt\neyJa.b.c,x\neyJd.e.f,x",
            "{\"token\":\"eyJa.b.c\"}\n{\"token\":\"eyJd.e.f\"}\n",
        ] {
            assert!(holds_many_tokens(many.as_bytes()), "{many}");
        }
        for one in [
            "",
            "eyJa.b.c",
            "eyJa.b.c\n\n",
            // A line break within, and parts that are missing or too many.
            "eyJa.\nb.c",
            "eyJa.eyJb.\nc",
            "eyJa.b\neyJd.e",
            "eyJa.b.c.d.e\neyJa.b.c",
            "wss://x.livekit.cloud\neyJa.b.c",
            "LIVEKIT_TOKEN=eyJa.b.c\nOTHER=eyJd.e.f",
            "{\"token\":\"eyJa.b.c\",\n\"before\":\"eyJd.e.f\"}",
            "{\"roomName\":\"r\"}\n{\"token\":\"eyJd.e.f\"}",
            "\u{7f}eyJa.b.c",
        ] {
            assert!(!holds_many_tokens(one.as_bytes()), "{one}");
        }
        assert!(!holds_many_tokens(b"eyJa.b.c\neyJd.e.f\xff"));
    }

    #[test]
    fn the_name_of_a_file_is_told_from_a_token() {
        for path in
            ["token.txt", "TOKENS.NDJSON", "./x", "../x", "/tmp/x", "~/x", ".\\x", "a.b.jwt", "x/y.env"]
        {
            assert!(looks_like_a_path(path), "{path}");
        }
        for text in [
            "",
            "hello",
            "a.b.c",
            ".env",
            ".jwt",
            "eyJa.b.txt",
            "a b.txt",
            "https://h/x.txt",
            "{\"a\":1}",
            "x/y",
        ] {
            assert!(!looks_like_a_path(text), "{text}");
        }
    }

    #[test]
    fn lost_quotes_are_seen() {
        for text in ["{canPublish:true}", "[camera]", "'{a:1}'", " {\\a\\:1}"] {
            assert!(has_lost_its_quotes(text), "{text}");
        }
        for text in [r#"{"a":1}"#, "{}", "[1,2]", "[true]", "hello", "", r#"{"a":}"#] {
            assert!(!has_lost_its_quotes(text), "{text}");
        }
    }

    #[test]
    fn what_is_neither_is_an_error() {
        let error = |bytes: &[u8]| Input::read(bytes).err();
        assert_eq!(error(b""), Some(InputError::Empty));
        assert_eq!(error(b" \r\n"), Some(InputError::Empty));
        assert_eq!(error(b"\"\""), Some(InputError::Empty));
        assert_eq!(error(b"a.\xff.c"), Some(InputError::NotText));
        assert_eq!(error(&vec![b'a'; MAX_INPUT_BYTES]), None);
        assert_eq!(error(&vec![b'a'; MAX_INPUT_BYTES + 1]), Some(InputError::TooLarge));
    }

    #[test]
    fn an_address_is_one_of_the_web_or_of_a_socket() {
        for address in ["http://localhost:7880", "HTTPS://h/?token=a.b.c", "ws://h", "wss://h/rtc"] {
            assert!(is_url(address), "{address}");
        }
        for text in ["", "a.b.c", "localhost:7880", "ftp://h", "https:h", "://h", "see https://h"] {
            assert!(!is_url(text), "{text}");
        }
    }
}
