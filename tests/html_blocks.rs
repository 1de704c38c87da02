//! Promise: a page becomes the blocks that a reader sees, and each block knows what the markup says of it.

use dehusk::block::{Block, BlockKind, Document, Element, Joint};
use dehusk::limits::Limits;
use dehusk::parse::html::words::bit;
use dehusk::parse::html::{Selectors, parse};

fn document(html: &str) -> Document {
    parse(html, &Selectors::default(), &Limits::default()).document
}

/// Blocks as Markdown would have them; `/` in front of those on the next line, `+` of those on the same.
fn outline(html: &str) -> Vec<String> {
    document(html).blocks.iter().map(|block| format!("{}{}", name(block), block.text)).collect()
}

fn name(block: &Block) -> String {
    let joint = match block.joint {
        Joint::Paragraph => "",
        Joint::Line => "/",
        Joint::Space => "+",
    };
    let hidden = if block.cues.hidden { "hidden " } else { "" };
    let indent = |depth: u8| "  ".repeat(usize::from(depth) - 1);
    let kind = match block.kind {
        BlockKind::Heading(level) => format!("h{level}: "),
        BlockKind::Paragraph => String::new(),
        BlockKind::ListItem { depth, number: None } => format!("{}- ", indent(depth)),
        BlockKind::ListItem { depth, number: Some(number) } => format!("{}{number}. ", indent(depth)),
        BlockKind::Quote => "> ".to_owned(),
        BlockKind::Code => "code: ".to_owned(),
        BlockKind::TableRow => "row: ".to_owned(),
        BlockKind::Caption => "caption: ".to_owned(),
    };
    format!("{joint}{hidden}{kind}")
}

#[test]
fn blocks_end_at_block_level_elements_and_double_breaks() {
    for (html, blocks) in [
        ("<div>a<p>b</p>c</div>d", &["a", "b", "c", "d"][..]),
        ("a<b> b</b><span>c</span><span> d </span> e", &["a bc d e"]),
        ("<p>one<br>two<br><br>three<br> <br><br>four", &["one\ntwo", "three", "four"]),
        ("<h1>A<br>B</h1><h7>c</h7>", &["h1: A B", "c"]),
        ("<p>a&nbsp;&nbsp;b</p><p>&nbsp;</p><p> \n </p>", &["a\u{a0}\u{a0}b"]),
        ("<my-card>a</my-card><my-card>b</my-card>", &["a b"]),
        ("<p>a<hr>b<wbr>c", &["a", "bc"]),
        ("<details><summary>s</summary>t</details>", &["s", "t"]),
        ("", &[]),
    ] {
        assert_eq!(outline(html), blocks, "{html}");
    }
}

#[test]
fn lines_end_where_a_style_has_them_end() {
    for (html, blocks) in [
        (
            "<div style='white-space: pre-wrap'>\nOne lamp,\n   two lamps,\n\nthree.\n</div>",
            &["One lamp,\ntwo lamps,", "three."][..],
        ),
        ("<div class='mt-2 whitespace-pre-line'><b>a</b>\n<i>b\nc</i></div>d\ne", &["a\nb\nc", "d e"]),
        ("<div style=white-space:pre><p style='white-space: normal'>a\nb</div>", &["a b"]),
        ("<h2 class=whitespace-pre-wrap>a\nb</h2><p class=whitespace-nowrap>a\nb", &["h2: a b", "a b"]),
        ("<ul style=white-space:pre-line>\n<li>a\n\n<li>b</ul>", &["- a", "/- b"]),
    ] {
        assert_eq!(outline(html), blocks, "{html}");
    }
}

#[test]
fn kinds_come_from_the_elements_around() {
    for (html, blocks) in [
        ("<blockquote><p>a<p>b</blockquote>", &["> a", "> b"][..]),
        ("<figure><img><figcaption>a</figcaption></figure>", &["caption: a"]),
        ("<pre>\n  a\n\tb\n\n</pre>c", &["code:   a\n\tb", "c"]),
        ("<ul><li>a<pre>b  <i>c</i><br>d</pre></ul>", &["- a", "code: b  c\nd"]),
        ("<pre><br>  a<br></pre>", &["code:   a"]),
        ("<pre><div>a</div><div>b</div></pre>", &["code: a\nb"]),
        ("<pre><code><ol><li>a</li><li>  b</li></ol></code></pre>", &["code: a\n  b"]),
        (
            "<code><div>{<ul><li><b>\"a\"</b>: [<ul><li>1,</li></ul>],</li></ul>}</div></code>b<code>{c}</code>",
            &["code: {\n\"a\": [\n1,\n],\n}", "b{c}"],
        ),
        ("<dl><dt>t<dd>d<dt>t</dl><dl><dd>x</dl>", &["t", "/d", "/t", "x"]),
    ] {
        assert_eq!(outline(html), blocks, "{html}");
    }
}

#[test]
fn lists_keep_depth_and_number() {
    for (html, blocks) in [
        ("<ul><li>a<ul><li>b</ul>c<li>d</ul><ul><li>e", &["- a", "/  - b", "c", "- d", "- e"][..]),
        ("<ol start=3><li>a<li value=9>b<li>c</ol>", &["3. a", "/9. b", "/10. c"]),
        ("<ol reversed><li>a<li>b</ol>", &["2. a", "/1. b"]),
        ("<ol start=-1><li>a<li>b<li>c", &["- a", "/0. b", "/1. c"]),
        ("<ol start=9999999999999999999><li>a<li>b", &["4294967295. a", "/- b"]),
        ("<li>a", &["- a"]),
        // The first block of an item is the item; a comment of many paragraphs is not many items.
        ("<ol><li><h3>Ann</h3><p>x<p>y</ol>", &["h3: Ann", "x", "y"]),
        ("<ul><li><p>x<p>y<li>z</ul>", &["- x", "y", "- z"]),
    ] {
        assert_eq!(outline(html), blocks, "{html}");
    }
}

#[test]
fn tables_of_data_are_rows_and_tables_of_layout_are_not() {
    for (html, blocks) in [
        (
            "<table><caption>k</caption><tr><th><th>A<th>B<tr><td>x<td>1<td> 2 </table>",
            &["caption: k", "row: | A | B", "/row: x | 1 | 2"][..],
        ),
        ("<table><tr><td>a<td><td>c<td></table>", &["row: a | | c"]),
        ("<table><tr><td>a<p>b<td>c</table>", &["a", "b", "c"]),
        ("<table><tr><td>only</table>", &["only"]),
        ("<table><tr><td>menu<td><table><tr><td>x<td>y</table></table>", &["menu", "row: x | y"]),
        ("<table><tr><td>a<br>b<td>c</table>", &["row: a b | c"]),
        ("<table>stray<tr><td>a<td>b</table>", &["stray", "row: a | b"]),
    ] {
        assert_eq!(outline(html), blocks, "{html}");
    }
}

#[test]
fn a_bar_in_a_cell_is_no_border() {
    let document = document("<table><tr><td><code>a | b</code><td>or|and<tr><td>c<td>d</table>");
    assert_eq!(document.blocks[0].text, "a | b | or|and");
    assert_eq!(document.blocks[0].cues.borders, [false, true]);
    assert!(document.blocks[1].cues.borders.is_empty());
}

#[test]
fn what_is_not_shown_is_hidden_or_no_text() {
    for (html, blocks) in [
        ("<p>a<script>x</script><style>x</style><svg><text>x</text></svg>b", &["ab"][..]),
        ("<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>です", &["漢字です"]),
        ("<select><option>x</select><textarea>x</textarea><template><p>x</template>a", &["a"]),
        ("<math><semantics><mi>x</mi><annotation>no</annotation></semantics></math>", &["x"]),
        ("<video>no</video><object>no</object><iframe>no</iframe><audio>no</audio>a", &["a"]),
        ("<body><noscript><p>a</p></noscript>b", &["hidden a", "b"]),
        ("<p>a <span hidden>x</span> b <i style='display: none'>y</i>c", &["a b c", "hidden x y"]),
        (
            "<div aria-hidden=true>a</div><div hidden>b</div><dialog>c</dialog><dialog open>d</dialog>",
            &["hidden a", "hidden b", "hidden c", "d"],
        ),
        ("<body style='display:none'>a<p hidden=until-found>b", &["a", "b"]),
        ("<div role=tabpanel>a</div><div role=tabpanel hidden>b<p aria-hidden=true>c</div>", &["a", "b", "hidden c"]),
        ("<div><template shadowrootmode=open><p>a</p></template></div>", &["a"]),
    ] {
        assert_eq!(outline(html), blocks, "{html}");
    }
}

#[test]
fn the_title_is_no_block() {
    let page = "<head><meta charset=utf-8><title> The\n title </title></head><p>x<svg><title>no</title></svg>";
    let document = document(page);
    assert_eq!((&*document.title, document.blocks.len()), ("The title", 1));
}

#[test]
fn cues_are_counted() {
    let page =
        "<p><img>ab <a href=x>cd</a> <b>ef</b> <a name=y>gh</a><br><button>ij</button><input type=hidden><input>";
    let block = &document(page).blocks[0];
    assert_eq!(block.text, "ab cd ef gh\nij");
    let cues = &block.cues;
    assert_eq!((cues.link_chars, cues.links, cues.strong_chars), (2, 1, 2));
    assert_eq!((cues.controls, cues.embeds, cues.breaks), (2, 1, 1));
}

#[test]
fn a_list_in_a_quotation_is_quoted() {
    let document =
        document("<blockquote>a<ul><li>b</ul></blockquote><ul><li>c<blockquote><ul><li>d</ul></blockquote></ul>");
    assert_eq!(document.blocks.iter().map(|block| block.cues.quoted).collect::<Vec<_>>(), [true, true, false, false]);
}

#[test]
fn links_around_blocks_count() {
    let document = document("<a href=x><div>abc</div><p>de</p></a>");
    let counts: Vec<_> = document.blocks.iter().map(|block| (block.cues.links, block.cues.link_chars)).collect();
    assert_eq!(counts, [(1, 3), (1, 2)]);
}

#[test]
fn neighbouring_buttons_are_words_of_their_own() {
    assert_eq!(outline("<div><button>Like</button><button>Share</button>it</div>"), ["Like Share it"]);
}

#[test]
fn a_heading_that_is_a_button_is_a_heading() {
    let document = document(
        "<h2 class=accordion-header><button aria-expanded=false><span>One</span></button></h2><p>x</p>\
         <h3>Two<button>more</button></h3><button>Three</button>",
    );
    let blocks: Vec<_> = document.blocks.iter().map(|block| format!("{}{}", name(block), block.text)).collect();
    assert_eq!(blocks, ["h2: One", "x", "h3: Two more", "Three"]);
    assert_eq!(document.blocks.iter().map(|block| block.cues.controls).collect::<Vec<_>>(), [0, 0, 0, 1]);
    let tags: Vec<_> = document.blocks.iter().map(|block| element(&document, block).tag).collect();
    assert_eq!(tags, ["span", "p", "h3", "button"]);
}

#[test]
fn a_block_stands_in_the_innermost_element_around_all_of_it() {
    let document = document("<ul><li> <a href=x><i>a</i></a> </li><li><i>a</i> b</li></ul>");
    let tags: Vec<_> = document.blocks.iter().map(|block| element(&document, block).tag).collect();
    assert_eq!(tags, ["i", "li"]);
}

#[test]
fn a_note_of_docutils_is_no_aside() {
    let document = document(
        "<aside class='footnote-list brackets'><aside class='footnote brackets' role=doc-footnote><p>a</aside></aside>\
         <section role=doc-endnotes><p>b</section><aside><p>c</aside>",
    );
    let around = |block| document.elements[element(&document, block).parent as usize].tag;
    assert_eq!(document.blocks.iter().map(around).collect::<Vec<_>>(), ["div", "section", "aside"]);
    assert_eq!(document.elements.iter().filter(|element| element.tag == "aside").count(), 1);
}

fn element<'a>(document: &'a Document, block: &Block) -> &'a Element {
    &document.elements[block.cues.element as usize]
}

#[test]
fn elements_know_their_sums() {
    let page = "<nav class='main-menu'><a href=x>Home</a></nav>\
        <main id=post-1><p>one two</p><p hidden>x</p><ul><li>c d<li>e</ul></main>";
    let document = document(page);
    let find = |tag: &str| document.elements.iter().find(|element| element.tag == tag).unwrap();
    let main = find("main");
    assert_eq!((main.chars, main.link_chars, main.paragraph_chars), (11, 0, 7));
    assert_eq!((main.blocks.clone(), main.elements, main.nth, main.depth), (1..5, 5, 1, 2));
    assert_eq!(main.words_said, bit("post"));
    let nav = find("nav");
    assert_eq!((nav.chars, nav.link_chars), (4, 4));
    assert_eq!(nav.words_said, bit("main") | bit("menu"));
    let root = &document.elements[0];
    assert_eq!((root.tag, root.parent, root.chars, root.blocks.clone()), ("html", 0, 15, 0..5));
    assert_eq!(root.elements as usize, document.elements.len() - 1);
    assert!(document.elements.iter().enumerate().skip(1).all(|(at, element)| (element.parent as usize) < at));
}

#[test]
fn siblings_of_one_make_share_a_path() {
    let page = "<div class=card-1>a</div><div class=card-22>b</div><div class=ad>c</div><p class=card-1>d";
    let document = document(page);
    let paths: Vec<_> = document.blocks.iter().map(|block| element(&document, block).path).collect();
    assert_eq!(paths[0], paths[1]);
    assert!(paths[0] != paths[2] && paths[0] != paths[3]);
}

#[test]
fn blocks_know_their_line() {
    let document = document("<p>a</p>\n<p>b</p>\n\n<div>\n\n\nc</div>\n<pre>\nd</pre>");
    let lines: Vec<_> = document.blocks.iter().map(|block| (&*block.text, block.span.line, block.span.block)).collect();
    assert_eq!(lines, [("a", 1, 0), ("b", 2, 1), ("c", 7, 2), ("d", 9, 3)]);
}
