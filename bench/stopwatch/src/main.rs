//! Runs commands in turn, over and over, and tells how long each took and how much memory it had at most.
//!
//! `stopwatch ROUNDS WARM_UPS` reads a command a line from standard input, its parts divided by tabs: where its output
//! goes (`null`, `pipe`, which is read by `cat`, or a file's path), the program, the arguments. It prints a line for each
//! run: the command's number from 0, seconds, KiB.
//!
//! Linux counts what the parent had before `exec` among a child's memory. So this is small, and linked statically: less
//! than a hello world is needs no measuring.

use std::fs::File;
use std::io::{self, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use wait4::{ResUse, Wait4};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stopwatch: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let usage = || io::Error::other("usage: stopwatch ROUNDS WARM_UPS < COMMANDS");
    let arguments: Option<Vec<u32>> = std::env::args().skip(1).map(|number| number.parse().ok()).collect();
    let Some(&[rounds, warm_ups]) = arguments.as_deref() else { return Err(usage()) };
    let input = io::read_to_string(io::stdin())?;
    let commands: Vec<Vec<&str>> = input.lines().map(|line| line.split('\t').collect()).collect();
    let mut stdout = io::stdout().lock();
    for round in 0..warm_ups + rounds {
        // Whatever ran last has left the processor's caches without a trace of the others. Not counted.
        if let Some(first) = commands.first() {
            measure(first)?;
        }
        for (number, command) in commands.iter().enumerate() {
            let (took, used) = measure(command)?;
            if !used.status.success() {
                return Err(io::Error::other(format!("{} ended with {}", command[1], used.status)));
            }
            if round >= warm_ups {
                writeln!(stdout, "{number}\t{}\t{}", took.as_secs_f64(), used.rusage.maxrss / 1024)?;
                stdout.flush()?;
            }
        }
    }
    Ok(())
}

/// Runs the command to its end, and that of what reads its output.
fn measure(command: &[&str]) -> io::Result<(Duration, ResUse)> {
    let [sink, program, arguments @ ..] = command else {
        return Err(io::Error::other("a line has a place for the output and a program, divided by a tab"));
    };
    // Emptied outside the time that is measured.
    let file = if matches!(*sink, "null" | "pipe") { None } else { Some(File::create(sink)?) };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    let start = Instant::now();
    let mut reader: Option<Child> = None;
    command.stdout(match (file, *sink) {
        (Some(file), _) => Stdio::from(file),
        (None, "pipe") => {
            let cat = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
            let cat = reader.insert(cat);
            cat.stdin.take().map_or_else(Stdio::null, Stdio::from)
        }
        (None, _) => Stdio::null(),
    });
    let child = command.spawn();
    // It holds the pipe's end, which `cat` waits for.
    drop(command);
    let used = child?.wait4()?;
    if let Some(mut reader) = reader {
        reader.wait()?;
    }
    Ok((start.elapsed(), used))
}
