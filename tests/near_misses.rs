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

#[test]
fn labels_of_networks_as_headings() {
    stay(&[
        "Which network for the ferry?",
        BEFORE,
        "Facebook",
        "The islanders look there for the hour of the boat, and tell one another what she carries.",
        "Instagram",
        "Nobody on the islands has seen it, said the mate, but the visitors send pictures of the pier.",
        "Email",
        AFTER,
    ]);
}

#[test]
fn a_cookie_sentence_amid_a_paragraph() {
    stay(&[
        BEFORE,
        "Most ferry lines are content with one line. This website uses cookies. That will not do from March on.",
        AFTER,
    ]);
}

#[test]
fn what_a_cookie_policy_says() {
    stay(&[
        "Informativa sui cookie del traghetto",
        "Questa pagina spiega che cosa sono i cookie, quali usa il traghetto e come si possono disattivare.",
        "Questo sito utilizza cookie di terze parti. Alcuni servono a contare i passeggeri, altri non servono a nulla.",
    ]);
}

#[test]
fn days_of_a_list() {
    stay(&["What is on at the pier", "5 June 2026", "A fair with the band", "6 June 2026", "A dance on the old ferry"]);
}

#[test]
fn an_article_between_two_appeals_in_one_line() {
    let article =
        "We spent the winter on the islands. Our boat lay under a sheet. We painted the pier. In March the ferry came.";
    for text in [
        format!(
            "Please support our work with a donation. Donate now {article} Your donation keeps our blog free. Donate now"
        ),
        format!(
            "Your support helps us to report from the coast. Please donate today. Support Now {article} We believe quality journalism should be free. Your donation makes all the difference. Donate Today"
        ),
    ] {
        let record = Record { id: "glued".into(), bytes: text.into_bytes(), ..Record::default() };
        let (outcome, _) = Cleaner::default().clean(&record);
        let Outcome::Kept(kept) = outcome else { panic!("{outcome:?}") };
        assert_eq!(kept.text.trim(), article);
    }
}
