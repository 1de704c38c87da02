//! Which blocks are kept, given how likely each is content: a choice for the page, not block by block.

/// The blocks that are kept, and how good the choice is likely to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Blocks at least this likely are kept.
    pub(super) cut: f32,
    /// Expected F1 of the page's words.
    pub(super) expected: f32,
}

/// Chooses the cut that makes the expected F1 of the page's words largest.
///
/// With the most likely blocks first, of which the first k are kept, that is 2 A / (W + T): A the words
/// expected to be right among those kept, W the words kept, T the words expected to be content in all.
/// (The optimum of an expected F1 is always such a cut: Lewis 1995; Lipton, Elkan, Naryanaswamy 2014.)
pub(super) fn choose(likely: &[f32], words: &[u32]) -> Choice {
    let mut order: Vec<usize> = (0..likely.len()).collect();
    order.sort_by(|&a, &b| likely[b].total_cmp(&likely[a]).then(a.cmp(&b)));
    let weigh = |id: usize| f64::from(likely[id]) * f64::from(words[id]);
    let content: f64 = (0..likely.len()).map(weigh).sum();
    let mut best = Choice { cut: f32::INFINITY, expected: 0.0 };
    let (mut right, mut kept) = (0.0, 0.0);
    for &id in &order {
        right += weigh(id);
        kept += f64::from(words[id]);
        let expected = if kept + content > 0.0 { 2.0 * right / (kept + content) } else { 0.0 };
        if expected as f32 > best.expected {
            best = Choice { cut: likely[id], expected: expected as f32 };
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_blocks_are_kept_and_others_are_not() {
        let choice = choose(&[0.9, 0.95, 0.1, 0.05], &[50, 60, 40, 80]);
        assert_eq!(choice.cut, 0.9);
        assert!(choice.expected > 0.85);
    }

    #[test]
    fn where_all_is_unsure_more_is_kept() {
        // Half of a page right is better than none of it.
        assert_eq!(choose(&[0.4, 0.35, 0.3], &[50, 50, 50]).cut, 0.3);
    }

    #[test]
    fn nothing_to_choose_from() {
        assert_eq!(choose(&[], &[]), Choice { cut: f32::INFINITY, expected: 0.0 });
        assert_eq!(choose(&[0.5], &[0]), Choice { cut: f32::INFINITY, expected: 0.0 });
    }
}
