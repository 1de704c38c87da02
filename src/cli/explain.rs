//! `dehusk explain`: what happens to one document, and why.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use clap::Args;

use super::cleaning::Cleaning;
use super::fields::Fields;
use super::terminal::{Terminal, say};
use super::{Status, interrupt, print, usage};
use crate::cleaner::Cleaner;
use crate::document::Outcome;
use crate::error::Result;
use crate::pipeline;
use crate::report::{escape, explanation};
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
    /// Its id as the ledger has it, the place of a row, such as `in.jsonl#3` (`at` in the ledger), or the address of a
    /// record of a web archive. Where several are called so, the first is explained, and the others are named. Without
    /// it, the first document is explained.
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    #[command(flatten)]
    fields: Fields,

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
        let columns = self.fields.columns();
        let stops = Arc::clone(&stop);
        let options = source::Options { form, hints, columns, max_bytes, stop: stops, ..source::Options::default() };
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
        let status = print(explanation::of(&record.id, &outcome, &trace, terminal.output).as_bytes())?;
        if let Some(asked) = &self.id {
            name_the_others(asked, name, record.id, found);
        }
        Ok(status)
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

/// Names the other documents that were meant as well: ids and addresses may repeat, places do not.
fn name_the_others(asked: &str, name: String, id: String, found: impl Iterator<Item = Sourced>) {
    const NAMED: usize = 10;
    if asked == name && !name.contains("://") {
        return;
    }
    // By what only one of them is called.
    let alone = |name: String, id: String| if id == asked { name } else { id };
    let mut others = found.filter_map(|other| match other {
        Sourced::Read { name, record } if record.id == asked || name == asked => Some(alone(name, record.id)),
        _ => None,
    });
    let named: Vec<String> = others.by_ref().take(NAMED).collect();
    if named.is_empty() {
        return;
    }
    let more = match others.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (first, named) = (alone(name, id), named.join(", "));
    let said = format!("several documents are called {asked}; this is {first}, the others are {named}{more}");
    say(&format!("dehusk: {}\n", escape::line(&said)));
}
