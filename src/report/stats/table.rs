//! The statistics as a table for the terminal.

use std::fmt::Write;

use super::{Cause, Distribution, Input, Known, Named, Ranking, Stats, grouped, percent};
use crate::report::escape;
use crate::report::paint::Paint;

/// The longest name in a column, in characters.
const WIDTH: usize = 48;

/// The table, ending in a line end. Parts of which there is nothing to say are left out.
pub fn of(stats: &Stats, paint: Paint) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}, by dehusk {}", escape::line(&stats.output), escape::line(&stats.dehusk));
    for warning in stats.warnings() {
        let _ = writeln!(out, "{} {}", paint.wrong("note:"), escape::line(&warning));
    }
    let (documents, read) = (&stats.documents, stats.documents.read);
    let share = |count| vec![number(count), percent(count, read)];
    let mut rows = vec![("read".to_owned(), vec![number(read)])];
    for (name, count) in [("kept", documents.kept), ("dropped", documents.dropped), ("failed", documents.failed)] {
        rows.push((name.to_owned(), share(count)));
    }
    for (name, count) in [("skipped", documents.skipped), ("passed", documents.passed)] {
        rows.push((name.to_owned(), vec![number(count)]));
    }
    part(&mut out, "documents", &rows);

    let mut rows = vec![
        ("bytes read".to_owned(), vec![number(stats.bytes)]),
        ("words kept".to_owned(), vec![number(stats.words)]),
        ("duplicates".to_owned(), vec![number(stats.duplicates)]),
        ("inputs".to_owned(), vec![at_least(stats.inputs.distinct, stats.inputs.complete)]),
    ];
    if stats.output_files.distinct > 0 {
        let files = at_least(stats.output_files.distinct, stats.output_files.complete);
        rows.push(("output files".to_owned(), vec![files]));
    }
    part(&mut out, "volume", &rows);

    for (title, causes) in [("dropped", &stats.dropped), ("failed", &stats.failed), ("skipped", &stats.skipped)] {
        part(&mut out, title, &reasons(causes));
        incomplete(&mut out, causes);
    }
    part(&mut out, "passed", &ranking(&stats.passed, documents.passed));
    let failing =
        |input: &Input| (name(&input.name), vec![number(input.failed), format!("of {}", number(input.documents))]);
    let inputs: Vec<Row> = stats.inputs.top.iter().map(failing).collect();
    part(&mut out, "inputs with failures", &inputs);
    let spans: u64 = total(&stats.removed);
    part(&mut out, "removed spans", &counts(&stats.removed, spans));
    part(&mut out, "simplified at a limit, or cut short at the source", &counts(&stats.degraded, documents.kept));
    for (title, known) in [("languages", &stats.languages), ("hosts", &stats.hosts)] {
        let title = match known.ranking.distinct {
            0 => title.to_owned(),
            distinct => format!("{title} ({})", at_least(distinct, known.ranking.complete)),
        };
        part(&mut out, &title, &known_rows(known, documents.kept));
        incomplete(&mut out, &known.ranking);
    }
    if let (Some(mean), Some(median)) = (stats.quality.mean, stats.quality.median) {
        let bins = stats.quality.bins.iter().enumerate();
        let rows: Vec<Row> = bins
            .map(|(bin, count)| (bin_name(bin), vec![number(*count), percent(*count, stats.quality.articles)]))
            .collect();
        part(&mut out, &format!("quality (median {median:.3}, mean {mean:.3})"), &rows);
    }
    part(&mut out, "words per article (quantiles to 2.2 %)", &quantiles(&stats.article_words));
    part(&mut out, "bytes per document (quantiles to 2.2 %)", &quantiles(&stats.document_bytes));
    out
}

/// A name and what is said of it.
pub(super) type Row = (String, Vec<String>);

/// A title and its rows, in columns: names to the left, numbers to the right, an example last.
fn part(out: &mut String, title: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    let chars = |text: &str| text.chars().count();
    let names = rows.iter().map(|(name, _)| chars(name)).max().unwrap_or(0).max(12);
    let width = |column: usize| rows.iter().filter_map(|(_, cells)| cells.get(column)).map(|cell| chars(cell)).max();
    let (first, second) = (width(0).unwrap_or(0), width(1).unwrap_or(0));
    for (name, cells) in rows {
        let mut line = format!("  {name:names$}");
        for (column, cell) in cells.iter().enumerate() {
            let _ = match column {
                0 => write!(line, "  {cell:>first$}"),
                1 => write!(line, "  {cell:>second$}"),
                _ => write!(line, "  {cell}"),
            };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn reasons(causes: &Ranking<Cause>) -> Vec<Row> {
    let all = causes.top.iter().map(|cause| cause.count).fold(causes.others, u64::saturating_add);
    let row = |cause: &Cause| {
        let example = format!("such as {}", name(&cause.example));
        (name(&cause.name), vec![number(cause.count), percent(cause.count, all), example])
    };
    let mut rows: Vec<Row> = causes.top.iter().map(row).collect();
    others(&mut rows, causes.others, all);
    rows
}

fn ranking(ranking: &Ranking<Named>, all: u64) -> Vec<Row> {
    let mut rows = counts(&ranking.top, all);
    others(&mut rows, ranking.others, all);
    rows
}

fn known_rows(known: &Known, kept: u64) -> Vec<Row> {
    let mut rows = ranking(&known.ranking, kept);
    if known.unknown > 0 && !rows.is_empty() {
        rows.push(("(unknown)".to_owned(), vec![number(known.unknown), percent(known.unknown, kept)]));
    }
    rows
}

fn counts(named: &[Named], all: u64) -> Vec<Row> {
    named.iter().map(|named| (name(&named.name), vec![number(named.count), percent(named.count, all)])).collect()
}

fn others(rows: &mut Vec<Row>, count: u64, all: u64) {
    if count > 0 {
        rows.push(("(others)".to_owned(), vec![number(count), percent(count, all)]));
    }
}

fn incomplete<T>(out: &mut String, ranking: &Ranking<T>) {
    if !ranking.complete {
        out.push_str("  not complete: there were too many names to tell them all apart\n");
    }
}

/// A distribution in numbers; nothing of none.
pub(super) fn quantiles(of: &Distribution) -> Vec<Row> {
    if of.count == 0 {
        return Vec::new();
    }
    [
        ("smallest", number(of.min)),
        ("10 %", number(of.p10)),
        ("25 %", number(of.p25)),
        ("median", number(of.p50)),
        ("75 %", number(of.p75)),
        ("90 %", number(of.p90)),
        ("99 %", number(of.p99)),
        ("largest", number(of.max)),
        ("mean", number(of.mean.round() as u64)),
    ]
    .map(|(name, cell)| (name.to_owned(), vec![cell]))
    .into()
}

/// A name from outside, in one column.
fn name(text: &str) -> String {
    let escaped = escape::line(text);
    match escaped.char_indices().nth(WIDTH) {
        None => escaped.into_owned(),
        Some((at, _)) => format!("{}…", &escaped[..at]),
    }
}

/// How the ten bins of the quality are called.
pub(super) fn bin_name(bin: usize) -> String {
    let tenths = |tenths: usize| tenths as f64 / 10.0;
    format!("{:.1}–{:.1}", tenths(bin), tenths(bin + 1))
}

fn total(named: &[Named]) -> u64 {
    named.iter().map(|named| named.count).fold(0, u64::saturating_add)
}

pub(super) fn number(number: u64) -> String {
    grouped(number, ",")
}

pub(super) fn at_least(count: u64, complete: bool) -> String {
    let more = if complete { "" } else { "at least " };
    format!("{more}{}", number(count))
}
