//! `lktoken profile …`, seen from outside.

mod add;
mod edit;
mod faults;
mod import;
mod view;

use std::path::{Path, PathBuf};

use crate::program::Home;

/// Where the user's own config file is, whether or not it exists.
fn config_path(home: &Home) -> PathBuf {
    home.path().join("config").join("lktoken").join("config.toml")
}

#[track_caller]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
