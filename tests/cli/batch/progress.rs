//! How far a batch is, told on a terminal.

use std::fs::{File, OpenOptions};
use std::io::Write as _;

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

use super::ALICE;
use crate::program::Home;
use crate::terminal::Terminal;

/// Lines of which more can come at any time.
fn pipe(home: &Home) -> impl FnOnce() -> File {
    let path = home.path().join("lines");
    mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    // Waits until somebody reads.
    move || OpenOptions::new().write(true).open(path).unwrap()
}

/// A terminal that can clear a line.
fn terminal(home: &Home, args: &[&str]) -> Terminal {
    Terminal::new(home, args).env("TERM", "xterm")
}

#[test]
fn it_is_shown_after_a_second_and_gone_in_the_end() {
    let home = Home::new();
    let open = pipe(&home);
    let mut talk = terminal(&home, &["mint", "--dev", "--batch", "lines", "--out", "tokens"]).start();
    let mut lines = open();
    writeln!(lines, "{ALICE}\nnonsense").unwrap();
    talk.expect("2 lines, ").expect("/s, 1 errors");
    writeln!(lines, "{ALICE}").unwrap();
    talk.expect("3 lines, ");
    drop(lines);
    let shown = talk.end();
    // Of the progress nothing is left.
    let screen = shown.failure(1);
    assert!(screen.trim_start().starts_with("note: 2 tokens, 1 error in "), "{screen:?}");
    assert!(!screen.contains("/s, "), "{screen:?}");
    assert_eq!(std::fs::read_to_string(home.path().join("tokens")).unwrap().lines().count(), 3);
}

#[test]
fn whoever_sends_tokens_into_a_file_that_others_can_read_is_warned() {
    let home = Home::new();
    let many = ["mint", "--dev", "--count=2", "-r=demo", "-i=u{n}"];
    let warning = |args: &[&str], mode: u32| {
        let shown = Terminal::new(&home, args).stdout_with_mode(mode).run();
        assert_eq!(shown.code, Some(0), "{args:?}: {shown:?}");
        let first = shown.sent.lines().next().unwrap_or_default().to_owned();
        first.strip_prefix("warning: ").map(str::to_owned)
    };
    for mode in [0o644, 0o640, 0o604] {
        let told = "other users can read the file that the tokens go to: --out FILE makes it yours alone, and so does \
                    `umask 077` before";
        assert_eq!(warning(&many, mode).as_deref(), Some(told), "{mode:o}");
    }
    home.write("requests", ALICE);
    assert!(warning(&["mint", "--dev", "--batch=requests"], 0o644).is_some());
    // What is nobody else's, goes elsewhere, is a single one, holds no tokens, or is not to be talked of.
    assert_eq!(warning(&many, 0o600), None);
    assert_eq!(warning(&[&many[..], &["--out=tokens"]].concat(), 0o644), None);
    assert_eq!(warning(&["mint", "--dev", "-r=demo", "-i=alice"], 0o644), None);
    assert_eq!(warning(&["validate", "--batch=requests"], 0o644), None);
    assert_eq!(warning(&[&many[..], &["--quiet"]].concat(), 0o644), None);
    // Nor where nobody sits at a terminal.
    let file = std::fs::File::create(home.path().join("tokens")).unwrap();
    crate::program::set_mode(&home.path().join("tokens"), 0o644);
    let scripted = home.process(&many).stdout(file).output().unwrap();
    let told = String::from_utf8(scripted.stderr).unwrap();
    assert!(told.starts_with("note: 2 tokens in "), "{told}");
    let shown = Terminal::new(&home, &many).run();
    assert!(!shown.sent.contains("warning"), "a terminal is no file: {}", shown.sent);
}

#[test]
fn errors_are_told_above_it() {
    for (format, end, told) in [
        (
            "auto",
            "expected ident at line 1 column 2",
            &["error: line 2: Request", "the document: Request body"][..],
        ),
        ("json", "\"line\":2}", &["{\"statusCode\":400,"]),
    ] {
        let home = Home::new();
        let open = pipe(&home);
        let args = ["mint", "--dev", "--batch", "lines", "-o", "token", "--error-format", format];
        let mut talk = terminal(&home, &args).stdout_elsewhere().start();
        let mut lines = open();
        writeln!(lines, "{ALICE}").unwrap();
        talk.expect("1 lines, ");
        writeln!(lines, "nonsense").unwrap();
        talk.expect(end);
        drop(lines);
        let shown = talk.end();
        assert_eq!(shown.stdout.lines().count(), 1);
        let screen = shown.failure(1);
        let lines: Vec<&str> = screen.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let starts = [told, &["note: 1 token, 1 error in "]].concat();
        assert_eq!(lines.len(), starts.len(), "{screen:?}");
        assert!(lines.iter().zip(starts).all(|(line, start)| line.starts_with(start)), "{screen:?}");
    }
}

#[test]
fn where_the_end_is_known_it_tells_how_far_that_is() {
    let home = Home::new();
    let args =
        ["mint", "--dev", "--count", "4000000000", "-r=r", "-i=u{n}", "--allow-duplicates", "--out=tokens"];
    let mut talk = terminal(&home, &args).start();
    talk.expect("] 0%  ").expect(" lines, ").expect("/s, 0 errors, ").expect(" left");
    talk.signal(Signal::INT);
    let screen = talk.end().failure(130);
    assert_eq!(screen.trim(), "note: interrupted: --out FILE is as it was");
}

#[test]
fn it_is_not_shown_to_who_wants_quiet_or_reads_the_answers_or_has_a_dumb_terminal() {
    for (args, kind) in
        [(&["--quiet", "--out=tokens"][..], "xterm"), (&[], "xterm"), (&["--out=tokens"], "dumb")]
    {
        let home = Home::new();
        let open = pipe(&home);
        let mut talk =
            terminal(&home, &[&["mint", "--dev", "--batch=lines"], args].concat()).env("TERM", kind).start();
        let mut lines = open();
        writeln!(lines, "{ALICE}").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1500));
        drop(lines);
        let shown = talk.end();
        assert_eq!(shown.code, Some(0));
        assert!(!shown.sent.contains(" lines, "), "{shown:?}");
    }
}
