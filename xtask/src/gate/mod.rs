//! The quality gate: the development data through the library, its figures against the floors.
//!
//! Documents stream through a bounded channel to all cores; of each only its scores are kept, and
//! these are added up in the order of the truth, so that the figures do not depend on the threads.

mod data;
mod figures;
mod floors;
mod python;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use dehusk::normalize::{Normalizer, Quotes};
use dehusk::{Cleaner, Hints, Media, Outcome, Record, Settings};

pub use data::{Data, RESIDUE, Raw};
pub use figures::{Figure, Wanted};
pub use floors::Held;
pub use python::compare as compare_with_score_py;

use crate::score::{PageScore, Pages, Prediction, ResidueScore, Residues, SegmentScore, Segments, Truth};

/// Something that cleans a document in this manner: the library, or a stand-in of a test.
pub type Predict<'a> = dyn Fn(&Record, Manner) -> Prediction + Sync + 'a;

/// How documents are cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// At default settings, web pages with their address.
    Default,
    /// With the quotes of the page.
    QuotesKept,
    /// Nobody tells the address of a page, as when pages are files in a folder; most state it themselves.
    AddressUntold,
}

/// What the gate is to do besides measuring.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Make today's figures the floors.
    pub write_floors: bool,
    /// Write the predictions into this folder.
    pub pred: Option<PathBuf>,
    /// Compare every line with what score.py prints for the same predictions.
    pub against_python: bool,
    /// Which floors hold.
    pub held: Held,
}

/// What was measured: the lines that people read, and the figures that the floors hold.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// A block of lines for each set of documents, with the arguments that make score.py print it.
    pub blocks: Vec<Block>,
    /// All figures, in order.
    pub figures: Vec<Figure>,
}

/// The lines of one set of documents.
#[derive(Debug, Clone)]
pub struct Block {
    /// Arguments of score.py ahead of the predictions, such as `residue glued`.
    pub command: Vec<String>,
    /// Arguments behind them, such as `--types`.
    pub flags: Vec<String>,
    /// File name of the predictions.
    pub predictions: String,
    /// The lines.
    pub lines: Vec<String>,
}

/// Measures, prints, and compares with the floors.
pub fn run(options: &Options, predict: &Predict<'_>) -> Result<()> {
    let data = Data::needed()?;
    let digests = data.digests()?;
    if !options.write_floors {
        floors::check_digests(&floors::read(options.held)?, &digests)?;
    }
    let scratch = std::env::temp_dir().join(format!("dehusk-gate-{}", std::process::id()));
    let folder = options.pred.clone().or(options.against_python.then(|| scratch.clone()));
    let measured = measure(&data, predict, folder.as_ref())?;
    if options.against_python {
        let compared = python::compare(&data, &measured, folder.as_ref().expect("set for this option"));
        if options.pred.is_none() {
            fs::remove_dir_all(&scratch).with_context(|| scratch.display().to_string())?;
        }
        println!("gate: the same {} lines as score.py", compared?);
    }
    if options.write_floors {
        floors::write(options.held, &measured.figures, digests)
    } else {
        floors::check(options.held, &measured.figures)
    }
}

/// Default settings but for the quotes.
pub fn with_quotes(quotes: Quotes) -> Settings {
    Settings { normalizer: Normalizer { quotes, ..Normalizer::default() }, ..Settings::default() }
}

/// What the library makes of a record; settings are the cleaner's part of the manner.
pub fn predict(cleaner: &Cleaner, record: &Record, manner: Manner) -> Prediction {
    let outcome = match manner {
        Manner::Default | Manner::QuotesKept => cleaner.clean(record).0,
        Manner::AddressUntold => {
            let hints = Hints { url: None, ..record.hints.clone() };
            cleaner.clean(&Record { hints, ..record.clone() }).0
        }
    };
    prediction(&record.id, outcome)
}

/// An outcome, as it is scored.
pub fn prediction(id: &str, outcome: Outcome) -> Prediction {
    match outcome {
        Outcome::Kept(article) => Prediction {
            id: id.to_owned(),
            text: article.text,
            title: article.metadata.title.unwrap_or_default(),
            author: article.metadata.authors.join(", "),
            date: article.metadata.date.unwrap_or_default(),
        },
        Outcome::Dropped(_) | Outcome::Failed(_) => Prediction { id: id.to_owned(), ..Prediction::default() },
    }
}

/// Runs all development data through `predict`. Prints each block of lines as soon as it is known.
///
/// Where a folder is given, the predictions are written into it.
pub fn measure(data: &Data, predict: &Predict<'_>, folder: Option<&PathBuf>) -> Result<Measured> {
    if let Some(folder) = folder {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut gate = Gate { data, predict, folder, measured: Measured::default() };
    let truths = data.truths("wcxb-dev/truth.jsonl.zst")?;
    gate.pages(&truths)?;
    gate.segments()?;
    for kind in data::RESIDUE {
        gate.residue(kind, &truths)?;
    }
    Ok(gate.measured)
}

/// A measurement under way.
struct Gate<'a> {
    data: &'a Data,
    predict: &'a Predict<'a>,
    folder: Option<&'a PathBuf>,
    measured: Measured,
}

/// Documents that are measured together.
struct Set<'n> {
    /// File name of what is made of them.
    predictions: &'n str,
    /// Where they are.
    source: &'n str,
    media: Media,
    manner: Manner,
}

impl Gate<'_> {
    fn pages(&mut self, truths: &[Truth]) -> Result<()> {
        for (manner, predictions) in
            [(Manner::Default, "pages.jsonl"), (Manner::AddressUntold, "pages-address-untold.jsonl")]
        {
            let set = Set { predictions, source: "wcxb-dev/pages.jsonl.zst", media: Media::Html, manner };
            let score = |truth: &Truth, _: &str, given: &Prediction| PageScore::of(truth, given);
            let pages = Pages::tally(&self.each(&set, truths, score)?);
            self.measured.figures.extend(match manner {
                Manner::AddressUntold => figures::of_words("pages.address-untold", &pages),
                _ => figures::of_pages(&pages),
            });
            self.print(&["pages"], &["--types"], predictions, pages.lines());
        }
        Ok(())
    }

    /// With straight quotes, as is the default, and with those of the page: segments are compared as the page wrote them,
    /// so that one with a curly quote in it is lost to the first, whatever was extracted.
    fn segments(&mut self) -> Result<()> {
        let truths = self.data.truths("segments-dev/truth.jsonl.zst")?;
        for (manner, predictions) in
            [(Manner::Default, "segments.jsonl"), (Manner::QuotesKept, "segments-quotes-kept.jsonl")]
        {
            let set = Set { predictions, source: "segments-dev/pages.tar.zst", media: Media::Html, manner };
            let score = |truth: &Truth, _: &str, given: &Prediction| SegmentScore::of(truth, given);
            let segments = Segments::tally(&self.each(&set, &truths, score)?);
            self.measured.figures.extend(match manner {
                Manner::QuotesKept => figures::of_choice("segments.quotes-kept", &segments),
                _ => figures::of_segments(&segments),
            });
            self.print(&["segments"], &[], predictions, segments.lines());
        }
        Ok(())
    }

    fn residue(&mut self, kind: &str, truths: &[Truth]) -> Result<()> {
        let (predictions, source) = (format!("residue-{kind}.jsonl"), format!("residue-dev/{kind}.jsonl.zst"));
        let set = Set { predictions: &predictions, source: &source, media: Media::Text, manner: Manner::Default };
        let score = |truth: &Truth, before: &str, given: &Prediction| ResidueScore::of(truth, before, &given.text);
        let scores = self.each(&set, truths, score)?;
        for articles_only in [true, false] {
            let residues = Residues::tally(kind, articles_only, &scores);
            self.measured.figures.extend(figures::of_residues(kind, articles_only, &residues));
            let flags: &[&str] = if articles_only { &["--type", "article"] } else { &[] };
            self.print(&["residue", kind], flags, &predictions, vec![residues.line()]);
        }
        Ok(())
    }

    /// Cleans and scores every document of a file: one score for each truth, in its order.
    ///
    /// A truth without a document counts as one of which nothing came out.
    fn each<S: Send>(
        &self,
        set: &Set<'_>,
        truths: &[Truth],
        score: impl Fn(&Truth, &str, &Prediction) -> S + Sync,
    ) -> Result<Vec<S>> {
        let &Set { predictions, source, media, manner } = set;
        let began = Instant::now();
        let places: HashMap<&str, usize> =
            truths.iter().enumerate().map(|(place, truth)| (truth.id.as_str(), place)).collect();
        let keep = self.folder.is_some();
        let results = self.data.stream(source, |document| {
            let &place = places.get(document.id.as_str())?;
            let truth = &truths[place];
            let before = if media == Media::Text {
                String::from_utf8_lossy(&document.bytes).into_owned()
            } else {
                String::new()
            };
            let url = document.url.or_else(|| truth.url.clone());
            let hints = Hints { url, media: Some(media), ..Hints::default() };
            let record = Record { id: document.id, bytes: document.bytes, hints, ..Record::default() };
            let _name = NameOnPanic(&record.id);
            let given = (self.predict)(&record, manner);
            let line = keep.then(|| serde_json::to_string(&given).expect("strings can always be written"));
            Some((place, score(truth, &before, &given), line))
        })?;
        let mut scores: Vec<Option<S>> = truths.iter().map(|_| None).collect();
        let mut lines: Vec<Option<String>> = truths.iter().map(|_| None).collect();
        let found = results.len();
        for (place, score, line) in results {
            scores[place] = Some(score);
            lines[place] = line;
        }
        if let Some(folder) = self.folder {
            let text: String = lines.into_iter().flatten().map(|line| line + "\n").collect();
            fs::write(folder.join(predictions), text).with_context(|| format!("{}/{predictions}", folder.display()))?;
        }
        let how = match manner {
            Manner::Default => "",
            Manner::QuotesKept => ", quotes kept",
            Manner::AddressUntold => ", address untold",
        };
        eprintln!("gate: {source}{how}: {found} documents in {:.1} s", began.elapsed().as_secs_f64());
        let nothing = |place: usize| score(&truths[place], "", &Prediction::default());
        Ok(scores.into_iter().enumerate().map(|(place, score)| score.unwrap_or_else(|| nothing(place))).collect())
    }

    fn print(&mut self, command: &[&str], flags: &[&str], predictions: &str, lines: Vec<String>) {
        for line in &lines {
            println!("{line}");
        }
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let block = Block { command: owned(command), flags: owned(flags), predictions: predictions.to_owned(), lines };
        self.measured.blocks.push(block);
    }
}

/// Names the document when cleaning it panics.
struct NameOnPanic<'a>(&'a str);

impl Drop for NameOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("gate: this was document {}", self.0);
        }
    }
}
