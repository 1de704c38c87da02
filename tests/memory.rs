//! Promise: reading a page takes memory in proportion to the page, whatever is in it.
//!
//! Stated for the page's text in, tree and blocks out, at the worst moment, on a 64-bit machine. It holds
//! because everything is bounded by what a byte of input can make: the shortest tag, `<a>`, makes a node
//! and an element, and up to 64 copies of formatting elements at the start of each paragraph.

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

fn peak(page: &str) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    drop(parse(page, &Selectors::default(), &Limits::default()));
    MEMORY.peak_usage() - before
}

fn assert_below(name: &str, page: &str, multiple: usize) {
    let peak = peak(page);
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
}
