//! `cargo xtask`: the project's own chores.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use dehusk::Cleaner;
use xtask::{checks, fixtures, gate};

/// dehusk's own chores.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run everything that must hold before a commit: format, lints, all tests, the quality gate.
    Test,
    /// Measure the development data and compare with the floors of xtask/floors.toml.
    ///
    /// The data is looked for in ../shared/data, or in the folder that DEHUSK_DATA names.
    /// Always runs as a release build: there are hundreds of megabytes to clean.
    Gate {
        /// Make today's figures the floors.
        #[arg(long)]
        write_floors: bool,
        /// Write what was predicted into this folder, as JSON lines that score.py reads.
        #[arg(long, value_name = "DIR")]
        pred: Option<PathBuf>,
        /// Run score.py on the same predictions and fail unless it prints the same lines.
        /// Needs python3 and zstd.
        #[arg(long)]
        against_python: bool,
    },
    /// Rewrite the expectations of the fixtures from the present behaviour, and show what changed.
    Bless {
        /// Folders of fixtures, such as `pages/newspaper-en` or `newspaper-en`. Default: all.
        slugs: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Test => checks::run(),
        Chore::Gate { .. } if cfg!(debug_assertions) => checks::again_in_release(),
        Chore::Gate { write_floors, pred, against_python } => {
            let cleaner = Cleaner::default();
            gate::run(&gate::Options { write_floors, pred, against_python }, &gate::with_cleaner(&cleaner))
        }
        Chore::Bless { slugs } => fixtures::bless(&Cleaner::default(), &slugs),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
