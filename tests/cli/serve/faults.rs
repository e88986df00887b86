//! A log that cannot be written, a client that goes away, a secret command that hangs: the server goes on.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::Server;
use crate::program::Home;

const GOOD: &str = r#"{"roomName":"r","participantIdentity":"u"}"#;

/// Asks for a token as soon as somebody listens at this port.
fn ask(port: u16) -> String {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut stream = loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let length = GOOD.len();
    let head =
        "POST /api/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json";
    write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{GOOD}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_log_that_cannot_be_written_stops_nobody() {
    let nowhere: [fn() -> Stdio; 2] = [
        || std::io::pipe().unwrap().1.into(),
        #[cfg(target_os = "linux")]
        || File::options().write(true).open("/dev/full").unwrap().into(),
        #[cfg(not(target_os = "linux"))]
        || std::io::pipe().unwrap().1.into(),
    ];
    for log in nowhere {
        // Azure's host reads standard output, everybody else standard error.
        for azure in [false, true] {
            let home = Home::new();
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let mut process = home.process(&["serve", "--dev", "--listen", &format!("127.0.0.1:{port}")]);
            if azure {
                process.env("FUNCTIONS_CUSTOMHANDLER_PORT", port.to_string());
            }
            let mut child = process.stdin(Stdio::null()).stdout(log()).stderr(log()).spawn().unwrap();
            for _ in 0..2 {
                let answer = ask(port);
                assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            }
            kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
            assert_eq!(child.wait().unwrap().code(), Some(0));
        }
    }
}

#[test]
fn clients_that_go_away_at_any_point_take_nothing_with_them() {
    let home = Home::new();
    let running = Server::new(&home, &["--dev", "--listen=127.0.0.1:0"]).start();
    let length = GOOD.len();
    let request = format!(
        "POST /api/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \
         {length}\r\n\r\n{GOOD}"
    );
    for cut in (0..=request.len()).step_by(9) {
        let mut stream = TcpStream::connect(running.address()).unwrap();
        stream.write_all(&request.as_bytes()[..cut]).unwrap();
    }
    assert_eq!(running.post("/api/token", &[], GOOD).status, 200);
    running.signal(Signal::INT);
    let (code, stdout, stderr) = running.wait();
    assert_eq!((code, stdout.len()), (0, 0), "{stderr:?}");
    assert!(!stderr.iter().any(|line| line.contains("panicked") || line.contains("ERROR")), "{stderr:?}");
}

#[test]
fn a_secret_command_that_hangs_keeps_neither_the_old_key_nor_the_end() {
    let home = Home::new();
    let config = |script: &str| {
        home.write_config(&format!(
            "[profiles.p]\napi_key = 'k'\nurl = 'ws://x'\napi_secret_command = ['/bin/sh', '-c', '{script}']\n"
        ));
    };
    config("echo a-secret-of-thirty-two-bytes-or-more");
    let running = Server::new(&home, &["--profile=p", "--listen=127.0.0.1:0"]).start();
    config("echo $$ > part; mv part running; exec sleep 60");
    running.signal(Signal::HUP);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !home.path().join("running").exists() {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(2));
    }
    // While it hangs, the key that there was signs on.
    assert_eq!(running.post("/api/token", &[], GOOD).status, 200);
    let told = Instant::now();
    running.signal(Signal::TERM);
    let command = std::fs::read_to_string(home.path().join("running")).unwrap();
    // The command holds standard error open, and is given up only later.
    while running.event()["message"] != "stopped" {}
    assert!(told.elapsed() < Duration::from_secs(8), "{:?}", told.elapsed());
    let _ = kill_process(Pid::from_raw(command.trim().parse().unwrap()).unwrap(), Signal::KILL);
    assert_eq!(running.wait().0, 0);
}
