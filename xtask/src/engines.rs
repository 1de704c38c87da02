//! `cargo xtask engines`: how fast dehusk is from Python and in the engines that people run, beside the crate alone and
//! beside trafilatura in the same engine.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{environment, pipeline, python};

/// Parts of `python/benchmarks/engines.py`.
const PARTS: [&str; 6] = ["arrow", "many", "spark", "ray", "datatrove", "memory"];

/// Measures these parts, or all.
pub fn run(parts: &[String]) -> Result<()> {
    let pages = crate::root().join("target/pipeline/pages.parquet");
    ensure!(pages.exists(), "{} is not there: run cargo xtask pipeline first", pages.display());
    let own = crate::root().join("python");
    let folder = crate::root().join("target/engines");
    let python = environment::python(&folder.join("environment"), &own.join("benchmarks/requirements.txt"))?;
    python::install(&python, &own, &folder.join("wheels"))?;
    let (count, alone) = pipeline::alone()?;
    println!("| what | pages/s | beside |\n| --- | ---: | --- |");
    println!("| the crate alone, one core | {:.0} | |", count as f64 / alone.as_secs_f64());
    for part in PARTS.iter().filter(|part| parts.is_empty() || parts.iter().any(|asked| asked == *part)) {
        let found = measure(&python, &own, &folder, part, &pages)?;
        let speed = |name: &str| found.get(name).map(|(pages, seconds)| pages / seconds);
        let alone = count as f64 / alone.as_secs_f64();
        for (name, (pages, number)) in &found {
            let beside = match name.as_str() {
                "arrow" => format!("{:.0}% of the crate alone", 100.0 * pages / number / alone),
                "many-2" => format!("{:.2} × one thread", pages / number / speed("many-1").unwrap_or(f64::NAN)),
                name if name.starts_with("resident") => {
                    println!("| {name} | | {:.1} MB |", number / 1e6);
                    continue;
                }
                name => match speed(&name.replace("dehusk", "trafilatura")) {
                    Some(theirs) if name.contains("dehusk") => {
                        format!("{:.1} × trafilatura there", pages / number / theirs)
                    }
                    _ => String::new(),
                },
            };
            println!("| {name} | {:.0} | {beside} |", pages / number);
        }
    }
    Ok(())
}

/// What a part says: by name, pages and the median of seconds.
fn measure(python: &Path, own: &Path, folder: &Path, part: &str, pages: &Path) -> Result<BTreeMap<String, (f64, f64)>> {
    let script = own.join("benchmarks/engines.py");
    let output = Command::new(python).current_dir(folder).arg(script).arg(part).arg(pages).output()?;
    if !output.status.success() {
        bail!("{part}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut found: BTreeMap<String, (f64, Vec<f64>)> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        // Engines have words of their own on standard output.
        let fields: Vec<&str> = line.split(' ').collect();
        let [name, pages, seconds] = fields[..] else { continue };
        let (Ok(pages), Ok(seconds)) = (pages.parse(), seconds.parse()) else { continue };
        found.entry(name.to_owned()).or_insert((pages, Vec::new())).1.push(seconds);
    }
    ensure!(!found.is_empty(), "{part} says nothing");
    let median = |mut seconds: Vec<f64>| {
        seconds.sort_by(f64::total_cmp);
        seconds.get(seconds.len() / 2).copied().context("it has one")
    };
    found.into_iter().map(|(name, (pages, seconds))| Ok((name, (pages, median(seconds)?)))).collect()
}
