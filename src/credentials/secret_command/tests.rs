use super::*;

fn command(words: &[&str]) -> SecretCommand {
    SecretCommand::new(words.iter().map(|word| (*word).to_owned())).unwrap()
}

fn shell_within(script: &str, limit: Duration) -> Result<String, CommandProblem> {
    command(&["/bin/sh", "-c", script]).run(limit).map(|secret| secret.as_str().to_owned())
}

fn shell(script: &str) -> Result<String, CommandProblem> {
    shell_within(script, TIME_LIMIT)
}

#[test]
fn one_line_is_the_secret_without_its_newline() {
    assert_eq!(shell("echo canary").unwrap(), "canary");
    assert_eq!(shell("printf 'canary\\r\\n'").unwrap(), "canary");
    assert_eq!(shell("printf ' spaced '").unwrap(), " spaced ");
    assert_eq!(shell("printf '\\357\\273\\277canary'").unwrap(), "canary");
    assert_eq!(shell("printf can; sleep 0.05; echo ary").unwrap(), "canary");
}

#[test]
fn standard_input_is_empty() {
    assert_eq!(shell("read line || echo nothing").unwrap(), "nothing");
}

#[test]
fn anything_but_one_line_is_refused() {
    assert!(matches!(shell("true"), Err(CommandProblem::NoOutput)));
    assert!(matches!(shell("echo"), Err(CommandProblem::NoOutput)));
    assert!(matches!(shell("echo a; echo b"), Err(CommandProblem::SeveralLines)));
    assert!(matches!(shell("printf '\\377'"), Err(CommandProblem::NotUtf8)));
}

#[test]
fn a_command_that_fails_is_told_by_its_status_whatever_it_printed() {
    let problem = shell("echo canary; exit 3").unwrap_err();
    assert_eq!(problem.to_string(), "failed (exit status: 3)");
    assert!(matches!(shell("kill -9 $$"), Err(CommandProblem::Failed(_))));
}

#[test]
fn a_program_that_is_not_there_is_told() {
    assert!(matches!(command(&["/nowhere/op"]).run(TIME_LIMIT), Err(CommandProblem::NoSuchProgram)));
    assert!(matches!(command(&["/"]).run(TIME_LIMIT), Err(CommandProblem::NotStarted(_))));
}

#[test]
fn a_command_has_a_program_and_debug_shows_nothing_else() {
    assert_eq!(SecretCommand::new([]), None);
    assert_eq!(SecretCommand::new([String::new()]), None);
    let shown = format!("{:?}", command(&["op", "read", "canary"]));
    assert_eq!(shown, "SecretCommand(\"op\" and 2 arguments)");
}

#[test]
fn a_command_that_hangs_is_stopped() {
    let started = Instant::now();
    let problem = shell_within("exec sleep 30", Duration::from_millis(200)).unwrap_err();
    assert!(matches!(problem, CommandProblem::TimedOut(_)), "{problem}");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_command_that_closes_its_output_and_hangs_is_stopped() {
    let problem = shell_within("echo a; exec sleep 30 >&-", Duration::from_millis(200)).unwrap_err();
    assert!(matches!(problem, CommandProblem::TimedOut(_)), "{problem}");
}

#[test]
fn a_process_left_behind_with_the_pipe_does_not_hang_us() {
    let started = Instant::now();
    assert_eq!(shell("sleep 30 & echo canary").unwrap(), "canary");
    assert!(started.elapsed() < Duration::from_secs(9));
}

#[test]
fn a_process_left_behind_by_a_hanging_command_does_not_hang_us() {
    let started = Instant::now();
    let problem = shell_within("sleep 30; echo late", Duration::from_millis(200)).unwrap_err();
    assert!(matches!(problem, CommandProblem::TimedOut(_)), "{problem}");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn endless_output_is_refused_without_waiting_for_its_end() {
    let problem = shell("exec cat /dev/zero").unwrap_err();
    assert!(matches!(problem, CommandProblem::TooMuchOutput(_)), "{problem}");
}
