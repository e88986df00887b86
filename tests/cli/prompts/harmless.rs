//! Foreign text never reaches a terminal as it is: not from a token, and not from a name that was typed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::golden::AT;
use crate::program::Home;
use crate::terminal::{Shown, Terminal};

/// Clears the screen, C0 and C1; turns text around; hides it; ends the line.
const HOSTILE: &str = "\u{1b}[2J\u{9b}2J\u{202e}\u{2066}\u{200b}\u{e0041}\u{7f}\u{8}\r\u{7}\u{85}\u{2028}";

/// Whether a character may be sent to a terminal by a program without colours.
fn is_harmless(c: char) -> bool {
    c == '\n' || !(c.is_control() || HOSTILE.contains(c) && !matches!(c, '[' | '2' | 'J'))
}

#[track_caller]
fn assert_harmless(shown: &Shown) {
    let bad: String = shown.sent.chars().filter(|c| !is_harmless(*c)).collect();
    assert!(bad.is_empty(), "{:?} in {}", bad, shown.sent.escape_debug());
}

/// A token whose every text is hostile; where JSON cannot hold a character as it is, by its escape.
fn hostile_token() -> String {
    let text = serde_json::to_string(HOSTILE).unwrap();
    let header = format!(r#"{{"alg":"HS256","typ":"JWT","kid":{text}}}"#);
    let payload = format!(
        r#"{{"iss":{text},"sub":{text},"name":{text},"exp":4102444800,"jti":{text},"metadata":{text},{text}:{text},"attributes":{{{text}:{text}}},"video":{{"roomJoin":true,"room":{text},"destinationRoom":{text},"canPublishSources":[{text}],{text}:1}}}}"#
    );
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2lnbmF0dXJl", encode(&header), encode(&payload))
}

#[test]
fn a_hostile_token_is_harmless_in_every_output() {
    let home = Home::new();
    let token = hostile_token();
    for (command, outputs) in
        [(&["inspect"][..], &["json", "text", "claims"][..]), (&["validate", "--dev"], &["json", "text"])]
    {
        for output in outputs {
            for extra in [&["--color=never"][..], &["--strict", "--color=never"]] {
                if command[0] == "inspect" && extra[0] == "--strict" {
                    continue;
                }
                let args = [command, extra, &["--at", AT, "--output", output, &token]].concat();
                let shown = Terminal::new(&home, &args).env("TERM", "xterm").run();
                assert_harmless(&shown);
                assert_eq!(shown.code, Some(i32::from(command[0] == "validate")), "{shown:?}");
                let told = if *output == "json" || *output == "claims" { "\\u202e" } else { "\\u{202e}" };
                assert!(shown.sent.contains(told) || command[0] == "validate", "{}", shown.sent);
            }
        }
    }
}

#[test]
fn a_hostile_token_is_harmless_when_it_is_explained_or_asked() {
    let home = Home::new();
    let token = hostile_token();
    for (args, code) in [
        (&["inspect", "--explain", "--color=never"][..], 0),
        (&["validate", "--dev", "--for=any", "--can=publish", "--room=x", "--identity=y", "-o=text"], 1),
        (&["validate", "--dev", "--can=publish", "--room", HOSTILE, "--identity", HOSTILE], 1),
    ] {
        let args = [args, &["--at", AT, &token]].concat();
        let shown = Terminal::new(&home, &args).env("TERM", "dumb").run();
        assert_harmless(&shown);
        assert!(shown.code == Some(code) && shown.sent.contains("\\u{202e}"), "{shown:?}");
    }
}

#[test]
fn a_request_with_hostile_members_is_harmless_in_every_error_format() {
    let home = Home::new();
    let text = serde_json::to_string(HOSTILE).unwrap();
    home.write("request.json", format!(r#"{{"roomName":{text},{text}:1,"participantIdentity":"alice"}}"#));
    for format in ["text", "json"] {
        let args = ["mint", "--dev", "--request=request.json", "--error-format", format, "--color=never"];
        let shown = Terminal::new(&home, &args).run();
        assert_harmless(&shown);
        assert_eq!(shown.code, Some(2), "{shown:?}");
    }
    let request = std::fs::read_to_string(home.path().join("request.json")).unwrap();
    let shown = Terminal::new(&home, &["validate", "-"]).stdin(&request).run();
    assert_harmless(&shown);
    assert_eq!(shown.code, Some(1), "{shown:?}");
}

#[test]
fn a_hostile_argument_is_harmless_in_every_error_format() {
    let home = Home::new();
    for args in [
        &["profile", "show", HOSTILE][..],
        &["profile", "use", HOSTILE],
        &["profile", "add", HOSTILE, "--api-key=a"],
        &["mint", HOSTILE],
        &[HOSTILE],
        &["man", HOSTILE],
        &["mint", "--dev", "--at", HOSTILE],
        &["mint", "--output", HOSTILE],
        &["mint", "--dev", "--request", HOSTILE],
        &["mint", "-r=demo", "-i=alice", "--profile", HOSTILE],
        &["mint", "-r=demo", "-i=alice", "--env-file", HOSTILE],
        &["validate", "--api-key=a", "--api-secret-file", HOSTILE, "a.b.c"],
        &["profile", "list", "--config", HOSTILE],
        &["profile", "import", "--from", HOSTILE],
    ] {
        for format in ["text", "json"] {
            let args = [args, &["--error-format", format, "--color=never"]].concat();
            let shown = Terminal::new(&home, &args).run();
            assert_harmless(&shown);
            assert!(matches!(shown.code, Some(2 | 3 | 5)), "{args:?} {shown:?}");
        }
    }
}

#[test]
fn a_hostile_config_file_is_harmless() {
    let home = Home::new();
    let text = serde_json::to_string(HOSTILE).unwrap().replace('\u{7f}', "\\u007f");
    home.write_config(&format!(
        "default_profile = \"a\"\n[profiles.a]\nurl = {text}\napi_key = {text}\napi_secret_file = {text}\n\
         [profiles.a.defaults]\nroom = {text}\nname = {text}\n[profiles.b]\napi_secret_command = [{text}]\n"
    ));
    for (args, code) in [
        (&["profile", "list"][..], 0),
        (&["profile", "show"], 0),
        (&["profile", "show", "b"], 0),
        (&["mint", "-i=alice", "-r=demo"], 3),
        (&["mint", "--profile=b", "-i=alice", "-r=demo"], 3),
    ] {
        let shown = Terminal::new(&home, args).run();
        assert_harmless(&shown);
        assert_eq!(shown.code, Some(code), "{shown:?}");
    }
    home.write_config(&format!("[profiles.a]\n{text} = 1\n"));
    for format in ["text", "json"] {
        let shown = Terminal::new(&home, &["profile", "list", "--error-format", format]).run();
        assert_harmless(&shown);
        assert_eq!(shown.code, Some(3));
    }
}
