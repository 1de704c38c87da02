//! The promise: damage in a Parquet file costs the row group that it touches, and every row is accounted for.

mod scene;

use std::fs::File;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use base64::Engine;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::properties::WriterProperties;
use scene::{Scene, run};
use serde_json::Value;

/// Rows of a row group: no multiple of what is read at once.
const ROWS: usize = 300;

/// A file of three row groups.
fn table(scene: &Scene, name: &str) -> Vec<u8> {
    let ids: ArrayRef = Arc::new((0..3 * ROWS).map(|row| Some(format!("r{row}"))).collect::<StringArray>());
    let text = |row| Some(format!("The ferry left the harbour at noon with {row} people, and none of them came back."));
    let texts: ArrayRef = Arc::new((0..3 * ROWS).map(text).collect::<StringArray>());
    let batch = RecordBatch::try_from_iter([("id", ids), ("text", texts)]).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(ROWS)).build();
    let file = File::create(scene.at(name)).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    std::fs::read(scene.at(name)).unwrap()
}

/// The ids of what was kept, and the entries and the end of the ledger.
fn clean(scene: &Scene, input: &str) -> (Vec<String>, Vec<Value>, Value) {
    let said = run(scene.dehusk(&["clean", input, "-o", "out.jsonl", "--overwrite"]));
    assert!(matches!(said.code, Some(0 | 1)), "{:?} {}", said.code, said.err);
    let lines = |name: &str| -> Vec<Value> {
        scene.read(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let kept = lines("out.jsonl").iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let mut ledger = lines("out.jsonl.ledger.jsonl");
    let end = ledger.pop().unwrap();
    (kept, ledger.into_iter().filter(|line| line.get("n").is_some()).collect(), end)
}

#[test]
fn a_broken_row_group_costs_itself_and_each_of_its_rows_is_told() {
    let scene = Scene::new();
    let mut bytes = table(&scene, "whole.parquet");
    let file = File::open(scene.at("whole.parquet")).unwrap();
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).unwrap();
    let column = metadata.metadata().row_group(1).column(1);
    let at = column.dictionary_page_offset().unwrap_or(column.data_page_offset()) as usize;
    bytes[at..at + 40].fill(0xFF);
    scene.write("torn.parquet", bytes);
    let (kept, entries, end) = clean(&scene, "torn.parquet");
    let whole: Vec<String> = (0..ROWS).chain(2 * ROWS..3 * ROWS).map(|row| format!("r{row}")).collect();
    assert_eq!(kept, whole);
    assert_eq!((&end["read"], &end["kept"], &end["failed"]), (&900.into(), &600.into(), &300.into()));
    let failed: Vec<&Value> = entries.iter().filter(|entry| entry["status"] == "failed").collect();
    let detail = failed[0]["detail"].as_str().unwrap();
    assert!(detail.starts_with("row group 1 is broken: "), "{detail}");
    assert!(detail.contains("its rows 300 to 599 are lost, 300 in all"), "{detail}");
    assert_eq!(
        (&failed[1]["detail"], &failed[1]["id"]),
        (&"it is lost with row 300".into(), &"torn.parquet#301".into())
    );
    assert_eq!(failed[299]["id"], "torn.parquet#599");
    // The statistics find the ledger in order.
    let stats = run(scene.dehusk(&["stats", "out.jsonl"]));
    assert!(stats.code == Some(0) && !stats.out.contains("out of order"), "{} {}", stats.out, stats.err);
}

#[test]
fn a_file_of_whole_row_groups_has_all_its_rows() {
    let scene = Scene::new();
    table(&scene, "whole.parquet");
    let (kept, _, end) = clean(&scene, "whole.parquet");
    assert_eq!((kept.len(), &end["failed"]), (3 * ROWS, &0.into()));
}

/// A file with two texts and the check sums of their page, which no Rust library writes. Made by pyarrow:
/// `write_table(table, path, write_page_checksum=True, compression="none", use_dictionary=False, store_schema=False)`.
const WITH_CHECK_SUMS: &str = "UEFSMRUAFZ4BFZ4BFZu/470EHBUEFQAVBhUGHAAAAAIAAAAEASMAAABUaGUgZmVycnkgbGVmdCB0aGUgaGFyYm91ciBhdCBub29u\
    Lh4AAABOb2JvZHkgaGFkIGV4cGVjdGVkIHRoZSBzdG9ybS4VBBksNQAYBnNjaGVtYRUCABUMJQIYBHRleHQlAEwcAAAAFgQZHBkc\
    JgAcFQwZJQYAGRgEdGV4dBUAFgQW1AEW1AEmCEkcFQAVABUCADwWggEZBhkmAAQAAAAW1AEWBCYIFtQBACggcGFycXVldC1jcHAt\
    YXJyb3cgdmVyc2lvbiAyNi4wLjEZHBwAAACNAAAAUEFSMQ==";

#[test]
fn a_changed_byte_under_a_check_sum_is_refused() {
    let scene = Scene::new();
    let mut bytes = base64::engine::general_purpose::STANDARD.decode(WITH_CHECK_SUMS).unwrap();
    scene.write("sound.parquet", &bytes);
    let (kept, ..) = clean(&scene, "sound.parquet");
    assert_eq!(kept, ["sound.parquet#0", "sound.parquet#1"]);
    let at = bytes.windows(5).position(|word| word == b"ferry").unwrap();
    bytes[at] = b'j';
    scene.write("changed.parquet", &bytes);
    let (kept, entries, end) = clean(&scene, "changed.parquet");
    assert_eq!((kept.len(), &end["failed"]), (0, &2.into()));
    assert!(entries[0]["detail"].as_str().unwrap().contains("CRC"), "{}", entries[0]);
}
