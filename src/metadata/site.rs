//! The name of a site beside the title of a page: the signs between the two, and which of them is which.

use super::title::Sources;
use super::wording::{self, squash, words};
use super::words::Words;
use crate::block::is_unspaced;

/// Signs between a title and the name of its site. All but the first two need white space on both sides: `·` stands
/// in words, too (`col·legi`), `::` in names of programs (`Foo::Bar`), and `»` and `«` are quotes.
const SIGNS: &[&str] = &["|", "｜", "::", "»", "•", "·", "-", "–", "—", "/", "\\", "«", "‹", "›", "<", ">", "~", "―"];
const TIGHT: usize = 2;

/// Those behind which a label stands, of whatever length.
pub(super) const BARS: &[&str] = &["|", "::", "｜", "»", "•", "·"];

/// Byte ranges of the separators in a title, in order.
pub(super) fn separators(title: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < title.len() {
        let rest = &title[at..];
        if let Some(inside) = quoted(rest).or_else(|| bracketed(rest)) {
            at += inside;
            continue;
        }
        let spaced = |sign: &str| {
            title[..at].ends_with(char::is_whitespace) && rest[sign.len()..].starts_with(char::is_whitespace)
        };
        let parts = |place: usize, sign: &str| rest.starts_with(sign) && (place < TIGHT || spaced(sign));
        let sign = SIGNS.iter().enumerate().find(|&(place, sign)| parts(place, sign));
        match sign.map(|(_, sign)| sign) {
            Some(sign) => {
                found.push((at, at + sign.len()));
                at += sign.len();
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Bytes of a quotation between `«` and `»` at the start of a text, where these are no separators.
fn quoted(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('«')?;
    Some(text.len() - inside.len() + inside.find('»')? + '»'.len_utf8())
}

/// Bytes of what stands in brackets at the start of a text: `(Tea - Sea)`.
fn bracketed(text: &str) -> Option<usize> {
    let close = [('(', ')'), ('（', '）')].into_iter().find(|&(open, _)| text.starts_with(open))?.1;
    Some(text.find(close)? + close.len_utf8())
}

/// The title without the site's very name behind a colon, or before one where the rest is what the page shows as its
/// heading: `Tea at sea : Example`, `Example: Tea at sea`.
fn without_colon<'t>(title: &'t str, sources: &Sources) -> &'t str {
    let host = sources.hostname.map(squash).unwrap_or_default();
    let stem = sources.hostname.and_then(|host| host.rsplit('.').nth(1)).map(squash).unwrap_or_default();
    let site = sources.sitename.map(squash).unwrap_or_default();
    let is_name = |part: &str| {
        let part = squash(part);
        !part.is_empty() && (part == site || part == host || part == stem)
    };
    let is_shown = |rest: &str| sources.headings.iter().any(|heading| squash(heading) == squash(rest));
    // Without a level-1 heading the next one is the page's, and what stands before it is the site's.
    let is_next =
        |rest: &str| sources.headings.is_empty() && sources.subheadings.iter().any(|next| squash(next) == squash(rest));
    let is_own = |name: &str, rest: &str| is_name(name) && is_shown(rest) || is_next(rest);
    if let Some((_, rest)) = title.split_once(": ").filter(|(name, rest)| is_own(name, rest)) {
        return rest.trim();
    }
    let is_title = |rest: &str| !rest.trim().is_empty() && !rest.ends_with(':');
    let end = title.rsplit_once(": ").filter(|(rest, name)| is_name(name) && is_title(rest));
    // Where words have no spaces between them the signs before a site's name have none either: `海上的茶_某某日报`.
    let unspaced = || {
        let end = title.rsplit_once(['：', '-', '_', '—', '–']);
        end.filter(|(rest, name)| rest.ends_with(is_unspaced) && is_name(name) && is_title(rest))
    };
    end.or_else(unspaced).map_or_else(|| without_outlet(title), |(rest, _)| rest.trim())
}

/// The title without what follows a `_` in a script without spaces, which is a section or the outlet, and without what
/// is called an outlet behind a dash: `海上的茶_财经_某某网`, `海上的茶-某某报`.
fn without_outlet(title: &str) -> &str {
    let mut title = title;
    while let Some((rest, name)) = title.rsplit_once(['_', '-']) {
        let is_dash = title[rest.len()..].starts_with('-');
        let is_outlet =
            || wording::cut(name, OUTLET).len() == name.len() && OUTLETS.iter().any(|end| name.ends_with(end));
        let rest = rest.trim_end_matches('_');
        let begins = |c: char| is_unspaced(c) || !is_dash && c.is_ascii_digit();
        if !rest.ends_with(is_unspaced) || !name.starts_with(begins) || is_dash && !is_outlet() {
            break;
        }
        title = rest;
    }
    title
}

/// Longest name of an outlet that is known by its ending, in characters.
const OUTLET: usize = 8;

/// How outlets of China are called at their end.
static OUTLETS: Words = Words::of("page", "outlets");

/// The title without the site's name at either end.
pub(super) fn without_site<'t>(title: &'t str, sources: &Sources) -> &'t str {
    let title = title.trim();
    if let Some(shown) = sources.shown.filter(|shown| title.starts_with(shown)) {
        return &title[..shown.len()];
    }
    let title = without_colon(title, sources);
    let separators = separators(title);
    let (Some(&first), Some(&last)) = (separators.first(), separators.last()) else { return title };
    // What the page shows as its heading is the title, whatever surrounds it.
    let shown = if sources.headings.is_empty() { &sources.subheadings } else { &sources.headings };
    let headings: Vec<String> = shown.iter().map(|heading| squash(heading)).collect();
    let shown = |part: &str| {
        let part = squash(part);
        !part.is_empty() && headings.contains(&part)
    };
    for &(start, end) in separators.iter().rev() {
        for part in [&title[..start], &title[end..]] {
            if shown(part) && !is_sites_name(part, sources) {
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
    let kept = title[..end].trim();
    if end < title.len() && !kept.is_empty() {
        let bar = separators.iter().rev().find(|&&(at, after)| at < end && BARS.contains(&&title[at..after]));
        return bar.map_or(kept, |&bar| {
            let (head, tail) = (title[..bar.0].trim(), title[bar.1..end].trim());
            if words(head).count() >= words(tail).count() { head } else { kept }
        });
    }
    if is_site(&title[..first.0], sources) && !title[first.1..].trim().is_empty() {
        // The first page of a site is called by the site's name, and what follows is its slogan.
        return if sources.is_front { title } else { title[first.1..].trim() };
    }
    let kept = without_section(title, last);
    // In front of a section or of a larger body the site may stand: `Tea at sea – ABC – Blog`.
    let before = separators.iter().rev().find(|&&(_, after)| after < kept.len());
    let site =
        before.filter(|&&(start, after)| start > 0 && kept.len() < title.len() && names_body(&kept[after..], sources));
    site.map_or(kept, |&(start, _)| title[..start].trim())
}

/// Whether a part of a title is the name of its host, alone or with one more word (`ABC Project`), or resembles the
/// site's.
fn names_body(part: &str, sources: &Sources) -> bool {
    let stem = sources.hostname.and_then(|host| host.rsplit('.').nth(1)).map(squash);
    let mut words = words(part);
    let is_stem = words.next() == stem && words.nth(1).is_none();
    is_stem || is_site(part, sources)
}

/// The title without a last part that is a section or a slogan: anything behind a bar, and behind a dash what
/// names a forum or is much shorter than what stands before it.
fn without_section(title: &str, last: (usize, usize)) -> &str {
    let (head, tail) = (title[..last.0].trim(), title[last.1..].trim());
    let is_bar = BARS.contains(&&title[last.0..last.1]);
    let is_forum = words(head).count() >= words(tail).count()
        && words(tail).any(|word| {
            matches!(
                word.as_str(),
                "forum"
                    | "forums"
                    | "forumet"
                    | "community"
                    | "blog"
                    | "magazin"
                    | "magazine"
                    | "docs"
                    | "documentation"
            )
        });
    let is_short = words(head).count() >= 2 * words(tail).count();
    // Where words have no spaces what stands before a bar may be the section.
    let is_bar = is_bar && !(head.ends_with(is_unspaced) && wording::is_longer(tail, head.chars().count()));
    if !head.is_empty() && (is_bar || is_forum || is_short) { head } else { title }
}

/// Whether a part of a title is the very name of the site or its host.
fn is_sites_name(part: &str, sources: &Sources) -> bool {
    let part = squash(part);
    let stem = sources.hostname.and_then(|host| host.rsplit('.').nth(1)).map(squash);
    part.is_empty() || [sources.sitename.map(squash), sources.hostname.map(squash), stem].contains(&Some(part))
}

/// Whether a part of a title is the site's name, or resembles it or its host.
pub(super) fn is_site(part: &str, sources: &Sources) -> bool {
    let part = squash(part.trim().trim_start_matches("www."));
    if part.is_empty() || ["home", "homepage", "startseite", "accueil", "inicio"].contains(&part.as_str()) {
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
