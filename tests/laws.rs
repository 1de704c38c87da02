//! The laws that hold for every document: cleaning twice is cleaning once, nothing is invented, nothing
//! vanishes. Tried on soups of lines and markup as real documents have them, in any order.

use dehusk::sink::Shape;
use dehusk::{Article, Cleaner, Hints, Media, Outcome, Record, Trace};
use proptest::prelude::*;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

const PROSE: &[&str] = &[
    "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday after a week of talks.",
    "For two winters the islanders had to wait for the mail boat, which comes on Fridays when the sea allows it.",
    "“Nobody asked us,” said the baker. ‘We’d have said no — twice.’ It cost 1 200 €, or so…",
    "Der Fähre fehlte im Februar der Kapitän; die Gemeinde suchte über zwei Monate lang nach einem neuen.",
    "Am 6. Februar 2025 fuhr „die alte Fähre“ zum letzten Mal, und die Kapelle spielte dazu auf dem Deck.",
    "2025-02-06 was the day on which the old ferry made her last crossing, with the band on board.",
    "Le bac n’a pas repris la mer avant le printemps : « C’est bien dommage », a dit le maire du village.",
    "Leave a Reply. Nobody ever did, as far as the office knows, though the notice hung there for years.",
    "Zoe\u{308} A\u{30a}ngstro\u{308}m lives in a cafe\u{301} at the end of the line and so\u{ad}me\u{ad}times sings there at night.",
    "渡し船は三月にふたたび島へ向かう、と港の事務所は火曜日に語った。",
];

const RESIDUE: &[&str] = &[
    "Leave a Reply",
    "Leave a Reply Cancel reply Your email address will not be published. Required fields are marked *",
    "Share | Tweet | 12 Comments",
    "Read more",
    "Read more books",
    "Advertisement",
    "Sign in",
    "Print",
    "Save",
    "Facebook",
    "2,192 Shares",
    "We use cookies to remember the way you read our pages on this site and on others.",
    "Your support helps us to tell the story Read more Support Now Your donation pays for independent journalism. \
     Your support makes all the difference. Read more",
    "Please donate today, dear reader. Our newsroom depends on you.",
    "Schreibe einen Kommentar",
    "Lesen Sie auch: Die Fähre fährt wieder",
    "© 1998 Walter P. Hobbs. All rights reserved.",
    "Related articles",
    "Related: The boat that nobody wanted",
    "Subscribe to our newsletter",
];

const FACTS: &[&str] = &[
    "date 2025-02-06",
    " date 2025-02-06 ",
    "2025-02-06",
    "By Jane Doe",
    "By Zoe\u{308} A\u{30a}ngstro\u{308}m",
    "By Jane Doe | Jan. 1, 2015",
    "Published Jan 3, 2024 · Updated Jan 5, 2024",
    "Tags: tea, green sea",
    "title: The river: a life",
    "4 min read",
    "Von Jana Muster, 6. Februar 2025, 14:03 Uhr",
    "09 jun 2024 - 05:30 CEST",
];

const SHAPES: &[&str] = &[
    "- an item of a list",
    "1. the first of three",
    "> quoted by somebody",
    "    let x = \"1\";",
    "```",
    "| a | b |",
    "# A heading",
    "***",
    "---",
    "title: x",
    "\u{200b}",
    "\u{feff}",
    "…",
    "a\\",
    "**Bold** words",
];

fn words() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => prop::sample::select(PROSE),
        4 => prop::sample::select(RESIDUE),
        2 => prop::sample::select(FACTS),
        1 => prop::sample::select(SHAPES),
    ]
}

/// Lines, glued lines, paragraphs.
fn text() -> impl Strategy<Value = String> {
    let glue = prop::sample::select(&["\n", "\n\n", " ", "\r\n", "\n \n", "\u{a0}", " | "][..]);
    prop::collection::vec((words(), glue), 0..16)
        .prop_map(|parts| parts.into_iter().flat_map(|(words, glue)| [words, glue]).collect())
}

/// A text with a header of ours, or one that looks like it.
fn text_with_header() -> impl Strategy<Value = String> {
    let header = prop::sample::select(
        &[
            "",
            "---\ntitle: \"A: b\"\ndate: 2025-02-06\nlanguage: en\nlanguage_score: 0.5\nremoved:\n  share: 2\n---\n",
            "---\ntitle: x\n---\n\n",
            "---\nauthor: Jane Doe; John Roe\ncategories: [a, b]\nmetadata:\n  mood: fine\n---\n",
            "---\nnot: [closed\n---\n",
        ][..],
    );
    (header, text()).prop_map(|(header, text)| format!("{header}{text}"))
}

/// The one thing that is left out: a page that shows a lone code fence as text, which opens one in plain text.
fn page() -> impl Strategy<Value = String> {
    let open = prop::sample::select(
        &[
            "<p>",
            "<div>",
            "<h2>",
            "<li>",
            "<ul><li>",
            "<blockquote><p>",
            "<br>",
            "</p>",
            "</div>",
            "</ul>",
            "<pre>",
            "</pre>",
            "<table><tr><td>",
            "</td><td>",
            "</table>",
            "<article>",
            "</article>",
            "<nav>",
            "</nav>",
            "<a href=/x>",
            "</a>",
            "<b>",
            "</b>",
            "<footer>",
            "<aside class=related>",
            "</aside>",
            "<ol><li>",
            "</ol>",
            "<figcaption>",
            "\n",
            " ",
            "<h1>",
            "<div class=share>",
            "<time datetime=2024-01-03>",
        ][..],
    );
    let words = words().prop_filter("a code fence", |words| *words != "```");
    prop::collection::vec((open, words), 0..24).prop_map(|parts| {
        let body: String = parts.into_iter().flat_map(|(open, words)| [open, words]).collect();
        format!("<!DOCTYPE html><title>The ferry</title><body>{body}")
    })
}

fn clean(media: Media, document: &str) -> (Option<Box<Article>>, Trace) {
    let hints = Hints { media: Some(media), ..Hints::default() };
    let record = Record { id: "soup".into(), bytes: document.as_bytes().to_vec(), hints, ..Record::default() };
    match CLEANER.clean(&record) {
        (Outcome::Kept(article), trace) => (Some(article), trace),
        (Outcome::Dropped(_), trace) => (None, trace),
        (Outcome::Failed(error), _) => panic!("{error}"),
    }
}

/// Cleans what was written, under its header: without it nobody can tell that a text was judged before.
fn cleaning_again_changes_nothing(media: Media, document: &str) -> Result<(), TestCaseError> {
    let (Some(once), _) = clean(media, document) else { return Ok(()) };
    prop_assume!(once.degraded.is_empty());
    let written = Shape::default().write("soup", &once);
    let (again, trace) = clean(Media::Text, &written);
    let gone: Vec<_> = trace.removed().map(|(step, reason)| (&step.text, &reason.rule)).collect();
    prop_assert_eq!(again.map(|article| Shape::default().write("soup", &article)), Some(written), "{:?}", gone);
    Ok(())
}

/// What is read aloud of a text, whichever way its characters are written.
fn spoken(text: &str) -> Vec<char> {
    text.nfc().filter(|c| c.is_alphanumeric()).collect()
}

fn visible(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_a_text_twice_is_cleaning_it_once(document in text_with_header()) {
        cleaning_again_changes_nothing(Media::Text, &document)?;
    }

    #[test]
    fn cleaning_a_page_twice_is_cleaning_it_once(document in page()) {
        cleaning_again_changes_nothing(Media::Html, &document)?;
    }

    #[test]
    fn nothing_is_invented(text in text(), page in page()) {
        for (media, document) in [(Media::Text, text), (Media::Html, page)] {
            let Some(article) = clean(media, &document).0 else { continue };
            let mut given = spoken(&document).into_iter();
            // The numbers of list items are shown by browsers and do not stand in the page.
            let numbers = media == Media::Html && document.contains("<ol>");
            for c in spoken(&article.text).into_iter().filter(|c| !numbers || !c.is_ascii_digit()) {
                prop_assert!(given.any(|given| given == c), "{c} was added: {}", article.text);
            }
        }
    }

    #[test]
    fn nothing_vanishes(text in text()) {
        // Places are those of the decoded text, which has no byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let (article, trace) = clean(Media::Text, text);
        let mut places = Vec::new();
        for (step, _) in trace.removed() {
            let place = step.span.bytes.clone().expect("text knows its places");
            prop_assert_eq!(&text[place.clone()], &step.text);
            places.push(place);
        }
        places.sort_by_key(|place| place.start);
        prop_assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start), "{places:?}");
        let mut left = String::new();
        let mut done = 0;
        for place in places {
            left.push_str(&text[done..place.start]);
            done = place.end;
        }
        left.push_str(&text[done..]);
        let article = article.map(|article| article.text).unwrap_or_default();
        // Code keeps its quotes, and what is left of the input no longer tells what was code.
        let normal = |text: &str| visible(&CLEANER.settings().normalizer.prose(text, None));
        prop_assert_eq!(normal(&left), normal(&article), "{}", article);
    }
}
