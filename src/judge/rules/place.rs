//! Head, tail and neighbourhood: which findings count where they stand.
//!
//! Head and tail are told by the prose that stays, or, where there is none, by anything that stays. What falls everywhere is settled first, then one
//! sweep from either end settles the rest, so that neither the order of the rules nor the number of
//! rounds can matter.

use std::collections::VecDeque;

use super::finding::{Finding, Reach, View};
use super::sentence::{ends_like_a_sentence, sentences};
use super::words::words;
use super::{Effect, Place};

/// Words that a block of prose has at least. Shorter ones are as often labels as sentences.
pub const PROSE_WORDS: usize = 12;
/// The same where nothing but a space stands between sentences, so that length alone has to tell.
const UNSTOPPED_WORDS: usize = 40;
/// Blocks within which residue has neighbours.
const NEAR: usize = 2;

/// Which findings count, and what that makes of the views.
#[derive(Debug)]
pub struct Settled {
    /// The findings that count.
    pub standing: Vec<Finding>,
    /// For each view, whether it is prose that stays.
    pub prose: Vec<bool>,
    /// For each view, whether a rule protects it.
    pub kept: Vec<bool>,
}

/// What is known about the place of a view.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    head: bool,
    tail: bool,
    near: bool,
}

impl Standing {
    fn meets(self, finding: &Finding) -> bool {
        finding.needs.iter().all(|need| match need {
            Place::Anywhere => true,
            Place::Head => self.head,
            Place::Tail => self.tail,
            Place::Edge => self.head || self.tail,
            Place::Near => self.near,
        })
    }
}

/// What the findings that count leave of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Remains {
    kept: bool,
    touched: bool,
    prose: bool,
}

/// Takes back what was found of lines, as `is_line` says, that are turns of a dialogue: `— Me gusta.`
pub fn spare_dialogue(views: &[View], found: &mut [Vec<Finding>], is_line: impl Fn(&Finding) -> bool) {
    let speaks = |at: usize| views[at].begins_with_a_dash();
    for (at, found) in found.iter_mut().enumerate().filter(|(_, found)| !found.is_empty()) {
        let mut neighbours = (at.saturating_sub(NEAR)..(at + NEAR + 1).min(views.len())).filter(|&other| other != at);
        if speaks(at) && neighbours.any(speaks) {
            found.retain(|finding| finding.effect == Effect::Keep || !is_line(finding));
        }
    }
}

/// Words of the longest paragraph whose sentences are known to be its author's; a whole article may stand in one line.
const PARAGRAPH: usize = 120;
/// Words that a paragraph has around a sentence that it quotes.
const AROUND: usize = 5;

/// Takes back the one sentence that was found amid the sentences of a paragraph, as `is_sentence` says: a banner begins or
/// ends its block. `Many say no more than this. This site uses cookies. That will not do.`
pub fn spare_amid(views: &[View], found: &mut [Vec<Finding>], is_sentence: impl Fn(&Finding) -> bool) {
    for (view, found) in views.iter().zip(found) {
        let [Finding { reach: Reach::Part(range), effect: Effect::Drop, .. }] = &found[..] else { continue };
        let (before, behind) = (&view.text[..range.start], &view.text[range.end..]);
        let is_amid = ends_like_a_sentence(before.trim_end()) && words(before) >= AROUND && words(behind) >= AROUND;
        if view.words <= PARAGRAPH && is_amid && is_sentence(&found[0]) {
            found.clear();
        }
    }
}

/// Paragraphs that speak of a topic among other things, from which on it is the text's own.
const TOPIC: usize = 2;

/// Whether several paragraphs that stay have sentences of what `speaks` of, so that this is what the text is about.
pub fn is_a_topic(views: &[View], found: &[Vec<Finding>], speaks: impl Fn(&Finding) -> bool) -> bool {
    let is_about_it = |(view, found): &(&View, &Vec<Finding>)| {
        let is_part = |finding: &Finding| matches!(finding.reach, Reach::Part(_));
        let has_it = found.iter().any(|finding| finding.effect == Effect::Drop && is_part(finding) && speaks(finding));
        has_it && remains(view, found, Standing { head: true, tail: true, near: true }).prose
    };
    views.iter().zip(found).filter(is_about_it).take(TOPIC).count() == TOPIC
}

/// Settles which findings count. `found` holds those of each view.
pub fn settle(views: &[View], found: Vec<Vec<Finding>>) -> Settled {
    let mut standing = vec![Standing::default(); views.len()];
    let remains = |at: usize, standing: &[Standing]| remains(&views[at], &found[at], standing[at]);
    // Verse and lists have no prose to tell the ends by: there, whatever stays is where they end.
    let has_prose = (0..views.len()).any(|at| remains(at, &standing).prose);
    let is_article = |left: Remains| if has_prose { left.prose } else { !left.touched };
    let mut article_seen = false;
    for at in 0..views.len() {
        standing[at].head = !article_seen;
        article_seen |= is_article(remains(at, &standing));
    }
    article_seen = false;
    for at in (0..views.len()).rev() {
        standing[at].tail = !article_seen;
        article_seen |= is_article(remains(at, &standing));
    }
    let mut residue: VecDeque<usize> = (0..views.len()).filter(|&at| remains(at, &standing).touched).collect();
    // What stands alone between two paragraphs that stay is a heading, whatever is said behind them.
    let prose: Vec<bool> = (0..views.len()).map(|at| remains(at, &standing).prose).collect();
    let is_heading = |at: usize| at > 0 && prose[at - 1] && prose.get(at + 1) == Some(&true);
    for &at in &residue {
        standing[at].near = true;
    }
    while let Some(at) = residue.pop_front() {
        for neighbour in at.saturating_sub(NEAR)..(at + NEAR + 1).min(views.len()) {
            if !standing[neighbour].near && !is_heading(neighbour) {
                standing[neighbour].near = true;
                if remains(neighbour, &standing).touched {
                    residue.push_back(neighbour);
                }
            }
        }
    }
    let left: Vec<Remains> = (0..views.len()).map(|at| remains(at, &standing)).collect();
    let counted = found.into_iter().zip(&standing).flat_map(|(found, standing)| {
        found.into_iter().filter(|finding| standing.meets(finding)).collect::<Vec<Finding>>()
    });
    Settled {
        standing: counted.collect(),
        prose: left.iter().map(|left| left.prose).collect(),
        kept: left.iter().map(|left| left.kept).collect(),
    }
}

fn remains(view: &View, found: &[Finding], standing: Standing) -> Remains {
    let counted = || found.iter().filter(|finding| standing.meets(finding));
    let whole = Remains { kept: false, touched: false, prose: is_prose(view) };
    if found.is_empty() || counted().next().is_none() {
        return whole;
    }
    if counted().any(|finding| finding.effect == Effect::Keep) {
        return Remains { kept: true, ..whole };
    }
    let mut parts = Vec::new();
    for finding in counted() {
        match &finding.reach {
            Reach::Block => return Remains { touched: true, prose: false, ..whole },
            Reach::Part(range) => parts.push(range.clone()),
        }
    }
    parts.sort_by_key(|range| range.start);
    let mut at = 0;
    let mut left = 0;
    for range in parts {
        left += words(&view.text[at..range.start.max(at)]);
        at = at.max(range.end);
    }
    left += words(&view.text[at..]);
    Remains { touched: true, prose: whole.prose && left >= PROSE_WORDS, ..whole }
}

/// Whether a block is running text: some words, and a sentence that ends.
fn is_prose(view: &View) -> bool {
    view.is_prose(|text| {
        let ends = || ends_like_a_sentence(&text.text) || text.sentences().len() > 1;
        text.words >= PROSE_WORDS && ends() || text.words >= UNSTOPPED_WORDS && writes_no_stops(&text.text)
    })
}

/// Whether a text is in Thai or Lao, which have no full stop.
fn writes_no_stops(text: &str) -> bool {
    text.trim_end().chars().next_back().is_some_and(|c| matches!(c, '\u{0E00}'..='\u{0EFF}'))
}

/// Whether a text ends as a sentence does, or holds the end of one.
pub fn ends_a_sentence(text: &str) -> bool {
    ends_like_a_sentence(text) || sentences(text).len() > 1
}
