//! The promise: of an extracted article little goes, of the whole text of a page all that is no main content, and
//! the two are told apart; what was cleaned before is not judged again.

use std::path::Path;

use dehusk::verdict::Judge;
use dehusk::{Article, Category, Cleaner, Hints, Media, Outcome, Record, Settings, TextKind, Trace};

fn fixture(slug: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/text").join(slug).join("source.txt");
    std::fs::read_to_string(path).expect("a fixture")
}

fn cleaned(text: &str, settings: Settings) -> (Box<Article>, Trace) {
    let hints = Hints { media: Some(Media::Text), ..Hints::default() };
    let record = Record { id: "text".into(), bytes: text.as_bytes().to_vec(), hints, ..Record::default() };
    match Cleaner::new(settings).clean(&record) {
        (Outcome::Kept(article), trace) => (article, trace),
        (outcome, _) => panic!("{outcome:?}"),
    }
}

fn as_kind(text: &str, text_kind: TextKind) -> String {
    cleaned(text, Settings { text_kind, ..Settings::default() }).0.text
}

fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.is_empty()).count()
}

#[test]
fn whole_pages_lose_their_husk_in_any_language() {
    for (slug, menu, article) in [
        ("whole-page-news", "What's On", "The tender will be published in April."),
        ("whole-page-german", "Meistgelesen", "Ein Handwerk ohne Nachfolger"),
        ("whole-page-blog", "Workshop", "Ask Ivo first."),
    ] {
        let text = as_kind(&fixture(slug), TextKind::Auto);
        assert!(!text.lines().any(|line| line == menu), "{slug}: {menu}");
        assert!(text.contains(article), "{slug}: {article}");
    }
}

#[test]
fn what_a_whole_page_says_of_itself_goes_into_the_header() {
    let known = |slug: &str| cleaned(&fixture(slug), Settings::default()).0.metadata;
    let blog = known("whole-page-blog");
    assert_eq!((blog.title.as_deref(), blog.date.as_deref()), (Some("The shed roof, part two"), Some("2017-08-06")));
    assert_eq!(blog.authors, ["Martin"]);
    let news = known("whole-page-news");
    assert_eq!((news.date.as_deref(), news.date_modified.as_deref()), (Some("2024-03-12"), Some("2024-03-13")));
    assert_eq!(news.authors, ["Marian Tolley"]);
    // No line above the byline says what the text says.
    assert_eq!(news.title, None);
}

#[test]
fn the_kind_can_be_told() {
    let page = fixture("whole-page-news");
    let (auto, as_page) = (as_kind(&page, TextKind::Auto), as_kind(&page, TextKind::Page));
    assert_eq!(auto, as_page);
    let as_article = as_kind(&page, TextKind::Extracted);
    assert!(lines(&as_article) > lines(&as_page), "{as_article}");
    let article = fixture("near-miss-date-paragraph");
    assert_eq!(as_kind(&article, TextKind::Auto), as_kind(&article, TextKind::Extracted));
}

#[test]
fn verse_is_no_husk() {
    let text = as_kind(&fixture("verse"), TextKind::Auto);
    assert!(text.ends_with("Go home,\nsays the dog."), "{text}");
}

#[test]
fn what_is_judged_says_so() {
    let (article, trace) = cleaned(&fixture("whole-page-news"), Settings::default());
    assert!(article.metadata.extraction_quality.is_some_and(|quality| quality > 0.5));
    let judged: Vec<_> = trace.removed().filter(|(_, reason)| reason.judge == Judge::Content).collect();
    assert!(judged.len() > 10);
    assert!(judged.iter().all(|(_, reason)| !reason.evidence.to_string().is_empty()));
}

#[test]
fn a_text_under_our_header_is_left_to_the_rules() {
    let page = fixture("whole-page-news");
    let (article, trace) = cleaned(&format!("---\nwords: 400\n---\n{page}"), Settings::default());
    assert!(trace.removed().all(|(_, reason)| reason.judge != Judge::Content));
    assert!(article.text.contains("What's On"));
}

#[test]
fn categories_can_be_kept() {
    let mut settings = Settings { text_kind: TextKind::Page, ..Settings::default() };
    settings.keep.insert(Category::Boilerplate);
    let (article, trace) = cleaned(&fixture("whole-page-news"), settings);
    assert!(trace.removed().all(|(_, reason)| reason.category != Category::Boilerplate));
    assert!(article.text.contains("Old weir to be rebuilt after forty years of arguments"));
}
