//! Promise: a page that states its address is cleaned the same whether or not its address is told, and the address that it
//! was fetched from is not lost where that is another.

use std::path::Path;

use dehusk::{Article, Cleaner, Media, Outcome, Record};

fn clean(page: &[u8], url: Option<&str>) -> Box<Article> {
    let mut record = Record { id: "page".into(), bytes: page.to_vec(), ..Record::default() };
    record.hints.media = Some(Media::Html);
    record.hints.url = url.map(str::to_owned);
    match Cleaner::default().clean(&record).0 {
        Outcome::Kept(article) => article,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_that_states_its_address_need_not_be_told_it() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").read_dir().unwrap();
    let mut stating = 0;
    for page in pages {
        let page = page.unwrap().path();
        let bytes = std::fs::read(page.join("source.html")).unwrap();
        let untold = clean(&bytes, None);
        let Some(url) = untold.metadata.url.as_deref() else { continue };
        let told = clean(&bytes, Some(url));
        assert_eq!(untold.text, told.text, "{}", page.display());
        assert_eq!(untold.metadata.extraction_quality, told.metadata.extraction_quality, "{}", page.display());
        stating += 1;
    }
    assert!(stating > 20, "{stating}");
}

#[test]
fn the_address_that_a_page_was_fetched_from_is_kept() {
    let page =
        b"<html><head><link rel=canonical href=https://example.org/a></head><body><p>The ferry left the harbour at \
        noon, and nobody on the pier had expected that it would leave so early.</p></body></html>";
    for (fetched, kept) in [
        (Some("https://example.org/a?k=1"), Some("https://example.org/a?k=1")),
        (Some("https://EXAMPLE.org/a"), None),
        (None, None),
    ] {
        let metadata = clean(page, fetched).metadata;
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/a"));
        let source = metadata.extra.get("source_url").and_then(|url| url.as_str());
        assert_eq!(source, kept);
    }
    let bare = b"<p>The ferry left the harbour at noon, and nobody on the pier had expected it.</p>";
    let metadata = clean(bare, Some("https://example.org/b")).metadata;
    assert_eq!(metadata.url.as_deref(), Some("https://example.org/b"));
    assert!(!metadata.extra.contains_key("source_url"));
}
