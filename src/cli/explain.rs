//! `dehusk explain`: what happens to one document, and why.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::cleaning::Cleaning;
use super::terminal::Terminal;
use super::{Status, interrupt, print, usage};
use crate::cleaner::Cleaner;
use crate::document::Outcome;
use crate::error::Result;
use crate::pipeline;
use crate::report::explanation;
use crate::source::{self, Files, Sourced};

/// Show what is removed from one document, and why.
///
/// The document is shown with its header and its text in reading order. Text that stays is indented; text that
/// goes begins with `-` and says its category, its rule and the evidence; text that became a field of the
/// header begins with `>`, text that only the page's data holds with `+`, a comment that is kept with `*`. Characters that would act on the terminal are written out, such as `\u{1b}`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The document; `-` for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    cleaning: Cleaning,
}

impl Explain {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        if self.file.is_dir() {
            return Err(usage(format!("{} is a folder; explain takes one document", self.file.display())));
        }
        let mut settings = self.cleaning.settings()?;
        settings.trace_kept = true;
        let stop = interrupt::flag()?;
        let (hints, max_bytes) = (self.cleaning.hints(), self.cleaning.max_bytes);
        let options = source::Options { hints, max_bytes, stop: Arc::clone(&stop), ..source::Options::default() };
        match Files::find(std::slice::from_ref(&self.file), options).next().map(|found| found.what.read()) {
            None => Ok(Status::Interrupted),
            Some(Sourced::Refused { name, error, .. }) => Err(error.context(name)),
            Some(Sourced::Passed { cause }) => Err(usage(format!("{}: {cause}", self.file.display()))),
            Some(Sourced::Skipped { name, cause }) => Err(usage(format!("{name}: {cause}"))),
            Some(Sourced::Row(_)) => unreachable!("it was read"),
            Some(Sourced::Read { name, record }) => {
                let cleaner = Cleaner::new(settings);
                let (outcome, trace) = pipeline::caught(|| cleaner.clean(&record));
                if let Outcome::Failed(error) = outcome {
                    return Err(error.context(name));
                }
                print(explanation::of(&record.id, &outcome, &trace, terminal.output).as_bytes())
            }
        }
    }
}
