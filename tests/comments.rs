//! Promise: comments are never part of the article; who asks for them gets them apart, and reads them back as such.

mod scene;

use std::path::{Path, PathBuf};

use dehusk::document::COMMENTS_BELOW;
use dehusk::layout::Markup;
use dehusk::sink::{Format, Header, Shape};
use dehusk::verdict::Fate;
use dehusk::{Article, Cleaner, Comments, Outcome, Record, Settings};
use scene::{Scene, run};

fn clean(bytes: &[u8], comments: Comments, markup: Markup) -> Option<Article> {
    let cleaner = Cleaner::new(Settings { comments, markup, ..Settings::default() });
    let record = Record { id: "x".into(), bytes: bytes.to_vec(), ..Record::default() };
    match cleaner.clean(&record).0 {
        Outcome::Kept(article) => Some(*article),
        Outcome::Dropped(_) => None,
        Outcome::Failed(error) => panic!("{error}"),
    }
}

/// Folders of the fixtures that say what their comments are.
fn commented() -> Vec<PathBuf> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let folders = pages.read_dir().expect("fixtures").map(|entry| entry.expect("readable").path());
    let mut folders: Vec<PathBuf> = folders.filter(|folder| folder.join("comments.txt").exists()).collect();
    folders.sort();
    assert!(folders.len() >= 3);
    folders
}

fn page(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("source.html")).expect("a page")
}

#[test]
fn comments_are_found_without_their_furniture() {
    for folder in commented() {
        let expected = std::fs::read_to_string(folder.join("comments.txt")).expect("text");
        let article = clean(&page(&folder), Comments::Keep, Markup::Plain).expect("an article");
        assert_eq!(article.comments.as_deref(), Some(expected.trim_end()), "{}", folder.display());
    }
}

#[test]
fn the_article_is_the_same_whatever_becomes_of_them() {
    for folder in commented() {
        let dropped = clean(&page(&folder), Comments::Drop, Markup::Plain).expect("an article");
        let kept = clean(&page(&folder), Comments::Keep, Markup::Plain).expect("an article");
        let only = clean(&page(&folder), Comments::Only, Markup::Plain).expect("comments");
        assert_eq!((&kept.text, dropped.comments), (&dropped.text, None), "{}", folder.display());
        assert_eq!((only.text.as_str(), &only.comments), ("", &kept.comments), "{}", folder.display());
        assert!(kept.removed.values().sum::<u32>() < dropped.removed.values().sum::<u32>());
    }
}

#[test]
fn what_was_written_reads_back() {
    for folder in commented() {
        for (format, markup) in [(Format::Text, Markup::Plain), (Format::Markdown, Markup::Markdown)] {
            for header in [Header::With, Header::Without] {
                let write = |article: &Article| Shape { format, header }.write("x", article);
                for comments in [Comments::Keep, Comments::Only] {
                    let once = write(&clean(&page(&folder), comments, markup).expect("kept"));
                    assert_eq!(once.lines().filter(|line| *line == COMMENTS_BELOW).count(), 1, "{once}");
                    let twice = write(&clean(once.as_bytes(), comments, markup).expect("kept"));
                    assert_eq!(twice, once, "{}", folder.display());
                }
                let kept = write(&clean(&page(&folder), Comments::Keep, markup).expect("kept"));
                let dropped = clean(kept.as_bytes(), Comments::Drop, markup).expect("an article");
                assert_eq!(dropped.text, clean(&page(&folder), Comments::Drop, markup).expect("an article").text);
            }
        }
    }
}

#[test]
fn an_article_that_shows_the_line_keeps_what_is_below() {
    let line = format!("<p>{COMMENTS_BELOW}</p>");
    let told = "<p>The ferry to the outer islands sails again, and the harbour master has put up the timetable.</p>";
    let page = format!("<article><h1>How comments are kept</h1>{}{line}{}</article>", told.repeat(3), told.repeat(3));
    let article = clean(page.as_bytes(), Comments::Drop, Markup::Plain).expect("an article");
    assert!(article.text.contains(&format!("\n\n{COMMENTS_BELOW}\n\nThe ferry")), "{}", article.text);
    let once = Shape::default().write("x", &article);
    let twice = clean(once.as_bytes(), Comments::Drop, Markup::Plain).expect("an article");
    assert_eq!(Shape::default().write("x", &twice), once);
}

#[test]
fn kept_comments_are_in_the_trace_as_such() {
    let folder = &commented()[0];
    let settings = Settings { comments: Comments::Keep, trace_kept: true, ..Settings::default() };
    let record = Record { id: "x".into(), bytes: page(folder), ..Record::default() };
    let (outcome, trace) = Cleaner::new(settings).clean(&record);
    let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
    let aside: Vec<&str> =
        trace.steps.iter().filter(|step| step.fate == Fate::Aside).map(|step| step.text.as_str()).collect();
    assert_eq!(aside.join("\n\n"), article.comments.expect("comments"));
}

#[test]
fn a_forum_has_posts_and_no_comments() {
    for slug in ["phpbb-thread", "german-forum", "discourse-noscript"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").join(slug);
        let dropped = clean(&page(&folder), Comments::Drop, Markup::Plain).expect("a thread");
        let kept = clean(&page(&folder), Comments::Keep, Markup::Plain).expect("a thread");
        assert_eq!((&kept.text, kept.comments), (&dropped.text, None), "{slug}");
    }
}

#[test]
fn a_page_without_comments_gives_none() {
    let page = "<h1>Rain</h1><p>It rained for eleven days, and on the twelfth the river came to see us.</p>".as_bytes();
    assert_eq!(clean(page, Comments::Keep, Markup::Plain).expect("an article").comments, None);
    assert!(clean(page, Comments::Only, Markup::Plain).is_none());
}

#[test]
fn the_command_writes_them_apart() {
    let scene = Scene::new();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/comments-wordpress/source.html");
    let page = page.to_str().expect("a path in UTF-8");
    let said = run(scene.dehusk(&["clean", page, "--comments", "keep", "--to", "jsonl", "-q"]));
    let line: serde_json::Value = serde_json::from_str(&said.out).expect("a line of JSON");
    assert!(line["comments"].as_str().is_some_and(|comments| comments.contains("year of the flood")));
    assert!(!line["text"].as_str().expect("text").contains("year of the flood"));
    let only = run(scene.dehusk(&["clean", page, "--comments", "only", "--no-header", "-q"]));
    assert!(only.out.starts_with("--- comments ---\n\n") && !only.out.contains("clock that strikes"));
}
