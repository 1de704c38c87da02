//! Which of the blocks that are no article are readers' comments below it.
//!
//! Comments are what the content judge drops, below what it keeps, in an element that says so (its class, id,
//! `itemprop` or `itemtype`), or below a heading that a rule knows, such as "3 Kommentare". Of these, forms, names,
//! dates, votes and buttons are furniture: they stay dropped. Posts of a forum are kept by the content judge and
//! are no comments here.

use std::sync::LazyLock;

use crate::block::{Block, Document, Element, count_words};
use crate::parse::html::KINDS;
use crate::parse::html::words::bit;
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// What says of an element that comments are in it.
static COMMENT: LazyLock<u128> = LazyLock::new(|| bit("comment"));

/// Elements that name comments of other pages, and those that stand around the page.
static ELSEWHERE: LazyLock<u128> =
    LazyLock::new(|| bits(&["widget", "sidebar", "latest", "popular", "related", "recommend", "teaser", "card"]));

/// What is no comment wherever it stands.
static FURNITURE: LazyLock<u128> = LazyLock::new(|| {
    bits(&[
        "respond",
        "form",
        "nav",
        "menu",
        "pagination",
        "newsletter",
        "subscribe",
        "related",
        "recommend",
        "ad",
        "modal",
    ])
});

/// What is no comment where it is as short as a name or a label: a whole comment may say the like of itself
/// (`comment-author-admin`, `has-votes`).
static LABEL: LazyLock<u128> = LazyLock::new(|| {
    bits(&[
        "header", "author", "date", "time", "meta", "user", "profile", "byline", "avatar", "vote", "rating", "reply",
        "title", "button", "toolbar", "link", "share", "social", "login", "signup", "alert",
    ])
});

/// The kind of page whose posts are its text.
static THREAD: LazyLock<u32> = LazyLock::new(|| kinds(&["forum thread"]));

/// The kinds of page that are something written, whatever is said below it.
static ARTICLE: LazyLock<u32> =
    LazyLock::new(|| kinds(&["article", "blog post", "documentation", "recipe", "review", "og article"]));

/// What says of an element that what stands in it is a discussion.
static DISCUSSION: LazyLock<u128> = LazyLock::new(|| bits(&["forum", "thread", "topic", "question"]));

/// What says of an element that comments are written there.
static RESPOND: LazyLock<u128> = LazyLock::new(|| bit("respond"));

/// Share of the kept words that may stand below comments: one in so many.
const BELOW: u32 = 4;

/// Words above comments that make an article of what stands there ...
const LEAST_ARTICLE: u32 = 50;

/// ... and of what has more said below it than it says: fewer lead to another page, and there the comments are what the
/// page is there for.
const LEAST_DISCUSSED: u32 = 200;

/// Characters of the longest label.
const LABEL_CHARS: u32 = 120;

/// Share of an element's words above which what the judge keeps of it makes it the article, or a thread.
const MOST_KEPT: f32 = 0.3;

/// Words of the longest heading over comments.
const HEADING_WORDS: u32 = 6;

/// Words of the shortest text that can be all there is of comments.
const LEAST_WORDS: u32 = 5;

fn kinds(names: &[&str]) -> u32 {
    let is_one = |at: &usize| names.contains(&KINDS[*at].0);
    (0..KINDS.len()).filter(is_one).map(|at| 1 << at).sum()
}

fn bits(words: &[&str]) -> u128 {
    words.iter().map(|word| bit(word)).fold(0, |all, bit| all | bit)
}

/// For each block of a page, whether it is a comment. `verdicts` are those of the first round.
pub fn of(document: &Document, verdicts: &[Verdict]) -> Vec<bool> {
    let said = Said::of(document, verdicts);
    let first = (0..document.blocks.len()).find(|&id| said.is_kept(id));
    let Some(first) = first.filter(|_| !is_thread(document)) else {
        return vec![false; document.blocks.len()];
    };
    let areas = areas(document, &said, first);
    let furniture = furniture(&document.elements);
    let below = below_headings(document, &said);
    let is_comment = |(id, block): (usize, &Block)| {
        let element = block.cues.element as usize;
        id > first
            && said.dropped[id]
            && !said.otherwise[id]
            && !block.cues.hidden
            && (below[id] || areas.get(element).is_some_and(|area| *area))
            && !furniture.get(element).is_some_and(|furniture| *furniture)
            && !is_label(block)
    };
    let comments: Vec<bool> = document.blocks.iter().enumerate().map(is_comment).collect();
    // A heading and a label alone are no comments.
    let has_text = (0..comments.len()).any(|id| comments[id] && said.words[id + 1] - said.words[id] >= LEAST_WORDS);
    if has_text { comments } else { vec![false; document.blocks.len()] }
}

/// Drops for comments that the content judge keeps, below the article of a page that says it is one, or that asks for
/// comments and is no discussion.
///
/// (On the development pages the judge keeps comments on 1 article in 100; on the pages of a discussion it is right.)
pub fn kept(document: &Document, verdicts: &[Verdict]) -> Vec<Verdict> {
    let is_declared = document.kinds & *ARTICLE != 0;
    if document.kinds & *THREAD != 0 || !is_declared && !asks_for_comments(&document.elements) {
        return Vec::new();
    }
    let said = Said::of(document, verdicts);
    let mut inside = vec![false; document.blocks.len()];
    let mut elsewhere: Vec<bool> = Vec::with_capacity(document.elements.len());
    let mut done = 0;
    for (id, element) in document.elements.iter().enumerate() {
        elsewhere.push(id > 0 && elsewhere[element.parent as usize] || is_elsewhere(element));
        let (start, end) = (element.blocks.start as usize, element.blocks.end as usize);
        if !says_comment(element) || elsewhere[id] || start < done || start >= end {
            continue;
        }
        if said.kept_words[start] >= LEAST_ARTICLE && (is_declared || said.has_comments(&document.elements, id)) {
            inside[start..end].fill(true);
            done = end;
        }
    }
    let comments: u32 =
        (0..inside.len()).filter(|&id| inside[id]).map(|id| said.kept_words[id + 1] - said.kept_words[id]).sum();
    let outside = said.kept_words[inside.len()] - comments;
    // Comments also end a page; what goes on behind them is marked so for another reason.
    let above = inside.iter().position(|inside| *inside).map_or(0, |first| said.kept_words[first]);
    if comments > above && above < LEAST_DISCUSSED || BELOW * (outside - above) > outside {
        return Vec::new();
    }
    let kept = (0..inside.len()).filter(|&id| inside[id] && said.is_kept(id));
    kept.map(|block| Verdict {
        block,
        action: Action::Drop,
        reason: Reason {
            judge: Judge::Content,
            category: Category::CommentList,
            rule: "comments".into(),
            evidence: "inside an element that says it holds comments, below the article".into(),
        },
    })
    .collect()
}

/// Whether a page has a place to write comments, and nothing around it says that it is a discussion.
fn asks_for_comments(elements: &[Element]) -> bool {
    let asks =
        |element: &&Element| element.words_said & *RESPOND != 0 || says_comment(element) && element.tag == "form";
    let Some(asking) = elements.iter().find(asks) else { return false };
    let above = |element: &&Element| (element.depth > 0).then(|| &elements[element.parent as usize]);
    std::iter::successors(Some(asking), above).all(|element| element.words_said & *DISCUSSION == 0)
}

/// Whether a page says that it is a thread. Comments of that type say so too, below an article as well.
fn is_thread(document: &Document) -> bool {
    document.kinds & *THREAD != 0 && !document.elements.iter().any(|element| element.is_comment)
}

/// What was said of each block.
struct Said {
    /// The content judge drops it.
    dropped: Vec<bool>,
    /// Somebody else does, or keeps it.
    otherwise: Vec<bool>,
    /// A rule takes it for a part of comments.
    heading: Vec<bool>,
    /// Words of the blocks before each, of those that are kept and of all.
    kept_words: Vec<u32>,
    words: Vec<u32>,
}

impl Said {
    fn of(document: &Document, verdicts: &[Verdict]) -> Said {
        let blocks = &document.blocks;
        let nobody = || vec![false; blocks.len()];
        let mut said =
            Said { dropped: nobody(), otherwise: nobody(), heading: nobody(), kept_words: vec![0], words: vec![0] };
        for verdict in verdicts {
            let is_drop = verdict.action == Action::Drop;
            match verdict.reason.judge {
                // What is there twice is there once.
                Judge::Content if verdict.reason.rule == "said-elsewhere" => said.otherwise[verdict.block] = true,
                Judge::Content => said.dropped[verdict.block] |= is_drop,
                _ => said.otherwise[verdict.block] |= is_drop || verdict.action == Action::Keep,
            }
            if is_drop && verdict.reason.judge == Judge::Rule && verdict.reason.category == Category::CommentList {
                said.heading[verdict.block] = true;
            }
        }
        for (id, block) in blocks.iter().enumerate() {
            let words = if block.cues.hidden { 0 } else { count_words(&block.text) };
            let kept = if said.is_kept(id) { words } else { 0 };
            said.words.push(said.words[id] + words);
            said.kept_words.push(said.kept_words[id] + kept);
        }
        said
    }

    fn is_kept(&self, id: usize) -> bool {
        !self.dropped[id] && !self.otherwise[id]
    }

    /// Whether elements inside one say that they are comments, too, and say something that the judge keeps: an element
    /// that says so alone may be the article, which is open for comments.
    fn has_comments(&self, elements: &[Element], of: usize) -> bool {
        let inside = &elements[of + 1..][..elements[of].elements as usize];
        let words = |element: &Element| {
            self.kept_words[element.blocks.end as usize] - self.kept_words[element.blocks.start as usize]
        };
        inside
            .iter()
            .any(|element| says_comment(element) && !element.blocks.is_empty() && words(element) >= LEAST_WORDS)
    }

    /// Whether the judge keeps so much of an element that it is more than comments.
    fn is_article(&self, element: &Element) -> bool {
        let sum = |sums: &[u32]| sums[element.blocks.end as usize] - sums[element.blocks.start as usize];
        !element.blocks.is_empty() && sum(&self.kept_words) as f32 > MOST_KEPT * sum(&self.words) as f32
    }
}

/// For each element, whether it is inside one that says it holds comments. `first` is the first block that is kept.
fn areas(document: &Document, said: &Said, first: usize) -> Vec<bool> {
    let mut areas: Vec<bool> = Vec::with_capacity(document.elements.len());
    let mut elsewhere: Vec<bool> = Vec::with_capacity(document.elements.len());
    for (id, element) in document.elements.iter().enumerate() {
        let above = |known: &[bool]| id > 0 && known[element.parent as usize];
        let says_comment = says_comment(element);
        // Where the judge keeps what stands there, but for a page that says it is open for comments, it is a thread,
        // and what is dropped inside is furniture.
        let is_thread = says_comment && said.is_article(element) && element.blocks.start as usize > first;
        elsewhere.push(above(&elsewhere) || is_thread || is_elsewhere(element));
        areas.push(!elsewhere[id] && (above(&areas) || (says_comment && !said.is_article(element))));
    }
    areas
}

/// Whether an element says that it holds comments. What a page's outermost parts say, they say of the page.
fn says_comment(element: &Element) -> bool {
    (element.words_said & *COMMENT != 0 || element.is_comment) && !matches!(element.tag, "html" | "body" | "main")
}

fn is_elsewhere(element: &Element) -> bool {
    element.words_said & *ELSEWHERE != 0 || matches!(element.tag, "aside" | "nav")
}

/// For each element, whether the nearest one that says anything says that it is no comment's text.
fn furniture(elements: &[Element]) -> Vec<bool> {
    let mut furniture: Vec<bool> = Vec::with_capacity(elements.len());
    for (id, element) in elements.iter().enumerate() {
        let said = element.words_said;
        let is_short = element.chars <= LABEL_CHARS;
        let own = said & *FURNITURE != 0
            || matches!(element.tag, "form" | "nav" | "button" | "time" | "label")
            || (is_short && (said & *LABEL != 0 || matches!(element.tag, "header" | "footer" | "cite")));
        furniture.push(own || (!says_comment(element) && id > 0 && furniture[element.parent as usize]));
    }
    furniture
}

/// For each block, whether it stands in the part of the page that a heading over comments opens.
fn below_headings(document: &Document, said: &Said) -> Vec<bool> {
    let mut below = vec![false; document.blocks.len()];
    let mut done = 0;
    for id in 0..document.blocks.len() {
        let is_heading = said.heading[id] && said.words[id + 1] - said.words[id] <= HEADING_WORDS;
        if is_heading && id >= done {
            done = part_below(document, said, id).unwrap_or(id + 1);
            below[id + 1..done].fill(true);
        }
    }
    below
}

/// Where the part ends: the nearest element around the heading that holds text behind it, all of it dropped.
fn part_below(document: &Document, said: &Said, heading: usize) -> Option<usize> {
    let mut at = document.blocks[heading].cues.element as usize;
    loop {
        let element = document.elements.get(at)?;
        let end = element.blocks.end as usize;
        if matches!(element.tag, "html" | "body" | "main") || said.kept_words[end] > said.kept_words[heading] {
            return None;
        }
        if end > heading + 1 && said.words[end] - said.words[heading + 1] >= LEAST_WORDS {
            return Some(end);
        }
        at = element.parent as usize;
    }
}

/// A block without a word of letters, or all of it a link or a control: a count, a name, a button.
fn is_label(block: &Block) -> bool {
    let is_short = (block.text.len() as u32) <= LABEL_CHARS;
    let chars = block.text.chars().filter(|c| !c.is_whitespace()).count() as u32;
    !block.text.contains(char::is_alphabetic)
        || (is_short && 10 * block.cues.link_chars >= 8 * chars)
        || block.cues.controls > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{Selectors, parse};
    use crate::verdict::Reason;

    /// The comments of a page whose judge keeps what says "story".
    fn comments(html: &str, rules: &[&str]) -> Vec<String> {
        let document = parse(html, &Selectors::default(), &Limits::default()).document;
        let verdict = |block, judge| Verdict {
            block,
            action: Action::Drop,
            reason: Reason { judge, category: Category::CommentList, rule: "x".into(), evidence: "".into() },
        };
        let blocks = || document.blocks.iter().enumerate();
        let dropped = blocks().filter(|(_, block)| !block.text.contains("story"));
        let by_rule = blocks().filter(|(_, block)| rules.contains(&&*block.text));
        let mut verdicts: Vec<Verdict> = dropped.map(|(id, _)| verdict(id, Judge::Content)).collect();
        verdicts.extend(by_rule.map(|(id, _)| verdict(id, Judge::Rule)));
        let comments = of(&document, &verdicts);
        blocks().filter(|(id, _)| comments[*id]).map(|(_, block)| block.text.clone()).collect()
    }

    #[test]
    fn elements_that_say_so() {
        for area in [
            "<section id=comments><ol><li>A fine tale, thank you for it.</ol></section>",
            "<div class=kommentar-liste><div class=kommentar-text>A fine tale, thank you for it.</div></div>",
            "<div itemprop=comment><p>A fine tale, thank you for it.</div>",
            "<div itemscope itemtype='https://schema.org/Comment'><p>A fine tale, thank you for it.</div>",
            "<div class=comments-area><div class=comment><p>A fine tale, thank you for it.</div><p>+1</div>",
        ] {
            assert_eq!(comments(&format!("<p>A story.</p>{area}"), &[]), ["A fine tale, thank you for it."], "{area}");
        }
    }

    #[test]
    fn names_dates_and_buttons_are_left_out() {
        let page = "<p>A story.</p><ol class=comment-list><li class='comment comment-author-admin'>
            <footer class=comment-meta><b class=fn>Ann</b> <time>May 4</time></footer>
            <div class=comment-content><p>It rained in mine, too, for eleven days, and then it stopped.</div>
            <span class=votes>3</span><div class=reply><a href=#>Reply</a></div></li></ol>
            <div id=respond class=comment-respond><p>Your address will not be shown to anybody.</p></div>";
        assert_eq!(comments(page, &[]), ["It rained in mine, too, for eleven days, and then it stopped."]);
    }

    #[test]
    fn a_heading_opens_a_part() {
        let page =
            "<main><p>A story.</p><div><div><h3>3 replies here</h3></div><div><p>It rained in mine, too.</div></div>
            <div><p>Something else for you to read.</div></main>";
        assert_eq!(comments(page, &["3 replies here"]), ["It rained in mine, too."]);
        assert_eq!(comments(page, &[]), Vec::<String>::new());
    }

    #[test]
    fn what_says_comment_and_holds_none() {
        for page in [
            "<div class=comments-open><p>A story.</p><p>Read this too.</p></div>",
            "<p>A story.</p><div class=sidebar><ul class=recent-comments><li>Ann on something that she has read</ul></div>",
            "<div class=comments><p>Comments that stand above everything.</div><p>A story.</p>",
            "<p>A story.</p><div class=comments hidden><p>Nobody can see this text.</div>",
        ] {
            assert_eq!(comments(page, &[]), Vec::<String>::new(), "{page}");
        }
    }

    /// What falls of a page of which the judge keeps all.
    fn fallen(html: &str) -> Vec<String> {
        let document = parse(html, &Selectors::default(), &Limits::default()).document;
        let fallen = kept(&document, &[]);
        fallen.into_iter().map(|verdict| document.blocks[verdict.block].text.clone()).collect()
    }

    #[test]
    fn comments_that_the_judge_keeps_fall_below_an_article() {
        const SAID: &str = "It rained in mine, too, for eleven days.";
        let page = |body: &str, above: usize, below: usize| {
            let (story, comment) = ("word ".repeat(above), format!("<li class=comment><p>{SAID}"));
            format!(
                "<body class='{body}'><p>{story}</p><ol class=commentlist>{}</ol><form id=commentform><textarea></textarea></form>",
                comment.repeat(below)
            )
        };
        let declared = |page: String| format!("<meta property=og:type content=article>{page}");
        assert_eq!(fallen(&page("", 60, 2)), [SAID; 2]);
        assert_eq!(fallen(&declared(page("forum", 60, 2))), [SAID; 2]);
        // What is open for comments and has none, a forum, a page without a place for comments.
        let open = page("", 60, 2).replace("<li class=comment>", "<li>");
        let closed = page("", 60, 2).replace("<form id=commentform>", "<form>");
        for kept in [open, page("forum", 60, 2), closed] {
            assert_eq!(fallen(&kept), [""; 0], "{kept}");
        }
        // More is said than the page says: below a link that is what it is there for.
        assert_eq!(fallen(&declared(page("", 60, 20))), [""; 0]);
        assert_eq!(fallen(&declared(page("", 220, 40))).len(), 40);
    }
}
