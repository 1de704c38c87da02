//! The three kinds of scoring: pages, segments, residue. Each scores one document to a few numbers,
//! and adds those up to the line that score.py prints.

use super::metadata::{self, FieldScore, FieldTally, share};
use super::words::{Bag, fold, is_blank, squeeze};
use super::{Prediction, Truth};

/// Precision, recall and F1 of one document's words.
#[derive(Debug, Clone, Copy, Default)]
struct Prf([f64; 3]);

impl Prf {
    /// Two empty texts agree; an empty one and another do not.
    fn of(given: &Bag, wanted: &Bag) -> Prf {
        if given.total() == 0 || wanted.total() == 0 {
            return Prf([f64::from(given.total() == wanted.total()); 3]);
        }
        let hit = given.shared(wanted);
        let (p, r) = (hit as f64 / given.total() as f64, hit as f64 / wanted.total() as f64);
        Prf([p, r, if hit > 0 { 2.0 * p * r / (p + r) } else { 0.0 }])
    }

    fn mean<'a>(all: impl Iterator<Item = &'a Prf>) -> [f64; 3] {
        let (mut sum, mut count) = ([0.0; 3], 0u32);
        for Prf(one) in all {
            sum.iter_mut().zip(one).for_each(|(sum, value)| *sum += value);
            count += 1;
        }
        sum.map(|sum| sum / f64::from(count.max(1)))
    }
}

/// Snippets of one document that must appear and do, that must not and do.
#[derive(Debug, Clone, Copy, Default)]
struct Snippets {
    with: u32,
    withs: u32,
    leak: u32,
    leaks: u32,
}

impl Snippets {
    fn of(truth: &Truth, text: &str) -> Snippets {
        let (text, reference) = (fold(text), fold(&truth.main_content));
        let mut found = Snippets::default();
        for snippet in truth.with.iter().map(|snippet| fold(snippet)) {
            found.with += u32::from(text.contains(&snippet));
            found.withs += 1;
        }
        // A snippet that the reference itself holds is an error of the reference.
        for snippet in truth.without.iter().map(|snippet| fold(snippet)) {
            if !snippet.is_empty() && !reference.contains(&snippet) {
                found.leak += u32::from(text.contains(&snippet));
                found.leaks += 1;
            }
        }
        found
    }

    /// The shares of both over all documents.
    fn shares<'a>(all: impl Iterator<Item = &'a Snippets>) -> (f64, f64) {
        let sum = all.fold(Snippets::default(), |sum, one| Snippets {
            with: sum.with + one.with,
            withs: sum.withs + one.withs,
            leak: sum.leak + one.leak,
            leaks: sum.leaks + one.leaks,
        });
        (share(sum.with, sum.withs), share(sum.leak, sum.leaks))
    }
}

/// One web page.
#[derive(Debug, Clone)]
pub struct PageScore {
    page_type: String,
    prf: Prf,
    snippets: Snippets,
    empty: bool,
    fields: [FieldScore; 3],
}

impl PageScore {
    /// Scores one page.
    pub fn of(truth: &Truth, prediction: &Prediction) -> PageScore {
        PageScore {
            page_type: truth.page_type.clone(),
            prf: Prf::of(&Bag::of(&prediction.text), &Bag::of(&truth.main_content)),
            snippets: Snippets::of(truth, &prediction.text),
            empty: is_blank(&prediction.text),
            fields: metadata::score(truth, prediction),
        }
    }
}

/// All web pages.
#[derive(Debug, Clone)]
pub struct Pages {
    /// How many.
    pub count: usize,
    /// Means of precision, recall, F1.
    pub prf: [f64; 3],
    /// Share of the wanted snippets that appear.
    pub with: f64,
    /// Share of the unwanted snippets that appear.
    pub leak: f64,
    /// Pages of which nothing came out.
    pub empty: usize,
    /// Title, author, date.
    pub fields: [FieldTally; 3],
    /// The same by page type, the most frequent first.
    pub types: Vec<TypeRow>,
}

/// The pages of one type.
#[derive(Debug, Clone)]
pub struct TypeRow {
    /// The type.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Means of precision, recall, F1.
    pub prf: [f64; 3],
}

impl Pages {
    /// Adds the pages up. They come in the order of the truth, so that the sums are always the same.
    pub fn tally(scores: &[PageScore]) -> Pages {
        let (with, leak) = Snippets::shares(scores.iter().map(|score| &score.snippets));
        let fields: Vec<_> = scores.iter().map(|score| score.fields).collect();
        Pages {
            count: scores.len(),
            prf: Prf::mean(scores.iter().map(|score| &score.prf)),
            with,
            leak,
            empty: scores.iter().filter(|score| score.empty).count(),
            fields: metadata::tally(&fields),
            types: type_rows(scores),
        }
    }

    /// The lines that `score.py pages --types` prints.
    pub fn lines(&self) -> Vec<String> {
        let [p, r, f1] = self.prf;
        let (with, leak) = (self.with, self.leak);
        let mut lines = vec![format!(
            "pages {}  P {p:.4}  R {r:.4}  F1 {f1:.4}  with {with:.4}  leak {leak:.4}  empty {}",
            self.count, self.empty
        )];
        lines.extend(self.fields.iter().map(FieldTally::line));
        lines.extend(self.types.iter().map(|TypeRow { name, count, prf: [p, r, f1] }| {
            format!("  {name:14} {count:4}  P {p:.3}  R {r:.3}  F1 {f1:.3}")
        }));
        lines
    }
}

fn type_rows(scores: &[PageScore]) -> Vec<TypeRow> {
    let mut names: Vec<&str> = Vec::new();
    for score in scores {
        if !names.contains(&score.page_type.as_str()) {
            names.push(&score.page_type);
        }
    }
    let mut rows: Vec<TypeRow> = names
        .into_iter()
        .map(|name| {
            let mine = || scores.iter().filter(|score| score.page_type == name).map(|score| &score.prf);
            TypeRow { name: name.to_owned(), count: mine().count(), prf: Prf::mean(mine()) }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

/// One page with segments.
#[derive(Debug, Clone, Copy)]
pub struct SegmentScore {
    true_positives: u32,
    false_positives: u32,
    false_negatives: u32,
    true_negatives: u32,
    fields: [FieldScore; 3],
}

impl SegmentScore {
    /// Scores one page.
    pub fn of(truth: &Truth, prediction: &Prediction) -> SegmentScore {
        let text = squeeze(&prediction.text);
        let found = |segments: &[String]| segments.iter().filter(|one| text.contains(&squeeze(one))).count() as u32;
        let (true_positives, false_positives) = (found(&truth.with), found(&truth.without));
        SegmentScore {
            true_positives,
            false_positives,
            false_negatives: truth.with.len() as u32 - true_positives,
            true_negatives: truth.without.len() as u32 - false_positives,
            fields: metadata::score(truth, prediction),
        }
    }
}

/// All pages with segments.
#[derive(Debug, Clone)]
pub struct Segments {
    /// How many pages.
    pub count: usize,
    /// Precision, recall, F1 over all segments.
    pub prf: [f64; 3],
    /// Share of the segments that are where they belong.
    pub accuracy: f64,
    /// Title, author, date.
    pub fields: [FieldTally; 3],
}

impl Segments {
    /// Adds the pages up.
    pub fn tally(scores: &[SegmentScore]) -> Segments {
        let sum = |count: fn(&SegmentScore) -> u32| scores.iter().map(count).sum::<u32>();
        let (tp, fp) = (sum(|score| score.true_positives), sum(|score| score.false_positives));
        let (fn_, tn) = (sum(|score| score.false_negatives), sum(|score| score.true_negatives));
        let (p, r) = (share(tp, tp + fp), share(tp, tp + fn_));
        let fields: Vec<_> = scores.iter().map(|score| score.fields).collect();
        Segments {
            count: scores.len(),
            prf: [p, r, 2.0 * p * r / (p + r).max(1e-9)],
            accuracy: share(tp + tn, tp + fp + fn_ + tn),
            fields: metadata::tally(&fields),
        }
    }

    /// The lines that `score.py segments` prints.
    pub fn lines(&self) -> Vec<String> {
        let [p, r, f1] = self.prf;
        let (count, accuracy) = (self.count, self.accuracy);
        let mut lines = vec![format!("segments {count} pages  P {p:.4}  R {r:.4}  F1 {f1:.4}  accuracy {accuracy:.4}")];
        lines.extend(self.fields.iter().map(FieldTally::line));
        lines
    }
}

/// One text with residue.
#[derive(Debug, Clone, Copy)]
pub struct ResidueScore {
    article: bool,
    prf: Prf,
    snippets: Snippets,
    /// Words removed.
    cut: i64,
    /// Words of residue removed.
    good: i64,
    /// Words of residue before.
    residue: i64,
    /// Words of the article before.
    had: i64,
    /// Words of the article after.
    kept: i64,
    /// More than 1% of the article's words were lost.
    hurt: bool,
}

impl ResidueScore {
    /// Scores one text: what it was before, what it is now.
    pub fn of(truth: &Truth, before: &str, after: &str) -> ResidueScore {
        let (reference, old, new) = (Bag::of(&truth.main_content), Bag::of(before), Bag::of(after));
        let (had, kept) = (old.shared(&reference), new.shared(&reference));
        let (residue, left) = (old.total() - had, new.total() - kept);
        ResidueScore {
            article: truth.page_type == "article",
            prf: Prf::of(&new, &reference),
            snippets: Snippets::of(truth, after),
            cut: old.total() - new.total(),
            good: residue - left,
            residue,
            had,
            kept,
            hurt: (kept as f64) < 0.99 * had as f64,
        }
    }
}

/// All texts of one kind of residue.
#[derive(Debug, Clone)]
pub struct Residues {
    /// The kind, with the page type where it is for one.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Means of precision, recall, F1.
    pub prf: [f64; 3],
    /// Share of the wanted snippets that appear.
    pub with: f64,
    /// Share of the unwanted snippets that appear.
    pub leak: f64,
    /// Of the words removed, the share that was residue.
    pub rm_prec: f64,
    /// Of the residue, the share removed.
    pub rm_rec: f64,
    /// Of the article's words, the share that is still there.
    pub kept: f64,
    /// Texts that lost more than 1% of their article.
    pub hurt: usize,
}

impl Residues {
    /// Adds the texts up: all of them, or the articles alone.
    pub fn tally(kind: &str, articles_only: bool, scores: &[ResidueScore]) -> Residues {
        let mine = || scores.iter().filter(|score| score.article || !articles_only);
        let sum = |count: fn(&ResidueScore) -> i64| mine().map(count).sum::<i64>();
        let (with, leak) = Snippets::shares(mine().map(|score| &score.snippets));
        let (good, cut) = (sum(|score| score.good), sum(|score| score.cut));
        Residues {
            name: format!("{kind}{}", if articles_only { " article" } else { "" }),
            count: mine().count(),
            prf: Prf::mean(mine().map(|score| &score.prf)),
            with,
            leak,
            rm_prec: if cut > 0 { good as f64 / cut as f64 } else { 1.0 },
            rm_rec: good as f64 / sum(|score| score.residue).max(1) as f64,
            kept: sum(|score| score.kept) as f64 / sum(|score| score.had).max(1) as f64,
            hurt: mine().filter(|score| score.hurt).count(),
        }
    }

    /// The line that `score.py residue` prints.
    pub fn line(&self) -> String {
        let [p, r, f1] = self.prf;
        let Residues { name, count, with, leak, rm_prec, rm_rec, kept, hurt, .. } = self;
        format!(
            "{name}  P {p:.4}  R {r:.4}  F1 {f1:.4}  with {with:.4}  leak {leak:.4}  rm_prec {rm_prec:.4}  \
             rm_rec {rm_rec:.4}  kept {kept:.4}  hurt {hurt} of {count}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(main_content: &str) -> Truth {
        Truth { main_content: main_content.into(), page_type: "article".into(), ..Truth::default() }
    }

    fn given(text: &str) -> Prediction {
        Prediction { text: text.into(), ..Prediction::default() }
    }

    #[test]
    fn an_empty_reference_wants_an_empty_text() {
        let right = PageScore::of(&truth(""), &given(" \n"));
        let wrong = PageScore::of(&truth(""), &given("word"));
        let pages = Pages::tally(&[right, wrong]);
        assert_eq!(pages.prf, [0.5; 3]);
        assert_eq!(pages.empty, 1);
    }

    #[test]
    fn a_leak_that_the_reference_holds_does_not_count() {
        let truth = Truth {
            with: vec!["Tea’s ready".into(), "no such".into()],
            without: vec!["Share this".into(), "tea".into()],
            ..truth("tea's ready")
        };
        let pages = Pages::tally(&[PageScore::of(&truth, &given("TEA'S  ready. share this"))]);
        assert_eq!((pages.with, pages.leak), (0.5, 1.0));
    }

    #[test]
    fn segments_keep_case_and_fold_space() {
        let truth = Truth {
            with: vec!["One two".into(), "Three".into()],
            without: vec!["four".into(), "five".into()],
            ..Truth::default()
        };
        let all = Segments::tally(&[SegmentScore::of(&truth, &given("One\n two three four"))]);
        assert_eq!(all.prf, [0.5; 3]);
        assert_eq!(all.accuracy, 0.5);
    }

    #[test]
    fn residue_counts_what_went_and_what_it_was() {
        let score =
            ResidueScore::of(&truth("one two three four"), "one two three four share tweet", "one two three tweet");
        let line = Residues::tally("kind", true, &[score]).line();
        assert_eq!(
            line,
            "kind article  P 0.7500  R 0.7500  F1 0.7500  with 0.0000  leak 0.0000  rm_prec 0.5000  \
             rm_rec 0.5000  kept 0.7500  hurt 1 of 1"
        );
    }

    #[test]
    fn nothing_removed_is_removed_precisely() {
        let line = Residues::tally("kind", false, &[ResidueScore::of(&truth("a b"), "a b", "a b")]);
        assert_eq!((line.rm_prec, line.rm_rec, line.kept, line.hurt), (1.0, 0.0, 1.0, 0));
    }
}
