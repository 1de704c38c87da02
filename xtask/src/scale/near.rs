//! Near copies among many documents, and whether they are found.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};
use serde_json::json;

use super::texts::{Numbers, prose, word, words};

const DOCUMENTS: usize = 200_000;
/// Shares of words that are edited in copies, and how many copies there are of each kind.
const EDITS: [f64; 4] = [0.01, 0.05, 0.1, 0.2];
const COPIES: usize = 10_000;
/// Documents that are compared with all others exactly.
const SAMPLE: usize = 10_000;
const THRESHOLD: f64 = 0.8;
/// The least recall and precision.
const LEAST: f64 = 0.95;

pub(super) fn run(command: &Path, folder: &Path) -> Result<()> {
    let folder = super::emptied(folder, "near")?;
    let (texts, edits) = texts();
    let mut file = BufWriter::new(File::create(folder.join("docs.jsonl"))?);
    for (number, text) in texts.iter().enumerate() {
        writeln!(file, "{}", json!({"id": number, "text": text}))?;
    }
    file.flush()?;
    let began = Instant::now();
    let mut call = Command::new(command);
    call.current_dir(&folder).args(["clean", "docs.jsonl", "-o", "out.jsonl.zst", "-q", "--dedup", "near"]);
    crate::environment::call(call.args(["--dedup-threshold", &THRESHOLD.to_string()]))?;
    let took = began.elapsed();

    let output = folder.join("out.jsonl.zst");
    for row in super::rows(&output)? {
        let row = row?;
        let number: usize = row["id"].as_str().unwrap_or_default().parse()?;
        ensure!(row["text"] == texts[number].as_str(), "document {number} came out changed: {row}");
    }
    let entries = super::entries(&output)?;
    ensure!(entries.len() == DOCUMENTS, "{} documents are in the ledger", entries.len());
    let of = |number: usize| entries[&(number as u64)]["of"].as_u64();
    let stays = |number: usize| of(number).unwrap_or(number as u64);

    let pairs = exact(&texts);
    let alike: Vec<&Pair> = pairs.iter().filter(|pair| pair.jaccard >= THRESHOLD).collect();
    let found = alike.iter().filter(|pair| stays(pair.sampled) == stays(pair.other)).count();
    let has_like: HashSet<usize> = alike.iter().map(|pair| pair.sampled).collect();
    let dropped: Vec<usize> = sample().filter(|number| of(*number).is_some()).collect();
    let rightly = dropped.iter().filter(|number| has_like.contains(number)).count();

    println!(
        "near duplicates among {DOCUMENTS} documents, in {:.0} s; a sample of {SAMPLE} against all,",
        took.as_secs_f64()
    );
    println!("by exact Jaccard similarity of word 5-grams, threshold {THRESHOLD}:\n");
    println!("| pairs | number | found |\n| --- | ---: | ---: |");
    let row = |name: String, of: &dyn Fn(&&&Pair) -> bool| {
        let pairs: Vec<&&Pair> = alike.iter().filter(|pair| of(pair)).collect();
        let found = pairs.iter().filter(|pair| stays(pair.sampled) == stays(pair.other)).count();
        println!("| {name} | {} | {:.2}% |", pairs.len(), 100.0 * found as f64 / pairs.len().max(1) as f64);
    };
    for (from, to) in [(0.8, 0.82), (0.82, 0.85), (0.85, 0.9), (0.9, 1.01)] {
        row(format!("{from} to {to}"), &|pair| (from..to).contains(&pair.jaccard));
    }
    for rate in EDITS {
        row(format!("copies with {:.0}% of words edited", rate * 100.0), &|pair| {
            edits[pair.sampled] == Some(rate) || edits[pair.other] == Some(rate)
        });
    }
    let recall = found as f64 / alike.len() as f64;
    let precision = rightly as f64 / dropped.len() as f64;
    println!("\nrecall {recall:.4} of {} pairs, precision {precision:.4} of {} dropped\n", alike.len(), dropped.len());
    ensure!(recall >= LEAST && precision >= LEAST, "recall and precision should be {LEAST}");
    Ok(())
}

/// All texts in an order by chance, and of copies the share of words that are edited.
fn texts() -> (Vec<String>, Vec<Option<f64>>) {
    let mut numbers = Numbers(6);
    let originals: Vec<Vec<String>> = (0..DOCUMENTS - EDITS.len() * COPIES)
        .map(|_| {
            let length = 60 + numbers.below(240);
            words(&mut numbers, length)
        })
        .collect();
    let mut all: Vec<(String, Option<f64>)> = Vec::with_capacity(DOCUMENTS);
    for rate in EDITS {
        for _ in 0..COPIES {
            let origin = &originals[numbers.below(originals.len())];
            all.push((prose(&edited(origin, rate, &mut numbers)), Some(rate)));
        }
    }
    all.extend(originals.iter().map(|words| (prose(words), None)));
    for last in (1..all.len()).rev() {
        all.swap(last, numbers.below(last + 1));
    }
    all.into_iter().unzip()
}

/// Words of which this share was replaced, left out or put in.
fn edited(origin: &[String], rate: f64, numbers: &mut Numbers) -> Vec<String> {
    let mut out = Vec::with_capacity(origin.len());
    for own in origin {
        let edit = if numbers.share() < rate { numbers.below(3) } else { 3 };
        match edit {
            0 => out.push(word(numbers)),
            1 => {}
            2 => out.extend([own.clone(), word(numbers)]),
            _ => out.push(own.clone()),
        }
    }
    out
}

/// A document of the sample and one that shares words with it.
struct Pair {
    sampled: usize,
    other: usize,
    jaccard: f64,
}

/// Documents by chance: their order has none.
fn sample() -> impl Iterator<Item = usize> {
    0..SAMPLE
}

/// All pairs of a sampled document with any other that are half alike, by the definition and not by dehusk's own code.
fn exact(texts: &[String]) -> Vec<Pair> {
    let sampled: Vec<HashSet<u64>> = sample().map(|number| shingles(&texts[number])).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (number, set) in sampled.iter().enumerate() {
        for shingle in set {
            holders.entry(*shingle).or_default().push(number);
        }
    }
    let mut pairs = Vec::new();
    for (other, text) in texts.iter().enumerate() {
        let set = shingles(text);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for shingle in &set {
            for number in holders.get(shingle).into_iter().flatten() {
                *shared.entry(*number).or_default() += 1;
            }
        }
        for (number, both) in shared.into_iter().filter(|(number, _)| *number != other) {
            let jaccard = both as f64 / (sampled[number].len() + set.len() - both) as f64;
            if jaccard >= 0.5 {
                pairs.push(Pair { sampled: number, other, jaccard });
            }
        }
    }
    pairs
}

fn shingles(text: &str) -> HashSet<u64> {
    let lower = text.to_lowercase().replace('.', " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let hash = |words: &[&str]| {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(5).map(hash).collect()
}
