//! Features of the development pages, written out for `training/`.
//!
//! `names.json` the features' names; `features.f32` the numbers, a row a block, little endian;
//! `blocks.jsonl` a line a page: its id, host and the text of its blocks.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use dehusk::judge::content::Features;
use dehusk::limits::Limits;
use dehusk::parse::html::{self, Selectors};

use crate::gate::Data;

/// Writes the features of all pages into a folder.
pub fn write(data: &Data, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let pages = data.stream("wcxb-dev/pages.jsonl.zst", |raw| {
        let text = String::from_utf8_lossy(&raw.bytes);
        let document = html::parse(&text, &Selectors::default(), &Limits::default()).document;
        let features = Features::of(&document, raw.url.as_deref(), None);
        let mut numbers = Vec::with_capacity(features.rows() * features.columns() * 4);
        for row in 0..features.rows() {
            for column in 0..features.columns() {
                numbers.extend(features.column(column)[row].to_le_bytes());
            }
        }
        let texts: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
        let line = serde_json::json!({"id": raw.id, "url": raw.url, "texts": texts}).to_string();
        let names: Vec<String> = (0..features.columns()).map(|column| features.name(column)).collect();
        Some((names, line, numbers))
    })?;
    let mut numbers = BufWriter::new(File::create(folder.join("features.f32"))?);
    let mut blocks = BufWriter::new(File::create(folder.join("blocks.jsonl"))?);
    for (_, line, page) in &pages {
        writeln!(blocks, "{line}")?;
        numbers.write_all(page)?;
    }
    numbers.flush()?;
    blocks.flush()?;
    let names = pages.first().map(|(names, ..)| names.as_slice()).unwrap_or_default();
    fs::write(folder.join("names.json"), serde_json::to_string_pretty(names)?)?;
    println!("features: {} of {} pages in {}", names.len(), pages.len(), folder.display());
    Ok(())
}
