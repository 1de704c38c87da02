//! The promise: what only looks like residue stays, from the bytes to the article, in text and in pages.

use dehusk::{Cleaner, Hints, Media, Outcome, Record};

const BEFORE: &str = "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday.";
const AFTER: &str = "For two winters the islanders had to wait for the mail boat, which comes when the sea allows it.";

/// Whether paragraphs come out as they go in, as text with and without blank lines and as a page.
fn stay(paragraphs: &[&str]) {
    let page: String = paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    let page = format!("<!DOCTYPE html><html><body><article>{page}</article></body></html>");
    for (media, document) in
        [(Media::Text, paragraphs.join("\n\n")), (Media::Text, paragraphs.join("\n")), (Media::Html, page)]
    {
        let hints = Hints { media: Some(media), ..Hints::default() };
        let record = Record { id: "near-miss".into(), bytes: document.into_bytes(), hints, ..Record::default() };
        let (outcome, trace) = Cleaner::default().clean(&record);
        let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
        let removed: Vec<&str> = trace.removed().map(|(_, reason)| &*reason.rule).collect();
        assert_eq!(article.text.split("\n\n").collect::<Vec<_>>(), paragraphs, "{media:?}: {removed:?}");
    }
}

#[test]
fn a_banner_in_a_quotation() {
    let quoted = r#"The yellow strip said "Your support helps us to tell the story", and beside it were two buttons."#;
    stay(&[BEFORE, quoted, AFTER]);
    stay(&[quoted, BEFORE, AFTER]);
    stay(&[BEFORE, AFTER, quoted]);
}

#[test]
fn a_comment_form_in_a_sentence() {
    let sentence =
        "Under the notice somebody had written in pencil: Leave a Reply. Nobody did, as far as the office knows.";
    stay(&[BEFORE, sentence, AFTER]);
    stay(&[BEFORE, AFTER, sentence]);
}

#[test]
fn a_date_that_begins_a_paragraph() {
    for sentence in [
        "2025-02-06 was the day on which the old ferry made her last crossing, with the band on board.",
        "6 February 2025 was the day on which the old ferry made her last crossing, with the band on board.",
        "February 6, 2025, was cold, and the old ferry made her last crossing with the band on board.",
    ] {
        stay(&[sentence, BEFORE, AFTER]);
        stay(&[BEFORE, sentence, AFTER]);
        stay(&[BEFORE, AFTER, sentence]);
    }
}

#[test]
fn a_headline_that_asks_to_read_more() {
    stay(&["Read more books", BEFORE, AFTER]);
    stay(&[BEFORE, "Read more books", AFTER]);
}
