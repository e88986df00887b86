//! Standard streams that fail.
#![cfg(unix)]

use std::fs::File;
use std::process::{Command, Stdio};

use crate::everything::{CALLS, Call, Prints, home_with};
use crate::golden::{AT, SECRET, token};
use crate::program::{Home, Ran, internal_error, ran};

/// A home in which every command has something to say.
fn home() -> Home {
    home_with(SECRET)
}

/// Every call that writes data.
fn writers() -> impl Iterator<Item = &'static Call> {
    CALLS.iter().filter(|call| call.prints != Prints::Nothing)
}

fn process(home: &Home, stdin: &str, args: &[&str]) -> Command {
    let mut process = home.process(args);
    process.stdin(match stdin {
        "" => Stdio::null(),
        name => File::open(home.path().join(name)).unwrap().into(),
    });
    process
}

/// What a run left that printed its data elsewhere.
fn run(process: &mut Command) -> Ran {
    let output = process.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("no signal"),
    }
}

/// The writing end of a pipe that nobody reads any more.
fn closed_pipe() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}

/// Linux alone has such a device.
#[cfg(target_os = "linux")]
fn full_disk() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

#[test]
fn every_command_works_where_its_output_is_read() {
    let home = home();
    for Call { stdin, args, code, prints: _ } in writers() {
        let ran = run(process(&home, stdin, args).stdout(Stdio::piped()));
        assert_eq!((ran.code, ran.stderr.as_str()), (*code, ""), "{args:?}");
        assert!(!ran.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn a_reader_that_has_gone_ends_every_command_quietly() {
    let home = home();
    for Call { stdin, args, code, prints: _ } in writers() {
        for voice in [&[][..], &["--error-format=text"]] {
            let args = [*args, voice].concat();
            let ran = run(process(&home, stdin, &args).stdout(closed_pipe()));
            // And what is not valid is not called so by the exit code.
            assert_eq!((ran.code, ran.stderr.as_str()), (*code, ""), "{args:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_that_names_standard_output() {
    let home = home();
    let message = "cannot write to standard output: No space left on device (os error 28)";
    for Call { stdin, args, code: _, prints: _ } in writers() {
        let json = run(process(&home, stdin, args).stdout(full_disk()));
        assert_eq!(json.json_failure(5), internal_error(message), "{args:?}");
        let args = [*args, &["--error-format=text"]].concat();
        let text = run(process(&home, stdin, &args).stdout(full_disk()));
        assert_eq!(
            text.failure(5).replace("\u{1b}[1m\u{1b}[31m", "").replace("\u{1b}[0m", ""),
            format!("error: {message}\n")
        );
    }
}

/// Where nothing is read, and nobody hears what there is to say.
fn unheard() -> Vec<Stdio> {
    vec![
        Stdio::from(closed_pipe()),
        #[cfg(target_os = "linux")]
        full_disk().into(),
    ]
}

#[test]
fn errors_that_nobody_can_read_keep_their_exit_code() {
    let home = home();
    for (args, code) in [
        (&["mint"][..], 2),
        (&["mint", "--oops"], 2),
        (&["mint", "-r=demo", "-i=alice", "--profile=x"], 3),
        (&["mint", "--request=gone.json"], 5),
        (&["validate", "x"], 1),
        (&["mint", "-r=demo", "-i=alice", "-o=env"], 0),
    ] {
        for stderr in unheard() {
            let status = process(&home, "", args).stdout(Stdio::null()).stderr(stderr).status().unwrap();
            assert_eq!(status.code(), Some(code), "{args:?}");
        }
    }
}

#[test]
fn a_standard_error_that_cannot_be_written_changes_no_answer() {
    for Call { stdin, args, code, prints: _ } in CALLS {
        let home = home();
        let expected = process(&home, stdin, args).output().unwrap();
        for stderr in unheard() {
            let home = self::home();
            let output = process(&home, stdin, args).stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
            let output = output.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(*code), "{args:?}");
            // Paths and moments differ.
            assert_eq!(output.stdout.is_empty(), expected.stdout.is_empty(), "{args:?}");
        }
    }
}

#[test]
fn with_neither_stream_left_the_exit_code_still_tells() {
    let home = home();
    for Call { stdin, args, code, prints: _ } in writers() {
        let gone = process(&home, stdin, args).stdout(closed_pipe()).stderr(closed_pipe()).status().unwrap();
        assert_eq!(gone.code(), Some(*code), "{args:?}");
        #[cfg(target_os = "linux")]
        {
            let full = process(&home, stdin, args).stdout(full_disk()).stderr(full_disk()).status().unwrap();
            assert_eq!(full.code(), Some(5), "{args:?}");
        }
    }
}

/// Runs with a stream closed, not empty: that takes a shell.
fn with_stream_closed(home: &Home, stream: &str, args: &[&str]) -> Ran {
    let program = home.process(&[]);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("exec \"$@\" {stream}"), "sh"]).arg(program.get_program()).args(args);
    shell.env_clear().current_dir(home.path());
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    ran(&mut assert_cmd::Command::from_std(shell))
}

#[test]
fn a_closed_standard_input_is_an_empty_one() {
    let home = home();
    let empty = internal_error("the input is empty: give a token, or a request in JSON");
    assert_eq!(with_stream_closed(&home, "<&-", &["inspect"]).json_failure(2), empty);
    assert_eq!(with_stream_closed(&home, "<&-", &["validate"]).json_failure(2), empty);
    let request = with_stream_closed(&home, "<&-", &["mint", "--request=-"]).json_failure(2);
    assert!(
        request.contains("\"Request body is not valid JSON: EOF while parsing a value at line 1 column 0\""),
        "{request}"
    );
    let secret = ["mint", "-r=demo", "-i=alice", "--api-key=a", "--api-secret-file=-"];
    let secret = with_stream_closed(&home, "<&-", &secret).json_failure(3);
    assert_eq!(secret, internal_error("the API secret is empty"));
    let mint = ["mint", "-r=demo", "-i=alice", "-o=token", "--at", AT];
    assert_eq!(with_stream_closed(&home, "<&-", &mint).data(), format!("{}\n", token("APIa", SECRET)));
}

/// Rust puts `/dev/null`, open for both reading and writing, in the place of a stream that is closed before `main` can
/// see it. Python and Node give just that to a child whose output is to be discarded, so that one cannot be told from
/// the other: both are done, and there is no error to make of it.
#[test]
fn closed_output_streams_are_no_reason_to_panic() {
    let home = home();
    for (args, code) in [(&["mint", "-r=demo", "-i=alice"][..], 0), (&["mint"], 2), (&["validate", "x"], 1)] {
        for stream in [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "1<>/dev/null", ">/dev/null"] {
            assert_eq!(with_stream_closed(&home, stream, args).code, code, "{args:?} {stream}");
        }
    }
}

#[test]
fn a_directory_as_standard_input_is_told() {
    let home = home();
    for args in [&["inspect"][..], &["validate"], &["mint", "--request=-"]] {
        let mut process = process(&home, "", args);
        let ran = run(process.stdin(File::open(home.path()).unwrap()).stdout(Stdio::piped()));
        assert_eq!(
            ran.json_failure(5),
            internal_error("cannot read standard input: Is a directory (os error 21)")
        );
    }
}

#[test]
fn an_input_that_never_ends_is_refused() {
    let home = home();
    let endless = |args: &[&str]| {
        let mut process = process(&home, "", args);
        run(process.stdin(File::open("/dev/zero").unwrap()).stdout(Stdio::piped()))
    };
    let too_large = internal_error("the input is over 1 MiB, more than any token or request");
    assert_eq!(endless(&["inspect"]).json_failure(2), too_large);
    assert_eq!(endless(&["validate"]).json_failure(2), too_large);
    assert_eq!(
        endless(&["mint", "--request=-"]).json_failure(2),
        internal_error("the request is over 1 MiB")
    );
    assert_eq!(
        endless(&["mint", "-r=demo", "-i=alice", "--api-key=a", "--api-secret-file=-"]).json_failure(3),
        internal_error("cannot read the API secret from standard input: it is larger than 64 KiB")
    );
}

const GITHUB: [&str; 6] = ["mint", "-r=demo", "-i=alice", "-o=github", "--at", AT];

#[test]
fn the_file_of_a_step_s_outputs_has_to_be_there() {
    let home = home();
    let github = |path: &str| ran(home.command(&GITHUB).env("GITHUB_OUTPUT", path));
    assert_eq!(
        github("").json_failure(2),
        internal_error(
            "--output github needs the variable GITHUB_OUTPUT, which GitHub Actions sets in a step"
        )
    );
    for (path, problem) in
        [("gone", "No such file or directory (os error 2)"), (".", "Is a directory (os error 21)")]
    {
        assert_eq!(
            github(path).json_failure(5),
            internal_error(&format!("cannot append to the file that GITHUB_OUTPUT names: {problem}"))
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_a_step_s_outputs_is_told() {
    let home = home();
    let mut run = ran(home.command(&GITHUB).env("GITHUB_OUTPUT", "/dev/full"));
    let mask = format!("::add-mask::{}\n", token("APIa", SECRET));
    run.stderr = run.stderr.strip_prefix(&mask).expect("the mask, before anything can fail").to_owned();
    assert_eq!(
        run.json_failure(5),
        internal_error(
            "cannot append to the file that GITHUB_OUTPUT names: No space left on device (os error 28)"
        )
    );
}

#[test]
fn a_step_s_output_begins_a_line() {
    let home = home();
    for (before, after) in [("", ""), ("a=1\n", "a=1\n"), ("a=1", "a=1\n")] {
        let outputs = home.write_private("outputs", before);
        assert_eq!(ran(home.command(&GITHUB).env("GITHUB_OUTPUT", &outputs)).code, 0);
        let token = token("APIa", SECRET);
        assert_eq!(std::fs::read_to_string(&outputs).unwrap(), format!("{after}token={token}\n"));
    }
}

#[test]
fn a_reader_that_leaves_in_the_middle_is_no_error() {
    let home = home();
    let (mut reader, writer) = std::io::pipe().unwrap();
    // More than a pipe holds: the program is still writing when the reader goes.
    let claims = format!("{{\"iss\":\"a\",\"metadata\":\"{}\"}}", "x".repeat(700_000));
    let encode = |text: &str| {
        use base64::Engine as _;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
    };
    home.write("large", format!("{}.{}.c2ln", encode(r#"{"alg":"HS256"}"#), encode(&claims)));
    let mut child =
        process(&home, "large", &["inspect"]).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let mut some = [0; 1000];
    std::io::Read::read_exact(&mut reader, &mut some).unwrap();
    drop(reader);
    let mut stderr = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}
