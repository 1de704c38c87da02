//! The statistics of a run, gathered from its ledger alone: nothing is read again, nothing is cleaned again.
//!
//! A ledger may have a hundred million lines, so it is read once, line by line, and what is kept of it is bounded:
//! names are counted up to [`keyed::KEYS`] of a kind, lengths go into histograms of fixed size.
//!
//! # The JSON
//!
//! [`Stats`] as serde writes it; names are stable, new ones may come.
//!
//! | key | what |
//! |---|---|
//! | `ledger`, `dehusk`, `output` | form of the ledger, version of dehusk, name of the output |
//! | `finished` | whether the run came to its end |
//! | `uncommitted` | documents behind the last commit of an unfinished run; going on cleans them again |
//! | `documents` | `read` `kept` `dropped` `failed` `skipped` `passed`, and `shares` of `read` for the first four |
//! | `passed` | what was passed over, by what it is: a ranking |
//! | `identity` | `holds`, and in `broken` each sentence that is not true of this ledger |
//! | `lines` | `total`, `malformed`, `first_malformed` (`line` from 1, `cause`), `torn` |
//! | `bytes`, `words` | bytes read, words of kept articles |
//! | `dropped`, `failed`, `skipped` | by reason: a ranking, each with the id of the first as `example` |
//! | `duplicates` | dropped documents that name the one that they are duplicates of |
//! | `removed` | removed spans of all documents by category: a list of `name` and `count` |
//! | `degraded` | kept documents by the limit that they ran into, `truncated` where only a part was there: a list of `name` and `count` |
//! | `languages`, `hosts` | kept articles, by language and by host: rankings; `unknown` of them have none |
//! | `quality` | of kept articles: `articles`, `mean`, `median`, and `bins`, ten counts from 0.0–0.1 to 0.9–1.0 |
//! | `article_words`, `document_bytes` | a distribution of kept articles, and of documents |
//! | `inputs` | files that were read: a ranking by `failed`, with `documents` |
//! | `output_files` | `distinct` and `complete`, where the output has several files |
//!
//! A *ranking* has `distinct` names; `complete`, false where there were too many names to tell them all apart, so that
//! `distinct` is the least that there are; `top`, the 20 most frequent; `others`, the count of all the rest. A
//! *distribution* has `count` `min` `max` `mean`, which are exact, and the quantiles `p10` `p25` `p50` `p75` `p90`
//! `p99`, which are right to 2.2 %.

mod gather;
mod keyed;
mod lines;
pub mod page;
mod spread;
pub mod table;

use serde::Serialize;

pub use gather::read;
pub use keyed::{KEYS, Ranking};
pub use lines::LONGEST;
pub use spread::{Distribution, Quality};

/// The statistics of a run. The module's table says what is in them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[allow(missing_docs)] // the table has them
pub struct Stats {
    pub ledger: u32,
    pub dehusk: String,
    pub output: String,
    pub finished: bool,
    pub uncommitted: u64,
    pub documents: Documents,
    pub passed: Ranking<Named>,
    pub identity: Identity,
    pub lines: Lines,
    pub bytes: u64,
    pub words: u64,
    pub dropped: Ranking<Cause>,
    pub failed: Ranking<Cause>,
    pub skipped: Ranking<Cause>,
    pub duplicates: u64,
    pub removed: Vec<Named>,
    pub degraded: Vec<Named>,
    pub languages: Known,
    pub hosts: Known,
    pub quality: Quality,
    pub article_words: Distribution,
    pub document_bytes: Distribution,
    pub inputs: Ranking<Input>,
    pub output_files: Distinct,
}

/// What became of documents, as the lines of the ledger have it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Documents {
    /// Kept, dropped and failed ones together.
    pub read: u64,
    /// Documents with an article.
    pub kept: u64,
    /// Documents without one.
    pub dropped: u64,
    /// Documents that could not be read or cleaned.
    pub failed: u64,
    /// What is no document, and was named.
    pub skipped: u64,
    /// What was passed over without a line.
    pub passed: u64,
    /// Shares of `read`, from 0 to 1.
    pub shares: Shares,
}

/// Shares of the documents that were read, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[allow(missing_docs)] // as in `Documents`
pub struct Shares {
    pub kept: f64,
    pub dropped: f64,
    pub failed: f64,
}

/// Whether every document that was read is accounted for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// It is.
    pub holds: bool,
    /// Where not, what does not agree.
    pub broken: Vec<String>,
}

/// The ledger as a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// Lines in all.
    pub total: u64,
    /// Lines that could not be read.
    pub malformed: u64,
    /// The first of them.
    pub first_malformed: Option<Malformed>,
    /// Whether the last line is cut off, as a killed run leaves it. It is not among the malformed ones.
    pub torn: bool,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Malformed {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub cause: String,
}

/// A name and how often it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Named {
    pub name: String,
    pub count: u64,
}

/// Why documents are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The reason.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Id of the first.
    pub example: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Documents in it.
    pub documents: u64,
    /// Of them, those that failed.
    pub failed: u64,
}

/// What is known of some articles.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Known {
    /// Articles of which it is not known.
    pub unknown: u64,
    /// The others.
    #[serde(flatten)]
    pub ranking: Ranking<Named>,
}

/// How many different ones there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Distinct {
    /// As many.
    pub distinct: u64,
    /// Or more, where this is false.
    pub complete: bool,
}

impl Stats {
    /// The statistics as one JSON object, with a line end.
    pub fn json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("it is numbers, words and lists");
        json.push('\n');
        json
    }

    /// What must not be overlooked: a broken identity, an unfinished run, damaged lines. In this order.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.identity.holds {
            warnings.push(format!("the ledger does not add up: {}", self.identity.broken.join("; ")));
        }
        if !self.finished {
            let again = match self.uncommitted {
                0 => String::new(),
                1 => ", and cleans 1 document again that was not committed".to_owned(),
                many => format!(", and cleans {many} documents again that were not committed"),
            };
            warnings.push(format!("this run was not finished (--resume goes on{again})"));
        }
        if let Some(first) = &self.lines.first_malformed {
            let (count, Malformed { line, cause }) = (self.lines.malformed, first);
            let lines = if count == 1 { "1 line" } else { &format!("{count} lines") };
            warnings.push(format!("{lines} could not be read; the first is line {line}: {cause}"));
        }
        if self.lines.torn {
            warnings.push(format!("the last line, line {}, is cut off", self.lines.total));
        }
        warnings
    }
}

/// A whole number with something between each three digits.
fn grouped(number: u64, between: &str) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(between);
        }
        out.push(digit);
    }
    out
}

/// A share in percent, with one digit; what is little is not said to be nothing, nor what is most all.
fn percent(count: u64, all: u64) -> String {
    match (count, all) {
        (_, 0) => "–".to_owned(),
        (0, _) => "0 %".to_owned(),
        (count, all) if count >= all => "100 %".to_owned(),
        (count, all) => {
            let percent = count as f64 / all as f64 * 100.0;
            match percent {
                ..0.05 => "< 0.1 %".to_owned(),
                99.95.. => "> 99.9 %".to_owned(),
                _ => format!("{percent:.1} %"),
            }
        }
    }
}

/// Four digits behind the point are enough for a share.
fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number, ","), text);
        }
    }

    #[test]
    fn little_is_not_nothing() {
        for (count, text) in [(0, "0 %"), (1, "< 0.1 %"), (12_345, "12.3 %"), (99_999, "> 99.9 %"), (100_000, "100 %")]
        {
            assert_eq!(percent(count, 100_000), text);
        }
        assert_eq!(percent(0, 0), "–");
    }
}
