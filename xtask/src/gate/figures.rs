//! The figures that the floors hold, by name.
//!
//! Held are the measures that say how good the output is. Precision and recall are only printed, as F1
//! holds both and a change may trade one for the other.

use crate::score::{FieldTally, Pages, Residues, Segments};

/// One held figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Such as `pages.article.f1` or `residue.glued.all.leak`.
    pub name: String,
    /// Its value: a share, or a count.
    pub value: f64,
    /// Which way is better.
    pub wanted: Wanted,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The figure has a floor.
    High,
    /// The figure has a ceiling.
    Low,
}

impl Figure {
    fn high(name: String, value: f64) -> Figure {
        Figure { name, value, wanted: Wanted::High }
    }

    fn low(name: String, value: f64) -> Figure {
        Figure { name, value, wanted: Wanted::Low }
    }
}

/// The figures of the text of web pages.
pub fn of_words(set: &str, pages: &Pages) -> Vec<Figure> {
    vec![
        Figure::high(format!("{set}.f1"), pages.prf[2]),
        Figure::high(format!("{set}.with"), pages.with),
        Figure::low(format!("{set}.leak"), pages.leak),
    ]
}

/// The same, their fields and their types.
pub fn of_pages(pages: &Pages) -> Vec<Figure> {
    let mut figures = of_words("pages", pages);
    figures.extend(of_fields("pages", &pages.fields));
    figures.extend(pages.types.iter().map(|row| Figure::high(format!("pages.{}.f1", row.name), row.prf[2])));
    figures
}

/// The figures of the pages with segments: which of these were chosen.
pub fn of_choice(set: &str, segments: &Segments) -> Vec<Figure> {
    vec![Figure::high(format!("{set}.f1"), segments.prf[2]), Figure::high(format!("{set}.accuracy"), segments.accuracy)]
}

/// The same, and the fields of these pages.
pub fn of_segments(segments: &Segments) -> Vec<Figure> {
    let mut figures = of_choice("segments", segments);
    figures.extend(of_fields("segments", &segments.fields));
    figures
}

/// The figures of one kind of residue.
pub fn of_residues(kind: &str, articles_only: bool, residues: &Residues) -> Vec<Figure> {
    let name = |measure: &str| format!("residue.{kind}.{}.{measure}", if articles_only { "article" } else { "all" });
    vec![
        Figure::high(name("f1"), residues.prf[2]),
        Figure::low(name("leak"), residues.leak),
        Figure::high(name("rm_prec"), residues.rm_prec),
        Figure::high(name("kept"), residues.kept),
        Figure::low(name("hurt"), residues.hurt as f64),
    ]
}

fn of_fields(set: &str, fields: &[FieldTally; 3]) -> Vec<Figure> {
    let both = |field: &FieldTally| {
        [
            Figure::high(format!("{set}.{}.right", field.name), field.right),
            Figure::low(format!("{set}.{}.spurious", field.name), field.spurious),
        ]
    };
    fields.iter().flat_map(both).collect()
}
