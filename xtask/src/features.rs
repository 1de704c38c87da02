//! Features of the development pages, written out for `training/`.
//!
//! Two folders, `pages` (wcxb-dev) and `segments` (segments-dev), each with `names.json`, the features' names;
//! `features.f32`, the numbers, a row a block, little endian; `blocks.jsonl`, a line a page: its id, address and the
//! text of its blocks, of pages also their words and groups. Pages stand in the order of their ids.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use dehusk::block::Document;
use dehusk::judge::content::text::ruled;
use dehusk::judge::content::{Features, second};
use dehusk::judge::language::Detector;
use dehusk::judge::rules::RuleBook;
use dehusk::limits::Limits;
use dehusk::parse::html::{self, Selectors};
use dehusk::parse::text;
use dehusk::{Hints, Media, Record, decode};

use crate::gate::{Data, RESIDUE, Raw};

/// Writes the features of all pages into a folder.
pub fn write(data: &Data, folder: &Path) -> Result<()> {
    write_set(data, "wcxb-dev/pages.jsonl.zst", &HashMap::new(), &folder.join("pages"))?;
    let truths = data.truths("segments-dev/truth.jsonl.zst")?;
    let addresses = truths.into_iter().map(|truth| (truth.id, truth.url)).collect();
    write_set(data, "segments-dev/pages.tar.zst", &addresses, &folder.join("segments"))
}

/// Writes the features of the texts with residue into a folder each, named as their kind is.
pub fn write_texts(data: &Data, folder: &Path) -> Result<()> {
    let rules = RuleBook::builtin();
    for kind in RESIDUE {
        let folder = folder.join(kind);
        let texts = data.stream(&format!("residue-dev/{kind}.jsonl.zst"), |raw| of_text(raw, &rules))?;
        write_all(texts, &Features::all_of_text(), &folder)?;
    }
    Ok(())
}

/// Writes one set of pages; `addresses` are those that the set does not give with the page.
fn write_set(data: &Data, name: &str, addresses: &HashMap<String, Option<String>>, folder: &Path) -> Result<()> {
    let pages = data.stream(name, |mut raw| {
        if raw.url.is_none() {
            raw.url = addresses.get(&raw.id).cloned().flatten();
        }
        of_page(raw)
    })?;
    write_all(pages, &Features::all(), folder)
}

fn write_all(mut pages: Vec<Page>, names: &[String], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    pages.sort_by(|a, b| a.id.cmp(&b.id));
    let mut numbers = BufWriter::new(File::create(folder.join("features.f32"))?);
    let mut blocks = BufWriter::new(File::create(folder.join("blocks.jsonl"))?);
    for page in &pages {
        writeln!(blocks, "{}", page.line)?;
        numbers.write_all(&page.numbers)?;
    }
    numbers.flush()?;
    blocks.flush()?;
    fs::write(folder.join("names.json"), serde_json::to_string_pretty(names)?)?;
    println!("features: {} of {} pages in {}", names.len(), pages.len(), folder.display());
    Ok(())
}

/// A page as it is written.
struct Page {
    id: String,
    line: String,
    numbers: Vec<u8>,
}

/// One page in so many is shown without its address, lest all that come without one be taken for the first page of a site,
/// whose address has no path either.
const WITHOUT_ADDRESS: u64 = 4;

/// Whether a page is shown without its address, by a hash of its id (FNV-1a).
fn loses_address(id: &str) -> bool {
    let hash = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32).is_multiple_of(WITHOUT_ADDRESS)
}

/// `None` where the page cannot be read.
fn of_page(raw: Raw) -> Option<Page> {
    let hints = Hints { url: raw.url, media: Some(Media::Html), ..Hints::default() };
    let record = Record { id: raw.id, bytes: raw.bytes, hints, ..Record::default() };
    let decoded = decode::decode(&record, &Limits::default()).ok()?;
    let document = html::parse(&decoded.text, &Selectors::default(), &Limits::default()).document;
    let url = record.hints.url.as_deref().filter(|_| !loses_address(&record.id));
    let features = Features::of(&document, url, None);
    Some(page(&record, &document, &features))
}

fn of_text(raw: Raw, rules: &RuleBook) -> Option<Page> {
    let hints = Hints { media: Some(Media::Text), ..Hints::default() };
    let record = Record { id: raw.id, bytes: raw.bytes, hints, ..Record::default() };
    let decoded = decode::decode(&record, &Limits::default()).ok()?;
    let document = text::parse(&decoded.text, &Limits::default()).document;
    let language = Detector::default().detect(document.blocks.iter().map(|block| block.text.as_str()));
    let verdicts = rules.judge(&document, language.map(|detected| detected.code));
    let features = Features::of_text(&document, &ruled(&document, &verdicts), None);
    Some(page(&record, &document, &features))
}

fn page(record: &Record, document: &Document, features: &Features<'_>) -> Page {
    let mut numbers = Vec::with_capacity(features.rows() * features.columns() * 4);
    for row in 0..features.rows() {
        for column in 0..features.columns() {
            numbers.extend(features.column(column)[row].to_le_bytes());
        }
    }
    let texts: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    let mut line = serde_json::json!({"id": record.id, "url": record.hints.url, "texts": texts});
    if document.media == Media::Html {
        let groups = second::groups(document);
        let of_block = |id: usize| groups.each_ref().map(|kind| kind[id]);
        line["words"] = features.words.clone().into();
        line["groups"] = (0..features.rows()).map(|id| of_block(id).to_vec()).collect();
    }
    Page { id: record.id.clone(), line: line.to_string(), numbers }
}
