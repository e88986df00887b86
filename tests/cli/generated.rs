//! Completions and manual pages are what the command line says; `UPDATE=1 cargo test --test cli generated` writes them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use clap_mangen::Man;

/// Every generated file, by its path from the top.
fn generated() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for (shell, file) in [
        (Shell::Bash, "lktoken.bash"),
        (Shell::Zsh, "_lktoken"),
        (Shell::Fish, "lktoken.fish"),
        (Shell::PowerShell, "_lktoken.ps1"),
        (Shell::Elvish, "lktoken.elv"),
    ] {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut lktoken::cli::command(), "lktoken", &mut script);
        files.insert(Path::new("completions").join(file), String::from_utf8(script).unwrap());
    }
    let mut command = lktoken::cli::command();
    command.build();
    pages(&command, "lktoken", &mut files);
    files
}

fn pages(command: &clap::Command, name: &str, files: &mut BTreeMap<PathBuf, String>) {
    // What help lists in groups has its lines here.
    let shown = |argument: clap::Arg| argument.hide_short_help(false).hide_long_help(false);
    let renamed = command.clone().mut_args(shown).display_name(name.to_owned());
    let mut page = Vec::new();
    let source = concat!("lktoken ", env!("CARGO_PKG_VERSION"));
    Man::new(renamed).title(name.to_uppercase()).source(source).manual("lktoken").render(&mut page).unwrap();
    // What help shows behind the options is laid out by hand: examples and tables keep their lines.
    let page = String::from_utf8(page).unwrap().replace(".SH EXTRA\n", ".SH NOTES\n.nf\n");
    files.insert(Path::new("man").join(format!("{name}.1")), page);
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        pages(subcommand, &format!("{name}-{}", subcommand.get_name()), files);
    }
}

#[test]
fn generated_files_are_up_to_date() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = generated();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        for (path, content) in &files {
            std::fs::write(top.join(path), content).unwrap();
        }
    }
    for (path, content) in &files {
        let committed = std::fs::read_to_string(top.join(path)).unwrap_or_default();
        assert_eq!(
            committed.replace("\r\n", "\n"),
            *content,
            "{} has drifted: UPDATE=1 cargo test --test cli generated",
            path.display()
        );
    }
    for folder in ["completions", "man"] {
        for entry in std::fs::read_dir(top.join(folder)).unwrap() {
            let path = Path::new(folder).join(entry.unwrap().file_name());
            assert!(files.contains_key(&path), "{} is not generated any more", path.display());
        }
    }
}
