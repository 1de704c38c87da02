//! The speed of normalizing characters: the reference texts of the development pages, from memory to memory, first as
//! one text, then each by itself, which also shows what a text costs that is hardly there.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use versus_worker::Page;

use super::extractors::{self, Extractor};
use super::pages::Prepared;
use super::timing;
use super::worker::{self, Worker};
use crate::gate::Data;
use crate::score::Truth;

/// Times all on one core, in turn, and prints the tables.
pub fn run(data: &Data, rounds: usize, place: &Path) -> Result<()> {
    let extractors = extractors::normalizers(place)?;
    let truths = data.truths("wcxb-dev/truth.jsonl.zst")?;
    let one = Truth {
        id: "all".to_owned(),
        main_content: truths.iter().map(|truth| format!("{}\n", truth.main_content)).collect(),
        ..Truth::default()
    };
    let one = prepare(vec![one], &place.join("references-as-one.jsonl"))?;
    table("The references as one text", &extractors, &one, rounds)?;
    table("The references one by one", &extractors, &prepare(truths, &place.join("references.jsonl"))?, rounds)
}

fn table(title: &str, extractors: &[Extractor], texts: &Prepared, rounds: usize) -> Result<()> {
    let core = worker::core();
    let mut workers =
        extractors.iter().map(|extractor| Worker::start(extractor, texts, core)).collect::<Result<Vec<_>>>()?;
    let times = timing::alternate(&mut workers, texts.truths.len(), rounds)?;
    let bytes = texts.bytes.iter().sum::<usize>() as f64 / 1e6;
    println!("{title}: {bytes:.1} MB, median of {rounds} rounds, processor time\n");
    println!("| normalizer | MB/s | dehusk is so many times as fast |\n|---|---|---|");
    for (extractor, time) in extractors.iter().zip(&times) {
        println!("| {} | {:.1} | {:.1} |", extractor.label, bytes / time.cpu, time.cpu / times[0].cpu);
    }
    println!();
    Ok(())
}

fn prepare(truths: Vec<Truth>, path: &Path) -> Result<Prepared> {
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
