//! The article's own title, without the name of the site.
//!
//! A page states its title up to four times: `<title>`, the social title (`og:title`), the headline of
//! JSON-LD and the level-1 headings. Over the development pages the heading is what a reader calls the title
//! of a written piece; on other pages (shops, services, listings) headings are often slogans, and the
//! heading is taken only when it shares most of its words with what the page is called elsewhere.

use std::collections::BTreeSet;

use super::wording::{squash, words};

/// Where a title may stand.
#[derive(Debug, Default)]
pub(super) struct Sources<'a> {
    /// `<title>`.
    pub document: Option<&'a str>,
    /// `og:title`, `twitter:title`.
    pub social: Option<&'a str>,
    /// Of JSON-LD.
    pub headline: Option<&'a str>,
    /// Level-1 headings in order.
    pub headings: Vec<&'a str>,
    pub sitename: Option<&'a str>,
    pub hostname: Option<&'a str>,
    /// The page says it is an article or a post.
    pub is_article: bool,
}

/// Words that a heading must share with the page's other titles, as a share of all words of both.
const SHARED_IN_ARTICLES: f64 = 0.1;
const SHARED_ELSEWHERE: f64 = 0.5;

/// The title; `None` where the page has none at all.
pub(super) fn choose(sources: &Sources) -> Option<String> {
    let document = sources.document.map(|title| without_site(title, sources));
    let social = sources.social.map(|title| without_site(title, sources));
    let headline = sources.headline.map(|title| without_site(title, sources));
    let others: Vec<&str> = [social, document, headline].into_iter().flatten().collect();
    let closeness = |heading: &str| others.iter().map(|other| shared(heading, other)).fold(0.0, f64::max);
    let mut nearest: Option<(&str, f64)> = None;
    for heading in sources.headings.iter().copied().filter(|heading| !is_site(heading, sources)) {
        let close = closeness(heading);
        if nearest.is_none_or(|(_, known)| close > known) {
            nearest = Some((heading, close));
        }
    }
    let enough = if sources.is_article { SHARED_IN_ARTICLES } else { SHARED_ELSEWHERE };
    match (nearest, others.first()) {
        (Some((heading, close)), Some(_)) if close >= enough => Some(heading),
        (Some((heading, _)), None) => Some(heading),
        (_, Some(&other)) => Some(other),
        (None, None) => sources.document.or(sources.social),
    }
    .map(tidy)
    .filter(|title| !title.is_empty())
}

/// Share of the words of both that both have.
fn shared(a: &str, b: &str) -> f64 {
    let a: BTreeSet<String> = words(a).collect();
    let b: BTreeSet<String> = words(b).collect();
    let both = a.intersection(&b).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// Without the marks of a link to itself at the end.
fn tidy(title: &str) -> String {
    title.trim_end_matches(['¶', '#', '§', '\u{fffc}']).trim().to_owned()
}

/// Signs between a title and the name of its site. Those of the second list need white space on both sides.
const TIGHT: &[&str] = &["|", "::", "»", "•", "·", "｜", " | "];
const SPACED: &[&str] = &["-", "–", "—", "/", "\\", "«", "‹", "›", "<", ">", "~", "―"];

/// Byte ranges of the separators in a title, in order.
fn separators(title: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < title.len() {
        let rest = &title[at..];
        let spaced = |sign: &str| {
            title[..at].ends_with(char::is_whitespace) && rest[sign.len()..].starts_with(char::is_whitespace)
        };
        let tight = TIGHT.iter().find(|sign| rest.starts_with(**sign));
        let sign = tight.or_else(|| SPACED.iter().find(|sign| rest.starts_with(**sign) && spaced(sign)));
        match sign {
            Some(sign) => {
                found.push((at, at + sign.len()));
                at += sign.len();
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The title without the site's name at either end.
fn without_site<'t>(title: &'t str, sources: &Sources) -> &'t str {
    let separators = separators(title);
    let (Some(&first), Some(&last)) = (separators.first(), separators.last()) else { return title };
    // What the page shows as its heading is the title, whatever surrounds it.
    let headings: Vec<String> = sources.headings.iter().map(|heading| squash(heading)).collect();
    let shown = |part: &str| {
        let part = squash(part);
        !part.is_empty() && headings.contains(&part)
    };
    for &(start, end) in separators.iter().rev() {
        for part in [&title[..start], &title[end..]] {
            if shown(part) && !is_site(part, sources) {
                return part.trim();
            }
        }
    }
    let mut end = title.len();
    for &(start, after) in separators.iter().rev() {
        if start > 0 && is_site(&title[after..end], sources) {
            end = start;
        } else {
            break;
        }
    }
    if end < title.len() && !title[..end].trim().is_empty() {
        return title[..end].trim();
    }
    if is_site(&title[..first.0], sources) && !title[first.1..].trim().is_empty() {
        return title[first.1..].trim();
    }
    let (head, tail) = (title[..last.0].trim(), title[last.1..].trim());
    let is_bar = matches!(&title[last.0..last.1], "|" | "｜" | "::" | "»" | "•" | "·");
    if !head.is_empty() && (is_bar || words(head).count() >= 2 * words(tail).count()) {
        return head;
    }
    title
}

/// Whether a part of a title is the site's name, or resembles it or its host.
fn is_site(part: &str, sources: &Sources) -> bool {
    let part = squash(part);
    if part.is_empty() {
        return true;
    }
    let site = sources.sitename.map(squash).filter(|site| !site.is_empty());
    if site.is_some_and(|site| {
        site == part
            || part.len() >= 4 && (site.contains(&part) || part.contains(&site) && part.len() <= 2 * site.len())
    }) {
        return true;
    }
    let Some(host) = sources.hostname else { return false };
    let host = squash(host);
    let stem = part.strip_prefix("the").unwrap_or(&part);
    host == part || stem.len() >= 4 && host.contains(stem)
}
