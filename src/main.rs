//! The command: read the arguments, do what they say, tell the shell how it went.

use std::process::ExitCode;

use clap::Parser;
use dehusk::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let status = cli::run(arguments);
    status.into()
}
