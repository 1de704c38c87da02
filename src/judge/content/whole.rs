//! What stays because of what stays around it: the rest of a list or table, a piece between the paragraphs of a text,
//! the question over an answer, a term and what is said of it.
//!
//! The cut is the page's, and may lie amid the rows of one table: half of it is worth less to a reader than all or
//! nothing. What the limits are was chosen by cross-validated F1 (`training/README.md`), where they change little; they
//! are there for whoever reads the article.

use rustc_hash::FxHashMap;

use super::decision::DOUBTFUL;
use crate::block::{Block, BlockKind, Document, ElementId};

/// Of a list or table of which half of the words stay all stays that is at least so likely.
const OF_WHOLE: f32 = 0.3;

/// How likely a page must be one text for that what stands between its paragraphs is a part of it.
const ONE_TEXT: f32 = 0.5;
/// How many blocks may stand between two that stay.
const BETWEEN: usize = 5;
/// Words of the shortest paragraph among them.
const SENTENCE: u32 = 3;
/// How many elements up what is around them is looked for.
const AROUND: usize = 4;

/// Words of the shortest sentence that stays whatever falls beside it.
const PROSE: u32 = 10;
/// How many elements up it must stand where the paragraphs around it do: in one of its own, or in theirs.
const BESIDE: usize = 2;

/// From this likelihood on code stays between blocks that stay.
const CODE: f32 = 0.25;
/// How many blocks, buttons and names of languages included, may stand between these.
const BOXES: usize = 16;
/// How many elements up a line of code stands where the text around its box does.
const BOX: usize = 9;

/// From this likelihood on what is said of a term stays with it, and the term with what is said of it.
const OF_PAIR: f32 = 0.25;

/// From this likelihood on a question stays over an answer that stays.
const QUESTION: f32 = 0.25;

/// How many elements up the list or table of an item or row is looked for: it stands in `<li>`, or in `<tr>` and `<tbody>`.
const UP: usize = 6;

/// Lets more blocks stay than are `kept`. `may_stay` tells which are no copies of others and the like.
pub(super) fn complete(
    document: &Document,
    words: &[u32],
    likely: &[f32],
    one_text: f32,
    may_stay: impl Fn(usize) -> bool,
    kept: &mut [bool],
) {
    if document.elements.is_empty() || !kept.contains(&true) || !kept.contains(&false) {
        return;
    }
    let may_stay = |id: usize, least: f32| likely[id] >= least && may_stay(id);
    complete_wholes(document, words, &may_stay, kept);
    complete_pairs(document, &may_stay, kept);
    if one_text >= ONE_TEXT {
        complete_between(document, words, &may_stay, kept);
        complete_beginning(document, words, &may_stay, kept);
    }
    complete_code(document, &may_stay, kept);
    for id in 0..kept.len() - 1 {
        let asks = || document.blocks[id].text.trim_end().ends_with(['?', '？', '؟']) && words[id + 1] >= words[id];
        kept[id] |= kept[id + 1] && may_stay(id, QUESTION) && asks();
    }
}

/// Lists and tables of which half of the words stay.
fn complete_wholes(document: &Document, words: &[u32], may_stay: &impl Fn(usize, f32) -> bool, kept: &mut [bool]) {
    let wholes: Vec<Option<ElementId>> = document.blocks.iter().map(|block| whole(document, block)).collect();
    // Words that stay, and all words, of each.
    let mut sums: FxHashMap<ElementId, (u32, u32)> = FxHashMap::default();
    for (id, whole) in wholes.iter().enumerate() {
        if let Some(whole) = whole {
            let (stay, all) = sums.entry(*whole).or_default();
            *stay += if kept[id] { words[id] } else { 0 };
            *all += words[id];
        }
    }
    for (id, whole) in wholes.iter().enumerate() {
        let stays = |whole: &ElementId| sums.get(whole).is_some_and(|&(stay, all)| stay > 0 && 2 * stay >= all);
        kept[id] |= whole.as_ref().is_some_and(stays) && may_stay(id, OF_WHOLE);
    }
}

/// The list or table that a block is a part of.
fn whole(document: &Document, block: &Block) -> Option<ElementId> {
    let (tags, most): (&[&str], usize) = match block.kind {
        BlockKind::TableRow => (&["table"], UP),
        BlockKind::ListItem { .. } => (&["ul", "ol"], UP),
        // `<dt>` and `<dd>`, with or without an element in them.
        _ => (&["dl"], 2),
    };
    around(document, block).take(most + 1).find(|&element| tags.contains(&document.elements[element as usize].tag))
}

/// Blocks that are likelier content than not, and stand in one element with kept ones before and behind them. A label,
/// such as that of a button, is no piece of a text.
fn complete_between(document: &Document, words: &[u32], may_stay: &impl Fn(usize, f32) -> bool, kept: &mut [bool]) {
    let stands_in = |id: usize, element: ElementId| {
        around(document, &document.blocks[id]).take(AROUND).any(|around| around == element)
    };
    let mut end = 0;
    while let Some(start) = (end..kept.len()).find(|&id| !kept[id]) {
        end = (start..kept.len()).find(|&id| kept[id]).unwrap_or(kept.len());
        if start == 0 || end == kept.len() || end - start > BETWEEN {
            continue;
        }
        let Some(both) = common(document, start - 1, end) else { continue };
        let is_label = |id: usize| document.blocks[id].kind == BlockKind::Paragraph && words[id] < SENTENCE;
        if (start..end).all(|id| may_stay(id, DOUBTFUL) && stands_in(id, both) && !is_label(id)) {
            kept[start..end].fill(true);
            continue;
        }
        // A sentence that stands where those around it stand is one of them, whatever else is there.
        let is_beside = |id: usize| around(document, &document.blocks[id]).take(BESIDE).any(|element| element == both);
        for id in start..end {
            kept[id] |= may_stay(id, DOUBTFUL) && is_beside(id) && is_prose(&document.blocks[id], words[id]);
        }
    }
}

/// Code between blocks that stay, in the element that these stand in: what belongs to its box, such as a button that copies
/// it or the name of its language, makes a line of it look like a label.
fn complete_code(document: &Document, may_stay: &impl Fn(usize, f32) -> bool, kept: &mut [bool]) {
    let is_code = |id: usize| document.blocks[id].kind == BlockKind::Code && may_stay(id, CODE);
    let mut end = 0;
    while let Some(start) = (end..kept.len()).find(|&id| !kept[id]) {
        end = (start..kept.len()).find(|&id| kept[id]).unwrap_or(kept.len());
        if start == 0 || end == kept.len() || end - start > BOXES {
            continue;
        }
        let Some(both) = common(document, start - 1, end) else { continue };
        let stands_in = |id: &usize| around(document, &document.blocks[*id]).take(BOX).any(|element| element == both);
        (start..end).filter(|&id| is_code(id)).filter(stands_in).for_each(|id| kept[id] = true);
    }
}

/// Terms and their descriptions: what is said of a term that stays stays, and so does a term of which all that is said stays.
fn complete_pairs(document: &Document, may_stay: &impl Fn(usize, f32) -> bool, kept: &mut [bool]) {
    // Terms in a row, and what is said of them; and the last such of each list.
    let mut pairs: Vec<[Vec<usize>; 2]> = Vec::new();
    let mut last: FxHashMap<ElementId, usize> = FxHashMap::default();
    let tag = |element: ElementId| document.elements[element as usize].tag;
    for (id, block) in document.blocks.iter().enumerate() {
        let part = around(document, block).take(UP).find(|&part| matches!(tag(part), "dt" | "dd"));
        let Some(part) = part else { continue };
        let (list, is_said) = (document.elements[part as usize].parent, tag(part) == "dd");
        // Now and then a figure stands above its name.
        match last.get(&list).filter(|&&pair| is_said || pairs[pair].iter().any(Vec::is_empty)) {
            Some(&pair) => pairs[pair][usize::from(is_said)].push(id),
            None => {
                last.insert(list, pairs.len());
                pairs.push(if is_said { [Vec::new(), vec![id]] } else { [vec![id], Vec::new()] });
            }
        }
    }
    for [terms, said] in pairs {
        let stays = match said.iter().all(|&id| kept[id]) {
            true if !said.is_empty() => terms,
            _ if terms.iter().any(|&id| kept[id]) => said,
            _ => continue,
        };
        stays.into_iter().for_each(|id| kept[id] |= may_stay(id, OF_PAIR));
    }
}

/// Sentences that are likelier content than not, above the first paragraphs that stay, in the element that these stand in:
/// a text may begin outside of `<p>`.
fn complete_beginning(document: &Document, words: &[u32], may_stay: &impl Fn(usize, f32) -> bool, kept: &mut [bool]) {
    let is_prose = |id: usize| is_prose(&document.blocks[id], words[id]);
    let mut paragraphs = (0..kept.len()).filter(|&id| kept[id] && is_prose(id));
    let (Some(first), Some(second)) = (paragraphs.next(), paragraphs.next()) else { return };
    let Some(both) = common(document, first, second) else { return };
    let is_beside = |id: usize| around(document, &document.blocks[id]).take(BESIDE).any(|element| element == both);
    let mut end = first;
    for id in (0..first).rev() {
        if end - id > BETWEEN {
            break;
        }
        if !kept[id] && may_stay(id, DOUBTFUL) && is_prose(id) && is_beside(id) {
            kept[id] = true;
            end = id;
        }
    }
}

/// The innermost element that two blocks stand in, where it is near.
fn common(document: &Document, one: usize, other: usize) -> Option<ElementId> {
    let stands_in =
        |element: &ElementId| around(document, &document.blocks[other]).take(AROUND).any(|around| around == *element);
    around(document, &document.blocks[one]).take(AROUND).find(stands_in)
}

/// Whether a block is a sentence or more, and no link to something else.
fn is_prose(block: &Block, words: u32) -> bool {
    let text = block.text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ' ']);
    let is_link = 3 * block.cues.link_chars as usize >= block.text.chars().count();
    block.kind == BlockKind::Paragraph
        && words >= PROSE
        && text.ends_with(['.', '!', '?', '…', '。', '！', '？'])
        && !is_link
}

/// The element of a block, its parent, and so on.
fn around<'d>(document: &'d Document, block: &Block) -> impl Iterator<Item = ElementId> + use<'d> {
    let parent = |&element: &ElementId| {
        let parent = document.elements.get(element as usize)?.parent;
        (parent != element).then_some(parent)
    };
    std::iter::successors(Some(block.cues.element), parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::count_words;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    /// What stays of a page: how likely each block is stands in front of it, in percent, and those of at least 70 stay at
    /// first.
    fn kept(html: &str, one_text: f32) -> Vec<String> {
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let likely: Vec<f32> = document.blocks.iter().map(|block| percent(&block.text)).collect();
        let words: Vec<u32> = document.blocks.iter().map(|block| count_words(&block.text).max(SENTENCE)).collect();
        let mut kept: Vec<bool> = likely.iter().map(|&likely| likely >= 0.7).collect();
        complete(&document, &words, &likely, one_text, |_| true, &mut kept);
        let blocks = document.blocks.iter().zip(kept).filter(|(_, kept)| *kept);
        blocks.map(|(block, _)| block.text.clone()).collect()
    }

    fn percent(text: &str) -> f32 {
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse::<f32>().expect("a number in each block") / 100.0
    }

    #[test]
    fn a_table_is_whole() {
        let html = "<table><tr><th>46 town<th>mills<tr><td>80 Ely<td>two<tr><td>75 Wisbech<td>six</table>";
        assert_eq!(kept(html, 0.0).len(), 3);
        assert_eq!(kept(&html.replace("46", "20"), 0.0).len(), 2, "what is husk is no part of it");
        assert_eq!(kept(&html.replace("80", "60").replace("75", "10"), 0.0), [""; 0], "nothing of it stays");
    }

    #[test]
    fn a_list_is_whole_where_half_of_it_stays() {
        let html = "<ul><li>80 flour<li>61 nutmeg<li>75 <a href=/salt>salt</a><li>40 yeast</ul>";
        assert_eq!(kept(html, 0.0).len(), 4);
        assert_eq!(kept(&html.replace("75", "65"), 0.0), ["80 flour"]);
        let pairs = "<dl><dt>52 Built<dd>90 in 1701<dt>55 Height<dd><p>88 nine metres</p></dl>";
        assert_eq!(kept(pairs, 0.0).len(), 4);
    }

    #[test]
    fn a_term_and_what_is_said_of_it_stay_together() {
        let html = "<dl><dt>80 Weight<dd>30 1.3 kg<dt>20 Cloth<dd>90 wool<dt>90 Maker<dd>90 Ada, <p>20 of Hull</p></dl>\
                    <dl><dd>80 890 euros<dt>40 Rent</dl><dl><dt>50 Code<dd>20 X1</dl>";
        let pairs = ["80 Weight", "30 1.3 kg", "90 wool", "90 Maker", "90 Ada,", "80 890 euros", "40 Rent"];
        assert_eq!(kept(html, 0.0), pairs);
        assert_eq!(kept(&html.replace("80", "60"), 0.0), ["90 wool", "90 Maker", "90 Ada,"]);
    }

    #[test]
    fn what_stands_between_paragraphs_of_one_text_is_a_part_of_it() {
        let html = "<body><article><div><p>90 one</p><h3>55 two</h3><blockquote>60 three</blockquote><p>85 four</p></div>\
                    <div class=box><div><div><div><p>65 five</p></div></div></div></div></article>\
                    <p>95 six</p></body>";
        assert_eq!(kept(html, 0.9), ["90 one", "55 two", "60 three", "85 four", "95 six"]);
        assert_eq!(kept(html, 0.3), ["90 one", "85 four", "95 six"]);
        assert_eq!(kept(&html.replace("55", "45"), 0.9), ["90 one", "85 four", "95 six"]);
    }

    #[test]
    fn code_between_paragraphs_stays_whatever_its_box_says() {
        let html = "<div><p>90 one</p><div class=group><label>5 npm</label><button>4 Copy</button>\
                    <pre><code><b>30 npm add kestrel</b></code></pre></div><p>85 four</p></div><pre>20 five</pre><p>80 six</p>";
        assert_eq!(kept(html, 0.3), ["90 one", "30 npm add kestrel", "85 four", "80 six"]);
        assert_eq!(kept(&html.replace("30 npm", "20 npm"), 0.3), ["90 one", "85 four", "80 six"]);
        assert_eq!(kept(&html.replace("pre>", "p>"), 0.3), ["90 one", "85 four", "80 six"]);
    }

    #[test]
    fn a_sentence_between_paragraphs_stays_whatever_falls_beside_it() {
        let said = "60 The wheel turned day and night, and the farmers queued at the bridge.";
        let html = format!("<div><p>90 one</p><figcaption>20 a wheel</figcaption><p>{said}</p><p>85 four</p></div>");
        assert_eq!(kept(&html, 0.9), ["90 one", said, "85 four"]);
        assert_eq!(kept(&html, 0.3), ["90 one", "85 four"]);
        for other in [
            html.replace("60", "45"),
            html.replace("bridge.", "bridge"),
            html.replace("<p>60", "<section><div><p>60"),
            html.replace("The wheel turned day and night", "<a href=/w>The wheel turned day and night</a>"),
        ] {
            assert_eq!(kept(&other, 0.9), ["90 one", "85 four"], "{other}");
        }
    }

    #[test]
    fn a_text_may_begin_outside_of_its_paragraphs() {
        let (first, second) = (
            "60 The wheel turned day and night, and the farmers queued at the bridge.",
            "75 It burned on a night in May, and nobody could tell why.",
        );
        let third = second.replace("75", "90");
        let html = format!("<div><ul><li>10 More</ul><span>{first}</span><p>{second}</p><p>{third}</p></div>");
        assert_eq!(kept(&html, 0.9), [first, second, &third]);
        assert_eq!(kept(&html, 0.3), [second, &third]);
        for other in [
            html.replace("60", "45"),
            html.replace("<span>60", "<section><div><p>60").replace("bridge.</span>", "bridge.</p></div></section>"),
            html.replace("bridge.", "bridge"),
        ] {
            assert_eq!(kept(&other, 0.9), [second, &third], "{other}");
        }
    }

    #[test]
    fn a_question_stays_with_its_answer() {
        let html = "<div><div><button>30 open?</button><div><p>90 all day</p></div></div></div>";
        assert_eq!(kept(html, 0.0).len(), 2);
        assert_eq!(kept(&html.replace("90", "60"), 0.0).len(), 0);
        assert_eq!(kept(&html.replace("open?", "open"), 0.0).len(), 1);
    }
}
