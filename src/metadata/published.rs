//! When a page was published and changed: which of its dates is believed.

use super::page::{Head, Page};
use super::survey::{Make, Noted, Place};
use super::words::Words;
use super::{address, author, date, keys, line, wording};
use crate::verdict::Field;

/// Meta tags for the date of publication, the most trusted first.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "date_published", "pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "dc.created",
    "citation_publication_date", "citation_date", "citation_online_date", "date", "article_date_original",
    "originalpublicationdate", "cxenseparse:recs:publishtime", "article.published", "datecreated", "ms.date",
];

/// Those that many systems fill with the day on which a page was made, published or not.
const MADE: &[&str] =
    &["date", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "dc.created", "datecreated", "ms.date"];

/// Meta tags for the date of the last change.
#[rustfmt::skip]
const MODIFIED: &[&str] = &[
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified",
    "dcterms.modified", "dc.date.modified", "lastmod", "updated",
];

/// Longest line whose date passes for the page's though nothing says so, in characters.
const DATE_LINE: usize = 80;

/// Words that may stand before the date with which a text begins.
const WORDS_BEFORE: usize = 2;

/// Lines behind the heading that are asked for a date when nothing else has one.
const DATED_LINES: usize = 64;

// What each list is for says `words.toml`.
static MEMBERS: Words = Words::of("published", "members");
static QUOTING: Words = Words::of("published", "quoting");
static SPANS: Words = Words::of("published", "spans");

impl Page<'_> {
    /// The day of publication: what is stated, unless the page shows an earlier one. The dates on a listing are those of
    /// what it lists.
    pub(super) fn date(&self, head: Head, language: Option<&str>) -> Option<String> {
        if self.is_listing() {
            return None;
        }
        let parse = |text: &str| date::parse(text, language);
        let linked = self.linked.published.as_deref().filter(|_| self.linked.is_dated).and_then(parse);
        let metas = || PUBLISHED.iter().filter_map(|name| Some((*name, parse(self.survey.meta(&[name])?)?)));
        let is_when_made =
            linked.is_none() && metas().next().is_some() && metas().all(|(name, _)| MADE.contains(&name));
        let filed = self.url.as_deref().and_then(address::path).and_then(|path| date::of_path(&path));
        let stated = linked.or_else(|| metas().next().map(|(_, date)| date)).or_else(|| self.named_published(language));
        let stated = match (stated, filed) {
            // The page's own address says the same, or all there is: nothing that it shows is more its own.
            (Some(stated), Some(filed)) if is_same_day(&stated, &filed) => return Some(stated),
            (None, Some(filed)) => return Some(filed),
            (stated, _) => stated,
        };
        let is_own = |day: &String| !self.is_of_event(day, language);
        let beside = self.shown_date(head, language).filter(|shown| is_own(&shown.date));
        let (is_beside, is_sure) = (beside.is_some(), beside.as_ref().is_none_or(|shown| shown.is_sure));
        let shown =
            beside.map(|shown| shown.date).or_else(|| self.announced_date(language).filter(|_| !self.is_offer()));
        let is_change = |shown: &str| self.modified(language).is_some_and(|change| is_same_day(&change, shown));
        let is_stated = |shown: &str| metas().any(|(name, date)| !MADE.contains(&name) && is_same_day(&date, shown));
        match (stated, shown) {
            (Some(stated), Some(shown)) if is_same_day(&stated, &shown) || is_swapped(&stated, &shown) => Some(stated),
            // What shows an earlier day was published on it; the other is when the system stored it, or what day it was
            // in Greenwich.
            (Some(stated), Some(shown))
                if shown[..10] < stated[..10] && (is_sure || date::is_next_day(&shown, &stated)) =>
            {
                Some(shown)
            }
            // Past midnight where the page was written, not yet in Greenwich or wherever the system's clock is.
            (Some(stated), Some(shown)) if date::is_next_day(&stated, &shown) => Some(shown),
            // Of two days that are stated, or against one that is not sure to be that of publication.
            (Some(_), Some(shown)) if is_stated(&shown) => Some(shown),
            (Some(_), Some(shown)) if is_when_made && is_beside && !is_change(&shown) => Some(shown),
            (Some(stated), _) => Some(stated),
            (None, shown) if self.is_offer() => shown,
            (None, shown) => self
                .date_behind(head, language)
                .filter(|day| is_own(day) && !shown.as_ref().is_some_and(|shown| is_same_day(day, shown)))
                .or(shown)
                .or_else(|| self.hidden_date(head, language))
                .or_else(|| self.unlabelled_date(head, language).filter(is_own))
                .or_else(|| self.distant_date(head, language).filter(is_own))
                .or_else(|| self.dateline(language))
                .or_else(|| self.modified(language).filter(|_| self.is_article())),
        }
    }

    /// The language by which dates are read: where that leaves the order of day and month open, one that has the order
    /// of the page's posts whose dates have but one. `02-10-2008` is in February where `02-13-2008` stands below.
    pub(super) fn with_order<'l>(&self, language: Option<&'l str>) -> Option<&'l str> {
        if language.is_some_and(|language| !language.eq_ignore_ascii_case("en")) {
            return language;
        }
        let orders = || self.survey.lines.iter().filter_map(|noted| date::has_month_first(self.text(noted)));
        match orders().next() {
            Some(true) if orders().all(|order| order) => Some("en-US"),
            Some(false) if orders().all(|order| !order) => Some("en-GB"),
            _ => language,
        }
    }

    /// Whether the page calls a day that of an event, which it announces.
    fn is_of_event(&self, day: &str, language: Option<&str>) -> bool {
        let days = self.survey.events.iter().filter_map(|noted| date::parse(self.text(noted), language));
        days.take(4).any(|event| is_same_day(&event, day))
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

    /// The date that the page shows with its heading: the first that surely is the page's own, or else the first.
    fn shown_date(&self, head: Head, language: Option<&str>) -> Option<Shown> {
        let near = |noted: &&Noted| head.holds(noted) || head.follows(noted);
        for make in [Make::Marked, Make::Time, Make::Class] {
            let mut here = self.survey.published.iter().filter(|noted| noted.make == make).filter(near);
            if let Some(date) = here.find_map(|noted| date::parse(self.text(noted), language)) {
                return Some(Shown { date, is_sure: true });
            }
        }
        let mut first = None;
        for noted in self.survey.lines.iter().filter(near) {
            let Some(fields) = line::row(self.text(noted), language) else { continue };
            let is_alone = fields.len() == 1 && keys::longest(self.text(noted), &keys::PUBLISHED).is_none();
            let Some(date) = fields.into_iter().find(|field| field.name == "date") else { continue };
            let is_sure = !is_alone || !head.is_amid_text(noted, self.survey);
            if is_sure {
                return Some(Shown { date: date.value, is_sure });
            }
            first.get_or_insert(Shown { date: date.value, is_sure });
        }
        first
    }

    /// The date with which a line right behind the title begins, where nothing is marked as the page's date: today's
    /// date in a masthead and the dates of other articles do not stand there.
    fn date_behind(&self, head: Head, language: Option<&str>) -> Option<String> {
        let mut marked = self.survey.published.iter().filter(|noted| noted.make == Make::Marked);
        if marked.any(|noted| head.holds(noted) && date::parse(self.text(noted), language).is_some()) {
            return None;
        }
        let lines = self.survey.lines.iter().filter(|noted| head.stands_above(noted));
        let lines = lines.map(|noted| self.text(noted)).filter(|text| text.chars().count() <= DATE_LINE);
        let is_of_else = |text: &str| is_life(text) || is_quote(text) || tells_of_members(text) || is_span(text);
        let is_change = |text: &str| keys::longest(text, &keys::MODIFIED).is_some();
        let mut lines = lines.filter(|text| !is_of_else(text) && !is_change(text) && !text.ends_with(['.', '!', '?']));
        lines.find_map(|text| date::at_start(text, language)).map(|(_, date)| date)
    }

    /// Rows of several fields behind the heading, such as a first post's, of the first lines that may be such.
    pub(super) fn dated_rows<'s>(
        &'s self,
        head: Head,
        language: Option<&'s str>,
    ) -> impl Iterator<Item = Vec<Field>> + 's {
        let behind = move |noted: &&Noted| head.is_own_or_post(noted) && noted.at >= head.at();
        let may_be_dated = |noted: &&Noted| self.text(noted).chars().any(|c| c.is_ascii_digit());
        let lines = self.survey.lines.iter().filter(may_be_dated).filter(behind).take(DATED_LINES);
        let rows = lines.filter_map(move |noted| line::row(self.text(noted), language));
        rows.filter(|fields| fields.len() > 1 && fields.iter().any(|field| field.name == "date"))
    }

    /// A date that stands in a short line with the heading, without a word that says what it is; in cards and
    /// asides only right behind the title.
    fn unlabelled_date(&self, head: Head, language: Option<&str>) -> Option<String> {
        let near = |noted: &&Noted| head.holds(noted) || head.follows(noted);
        let made = self.survey.published.iter().filter(|noted| noted.make <= Make::Class).filter(near);
        let is_short =
            |noted: &&Noted| self.text(noted).chars().count() <= DATE_LINE && !tells_of_members(self.text(noted));
        // A sentence that has a date in it tells of something else; before that of the text stands a place, or what it is:
        // `Lower Hatch, 6 February 2025. The tea was cold.`
        let begins = |noted: &&Noted| {
            let mut rest = Some(self.text(noted));
            (0..=WORDS_BEFORE).any(|_| {
                let text = rest.unwrap_or_default().trim_start_matches(|c: char| !c.is_alphanumeric());
                rest = text.split_once(' ').map(|(_, rest)| rest);
                date::at_start(text, language).is_some()
            })
        };
        let is_sentence = |noted: &&Noted| self.text(noted).ends_with(['.', '!', '?', '。']);
        let short = self.survey.lines.iter().filter(near).filter(is_short);
        let short = short.filter(|noted| !is_sentence(noted) || begins(noted));
        let openings = self.survey.openings.iter().filter(near).filter(begins);
        let tells_of_else = |text: &str| is_quote(text) || is_life(text) || is_span(text);
        let lines = short.chain(openings).filter(|noted| !tells_of_else(self.text(noted)));
        made.chain(lines).find_map(|noted| date::parse(self.text(noted), language))
    }

    /// The date of the first post or line of the page's own that has one with a word for it, however far below.
    fn distant_date(&self, head: Head, language: Option<&str>) -> Option<String> {
        let told = self.dated_rows(head, language);
        let mut dates = told.filter_map(|fields| fields.into_iter().find(|field| field.name == "date"));
        dates.next().map(|field| field.value)
    }

    /// The day in brackets with which one paragraph of the page begins: `(6. Februar 2025) The tea was cold.`
    fn dateline(&self, language: Option<&str>) -> Option<String> {
        let own = self.survey.openings.iter().filter(|noted| noted.place == Place::Main);
        let mut days = own.filter_map(|noted| {
            let inside = self.text(noted).strip_prefix('(')?;
            let (end, day) = date::at_start(inside, language)?;
            inside[end..].trim_start().starts_with(')').then_some(day)
        });
        days.next().filter(|_| days.next().is_none())
    }

    /// A date that a line of its own, or the line before it, calls the date of publication, where all do that are so
    /// called (in a list of pages each has its own): `Published` above `July 8, 2025`.
    fn announced_date(&self, language: Option<&str>) -> Option<String> {
        let (lines, openings) = (&self.survey.lines, &self.survey.openings);
        let below = |at: usize| lines.get(at + 1).map(|next| self.text(next));
        let of_line = |at: usize| {
            let line = self.text(&lines[at]);
            let (keyed, rest) = of_entry(line, language);
            let next_to = || date::at_start(rest.filter(|rest| rest.is_empty()).and(below(at))?, language);
            let keyed = keyed.or_else(|| next_to().map(|(_, date)| date));
            // `Posted by jane on Tuesday, May 6, 2014`, or the day on the next line.
            let is_byline = || line.len() <= DATE_LINE && author::strip_lead(line).1;
            let beside = || date::parse(line, language);
            let alone = || {
                let next = below(at)?;
                date::at_start(next, language).filter(|&(end, _)| end == next.len()).map(|(_, date)| date)
            };
            keyed.or_else(|| if is_byline() { beside().or_else(alone) } else { None })
        };
        let is_own = |noted: &Noted| matches!(noted.place, Place::Main | Place::Aside);
        let of_lines = (0..lines.len()).filter(|&at| is_own(&lines[at])).filter_map(of_line);
        let of_openings = openings.iter().filter(|noted| is_own(noted)).map(|noted| self.text(noted));
        let of_sentences = of_openings.filter(|text| keys::tells_of_publication(text));
        let mut days = of_lines.chain(of_sentences.filter_map(|text| date::parse(text, language)));
        let first = days.next()?;
        days.all(|day| is_same_day(&day, &first)).then_some(first)
    }

    /// A date that nobody shows: of the page's node in JSON-LD, of a post's markup, of a program's data.
    fn hidden_date(&self, head: Head, language: Option<&str>) -> Option<String> {
        let parse = |text: &str| date::parse(text, language);
        let page = self.linked.page_published.as_deref().filter(|_| self.is_article()).and_then(parse);
        let marked = || {
            let mut marked =
                self.survey.published.iter().filter(|noted| noted.make <= Make::Time && head.is_own_or_post(noted));
            let mut marked = marked.by_ref().filter(|noted| !head.is_remark(noted, self.survey));
            marked.find_map(|noted| parse(self.text(noted)))
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
            self.survey.modified.iter().filter(|noted| noted.place == Place::Main).map(|noted| self.text(noted));
        let stated = [self.linked.modified.as_deref(), self.survey.meta(MODIFIED)].into_iter().flatten();
        stated.chain(marked.take(1)).find_map(|text| date::parse(text, language))
    }
}

/// A date that the page shows.
struct Shown {
    date: String,
    /// Not one that stands alone among the paragraphs of the text, as those of a chronicle do.
    is_sure: bool,
}

/// The date behind a word for the day of publication, or of the sentence that tells of it; and what follows the word.
fn of_entry<'t>(text: &'t str, language: Option<&str>) -> (Option<String>, Option<&'t str>) {
    if keys::tells_of_publication(text) {
        return (date::parse(text, language), None);
    }
    let Some(end) = keys::longest(text, &keys::PUBLISHED) else { return (None, None) };
    let rest = text[end..].trim_start_matches([':', ' ', '：']);
    (date::at_start(rest, language).map(|(_, date)| date), Some(rest))
}

/// Whether two dates are of one day, whatever the time.
fn is_same_day(first: &str, second: &str) -> bool {
    first[..10] == second[..10]
}

/// Whether two dates differ only in which number is the day, and one was thus misread.
fn is_swapped(first: &str, second: &str) -> bool {
    first[..4] == second[..4] && first[5..7] == second[8..10] && first[8..10] == second[5..7]
}

/// Whether a line tells since when somebody or something has been there: `Joined: 4 Mar 2020`.
fn tells_of_members(line: &str) -> bool {
    wording::words(line).any(|word| MEMBERS.contains(&word.as_str()))
}

/// Whether a line stands above what it quotes of a letter: `On Mon, Feb 3, 2025 at 18:02, Jane Doe wrote:`.
fn is_quote(line: &str) -> bool {
    line.contains(':') && QUOTING.iter().any(|word| line.contains(word))
}

/// Whether a line tells from or until when something takes place: `Sundays, from 5 March 2017`.
fn is_span(line: &str) -> bool {
    let mut rest = line;
    while let Some((word, next)) = rest.split_once(' ') {
        // Any language that puts the day first will do: only whether there is a day is asked, also of `05.03.2017`.
        if SPANS.contains(&word.to_lowercase().as_str()) && date::at_start(next, Some("de")).is_some() {
            return true;
        }
        rest = next;
    }
    false
}

/// Whether a line tells from when to when somebody lived: `May 3, 1931 – January 14, 2023`. A year from 1990 on may be the
/// page's own, as [`date`] has it; that it tells of nobody who was born before 1800 is chosen by hand.
fn is_life(line: &str) -> bool {
    let Some((birth, _)) = line.split_once([' ', '\u{a0}']).and_then(|_| line.split_once(['–', '—', '-'])) else {
        return false;
    };
    let year = birth.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    year.len() == 4 && matches!(year.parse(), Ok(1800..=1989))
}

#[cfg(test)]
mod tests;
