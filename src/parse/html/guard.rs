//! Stands between our tokenizer and html5ever's tree builder, and keeps the tree builder's work linear.
//!
//! The tree builder looks through its stack of open elements and its list of unclosed formatting elements
//! for nearly every tag, and has no bound on either: a page that nests or forgets to close 100,000
//! elements takes minutes. The guard drops the start tags that would make them longer than anything a
//! real page needs, and keeps their text.
//!
//! How long they are the guard learns from the tree builder itself, which shows its handles to a
//! [`Tracer`]. Since asking costs as much as they are long, it counts upwards on its own, too high rather
//! than too low, and asks only when that count reaches a limit.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

use html5ever::interface::{ElemName, Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{StartTag, Tag, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, local_name};

use super::dom::{Dom, DomSink, NodeId};
use super::tokenizer::{Tokenizer, Wanted, line_feeds};
use crate::document::Degradation;
use crate::limits::Limits;

/// Formatting elements that are open or wait to be opened again, each counted once for either. Every new
/// paragraph gets a copy of all that wait. Pages that forget to close theirs have a dozen.
const FORMATTING: usize = 64;

/// Attributes of a formatting element, which are copied with it and compared with those of its like.
const FORMATTING_ATTRIBUTES: usize = 32;

/// Elements that begin a list of formatting elements of their own, wherever they stand: a table that ends
/// around an open one leaves a mark behind in the tree builder for good.
const SCOPES: usize = 1024;

/// Attributes of a whole page, as a multiple of [`Limits::nodes`]: copies of formatting elements multiply them.
const ATTRIBUTES_PER_NODE: usize = 4;

/// Elements that a start tag may open besides its own: `html`, `head`, `body`, or `tbody`, `tr`, `td`.
const IMPLIED: usize = 4;

/// Parses a page into a tree. What the limits changed is in the set.
pub(super) fn parse(html: &str, limits: &Limits, wanted: Wanted) -> (Dom, BTreeSet<Degradation>) {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let source = StrTendril::from_slice(&line_feeds(html));
    let guard = Guard::new(limits, source.clone());
    let mut tokenizer = Tokenizer::new(&source, &guard, wanted, limits.attributes);
    tokenizer.run();
    if tokenizer.surplus_attributes {
        guard.note(Degradation::Attributes);
    }
    guard.finish()
}

/// Reads a page without making a tree.
pub(super) fn count_tags(html: &str) -> usize {
    struct Count(Cell<usize>);
    impl TokenSink for Count {
        type Handle = ();

        fn process_token(&self, token: Token, _place: u64) -> TokenSinkResult<()> {
            let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
            self.0.set(self.0.get() + 1);
            match raw_kind(&tag.name) {
                Some(kind) if tag.kind == StartTag => TokenSinkResult::RawData(kind),
                _ => TokenSinkResult::Continue,
            }
        }
    }
    let source = StrTendril::from_slice(&line_feeds(html));
    let count = Count(Cell::new(0));
    Tokenizer::new(&source, &count, Wanted::Read, usize::MAX).run();
    count.0.get()
}

struct Guard {
    builder: TreeBuilder<NodeId, DomSink>,
    limits: Limits,
    /// At least as many as there are handles in the tree builder.
    open: Cell<usize>,
    /// At least as many as there are formatting elements in its list.
    formatting: Cell<usize>,
    /// Whether a tag went through since the handles were last counted, so that there may be fewer now.
    stale: Cell<bool>,
    scopes: Cell<usize>,
    /// How many elements of each name were dropped whose end tag is to be dropped too.
    dropped: RefCell<HashMap<LocalName, u32>>,
    /// Inside a dropped raw text element, whose text is dropped too: nobody sees a script.
    swallowing: Cell<bool>,
    degraded: RefCell<BTreeSet<Degradation>>,
}

impl Guard {
    fn new(limits: &Limits, source: StrTendril) -> Guard {
        // Without scripting the content of <noscript> is parsed as elements.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        Guard {
            builder: TreeBuilder::new(DomSink::new(source), options),
            limits: limits.clone(),
            open: Cell::new(0),
            formatting: Cell::new(0),
            stale: Cell::new(false),
            scopes: Cell::new(0),
            dropped: RefCell::default(),
            swallowing: Cell::new(false),
            degraded: RefCell::default(),
        }
    }

    fn finish(self) -> (Dom, BTreeSet<Degradation>) {
        (self.builder.sink.finish(), self.degraded.into_inner())
    }

    fn note(&self, degradation: Degradation) {
        self.degraded.borrow_mut().insert(degradation);
    }

    fn start_tag(&self, mut tag: Tag, place: u64) -> TokenSinkResult<NodeId> {
        if let Some(degradation) = self.objection(&tag) {
            self.note(degradation);
            return self.drop_start_tag(&tag);
        }
        if is_formatting(&tag.name) {
            self.formatting.set(self.formatting.get() + 1);
            if tag.attrs.len() > FORMATTING_ATTRIBUTES {
                tag.attrs.truncate(FORMATTING_ATTRIBUTES);
                self.note(Degradation::Attributes);
            }
        }
        if is_scope(&tag.name) {
            self.scopes.set(self.scopes.get() + 1);
        }
        self.stale.set(true);
        // The element itself, as an open one and as one in the list, and what it implies.
        self.pass(Token::TagToken(tag), place, 2 + IMPLIED)
    }

    /// Why a start tag must not go through.
    fn objection(&self, tag: &Tag) -> Option<Degradation> {
        if self.is_exhausted() {
            return Some(Degradation::Nodes);
        }
        if is_void(&tag.name) {
            return None;
        }
        if is_scope(&tag.name) && self.scopes.get() >= SCOPES {
            return Some(Degradation::Nodes);
        }
        if is_formatting(&tag.name) && self.reaches(&self.formatting, FORMATTING) {
            return Some(Degradation::Depth);
        }
        self.reaches(&self.open, self.limits.depth).then_some(Degradation::Depth)
    }

    fn is_exhausted(&self) -> bool {
        let sink = &self.builder.sink;
        sink.elements() >= self.limits.nodes
            || sink.attributes() >= self.limits.nodes.saturating_mul(ATTRIBUTES_PER_NODE)
    }

    /// Whether a count has reached its limit, after looking closely if it seems so.
    fn reaches(&self, count: &Cell<usize>, limit: usize) -> bool {
        if count.get() >= limit && self.stale.get() {
            let census = Census { sink: &self.builder.sink, handles: Cell::new(0), formatting: Cell::new(0) };
            self.builder.trace_handles(&census);
            self.open.set(census.handles.get());
            self.formatting.set(self.formatting.get().min(census.formatting.get()));
            self.stale.set(false);
        }
        count.get() >= limit
    }

    fn drop_start_tag(&self, tag: &Tag) -> TokenSinkResult<NodeId> {
        if tag.self_closing || is_void(&tag.name) {
            return TokenSinkResult::Continue;
        }
        // In SVG and MathML these names mean nothing to the tokenizer.
        let foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        if let (Some(kind), false) = (raw_kind(&tag.name), foreign) {
            self.swallowing.set(true);
            return TokenSinkResult::RawData(kind);
        }
        *self.dropped.borrow_mut().entry(tag.name.clone()).or_default() += 1;
        match tag.name {
            local_name!("xmp") if !foreign => TokenSinkResult::RawData(RawKind::Rawtext),
            local_name!("plaintext") if !foreign => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }

    fn end_tag(&self, tag: Tag, place: u64) -> TokenSinkResult<NodeId> {
        if self.swallowing.take() || self.take_dropped(&tag.name) {
            return TokenSinkResult::Continue;
        }
        // These two end tags make elements where there is nothing to end.
        if self.is_exhausted() && matches!(tag.name, local_name!("p") | local_name!("br")) {
            return TokenSinkResult::Continue;
        }
        // What this ends stands outside of all that was dropped, and ends it as well.
        if !is_formatting(&tag.name) && !self.dropped.borrow().is_empty() {
            self.dropped.take();
        }
        self.stale.set(true);
        self.pass(Token::TagToken(tag), place, 0)
    }

    /// Whether an element of this name was dropped and has not ended yet; it ends now.
    fn take_dropped(&self, name: &LocalName) -> bool {
        let mut dropped = self.dropped.borrow_mut();
        let Some(count) = dropped.get_mut(name) else { return false };
        *count -= 1;
        if *count == 0 {
            dropped.remove(name);
        }
        true
    }

    /// Hands a token on. Any may open all the formatting elements of the list again.
    fn pass(&self, token: Token, place: u64, growth: usize) -> TokenSinkResult<NodeId> {
        self.open.set(self.open.get() + growth + self.formatting.get());
        self.builder.process_token(token, place)
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, place: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(tag) if tag.kind == StartTag => self.start_tag(tag, place),
            Token::TagToken(tag) => self.end_tag(tag, place),
            Token::CharacterTokens(_) | Token::NullCharacterToken if self.swallowing.get() => TokenSinkResult::Continue,
            // Nobody reads comments, and some pages are full of them.
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            token => self.pass(token, place, 0),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Counts the handles that the tree builder holds: open elements, listed formatting elements, and up to
/// three more. A formatting element that is open and listed counts twice.
struct Census<'a> {
    sink: &'a DomSink,
    handles: Cell<usize>,
    formatting: Cell<usize>,
}

impl Tracer for Census<'_> {
    type Handle = NodeId;

    fn trace_handle(&self, node: &NodeId) {
        self.handles.set(self.handles.get() + 1);
        if *node != self.sink.get_document() && is_formatting(self.sink.elem_name(node).local_name()) {
            self.formatting.set(self.formatting.get() + 1);
        }
    }
}

/// The elements that are opened again in the next paragraph where they were not closed.
#[rustfmt::skip]
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a") | local_name!("b") | local_name!("big") | local_name!("code") | local_name!("em")
            | local_name!("font") | local_name!("i") | local_name!("nobr") | local_name!("s")
            | local_name!("small") | local_name!("strike") | local_name!("strong") | local_name!("tt")
            | local_name!("u")
    )
}

fn is_scope(name: &LocalName) -> bool {
    matches!(*name, local_name!("applet") | local_name!("marquee") | local_name!("object"))
}

/// Elements without an inside: they add no depth.
#[rustfmt::skip]
fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area") | local_name!("base") | local_name!("basefont") | local_name!("bgsound")
            | local_name!("br") | local_name!("col") | local_name!("embed") | local_name!("frame")
            | local_name!("hr") | local_name!("image") | local_name!("img") | local_name!("input")
            | local_name!("keygen") | local_name!("link") | local_name!("meta") | local_name!("param")
            | local_name!("source") | local_name!("track") | local_name!("wbr")
    )
}

/// Elements with text inside that is no text of the page.
fn raw_kind(name: &LocalName) -> Option<RawKind> {
    match *name {
        local_name!("title") | local_name!("textarea") => Some(RawKind::Rcdata),
        local_name!("style") | local_name!("iframe") | local_name!("noembed") | local_name!("noframes") => {
            Some(RawKind::Rawtext)
        }
        local_name!("script") => Some(RawKind::ScriptData),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(html: &str, limits: &Limits) -> (Dom, Vec<Degradation>) {
        let (dom, degraded) = parse(html, limits, Wanted::All);
        (dom, degraded.into_iter().collect())
    }

    fn count(dom: &Dom, tag: &str) -> usize {
        dom.descendants(dom.root()).filter(|&node| dom.tag(node).is_some_and(|name| &**name == tag)).count()
    }

    #[test]
    fn an_ordinary_page_passes_unchanged() {
        let page =
            "\u{feff}<meta charset=x><title>T</title><p>a<b>b<p>c</b><script>x</script><!-- n --><svg><path/></svg>d";
        let (dom, degraded) = parsed(page, &Limits::default());
        assert_eq!(dom.inner_text(dom.root()), "Tabcxd");
        assert_eq!((count(&dom, "p"), count(&dom, "b"), degraded), (2, 2, vec![]));
    }

    #[test]
    fn deep_elements_are_dropped_with_their_end_tags() {
        let limits = Limits { depth: 20, ..Limits::default() };
        let page = format!("{}in{}<i>out</i>", "<div>".repeat(50), "</div>".repeat(50));
        let (dom, degraded) = parsed(&page, &limits);
        assert_eq!(degraded, [Degradation::Depth]);
        assert!((10..=20).contains(&count(&dom, "div")), "{}", count(&dom, "div"));
        let out = dom.descendants(dom.root()).find(|&node| dom.is(node, &local_name!("i"))).expect("it is there");
        assert_eq!(dom.tag(dom.parent(out).expect("it has one")), Some(&local_name!("body")));
    }

    #[test]
    fn depth_is_not_mistaken_for_length() {
        let page = "<div><p>a<b>b</b><br>".repeat(3) + &"<ul><li>a<li><a href=x>b</a></ul>".repeat(2000);
        assert_eq!(parsed(&page, &Limits::default()).1, []);
    }

    #[test]
    fn many_unclosed_formatting_elements_are_dropped() {
        let page: String = (0..500).map(|i| format!("<p><font color={i}>t</p>")).collect();
        let (dom, degraded) = parsed(&page, &Limits::default());
        assert_eq!((dom.inner_text(dom.root()).len(), count(&dom, "p")), (500, 500));
        assert_eq!(degraded, [Degradation::Depth]);
        assert!(count(&dom, "font") <= 500 * FORMATTING);
    }

    #[test]
    fn dropped_raw_text_stays_unseen_and_ends_where_it_ends() {
        let limits = Limits { depth: 5, ..Limits::default() };
        let page = format!("{}<script>no<b></script><xmp>yes<b></xmp>too<title>no</title>.", "<div>".repeat(9));
        let (dom, _) = parsed(&page, &limits);
        assert_eq!(dom.inner_text(dom.root()), "yes<b>too.");
    }

    #[test]
    fn past_the_number_of_nodes_text_stays() {
        let limits = Limits { nodes: 10, ..Limits::default() };
        let (dom, degraded) = parsed(&"<p>a<br></p></p><script>no</script>".repeat(50), &limits);
        assert_eq!(degraded, [Degradation::Nodes]);
        assert_eq!(dom.inner_text(dom.root()).matches('a').count(), 50);
        assert!(dom.len() < 30, "{}", dom.len());
    }

    #[test]
    fn attributes_are_capped() {
        let limits = Limits { attributes: 3, ..Limits::default() };
        let (dom, degraded) = parsed("<p a b c d e>x", &limits);
        assert_eq!(degraded, [Degradation::Attributes]);
        let p = dom.descendants(dom.root()).find(|&node| dom.is(node, &local_name!("p"))).expect("it is there");
        assert_eq!(dom.attributes(p).count(), 3);
    }
}
