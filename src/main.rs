//! The `lktoken` command.
fn main() {}
