//! `dehusk explain`: what happens to one document, and why.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use clap::Args;

use super::cleaning::Cleaning;
use super::terminal::{Terminal, say};
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

    /// Of several documents, explain the one with this id.
    ///
    /// Its id as the ledger has it, or its place, such as `in.jsonl#3`. Without it, the first document is explained.
    #[arg(long, value_name = "ID")]
    id: Option<String>,

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
        let form = self.cleaning.form();
        let options = source::Options { form, hints, max_bytes, stop: Arc::clone(&stop), ..source::Options::default() };
        let mut found = Files::find(std::slice::from_ref(&self.file), options).map(|found| found.what.read());
        let is_asked = |name: &str, id: &str| self.id.as_ref().is_none_or(|asked| asked == name || asked == id);
        let (mut documents, mut left, mut refused) = (0, None, None);
        let (name, record) = loop {
            match found.next() {
                None if stop.load(Ordering::Relaxed) => return Ok(Status::Interrupted),
                None => {
                    return Err(refused
                        .filter(|_| documents == 0)
                        .unwrap_or_else(|| usage(self.nothing(documents, left))));
                }
                Some(Sourced::Refused { name, id, error }) if is_asked(&name, &id) => return Err(error.context(name)),
                Some(Sourced::Read { name, record }) if is_asked(&name, &record.id) => break (name, record),
                Some(Sourced::Passed { cause }) => left = Some(cause.to_string()),
                Some(Sourced::Skipped { name, cause }) => left = Some(format!("{name}: {cause}")),
                Some(Sourced::Refused { name, error, .. }) => refused = Some(error.context(name)),
                Some(Sourced::Read { .. }) => documents += 1,
                Some(Sourced::Row(_)) => unreachable!("it was read"),
            }
        };
        if self.id.is_none() && found.any(|more| matches!(more, Sourced::Read { .. })) {
            say(&format!(
                "dehusk: {} holds more documents; this is the first, --id ID asks for another\n",
                self.file.display()
            ));
        }
        let cleaner = Cleaner::new(settings);
        let (outcome, trace) = pipeline::caught(|| cleaner.clean(&record));
        if let Outcome::Failed(error) = outcome {
            return Err(error.context(name));
        }
        print(explanation::of(&record.id, &outcome, &trace, terminal.output).as_bytes())
    }

    /// Why there is nothing to explain. `left` is what was passed over last.
    fn nothing(&self, documents: usize, left: Option<String>) -> String {
        match (&self.id, left) {
            (Some(id), _) => format!("none of the {documents} documents of {} has the id {id}", self.file.display()),
            (None, Some(left)) => format!("{}: {left}", self.file.display()),
            (None, None) => format!("{} holds no document", self.file.display()),
        }
    }
}
