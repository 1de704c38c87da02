//! When a page was last changed, where its foot says so: documentation and wikis do, in a line of their own.

use super::lexicon::Lexicon;
use super::page::Page;
use super::survey::{Make, Place};
use super::{date, keys};

/// How wikis and generators of documentation begin the line, besides the words in front of such a date anywhere.
static EDITED: Lexicon = Lexicon::of("keys", "edited");

impl Page<'_> {
    /// The day of the last change, also one that the foot or the margin of the page tells. That is no day to take for
    /// the one of publication, and there may be other pages' days beside it: all must be the same.
    pub(super) fn changed(&self, language: Option<&str>) -> Option<String> {
        self.modified(language).or_else(|| {
            let marked = self.survey.modified.iter().filter(|noted| matches!(noted.make, Make::Marked | Make::Class));
            let marked = marked.filter(|noted| noted.place == Place::Aside);
            let marked = marked.filter_map(|noted| date::parse(self.text(noted), language));
            let lines = self.survey.lines.iter().filter(|noted| noted.place == Place::Aside);
            let mut days = marked.chain(lines.filter_map(|noted| told(self.text(noted), language)));
            let first = days.next()?;
            days.all(|day| day[..10] == first[..10]).then_some(first)
        })
    }
}

/// The day that a line calls that of the last change, maybe behind other words: `© 2012. Last updated on Mar 03, 2023.`
fn told(line: &str, language: Option<&str>) -> Option<String> {
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let begins = std::iter::once(0).chain(line.match_indices(' ').map(|(at, _)| at + 1));
    begins.into_iter().find_map(|at| {
        let text = &line[at..];
        let end = keys::longest(text, &EDITED).max(keys::longest(text, &keys::MODIFIED))?;
        let rest = text[end..].trim_start_matches([':', '：', ' ', '\u{a0}']);
        date::at_start(rest, language).map(|(_, date)| date)
    })
}

#[cfg(test)]
mod tests {
    use crate::metadata::of_page;
    use crate::parse::html::dom_of;

    #[test]
    fn the_foot_of_a_page_tells_when_it_was_changed() {
        let foot = |foot: &str| {
            let text = "The tea was cold. ".repeat(20);
            let page = format!("<h1>Tea at sea</h1><p>{text}</p>{foot}");
            let read = of_page(&dom_of(&page), Some("https://www.example.org/tea"));
            assert_eq!((read.date, read.authors.len()), (None, 0), "{foot}");
            read.date_modified
        };
        for told in [
            "<footer>Last updated on <time datetime=2023-03-04 itemprop=dateModified>Mar 4</time> by <b>jane</b></footer>",
            "<footer><p>© Copyright 2012, Jane Doe. <span>Last updated on Mar 04, 2023.</span></p></footer>",
            "<aside><span class=git-revision-date-localized-plugin>March 4, 2023</span></aside>",
            "<ul id=footer><li>This page was last edited on 4 March 2023, at 10:12.</ul>",
            "<ul id=footer><li>Diese Seite wurde zuletzt am 4. März 2023 um 10:12 Uhr bearbeitet.</ul>",
            "<ul id=footer><li>La dernière modification de cette page a été faite le 4 mars 2023 à 10:12.</ul>",
        ] {
            assert_eq!(foot(told).map(|day| day[..10].to_owned()).as_deref(), Some("2023-03-04"), "{told}");
        }
        for other in [
            "<footer>© Example, March 4, 2023</footer>",
            "<aside><p>Tea: updated March 4, 2023<p>Coffee: updated March 5, 2023</aside>",
            "<aside class=related><time class=updated datetime=2023-03-04>March 4, 2023</time></aside>",
        ] {
            assert_eq!(foot(other), None, "{other}");
        }
    }
}
