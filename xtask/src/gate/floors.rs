//! The floors: what was reached stays reached, on the very data that it was measured on.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::{Figure, Wanted};

/// The file `xtask/floors.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Floors {
    /// SHA-256 of each data file, by its path within the data.
    data: BTreeMap<String, String>,
    /// What a figure must reach.
    floors: BTreeMap<String, f64>,
    /// What a figure must not pass.
    ceilings: BTreeMap<String, f64>,
}

const HEAD: &str = "\
# What the gate holds. Written by `cargo xtask gate --write-floors`.
# Lowering a floor, or raising a ceiling, needs a sentence in the commit message that says why.

";

/// Room for what a sum of floating-point numbers may differ by on another machine.
const ROOM: f64 = 1e-9;

/// Which figures are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Held {
    /// Those of the program as it is.
    #[default]
    Shipped,
    /// Those of models that never saw a page's host.
    CrossValidated,
}

fn path(held: Held) -> PathBuf {
    crate::root().join(match held {
        Held::Shipped => "xtask/floors.toml",
        Held::CrossValidated => "xtask/floors-cross-validated.toml",
    })
}

/// The floors as they are written down; none where the file is not there yet.
pub fn read(held: Held) -> Result<Floors> {
    let path = path(held);
    if !path.exists() {
        return Ok(Floors::default());
    }
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

/// Fails when a data file is not the one that the floors were measured on.
pub fn check_digests(floors: &Floors, digests: &BTreeMap<String, String>) -> Result<()> {
    if floors.data.is_empty() {
        return Ok(());
    }
    let changed: Vec<&str> = digests
        .iter()
        .filter(|(name, digest)| floors.data.get(*name) != Some(digest))
        .map(|(name, _)| name.as_str())
        .collect();
    if !changed.is_empty() {
        bail!("the data changed ({}): re-measure with --write-floors", changed.join(", "));
    }
    Ok(())
}

/// Fails, naming all of them, when figures are on the wrong side of their floor.
pub fn check(held: Held, figures: &[Figure]) -> Result<()> {
    let complaints = complaints(&read(held)?, figures);
    for complaint in &complaints {
        println!("gate: {complaint}");
    }
    if !complaints.is_empty() {
        bail!("gate FAILED: {} of {} figures", complaints.len(), figures.len());
    }
    println!("gate passed: {} figures, none behind its floor", figures.len());
    Ok(())
}

fn complaints(floors: &Floors, figures: &[Figure]) -> Vec<String> {
    let mut complaints = Vec::new();
    for figure in figures {
        let (side, held) = match figure.wanted {
            Wanted::High => ("below its floor", floors.floors.get(&figure.name)),
            Wanted::Low => ("above its ceiling", floors.ceilings.get(&figure.name)),
        };
        match held {
            None => complaints.push(format!("{} has no floor yet: set it with --write-floors", figure.name)),
            Some(&bound) if is_behind(figure, bound) => {
                complaints.push(format!("{} is {:.5}, {side} {bound}", figure.name, figure.value));
            }
            Some(_) => {}
        }
    }
    let known = |name: &String| figures.iter().any(|figure| figure.name == *name);
    for name in floors.floors.keys().chain(floors.ceilings.keys()).filter(|name| !known(name)) {
        complaints.push(format!("{name} has a floor and was not measured"));
    }
    complaints
}

fn is_behind(figure: &Figure, bound: f64) -> bool {
    match figure.wanted {
        Wanted::High => figure.value < bound - ROOM,
        Wanted::Low => figure.value > bound + ROOM,
    }
}

/// Makes these figures the floors, and says which bounds that loosens.
pub fn write(held: Held, figures: &[Figure], digests: BTreeMap<String, String>) -> Result<()> {
    // A file that cannot be read any more is no reason not to write a new one.
    let old = read(held).unwrap_or_default();
    let new = of(figures, digests);
    for line in loosened(&old, &new) {
        println!("gate: {line}; the commit message must say why");
    }
    let path = path(held);
    let body = toml::to_string(&new).context("the floors as TOML")?;
    fs::write(&path, format!("{HEAD}{body}")).with_context(|| path.display().to_string())?;
    println!("gate: wrote {} floors and ceilings to {}", figures.len(), path.display());
    Ok(())
}

fn of(figures: &[Figure], data: BTreeMap<String, String>) -> Floors {
    let mut new = Floors { data, ..Floors::default() };
    for Figure { name, value, wanted } in figures {
        match wanted {
            Wanted::High => new.floors.insert(name.clone(), (value * 1e4).floor() / 1e4),
            Wanted::Low => new.ceilings.insert(name.clone(), (value * 1e4).ceil() / 1e4),
        };
    }
    new
}

fn loosened(old: &Floors, new: &Floors) -> Vec<String> {
    let lower = old.floors.iter().filter_map(|(name, old)| Some((name, old, new.floors.get(name)?)));
    let higher = old.ceilings.iter().filter_map(|(name, old)| Some((name, old, new.ceilings.get(name)?)));
    let lower =
        lower.filter(|(_, old, new)| new < old).map(|(name, old, new)| format!("lowered {name}: {old} -> {new}"));
    let higher =
        higher.filter(|(_, old, new)| new > old).map(|(name, old, new)| format!("raised {name}: {old} -> {new}"));
    lower.chain(higher).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(name: &str, value: f64, wanted: Wanted) -> Figure {
        Figure { name: name.into(), value, wanted }
    }

    fn digests(digest: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("pages".into(), digest.into())])
    }

    #[test]
    fn figures_that_were_just_written_pass() {
        let figures = [figure("f1", 0.87129, Wanted::High), figure("leak", 0.05001, Wanted::Low)];
        let floors = of(&figures, digests("a"));
        assert_eq!((floors.floors["f1"], floors.ceilings["leak"]), (0.8712, 0.0501));
        assert!(complaints(&floors, &figures).is_empty());
        let read: Floors = toml::from_str(&format!("{HEAD}{}", toml::to_string(&floors).unwrap())).unwrap();
        assert_eq!(read, floors);
    }

    #[test]
    fn a_lower_figure_and_a_higher_leak_fail() {
        let figures = |f1, leak| [figure("f1", f1, Wanted::High), figure("leak", leak, Wanted::Low)];
        let floors = of(&figures(0.87, 0.05), digests("a"));
        let said = complaints(&floors, &figures(0.8699, 0.0501));
        assert_eq!(said, ["f1 is 0.86990, below its floor 0.87", "leak is 0.05010, above its ceiling 0.05"]);
        assert_eq!(loosened(&floors, &of(&figures(0.8, 0.04), digests("a"))), ["lowered f1: 0.87 -> 0.8"]);
    }

    #[test]
    fn a_figure_without_a_floor_and_a_floor_without_a_figure_fail() {
        let floors = of(&[figure("old", 1.0, Wanted::High)], digests("a"));
        assert_eq!(complaints(&floors, &[figure("new", 1.0, Wanted::High)]).len(), 2);
    }

    #[test]
    fn other_data_is_refused() {
        let floors = of(&[], digests("a"));
        assert!(check_digests(&floors, &digests("a")).is_ok());
        let error = check_digests(&floors, &digests("b")).unwrap_err().to_string();
        assert_eq!(error, "the data changed (pages): re-measure with --write-floors");
    }
}
