//! Promise: no page takes more than linear time, overflows the stack or loses text that a browser would show.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use dehusk::block::Document;
use dehusk::document::Degradation;
use dehusk::limits::Limits;
use dehusk::parse::html::{Selectors, parse};
use dehusk::{Cleaner, Hints, Media, Outcome, Record};
use proptest::prelude::*;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

fn page(html: impl Into<Vec<u8>>) -> Record {
    Record {
        id: "page".to_owned(),
        bytes: html.into(),
        hints: Hints { media: Some(Media::Html), ..Hints::default() },
        ..Record::default()
    }
}

/// Runs on a thread whose stack no recursion over the input would survive.
fn on_a_small_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap();
    thread.join().unwrap()
}

fn document(html: String) -> Document {
    // The tree is dropped on the small stack too.
    on_a_small_stack(move || parse(&html, &Selectors::default(), &Limits::default()).document)
}

/// How often `word` stands in the shown text.
fn count(document: &Document, word: &str) -> usize {
    document.blocks.iter().map(|block| block.text.matches(word).count()).sum()
}

/// The time that the whole way takes, from bytes to article and receipt; also on the small stack.
fn time(html: &str) -> Duration {
    let record = page(html);
    LazyLock::force(&CLEANER);
    on_a_small_stack(move || {
        let (start, worked) = (Instant::now(), time_worked());
        drop(CLEANER.clean(&record));
        match (worked, time_worked()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed(),
        }
    })
}

/// Time that this thread has worked, where the system tells: on a busy machine it also waits a lot.
#[cfg(unix)]
fn time_worked() -> Option<Duration> {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).try_into().ok()
}

/// Time that this thread has worked, where the system tells.
#[cfg(not(unix))]
fn time_worked() -> Option<Duration> {
    None
}

/// Bytes past which a page that is still cleaned in no time is long enough to compare. Eight times as much stays
/// below the size (32 MiB) from which the C library takes every buffer anew from the system.
const LARGEST: usize = 256 << 10;

/// What twice the page may take: twice the time, and some room for caches; were the work quadratic, it would be
/// four times.
const DOUBLE: f64 = 2.5;

/// Cleans a page, and one of eight times the length: over three doublings, the step at which a page outgrows a
/// cache weighs little. Other work only ever adds time, so of several runs the best count.
fn assert_linear(name: &str, page: impl Fn(usize) -> String) {
    // Large enough that the clock and the allocator do not matter.
    let mut n = 500;
    while page(n).len() < LARGEST && time(&page(n)) < Duration::from_millis(10) {
        n *= 2;
    }
    let (short, long) = (page(n), page(8 * n));
    let (mut best_short, mut best_long) = (Duration::MAX, Duration::MAX);
    for _ in 0..6 {
        best_short = time(&short).min(best_short);
        best_long = time(&long).min(best_long);
        // A megabyte that is cleaned in no time takes mostly the time to get memory.
        if best_long < best_short.mul_f64(DOUBLE.powi(3)) || best_long < Duration::from_millis(25) {
            return;
        }
    }
    panic!("{name}: {} bytes take {best_short:?}, eight times that {best_long:?}", short.len());
}

#[test]
fn deeply_nested_elements() {
    for tags in ["<div>", "<ul><li>", "<i a><p>", "<svg><g>", "<table><tr><td>", "<object>"] {
        assert_linear(tags, |n| tags.repeat(n));
    }
    let document = document(format!("{}deep{}after", "<div>".repeat(200_000), "</div>".repeat(200_000)));
    assert_eq!((count(&document, "deep"), count(&document, "after")), (1, 1));
    assert_eq!(document.degraded, [Degradation::Depth]);
    assert!(document.elements.iter().all(|element| usize::from(element.depth) <= Limits::default().depth));
}

#[test]
fn formatting_elements_that_are_never_closed() {
    let page = |n: usize| (0..n).map(|i| format!("<p><font color={i}>t</p>")).collect::<String>();
    assert_linear("font", page);
    assert_linear("wrongly nested", |n| "<b><p>x</b><i>y</p></i>".repeat(n));
    assert_linear("links", |n| "<a href=x><div>t".repeat(n));
    let document = document(page(20_000));
    assert_eq!(count(&document, "t"), 20_000);
    assert_eq!(document.degraded, [Degradation::Depth]);
}

#[test]
fn marks_of_unfinished_tables() {
    assert_linear("object in cells", |n| "<table><tr><td><object></table><b>x</b>".repeat(n));
}

#[test]
fn tags_with_too_many_attributes() {
    for prefix in ["<p", "</p", "<svg><style><p"] {
        let page = |n: usize| (0..n).fold(prefix.to_owned(), |page, i| page + &format!(" a{i}")) + ">text";
        assert_linear(prefix, page);
    }
    let page = |n: usize| (0..n).fold(String::from("<p"), |page, i| page + &format!(" a{i}='>'")) + ">text";
    let document = document(page(100_000));
    assert_eq!((count(&document, "text"), &*document.degraded), (1, &[Degradation::Attributes][..]));
}

#[test]
fn many_elements_that_touch() {
    let page = |n: usize| format!("<p class='{0}' style='{0}'>{1}", "x ".repeat(n), "<b>a</b><i>b</i>".repeat(n));
    assert_linear("in one", page);
    assert_linear("in each other", |n| "<b>a</b><i>b</i><span>".repeat(n));
    assert_linear("behind what is not seen", |n| format!("<p>{}", "<b>a</b><meta>".repeat(n)));
}

#[test]
fn tables_that_are_looked_at_as_a_whole() {
    assert_linear("tables in cells", |n| "<table><tr><th>a<th>b<tr><td><p>c<td>".repeat(n));
    assert_linear("many rows", |n| format!("<table><tr><th>a<th>b{}", "<tr><td><p>c<td><ul><li>d<li>e</ul>".repeat(n)));
    assert_linear("cells that reach down", |n| {
        format!("<table>{}{}", "<tr><td rowspan=65534>a".repeat(n), "<tr><td>b".repeat(n))
    });
}

#[test]
fn formulas_without_end() {
    assert_linear("deep", |n| format!("<math>{}", "<msup><mfrac>".repeat(n)));
    assert_linear("wide", |n| format!("<math><msup>{}", "<mn>1</mn>".repeat(n)));
    assert_linear("shown again", |n| format!("<p>{}", "<math></math><i aria-hidden=true>x</i>".repeat(n)));
}

#[test]
fn text_where_a_table_wants_none() {
    assert_linear("table", |n| "<table>a".repeat(n));
    assert_linear("one table", |n| format!("<table>{}", "<p>a".repeat(n)));
    assert_eq!(count(&document("<table>a".repeat(50_000)), "a"), 50_000);
}

#[test]
fn loose_markup() {
    for piece in ["<", "&", "<!--", "\0", "&amp", "<a b='"] {
        assert_linear(piece, |n| piece.repeat(n));
    }
    for open in ["<!--", "<pre>"] {
        assert_linear(open, |n| format!("<p>text{open}{}", "a < b ".repeat(n)));
    }
    for open in ["<!--", "<script>", "<title>", "<textarea>", "<plaintext>", "<pre>", "<a b=\"", "<style><!--"] {
        assert_eq!(count(&document(format!("<p>text{open}{}", "a < b ".repeat(9))), "text"), 1);
    }
    assert_eq!(count(&document("<".repeat(80_000)), "<"), 80_000);
    assert_eq!(count(&document("&".repeat(80_000)), "&"), 80_000);
}

#[test]
fn doctypes_and_references_without_end() {
    for piece in [
        "<!DOCTYPE",
        "<!DOCTYPE html PUBLIC '",
        "<!DOCTYPE a \"",
        "<!x",
        "<?",
        "</",
        "</ ",
        "<![CDATA[",
        "&#",
        "&#x",
        "&#9",
        "&CounterClockwiseContourIntegra",
        "&noti",
        "<p a='&amp",
    ] {
        assert_linear(piece, |n| piece.repeat(n));
    }
    assert_linear("one number", |n| format!("&#{}", "9".repeat(n)));
    assert_linear("references in a value", |n| format!("<p title='{}'>x", "&amp;&".repeat(n)));
    assert_linear("names", |n| format!("<{}>x", "a".repeat(n)));
    assert_linear("white space", |n| format!("<p{}>{}x", " ".repeat(n), "\n".repeat(n)));
}

#[test]
fn raw_text_that_nearly_ends() {
    for open in ["<script>", "<style>", "<title>", "<textarea>", "<iframe>", "<xmp>", "<svg><title>", "<plaintext>"] {
        let name = open.rsplit('<').next().expect("a tag").trim_end_matches('>');
        for piece in
            [format!("</{}", &name[..name.len() - 1]), format!("</{name}x "), "<!--".to_owned(), "\0".to_owned()]
        {
            assert_linear(&format!("{open}{piece}"), |n| format!("{open}{}", piece.repeat(n)));
        }
    }
    for nest in ["<!--<script>", "<!--<script>-->", "<!--<script></script>", "<!--<script", "<!--</script "] {
        assert_linear(nest, |n| format!("<script>{}", nest.repeat(n)));
    }
    let page = format!("<script>{}</script></script>-->after", "<!--<script>".repeat(20_000));
    assert_eq!(count(&document(page), "after"), 1);
}

#[test]
fn tags_that_add_attributes_to_the_page() {
    assert_linear("html", |n| (0..n).map(|i| format!("<html a{i}=x><body id=y b{i}>")).collect());
}

#[test]
fn text_in_pieces() {
    assert_linear("comments", |n| "a<!---->".repeat(n));
    assert_linear("end tags of nothing", |n| "some text</x>".repeat(n));
    assert_linear("line ends", |n| "a\r\n\r".repeat(n));
    assert_linear("classes", |n| (0..n).map(|i| format!("<p class='post-{i} c{}'>t", i % 999)).collect());
}

/// What the judges, the layout and the metadata read: as much of it as a page can hold.
#[test]
fn text_and_fields_without_end() {
    for piece in [
        "<p>Share this article on Facebook</p>",
        "<p>By Jane Roe, 3 May 2021</p>",
        "<p>Leave a Reply</p><p>3 comments</p>",
        "<h1>A heading</h1>",
        "<h2>Related</h2><a href=/x>one more of them</a>",
        "<li><a href=/a>a link</a> and some more words of text.",
        "<p>A sentence of words, and another one. And \"a third\" -- with quotes...</p>",
        "<p>Ein Satz mit Umlauten wie \u{fc} und \u{df}.</p>",
        "<p>\u{4e2d}\u{6587}\u{53e5}\u{5b50}\u{3002}</p>",
        "<br>line of a poem",
        "<tr><td>1<td>two<td>three",
        "<dt>term<dd>what it means",
        "<time datetime=2021-05-03>3 May 2021</time>",
        "<a rel=author href=/jane>Jane Roe</a>",
        "<span class=byline>by Jane Roe</span>",
        "<meta property='article:author' content='Jane Roe'><meta name=keywords content='a, b'>",
        "<link rel=canonical href=/x>",
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"name\":\"Jane\"}}</script>",
        "<div class='comment'><p>I agree with that.</p></div>",
        "<noscript><p>text for those without</p></noscript>",
        "<template><p>text</template>",
        "<img src=x alt='a picture of something'>",
        "<figure><img src=x><figcaption>A caption</figcaption></figure>",
    ] {
        assert_linear(piece, |n| format!("<title>A title</title>{}", piece.repeat(n)));
    }
    for piece in
        ["word ", "word", ". ", "a.b@c.d ", "https://x.y/z ", "\"'", "-- ", "3 May 2021 ", "share this ", "\u{301}"]
    {
        assert_linear(&format!("one line of {piece}"), |n| format!("<p>{}", piece.repeat(n)));
        assert_linear(&format!("a title of {piece}"), |n| format!("<title>{}</title><p>text", piece.repeat(n)));
    }
    assert_linear("code", |n| format!("<pre>{}", "    let x = 1;\n".repeat(n)));
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"author\":[", "]}")] {
        assert_linear(&format!("JSON-LD {open}"), |n| {
            let (open, close) = (open.repeat(n), close.repeat(n));
            format!("<script type='application/ld+json'>{open}1{close}</script><p>text")
        });
    }
    assert_linear("authors in JSON-LD", |n| {
        let names: String = (0..n).map(|i| format!("{{\"name\":\"Jane {i}\"}},")).collect();
        format!("<script type='application/ld+json'>{{\"@type\":\"Article\",\"author\":[{names}1]}}</script><p>text")
    });
}

#[test]
fn bytes_in_no_charset_or_another() {
    let word = "Gr\u{fc}\u{df}e";
    let utf_16: Vec<u8> = "\u{feff}<p>Gr\u{fc}\u{df}e".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lone_surrogate = [&utf_16[..], &[0x00, 0xd8, b'!', 0]].concat();
    let wrongly_declared = format!("\u{feff}<meta charset=shift_jis><p>{word}").into_bytes();
    // A declaration of UTF-8 is believed where most of the page is.
    let invalid = [b"<meta charset=utf-8><p>".as_slice(), word.repeat(60).as_bytes(), b"\xff\xfe\xed\xa0\x80"].concat();
    for (bytes, replaced) in [(utf_16, 0), (lone_surrogate, 1), (wrongly_declared, 0), (invalid, 5)] {
        let (outcome, _) = on_a_small_stack(move || CLEANER.clean(&page(bytes)));
        let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
        assert!(article.text.starts_with(word), "{:?}", article.text);
        let said = article.metadata.extra.get("replaced_characters").and_then(serde_json::Value::as_u64);
        assert_eq!(said.unwrap_or_default(), replaced);
    }
}

#[test]
fn what_was_simplified_is_said() {
    for (html, degraded) in [
        ("<ul><li>".repeat(20_000) + "words of a list that is far too deep", Degradation::Depth),
        (format!("<p{}>words of a paragraph", " a".repeat(10_000)), Degradation::Attributes),
    ] {
        let (outcome, _) = on_a_small_stack(move || CLEANER.clean(&page(html)));
        let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
        assert!(article.text.contains("words of a"), "{:?}", article.text);
        assert!(article.degraded.contains(&degraded), "{:?}", article.degraded);
    }
}

#[test]
fn absurd_numbers() {
    let page = "<ol start=9e99 reversed><li value=99999999999999999999999>a<li>b</ol>\
        <table><tr><td colspan=9000000000000000>c<td rowspan=-1>d</table>";
    assert_eq!(document(page.to_owned()).blocks.len(), 3);
}

#[test]
fn more_elements_than_anybody_needs() {
    let limits = Limits { nodes: 1000, ..Limits::default() };
    let page = "<p>a</p><b>b<br></b></p>".repeat(5000);
    let document = on_a_small_stack(move || parse(&page, &Selectors::default(), &limits).document);
    assert_eq!((count(&document, "a"), count(&document, "b")), (5000, 5000));
    assert_eq!(document.degraded, [Degradation::Nodes]);
    assert!(document.elements.len() < 1100);
}

#[test]
fn selectors_on_hostile_pages() {
    let selectors = Selectors::new(&["div p:nth-child(2n) b".to_owned()], &["td:last-child".to_owned()]).unwrap();
    let page = "<div><p>a<p>b<b>c</b><table>d<td>e</table>".repeat(20_000);
    let document = on_a_small_stack(move || parse(&page, &selectors, &Limits::default()).document);
    assert_eq!((count(&document, "a"), count(&document, "e")), (20_000, 20_000));
}

const PIECES: [&str; 46] = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<div class='ad main'>",
    "</div>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<ul>",
    "<ol reversed>",
    "<li value=7>",
    "</ul>",
    "<pre>",
    "</pre>",
    "<br>",
    "<svg>",
    "</svg>",
    "<math>",
    "<msup>",
    "<th rowspan=2>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "</select>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<noscript>",
    "<object>",
    "</object>",
    "<h1>",
    "<button>",
    "<form>",
    "<span hidden>",
    "&amp;",
    " x ",
    "é\u{a0}\n",
];

/// Whether the letters and digits of `part` stand in `whole` in this order.
fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars().filter(|c| c.is_alphanumeric());
    part.chars().filter(|c| c.is_alphanumeric()).all(|c| whole.any(|other| other == c))
}

fn assert_sound(document: &Document) {
    for (at, block) in document.blocks.iter().enumerate() {
        let chars = block.text.chars().count();
        assert!(!block.text.trim().is_empty());
        assert!(block.cues.link_chars as usize <= chars && block.cues.strong_chars as usize <= chars, "{block:?}");
        assert!(document.elements[block.cues.element as usize].blocks.contains(&(at as u32)));
        assert_eq!(block.span.block as usize, at);
    }
    for element in &document.elements {
        assert!(element.link_chars <= element.chars && element.paragraph_chars <= element.chars);
        assert!(element.blocks.end as usize <= document.blocks.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_a_page(html in any::<String>()) {
        assert_sound(&parse(&html, &Selectors::default(), &Limits::default()).document);
    }

    #[test]
    fn any_soup_of_tags_is_a_page(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
        depth in 4..30usize,
        nodes in 5..200usize,
    ) {
        let limits = Limits { depth, nodes, ..Limits::default() };
        let selectors = Selectors::new(&["b, td, .ad > p".to_owned()], &["li".to_owned()]).unwrap();
        assert_sound(&parse(&pieces.concat(), &selectors, &limits).document);
    }

    /// Where the parser moves nothing about (tables, wrongly nested links), text stays in order.
    #[test]
    fn nothing_is_invented(
        words in prop::collection::vec("[a-zé0-9]{1,4}", 1..40),
        tags in prop::collection::vec(prop::sample::select(&["<p>", "</p>", "<i>", "</i>", "<br>", "<div>", "</div>",
            "<li>", "<ul>", "</ul>", "<h2>", "</h2>", "<pre>", "</pre>", " ", ""][..]), 40),
    ) {
        let page: String = words.iter().zip(&tags).map(|(word, tag)| format!("{tag}{word}")).collect();
        let document = parse(&page, &Selectors::default(), &Limits::default()).document;
        let text: String = document.blocks.iter().map(|block| &*block.text).collect();
        prop_assert!(is_subsequence(&text, &words.concat()), "{page} -> {text}");
        prop_assert!(is_subsequence(&words.concat(), &text), "{page} -> {text}");
    }
}
