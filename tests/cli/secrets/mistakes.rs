//! When something goes wrong: the moment in which secrets leak.

use super::{AT, Asked, Canary, KEY, SECRET, foreign_token};

const MINT: [&str; 3] = ["mint", "-r=demo", "-i=alice"];

/// `--flag=SECRET` and the like.
fn with_secret(flag: &str) -> String {
    format!("{flag}{SECRET}")
}

#[test]
fn a_secret_among_the_arguments_is_not_repeated() {
    let canary = Canary::new();
    let token = foreign_token();
    for secret in [SECRET, token.as_str()] {
        for (args, code) in [
            (&["mint", "--api-secret", secret][..], 2),
            (&["mint", "--secret", secret], 2),
            (&["mint", "--api-sercet", secret], 2),
            (&["mint", "--livekit-api-secret", secret], 2),
            (&["mint", "--dev", secret], 2),
            (&["mint", "--dev", "--at", secret], 2),
            (&["mint", "--dev", "--output", secret], 2),
            (&["mint", "--dev", "--color", secret], 2),
            (&["mint", "--dev", "--error-format", secret], 2),
            (&["mint", "--dev", "-i=alice", "--room", secret, "--expires-in", secret], 2),
            (&["mint", "--dev", "--url", secret, "-r=demo", "-i=alice"], 2),
            (&["mint", "--dev", "--request", secret], 5),
            (&["mint", "--dev", "--rules", secret], 2),
            (&["mint", "--dev", "--role", secret], 2),
            (&["mint", "--dev", "--kind", secret], 2),
            (&["mint", "--dev", "--source", secret], 2),
            (&["mint", "--dev", "--grant", secret], 2),
            (&["mint", "--dev", "--grant", &format!("{secret}=true")], 2),
            (&["mint", "--dev", "--grant", &format!("canPublish={secret}")], 2),
            (&["mint", "--dev", "--grant", &format!("{{\"{secret}\":1}}")], 2),
            (&["mint", "--dev", "--attribute", secret], 2),
            (&["mint", "--dev", "--attributes", secret], 2),
            (&["mint", "--dev", "--attributes", &format!("{{\"{secret}\":1}}")], 2),
            (&["mint", "--dev", "--room-config", secret], 2),
            (&["mint", "--dev", "--room-config", &format!("{{\"{secret}\":1}}")], 2),
            (&["mint", "--dev", "--agent-metadata", secret], 2),
            (&["mint", "--dev", "--metadata", &format!("@{secret}")], 5),
            (&["mint", "--dev", "--from", &format!("@{secret}")], 5),
            (&["mint", "--dev", "--from", &secret[..40]], 2),
            (&["mint", "--dev", "--from", &format!("{{\"sub\":1,\"{secret}\":1}}")], 2),
            (&["mint", "--dev", "--open", secret], 2),
            (&["roles", secret], 2),
            (&["roles", "--config", secret], 3),
            (&["mint", "-r=demo", "-i=alice", "--api-key=a", "--api-secret-file", secret], 3),
            (&["mint", "-r=demo", "-i=alice", "--api-secret-file", secret], 3),
            (&["mint", "-r=demo", "-i=alice", "--env-file", secret], 3),
            (&["mint", "-r=demo", "-i=alice", "--profile", secret], 3),
            (&["mint", "-r=demo", "-i=alice", "--config", secret], 3),
            (&["inspect", "--output", secret, "a.b.c"], 2),
            (&["inspect", "a.b.c", secret], 2),
            (&["validate", "--dev", "--for", secret, "a.b.c"], 2),
            (&["validate", "--dev", "--strict", "--at", secret], 2),
            (&["profile", "add", secret, "--api-key=a", "--api-secret-command", "c"], 2),
            (&["profile", "add", "a", "--api-key=a", "--api-secret", secret], 2),
            (&["profile", "add", "a", "--api-key=a", "--expires-in", secret], 2),
            (&["profile", "add", "a", "--api-key=a", "--url", secret], 2),
            (&["profile", "add", "a", secret], 2),
            (&["profile", "show", secret], 3),
            (&["profile", "use", secret], 3),
            (&["profile", "remove", secret], 3),
            (&["profile", "import", "--from", secret], 3),
            (&["profile", "list", "--config", secret], 3),
            (&["profile", secret], 2),
            (&["completions", secret], 2),
            (&["man", secret], 2),
            (&[secret], 2),
        ] {
            canary.fails(args, "", code);
        }
    }
    for flag in
        ["--api-secret=", "--secret=", "--dev=", "--api-sercet=", "--at=", "-o=", "-o", "--for=", "--online="]
    {
        let flag = with_secret(flag);
        canary.fails(&["mint", "--dev", &flag], "", 2);
        canary.fails(&["validate", "--dev", &flag], "", 2);
    }
    // A secret where a token should be is no token; and a token that is cut short is none.
    canary.fails(&["inspect", SECRET], "", 2);
    canary.fails(&["validate", "--dev", SECRET], "", 1);
    canary.fails(&["inspect", &token[..token.len() - 50]], "", 2);
    canary.leaves_only(&[]);
}

#[test]
fn a_secret_in_the_wrong_variable_is_not_repeated() {
    let canary = Canary::new();
    let mint = [&MINT[..], &["--at", AT]].concat();
    for (name, code) in [
        ("LIVEKIT_API_SECRET", 3),
        ("LIVEKIT_API_SECRET_FILE", 3),
        ("LIVEKIT_SECRET", 3),
        ("LIVEKIT_API_SECERT", 3),
        ("LKTOKEN_PROFILE", 3),
        ("LKTOKEN_CONFIG", 3),
    ] {
        canary.runs(&mint, &[(name, SECRET)], "", Asked::Nothing, code);
    }
    let pair = [("LIVEKIT_API_KEY", KEY), ("LIVEKIT_API_SECRET_FILE", SECRET)];
    canary.runs(&mint, &pair, "", Asked::Nothing, 3);
    let url = [("LIVEKIT_API_KEY", "a"), ("LIVEKIT_API_SECRET", "b"), ("LIVEKIT_URL", SECRET)];
    canary.runs(&[&mint[..], &["-o=env"]].concat(), &url, "", Asked::Nothing, 2);
    let outputs = [("GITHUB_OUTPUT", SECRET)];
    canary.runs(&[&mint[..], &["-o=github", "--dev"]].concat(), &outputs, "", Asked::Nothing, 5);
    let room = [("LKTOKEN_ROOM", SECRET)];
    canary.runs(&["mint", "--dev", "-i=alice"], &room, "", Asked::Nothing, 2);
}

#[test]
fn a_line_of_the_config_file_with_the_secret_is_not_quoted() {
    let canary = Canary::new();
    for line in [
        format!("api_secret = {SECRET}"),
        format!("api_secret = \"{SECRET}"),
        format!("api_secret = '{SECRET}"),
        format!("api_secret = '{SECRET}' '{SECRET}'"),
        format!("api_secret '{SECRET}'"),
        format!("api_secret: {SECRET}"),
        format!("api_secret = ['{SECRET}']"),
        format!("api_secret = {{ value = '{SECRET}' }}"),
        format!("api_secret = \"\\q{SECRET}\""),
        format!("api_secret = '{SECRET}'\napi_secret = '{SECRET}'"),
        format!("api_secret = '{SECRET}'\napi_secret_file = '{SECRET}'"),
        format!("api_secert = '{SECRET}'"),
        format!("api_secret_command = '{SECRET}'"),
        format!("api_secret_command = ['echo', 1, '{SECRET}']"),
        format!("api_secret_command = [['{SECRET}']]"),
        format!("url = ['{SECRET}']"),
        format!("defaults = '{SECRET}'"),
        format!("defaults = {{ expires_in = ['{SECRET}'] }}"),
        format!("'{SECRET}' = 1"),
        SECRET.to_owned(),
        format!("[{SECRET}"),
        format!("[profiles.'{SECRET}']"),
    ] {
        canary.home.write_config(&format!("[profiles.a]\napi_key = '{KEY}'\n{line}\n"));
        for args in [
            &["profile", "list"][..],
            &["profile", "show", "a"],
            &["profile", "use", "a"],
            &["mint", "-r=demo", "-i=alice", "--profile=a"],
            &["inspect", "--profile=a", &foreign_token()],
        ] {
            canary.fails(args, "", 3);
        }
    }
    for role in [
        format!("[roles.'{SECRET}']"),
        format!("[roles.a]\n'{SECRET}' = true"),
        format!("[roles.a]\napi_secret = '{SECRET}'"),
        format!("[roles.a]\nhidden = '{SECRET}'"),
        format!("[roles.a]\nkindDetails = '{SECRET}'"),
        format!("[roles.a]\nroomConfig = {{ '{SECRET}' = 1 }}"),
        format!("[roles]\na = '{SECRET}'"),
        format!("[profiles.a.defaults]\nrules = '{SECRET}'"),
    ] {
        canary.home.write_config(&role);
        canary.fails(&["roles"], "", 3);
        canary.fails(&[&MINT[..], &["--dev", "--role=agent"]].concat(), "", 3);
    }
    canary.leaves_only(&["config/lktoken/config.toml"]);
}

#[test]
fn a_secret_as_the_path_of_its_own_file_is_not_repeated() {
    let canary = Canary::new();
    canary.home.write_config(&format!("[profiles.a]\napi_key = '{KEY}'\napi_secret_file = '{SECRET}'\n"));
    canary.fails(&["mint", "-r=demo", "-i=alice", "--profile=a"], "", 3);
    canary.fails(&["profile", "list"], "", 0);
    canary.fails(&["profile", "show", "a"], "", 0);
    canary.home.write_private(".env", format!("LIVEKIT_API_KEY={KEY}\nLIVEKIT_API_SECRET_FILE={SECRET}\n"));
    canary.fails(&["mint", "-r=demo", "-i=alice", "--env-file=.env"], "", 3);
}

#[test]
fn a_line_of_an_env_file_with_the_secret_is_not_quoted() {
    let canary = Canary::new();
    for text in [
        format!("LIVEKIT_API_KEY={KEY}\nLIVEKIT_API_SECRET {SECRET}\n"),
        format!("LIVEKIT_API_KEY={KEY}\nLIVEKIT_API_SECRET='{SECRET}\n"),
        format!("LIVEKIT_API_KEY={KEY}\nLIVEKIT_API_SECRET=\"{SECRET}\n\n"),
        format!("LIVEKIT_API_KEY={KEY}\nLIVEKIT_API_SECRET={SECRET} {SECRET}\n"),
        format!("{SECRET}\n"),
        format!("LIVEKIT_API_SECRET={SECRET}\n"),
        format!("LIVEKIT_API_KEY=a\nLIVEKIT_API_SECRET={SECRET}\nLIVEKIT_API_SECRET_FILE={SECRET}\n"),
    ] {
        canary.home.write_private(".env", &text);
        canary.fails(&[&MINT[..], &["--env-file=.env"]].concat(), "", 3);
    }
    canary.home.write_private(".env", [b"LIVEKIT_API_SECRET=", SECRET.as_bytes(), b"\xff\n"].concat());
    canary.fails(&[&MINT[..], &["--env-file=.env"]].concat(), "", 3);
}

#[test]
fn a_file_of_livekit_s_cli_is_not_quoted() {
    let canary = Canary::new();
    for text in [
        format!("projects:\n  - name: a\n    api_secret: \"{SECRET}\n"),
        format!("projects:\n  - name: a\n    api_secret: [{SECRET}]\n"),
        format!("projects: {SECRET}\n"),
        format!("api_secret: *{SECRET}\n"),
        format!("\t{SECRET}: x: y\n"),
    ] {
        canary.home.write_private("theirs.yaml", text);
        canary.fails(&["profile", "import", "--from=theirs.yaml"], "", 3);
    }
}

#[test]
fn a_request_with_the_secret_in_it_is_not_quoted() {
    let canary = Canary::new();
    for request in [
        format!(r#"{{"roomName":"{SECRET}","participantIdentity":"{SECRET}"}}"#),
        format!(r#"{{"roomName":"demo","participantIdentity":"alice","apiSecret":"{SECRET}"}}"#),
        format!(r#"{{"roomName":"demo","participantIdentity":"alice","expirationSeconds":"{SECRET}"}}"#),
        format!(r#"["{SECRET}"]"#),
        format!(r#""{SECRET}"#),
        SECRET.to_owned(),
        format!("{{{SECRET}}}"),
        format!(r#"{{"roomName":"{SECRET}\q"}}"#),
    ] {
        canary.fails(&["mint", "--dev", "--request=-"], &request, 2);
    }
}

#[cfg(unix)]
mod on_unix {
    use super::*;

    #[test]
    fn what_a_failing_command_prints_is_not_shown() {
        let canary = Canary::new();
        for script in [
            "echo SECRET; exit 1",
            "echo SECRET; kill -9 $$",
            "echo SECRET; echo SECRET",
            "echo SECRET; printf '\\377'",
            "yes SECRET",
        ] {
            let script = script.replace("SECRET", SECRET);
            canary.home.write_config(&format!(
                "default_profile = 'a'\n[profiles.a]\napi_key = '{KEY}'\napi_secret_command = ['/bin/sh', '-c', \
                 \"{}\"]\n",
                script.replace('\\', "\\\\")
            ));
            canary.fails(&MINT, "", 3);
            canary.fails(&["validate", "-"], &foreign_token(), 3);
            // An inspection needs no key, and warns.
            canary.runs(&["inspect"], &[], &foreign_token(), Asked::Nothing, 0);
        }
        for command in [format!("['/nowhere/{SECRET}']"), format!("['no-such-program', '{SECRET}']")] {
            canary.home.write_config(&format!(
                "default_profile = 'a'\n[profiles.a]\napi_key = '{KEY}'\napi_secret_command = {command}\n"
            ));
            canary.fails(&MINT, "", 3);
            canary.fails(&["profile", "show"], "", 0);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_without_what_was_to_be_written() {
        let canary = Canary::new();
        canary.home.write_private("secret", SECRET);
        let pair = ["--api-key=APIcanary", "--api-secret-file=secret"];
        let token = foreign_token();
        for output in ["json", "token", "env", "connection"] {
            for voice in crate::secrets::VOICES {
                let mint = ["--at", AT, "--url=wss://x", "-o", output];
                let args = [&MINT[..], &mint, &pair, voice].concat();
                let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
                let output = canary.home.process(&args).stdout(full).output().unwrap();
                let run = crate::program::Ran {
                    stdout: String::new(),
                    stderr: String::from_utf8(output.stderr).unwrap(),
                    code: output.status.code().unwrap(),
                };
                assert_eq!(run.code, 5);
                canary.shows_nothing(&run, Asked::Nothing);
            }
        }
        for command in ["inspect", "validate"] {
            let args = [&[command, token.as_str()], &pair[..]].concat();
            let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
            let output = canary.home.process(&args).stdout(full).output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            let run = crate::program::Ran { stdout: String::new(), stderr, code: 5 };
            assert_eq!(output.status.code(), Some(5));
            canary.shows_nothing(&run, Asked::Nothing);
        }
    }
}
