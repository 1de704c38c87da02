//! `cargo xtask scale`: what a run promises, at the size of corpora: poison, near duplicates, memory.
//!
//! The documents are made on the fly, always the same ones; everything goes through the command.

mod many;
mod near;
mod poison;
mod texts;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::Value;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// 5% poison among 100,000 documents: all of it accounted for, and the others as without it.
    Poison,
    /// Near copies planted among 200,000 documents: recall and precision against the exact answer.
    Near,
    /// Peak memory for 1, 2 and 5 million documents.
    Memory,
}

/// Measures these parts, or all.
pub fn run(parts: &[Part]) -> Result<()> {
    let folder = crate::root().join("target/scale");
    fs::create_dir_all(&folder)?;
    let command = crate::pipeline::command()?;
    let parts = if parts.is_empty() { Part::value_variants() } else { parts };
    for part in parts {
        match part {
            Part::Poison => poison::run(&command, &folder)?,
            Part::Near => near::run(&command, &folder)?,
            Part::Memory => many::run(&command, &folder)?,
        }
    }
    Ok(())
}

/// The entries of a ledger by number of the document.
fn entries(output: &Path) -> Result<HashMap<u64, Value>> {
    let path = dehusk::pipeline::ledger::Ledger::beside(output);
    let file = File::open(&path).with_context(|| path.display().to_string())?;
    let mut entries = HashMap::new();
    for line in BufReader::new(file).lines() {
        let entry: Value = serde_json::from_str(&line?)?;
        if let Some(number) = entry["n"].as_u64() {
            entries.insert(number, entry);
        }
    }
    Ok(entries)
}

/// The rows of a zstd JSONL file.
fn rows(output: &Path) -> Result<impl Iterator<Item = Result<Value>> + use<>> {
    let file = File::open(output).with_context(|| output.display().to_string())?;
    let lines = BufReader::new(zstd::Decoder::new(file)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// A folder of this name without what an earlier run left in it.
fn emptied(folder: &Path, name: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    if path.exists() {
        fs::remove_dir_all(&path)?;
    }
    fs::create_dir_all(&path)?;
    Ok(path)
}
