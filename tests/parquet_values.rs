//! The promise: the values of a Parquet file's other columns are the same in the Parquet file that is written.

mod scene;

use std::fs::File;
use std::sync::Arc;

use arrow_array::builder::{
    Float32Builder, Int32Builder, Int64Builder, ListBuilder, MapBuilder, StringBuilder, StringDictionaryBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, Float32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    StructArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use scene::{Scene, run};
use serde_json::{Value, json};

const ROWS: usize = 4;

/// Writes the columns beside a text in each row, cleans to Parquet and to JSON lines, and gives both.
fn through(columns: Vec<(&str, ArrayRef)>) -> (RecordBatch, Vec<Value>) {
    let scene = Scene::new();
    let text: ArrayRef = Arc::new(StringArray::from(vec!["The ferry left the harbour at noon."; columns[0].1.len()]));
    let (mut fields, mut arrays) = (vec![Field::new("text", DataType::Utf8, true)], vec![text]);
    for (name, array) in columns {
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(scene.at("in.parquet")).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    for out in ["out.parquet", "out.jsonl"] {
        let said = run(scene.dehusk(&["clean", "-q", "in.parquet", "-o", out]));
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    let file = File::open(scene.at("out.parquet")).unwrap();
    let batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let batches: Vec<RecordBatch> = batches.map(Result::unwrap).collect();
    let out = arrow_select::concat::concat_batches(&batches[0].schema(), &batches).unwrap();
    (out, scene.read("out.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// The same of columns that come out as they went in, of their types.
fn unchanged(columns: Vec<(&str, ArrayRef)>) -> Vec<Value> {
    let (out, rows) = through(columns.clone());
    for (name, array) in columns {
        assert_eq!(format!("{:?}", out.column_by_name(name).unwrap()), format!("{array:?}"), "{name}");
    }
    assert!(out.column_by_name("metadata").unwrap().is_null(0));
    rows
}

#[test]
fn decimals_keep_their_digits() {
    let digits = 12_345_678_901_234_567_890_123_456_789_i128;
    let long = Decimal128Array::from(vec![Some(digits), None, Some(-1), Some(0)]);
    let long = long.with_precision_and_scale(38, 9).unwrap();
    let longer = arrow_cast::cast(&long, &DataType::Decimal256(60, 12)).unwrap();
    let cents = Decimal128Array::from(vec![10, 12_345_678_901_234_567, 0, -5]);
    let rows = unchanged(vec![
        ("long", Arc::new(long)),
        ("longer", longer),
        ("cents", Arc::new(cents.with_precision_and_scale(18, 2).unwrap())),
    ]);
    assert_eq!((&rows[0]["long"], &rows[0]["cents"]), (&json!("12345678901234567890.123456789"), &json!("0.10")));
}

#[test]
fn floats_inside_of_others_keep_what_json_does_not_know() {
    let mut list = ListBuilder::new(Float32Builder::new());
    list.append_value([Some(0.1), Some(f32::NAN), None]);
    list.append_null();
    list.append_value([]);
    list.append_value([Some(f32::INFINITY), Some(f32::NEG_INFINITY)]);
    let inner = Float64Array::from(vec![Some(f64::NAN), None, Some(f64::INFINITY), Some(0.5)]);
    let pair =
        StructArray::from(vec![(Arc::new(Field::new("x", DataType::Float64, true)), Arc::new(inner) as ArrayRef)]);
    let rows = unchanged(vec![("list", Arc::new(list.finish())), ("pair", Arc::new(pair))]);
    assert_eq!((&rows[0]["list"], &rows[2]["pair"]), (&json!([0.1, "NaN", null]), &json!({"x": "inf"})));
}

#[test]
fn numbers_are_the_numbers_that_they_were() {
    let mut chance = 0x9E37_79B9_7F4A_7C15_u64;
    let mut bits = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance
    };
    let doubles: Float64Array =
        (0..2000).map(|_| Some(f64::from_bits(bits())).filter(|value| !value.is_nan())).collect();
    let singles: Float32Array =
        (0..2000).map(|_| Some(f32::from_bits(bits() as u32)).filter(|value| !value.is_nan())).collect();
    let (out, _) = through(vec![("doubles", Arc::new(doubles.clone())), ("singles", Arc::new(singles.clone()))]);
    assert_eq!(*out.column_by_name("doubles").unwrap().as_primitive(), doubles);
    assert_eq!(*out.column_by_name("singles").unwrap().as_primitive(), singles);
}

#[test]
fn maps_keep_their_nulls_and_keys_of_any_type() {
    let mut words = MapBuilder::new(None, StringBuilder::new(), Int64Builder::new());
    let mut numbers = MapBuilder::new(None, Int32Builder::new(), StringBuilder::new());
    for row in 0..ROWS as i64 {
        words.keys().append_value("a \"key\"");
        words.values().append_option((row != 1).then_some(row));
        words.keys().append_value("b");
        words.values().append_null();
        words.append(row != 2).unwrap();
        numbers.keys().append_value(7 - row as i32);
        numbers.values().append_value("seven");
        numbers.append(true).unwrap();
    }
    let rows = unchanged(vec![("counts", Arc::new(words.finish())), ("numbers", Arc::new(numbers.finish()))]);
    assert_eq!((&rows[0]["counts"]["b"], &rows[0]["numbers"]), (&Value::Null, &json!({"7": "seven"})));
}

#[test]
fn lists_keep_their_nulls() {
    let mut words = ListBuilder::new(StringBuilder::new());
    words.append_value([Some("a"), None]);
    words.append_value([None::<&str>]);
    words.append_null();
    words.append_value([Some("")]);
    unchanged(vec![("terms", Arc::new(words.finish()))]);
    // What stands for others comes out as what it stands for.
    let mut coded = ListBuilder::new(StringDictionaryBuilder::<Int32Type>::new());
    coded.append_value([Some("x"), None, Some("x")]);
    let (out, _) = through(vec![("coded", Arc::new(coded.finish()))]);
    let words = out.column_by_name("coded").unwrap().as_list::<i32>().value(0);
    assert_eq!(words.as_string::<i32>().iter().collect::<Vec<_>>(), [Some("x"), None, Some("x")]);
}

#[test]
fn moments_of_any_time_are_kept() {
    let second = 1_000_000;
    // Now, long before the zone had offsets of whole minutes, and beyond the years of four digits.
    let times = vec![Some(1_735_689_600 * second + 1), Some(-3_000_000_000 * second), Some(i64::MAX), None];
    let rows = unchanged(vec![
        ("place", Arc::new(TimestampMicrosecondArray::from(times.clone()).with_timezone("Europe/Berlin"))),
        ("naive", Arc::new(TimestampMicrosecondArray::from(times))),
        ("day", Arc::new(Date32Array::from(vec![Some(20_000), Some(-800_000), Some(i32::MAX), None]))),
    ]);
    assert_eq!((&rows[0]["day"], &rows[1]["day"]), (&json!("2024-10-04"), &json!(-800_000)));
}

#[test]
fn a_value_that_cannot_be_read_again_is_moved_alone() {
    let mut flags = MapBuilder::new(None, arrow_array::builder::BooleanBuilder::new(), Int64Builder::new());
    for _ in 0..ROWS {
        flags.keys().append_value(true);
        flags.values().append_value(1);
        flags.append(true).unwrap();
    }
    let label = Int64Array::from(vec![1, 2, 3, 4]);
    let (out, _) = through(vec![("flags", Arc::new(flags.finish())), ("label", Arc::new(label.clone()))]);
    assert_eq!(*out.column_by_name("label").unwrap().as_primitive(), label);
    assert_eq!(out.column_by_name("metadata").unwrap().as_string::<i32>().value(0), r#"{"flags":{"true":1}}"#);
}

#[test]
fn a_further_column_of_the_same_name_has_a_number() {
    let column = |word: &str| -> ArrayRef { Arc::new(StringArray::from(vec![word; ROWS])) };
    let (out, rows) = through(vec![("dup", column("x")), ("dup", column("y")), ("text", column("z"))]);
    let value = |name: &str| out.column_by_name(name).unwrap().as_string::<i32>().value(0);
    assert_eq!((value("dup"), value("dup~2"), value("text~2")), ("x", "y", "z"));
    assert_eq!((&rows[0]["dup"], &rows[0]["dup~2"]), (&json!("x"), &json!("y")));
}

#[test]
fn metadata_that_was_written_is_an_object_again() {
    let scene = Scene::new();
    let row =
        |id: &str| json!({"text": "The ferry left at noon.", "id": id, "metadata": {"a": [1, null], "b": {"c": 0.1}}});
    scene.write("in.jsonl", format!("{}\n{}\n", row("x"), row("y")));
    for arguments in
        [["in.jsonl", "a.jsonl"], ["in.jsonl", "a.parquet"], ["a.parquet", "b.parquet"], ["b.parquet", "b.jsonl"]]
    {
        let said = run(scene.dehusk(&["clean", "-q", arguments[0], "-o", arguments[1]]));
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    assert_eq!(scene.read("a.jsonl"), scene.read("b.jsonl"));
}
