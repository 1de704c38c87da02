//! Makes the built-in packs of rules and the lists of words quick to read.
//!
//! TOML takes several times as long to read as JSON, and more than two thirds of a pack are examples, which tests and
//! people read. So each list is written once more as JSON, and each pack without its examples, as `judge::rules::lean`
//! reads it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

const PACKS: &str = "src/judge/rules/packs";

const LISTS: [&str; 5] = [
    "src/judge/rules/lists.toml",
    "src/judge/small_words.toml",
    "src/metadata/fields.toml",
    "src/metadata/months.toml",
    "src/metadata/words.toml",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={PACKS}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo says where to")?);
    for entry in fs::read_dir(PACKS)? {
        let path = entry?.path();
        let lean = lean(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        write(&out, &path, lean)?;
    }
    for path in LISTS {
        println!("cargo::rerun-if-changed={path}");
        let lists: Table = fs::read_to_string(path)?.parse().map_err(|error| format!("{path}: {error}"))?;
        write(&out, Path::new(path), serde_json::to_string(&lists)?)?;
    }
    Ok(())
}

/// Writes what a file became, under its name.
fn write(out: &Path, source: &Path, json: String) -> Result<(), Box<dyn Error>> {
    let name = source.file_stem().ok_or("a file has a name")?;
    Ok(fs::write(out.join(name).with_extension("json"), json)?)
}

/// A pack without its examples: a phrase is its wording.
fn lean(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut pack: Table = fs::read_to_string(path)?.parse()?;
    let rules = pack.get_mut("rule").and_then(Value::as_array_mut).ok_or("the pack has no rules")?;
    let phrases = rules.iter_mut().filter_map(|rule| rule.get_mut("phrases")?.as_array_mut()).flatten();
    for phrase in phrases {
        *phrase = phrase.get("text").cloned().ok_or("a phrase has no text")?;
    }
    if let Some(appeals) = pack.get_mut("appeals").and_then(Value::as_table_mut) {
        appeals.insert("examples".to_owned(), Value::Array(Vec::new()));
    }
    Ok(serde_json::to_string(&pack)?)
}
