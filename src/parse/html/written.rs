//! What a page shows without writing it as text, or writes without it being text: the marks of a quotation, raised and
//! lowered numbers, formulas, the numbers beside the lines of a listing.

use std::borrow::Cow;

use super::dom::{Dom, NodeId};
use super::math;
use super::tags::{UNKNOWN, lookup};

/// Characters of the longest raised or lowered number.
const RAISED: usize = 8;

/// Signs behind which the number of a note stands, other than letters and digits.
const ENDS: [char; 20] =
    ['.', ',', ';', ':', '!', '?', '%', ')', ']', '"', '\'', '”', '“', '’', '»', '«', '…', '。', '，', '」'];

/// Elements between a raised number and the link around it, or who is quoted and the quotation.
const NESTED: usize = 4;

/// Nodes of a quotation that are looked at.
const QUOTED: usize = 32;

/// What stands before and behind the text of an element; `last` is the character that it follows without a space, and
/// `in_link` whether it stands in a link.
///
/// A browser writes the marks of a `<q>`. A raised or lowered number behind a number would be one with it: 10<sup>6</sup>
/// grains are not 106, 101<sub>2</sub> is not 1012, nor was what has footnote 2 built in 19622. Behind a full stop the
/// number of a note would be a fraction: what cost £4,100 did not cost 4,100.1. Nor is there a "wheel19".
pub(super) fn around(
    dom: &Dom,
    node: NodeId,
    tag: &str,
    last: Option<char>,
    in_link: bool,
) -> Option<(Cow<'static, str>, &'static str)> {
    match tag {
        // A quotation of whole paragraphs has marks enough, or needs none.
        "q" => {
            let mut says = false;
            for node in dom.descendants(node).take(QUOTED) {
                says |= dom.text(node).is_some_and(|text| !text.trim().is_empty());
                if dom.tag(node).is_some_and(|tag| lookup(tag).1.is_block()) {
                    return None;
                }
            }
            says.then_some(("“".into(), "”"))
        }
        // The second of two in a row goes on with the first.
        "sub"
            if dom.previous_sibling(node).is_some_and(|before| dom.tag(before).is_some_and(|tag| &**tag == "sub")) =>
        {
            None
        }
        "sub" | "sup" if last.is_some_and(|last| last.is_alphanumeric() || ENDS.contains(&last)) => {
            let pieces = inside(dom, node).filter_map(|node| dom.text(node));
            let text: String = pieces.map(|text| &text[..text.floor_char_boundary(2 * RAISED)]).collect();
            let text = text.trim();
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if text.len() > RAISED || !is_number(text.trim_start_matches(['-', '−', '+'])) {
                return None;
            }
            let is_a = |node: &NodeId| dom.tag(*node).is_some_and(|tag| &**tag == "a");
            let link = inside(dom, node).find(is_a).or_else(|| whole_link(dom, node).filter(|_| in_link));
            // Behind a word it may be a power, of which something is said elsewhere.
            let is_here = |link: NodeId| dom.attribute(link, "href").is_some_and(|to| to.contains('#'));
            if link.is_some_and(|link| !last.is_some_and(char::is_alphabetic) || is_here(link)) {
                return Some(("[".into(), "]"));
            }
            // Behind a point that is no link a raised number may be cents.
            let sign = if tag == "sup" { "^" } else { "_" };
            last.is_some_and(|last| last.is_ascii_digit()).then_some((sign.into(), ""))
        }
        UNKNOWN => math::around(dom, node, last).map(|(opens, closes)| (opens.into(), closes)),
        _ => None,
    }
}

/// The link around an element, where there is nothing else in it.
fn whole_link(dom: &Dom, node: NodeId) -> Option<NodeId> {
    let is_alone = |&node: &NodeId| dom.previous_sibling(node).is_none() && dom.next_sibling(node).is_none();
    let mut alone = std::iter::successors(Some(node), |node| dom.parent(*node).filter(|_| is_alone(node))).take(NESTED);
    alone.find(|&node| dom.tag(node).is_some_and(|tag| &**tag == "a"))
}

/// The first nodes inside an element: as many as a raised number has, however deep a page nests it.
fn inside(dom: &Dom, node: NodeId) -> impl Iterator<Item = NodeId> {
    dom.descendants(node).take(4 * RAISED)
}

/// The formula that a script of MathJax or an image of LaTeX stands for, between dollar signs.
pub(super) fn formula(dom: &Dom, node: NodeId, tag: &str) -> Option<String> {
    let (formula, is_display) = match tag {
        "script" => {
            let kind = dom.attribute(node, "type")?;
            let kind = kind.strip_prefix("math/tex")?;
            (dom.inner_text(node), kind.contains("mode=display"))
        }
        "img" => {
            let mut classes = dom.attribute(node, "class")?.split_ascii_whitespace();
            classes.find(|class| matches!(*class, "latex" | "tex"))?;
            (dom.attribute(node, "alt")?.to_owned(), false)
        }
        _ => return None,
    };
    let formula = formula.trim();
    let sign = if is_display { "$$" } else { "$" };
    (!formula.is_empty()).then(|| format!("{sign}{formula}{sign}"))
}

/// Bytes of the longest text that is an icon.
const ICON: usize = 12;

/// Whether a text is an icon of a font that has pictures for letters: nothing but characters for private use, which stand
/// inside of words only where an old font has letters of a script there.
pub(super) fn is_icon(text: &str) -> bool {
    let is_private = |c| matches!(c, '\u{E000}'..='\u{F8FF}');
    let icon = text.trim();
    text.len() <= ICON && !icon.is_empty() && icon.chars().all(is_private)
}

/// Classes of the numbers beside a listing: Pygments, Rouge, Hexo, highlight.js, SyntaxHighlighter, Crayon, Chroma, GitHub.
const LINE_NUMBERS: [&str; 14] = [
    "blob-num",
    "gutter",
    "rouge-gutter",
    "lineno",
    "linenos",
    "line-number",
    "linenumber",
    "hljs-ln-numbers",
    "hljs-ln-n",
    "crayon-nums",
    "ln",
    "lnt",
    "lntd",
    "line-numbers",
];

/// Nodes of a cell with the numbers of all lines, and of an element with one.
const ALL_NUMBERS: usize = 4096;
const ONE_NUMBER: usize = 8;

/// Whether an element of a listing holds nothing but the number of its line, or a cell those of the listing in the
/// cell beside it, or buttons.
pub(super) fn is_line_numbers(dom: &Dom, node: NodeId, tag: &str, is_code: bool) -> bool {
    if !(tag == "td" || is_code && matches!(tag, "span" | "div")) {
        return false;
    }
    let Some(class) = dom.attribute(node, "class") else { return false };
    if tag == "div" {
        return class == "toolbar";
    }
    let most = if tag == "td" { ALL_NUMBERS } else { ONE_NUMBER };
    let is_bare = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace());
    let is_listing = |cell: NodeId| {
        let mut inside = dom.descendants(cell).take(ONE_NUMBER);
        inside.any(|node| {
            dom.tag(node).is_some_and(|tag| matches!(&**tag, "pre" | "code"))
                || dom.attribute(node, "class").is_some_and(|class| class.starts_with("crayon-pre"))
        })
    };
    class.split_ascii_whitespace().any(|class| LINE_NUMBERS.contains(&class))
        && dom.descendants(node).take(most).filter_map(|node| dom.text(node)).all(is_bare)
        && (is_code
            || std::iter::successors(dom.next_sibling(node), |cell| dom.next_sibling(*cell)).take(4).any(is_listing))
}

/// Nodes of a sample that are looked at for its first brace and its first list.
const SAMPLE: usize = 12;

/// Whether a `<code>` is a sample of JSON that lists lay out, as in Redoc.
pub(super) fn is_sample(dom: &Dom, node: NodeId) -> bool {
    let mut inside = dom.descendants(node).take(SAMPLE);
    let text = inside.by_ref().filter_map(|node| dom.text(node)).find(|text| !text.trim().is_empty());
    text.is_some_and(|text| text.trim_start().starts_with(['{', '[']))
        && inside.any(|node| dom.tag(node).is_some_and(|tag| matches!(&**tag, "ul" | "ol")))
}

/// Whether an element says on a line of its own who is quoted below. In forums it is a `<cite>` that style sheets make a
/// block, so that what is quoted touches it in the source; in running text a space follows it, or a comma.
pub(super) fn names_quoted(dom: &Dom, node: NodeId, tag: &str) -> bool {
    let is_first = |&node: &NodeId| {
        let before = dom.previous_sibling(node);
        before.is_none_or(|before| dom.text(before).is_some_and(|text| text.trim_ascii().is_empty()))
    };
    let begins =
        |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '„' | '‘' | '«'));
    tag == "cite"
        && dom.next_sibling(node).and_then(|next| dom.text(next)).is_some_and(begins)
        && std::iter::successors(Some(node), |node| dom.parent(*node).filter(|_| is_first(node)))
            .take(NESTED)
            .any(|around| dom.tag(around).is_some_and(|tag| &**tag == "blockquote"))
}

/// Nodes of a link beside a heading that are looked at: a sign, perhaps in an element or two.
const SIGN: usize = 8;

/// Whether an element in a heading is no part of it: the sign that links to the section, as of Sphinx, the link to edit it of
/// MediaWiki, the one to the top of a manual page of man7.org, the button of rustdoc that copies a path.
pub(super) fn is_aid_of_heading(dom: &Dom, node: NodeId, tag: &str) -> bool {
    match tag {
        "a" if dom.attribute(node, "href") == Some("#top_of_page") => true,
        "button" => dom.attribute(node, "id") == Some("copy-path"),
        "a" => {
            let mut inside = dom.descendants(node);
            let texts = inside.by_ref().take(SIGN).filter_map(|node| dom.text(node));
            let mut signs = 0;
            for text in texts {
                if text.len() > SIGN && !text.trim().is_empty() || text.contains(char::is_alphanumeric) {
                    return false;
                }
                signs += text.trim().len();
            }
            // What goes on is a link with text.
            signs > 0 && inside.next().is_none() && dom.attribute(node, "href").is_some_and(|href| href.contains('#'))
        }
        "span" | "div" => {
            let class = dom.attribute(node, "class").unwrap_or_default();
            class.split_ascii_whitespace().take(SIGN).any(|class| matches!(class, "mw-editsection" | "editsection"))
        }
        _ => false,
    }
}

/// Whether an element of that class holds nothing but the number of a page of the printed book, which stood in its margin.
pub(super) fn is_page_number(dom: &Dom, node: NodeId) -> bool {
    let texts: String =
        inside(dom, node).filter_map(|node| dom.text(node)).flat_map(|text| text.chars().take(16)).collect();
    let number = texts.trim().trim_matches(['[', ']', '{', '}', '(', ')']);
    let number = ["Pg", "pg", "Page", "page"].iter().find_map(|page| number.strip_prefix(page)).unwrap_or(number);
    let number = number.trim_start_matches(['.', ' ', '\u{a0}']);
    number.len() <= RAISED && number.bytes().all(|byte| byte.is_ascii_digit() || b"ivxlcIVXLC".contains(&byte))
}

/// The texts of a page's blocks.
#[cfg(test)]
pub(super) fn texts(html: &str) -> Vec<String> {
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};
    let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
    document.blocks.into_iter().map(|block| block.text).collect()
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn what_a_browser_writes_is_text() {
        for (html, text) in [
            ("<p>He said <q>never late</q> twice.", "He said “never late” twice."),
            ("<p>It was <q></q> so", "It was so"),
            ("<p>10<sup>6</sup> grains and 10<sup>-3</sup> of them", "10^6 grains and 10^-3 of them"),
            ("<p>In 1962<sup><a href=#f2>2</a></sup> and 63<a href=#f3><sup>3</sup></a>", "In 1962[2] and 63[3]"),
            (
                "<p>For $900.<sup><a href=#f1>1</a></sup> In 1962,<a href=#f2><sup>2</sup></a> “late”<sup><a href=#f3>3</a></sup>",
                "For $900.[1] In 1962,[2] “late”[3]",
            ),
            (
                "<p>Half, 50%<sup id=r4><a href=#f4>4</a></sup>; (x)<sup>2</sup> at <a href=/oil>$4.<sup>99</sup></a> or 4<sup>.9</sup>",
                "Half, 50%[4]; (x)2 at $4.99 or 4.9",
            ),
            ("<p>Some <a href=/s>10<sup>6</sup> grains</a>", "Some 10^6 grains"),
            (
                "<p>A wheel<sup><a href=#n16>16</a></sup> at a weir<a href=#n17><sup>17</sup></a> of x<sup><a href=/x>2</a></sup>",
                "A wheel[16] at a weir[17] of x2",
            ),
            (
                "<p>101<sub>2</sub> is 5<sub>10</sub>, H<sub>2</sub>O, C<sub>1</sub><sub>2</sub>",
                "101_2 is 5_10, H2O, C12",
            ),
            ("<p>The 1<sup>st</sup> of 12 m<sup>2</sup>, 40<sup>[3]</sup>", "The 1st of 12 m2, 40[3]"),
            ("<p>where <script type='math/tex'>E=mc^2</script> holds", "where $E=mc^2$ holds"),
            ("<p>where <img class=latex alt='E=mc^2'> holds", "where $E=mc^2$ holds"),
        ] {
            assert_eq!(texts(html), [text], "{html}");
        }
    }

    #[test]
    fn icons_are_no_text() {
        assert_eq!(texts("<p><i class=icon>\u{E62C}</i>Fast <b>\u{F101} </b>"), ["Fast"]);
        assert_eq!(texts("<p>a \u{E62C} b\u{E001}c<p>\u{E62C}"), ["a \u{E62C} b\u{E001}c"]);
        assert_eq!(texts("<p>wheel<b>\u{A0}</b>and weir"), ["wheel\u{A0}and weir"]);
    }

    #[test]
    fn who_is_quoted_has_a_line() {
        for (html, text) in [
            (
                "<blockquote><div><cite>Ada wrote: <i>↑</i> 6 May</cite>The lamp is out.</div></blockquote>",
                "Ada wrote: ↑ 6 May\nThe lamp is out.",
            ),
            ("<blockquote> <cite>Ada</cite>“Out,” it said.</blockquote>", "Ada\n“Out,” it said."),
            ("<blockquote><cite>The Post</cite> said so.</blockquote>", "The Post said so."),
            ("<blockquote><cite>Lamps</cite>, a book.</blockquote>", "Lamps, a book."),
            ("<blockquote>In <cite>Lamp</cite>s</blockquote>", "In Lamps"),
            ("<p><cite>Lamp</cite>s</p>", "Lamps"),
        ] {
            assert_eq!(texts(html), [text], "{html}");
        }
    }

    #[test]
    fn a_formula_stays_in_its_sentence_where_an_image_shows_it() {
        let html = "<p>Where <span><span style='display: none'><math><mi>E</mi><mo>=</mo><mi>m</mi></math></span>\
            <img alt=''></span> holds.</p><div hidden><math><mi>x</mi></math></div>";
        assert_eq!(texts(html), ["Where E=m holds.", "x"]);
    }

    #[test]
    fn what_helps_with_a_heading_is_no_part_of_it() {
        for (html, text) in [
            ("<h1>Queues<a class=headerlink href='#queues' title='Link to this heading'>¶</a></h1>", "Queues"),
            ("<h2><a href='#q'><b>#</b></a> Queues</h2>", "Queues"),
            (
                "<h2>Очереди<span class=mw-editsection><span>[</span><a href=x>править</a><span>]</span></span></h2>",
                "Очереди",
            ),
            ("<h2><a id=Q href='#Q'></a>Queues <a href='#top_of_page'><span>top</span></a></h2>", "Queues"),
            ("<h1>Struct Queue<button id=copy-path>Copy item path</button></h1>", "Struct Queue"),
            ("<dl><dt>queue(n)<a href=x><span class=viewcode-link><b>[source]</b></span></a></dl>", "queue(n)"),
            ("<details><summary class=hideme><b>Expand description</b></summary>A queue.</details>", "A queue."),
            ("<h2><a href='#q'>Queues</a></h2>", "Queues"),
            ("<h2>Learn C<a href=/sharp>#</a></h2>", "Learn C#"),
            ("<p>See <a href='#n'>§</a> there", "See § there"),
        ] {
            assert_eq!(texts(html), [text], "{html}");
        }
    }

    #[test]
    fn the_number_of_a_printed_page_is_no_text() {
        for (html, text) in [
            ("<p><span class=pagenum><a id=p3>[Pg 3]</a></span>“You are late", "“You are late"),
            ("<p>and <span class=pagenum>xii</span>so on", "and so on"),
            ("<p>and <span class=pagenum>so</span> on", "and so on"),
            ("<p>and <span class=num>4</span> more", "and 4 more"),
        ] {
            assert_eq!(texts(html), [text], "{html}");
        }
    }

    #[test]
    fn a_listing_of_other_elements_is_code() {
        let crayon = "<table class=crayon-table><tr class=crayon-row><td class=crayon-nums>\
            <div class=crayon-nums-content><div class=crayon-num>1</div><div class=crayon-num>2</div></div></td>\
            <td class=crayon-code><div class='crayon-pre'><div class=crayon-line>light(<span>1</span>):</div>\
            <div class=crayon-line>&nbsp; wait()</div></div></table>";
        let github = "<table class='highlight js-file-line-container'>\n<tbody>\n<tr>\n\
            <td class=blob-num data-line-number=1></td>\n<td class=blob-code>light(1):</td>\n</tr>\n<tr>\n\
            <td class=blob-num></td>\n<td class=blob-code>  <span>wait</span>()</td>\n</tr></table>";
        let highlighter = "<div class='syntaxhighlighter py'><div class='toolbar'><a href='#'>?</a></div><table><tr>\
            <td class=gutter><div class=line>1</div><div class=line>2</div></td><td class=code><div class=container>\
            <div class=line><code>light</code><code>(1):</code></div>\
            <div class=line><code class=spaces>&nbsp;&nbsp;</code><code>wait()</code></div></div></table></div>";
        for html in [crayon, github, highlighter] {
            assert_eq!(texts(html), ["light(1):\n  wait()"], "{html}");
        }
        assert_eq!(
            texts("<div class='syntaxhighlighter nogutter'><table><tr><td class=code>wait()</table></div>"),
            ["wait()"]
        );
    }

    #[test]
    fn the_numbers_of_lines_are_no_text() {
        let gutter = "<table><tr><td class=gutter><pre>1\n2\n</pre></td><td><pre>let x = 1;\nlet y = 2;</pre></table>";
        assert_eq!(texts(gutter), ["let x = 1;\nlet y = 2;"]);
        assert_eq!(texts("<pre><span class=ln>1</span>let x = 1;</pre>"), ["let x = 1;"]);
        assert_eq!(texts("<pre><span class=ln>one</span> 1</pre>"), ["one 1"]);
        assert_eq!(texts("<pre class='line-numbers'><code>42</code></pre>"), ["42"]);
        assert_eq!(texts("<table><tr><td class=gutter>1962</td><td>Skerry</td></table>"), ["1962 | Skerry"]);
    }
}
