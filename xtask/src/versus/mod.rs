//! `cargo xtask versus`: other extractors beside dehusk, accuracy and speed.
//!
//! Every extractor is a worker: a process that holds the prepared pages in memory and answers commands, one
//! line each (the crate `versus-worker` has the protocol). Accuracy first: every page, scored like the gate
//! scores. Then speed: on one core all extractors take the same few pages in turn, round after round.
//!
//! | module | what it owns |
//! |---|---|
//! | `extractors` | who takes part, and how they are installed and started |
//! | `dehusk` | dehusk as a worker |
//! | `characters` | `--normalize`: the same for those who repair characters |
//! | `pages` | the files of pages that all workers read |
//! | `worker` | a worker under way: commands, answers, the end of one that hangs |
//! | `accuracy` | all pages through an extractor, and the score |
//! | `timing` | turns, rounds, medians |
//! | `table` | the Markdown |

mod accuracy;
mod characters;
mod dehusk;
mod extractors;
mod pages;
mod table;
mod timing;
mod worker;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

pub use dehusk::{Models, work};
pub use extractors::Peer;

use crate::gate::Data;
use crate::training::Folds;
use accuracy::Accuracy;
use extractors::Extractor;
use pages::Prepared;
use table::{Row, Setting};

/// What is compared, and how long it may take.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Peers, separated by commas.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_values_t = Peer::ALL)]
    peers: Vec<Peer>,
    /// Only so many pages of each data set, evenly spread: for a quick look.
    #[arg(long, value_name = "N")]
    pages: Option<usize>,
    /// Time every Nth page; accuracy is measured on all of them.
    #[arg(long, value_name = "N", default_value_t = 4)]
    sample: usize,
    /// Rounds over the timed pages; of the rounds the median counts.
    #[arg(long, value_name = "N", default_value_t = 5)]
    rounds: usize,
    /// The speed of normalizing characters instead, on the references: ftfy and plsfix beside dehusk.
    #[arg(long)]
    normalize: bool,
    /// Speed only.
    #[arg(long)]
    no_accuracy: bool,
}

/// Where everything lies that a comparison makes.
fn place() -> PathBuf {
    crate::root().join("target/versus")
}

/// Compares, and prints the tables.
pub fn run(options: &Options) -> Result<()> {
    if options.sample == 0 || options.rounds == 0 || options.pages == Some(0) {
        bail!("--sample, --rounds and --pages count from 1");
    }
    let data = Data::needed()?;
    let place = place();
    std::fs::create_dir_all(&place).with_context(|| place.display().to_string())?;
    if options.normalize {
        return characters::run(&data, options.rounds, &place);
    }
    extractors::install(&options.peers, &place)?;
    let with_folds = !options.no_accuracy && Folds::are_there();
    let extractors = extractors::all(&options.peers, with_folds, &place)?;
    let pages = pages::web_pages(&data, options.pages, &place.join("pages.jsonl"))?;
    let segments = pages::segments(&data, options.pages, &place.join("segments.jsonl"))?;
    let accuracies = match options.no_accuracy {
        true => extractors.iter().map(|_| None).collect(),
        false => measure_accuracy(&extractors, &pages, &segments)?,
    };
    // A page that ends one worker is timed for none.
    let lost: Vec<usize> = accuracies.iter().flatten().flat_map(|accuracy| accuracy.lost.iter().copied()).collect();
    let sample = pages::sample(pages.truths.len(), options.sample, &lost);
    let timed = pages.some(&sample, &place.join("timed.jsonl"))?;
    let core = worker::core();
    let times = measure_speed(&extractors, &timed, core, options.rounds)?;
    let setting = Setting {
        pages: pages.truths.len(),
        segments: segments.truths.len(),
        timed: timed.truths.len(),
        timed_bytes: timed.bytes.iter().sum(),
        rounds: options.rounds,
        core,
        processor: worker::processor(),
    };
    let rows: Vec<Row> = (extractors.into_iter().zip(accuracies).zip(times))
        .map(|((extractor, accuracy), time)| Row { extractor, accuracy, time })
        .collect();
    print!("{}", table::write(&rows, &setting));
    if !options.no_accuracy && !with_folds {
        eprintln!("versus: no models of a cross-validation in target/training: cargo xtask train makes them");
    }
    Ok(())
}

/// Accuracy of all extractors, several at a time: it takes no time that counts.
fn measure_accuracy(extractors: &[Extractor], pages: &Prepared, segments: &Prepared) -> Result<Vec<Option<Accuracy>>> {
    extractors.par_iter().map(|extractor| accuracy::measure(extractor, pages, segments).map(Some)).collect()
}

/// The time of each extractor that is timed.
fn measure_speed(
    extractors: &[Extractor],
    timed: &Prepared,
    core: Option<usize>,
    rounds: usize,
) -> Result<Vec<Option<timing::Time>>> {
    let starting = extractors.iter().filter(|extractor| extractor.timed);
    let mut workers =
        starting.map(|extractor| worker::Worker::start(extractor, timed, core)).collect::<Result<Vec<_>>>()?;
    let mut times = timing::alternate(&mut workers, timed.truths.len(), rounds)?.into_iter();
    Ok(extractors.iter().map(|extractor| extractor.timed.then(|| times.next()).flatten()).collect())
}

/// The path of a worker's log.
fn log(name: &str) -> PathBuf {
    place().join(Path::new(name).with_extension("log"))
}
