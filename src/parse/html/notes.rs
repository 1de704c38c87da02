//! The signs that lead from a note back to where the text speaks of it: on the page they are buttons, in a text nothing.

use super::dom::{Dom, NodeId};

/// Signs of such links.
const SIGNS: [char; 17] = ['^', '↑', '⇑', '⇧', '⬆', '↥', '⤒', '⤴', '⮝', '↩', '⏎', '↵', '⤶', '⮐', '↰', '▲', '¶'];

/// Bytes of the longest sign, what makes an emoji of it or a picture of that included.
const LONGEST: usize = 12;

/// Nodes of such a link, and of what stands beside it, that are looked at.
const NODES: usize = 8;

/// Where MediaWiki has such a link lead.
const REFERENCES: [&str; 2] = ["#cite_ref", "#_ref-"];

/// Whether a link to a place on this page is the way back from a note. The second one to a note may have a number.
pub(super) fn is_backlink(dom: &Dom, link: NodeId) -> bool {
    let mut inside = dom.descendants(link);
    let mut is_sign = false;
    for node in inside.by_ref().take(NODES) {
        let Some(text) = dom.text(node).map(str::trim).filter(|text| !text.is_empty()) else { continue };
        let is_raised = || dom.parent(node).and_then(|around| dom.tag(around)).is_some_and(|tag| &**tag == "sup");
        if !(is_back(text) || is_sign && is_raised() && text.bytes().all(|byte| byte.is_ascii_digit())) {
            return is_reference(dom, link);
        }
        is_sign = true;
    }
    is_sign && inside.next().is_none()
}

/// Whether a text that begins an item is the sign before the letters, each a link, of a reference of MediaWiki: `^ a b`.
pub(super) fn is_before_backlinks(dom: &Dom, node: NodeId, text: &str) -> bool {
    is_back(text.trim())
        && dom.next_sibling(node).is_some_and(|next| {
            is_reference(dom, next) || dom.descendants(next).take(NODES).any(|inside| is_reference(dom, inside))
        })
}

/// Whether an element at the beginning of an item is what MediaWiki puts around the sign and the letters, with words such as
/// “and” between them.
pub(super) fn is_backlinks(dom: &Dom, node: NodeId) -> bool {
    dom.descendants(node).take(NODES).find_map(|node| dom.text(node)).is_some_and(|text| is_back(text.trim()))
        && dom.attribute(node, "class").is_some_and(|class| class.contains("mw-cite-backlink"))
}

fn is_reference(dom: &Dom, link: NodeId) -> bool {
    dom.attribute(link, "href").is_some_and(|href| REFERENCES.iter().any(|reference| href.starts_with(reference)))
}

fn is_back(text: &str) -> bool {
    let is_sign = |c| SIGNS.contains(&c) || matches!(c, '\u{fe0e}' | '\u{fe0f}');
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::super::written::texts;

    #[test]
    fn the_way_back_from_a_note_is_no_text() {
        for (html, text) in [
            ("<ol><li id=n1>Log of 1911, p. 3. <a href='#r1'>↩</a></ol>", "Log of 1911, p. 3."),
            (
                "<ol><li id=n1>Log, p. 4.&nbsp;<a href='#r1'>↩︎</a> <a href='#r2'>↩︎<sup>2</sup></a></ol>",
                "Log, p. 4.\u{a0}",
            ),
            ("<ol><li id=n1><b><a href='#r1'>^</a></b> Quist, p. 5.</ol>", "Quist, p. 5."),
            ("<div id=n1><sup>1</sup> Quist, p. 6. <a href='#r1'><span>⇧</span></a></div>", "1 Quist, p. 6."),
            ("<dl><dt>wick(oil)<a href='#wick'>¶</a></dl>", "wick(oil)"),
        ] {
            assert_eq!(texts(html), [text], "{html}");
        }
        assert!(texts("<p><a href='#'>↑</a></p>").is_empty());
    }

    #[test]
    fn the_ways_back_of_an_encyclopedia_are_no_text() {
        let letters =
            "<a href='#cite_ref-q_1-0'><sup><i><b>a</b></i></sup></a> <a href='#cite_ref-q_1-1'><sup>b</sup></a>";
        for html in [
            format!("<ol><li><span class=mw-cite-backlink>^ {letters}</span> <span>Quist, p. 7.</span></ol>"),
            format!("<ol><li>^ {letters} Quist, p. 7.</ol>"),
            format!("<ol><li>↑ <sup>{letters}</sup> Quist, p. 7.</ol>"),
            "<ol><li><span class='mw-cite-backlink noprint'>↑ <a href='#cite_ref-1'>a</a> et <a href='#cite_ref-2'>b</a></span> Quist, p. 7.</ol>".into(),
            "<ol><li><a href='#cite_ref-3'><span>Jump up </span>^</a> Quist, p. 7.</ol>".into(),
        ] {
            assert_eq!(texts(&html), ["Quist, p. 7."], "{html}");
        }
    }

    #[test]
    fn other_signs_and_other_links_stay() {
        for (html, text) in [
            (
                "<p>Lit<a href='#n1'>*</a> at dusk<a href='#n2'>†</a>, see <a href='#n3'>§</a> 3",
                "Lit* at dusk†, see § 3",
            ),
            ("<p>Up is <a href=/keys>↑</a>, and so is ^", "Up is ↑, and so is ^"),
            ("<ul><li>^ <a href=/keys>a</a> is typed with shift</ul>", "^ a is typed with shift"),
            ("<p><a href='#top'>↑ Top of the tower</a>", "↑ Top of the tower"),
            ("<pre>x <a href='#xor'>^</a> y</pre>", "x ^ y"),
        ] {
            assert_eq!(texts(html), [text], "{html}");
        }
    }
}
