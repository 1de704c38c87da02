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
