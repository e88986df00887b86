//! Dots, base64url, the header, the algorithm and the signature.

use super::{Case, Claims};
use crate::forge::{Damage, HEADER, Part};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![Case::join("join", &Claims::join())];
    cases.extend(damaged());
    cases.extend(headers());
    cases.extend(algorithms());
    cases.extend(secrets());
    cases
}

fn damaged() -> impl Iterator<Item = Case> {
    use Damage::{
        Append, Around, Cut, Empty, FlipSignatureBit, FourthPart, Insert, Pad, Replace, SignatureBytes,
        SignedOther, StandardAlphabet, StrayBits, TwoParts,
    };
    let mut damages = vec![
        ("two parts".to_owned(), TwoParts),
        ("a fourth part".to_owned(), FourthPart("AAAA")),
        ("an empty fourth part".to_owned(), FourthPart("")),
        ("a thousand dots".to_owned(), Replace(const_dots())),
        ("no token".to_owned(), Replace("")),
        ("two dots".to_owned(), Replace("..")),
        ("no dot".to_owned(), Replace("token")),
        ("not ASCII".to_owned(), Replace("é.é.é")),
        ("JSON instead of a token".to_owned(), Replace("{}.{}.{}")),
        ("Bearer twice".to_owned(), Around("Bearer ", "")),
        ("quotes around".to_owned(), Around("\"", "\"")),
        ("space before".to_owned(), Around(" ", "")),
        ("space after".to_owned(), Around("", " ")),
        ("tab after".to_owned(), Around("", "\t")),
        ("line feed before".to_owned(), Around("\n", "")),
        ("line feed after".to_owned(), Around("", "\n")),
        ("carriage return and line feed after".to_owned(), Around("", "\r\n")),
        ("line feed and space after".to_owned(), Around("", "\n ")),
        ("NUL after".to_owned(), Around("", "\0")),
        ("comma after".to_owned(), Around("", ",")),
        ("BOM before".to_owned(), Around("\u{feff}", "")),
        ("no-break space after".to_owned(), Around("", "\u{a0}")),
        ("signature of another payload".to_owned(), SignedOther),
        ("signature cut by one byte".to_owned(), SignatureBytes(31)),
        ("signature cut to one byte".to_owned(), SignatureBytes(1)),
        ("signature of no bytes".to_owned(), SignatureBytes(0)),
        ("signature with a zero more".to_owned(), SignatureBytes(33)),
        ("signature of 64 bytes".to_owned(), SignatureBytes(64)),
        ("first bit of the signature flipped".to_owned(), FlipSignatureBit(7)),
        ("last bit of the signature flipped".to_owned(), FlipSignatureBit(248)),
    ];
    for part in Part::ALL {
        let name = format!("{part:?}").to_lowercase();
        damages.extend([
            (format!("padding after the {name}"), Pad(part)),
            (format!("one = after the {name}"), Append(part, "=")),
            (format!("standard alphabet in the {name}"), StandardAlphabet(part)),
            (format!("stray bits in the {name}"), StrayBits(part)),
            (format!("{name} cut by one character"), Cut(part, 1)),
            (format!("{name} cut by two characters"), Cut(part, 2)),
            (format!("{name} cut by four characters"), Cut(part, 4)),
            (format!("empty {name}"), Empty(part)),
            (format!("one character after the {name}"), Append(part, "A")),
            (format!("four characters after the {name}"), Append(part, "AAAA")),
            (format!("space in the {name}"), Insert(part, 4, " ")),
            (format!("line feed in the {name}"), Insert(part, 4, "\n")),
            (format!("carriage return in the {name}"), Insert(part, 5, "\r")),
            (format!("percent sign in the {name}"), Insert(part, 4, "%3D")),
            (format!("letter outside ASCII in the {name}"), Insert(part, 4, "é")),
        ]);
    }
    damages
        .into_iter()
        .map(|(name, damage)| Case::join(format!("form: {name}"), &Claims::join()).damage(damage))
}

const fn const_dots() -> &'static str {
    const DOTS: [u8; 1000] = [b'.'; 1000];
    match std::str::from_utf8(&DOTS) {
        Ok(dots) => dots,
        Err(_) => "",
    }
}

fn headers() -> impl Iterator<Item = Case> {
    let headers: [(&str, &[u8]); 58] = [
        ("no typ", br#"{"alg":"HS256"}"#),
        ("typ first", br#"{"typ":"JWT","alg":"HS256"}"#),
        ("typ in small letters", br#"{"alg":"HS256","typ":"jwt"}"#),
        ("typ JOSE", br#"{"alg":"HS256","typ":"JOSE"}"#),
        ("typ is null", br#"{"alg":"HS256","typ":null}"#),
        ("typ is a number", br#"{"alg":"HS256","typ":5}"#),
        ("typ is an object", br#"{"alg":"HS256","typ":{}}"#),
        ("cty JWT", br#"{"alg":"HS256","cty":"JWT"}"#),
        ("kid", br#"{"alg":"HS256","kid":"../../etc/passwd"}"#),
        ("jku", br#"{"alg":"HS256","jku":"https://example.com/keys"}"#),
        ("jwk", br#"{"alg":"HS256","jwk":{"kty":"oct","k":"AA"}}"#),
        ("x5u and x5c", br#"{"alg":"HS256","x5u":"https://example.com","x5c":["AA"]}"#),
        ("zip", br#"{"alg":"HS256","zip":"DEF"}"#),
        ("b64 false", br#"{"alg":"HS256","b64":false,"crit":["b64"]}"#),
        ("crit unknown", br#"{"alg":"HS256","crit":["exp"],"exp":1}"#),
        ("crit empty", br#"{"alg":"HS256","crit":[]}"#),
        ("crit is a number", br#"{"alg":"HS256","crit":1}"#),
        ("unknown member", br#"{"alg":"HS256","x":[1,{"y":null}]}"#),
        ("alg twice, the right one last", br#"{"alg":"none","alg":"HS256"}"#),
        ("alg twice, the wrong one last", br#"{"alg":"HS256","alg":"none"}"#),
        ("alg twice, null last", br#"{"alg":"HS256","alg":null}"#),
        ("alg, then Alg", br#"{"alg":"HS256","Alg":"none"}"#),
        ("Alg only", br#"{"Alg":"HS256"}"#),
        ("ALG only", br#"{"ALG":"HS256"}"#),
        ("alg escaped", br#"{"\u0061lg":"HS256"}"#),
        ("value of alg escaped", br#"{"alg":"\u0048S256"}"#),
        ("no alg", br#"{"typ":"JWT"}"#),
        ("alg is null", br#"{"alg":null}"#),
        ("alg is a number", br#"{"alg":256}"#),
        ("alg is true", br#"{"alg":true}"#),
        ("alg is an array", br#"{"alg":["HS256"]}"#),
        ("alg is an object", br#"{"alg":{"HS256":1}}"#),
        ("alg is empty", br#"{"alg":""}"#),
        ("alg has a space", br#"{"alg":"HS256 "}"#),
        ("alg has a NUL", br#"{"alg":"HS256\u0000"}"#),
        ("number beyond a double", br#"{"alg":"HS256","x":1e400}"#),
        ("number at the end of a double", br#"{"alg":"HS256","x":1e308}"#),
        ("lone surrogate", br#"{"alg":"HS256","x":"\ud800"}"#),
        ("bad UTF-8 in a value", b"{\"alg\":\"HS256\",\"x\":\"\xff\"}"),
        ("bad UTF-8 in a name", b"{\"alg\":\"HS256\",\"\xff\":1}"),
        ("spaces and line feeds", b" {\n\t\"alg\" : \"HS256\" }\r\n "),
        ("space only", b" "),
        ("empty object", b"{}"),
        ("null", b"null"),
        ("array", br#"[{"alg":"HS256"}]"#),
        ("string", br#""HS256""#),
        ("number", b"1"),
        ("true", b"true"),
        ("two objects", br#"{"alg":"HS256"}{}"#),
        ("text after", br#"{"alg":"HS256"}x"#),
        ("NUL after", b"{\"alg\":\"HS256\"}\0"),
        ("BOM", b"\xef\xbb\xbf{\"alg\":\"HS256\"}"),
        ("UTF-16", b"{\0}\0"),
        ("not closed", br#"{"alg":"HS256""#),
        ("comma after the last member", br#"{"alg":"HS256",}"#),
        ("single quotes", b"{'alg':'HS256'}"),
        ("comment", br#"{"alg":"HS256"/**/}"#),
        ("line feed in a string", b"{\"alg\":\"HS256\",\"x\":\"\n\"}"),
    ];
    headers
        .into_iter()
        .map(|(name, header)| Case::join(format!("header: {name}"), &Claims::join()).header(header))
        .chain(nested_headers())
}

fn nested_headers() -> impl Iterator<Item = Case> {
    [9_000, 11_000].into_iter().map(|depth| {
        let header = format!(r#"{{"alg":"HS256","x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        Case::join(format!("header: {depth} arrays deep"), &Claims::join()).header(header)
    })
}

fn algorithms() -> impl Iterator<Item = Case> {
    let names = [
        "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
        "EdDSA", "none", "None", "NONE", "hs256", "Hs256", "HS255", "HS1", "ES256K", "Ed25519", "A128KW",
        "dir",
    ];
    let plain = names.into_iter().map(|name| {
        Case::join(format!("alg {name}"), &Claims::join())
            .header(format!(r#"{{"alg":"{name}","typ":"JWT"}}"#))
    });
    let unsigned = ["none", "HS512", "RS256", "XX"].into_iter().map(|name| {
        Case::join(format!("alg {name}, no signature"), &Claims::join())
            .header(format!(r#"{{"alg":"{name}","typ":"JWT"}}"#))
            .damage(Damage::Empty(Part::Signature))
    });
    let unreadable = ["none", "HS512", "XX"].into_iter().map(|name| {
        Case::join(format!("alg {name}, unreadable signature"), &Claims::join())
            .header(format!(r#"{{"alg":"{name}","typ":"JWT"}}"#))
            .damage(Damage::Append(Part::Signature, "!"))
    });
    // Which of several faults is named.
    let with_more = [
        Case::join("alg HS512 and unknown key", &Claims::join().with("iss", r#""nobody""#))
            .header(r#"{"alg":"HS512"}"#),
        Case::join("alg HS512 and expired", &Claims::join().with("exp", "$(-600)"))
            .header(r#"{"alg":"HS512"}"#),
        Case::join("alg HS512 and name a number", &Claims::join().with("name", "5"))
            .header(r#"{"alg":"HS512"}"#),
        Case::join("alg unknown and key unknown", &Claims::join().with("iss", r#""nobody""#))
            .header(r#"{"alg":"XX"}"#),
        Case::join("signature unreadable and key unknown", &Claims::join().with("iss", r#""nobody""#))
            .damage(Damage::Append(Part::Signature, "!")),
    ];
    plain.chain(unsigned).chain(unreadable).chain(with_more)
}

fn secrets() -> [Case; 10] {
    let join = Claims::join();
    [
        Case::join("secret: wrong", &join).secret("other"),
        Case::join("secret: empty", &join).secret(""),
        Case::join("secret: line feed after", &join).secret("secret\n"),
        Case::join("secret: space before", &join).secret(" secret"),
        Case::join("secret: capital letters", &join).secret("SECRET"),
        // HMAC pads a short key with zeros, so this is the same key.
        Case::join("secret: NUL after", &join).secret("secret\0"),
        Case::join("secret: read as base64", &join).secret(*b"\xb1\xe7\x2b\x7a"),
        Case::join("secret: wrong, and expired", &join.clone().with("exp", "$(-600)")).secret("other"),
        Case::join("secret: wrong, and unknown key", &join.clone().with("iss", r#""nobody""#))
            .secret("other"),
        Case::join("secret: wrong, and name a number", &join.with("name", "5"))
            .secret("other")
            .header(HEADER),
    ]
}
