//! What a token is printed as for people: a link, its picture, an open page; and names that a dotenv file can hold.

use crate::minted::{AT, JOIN, Minted, mint, refused};
use crate::program::{Home, Ran};

const NOTE: &str = "note: the link holds the token: until that expires, whoever has the link can use it\n";

fn link(server: &str, minted: &Minted) -> String {
    format!("https://meet.livekit.io/custom?liveKitUrl={server}&token={}", minted.token)
}

fn mint_as(home: &Home, output: &str, more: &[&str]) -> Ran {
    home.run(&[&["mint", "--at", AT, "-o", output], &JOIN[..], more].concat())
}

/// What is said of a picture of the development server's link.
const PHONE: &str = "warning: the server's URL names this very machine, which a phone will look for in itself: give another with --url\n";

#[test]
fn a_link_opens_livekit_s_page() {
    let home = Home::new();
    let minted = mint(&home, &JOIN);
    minted.opens(&home, &["join"]);
    let run = mint_as(&home, "url", &["--dev"]);
    let expected = format!("{}\n", link("ws%3A%2F%2Flocalhost%3A7880", &minted));
    assert_eq!((run.code, run.stdout, run.stderr.as_str()), (0, expected, NOTE));
    let quiet = mint_as(&home, "url", &["--dev", "-q", "--url=wss://h.example/a?b=c&d=%20"]);
    let encoded = "wss%3A%2F%2Fh.example%2Fa%3Fb%3Dc%26d%3D%2520";
    assert_eq!(quiet.data(), format!("{}\n", link(encoded, &minted)));
}

#[test]
fn a_picture_is_light_on_dark_with_a_quiet_zone() {
    let home = Home::new();
    let run = mint_as(&home, "qr", &["--dev"]);
    assert_eq!((run.code, run.stderr), (0, format!("{NOTE}{PHONE}")));
    let rows: Vec<Vec<char>> = run.stdout.lines().map(|line| line.chars().collect()).collect();
    let width = rows[0].len();
    assert!(run.stdout.chars().all(|c| "█▀▄ \n".contains(c)), "{}", run.stdout);
    assert!(rows.iter().all(|row| row.len() == width), "{}", run.stdout);
    // Two rows a line. A version has four modules more a side than the one before; four light ones stand around.
    assert_eq!((rows.len(), (width - 8 - 17) % 4), (width.div_ceil(2), 0));
    let is_light = |x: usize, y: usize| match rows[y / 2][x] {
        '█' => true,
        '▀' => y.is_multiple_of(2),
        '▄' => !y.is_multiple_of(2),
        _ => false,
    };
    for at in 0..width {
        for zone in (0..4).chain(width - 4..width) {
            assert!(is_light(at, zone) && is_light(zone, at), "{at} {zone}");
        }
    }
    // The three finders: a dark square of seven, a light one within, a dark one of three within that.
    for (left, top) in [(4, 4), (width - 11, 4), (4, width - 11)] {
        for (x, y) in (0..7).flat_map(|x| (0..7).map(move |y| (x, y))) {
            let ring = [x, y, 6 - x, 6 - y].into_iter().min().unwrap();
            assert_eq!(is_light(left + x, top + y), ring == 1, "{left} {top} {x} {y}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_picture_is_light_on_dark_on_every_terminal() {
    let home = Home::new();
    let args = [&["mint", "--dev", "--at", AT, "-o=qr", "-q"], &JOIN[..]].concat();
    let piped = home.run(&args).data();
    let shown = crate::terminal::Terminal::new(&home, &args).env("TERM", "xterm").run();
    for (line, sent) in piped.lines().zip(shown.sent.lines()) {
        assert_eq!(sent, format!("\u{1b}[97m\u{1b}[40m{line}\u{1b}[0m"));
    }
    assert_eq!(piped.lines().count(), shown.sent.lines().count());
    let width = u16::try_from(piped.lines().next().unwrap().chars().count()).unwrap();
    for (columns, warning) in [
        (width, String::new()),
        (
            width - 1,
            format!("warning: the code is {width} columns wide, and the terminal has {}\n", width - 1),
        ),
    ] {
        let loud: Vec<&str> = args.iter().copied().filter(|arg| *arg != "-q").collect();
        let shown = crate::terminal::Terminal::new(&home, &loud).columns(columns).run();
        assert!(shown.screen().starts_with(&format!("{NOTE}{PHONE}{warning}█")), "{shown:?}");
    }
}

#[test]
fn a_link_needs_a_token_to_join_with_a_server_and_room_in_the_picture() {
    let home = Home::new();
    let joins_not = "is for a token that joins a room, and this one does not";
    for (flags, what) in [
        (&["--list", "-o=url"][..], "--output url"),
        (&["--admin", "-r=demo", "-o=qr"], "--output qr"),
        (&["--join=false", "--open"], "--open"),
    ] {
        assert_eq!(refused(&home, flags), format!("error: {what} {joins_not}\n"));
    }
    home.write_private("secret", crate::golden::SECRET);
    let pair = ["--api-key=a", "--api-secret-file=secret", "--error-format=text"];
    for output in ["url", "qr"] {
        assert_eq!(
            mint_as(&home, output, &pair).failure(2),
            format!(
                "error: --output {output} needs the server's URL, and there is none beside the key (--api-key)\nhint: give it with --url, the \
                 variable LIVEKIT_URL, or `url` in [profiles.NAME]\n"
            )
        );
        let wrong = mint_as(&home, output, &[&pair[..], &["--url=localhost:7880"]].concat());
        let told =
            "error: --url is not a server's URL: it must begin with wss://, ws://, https:// or http://\n";
        assert_eq!(wrong.failure(2), told);
    }
    home.write("long", "x".repeat(2500));
    let long = ["--dev", "--metadata=@long", "--error-format=text"];
    assert_eq!(
        mint_as(&home, "qr", &[&long[..], &["-q"]].concat()).failure(2),
        "error: the link is too long for a QR code, which holds 2953 bytes\nhint: leave out metadata and attributes, or \
         print the link with `-o url`\n"
    );
    let printed = mint_as(&home, "url", &[&long[..], &["-q"]].concat()).data();
    assert!(printed.len() > 2953, "{}", printed.len());
}

#[test]
fn names_in_a_dotenv_file_are_quoted_or_refused() {
    let home = Home::new();
    let env = |room: &str, identity: &str| {
        let args =
            ["mint", "--dev", "--rules=livekit", "-o=env", "--error-format=text", "-r", room, "-i", identity];
        home.run(&args)
    };
    for (room, identity, lines) in [
        ("demo", "alice@example.com", "LIVEKIT_ROOM=demo\nLIVEKIT_IDENTITY=alice@example.com\n"),
        ("Team A #1", "a$b", "LIVEKIT_ROOM='Team A #1'\nLIVEKIT_IDENTITY='a$b'\n"),
        ("\"q\"", "x=y", "LIVEKIT_ROOM='\"q\"'\nLIVEKIT_IDENTITY='x=y'\n"),
        ("日本", "é", "LIVEKIT_ROOM='日本'\nLIVEKIT_IDENTITY='é'\n"),
    ] {
        let printed = env(room, identity).data();
        assert!(printed.starts_with("LIVEKIT_URL=ws://localhost:7880\nLIVEKIT_TOKEN=eyJ"), "{printed}");
        assert!(printed.ends_with(&format!("\n{lines}")), "{printed}");
        assert_eq!(printed.lines().count(), 4);
        assert!(home.run_with(&["validate", "--dev"], printed).data().starts_with(r#"{"valid":true"#));
    }
    for (room, identity, told) in [
        ("it's", "alice", r#"the room "it's""#),
        ("demo", "a\nB=1", r#"the identity "a\nB=1""#),
        ("demo", "a\\", r#"the identity "a\\""#),
    ] {
        assert_eq!(
            env(room, identity).failure(2),
            format!(
                "error: {told} cannot be a line that every reader of dotenv files reads alike\nhint: `-o json` can \
                 hold any name\n"
            )
        );
    }
    let list = home.run(&["mint", "--dev", "--list", "-o=env"]).data();
    assert_eq!(list.lines().count(), 2, "{list}");
}

#[cfg(target_os = "linux")]
mod in_a_browser {
    use std::io::Write as _;
    use std::path::PathBuf;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::program::ran;

    /// A browser: notes the address it was given, what another path on it answers, and, when it has only
    /// looked at the page and taken its time, where it is sent to.
    const BROWSER: &str = r#"#!/bin/sh
printf '%s' "$1" > "$HOME/argument"
curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$1/more" > "$HOME/elsewhere"
curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -I "$1" > "$HOME/looked-at"
sleep 2
curl -s -o /dev/null -w '%{redirect_url}' "$1" > "$HOME/part" && mv "$HOME/part" "$HOME/page"
"#;

    /// A home with a browser, and the `PATH` to it; none where there is no curl to make it of.
    fn with_browser(script: &str) -> Option<(Home, std::ffi::OsString)> {
        if Command::new("curl").arg("--version").output().is_err() {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "curl is missing");
            let _ = writeln!(std::io::stderr(), "skipped link::in_a_browser: curl is missing");
            return None;
        }
        let home = Home::new();
        let browser = home.write("bin/xdg-open", script);
        crate::program::set_mode(&browser, 0o755);
        let folders =
            std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
        let first: PathBuf = home.path().join("bin");
        let path = std::env::join_paths(std::iter::once(first).chain(folders)).unwrap();
        Some((home, path))
    }

    /// What the browser wrote, as soon as it is there.
    fn read(home: &Home, name: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            match std::fs::read_to_string(home.path().join(name)) {
                Ok(text) => return text,
                Err(error) => assert!(Instant::now() < deadline, "{name}: {error}"),
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn a_page_is_opened_and_no_argument_has_the_token() {
        let Some((home, path)) = with_browser(BROWSER) else { return };
        let minted = mint(&home, &JOIN);
        let args = [&["mint", "--dev", "--at", AT, "-o=token", "--open"], &JOIN[..]].concat();
        let run = ran(home.command(&args).env("PATH", path));
        assert_eq!((run.code, run.stdout, run.stderr.as_str()), (0, format!("{}\n", minted.token), NOTE));
        let link = link("ws%3A%2F%2Flocalhost%3A7880", &minted);
        assert_eq!(read(&home, "page"), link);
        assert_eq!(read(&home, "looked-at"), format!("302 {link}"));
        let argument = read(&home, "argument");
        let (address, secret) = argument.rsplit_once('/').unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{argument}");
        assert!(secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{argument}");
        assert_eq!(read(&home, "elsewhere"), "404 ");
    }

    #[test]
    fn a_browser_that_fails_is_told_and_the_token_is_printed_all_the_same() {
        let Some((home, _)) = with_browser("#!/bin/sh\nexit 4\n") else { return };
        let args = [&["mint", "--dev", "--at", AT, "--open", "-q"], &JOIN[..]].concat();
        let text = [&args[..], &["--error-format=text"]].concat();
        let run = ran(home.command(&text).env("PATH", home.path().join("bin")));
        assert_eq!(run.code, 5);
        assert!(run.stdout.contains(&mint(&home, &JOIN).token), "{}", run.stdout);
        assert!(run.stderr.starts_with("error: no browser could be started\n"), "{}", run.stderr);
        let hint = "\nhint: `-o url` prints the link, `-o qr` draws it for a phone\n";
        assert!(run.stderr.ends_with(hint), "{}", run.stderr);
    }
}
