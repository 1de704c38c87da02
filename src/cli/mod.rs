//! Arguments and exit codes: what the user says becomes settings, and what happened becomes a status.

mod clean;
mod cleaning;
mod explain;
mod fields;
mod interrupt;
pub mod named;
mod normalize;
mod pages;
mod rules;
mod schema;
mod stats;
mod status;
mod terminal;

pub use status::Status;

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use clap::{Parser, Subcommand, ValueEnum};

use crate::error::{Error, ErrorKind, Result};
use crate::pipeline;
use terminal::Terminal;

/// Takes the husk off text: clean articles out of raw web pages and scraped text.
///
/// dehusk reads web pages and scraped article text, removes what is not the article (navigation, share
/// bars, cookie notices, comment forms, donation banners, related links), lifts metadata into a header
/// and normalizes the characters. It keeps a receipt for every word that it removes.
#[derive(Debug, Parser)]
#[command(name = "dehusk", version, max_term_width = 100, after_long_help = status::TABLE)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colour.
    ///
    /// `auto` uses colour on a terminal, unless the environment variable NO_COLOR is set to anything.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    Clean(Box<clean::Clean>),
    Explain(Box<explain::Explain>),
    Normalize(normalize::Normalize),
    Stats(stats::Stats),
    Rules(rules::Rules),
    Schema(schema::Schema),
    Man(pages::Man),
    Completions(pages::Completions),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal.
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// Does what the arguments say. What goes wrong is said on standard error.
pub fn run(arguments: Arguments) -> Status {
    let terminal = Terminal::new(arguments.color);
    pipeline::hush_panics();
    let result = match arguments.command {
        Command::Clean(clean) => clean.run(&terminal),
        Command::Explain(explain) => explain.run(&terminal),
        Command::Normalize(normalize) => normalize.run(&terminal),
        Command::Stats(stats) => stats.run(&terminal),
        Command::Rules(rules) => rules.run(&terminal),
        Command::Schema(schema) => schema.run(),
        Command::Man(man) => man.run(),
        Command::Completions(completions) => completions.run(),
    };
    result.unwrap_or_else(|error| {
        terminal.complain(&error);
        Status::of(&error)
    })
}

/// How this process was called, where it is not the command itself: the program, what comes before the arguments of the
/// command, and these.
static CALL: OnceLock<(OsString, Vec<OsString>, Vec<OsString>)> = OnceLock::new();

/// The same for a program that has the command in it: `program` with `before` and then the `arguments` of the command
/// calls it. Exits of clap (`--help`, wrong usage) print what they have to and give their status.
pub fn run_within(program: OsString, before: Vec<OsString>, arguments: Vec<OsString>) -> u8 {
    let parsed = Arguments::try_parse_from(std::iter::once("dehusk".into()).chain(arguments.iter().cloned()));
    let _ = CALL.set((program, before, arguments));
    match parsed {
        Ok(arguments) => run(arguments).code(),
        Err(error) => {
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(2)
        }
    }
}

/// How this process was called, so that it can call itself.
fn own_call() -> io::Result<(OsString, Vec<OsString>)> {
    match CALL.get() {
        Some((program, before, arguments)) => Ok((program.clone(), before.iter().chain(arguments).cloned().collect())),
        None => Ok((std::env::current_exe()?.into(), own_arguments())),
    }
}

/// The arguments of the command that this process is.
fn own_arguments() -> Vec<OsString> {
    CALL.get().map_or_else(|| std::env::args_os().skip(1).collect(), |(_, _, arguments)| arguments.clone())
}

/// An error in how the command was called.
fn usage(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

/// Whether both are one file that is there.
fn same(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    canonical(one).is_some_and(|one| canonical(other) == Some(one))
}

/// Writes to standard output what is not an article. A reader that leaves early is no error.
fn print(text: &[u8]) -> Result<Status> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::from(error).context("standard output"))
        }
        _ => Ok(Status::Fine),
    }
}
