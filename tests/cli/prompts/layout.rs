//! Layout and colours are for terminals; the meaning is the same without them.

use crate::golden::{AT, token};
use crate::program::Home;
use crate::terminal::Terminal;

const MINT: [&str; 8] = ["mint", "--dev", "-r", "demo", "-i", "alice", "--at", AT];

fn response() -> String {
    let token = token("devkey", "secret");
    format!(
        "{{\n  \"token\": \"{token}\",\n  \"expiresAt\": \"2026-01-31T13:00:00Z\",\n  \"roomName\": \"demo\",\n  \
         \"participantIdentity\": \"alice\"\n}}\n"
    )
}

#[test]
fn json_is_indented_on_a_terminal_and_one_line_elsewhere() {
    let home = Home::new();
    let shown = Terminal::new(&home, &MINT).env("TERM", "xterm").run();
    assert_eq!((shown.code, shown.sent.as_str()), (Some(0), response().as_str()));
    let elsewhere = Terminal::new(&home, &MINT).stdout_elsewhere().run();
    assert_eq!(elsewhere.screen(), "");
    assert_eq!(
        elsewhere.stdout,
        format!(
            "{{\"token\":\"{}\",\"expiresAt\":\"2026-01-31T13:00:00Z\",\"roomName\":\"demo\",\
             \"participantIdentity\":\"alice\"}}\n",
            token("devkey", "secret")
        )
    );
}

#[test]
fn an_explanation_is_wrapped_on_a_terminal_and_one_line_elsewhere() {
    let home = Home::new();
    let token = token("devkey", "secret");
    let args = ["inspect", "--dev", "--explain", "--at", AT, &token];
    let lines = [
        r#""alice" may join the room "demo" until 2026-01-31T13:00:00Z (in 1 h), and there publish from any"#,
        r#"source, send data and subscribe to others. Its signature is valid, made with "devkey" (--dev)."#,
    ];
    let shown = Terminal::new(&home, &args).run();
    assert_eq!((shown.code, shown.sent), (Some(0), format!("{}\n", lines.join("\n"))));
    assert_eq!(home.run(&args).data(), format!("{}\n", lines.join(" ")));
}

/// The same verdict with and without colours.
const REFUSED: &str = "\
not valid: a LiveKit server does not let this token join the room it names
  server answers  401 invalid authorization token
  server version  1.13.6 or newer; older ones word it differently
  judged with     devkey (--dev)

not-three-parts: This is no token: there is no dot in it, where a token has three parts with dots between them.
  hint: Give the whole token and nothing else: header.payload.signature, as `lktoken mint -o token` prints it.
";

#[test]
fn colours_are_for_terminals_that_have_them() {
    let home = Home::new();
    let validate = ["validate", "--dev", "x"];
    for (variables, args, coloured) in [
        (&[("TERM", "xterm")][..], &[][..], true),
        (&[("TERM", "xterm"), ("NO_COLOR", "1")], &[], false),
        (&[("TERM", "dumb")], &[], false),
        (&[], &[], false),
        (&[("TERM", "xterm")], &["--color=never"], false),
        (&[("TERM", "dumb"), ("NO_COLOR", "1")], &["--color=always"], true),
    ] {
        let args = [&validate, args].concat();
        let terminal = Terminal::new(&home, &args);
        let shown =
            variables.iter().fold(terminal, |terminal, (name, value)| terminal.env(name, value)).run();
        assert_eq!(shown.failure(1), REFUSED);
        assert_eq!(shown.sent.contains("\u{1b}["), coloured, "{variables:?} {args:?}");
    }
}

#[test]
fn errors_are_text_on_a_terminal_and_json_when_asked_for() {
    let home = Home::new();
    let shown = Terminal::new(&home, &["profile", "use", "x"]).env("TERM", "xterm").run();
    let config = home.path().join("config").join("lktoken").join("config.toml");
    let hint = format!("there are no profiles in {}; `lktoken profile add` makes one", config.display());
    assert_eq!(shown.failure(3), format!("error: there is no profile \"x\"\nhint: {hint}\n"));
    assert_eq!(
        shown.sent,
        format!(
            "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m there is no profile \"x\"\n\u{1b}[1m\u{1b}[32mhint:\u{1b}[0m {hint}\n"
        )
    );
    let json =
        Terminal::new(&home, &["profile", "use", "x", "--error-format=json"]).env("TERM", "xterm").run();
    let line =
        "{\"statusCode\":500,\"errorCode\":\"INTERNAL_ERROR\",\"message\":\"there is no profile \\\"x\\\"\",";
    assert!(json.sent.starts_with(line) && json.sent.ends_with("Z\"}\n"), "{}", json.sent);
}

#[test]
fn questions_are_plain_where_there_are_no_colours() {
    let home = Home::new();
    for (variables, coloured) in
        [(&[("TERM", "xterm")][..], true), (&[("TERM", "xterm"), ("NO_COLOR", "1")], false)]
    {
        let terminal = Terminal::new(&home, &["mint", "--dev", "-i", "alice", "--at", AT]).stdout_elsewhere();
        let terminal = variables.iter().fold(terminal, |terminal, (name, value)| terminal.env(name, value));
        let shown = terminal.start().expect("Room").answer("demo").end();
        let asked = if coloured { "✔ Room · demo\n" } else { "Room: demo\n" };
        assert_eq!(shown.screen(), asked);
        assert_eq!(shown.sent.contains("\u{1b}[1m"), coloured);
    }
}
