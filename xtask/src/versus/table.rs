//! The Markdown: two tables and what is to be known about them.

use std::fmt::Write;

use super::accuracy::{Accuracy, PATIENCE};
use super::extractors::Extractor;
use super::timing::Time;
use crate::score::{FieldTally, TypeRow};

/// One line of the tables.
#[derive(Debug)]
pub struct Row {
    /// Who.
    pub extractor: Extractor,
    /// How right, where that was measured.
    pub accuracy: Option<Accuracy>,
    /// How fast, where that was measured.
    pub time: Option<Time>,
}

/// What everybody was measured on.
#[derive(Debug)]
pub struct Setting {
    /// Pages with a reference of the whole text.
    pub pages: usize,
    /// Pages with segments.
    pub segments: usize,
    /// Pages that were timed.
    pub timed: usize,
    /// Bytes of their HTML.
    pub timed_bytes: usize,
    /// Rounds over them.
    pub rounds: usize,
    /// The core that all shared, where they could be bound to one.
    pub core: Option<usize>,
    /// The processor's name.
    pub processor: Option<String>,
}

/// What stands where there is nothing to say.
const NOTHING: &str = "–";

/// Tables and notes.
pub fn write(rows: &[Row], setting: &Setting) -> String {
    let mut out = String::new();
    let with_accuracy = rows.iter().any(|row| row.accuracy.is_some());
    speed_and_accuracy(&mut out, rows, setting, with_accuracy);
    if with_accuracy {
        by_type(&mut out, rows);
    }
    notes(&mut out, rows, setting, with_accuracy);
    out
}

fn speed_and_accuracy(out: &mut String, rows: &[Row], setting: &Setting, with_accuracy: bool) {
    let mut head = vec!["", "pages/s", "MB/s", "dehusk is"];
    if with_accuracy {
        head.extend(["F1", "with", "leak", "title", "author", "date", "segments F1"]);
    }
    self::head(out, &head);
    // The first row is dehusk as it is shipped; nobody is compared with himself.
    let dehusk = rows.first().and_then(|row| row.time);
    for (place, row) in rows.iter().enumerate() {
        let mut cells = vec![row.extractor.label.clone()];
        cells.extend(speed(row.time, dehusk.filter(|_| place > 0), setting));
        if with_accuracy {
            cells.extend(row.accuracy.as_ref().map_or_else(|| nothing(7), accuracy));
        }
        line(out, &cells);
    }
}

fn speed(time: Option<Time>, dehusk: Option<Time>, setting: &Setting) -> Vec<String> {
    let Some(time) = time else { return nothing(3) };
    let rate = |amount: f64| amount / time.cpu;
    let factor = dehusk.map_or(NOTHING.to_owned(), |dehusk| format!("{:.1} × as fast", time.cpu / dehusk.cpu));
    // Megabytes of a million bytes.
    let (pages, megabytes) = (rate(setting.timed as f64), rate(setting.timed_bytes as f64 / 1e6));
    vec![format!("{pages:.0}"), format!("{megabytes:.1}"), factor]
}

fn accuracy(accuracy: &Accuracy) -> Vec<String> {
    let Accuracy { pages, segments, .. } = accuracy;
    let mut cells = [pages.prf[2], pages.with, pages.leak].map(|value| format!("{value:.3}")).to_vec();
    // An extractor that never gives a field does not look for it.
    let right = |field: &FieldTally| if field.given > 0.0 { format!("{:.2}", field.right) } else { NOTHING.to_owned() };
    cells.extend(pages.fields.iter().map(right));
    cells.push(format!("{:.3}", segments.prf[2]));
    cells
}

fn by_type(out: &mut String, rows: &[Row]) {
    let Some(types) = rows.iter().find_map(|row| Some(&row.accuracy.as_ref()?.pages.types)) else { return };
    let names: Vec<String> = types.iter().map(|TypeRow { name, count, .. }| format!("{name} ({count})")).collect();
    out.push('\n');
    head(out, &["F1 by type of page"].into_iter().chain(names.iter().map(String::as_str)).collect::<Vec<_>>());
    for row in rows {
        let Some(Accuracy { pages, .. }) = &row.accuracy else { continue };
        let mut cells = vec![row.extractor.label.clone()];
        // The types of one table, in its order; all rows are of the same pages.
        cells.extend(pages.types.iter().map(|of_type| format!("{:.3}", of_type.prf[2])));
        line(out, &cells);
    }
}

fn notes(out: &mut String, rows: &[Row], setting: &Setting, with_accuracy: bool) {
    let Setting { pages, segments, timed, timed_bytes, rounds, core, processor } = setting;
    let mut note = |text: String| writeln!(out, "\n{text}").expect("a string takes everything");
    if with_accuracy {
        note(format!(
            "F1, with, leak, title, author, date: {pages} development pages; segments F1: {segments} others, decoded for \
             all. Every extractor was given the page's address where it takes one, and told to leave comments out."
        ));
    }
    let one_core = core.map_or("each in one thread, not bound to a core", |_| "all on the same core");
    let processor = processor.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
    note(format!(
        "Speed: processor time from HTML in memory to text and metadata in memory, {one_core}{processor}; \
         {timed} pages with {:.1} MB in turns, the median of {rounds} rounds. On the clock it took {}.",
        *timed_bytes as f64 / 1e6,
        quiet(rows),
    ));
    for row in rows {
        let Some(Accuracy { failed, ended, late, .. }) = row.accuracy else { continue };
        let kinds = [
            (failed, "failed".to_owned()),
            (ended, "ended its process".to_owned()),
            (late, format!("took more than {} s", PATIENCE.as_secs())),
        ];
        let said: Vec<String> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if !said.is_empty() {
            note(format!("{}: of all pages {}; they count as empty.", row.extractor.label, said.join(", ")));
        }
    }
}

/// How much longer the clock ran than the processor: tells whether the machine was quiet.
fn quiet(rows: &[Row]) -> String {
    let sum = |part: fn(&Time) -> f64| rows.iter().filter_map(|row| row.time.as_ref()).map(part).sum::<f64>();
    format!("{:.2} times as long", sum(|time| time.wall) / sum(|time| time.cpu))
}

fn nothing(count: usize) -> Vec<String> {
    vec![NOTHING.to_owned(); count]
}

fn head(out: &mut String, cells: &[&str]) {
    line(out, cells);
    let rules: Vec<&str> = cells.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" }).collect();
    line(out, &rules);
}

fn line<S: AsRef<str>>(out: &mut String, cells: &[S]) {
    for cell in cells {
        write!(out, "| {} ", cell.as_ref()).expect("a string takes everything");
    }
    out.push_str("|\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::{PageScore, Pages, Prediction, SegmentScore, Segments, Truth};

    fn setting() -> Setting {
        Setting {
            pages: 8,
            segments: 4,
            timed: 2,
            timed_bytes: 3_000_000,
            rounds: 5,
            core: Some(1),
            processor: Some("A processor".into()),
        }
    }

    fn row(label: &str, accuracy: Option<Accuracy>, cpu: Option<f64>) -> Row {
        let extractor =
            Extractor { label: label.to_owned(), name: label.to_owned(), command: vec![], timed: cpu.is_some() };
        Row { extractor, accuracy, time: cpu.map(|cpu| Time { cpu, wall: 1.5 * cpu }) }
    }

    /// One page: half of the words right, the title known.
    fn half_right(title: &str, failed: usize) -> Accuracy {
        let truth = Truth {
            main_content: "one two".into(),
            page_type: "article".into(),
            with: vec!["one".into()],
            title: "Title".into(),
            ..Truth::default()
        };
        let given = Prediction { text: "one three".into(), title: title.into(), ..Prediction::default() };
        Accuracy {
            pages: Pages::tally(&[PageScore::of(&truth, &given)]),
            segments: Segments::tally(&[SegmentScore::of(&truth, &given)]),
            failed,
            ended: 0,
            late: failed / 2,
            lost: vec![],
        }
    }

    #[test]
    fn accuracy_and_speed_stand_side_by_side() {
        let rows = [
            row("dehusk", Some(half_right("Title", 0)), Some(0.01)),
            row("dehusk, cross-validated", Some(half_right("Title", 0)), None),
            row("peer", Some(half_right("", 2)), Some(0.5)),
        ];
        let expected = "\
|  | pages/s | MB/s | dehusk is | F1 | with | leak | title | author | date | segments F1 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| dehusk | 200 | 300.0 | – | 0.500 | 1.000 | 0.000 | 1.00 | – | – | 1.000 |
| dehusk, cross-validated | – | – | – | 0.500 | 1.000 | 0.000 | 1.00 | – | – | 1.000 |
| peer | 4 | 6.0 | 50.0 × as fast | 0.500 | 1.000 | 0.000 | – | – | – | 1.000 |

| F1 by type of page | article (1) |
| --- | ---: |
| dehusk | 0.500 |
| dehusk, cross-validated | 0.500 |
| peer | 0.500 |

F1, with, leak, title, author, date: 8 development pages; segments F1: 4 others, decoded for all. Every extractor \
was given the page's address where it takes one, and told to leave comments out.

Speed: processor time from HTML in memory to text and metadata in memory, all on the same core (A processor); \
2 pages with 3.0 MB in turns, the median of 5 rounds. On the clock it took 1.50 times as long.

peer: of all pages 2 failed, 1 took more than 60 s; they count as empty.
";
        assert_eq!(write(&rows, &setting()), expected);
    }

    #[test]
    fn speed_alone_has_no_columns_of_accuracy() {
        let rows = [row("dehusk", None, Some(1.0)), row("peer", None, Some(3.0))];
        let text = write(&rows, &Setting { core: None, processor: None, ..setting() });
        let expected = "|  | pages/s | MB/s | dehusk is |\n| --- | ---: | ---: | ---: |\n| dehusk | 2 | 3.0 | – |\n\
             | peer | 1 | 1.0 | 3.0 × as fast |\n\nSpeed: ";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("each in one thread, not bound to a core; 2 pages"), "{text}");
    }
}
