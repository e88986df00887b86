//! How a batch ends: whole, interrupted, killed, unread, on a full disk.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::{ALICE, requests};
use crate::minted::AT;
use crate::program::{Home, internal_error, mode};

const BATCH: [&str; 6] = ["mint", "--dev", "--at", AT, "--batch", "-"];

/// A batch that waits for more, its input and its output.
fn waiting(home: &Home, args: &[&str]) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let mut process = home.process(&[&BATCH, args].concat());
    process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = process.spawn().unwrap();
    let (stdin, stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    (child, stdin, stdout)
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// The exit code, and what was said.
fn end(mut child: Child) -> (Option<i32>, String) {
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    (child.wait().unwrap().code(), stderr)
}

/// Waits until the program has made its temporary file and written something.
fn wait_for_temporary_file(home: &Home) {
    let is_there = || {
        fs::read_dir(home.path()).unwrap().any(|entry| {
            let entry = entry.unwrap();
            entry.file_name().to_string_lossy().starts_with(".tokens.")
                && entry.metadata().is_ok_and(|metadata| metadata.len() > 0)
        })
    };
    while !is_there() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// The files of the home.
fn files(home: &Home) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    files
}

#[test]
fn an_answer_comes_before_the_next_request() {
    let home = Home::new();
    let (child, mut stdin, mut stdout) = waiting(&home, &["-q"]);
    for _ in 0..2 {
        writeln!(stdin, "{ALICE}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.ends_with("\"participantIdentity\":\"alice\"}\n"), "{line}");
    }
    drop(stdin);
    assert_eq!(end(child), (Some(0), String::new()));
}

#[test]
fn an_interrupt_ends_it_after_the_last_whole_line() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        for jobs in ["--jobs=1", "--jobs=2"] {
            let home = Home::new();
            let (child, mut stdin, mut stdout) = waiting(&home, &[jobs]);
            write!(stdin, "{}{{\"roomName\":", requests(3)).unwrap();
            for _ in 0..3 {
                stdout.read_line(&mut String::new()).unwrap();
            }
            send(&child, signal);
            assert_eq!(end(child), (Some(code), "note: interrupted: 3 lines were written\n".to_owned()));
            let mut rest = String::new();
            stdout.read_to_string(&mut rest).unwrap();
            assert_eq!(rest, "");
            drop(stdin);
        }
    }
}

#[test]
fn a_file_is_whole_and_private_or_as_it_was() {
    let home = Home::new();
    let args = ["--out", "tokens", "-q"];
    let ran = home.run_with(&[&BATCH[..], &args].concat(), requests(3));
    assert_eq!(ran.data(), "");
    let path = home.path().join("tokens");
    assert_eq!((fs::read_to_string(&path).unwrap().lines().count(), mode(&path)), (3, 0o600));
    // Errors are answers, and make the file no less whole.
    assert_eq!(home.run_with(&[&BATCH[..], &args].concat(), format!("{ALICE}\n{{}}\n")).code, 1);
    let old = fs::read_to_string(&path).unwrap();
    assert_eq!(old.lines().count(), 2);
    // Stopped, interrupted, killed.
    let stopped = home.run_with(&[&BATCH[..], &args, &["--fail-fast"]].concat(), format!("{ALICE}\n{{}}\n"));
    assert_eq!((stopped.code, files(&home)), (1, vec!["tokens".to_owned()]));
    let (child, mut stdin, _stdout) = waiting(&home, &args[..2]);
    stdin.write_all(requests(5).as_bytes()).unwrap();
    wait_for_temporary_file(&home);
    send(&child, Signal::INT);
    assert_eq!(end(child), (Some(130), "note: interrupted: --out FILE is as it was\n".to_owned()));
    assert_eq!(files(&home), ["tokens"]);
    let (child, mut stdin, _stdout) = waiting(&home, &args);
    stdin.write_all(requests(5).as_bytes()).unwrap();
    wait_for_temporary_file(&home);
    send(&child, Signal::KILL);
    assert_eq!(end(child).0, None);
    assert_eq!(fs::read_to_string(&path).unwrap(), old);
}

#[test]
fn the_line_that_stops_it_is_told_and_what_is_written_is_counted() {
    let home = Home::new();
    let lines = format!("{ALICE}\n\n{{\"roomName\":\"a b\"}}\n{ALICE}\n");
    let run = |args: &[&str]| home.run_with(&[&BATCH[..], &["--fail-fast"], args].concat(), lines.as_str());
    let stopped = "note: stopped at line 3, the first that is wrong: ";
    let rules = "error: line 3: Request validation failed\n  roomName: Room name contains invalid characters\n  \
                 participantIdentity: Participant identity is required\n";
    for jobs in ["--jobs=1", "--jobs=2"] {
        // What would tell it is not kept.
        let told = run(&["--out=tokens", jobs, "--error-format=text"]);
        assert_eq!((told.code, told.stderr), (1, format!("{rules}{stopped}--out FILE is as it was\n")));
        let told = run(&["--out=tokens", jobs, "-q"]);
        assert_eq!(told.stderr.lines().count(), 1, "{}", told.stderr);
        assert!(told.stderr.contains("Room name contains") && told.stderr.ends_with(",\"line\":3}\n"));
        // What tells it is written, or it is told.
        for (args, error, written) in [
            (&["-o=json"][..], "", "2 lines were written"),
            (&["-o=json", "--out=/dev/stdout"], "", "2 lines were written"),
            (&["-o=token"], rules, "1 line was written"),
            (&["-o=csv"], rules, "2 lines were written"),
            (&["-o=csv", "--out=tokens"], rules, "--out FILE is as it was"),
        ] {
            let told = run(&[args, &[jobs, "--error-format=text"]].concat());
            assert_eq!((told.code, told.stderr), (1, format!("{error}{stopped}{written}\n")), "{args:?}");
            if let Some(count) = written.chars().next().and_then(|count| count.to_digit(10)) {
                assert_eq!(told.stdout.lines().count(), count as usize, "{args:?}");
            }
        }
    }
    assert_eq!(files(&home), [""; 0]);
    for command in ["inspect", "validate"] {
        let told = home.run_with(
            &[command, "--dev", "--batch=-", "--fail-fast", "--out=said", "--error-format=text"],
            "\n{}",
        );
        assert!(told.stderr.starts_with("error: line 2: Request validation failed\n  "), "{}", told.stderr);
        assert!(
            told.stderr
                .ends_with("note: stopped at line 2, the first that is wrong: --out FILE is as it was\n")
        );
    }
}

#[test]
fn a_link_stays_one_and_a_device_is_written_to() {
    let home = Home::new();
    home.write("real/tokens", "old");
    std::os::unix::fs::symlink("real/tokens", home.path().join("link")).unwrap();
    home.run_with(&[&BATCH[..], &["-q", "--out", "link"]].concat(), requests(1)).data();
    assert!(fs::symlink_metadata(home.path().join("link")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(home.path().join("real/tokens")).unwrap().lines().count(), 1);
    home.run_with(&[&BATCH[..], &["-q", "--out", "/dev/null"]].concat(), requests(1)).data();
    let folder = home.run_with(&[&BATCH[..], &["--out", "real"]].concat(), requests(1));
    assert_eq!(
        folder.json_failure(5),
        internal_error("cannot write to the file given with --out: is a directory")
    );
    let nowhere = home.run_with(&[&BATCH[..], &["--out", "gone/tokens"]].concat(), requests(1));
    // Without the path of the temporary file, which JSON would tell beyond this machine.
    assert_eq!(
        nowhere.json_failure(5),
        internal_error("cannot write to the file given with --out: No such file or directory (os error 2)")
    );
}

#[test]
fn a_reader_that_goes_ends_it_quietly() {
    let home = Home::new();
    for jobs in ["--jobs=1", "--jobs=2"] {
        let (child, mut stdin, mut stdout) = waiting(&home, &[jobs]);
        let writer = std::thread::spawn(move || {
            // Ends with an error, as the program goes away.
            let _ = stdin.write_all(requests(20_000).as_bytes());
            stdin
        });
        stdout.read_line(&mut String::new()).unwrap();
        drop(stdout);
        assert_eq!(end(child), (Some(0), String::new()));
        drop(writer.join().unwrap());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let home = Home::new();
    home.write("requests", requests(20_000));
    for jobs in ["--jobs=1", "--jobs=2"] {
        let mut process = home.process(&["mint", "--dev", "--batch", "requests", jobs]);
        process.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
        let output = process.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(5));
        assert!(stderr.contains("cannot write to standard output: No space left on device"), "{stderr}");
    }
    let told = home.run(&["mint", "--dev", "--batch", "requests", "--out", "/dev/full"]).json_failure(5);
    assert!(told.contains("cannot write to the file given with --out: No space left on device"), "{told}");
}
