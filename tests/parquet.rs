//! The promise: Parquet in and out is the same as JSON lines in and out, and a broken file costs itself.

mod scene;

use std::fs::File;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, DurationMicrosecondArray, Float32Array, Float64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{BrotliLevel, Compression};
use parquet::file::properties::WriterProperties;
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

/// A table as engines write it, with a column of each type that JSON has no form for.
fn of_engines(scene: &Scene) {
    let timestamps = || TimestampMicrosecondArray::from(vec![Some(1_735_689_600_000_000), None, Some(0)]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from(vec!["a", "b", "c"]))),
        ("html", Arc::new(StringArray::from(vec![Some(PAGE), None, Some("")]))),
        ("text", Arc::new(StringArray::from(vec![None, Some("The ferry left at noon."), Some("Nobody had known.")]))),
        ("utc", Arc::new(timestamps().with_timezone("UTC"))),
        ("place", Arc::new(timestamps().with_timezone("Europe/Berlin"))),
        ("naive", Arc::new(timestamps())),
        ("shard", Arc::new(vec!["x", "y", "x"].into_iter().collect::<DictionaryArray<Int32Type>>())),
        ("took", Arc::new(DurationMicrosecondArray::from(vec![5_000_000, -1, 0]))),
        ("score", Arc::new(Float64Array::from(vec![f64::NAN, f64::NEG_INFINITY, 0.5]))),
        ("weight", Arc::new(Float32Array::from(vec![Some(f32::INFINITY), None, Some(0.25)]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(scene.at("in.parquet")).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn columns_of_every_type_are_handed_through() {
    let scene = Scene::new();
    of_engines(&scene);
    clean(&scene, &["in.parquet", "-o", "out.parquet"]);
    let file = File::open(scene.at("out.parquet")).unwrap();
    let batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let out: Vec<RecordBatch> = batches.map(Result::unwrap).collect();
    let out = arrow_select::concat::concat_batches(&out[0].schema(), &out).unwrap();
    let column = |name: &str| out.column_by_name(name).unwrap();
    for name in ["utc", "place", "naive"] {
        let values = column(name).as_primitive::<TimestampMicrosecondType>();
        assert_eq!(values.iter().collect::<Vec<_>>(), [Some(1_735_689_600_000_000), None, Some(0)], "{name}");
    }
    assert_eq!(column("utc").data_type().to_string(), "Timestamp(µs, \"UTC\")");
    assert_eq!(column("shard").as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["x", "y", "x"]);
    assert_eq!(column("took").as_primitive::<Int64Type>().values(), &[5_000_000, -1, 0]);
    let scores = column("score").as_primitive::<Float64Type>().values();
    assert!(scores[0].is_nan() && scores[1] == f64::NEG_INFINITY && scores[2] == 0.5);
    let weights: Vec<_> = column("weight").as_primitive::<Float32Type>().iter().collect();
    assert_eq!(weights, [Some(f32::INFINITY), None, Some(0.25)]);
    clean(&scene, &["in.parquet", "-o", "out.jsonl"]);
    let rows = rows(&scene.read("out.jsonl"));
    assert_eq!(
        (&rows[0]["score"], &rows[1]["score"], &rows[0]["weight"]),
        (&json!("NaN"), &json!("-inf"), &json!("inf"))
    );
    // A row whose page is empty has its text.
    assert_eq!((&rows[1]["text"], &rows[2]["text"]), (&json!("The ferry left at noon."), &json!("Nobody had known.")));
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

/// A file with one column of texts, compressed so.
fn texts(scene: &Scene, name: &str, compression: Compression) {
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["The ferry left the harbour at noon."; 3]));
    let batch = RecordBatch::try_from_iter([("text", texts)]).unwrap();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let file = File::create(scene.at(name)).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn what_brotli_compressed_is_read() {
    let scene = Scene::new();
    texts(&scene, "br.parquet", Compression::BROTLI(BrotliLevel::default()));
    clean(&scene, &["br.parquet", "-o", "out.jsonl"]);
    assert_eq!(rows(&scene.read("out.jsonl")).len(), 3);
}

#[test]
fn a_compression_that_is_not_read_is_no_damage() {
    let scene = Scene::new();
    texts(&scene, "lzo.parquet", Compression::UNCOMPRESSED);
    // Nobody writes LZO: the footer of another file says so, behind the path of its column.
    let mut bytes = std::fs::read(scene.at("lzo.parquet")).unwrap();
    let path = b"\x18\x04text\x15\x00";
    let at = bytes.windows(path.len()).position(|window| window == path).expect("the codec of the column");
    bytes[at + path.len() - 1] = 6;
    scene.write("lzo.parquet", bytes);
    let said = run(scene.dehusk(&["clean", "lzo.parquet", "-o", "out.jsonl"]));
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("lzo.parquet: its columns are compressed by LZO, which is not read"), "{}", said.err);
    assert!(!said.err.contains("broken"), "{}", said.err);
}
