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

#[test]
fn what_a_privacy_policy_says_of_cookies_and_letters() {
    for (title, lines) in [
        (
            "Privacy policy",
            [
                "This policy explains what we do with the personal data of people who visit our shop by the harbour.",
                "We use cookies to remember what is in your basket.",
                "You can unsubscribe at any time by clicking the link at the bottom of each email.",
                "When you leave a comment, your email address will not be published, but we store it for a year.",
            ],
        ),
        (
            "Datenschutzerklärung",
            [
                "Diese Erklärung sagt, was wir mit den Daten von Menschen tun, die unseren Laden am Hafen besuchen.",
                "Wir verwenden Cookies, um uns zu merken, was im Korb liegt.",
                "Sie können den Newsletter jederzeit abbestellen.",
                "Ihre E-Mail-Adresse wird nicht veröffentlicht, aber wir bewahren sie ein Jahr lang auf.",
            ],
        ),
    ] {
        let body: String = lines.iter().map(|line| format!("<p>{line}</p>\n")).collect();
        let page = format!(
            "<!DOCTYPE html><html><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
        );
        let text = format!("{title}\n\n{}\n", lines.join("\n\n"));
        for (media, document) in [(Media::Text, text), (Media::Html, page)] {
            let hints = Hints { media: Some(media), ..Hints::default() };
            let record = Record { id: "policy".into(), bytes: document.into_bytes(), hints, ..Record::default() };
            let (outcome, trace) = Cleaner::default().clean(&record);
            let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
            let removed: Vec<&str> = trace.removed().map(|(_, reason)| &*reason.rule).collect();
            assert!(lines.iter().all(|line| article.text.contains(line)), "{media:?}: {removed:?}: {}", article.text);
        }
    }
}
