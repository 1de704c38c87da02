//! The article's own title, without the name of the site.
//!
//! A page states its title up to four times: `<title>`, the social title (`og:title`), the headline of
//! JSON-LD and the level-1 headings. Where they differ, the heading is mostly what a reader calls the title of a
//! written piece; on other pages (shops, services, listings) it is as often a slogan, and what the page is
//! called elsewhere decides.

use std::cmp::Ordering;
use std::collections::BTreeSet;

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
    Some(tidy(without_label(chosen, sources))).filter(|title| !title.is_empty())
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

/// What forums write before the title of a thread.
const VIEWS: &[&str] = &["View topic - ", "View Topic - ", "View topic: ", "View thread: ", "Thema anzeigen - "];

/// Without the marks of a link to itself at the end, and what forums write in front.
fn tidy(title: &str) -> String {
    let title = VIEWS.iter().find_map(|view| title.strip_prefix(view)).unwrap_or(title);
    title.trim_end_matches(['¶', '#', '§', '\u{fffc}']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn titled<'a>(document: &'a str, headings: &[&'a str]) -> Sources<'a> {
        Sources {
            document: Some(document),
            headings: headings.to_vec(),
            sitename: Some("Example Times"),
            hostname: Some("example-times.org"),
            is_article: true,
            ..Sources::default()
        }
    }

    #[test]
    fn the_sites_name_is_cut() {
        for document in [
            "Tea at sea | Example Times",
            "Tea at sea - Example Times",
            "Tea at sea – The Example Times",
            "Tea at sea :: example-times",
            "Tea at sea | Travel | Example Times",
            "Example Times - Tea at sea",
            "Tea at sea | Some Other Name",
            "Tea at sea - Example Times Forum",
            "Tea at sea",
        ] {
            assert_eq!(choose(&titled(document, &[])).as_deref(), Some("Tea at sea"), "{document}");
        }
    }

    #[test]
    fn a_dash_inside_a_title_stays() {
        for document in ["Tea - a long and winding story of leaves", "Self-service tea", "Tea/coffee: a war"] {
            assert_eq!(choose(&titled(document, &[])).as_deref(), Some(document));
        }
    }

    #[test]
    fn the_heading_is_the_title_of_an_article() {
        let sources = titled("How tea is shipped across the sea - Example Times", &["How tea came across the sea"]);
        assert_eq!(choose(&sources).as_deref(), Some("How tea came across the sea"));
    }

    #[test]
    fn a_large_heading_with_the_sites_name_is_no_title() {
        let social = Some("Tea at sea");
        let sources = Sources { social, ..titled("Notes from the Hill: Tea at sea", &["Notes from the Hill"]) };
        assert_eq!(choose(&sources).as_deref(), social);
        let sources = Sources { social: Some("Tea at sea: a story"), ..titled("Tea at sea: a story", &["Tea at sea"]) };
        assert_ne!(choose(&sources).as_deref(), Some("a story"));
    }

    #[test]
    fn the_first_page_keeps_the_name_of_its_site() {
        let sources =
            Sources { is_front: true, is_article: false, ..titled("Example Times - All about tea", &["Hot!"]) };
        assert_eq!(choose(&sources).as_deref(), Some("Example Times - All about tea"));
        let sources =
            Sources { is_front: true, is_article: false, ..titled("All about tea | Example Times", &["Hot!"]) };
        assert_eq!(choose(&sources).as_deref(), Some("All about tea"));
    }

    #[test]
    fn a_heading_loses_its_site_and_its_label() {
        for heading in ["Tea came to us by sea – Example Times", "Tea came to us by sea | Opinion"] {
            assert_eq!(choose(&titled(heading, &[heading])).as_deref(), Some("Tea came to us by sea"), "{heading}");
        }
        for heading in ["Tea | Sea", "Tea came – by sea", "Tea came by sea | A long story"] {
            assert_eq!(choose(&titled(heading, &[heading])).as_deref(), Some(heading));
        }
    }

    #[test]
    fn a_heading_that_holds_the_sites_name_is_not_the_site() {
        let title = "Example Times Junior | Download the latest issue";
        assert_eq!(choose(&titled(title, &["Example Times Junior"])).as_deref(), Some("Example Times Junior"));
    }

    #[test]
    fn the_nearest_heading_counts() {
        let sources = titled("Tea at sea | Example Times", &["Example Times", "Newsletter", "Tea at sea¶"]);
        assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
    }

    #[test]
    fn a_slogan_is_not_the_title_of_a_shop() {
        let sources =
            Sources { is_article: false, ..titled("Green tea | Example Times", &["Sip the difference today"]) };
        assert_eq!(choose(&sources).as_deref(), Some("Green tea"));
    }

    #[test]
    fn a_kicker_before_the_title_goes() {
        let sources = titled("Tea sails at sea | Example Times", &["Shipping Tea sails at sea"]);
        assert_eq!(choose(&sources).as_deref(), Some("Tea sails at sea"));
    }

    #[test]
    fn two_of_three_statements_agree() {
        let sources = Sources {
            is_article: false,
            social: Some("From leaf to cup: an introduction to tea"),
            ..titled("Introduction", &["Introduction"])
        };
        assert_eq!(choose(&sources).as_deref(), Some("Introduction"));
        let heading = "What is the best tea of the sea?";
        let sources = Sources { social: Some(heading), ..titled("The best tea of the sea?", &[heading]) };
        assert_eq!(choose(&sources).as_deref(), Some(heading));
    }

    #[test]
    fn the_sites_name_and_a_colon_go() {
        for document in ["Example Times: Tea at sea", "Tea at sea : Example Times"] {
            assert_eq!(choose(&titled(document, &["Tea at sea"])).as_deref(), Some("Tea at sea"), "{document}");
        }
        for document in ["Tea: a history", "Times: they change", "Example Times: all about tea"] {
            assert_eq!(choose(&titled(document, &[])).as_deref(), Some(document));
        }
    }

    #[test]
    fn the_title_may_stand_below_the_sites_heading() {
        let sources = Sources {
            sitename: None,
            hostname: None,
            subheadings: vec!["Menu", "Tea at sea"],
            ..titled("Tea at sea - The Book of Tea", &["The Book of Tea"])
        };
        assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
    }

    #[test]
    fn of_two_large_headings_the_sites_is_not_the_title() {
        let plain = Sources { sitename: None, hostname: None, ..Sources::default() };
        let (site, own) = ("The Kettle", "Tea at sea");
        for (document, headings, social) in [
            ("Tea at sea - by Jane Doe - The Kettle", [site, own], Some(own)),
            ("Tea at sea - by Jane Doe - The Kettle", [site, own], None),
            ("Tea at sea - by Jane Doe - The Kettle", [own, site], Some(own)),
            ("Tea at sea - The Kettle", [site, own], None),
            ("Tea at sea | The Kettle", [own, site], None),
            ("The Kettle: Tea at sea", [site, own], Some(own)),
        ] {
            let sources = Sources { document: Some(document), headings: headings.to_vec(), social, ..plain.clone() };
            assert_eq!(choose(&sources).as_deref(), Some(own), "{document} {headings:?}");
        }
        let page = Sources { document: Some("Tea: Green tea"), headings: vec!["Green tea", "Tea"], ..plain };
        assert_eq!(choose(&page).as_deref(), Some("Green tea"));
    }

    #[test]
    fn a_large_heading_that_leads_home_is_the_sites() {
        let sources = Sources {
            sitename: None,
            hostname: None,
            home: vec!["The Kettle"],
            subheadings: vec!["Sunday, 9 March 2025", "Tea at sea"],
            ..titled("The Kettle: Tea at sea", &["The Kettle"])
        };
        assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
        // What follows a colon may be the page's second title.
        assert_eq!(choose(&Sources { home: vec![], ..sources }).as_deref(), Some("The Kettle"));
    }

    #[test]
    fn the_step_of_an_address_is_no_title() {
        let heading = "Tea tested: four leaves fail";
        let sources = Sources { social: Some("tea-test-2018"), ..titled("Tea tested | Example Times", &[heading]) };
        assert_eq!(choose(&sources).as_deref(), Some(heading));
    }

    #[test]
    fn the_sites_name_is_no_title_where_the_page_shows_one() {
        let heading = "Other ways of settling the price of tea";
        let slug = Some("settling-the-price");
        let sources = Sources { is_article: false, slug, ..titled("Example Times", &[heading]) };
        assert_eq!(choose(&sources).as_deref(), Some(heading));
        let slogan = Sources { is_article: false, slug: Some("about"), ..titled("Example Times", &[heading]) };
        assert_eq!(choose(&slogan).as_deref(), Some("Example Times"));
        let subheadings = vec!["Topics", "The price of tea falls at sea"];
        let slug = Some("the-price-of-tea");
        let sources = Sources { slug, subheadings, ..titled("Example Times", &[]) };
        assert_eq!(choose(&sources).as_deref(), Some("The price of tea falls at sea"));
        let other = Sources { slug: Some("topics"), ..sources };
        assert_eq!(choose(&other).as_deref(), Some("Example Times"));
    }

    #[test]
    fn a_social_title_behind_which_the_site_follows_is_whole() {
        let social = Some("Here is the sea - Jane Doe");
        let subheadings = vec!["Here is the sea", "Jane Doe"];
        let document = "Here is the sea: Jane Doe - WXYZ";
        let sources = Sources { social, subheadings, sitename: None, hostname: None, ..titled(document, &[]) };
        assert_eq!(choose(&sources).as_deref(), social);
    }

    #[test]
    fn a_site_with_its_section_goes_from_the_end() {
        let plain = Sources { sitename: None, hostname: Some("abc.org"), ..Sources::default() };
        for (document, expected) in [
            ("Tea on the high seas – ABC – Blog", "Tea on the high seas"),
            ("The old licence of tea and sea - ABC Project - Free Foundation", "The old licence of tea and sea"),
            ("www.abc.org - Facts of tea", "Facts of tea"),
            ("Hai Cha - Jane Doe (海上的茶 - 王小明)", "Hai Cha - Jane Doe (海上的茶 - 王小明)"),
        ] {
            let sources = Sources { document: Some(document), ..plain.clone() };
            assert_eq!(choose(&sources).as_deref(), Some(expected), "{document}");
        }
    }

    #[test]
    fn the_part_of_the_title_that_a_subheading_shows() {
        let document = "Jane's Home | A Journey to the Cold Tea of Sea 3";
        let subheadings = vec!["A Journey to the Cold Tea of Sea 3"];
        let sources = Sources { subheadings, sitename: None, hostname: None, ..titled(document, &[]) };
        assert_eq!(choose(&sources).as_deref(), Some("A Journey to the Cold Tea of Sea 3"));
    }

    #[test]
    fn where_words_have_no_spaces_a_sign_parts_the_outlet() {
        let own = "海上的茶终于运到了港口";
        let plain = Sources { sitename: None, hostname: None, ..Sources::default() };
        for document in [
            "海上的茶终于运到了港口_中国某某官方网站",
            "海上的茶终于运到了港口-某某网",
            "海上的茶终于运到了港口_财经_某某网",
        ] {
            let sources = Sources { document: Some(document), ..plain.clone() };
            assert_eq!(choose(&sources).as_deref(), Some(own), "{document}");
        }
        for document in ["海上的茶-港口的故事", "茶|海上的茶终于运到了港口"] {
            let sources = Sources { document: Some(document), ..plain.clone() };
            assert_eq!(choose(&sources).as_deref(), Some(document));
        }
        let shown = Some("茶评|海上的茶：风与船");
        let sources = Sources { document: Some("茶评|海上的茶：风与船-财经"), shown, ..plain };
        assert_eq!(choose(&sources).as_deref(), shown);
    }

    #[test]
    fn what_forums_write_in_front_goes() {
        let sources = titled("View topic - Tea at sea", &[]);
        assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
    }

    #[test]
    fn what_blogs_write_in_front_goes() {
        for document in ["Example » Blog Archive » Tea at sea", "Blog Archiv » Tea at sea", "Tea at sea » Blog Archive"]
        {
            let title = choose(&titled(document, &["Example Times"]));
            assert_eq!(title.as_deref(), Some("Tea at sea"), "{document}");
        }
        for document in ["Tea at sea » Blog Archive - Example Times", "Tea at sea | Blog Archive | Example"] {
            assert_ne!(choose(&titled(document, &[])).as_deref(), Some("Example"), "{document}");
            assert_ne!(choose(&titled(document, &[])).as_deref(), Some("Example Times"), "{document}");
        }
        let own = titled("How to move a blog archive | Example Times", &[]);
        assert_eq!(choose(&own).as_deref(), Some("How to move a blog archive"));
    }

    #[test]
    fn a_page_may_have_no_title() {
        assert_eq!(choose(&Sources::default()), None);
        assert_eq!(choose(&titled("Example Times", &[])).as_deref(), Some("Example Times"));
    }

    proptest! {
        #[test]
        fn never_panics(document in "\\PC{0,60}|([a-zä ]{0,6}[|»·ß:-]{0,2} ?){0,6}", heading in "\\PC{0,30}") {
            let title = choose(&titled(&document, &[&heading]));
            prop_assert!(title.is_none_or(|title| !title.trim().is_empty()));
        }
    }
}
