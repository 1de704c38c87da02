//! The promise: dehusk run on its own output changes no byte, headers included.

mod scene;

use std::path::Path;

use scene::{Scene, run};
use serde_json::Value;

#[test]
fn the_cleaned_fixtures_come_out_as_they_are() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let scene = Scene::new();
    for kind in ["pages", "text"] {
        let from = fixtures.join(kind);
        let from = from.to_str().expect("a path in UTF-8");
        let (first, second, third) = (format!("{kind}/1"), format!("{kind}/2"), format!("{kind}/3"));
        for (from, to) in [(from, &first), (&first, &second), (&second, &third)] {
            let said = run(scene.dehusk(&["clean", from, "-o", to, "-q"]));
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        let names = scene.files(&first);
        assert!(!names.is_empty());
        for name in names {
            let once = scene.read(&format!("{first}/{name}"));
            assert_eq!(scene.read(&format!("{second}/{name}")), once, "{kind}/{name}");
            assert_eq!(scene.read(&format!("{third}/{name}")), once, "{kind}/{name}");
        }
    }
}

#[test]
fn rows_of_the_cleaned_fixtures_come_out_as_they_are() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let scene = Scene::new();
    let routes = [("a.jsonl", "b.jsonl"), ("b.jsonl", "c.parquet"), ("c.parquet", "d.jsonl")];
    for kind in ["pages", "text"] {
        let from = fixtures.join(kind);
        for (from, to) in [(from.to_str().expect("a path in UTF-8"), "a.jsonl")].into_iter().chain(routes) {
            let said = run(scene.dehusk(&["clean", from, "-o", to, "-q", "--comments", "keep", "--no-ledger"]));
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        let rows = |name: &str| -> Vec<Value> {
            scene.read(name).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
        };
        let once = rows("a.jsonl");
        assert!(once.iter().any(|row| row.get("removed").is_some()));
        for (once, again) in once.iter().zip(&rows("b.jsonl")) {
            assert_eq!(again, once, "{kind}");
        }
        // A table has every column.
        let fields = ["text", "comments", "words", "removed", "fixes"];
        for (once, again) in once.iter().zip(&rows("d.jsonl")) {
            assert!(fields.iter().all(|field| again[field] == once[field]), "{kind}: {again} {once}");
        }
        assert_eq!(rows("b.jsonl").len(), once.len());
        assert_eq!(rows("d.jsonl").len(), once.len());
    }
}

#[test]
fn rows_of_comments_alone_come_out_as_they_are() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/comments-wordpress/source.html");
    let page = page.to_str().expect("a path in UTF-8");
    let scene = Scene::new();
    for (from, to) in [(page, "a.jsonl"), ("a.jsonl", "b.jsonl"), ("a.jsonl", "c.parquet"), ("c.parquet", "d.jsonl")] {
        let said = run(scene.dehusk(&["clean", from, "-o", to, "-q", "--comments", "only", "--no-ledger"]));
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    let row = |name: &str| serde_json::from_str::<Value>(&scene.read(name)).expect("one line of JSON");
    let once = row("a.jsonl");
    assert!(once["text"] == "" && once["comments"].as_str().is_some_and(|comments| comments.contains("the flood")));
    assert_eq!(row("b.jsonl"), once);
    // A table has every column.
    let again = row("d.jsonl");
    assert!(["text", "comments", "words", "removed"].iter().all(|field| again[field] == once[field]), "{again}");
}

#[test]
fn a_page_that_is_wrapped_at_one_width_stays_as_it_was_written() {
    let sentence = "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday. ";
    let words: Vec<&str> = sentence.split_whitespace().cycle().take(400).collect();
    let mut lines = vec![String::new()];
    for word in words {
        if lines.last().is_some_and(|line| line.len() + word.len() > 70) {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("there is one");
        *line += if line.is_empty() { "" } else { " " };
        *line += word;
    }
    let paragraphs: Vec<String> = lines.chunks(8).map(|lines| format!("<p>{}</p>", lines.join("<br>"))).collect();
    let page = format!("<!DOCTYPE html><title>The ferry</title><article>{}</article>", paragraphs.concat());
    let text = cleaned_twice("page.html", &page);
    assert!(text.lines().count() > 30, "{text}");
}

/// A sentence of an article.
const TOLD: &str = "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday.";

/// Cleans a document and what came of it; gives the one text that both are.
fn cleaned_twice(name: &str, document: &str) -> String {
    let scene = Scene::new();
    scene.write(&format!("in/{name}"), document);
    for (from, to) in [("in", "1"), ("1", "2")] {
        let said = run(scene.dehusk(&["clean", from, "-o", to, "-q"]));
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    let text = Path::new(name).with_extension("txt");
    let once = scene.read(&format!("1/{}", text.display()));
    assert_eq!(scene.read(&format!("2/{}", text.display())), once);
    once
}

#[test]
fn a_name_with_a_semicolon_is_two_the_first_time_too() {
    let page =
        format!("<!DOCTYPE html><title>The ferry</title><p>By J&amp;x80;an</p>{}", format!("<p>{TOLD}</p>").repeat(3));
    let text = cleaned_twice("page.html", &page);
    assert!(text.contains("author: J&x80; an\n"), "{text}");
}

#[test]
fn a_fence_that_a_form_feed_sets_off_stays_one() {
    let document = format!("{TOLD}\n\n```\nlet  tide = 3;\u{C}```\n\n{TOLD}\n\nlet  tide = 4;\n");
    let text = cleaned_twice("a.txt", &document);
    assert!(text.contains("```\nlet  tide = 3;\n```\n"), "{text}");
}

#[test]
fn a_title_that_mojibake_broke_in_two_is_one_line() {
    let text = cleaned_twice("a.txt", &format!("title: Ferry â€© sails, they said\n\n{TOLD}\n"));
    assert!(text.contains("title: Ferry sails, they said\n"), "{text}");
}

#[test]
fn a_line_that_mojibake_broke_in_two_is_one_line() {
    let text = cleaned_twice("a.txt", &format!("A note: the ferryâ€©4 min read and more of it\n\n{TOLD}\n"));
    assert!(text.contains("\nA note: the ferry 4 min read and more of it\n"), "{text}");
}

#[test]
fn what_stands_behind_something_invisible_is_no_depth() {
    for before in ["\u{1B}[1m\t", "\u{81}\t", "\u{AD}    ", "&#8203;\t", "\u{1B}[0m\u{1B}[1m    "] {
        let text = cleaned_twice("a.txt", &format!("{TOLD}\n\n{before}Then it rained.\n\n{TOLD}\n"));
        assert!(text.contains("\nThen it rained.\n"), "{before:?}: {text}");
    }
}

#[test]
fn code_keeps_its_entities_the_second_time_too() {
    let page = format!(
        "<!DOCTYPE html><title>The ferry</title><p>{TOLD}</p><pre>wave = &amp;#92;\nname = \"cafÃ©\"\nto = \"voilÃ \"</pre><p>{TOLD}</p>"
    );
    let text = cleaned_twice("page.html", &page);
    assert!(text.contains("wave = &#92;\nname = \"cafÃ©\"\nto = \"voilÃ \"\n"), "{text}");
}

#[test]
fn rows_of_data_stay_rows() {
    let rows = "boat     3   9.50\ncrane    1   0.25\nrope    22  10.00";
    let json = "{\"note\": \"the ferry’s “bell”\", \"to\": \"a &amp; b\"}";
    let text = cleaned_twice("a.txt", &format!("{TOLD}\n\n{rows}\n\n{TOLD}\n\n{json}\n\n“So”  it is.\n"));
    assert!(text.contains(rows) && text.contains(json) && text.contains("\n\"So\" it is.\n"), "{text}");
    // Without blank lines every line is a paragraph, and they are the same rows.
    let text = cleaned_twice("a.txt", &format!("{TOLD}\n{rows}\n{TOLD}\n"));
    assert!(text.contains(&rows.replace('\n', "\n\n")), "{text}");
}
