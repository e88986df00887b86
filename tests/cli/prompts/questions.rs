//! What is missing is asked for, on a terminal and nowhere else.

use crate::golden::{AT, SECRET, token};
use crate::program::Home;
use crate::terminal::Terminal;

const MISSING_BOTH: &str = "\
error: Request validation failed
  roomName: Room name is required
  participantIdentity: Participant identity is required
hint: give the room with --room, roomName in --request, the variable LKTOKEN_ROOM, or `room` in [profiles.NAME.defaults]
hint: give the identity with --identity, participantIdentity in --request, or the variable LKTOKEN_IDENTITY
";

/// The one line of JSON for a request without room and identity, up to its timestamp.
const MISSING_BOTH_JSON: &str = "{\"statusCode\":400,\"errorCode\":\"VALIDATION_ERROR\",\"message\":\"Request \
     validation failed\",\"validationErrors\":[{\"field\":\"roomName\",\"message\":\"Room name is \
     required\"},{\"field\":\"participantIdentity\",\"message\":\"Participant identity is required\"}],\"timestamp\":\"";

#[test]
fn room_and_identity_are_asked_for_until_they_keep_the_rules() {
    let home = Home::new();
    let mut talk =
        Terminal::new(&home, &["mint", "--dev", "--at", AT, "-o", "token"]).stdout_elsewhere().start();
    talk.expect("Room: ").answer("");
    talk.expect("error: Room name is required").expect("Room: ").answer("a room");
    talk.expect("error: letters, digits, `_` and `-` only").expect("Room: ").answer(&"r".repeat(256));
    talk.expect("error: Room name too long").expect("Room: ").answer("demo");
    talk.expect("Identity: ").answer("alice@home");
    talk.expect("error: letters, digits, `_` and `-` only; --rules livekit takes any").expect("Identity: ");
    let shown = talk.answer("alice").end();
    assert_eq!(shown.screen(), "Room: demo\nIdentity: alice\n");
    assert_eq!((shown.stdout, shown.stderr), (format!("{}\n", token("devkey", "secret")), String::new()));
}

#[test]
fn only_what_is_missing_is_asked_for() {
    let home = Home::new();
    home.write("request.json", r#"{"roomName":"demo","participantIdentity":""}"#);
    for (args, question, answer) in [
        (&["--room=demo"][..], "Identity: ", "alice"),
        (&["--room=", "--identity=alice"], "Room: ", "demo"),
        (&["--request=request.json"], "Identity: ", "alice"),
    ] {
        let args = [&["mint", "--dev", "-o=token", "--at", AT], args].concat();
        let mut talk = Terminal::new(&home, &args).start();
        let shown = talk.expect(question).answer(answer).end();
        assert_eq!(shown.screen(), format!("{question}{answer}\n{}\n", token("devkey", "secret")));
    }
    let variables = Terminal::new(&home, &["mint", "--dev", "-o=token", "--at", AT])
        .env("LKTOKEN_ROOM", "demo")
        .env("LKTOKEN_IDENTITY", "alice");
    assert_eq!(variables.run().screen(), format!("{}\n", token("devkey", "secret")));
}

#[test]
fn what_the_grants_need_is_asked_for_by_the_rules_that_were_chosen() {
    let home = Home::new();
    let start = |args: &[&str]| {
        Terminal::new(&home, &[&["mint", "--dev", "-o=token", "-q"], args].concat())
            .stdout_elsewhere()
            .start()
    };
    let livekit = start(&["--rules=livekit"])
        .expect("Room: ")
        .answer("Team A")
        .expect("Identity: ")
        .answer("a@b")
        .end();
    assert_eq!(livekit.screen(), "Room: Team A\nIdentity: a@b\n");
    let admin = start(&["--admin"]).expect("Room: ").answer("demo").end();
    assert_eq!(admin.screen(), "Room: demo\n");
    let list = start(&["--list"]).end();
    assert_eq!(list.screen(), "");
    for shown in [livekit, admin, list] {
        let verdict = home.run_with(&["validate", "--dev", "--for=any"], shown.stdout).data();
        assert!(verdict.starts_with(r#"{"valid":true"#), "{verdict}");
    }
}

#[test]
fn key_and_secret_are_asked_for_when_nothing_is_configured() {
    let home = Home::new();
    let args = ["mint", "-r", "demo", "-i", "alice", "--at", AT, "-o", "token"];
    let mut talk = Terminal::new(&home, &args).start();
    talk.expect("API key").answer("");
    talk.expect("error: The API key is required").expect("API key").answer("APIasked");
    let shown = talk.expect("Its secret").answer_hidden(SECRET).end();
    assert_eq!(
        shown.screen(),
        format!(
            "note: no key is chosen: `lktoken profile add` keeps one, --dev uses devkey\nLiveKit API key: \
             APIasked\nIts secret (not shown): [hidden]\n{}\n",
            token("APIasked", SECRET)
        )
    );
    assert!(!shown.sent.contains(SECRET), "{}", shown.sent);
    assert!(talk.is_restored());
}

#[test]
fn no_key_is_asked_for_where_one_is_half_configured() {
    let home = Home::new();
    let shown =
        Terminal::new(&home, &["mint", "-r", "demo", "-i", "alice"]).env("LIVEKIT_API_KEY", "APIhalf").run();
    assert_eq!(
        shown.failure(3),
        "error: the API secret is missing: LIVEKIT_API_KEY is set, and its other half must come from the same place \
         (the environment)\nhint: set LIVEKIT_API_SECRET, or LIVEKIT_API_SECRET_FILE to the path of a file with the \
         secret\n"
    );
}

#[test]
fn what_is_wrong_from_the_start_is_told_with_every_hint_instead_of_asking() {
    let home = Home::new();
    let long = home.run(&["mint", "--dev", "-r=demo", "-i=alice", "--rules=livekit", "-e=30d", "-o=token"]);
    home.write("token", long.stdout);
    for (args, hint) in [
        (
            &["--identity=load-{n}"][..],
            "hint: placeholders such as {n} are filled in with --count: --count 1 for one token\n",
        ),
        (
            &["--room=demo", "--from=@token"],
            "hint: the lifetime is that of the token in --from: give another with --expires-in\n",
        ),
    ] {
        let told = Terminal::new(&home, &[&["mint", "--dev"], args].concat()).run().failure(2);
        assert!(told.ends_with(hint), "{told}");
    }
}

#[test]
fn nothing_is_asked_when_told_not_to() {
    let home = Home::new();
    let never = Terminal::new(&home, &["mint", "--dev", "--no-input"]).run();
    assert_eq!(never.failure(2), MISSING_BOTH);
    for value in ["1", "true"] {
        let ci = Terminal::new(&home, &["mint", "--dev"]).env("CI", value).run();
        assert_eq!(ci.failure(2), MISSING_BOTH);
    }
    let add = Terminal::new(&home, &["profile", "add", "--no-input"]).run();
    assert_eq!(
        add.failure(2),
        "error: the profile's name is missing\nhint: lktoken profile add NAME --api-key KEY --api-secret-file FILE, or \
         `-` to pipe the secret in\n"
    );
    let key = Terminal::new(&home, &["mint", "-r", "demo", "-i", "alice", "--no-input"]).run();
    assert!(
        key.failure(3)
            .starts_with("error: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be configured\nhint: ")
    );
}

#[test]
fn nothing_is_asked_where_nobody_could_answer_or_read() {
    let home = Home::new();
    let piped_in = Terminal::new(&home, &["mint", "--dev"]).stdin("demo\nalice\n").run();
    assert_eq!(piped_in.failure(2), MISSING_BOTH);
    let read_elsewhere = Terminal::new(&home, &["mint", "--dev"]).stderr_elsewhere().run();
    assert_eq!(read_elsewhere.failure(2), "");
    assert!(read_elsewhere.stderr.starts_with(MISSING_BOTH_JSON), "{}", read_elsewhere.stderr);
}

#[test]
fn inspect_and_validate_do_not_wait_for_a_token_to_be_typed() {
    let home = Home::new();
    for args in [&["inspect"][..], &["validate", "--dev"]] {
        assert_eq!(
            Terminal::new(&home, args).run().failure(2),
            "error: there is no token: nothing was given or piped in\nhint: pipe one in, as in `< token.txt`, or give it as an argument\nhint: `-` reads what is typed, up to the end of input (Ctrl-D)\n"
        );
    }
}

#[test]
fn an_interrupt_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut talk = Terminal::new(&home, &["mint", "--dev"]).start();
    let shown = talk.expect("Room: ").interrupt().end();
    assert_eq!((shown.code, shown.sent.as_str()), (None, "Room: "));
    assert!(talk.is_restored());
}

#[test]
fn a_new_profile_is_asked_for_with_its_secret_hidden_and_confirmed() {
    let home = Home::new();
    let config = home.write_config("[profiles.taken]\napi_key = 'a'\napi_secret = 'b'\n");
    let mut talk = Terminal::new(&home, &["profile", "add"]).start();
    talk.expect("name: ").answer("my profile");
    talk.expect("error: \"my profile\" is no name for a profile").expect("name: ").answer("taken");
    talk.expect("error: there is already a profile taken").expect("name: ").answer("prod");
    talk.expect("URL (may be left out): ").answer("example.com");
    talk.expect("error: this is not a server's URL").expect("URL (may be left out): ");
    talk.answer("wss://prod.example");
    talk.expect("API key: ").answer("");
    talk.expect("error: a key is required").expect("API key: ").answer("APIprod");
    talk.expect("API secret (not shown): ").answer_hidden("");
    talk.expect("API secret (not shown): ").answer_hidden("typed-secret");
    talk.expect("The secret again: ").answer_hidden("typed-secrte");
    talk.expect("error: The two differ").expect("API secret (not shown): ").answer_hidden("typed-secret");
    let shown = talk.expect("The secret again: ").answer_hidden("typed-secret").end();
    assert!(!shown.sent.contains("typed-secr"), "{}", shown.sent);
    let screen = shown.screen();
    for line in [
        "Profile's name: prod\n",
        "Server's URL (may be left out): wss://prod.example\n",
        "API key: APIprod\n",
        "API secret (not shown): [hidden]\n",
    ] {
        assert!(screen.contains(line), "{line:?} is not in {screen}");
    }
    let notes =
        format!("note: added profile prod in {}\nnote: prod is the default profile\n", config.display());
    assert!(screen.ends_with(&notes), "{screen}");
    assert_eq!(
        std::fs::read_to_string(config).unwrap(),
        "default_profile = \"prod\"\n\n[profiles.taken]\napi_key = 'a'\napi_secret = 'b'\n\n[profiles.prod]\nurl = \
         \"wss://prod.example\"\napi_key = \"APIprod\"\napi_secret = \"typed-secret\"\n"
    );
}

#[test]
fn a_name_that_is_taken_is_told_before_anything_is_asked() {
    let home = Home::new();
    let config = home.write_config("[profiles.taken]\napi_key = 'a'\napi_secret = 'b'\n");
    assert_eq!(
        Terminal::new(&home, &["profile", "add", "taken"]).run().failure(3),
        format!(
            "error: there is already a profile taken in {}\nhint: give another name, or --replace to put the new one in the \
             place of profile taken\n",
            config.display()
        )
    );
    home.write_config("no TOML");
    let broken = Terminal::new(&home, &["profile", "add", "new"]).run().failure(3);
    assert!(broken.starts_with("error: ") && broken.contains("line 1: not valid TOML"), "{broken}");
}
