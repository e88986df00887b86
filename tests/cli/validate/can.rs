//! `lktoken validate --can`: what a token allows.

use super::{NOW, mint, validate};
use crate::program::Home;

/// A token of alice's for the room demo with these members in `video`.
fn joining(video: &str) -> String {
    let secret = lktoken::token::key::ApiSecret::new("secret".to_owned()).unwrap();
    let mut token = String::new();
    let claims = format!(
        r#"{{"exp":1700003600,"iss":"devkey","sub":"alice","video":{{"room":"demo","roomJoin":true{video}}}}}"#
    );
    lktoken::token::jws::Signer::new(&secret).sign_into(claims.as_bytes(), &mut token).unwrap();
    token
}

#[test]
fn what_a_token_allows_can_be_asked() {
    let home = Home::new();
    let token = joining(r#","canPublishSources":["CAMERA","microphone"]"#);
    let start =
        r#"{"valid":true,"door":"join","server":{"status":200,"body":"success"},"problems":[],"warnings":["#;
    let asked =
        ["--dev", "--can", "publish:microphone,subscribe", "--can=data", "--room=demo", "-i", "alice"];
    let allowed = validate(&home, &token, &asked).data();
    assert!(allowed.starts_with(start), "{allowed}");
    assert!(
        allowed.ends_with("\"source\":\"--dev\"},\"can\":{\"allowed\":true,\"denied\":[]}}\n"),
        "{allowed}"
    );
    let asked = ["--dev", "--can", "publish:camera", "--room=other", "--identity=bob"];
    let denied = validate(&home, &token, &asked);
    assert_eq!((denied.code, denied.stderr.as_str()), (1, ""));
    assert!(denied.stdout.starts_with(start), "{}", denied.stdout);
    let verdict: serde_json::Value = serde_json::from_str(&denied.stdout).unwrap();
    assert_eq!(verdict["can"]["allowed"], false);
    let told = |denial: &serde_json::Value| format!("{} {}", denial["ability"], denial["code"]);
    let told: Vec<String> = verdict["can"]["denied"].as_array().unwrap().iter().map(told).collect();
    let expected =
        [r#""join" "other-room""#, r#""join" "other-identity""#, r#""publish:camera" "source-not-listed""#];
    assert_eq!(told, expected);
}

#[test]
fn what_a_token_allows_is_told_in_words() {
    let home = Home::new();
    let text = |video: &str| validate(&home, &joining(video), &["--dev", "--can", "data", "-o", "text"]);
    let allowed = text("").data();
    assert!(allowed.ends_with("  asked for       data: allowed\n"), "{allowed}");
    let denied = text(r#","canPublishData":false"#);
    assert_eq!(denied.code, 1);
    assert!(
        denied.stdout.ends_with(
            "  asked for       data: not allowed\n\nnot allowed: data: denied-grant: \"video.canPublishData\" is false.\n  \
             hint: Make one without \"canPublishData\", which is granted unless denied, or with \
             {\"video\":{\"canPublishData\":true}}.\n"
        ),
        "{}",
        denied.stdout
    );
}

#[test]
fn what_cannot_be_asked_is_an_error_of_the_command_line() {
    let home = Home::new();
    let token = mint(&home, &[]);
    let error = |input: &str, args: &[&str]| {
        validate(&home, input, &[&["--dev", "--error-format=text"], args].concat()).failure(2)
    };
    let unknown = error(&token, &["--can", "publish,subscibe"]);
    assert!(unknown.contains("'subscibe'") && unknown.contains("'subscribe'"), "{unknown}");
    for door in ["list", "agent", "sip"] {
        assert!(error(&token, &["--for", door, "--room", "demo"]).contains(&format!("door `{door}`")));
    }
    assert!(error(&token, &["--for", "admin", "--identity", "alice"]).contains("door `admin`"));
    let request = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    for args in [["--can", "data"], ["--room", "demo"], ["--identity", "alice"]] {
        assert!(error(request, &args).starts_with("error: this is a request: "));
    }
}

#[test]
fn who_is_asked_about_the_server_s_api_need_not_join() {
    let home = Home::new();
    let token = home.run(&["mint", "--dev", "--at", NOW, "--list", "-o=token"]).data();
    let can = |list: &str| validate(&home, &token, &["--dev", "--can", list]);
    let yes = can("list");
    assert!(yes.stdout.starts_with(r#"{"valid":true,"door":"any""#), "{}", yes.stdout);
    assert_eq!((yes.code, can("list,create").code, can("list,subscribe").code), (0, 1, 1));
}
