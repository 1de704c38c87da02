//! Poison: documents that cannot be, among documents that can.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};

use super::texts::{Numbers, prose, words};

const DOCUMENTS: usize = 100_000;
/// One in so many is poison.
const EVERY: usize = 20;
/// Bytes of the largest document.
const LIMIT: usize = 200_000;

/// What is no document, and what is to be said of it: a reason, or the limit that it ran into.
fn poisons() -> Vec<(&'static str, Vec<u8>)> {
    let html = |html: String| json!({"id": "p", "html": html}).to_string().into_bytes();
    vec![
        ("damaged", b"{\"id\":\"p\",\"text\":".to_vec()),
        ("damaged", b"not json at all".to_vec()),
        ("damaged", b"[1,2,3]".to_vec()),
        ("damaged", b"\0\x01\x02".to_vec()),
        ("unsupported", b"{\"id\":\"p\",\"text\":null}".to_vec()),
        ("unsupported", b"{\"id\":\"p\",\"other\":1}".to_vec()),
        ("empty", b"{\"id\":\"p\",\"text\":\"\"}".to_vec()),
        ("unsupported", b"{\"id\":\"p\",\"content\":\"PK\\u0003\\u0004\\u0014\\u0000 zipped\"}".to_vec()),
        ("too-large", json!({"id": "p", "text": "word ".repeat(LIMIT / 4)}).to_string().into_bytes()),
        ("too-large", [&b"{\"text\":\""[..], &vec![b'x'; 8 * LIMIT + (2 << 20)], b"\"}"].concat()),
        ("depth", html(format!("{}<p>Deep.</p>", "<div>".repeat(30_000)))),
        ("empty", html("<title>A page</title><script>load()</script>".to_owned())),
    ]
}

pub(super) fn run(command: &Path, folder: &Path) -> Result<()> {
    let poisons = poisons();
    let (clean, dirty) = (super::emptied(folder, "clean")?, super::emptied(folder, "dirty")?);
    let mut files = (create(&clean)?, create(&dirty)?);
    let mut numbers = Numbers(5);
    let mut poisoned = Vec::new();
    for number in 0..DOCUMENTS {
        if number % EVERY == EVERY / 2 {
            let which = numbers.below(poisons.len());
            poisoned.push((number as u64, which));
            files.1.write_all(&poisons[which].1)?;
            files.1.write_all(b"\n")?;
        } else {
            let length = 30 + numbers.below(120);
            let text = prose(&words(&mut numbers, length));
            let row = match number % 3 {
                0 => json!({"id": number, "html": page(&text)}),
                _ => json!({"id": number, "text": text}),
            };
            writeln!(files.0, "{row}")?;
            writeln!(files.1, "{row}")?;
        }
    }
    drop(files);
    for (folder, status) in [(&clean, 0), (&dirty, 1)] {
        let mut call = Command::new(command);
        call.current_dir(folder).args(["clean", "docs.jsonl", "-o", "out.jsonl.zst", "-q"]);
        let output = call.args(["--max-bytes", &LIMIT.to_string()]).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.code() == Some(status), "status {:?}: {said}", output.status);
    }
    let good = |folder: &Path| -> Result<Vec<String>> {
        let rows = super::rows(&folder.join("out.jsonl.zst"))?;
        let own = |row: &Result<Value>| !row.as_ref().is_ok_and(|row| row["id"] == "p");
        rows.filter(own).map(|row| Ok(row?.to_string())).collect()
    };
    let (one, other) = (good(&clean)?, good(&dirty)?);
    ensure!(one.len() == DOCUMENTS - poisoned.len(), "{} of the good documents were kept", one.len());
    ensure!(one == other, "the good documents come out otherwise among poison");

    let entries = super::entries(&dirty.join("out.jsonl.zst"))?;
    ensure!(entries.len() == DOCUMENTS, "{} documents are in the ledger", entries.len());
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, which) in &poisoned {
        let entry = &entries[number];
        let expected = poisons[*which].0;
        let limits = entry["degraded"].as_array().into_iter().flatten();
        if entry["reason"] != expected && !limits.into_iter().any(|limit| limit == expected) {
            bail!("poison {which} should be {expected}: {entry}");
        }
        *told.entry(expected).or_default() += 1;
    }
    println!("poison: {} of {DOCUMENTS} documents, each in the ledger with its reason: {told:?}", poisoned.len());
    println!("the {} others: byte for byte as without it\n", other.len());
    Ok(())
}

fn create(folder: &Path) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(folder.join("docs.jsonl"))?))
}

fn page(text: &str) -> String {
    let paragraphs: String = text.split("\n\n").map(|text| format!("<p>{text}</p>")).collect();
    format!("<!DOCTYPE html><title>A page</title><nav><a href=/>Home</a></nav><article>{paragraphs}</article>")
}
