//! What the text of a whole page says of itself above its first paragraph: who wrote it, when, and what it is called.
//!
//! It would fall with the menus around it, and belongs into the header.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use rustc_hash::FxHashSet;

use crate::block::Document;
use crate::metadata;
use crate::verdict::{Action, Category, Field, Judge, Reason, Verdict};

/// Lines above the first paragraph in which a byline is looked for.
const ABOVE: usize = 8;
/// What a byline tells.
const BYLINE: [&str; 4] = ["author", "date", "date_modified", "reading_time"];
/// Dates of a page: it was published, and it was changed. More are those of what it lists.
const DATES: usize = 2;
/// Lines between a title and its byline.
const TITLE_ABOVE: usize = 3;
/// Words of a title.
const TITLE_WORDS: RangeInclusive<u32> = 4..=25;
/// Bytes of a word that tells what a text is about, how many of a title's must be such, and the share of these in percent
/// that the text must say again.
const TELLING: usize = 4;
const LEAST_TELLING: usize = 3;
const SAID_AGAIN: usize = 75;
/// What parts the steps of a trail and the entries of a bar.
const STEPS: [char; 6] = ['>', '/', '»', '›', '|', '•'];

/// Signs with which a title may begin.
const OPENING: [char; 8] = ['“', '„', '"', '\'', '‘', '«', '¿', '¡'];

/// Of the lines above the block `first` those that go into the header instead of falling; `kept` tells which stay anyway,
/// `words` how many each has. The dates are in `language`.
pub(super) fn lifted(
    document: &Document,
    words: &[u32],
    kept: &[bool],
    first: usize,
    language: Option<&str>,
) -> Vec<Verdict> {
    let read = |id: usize| {
        let text = document.blocks[id].text.as_str();
        let (taken, fields) = metadata::of_line(text, language)?;
        let is_byline = fields.iter().all(|field| BYLINE.contains(&field.name.as_str()));
        (taken == text.len() && is_byline).then_some((id, fields))
    };
    let above = first.saturating_sub(ABOVE)..first;
    let lines: Vec<(usize, Vec<Field>)> = above.filter(|&id| !kept[id]).filter_map(read).collect();
    let count = |name: &str| lines.iter().flat_map(|(_, fields)| fields).filter(|field| field.name == name).count();
    if lines.is_empty() || count("author") > 1 || count("date") + count("date_modified") > DATES {
        return Vec::new();
    }
    let title = title(document, words, kept, lines[0].0).filter(|&id| !kept[id]);
    let title =
        title.map(|id| (id, vec![Field { name: "title".into(), value: document.blocks[id].text.trim().into() }]));
    title.into_iter().chain(lines).map(|(id, fields)| verdict(document, id, fields)).collect()
}

/// The title above a byline: the first line whose words the text says again. Between the two may be a standfirst.
fn title(document: &Document, words: &[u32], kept: &[bool], byline: usize) -> Option<usize> {
    let said: FxHashSet<String> =
        (0..kept.len()).filter(|&id| kept[id]).flat_map(|id| telling(&document.blocks[id].text)).collect();
    let is_title = |&id: &usize| {
        let text = document.blocks[id].text.trim();
        let (mut all, mut again) = (0, 0);
        for word in telling(text) {
            all += 1;
            again += usize::from(said.contains(&word));
        }
        TITLE_WORDS.contains(&words[id])
            && text.starts_with(|c: char| c.is_alphanumeric() || OPENING.contains(&c))
            && !is_numbered(text)
            && !text.ends_with(['.', '…', ':'])
            && !text.contains(STEPS)
            && all >= LEAST_TELLING
            && again * 100 >= all * SAID_AGAIN
    };
    (byline.saturating_sub(TITLE_ABOVE)..byline).find(is_title)
}

/// Whether a line is an item of a numbered list.
fn is_numbered(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
        && text.starts_with(|c: char| c.is_ascii_digit())
}

/// The words of a text that tell what it is about, in lower case.
fn telling(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= TELLING);
    words.map(str::to_lowercase)
}

fn verdict(document: &Document, block: usize, fields: Vec<Field>) -> Verdict {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let text = &document.blocks[block].text;
    let evidence = format!("“{}” says {}", text.trim(), names.join(", "));
    let action = Action::Lift(0..text.len(), fields);
    let rule = Cow::Borrowed("text-model");
    Verdict {
        block,
        action,
        reason: Reason { judge: Judge::Content, category: Category::Metadata, rule, evidence: evidence.into() },
    }
}
