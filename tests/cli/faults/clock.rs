//! A system clock that is wrong. Debian's `faketime` sets it for one process.
//!
//! What can be said of times without the system's clock, by `--at` and within the library, has its tests beside it.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::Command;

use crate::everything::home_with;
use crate::golden::{AT, SECRET, token};
use crate::program::{Home, Ran, ran};

/// Clocks before 1970 and after 9999.
const IMPOSSIBLE: [&str; 2] = ["-60y", "+8000y"];
/// Clocks after 2038-01-19, where seconds need more than 31 bits, and after 2106, where they need more than 32.
const LATE: [&str; 2] = ["+30y", "+100y"];

const REFUSAL: &str =
    "the system clock is wrong: time out of range: it must lie between 1970-01-01 and 9999-12-30";

/// The library by which `faketime` sets a clock; none where it is not installed.
fn faketime() -> Option<OsString> {
    // Asked for, not run around the program: it would be the one that gets our signals.
    let said = Command::new("faketime").args(["-f", "+0", "env"]).output().ok();
    let said = said.map(|output| String::from_utf8(output.stdout).unwrap());
    let found =
        said.and_then(|said| Some(said.lines().find_map(|line| line.strip_prefix("LD_PRELOAD="))?.into()));
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "faketime is missing");
        let _ = writeln!(std::io::stderr(), "skipped faults::clock: faketime is missing");
    }
    found
}

/// The process with a clock that is off by so much.
fn process(faketime: &OsString, home: &Home, off: &str, args: &[&str]) -> Command {
    let mut process = home.process(args);
    process.env("LD_PRELOAD", faketime).env("FAKETIME", off);
    process
}

fn run(faketime: &OsString, home: &Home, off: &str, args: &[&str], stdin: &str) -> Ran {
    ran(assert_cmd::Command::from_std(process(faketime, home, off, args)).write_stdin(stdin))
}

#[test]
fn a_clock_that_cannot_be_right_is_told_by_whoever_needs_one() {
    let Some(faketime) = faketime() else { return };
    let home = home_with(SECRET);
    let token = token("APIa", SECRET);
    let request = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    for off in IMPOSSIBLE {
        for (args, stdin) in [
            (&["mint", "-r=demo", "-i=alice"][..], ""),
            (&["mint", "--batch=-"], request),
            (&["mint", "--count=2", "-r=demo", "-i=u{n}", "--out=tokens"], ""),
            (&["inspect"], &token),
            (&["inspect", "--batch=-"], &token),
            (&["validate"], &token),
            (&["validate", "--batch=-"], &token),
        ] {
            // What cannot be the time is no timestamp either.
            let line = format!(
                "{{\"statusCode\":500,\"errorCode\":\"INTERNAL_ERROR\",\"message\":\"{REFUSAL}\",\"timestamp\":\
                 \"1970-01-01T00:00:00Z\"}}\n"
            );
            assert_eq!(run(&faketime, &home, off, args, stdin).failure(5), line, "{off} {args:?}");
            let text = [args, &["--error-format=text"]].concat();
            assert_eq!(
                run(&faketime, &home, off, &text, stdin).failure(5),
                format!("error: {REFUSAL}\nhint: set the clock, or give a time with --at\n"),
                "{off} {args:?}"
            );
            assert!(!home.path().join("tokens").exists());
        }
    }
}

#[test]
fn whoever_needs_no_clock_works_whatever_it_says() {
    let Some(faketime) = faketime() else { return };
    let home = home_with(SECRET);
    let golden = token("APIa", SECRET);
    for off in IMPOSSIBLE {
        let at = |args: &[&str], stdin: &str| run(&faketime, &home, off, args, stdin).data();
        assert_eq!(at(&["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT], ""), format!("{golden}\n"));
        assert!(at(&["validate", "--at", AT], &golden).starts_with("{\"valid\":true,"));
        for args in [
            &["profile", "list"][..],
            &["profile", "add", "new", "--api-key=k", "--api-secret-file=secret", "--replace", "-q"],
            &["roles"],
            &["completions", "bash"],
            &["man"],
            &["--version"],
        ] {
            assert_eq!(at(args, ""), home.run(args).data(), "{off} {args:?}");
        }
    }
}

#[test]
fn a_clock_after_2038_is_one_as_any_other() {
    let Some(faketime) = faketime() else { return };
    let home = home_with(SECRET);
    for off in LATE {
        let later = |args: &[&str], stdin: &str| run(&faketime, &home, off, args, stdin).data();
        let minted: serde_json::Value =
            serde_json::from_str(&later(&["mint", "-r=demo", "-i=alice"], "")).unwrap();
        let year: u32 = minted["expiresAt"].as_str().unwrap()[..4].parse().unwrap();
        assert!(year > 2050, "{year}");
        let token = minted["token"].as_str().unwrap();
        let claims: serde_json::Value =
            serde_json::from_str(&later(&["inspect", "-o=claims"], token)).unwrap();
        assert!(claims["exp"].as_i64().unwrap() > i64::from(i32::MAX), "{claims}");
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["nbf"].as_i64().unwrap(), 3600);
        assert!(later(&["validate", "--strict"], token).starts_with("{\"valid\":true,"));
        // Today it is not valid yet.
        let today = home.run_with(&["validate"], token);
        assert!(today.code == 1 && today.stdout.contains("not-valid-yet"), "{}", today.stdout);
    }
}

#[cfg(feature = "serve")]
#[test]
fn a_server_needs_a_clock_that_can_be_right() {
    use crate::serve::Server;

    const GOOD: &str = r#"{"roomName":"demo","participantIdentity":"alice"}"#;
    const SERVE: [&str; 3] = ["serve", "--dev", "--listen=127.0.0.1:0"];
    let Some(faketime) = faketime() else { return };
    let home = home_with(SECRET);
    for off in IMPOSSIBLE {
        let refused = run(&faketime, &home, off, &[&SERVE[..], &["--error-format=text"]].concat(), "");
        assert_eq!(refused.failure(5), format!("error: {REFUSAL}\nhint: set the clock\n"), "{off}");
    }
    for off in LATE {
        let running = Server::of(process(&faketime, &home, off, &SERVE)).start();
        let answer = running.post("/api/token", &[], GOOD);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let verdict = run(&faketime, &home, off, &["validate", "--dev"], &answer.body);
        assert!(verdict.data().starts_with("{\"valid\":true,"));
    }
}

/// A clock may go wrong while a server runs, as on a board without a battery that asks for the time again.
#[cfg(feature = "serve")]
#[test]
fn a_server_outlives_a_clock_that_goes_wrong() {
    use std::io::Read as _;
    use std::net::TcpStream;

    use crate::serve::Server;

    let Some(faketime) = faketime() else { return };
    let home = home_with(SECRET);
    let clock = home.write("clock", "+0");
    let mut command = home.process(&["serve", "--dev", "--listen=127.0.0.1:0"]);
    command.env("LD_PRELOAD", faketime).env("FAKETIME_TIMESTAMP_FILE", &clock).env("FAKETIME_NO_CACHE", "1");
    let running = Server::of(command).start();
    assert_eq!(running.ask("GET", "/healthz", &[], "").status, 200);
    home.write("clock", "-60y");
    let mut stream = TcpStream::connect(running.address()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert_eq!(answer, b"");
    let event = running.event();
    assert_eq!(event["message"], "the system clock is wrong, so that nobody can be answered");
    home.write("clock", "+0");
    assert_eq!(running.ask("GET", "/healthz", &[], "").status, 200);
}
