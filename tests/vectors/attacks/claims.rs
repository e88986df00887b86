//! Claims that break out of where they are shown, used or stored.

use super::{Attack, Inspected, Renewed, joining};

pub fn rows() -> Vec<Attack> {
    let mut rows = texts();
    rows.extend(lengths());
    rows.extend(identities());
    rows.extend(grants());
    rows
}

/// Texts as identity, name, room and metadata: a server takes them as they are.
fn texts() -> Vec<Attack> {
    let texts = [
        ("clears the screen", r"\u001b[2J\u001b[H"),
        ("C1 controls", r"\u009b2J\u0085"),
        ("sets the window's title", r"\u001b]0;owned\u0007"),
        ("writes to the clipboard", r"\u001b]52;c;cm0gLXJmIC8=\u0007"),
        ("a link", r"\u001b]8;;https://attacker.example\u001b\\click\u001b]8;;\u001b\\"),
        ("asks the terminal back", r"\u001b[6n\u001bP+q544e\u001b\\"),
        ("overwrites its line", r"alice\r\u001b[Kvalid"),
        ("deletes what is before", r"\b\b\b\b\b\u007f"),
        ("a line of log", r"alice\n2026-01-31T12:00:00Z INFO admin signed in"),
        ("bidi override", r"\u202ecod.exe\u202c"),
        ("bidi isolates", r"\u2066a\u2067b\u2068c\u2069"),
        ("bidi marks", r"\u200ea\u200fb\u061cc"),
        ("zero width characters", r"al\u200bi\u200cc\u200de\u2060\ufeff"),
        ("tags nobody sees", r"alice\udb40\udc41\udb40\udc42"),
        ("variation selectors", r"alice\ufe0f\udb40\udd00"),
        ("soft hyphen", r"al\u00adice"),
        ("separators of lines and paragraphs", r"a\u2028b\u2029c"),
        ("Hangul fillers", r"a\u3164b\uffa0c\u115fd"),
        ("a NUL", r"alice\u0000admin"),
        ("a hundred combining marks", &r"\u0301".repeat(100)),
        ("a path", "../../../etc/passwd"),
        ("SQL", "' OR 1=1 --"),
        ("HTML", r"<script>alert(1)<\/script>"),
        ("a template", "${7*7}{{7*7}}<%= 7*7 %>"),
        ("a format", "%s%s%n{}{0}"),
        ("a command", "`reboot`;reboot|reboot&&reboot"),
        ("a command of a workflow", r"\n::add-mask::x\n::set-output name=a::b"),
        ("a spreadsheet's formula", "=cmd|' /C calc'!A0"),
        ("a header of HTTP", r"x\r\nSet-Cookie: a=b"),
        ("a noncharacter", r"\uffff\ufffe"),
    ];
    let mut rows = Vec::new();
    for (name, text) in texts {
        let payload = format!(
            r#"{{"iss":"devkey","sub":"{text}x","exp":4102444800,"name":"{text}x","metadata":"{text}x","attributes":{{"{text}x":"{text}"}},"x{text}":"{text}","video":{{"roomJoin":true,"room":"x{text}x"}}}}"#
        );
        let begins_blank = name == "a header of no kind" || text.starts_with(r"\n");
        let row = Attack::payload(format!("text: {name}"), payload);
        let is_control_first =
            [r"\u001b", r"\u009b", r"\b", r"\u0000"].iter().any(|start| text.starts_with(start));
        rows.push(if begins_blank || is_control_first { row.lints(&["surrounding-space"]) } else { row });
    }
    rows
}

fn lengths() -> Vec<Attack> {
    let row = |name: &str, identity: &str, room: &str| {
        let payload = format!(
            r#"{{"iss":"devkey","sub":"{identity}","exp":4102444800,"video":{{"roomJoin":true,"room":"{room}"}}}}"#
        );
        Attack::payload(format!("length: {name}"), payload)
    };
    let kib = "x".repeat(1024);
    let much = "x".repeat(100 * 1024);
    let long = format!(r#"{{"iss":"{much}","sub":"alice","exp":4102444800}}"#);
    vec![
        row("identity of 1 KiB", &kib, "demo").refused(&["identity-too-long"]),
        row("identity of 100 KiB", &much, "demo").refused(&["identity-too-long"]),
        row("identity of 100 KiB of escapes", &r"\u001b".repeat(17_000), "demo")
            .refused(&["identity-too-long"])
            .lints(&["surrounding-space"]),
        row("room of 100 KiB", "alice", &much).refused(&["room-too-long"]),
        row("both of 1 KiB", &kib, &kib).refused(&["identity-too-long", "room-too-long"]),
        Attack::payload("length: iss of 100 KiB", long)
            .refused(&["unknown-key", "no-video-grant"])
            .inspected(Inspected::NotChecked),
        Attack::payload("length: name of a claim of 100 KiB", joining(format!(r#","{much}":1"#))),
        Attack::payload(
            "length: metadata of 400 KiB",
            joining(format!(r#","metadata":"{}""#, kib.repeat(400))),
        ),
        Attack::payload(
            "length: metadata of 600 KiB",
            joining(format!(r#","metadata":"{}""#, kib.repeat(600))),
        )
        .lints(&["long-metadata"])
        .not_for_servers(),
        Attack::payload(
            "length: an attribute of 100 KiB",
            joining(format!(r#","attributes":{{"a":"{much}"}}"#)),
        )
        .lints(&["long-attributes"]),
    ]
}

/// Who a token is for, told in other ways than `sub`.
fn identities() -> Vec<Attack> {
    let refused = |name: &str, payload: &str, codes: &'static [&'static str], told: &'static str| {
        Attack::payload(format!("identity: {name}"), payload).refused(codes).renewed(Renewed::Refused(told))
    };
    let mistyped: &[&str] = &["claim-type"];
    let with_sub = |sub: &str| {
        format!(
            r#"{{"iss":"devkey","sub":{sub},"exp":4102444800,"video":{{"roomJoin":true,"room":"demo"}}}}"#
        )
    };
    vec![
        refused("an array", &with_sub(r#"["alice","admin"]"#), &["claim-type", "missing-identity"], "sub: a string is needed"),
        refused("an object", &with_sub(r#"{"$ne":null}"#), &["claim-type", "missing-identity"], "sub: a string is needed"),
        refused("true", &with_sub("true"), &["claim-type", "missing-identity"], "sub: a string is needed"),
        Attack::payload("identity: iss an array", joining(r#","iss":["devkey"]"#))
            .refused(mistyped)
            .breaches(&["duplicate-member"])
            .renewed(Renewed::Refused("iss: a string is needed")),
        Attack::payload(
            "identity: identity only",
            br#"{"iss":"devkey","identity":"admin","exp":4102444800,"video":{"roomJoin":true,"room":"demo"}}"#,
        )
        .refused(&["missing-identity"])
        .lints(&["ignored-identity"])
        .renewed(Renewed::Refused("Participant identity is required")),
        Attack::payload("identity: identity beside sub", joining(r#","identity":"admin""#)).lints(&["ignored-identity"]),
        Attack::payload("identity: jti beside sub", joining(r#","jti":"admin""#)),
        Attack::payload("identity: user, username, email", joining(r#","user":"admin","username":"admin","email":"a@example.org""#)),
        Attack::payload("identity: role of an administrator", joining(r#","role":"admin","roles":["admin"],"admin":true,"scope":"*""#)),
    ]
}

/// Power by other spellings, types and places.
fn grants() -> Vec<Attack> {
    let with_video =
        |video: &str| format!(r#"{{"iss":"devkey","sub":"alice","exp":4102444800,"video":{video}}}"#);
    let row = |name: &str, video: &str| Attack::payload(format!("grant: {name}"), with_video(video));
    let mistyped = |name: &str, video: &str, told: &'static str| {
        row(name, video).refused(&["grant-type"]).renewed(Renewed::Refused(told))
    };
    vec![
        mistyped("roomJoin as text", r#"{"roomJoin":"true","room":"demo"}"#, "video.roomJoin: true or false is needed"),
        mistyped("roomJoin is one", r#"{"roomJoin":1,"room":"demo"}"#, "video.roomJoin: true or false is needed"),
        mistyped("room an array", r#"{"roomJoin":true,"room":["demo","other"]}"#, "video.room: a string is needed"),
        mistyped("room of any", r#"{"roomJoin":true,"room":{"$gt":""}}"#, "video.room: a string is needed"),
        mistyped("video an array", r#"[{"roomJoin":true,"room":"demo"}]"#, "video: an object is needed"),
        mistyped("video as JSON in a text", r#""{\"roomJoin\":true,\"room\":\"demo\"}""#, "video: an object is needed"),
        row("every room", r#"{"roomJoin":true,"room":"*"}"#).lints(&["wildcard-room"]),
        row("every room by a pattern", r#"{"roomJoin":true,"room":".*"}"#).lints(&["wildcard-room"]),
        row("snake case", r#"{"room_join":true,"room":"demo"}"#)
            .refused(&["no-room-join"])
            .lints(&["unknown-grant"]),
        row("room_admin beside", r#"{"roomJoin":true,"room":"demo","room_admin":true}"#).lints(&["unknown-grant"]),
        row("all that joins and more", r#"{"roomJoin":true,"room":"demo","roomCreate":true,"roomList":true,"roomRecord":true,"ingressAdmin":true,"roomAdmin":true}"#)
            .lints(&["broad-grant", "broad-grant", "broad-grant", "broad-grant"]),
        Attack::payload("grant: roomAdmin beside video", joining(r#","roomAdmin":true"#)).lints(&["misplaced-member"]),
        Attack::payload("grant: a source of no kind", joining(r#","video":{"canPublishSources":["CAMERA","../x"]}"#))
            .breaches(&["duplicate-member"])
            .lints(&["unknown-source", "unknown-source"])
            .renewed(Renewed::Refused("video: is given twice")),
        Attack::payload("grant: prototype", joining(r#","__proto__":{"video":{"roomAdmin":true}},"constructor":{"prototype":{}}"#)),
    ]
}
