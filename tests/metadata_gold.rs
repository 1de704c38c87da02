//! Every page of the fixtures has the title, the author and the date that its `gold.json` states.

use std::fs;
use std::path::Path;

use dehusk::decode::decode;
use dehusk::limits::Limits;
use dehusk::parse::html::{Selectors, parse};
use dehusk::{Hints, Media, Metadata, Record};
use serde_json::Value;

#[test]
fn fixtures_state_what_their_gold_says() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut folders: Vec<_> =
        fs::read_dir(pages).expect("fixtures").map(|entry| entry.expect("entry").path()).collect();
    folders.sort();
    let mut wrong = Vec::new();
    for folder in folders.iter().filter(|folder| folder.join("gold.json").exists()) {
        let gold: Value =
            serde_json::from_slice(&fs::read(folder.join("gold.json")).expect("gold")).expect("gold is JSON");
        let metadata = read(&folder.join("source.html"), gold["url"].as_str());
        for (name, found) in [
            ("title", metadata.title),
            ("author", Some(metadata.authors.join("; ")).filter(|authors| !authors.is_empty())),
            ("date", metadata.date.map(|date| date[..10].to_owned())),
        ] {
            let stated = gold[name].as_str().filter(|stated| !stated.is_empty());
            if found.as_deref() != stated {
                wrong.push(format!("{}: {name} is {found:?}, not {stated:?}", folder.display()));
            }
        }
    }
    assert!(!folders.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn read(page: &Path, url: Option<&str>) -> Metadata {
    let hints = Hints { url: url.map(str::to_owned), media: Some(Media::Html), ..Hints::default() };
    let record = Record { id: "page".into(), bytes: fs::read(page).expect("page"), hints, ..Record::default() };
    let limits = Limits::default();
    let decoded = decode(&record, &limits).expect("decodable");
    dehusk::metadata::of_page(&parse(&decoded.text, &Selectors::default(), &limits).dom, url)
}
