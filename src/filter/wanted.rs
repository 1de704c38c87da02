//! Which articles are wanted at all.

use crate::document::Article;

/// What an article must be to be wanted. By default every article is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// Fewest words; a text whose words were not counted has none.
    pub min_words: Option<u64>,
    /// Codes of languages, as [`crate::Metadata::language`] has them. Empty: any.
    /// A text whose language is not known is refused unless this is empty.
    pub languages: Vec<String>,
    /// Lowest [`crate::Metadata::extraction_quality`], 0 to 1. A text without one is never refused by it.
    pub min_quality: Option<f32>,
}

/// Why an article is not wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `min-words`, `language` or `min-quality`.
    pub reason: &'static str,
    /// What was found, for people.
    pub detail: String,
}

impl Wanted {
    /// The first reason to refuse an article; `None` where it is wanted.
    pub fn refusal(&self, article: &Article) -> Option<Refusal> {
        let metadata = &article.metadata;
        let words = metadata.words.unwrap_or(0);
        if let Some(least) = self.min_words.filter(|&least| words < least) {
            return Some(Refusal { reason: "min-words", detail: format!("{words} words, fewer than {least}") });
        }
        let language = metadata.language.as_deref();
        if !self.languages.is_empty() && !self.languages.iter().any(|wanted| Some(wanted.as_str()) == language) {
            let detail = language.map_or_else(|| "language not known".to_owned(), |code| format!("language {code}"));
            return Some(Refusal { reason: "language", detail });
        }
        let (quality, least) = (metadata.extraction_quality?, self.min_quality?);
        (quality < least)
            .then(|| Refusal { reason: "min-quality", detail: format!("quality {quality:.2}, below {least:.2}") })
    }
}
