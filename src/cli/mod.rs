//! Arguments and exit codes: what the user says becomes settings, and what happened becomes a status.

mod clean;
mod cleaning;
mod explain;
mod interrupt;
mod normalize;
mod pages;
mod rules;
mod schema;
mod stats;
mod status;
mod terminal;

pub use status::Status;

use std::path::Path;

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
    Explain(explain::Explain),
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
