//! Who wrote a page: which of its names is believed.

use super::page::{HEAD, Head, Page};
use super::survey::{Make, Noted};
use super::wording::squash;
use super::{author, date, fields, keys, line};

/// Meta tags for authors, the most trusted first.
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "og:article:author",
    "article.author",
    "article_author",
];

impl Page<'_> {
    /// The first source that names anybody. A page that gives its site or an organisation as the author is asked
    /// further, since it often names a person; and where it gives the name of an account, its byline is.
    pub(super) fn authors(&self, head: Head, sitename: Option<&str>, hostname: Option<&str>) -> Vec<String> {
        let sources: [&dyn Fn() -> Vec<String>; 5] = [
            &|| tidy_names(&self.linked.authors),
            &|| self.meta_authors(),
            &|| self.labelled_author(),
            &|| self.byline(head),
            &|| self.marked_author(head),
        ];
        let mut fallback = Vec::new();
        for names in sources.iter().map(|source| source()).filter(|names| !names.is_empty()) {
            if names.iter().all(|name| is_company(name)) {
                continue;
            }
            if names.iter().all(|name| is_site(name, sitename, hostname)) {
                let is_named = sitename.is_some_and(|site| names.iter().any(|name| squash(name) == squash(site)));
                if fallback.is_empty() && (self.is_article() || !is_named) {
                    fallback = names;
                }
                continue;
            }
            if names.iter().all(|name| is_account(name)) {
                let shown = self.byline(head);
                let is_person = !shown.is_empty() && shown.iter().all(|name| author::is_full_name(name));
                return if is_person { shown } else { names };
            }
            return names;
        }
        fallback
    }

    /// The first kind of meta tag that holds names.
    fn meta_authors(&self) -> Vec<String> {
        let stated = AUTHORS.iter().map(|name| tidy_names(self.survey.meta_all(&[name])));
        stated.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// `twitter:label1` "Written by" with `twitter:data1`.
    fn labelled_author(&self) -> Vec<String> {
        let label = self.survey.meta(&["twitter:label1"]).unwrap_or_default();
        let says_author = author::strip_lead(&format!("{label}:")).0.is_empty();
        let name = self.survey.meta(&["twitter:data1"]).filter(|_| says_author);
        name.map(author::names).unwrap_or_default()
    }

    /// Names that the page shows with its heading.
    fn byline(&self, head: Head) -> Vec<String> {
        let near = |noted: &&Noted| head.holds(noted);
        for make in [Make::Marked, Make::Class, Make::Link] {
            let here = self.survey.authors.iter().filter(|noted| noted.make == make).filter(near);
            if let Some(names) = here.map(|noted| author::names(&noted.text)).find(|names| !names.is_empty()) {
                return names;
            }
        }
        let lines: Vec<&Noted> = self.survey.lines.iter().filter(near).collect();
        let told = lines.iter().filter_map(|noted| line::row(&noted.text, None)).find_map(|fields| {
            let authors = fields.into_iter().find(|field| field.name == "author")?;
            Some(author::split_written(&authors.value))
        });
        let below =
            || lines.windows(2).find(|pair| author::is_lead(&pair[0].text)).map(|pair| author::names(&pair[1].text));
        let beside = || lines.iter().find_map(|noted| beside_date(&noted.text)).map(|name| vec![name]);
        let posted = || lines.iter().find_map(|noted| posted_by(&noted.text)).map(|name| vec![name]);
        told.or_else(below).or_else(beside).or_else(posted).unwrap_or_default()
    }

    /// The first name that markup calls the author, behind the heading: of a forum's first post, of a box below.
    /// Else the first post's byline with its date.
    fn marked_author(&self, head: Head) -> Vec<String> {
        let behind = |noted: &&Noted| head.is_own_or_post(noted) && noted.at + HEAD >= head.at();
        let mut marked = self.survey.authors.iter().filter(|noted| noted.make != Make::Class).filter(behind);
        let marked = marked.find_map(|noted| Some(author::names(&noted.text)).filter(|names| !names.is_empty()));
        let told = || {
            let mut rows = self.dated_rows(head, None);
            rows.find_map(|fields| fields.into_iter().find(|field| field.name == "author"))
                .map(|field| author::split_written(&field.value))
        };
        let keyed = || {
            let lines = self.survey.lines.iter().filter(behind).filter(|noted| keys::announces_author(&noted.text));
            let mut rows = lines.filter_map(|noted| line::row(&noted.text, None)).flatten();
            rows.find(|field| field.name == "author").map(|field| author::split_written(&field.value))
        };
        marked.or_else(told).or_else(keyed).unwrap_or_default()
    }
}

/// The names in statements that each hold a name or a whole byline.
fn tidy_names(statements: &[String]) -> Vec<String> {
    fields::each_once(statements.iter().flat_map(|statement| author::names(statement)))
}

/// The name in `Posted by Jane at 10:32`: one word, since nothing else tells it from a sentence.
fn posted_by(text: &str) -> Option<String> {
    let leads = ["posted by ", "written by ", "geschrieben von ", "verfasst von ", "publié par ", "publicado por "];
    let end = leads.iter().find_map(|lead| author::lowercase_prefix(text, lead))?;
    let mut words = text[end..].split_whitespace();
    let name = words.next()?;
    let ends = words.next().is_none_or(|next| ["at", "@", "on", "um", "am", "|", "·", "│", "in"].contains(&next));
    if ends { author::name(name) } else { None }
}

/// A full name before or behind a date, on a line that holds nothing else: `11.12.2019 - Jane Doe`.
fn beside_date(text: &str) -> Option<String> {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '|' | '·' | '•' | '⋅' | '/');
    let name = match date::at_start(text, None) {
        Some((end, _)) => text[end..].trim_matches(is_sign),
        None => {
            let digit = text.find(|c: char| c.is_ascii_digit())?;
            let (end, _) = date::at_start(&text[digit..], None)?;
            text[digit + end..].trim_matches(is_sign).is_empty().then(|| text[..digit].trim_matches(is_sign))?
        }
    };
    author::is_full_name(name).then(|| name.to_owned())
}

/// Whether a name has the legal form of an association or a company.
fn is_company(name: &str) -> bool {
    let forms = ["e.V", "e. V", "GmbH", "AG", "AB", "SE", "Inc", "Ltd", "LLC", "plc", "Corp"];
    let bare = name.trim_end_matches('.');
    forms.iter().any(|form| bare.strip_suffix(form).is_some_and(|rest| rest.ends_with(' ')))
}

/// Whether a name is the site's or its host's.
fn is_site(name: &str, sitename: Option<&str>, hostname: Option<&str>) -> bool {
    let squashed = squash(name);
    let host = hostname.map(squash);
    let stem = hostname.and_then(|host| host.rsplit('.').nth(1)).map(squash);
    let is_host = host.is_some_and(|host| squashed == host || squashed.len() >= 4 && host.ends_with(&squashed))
        || stem.is_some_and(|stem| squashed == stem);
    is_host || sitename.map(squash) == Some(squashed)
}

/// Whether a name is that of an account: one word in small letters.
fn is_account(name: &str) -> bool {
    !name.contains(char::is_whitespace) && !name.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::of_page;
    use crate::parse::html::dom_of;

    fn authors(html: &str) -> Vec<String> {
        of_page(&dom_of(html), Some("https://www.example.org/travel/tea")).authors
    }

    #[test]
    fn a_person_is_believed_before_the_site() {
        let head = "<meta property=og:type content=article><title>Tea</title><h1>Tea</h1>";
        for (stated, byline, expected) in [
            ("example.org", "By Jane Doe", "Jane Doe"),
            ("Tea Friends e.V.", "By Jane Doe", "Jane Doe"),
            ("jane.doe", "By Jane Doe", "Jane Doe"),
            ("jane.doe", "Tea is old.", "jane.doe"),
            ("Ann Poe", "By Jane Doe", "Ann Poe"),
        ] {
            let page = format!("<meta name=author content='{stated}'>{head}<p>{byline}<p>Text.");
            assert_eq!(authors(&page), [expected], "{stated}, {byline}");
        }
    }

    #[test]
    fn one_word_after_posted_by() {
        for (line, expected) in [
            ("Posted by はるか at 10:32 │ Comments(2)", Some("はるか")),
            ("Posted by Konstantin", Some("Konstantin")),
            ("Posted by readers of this page", None),
            ("The letter was posted by Jane", None),
        ] {
            assert_eq!(posted_by(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_name_beside_a_date() {
        for (line, expected) in [
            ("11.12.2019 - Jane Doe", Some("Jane Doe")),
            ("Dec 17, 2025Jane Doe", Some("Jane Doe")),
            ("Jane Doe, 21. Jan. 2015", Some("Jane Doe")),
            ("11.12.2019 - Jane Doe wrote this", None),
            ("Jane Doe, 21. Jan. 2015, a memory", None),
            ("Jane Doe", None),
        ] {
            assert_eq!(beside_date(line).as_deref(), expected, "{line}");
        }
    }
}
