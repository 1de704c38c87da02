//! The measures of the development data, ported from the data's own `eval/score.py` and equal to it.
//!
//! The script defines every measure; `cargo xtask gate --against-python` proves that both print the
//! same lines. Every score here is a few numbers, so that the pages themselves can be let go.

mod measures;
mod metadata;
mod words;

pub use measures::{PageScore, Pages, ResidueScore, Residues, SegmentScore, Segments, TypeRow};
pub use metadata::FieldTally;

use serde::{Deserialize, Deserializer, Serialize};

/// What the cleaner made of one document, as score.py reads it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Prediction {
    /// The document's name in the data.
    pub id: String,
    /// The article's text.
    pub text: String,
    /// Its title, empty where unknown.
    pub title: String,
    /// Its authors, joined by commas, empty where unknown.
    pub author: String,
    /// Its date of publication, empty where unknown.
    pub date: String,
}

/// What one document should become. Fields that a data set does not have are empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Truth {
    /// The document's name in the data.
    pub id: String,
    /// Article, documentation, service, ...
    pub page_type: String,
    /// The whole reference text.
    pub main_content: String,
    /// Snippets that must appear.
    pub with: Vec<String>,
    /// Snippets that must not.
    pub without: Vec<String>,
    /// The reference title.
    pub title: String,
    /// The reference author. A list counts as its names.
    #[serde(deserialize_with = "one_or_many")]
    pub author: String,
    /// The reference date.
    #[serde(alias = "publish_date")]
    pub date: String,
    /// The address, where it is known.
    pub url: Option<String>,
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Author {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Author::deserialize(deserializer)? {
        Author::One(name) => name,
        Author::Many(names) => names.join(", "),
    })
}
