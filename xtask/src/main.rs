//! `cargo xtask`: the project's own chores.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use dehusk::Cleaner;
use dehusk::normalize::Quotes;
use xtask::{characters, checks, engines, fixtures, gate, hits, pipeline, python, scale, training, versus};

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
        /// Judge every web page by a model that never saw its host, as `cargo xtask train` left them.
        #[arg(long)]
        cross_validate: bool,
    },
    /// List every line of the development pages' reference texts that a built-in rule would take, and fail unless
    /// it is fewer than one in ten thousand.
    Hits,
    /// Run other extractors and dehusk over the development pages: accuracy and speed as Markdown tables.
    ///
    /// Installs the peers below target/ at the versions that xtask/versus/ pins; needs crates.io, PyPI and python3
    /// the first time. Every extractor is a process of its own on the same core, and all take the same few
    /// pages in turn; counted is processor time from HTML in memory to text and metadata in memory.
    Versus(versus::Options),
    /// Extract pages as dehusk on the commands of `versus`.
    #[command(hide = true)]
    VersusWorker {
        /// Which model judges.
        model: versus::Models,
        /// The prepared pages.
        pages: PathBuf,
    },
    /// Run the development pages through the command as JSON lines, web archive and Parquet: the same articles, and how
    /// fast.
    ///
    /// The reader of web archives runs beside fastwarc, which is installed below target/; needs PyPI and python3 the
    /// first time.
    Pipeline,
    /// Measure what a run promises at the size of corpora: poison, near duplicates, memory. The last takes long.
    Scale {
        /// Only these parts.
        parts: Vec<scale::Part>,
    },
    /// Build the wheel, install it into an environment below target/, and test it there: pytest, mypy, ruff.
    ///
    /// Needs python3, and PyPI the first time.
    Python,
    /// Time dehusk from Python and in Spark, Ray and datatrove, beside the crate alone and trafilatura there.
    ///
    /// Needs the pages that `cargo xtask pipeline` makes, python3, Java, and PyPI the first time.
    Engines {
        /// Only these parts: arrow, many, spark, ray, datatrove, memory.
        parts: Vec<String>,
    },
    /// List every reference line of the development pages that mojibake repair or the decoding of entities changes.
    ///
    /// Each is to be judged by a person: a clean text must never change.
    Characters,
    /// Rewrite the expectations of the fixtures from the present behaviour, and show what changed.
    Bless {
        /// Folders of fixtures, such as `pages/newspaper-en` or `newspaper-en`. Default: all.
        slugs: Vec<String>,
    },
    /// Train the judges of pages and of texts anew, from the development pages, and cross-validate them.
    ///
    /// Needs python3 and PyPI; see training/README.md.
    Train {
        /// Only one of them; texts take the folds of pages, which must be there.
        only: Option<training::Judge>,
    },
    /// Write the features of the development pages into a folder, for experiments of your own.
    Features {
        /// Where to: `names.json`, `features.f32`, `blocks.jsonl`.
        folder: PathBuf,
    },
}

fn measure(options: &gate::Options) -> anyhow::Result<()> {
    match options.held {
        gate::Held::Shipped => {
            let cleaner = |quotes| Cleaner::new(gate::with_quotes(quotes));
            let (straight, kept) = (cleaner(Quotes::Ascii), cleaner(Quotes::Keep));
            gate::run(options, &|record, manner| {
                let cleaner = if manner == gate::Manner::QuotesKept { &kept } else { &straight };
                gate::predict(cleaner, record, manner)
            })
        }
        gate::Held::CrossValidated => {
            let (straight, kept) = (training::Folds::read(Quotes::Ascii)?, training::Folds::read(Quotes::Keep)?);
            gate::run(options, &|record, manner| {
                let folds = if manner == gate::Manner::QuotesKept { &kept } else { &straight };
                gate::predict(folds.cleaner(record), record, manner)
            })
        }
    }
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Test => checks::run(),
        Chore::Gate { .. } if cfg!(debug_assertions) => checks::again_in_release(),
        Chore::Gate { write_floors, pred, against_python, cross_validate } => {
            let held = if cross_validate { gate::Held::CrossValidated } else { gate::Held::Shipped };
            measure(&gate::Options { write_floors, pred, against_python, held })
        }
        Chore::Pipeline if cfg!(debug_assertions) => checks::again_in_release(),
        Chore::Pipeline => pipeline::run(),
        Chore::Scale { .. } if cfg!(debug_assertions) => checks::again_in_release(),
        Chore::Scale { parts } => scale::run(&parts),
        Chore::Python => python::run(),
        Chore::Engines { .. } if cfg!(debug_assertions) => checks::again_in_release(),
        Chore::Engines { parts } => engines::run(&parts),
        Chore::Hits | Chore::Train { .. } | Chore::Features { .. } if cfg!(debug_assertions) => {
            checks::again_in_release()
        }
        Chore::Hits => hits::run(),
        Chore::Train { only } => training::run(only),
        Chore::Features { folder } => training::features(&folder),
        Chore::Versus(_) if cfg!(debug_assertions) => checks::again_in_release(),
        Chore::Versus(options) => versus::run(&options),
        Chore::VersusWorker { model, pages } => versus::work(model, &pages),
        Chore::Characters => characters::run(),
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
