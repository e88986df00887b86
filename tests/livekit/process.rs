//! A child process that is gone when its test is.

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::process::{Child, Command, ExitStatus, Stdio};

/// Ports that were free a moment ago.
pub struct Ports {
    /// For HTTP.
    pub http: u16,
    /// For media over TCP.
    pub rtc_tcp: u16,
    /// For media over UDP.
    pub rtc_udp: u16,
}

impl Ports {
    /// Three of them, all different.
    pub fn pick() -> io::Result<Self> {
        // All three are held until all are chosen, so that none comes twice.
        let http = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let rtc_tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let rtc_udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self {
            http: http.local_addr()?.port(),
            rtc_tcp: rtc_tcp.local_addr()?.port(),
            rtc_udp: rtc_udp.local_addr()?.port(),
        })
    }
}

/// A child that does not outlive this process, however this process ends.
///
/// `Drop` covers a finished, failed or panicking test. It does not run when the
/// test process is killed or aborts, so on Unix a shell waits beside the child
/// for the end of a pipe that only this process holds, and ends the child then.
pub struct Process {
    child: Child,
    watchdog: Option<Child>,
}

impl Process {
    /// Starts the child, and its watchdog.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut process = Self { child: command.spawn()?, watchdog: None };
        if cfg!(unix) {
            let watchdog = Command::new("sh")
                .args(["-c", "read -r done || kill -9 \"$1\"", "watchdog"])
                .arg(process.child.id().to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            process.watchdog = Some(watchdog);
        }
        Ok(process)
    }

    /// How the child ended, if it has.
    pub fn has_ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        // The watchdog is sent home before the child is waited for: until then
        // nothing else can have got the child's number.
        if let Some(mut watchdog) = self.watchdog.take() {
            if let Some(mut pipe) = watchdog.stdin.take() {
                let _ = pipe.write_all(b"done\n");
            }
            let _ = watchdog.wait();
        }
        let _ = self.child.wait();
    }
}
