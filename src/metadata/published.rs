//! When a page was published and changed: which of its dates is believed.

use super::page::{Head, Page};
use super::survey::{Make, Noted, Place};
use super::{address, date, line};

/// Meta tags for the date of publication, the most trusted first.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "date_published", "pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created",
    "citation_publication_date", "citation_date", "citation_online_date", "date", "article_date_original",
    "originalpublicationdate", "cxenseparse:recs:publishtime", "article.published", "datecreated", "ms.date",
];

/// Meta tags for the date of the last change.
#[rustfmt::skip]
const MODIFIED: &[&str] = &[
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified",
    "dcterms.modified", "dc.date.modified", "lastmod", "updated",
];

impl Page<'_> {
    /// The day of publication: what is stated, unless the page shows an earlier one.
    pub(super) fn date(&self, head: Head, language: Option<&str>) -> Option<String> {
        let parse = |text: &str| date::parse(text, language);
        let linked = self.linked.published.as_deref().filter(|_| self.linked.is_article).and_then(parse);
        let stated = linked.or_else(|| PUBLISHED.iter().filter_map(|name| self.survey.meta(&[name])).find_map(parse));
        let stated = stated.or_else(|| self.named_published(language));
        let stated = stated.or_else(|| date::of_path(&address::path(self.url.as_deref()?)?));
        let shown = self.shown_date(head, language);
        match (stated, shown) {
            // What shows an earlier day was published on it; the other is when the system stored it.
            (Some(stated), Some(shown)) if shown[..10] < stated[..10] => Some(shown),
            (Some(stated), _) => Some(stated),
            (None, shown) => shown.or_else(|| self.hidden_date(head, language)),
        }
    }

    /// Meta tags whose name says that the date of publication is in them: `w-published-date`, `published`.
    fn named_published(&self, language: Option<&str>) -> Option<String> {
        let says = |name: &str| name.contains("publi") && !name.contains("publisher") && !name.contains("modif");
        let named = self.survey.metas.iter().filter(|(name, _)| says(name));
        named
            .filter_map(|(_, values)| values.first())
            .filter(|value| value.len() <= 64)
            .find_map(|value| date::parse(value, language))
    }

    /// The date that the page shows with its heading.
    fn shown_date(&self, head: Head, language: Option<&str>) -> Option<String> {
        let near = |noted: &&Noted| head.holds(noted);
        for make in [Make::Marked, Make::Time, Make::Class] {
            let mut here = self.survey.published.iter().filter(|noted| noted.make == make).filter(near);
            if let Some(date) = here.find_map(|noted| date::parse(&noted.text, language)) {
                return Some(date);
            }
        }
        let mut lines = self.survey.lines.iter().filter(near).filter_map(|noted| line::row(&noted.text, language));
        lines.find_map(|fields| fields.into_iter().find(|field| field.name == "date").map(|field| field.value))
    }

    /// A date that nobody shows: of the page's node in JSON-LD, of a post's markup, of a program's data.
    fn hidden_date(&self, head: Head, language: Option<&str>) -> Option<String> {
        let parse = |text: &str| date::parse(text, language);
        let page = self.linked.page_published.as_deref().filter(|_| self.is_article()).and_then(parse);
        let marked = || {
            let mut marked =
                self.survey.published.iter().filter(|noted| noted.make <= Make::Time && head.is_own_or_post(noted));
            marked.find_map(|noted| parse(&noted.text))
        };
        let embedded = || {
            let first = self.survey.embedded.first()?;
            let is_sole = self.survey.embedded.iter().all(|other| other == first);
            (is_sole || self.is_article()).then(|| parse(first)).flatten()
        };
        page.or_else(marked).or_else(embedded)
    }

    /// The day of the last change.
    pub(super) fn modified(&self, language: Option<&str>) -> Option<String> {
        let marked =
            self.survey.modified.iter().filter(|noted| noted.place == Place::Main).map(|noted| noted.text.as_str());
        let stated = [self.linked.modified.as_deref(), self.survey.meta(MODIFIED)].into_iter().flatten();
        stated.chain(marked.take(1)).find_map(|text| date::parse(text, language))
    }
}
