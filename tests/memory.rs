//! Promise: cleaning a page takes memory in proportion to the page, whatever is in it.
//!
//! Stated for the whole way, from the page's bytes to article and receipt, beside those bytes, at the worst moment,
//! on a 64-bit machine. What costs most is a block, as the judge of content has some hundred numbers on each: a
//! page of one-letter paragraphs is the worst there is. The one thing that grows faster than the page are the
//! formatting elements that nobody closed: every paragraph gets a copy of up to 64 of them. Blocks and copies are
//! both bounded by the number of elements that a page may have.

use dehusk::limits::Limits;
use dehusk::{Cleaner, Hints, Media, Record, Settings};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What any page may cost that is small: tables made once, and buffers.
const CONSTANT: usize = 2 << 20;

/// Bytes at the peak for each byte of a page that people have written.
const ORDINARY: usize = 48;

/// The same for a page that is nothing but the shortest tags.
const TAGS: usize = 200;

/// The same for a page that is nothing but the shortest blocks.
const BLOCKS: usize = 1024;

/// Bytes at the peak for each element, where elements are copied: with the default limits, 4 GB for a page
/// that is made for nothing else.
const ELEMENT: usize = 2048;

fn peak(page: &str, limits: &Limits) -> usize {
    let cleaner = Cleaner::new(Settings { limits: limits.clone(), ..Settings::default() });
    let hints = Hints { media: Some(Media::Html), ..Hints::default() };
    let record = Record { id: "page".to_owned(), bytes: page.as_bytes().to_vec(), hints, ..Record::default() };
    // Tables that are made once, at the first document.
    drop(cleaner.clean(&Record { bytes: b"<p>text".to_vec(), ..record.clone() }));
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    drop(cleaner.clean(&record));
    MEMORY.peak_usage() - before
}

fn assert_below(name: &str, page: &str, multiple: usize) {
    let peak = peak(page, &Limits::default());
    println!("{name}: {} bytes, {:.1} times as much at the peak", page.len(), peak as f64 / page.len() as f64);
    assert!(peak <= CONSTANT + multiple * page.len(), "{name}: {peak} bytes for {}", page.len());
}

/// One test, since others at the same time would count as well.
#[test]
fn memory_is_in_proportion_to_the_page() {
    for page in std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").read_dir().expect("fixtures") {
        let path = page.expect("readable").path().join("source.html");
        let html = String::from_utf8_lossy(&std::fs::read(&path).expect("a page")).repeat(20);
        assert_below(&path.display().to_string(), &html, ORDINARY);
    }
    for (piece, multiple) in [
        ("text ", ORDINARY),
        ("<", ORDINARY),
        ("&amp;", ORDINARY),
        ("\0", ORDINARY),
        ("<!---->", ORDINARY),
        ("<p a b c d e f g h>", ORDINARY),
        ("</p>", TAGS),
        ("<p>", TAGS),
        ("<a>", TAGS),
        ("<b>", TAGS),
        ("<br>", TAGS),
        ("<p>a", BLOCKS),
        ("<div>", TAGS),
        ("<td>", TAGS),
        ("<p id style>", TAGS),
    ] {
        assert_below(piece, &piece.repeat((1 << 20) / piece.len()), multiple);
    }
    let unclosed: String = (0..64).map(|i| format!("<font color={i}>")).collect();
    let limits = Limits { nodes: 100_000, ..Limits::default() };
    let peak = peak(&(unclosed + &"<p>a".repeat(50_000)), &limits);
    println!("copies: {:.0} bytes an element", peak as f64 / limits.nodes as f64);
    assert!(peak <= CONSTANT + ELEMENT * limits.nodes, "copies: {peak} bytes");
}
