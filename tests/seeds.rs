//! The promise that the project began with: the two documents that it was asked for come out as asked.
//!
//! They are no part of the project; where they are not beside it, or where `DEHUSK_SEEDS` says, the test says
//! that it was left out.

mod scene;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use scene::{Scene, run};
use serde_json::Value;

const WITH_COMMENT_FORM: &str = "000_793c27f94bc7bf8c.txt";
const WITH_BANNER: &str = "002_72e1f0dd015492ee.txt";

fn seeds() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let folder = env::var_os("DEHUSK_SEEDS").map_or_else(beside, PathBuf::from);
    let found = folder.is_dir().then_some(folder);
    if found.is_none() {
        eprintln!("left out: the two documents are not in ../shared/seeds, and DEHUSK_SEEDS is not set");
    }
    found
}

/// A folder `in` with the two documents, cleaned into `out` and `removed.jsonl`.
fn cleaned(seeds: &Path) -> Scene {
    let scene = Scene::new();
    for name in [WITH_COMMENT_FORM, WITH_BANNER] {
        scene.write(&format!("in/{name}"), fs::read(seeds.join(name)).expect("a seed"));
    }
    let said = run(scene.dehusk(&["clean", "in", "-o", "out", "--removed", "removed.jsonl"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    scene
}

/// Header and text of what was written.
fn parts(written: &str) -> (&str, &str) {
    written.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("front matter")
}

#[test]
fn the_texts_are_those_that_were_asked_for() {
    let Some(seeds) = seeds() else { return };
    let scene = cleaned(&seeds);
    for name in [WITH_COMMENT_FORM, WITH_BANNER] {
        let written = scene.read(&format!("out/{name}"));
        let expected = fs::read_to_string(seeds.join("expected").join(name)).expect("what is expected of a seed");
        assert_eq!(parts(&written).1, expected, "{name}");
    }
}

#[test]
fn the_date_is_in_the_header() {
    let Some(seeds) = seeds() else { return };
    let written = cleaned(&seeds).read(&format!("out/{WITH_BANNER}"));
    assert!(parts(&written).0.lines().any(|line| line == "date: 2025-02-06"), "{written}");
}

#[test]
fn the_receipt_has_a_line_for_each() {
    let Some(seeds) = seeds() else { return };
    let receipt = cleaned(&seeds).read("removed.jsonl");
    let lines: Vec<Value> = receipt.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let said: Vec<[&str; 2]> =
        lines.iter().map(|line| ["category", "text"].map(|key| line[key].as_str().expect("a string"))).collect();
    let [[comment_form, reply], [metadata, date], [donation, banner]] = said[..] else { panic!("{said:?}") };
    assert_eq!([comment_form, reply], ["comment-form", "Leave a Reply"]);
    assert_eq!([metadata, date], ["metadata", "date 2025-02-06"]);
    assert_eq!(donation, "donation");
    assert!(banner.starts_with("Your support helps us") && banner.ends_with("makes all the difference. Read more"));
}

#[test]
fn cleaning_again_changes_nothing() {
    let Some(seeds) = seeds() else { return };
    let scene = cleaned(&seeds);
    for (from, to) in [("out", "again"), ("again", "once-more")] {
        let said = run(scene.dehusk(&["clean", from, "-o", to]));
        assert_eq!(said.code, Some(0), "{}", said.err);
        for name in [WITH_COMMENT_FORM, WITH_BANNER] {
            assert_eq!(scene.read(&format!("{to}/{name}")), scene.read(&format!("out/{name}")));
        }
    }
}
