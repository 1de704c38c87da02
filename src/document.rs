//! What goes in and what comes out: [`Record`], [`Article`], [`Outcome`].
//!
//! Nothing here knows how a document is read, judged or written.

mod fixes;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use fixes::{Fix, Fixes};

use crate::error::{Error, ErrorKind};
use crate::verdict::{Category, Reason};

/// One raw document: its bytes and what the outside knows of it.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Names the document in every report; unique within a run. For a file, its path as it was found.
    pub id: String,
    /// The document as it was read, in whatever charset.
    pub bytes: Vec<u8>,
    /// What the source knows besides the bytes.
    pub hints: Hints,
    /// Fields of the source that are handed through to the output as they are: columns of a table, fields of a JSON
    /// line. Cleaning does not look at them.
    pub carried: Map<String, Value>,
}

/// What the source of a record knows besides its bytes. Every field may be absent.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// Where the page was fetched from.
    pub url: Option<String>,
    /// Charset label from the transport (HTTP `Content-Type`); outranks what the document declares.
    pub charset: Option<String>,
    /// Text or HTML, where the source or the user said so; otherwise it is told by the content.
    pub media: Option<Media>,
    /// The document's file name, a weak hint at what it holds.
    pub file_name: Option<String>,
    /// ISO 8601 date from the transport or the source's own field.
    pub date: Option<String>,
    /// Places of the document that the source could not read, with U+FFFD in them now.
    pub replaced: usize,
    /// Whether the source has only a part of the document: it was cut short or damaged on its way.
    pub truncated: bool,
}

/// The two shapes a document comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// Plain text: scraped, extracted, or typed.
    Text,
    /// A web page.
    Html,
}

/// What became of a record.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// There is an article.
    Kept(Box<Article>),
    /// Nothing of the document is article.
    Dropped(Reason),
    /// The document could not be read; or it was not, as it is larger than the limit, which counts as dropped
    /// ([`Outcome::is_dropped`]).
    Failed(Error),
}

impl Outcome {
    /// Whether the document is dropped, for ledgers, batches and bindings: nothing of it is article, or it is larger
    /// than [`crate::limits::Limits::bytes`]. A limit is the user's wish, and no failure.
    pub fn is_dropped(&self) -> bool {
        match self {
            Outcome::Kept(_) => false,
            Outcome::Dropped(_) => true,
            Outcome::Failed(error) => error.kind() == ErrorKind::TooLarge,
        }
    }
}

/// The line that stands between an article and the comments below it in what is written as text or Markdown.
/// What stands below such a line of a text that is read is comments: below the last one, unless our header counts the
/// words of the article and by them it is another, or a line of the article itself.
pub const COMMENTS_BELOW: &str = "--- comments ---";

/// How a column of a table says in its metadata, key and value, that its texts are JSON that dehusk wrote: read again,
/// they are what they were.
pub const JSON_COLUMN: (&str, &str) = ("dehusk", "json");

/// What becomes of readers' comments below an article. Posts of a forum are no such comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    /// They are removed.
    #[default]
    Drop,
    /// They are kept apart from the article, in [`Article::comments`].
    Keep,
    /// They are kept, and the article is not.
    Only,
}

/// What a text without markup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Told for each document by what is in it.
    #[default]
    Auto,
    /// An article that somebody already extracted: almost all of it stays.
    Extracted,
    /// All that a page shows: much of it goes.
    Page,
}

/// The cleaned document.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// The article: paragraphs separated by one blank line, no line end at the end.
    /// Plain or Markdown, as [`crate::cleaner::Settings::markup`] asks.
    /// Empty where only comments are asked for.
    pub text: String,
    /// The comments below it, written likewise, where they are asked for and there are any.
    pub comments: Option<String>,
    /// What is known about it.
    pub metadata: Metadata,
    /// How many spans were removed, by category.
    pub removed: BTreeMap<Category, u32>,
    /// What was repaired in the characters of the text, and of the comments where they are kept.
    pub fixes: Fixes,
    /// Limits that the document ran into; what lies beyond them was simplified, never lost. And whether only a part of
    /// it was there.
    pub degraded: Vec<Degradation>,
}

/// What changed how a document was read: a limit, or that a part is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Degradation {
    /// Elements nested deeper than [`crate::limits::Limits::depth`] were flattened; their text is kept.
    Depth,
    /// Attributes past [`crate::limits::Limits::attributes`] of a tag were ignored.
    Attributes,
    /// Elements past [`crate::limits::Limits::nodes`] were ignored; their text is kept.
    Nodes,
    /// Rounds of judging past [`crate::limits::Limits::rounds`] were not run.
    Rounds,
    /// The source had only a part of the document, see [`Hints::truncated`]; the article is of that part.
    Truncated,
}

/// What is known about a document. Empty where nothing is known; never guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The article's title, without the site's name.
    pub title: Option<String>,
    /// Names of the authors, in the order given.
    pub authors: Vec<String>,
    /// Date of publication, ISO 8601: `2025-02-06`, or with time and zone where the source has one.
    pub date: Option<String>,
    /// Date of the last change, ISO 8601.
    pub date_modified: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Host of `url`, without `www.`.
    pub hostname: Option<String>,
    /// Name of the site or publisher.
    pub sitename: Option<String>,
    /// The document's own summary.
    pub description: Option<String>,
    /// Sections the document was filed under.
    pub categories: Vec<String>,
    /// Keywords.
    pub tags: Vec<String>,
    /// ISO 639-1 code where there is one, else ISO 639-3.
    pub language: Option<String>,
    /// How sure `language` is, 0 to 1.
    pub language_score: Option<f32>,
    /// Expected F1 of the article's words, 0 to 1: how sure the judge of main content was, or, where the text
    /// stands only in the page's data, how good such text is as a rule. Texts without markup have one, too; `None` for
    /// those that were not judged, as they have fewer than 4 or more than 20,000 lines.
    pub extraction_quality: Option<f32>,
    /// Words of the article, or of the comments where only these are asked for: runs of letters and digits.
    pub words: Option<u64>,
    /// The document's own identifier.
    pub id: Option<String>,
    /// Where the document came from, where it says so.
    pub source: Option<String>,
    /// Licence, as named or linked.
    pub license: Option<String>,
    /// Everything else that was said about the document, by lower-case key.
    pub extra: BTreeMap<String, Value>,
}

impl Metadata {
    /// Takes from `other` what is not known here. What is known stays.
    pub fn fill_from(&mut self, other: Metadata) {
        fn option<T>(mine: &mut Option<T>, theirs: Option<T>) {
            if mine.is_none() {
                *mine = theirs;
            }
        }
        fn list(mine: &mut Vec<String>, theirs: Vec<String>) {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        option(&mut self.title, other.title);
        list(&mut self.authors, other.authors);
        option(&mut self.date, other.date);
        option(&mut self.date_modified, other.date_modified);
        option(&mut self.url, other.url);
        option(&mut self.hostname, other.hostname);
        option(&mut self.sitename, other.sitename);
        option(&mut self.description, other.description);
        list(&mut self.categories, other.categories);
        list(&mut self.tags, other.tags);
        if self.language.is_none() {
            self.language = other.language;
            self.language_score = other.language_score;
        }
        option(&mut self.extraction_quality, other.extraction_quality);
        option(&mut self.words, other.words);
        option(&mut self.id, other.id);
        option(&mut self.source, other.source);
        option(&mut self.license, other.license);
        for (key, value) in other.extra {
            self.extra.entry(key).or_insert(value);
        }
    }
}
