//! The promise: the page of `dehusk stats --html` shows what was read as text and lets none of it act; it loads nothing,
//! runs nothing and links nothing.

mod scene;

use scene::{ARTICLE, Said, Scene, run};
use scraper::{Html, Selector};
use serde_json::json;

const HEAD: &str = r#"{"ledger":1,"dehusk":"0.1.0","settings":"s","inputs":"i","output":"out"}"#;

/// Strings that would like to be more than text, each with the form in which a reader sees it.
const HOSTILE: [(&str, &str); 12] = [
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("\"onload=\"alert(1)", "\"onload=\"alert(1)"),
    ("' onmouseover='alert(1)", "' onmouseover='alert(1)"),
    ("a&b&lt;&#60;script&#62;", "a&b&lt;&#60;script&#62;"),
    (
        "</svg></table></title></style><img src=x onerror=alert(1)>",
        "</svg></table></title></style><img src=x onerror=alert(1)>",
    ),
    ("]]><![CDATA[<b>", "]]><![CDATA[<b>"),
    ("<!--><script>-->", "<!--><script>-->"),
    ("txt\u{202e}exe\u{2066}", r"txt\u{202e}exe\u{2066}"),
    ("nul\0bell\u{7}escape\u{1b}[2J", r"nul\u{0}bell\u{7}escape\u{1b}[2J"),
    ("line\nend\r\ttab\u{2028}", r"line\nend\u{d}\ttab\u{2028}"),
    ("<base href=\"https://evil.example/\">", "<base href=\"https://evil.example/\">"),
    (
        "<meta http-equiv=refresh content=\"0;url=http://evil.example\">",
        "<meta http-equiv=refresh content=\"0;url=http://evil.example\">",
    ),
];

/// A run with kept, dropped, failed and skipped documents.
fn small() -> String {
    let lines = [
        r#"{"n":0,"id":"a","input":"in","status":"kept","bytes":1000,"words":200,"language":"en","host":"a.example","quality":0.9,"removed":{"share":2},"degraded":["depth"],"to":"a.txt"}"#,
        r#"{"n":1,"id":"b","input":"in","status":"dropped","reason":"duplicate","of":0,"bytes":1000}"#,
        r#"{"id":"link","input":"in","status":"skipped","reason":"a symbolic link"}"#,
        r#"{"n":2,"id":"c\u001b[2J\u202e\n<script>","input":"two","status":"failed","reason":"damaged","detail":"x","bytes":7}"#,
        r#"{"n":3,"id":"d","input":"two","status":"kept","bytes":2000,"words":400,"quality":0.5}"#,
        r#"{"end":true,"read":4,"kept":2,"dropped":1,"failed":1,"skipped":1,"passed":{"request":3}}"#,
    ];
    format!("{HEAD}\n{}\n", lines.join("\n"))
}

/// A run in which every string is hostile, everywhere.
fn hostile() -> String {
    let everywhere = HOSTILE.map(|(hostile, _)| hostile).concat();
    let mut lines =
        vec![json!({"ledger": 1, "dehusk": everywhere, "settings": "s", "inputs": "i", "output": everywhere})];
    let mut n = 0;
    for (hostile, _) in HOSTILE {
        for status in ["kept", "dropped", "failed"] {
            lines
                .push(json!({"n": n, "id": hostile, "input": hostile, "status": status, "reason": hostile, "bytes": 9,
                "words": 9, "language": hostile, "host": hostile, "quality": 0.4, "to": hostile}));
            n += 1;
        }
        lines.push(json!({"id": hostile, "input": hostile, "status": "skipped", "reason": hostile}));
    }
    // The message about a status that there is not repeats it.
    lines.push(json!({"n": n, "id": "x", "input": "x", "status": everywhere, "bytes": 1}));
    let count = HOSTILE.len();
    let passed: serde_json::Map<_, _> =
        HOSTILE.map(|(hostile, _)| (hostile.to_owned(), json!(1))).into_iter().collect();
    lines.push(json!({"end": true, "read": n, "kept": count, "dropped": count, "failed": count, "skipped": count,
        "passed": passed}));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn html(ledger: &str) -> Said {
    let scene = Scene::with(&[("l", ledger.as_bytes())]);
    run(scene.dehusk(&["stats", "l", "--html", "-"]))
}

fn select(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect()).collect()
}

/// What no page may have, whatever was read.
fn is_inert(text: &str) -> Html {
    let page = Html::parse_document(text);
    assert_eq!(page.errors, Vec::<String>::new(), "it is HTML without mistakes");
    let allowed = "html head meta title style body main header h1 h2 p section ul li dl div dt dd table thead tbody tr th \
                   td small bdi details summary svg rect line text";
    let allowed: Vec<&str> = allowed.split_whitespace().collect();
    for element in page.tree.values().filter_map(|node| node.as_element()) {
        assert!(allowed.contains(&element.name()), "<{}>", element.name());
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && !["href", "src", "style", "action"].contains(&name), "{name}={value}");
            assert!(!value.contains("http:") && !value.contains("https:") && !value.contains("url("), "{name}={value}");
        }
    }
    let first = page.tree.values().filter_map(|node| node.as_element()).find(|element| element.name() == "meta");
    assert_eq!(first.and_then(|meta| meta.attr("charset")), Some("utf-8"));
    let active = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}';
    assert!(!text.contains(active), "a character that acts");
    page
}

#[test]
fn the_page_of_a_small_run() {
    let said = html(&small());
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    is_inert(&said.out);
    // The style sheet is its own file and needs no second one; its hash changes with it.
    let (before, rest) = said.out.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let hash = before.split_once("sha256-").unwrap().1.split_once('&').unwrap().0;
    let page = format!("{before}<style></style>{after}").replace(hash, "HASH");
    insta::assert_snapshot!(page.replace("><tr", ">\n<tr"));
}

#[test]
fn the_page_forbids_itself_everything_but_its_style() {
    let page = is_inert(&html(&small()).out);
    let selector = Selector::parse("meta[http-equiv='Content-Security-Policy']").unwrap();
    let policy = page.select(&selector).next().unwrap().attr("content").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; ")
            && policy.contains("; style-src 'sha256-")
            && !policy.contains("unsafe"),
        "{policy}"
    );
}

#[test]
fn nothing_that_was_read_is_more_than_text() {
    let said = html(&hostile());
    assert_eq!(said.code, Some(0), "{}", said.err);
    let page = is_inert(&said.out);
    for card in ["dropped", "failed", "skipped", "passed", "inputs", "languages", "hosts"] {
        let names = select(&page, &format!("table[aria-labelledby={card}] th bdi"));
        for (_, seen) in HOSTILE {
            assert!(names.iter().any(|name| name == seen), "{seen} among {card}: {names:?}");
        }
    }
    let examples = select(&page, "small bdi");
    assert!(HOSTILE.iter().all(|(_, seen)| examples.iter().any(|example| example == seen)), "{examples:?}");
    let everywhere = HOSTILE.map(|(_, seen)| seen).concat();
    for place in ["title", "h1", "header p", ".warnings li"] {
        let found = select(&page, place).concat();
        assert!(found.contains(&everywhere), "{place}: {found}");
    }
}

#[test]
fn headings_are_in_order_and_every_table_has_one() {
    let page = is_inert(&html(&small()).out);
    let title = select(&page, "head > title");
    assert_eq!((title, select(&page, "h1")), (vec!["out – dehusk".to_owned()], vec!["out".to_owned()]));
    assert_eq!(select(&page, "html[lang=en]").len(), 1);
    let tables = Selector::parse("table").unwrap();
    for table in page.select(&tables) {
        let heading = table.attr("aria-labelledby").unwrap();
        assert_eq!(select(&page, &format!("h2#{heading}")).len(), 1, "{heading}");
        assert!(table.select(&Selector::parse("tbody th[scope=row]").unwrap()).next().is_some(), "{heading}");
    }
    assert_eq!(page.select(&tables).count(), 13);
}

#[test]
fn warnings_come_first() {
    let unfinished: String = small().lines().take(4).map(|line| format!("{line}\n")).collect();
    let page = is_inert(&html(&format!("{unfinished}{{}}\n")).out);
    assert_eq!(select(&page, "h2")[0], "Warnings");
    let warnings = select(&page, ".warnings li");
    assert!(warnings[0].starts_with("this run was not finished") && warnings[1].contains("line 5"), "{warnings:?}");
}

#[test]
fn a_run_without_documents_has_a_page() {
    let end = r#"{"end":true,"read":0,"kept":0,"dropped":0,"failed":0,"skipped":0,"passed":{}}"#;
    for ledger in [format!("{HEAD}\n"), format!("{HEAD}\n{end}\n")] {
        let said = html(&ledger);
        assert_eq!(said.code, Some(0), "{}", said.err);
        let page = is_inert(&said.out);
        assert_eq!(select(&page, ".documents p"), ["No document was read."]);
        assert_eq!(select(&page, "table").len(), 0);
    }
}

#[test]
fn numbers_of_any_size_have_their_place() {
    let line = |n, bytes| {
        json!({"n": n, "id": "a", "input": "i", "status": "kept", "bytes": bytes, "words": bytes, "quality": 1.0,
            "removed": {"share": u64::MAX}})
    };
    let said = html(&format!("{HEAD}\n{}\n{}\n", line(0, 0), line(1, u64::MAX)));
    is_inert(&said.out);
    assert!(said.out.contains("18,446,744,073,709,551,615") && !said.out.contains("NaN"), "{}", said.out);
}

#[test]
fn the_page_is_a_file_and_json_may_come_with_it() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes())]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "out"])).code, Some(0));
    let page = run(scene.dehusk(&["stats", "out", "--html", "-"])).out;
    scene.write("page.html", "an older one");
    let said = run(scene.dehusk(&["stats", "out", "--html", "page.html"]));
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""));
    assert_eq!(scene.read("page.html"), page);
    let both = run(scene.dehusk(&["stats", "out", "--html", "page.html", "--json"])).out;
    assert_eq!(both, run(scene.dehusk(&["stats", "out", "--json"])).out);
    assert!(!scene.at(".page.html.part").exists());
}

#[test]
fn the_page_takes_the_place_of_nothing_of_the_run() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes())]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "out.jsonl"])).code, Some(0));
    let before = (scene.read("out.jsonl"), scene.read("out.jsonl.ledger.jsonl"));
    for (output, page) in [
        ("out.jsonl", "out.jsonl"),
        ("out.jsonl", "out.jsonl.ledger.jsonl"),
        ("out.jsonl.ledger.jsonl", "out.jsonl.ledger.jsonl"),
        ("out.jsonl", "in"),
    ] {
        let said = run(scene.dehusk(&["stats", output, "--html", page]));
        assert_eq!(said.code, Some(2), "{output} {page}: {}", said.err);
    }
    assert_eq!((scene.read("out.jsonl"), scene.read("out.jsonl.ledger.jsonl")), before);
    let said = run(scene.dehusk(&["stats", "out.jsonl", "--html", "-", "--json"]));
    assert!(said.code == Some(2) && said.err.contains("standard output"), "{}", said.err);
    let said = run(scene.dehusk(&["stats", "out.jsonl", "--html", "no/such/folder.html"]));
    assert!(said.code == Some(3) && said.err.contains("no/such/folder.html"), "{}", said.err);
}

#[test]
fn a_ledger_that_is_none_leaves_an_older_page_alone() {
    let scene = Scene::with(&[("l", b"{\"ledger\":\"\n"), ("page.html", b"an older one")]);
    assert_eq!(run(scene.dehusk(&["stats", "l", "--html", "page.html"])).code, Some(2));
    assert_eq!((scene.read("page.html").as_str(), scene.files("").len()), ("an older one", 2));
}
