//! `exp`, `nbf` and `iat`: how they are written, and when they hold.

use super::{Case, Claims};

/// Ways to write a time, good and bad, none of them near the present.
const WRITTEN: [(&str, &str); 56] = [
    ("zero", "0"),
    ("minus zero", "-0"),
    ("one", "1"),
    ("minus one", "-1"),
    ("half a second", "0.5"),
    ("year 2100", "4102444800"),
    ("year 2100 with a fraction", "4102444800.75"),
    ("year 2100 with an exponent", "4.1024448e9"),
    ("year 2100 with a capital exponent", "41024448E+2"),
    ("milliseconds", "4102444800000"),
    ("2^31", "2147483648"),
    ("2^32", "4294967296"),
    ("2^53", "9007199254740992"),
    ("2^53 and one", "9007199254740993"),
    ("10^17", "100000000000000000"),
    ("10^18", "1000000000000000000"),
    ("where the year overflows", "9223371974719179007"),
    ("past where the year overflows", "9223371974719180000"),
    ("one leeway before 2^63", "9223372036854775748"),
    ("largest double below 2^63", "9223372036854774784"),
    ("2^63 less one", "9223372036854775807"),
    ("2^63", "9223372036854775808"),
    ("2^64", "18446744073709551616"),
    ("minus 2^53", "-9007199254740992"),
    ("minus 2^62", "-4611686018427387904"),
    ("minus 2^63", "-9223372036854775808"),
    ("below minus 2^63", "-9223372036854777856"),
    ("start of the year 1", "-62135596800"),
    ("before the year 1", "-62135596801"),
    ("1e15", "1e15"),
    ("1e18", "1e18"),
    ("1e19", "1e19"),
    ("1e30", "1e30"),
    ("1e308", "1e308"),
    ("1.8e308", "1.8e308"),
    ("1e309", "1e309"),
    ("minus 1e308", "-1e308"),
    ("minus 1e309", "-1e309"),
    ("1e-400", "1e-400"),
    ("string", r#""4102444800""#),
    ("string with a fraction", r#""4102444800.5""#),
    ("string with an exponent", r#""41024448e2""#),
    ("string with a minus", r#""-1""#),
    ("string with a plus", r#""+4102444800""#),
    ("string with a leading zero", r#""04102444800""#),
    ("string with a space", r#"" 4102444800""#),
    ("string with a space after", r#""4102444800 ""#),
    ("string with an escape", r#""\u0034102444800""#),
    ("string beyond a double", r#""1e309""#),
    ("string 1e30", r#""1e30""#),
    ("string in hexadecimal", r#""0xF4865700""#),
    ("string NaN", r#""NaN""#),
    ("string Infinity", r#""Infinity""#),
    ("string null", r#""null""#),
    ("string with a date", r#""2100-01-01T00:00:00Z""#),
    ("array of a number", "[4102444800]"),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, value) in WRITTEN {
        for claim in ["exp", "nbf", "iat"] {
            cases.push(Case::join(format!("{claim}: {name}"), &Claims::join().with(claim, value)));
        }
    }
    let digits = "9".repeat(400);
    cases.push(Case::join("exp: 400 digits", &Claims::join().with("exp", &digits)));
    let zeros = format!("4102444800.{}", "0".repeat(400));
    cases.push(Case::join("exp: 400 zeros", &Claims::join().with("exp", &zeros)));
    cases.extend(around_the_leeway());
    cases.extend(several());
    cases
}

/// Both edges of the minute that is allowed. The clock runs while the server is
/// asked, so the edge itself is kept away from.
fn around_the_leeway() -> Vec<Case> {
    let mut cases = Vec::new();
    let values = [
        ("exp", "a minute and two ago", "$(-62)"),
        ("exp", "57 seconds ago", "$(-57)"),
        ("exp", "57.5 seconds ago", "$(-57).5"),
        ("exp", "now", "$(+0)"),
        ("exp", "in a second", "$(+1)"),
        ("exp", "57 seconds ago, a string", r#""$(-57)""#),
        ("exp", "a minute and two ago, a string", r#""$(-62)""#),
        ("exp", "ten minutes ago", "$(-600)"),
        ("nbf", "now", "$(+0)"),
        ("nbf", "in 58 seconds", "$(+58)"),
        ("nbf", "in 58.9 seconds", "$(+58).9"),
        ("nbf", "in a minute and three", "$(+63)"),
        ("nbf", "in ten minutes", "$(+600)"),
        ("nbf", "in 58 seconds, a string", r#""$(+58)""#),
        ("iat", "in ten minutes", "$(+600)"),
        ("iat", "ten minutes ago", "$(-600)"),
    ];
    for (claim, name, value) in values {
        cases.push(Case::join(format!("{claim} {name}"), &Claims::join().with(claim, value)));
    }
    cases
}

fn several() -> Vec<Case> {
    let join = Claims::join;
    vec![
        Case::join("exp absent", &join().without("exp")).without_exp(),
        Case::join("exp absent, nbf absent", &join().without("exp").without("nbf")).without_exp(),
        Case::join("exp absent, nbf early", &join().without("exp").with("nbf", "$(+600)")).without_exp(),
        Case::join("exp absent, no video", &join().without("exp").without("video")).without_exp(),
        Case::join("exp absent, no identity", &join().without("exp").without("sub")).without_exp(),
        Case::join("exp absent, name a number", &join().without("exp").with("name", "5")).without_exp(),
        Case::join("exp absent, wrong secret", &join().without("exp")).without_exp().secret("other"),
        Case::join("exp absent, EXP in capitals", &join().without("exp").and("EXP", "$(+600)")),
        Case::join("exp then null", &join().and("exp", "null")).without_exp(),
        Case::join("exp then EXP null", &join().and("EXP", "null")).without_exp(),
        Case::join("exp null then a time", &join().with("exp", "null").and("exp", "$(+600)")),
        Case::join("exp twice, expired last", &join().and("exp", "$(-600)")),
        Case::join("exp twice, expired first", &join().with("exp", "$(-600)").and("exp", "$(+600)")),
        Case::join("exp twice, a bad one first", &join().with("exp", "true").and("exp", "$(+600)")),
        Case::join(
            "exp with an escape in its name",
            &join().with("exp", "$(-600)").and(r"\u0065xp", "$(+600)"),
        ),
        Case::join("nbf absent", &join().without("nbf")),
        Case::join("nbf then null", &join().with("nbf", "$(+600)").and("nbf", "null")),
        Case::join("nbf after exp", &join().with("nbf", "$(+40)").with("exp", "$(+30)")),
        Case::join("expired and too early", &join().with("exp", "$(-600)").with("nbf", "$(+600)")),
        Case::join("expired, no video", &join().with("exp", "$(-600)").without("video")),
        Case::join("expired, no identity", &join().with("exp", "$(-600)").without("sub")),
        Case::join("expired, name a number", &join().with("exp", "$(-600)").with("name", "5")),
        Case::join("expired, roomConfig bad", &join().with("exp", "$(-600)").with("roomConfig", "5")),
    ]
}
