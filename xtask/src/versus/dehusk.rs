//! dehusk as a worker: a page in memory to the article with its header in memory.

use std::io;
use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;
use dehusk::normalize::{Normalizer, Quotes};
use dehusk::sink::{Cleaned, Forms, Sink, Stream, What};
use dehusk::{Cleaner, Hints, Media, Outcome, Record, Trace};
use versus_worker::{Answer, Extractor, Page};

use crate::gate;
use crate::training::Folds;

/// Which model judges the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Models {
    /// The one that dehusk ships.
    Shipped,
    /// For each page one that never saw its host.
    CrossValidated,
    /// None: only characters are normalized.
    Characters,
}

/// Answers the commands on standard input until there are no more.
pub fn work(models: Models, pages: &Path) -> Result<()> {
    match models {
        Models::Characters => versus_worker::run(&Characters(Normalizer::default()), pages)?,
        Models::Shipped => {
            let cleaner = Cleaner::default();
            versus_worker::run(&Dehusk(|_: &Record| &cleaner), pages)?;
        }
        Models::CrossValidated => {
            // The others leave quotes as they are, and segments are compared letter by letter.
            let folds = Folds::read(Quotes::Keep)?;
            versus_worker::run(&Dehusk(|record: &Record| folds.cleaner(record)), pages)?;
        }
    }
    Ok(())
}

/// Holds what chooses the cleaner of a record.
struct Dehusk<F>(F);

impl<'c, F: Fn(&Record) -> &'c Cleaner> Extractor for Dehusk<F> {
    type Input = Record;
    /// All that the command makes of a document; the article as it is written to standard output comes last.
    type Output = (Outcome, Trace, Vec<u8>);

    fn prepare(&self, page: Page) -> Record {
        let hints = Hints { url: page.url, charset: page.charset, media: Some(Media::Html), ..Hints::default() };
        Record { id: page.id, bytes: page.html.into_bytes(), hints, ..Record::default() }
    }

    fn extract(&self, record: &Record) -> Result<Self::Output, String> {
        let (outcome, trace) = (self.0)(record).clean(record);
        let written = write(&record.id, &outcome, &trace).map_err(|error| error.to_string())?;
        match outcome {
            Outcome::Failed(error) => Err(error.to_string()),
            outcome => Ok((outcome, trace, written)),
        }
    }

    fn answer(&self, (outcome, ..): Self::Output) -> Answer {
        let given = gate::prediction("", outcome);
        Answer { text: given.text, title: given.title, author: given.author, date: given.date, error: None }
    }
}

/// The characters of a text, line by line, as `dehusk normalize` takes them.
struct Characters(Normalizer);

impl Extractor for Characters {
    type Input = String;
    type Output = Vec<u8>;

    fn prepare(&self, page: Page) -> String {
        page.html
    }

    fn extract(&self, text: &String) -> Result<Vec<u8>, String> {
        let mut out = Vec::with_capacity(text.len());
        let mut characters = dehusk::characters::Characters::new(&self.0, None);
        characters.stream(text.as_bytes(), encoding_rs::UTF_8, &mut out).map_err(|error| error.to_string())?;
        Ok(out)
    }

    fn answer(&self, text: Vec<u8>) -> Answer {
        Answer { text: String::from_utf8_lossy(&text).into_owned(), ..Answer::default() }
    }
}

/// The article below its header, as the command writes it to standard output.
fn write(id: &str, outcome: &Outcome, trace: &Trace) -> io::Result<Vec<u8>> {
    let forms = Forms::default();
    let written = forms.of(Cleaned { id, fields: &serde_json::Map::new(), outcome, trace });
    let mut stream = Stream::new(Vec::new(), What::articles(&forms), false);
    stream.write(&written)?;
    stream.finish()?;
    Ok(stream.into_inner())
}
