//! A page's metadata: which of its statements is believed for which field.

use super::survey::{Make, Noted, Place, Survey};
use super::{address, author, date, fields, json_ld, language, line, survey, title, wording};
use crate::document::Metadata;
use crate::metadata::json_ld::Linked;
use crate::parse::html::Dom;

/// Characters between the heading and a byline or a date that still belongs to it.
const HEAD: usize = 600;

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

struct Page<'p> {
    survey: &'p Survey,
    linked: &'p Linked,
    url: Option<String>,
}

impl Page<'_> {
    fn metadata(&self) -> Metadata {
        let hostname = self.url.as_deref().and_then(address::hostname);
        let sitename = self.sitename();
        let declared = self.language();
        let title = self.title(sitename.as_deref(), hostname.as_deref());
        let heading = self.heading(title.as_deref());
        Metadata {
            authors: self.authors(heading, sitename.as_deref()),
            date: self.date(heading, declared),
            date_modified: self.modified(declared),
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

    fn language(&self) -> Option<&str> {
        let metas =
            ["og:locale", "content-language", "dc.language", "dcterms.language", "language", "citation_language"];
        let declared = [self.survey.language.as_deref(), self.survey.meta(&metas), self.linked.language.as_deref()];
        declared.into_iter().flatten().find(|tag| language::code(tag).is_some())
    }

    fn is_article(&self) -> bool {
        self.linked.is_article
            || self.survey.meta(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
            || self.survey.meta(&["article:published_time", "citation_title", "parsely-pub-date"]).is_some()
    }

    fn title(&self, sitename: Option<&str>, hostname: Option<&str>) -> Option<String> {
        let own = self.survey.headings.iter().filter(|heading| heading.place == Place::Main);
        let mut headings: Vec<&str> = own.map(|heading| heading.text.as_str()).collect();
        if headings.is_empty() {
            headings = self.survey.headings.iter().map(|heading| heading.text.as_str()).collect();
        }
        headings.truncate(16);
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
            sitename,
            hostname,
            is_article: self.is_article(),
        });
        chosen.and_then(|title| wording::one_line(&title, wording::SHORT))
    }

    /// Where the heading stands that is the title, or the first heading.
    fn heading(&self, title: Option<&str>) -> Option<usize> {
        let title = title.map(wording::squash);
        let named = self.survey.headings.iter().find(|heading| Some(wording::squash(&heading.text)) == title);
        named.or_else(|| self.survey.headings.first()).map(|heading| heading.at)
    }

    fn authors(&self, heading: Option<usize>, sitename: Option<&str>) -> Vec<String> {
        let metas = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "citation_author",
            "byl",
            "og:article:author",
            "twitter:creator:name",
        ];
        let linked = tidy_names(&self.linked.authors);
        let meta = metas.iter().map(|name| tidy_names(self.survey.meta_all(&[name]))).find(|names| !names.is_empty());
        let _ = sitename;
        let candidates = [Some(linked), meta, self.byline(heading)];
        candidates.into_iter().flatten().find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// Names that the page shows with its heading.
    fn byline(&self, heading: Option<usize>) -> Option<Vec<String>> {
        let near = |noted: &&Noted| in_head(noted, heading);
        for make in [Make::Marked, Make::Class] {
            let here = self.survey.authors.iter().filter(|noted| noted.make == make).filter(near);
            for noted in here {
                let names = author::names(&noted.text);
                if !names.is_empty() {
                    return Some(names);
                }
            }
        }
        let lines = self.survey.lines.iter().filter(near);
        lines.filter_map(|noted| line::of_line(&noted.text, None)).find_map(|(_, found)| {
            let authors = found.into_iter().find(|field| field.name == "author")?;
            Some(author::split_written(&authors.value))
        })
    }

    fn date(&self, heading: Option<usize>, language: Option<&str>) -> Option<String> {
        let metas = [
            "article:published_time",
            "article:published",
            "og:published_time",
            "og:article:published_time",
            "datepublished",
            "date_published",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "parsely-pub-date",
            "sailthru.date",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "dc.date.created",
            "citation_publication_date",
            "citation_date",
            "citation_online_date",
            "date",
            "article_date_original",
            "originalpublicationdate",
            "cxenseparse:recs:publishtime",
            "dcsext.articlefirstpublished",
            "published-date",
            "article.published",
            "datecreated",
        ];
        let parse = |text: &str| date::parse(text, language);
        let linked = self.linked.published.as_deref().filter(|_| self.linked.is_article).and_then(parse);
        let meta = || metas.iter().filter_map(|name| self.survey.meta(&[name])).find_map(parse);
        let path = || date::of_path(&address::path(self.url.as_deref()?)?);
        linked.or_else(meta).or_else(path).or_else(|| self.shown_date(heading, language))
    }

    /// The date that the page shows with its heading.
    fn shown_date(&self, heading: Option<usize>, language: Option<&str>) -> Option<String> {
        let near = |noted: &&Noted| in_head(noted, heading);
        for make in [Make::Marked, Make::Time, Make::Class] {
            let here = self.survey.published.iter().filter(|noted| noted.make == make).filter(near);
            if let Some(date) = here.filter_map(|noted| date::parse(&noted.text, language)).next() {
                return Some(date);
            }
        }
        let lines = self.survey.lines.iter().filter(near);
        lines
            .filter_map(|noted| line::of_line(&noted.text, language))
            .find_map(|(_, found)| found.into_iter().find(|field| field.name == "date").map(|field| field.value))
    }

    fn modified(&self, language: Option<&str>) -> Option<String> {
        let metas = [
            "article:modified_time",
            "og:updated_time",
            "article:modified",
            "datemodified",
            "last-modified",
            "dcterms.modified",
            "dc.date.modified",
            "lastmod",
        ];
        let marked =
            self.survey.modified.iter().filter(|noted| noted.place == Place::Main).map(|noted| noted.text.as_str());
        let stated = [self.linked.modified.as_deref(), self.survey.meta(&metas)].into_iter().flatten();
        stated.chain(marked.take(1)).find_map(|text| date::parse(text, language))
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
        let trails = [&self.linked.trail, &self.survey.trail].into_iter().find(|trail| !trail.is_empty());
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
        let stated = self.survey.license.as_deref().or(self.linked.license.as_deref());
        let href = stated.or_else(|| self.survey.meta(&["dcterms.license", "dc.rights.license"]))?;
        address::absolute(href, self.url.as_deref())
    }
}

/// Whether it stands around the heading, and in the page's own part.
fn in_head(noted: &Noted, heading: Option<usize>) -> bool {
    let heading = heading.unwrap_or(0);
    noted.place == Place::Main && noted.at + HEAD / 2 >= heading && noted.at <= heading + HEAD
}

/// The names in statements that each hold a name or a whole byline.
fn tidy_names(statements: &[String]) -> Vec<String> {
    fields::each_once(statements.iter().flat_map(|statement| author::names(statement)))
}

fn short_list<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    fields::each_once(names.filter_map(|name| wording::one_line(name, 100)))
}

/// The first step of every breadcrumb trail.
fn is_home(name: &str) -> bool {
    ["home", "startseite", "start", "homepage", "accueil", "inicio", "início", "strona główna", "главная"]
        .contains(&name.trim().to_lowercase().as_str())
}
