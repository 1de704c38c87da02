//! Makes the built-in packs of rules quick to read.
//!
//! More than two thirds of a pack are examples, which tests and people read; and TOML takes several times as long to read
//! as JSON. So each pack is written once more, as JSON without its examples: `judge::rules::lean` reads that.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

const PACKS: &str = "src/judge/rules/packs";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={PACKS}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo says where to")?);
    for entry in fs::read_dir(PACKS)? {
        let path = entry?.path();
        let lean = lean(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_stem().ok_or("a pack has a name")?;
        fs::write(out.join(name).with_extension("json"), lean)?;
    }
    Ok(())
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
