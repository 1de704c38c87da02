//! The promise: filters are off until they are asked for, and what they drop has its reason in the ledger. Poison among
//! the documents costs the poison.

mod scene;

use std::collections::BTreeMap;

use scene::{PAGE, Scene, run};
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The documents of a ledger: status and reason by id.
fn fates(ledger: &str) -> BTreeMap<String, String> {
    let entries = lines(ledger).into_iter().filter(|line| line.get("status").is_some());
    let tell = |entry: Value| {
        let reason = entry["reason"].as_str().map_or(String::new(), |reason| format!(" {reason}"));
        (entry["id"].as_str().unwrap().to_owned(), format!("{}{reason}", entry["status"].as_str().unwrap()))
    };
    entries.map(tell).collect()
}

fn scene() -> Scene {
    let row = |id: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    let long = "The ferry left the harbour at noon, and nobody on the pier had expected that it would leave so early.";
    let german =
        "Die Fähre verließ den Hafen am Mittag, und niemand am Kai hatte damit gerechnet, dass sie so früh fährt.";
    let mut text = row("long", long) + &row("short", "A few words.") + &row("german", german);
    text += &row("again", long);
    text += &row("almost", &long.replace("noon", "Noon"));
    let scene = Scene::new();
    scene.write("in.jsonl", text);
    scene
}

fn fate(flags: &[&str]) -> Vec<(String, String)> {
    let scene = scene();
    let said = run(scene.dehusk(&[&["clean", "in.jsonl", "-q", "-o", "out.jsonl"], flags].concat()));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let fates = fates(&scene.read("out.ledger.jsonl".replace("out.", "out.jsonl.").as_str()));
    let kept: Vec<Value> = lines(&scene.read("out.jsonl"));
    let count = fates.values().filter(|fate| *fate == "kept").count();
    assert_eq!(kept.len(), count, "what is kept is written, and nothing else");
    fates.into_iter().filter(|(_, fate)| fate != "kept").collect()
}

fn dropped(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, reason)| ((*id).to_owned(), format!("dropped {reason}"))).collect()
}

#[test]
fn without_a_filter_everything_stays() {
    assert_eq!(fate(&[]), []);
}

#[test]
fn each_filter_drops_what_it_says() {
    assert_eq!(fate(&["--min-words", "5"]), dropped(&[("short", "min-words")]));
    assert_eq!(
        fate(&["--language", "en,fr", "--min-words", "5"]),
        dropped(&[("german", "language"), ("short", "min-words")])
    );
    assert_eq!(fate(&["--dedup", "exact"]), dropped(&[("again", "duplicate")]));
    // Of like texts one stays, whichever comes first; case and punctuation make no difference.
    let near = fate(&["--dedup", "near"]);
    assert_eq!(near.len(), 2);
    assert!(
        near.iter()
            .all(|(id, fate)| ["long", "again", "almost"].contains(&id.as_str()) && fate == "dropped near-duplicate")
    );
}

#[test]
fn short_texts_have_near_duplicates_too() {
    let scene = Scene::new();
    let row = |id: &str| format!("{}\n", serde_json::json!({"id": id, "text": "The sea was calm."}));
    let mut stays = Vec::new();
    for order in [["a", "b", "c"], ["c", "a", "b"]] {
        scene.write("in.jsonl", order.map(row).concat());
        let said = run(scene.dehusk(&["clean", "in.jsonl", "-q", "-o", "out.jsonl", "--overwrite", "--dedup", "near"]));
        assert_eq!(said.code, Some(0), "{}", said.err);
        stays.push(scene.read("out.jsonl"));
    }
    assert_eq!(lines(&stays[0]).len(), 1);
    assert_eq!(stays[0], stays[1], "whatever their order, the same stays");
}

#[test]
fn pages_of_low_quality_are_dropped() {
    let scene = Scene::with(&[("in/a.html", PAGE.as_bytes()), ("in/b.txt", b"A text has no quality of a page.")]);
    let out = |least| {
        let said = run(scene.dehusk(&["clean", "in", "-q", "-o", "out.jsonl", "--min-quality", least]));
        assert_eq!(said.code, Some(0), "{}", said.err);
        scene.read("out.jsonl").lines().count()
    };
    assert_eq!((out("0"), out("1")), (2, 1));
}

#[test]
fn poison_costs_the_poison() {
    let good = |number: usize| {
        format!("{{\"id\":\"g{number}\",\"text\":\"The {number}th ferry left the harbour at noon.\"}}\n")
    };
    let poison: [&str; 8] = [
        "{\"id\":\"p\",\"text\":",
        "not json at all",
        "{\"id\":\"p\",\"text\":null}",
        "{\"id\":\"p\",\"other\":1}",
        "{\"id\":\"p\",\"text\":\"\"}",
        "[1,2,3]",
        "{\"id\":\"p\",\"text\":\"PK\\u0003\\u0004 zipped\"}",
        "\u{0}\u{1}\u{2}",
    ];
    let count = 4000;
    let (mut clean, mut dirty, mut bad) = (String::new(), String::new(), 0);
    for number in 0..count {
        clean += &good(number);
        dirty += &good(number);
        if number % 19 == 0 {
            dirty += poison[bad % poison.len()];
            dirty += "\n";
            bad += 1;
        }
    }
    let scene = Scene::with(&[("clean.jsonl", clean.as_bytes()), ("dirty.jsonl", dirty.as_bytes())]);
    let out = |name: &str| {
        let said = run(scene.dehusk(&["clean", &format!("{name}.jsonl"), "-q", "-o", &format!("{name}.out.jsonl")]));
        // The lines' numbers in their names differ, their texts do not.
        let strip = |line: &str| line.replace(&format!("{name}.jsonl"), "");
        let text = scene.read(&format!("{name}.out.jsonl")).lines().map(strip).collect::<Vec<_>>();
        (said.code, text)
    };
    let (one, other) = (out("clean"), out("dirty"));
    assert_eq!((one.0, other.0), (Some(0), Some(1)));
    assert!(one.1 == other.1);
    let ledger = scene.read("dirty.out.jsonl.ledger.jsonl");
    let entries: Vec<Value> = lines(&ledger).into_iter().filter(|line| line.get("n").is_some()).collect();
    assert_eq!(entries.len(), count + bad);
    assert!(entries.iter().filter(|entry| entry["status"] != "kept").all(|entry| entry["reason"].is_string()));
    assert_eq!(entries.iter().filter(|entry| entry["status"] != "kept").count(), bad);
}

#[test]
fn signals_stand_beside_the_text_where_they_are_asked_for() {
    let text = "The ferry left the harbour. The ferry left the harbour.\\n\\n- A list of one line...";
    let line = format!("{{\"id\":\"a\",\"text\":\"{text}\"}}\n");
    let scene = Scene::with(&[("in.jsonl", line.as_bytes())]);
    for (output, from) in [("out.jsonl", "out.jsonl"), ("out.parquet", "again.jsonl")] {
        let said = run(scene.dehusk(&["clean", "in.jsonl", "-q", "-o", output, "--signals"]));
        assert_eq!(said.code, Some(0), "{}", said.err);
        if output != from {
            // Columns of a table are handed through, so that the command itself shows them.
            assert_eq!(run(scene.dehusk(&["clean", output, "-q", "-o", from])).code, Some(0));
        }
        let row: Value = serde_json::from_str(scene.read(from).lines().next().unwrap()).unwrap();
        let signals = &row["quality_signals"];
        assert_eq!(signals["rps_doc_word_count"].as_f64(), Some(15.0), "{row}");
        assert_eq!(signals["rps_doc_num_sentences"].as_f64(), Some(3.0), "{row}");
        assert_eq!(signals["rps_doc_frac_lines_end_with_ellipsis"].as_f64(), Some(0.5), "{row}");
    }
    assert!(!scene.read("again.jsonl.ledger.jsonl").is_empty());
    let without = run(scene.dehusk(&["clean", "in.jsonl", "-q", "--to", "jsonl"]));
    assert!(!without.out.contains("quality_signals"));
    // They are columns, and a text has none; and a run with them is another run.
    assert_eq!(run(scene.dehusk(&["clean", "in.jsonl", "--signals"])).code, Some(2));
    let other = run(scene.dehusk(&["clean", "in.jsonl", "-q", "-o", "out.jsonl", "--resume"]));
    assert!(other.code == Some(2) && other.err.contains("settings"), "{}", other.err);
}
