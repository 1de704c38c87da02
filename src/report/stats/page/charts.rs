//! The charts: SVG inside HTML, whose numbers stand in a table each.
//!
//! Bars are shapes and no coloured boxes because printing leaves out backgrounds. They have attributes instead of
//! styles because the page forbids all styles but its sheet.

use std::fmt::Display;

use super::super::table::{bin_name, number};
use super::super::{Distribution, Documents, Quality, percent};
use super::markup::Markup;

/// Width of the drawings that scale, in their own units.
const WIDTH: f64 = 640.0;

/// Room for half of a short label, such as a number of an axis.
const SHORT: f64 = 20.0;

/// Room for half of a label with a name.
const NAMED: f64 = 80.0;

/// What becomes of a document, also the class of its colour.
pub(super) const FATES: [&str; 3] = ["kept", "dropped", "failed"];

/// One bar, as long as `count` is of `longest`. What is not nothing is seen.
pub(super) fn bar(page: &mut Markup, count: u64, longest: u64) {
    let length = length(count, longest);
    page.raw("<svg class=\"bar\" aria-hidden=\"true\">");
    shape(page, "track", "0", "100%", "100%");
    if count > 0 {
        shape(page, "fill", "0", &percentage(length.max(0.6)), "100%");
    }
    page.raw("</svg>");
}

/// Kept, dropped and failed documents in one bar.
pub(super) fn fates(page: &mut Markup, documents: &Documents) {
    page.raw("<svg class=\"fates\" aria-hidden=\"true\">");
    shape(page, "track", "0", "100%", "100%");
    let mut from = 0.0_f64;
    for (fate, count) in FATES.into_iter().zip([documents.kept, documents.dropped, documents.failed]) {
        let length = length(count, documents.read);
        if count > 0 {
            // What is very little is still seen, at the end also: there it begins a little further left.
            let (x, width) = (from.min(99.5), length.max(0.5));
            shape(page, fate, &percentage(x), &percentage(width), "100%");
        }
        from += length;
    }
    page.raw("</svg>");
}

/// The colour of a fate, beside its name.
pub(super) fn swatch(page: &mut Markup, fate: &'static str) {
    page.raw("<svg class=\"swatch\" aria-hidden=\"true\">");
    shape(page, fate, "0", "100%", "100%");
    page.raw("</svg>");
}

/// The ten bins of the quality as columns, and where its median is.
pub(super) fn histogram(page: &mut Markup, quality: &Quality) {
    let (top, full) = (44.0, 150.0);
    let column = WIDTH / quality.bins.len() as f64;
    let highest = quality.bins.into_iter().max().unwrap_or(0);
    drawing(page, 220.0, "Articles by their quality; the table below has the numbers.");
    let columns = || quality.bins.into_iter().enumerate().filter(|(_, count)| *count > 0);
    let tall = |count| (length(count, highest) / 100.0 * full).max(1.5);
    for (bin, count) in columns() {
        page.open(
            "rect",
            &[
                ("class", &"fill"),
                ("x", &unit(bin as f64 * column + 4.0)),
                ("y", &unit(top + full - tall(count))),
                ("width", &unit(column - 8.0)),
                ("height", &unit(tall(count))),
                ("rx", &"3"),
            ],
        );
        page.element("title", format!("{}: {}", bin_name(bin), number(count))).raw("</rect>");
    }
    line(page, "axis", (0.0, top + full), (WIDTH, top + full));
    if let Some(median) = quality.median {
        let at = median * WIDTH;
        line(page, "median", (at, 20.0), (at, top + full));
        label(page, NAMED, at, 12.0, format!("median {median:.3}"));
    }
    // Over the line of the median.
    for (bin, count) in columns() {
        let (x, y) = ((bin as f64 + 0.5) * column, top + full - tall(count) - 6.0);
        label(page, SHORT, x, y, percent(count, quality.articles));
    }
    for edge in 0..=quality.bins.len() {
        label(page, SHORT, edge as f64 * column, top + full + 18.0, format!("{:.1}", edge as f64 / 10.0));
    }
    page.raw("</svg>");
}

/// How numbers are spread, on a logarithmic scale: a line from the smallest to the largest, a light box for the middle
/// 80 %, a strong one for the middle half, a stroke at the median.
pub(super) fn spread(page: &mut Markup, of: &Distribution) {
    let (middle, axis) = (40.0, 66.0);
    let decade = |number: u64| (number.max(1) as f64).log10();
    let first = decade(of.min).floor();
    let last = decade(of.max).ceil().max(first + 1.0);
    let at = |number: u64| (decade(number) - first) / (last - first) * WIDTH;
    drawing(page, 86.0, "How they are spread; the table below has the numbers.");
    line(page, "range", (at(of.min), middle), (at(of.max), middle));
    for (class, from, to, height) in [("light", of.p10, of.p90, 16.0), ("fill", of.p25, of.p75, 24.0)] {
        page.open(
            "rect",
            &[
                ("class", &class),
                ("x", &unit(at(from))),
                ("y", &unit(middle - height / 2.0)),
                ("width", &unit((at(to) - at(from)).max(1.5))),
                ("height", &unit(height)),
                ("rx", &"3"),
            ],
        );
        page.raw("</rect>");
    }
    let median = at(of.p50);
    line(page, "median", (median, 20.0), (median, axis));
    label(page, NAMED, median, 12.0, format!("median {}", number(of.p50)));
    line(page, "axis", (0.0, axis), (WIDTH, axis));
    let decades = (last - first) as usize;
    for step in (0..=decades).step_by(decades.div_ceil(8)) {
        let x = step as f64 / decades as f64 * WIDTH;
        label(page, SHORT, x, axis + 18.0, power(first as usize + step));
    }
    page.raw("</svg>");
}

/// A power of ten in few characters.
fn power(exponent: usize) -> String {
    let thousands = ["", "k", "M", "G", "T", "P", "E"][exponent / 3];
    format!("1{}{thousands}", "0".repeat(exponent % 3))
}

/// The beginning of a drawing that scales.
fn drawing(page: &mut Markup, height: f64, says: &'static str) {
    let view = format!("0 0 {WIDTH} {height}");
    page.open("svg", &[("class", &"drawing"), ("viewBox", &view), ("role", &"img"), ("aria-label", &says)]);
}

/// A box from the left to the right of a bar.
fn shape(page: &mut Markup, class: &'static str, x: &str, width: &str, height: &'static str) {
    page.open("rect", &[("class", &class), ("x", &x), ("width", &width), ("height", &height), ("rx", &"2")]);
    page.raw("</rect>");
}

fn line(page: &mut Markup, class: &'static str, from: (f64, f64), to: (f64, f64)) {
    let (x1, y1, x2, y2) = (unit(from.0), unit(from.1), unit(to.0), unit(to.1));
    page.open("line", &[("class", &class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
    page.raw("</line>");
}

/// A label over or under `x`; where less than `room` is beside it, it begins or ends there.
fn label(page: &mut Markup, room: f64, x: f64, y: f64, text: impl Display) {
    let anchor = match x {
        x if x < room => "start",
        x if x > WIDTH - room => "end",
        _ => "middle",
    };
    page.open("text", &[("x", &unit(x)), ("y", &unit(y)), ("text-anchor", &anchor)]).text(text).raw("</text>");
}

/// A part in percent of the whole, as a number.
fn length(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 100.0).min(100.0) }
}

fn percentage(length: f64) -> String {
    format!("{length:.2}%")
}

fn unit(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_of_ten_has_a_short_name() {
        let names: Vec<String> = [0, 1, 2, 3, 5, 6, 19, 20].map(power).into();
        assert_eq!(names, ["1", "10", "100", "1k", "100k", "1M", "10E", "100E"]);
    }

    #[test]
    fn extremes_stay_inside_the_drawing() {
        for (min, max) in [(0, 0), (1000, 1000), (0, u64::MAX)] {
            let of = Distribution {
                count: 2,
                min,
                p10: min,
                p25: min,
                p50: min,
                p75: max,
                p90: max,
                p99: max,
                max,
                mean: 0.0,
            };
            let mut page = Markup::default();
            spread(&mut page, &of);
            let page = page.finish();
            assert!(!page.contains("NaN") && !page.contains("inf") && !page.contains("\"-"), "{page}");
        }
    }
}
