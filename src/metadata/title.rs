//! The article's own title, without the name of the site.
//!
//! A page states its title up to four times: `<title>`, the social title (`og:title`), the headline of
//! JSON-LD and the level-1 headings. Where they differ, the heading is mostly what a reader calls the title of a
//! written piece; on other pages (shops, services, listings) it is as often a slogan, and what the page is
//! called elsewhere decides.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::forms;
use super::site::{BARS, is_site, separators, without_site};
use super::wording::{squash, words};

/// Where a title may stand.
#[derive(Debug, Default, Clone)]
pub(super) struct Sources<'a> {
    /// `<title>`.
    pub document: Option<&'a str>,
    /// `og:title`, `twitter:title`.
    pub social: Option<&'a str>,
    /// Of JSON-LD.
    pub headline: Option<&'a str>,
    /// Level-1 headings in order.
    pub headings: Vec<&'a str>,
    /// Of these, the ones that lead to the site's first page.
    pub home: Vec<&'a str>,
    /// Headings of levels 2 and 3 in order.
    pub subheadings: Vec<&'a str>,
    /// What stands in `<title>` before a sign without spaces, and on the page as a line of its own.
    pub shown: Option<&'a str>,
    /// Last step of the page's address.
    pub slug: Option<&'a str>,
    pub sitename: Option<&'a str>,
    pub hostname: Option<&'a str>,
    /// The page says it is an article or a post.
    pub is_article: bool,
    /// The page is the site's first.
    pub is_front: bool,
}

/// The title; `None` where the page has none at all.
pub(super) fn choose(sources: &Sources) -> Option<String> {
    if let Some(name) = sources.document.and_then(forms::named) {
        return Some(name.to_owned());
    }
    let below = sources.document.and_then(|document| below_site(document, sources));
    let below = below.map(|subheading| Sources { headings: vec![subheading], ..sources.clone() });
    let sources = below.as_ref().unwrap_or(sources);
    let own = (0..sources.headings.len()).filter(|&at| !names_the_site(at, sources));
    let own: Vec<&str> = own.map(|at| sources.headings[at]).collect();
    let no_slug = |title: &&str| !is_slug(title);
    let (social, headline) = (sources.social.filter(no_slug), sources.headline.filter(no_slug));
    let sources = &Sources { headings: own, social, headline, ..sources.clone() };
    let document = sources.document.map(|title| without_site(behind_archive(title, sources), sources));
    let social = sources.social.map(|title| if goes_on(title, sources) { title } else { without_site(title, sources) });
    let headline = sources.headline.map(|title| without_site(title, sources));
    let stated = || [social, document, headline].into_iter().flatten();
    let mut others: Vec<&str> = stated().filter(|title| !is_site(title, sources)).collect();
    // The name of the site is no title where the page shows another, which is no slogan.
    let slug: BTreeSet<String> = words(sources.slug.unwrap_or_default()).filter(|word| word.len() >= 4).collect();
    let is_told = |heading: &str| sources.is_article || words(heading).any(|word| slug.contains(&word));
    let shows_own = sources.headings.iter().any(|heading| !is_site(heading, sources) && is_told(heading));
    let told_by_slug = || sources.subheadings.iter().copied().find(|next| holds_slug(next, sources));
    if others.is_empty() && !sources.is_front && sources.headings.is_empty() {
        others.extend(told_by_slug());
    }
    if others.is_empty() && (sources.is_front || !shows_own) {
        others = stated().collect();
    }
    let other_words: Vec<BTreeSet<String>> = others.iter().map(|other| words(other).collect()).collect();
    let mut nearest: Option<(&str, f64)> = None;
    for heading in sources.headings.iter().copied().filter(|heading| !is_site(heading, sources)) {
        let own: BTreeSet<String> = words(heading).collect();
        let close = other_words.iter().map(|other| shared(&own, other)).fold(0.0, f64::max);
        if nearest.is_none_or(|(_, known)| close > known) {
            nearest = Some((heading, close));
        }
    }
    let chosen = match (nearest, others.first()) {
        (Some((heading, close)), Some(&other)) => {
            let states = Statements { heading, other, document, headline };
            if states.speak_for_heading(close, sources) { without_kicker(heading, &others, headline) } else { other }
        }
        (Some((heading, _)), None) => heading,
        (None, Some(&other)) => other,
        (None, None) => sources.headings.first()?,
    };
    let chosen = without_kind(without_label(chosen, sources), sources);
    Some(tidy(chosen)).filter(|title| !title.is_empty())
}

/// Whether a statement is the last step of an address, which a system filled in: `tea-test-autumn-2018`.
fn is_slug(title: &str) -> bool {
    let is_of_slug = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '-';
    title.chars().all(is_of_slug) && title.matches('-').count() >= 2
}

/// Whether `<title>` goes on behind the social title with a sign and the name of the site, and the page has no large
/// heading: nothing of the site is in the social title, and what a dash parts there are two lines of the page.
fn goes_on(social: &str, sources: &Sources) -> bool {
    let Some(document) = sources.document.filter(|_| sources.headings.is_empty()) else { return false };
    let (title, whole) = (squash(social), squash(document));
    let last = separators(document).last().copied();
    let behind = last.map(|(at, after)| (squash(&document[..at]), document[after..].trim()));
    whole.len() > title.len() && behind.is_some_and(|(before, site)| before == title && !site.is_empty())
}

/// Whether all words of the address's last step, three at least, stand in a subheading.
fn holds_slug(subheading: &str, sources: &Sources) -> bool {
    let own: BTreeSet<String> = words(subheading).collect();
    let slug: Vec<String> = words(sources.slug.unwrap_or_default()).collect();
    slug.len() >= 3 && slug.iter().all(|word| own.contains(word))
}

/// Whether a level-1 heading is the site's, which has its own name in the large heading of every page: `<title>` begins
/// with it before the title that the page states elsewhere, or ends with it behind what another such heading shows.
fn names_the_site(at: usize, sources: &Sources) -> bool {
    let raw = sources.headings[at];
    let (Some(document), heading) = (sources.document.map(squash), squash(raw)) else { return false };
    if heading.is_empty() || heading == document {
        return false;
    }
    let states = |title: &str| [sources.social, sources.headline].into_iter().flatten().any(|own| squash(own) == title);
    if let Some(rest) = document.strip_prefix(heading.as_str()) {
        let is_next = || sources.subheadings.iter().any(|next| squash(next) == rest);
        return states(rest) || sources.home.contains(&raw) && is_next();
    }
    let Some(before) = document.strip_suffix(heading.as_str()) else { return false };
    let begins = |other: &str| other.chars().count() >= 2 && before.starts_with(other);
    // The site's stands above the page's own, unless the page says which of them is its title, and before a colon.
    let is_above = !sources.document.is_some_and(|document| document.trim_end().ends_with(&format!(": {raw}")));
    let others = sources.headings.iter().enumerate().filter(|&(other, _)| other != at);
    let mut others = others.map(|(other, text)| (other, squash(text)));
    !states(&heading) && others.any(|(other, text)| begins(&text) && (is_above && other > at || states(&text)))
}

/// The subheading that begins `<title>` where every level-1 heading ends it: the blog or the book that the page
/// belongs to has the large heading, the page the next.
fn below_site<'a>(document: &str, sources: &Sources<'a>) -> Option<&'a str> {
    let document = squash(document);
    let headings: Vec<String> = sources.headings.iter().map(|heading| squash(heading)).collect();
    let ends = |heading: &String| document.len() > heading.len() && document.ends_with(heading.as_str());
    if headings.iter().any(|heading| !heading.is_empty() && !ends(heading)) {
        return None;
    }
    // Where the page has no level-1 heading, what the social title goes on behind is a part of the title.
    let social = sources.social.map(squash).filter(|_| headings.is_empty());
    let is_part =
        |heading: &str| social.as_ref().is_some_and(|social| social != heading && social.starts_with(heading));
    let begins = |heading: &str| heading.chars().count() >= 2 && document.starts_with(heading) && !is_part(heading);
    let own = |heading: &&&str| {
        let heading = squash(heading);
        begins(&heading) && !headings.contains(&heading)
    };
    sources.subheadings.iter().find(own).copied()
}

/// What WordPress's first themes write between the name of the site and the title, in their languages, squashed.
#[rustfmt::skip]
const ARCHIVES: &[&str] = &[
    "blogarchive", "blogarchiv", "archivedublog", "archivesdublog", "archivodelblog", "archiviodelblog", "blogarchief",
    "arquivodoblog", "archiwumbloga", "bloggarkiv",
];

/// The title behind `Example » Blog Archive »`, where what stands before is the site's name or not longer.
fn behind_archive<'t>(title: &'t str, sources: &Sources) -> &'t str {
    let separators = separators(title);
    let starts = std::iter::once(0).chain(separators.iter().map(|&(_, after)| after));
    let mut parts = starts.zip(&separators);
    let archive = parts.find(|&(start, &(end, _))| ARCHIVES.contains(&squash(&title[start..end]).as_str()));
    let Some((start, &(_, after))) = archive else { return title };
    let (before, rest) = (&title[..start], title[after..].trim());
    let is_title = !rest.is_empty() && !is_site(rest, sources);
    if is_title && (is_site(before, sources) || words(before).count() <= words(rest).count()) { rest } else { title }
}

/// What a page calls itself where its heading and its other titles differ.
struct Statements<'a> {
    heading: &'a str,
    other: &'a str,
    document: Option<&'a str>,
    headline: Option<&'a str>,
}

impl Statements<'_> {
    /// Whether the heading is the title. The points are a logistic regression over the development pages
    /// whose two titles differ, in halves of its unit.
    fn speak_for_heading(&self, close: f64, sources: &Sources) -> bool {
        let (heading, other) = (squash(self.heading), squash(self.other));
        if heading == other {
            return true;
        }
        // Two of three agree.
        if self.document.is_some_and(|document| squash(document) == heading) {
            return true;
        }
        let is = |title: Option<&str>, what: &str| title.is_some_and(|title| squash(title) == what);
        let mut points = 1;
        points += if sources.is_article { 2 } else { 0 };
        points -= if close < 0.2 { 4 } else { 0 };
        points -= if sources.social.is_some() && is(self.document, &other) { 2 } else { 0 };
        points += if is(self.headline, &heading) { 2 } else { 0 };
        points -= if heading.contains(&other) { 1 } else { 0 };
        let slug: BTreeSet<String> = words(sources.slug.unwrap_or_default()).collect();
        let in_slug = |title: &str| shared(&words(title).collect(), &slug);
        points += match in_slug(self.heading).total_cmp(&in_slug(self.other)) {
            Ordering::Greater => 1,
            Ordering::Equal => 0,
            Ordering::Less => -1,
        };
        points > 0
    }
}

/// Share of the words of both that both have.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// A heading that ends with what the page is called elsewhere begins with a kicker; without it. Where something else
/// states the heading with the kicker, only the headline of JSON-LD is believed.
fn without_kicker<'t>(heading: &'t str, others: &[&'t str], headline: Option<&'t str>) -> &'t str {
    let squashed = squash(heading);
    let is_end = |other: &&&str| {
        words(other).count() >= 3 && squashed.len() > squash(other).len() && squashed.ends_with(&squash(other))
    };
    let is_stated = others.iter().any(|other| squash(other) == squashed);
    let others = if is_stated { headline.as_slice() } else { others };
    others.iter().find(is_end).map_or(heading, |other| other)
}

/// A heading without the name of the site and the label of a section at its end: `Tea at sea – Example`,
/// `Tea at sea | Opinion`.
fn without_label<'t>(title: &'t str, sources: &Sources) -> &'t str {
    let mut title = title;
    while let Some(&(start, after)) = separators(title).last() {
        let (rest, label) = (title[..start].trim_end(), &title[after..]);
        let is_label = BARS.contains(&&title[start..after]) && words(label).count() == 1;
        if words(rest).count() < 3 || !is_label && !is_site(label, sources) {
            break;
        }
        title = rest;
    }
    title
}

/// What WordPress writes before the name of a list in its heading, though not in `<title>`.
const KINDS: &[&str] =
    &["Category: ", "Tag: ", "Archives: ", "Kategorie: ", "Schlagwort: ", "Catégorie : ", "Categoría: "];

/// The name of a list with which `<title>` begins: `Boats` of the heading `Category: Boats` below `Boats Archives`.
fn without_kind<'t>(title: &'t str, sources: &Sources) -> &'t str {
    let name = KINDS.iter().find_map(|kind| title.strip_prefix(kind));
    name.filter(|name| sources.document.is_some_and(|document| document.starts_with(name))).unwrap_or(title)
}

/// What forums write before the title of a thread.
const VIEWS: &[&str] = &["View topic - ", "View Topic - ", "View topic: ", "View thread: ", "Thema anzeigen - "];

/// Without the marks of a link to itself at the end, and what forums write in front.
fn tidy(title: &str) -> String {
    let title = VIEWS.iter().find_map(|view| title.strip_prefix(view)).unwrap_or(title);
    title.trim_end_matches(['¶', '#', '§', '\u{fffc}']).trim().to_owned()
}

#[cfg(test)]
mod tests;
