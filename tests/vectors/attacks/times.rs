//! Times that readers disagree about.

use super::{Attack, Renewed};

pub fn rows() -> Vec<Attack> {
    let mut rows = no_numbers();
    rows.extend(large());
    rows.extend(odd());
    rows
}

/// What it takes to join, with this for `exp` and this more.
fn payload(exp: &str, more: &str) -> String {
    format!(r#"{{"iss":"devkey","sub":"alice","exp":{exp},"video":{{"roomJoin":true,"room":"demo"}}{more}}}"#)
}

/// JSON has no such numbers, or strings that are none.
fn no_numbers() -> Vec<Attack> {
    let mut rows = Vec::new();
    for value in [
        "NaN",
        "Infinity",
        "-Infinity",
        "inf",
        "+4102444800",
        "0x7fffffff",
        "1e",
        "4_102_444_800",
        "4102444800L",
        "４１０２４４４８００",
    ] {
        for (claim, exp, more) in [
            ("exp", value, String::new()),
            ("nbf", "4102444800", format!(r#","nbf":{value}"#)),
            ("iat", "4102444800", format!(r#","iat":{value}"#)),
        ] {
            rows.push(
                Attack::payload(format!("{claim} {value}"), payload(exp, &more))
                    .unreadable("bad-json", "payload is not JSON"),
            );
        }
    }
    for value in [
        "NaN",
        "Infinity",
        "-inf",
        "1e400",
        "-1e309",
        "",
        " ",
        "4102444800\\n",
        "\\u0000",
        "2100-01-01",
        "never",
        "٤",
        "0x1p3",
        "1_000",
    ] {
        // A number that is too large is one all the same.
        let breaches: &[&str] =
            if value.contains("1e") { &["string-time", "inexact-time"] } else { &["string-time"] };
        rows.push(
            Attack::payload(format!("exp as text {value:?}"), payload(&format!("\"{value}\""), ""))
                .refused(&["claim-type"])
                .breaches(breaches)
                .renewed(Renewed::Refused("exp: a number of seconds is needed")),
        );
    }
    for value in [
        "1e309",
        "-1e309",
        "1e1000000000",
        "1e99999999999999999999",
        "true",
        "[]",
        "{}",
        "[4102444800]",
        r#"{"$date":4102444800}"#,
    ] {
        let breaches: &[&str] = if value.contains("1e") { &["inexact-time"] } else { &[] };
        rows.push(
            Attack::payload(format!("exp {value}"), payload(value, ""))
                .refused(&["claim-type"])
                .breaches(breaches)
                .renewed(Renewed::Refused("exp: a number of seconds is needed")),
        );
    }
    rows
}

/// Beyond what others hold exactly, or at all.
fn large() -> Vec<Attack> {
    let past = |name: &str, exp: &str| {
        Attack::payload(format!("exp {name}"), payload(exp, ""))
            .refused(&["expired"])
            .breaches(&["inexact-time"])
    };
    let far = |name: &str, exp: &str| Attack::payload(format!("exp {name}"), payload(exp, ""));
    vec![
        far("2^53 less one", "9007199254740991"),
        far("2^53 exactly", "9007199254740992"),
        // A double cannot tell the next number from 2^53 itself.
        far("2^53 and one more", "9007199254740993"),
        far("2^53 and two more", "9007199254740994").breaches(&["inexact-time"]),
        far("2^53 and two more, as text", r#""9007199254740994""#).breaches(&["string-time", "inexact-time"]),
        far("2^62", "4611686018427387904").breaches(&["inexact-time"]),
        past("2^63", "9223372036854775808"),
        past("2^63 and much more", "9223372036854777856"),
        past("2^64 less one", "18446744073709551615"),
        past("2^64", "18446744073709551616"),
        past("2^128", "340282366920938463463374607431768211456"),
        past("of 300 digits", &"9".repeat(300)),
        past("minus 2^63", "-9223372036854775808"),
        past("below minus 2^63", "-9223372036854775809"),
        Attack::payload("nbf 2^63", payload("4102444800", r#","nbf":9223372036854775808"#))
            .breaches(&["inexact-time"])
            .lints(&["long-lifetime"]),
        Attack::payload("nbf 2^62", payload("4102444800", r#","nbf":4611686018427387904"#))
            .refused(&["not-valid-yet"])
            .breaches(&["inexact-time"])
            .lints(&["never-valid"]),
        Attack::payload("nbf minus 2^63", payload("4102444800", r#","nbf":-9223372036854775808"#))
            .breaches(&["inexact-time"])
            .lints(&["long-lifetime"]),
        Attack::payload("iat 2^63", payload("4102444800", r#","iat":9223372036854775808"#))
            .breaches(&["inexact-time"])
            .lints(&["long-lifetime"]),
    ]
}

fn odd() -> Vec<Attack> {
    let row =
        |name: &str, exp: &str, more: &str| Attack::payload(format!("time: {name}"), payload(exp, more));
    vec![
        row("exp minus one", "-1", "").refused(&["expired"]).breaches(&["negative-time"]),
        row("exp minus zero", "-0", "").refused(&["expired"]),
        row("exp minus zero as text", r#""-0""#, "").refused(&["expired"]).breaches(&["string-time"]),
        row("exp minus a day", "-86400", "").refused(&["expired"]).breaches(&["negative-time"]),
        row("exp minus a fraction", "-0.5", "").refused(&["expired"]).breaches(&["negative-time"]),
        row("exp smaller than any double", "1e-1000000000", "").refused(&["expired"]),
        row("exp in milliseconds", "1800000000000", "").lints(&["milliseconds"]),
        row("exp with 10,000 digits behind the point", &format!("4102444800.{}", "9".repeat(10_000)), ""),
        row("exp of 10,000 digits", &"4".repeat(10_000), "")
            .refused(&["claim-type"])
            .breaches(&["inexact-time"])
            .renewed(Renewed::Refused("exp: a number of seconds is needed")),
        row("exp with 780 zeros and a small exponent", &format!("4102444800{}e-780", "0".repeat(780)), ""),
        // Go's `strconv` takes at most 800 digits of a whole number and forgets the others, so that a server reads this
        // one as zero. Nobody writes times so; what it is worth is what we say.
        row(
            "exp with 10,000 zeros and a small exponent",
            &format!("4102444800{}e-10000", "0".repeat(10_000)),
            "",
        )
        .not_for_servers(),
        row("exp null", "null", "").refused(&["missing-exp"]).breaches(&["null-claim"]),
        row("exp text of digits", r#""4102444800""#, "").breaches(&["string-time"]),
        row("exp escaped text of digits", r#""\u0034102444800""#, "").breaches(&["string-time"]),
        row("nbf minus one", "4102444800", r#","nbf":-1"#)
            .breaches(&["negative-time"])
            .lints(&["long-lifetime"]),
        row("nbf text", "4102444800", r#","nbf":"1700000000""#)
            .breaches(&["string-time"])
            .lints(&["long-lifetime"]),
        row("nbf behind exp", "4102444800", r#","nbf":4102444801"#)
            .refused(&["not-valid-yet"])
            .lints(&["never-valid"]),
        row("exp and nbf in the same second", "4102444800", r#","nbf":4102444800"#)
            .refused(&["not-valid-yet"])
            .lints(&["never-valid"]),
        row("iat after the end of the world", "4102444800", r#","iat":253402300800"#).lints(&["never-valid"]),
        row("auth_time text", "4102444800", r#","auth_time":"x","updated_at":1e309"#),
    ]
}
