//! What it costs to clean texts without markup, in bytes of text a second, on one core: articles that somebody
//! extracted, and the whole text of pages.
//!
//! Over the development texts where they are at hand (`DEHUSK_DATA`, else beside the project), else over the
//! project's fixtures. A run is one pass over all texts.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use dehusk::{Cleaner, Hints, Media, Record};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

/// Development texts in a run.
const TEXTS: usize = 300;

fn development(kind: &str) -> Option<Vec<Record>> {
    let data = std::env::var_os("DEHUSK_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let file = std::fs::File::open(data.join(format!("residue-dev/{kind}.jsonl.zst"))).ok()?;
    let mut decoder = zstd::Decoder::new(file).ok()?;
    decoder.window_log_max(27).ok()?;
    let text = |line: std::io::Result<String>| {
        let line: serde_json::Value = serde_json::from_str(&line.ok()?).ok()?;
        Some(record(line["text"].as_str()?.as_bytes().to_vec()))
    };
    BufReader::new(decoder).lines().take(TEXTS).map(text).collect()
}

fn fixtures() -> Vec<Record> {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/text").read_dir().expect("fixtures");
    texts
        .map(|text| record(std::fs::read(text.expect("readable").path().join("source.txt")).expect("a text")))
        .collect()
}

fn record(bytes: Vec<u8>) -> Record {
    Record {
        id: "-".to_owned(),
        bytes,
        hints: Hints { media: Some(Media::Text), ..Hints::default() },
        ..Record::default()
    }
}

#[divan::bench(args = ["trafilatura", "newspaper", "inscriptis", "resiliparse", "glued"])]
fn clean(bencher: Bencher, kind: &str) {
    let texts = development(kind).unwrap_or_else(fixtures);
    let cleaner = Cleaner::default();
    let bytes: usize = texts.iter().map(|text| text.bytes.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            black_box(cleaner.clean(text));
        }
    });
}

fn main() {
    divan::main();
}
