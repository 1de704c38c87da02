//! A page's metadata: which of its statements is believed for which field.

use super::survey::{Make, Noted, Place, Survey};
use super::words::Words;
use super::{address, fields, json_ld, language, survey, title, wording};
use crate::block::is_unspaced;
use crate::document::Metadata;
use crate::metadata::json_ld::Linked;
use crate::parse::html::Dom;

/// Characters between the heading and a byline or a date that still belongs to it.
pub(super) const HEAD: usize = 1_000;

/// Characters of a section or another label in a script without spaces, at the most.
const SHORTEST: usize = 5;

/// Bytes of a line of the text itself.
const TEXT: usize = 80;

/// Characters between the heading and a date beside it, in a column of its own: a name, no more.
const BESIDE: usize = 30;

/// What the front page is called.
static HOMES: Words = Words::of("page", "homes");

/// Reads a page's metadata: JSON-LD, Open Graph and other meta tags, `<title>`, h1, `<time>`, byline, the URL.
///
/// `url` is where the page was fetched from, where that is known.
pub fn of_page(dom: &Dom, url: Option<&str>) -> Metadata {
    of_page_or_listing(dom, url).0
}

/// As [`of_page`], and whether the page is a listing, whose lines tell of what others wrote.
pub fn of_page_or_listing(dom: &Dom, url: Option<&str>) -> (Metadata, bool) {
    let survey = survey::of(dom);
    let address = canonical(&survey, url);
    let linked =
        json_ld::read(&survey.scripts, address.as_deref().or(url), survey.title.as_deref().unwrap_or_default());
    let page = Page { survey: &survey, linked: &linked, url: address };
    // Many a site of one page is its own first.
    let lists = !page.is_front() && (page.is_listing() || survey.has_cards);
    (page.metadata(), lists)
}

/// The page's own address: the canonical link, the social one, or where it was fetched from.
fn canonical(survey: &Survey, url: Option<&str>) -> Option<String> {
    let base = survey.base.as_deref().and_then(|base| address::absolute(base, url)).or_else(|| url.map(str::to_owned));
    let declared = survey.canonical.as_deref().or_else(|| survey.meta(&["og:url", "twitter:url"]));
    let declared = declared.and_then(|href| address::absolute(href, base.as_deref()));
    // A canonical link to the front page is a mistake of the template.
    let is_front = |address: &str| address::path(address).is_none_or(|path| path == "/");
    let fetched = url.and_then(|url| address::absolute(url, None));
    match (declared, fetched) {
        (Some(declared), Some(fetched)) if is_front(&declared) && !is_front(&fetched) => Some(fetched),
        (declared, fetched) => declared.or(fetched),
    }
}

pub(super) struct Page<'p> {
    pub survey: &'p Survey,
    pub linked: &'p Linked,
    pub url: Option<String>,
}

impl Page<'_> {
    /// What was noted of the page, as one clean line.
    pub(super) fn text(&self, noted: &Noted) -> &str {
        self.survey.text(noted)
    }

    fn metadata(&self) -> Metadata {
        let hostname = self.url.as_deref().and_then(address::hostname);
        let sitename = self.sitename();
        let declared = self.language();
        let title = self.on_site(sitename.as_deref()).or_else(|| self.title(sitename.as_deref(), hostname.as_deref()));
        let head = self.head(title.as_deref(), sitename.as_deref());
        let ordered = self.with_order(declared);
        let date = self.date(head, ordered);
        // What was changed before it was published is mistaken in one of the two.
        let changed = self.changed(ordered);
        let date_modified = changed.filter(|changed| date.as_ref().is_none_or(|date| changed[..10] >= date[..10]));
        Metadata {
            authors: self.authors(head, sitename.as_deref(), hostname.as_deref()),
            date,
            date_modified,
            description: self.description(),
            categories: self.categories(title.as_deref()),
            tags: self.tags(),
            language: declared.and_then(language::code),
            license: self.license(),
            url: self.url.clone(),
            title,
            hostname,
            sitename,
            ..Metadata::default()
        }
    }

    fn sitename(&self) -> Option<String> {
        let named = self.survey.meta(&[
            "og:site_name",
            "application-name",
            "dc.publisher",
            "citation_journal_title",
            "al:ios:app_name",
        ]);
        let named = named.or(self.linked.sitename.as_deref());
        wording::one_line(named?.trim_start_matches('@'), wording::SHORT)
    }

    pub(super) fn language(&self) -> Option<&str> {
        let metas =
            ["og:locale", "content-language", "dc.language", "dcterms.language", "language", "citation_language"];
        let declared = [self.survey.language.as_deref(), self.survey.meta(&metas), self.linked.language.as_deref()];
        declared.into_iter().flatten().find(|tag| language::code(tag).is_some())
    }

    pub(super) fn is_article(&self) -> bool {
        self.linked.is_article
            || self.survey.meta(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
            || self.survey.meta(&["article:published_time", "citation_title", "parsely-pub-date"]).is_some()
    }

    /// The page is the first of its site, which presents what others wrote.
    pub(super) fn is_front(&self) -> bool {
        self.url.as_deref().is_some_and(address::is_front)
    }

    /// The page presents what others wrote: the first of its site, or a listing that its body or its JSON-LD calls one.
    pub(super) fn is_listing(&self) -> bool {
        self.is_front() || !self.linked.is_article && (self.survey.is_listing || self.linked.is_listing)
    }

    /// The page offers a product or announces an event.
    pub(super) fn is_offer(&self) -> bool {
        self.linked.is_offer || self.survey.meta(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("product"))
    }

    fn title(&self, sitename: Option<&str>, hostname: Option<&str>) -> Option<String> {
        let own = self.survey.headings.iter().filter(|heading| heading.place == Place::Main);
        let mut headings: Vec<&str> = own.map(|heading| self.text(heading)).collect();
        if headings.is_empty() {
            headings = self.survey.headings.iter().map(|heading| self.text(heading)).collect();
        }
        headings.truncate(16);
        let home = self.survey.headings.iter().filter(|heading| heading.make == Make::Link);
        let path = self.url.as_deref().and_then(address::path);
        let slug = path.as_deref().and_then(|path| path.trim_end_matches('/').rsplit('/').next());
        let slug = slug.map(str::to_owned);
        let chosen = title::choose(&title::Sources {
            document: self.survey.title.as_deref(),
            social: self.survey.meta(&[
                "og:title",
                "twitter:title",
                "parsely-title",
                "sailthru.title",
                "dc.title",
                "citation_title",
            ]),
            headline: self.linked.headline.as_deref(),
            headings,
            home: home.map(|heading| self.text(heading)).collect(),
            subheadings: self.survey.subheadings.iter().map(String::as_str).collect(),
            shown: self.shown_in_line(),
            slug: slug.as_deref(),
            sitename,
            hostname,
            is_article: self.is_article(),
            is_front: self.is_front(),
        });
        chosen.and_then(|title| wording::one_line(&title, wording::SHORT))
    }

    /// The longest part of `<title>` before a sign without spaces that is a line of the page: `海上的茶_财经_某某网`.
    fn shown_in_line(&self) -> Option<&str> {
        let title = self.survey.title.as_deref()?;
        let ends = title.char_indices().rev().filter(|(_, c)| matches!(c, '_' | '-' | '：'));
        let parts = ends.map(|(at, _)| title[..at].trim_end_matches('_'));
        let mut parts = parts.filter(|part| part.ends_with(is_unspaced) && wording::is_longer(part, SHORTEST)).take(4);
        parts.find(|part| {
            let squashed = wording::squash(part);
            let first = part.chars().next();
            let like = self.survey.lines.iter().map(|line| self.text(line)).filter(|line| line.chars().next() == first);
            like.take(64).any(|line| wording::squash(line) == squashed)
        })
    }

    /// Where the heading stands that is the title; else the first that is not the site's name, or the line that
    /// is the title.
    fn head(&self, title: Option<&str>, sitename: Option<&str>) -> Head {
        let (title, sitename) = (title.map(wording::squash), sitename.map(wording::squash));
        let is = |noted: &Noted, name: &Option<String>| Some(wording::squash(self.text(noted))) == *name;
        let headings = &self.survey.headings;
        let named = headings.iter().find(|heading| is(heading, &title));
        // A kicker or a date may stand in the heading with it.
        let holds = |heading: &&Noted| {
            title
                .as_ref()
                .is_some_and(|title| title.len() >= 16 && wording::squash(self.text(heading)).contains(title.as_str()))
        };
        let named = named.or_else(|| headings.iter().find(holds));
        let named = named.or_else(|| headings.iter().find(|heading| !is(heading, &sitename)));
        let named = named.or_else(|| self.survey.lines.iter().find(|line| is(line, &title)));
        named.map_or(Head::default(), |noted| Head {
            at: noted.at,
            end: noted.at + self.text(noted).chars().count(),
            place: noted.place,
        })
    }

    fn description(&self) -> Option<String> {
        let metas = ["og:description", "description", "twitter:description", "dc.description", "dcterms.abstract"];
        wording::one_line(self.survey.meta(&metas).or(self.linked.description.as_deref())?, wording::LONG)
    }

    fn categories(&self, title: Option<&str>) -> Vec<String> {
        let stated = [
            self.survey.meta_all(&["article:section", "parsely-section", "og:article:section"]),
            &self.linked.sections,
        ];
        let stated = stated.into_iter().find(|list| !list.is_empty());
        let trails = [&self.survey.categories, &self.linked.trail, &self.survey.trail];
        let trails = trails.into_iter().find(|trail| !trail.is_empty());
        let title = title.map(wording::squash);
        let own = |name: &&String| Some(wording::squash(name)) != title && !is_home(name);
        let names = stated.into_iter().flatten().chain(trails.filter(|_| stated.is_none()).into_iter().flatten());
        short_list(names.filter(own))
    }

    fn tags(&self) -> Vec<String> {
        let tags = self.survey.meta_all(&[
            "article:tag",
            "parsely-tags",
            "sailthru.tags",
            "keywords",
            "news_keywords",
            "og:article:tag",
        ]);
        let split: Vec<String> = tags.iter().flat_map(|tags| fields::split_list(tags)).collect();
        let lists = [&split, &self.linked.keywords, &self.survey.tags];
        short_list(lists.into_iter().find(|list| !list.is_empty()).into_iter().flatten())
    }

    fn license(&self) -> Option<String> {
        let is_address = |rights: &&str| rights.starts_with("http://") || rights.starts_with("https://");
        let stated = self.survey.license.as_deref().or(self.linked.license.as_deref());
        let stated = stated.or_else(|| self.survey.meta(&["dcterms.license", "dc.rights.license"]));
        // Rights are mostly a sentence.
        let metas = ["dcterms.rights", "dc.rights"];
        let stated = stated.or_else(|| metas.iter().filter_map(|name| self.survey.meta(&[name])).find(is_address));
        let href = stated.or(self.survey.named_license.as_deref())?;
        address::absolute(href, self.url.as_deref())
    }
}

/// Where the page's title stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Head {
    at: usize,
    /// Characters of visible text before its end.
    end: usize,
    place: Place,
}

impl Head {
    /// Whether something stands around the title, and in the page's own part. What surrounds the title is the
    /// page's own, whatever it is called.
    pub(super) fn holds(self, noted: &Noted) -> bool {
        noted.place <= self.place && noted.at + HEAD / 2 >= self.at && noted.at <= self.at + HEAD
    }

    /// Whether something follows the title so closely that it belongs to it, whatever holds it.
    pub(super) fn follows(self, noted: &Noted) -> bool {
        noted.place == Place::Aside && noted.at >= self.at && noted.at <= self.end + BESIDE
    }

    /// Whether the title stands right above something that is in the page's own part or in the title's.
    pub(super) fn stands_above(self, noted: &Noted) -> bool {
        noted.place <= self.place && (self.end..=self.end + BESIDE).contains(&noted.at) && self.end > 0
    }

    pub(super) fn at(self) -> usize {
        self.at
    }

    pub(super) fn place(self) -> Place {
        self.place
    }

    /// Whether something is said by a reader below the text whose title this is: lines of it stand between the two.
    pub(super) fn is_remark(self, noted: &Noted, survey: &Survey) -> bool {
        let is_below = || self.text_above(noted, survey).next().is_some();
        noted.place == Place::Comments && self.place == Place::Main && is_below()
    }

    /// Whether more of the page's text than a standfirst stands between the title and something.
    pub(super) fn is_amid_text(self, noted: &Noted, survey: &Survey) -> bool {
        self.text_above(noted, survey).nth(1).is_some()
    }

    /// Lines of the page's text between the title and something.
    fn text_above<'s>(self, noted: &Noted, survey: &'s Survey) -> impl Iterator<Item = &'s Noted> {
        let until = noted.at;
        let lines = survey.lines.iter().filter(|line| survey.text(line).len() >= TEXT).chain(&survey.openings);
        lines.filter(move |line| line.place <= self.place && line.at > self.at && line.at < until)
    }

    /// Whether something belongs to the page or to a post on it, not to other pages.
    pub(super) fn is_own_or_post(self, noted: &Noted) -> bool {
        noted.place < Place::Aside || self.place >= noted.place
    }
}

fn short_list<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    fields::each_once(names.filter_map(|name| wording::one_line(name, 100)))
}

/// The first step of every breadcrumb trail.
fn is_home(name: &str) -> bool {
    HOMES.contains(&name.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests;
