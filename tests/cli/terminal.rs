//! The program on a pseudo-terminal, and a person who types.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::io::FdFlags;
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::OpenptFlags;
use rustix::termios::{LocalModes, Winsize};

use crate::program::Home;

/// How long the program may take for anything. A failing test waits this long, a passing one never.
const PATIENCE: Duration = Duration::from_secs(20);

/// A command whose streams are a terminal, but for those that are taken off it.
pub struct Terminal {
    process: std::process::Command,
    keyboard: File,
    line: OwnedFd,
    stdin: Option<Stdio>,
    stdout: Option<File>,
    stderr: Option<File>,
}

/// A program that is running on a terminal.
pub struct Talk {
    child: Child,
    keyboard: File,
    pieces: Receiver<Vec<u8>>,
    screen: Vec<u8>,
    read_up_to: usize,
    stdout: Option<File>,
    stderr: Option<File>,
}

/// What a run on a terminal left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// What was sent to the terminal, line ends as the program wrote them.
    pub sent: String,
    /// What went to standard output or standard error, where they were taken off the terminal.
    pub stdout: String,
    pub stderr: String,
    /// The exit code; `None` when a signal ended the program.
    pub code: Option<i32>,
    /// That signal's number.
    pub signal: Option<i32>,
}

impl Terminal {
    /// The command on a wide terminal without colours (`TERM` is not set).
    pub fn new(home: &Home, args: &[&str]) -> Self {
        let keyboard = rustix::pty::openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        rustix::io::fcntl_setfd(&keyboard, FdFlags::CLOEXEC).unwrap();
        rustix::pty::grantpt(&keyboard).unwrap();
        rustix::pty::unlockpt(&keyboard).unwrap();
        let name = rustix::pty::ptsname(&keyboard, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let line = rustix::fs::open(&*name, flags, Mode::empty()).unwrap();
        let size = Winsize { ws_row: 50, ws_col: 400, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&line, size).unwrap();
        let process = home.process(args);
        Self { process, keyboard: keyboard.into(), line, stdin: None, stdout: None, stderr: None }
    }

    /// Makes the terminal this narrow.
    pub fn columns(self, columns: u16) -> Self {
        let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&self.line, size).unwrap();
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.process.env(name, value);
        self
    }

    pub fn stdin(mut self, text: &str) -> Self {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.rewind().unwrap();
        self.stdin = Some(file.into());
        self
    }

    /// Standard output is a file, for its owner alone.
    pub fn stdout_elsewhere(self) -> Self {
        self.stdout_with_mode(0o600)
    }

    /// Standard output is a file of this mode.
    pub fn stdout_with_mode(mut self, mode: u32) -> Self {
        let file = tempfile::tempfile().unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(mode)).unwrap();
        self.stdout = Some(file);
        self
    }

    pub fn stderr_elsewhere(mut self) -> Self {
        self.stderr = Some(tempfile::tempfile().unwrap());
        self
    }

    pub fn start(self) -> Talk {
        let Self { mut process, keyboard, line, stdin, stdout, stderr } = self;
        let onto = |file: &Option<File>| match file {
            Some(file) => Stdio::from(file.try_clone().unwrap()),
            None => Stdio::from(line.try_clone().unwrap()),
        };
        process.stdout(onto(&stdout)).stderr(onto(&stderr)).stdin(stdin.unwrap_or_else(|| onto(&None)));
        let child = process.spawn().unwrap();
        let (sender, pieces) = mpsc::channel();
        let mut screen = keyboard.try_clone().unwrap();
        // Reading fails once nobody holds the other end any more.
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = screen.read(&mut piece) {
                if sender.send(piece[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Talk { child, keyboard, pieces, screen: Vec::new(), read_up_to: 0, stdout, stderr }
    }

    /// Runs a command that asks nothing.
    pub fn run(self) -> Shown {
        self.start().end()
    }
}

impl Talk {
    /// Waits until the program has shown this, after whatever was waited for before.
    #[track_caller]
    pub fn expect(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let unread = &self.screen[self.read_up_to..];
            if let Some(at) = unread.windows(text.len()).position(|window| window == text.as_bytes()) {
                self.read_up_to += at + text.len();
                return self;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.pieces.recv_timeout(left) {
                Ok(piece) => self.screen.extend(piece),
                Err(error) => {
                    panic!("{text:?} was not shown ({error}): {:?}", String::from_utf8_lossy(&self.screen))
                }
            }
        }
    }

    /// Types an answer, and Enter. Key by key, for the question takes the terminal in hand for every key anew, and in
    /// between the terminal would echo what is typed by itself.
    #[track_caller]
    pub fn answer(&mut self, text: &str) -> &mut Self {
        for key in text.chars() {
            self.await_keys().keys(key.encode_utf8(&mut [0; 4])).expect(key.encode_utf8(&mut [0; 4]));
        }
        self.await_keys().keys("\r")
    }

    /// Types an answer, and Enter, once the terminal does not show what is typed.
    #[track_caller]
    pub fn answer_hidden(&mut self, text: &str) -> &mut Self {
        self.await_hidden().keys(text).keys("\r")
    }

    /// Waits until the terminal does not show what is typed.
    #[track_caller]
    pub fn await_hidden(&mut self) -> &mut Self {
        self.await_modes("hides what is typed", |modes| {
            modes.contains(LocalModes::ICANON) && !modes.contains(LocalModes::ECHO)
        });
        self
    }

    /// Sends the program a signal.
    pub fn send(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Presses Ctrl-C at a question.
    #[track_caller]
    pub fn interrupt(&mut self) -> &mut Self {
        self.await_keys().keys("\u{3}")
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Whether the terminal is as it was found.
    pub fn is_restored(&self) -> bool {
        self.modes().contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Waits until the terminal gives keys as they are typed.
    #[track_caller]
    pub fn await_keys(&mut self) -> &mut Self {
        self.await_modes("waits for keys", |modes| !modes.contains(LocalModes::ICANON));
        self
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self
    }

    fn modes(&self) -> LocalModes {
        rustix::termios::tcgetattr(&self.keyboard).unwrap().local_modes
    }

    #[track_caller]
    fn await_modes(&self, what: &str, wanted: impl Fn(LocalModes) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.modes()) {
            assert!(Instant::now() < deadline, "the terminal never {what}");
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    /// Waits for the program's end and takes what it left.
    #[track_caller]
    pub fn end(&mut self) -> Shown {
        let deadline = Instant::now() + PATIENCE;
        while let Ok(piece) = self.pieces.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.screen.extend(piece);
        }
        let sent = String::from_utf8(std::mem::take(&mut self.screen)).unwrap().replace("\r\n", "\n");
        assert!(Instant::now() < deadline, "the program does not end: {sent:?}");
        let read = |file: &mut Option<File>| {
            let mut text = String::new();
            if let Some(file) = file {
                file.rewind().unwrap();
                file.read_to_string(&mut text).unwrap();
            }
            text
        };
        let (stdout, stderr) = (read(&mut self.stdout), read(&mut self.stderr));
        let status = self.child.wait().unwrap();
        Shown { sent, stdout, stderr, code: status.code(), signal: status.signal() }
    }
}

impl Shown {
    /// Of a run that ended well: what stands on the terminal, without colours.
    #[track_caller]
    pub fn screen(&self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        screen(&self.sent)
    }

    /// As [`Shown::screen`], of a run that failed with this code.
    #[track_caller]
    pub fn failure(&self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        screen(&self.sent)
    }
}

/// What stands on a terminal in the end, as far as prompts move about on it: up, down, and clearing a line.
fn screen(sent: &str) -> String {
    let mut lines = vec![String::new()];
    let mut row = 0;
    let mut rest = sent.chars();
    while let Some(c) = rest.next() {
        match c {
            '\n' => {
                row += 1;
                lines.resize(lines.len().max(row + 1), String::new());
            }
            // Whoever returns to the start of a line here clears it or begins a new one.
            '\r' => {}
            '\u{1b}' => {
                let sequence = rest.as_str();
                let length = sequence.find(|c: char| c.is_ascii_alphabetic()).expect("a command");
                let number = sequence[1..length].parse::<usize>();
                match &sequence[length..=length] {
                    "A" => row -= number.unwrap(),
                    "B" => row += number.unwrap(),
                    "K" => lines[row].clear(),
                    "m" => {}
                    other => panic!("an unknown command to the terminal: {other}"),
                }
                rest = sequence[length + 1..].chars();
            }
            c => lines[row].push(c),
        }
    }
    // Below the cursor there is at most what was cleared.
    let below = lines.split_off(row + 1);
    assert!(below.iter().all(String::is_empty), "{lines:?} and below the cursor {below:?}");
    lines.join("\n")
}

impl Drop for Talk {
    fn drop(&mut self) {
        // After a failed test, or when it has ended: then there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
