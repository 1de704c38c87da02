//! The judge of texts without markup: lines that somebody already extracted, and whole pages as plain text.
//!
//! It speaks once, on the text as it came, after the rules, whose findings it takes into account.

use std::sync::{Arc, LazyLock};

use super::features::{Features, Ruled, is_heading, is_prose};
use super::model::Model;
use super::spared::is_spared;
use super::wording::{KINDS, Wording};
use super::{Judgement, decision, forget, head, percent, repeats, said_elsewhere};
use crate::block::{Block, Document, Joint};
use crate::document::TextKind;
use crate::parse::text::lines;
use crate::verdict::{Action, Category, Evidence, Judge, Reason, Verdict};

/// A text may be a whole page from this likelihood on ...
const PAGE: f32 = 0.5;

/// ... where so many of the lines near its ends are husk: an article that is taken for a page loses more than a page
/// that is taken for an article keeps.
const HUSK: usize = 6;

/// Lines at either end that are looked at for that.
const ENDS: usize = 15;

/// Below this a line is husk.
const HUSK_LIKELY: f32 = 0.15;

/// Words of the longest entry of a list.
const ENTRY_WORDS: u32 = 10;

/// Below this an entry falls alone, too.
const HOLE_LIKELY: f32 = 0.25;

/// A text of fewer lines tells too little.
const LEAST_LINES: usize = 4;

/// The whole text of a page has at least so many lines: its menus alone are a dozen.
const PAGE_LINES: usize = 30;

/// A longer text is no page: a book, a log. Its lines are not looked at.
const MOST_LINES: usize = 20_000;

/// Share of a line's words that makes it be of a kind.
const SPEAKS: f32 = 0.3;

/// Kinds of words, and what a dropped line is that speaks of them.
const CATEGORIES: [(&str, Category); 9] = [
    ("says share", Category::Share),
    ("says newsletter", Category::Newsletter),
    ("says comment", Category::CommentList),
    ("says legal", Category::Legal),
    ("says ad", Category::Advertising),
    ("says related", Category::Related),
    ("says account", Category::Account),
    ("says byline", Category::Metadata),
    ("says site", Category::Navigation),
];

/// The model of texts as it is built in.
pub(super) static TEXTS: &[u8] = include_bytes!("text.model");

static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let model = Model::read(TEXTS, &Features::all_of_text());
    Arc::new(model.expect("the model in the program is read by a test"))
});

/// The model that dehusk ships.
pub fn model() -> Arc<Model> {
    Arc::clone(&MODEL)
}

/// Judges all lines of a text, of which the rules have said `verdicts`. Nothing where there is too little to go by.
/// `language` is that of its dates, where it is known.
pub fn judge(
    document: &Document,
    verdicts: &[Verdict],
    kind: TextKind,
    language: Option<&str>,
    model: &Model,
) -> Option<Judgement> {
    if !(LEAST_LINES..=MOST_LINES).contains(&document.blocks.len()) {
        return None;
    }
    let ruled = ruled(document, verdicts);
    let features = Features::of_text(document, &ruled, Some(&model.wanted));
    let mut likely = model.blocks(features.rows(), |index| features.column(index));
    let (words, shapes) = (&features.words, &features.shapes);
    let is_page = match kind {
        TextKind::Page => true,
        TextKind::Extracted => false,
        TextKind::Auto => has_husk_around(&likely) && model.page(1, |index| features.column(index)) >= PAGE,
    };
    let mut judgement = Judgement { verdicts: Vec::new(), quality: 0.0, words: 0 };
    let mut drop = |block: usize, reason| judgement.verdicts.push(Verdict { block, action: Action::Drop, reason });
    let mut kept = vec![true; likely.len()];
    if is_page {
        let copies = repeats::blocks(document, words, &likely);
        forget(&mut likely, &copies);
        let choice = decision::choose_of_text(&likely, words);
        for id in 0..likely.len() {
            // The end of a list is the end of it also where it is short.
            let goes_on = || id > 0 && kept[id - 1] && likely[id] >= decision::DOUBTFUL && is_next_item(document, id);
            if copies[id] {
                drop(id, said_elsewhere(category(&features.wordings[id])));
            } else if likely[id] < choice.cut && !goes_on() {
                drop(id, reason(&features.wordings[id], likely[id], choice.cut));
            } else {
                continue;
            }
            kept[id] = false;
        }
    } else {
        let is_prose = |id: usize| shapes.get(id).is_some_and(is_prose);
        let company = in_good_company(document, &likely);
        let spared = |id: usize| {
            let text = &document.blocks[id].text;
            // The first line of an article is its title more often than not, and a few words between two
            // paragraphs, of which no rule speaks, are a heading.
            let heads = || id == 0 || (ruled[id] == Ruled::No && is_prose(id - 1) && is_prose(id + 1));
            words[id] == 0 || is_spared(text, words[id]) || (is_heading(&shapes[id]) && heads()) || company[id]
        };
        let mut dropped = decision::drop_carefully(&likely, words, spared);
        drop_bare(&mut dropped, &likely, |id| words[id] == 0, |id| ruled[id] == Ruled::Whole);
        let is_entry = |id: usize| (1..=ENTRY_WORDS).contains(&words[id]) && ruled[id] == Ruled::No;
        fill_holes(&mut dropped, |id| is_entry(id) && likely[id] >= HOLE_LIKELY);
        for id in (0..dropped.len()).filter(|&id| dropped[id]) {
            drop(id, reason(&features.wordings[id], likely[id], decision::DOUBTFUL));
            kept[id] = false;
        }
    }
    let first = (0..likely.len()).find(|&id| kept[id] && is_prose(&shapes[id])).filter(|_| is_page);
    let lifted = first.map(|first| head::lifted(document, words, &kept, first, language));
    judgement.verdicts.extend(lifted.into_iter().flatten());
    let sum = |test: &dyn Fn(usize) -> bool, weigh: &dyn Fn(usize) -> f32| -> f32 {
        (0..likely.len()).filter(|&id| test(id)).map(|id| weigh(id) * words[id] as f32).sum()
    };
    let (right, content) = (sum(&|id| kept[id], &|id| likely[id]), sum(&|_| true, &|id| likely[id]));
    let stays = sum(&|id| kept[id], &|_| 1.0);
    judgement.quality = model.calibrate(2.0 * right / (stays + content).max(1.0));
    judgement.words = stays as u32;
    Some(judgement)
}

/// Lines without a word that are hardly content go where those around them do: the bracket that ends a line of code is
/// no husk, whatever the model thinks of it. `is_bare` tells them, `is_ruled` what the rules remove.
fn drop_bare(dropped: &mut [bool], likely: &[f32], is_bare: impl Fn(usize) -> bool, is_ruled: impl Fn(usize) -> bool) {
    // For each line whether the last one with words falls, on the way down and on the way up.
    let falls = |order: &mut dyn Iterator<Item = usize>, dropped: &[bool]| {
        let mut last = true;
        let mut falls = vec![true; dropped.len()];
        for id in order {
            last = if is_bare(id) { last } else { dropped[id] || is_ruled(id) };
            falls[id] = last;
        }
        falls
    };
    let lines = 0..dropped.len();
    let (above, below) = (falls(&mut lines.clone(), dropped), falls(&mut lines.clone().rev(), dropped));
    for id in lines.filter(|&id| is_bare(id)) {
        dropped[id] = above[id] && below[id] && likely[id] < decision::DOUBTFUL;
    }
}

/// A single line that would fall out of a list of short ones stays: `2 eggs` between `500 g flour` and `1 pinch of salt`.
fn fill_holes(dropped: &mut [bool], is_entry: impl Fn(usize) -> bool) {
    for id in 1..dropped.len().saturating_sub(1) {
        let stays = |other: usize, dropped: &[bool]| is_entry(other) && !dropped[other];
        if dropped[id] && is_entry(id) && stays(id - 1, dropped) && stays(id + 1, dropped) {
            dropped[id] = false;
        }
    }
}

/// Whether a text begins and ends with husk, as whole pages do.
fn has_husk_around(likely: &[f32]) -> bool {
    if likely.len() < PAGE_LINES {
        return false;
    }
    let head = &likely[..ENDS.min(likely.len())];
    let tail = &likely[likely.len().saturating_sub(ENDS)..];
    head.iter().chain(tail).filter(|likely| **likely < HUSK_LIKELY).count() >= HUSK
}

/// Whether a line is an item of a list, below another one.
fn is_next_item(document: &Document, id: usize) -> bool {
    let is_item = |block: &Block| matches!(lines::Shape::of(&block.text), lines::Shape::Item);
    document.blocks[id].joint != Joint::Paragraph && document.blocks[id - 1..=id].iter().all(is_item)
}

/// Lines of stanzas, lists and wrapped paragraphs, half of whose lines are likely: they stand or fall as one.
fn in_good_company(document: &Document, likely: &[f32]) -> Vec<bool> {
    let mut company = vec![false; likely.len()];
    let mut from = 0;
    for end in 1..=likely.len() {
        if document.blocks.get(end).is_some_and(|block| block.joint != Joint::Paragraph) {
            continue;
        }
        let (lines, good) =
            (end - from, likely[from..end].iter().filter(|likely| **likely >= decision::DOUBTFUL).count());
        company[from..end].fill(lines > 1 && 2 * good >= lines);
        from = end;
    }
    company
}

fn reason(wording: &Wording, likely: f32, cut: f32) -> Reason {
    Reason {
        judge: Judge::Content,
        category: category(wording).unwrap_or(Category::Boilerplate),
        rule: "text-model".into(),
        evidence: Evidence::Likely { percent: percent(likely), cut: percent(cut) },
    }
}

/// What a dropped line speaks of most.
fn category(wording: &Wording) -> Option<Category> {
    let kind = |name: &str| KINDS.iter().position(|kind| *kind == name).expect("a kind of the lexicon");
    let spoken = CATEGORIES.into_iter().map(|(name, category)| (wording.share(kind(name)), category));
    let most = spoken.reduce(|most, next| if next.0 > most.0 { next } else { most });
    most.filter(|(share, _)| *share >= SPEAKS).map(|(_, category)| category)
}

/// What the rules' verdicts say of each line of a text.
pub fn ruled(document: &Document, verdicts: &[Verdict]) -> Vec<Ruled> {
    let mut ruled = vec![Ruled::No; document.blocks.len()];
    for Verdict { block, action, .. } in verdicts {
        let said = match action {
            Action::Keep => continue,
            Action::Drop => Ruled::Whole,
            Action::Trim(range) | Action::Lift(range, _) => {
                if range.len() >= document.blocks[*block].text.trim_end().len() { Ruled::Whole } else { Ruled::Part }
            }
        };
        ruled[*block] = ruled[*block].max(said);
    }
    ruled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gets_no_holes() {
        let mut dropped = [false, true, false, false, true, true, false, true];
        fill_holes(&mut dropped, |id| id != 3);
        assert_eq!(dropped, [false, false, false, false, true, true, false, true]);
    }

    #[test]
    fn lines_without_a_word_go_with_those_around_them() {
        // A share bar, a line of code, its bracket, a rule below the text and what stands behind it.
        let (words, likely) = ([0, 2, 0, 3, 0, 0, 4], [0.1, 0.2, 0.1, 0.9, 0.2, 0.3, 0.1]);
        let mut dropped = [false, true, false, false, false, false, true];
        drop_bare(&mut dropped, &likely, |id| words[id] == 0, |_| false);
        assert_eq!(dropped, [true, true, false, false, false, false, true]);
    }
}
