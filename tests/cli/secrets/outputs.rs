//! When all goes well.

use super::{AT, Asked, Canary, KEY, SECRET, foreign_token};
use crate::program::ran;

const MINT: [&str; 7] = ["mint", "-r=demo", "-i=alice", "--at", AT, "--url=wss://canary.example", "-o"];

/// Flags and variables that name a place for key and secret.
type Place = (&'static [&'static str], &'static [(&'static str, &'static str)]);

/// Every place a secret can come from, but for standard input.
fn places(canary: &Canary) -> Vec<Place> {
    canary.home.write_private("secret", SECRET);
    canary.home.write_private(".env", format!("LIVEKIT_API_KEY={KEY}\nLIVEKIT_API_SECRET='{SECRET}'\n"));
    canary.home.write_config(&format!(
        "[profiles.inline]\napi_key = '{KEY}'\napi_secret = '{SECRET}'\n[profiles.command]\napi_key = '{KEY}'\n\
         api_secret_command = ['echo', '{SECRET}']\n"
    ));
    let mut places: Vec<Place> = vec![
        (&["--api-key=APIcanary", "--api-secret-file=secret"], &[]),
        (&["--env-file=.env"], &[]),
        (&["--profile=inline"], &[]),
        (&[], &[("LIVEKIT_API_KEY", KEY), ("LIVEKIT_API_SECRET", SECRET)]),
        (&[], &[("LIVEKIT_API_KEY", KEY), ("LIVEKIT_API_SECRET_FILE", "secret")]),
    ];
    if cfg!(unix) {
        places.push((&["--profile=command"], &[]));
    }
    places
}

#[test]
fn mint_prints_the_token_and_nothing_of_the_secret() {
    let canary = Canary::new();
    for (flags, variables) in places(&canary) {
        for output in ["json", "token", "env", "connection", "url", "qr"] {
            let args = [&MINT[..], &[output], flags].concat();
            canary.runs(&args, variables, "", Asked::Token, 0);
        }
    }
    let piped = [&MINT[..], &["token", "--api-key=APIcanary", "--api-secret-file=-"]].concat();
    canary.runs(&piped, &[], SECRET, Asked::Token, 0);
    canary.leaves_only(&[".env", "config/lktoken/config.toml", "secret"]);
}

#[test]
fn a_token_that_is_renewed_is_shown_no_more_than_any_other() {
    let canary = Canary::new();
    canary.home.write("from", foreign_token());
    let claims = canary.home.run_with(&["inspect", "-o", "claims"], foreign_token()).data();
    // Signed by another key: neither what it was made from nor the canary's own secret is in what comes out.
    for (from, stdin) in [("@from", ""), ("-", foreign_token().as_str()), (claims.as_str(), "")] {
        let later = ["mint", "--dev", "--at=1800000000", "--from", from, "--metadata=m", "-o"];
        for output in ["json", "token", "env", "connection", "url", "qr"] {
            canary.runs(&[&later[..], &[output]].concat(), &[], stdin, Asked::Token, 0);
        }
        canary.runs(&[&later[..], &["token", "--grant=x=1"]].concat(), &[], stdin, Asked::Nothing, 2);
        canary.runs(&[&later[..], &["token", "-r=a b"]].concat(), &[], stdin, Asked::Nothing, 2);
    }
    for (flags, variables) in places(&canary) {
        let args = [&MINT[..], &["token", "--role=moderator", "--agent=a", "--hidden"], flags].concat();
        canary.runs(&args, variables, "", Asked::Token, 0);
        canary.runs(&[&["roles"], &flags[..0]].concat(), variables, "", Asked::Nothing, 0);
    }
}

#[test]
fn a_step_of_github_masks_the_token_and_shows_it_nowhere_else() {
    let canary = Canary::new();
    let outputs = canary.home.write_private("outputs", "");
    for (flags, variables) in places(&canary) {
        let args = [&MINT[..], &["github=canary"], flags].concat();
        let mut command = canary.home.command(&args);
        let mut run = ran(command.envs(variables.iter().copied()).env("GITHUB_OUTPUT", &outputs));
        let mask = format!("::add-mask::{}\n", foreign_token());
        run.stderr = run.stderr.strip_prefix(&mask).expect("the mask comes first").to_owned();
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
        canary.shows_nothing(&run, Asked::Nothing);
        assert_eq!(std::fs::read_to_string(&outputs).unwrap(), format!("canary={}\n", foreign_token()));
        std::fs::write(&outputs, "").unwrap();
    }
    canary.leaves_only(&[".env", "config/lktoken/config.toml", "outputs", "secret"]);
}

#[test]
fn inspect_and_validate_show_what_a_token_says_and_not_the_token() {
    let canary = Canary::new();
    let (token, changed) = (foreign_token(), foreign_token().replace(".eyJleHAi", ".eyJFeHAi"));
    assert_ne!(token, changed);
    for (flags, variables) in places(&canary).into_iter().step_by(2) {
        for output in ["json", "text", "claims"] {
            for token in [&token, &changed] {
                let args = [&["inspect", "--at", AT, "-o", output, token], flags].concat();
                canary.runs(&args, variables, "", Asked::Nothing, 0);
            }
        }
        for output in ["json", "text"] {
            for strict in [&[][..], &["--strict"], &["--for=any"]] {
                let validate = ["validate", "--at", AT, "-o", output];
                let args = [&validate[..], &[token.as_str()], strict, flags].concat();
                canary.runs(&args, variables, "", Asked::Nothing, 0);
                let args = [&validate[..], &[changed.as_str()], strict, flags].concat();
                canary.runs(&args, variables, "", Asked::Nothing, 1);
            }
        }
    }
    let piped = ["validate", "--at", AT, "--api-key=APIcanary", "--api-secret-file=-", &token];
    canary.runs(&piped, &[], SECRET, Asked::Nothing, 0);
    canary.leaves_only(&[".env", "config/lktoken/config.toml", "secret"]);
}

#[test]
fn another_key_says_nothing_of_the_token() {
    let canary = Canary::new();
    let token = foreign_token();
    for output in ["json", "text"] {
        canary.runs(&["validate", "--dev", "-o", output], &[], &token, Asked::Nothing, 1);
        canary.runs(&["inspect", "--dev", "-o", output], &[], &token, Asked::Nothing, 0);
        canary.runs(&["inspect", "-o", output], &[], &token, Asked::Nothing, 0);
    }
    for wrapped in [
        format!("Authorization: Bearer {token}"),
        format!("\"{token}\"\r\n"),
        format!("{{\"token\":\"{token}\"}}"),
        format!("{{\"server_url\":\"wss://x\",\"participant_token\":\"{token}\"}}"),
    ] {
        canary.runs(&["inspect"], &[], &wrapped, Asked::Nothing, 0);
        canary.runs(&["validate", "--dev"], &[], &wrapped, Asked::Nothing, 1);
    }
}

#[test]
fn profiles_keep_the_secret_to_themselves() {
    let canary = Canary::new();
    let add = ["profile", "add", "canary", "--api-key=APIcanary", "--replace", "--api-secret-file=-"];
    canary.runs(&add, &[], SECRET, Asked::Nothing, 0);
    let config = canary.home.path().join("config").join("lktoken").join("config.toml");
    assert!(std::fs::read_to_string(&config).unwrap().contains(SECRET));
    for args in [
        &["profile", "list"][..],
        &["profile", "show"],
        &["profile", "show", "canary"],
        &["profile", "use", "canary"],
        &["profile", "path"],
    ] {
        canary.runs(args, &[], "", Asked::Nothing, 0);
    }
    if cfg!(unix) {
        let add = ["profile", "add", "command", "--api-key=APIcanary", "--replace"];
        for voice in super::VOICES {
            let command = ["--api-secret-command", "printf", "%s", SECRET];
            let run = canary.home.run(&[&add[..], voice, &command].concat());
            assert_eq!(run.code, 0);
            canary.shows_nothing(&run, Asked::Nothing);
        }
        canary.runs(&["profile", "show", "command"], &[], "", Asked::Nothing, 0);
    }
    canary.home.write_private(
        ".livekit/cli-config.yaml",
        format!("projects:\n  - name: theirs\n    api_key: {KEY}\n    api_secret: {SECRET}\n"),
    );
    canary.runs(&["profile", "import"], &[], "", Asked::Nothing, 0);
    canary.runs(&["profile", "show", "theirs"], &[], "", Asked::Nothing, 0);
    for voice in super::VOICES {
        let run = canary.home.run(&[&["profile", "import", "--replace"], voice].concat());
        canary.shows_nothing(&run, Asked::Nothing);
        let run = canary.home.run(&[&["profile", "remove", "theirs"], voice].concat());
        assert_eq!(run.code, 0);
        canary.shows_nothing(&run, Asked::Nothing);
        assert_eq!(canary.home.run(&["profile", "import"]).code, 0);
    }
    canary.leaves_only(&[
        ".livekit/cli-config.yaml",
        "config/lktoken/config.toml",
        "config/lktoken/config.toml.lock",
    ]);
    #[cfg(unix)]
    for name in ["config.toml", "config.toml.lock"] {
        assert_eq!(crate::program::mode(&config.with_file_name(name)), 0o600, "{name}");
    }
}
