//! Phrases in the blocks of a document: one search for the longest literal of every phrase, and a closer look
//! at each place where it strikes.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::{Deref, Range};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::fold::Folded;
use super::lists::LISTS;
use super::pattern::Line;
use super::search::Search;
use super::sentence::{self, ends_like_a_sentence};
use super::tiles;
use super::words::words;
use super::{Effect, Place, Rule, Scope};
use crate::block::{Block, BlockId, BlockKind, Document};
use crate::parse::text::lines::{Shape, needs_fences};

/// Words that a line may have to be made up of phrases.
const LINE_WORDS: usize = 40;
/// Bytes of such a line as it is compared.
const LINE_BYTES: usize = 1_000;

/// Words of the longest heading that may name a legal page.
const HEADING_WORDS: usize = 12;
/// Bytes of a label that means the same within a heading.
const LONG_LABEL: usize = 10;
/// Words of the longest sentence that falls with the one before it, as whoever asks for something adds: "It's free."
const AFTERTHOUGHT: usize = 5;

/// How the ids of the rules with the labels of legal pages end.
const LEGAL_PAGE: &str = "/legal-page";
/// Matches that are looked at in one block; the rest of it is left alone.
const MATCHES: usize = 1_000;

/// A block as the rules see it.
#[derive(Debug)]
pub struct View {
    /// The block.
    pub block: BlockId,
    heard: Rc<Heard>,
}

impl Deref for View {
    type Target = Heard;

    fn deref(&self) -> &Heard {
        &self.heard
    }
}

/// What the rules know of a text, wherever it stands.
#[derive(Debug)]
pub struct Heard {
    /// The text, as it stands in the document.
    pub text: Box<str>,
    /// The same, as it is compared.
    pub folded: Folded,
    /// Its words.
    pub words: usize,
    sentences: OnceCell<Vec<Range<usize>>>,
    quotations: OnceCell<Vec<Range<usize>>>,
    is_prose: OnceCell<bool>,
    /// What the rules find in it, as if it were the first block.
    found: OnceCell<Found>,
}

/// What is found in a text.
#[derive(Debug, Default)]
struct Found {
    findings: Vec<Finding>,
    /// Whether a cue stands in it without which nothing is an appeal.
    pleads: bool,
}

impl Heard {
    fn of(text: &str) -> Heard {
        Heard {
            text: text.into(),
            folded: Folded::of(text),
            words: words(text),
            sentences: OnceCell::new(),
            quotations: OnceCell::new(),
            is_prose: OnceCell::new(),
            found: OnceCell::new(),
        }
    }

    /// Whether it is prose; found out by `is_prose` when it is asked for first.
    pub fn is_prose(&self, is_prose: impl FnOnce(&Heard) -> bool) -> bool {
        *self.is_prose.get_or_init(|| is_prose(self))
    }

    /// Whether a cue of some language stands in it without which nothing is an appeal. Known once it was searched.
    pub fn may_plead(&self) -> bool {
        self.found.get().is_none_or(|found| found.pleads)
    }

    /// Its sentences, as bytes of the text.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| sentence::sentences(&self.text))
    }

    /// Whether the line looks like a turn of a dialogue: a dash and a sentence behind it.
    pub fn begins_with_a_dash(&self) -> bool {
        let text = self.text.trim();
        let said = text.strip_prefix(['—', '–', '―']).map(|said| said.trim_start().trim_start_matches(['¿', '¡', '«']));
        said.is_some_and(|said| said.starts_with(char::is_uppercase) && !text.ends_with(['—', '–', '―']))
    }

    /// Whether somebody is quoted with these bytes of the text.
    pub fn is_quoted(&self, range: &Range<usize>) -> bool {
        let quotations = self.quotations.get_or_init(|| sentence::quotations(&self.text));
        let after = quotations.partition_point(|quotation| quotation.end < range.end);
        quotations.get(after).is_some_and(|quotation| quotation.start <= range.start)
    }

    /// The sentence that begins with byte `start` of the text, decorations aside.
    fn sentence_from(&self, start: usize) -> Option<Range<usize>> {
        let sentences = self.sentences();
        let at = sentences.partition_point(|sentence| sentence.end <= start);
        let sentence = sentences.get(at).filter(|sentence| sentence.start <= start)?;
        is_bare(&self.text[sentence.start..start]).then(|| sentence.clone())
    }
}

/// What the rules have heard of a document so far. Most of it is the same when it is judged again, and lines of menus
/// are the same more than once.
#[derive(Debug, Default)]
pub struct Memory {
    /// The language in which they listened.
    language: Option<String>,
    /// Texts by their hash.
    heard: FxHashMap<u64, Rc<Heard>>,
}

impl Memory {
    /// The blocks of a document as the rules that speak in this language see them. Code is nobody's residue.
    pub fn views(&mut self, document: &Document, language: Option<&str>) -> Vec<View> {
        if self.language.as_deref() != language {
            *self = Memory { language: language.map(str::to_owned), heard: FxHashMap::default() };
        }
        let blocks = document.blocks.iter().enumerate().filter(|(_, block)| !is_code(block));
        let views = blocks.map(|(block, content)| View { block, heard: self.hear(&content.text) }).collect();
        // What is no longer in it does not come back.
        self.heard.retain(|_, heard| Rc::strong_count(heard) > 1);
        views
    }

    fn hear(&mut self, text: &str) -> Rc<Heard> {
        let heard = self.heard.entry(FxBuildHasher.hash_one(text)).or_insert_with(|| Rc::new(Heard::of(text)));
        if *heard.text != *text {
            *heard = Rc::new(Heard::of(text));
        }
        Rc::clone(heard)
    }
}

/// Whether a block is code for whoever reads it as text: a line of code that looks like prose is prose then.
pub fn is_code(block: &Block) -> bool {
    let prose = || !block.text.contains('\n') && Shape::of(&block.text) == Shape::Prose && !needs_fences(&block.text);
    block.kind == BlockKind::Code && !prose()
}

/// Whether a text says nothing: neither letters nor digits.
pub fn is_bare(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// A phrase found where its rule looks for it, whatever the place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule, by its number in the index.
    pub rule: usize,
    /// The block it was found in.
    pub block: BlockId,
    /// How much of the block it concerns.
    pub reach: Reach,
    /// Whether what was found is to be protected.
    pub effect: Effect,
    /// Where the block must stand.
    pub needs: Vec<Place>,
    /// The matched wording.
    pub wording: String,
}

/// How much of a block a finding concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Block,
    /// These bytes of its text.
    Part(Range<usize>),
}

impl Finding {
    /// The matched wording and its place, for people.
    pub fn evidence(&self, rule: &Rule) -> String {
        let scope = match rule.scope {
            Scope::Line => "is the whole line",
            Scope::Start => "begins the line",
            Scope::Sentence => "begins the sentence",
            Scope::Span | Scope::Recognised => "stands in the line",
        };
        let place = match rule.place {
            Place::Anywhere => "",
            Place::Head => ", at the head",
            Place::Tail => ", at the tail",
            Place::Edge => ", at the head or the tail",
            Place::Near => ", beside other residue",
        };
        format!("“{}” {scope}{place}", self.wording)
    }
}

/// The phrases of the rules that speak for one language.
#[derive(Debug)]
pub struct Index {
    rules: Vec<Arc<Rule>>,
    /// All of them.
    all: Phrases,
    /// Words of the longest line that phrases of whole lines and of their beginnings may be found in.
    longest_line: usize,
    /// Those that are looked for inside of lines of any length.
    inside: Phrases,
}

/// Phrases that are looked for together, and the pleas of appeals: a text is searched once for all of them.
#[derive(Debug)]
struct Phrases {
    search: Search,
    anchored: Vec<Anchored>,
}

/// What a literal of a search stands for.
#[derive(Debug, Default)]
struct Anchored {
    /// The phrases of which it is the longest literal, as (rule, phrase): those of lines, and those inside of lines.
    lines: Vec<(usize, usize)>,
    inside: Vec<(usize, usize)>,
    is_plea: bool,
}

impl Phrases {
    fn of<'r>(rules: impl Iterator<Item = (usize, &'r Rule)>, pleas: &[&'r str]) -> Phrases {
        let mut anchors: BTreeMap<&str, Anchored> = BTreeMap::new();
        let mut within = false;
        for (r, rule) in rules {
            for (p, phrase) in rule.phrases.iter().enumerate() {
                within |= phrase.pattern.is_anchored_within_a_word();
                let anchored = anchors.entry(phrase.pattern.anchor()).or_default();
                let of_kind = if longest_line(rule).is_some() { &mut anchored.lines } else { &mut anchored.inside };
                of_kind.push((r, p));
            }
        }
        for plea in pleas {
            anchors.entry(plea).or_default().is_plea = true;
        }
        Phrases { search: Search::new(anchors.keys().copied(), within), anchored: anchors.into_values().collect() }
    }
}

/// A match of a phrase, in the folded text.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// The rule, by its number in the index.
    pub rule: usize,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Whether a heading speaks of cookies: what stands below it speaks of them in sentences of its own.
pub fn names_cookies(heading: &str) -> bool {
    if heading.len() > LINE_BYTES || words(heading) > HEADING_WORDS || heading.ends_with(['.', '!']) {
        return false;
    }
    let heading = heading.to_lowercase();
    LISTS.cookies.iter().any(|name| heading.contains(name))
}

impl Index {
    /// An index of the rules that speak, and of the cues without which nothing is an appeal.
    pub fn new(rules: Vec<Arc<Rule>>, pleas: &[&str]) -> Index {
        let numbered = || rules.iter().map(|rule| &**rule).enumerate();
        Index {
            all: Phrases::of(numbered(), pleas),
            longest_line: rules.iter().filter_map(|rule| longest_line(rule)).max().unwrap_or(0),
            inside: Phrases::of(numbered().filter(|(_, rule)| longest_line(rule).is_none()), pleas),
            rules,
        }
    }

    /// The rule that found something.
    pub fn rule(&self, finding: &Finding) -> &Rule {
        &self.rules[finding.rule]
    }

    /// What the rules find in one block.
    pub fn findings(&self, view: &View) -> Vec<Finding> {
        let found = view.found.get_or_init(|| self.found_in(view));
        found.findings.iter().map(|finding| Finding { block: view.block, ..finding.clone() }).collect()
    }

    /// Whether a heading holds the label of a legal page, as it stands at the foot of others: `Privacy policy of the
    /// Lower Hatch Mill`.
    pub fn names_a_legal_page(&self, heading: &str) -> bool {
        let is_label = |rule: &Rule| rule.id.ends_with(LEGAL_PAGE) && rule.effect == Effect::Drop;
        if heading.len() > LINE_BYTES {
            return false;
        }
        let heard = Heard::of(heading);
        // A short word of a label is one of other headings, too: "Prison terms".
        let tells = |hit: &Hit| hit.end - hit.start >= LONG_LABEL || hit.end - hit.start == heard.folded.text().len();
        let mut hits = self.hits(&heard).0.into_iter();
        heard.words <= HEADING_WORDS && hits.any(|hit| is_label(&self.rules[hit.rule]) && tells(&hit))
    }

    fn found_in(&self, view: &Heard) -> Found {
        let rules = &self.rules[..];
        let (hits, pleads) = self.hits(view);
        let mut findings = Vec::new();
        if !hits.is_empty() {
            for effect in [Effect::Drop, Effect::Keep] {
                let lines =
                    hits.iter().filter(|hit| rules[hit.rule].scope == Scope::Line && rules[hit.rule].effect == effect);
                findings.extend(tiles::whole_line(rules, view, lines.copied().collect()));
            }
            let others = hits.iter().filter(|hit| rules[hit.rule].scope != Scope::Line);
            findings.extend(others.filter_map(|hit| finding(rules, view, hit, &hits)));
        }
        Found { findings, pleads }
    }

    /// The matches of phrases, those inside of lines first, and whether the text pleads.
    fn hits(&self, view: &Heard) -> (Vec<Hit>, bool) {
        let is_short = view.words <= self.longest_line;
        let Phrases { search, anchored } = if is_short { &self.all } else { &self.inside };
        let strikes = search.strikes(view.folded.text());
        let pleads = strikes.iter().any(|strike| anchored[strike.word].is_plea);
        let mut hits = Vec::new();
        self.closer(view, strikes.iter().map(|strike| (strike.start, &anchored[strike.word].inside)), &mut hits);
        if is_short {
            self.closer(view, strikes.iter().map(|strike| (strike.start, &anchored[strike.word].lines)), &mut hits);
        }
        (hits, pleads)
    }

    /// Looks closer where the longest literal of phrases begins.
    fn closer<'a>(
        &self,
        view: &Heard,
        strikes: impl Iterator<Item = (usize, &'a Vec<(usize, usize)>)>,
        hits: &mut Vec<Hit>,
    ) {
        let line = Line { folded: &view.folded, original: &view.text };
        let most = hits.len() + MATCHES;
        for (at, phrases) in strikes {
            for &(rule, phrase) in phrases {
                if !can_fit(&self.rules[rule], view) {
                    continue;
                }
                let pattern = &self.rules[rule].phrases[phrase].pattern;
                let matches = pattern.matches_around(line, at);
                hits.extend(matches.into_iter().map(|(start, end)| Hit { rule, start, end }));
            }
            if hits.len() >= most {
                break;
            }
        }
    }
}

/// Words of the longest line that the rule looks at, where it is about lines.
fn longest_line(rule: &Rule) -> Option<usize> {
    match rule.scope {
        Scope::Line => Some(LINE_WORDS),
        Scope::Start => Some(rule.max_words),
        Scope::Sentence | Scope::Span | Scope::Recognised => None,
    }
}

/// Whether a line is short enough for the rule.
fn can_fit(rule: &Rule, view: &Heard) -> bool {
    let is_short = longest_line(rule).is_none_or(|most| view.words <= most);
    is_short && (rule.scope != Scope::Line || view.folded.text().len() <= LINE_BYTES)
}

fn finding(rules: &[Arc<Rule>], view: &Heard, hit: &Hit, hits: &[Hit]) -> Option<Finding> {
    let rule = &rules[hit.rule];
    let range = view.folded.original_range(hit.start..hit.end);
    if view.is_quoted(&range) {
        return None;
    }
    let reach = match rule.scope {
        Scope::Start if is_bare(&view.text[..range.start]) => from_start(rules, view, &range, hits),
        Scope::Sentence => Reach::Part(view.sentence_from(range.start)?),
        Scope::Span => Reach::Part(with_punctuation(&view.text, range.clone())),
        _ => return None,
    };
    let wording = view.text[range].to_owned();
    Some(Finding { rule: hit.rule, block: 0, reach, effect: rule.effect, needs: vec![rule.place], wording })
}

/// How much of a line falls that begins with these bytes: all of it, unless a sentence of the article was glued to it,
/// of which no rule says anything.
fn from_start(rules: &[Arc<Rule>], view: &Heard, range: &Range<usize>, hits: &[Hit]) -> Reach {
    // A headline of two sentences, which nothing ends, is one thing: "See also: Who broke the weir? The story so far".
    if !ends_like_a_sentence(&view.text) {
        return Reach::Block;
    }
    let begins = |sentence: &Range<usize>| {
        let falls = |hit: &&Hit| rules[hit.rule].effect == Effect::Drop;
        let mut starts = hits.iter().filter(falls).map(|hit| view.folded.original(hit.start));
        starts.any(|start| sentence.contains(&start) && is_bare(&view.text[sentence.start..start]))
    };
    let mut rest = view.sentences().iter().skip_while(|sentence| sentence.end <= range.end);
    let Some(mut end) = rest.next().map(|sentence| sentence.end) else { return Reach::Block };
    for sentence in rest {
        if !begins(sentence) && words(&view.text[sentence.clone()]) > AFTERTHOUGHT {
            return Reach::Part(0..end);
        }
        end = sentence.end;
    }
    Reach::Block
}

/// The words with the punctuation that ends them.
fn with_punctuation(text: &str, range: Range<usize>) -> Range<usize> {
    let rest = text[range.end..].trim_start_matches(['.', '!', '?', ':', ';', ',', '…', '*', '»', '›', '→']);
    range.start..text.len() - rest.len()
}
