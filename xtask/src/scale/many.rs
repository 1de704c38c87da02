//! Millions of short documents, and the memory that they take.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::texts::{Numbers, prose, words};

const MILLIONS: [usize; 3] = [1, 2, 5];
/// Megabytes that no run may take.
const MOST: f64 = 600.0;

pub(super) fn run(command: &Path, folder: &Path) -> Result<()> {
    println!("| documents | peak memory, MB | time, s |\n| ---: | ---: | ---: |");
    for millions in MILLIONS {
        let folder = super::emptied(folder, "many")?;
        let began = Instant::now();
        let mut call = Command::new(command);
        call.current_dir(&folder).args(["clean", "-", "--from", "jsonl", "-o", "out.jsonl.zst", "-q"]);
        let mut child = call.stdin(Stdio::piped()).spawn()?;
        let mut input = BufWriter::new(child.stdin.take().context("piped")?);
        let mut numbers = Numbers(7);
        let mut peak = 0.0;
        for number in 0..millions * 1_000_000 {
            let length = 12 + numbers.below(20);
            writeln!(input, "{}", json!({"id": number, "text": prose(&words(&mut numbers, length))}))?;
            if number % 50_000 == 0 {
                peak = megabytes(child.id()).unwrap_or(peak);
            }
        }
        input.flush()?;
        peak = megabytes(child.id()).unwrap_or(peak);
        drop(input);
        // What it still does is to finish.
        while child.try_wait()?.is_none() {
            peak = megabytes(child.id()).unwrap_or(peak);
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        ensure!(child.wait()?.success(), "the run failed");
        println!("| {millions} million | {peak:.1} | {:.0} |", began.elapsed().as_secs_f64());
        ensure!(peak > 0.0, "this system does not tell the memory of a process");
        ensure!(peak < MOST, "it should be below {MOST} MB");
    }
    println!();
    Ok(())
}

/// The most memory that a process has held, in megabytes; where Linux tells.
fn megabytes(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
