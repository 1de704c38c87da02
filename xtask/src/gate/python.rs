//! The proof that our figures are those of the reference script: both print the same lines.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Block, Data, Measured};

/// Runs score.py on the predictions in `folder` and compares all lines; returns how many there are.
pub fn compare(data: &Data, measured: &Measured, folder: &Path) -> Result<usize> {
    let mut same = 0;
    for block in &measured.blocks {
        let lines = score_py(data, block, folder)?;
        if lines != block.lines {
            let diff = crate::fixtures::diff(&lines.join("\n"), &block.lines.join("\n"));
            bail!("{}: score.py (-) and the gate (+) differ:\n{diff}", block.command.join(" "));
        }
        same += lines.len();
    }
    Ok(same)
}

fn score_py(data: &Data, block: &Block, folder: &Path) -> Result<Vec<String>> {
    let script = data.score_py();
    let output = Command::new("python3")
        .arg(&script)
        .args(&block.command)
        .arg(folder.join(&block.predictions))
        .args(&block.flags)
        .output()
        .context("python3 (needed for --against-python)")?;
    if !output.status.success() {
        bail!("{}: {}", script.display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
