//! The statistics as a page: one file that loads nothing, runs nothing and links nothing.
//!
//! A ledger holds what strangers wrote: ids, hosts, names of files. So the page forbids itself everything but its own
//! style sheet, whose hash it names, and `markup` lets nothing but text of this program be markup. Each chart is a
//! table with bars in it, or has a table below it, so that it can also be heard.

mod cards;
mod charts;
mod markup;

use super::table::{at_least, number};
use super::{Stats, percent};
use charts::FATES;
use markup::Markup;

/// The style sheet.
const STYLE: &str = include_str!("style.css");

/// What the page may load and do. The hash is that of [`STYLE`]; the test below says it.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; \
    style-src 'sha256-Nt2BMz2IBRHDv9LxRLqJF3hn8YVguqwSv34P2X1u1vE='";

/// The page, ending in a line end. Parts of which there is nothing to say are left out.
pub fn of(stats: &Stats) -> String {
    let mut page = Markup::default();
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.open("meta", &[("http-equiv", &"Content-Security-Policy"), ("content", &POLICY)]).raw("\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.element("title", format!("{} – dehusk", stats.output)).raw("\n");
    page.raw("<style>").raw(STYLE).raw("</style>\n</head>\n<body>\n<main>\n");
    head(&mut page, stats);
    documents(&mut page, stats);
    page.raw("<div class=\"cards\">\n");
    cards::all(&mut page, stats);
    page.raw("</div>\n</main>\n</body>\n</html>\n");
    page.finish()
}

/// Which run it was, and what must not be overlooked.
fn head(page: &mut Markup, stats: &Stats) {
    page.raw("<header>\n<h1>").name(&stats.output).raw("</h1>\n<p>");
    let state = if stats.finished { "A finished run" } else { "An unfinished run" };
    page.text(state).raw(" of dehusk ").text(&stats.dehusk).raw("</p>\n</header>\n");
    let warnings = stats.warnings();
    if !warnings.is_empty() {
        page.raw(
            "<section class=\"warnings\" aria-labelledby=\"warnings\">\n<h2 id=\"warnings\">Warnings</h2>\n<ul>\n",
        );
        for warning in warnings {
            page.raw("<li>").name(&warning).raw("</li>\n");
        }
        page.raw("</ul>\n</section>\n");
    }
}

/// How much it was, and what became of it.
fn documents(page: &mut Markup, stats: &Stats) {
    let documents = &stats.documents;
    page.raw(
        "<section class=\"documents\" aria-labelledby=\"documents\">\n<h2 id=\"documents\">Documents</h2>\n<dl>\n",
    );
    let mut figures = vec![
        ("read", number(documents.read)),
        ("bytes read", number(stats.bytes)),
        ("words kept", number(stats.words)),
        ("duplicates", number(stats.duplicates)),
        ("skipped", number(documents.skipped)),
        ("passed over", number(documents.passed)),
        ("inputs", at_least(stats.inputs.distinct, stats.inputs.complete)),
    ];
    if stats.output_files.distinct > 0 {
        figures.push(("output files", at_least(stats.output_files.distinct, stats.output_files.complete)));
    }
    for (name, figure) in figures {
        page.raw("<div>").element("dt", name).element("dd", figure).raw("</div>\n");
    }
    page.raw("</dl>\n");
    if documents.read == 0 {
        page.raw("<p>No document was read.</p>\n</section>\n");
        return;
    }
    charts::fates(page, documents);
    cards::table(page, "documents", &["Outcome", "Documents", "Share"]);
    for (fate, count) in FATES.into_iter().zip([documents.kept, documents.dropped, documents.failed]) {
        page.raw("<tr><th scope=\"row\">");
        charts::swatch(page, fate);
        page.text(fate).raw("</th>").element("td", number(count)).element("td", percent(count, documents.read));
        page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_names_the_hash_of_the_style_sheet() {
        // A browser hashes line feeds, whatever line ends a checkout has.
        let hash = STANDARD.encode(Sha256::digest(STYLE.replace("\r\n", "\n")));
        assert!(POLICY.contains(&format!("'sha256-{hash}'")), "style.css has changed, its hash is {hash}");
    }

    #[test]
    fn the_style_sheet_loads_nothing() {
        assert!(!["url(", "@import", "</", "src:"].iter().any(|loads| STYLE.contains(loads)));
    }
}
