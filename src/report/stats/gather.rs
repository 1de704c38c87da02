//! From the lines of a ledger to its statistics.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::de::DeserializeOwned;

use super::keyed::{Keyed, cut};
use super::lines::{LONGEST, Line, Lines};
use super::spread::{Spread, Thousandths};
use super::{Cause, Distinct, Documents, Identity, Input, Known, Malformed, Named, Shares, Stats, rounded};
use crate::document::Degradation;
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::ledger::{Commit, End, Entry, Head, Status, VERSION};
use crate::verdict::Category;

/// What is not true of a ledger is said so often at most.
const BROKEN: usize = 10;

/// Reads a ledger to its end; `name` is for messages. Fails where it cannot be read or is none; a damaged line is
/// no error but counted in [`Stats::lines`].
pub fn read(name: &str, ledger: impl BufRead) -> Result<Stats> {
    let mut lines = Lines::new(ledger);
    let unreadable = |error| Error::from(error).context(name);
    let head: Head = match lines.next().map_err(unreadable)? {
        None => return Err(none(name, "it is empty")),
        Some(Line::TooLong) => return Err(none(name, "its first line is too long")),
        Some(Line::Bytes(line, _)) if !line.starts_with(b"{\"ledger\":") => {
            return Err(none(name, "its first line is not that of one"));
        }
        Some(Line::Bytes(line, _)) => {
            serde_json::from_slice(line).map_err(|_| none(name, "its first line is damaged"))?
        }
    };
    if head.ledger != VERSION {
        let message = format!(
            "{name}: a ledger of form {}, written by dehusk {}; this dehusk reads form {VERSION}: use that version",
            head.ledger,
            cut(&head.dehusk)
        );
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    let mut gathered = Gathered::new(&head);
    while let Some(line) = lines.next().map_err(unreadable)? {
        gathered.line(&line);
    }
    Ok(gathered.stats())
}

fn none(name: &str, why: &str) -> Error {
    let message =
        format!("{name} is no ledger of dehusk: {why}; name the output of `dehusk clean -o`, or its .ledger.jsonl");
    Error::new(ErrorKind::Configuration, message)
}

/// Documents of one reason.
#[derive(Debug, Default)]
struct Reasoned {
    count: u64,
    example: Option<String>,
}

/// Documents of one input.
#[derive(Debug, Default)]
struct Read {
    documents: u64,
    failed: u64,
}

/// What was found up to a line.
#[derive(Debug, Default)]
struct Gathered {
    stats: Stats,
    commit: Commit,
    end: Option<End>,
    dropped: Keyed<Reasoned>,
    failed: Keyed<Reasoned>,
    skipped: Keyed<Reasoned>,
    removed: BTreeMap<Category, u64>,
    degraded: BTreeMap<Degradation, u64>,
    languages: Keyed<u64>,
    hosts: Keyed<u64>,
    quality: Thousandths,
    words: Spread,
    bytes: Spread,
    inputs: Keyed<Read>,
    outputs: Keyed<()>,
}

impl Gathered {
    fn new(head: &Head) -> Gathered {
        let mut gathered = Gathered::default();
        gathered.stats.ledger = head.ledger;
        gathered.stats.dehusk = cut(&head.dehusk).into_owned();
        gathered.stats.output = cut(&head.output).into_owned();
        gathered.stats.lines.total = 1;
        gathered
    }

    fn line(&mut self, line: &Line<'_>) {
        self.stats.lines.total += 1;
        match line {
            Line::TooLong => self.malformed(&format!("longer than {LONGEST} bytes")),
            Line::Bytes(bytes, ended) => {
                if let Err(cause) = self.take(bytes) {
                    match ended {
                        true => self.malformed(&cause),
                        false => self.stats.lines.torn = true,
                    }
                }
            }
        }
    }

    fn malformed(&mut self, cause: &str) {
        let lines = &mut self.stats.lines;
        lines.malformed += 1;
        let line = lines.total;
        lines.first_malformed.get_or_insert_with(|| Malformed { line, cause: cut(cause).into_owned() });
    }

    /// Takes a line by its first key. Says why where that is not possible.
    fn take(&mut self, line: &[u8]) -> std::result::Result<(), String> {
        if line.starts_with(b"{\"ledger\":") {
            return Err("a second beginning".to_owned());
        }
        if self.end.is_some() {
            return Err("behind the end of the run".to_owned());
        }
        if line.starts_with(b"{\"commit\":") {
            let commit: Commit = parsed(line)?;
            let (said, found) = (commit.documents, self.stats.documents.read);
            if said != found {
                self.broken(format!("commit {} speaks of {said} documents, {found} are before it", commit.commit));
            }
            self.commit = commit;
        } else if line.starts_with(b"{\"end\":") {
            self.end = Some(parsed(line)?);
        } else {
            self.entry(&parsed(line)?);
        }
        Ok(())
    }

    fn entry(&mut self, entry: &Entry) {
        let documents = &mut self.stats.documents;
        match (entry.n, entry.status) {
            (Some(n), _) => {
                let expected = documents.read;
                documents.read += 1;
                if n != expected {
                    let line = self.stats.lines.total;
                    self.misnumbered(line, n, expected);
                }
            }
            (None, Status::Skipped) => {}
            (None, _) => {
                let line = self.stats.lines.total;
                self.broken(format!("line {line} is a document without a number"));
            }
        }
        let documents = &mut self.stats.documents;
        let reasons = match entry.status {
            Status::Kept => {
                documents.kept += 1;
                None
            }
            Status::Dropped => {
                documents.dropped += 1;
                Some(&mut self.dropped)
            }
            Status::Failed => {
                documents.failed += 1;
                Some(&mut self.failed)
            }
            Status::Skipped => {
                documents.skipped += 1;
                Some(&mut self.skipped)
            }
        };
        if let Some(reasons) = reasons {
            let reasoned = reasons.of(entry.reason.as_deref().unwrap_or("no reason given"));
            reasoned.count += 1;
            reasoned.example.get_or_insert_with(|| cut(&entry.id).into_owned());
        }
        if entry.status != Status::Skipped {
            self.bytes.add(entry.bytes);
            let input = self.inputs.of(&entry.input);
            input.documents += 1;
            input.failed += u64::from(entry.status == Status::Failed);
        }
        for (category, count) in &entry.removed {
            let removed = self.removed.entry(*category).or_default();
            *removed = removed.saturating_add(*count);
        }
        if let Some(to) = &entry.to {
            self.outputs.of(to);
        }
        self.stats.duplicates += u64::from(entry.status == Status::Dropped && entry.of.is_some());
        if entry.status == Status::Kept {
            self.article(entry);
        }
    }

    fn article(&mut self, entry: &Entry) {
        for limit in &entry.degraded {
            *self.degraded.entry(*limit).or_default() += 1;
        }
        for (known, names, unknown) in [
            (&entry.language, &mut self.languages, &mut self.stats.languages.unknown),
            (&entry.host, &mut self.hosts, &mut self.stats.hosts.unknown),
        ] {
            *known.as_deref().map_or(unknown, |name| names.of(name)) += 1;
        }
        if let Some(quality) = entry.quality {
            self.quality.add(quality);
        }
        if let Some(words) = entry.words {
            self.words.add(words);
        }
    }

    /// Only the first number that is out of order: all behind it are, too.
    fn misnumbered(&mut self, line: u64, n: u64, expected: u64) {
        let order = "is out of order";
        if !self.stats.identity.broken.iter().any(|broken| broken.contains(order)) {
            self.broken(format!("line {line} {order}: it is document {n}, and should be {expected}"));
        }
    }

    fn broken(&mut self, what: String) {
        if self.stats.identity.broken.len() < BROKEN {
            self.stats.identity.broken.push(what);
        }
    }

    fn stats(mut self) -> Stats {
        let passed = match self.end.take() {
            Some(end) => {
                self.compare(&end);
                self.stats.finished = true;
                end.passed
            }
            None => {
                self.stats.uncommitted = self.stats.documents.read.saturating_sub(self.commit.documents);
                std::mem::take(&mut self.commit.passed)
            }
        };
        let mut what: Keyed<u64> = Keyed::default();
        for (name, count) in passed {
            *what.of(&name) = count;
        }
        let named = |name, count| Named { name, count };
        let count = |count: &u64| *count;
        let mut stats = self.stats;
        stats.passed = what.ranked(count, named);
        let Documents { read, kept, dropped, failed, .. } = stats.documents;
        let share = |part: u64| if read == 0 { 0.0 } else { rounded(part as f64 / read as f64) };
        stats.documents.shares = Shares { kept: share(kept), dropped: share(dropped), failed: share(failed) };
        let all = stats.passed.top.iter().map(|passed| passed.count).fold(stats.passed.others, u64::saturating_add);
        stats.documents.passed = all;
        stats.identity = Identity { holds: stats.identity.broken.is_empty(), ..stats.identity };
        let causes = |reasons: Keyed<Reasoned>| {
            let cause = |name, Reasoned { count, example }| Cause { name, count, example: example.unwrap_or_default() };
            reasons.ranked(|reasoned| reasoned.count, cause)
        };
        stats.dropped = causes(self.dropped);
        stats.failed = causes(self.failed);
        stats.skipped = causes(self.skipped);
        stats.removed = by_count(self.removed.into_iter().map(|(category, count)| (category.name(), count)));
        stats.degraded = by_count(self.degraded.into_iter().map(|(limit, count)| (limit_name(limit), count)));
        stats.languages = Known { ranking: self.languages.ranked(count, named), ..stats.languages };
        stats.hosts = Known { ranking: self.hosts.ranked(count, named), ..stats.hosts };
        stats.quality = self.quality.quality();
        (stats.bytes, stats.document_bytes) = (self.bytes.sum(), self.bytes.distribution());
        (stats.words, stats.article_words) = (self.words.sum(), self.words.distribution());
        let input = |name, Read { documents, failed }| Input { name, documents, failed };
        stats.inputs = self.inputs.ranked(|read| read.failed, input);
        stats.output_files = Distinct { distinct: self.outputs.distinct(), complete: self.outputs.is_complete() };
        stats
    }

    /// The last line against all the others.
    fn compare(&mut self, end: &End) {
        let sum = end.kept.saturating_add(end.dropped).saturating_add(end.failed);
        if sum != end.read {
            self.broken(format!("kept, dropped and failed are {sum} together, and {} were read", end.read));
        }
        let found = self.stats.documents.clone();
        for (what, said, found) in [
            ("read", end.read, found.read),
            ("kept", end.kept, found.kept),
            ("dropped", end.dropped, found.dropped),
            ("failed", end.failed, found.failed),
            ("skipped", end.skipped, found.skipped),
        ] {
            if said != found {
                self.broken(format!("its end says {said} {what}, and its lines are {found}"));
            }
        }
    }
}

fn parsed<T: DeserializeOwned>(line: &[u8]) -> std::result::Result<T, String> {
    serde_json::from_slice(line).map_err(|error| error.to_string())
}

fn by_count<'a>(counts: impl Iterator<Item = (&'a str, u64)>) -> Vec<Named> {
    let mut named: Vec<Named> = counts.map(|(name, count)| Named { name: name.to_owned(), count }).collect();
    named.sort_by_key(|named| std::cmp::Reverse(named.count));
    named
}

/// The name as the ledger has it.
fn limit_name(limit: Degradation) -> &'static str {
    match limit {
        Degradation::Depth => "depth",
        Degradation::Attributes => "attributes",
        Degradation::Nodes => "nodes",
        Degradation::Rounds => "rounds",
        Degradation::Truncated => "truncated",
    }
}
