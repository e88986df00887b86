//! How long one `mint` takes as a whole process, against a hello world of the same linkage, interleaved in one run:
//! `cargo bench --bench start_up`. On Linux with GNU time the peak memory too.
#![allow(clippy::expect_used, clippy::print_stdout)] // A benchmark fails by panicking, and prints what it measured.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Pairs of runs that are counted, after some that are not.
const PAIRS: usize = 500;
const WARM_UP: usize = 30;

const MINT: [&str; 6] = ["mint", "--dev", "--room", "demo", "--identity", "alice"];

fn main() {
    let folder = std::env::temp_dir().join(format!("lktoken-start-up-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the hello world");
    let hello = install(&build_hello(&folder), &folder);
    let lktoken = install(Path::new(env!("CARGO_BIN_EXE_lktoken")), &folder);

    let mut times = [Vec::new(), Vec::new()];
    for pair in 0..WARM_UP + PAIRS {
        let measured = [time(&hello, &[]), time(&lktoken, &MINT)];
        if pair >= WARM_UP {
            for (times, measured) in times.iter_mut().zip(measured) {
                times.push(measured);
            }
        }
    }
    let [hello_times, mint_times] = times;
    let mut ratios: Vec<f64> = hello_times
        .iter()
        .zip(&mint_times)
        .map(|(hello, mint)| mint.as_secs_f64() / hello.as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("hello world  median {:?}", median(hello_times));
    println!("mint         median {:?}", median(mint_times));
    println!("ratio        median {:.2}, of {PAIRS} pairs", ratios[PAIRS / 2]);
    for (name, program, args) in [("hello world", &hello, &[][..]), ("mint", &lktoken, &MINT[..])] {
        match peak_memory(program, args) {
            Some(kib) => println!("{name:<12} peak memory {:.2} MiB", f64::from(kib) / 1024.0),
            None => println!("{name:<12} peak memory not measured: there is no GNU time"),
        }
    }
    let size = std::fs::metadata(&lktoken).expect("the binary is there").len();
    println!("binary       {size} bytes");
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

/// Copies a program as an installation does. What a linker has just written lies in the page cache piece by piece, and
/// takes longer to map: that would measure the linker.
fn install(program: &Path, folder: &Path) -> PathBuf {
    let installed = folder.join("installed").join(program.file_name().expect("a program has a name"));
    std::fs::create_dir_all(folder.join("installed")).expect("a folder for the programs");
    std::fs::copy(program, &installed).expect("the program can be copied");
    installed
}

/// Built as our release profile builds, so that only what the program does differs.
fn build_hello(folder: &Path) -> PathBuf {
    let source = folder.join("hello.rs");
    let binary = folder.join("hello");
    std::fs::write(&source, "fn main() { println!(\"hello\"); }\n").expect("the source can be written");
    let status = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["-C", "opt-level=z", "-C", "lto=fat", "-C", "codegen-units=1", "-C", "strip=symbols", "-o"])
        .args([&binary, &source])
        .status()
        .expect("rustc runs");
    assert!(status.success(), "the hello world does not build");
    binary
}

fn command(program: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).env_clear().env("HOME", "/nowhere").stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn time(program: &Path, args: &[&str]) -> Duration {
    let mut command = command(program, args);
    let start = Instant::now();
    let status = command.status().expect("the program runs");
    let took = start.elapsed();
    assert!(status.success(), "{} failed", program.display());
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Peak memory in KiB.
fn peak_memory(program: &Path, args: &[&str]) -> Option<u32> {
    let mut words = vec!["-f", "%M", program.to_str()?];
    words.extend(args);
    let output = command(Path::new("/usr/bin/time"), &words).stderr(Stdio::piped()).output().ok()?;
    String::from_utf8(output.stderr).ok()?.trim().parse().ok()
}
