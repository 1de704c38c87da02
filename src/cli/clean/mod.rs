//! `dehusk clean`: documents in, articles out.

mod alone;
mod filters;
mod head;
mod languages;
mod near;
mod target;
mod undertaking;

use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::cleaning::{Cleaning, size};
use super::fields::Fields;
use super::terminal::{Terminal, Watch, say};
use super::{Status, interrupt, status, usage};
use crate::cleaner::Cleaner;
use crate::error::Result;
use crate::layout::Markup;
use crate::pipeline::ledger::{self, Head, Ledger};
use crate::pipeline::{self, Destination, End, Job, Options, Run};
use crate::report::summary;
use crate::sink::{Forms, Parts};
use crate::source::{self, Files, Sightings};

use filters::{Dedup, Filters};
use target::Target;
use undertaking::Undertaking;

/// Clean documents: text files, web pages, folders of them, JSON lines, or standard input.
///
/// Articles go to standard output, each under its header; several are separated by one blank line. With
/// `-o` each goes to a file of its own, or all into one file or into parts. Documents that are not kept are named on
/// standard error, each on a line, and the run goes on. The same input gives the same bytes for any number of threads.
/// Ctrl-C finishes the documents that are under way and leaves the run where it stands; a second one ends at once.
///
/// Beside the output of `-o` stands its ledger, OUTPUT.ledger.jsonl: a line for every document, with what became of it.
/// A run that was interrupted goes on with `--resume`; called again without that it is refused, unless `--overwrite`
/// gives it up.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = status::TABLE)]
pub(super) struct Clean {
    /// Files and folders to clean; `-` or nothing for standard input.
    ///
    /// A folder is walked in the order of names, with hidden files, and without regard to .gitignore and
    /// its like. Symbolic links in it are named and skipped; a link given by name is followed. The place
    /// that `-o` and `--removed` write to is left out.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Leave out what .gitignore and .ignore exclude, and hidden files.
    #[arg(long, help_heading = "Input")]
    respect_ignore: bool,

    #[command(flatten)]
    fields: Fields,

    /// Write to this folder, one file for each document; or to this file, all documents; `-` for standard output.
    ///
    /// The tree of the input is mirrored below the folder. `a/b.html` becomes `a/b.txt` (`.md`, `.jsonl`);
    /// where two documents would have the same name, the second gets `b~2.txt`. Names are made safe for any
    /// system. Files appear when they are complete, and replace what was there under the same name;
    /// replacing a file that is read is refused.
    ///
    /// A path that ends in .jsonl or .ndjson, also with .gz or .zst behind it, or in .parquet, is one file for all
    /// documents. It replaces what stood there once the run is complete. A device or a named pipe takes all articles as
    /// standard output does.
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Write articles in this format.
    ///
    /// What is left out is told by the name that `-o` gives; without that it is text.
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = "Output")]
    to: Option<To>,

    /// Write parts of about this size to the folder of `-o`: `part-00000.jsonl.zst` and so on.
    ///
    /// A number of bytes, or with K, M or G of KiB, MiB or GiB. Parts of an earlier run are only replaced with
    /// `--overwrite`.
    #[arg(long, value_name = "SIZE", value_parser = some_size, requires = "output", help_heading = "Output")]
    shard_size: Option<usize>,

    /// Write parts into a folder for each value of this field, such as `language=en/`.
    ///
    /// Any field of a line of JSONL: `language`, `hostname`, or one that the source had. Without `--shard-size`
    /// parts have 256 MiB.
    #[arg(long, value_name = "FIELD", requires = "output", help_heading = "Output")]
    split_by: Option<String>,

    /// Compress parts; zstd when left out. One file is compressed as its name says.
    #[arg(long, value_name = "HOW", value_enum, requires = "output", help_heading = "Output")]
    compress: Option<Compress>,

    /// Write the text without its header.
    ///
    /// In JSONL, only `text` and `id` are written.
    #[arg(long, conflicts_with = "header_only", help_heading = "Output")]
    no_header: bool,

    /// Write the header without the text.
    #[arg(long, help_heading = "Output")]
    header_only: bool,

    /// Write quality signals of each article's text, in `quality_signals`.
    ///
    /// An object of numbers, those of C4, Gopher and FineWeb under their names in RedPajama-V2 and datatrove, such as
    /// `rps_doc_mean_word_length`; `dehusk schema` lists them. In JSONL and Parquet only.
    #[arg(long, conflicts_with = "no_header", help_heading = "Output")]
    signals: bool,

    /// Write every removed span to this file, as JSONL.
    ///
    /// A line for each span in input order: the document's number `n` in the ledger, its `input`, where it is in that
    /// (`at`) and its `id`; the `category`, the `judge` and the `rule` that removed the span, the `evidence`, its
    /// `place` in the document, the header `fields` that it became, and its `text`. `-` is standard output, when articles go elsewhere by `-o`. A name that ends in .gz or
    /// .zst is compressed.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    removed: Option<PathBuf>,

    #[command(flatten)]
    cleaning: Cleaning,

    #[command(flatten)]
    filters: Filters,

    /// Clean with this many threads; 0 for one on each core.
    ///
    /// The output does not depend on it.
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, help_heading = "Running")]
    threads: usize,

    /// Have documents take so much memory while they are under way, about.
    ///
    /// A larger document waits until it has the room to itself; a page that is nothing but tags may take more than that, up
    /// to 2 KB for each of its elements, which `--max-nodes` bounds. An ordinary page takes some 7 MB. The output does not
    /// depend on it. [default: 256M, or 10M for each thread where that is more]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Running")]
    memory: Option<usize>,

    /// Give a document up after so many seconds; it fails, and the run goes on. 0 for never.
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0, help_heading = "Running")]
    timeout: f64,

    /// Go on where an interrupted run stopped.
    ///
    /// Call it as before, with `--resume` added. What was committed is not done again, and what comes out is the same
    /// as if nothing had happened. Where there is no such run, it begins. Documents that may have ended the process
    /// are tried in another one first, and fail where they do it again. Parquet goes on behind the last file that was
    /// complete; a single Parquet file begins anew.
    #[arg(long, requires = "output", conflicts_with = "no_ledger", help_heading = "Running")]
    resume: bool,

    /// Commit what was written after so many documents, or after 64 MiB of them.
    ///
    /// That is what `--resume` does again at most, where the run was killed. Compressed output has a piece for each
    /// commit, and `--resume` needs the same number as before.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..), help_heading = "Running")]
    commit_every: u64,

    /// Begin anew over a run that was interrupted, and over the parts of an earlier run.
    #[arg(long, requires = "output", conflicts_with = "resume", help_heading = "Running")]
    overwrite: bool,

    /// Write the ledger to this file.
    ///
    /// A line of JSON for every document: whether it was kept, dropped or failed, why, and where it went. When left
    /// out, it stands beside the output of `-o`; `dehusk stats` reads it.
    #[arg(long, value_name = "FILE", conflicts_with = "no_ledger", help_heading = "Running")]
    ledger: Option<PathBuf>,

    /// Write no ledger. Then a run cannot be resumed, two runs on one output are not kept apart, and what is
    /// interrupted is put in its place as far as it came.
    #[arg(long, help_heading = "Running")]
    no_ledger: bool,

    /// Say only what went wrong: no progress, no dropped documents, no summary.
    #[arg(short, long, help_heading = "Running")]
    quiet: bool,

    /// Show no progress bar.
    ///
    /// There is one only where standard error is a terminal.
    #[arg(long, help_heading = "Running")]
    no_progress: bool,

    /// Clean one document that another process hands over, and say nothing.
    #[arg(long, hide = true)]
    try_one: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// YAML front matter, then plain paragraphs.
    Text,
    /// YAML front matter, then Markdown: headings, lists, quotes, code and tables.
    Markdown,
    /// One JSON object on a line for each document.
    Jsonl,
    /// Parquet: a row for each document.
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Compress {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// zstd.
    Zstd,
}

impl Clean {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        let began = Instant::now();
        if self.try_one {
            return alone::clean(&self.cleaner()?);
        }
        if self.output.as_deref().is_some_and(is_standard_output) {
            return self.to_standard_output()?.run(terminal);
        }
        self.check()?;
        let cleaner = self.cleaner()?;
        let stop = interrupt::flag()?;
        let mut source = self.source(&stop);
        self.spare_the_input(&source)?;
        let job = Job {
            wanted: self.filters.wanted(),
            hashes: self.filters.dedup.is_some(),
            signs: self.filters.dedup == Some(Dedup::Near),
            ..Job::new(move |record| cleaner.clean(record), self.forms())
        };
        let mut options = self.options(stop);
        let is_unreadable = self.writes_files() && !source.can_be_read();
        let head = if self.ledger().is_some() { self.head(&source)? } else { Head::default() };
        // Then not all of the input was looked for, and what is known of it makes no run.
        if options.stop.load(Ordering::Relaxed) {
            return Ok(Status::Interrupted);
        }
        if is_unreadable {
            return Ok(self.say_unreadable(terminal, source, job, &options));
        }
        if job.signs {
            return self.run_in_halves(terminal, &head, source, job, options, began);
        }
        let mut sinks = self.sinks(&job.forms, &source)?;
        let (mut ledger, exact) = match self.undertake(&head, Some(&mut source), &mut sinks, &mut options)? {
            Undertaking::Complete(end) => return Ok(self.say_complete(&end)),
            Undertaking::Begun(ledger, exact) => (ledger, exact),
        };
        let sightings = source.sightings();
        let watch = Watch::new(terminal, || source.meter(), self.quiet, self.shows_progress());
        let mut watch = watch.beside_ledger(ledger.is_some());
        let see = &mut |event: pipeline::Event<'_>| watch.see(event);
        let destination = Destination { sinks: &mut sinks, ledger: ledger.as_mut(), exact };
        let run = pipeline::run(source, job, destination, &options, see);
        watch.end();
        Ok(self.conclude(terminal, &run, &sightings, ledger.is_some(), began))
    }

    /// Names all of the input, none of which can be read: there is no run, and what an earlier one wrote stays.
    fn say_unreadable(&self, terminal: &Terminal, source: Files, job: Job, options: &Options) -> Status {
        let mut watch = Watch::new(terminal, || None, self.quiet, false);
        let run = pipeline::run(source, job, Destination::default(), options, &mut |event| watch.see(event));
        watch.end();
        if !self.quiet {
            say("dehusk: nothing of the input can be read; nothing was written\n");
        }
        Status::of_run(&run)
    }

    /// Says how a run went.
    fn conclude(
        &self,
        terminal: &Terminal,
        run: &Run,
        sightings: &Sightings,
        has_ledger: bool,
        began: Instant,
    ) -> Status {
        if let End::Unwritable(error) | End::Unaccounted(error) = &run.end {
            terminal.complain(error);
        }
        if !self.quiet && !matches!(run.end, End::ReaderLeft) {
            say(&format!("dehusk: {}", summary::of(&run.tally, began.elapsed())));
            if let (Some(field), Some(root)) = (&self.split_by, &self.output)
                && Parts::all_unknown(root, field)
            {
                say(&format!("dehusk: no document has a field {field:?} (--split-by); all went to one folder\n"));
            }
            self.fields.missed(sightings).for_each(|missed| say(&format!("dehusk: {missed}\n")));
            if has_ledger && self.output.is_some() && !matches!(run.end, End::Complete) {
                say("dehusk: not all was done; the same command with --resume goes on\n");
            }
        }
        Status::of_run(run)
    }

    /// Says that a run that was to be taken up again is done.
    fn say_complete(&self, end: &ledger::End) -> Status {
        if !self.quiet {
            let message = "the run had come to its end; there is nothing left to do";
            say(&format!("dehusk: {message}: {} kept of {}\n", end.kept, end.read));
        }
        if end.failed > 0 { Status::SomeFailed } else { Status::Fine }
    }

    /// Refuses what makes no sense together.
    fn check(&self) -> Result<()> {
        let stdin = self.paths.iter().filter(|path| is_dash(path)).count();
        if self.paths.is_empty() && io::stdin().is_terminal() {
            return Err(usage(
                "nothing to read: give files or folders, or pipe a document in; see dehusk clean --help",
            ));
        }
        if stdin > 1 {
            return Err(usage("standard input (-) can be read once only"));
        }
        if self.cleaning.url.is_some() && (self.paths.len() > 1 || self.paths.iter().any(|path| path.is_dir())) {
            return Err(usage("--url is the address of one document, and several were given"));
        }
        if self.filters.dedup_threshold.is_some() && self.filters.dedup == Some(Dedup::Exact) {
            return Err(usage("--dedup-threshold is for --dedup near; exact duplicates have no degree"));
        }
        if !(self.timeout >= 0.0 && self.timeout < 1e9) {
            return Err(usage("--timeout takes a number of seconds"));
        }
        self.check_target()
    }

    fn cleaner(&self) -> Result<Cleaner> {
        let mut settings = self.cleaning.settings()?;
        if self.format() == To::Markdown {
            settings.markup = Markup::Markdown;
        }
        Ok(Cleaner::new(settings))
    }

    fn source(&self, stop: &Arc<AtomicBool>) -> Files {
        let mut leave_out: Vec<PathBuf> = [&self.output, &self.removed].into_iter().flatten().cloned().collect();
        leave_out.extend(self.ledger());
        let options = source::Options {
            hints: self.cleaning.hints(),
            form: self.cleaning.form(),
            columns: self.fields.columns(),
            max_bytes: self.cleaning.max_bytes,
            respect_ignore: self.respect_ignore,
            leave_out,
            stop: Arc::clone(stop),
            ..source::Options::default()
        };
        let stdin = [PathBuf::from("-")];
        Files::find(if self.paths.is_empty() { &stdin } else { &self.paths }, options)
    }

    fn forms(&self) -> Forms {
        Forms {
            shape: self.shape(),
            receipt: self.removed.is_some(),
            split_by: self.split_by.as_deref().map(|field| self.fields.ours(field).to_owned()),
            signals: self.signals,
        }
    }

    /// The same command, writing to standard output as without `-o`.
    fn to_standard_output(&self) -> Result<Clean> {
        let flags = [
            ("--resume", self.resume),
            ("--shard-size", self.shard_size.is_some()),
            ("--split-by", self.split_by.is_some()),
            ("--compress", self.compress.is_some()),
        ];
        match flags.iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => Err(usage(format!("{flag} needs files, and -o names standard output"))),
            None => Ok(Clean { output: None, ..self.clone() }),
        }
    }

    /// Whether files are written that may be there of an earlier run.
    fn writes_files(&self) -> bool {
        let removed = self.removed.as_deref().is_some_and(|path| !is_dash(path));
        removed || self.output.is_some() || self.ledger().is_some()
    }

    /// Where the ledger goes, if there is one.
    fn ledger(&self) -> Option<PathBuf> {
        match (&self.ledger, &self.output) {
            _ if self.no_ledger => None,
            (Some(path), _) => Some(path.clone()),
            // A device has no place beside it.
            (None, Some(output)) => Some(Ledger::beside(output)).filter(|_| !target::is_device(output)),
            (None, None) => None,
        }
    }

    fn options(&self, stop: Arc<AtomicBool>) -> Options {
        let defaults = Options::default();
        let timeout = (self.timeout > 0.0).then(|| Duration::from_secs_f64(self.timeout));
        let threads = NonZero::new(self.threads).unwrap_or(defaults.threads);
        Options {
            threads,
            memory: self.memory.unwrap_or_else(|| pipeline::memory_for(threads)),
            timeout,
            commit_every: self.commit_every,
            goes_on: self.output.is_some(),
            stop,
            alone: Some(alone::trial(timeout)),
            ..defaults
        }
    }

    /// A bar and articles on the same terminal would write over one another.
    fn shows_progress(&self) -> bool {
        let articles_on_screen = matches!(self.target(), Target::StandardOutput) && io::stdout().is_terminal();
        !self.no_progress && !articles_on_screen
    }
}

fn is_dash(path: &Path) -> bool {
    path == Path::new("-")
}

fn is_standard_output(path: &Path) -> bool {
    is_dash(path) || path == Path::new("/dev/stdout")
}

/// A size that is not zero.
fn some_size(text: &str) -> std::result::Result<usize, String> {
    size(text).and_then(|size| if size > 0 { Ok(size) } else { Err("nothing is that small; try 256M".into()) })
}
