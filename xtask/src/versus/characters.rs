//! The speed of normalizing characters: the reference texts of the development pages, from memory to memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use versus_worker::Page;

use super::pages::Prepared;
use super::worker::{self, Worker};
use super::{extractors, timing};
use crate::gate::Data;

/// Times all on one core, in turn, and prints the table.
pub fn run(data: &Data, rounds: usize, place: &Path) -> Result<()> {
    let extractors = extractors::normalizers(place)?;
    let texts = references(data, &place.join("references.jsonl"))?;
    let core = worker::core();
    let mut workers =
        extractors.iter().map(|extractor| Worker::start(extractor, &texts, core)).collect::<Result<Vec<_>>>()?;
    let times = timing::alternate(&mut workers, texts.truths.len(), rounds)?;
    let bytes = texts.bytes.iter().sum::<usize>() as f64 / 1e6;
    println!("{bytes:.1} MB in {} texts, median of {rounds} rounds, processor time\n", texts.truths.len());
    println!("| normalizer | MB/s | dehusk is so many times as fast |\n|---|---|---|");
    for (extractor, time) in extractors.iter().zip(&times) {
        println!("| {} | {:.1} | {:.1} |", extractor.label, bytes / time.cpu, time.cpu / times[0].cpu);
    }
    Ok(())
}

fn references(data: &Data, path: &Path) -> Result<Prepared> {
    let truths = data.truths("wcxb-dev/truth.jsonl.zst")?;
    let mut file = BufWriter::new(File::create(path).with_context(|| path.display().to_string())?);
    let mut bytes = Vec::with_capacity(truths.len());
    for truth in &truths {
        let page = Page { id: truth.id.clone(), html: truth.main_content.clone(), ..Page::default() };
        serde_json::to_writer(&mut file, &page)?;
        file.write_all(b"\n")?;
        bytes.push(truth.main_content.len());
    }
    file.flush()?;
    Ok(Prepared { path: path.to_owned(), truths, bytes })
}
