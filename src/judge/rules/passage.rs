//! Donation appeals, newsletter offers and paywall prompts, recognised by what they do.
//!
//! An appeal speaks of itself ("we", "our newsroom"), asks the reader ("your support", "please consider"),
//! names money or membership, praises a cause ("independent journalism"), and ends in a button ("Donate
//! today"). No one of these is telling; together and close to each other they are. The text is cut into
//! pieces (sentences, and the labels of buttons glued between them), each piece is searched for cues, and
//! a run of pieces that begins and ends with an appeal falls where it holds cues enough. The words are
//! data: the `[appeals]` of the packs.

use std::borrow::Cow;
use std::ops::Range;

use super::finding::{View, is_bare};
use super::fold::Folded;
use super::pack::{Example, Vocabulary};
use super::pattern::is_boundary;
use super::place::Settled;
use super::search::Search;
use super::words::words;
use super::{Effect, Place, Rule, Scope};
use crate::verdict::{Action, Category, Evidence, Judge, Reason, Verdict};

/// Pieces that speak of nothing an appeal speaks of that may stand between two appeals in one block.
const SILENT_PIECES: usize = 3;
/// Words behind a button up to the end of the sentence that are of its label: `Donate Now`.
const OF_LABEL: usize = 2;
/// Words of the longest appeal.
const APPEAL_WORDS: usize = 300;
/// Share of the document that an appeal may take, in percent, unless it speaks of nothing else.
const SHARE: usize = 40;
/// Weight that an appeal needs at the head or the tail.
const WEIGHT_AT_EDGE: usize = 7;
/// Weight that an appeal needs amid prose.
const WEIGHT_AMID: usize = 10;
/// Words that one unit of weight may be diluted by.
const DILUTION: usize = 12;
/// Words to a unit of weight where a text speaks of nothing else.
const DENSE: usize = 4;
/// Of self, money, label and cause, how many an appeal needs.
const ROLES: usize = 3;
/// Words around an appeal in its block that leave it at the edge.
const EDGE_WORDS: usize = 12;

/// What a cue does in an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Voice,
    Plea,
    Opening,
    Means(Category),
    Button,
    Link,
    Cause,
}

/// Recognises the appeals of one language.
#[derive(Debug)]
pub struct Recogniser {
    /// The language.
    pub language: String,
    search: Search,
    /// The cues without which nothing is an appeal, to be looked for and as they are.
    pleas: Search,
    plea_texts: Vec<String>,
    roles: Vec<Role>,
    /// Its vocabulary's examples.
    pub examples: Vec<Example>,
}

/// A cue in a block.
#[derive(Debug, Clone)]
struct Cue {
    role: Role,
    range: Range<usize>,
}

/// A sentence or a label, with what it holds.
#[derive(Debug)]
struct Piece {
    view: usize,
    range: Range<usize>,
    words: usize,
    cues: Vec<Cue>,
}

impl Piece {
    fn says(&self, role: Role) -> bool {
        self.cues.iter().any(|cue| cue.role == role)
    }

    fn means(&self) -> bool {
        self.cues.iter().any(|cue| matches!(cue.role, Role::Means(_)))
    }

    fn pleads(&self) -> bool {
        self.says(Role::Plea) || self.says(Role::Opening)
    }

    /// Whether it asks for something, so that an appeal can be built around it.
    fn is_anchor(&self) -> bool {
        self.pleads() || self.says(Role::Button) || (self.says(Role::Voice) && self.means())
    }

    /// Whether an appeal can begin or end with it.
    fn is_end(&self) -> bool {
        self.is_anchor() || (self.says(Role::Cause) && (self.says(Role::Voice) || self.means()))
    }

    /// Whether nothing in it is of an appeal but, perhaps, who speaks: whoever tells of himself says "we", too.
    fn is_silent(&self) -> bool {
        self.cues.iter().all(|cue| cue.role == Role::Voice)
    }

    /// Whether it is the label of a link and nothing else.
    fn is_link(&self) -> bool {
        !self.cues.is_empty() && self.words <= 4 && self.cues.iter().all(|cue| cue.role == Role::Link)
    }

    fn weight(&self) -> usize {
        let weigh = |said: bool, weight: usize| if said { weight } else { 0 };
        weigh(self.says(Role::Voice), 1)
            + weigh(self.pleads(), 3)
            + weigh(self.means(), 1)
            + weigh(self.says(Role::Button), 2)
            + weigh(self.says(Role::Link), 1)
            + weigh(self.says(Role::Cause), 2)
    }
}

impl Recogniser {
    /// Makes a recogniser of a vocabulary. The error names the cue that is wrong.
    pub fn new(language: &str, vocabulary: Vocabulary) -> Result<Recogniser, String> {
        let lists = [
            (Role::Voice, vocabulary.voice),
            (Role::Plea, vocabulary.plea),
            (Role::Opening, vocabulary.opening),
            (Role::Means(Category::Donation), vocabulary.donation),
            (Role::Means(Category::Newsletter), vocabulary.newsletter),
            (Role::Means(Category::Paywall), vocabulary.paywall),
            (Role::Button, vocabulary.button),
            (Role::Link, vocabulary.link),
            (Role::Cause, vocabulary.cause),
        ];
        let mut cues = Vec::new();
        let mut roles = Vec::new();
        for (role, list) in lists {
            for cue in list {
                let folded = Folded::of(&cue).text().to_owned();
                if is_bare(&folded) {
                    return Err(format!("“{cue}” is no cue"));
                }
                cues.push(folded);
                roles.push(role);
            }
        }
        let pleas = cues.iter().zip(&roles).filter(|(_, role)| matches!(role, Role::Plea | Role::Opening));
        let plea_texts: Vec<String> = pleas.map(|(cue, _)| cue.clone()).collect();
        Ok(Recogniser {
            language: language.to_owned(),
            pleas: Search::new(plea_texts.iter().map(String::as_str), false),
            plea_texts,
            search: Search::new(cues.iter().map(String::as_str), false),
            roles,
            examples: vocabulary.examples,
        })
    }

    /// The cues without which nothing is an appeal.
    pub fn pleas(&self) -> impl Iterator<Item = &str> {
        self.plea_texts.iter().map(String::as_str)
    }

    /// The rule that people see in lists.
    pub fn as_rule(&self) -> Rule {
        Rule {
            id: self.id(),
            language: self.language.clone(),
            category: Category::Donation,
            scope: Scope::Recognised,
            place: Place::Anywhere,
            effect: Effect::Drop,
            max_words: 0,
            why: "An appeal for donations, a newsletter offer or a paywall prompt, known by what it does rather than by its wording".to_owned(),
            phrases: Vec::new(),
        }
    }

    /// The id of that rule.
    pub fn id(&self) -> String {
        format!("{}/appeal", self.language)
    }

    /// The appeals of a document.
    pub fn verdicts(&self, views: &[View], settled: &Settled) -> Vec<Verdict> {
        let stretches = self.stretches(views, &settled.kept);
        if stretches.is_empty() {
            return Vec::new();
        }
        let prose_before: Vec<usize> = sums(settled.prose.iter().copied());
        let total: usize = views.iter().map(|view| view.words).sum();
        let mut verdicts = Vec::new();
        for stretch in stretches {
            let heard = stretch.filter(|&at| !settled.kept[at]);
            let pieces: Vec<Piece> = heard.flat_map(|at| self.pieces(at, &views[at])).collect();
            for run in runs(&pieces) {
                let pieces = &pieces[run];
                let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
                let head = prose_before[first.view] == 0 && is_short(&views[first.view].text[..first.range.start]);
                let tail = prose_before[views.len()] == prose_before[last.view + 1]
                    && is_short(&views[last.view].text[last.range.end..]);
                if is_appeal(pieces, head || tail, total) {
                    verdicts.extend(self.verdicts_on(pieces, views));
                }
            }
        }
        verdicts
    }

    /// Where appeals can be: around every plea the views on either side, as far as each has a cue or
    /// nothing to say. Any other ends every run of pieces.
    fn stretches(&self, views: &[View], kept: &[bool]) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let goes_on = |at: usize| kept[at] || views[at].words == 0 || self.search.is_match(views[at].folded.text());
        let mut at = 0;
        while at < views.len() {
            if views[at].may_plead() && self.pleas.is_match(views[at].folded.text()) {
                let done = stretches.last().map_or(0, |last| last.end);
                let start = (done..at).rev().take_while(|&before| goes_on(before)).last().unwrap_or(at);
                let end = (at + 1..views.len()).find(|&after| !goes_on(after)).unwrap_or(views.len());
                stretches.push(start..end);
                at = end;
            }
            at += 1;
        }
        stretches
    }

    /// The cues of a block, in order of place; what is quoted is somebody else's appeal.
    fn cues(&self, view: &View) -> Vec<Cue> {
        let text = view.folded.text();
        let strikes = self.search.strikes(text).into_iter();
        let whole = strikes.filter(|strike| is_boundary(text, strike.start) && is_boundary(text, strike.end));
        let placed = whole.map(|strike| Cue {
            role: self.roles[strike.word],
            range: view.folded.original_range(strike.start..strike.end),
        });
        let mut cues: Vec<Cue> = placed
            .filter(|cue| !is_acronym(&view.text[cue.range.clone()]) && !view.is_quoted(&cue.range))
            .filter(|cue| !matches!(cue.role, Role::Button | Role::Link) || is_label(&view.text, &cue.range))
            .collect();
        cues.sort_by_key(|cue| (cue.range.start, cue.range.end));
        cues
    }

    fn pieces(&self, at: usize, view: &View) -> Vec<Piece> {
        let cues = self.cues(view);
        let mut pieces = Vec::new();
        let mut next = 0;
        for range in cut(view, &cues) {
            let from = next + cues[next..].partition_point(|cue| cue.range.start < range.start);
            next = from + cues[from..].partition_point(|cue| cue.range.start < range.end);
            let words = words(&view.text[range.clone()]);
            pieces.push(Piece { view: at, range, words, cues: cues[from..next].to_vec() });
        }
        pieces
    }

    fn verdicts_on(&self, pieces: &[Piece], views: &[View]) -> Vec<Verdict> {
        let category = category(pieces);
        let blocks = pieces.chunk_by(|a, b| a.view == b.view);
        let verdicts = blocks.map(|pieces| {
            let view = &views[pieces[0].view];
            let range = pieces[0].range.start..pieces[pieces.len() - 1].range.end;
            let all = is_bare(&view.text[..range.start]) && is_bare(&view.text[range.end..]);
            let evidence = evidence(pieces, view);
            let reason = Reason { judge: Judge::Rule, category, rule: Cow::Owned(self.id()), evidence };
            Verdict { block: view.block, action: if all { Action::Drop } else { Action::Trim(range) }, reason }
        });
        verdicts.collect()
    }
}

/// Running sums: how many of the flags before each place are set.
fn sums(flags: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut sum = 0;
    let mut sums = vec![0];
    for flag in flags {
        sum += usize::from(flag);
        sums.push(sum);
    }
    sums
}

/// Whether a text is too short to be prose. Looks no further than it must.
fn is_short(text: &str) -> bool {
    text.split_whitespace().take(EDGE_WORDS).count() < EDGE_WORDS
}

/// "US" is not "us".
fn is_acronym(text: &str) -> bool {
    text.len() <= 3 && text.len() > 1 && text.chars().all(char::is_uppercase)
}

/// Whether these words can be the label of a button: capitalised, and a sentence or the next label follows.
fn is_label(text: &str, range: &Range<usize>) -> bool {
    let capital = |text: &str| text.chars().next().is_some_and(|c| !c.is_lowercase());
    capital(&text[range.clone()]) && capital(text[range.end..].trim_start_matches([' ', '\u{A0}']))
        || capital(&text[range.clone()]) && text[range.end..].trim().is_empty()
}

/// The sentences of a block, cut further where something stands glued between them: around the labels of
/// buttons, and before the words that open an appeal.
fn cut(view: &View, cues: &[Cue]) -> Vec<Range<usize>> {
    let seams = cues.iter().filter(|cue| match cue.role {
        Role::Button | Role::Link => true,
        Role::Opening => view.text[cue.range.clone()].starts_with(char::is_uppercase),
        _ => false,
    });
    let mut seams = seams.peekable();
    let mut pieces = Vec::new();
    for sentence in view.sentences() {
        let mut start = sentence.start;
        while let Some(seam) = seams.next_if(|seam| seam.range.start < sentence.end) {
            if seam.range.start < start || seam.range.end > sentence.end {
                continue;
            }
            pieces.push(start..seam.range.start);
            start = seam.range.start;
            if seam.role == Role::Opening {
                continue;
            }
            // Punctuation behind a label is the label's, and so is a last word or two.
            let rest = &view.text[seam.range.end..sentence.end];
            let is_of_label = is_bare(rest) || seam.role == Role::Button && words(rest) <= OF_LABEL;
            let end = if is_of_label { sentence.end } else { seam.range.end };
            pieces.push(start..end);
            start = end;
        }
        pieces.push(start..sentence.end);
    }
    let trimmed = pieces.into_iter().map(|range| {
        let piece = &view.text[range.clone()];
        let start = range.start + (piece.len() - piece.trim_start().len());
        start..start + piece.trim().len()
    });
    trimmed.filter(|range| !is_bare(&view.text[range.clone()])).collect()
}

/// Runs of pieces that begin and end with an appeal and are not interrupted.
fn runs(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let (mut without_cues, mut silent) = (0, 0);
    let mut open = false;
    for (at, piece) in pieces.iter().enumerate() {
        // Another block is another speaker unless it has a cue of its own.
        let elsewhere = at > 0 && pieces[at - 1].view != piece.view;
        let quiet = piece.cues.is_empty();
        if elsewhere && (quiet || without_cues > 0) {
            open = false;
        }
        without_cues = if quiet { without_cues + 1 } else { 0 };
        silent = if piece.is_silent() { silent + 1 } else { 0 };
        if silent > SILENT_PIECES {
            open = false;
        }
        if piece.is_end() || (open && piece.is_link()) {
            match runs.last_mut().filter(|_| open) {
                Some(run) => run.end = at + 1,
                None => runs.push(at - usize::from(leads_in(pieces, at))..at + 1),
            }
            open = true;
        }
    }
    runs
}

/// Whether a short sentence with the cause opens the block before the first appeal: "Journalism is not free."
fn leads_in(pieces: &[Piece], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &pieces[before]) else { return false };
    let opens = before.view == pieces[at].view && (at == 1 || pieces[at - 2].view != before.view);
    opens && before.words <= EDGE_WORDS && before.says(Role::Cause)
}

fn is_appeal(pieces: &[Piece], at_edge: bool, total: usize) -> bool {
    let words: usize = pieces.iter().map(|piece| piece.words).sum();
    let weight: usize = pieces.iter().map(Piece::weight).sum();
    let asks = pieces.iter().filter(|piece| piece.is_anchor()).count();
    let plea = pieces.iter().any(|piece| piece.pleads());
    let roles = [
        plea || pieces.iter().any(|piece| piece.says(Role::Voice)),
        plea || pieces.iter().any(Piece::means),
        pieces.iter().any(|piece| piece.says(Role::Button) || piece.says(Role::Link)),
        pieces.iter().any(|piece| piece.says(Role::Cause)),
    ];
    let distinct = roles.iter().filter(|&&said| said).count();
    let dense = weight * DENSE >= words;
    let fits = words <= APPEAL_WORDS && (words * 100 <= total * SHARE || dense);
    let least = if at_edge { WEIGHT_AT_EDGE } else { WEIGHT_AMID };
    fits && asks > 0 && plea && distinct >= ROLES && weight >= least && weight * DILUTION >= words
}

/// What most of the cues are about.
fn category(pieces: &[Piece]) -> Category {
    let count =
        |category| pieces.iter().flat_map(|piece| &piece.cues).filter(|cue| cue.role == Role::Means(category)).count();
    // The last of equals wins: a donation before a newsletter before a paywall.
    [Category::Paywall, Category::Newsletter, Category::Donation]
        .into_iter()
        .max_by_key(|&category| count(category))
        .expect("three categories")
}

fn evidence(pieces: &[Piece], view: &View) -> Evidence {
    let mut cues: Vec<&str> = Vec::new();
    for cue in pieces.iter().flat_map(|piece| &piece.cues) {
        let wording = &view.text[cue.range.clone()];
        if cues.len() < 8 && !cues.contains(&wording) {
            cues.push(wording);
        }
    }
    match cues.is_empty() {
        true => "amid an appeal".into(),
        false => format!("an appeal: “{}”", cues.join("”, “")).into(),
    }
}
