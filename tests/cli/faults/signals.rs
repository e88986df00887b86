//! Signals at the moments at which the program waits: for a person, a command, a server, a line.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::everything::home_with;
use crate::golden::SECRET;
use crate::program::{Home, mode};
use crate::terminal::Terminal;

/// What a terminal, a person or the system ends a program with.
const ENDING: [Signal; 4] = [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT];

/// Waits until something is so.
#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How a child ended, and what it printed.
fn end(mut child: Child) -> (Option<i32>, Option<i32>, String, String) {
    let mut printed = [String::new(), String::new()];
    child.stdout.take().unwrap().read_to_string(&mut printed[0]).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut printed[1]).unwrap();
    let status = child.wait().unwrap();
    let [stdout, stderr] = printed;
    (status.code(), status.signal(), stdout, stderr)
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

#[test]
fn a_question_that_a_signal_ends_gives_the_terminal_back() {
    let mint: &[&str] = &["mint", "--dev"];
    for (args, question, is_hidden) in [
        (mint, "Room: ", false),
        (&["mint", "-r=demo", "-i=alice"], "API key: ", false),
        (&["profile", "add"], "name: ", false),
        (&["profile", "add", "new", "--api-key=k"], "(not shown): ", true),
    ] {
        for signal in ENDING {
            let home = Home::new();
            let mut talk = Terminal::new(&home, args).start();
            talk.expect(question);
            if is_hidden {
                talk.await_hidden()
            } else {
                talk.await_keys()
            };
            talk.send(signal);
            let shown = talk.end();
            assert_eq!((shown.code, shown.signal), (None, Some(signal.as_raw())), "{args:?} {shown:?}");
            assert!(shown.sent.ends_with(question), "{shown:?}");
            assert!(talk.is_restored(), "{args:?} {signal:?}");
            assert!(!home.path().join("config/lktoken/config.toml").exists(), "{args:?}");
        }
    }
}

#[test]
fn an_interrupt_between_two_questions_leaves_the_config_file_as_it_was() {
    let home = home_with(SECRET);
    let config = home.path().join("config/lktoken/config.toml");
    let before = fs::read_to_string(&config).unwrap();
    let mut talk = Terminal::new(&home, &["profile", "add", "new"]).start();
    talk.expect("URL (may be left out): ").answer("wss://x").expect("API key: ").answer("APInew");
    talk.expect("(not shown): ").answer_hidden("typed-secret").expect("The secret again: ");
    talk.await_hidden();
    talk.send(Signal::TERM);
    assert_eq!(talk.end().signal, Some(Signal::TERM.as_raw()));
    assert!(talk.is_restored());
    assert_eq!(fs::read_to_string(&config).unwrap(), before);
    assert_eq!(fs::read_dir(config.parent().unwrap()).unwrap().count(), 1);
}

/// A home whose secret command says that it runs, and hangs.
fn home_with_hanging_command() -> (Home, PathBuf) {
    let home = Home::new();
    home.write_config(
        "default_profile = 'a'\n[profiles.a]\napi_key = 'APIa'\napi_secret_command = ['/bin/sh', '-c', 'echo $$ > part; mv \
         part running; exec sleep 60']\n",
    );
    home.write("token", crate::golden::token("APIa", SECRET));
    let running = home.path().join("running");
    (home, running)
}

#[test]
fn a_secret_command_that_hangs_does_not_outlast_a_signal() {
    for (args, signal) in [
        (&["mint", "-r=demo", "-i=alice"][..], Signal::INT),
        (&["mint", "--count=2", "-r=demo", "-i=u{n}", "--out=tokens"], Signal::TERM),
        (&["validate"], Signal::TERM),
        (&["inspect"], Signal::INT),
        #[cfg(feature = "serve")]
        (&["serve", "--listen=127.0.0.1:0"], Signal::TERM),
    ] {
        let (home, running) = home_with_hanging_command();
        let token = fs::File::open(home.path().join("token")).unwrap();
        let mut process = home.process(args);
        // The command inherits standard error, and would hold it open.
        process
            .stdin(token)
            .stdout(Stdio::piped())
            .stderr(fs::File::create(home.path().join("said")).unwrap());
        let mut child = process.spawn().unwrap();
        wait_until("the command runs", || running.exists());
        send(&child, signal);
        let mut stdout = String::new();
        child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.signal(), stdout.as_str()), (Some(signal.as_raw()), ""), "{args:?} {status}");
        assert_eq!(fs::read_to_string(home.path().join("said")).unwrap(), "", "{args:?}");
        assert!(!home.path().join("tokens").exists());
        // A terminal's interrupt reaches the command, too; here it was not sent one.
        let command: i32 = fs::read_to_string(&running).unwrap().trim().parse().unwrap();
        let _ = kill_process(Pid::from_raw(command).unwrap(), Signal::KILL);
    }
}

#[cfg(feature = "online")]
#[test]
fn a_server_that_does_not_answer_is_waited_for_until_a_signal() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let online = format!("--online=ws://{}", listener.local_addr().unwrap());
    for signal in [Signal::INT, Signal::TERM] {
        let home = Home::new();
        let mut process = home.process(&["validate", "--dev", &online, "--error-format=text"]);
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = process.spawn().unwrap();
        // Of this very moment, or nobody would be asked.
        let token = home.run(&["mint", "--dev", "-r=demo", "-i=alice", "-o=token"]).data();
        child.stdin.take().unwrap().write_all(token.as_bytes()).unwrap();
        let (mut asked, _) = listener.accept().unwrap();
        asked.read_exact(&mut [0; 16]).unwrap();
        send(&child, signal);
        assert_eq!(end(child), (None, Some(signal.as_raw()), String::new(), String::new()));
    }
}

/// A batch of each command that has them, with more lines to come, and the first line of its input.
const BATCHES: [(&[&str], &str); 3] = [
    (&["mint", "--batch=-"], r#"{"roomName":"demo","participantIdentity":"alice"}"#),
    (&["validate", "--batch=-"], "a.b.c"),
    (&["inspect", "--batch=-"], r#"{"token":"eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}"#),
];

#[test]
fn a_batch_that_is_stopped_leaves_the_old_file_whole_and_no_other() {
    for (args, line) in BATCHES {
        for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
            let home = home_with(SECRET);
            let old = home.write_private("out/answers", "the old ones\n");
            let mut process = home.process(&[args, &["--out=out/answers"]].concat());
            process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = process.spawn().unwrap();
            let mut stdin = child.stdin.take().unwrap();
            writeln!(stdin, "{line}").unwrap();
            let folder = || fs::read_dir(old.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
            wait_until("something is written beside it", || {
                folder().any(|path| path != old && fs::metadata(path).is_ok_and(|file| file.len() > 0))
            });
            assert!(folder().all(|path| mode(&path) == 0o600));
            send(&child, signal);
            let told = "note: interrupted: --out FILE is as it was\n".to_owned();
            assert_eq!(end(child), (Some(code), None, String::new(), told), "{args:?}");
            assert_eq!(fs::read_to_string(&old).unwrap(), "the old ones\n");
            assert_eq!(folder().count(), 1, "{args:?}");
            drop(stdin);
        }
    }
}

#[test]
fn a_batch_that_is_stopped_ends_with_a_whole_line() {
    for (args, line) in BATCHES {
        for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
            let home = home_with(SECRET);
            let mut process = home.process(args);
            process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = process.spawn().unwrap();
            let mut stdin = child.stdin.take().unwrap();
            write!(stdin, "{line}\n{}", &line[..line.len() / 2]).unwrap();
            let mut first = [0];
            child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
            send(&child, signal);
            let (ended, by, rest, told) = end(child);
            assert_eq!((ended, by), (Some(code), None), "{args:?}");
            assert_eq!(told, "note: interrupted: 1 line was written\n");
            assert!(rest.ends_with('\n') && rest.lines().count() == 1, "{args:?} {rest}");
            drop(stdin);
        }
    }
}

/// Killed at twenty moments between its start and its end, an edit has happened or it has not.
#[test]
fn an_edit_that_is_killed_at_any_moment_leaves_a_whole_file() {
    let home = home_with(SECRET);
    let config = home.path().join("config/lktoken/config.toml");
    let before = fs::read_to_string(&config).unwrap();
    let add = ["profile", "add", "new", "--api-key=k", "--api-secret-file=secret"];
    let started = Instant::now();
    assert_eq!(home.run(&add).code, 0);
    let whole_run = started.elapsed();
    let after = fs::read_to_string(&config).unwrap();
    for moment in 0..20 {
        fs::write(&config, &before).unwrap();
        let mut process = home.process(&add);
        let mut child = process.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole_run * moment / 20);
        send(&child, Signal::KILL);
        child.wait().unwrap();
        let left = fs::read_to_string(&config).unwrap();
        assert!(left == before || left == after, "{left}");
        for entry in fs::read_dir(config.parent().unwrap()).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
    }
    // And nothing that was left behind stands in the way of the next one.
    fs::write(&config, &before).unwrap();
    assert_eq!(home.run(&add).code, 0);
    assert_eq!(fs::read_to_string(&config).unwrap(), after);
}
