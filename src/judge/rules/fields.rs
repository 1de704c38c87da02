//! Metadata lines at the head and the tail of a text, which belong into the header.
//!
//! The same lines between paragraphs are the article's own: days of a diary, names under poems, a file that is quoted.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::finding::is_code;
use super::place::{PROSE_WORDS, ends_a_sentence};
use super::words::words;
use super::{EVERY_LANGUAGE, Effect, Place, Rule, Scope};
use crate::block::Document;
use crate::metadata;
use crate::verdict::{Action, Category, Field, Judge, Reason, Verdict};

/// The rule that lifts metadata lines.
const METADATA_LINE: &str = "common/metadata-line";
/// Blocks at the head of a text in which they are looked for, and where it has no prose.
const HEAD: usize = 10;
const HEAD_OF_LINES: usize = 4;
/// Blocks behind the last prose in which they are looked for.
const TAIL: usize = 3;
/// Words of the longest first paragraph that may be a standfirst, with the byline below it.
const STANDFIRST: usize = 60;
/// Fields of one name that the head of a text may have: it was published, and it was changed.
const MOST_OF_A_NAME: usize = 2;
/// Lines within which the days of a list follow one another.
const DAYS: usize = 30;
/// What stands below a standfirst.
const BYLINE: [&str; 5] = ["author", "date", "date_modified", "raw_date", "reading_time"];

/// A block that begins with fields: its number, the bytes that they take, and the fields.
type Found = (usize, usize, Vec<Field>);

/// The metadata lines that are lifted from a text, and from what is left of a page once it is read as lines. A whole
/// page says the same in its markup, and its first and last blocks are no article's.
pub fn verdicts(document: &Document, language: Option<&str>) -> Vec<Verdict> {
    if !document.elements.is_empty() {
        return Vec::new();
    }
    let text = Text { document, language, read: RefCell::default() };
    let mut lifted = match text.next_prose(0) {
        None => text.of_head(0..HEAD_OF_LINES).unwrap_or_default(),
        Some(first) => {
            let head = text.of_head(0..first + 1);
            // What heads the first paragraph of a diary heads the others, too.
            let has_standfirst = head.is_some() && words(&document.blocks[first].text) <= STANDFIRST;
            let mut lifted = head.unwrap_or_default();
            if let Some(second) = text.next_prose(first + 1).filter(|_| has_standfirst) {
                lifted.extend(text.below_standfirst(first + 1..second + 1));
            }
            lifted.extend(text.tail().filter(|&id| id > first).filter_map(|id| text.fields(id)));
            lifted
        }
    };
    let blocks = document.blocks.len();
    let ends = (0..HEAD.min(blocks)).chain(blocks.saturating_sub(TAIL).max(HEAD)..blocks);
    let is_certain = |found: &Found| text.says_what_day_it_is(found) || found.0 >= HEAD && text.is_signature(found);
    lifted.extend(ends.filter_map(|id| text.fields(id).filter(is_certain)));
    lifted.sort_by_key(|&(id, ..)| id);
    lifted.dedup_by_key(|&mut (id, ..)| id);
    lifted.into_iter().map(|found| verdict(document, found)).collect()
}

/// A text, and the language that its dates are in.
struct Text<'d> {
    document: &'d Document,
    language: Option<&'d str>,
    /// The lines that were read for fields, and what stands in them. Some are asked for several times.
    read: RefCell<FxHashMap<usize, Option<Found>>>,
}

impl Text<'_> {
    fn is_prose(&self, id: usize) -> bool {
        let block = self.document.blocks.get(id).filter(|block| !is_code(block));
        block.is_some_and(|block| words(&block.text) >= PROSE_WORDS && ends_a_sentence(&block.text))
    }

    fn next_prose(&self, from: usize) -> Option<usize> {
        (from..self.document.blocks.len()).find(|&id| self.is_prose(id))
    }

    /// The last blocks, behind the last prose.
    fn tail(&self) -> Range<usize> {
        let blocks = self.document.blocks.len();
        let from = (blocks.saturating_sub(TAIL)..blocks).rev().find(|&id| self.is_prose(id)).map_or(0, |last| last + 1);
        from.max(blocks.saturating_sub(TAIL))..blocks
    }

    fn fields(&self, id: usize) -> Option<Found> {
        let read = || {
            let block = self.document.blocks.get(id).filter(|block| !is_code(block))?;
            let (taken, fields) = metadata::of_line(&block.text, self.language)?;
            Some((id, taken, fields))
        };
        self.read.borrow_mut().entry(id).or_insert_with(read).clone()
    }

    /// Whether a line has a day and a word for what was done on it: `Updated March 3, 2024` heads no page of a diary.
    fn says_what_day_it_is(&self, (id, _, fields): &Found) -> bool {
        let says_day = fields.iter().any(|field| ["date", "date_modified"].contains(&field.name.as_str()));
        let begins_with_it = || metadata::date::at_start(&self.document.blocks[*id].text, self.language).is_some();
        says_day && fields.iter().all(|field| BYLINE.contains(&field.name.as_str())) && !begins_with_it()
    }

    /// Whether a line says who wrote what stands above it, as it may above what there is to know of the author: `Written
    /// by Jane Doe`. `by Jane Doe` stands under poems.
    fn is_signature(&self, (id, _, fields): &Found) -> bool {
        let text = &self.document.blocks[*id].text;
        let is_short = text.split(' ').next().is_none_or(|first| first.len() <= 3 || first.ends_with(':'));
        names_of(fields).eq(["author"]) && !is_short
    }

    /// Fields up to the first paragraph; `None` where they are those of a list of things, or of a diary's days.
    fn of_head(&self, blocks: Range<usize>) -> Option<Vec<Found>> {
        let found: Vec<Found> = blocks.take(HEAD).filter_map(|id| self.fields(id)).collect();
        (!is_list(&found) && !self.are_days(&found) && !self.heads_paragraphs_below(&found)).then_some(found)
    }

    /// Whether two of these lines, or one of them and one below, are days and nothing else, with something below each: a
    /// list of what happens, not when the text was published and changed.
    fn are_days(&self, found: &[Found]) -> bool {
        let is_day = |(id, taken, fields): &Found| {
            let text = self.document.blocks[*id].text.as_str();
            names_of(fields).eq(["date"])
                && *taken == text.len()
                && metadata::date::at_start(text, self.language).is_some_and(|(end, _)| end == text.trim_end().len())
        };
        let Some(first) = found.iter().find(|found| is_day(found)).map(|found| found.0) else { return false };
        let below = first + 2..self.document.blocks.len().min(first + DAYS);
        let mut below = below.take_while(|&id| !self.is_prose(id));
        self.fields(first + 1).is_none()
            && below.any(|id| self.fields(id - 1).is_none() && self.fields(id).is_some_and(|found| is_day(&found)))
    }

    /// The byline between the standfirst and the next paragraph.
    fn below_standfirst(&self, blocks: Range<usize>) -> Vec<Found> {
        let found: Vec<Found> = blocks.take_while(|&id| id < HEAD).filter_map(|id| self.fields(id)).collect();
        let is_byline = names(&found).all(|name| BYLINE.contains(&name));
        if is_byline && !is_list(&found) && !self.heads_paragraphs_below(&found) { found } else { Vec::new() }
    }

    /// Whether the last of these lines heads a paragraph, and a line that says the same of another follows it, between
    /// paragraphs.
    fn heads_paragraphs_below(&self, found: &[Found]) -> bool {
        let Some(last) = found.last() else { return false };
        let is_same = |id: usize| {
            let fields = self.fields(id);
            fields.is_some_and(|(_, taken, fields)| {
                taken == self.document.blocks[id].text.len() && fields.iter().all(|field| last.2[0].name == field.name)
            })
        };
        let is_between = |&id: &usize| self.is_prose(id - 1) && !self.is_prose(id) && self.is_prose(id + 1);
        self.is_prose(last.0 + 1) && (last.0 + 2..self.document.blocks.len()).filter(is_between).any(is_same)
    }
}

fn names(found: &[Found]) -> impl Iterator<Item = &str> {
    found.iter().flat_map(|(_, _, fields)| names_of(fields))
}

fn names_of(fields: &[Field]) -> impl Iterator<Item = &str> {
    fields.iter().map(|field| field.name.as_str())
}

/// Whether lines say more than one text has to say of itself: two titles, three days.
fn is_list(found: &[Found]) -> bool {
    let count = |name: &str| names(found).filter(|other| *other == name).count();
    count("title") > 1 || names(found).any(|name| count(name) > MOST_OF_A_NAME)
}

fn verdict(document: &Document, (block, taken, fields): Found) -> Verdict {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let evidence = format!("“{}” says {}", document.blocks[block].text[..taken].trim(), names.join(", "));
    let action = Action::Lift(0..taken, fields);
    let rule = Cow::Borrowed(METADATA_LINE);
    let reason = Reason { judge: Judge::Rule, category: Category::Metadata, rule, evidence: evidence.into() };
    Verdict { block, action, reason }
}

/// The rule that people see in lists.
pub fn rule() -> Rule {
    Rule {
        id: METADATA_LINE.to_owned(),
        language: EVERY_LANGUAGE.to_owned(),
        category: Category::Metadata,
        scope: Scope::Recognised,
        place: Place::Edge,
        effect: Effect::Drop,
        max_words: 0,
        why: "A field such as a date, an author or a reading time belongs into the header, not into the text"
            .to_owned(),
        phrases: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::judge::rules::RuleBook;
    use crate::limits::Limits;
    use crate::parse::text;
    use crate::verdict::Action;

    const ONE: &str = "The weir at Lower Hatch was built of oak in the year in which the mill burned down.";
    const TWO: &str = "Nobody in the village could tell why the water stood so high on that day in the spring.";
    const THREE: &str = "The miller's daughter rowed across the pond with a lamp and a loaf of bread for her aunt.";

    fn lifted(lines: &[&str]) -> Vec<String> {
        let document = text::parse(&lines.join("\n\n"), &Limits::default()).document;
        let verdicts = RuleBook::builtin().judge(&document, Some("en"));
        let lifted = verdicts.iter().filter(|verdict| matches!(verdict.action, Action::Lift(..)));
        lifted.map(|verdict| document.blocks[verdict.block].text.clone()).collect()
    }

    #[test]
    fn fields_at_the_ends_are_lifted() {
        assert_eq!(lifted(&["The weir", "By Jane Doe", "March 3, 2024", ONE, TWO, "Tags: mill, weir"]).len(), 3);
        assert_eq!(lifted(&["The weir", ONE, "By Jane Doe", "March 3, 2024", TWO, THREE]).len(), 2);
        assert_eq!(lifted(&["The weir", &format!("date 2024-03-03 {ONE}"), TWO]).len(), 1);
        assert_eq!(lifted(&["The weir", "March 3, 2024", "March 5, 2024", ONE]).len(), 2);
        assert_eq!(lifted(&["Published: March 3, 2024", "Updated: March 5, 2024", ONE]).len(), 2);
        assert_eq!(lifted(&[ONE, TWO, "Updated March 5, 2024", THREE]).len(), 1);
    }

    #[test]
    fn headings_of_paragraphs_stay() {
        for lines in [
            &[ONE, "12 March 2020", TWO, "15 March 2020", THREE][..],
            &["12 March 2020", ONE, "15 March 2020", TWO],
            &[ONE, TWO, "12 March 2020", THREE],
            &[ONE, "Title: The weir", "Author: Jane Doe", "url: https://example.org/weir", TWO],
            &["The weir", "Of oak and water", "The mill", "On fire", "by Jane Doe", "The pond", "by Jane Doe"],
            &["Title: The weir", "Author: Jane Doe", "Title: The mill", "Author: John Roe", ONE],
            &["What is on", "5 June 2026", "A fair", "6 June 2026", "A dance", "7 June 2026", "A sale", ONE],
            &["What is on", "5 June 2026", "A fair", "6 June 2026", "A dance"],
            &["5 June 2026", "A fair on the green", "Tea", "Cake", "Beer", "6 June 2026", "A dance"],
        ] {
            assert_eq!(lifted(lines), [""; 0], "{lines:?}");
        }
    }
}
