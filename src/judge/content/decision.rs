//! Which blocks are kept, given how likely each is content: a choice for the page, not block by block.

/// How much recall counts beside precision where a page is one text, such as an article or the offer of a thing: what
/// is not part of it is somebody else's. Chosen, as [`OPEN`] and [`LIKELIER`] are, by cross-validated F1 and by news pages
/// that no model was trained on: see `training/README.md`.
const STRICT: f64 = 0.65;

/// The same where a page is made of many parts: a listing, a thread, a firm's front page.
const OPEN: f64 = 0.85;

/// How much recall counts for the text of a whole page without its markup.
const TEXT: f64 = 0.83;

/// Of what is surely one text only blocks are kept that are likelier content than not, where they hold so much of the
/// content that is expected of all that would be kept: a page of a kind that the model does not know leaves it unsure of
/// everything around the text, too.
const LIKELIER: f32 = 0.5;
const HOLD: f64 = 0.5;

/// Share of a text's expected content that may be lost to what is only doubtful.
const DOUBTFUL_LOSS: f64 = 0.0035;
/// From here on a line is not even doubtful.
pub(super) const DOUBTFUL: f32 = 0.5;
/// Share of it that may be lost to what is hardly content.
const SURE_LOSS: f64 = 0.06;
/// Below this a line is hardly content.
const SURE: f32 = 0.35;
/// Share of it that a single long line may be expected to cost, unless it is surely husk: a table that became a line is
/// too much to lose on a guess.
const LINE_LOSS: f64 = 0.02;
/// Words of such a line.
const LONG: u32 = 50;
/// Below this a line is surely husk.
const HUSK: f32 = 0.2;

/// Where less of an extracted text is expected to be content, it is of a kind that the model does not know, such as
/// verse.
const KNOWN: f64 = 0.6;

/// The blocks that are kept, and how good the choice is likely to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Blocks at least this likely are kept.
    pub(super) cut: f32,
    /// Expected F1 of the page's words.
    pub(super) expected: f32,
}

/// Chooses the cut that makes the expected F-measure of the page's words largest, raised to what is likelier than not
/// where the page is one text. `one_text` is how likely it is that, 0 to 1.
///
/// With the most likely blocks first, of which the first k are kept, that measure is (1 + b²) A / (W + b² T): A the words
/// expected to be right among those kept, W the words kept, T the words expected to be content in all, b how much
/// recall counts. (The optimum of an expected F-measure is always such a cut: Lewis 1995; Lipton, Elkan, Naryanaswamy
/// 2014.)
pub(super) fn choose(likely: &[f32], words: &[u32], one_text: f32) -> Choice {
    let choice = best_cut(likely, words, (OPEN - (OPEN - STRICT) * f64::from(one_text)).powi(2));
    let least = LIKELIER * one_text;
    if choice.cut >= least {
        return choice;
    }
    let sum = |from: f32, weigh: &dyn Fn(f32) -> f64| -> f64 {
        let kept = likely.iter().zip(words).filter(|(likely, _)| **likely >= from);
        kept.map(|(&likely, &words)| weigh(likely) * f64::from(words)).sum()
    };
    let right = |from: f32| sum(from, &f64::from);
    if right(least) < HOLD * right(choice.cut) {
        return choice;
    }
    let expected = 2.0 * right(least) / (sum(least, &|_| 1.0) + right(0.0));
    Choice { cut: least, expected: expected as f32 }
}

/// The same for the whole text of a page that came without its markup.
pub(super) fn choose_of_text(likely: &[f32], words: &[u32]) -> Choice {
    best_cut(likely, words, TEXT.powi(2))
}

fn best_cut(likely: &[f32], words: &[u32], recall: f64) -> Choice {
    let mut order: Vec<usize> = (0..likely.len()).collect();
    order.sort_unstable_by(|&a, &b| likely[b].total_cmp(&likely[a]).then(a.cmp(&b)));
    let weigh = |id: usize| f64::from(likely[id]) * f64::from(words[id]);
    let content: f64 = (0..likely.len()).map(weigh).sum();
    let mut best = Choice { cut: f32::INFINITY, expected: 0.0 };
    let (mut right, mut kept, mut most) = (0.0, 0.0, 0.0);
    for &id in &order {
        right += weigh(id);
        kept += f64::from(words[id]);
        let expected = |recall: f64| if kept > 0.0 { (1.0 + recall) * right / (kept + recall * content) } else { 0.0 };
        if expected(recall) > most {
            most = expected(recall);
            best = Choice { cut: likely[id], expected: expected(1.0) as f32 };
        }
    }
    best
}

/// Which lines of a text that somebody already extracted are dropped: the least likely ones, as far as the content that
/// is expected to go with them stays within what may be lost. `spared` lines stay, and so do long ones that may cost much.
///
/// Nearly all of such a text is its article, and a lost sentence is worse than a kept banner, so loss is what is
/// limited. (The shares that may be lost, and where doubt begins and ends, were chosen by cross-validation; what a long
/// line is, and one that is surely husk, was set by reason: see `training/README.md`.)
pub(super) fn drop_carefully(likely: &[f32], words: &[u32], spared: impl Fn(usize) -> bool) -> Vec<bool> {
    let weigh = |id: usize| f64::from(likely[id]) * f64::from(words[id]);
    let content: f64 = (0..likely.len()).map(weigh).sum();
    let mut dropped = vec![false; likely.len()];
    if content < KNOWN * words.iter().map(|&words| f64::from(words)).sum::<f64>() {
        return dropped;
    }
    let mut drop = |below: f32, loss: f64, badness: &dyn Fn(usize) -> f32| {
        let is_small = |id: usize| words[id] < LONG || likely[id] < HUSK || weigh(id) <= LINE_LOSS * content;
        let may_fall = |&id: &usize| likely[id] < below && is_small(id) && !spared(id);
        let mut order: Vec<usize> = (0..likely.len()).filter(may_fall).collect();
        order.sort_unstable_by(|&a, &b| badness(a).total_cmp(&badness(b)).then(a.cmp(&b)));
        let mut lost = 0.0;
        for id in order {
            lost += weigh(id);
            if lost > loss * content {
                break;
            }
            dropped[id] = true;
        }
    };
    // Of two doubtful lines the shorter one goes: it is residue as often, and costs less.
    drop(DOUBTFUL, DOUBTFUL_LOSS, &|id| likely[id] * (words[id] as f32).sqrt());
    drop(SURE, SURE_LOSS, &|id| likely[id]);
    dropped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_blocks_are_kept_and_others_are_not() {
        let choice = choose(&[0.9, 0.95, 0.1, 0.05], &[50, 60, 40, 80], 0.5);
        assert_eq!(choice.cut, 0.9);
        assert!(choice.expected > 0.85);
    }

    #[test]
    fn where_all_is_unsure_more_is_kept() {
        // Half of a page right is better than none of it.
        assert_eq!(choose(&[0.4, 0.35, 0.3], &[50, 50, 50], 0.0).cut, 0.3);
    }

    #[test]
    fn of_one_text_less_is_kept_than_of_many_parts() {
        let (likely, words) = ([0.95, 0.5], [100, 100]);
        assert_eq!(choose(&likely, &words, 0.0).cut, 0.5);
        assert_eq!(choose(&likely, &words, 1.0).cut, 0.95);
    }

    #[test]
    fn of_one_text_what_is_hardly_content_is_not_kept() {
        let (likely, words) = ([0.55, 0.45, 0.45], [100, 50, 40]);
        assert_eq!(choose(&likely, &words, 0.0).cut, 0.45);
        let choice = choose(&likely, &words, 1.0);
        assert_eq!(choice.cut, LIKELIER);
        // 55 of the 95.5 words that are content are among the 100 kept.
        assert!((choice.expected - 110.0 / 195.5).abs() < 1e-4);
        // A few words that are surer are no reason to lose all others, nor is there one where nothing is.
        assert_eq!(choose(&likely, &[21, 300, 300], 1.0).cut, 0.45);
        assert_eq!(choose(&likely[1..], &words[1..], 1.0).cut, 0.45);
    }

    #[test]
    fn an_extracted_text_loses_little() {
        let (likely, words) = ([0.98, 0.4, 0.97, 0.4, 0.05], [400, 2, 500, 60, 8]);
        let dropped = drop_carefully(&likely, &words, |_| false);
        assert_eq!(dropped, [false, true, false, false, true]);
        assert_eq!(drop_carefully(&likely, &words, |id| id == 4), [false, true, false, false, false]);
        assert_eq!(drop_carefully(&[0.1], &[50], |_| false), [false], "a text is never all residue");
        let words = [500, 20, 500, 20, 120];
        assert!(drop_carefully(&[0.98, 0.98, 0.97, 0.97, 0.19], &words, |_| false)[4]);
        assert!(!drop_carefully(&[0.98, 0.98, 0.97, 0.97, 0.3], &words, |_| false)[4], "one line that may cost much");
        // In a short text every line is a large part of it.
        assert!(drop_carefully(&[0.98, 0.3], &[100, 12], |_| false)[1]);
    }

    #[test]
    fn nothing_to_choose_from() {
        assert_eq!(choose(&[], &[], 0.5), Choice { cut: f32::INFINITY, expected: 0.0 });
        assert_eq!(choose(&[0.5], &[0], 0.5), Choice { cut: f32::INFINITY, expected: 0.0 });
    }
}
