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
    let survey = survey::of(dom);
    let address = canonical(&survey, url);
    let linked =
        json_ld::read(&survey.scripts, address.as_deref().or(url), survey.title.as_deref().unwrap_or_default());
    let page = Page { survey: &survey, linked: &linked, url: address };
    page.metadata()
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
        let title = self.title(sitename.as_deref(), hostname.as_deref());
        let head = self.head(title.as_deref(), sitename.as_deref());
        let date = self.date(head, declared);
        // What was changed before it was published is mistaken in one of the two.
        let changed = self.modified(declared);
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
        noted.place != Place::Aside || self.place == Place::Aside
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
mod tests {
    use super::*;
    use crate::parse::html::dom_of;

    fn read(html: &str) -> Metadata {
        of_page(&dom_of(html), Some("https://www.example.org/travel/tea"))
    }

    #[test]
    fn meta_tags() {
        let metadata = read(
            r#"<html lang="en-GB"><title>Tea at sea | Example</title>
            <link rel=canonical href="/travel/tea-at-sea"><link rel=license href="https://creativecommons.org/licenses/by/4.0/">
            <meta property="og:site_name" content="Example"><meta name=author content="Jane Doe">
            <meta property="article:published_time" content="2025-02-06T14:03:00+01:00">
            <meta property="article:modified_time" content="2025-02-07"><meta property="article:section" content="Travel">
            <meta property="article:tag" content="tea"><meta property="article:tag" content="sea">
            <meta name=description content="How tea &amp;amp; sea met."><h1>Tea at sea</h1><p>Text."#,
        );
        let expected = Metadata {
            title: Some("Tea at sea".into()),
            authors: vec!["Jane Doe".into()],
            date: Some("2025-02-06T14:03:00+01:00".into()),
            date_modified: Some("2025-02-07".into()),
            url: Some("https://www.example.org/travel/tea-at-sea".into()),
            hostname: Some("example.org".into()),
            sitename: Some("Example".into()),
            description: Some("How tea & sea met.".into()),
            categories: vec!["Travel".into()],
            tags: vec!["tea".into(), "sea".into()],
            language: Some("en".into()),
            license: Some("https://creativecommons.org/licenses/by/4.0/".into()),
            ..Metadata::default()
        };
        assert_eq!(metadata, expected);
    }

    #[test]
    fn what_stands_beside_a_trail_is_no_category() {
        let edit = "<li class=wy-breadcrumbs-aside><a href='https://example.org/edit/tea'>Edit on Example</a>";
        let trail = |steps: &str| {
            let page = format!("<ul class=wy-breadcrumbs><li><a href=/>Home</a>{steps}{edit}</ul><h1>Tea</h1>");
            read(&page).categories
        };
        assert_eq!(trail("<li><a href=/guide>Guide</a>"), ["Guide"]);
        assert!(trail("<li>Tea").is_empty());
    }

    #[test]
    fn the_first_step_of_a_trail_is_no_category() {
        let trail = |first: &str, href: &str| {
            let steps = "<a href=/en/guide>Guide</a> <a href=/en/guide/sea>Sea</a>";
            let trail = format!("<div class=breadcrumb><a href='{href}'>{first}</a> {steps}</div>");
            read(&format!("<html lang=en-GB>{trail}<h1>Tea</h1>")).categories
        };
        for first in
            ["Home", "الرئيسية", "Ana Sayfa", "TOP", "首页", "홈", "Domů", "Board index", "Strona główna forum"]
        {
            assert_eq!(trail(first, "/welcome"), ["Guide", "Sea"], "{first}");
        }
        for href in ["/en", "/en/", "https://www.example.org/en/", "/en/index.php", "./index.php"] {
            assert_eq!(trail("Tea Friends", href), ["Guide", "Sea"], "{href}");
        }
        for href in ["/travel", "/en/gui", "#"] {
            assert_eq!(trail("Travel", href), ["Travel", "Guide", "Sea"], "{href}");
        }
    }

    #[test]
    fn licences() {
        let by = "https://creativecommons.org/licenses/by/4.0/";
        for statement in [
            format!("<link rel=license href={by}>"),
            format!("<p>See <a rel=license href={by}>here</a>.</p>"),
            format!("<meta name=dcterms.rights content={by}>"),
            format!("<script type=application/ld+json>{{\"@type\":\"Article\",\"license\":\"{by}\"}}</script>"),
            format!("<footer>This work is licensed under a <a href={by}>CC BY 4.0</a> licence.</footer>"),
            format!("<p>Dieser Text steht unter der Lizenz <a href={by}>CC BY 4.0</a>.</p>"),
        ] {
            let page = format!("{statement}<h1>Tea</h1><p>Text.");
            assert_eq!(read(&page).license.as_deref(), Some(by), "{statement}");
        }
        for statement in [
            format!("<figcaption>Photo: Jane Doe, <a href={by}>CC BY 4.0</a></figcaption>"),
            "<meta name=dcterms.rights content='All rights reserved'>".to_owned(),
            "<p>We are licensed by the <a href=https://example.org/board>board</a>.</p>".to_owned(),
        ] {
            assert_eq!(read(&format!("{statement}<h1>Tea</h1><p>Text.")).license, None, "{statement}");
        }
    }

    #[test]
    fn a_byline_below_the_heading() {
        for byline in [
            "<p class=byline>By <a href=/jane>Jane Doe</a>, Staff Writer</p><time datetime=2025-02-06>yesterday</time>",
            "<p>By Jane Doe | Feb. 6, 2025</p>",
            "<div>Written by</div><div>Jane Doe</div><div>Published on February 6, 2025</div>",
            "<span><a href='/author/jane'>Jane Doe</a></span><div class=post-date>6 February 2025</div>",
            "<div itemprop=author itemscope><b itemprop=name>Jane Doe</b></div><meta itemprop=datePublished content=2025-02-06>",
        ] {
            let metadata = read(&format!("<nav>Home</nav><h1>Tea at sea</h1>{byline}<p>The tea was cold.</p>"));
            assert_eq!(metadata.authors, ["Jane Doe"], "{byline}");
            assert_eq!(metadata.date.as_deref(), Some("2025-02-06"), "{byline}");
        }
    }

    #[test]
    fn what_is_said_elsewhere_is_not_the_pages() {
        let metadata = read(
            "<h1>Tea at sea</h1><p>The tea was cold.</p>
            <section class=comments><span class=author>John Roe</span><span class=date>March 3, 2025</span></section>
            <div class=related><time datetime=2024-01-01>Old</time><span class=byline>By Ann Poe</span></div>
            <footer>© 2025 Example, March 4, 2025</footer>",
        );
        assert_eq!((metadata.authors, metadata.date), (Vec::new(), None));
    }

    #[test]
    fn a_site_as_author_gives_way_to_a_person() {
        let script = r#"<script type="application/ld+json">{"@type":"Article","author":{"name":"Example"},"publisher":{"name":"Example"}}</script>"#;
        assert_eq!(read(&format!("{script}<h1>Tea</h1><p class=byline>By Jane Doe</p>")).authors, ["Jane Doe"]);
        assert_eq!(read(&format!("{script}<h1>Tea</h1>")).authors, ["Example"]);
    }

    #[test]
    fn the_first_page_of_a_site_is_by_nobody_and_of_no_day() {
        let html = "<h1>Tea Times</h1><p class=byline>By Jane Doe</p><time datetime=2025-02-06>6 Feb</time><p>Text.";
        let front = of_page(&dom_of(html), Some("https://example.org/"));
        assert_eq!((front.authors, front.date), (Vec::new(), None));
        let post = of_page(&dom_of(html), Some("https://example.org/?p=17"));
        assert_eq!((post.authors.len(), post.date.as_deref()), (1, Some("2025-02-06")));
    }

    #[test]
    fn an_earlier_day_that_is_shown_wins() {
        let meta = "<meta property='article:published_time' content='2025-02-06'>";
        let shown = |day: &str| read(&format!("{meta}<h1>Tea</h1><time datetime={day}>{day}</time>")).date;
        assert_eq!(shown("2024-03-01").as_deref(), Some("2024-03-01"));
        assert_eq!(shown("2025-09-01").as_deref(), Some("2025-02-06"));
    }

    #[test]
    fn dates_of_addresses_and_programs() {
        let of_address = of_page(&dom_of("<h1>Tea</h1>"), Some("https://example.org/2025/02/06/tea"));
        assert_eq!(of_address.date.as_deref(), Some("2025-02-06"));
        let state = r#"<h1>Tea</h1><script>window.state = {"publishedAt":"2025-02-06T10:00:00Z"}</script>"#;
        assert_eq!(read(state).date.as_deref(), Some("2025-02-06"));
    }

    #[test]
    fn a_canonical_link_to_the_front_page_is_not_believed() {
        let metadata = read("<link rel=canonical href='https://www.example.org/'>");
        assert_eq!(metadata.url.as_deref(), Some("https://www.example.org/travel/tea"));
    }

    #[test]
    fn a_page_without_anything() {
        assert_eq!(of_page(&dom_of(""), None), Metadata::default());
        assert_eq!(of_page(&dom_of("<p>Text."), Some("not an address")), Metadata::default());
    }

    /// Deep and wide pages cost no more than their size, and no stack.
    #[test]
    fn hostile_pages() {
        for unit in [
            "<h1 class=author>a",
            "<div class='byline date'>a ",
            "<time>1 Jan",
            "<meta itemprop=author content=a>",
            "<a rel='author tag' href=/author/a>a",
        ] {
            let page = unit.repeat(20_000 / unit.len() * 4);
            read(&page);
        }
    }
}
