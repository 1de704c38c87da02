//! Promise: text that a page holds only as data is used where the page shows nothing else, and nowhere else.

use dehusk::block::Origin;
use dehusk::{Cleaner, Media, Outcome, Record, Settings, Trace};

const STORY: [&str; 3] = [
    "The ferry left without a captain on Monday, and it was some time before anybody noticed it.",
    "It went round the island twice, as it always does, and came back to the quay on its own.",
    "The captain says that he had only gone to buy a newspaper, and that the boat knows the way.",
];

/// What becomes of a page, with the steps of what is kept.
fn clean(html: &str) -> (Outcome, Trace) {
    let cleaner = Cleaner::new(Settings { trace_kept: true, ..Settings::default() });
    let mut record = Record { id: "page".into(), bytes: html.as_bytes().to_vec(), ..Record::default() };
    record.hints.media = Some(Media::Html);
    cleaner.clean(&record)
}

fn text(html: &str) -> String {
    match clean(html).0 {
        Outcome::Kept(article) => article.text,
        _ => String::new(),
    }
}

/// A page that shows next to nothing, with something in its head and something at its end.
fn empty_page(head: &str, tail: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>A ferry without a captain - The Quay</title>{head}</head>\
         <body><div id=root><p>Loading</p></div>{tail}</body></html>"
    )
}

fn linked(node: &str) -> String {
    format!("<script type=\"application/ld+json\">{node}</script>")
}

fn story() -> String {
    STORY.join("\\n\\n")
}

#[test]
fn wherever_a_page_keeps_its_text() {
    let paragraphs: String = STORY.iter().map(|text| format!("<p>{text}</p>")).collect();
    let escaped = paragraphs.replace('<', "\\u003c");
    let nested = format!(
        r#"{{"topic":"{{\"title\":\"A ferry without a captain\",\"posts\":[{{\"cooked\":\"{paragraphs}\"}}]}}"}}"#
    );
    let tree = STORY.map(|text| format!(r#"{{"type":"paragraph","children":[{{"text":"{text}"}}]}}"#)).join(",");
    let own = |key: &str, value: &str| {
        format!(r#"{{"props":{{"article":{{"title":"A ferry without a captain","{key}":{value}}}}}}}"#)
    };
    let state = own("content", &format!("\"{escaped}\""));
    for page in [
        empty_page(&linked(&format!(r#"{{"@type":"NewsArticle","articleBody":"{}"}}"#, story())), ""),
        empty_page(
            &linked(&format!(
                r#"[{{"@graph":[{{"@type":["http://schema.org/BlogPosting"],"articleBody":"{escaped}"}}]}}]"#
            )),
            "",
        ),
        empty_page("", &format!("<script id=__NEXT_DATA__ type=\"application/json\">{state}</script>")),
        // A program's own title on every page, and the page's for those who share it.
        empty_page(
            "<meta property=og:title content=\"A ferry without a captain\">",
            &format!("<script id=__NEXT_DATA__ type=\"application/json\">{state}</script>"),
        )
        .replace("<title>A ferry without a captain - The Quay", "<title>The Quay"),
        empty_page("", &format!("<script>var x = 1; window.__INITIAL_STATE__ = {state}; start(x)</script>")),
        empty_page(
            "",
            &format!(
                "<script>window.__STATE__=JSON.parse('{}')</script>",
                state.replace('\\', "\\\\").replace('\'', "\\'")
            ),
        ),
        empty_page(
            "",
            &format!(
                "<script>window.s={{\"a\":undefined,\"b\":!0,\"c\":{}}}</script>",
                own("body", &format!("[{tree}]"))
            ),
        ),
        empty_page("", &format!("<div data-preloaded=\"{}\"></div>", nested.replace('"', "&quot;"))),
    ] {
        assert_eq!(text(&page), STORY.join("\n\n"), "{page}");
    }
}

#[test]
fn threads_answers_jobs_and_recipes() {
    let thread = format!(
        r#"{{"@type":"DiscussionForumPosting","headline":"Ferry","text":"{}","author":{{"@type":"Person","description":"{}"}},
        "comment":[{{"@type":"Comment","text":"{}","comment":[{{"@type":"Comment","text":"{}"}}]}}]}}"#,
        STORY[0], "Somebody who has never been on a ferry and never wants to be on one, he says.", STORY[1], STORY[2]
    );
    assert_eq!(text(&empty_page(&linked(&thread), "")), STORY.join("\n\n"));
    let recipe = format!(
        r#"{{"@type":"Recipe","description":"{}","recipeIngredient":["200 g flour","1 egg"],
        "recipeInstructions":[{{"@type":"HowToStep","text":"{}"}}]}}"#,
        STORY[0], STORY[1]
    );
    let expected = format!("{}\n\n- 200 g flour\n- 1 egg\n\n{}", STORY[0], STORY[1]);
    assert_eq!(text(&empty_page(&linked(&recipe), "")), expected);
    let job = format!(r#"{{"@type":"JobPosting","description":"<p>{}</p><ul><li>One boat</li></ul>"}}"#, STORY[0]);
    assert_eq!(text(&empty_page(&linked(&job), "")), format!("{}\n\n- One boat", STORY[0]));
}

#[test]
fn it_is_told_where_the_text_stands() {
    let (outcome, trace) =
        clean(&empty_page("\n", &linked(&format!(r#"{{"@type":"Article","articleBody":"{}"}}"#, story()))));
    let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
    assert!(article.metadata.extraction_quality.is_some());
    let found: Vec<_> = trace.steps.iter().filter(|step| step.origin == Origin::LinkedBody).collect();
    assert_eq!(found.iter().map(|step| step.text.as_str()).collect::<Vec<_>>(), STORY);
    assert!(found.iter().all(|step| step.span.line == 2));
    let loading = trace.removed().find(|(step, _)| step.text == "Loading").expect("removed");
    assert!(["embedded-text", "content-model"].contains(&&*loading.1.rule));
}

#[test]
fn a_page_that_shows_its_content_keeps_to_it() {
    let shown: String = STORY.iter().cycle().take(12).map(|text| format!("<p>{text}</p>")).collect();
    let other = "A short note on the bakery, which has nothing to do with any boat and closes at noon.";
    for data in [
        linked(&format!(r#"{{"@type":"Article","articleBody":"{other}"}}"#)),
        linked(&format!(r#"{{"@type":"Product","description":"{other}"}}"#)),
        format!("<meta name=description content=\"{other}\">"),
    ] {
        let page = format!("<title>A ferry</title>{data}<main><article><h1>A ferry</h1>{shown}</article></main>");
        assert!(!text(&page).contains("bakery"), "{data}");
    }
}

#[test]
fn data_that_is_no_text_of_the_page() {
    let long = "aGVsbG8gd29ybGQ".repeat(200);
    let other = "A short note on the bakery, which has nothing to do with any boat and closes at noon.";
    for data in [
        format!("<script>x = {{\"title\":\"A ferry without a captain\",\"content\":\"{long}\"}}</script>"),
        format!("<script>x = {{\"title\":\"Another page's title\",\"content\":\"{other}\"}}</script>"),
        format!(
            "<script>x = {{\"title\":\"A ferry without a captain\",\"relatedArticles\":[{{\"text\":\"{other}\"}}]}}</script>"
        ),
        linked(&format!(r#"{{"@type":"Organization","description":"{other}"}}"#)),
        linked(&format!(r#"{{"@type":"ItemList","itemListElement":[{{"@type":"Product","description":"{other}"}}]}}"#)),
        format!("<script type=text/template>{other}</script>"),
    ] {
        let text = text(&empty_page("", &data));
        assert!(!text.contains("bakery") && !text.contains("aGV"), "{text}");
    }
}

#[test]
fn what_was_found_in_data_is_clean_already() {
    let page = empty_page(
        &linked(&format!(r#"{{"@type":"Article","articleBody":"{}\n\nShare this:\n\n{}"}}"#, story(), STORY[0])),
        "",
    );
    let once = text(&page);
    assert!(!once.contains("Share this"));
    let record = Record { id: "page".into(), bytes: once.clone().into_bytes(), ..Record::default() };
    let Outcome::Kept(again) = Cleaner::default().clean(&record).0 else { panic!("not kept") };
    assert_eq!(again.text, once);
}

/// Megabytes of it on a small stack. Were any of it read more than once, this would not end.
#[test]
fn hostile_data() {
    let half = 1 << 20;
    let pages = [
        "={\"",
        "={\"a\":",
        "=[\"",
        "JSON.parse(\"",
        "={\"a\":\"={",
        "={\\\"",
        "(",
        "=[{\"a\":[",
        "=[\"\\\\\",",
        "=[\"a\",",
    ]
    .map(|unit| {
        let units = unit.repeat(half / unit.len());
        [
            empty_page(&linked(&units), ""),
            empty_page("", &format!("<script>{units}</script>")),
            empty_page("", &format!("<script type=application/json>{}</script>", units.replace('=', "["))),
        ]
    });
    let deep = |unit: &str, end: &str| format!("{}{}", unit.repeat(half / 8), end.repeat(half / 8));
    let nested = [
        deep("{\"@type\":\"Comment\",\"text\":\"a\",\"comment\":", "}"),
        deep("[", "]"),
        format!("{{\"@type\":\"Article\",\"articleBody\":\"{}\"}}", "<div>".repeat(half / 5)),
        format!("{{\"@type\":\"Article\",\"articleBody\":\"{}\"}}", "< &lt;p".repeat(half / 7)),
        format!("[{}0]", "{\"@type\":\"Article\",\"articleBody\":\"a b c d e f\"},".repeat(half / 50)),
    ];
    let pages: Vec<String> =
        pages.into_iter().flatten().chain(nested.iter().map(|json| empty_page(&linked(json), ""))).collect();
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let run = move || pages.iter().for_each(|page| drop(clean(page)));
    thread.spawn(run).expect("a thread").join().expect("no overflow");
}
