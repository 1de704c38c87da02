//! Promise: no page takes more than linear time, overflows the stack or loses text that a browser would show.

use std::time::{Duration, Instant};

use dehusk::block::Document;
use dehusk::document::Degradation;
use dehusk::limits::Limits;
use dehusk::parse::html::{Selectors, parse};
use proptest::prelude::*;

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

fn time(html: &str) -> Duration {
    let html = html.to_owned();
    on_a_small_stack(move || {
        let (start, worked) = (Instant::now(), time_worked());
        drop(parse(&html, &Selectors::default(), &Limits::default()));
        match (worked, time_worked()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed(),
        }
    })
}

/// Time that this thread has worked, where the system tells: on a busy machine it also waits a lot.
fn time_worked() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(statistics.split(' ').next()?.parse().ok()?))
}

/// Bytes past which a page that is still read in no time is long enough to compare.
const LARGEST: usize = 1 << 20;

/// A page eight times as long must not take much more than eight times the time; were the work quadratic, it
/// would be sixty-four times. What lies between leaves room for caches and for a busy machine. Other work only
/// ever adds time, so the best of a few runs counts.
fn assert_linear(name: &str, page: impl Fn(usize) -> String) {
    // Large enough that the clock and the allocator do not matter.
    let mut n = 1000;
    while page(n).len() < LARGEST && time(&page(n)) < Duration::from_millis(10) {
        n *= 2;
    }
    let (short, long) = (page(n), page(8 * n));
    let mut ratio = f64::INFINITY;
    let (mut best_short, mut best_long) = (Duration::MAX, Duration::MAX);
    for _ in 0..6 {
        best_short = best_short.min(time(&short));
        best_long = best_long.min(time(&long));
        ratio = best_long.as_secs_f64() / best_short.as_secs_f64();
        // Below what the clock tells apart, megabytes are read in no time.
        if ratio < 32.0 || best_long < Duration::from_millis(50) {
            return;
        }
    }
    panic!(
        "{name}: {} bytes take {best_short:?}, eight times that {best_long:?}, {ratio:.1} times as long",
        short.len()
    );
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

const PIECES: [&str; 44] = [
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
