//! Who wrote a page: which of its names is believed.

use super::page::{HEAD, Head, Page};
use super::survey::{Make, Noted, Place};
use super::wording::{squash, words};
use super::words::Words;
use super::{author, byline, date, fields, keys, language, line};

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

/// What portals put behind the name of the publisher whose article they show.
static PORTALS: Words = Words::of("page", "portals");

/// Characters that stand between two names of one byline, spaces aside: a comma, an "and".
const JOINT: std::ops::RangeInclusive<usize> = 1..=4;

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
        // A listing shows the names of those whom it lists.
        let sources = if self.is_listing() { &sources[..3] } else { &sources[..] };
        for names in sources.iter().map(|source| source()).filter(|names| !names.is_empty()) {
            if names.iter().all(|name| is_company(name)) {
                continue;
            }
            if names.iter().all(|name| is_site(name, sitename, hostname) || self.is_outlet(name, sitename)) {
                let is_named = sitename.is_some_and(|site| names.iter().any(|name| squash(name) == squash(site)));
                if fallback.is_empty() && (self.is_article() || !is_named) {
                    fallback = names;
                }
                continue;
            }
            if names.iter().all(|name| is_account(name) || self.is_handle(name)) {
                let shown = self.byline(head);
                let is_person = !shown.is_empty() && shown.iter().all(|name| author::is_full_name(name));
                return if is_person { shown } else { names };
            }
            return without_site(names, sitename);
        }
        let closing = self.closing_byline().filter(|_| !fallback.is_empty());
        closing.map_or(fallback, |name| vec![name])
    }

    /// The person whom one line of the page's own names behind a "by", wherever it stands. Lines of other articles do
    /// so, too: only where the page calls its site the author, and they all name the same.
    fn closing_byline(&self) -> Option<String> {
        let own = self.seen_lines().filter(|noted| noted.place == Place::Main);
        let mut names = own.filter_map(|noted| byline::by_person(self.text(noted)));
        let first = names.next()?;
        names.all(|name| name == first).then(|| first.to_owned())
    }

    /// The lines in which an author may be told: hidden ones tell of nobody.
    fn seen_lines(&self) -> impl Iterator<Item = &Noted> {
        self.survey.lines.iter().filter(|noted| noted.make != Make::Hidden)
    }

    /// Whether a name that is no person's is that of the publisher, holds the site's and a word more (`Ediciones El Mar`),
    /// begins the last part of `<title>` in a script without capitals, or is shown by a portal as the publisher's
    /// (`부산시보 | 네이버`).
    fn is_outlet(&self, name: &str, sitename: Option<&str>) -> bool {
        let publisher = self.survey.meta(&["publisher"]).and_then(author::name);
        let ends = |title: &str| {
            title.rsplit_once(['_', '-', '|']).is_some_and(|(_, last)| last.trim_start().starts_with(name))
        };
        let account = || self.survey.meta(&["twitter:creator"]).is_some_and(|account| account.trim() == name);
        let is_shown = || {
            let mut stated = AUTHORS.iter().flat_map(|meta| self.survey.meta_all(&[meta]));
            let portal = |stated: &String| PORTALS.contains(&stated.strip_prefix(name).unwrap_or_default().trim());
            stated.any(portal)
        };
        publisher.as_deref() == Some(name)
            || author::is_caseless(name) && (account() || is_shown())
            || sitename.is_some_and(|site| holds_words(name, site))
            || author::is_caseless(name) && self.survey.title.as_deref().is_some_and(ends)
    }

    /// Whether a meta tag states the name as that of an account: `@example`.
    fn is_handle(&self, name: &str) -> bool {
        let mut stated = AUTHORS.iter().flat_map(|meta| self.survey.meta_all(&[meta]));
        stated.any(|stated| stated.trim().strip_prefix('@') == Some(name))
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
        // In the head of a tracker's page stands the owner of the project, too.
        if let Some(name) = self.seen_lines().filter(near).find_map(|noted| byline::opened(self.text(noted))) {
            return vec![name.to_owned()];
        }
        for make in [Make::Marked, Make::Class, Make::Link] {
            let here = self.survey.authors.iter().filter(|noted| noted.make == make).filter(near);
            let names = self.names_together(here);
            if !names.is_empty() {
                return names;
            }
        }
        let lines: Vec<&Noted> = self.seen_lines().filter(near).collect();
        let told = lines.iter().filter_map(|noted| line::row(self.text(noted), None)).find_map(|fields| {
            let authors = fields.into_iter().find(|field| field.name == "author")?;
            Some(author::split_written(&authors.value))
        });
        let below = || {
            let names = self.names_below(&lines).find(|names| !names.is_empty());
            names.filter(|names| names.iter().all(|name| author::is_likely(name)))
        };
        let beside = || lines.iter().find_map(|noted| byline::beside_date(self.text(noted))).map(|name| vec![name]);
        let posted = || lines.iter().find_map(|noted| byline::posted_by(self.text(noted))).map(|name| vec![name]);
        let alone = || {
            let mut places = (0..lines.len()).filter(|_| !self.is_offer());
            places.find_map(|at| {
                let name = byline::of_line(self.text(lines[at]))?;
                // In small letters it is an account's where a date stands beside it, else the rest of a sentence.
                let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| lines.get(at));
                let is_dated = || beside.clone().any(|noted| date::at_start(self.text(noted), None).is_some());
                (name.starts_with(|c: char| !c.is_lowercase()) || is_dated()).then(|| vec![name])
            })
        };
        let dated = || {
            let is_day = |text: &str| date::at_start(text, None).is_some_and(|(end, _)| text[end..].trim().is_empty());
            let mut places = (0..lines.len()).filter(|_| !self.is_offer());
            places.find_map(|at| {
                let text = self.text(lines[at]);
                let name = byline::sender(text).or_else(|| byline::led_beside_date(text));
                let name = name.or_else(|| byline::reporter_beside_date(text))?;
                let next = lines.get(at + 1).map(|next| self.text(next));
                let before = at.checked_sub(1).map(|before| self.text(lines[before]));
                let is_beside = next.is_some_and(|next| is_day(next) || line::row(next, None).is_some())
                    || before.is_some_and(is_day)
                    || date::parse(text, None).is_some();
                is_beside.then(|| vec![name])
            })
        };
        let boxed = || {
            let boxes = self.survey.authors.iter().filter(|noted| noted.make == Make::Box).filter(near);
            boxes.map(|noted| author::names(self.text(noted))).find(|names| author::is_persons(names))
        };
        let reporters = || {
            let openings = self.survey.openings.iter().filter(near);
            lines.iter().copied().chain(openings).find_map(|noted| byline::reporters(self.text(noted)))
        };
        told.or_else(below)
            .or_else(beside)
            .or_else(posted)
            .or_else(alone)
            .or_else(dated)
            .or_else(boxed)
            .or_else(reporters)
            .unwrap_or_default()
    }

    /// The names in lines that stand below one with nothing but a word for "by". A heading says so only of persons.
    fn names_below(&self, lines: &[&Noted]) -> impl Iterator<Item = Vec<String>> {
        lines.windows(2).filter(|pair| self.leads(pair[0])).map(|pair| {
            let names = byline::below_lead(self.text(pair[1]));
            let will_do = pair[0].make != Make::Heading || author::is_persons(&names);
            if will_do { names } else { Vec::new() }
        })
    }

    /// Whether a line is nothing but a word for "by", and in no other language than the page's.
    fn leads(&self, line: &Noted) -> bool {
        let text = self.text(line);
        let leads = if line.make == Make::Heading { author::heads_author(text) } else { author::announces(text) };
        leads && !self.is_foreign(text)
    }

    /// Whether a line is a word for "by" of another language than the page says that it is in: `Door`.
    fn is_foreign(&self, line: &str) -> bool {
        let word = line.trim_end_matches(':').to_lowercase();
        let is_word = |(_, words): &(_, &Vec<&str>)| words.contains(&word.as_str());
        let mut languages = keys::BY_IN.iter().filter(is_word).map(|(language, _)| *language).peekable();
        let own = self.own_language();
        languages.peek().is_some() && own.is_some_and(|own| languages.all(|language| language != own))
    }

    /// The names in the first of these elements that holds any, and in those that follow with nothing but a joint between:
    /// `By Jane Doe and John Roe`, each a link.
    fn names_together<'n>(&self, mut elements: impl Iterator<Item = &'n Noted>) -> Vec<String> {
        let end = |noted: &Noted| noted.at + self.text(noted).chars().count();
        let mut named = elements.by_ref().map(|noted| (noted, self.names_in(noted)));
        let Some((first, mut names)) = named.find(|(_, names)| !names.is_empty()) else { return Vec::new() };
        let mut last = end(first);
        for next in elements {
            if next.at > last + JOINT.end() {
                break;
            }
            let is_joined = next.at.checked_sub(last).is_some_and(|between| JOINT.contains(&between));
            let more = if is_joined { self.names_in(next) } else { Vec::new() };
            if author::is_persons(&more) {
                names.extend(more);
                last = end(next);
            }
        }
        fields::each_once(names)
    }

    /// The code of the language that the page says it is in.
    fn own_language(&self) -> Option<String> {
        self.language().and_then(language::code)
    }

    /// The names in an element that its markup calls the author's; where more than names stands in it, those in an
    /// element inside it.
    fn names_in(&self, noted: &Noted) -> Vec<String> {
        let text = author::without_by(self.text(noted), self.own_language().as_deref());
        let names = author::names(text);
        if noted.make != Make::Marked && !names.iter().all(|name| author::is_full_name(name)) {
            let end = noted.at + text.chars().count();
            let inside = |inner: &&Noted| {
                (noted.at..end).contains(&inner.at)
                    && self.text(inner).len() < text.len()
                    && text.contains(self.text(inner))
            };
            let mut inner = self.survey.authors.iter().filter(inside).map(|inner| author::names(self.text(inner)));
            if let Some(persons) = inner.find(|names| author::is_persons(names)) {
                return persons;
            }
        }
        if noted.make == Make::Marked || names.iter().all(|name| author::is_likely(name)) { names } else { Vec::new() }
    }

    /// The first name that markup calls the author, behind the heading: of a forum's first post, of a box below.
    /// Else the first post's byline with its date.
    fn marked_author(&self, head: Head) -> Vec<String> {
        let behind = |noted: &&Noted| head.is_own_or_post(noted) && noted.at + HEAD >= head.at();
        let mut marked = self.survey.authors.iter().filter(|noted| noted.make != Make::Class).filter(behind);
        let marked = marked.find_map(|noted| Some(author::names(self.text(noted))).filter(|names| !names.is_empty()));
        let told = || {
            let mut rows = self.dated_rows(head, None);
            rows.find_map(|fields| fields.into_iter().find(|field| field.name == "author"))
                .map(|field| author::split_written(&field.value))
        };
        let keyed = || {
            let lines = self.seen_lines().filter(behind).filter(|noted| keys::announces_author(self.text(noted)));
            let mut rows = lines.filter_map(|noted| line::row(self.text(noted), None)).flatten();
            rows.find(|field| field.name == "author").map(|field| author::split_written(&field.value))
        };
        marked.or_else(told).or_else(keyed).or_else(|| self.signature(head)).unwrap_or_default()
    }

    /// The name of the person whom the page calls its author anywhere, where it calls nobody else so.
    fn signature(&self, head: Head) -> Option<Vec<String>> {
        let own = |noted: &&Noted| noted.place <= head.place();
        let lines = || self.seen_lines().filter(own);
        let mut signed = lines().filter_map(|noted| byline::signed(self.text(noted)));
        if let Some(names) = signed.next() {
            return Some(names);
        }
        let lines: Vec<&Noted> = lines().collect();
        if let Some(names) = self.names_below(&lines).find(|names| author::is_persons(names)) {
            return Some(names);
        }
        let called =
            self.survey.authors.iter().filter(|noted| noted.make <= Make::Link && self.is_article()).filter(own);
        let mut called = called.map(|noted| self.names_in(noted)).filter(|names| author::is_persons(names));
        let first = called.next()?;
        called.all(|names| names == first).then_some(first)
    }
}

/// The names in statements that each hold a name or a whole byline.
fn tidy_names(statements: &[String]) -> Vec<String> {
    let names = |statement: &String| {
        let turned = author::split_written(statement).iter().map(|name| author::turned(name)).collect();
        let turned = Option::filter(turned, |names: &Vec<String>| !names.is_empty());
        turned.or_else(|| whole_name(statement).map(|name| vec![name])).unwrap_or_else(|| author::names(statement))
    };
    fields::each_once(statements.iter().flat_map(names))
}

/// The name that a statement is as it stands, though a byline would end within it, at a number, a place or a dash: what
/// is in front is no person's full name. `Diario 12`, `Verein - Gruppe Nord`, `Mühle in Beispielstadt`.
fn whole_name(statement: &str) -> Option<String> {
    let [cut] = author::names(statement).try_into().ok()?;
    let rest = statement.trim().strip_prefix(cut.as_str())?;
    let is_number = || rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) && date::parse(rest, None).is_none();
    let goes_on = rest.starts_with(" - ") || rest.starts_with(" – ") || rest.starts_with(" in ") || is_number();
    let is_address = rest.contains("www.") || rest.contains("://");
    if goes_on && !is_address && !author::is_full_name(&cut) { author::name(statement) } else { None }
}

/// The names without that of the site, where others are left: `Jane Doe, Example News`.
fn without_site(mut names: Vec<String>, sitename: Option<&str>) -> Vec<String> {
    let site = sitename.map(squash);
    let is_other = |name: &String| Some(squash(name)) != site;
    if names.iter().any(is_other) {
        names.retain(is_other);
    }
    names
}

/// Whether a name has the legal form of an association or a company.
fn is_company(name: &str) -> bool {
    let forms = ["e.V", "e. V", "GmbH", "AG", "AB", "SE", "Inc", "Ltd", "LLC", "plc", "Corp"];
    let bare = name.trim_end_matches('.');
    forms.iter().any(|form| bare.strip_suffix(form).is_some_and(|rest| rest.ends_with(' ')))
}

/// Whether a name is the site's or its host's, whatever slogan stands behind a dash.
fn is_site(name: &str, sitename: Option<&str>, hostname: Option<&str>) -> bool {
    let squashed = squash(before_dash(name));
    let host = hostname.map(squash);
    let stem = hostname.and_then(|host| host.rsplit('.').nth(1)).map(squash);
    let is_host = host.is_some_and(|host| squashed == host || squashed.len() >= 4 && host.ends_with(&squashed))
        || stem.is_some_and(|stem| squashed == stem);
    is_host || sitename.map(squash) == Some(squashed)
}

fn before_dash(name: &str) -> &str {
    [" - ", " – "].iter().find_map(|dash| name.split_once(dash)).map_or(name, |(name, _)| name)
}

/// Whether a name holds all words of a site's name, two at least, and more of them.
fn holds_words(name: &str, site: &str) -> bool {
    let (own, wanted): (Vec<_>, Vec<_>) = (words(name).collect(), words(site).collect());
    wanted.len() >= 2 && own.len() > wanted.len() && wanted.iter().all(|word| own.contains(word))
}

/// Whether a name is that of an account: one word in small letters.
fn is_account(name: &str) -> bool {
    !name.contains(char::is_whitespace) && !name.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests;
