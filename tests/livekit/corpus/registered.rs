//! The claims of RFC 7519.

use super::{Case, Claims, claim_of_each_type};

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for claim in ["iss", "sub", "jti", "aud", "iat"] {
        cases.extend(claim_of_each_type(claim));
    }
    for claim in ["nbf", "exp"] {
        cases.extend(
            claim_of_each_type(claim).map(
                |case| {
                    if case.name == "exp is null" { case.without_exp() } else { case }
                },
            ),
        );
    }
    cases.extend(keys());
    cases.extend(identities());
    cases.extend(audiences());
    cases
}

fn keys() -> Vec<Case> {
    let values: [(&str, &str); 8] = [
        ("unknown", r#""nobody""#),
        ("in capital letters", r#""DEVKEY""#),
        ("with a space", r#""devkey ""#),
        ("with a NUL", r#""devkey\u0000""#),
        ("escaped", r#""\u0064evkey""#),
        ("with a line feed", r#""a\nb""#),
        ("with an error in it", r#""x, error: y""#),
        ("with a bad character", r#""dev\ud800key""#),
    ];
    let mut cases: Vec<_> = values
        .into_iter()
        .map(|(name, value)| Case::join(format!("iss {name}"), &Claims::join().with("iss", value)))
        .collect();
    cases.extend([
        Case::join("iss absent", &Claims::join().without("iss")),
        Case::join(
            "iss unknown and grants mistyped",
            &Claims::join().with("iss", r#""nobody""#).with("name", "5"),
        ),
        Case::join("iss unknown and expired", &Claims::join().with("iss", r#""nobody""#).with("exp", "1")),
        Case::join("iss unknown and exp absent", &Claims::join().with("iss", r#""nobody""#).without("exp"))
            .without_exp(),
        Case::join(
            "iss twice, the known one last",
            &Claims::join().with("iss", r#""nobody""#).and("iss", r#""devkey""#),
        ),
        Case::join("iss twice, the unknown one last", &Claims::join().and("iss", r#""nobody""#)),
        Case::join("iss twice, empty last", &Claims::join().and("iss", r#""""#)),
        Case::join("iss twice, null last", &Claims::join().and("iss", "null")),
        Case::join("iss twice, number last", &Claims::join().and("iss", "5")),
        Case::join("iss twice, number first", &Claims::join().with("iss", "5").and("iss", r#""devkey""#)),
    ]);
    cases
}

fn identities() -> [Case; 12] {
    let no_sub = || Claims::join().without("sub");
    [
        Case::join("sub absent", &no_sub()),
        Case::join("sub absent, jti", &no_sub().and("jti", r#""bob""#)),
        Case::join("sub empty, jti", &Claims::join().with("sub", r#""""#).and("jti", r#""bob""#)),
        Case::join("sub null, jti", &Claims::join().with("sub", "null").and("jti", r#""bob""#)),
        Case::join("sub absent, jti empty", &no_sub().and("jti", r#""""#)),
        Case::join("sub absent, identity", &no_sub().and("identity", r#""bob""#)),
        Case::join("sub absent, ID", &no_sub().and("ID", r#""bob""#)),
        Case::join("sub twice, null last", &Claims::join().and("sub", "null")),
        Case::join("sub twice, empty last", &Claims::join().and("sub", r#""""#)),
        Case::join("sub absent, jti twice, null last", &no_sub().and("jti", r#""bob""#).and("jti", "null")),
        Case::join("sub and jti", &Claims::join().and("jti", r#""bob""#)),
        Case::join("sub absent, roomJoin absent", &no_sub().with("video", r#"{"room":"demo"}"#)),
    ]
}

fn audiences() -> impl Iterator<Item = Case> {
    [
        ("two strings", r#"["a","b"]"#),
        ("string and number", r#"["a",1]"#),
        ("string and null", r#"["a",null]"#),
        ("null in an array", "[null]"),
        ("array in an array", r#"[["a"]]"#),
        ("number beyond a double", "1e400"),
        ("array with a number beyond a double", "[1e400]"),
    ]
    .into_iter()
    .map(|(name, value)| Case::join(format!("aud: {name}"), &Claims::join().and("aud", value)))
    .chain([
        Case::join("aud twice, number last", &Claims::join().and("aud", r#""a""#).and("aud", "5")),
        Case::join("aud twice, number first", &Claims::join().and("aud", "5").and("aud", r#""a""#)),
    ])
}
