//! Promise: reading a page takes memory in proportion to the page, whatever is in it.
//!
//! Stated for the page's text in, tree and blocks out, at the worst moment, on a 64-bit machine. The one
//! thing that grows faster than the page are the formatting elements that nobody closed: every paragraph
//! gets a copy of up to 64 of them. They are bounded by the number of elements that a page may have.

use dehusk::limits::Limits;
use dehusk::parse::html::{Selectors, parse};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What any page may cost that is small: tables made once, and buffers.
const CONSTANT: usize = 2 << 20;

/// Bytes at the peak for each byte of a page that people have written.
const ORDINARY: usize = 16;

/// The same for a page that is nothing but the shortest tags.
const TAGS: usize = 200;

/// Bytes at the peak for each element, where elements are copied: with the default limits, 1 GB for a page
/// that is made for nothing else.
const ELEMENT: usize = 512;

fn peak(page: &str, limits: &Limits) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    drop(parse(page, &Selectors::default(), limits));
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
        ("<p>a", TAGS),
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
    assert!(peak <= CONSTANT + ELEMENT * limits.nodes + TAGS * 200_000, "copies: {peak} bytes");
}
