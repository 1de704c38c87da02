//! The promise: Parquet in and out is the same as JSON lines in and out, and a broken file costs itself.

mod scene;

use std::fs::File;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use scene::{PAGE, Scene, run};
use serde_json::{Map, Value, json};

fn rows(text: &str) -> Vec<Map<String, Value>> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Pages and texts with fields of their own.
fn scene() -> Scene {
    let scene = Scene::new();
    let mut lines = String::new();
    for number in 0..40 {
        let row = match number % 4 {
            0 => json!({"id": number, "url": "https://a.example/p", "html": PAGE, "label": number, "score": 0.5}),
            1 => {
                json!({"id": format!("t{number}"), "text": "The ferry left the harbour at noon.", "label": -1, "tags": ["x"]})
            }
            2 => {
                json!({"id": format!("u{number}"), "text": "Nobody had expected it.", "label": "a word", "nested": {"a": [1]}})
            }
            _ => json!({"id": format!("e{number}"), "text": ""}),
        };
        lines += &format!("{row}\n");
    }
    scene.write("in.jsonl", lines);
    scene
}

fn clean(scene: &Scene, arguments: &[&str]) {
    let said = run(scene.dehusk(&[&["clean", "-q"], arguments].concat()));
    assert_eq!(said.code, Some(0), "{}", said.err);
}

#[test]
fn through_parquet_and_back_nothing_is_lost() {
    let scene = scene();
    clean(&scene, &["in.jsonl", "-o", "lines.jsonl"]);
    clean(&scene, &["in.jsonl", "-o", "table.parquet"]);
    // Read again, it is what it was; cleaning what was cleaned changes nothing.
    clean(&scene, &["table.parquet", "-o", "back.jsonl"]);
    let (lines, back) = (rows(&scene.read("lines.jsonl")), rows(&scene.read("back.jsonl")));
    assert_eq!(lines.len(), 30);
    assert_eq!(back.len(), 30);
    for (line, back) in lines.iter().zip(&back) {
        for field in ["text", "id", "url", "title", "language", "words"] {
            assert_eq!(line.get(field), back.get(field), "{field} of {}", line["id"]);
        }
        // What has no column is under metadata, as JSON.
        if let Some(label) = line.get("label") {
            let metadata = &back["metadata"];
            let metadata: Value =
                metadata.as_str().map_or(metadata.clone(), |text| serde_json::from_str(text).unwrap());
            assert_eq!(metadata["label"], *label);
        }
    }
}

#[test]
fn columns_of_a_table_keep_their_types() {
    let scene = scene();
    let lines = (0..10)
        .map(|number| json!({"id": number.to_string(), "text": "The ferry left at noon.", "date": "2024-01-02"}));
    scene.write("a.jsonl", lines.map(|line| format!("{line}\n")).collect::<String>());
    clean(&scene, &["a.jsonl", "-o", "a.parquet"]);
    clean(&scene, &["a.parquet", "-o", "b.parquet"]);
    let schema = |name: &str| {
        let file = File::open(scene.at(name)).unwrap();
        ParquetRecordBatchReaderBuilder::try_new(file).unwrap().schema().fields().clone()
    };
    assert_eq!(schema("a.parquet"), schema("b.parquet"));
    clean(&scene, &["b.parquet", "-o", "b.jsonl"]);
    assert!(rows(&scene.read("b.jsonl")).iter().all(|row| row["date"] == "2024-01-02"));
}

#[test]
fn parts_and_threads() {
    let scene = scene();
    for threads in ["1", "4"] {
        let out = format!("out{threads}");
        clean(&scene, &["in.jsonl", "--to", "parquet", "-o", &out, "--split-by", "language", "-j", threads]);
    }
    assert_eq!(scene.files("out1"), ["language=en/part-00000.parquet", "language=unknown/part-00000.parquet"]);
    for name in scene.files("out1") {
        let bytes = |out: &str| std::fs::read(scene.at(out).join(&name)).unwrap();
        assert!(bytes("out1") == bytes("out4"), "{name}");
    }
}

#[test]
fn a_table_without_documents_says_which_columns_it_has() {
    let scene = scene();
    clean(&scene, &["in.jsonl", "-o", "table.parquet"]);
    let said = run(scene.dehusk(&["clean", "table.parquet", "--html-field", "page", "-o", "x.jsonl"]));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("it has no field page; it has text, id, url"), "{}", said.err);
    let said = run(scene.dehusk(&["clean", "in.jsonl", "--to", "parquet"]));
    assert!(said.code == Some(2) && said.err.contains("-o out.parquet"), "{}", said.err);
}

#[test]
fn a_broken_file_costs_itself() {
    let scene = scene();
    clean(&scene, &["in.jsonl", "-o", "table.parquet"]);
    let whole = std::fs::read(scene.at("table.parquet")).unwrap();
    let mut chance = 0x9E37_79B9_7F4A_7C15_u64;
    let mut number = 0;
    let mut write = |bytes: &[u8]| {
        scene.write(&format!("broken/{number}.parquet"), bytes);
        number += 1;
    };
    for part in 1..20 {
        write(&whole[..whole.len() * part / 20]);
    }
    for _ in 0..100 {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let mut torn = whole.clone();
        let at = chance as usize % torn.len();
        torn[at] ^= (chance >> 32) as u8 | 1;
        write(&torn);
    }
    scene.write("broken/good.txt", "The ferry left the harbour at noon.");
    let said = run(scene.dehusk(&["clean", "broken", "-o", "out.jsonl", "-q"]));
    assert!(matches!(said.code, Some(0 | 1)), "{:?} {}", said.code, said.err);
    assert!(rows(&scene.read("out.jsonl")).iter().any(|row| row["id"] == "good.txt"));
    let ledger = scene.read("out.jsonl.ledger.jsonl");
    assert!(ledger.lines().last().unwrap().starts_with("{\"end\":true"));
}

#[test]
fn the_schema_is_printed() {
    let scene = Scene::new();
    let json: Value = serde_json::from_str(&run(scene.dehusk(&["schema"])).out).unwrap();
    assert_eq!(json["properties"]["words"]["type"], "integer");
    assert!(
        run(scene.dehusk(&["schema", "--arrow"]))
            .out
            .starts_with("text: Utf8 not null\nid: Utf8 not null\nurl: Utf8\n")
    );
}
