//! `dehusk clean`: documents in, articles out.

use std::collections::HashSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::cleaning::Cleaning;
use super::terminal::{Terminal, Watch, say};
use super::{Status, interrupt, status, usage};
use crate::cleaner::Cleaner;
use crate::error::Result;
use crate::layout::Markup;
use crate::pipeline::{self, End, Options};
use crate::report::summary;
use crate::sink::{Aside, Folder, Format, Header, Names, Removed, Shape, Sink, StandardOutput, Stream};
use crate::source::{self, Files};

/// Clean documents: text files, web pages, folders of them, or standard input.
///
/// Articles go to standard output, each under its header; several are separated by one blank line. With
/// `-o` each goes to a file of its own. Documents that are not kept are named on standard error, each on
/// a line, and the run goes on. The same input gives the same bytes for any number of threads. Ctrl-C
/// finishes the documents that are under way and keeps what is complete; a second one ends at once.
#[derive(Debug, Args)]
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

    /// Write to this folder, one file for each document.
    ///
    /// The tree of the input is mirrored below the folder. `a/b.html` becomes `a/b.txt` (`.md`, `.jsonl`);
    /// where two documents would have the same name, the second gets `b~2.txt`. Names are made safe for any
    /// system. Files appear when they are complete, and replace what was there under the same name;
    /// replacing a file that is read is refused.
    ///
    /// With `--to jsonl`, a path that ends in .jsonl or .ndjson is one file for all documents.
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Write articles in this format.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = To::Text, help_heading = "Output")]
    to: To,

    /// Write the text without its header.
    ///
    /// In JSONL, only `text` and `id` are written.
    #[arg(long, conflicts_with = "header_only", help_heading = "Output")]
    no_header: bool,

    /// Write the header without the text.
    #[arg(long, help_heading = "Output")]
    header_only: bool,

    /// Write every removed span to this file, as JSONL.
    ///
    /// A line for each span in input order, with the document's `id`, the `category`, the `judge` and the
    /// `rule` that removed it, the `evidence`, its `place` in the document, the header `fields` that it
    /// became, and its `text`. `-` is standard output, when articles go elsewhere by `-o`.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    removed: Option<PathBuf>,

    #[command(flatten)]
    cleaning: Cleaning,

    /// Clean with this many threads; 0 for one on each core.
    ///
    /// The output does not depend on it.
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, help_heading = "Running")]
    threads: usize,

    /// Say only what went wrong: no progress, no dropped documents, no summary.
    #[arg(short, long, help_heading = "Running")]
    quiet: bool,

    /// Show no progress bar.
    ///
    /// There is one only where standard error is a terminal.
    #[arg(long, help_heading = "Running")]
    no_progress: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// YAML front matter, then plain paragraphs.
    Text,
    /// YAML front matter, then Markdown: headings, lists, quotes, code and tables.
    Markdown,
    /// One JSON object on a line for each document.
    Jsonl,
}

/// Where the articles go.
enum Target<'p> {
    StandardOutput,
    File(&'p Path),
    Folder(&'p Path),
}

impl Clean {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        let began = Instant::now();
        self.check()?;
        let cleaner = self.cleaner()?;
        let stop = interrupt::flag()?;
        let source = self.source(&stop);
        self.spare_the_input(&source)?;
        let mut sinks = self.sinks()?;
        let mut watch = Watch::new(terminal, source.size_hint().0, self.quiet, self.shows_progress());
        let run =
            pipeline::run(source, |record| cleaner.clean(record), &mut sinks, &self.options(stop), &mut |event| {
                watch.see(event)
            });
        watch.end();
        if let End::Unwritable(error) = &run.end {
            terminal.complain(error);
        }
        if !self.quiet && !matches!(run.end, End::ReaderLeft) {
            say(&format!("dehusk: {}", summary::of(&run.tally, began.elapsed())));
        }
        Ok(Status::of_run(&run))
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
        match (self.target(), self.removed.as_deref()) {
            (Target::StandardOutput, Some(path)) if is_dash(path) => {
                return Err(usage(
                    "--removed - and the articles cannot share standard output; use -o for the articles",
                ));
            }
            (Target::File(output), Some(removed)) if output == removed => {
                return Err(usage("-o and --removed name the same file"));
            }
            (Target::File(output), _) if output.is_dir() => {
                return Err(usage(format!("{} is a folder; -o FILE.jsonl needs a file", output.display())));
            }
            (Target::Folder(output), _) if output.is_file() => {
                let output = output.display();
                return Err(usage(format!("{output} is a file; -o needs a folder. To write one file: > {output}")));
            }
            _ => {}
        }
        match &self.removed {
            Some(path) if path.is_dir() => {
                Err(usage(format!("{} is a folder; --removed needs a file", path.display())))
            }
            _ => Ok(()),
        }
    }

    fn cleaner(&self) -> Result<Cleaner> {
        let mut settings = self.cleaning.settings()?;
        if self.to == To::Markdown {
            settings.markup = Markup::Markdown;
        }
        Ok(Cleaner::new(settings))
    }

    fn source(&self, stop: &Arc<AtomicBool>) -> Files {
        let written = [self.output.as_ref(), self.removed.as_ref()];
        let options = source::Options {
            hints: self.cleaning.hints(),
            max_bytes: self.cleaning.max_bytes,
            respect_ignore: self.respect_ignore,
            leave_out: written.into_iter().flatten().cloned().collect(),
            stop: Arc::clone(stop),
        };
        let stdin = [PathBuf::from("-")];
        Files::find(if self.paths.is_empty() { &stdin } else { &self.paths }, options)
    }

    /// Refuses to write over a file that is read.
    fn spare_the_input(&self, source: &Files) -> Result<()> {
        let mut written: Vec<PathBuf> = self.removed.iter().cloned().collect();
        match self.target() {
            Target::StandardOutput => {}
            Target::File(path) => written.push(path.to_owned()),
            Target::Folder(root) => {
                let mut names = Names::new(self.shape().format.extension());
                written.extend(source.ids().map(|id| root.join(names.assign(id))));
            }
        }
        written.retain(|path| path.is_file());
        if written.is_empty() {
            return Ok(());
        }
        let read: HashSet<PathBuf> = source.paths().filter_map(|path| fs::canonicalize(path).ok()).collect();
        match written.iter().find(|path| fs::canonicalize(path).is_ok_and(|path| read.contains(&path))) {
            Some(path) => Err(usage(format!("{} is read, and would be overwritten; write elsewhere", path.display()))),
            None => Ok(()),
        }
    }

    fn sinks(&self) -> Result<Vec<Box<dyn Sink>>> {
        let shape = self.shape();
        let articles: Box<dyn Sink> = match self.target() {
            Target::StandardOutput => {
                Box::new(Stream::new(StandardOutput::default(), shape, io::stdout().is_terminal()))
            }
            Target::File(path) => Box::new(Stream::new(Aside::begin(path)?, shape, false)),
            Target::Folder(root) => Box::new(Folder::begin(root, shape)?),
        };
        let mut sinks = vec![articles];
        match self.removed.as_deref() {
            Some(path) if is_dash(path) => sinks.push(Box::new(Removed::new(StandardOutput::default()))),
            Some(path) => sinks.push(Box::new(Removed::new(Aside::begin(path)?))),
            None => {}
        }
        Ok(sinks)
    }

    fn target(&self) -> Target<'_> {
        match &self.output {
            None => Target::StandardOutput,
            Some(path) if self.to == To::Jsonl && is_jsonl(path) => Target::File(path),
            Some(path) => Target::Folder(path),
        }
    }

    fn shape(&self) -> Shape {
        let format = match self.to {
            To::Text => Format::Text,
            To::Markdown => Format::Markdown,
            To::Jsonl => Format::Jsonl,
        };
        let header = match (self.no_header, self.header_only) {
            (true, _) => Header::Without,
            (_, true) => Header::Only,
            _ => Header::With,
        };
        Shape { format, header }
    }

    fn options(&self, stop: Arc<AtomicBool>) -> Options {
        let defaults = Options::default();
        Options { threads: NonZero::new(self.threads).unwrap_or(defaults.threads), stop, ..defaults }
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

fn is_jsonl(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
}
