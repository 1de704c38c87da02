//! What there is to say beside the fate of documents: one card for each question.

use super::super::table::{at_least, bin_name, number, quantiles};
use super::super::{Cause, Distribution, Known, Named, Ranking, Stats, percent};
use super::charts;
use super::markup::Markup;

/// A table with bars.
#[derive(Debug)]
struct Card<'s> {
    /// For the address of its heading.
    id: &'static str,
    title: &'static str,
    /// What is named, and what the two cells of a row hold.
    columns: [&'static str; 3],
    /// Further words under the title, where there are any.
    note: String,
    rows: Vec<Row<'s>>,
}

#[derive(Debug)]
struct Row<'s> {
    name: Name<'s>,
    /// Such as this.
    example: Option<&'s str>,
    /// How long the bar is.
    count: u64,
    cells: [String; 2],
}

#[derive(Debug)]
enum Name<'s> {
    /// From the ledger.
    Read(&'s str),
    /// All that have none of the names, in our words; without a bar, for it would dwarf the others.
    Rest(&'static str),
}

/// Every card of which there is something to say.
pub(super) fn all(page: &mut Markup, stats: &Stats) {
    let documents = &stats.documents;
    for (id, title, causes, counted) in [
        ("dropped", "Why documents were dropped", &stats.dropped, "Documents"),
        ("failed", "Why documents failed", &stats.failed, "Documents"),
        ("skipped", "Why something was skipped", &stats.skipped, "Times"),
    ] {
        let (all, note) = (total(causes, |cause| cause.count), incomplete(causes));
        let mut rows: Vec<Row<'_>> = causes.top.iter().map(|cause| caused(cause, all)).collect();
        rest(&mut rows, "others", causes.others, all);
        Card { id, title, columns: ["Reason", counted, "Share"], note, rows }.write(page);
    }
    failing(stats).write(page);
    named("passed", "What was passed over", ["Kind", "Times", "Share"], &stats.passed, documents.passed).write(page);
    for (id, title, columns, named, all) in [
        ("removed", "What was removed", ["Category", "Passages", "Share"], &stats.removed, spans(&stats.removed)),
        (
            "degraded",
            "Simplified at a limit, or cut short at the source",
            ["Limit", "Articles", "Share"],
            &stats.degraded,
            documents.kept,
        ),
    ] {
        let rows = named.iter().map(|named| row(&named.name, named.count, all)).collect();
        Card { id, title, columns, note: String::new(), rows }.write(page);
    }
    quality(page, stats);
    spread(page, ("words", "Words per article", "Words"), &stats.article_words);
    spread(page, ("bytes", "Bytes per document", "Bytes"), &stats.document_bytes);
    known("languages", "Languages", ["Language", "Articles", "Share"], &stats.languages, documents.kept).write(page);
    known("hosts", "Hosts", ["Host", "Articles", "Share"], &stats.hosts, documents.kept).write(page);
}

fn failing(stats: &Stats) -> Card<'_> {
    let rows = stats.inputs.top.iter().map(|input| Row {
        name: Name::Read(&input.name),
        example: None,
        count: input.failed,
        cells: [number(input.failed), number(input.documents)],
    });
    let note = match stats.inputs.others {
        0 => incomplete(&stats.inputs),
        others => format!("{} more documents failed in other inputs. {}", number(others), incomplete(&stats.inputs)),
    };
    let columns = ["Input", "Failed", "Documents"];
    Card { id: "inputs", title: "Inputs with failures", columns, note, rows: rows.collect() }
}

fn named<'s>(
    id: &'static str,
    title: &'static str,
    columns: [&'static str; 3],
    ranking: &'s Ranking<Named>,
    all: u64,
) -> Card<'s> {
    let mut rows: Vec<Row<'_>> = ranking.top.iter().map(|named| row(&named.name, named.count, all)).collect();
    rest(&mut rows, "others", ranking.others, all);
    Card { id, title, columns, note: incomplete(ranking), rows }
}

fn known<'s>(
    id: &'static str,
    title: &'static str,
    columns: [&'static str; 3],
    known: &'s Known,
    kept: u64,
) -> Card<'s> {
    let Known { unknown, ranking } = known;
    let mut card = named(id, title, columns, ranking, kept);
    if !card.rows.is_empty() {
        rest(&mut card.rows, "unknown", *unknown, kept);
        if ranking.distinct > ranking.top.len() as u64 {
            let shown = format!("The first {} of {}.", ranking.top.len(), at_least(ranking.distinct, ranking.complete));
            card.note = format!("{shown} {}", card.note);
        }
    }
    card
}

fn row(name: &str, count: u64, all: u64) -> Row<'_> {
    Row { name: Name::Read(name), example: None, count, cells: [number(count), percent(count, all)] }
}

fn caused(cause: &Cause, all: u64) -> Row<'_> {
    Row { example: Some(&cause.example), ..row(&cause.name, cause.count, all) }
}

fn rest(rows: &mut Vec<Row<'_>>, name: &'static str, count: u64, all: u64) {
    if count > 0 {
        rows.push(Row { name: Name::Rest(name), ..row("", count, all) });
    }
}

fn total<T>(ranking: &Ranking<T>, count: impl Fn(&T) -> u64) -> u64 {
    ranking.top.iter().map(count).fold(ranking.others, u64::saturating_add)
}

fn spans(named: &[Named]) -> u64 {
    named.iter().map(|named| named.count).fold(0, u64::saturating_add)
}

fn incomplete<T>(ranking: &Ranking<T>) -> String {
    if ranking.complete { String::new() } else { "There were too many names to tell them all apart.".to_owned() }
}

impl Card<'_> {
    fn write(&self, page: &mut Markup) {
        if self.rows.is_empty() {
            return;
        }
        begin(page, self.id, self.title);
        if !self.note.is_empty() {
            page.element("p", self.note.trim_end()).raw("\n");
        }
        table(page, self.id, &self.columns);
        let longest = self.rows.iter().filter(|row| matches!(row.name, Name::Read(_))).map(|row| row.count).max();
        for row in &self.rows {
            match row.name {
                Name::Read(name) => {
                    page.raw("<tr><th scope=\"row\">").name(name);
                    charts::bar(page, row.count, longest.unwrap_or(0));
                }
                Name::Rest(name) => {
                    page.raw("<tr class=\"rest\"><th scope=\"row\">").text(name);
                }
            }
            if let Some(example) = row.example {
                page.raw("<small>such as ").name(example).raw("</small>");
            }
            let [first, second] = &row.cells;
            page.raw("</th>").element("td", first).element("td", second).raw("</tr>\n");
        }
        page.raw("</tbody>\n</table>\n</section>\n");
    }
}

fn quality(page: &mut Markup, stats: &Stats) {
    let quality = &stats.quality;
    let Some(mean) = quality.mean else { return };
    begin(page, "quality", "Quality of articles");
    page.element("p", format!("The F1 to expect of their text; mean {mean:.3}.")).raw("\n");
    charts::histogram(page, quality);
    page.raw("\n<details>\n<summary>As a table</summary>\n");
    table(page, "quality", &["Quality", "Articles", "Share"]);
    for (bin, count) in quality.bins.into_iter().enumerate() {
        page.raw("<tr><th scope=\"row\">").text(bin_name(bin)).raw("</th>");
        page.element("td", number(count)).element("td", percent(count, quality.articles)).raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</details>\n</section>\n");
}

fn spread(page: &mut Markup, (id, title, counted): (&'static str, &'static str, &'static str), of: &Distribution) {
    if of.count == 0 {
        return;
    }
    begin(page, id, title);
    page.raw("<p>Thick: the middle half. Thin: the middle four fifths. Quantiles are right to 2.2 %.</p>\n");
    charts::spread(page, of);
    page.raw("\n<details>\n<summary>As a table</summary>\n");
    table(page, id, &["Quantile", counted]);
    for (name, cells) in quantiles(of) {
        page.raw("<tr><th scope=\"row\">").text(name).raw("</th>").element("td", cells.concat()).raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</details>\n</section>\n");
}

fn begin(page: &mut Markup, id: &'static str, title: &'static str) {
    page.open("section", &[("aria-labelledby", &id)]).raw("\n");
    page.open("h2", &[("id", &id)]).text(title).raw("</h2>\n");
}

/// The beginning of a table that is called as the heading.
pub(super) fn table(page: &mut Markup, heading: &'static str, columns: &[&'static str]) {
    page.open("table", &[("aria-labelledby", &heading)]).raw("\n<thead><tr>");
    for column in columns {
        page.raw("<th scope=\"col\">").raw(column).raw("</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
}
