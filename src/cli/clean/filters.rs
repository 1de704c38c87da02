//! Flags that say which articles are wanted.

use clap::{Args, ValueEnum};

use super::languages::code;
use crate::filter::Wanted;

#[derive(Debug, Clone, Args)]
pub(super) struct Filters {
    /// Drop articles with fewer words.
    #[arg(long, value_name = "N", help_heading = "Filters")]
    min_words: Option<u64>,

    /// Drop articles that are not in this language.
    ///
    /// A code as the header has it, such as `en`; `eng` is the same. May be given several times, or several with commas.
    /// An article whose language is not known is dropped too.
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code, help_heading = "Filters")]
    language: Vec<String>,

    /// Drop articles whose `extraction_quality` is less, from 0 to 1. Articles without one stay.
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = "Filters")]
    min_quality: Option<f32>,

    /// Drop duplicates.
    ///
    /// `exact`: articles whose text was there before, letter by letter; the first one stays. It takes some 50 bytes of
    /// memory for each article. `near`: also articles that are nearly the same, told by MinHash over their word 5-grams
    /// (14 buckets of 8 hashes, as for FineWeb) and verified; of each family the one with the best quality stays, else the
    /// longest. All articles wait on the disk, beside the output, until the last one is known.
    #[arg(long, value_name = "HOW", value_enum, help_heading = "Filters")]
    pub(super) dedup: Option<Dedup>,

    /// Take articles for near duplicates from this Jaccard similarity on, from 0 to 1. [default: 0.8]
    #[arg(long, value_name = "SHARE", value_parser = similarity, requires = "dedup", help_heading = "Filters")]
    pub(super) dedup_threshold: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Dedup {
    /// The same text, letter by letter.
    Exact,
    /// Nearly the same text.
    Near,
}

impl Filters {
    pub(super) fn wanted(&self) -> Wanted {
        let Filters { min_words, language, min_quality, .. } = self;
        let mut languages = language.clone();
        // Norwegian is told as one of its two written forms.
        if languages.iter().any(|language| language == "no") {
            languages.extend(["nb".to_owned(), "nn".to_owned()]);
        }
        Wanted { min_words: *min_words, languages, min_quality: *min_quality }
    }
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "a number from 0 to 1 is needed, such as 0.8".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("it goes from 0 to 1".into()) }
}

fn similarity(text: &str) -> Result<f64, String> {
    share(text).map(f64::from)
}
