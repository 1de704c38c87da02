//! What people see while a run goes on: lines on standard error, and a progress bar where they watch.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Colour;
use crate::error::Error;
use crate::pipeline::Event;
use crate::pipeline::ledger::Status;
use crate::report::escape;
use crate::report::paint::Paint;
use crate::source::Meter;

/// Documents of one kind that get a line; a run over millions has the others in its ledger.
const LINES: u64 = 1000;

/// How to talk to the user on either stream.
#[derive(Debug)]
pub(super) struct Terminal {
    pub(super) output: Paint,
    pub(super) errors: Paint,
}

impl Terminal {
    pub(super) fn new(colour: Colour) -> Terminal {
        let paint = |terminal: bool| match colour {
            Colour::Always => Paint::Colour,
            Colour::Never => Paint::Plain,
            Colour::Auto if terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) => {
                Paint::Colour
            }
            Colour::Auto => Paint::Plain,
        };
        Terminal { output: paint(io::stdout().is_terminal()), errors: paint(io::stderr().is_terminal()) }
    }

    /// Says what ended the command.
    pub(super) fn complain(&self, error: &Error) {
        say(&format!("{} {}\n", self.errors.wrong("dehusk:"), escape::text(&error.to_string())));
    }
}

/// Writes to standard error. There is nobody to tell when that fails.
pub(super) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Watches a run: a line for each document that did not become an article, and the progress bar.
#[derive(Debug)]
pub(super) struct Watch {
    paint: Paint,
    quiet: bool,
    has_ledger: bool,
    bar: ProgressBar,
    /// Bytes that were read, where it is known how many there are.
    meter: Option<Meter>,
    began: Instant,
    documents: u64,
    failed: u64,
    dropped: u64,
    skipped: u64,
}

impl Watch {
    /// Watches a run. `quiet` leaves failures only; `progress` allows a bar, which is full when all bytes of `meter`
    /// were read: how many documents there are, nobody knows before.
    pub(super) fn new(
        terminal: &Terminal,
        meter: impl FnOnce() -> Option<Meter>,
        quiet: bool,
        progress: bool,
    ) -> Watch {
        let shown = progress && !quiet && io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let meter = if shown { meter() } else { None };
        let template = match meter {
            Some(_) => "{bar:32} {bytes}/{total_bytes}  {elapsed}, {eta} left  {wide_msg}",
            None => "{spinner} {elapsed}  {wide_msg}",
        };
        let style = ProgressStyle::with_template(template).expect("the templates are constant and tested");
        let total = meter.as_ref().map(|meter| meter.total);
        let bar = ProgressBar::with_draw_target(total, target).with_style(style);
        if shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        let (paint, began) = (terminal.errors, Instant::now());
        let (documents, failed, dropped, skipped) = (0, 0, 0, 0);
        Watch { paint, quiet, has_ledger: false, bar, meter, began, documents, failed, dropped, skipped }
    }

    /// The same where there may be a ledger that names what is not named here.
    #[must_use]
    pub(super) fn beside_ledger(self, has_ledger: bool) -> Watch {
        Watch { has_ledger, ..self }
    }

    /// Takes an event of the pipeline.
    pub(super) fn see(&mut self, event: Event<'_>) {
        self.count();
        if let Some(line) = self.line(event) {
            self.bar.suspend(|| say(&line));
        }
    }

    /// Counts a document, and says nothing of it.
    pub(super) fn count(&mut self) {
        self.documents += 1;
        if self.bar.is_hidden() {
            return;
        }
        if let Some(Meter { total, read }) = &self.meter {
            self.bar.set_position(read.load(Ordering::Relaxed).min(*total));
        }
        let rate = self.documents as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} documents, {rate:.0} a second", self.documents));
    }

    /// What there is to say about it.
    fn line(&mut self, event: Event<'_>) -> Option<String> {
        let Event { name, entry } = event;
        let (mark, what, said) = match entry.status {
            Status::Failed => (self.paint.wrong("dehusk:"), "", &mut self.failed),
            Status::Dropped if !self.quiet => (self.paint.notice("dehusk:"), "dropped: ", &mut self.dropped),
            Status::Skipped if !self.quiet => (self.paint.notice("dehusk:"), "skipped: ", &mut self.skipped),
            _ => return None,
        };
        *said += 1;
        match *said {
            ..=LINES => {
                let cause = entry.cause();
                Some(format!("{mark} {}: {what}{}\n", escape::line(name), escape::line(&cause)))
            }
            said if said == LINES + 1 => {
                let all = if self.has_ledger { "the ledger has them all" } else { "--ledger FILE would have them all" };
                Some(format!("{mark} more of this kind are not named here; {all}\n"))
            }
            _ => None,
        }
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::pipeline::ledger::Entry;

    #[test]
    fn a_line_stays_one_line() {
        let mut watch = Watch::new(&Terminal::new(Colour::Never), || None, false, true);
        let entry = Entry::refused("x", &Error::new(ErrorKind::Io, "two\nlines"));
        let line = watch.line(Event { name: "a\n\u{1b}[2Jb", entry: &entry });
        assert_eq!(line.as_deref(), Some("dehusk: a\\n\\u{1b}[2Jb: two\\nlines\n"));
    }

    #[test]
    fn quiet_leaves_failures() {
        let mut watch = Watch::new(&Terminal::new(Colour::Never), || None, true, true);
        assert_eq!(watch.line(Event { name: "x", entry: &Entry::skipped("x", "a link") }), None);
    }

    #[test]
    fn many_of_a_kind_are_not_all_named() {
        let mut watch = Watch::new(&Terminal::new(Colour::Never), || None, false, true);
        let entry = Entry::skipped("x", "a link");
        let mut lines: Vec<_> = (0..3 * LINES).filter_map(|_| watch.line(Event { name: "x", entry: &entry })).collect();
        assert_eq!(lines.len() as u64, LINES + 1);
        assert!(lines.pop().unwrap().contains("--ledger FILE would have them all"));
        let watch = Watch::new(&Terminal::new(Colour::Never), || None, false, true);
        let mut watch = Watch { skipped: LINES, ..watch.beside_ledger(true) };
        assert!(watch.line(Event { name: "x", entry: &entry }).unwrap().contains("the ledger has them all"));
    }
}
