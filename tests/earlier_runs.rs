//! The promise: what an earlier run wrote is not touched before it is sure that this one can begin.

mod scene;

use scene::{Scene, run, with_residue};
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn documents() -> String {
    let row = |number: usize| serde_json::json!({"id": format!("d{number}"), "text": format!("The {number}th ferry left.\n\nLeave a Reply")});
    (0..60).map(|number| format!("{}\n", row(number))).collect()
}

#[test]
fn a_refused_call_leaves_the_ledger_as_it_was() {
    let scene = Scene::with(&[("t.jsonl", documents().as_bytes())]);
    let way = ["clean", "t.jsonl", "-q", "-o", "parts", "--shard-size", "1K", "--to", "jsonl"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(0));
    let before = scene.read("parts.ledger.jsonl");
    let said = run(scene.dehusk(&way));
    assert!(said.code == Some(2) && said.err.contains("part of an earlier run"), "{}", said.err);
    assert!(scene.read("parts.ledger.jsonl") == before);
    let said = run(scene.dehusk(&[&way[..], &["--resume"]].concat()));
    assert_eq!(said.code, Some(0), "{}", said.err);
}

#[test]
fn a_sink_that_cannot_be_begun_leaves_the_ledger_as_it_was() {
    let scene = Scene::with(&[("t.jsonl", documents().as_bytes())]);
    let way = ["clean", "t.jsonl", "-q", "-o", "one.jsonl"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(0));
    let (ledger, output) = (scene.read("one.jsonl.ledger.jsonl"), scene.read("one.jsonl"));
    let said = run(scene.dehusk(&[&way[..], &["--removed", "no/such/folder.jsonl"]].concat()));
    assert!(said.code == Some(3) && said.err.contains("no/such/folder.jsonl"), "{}", said.err);
    assert!(scene.read("one.jsonl.ledger.jsonl") == ledger && scene.read("one.jsonl") == output);
    assert_eq!(scene.files(""), ["one.jsonl", "one.jsonl.ledger.jsonl", "t.jsonl"]);
}

#[test]
fn where_nothing_can_be_read_nothing_is_written() {
    let scene = Scene::with(&[("t.jsonl", documents().as_bytes())]);
    for output in ["one.jsonl", "one.parquet", "each"] {
        assert_eq!(run(scene.dehusk(&["clean", "t.jsonl", "-q", "-o", output])).code, Some(0));
        let state = |name: &str| std::fs::read(scene.at(name)).ok();
        let ledger = format!("{output}.ledger.jsonl");
        let before = (state(output), state(&ledger), scene.files(""));
        let said = run(scene.dehusk(&["clean", "typo.jsonl", "-o", output]));
        assert_eq!(said.code, Some(3));
        assert!(said.err.starts_with("dehusk: typo.jsonl: No such file"), "{}", said.err);
        assert!(said.err.contains("nothing was written"), "{}", said.err);
        assert!(before == (state(output), state(&ledger), scene.files("")));
    }
}

#[test]
fn an_interrupted_run_is_not_given_up_in_silence() {
    let scene = Scene::with(&[("t.jsonl", documents().as_bytes())]);
    let way = ["clean", "t.jsonl", "-q", "-o", "one.jsonl", "--commit-every", "10"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(0));
    // As a killed run leaves it.
    let whole = scene.read("one.jsonl.ledger.jsonl");
    let upto = whole.match_indices("{\"commit\":3").next().unwrap().0;
    let torn = format!("{}\n", whole[..upto + whole[upto..].find('\n').unwrap()].trim_end());
    scene.write("one.jsonl.ledger.jsonl", &torn);
    scene.write(".one.jsonl.ledger.jsonl.running", "p1\n");
    let said = run(scene.dehusk(&way));
    assert!(said.code == Some(2) && said.err.contains("--resume") && said.err.contains("--overwrite"), "{}", said.err);
    assert_eq!(scene.read("one.jsonl.ledger.jsonl"), torn);
    assert_eq!(run(scene.dehusk(&[&way[..], &["--resume"]].concat())).code, Some(0));
    assert_eq!(scene.read("one.jsonl.ledger.jsonl"), whole);
    scene.write("one.jsonl.ledger.jsonl", &torn);
    scene.write(".one.jsonl.ledger.jsonl.running", "p1\n");
    assert_eq!(run(scene.dehusk(&[&way[..], &["--overwrite"]].concat())).code, Some(0));
    assert_eq!(scene.read("one.jsonl.ledger.jsonl"), whole);
}

#[test]
fn the_ledger_says_what_its_run_was() {
    let scene = Scene::with(&[("in/t.jsonl", documents().as_bytes())]);
    let way =
        ["clean", "in", "-q", "-o", "one.jsonl", "--min-words", "2", "--signals", "-j", "2", "--language", "en,de"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(0));
    let head = lines(&scene.read("one.jsonl.ledger.jsonl"))[0].clone();
    let flags = serde_json::json!({"min-words": ["2"], "signals": [], "language": ["en", "de"]});
    assert_eq!(head["flags"], flags);
    assert_eq!(head["paths"][0], scene.at("in").canonicalize().unwrap().display().to_string());
    assert_eq!(head["models"].as_str().map(str::len), Some(32));
    // As a program with other models would have written it.
    let ledger = scene.read("one.jsonl.ledger.jsonl");
    scene.write("one.jsonl.ledger.jsonl", ledger.replace(head["models"].as_str().unwrap(), "0"));
    let said = run(scene.dehusk(&[&way[..], &["--resume"]].concat()));
    assert!(said.code == Some(2) && said.err.contains("other models"), "{}", said.err);
}

#[test]
fn input_of_the_same_size_is_told_by_its_content() {
    let scene = Scene::with(&[("t.jsonl", documents().as_bytes())]);
    let way = ["clean", "t.jsonl", "-q", "-o", "one.jsonl", "--resume"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(0));
    scene.write("t.jsonl", documents().replace("The 0th", "One 0th"));
    let said = run(scene.dehusk(&way));
    assert!(said.code == Some(2) && said.err.contains("other content"), "{}", said.err);
}

#[test]
fn receipts_say_which_document_they_are_of() {
    let row = |text: &str| format!("{}\n", serde_json::json!({"id": "same", "text": text}));
    let rows = row(&with_residue()) + &row("Nothing goes here.") + &row(&with_residue().replace("river", "sea"));
    let scene = Scene::with(&[("t.jsonl", rows.as_bytes()), ("u.txt", with_residue().as_bytes())]);
    for dedup in [&[][..], &["--dedup", "near"]] {
        let way = ["clean", "t.jsonl", "u.txt", "-q", "-o", "one.jsonl", "--removed", "removed.jsonl"];
        assert_eq!(run(scene.dehusk(&[&way[..], dedup].concat())).code, Some(0));
        let ledger: Vec<Value> = lines(&scene.read("one.jsonl.ledger.jsonl"));
        let mut found = Vec::new();
        for receipt in lines(&scene.read("removed.jsonl")) {
            let entry = ledger.iter().find(|entry| entry["n"] == receipt["n"] && !entry["n"].is_null()).unwrap();
            assert!(["id", "input", "at"].iter().all(|key| entry.get(key) == receipt.get(key)), "{receipt} {entry}");
            assert!(receipt["dehusk"].as_str().unwrap().starts_with(concat!(env!("CARGO_PKG_VERSION"), "+")));
            found.push((receipt["n"].as_u64().unwrap(), receipt["at"].as_str().map(str::to_owned)));
        }
        let at = |n: u64, at: &str| (n, Some(at.to_owned()));
        assert_eq!(found, [at(0, "t.jsonl#1"), at(2, "t.jsonl#3"), (3, None)]);
    }
}

#[test]
fn ledgers_and_receipts_in_the_input_are_passed_over() {
    let scene = Scene::with(&[("w/a.txt", with_residue().as_bytes())]);
    let clean = |output: &str| {
        let mut command = scene.dehusk(&["clean", ".", "-o", output, "--removed", &format!("{output}.removed")]);
        command.current_dir(scene.at("w"));
        run(command)
    };
    assert_eq!(clean("one.jsonl").code, Some(0));
    let said = clean("two.jsonl");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("one.jsonl.ledger.jsonl: skipped: a ledger of dehusk"), "{}", said.err);
    assert!(said.err.contains("one.jsonl.removed: skipped: removed text, as dehusk writes it"), "{}", said.err);
}
