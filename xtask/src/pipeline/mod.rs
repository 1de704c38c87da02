//! `cargo xtask pipeline`: the formats that corpora come in, made of the development pages, through the command.
//!
//! The same pages as JSON lines and as a web archive must give the same articles; how fast each goes is set beside
//! cleaning alone, and the reader of web archives beside fastwarc.

mod archive;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use dehusk::source::Sourced;
use dehusk::source::warc::{Options, Warc};
use dehusk::{Cleaner, Hints, Outcome, Record};
use serde_json::Value;
use versus_worker::processor_time;

use crate::environment;
use crate::gate::Data;

/// Rounds of each measurement; medians are told.
const ROUNDS: usize = 5;

/// Measures and compares.
pub fn run() -> Result<()> {
    let data = Data::needed()?;
    let folder = crate::root().join("target/pipeline");
    fs::create_dir_all(&folder)?;
    let command = command()?;
    let (lines, warc) = (folder.join("pages.jsonl.zst"), folder.join("pages.warc.gz"));
    let bytes = archive::make(&data, &lines, &warc)?;
    println!("{:.0} MB of HTML in {} pages", bytes.html as f64 / 1e6, bytes.pages);

    let by_lines = articles(&command, &lines, &folder.join("lines.jsonl.zst"))?;
    let by_warc = articles(&command, &warc, &folder.join("warc.jsonl.zst"))?;
    ensure!(by_lines == by_warc, "the web archive gives other articles than the JSON lines");
    let python = environment::python(&folder.join("python"), &own().join("requirements.txt"))?;
    let by_table = articles_by_table(&python, &command, &folder)?;
    ensure!(by_lines == by_table, "Parquet in and out gives other articles than the JSON lines");
    println!("web archive, Parquet in and out, JSON lines: the same {} articles", by_lines.len());

    let alone = Alone::of(&data)?;
    let mut cleaned = Vec::new();
    let mut routes = ROUTES.map(|_| [Vec::new(), Vec::new()]);
    // All in turn, so that a machine that is slow for a while is slow for each of them.
    for _ in 0..ROUNDS {
        cleaned.push(alone.round()?);
        for ((_, input, output), times) in ROUTES.iter().zip(&mut routes) {
            for (threads, times) in ["1", "2"].into_iter().zip(times) {
                times.push(time(&command, &folder.join(input), &folder.join(output), threads)?);
            }
        }
    }
    println!(
        "\n| route | 1 thread, MB/s | of cleaning alone | 2 threads, MB/s | of cleaning alone | time with 2 of that with 1 |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let speed = |times: &[Duration]| bytes.html as f64 / 1e6 / median(times.to_vec()).as_secs_f64();
    println!("| cleaning alone, from memory | {:.1} | | | | |", speed(&cleaned));
    for ((name, ..), [one, two]) in ROUTES.iter().zip(&routes) {
        let (of_one, of_two, both) = (ratio(&cleaned, one), ratio(&cleaned, two), ratio(two, one));
        println!("| {name} | {:.1} | {of_one:.2} | {:.1} | {of_two:.2} | {both:.2} |", speed(one), speed(two));
    }
    beside_fastwarc(&python, &warc)
}

/// The command as a release build.
pub(crate) fn command() -> Result<PathBuf> {
    environment::call(Command::new("cargo").args(["build", "--release", "--quiet", "--package", "dehusk"]))?;
    Ok(crate::root().join("target/release/dehusk"))
}

/// Cleans a file, and gives the articles by address and text.
fn articles(command: &Path, input: &Path, output: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    environment::call(Command::new(command).arg("clean").arg(input).arg("-o").arg(output).arg("-q"))?;
    by_text(BufReader::new(zstd::Decoder::new(File::open(output)?)?))
}

/// The same through Parquet that pyarrow writes and reads.
fn articles_by_table(python: &Path, command: &Path, folder: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let (input, output) = (folder.join("pages.parquet"), folder.join("out.parquet"));
    let script = own().join("table.py");
    let make = [script.as_os_str(), "make".as_ref(), folder.join("pages.jsonl.zst").as_os_str()].map(ToOwned::to_owned);
    environment::call(Command::new(python).args(make).arg(&input))?;
    environment::call(Command::new(command).arg("clean").arg(&input).arg("-o").arg(&output).arg("-q"))?;
    let read = Command::new(python).arg(script).arg("articles").arg(&output).output()?;
    ensure!(read.status.success(), "pyarrow does not read {}", output.display());
    by_text(&read.stdout[..])
}

/// Titles by text.
fn by_text(lines: impl BufRead) -> Result<BTreeMap<String, Vec<String>>> {
    let mut articles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines.lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        articles.entry(field("text")).or_default().push(field("title"));
    }
    Ok(articles)
}

/// The scripts of this chore.
fn own() -> PathBuf {
    crate::root().join("xtask/pipeline")
}

/// How many pages there are, and how long it takes to clean them, all in memory, on one core.
pub(crate) fn alone() -> Result<(usize, Duration)> {
    let alone = Alone::of(&Data::needed()?)?;
    let times = (0..ROUNDS).map(|_| alone.round()).collect::<Result<_>>()?;
    Ok((alone.pages.len(), median(times)))
}

/// Cleaning and nothing else: pages that lie in memory, on one core.
struct Alone {
    pages: Vec<Record>,
    cleaner: Cleaner,
}

impl Alone {
    fn of(data: &Data) -> Result<Alone> {
        let pages = data.stream("wcxb-dev/pages.jsonl.zst", |raw| {
            let hints = Hints { url: raw.url, media: Some(dehusk::Media::Html), ..Hints::default() };
            Some(Record { id: raw.id, bytes: raw.bytes, hints, ..Record::default() })
        })?;
        Ok(Alone { pages, cleaner: Cleaner::default() })
    }

    fn round(&self) -> Result<Duration> {
        let began = Instant::now();
        let kept = self.pages.iter().filter(|page| matches!(self.cleaner.clean(page).0, Outcome::Kept(_))).count();
        ensure!(kept > 0, "nothing was kept");
        Ok(began.elapsed())
    }
}

/// The ways through the command: what each is called, reads and writes.
const ROUTES: [(&str, &str, &str); 3] = [
    ("JSONL.zst to JSONL.zst", "pages.jsonl.zst", "timed.jsonl.zst"),
    ("WARC.gz to JSONL.zst", "pages.warc.gz", "timed.jsonl.zst"),
    ("Parquet to Parquet", "pages.parquet", "timed.parquet"),
];

/// How long the command takes.
fn time(command: &Path, input: &Path, output: &Path, threads: &str) -> Result<Duration> {
    let mut call = Command::new(command);
    call.arg("clean").arg(input).args(["-q", "-j", threads]).arg("-o").arg(output);
    let began = Instant::now();
    environment::call(&mut call)?;
    Ok(began.elapsed())
}

/// How many times as long one takes as the other: the median of the rounds, each of which compares what ran together.
fn ratio(one: &[Duration], other: &[Duration]) -> f64 {
    let mut ratios: Vec<f64> =
        one.iter().zip(other).map(|(one, other)| one.as_secs_f64() / other.as_secs_f64()).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// Reads the archive by fastwarc and by dehusk in turn.
fn beside_fastwarc(python: &Path, warc: &Path) -> Result<()> {
    let mut peer = Peer::start(Command::new(python).arg(own().join("read_warc.py")).arg(warc))?;
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    let mut records = 0;
    for _ in 0..ROUNDS {
        let (their_records, time) = peer.round()?;
        theirs.push(time);
        let (wall, began) = (Instant::now(), processor_time());
        let our_records = read(warc)?;
        // Where the system does not tell, the clock has to do.
        let cpu = processor_time().zip(began).map(|(after, before)| after.saturating_sub(before));
        ours.push(cpu.unwrap_or_else(|| wall.elapsed()));
        ensure!(our_records == their_records, "{our_records} records, where fastwarc finds {their_records}");
        records = our_records;
    }
    let rate = |times: Vec<Duration>| records as f64 / median(times).as_secs_f64();
    let (theirs, ours) = (rate(theirs), rate(ours));
    println!("\nreading the web archive, records/s: dehusk {ours:.0}, fastwarc {theirs:.0}: {:.2} x", ours / theirs);
    Ok(())
}

/// Reads an archive with dehusk; gives the records in it.
fn read(warc: &Path) -> Result<usize> {
    let options = Options { max_bytes: 64 << 20, ..Options::default() };
    let archive = Warc::open(Box::new(File::open(warc)?), "pages.warc.gz".into(), options);
    let mut records = 0;
    for found in archive {
        if let Sourced::Refused { name, error, .. } = found {
            bail!("{name}: {error}");
        }
        records += 1;
    }
    Ok(records)
}

/// Another reader, in a process of its own.
struct Peer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    fn start(command: &mut Command) -> Result<Peer> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("the peer")?;
        let input = child.stdin.take().context("piped")?;
        let output = BufReader::new(child.stdout.take().context("piped")?);
        Ok(Peer { child, input, output })
    }

    /// One round: records, and the processor time they took.
    fn round(&mut self) -> Result<(usize, Duration)> {
        writeln!(self.input)?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [records, _, seconds] = fields[..] else { bail!("the peer says {line:?}") };
        Ok((records.parse()?, Duration::from_secs_f64(seconds.parse()?)))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
