//! Title, author and date: how often they are right, given, and given where there is none.

use super::words::{day, person, plain};
use super::{Prediction, Truth};

/// The fields that are scored, in the order they are printed.
pub const FIELDS: [&str; 3] = ["title", "author", "date"];

/// One field of one document.
#[derive(Debug, Clone, Copy, Default)]
pub struct FieldScore {
    /// The reference has a value.
    known: bool,
    /// The prediction has one.
    given: bool,
    /// Both are the same.
    right: bool,
}

/// Scores the [`FIELDS`] of one document.
pub fn score(truth: &Truth, prediction: &Prediction) -> [FieldScore; 3] {
    let one = |truth: String, given: String| FieldScore {
        known: !truth.is_empty(),
        given: !given.is_empty(),
        right: truth == given,
    };
    [
        one(plain(&truth.title), plain(&prediction.title)),
        one(person(&truth.author), person(&prediction.author)),
        one(day(&truth.date), day(&prediction.date)),
    ]
}

/// One field over all documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FieldTally {
    /// `title`, `author` or `date`.
    pub name: &'static str,
    /// Documents whose reference has a value.
    pub known: u32,
    /// Of these, the share that was found exactly.
    pub right: f64,
    /// Of these, the share for which anything was given.
    pub given: f64,
    /// Documents whose reference has no value.
    pub unknown: u32,
    /// Of these, the share for which one was given.
    pub spurious: f64,
}

/// Adds the documents up.
pub fn tally(scores: &[[FieldScore; 3]]) -> [FieldTally; 3] {
    std::array::from_fn(|field| {
        let count =
            |wanted: fn(&FieldScore) -> bool| scores.iter().filter(|score| wanted(&score[field])).count() as u32;
        let known = count(|score| score.known);
        let unknown = count(|score| !score.known);
        FieldTally {
            name: FIELDS[field],
            known,
            right: share(count(|score| score.known && score.right), known),
            given: share(count(|score| score.known && score.given), known),
            unknown,
            spurious: share(count(|score| !score.known && score.given), unknown),
        }
    })
}

impl FieldTally {
    /// The line that score.py prints.
    pub fn line(&self) -> String {
        format!(
            "{:7} right {:.4} of {}  given {:.4}  spurious {:.4} of {}",
            self.name, self.right, self.known, self.given, self.spurious, self.unknown
        )
    }
}

/// A part of a whole; 0 of nothing.
pub fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_nobody_knows_is_spurious_when_given() {
        let truth = [
            Truth { title: "One".into(), ..Truth::default() },
            Truth { title: "Two".into(), ..Truth::default() },
            Truth::default(),
            Truth::default(),
        ];
        let given = |title: &str| Prediction { title: title.into(), ..Prediction::default() };
        let predictions = [given("ONE!"), given(""), given("Three"), given("")];
        let scores: Vec<_> = truth.iter().zip(&predictions).map(|(truth, given)| score(truth, given)).collect();
        let [title, ..] = tally(&scores);
        assert_eq!(title.line(), "title   right 0.5000 of 2  given 0.5000  spurious 0.5000 of 2");
    }
}
