//! Lines that phrases make up: "Share | Tweet | 12 Comments".

use std::sync::Arc;

use super::finding::{Finding, Heard, Hit, Reach, is_bare};
use super::{Place, Rule};

/// A line that phrases make up, decorations aside: "Share | Tweet | 12 Comments". Phrases that speak
/// everywhere are preferred; others lend the line the places that they need.
pub fn whole_line(rules: &[Arc<Rule>], view: &Heard, mut hits: Vec<Hit>) -> Vec<Finding> {
    hits.sort_by_key(|hit| (hit.start, hit.end, hit.rule));
    let place = |hit: &Hit| rules[hit.rule].place;
    let everywhere = |hit: &Hit| place(hit) == Place::Anywhere;
    let some = |choice: &dyn Fn(&Hit) -> bool| {
        let chosen: Vec<Hit> = hits.iter().filter(|hit| choice(hit)).copied().collect();
        let tiles = tile(view.folded.text(), &chosen)?;
        // What somebody says is not what the page says.
        let is_quoted = |tile: &Hit| view.is_quoted(&view.folded.original_range(tile.start..tile.end));
        (!tiles.iter().any(is_quoted)).then(|| line_of(rules, view, &tiles))
    };
    if hits.is_empty() {
        return Vec::new();
    }
    if let Some(finding) = some(&everywhere) {
        return vec![finding];
    }
    let by_neighbours = some(&|hit| everywhere(hit) || place(hit) == Place::Near);
    let by_ends = some(&|hit| place(hit) != Place::Near);
    match (by_neighbours, by_ends) {
        (None, None) => some(&|_| true).into_iter().collect(),
        (near, ends) => near.into_iter().chain(ends).collect(),
    }
}

fn line_of(rules: &[Arc<Rule>], view: &Heard, tiles: &[Hit]) -> Finding {
    let longest = tiles
        .iter()
        .max_by_key(|hit| (hit.end - hit.start, usize::MAX - hit.start))
        .expect("a line with words is not made of nothing");
    let mut needs: Vec<Place> = tiles.iter().map(|hit| rules[hit.rule].place).collect();
    needs.sort_unstable();
    needs.dedup();
    if needs.contains(&Place::Anywhere) || are_a_bar(view.folded.text(), tiles) {
        // The one that speaks everywhere is residue beside the others, and labels in a row are beside each other.
        needs.retain(|&place| place != Place::Near);
    }
    if needs.is_empty() {
        needs.push(Place::Anywhere);
    }
    Finding {
        rule: longest.rule,
        block: 0,
        reach: Reach::Block,
        effect: rules[longest.rule].effect,
        needs,
        wording: view.text.trim().to_owned(),
    }
}

/// Whether a line is a bar of labels: three different ones, or two with a bar between them.
fn are_a_bar(text: &str, tiles: &[Hit]) -> bool {
    let mut labels: Vec<&str> = tiles.iter().map(|tile| &text[tile.start..tile.end]).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.len() > 2 || labels.len() == 2 && text.contains(['|', '·', '•', '/'])
}

/// Hits, sorted by start, that cover every letter and digit of the text without overlap.
fn tile(text: &str, hits: &[Hit]) -> Option<Vec<Hit>> {
    // Most lines are no tiles: before their first hit, or behind the last one, stand other words.
    let end = hits.iter().map(|hit| hit.end).max()?;
    if !is_bare(&text[..hits.first()?.start]) || !is_bare(&text[end..]) {
        return None;
    }
    // By byte: whether all before it is covered, and by which hit last.
    let mut covered = vec![false; text.len() + 1];
    let mut last: Vec<Option<usize>> = vec![None; text.len() + 1];
    let mut cover = |from: usize, by: Option<usize>, covered: &mut Vec<bool>| {
        let gap = text[from..].find(char::is_alphanumeric).unwrap_or(text.len() - from);
        for at in from..=from + gap {
            if !covered[at] {
                covered[at] = true;
                last[at] = by;
            }
        }
    };
    cover(0, None, &mut covered);
    for (i, hit) in hits.iter().enumerate() {
        if covered[hit.start] {
            cover(hit.end, Some(i), &mut covered);
        }
    }
    if !covered[text.len()] {
        return None;
    }
    let mut tiles = Vec::new();
    let mut at = text.len();
    while let Some(hit) = last[at].map(|i| hits[i]) {
        tiles.push(hit);
        at = hit.start;
    }
    (!tiles.is_empty()).then_some(tiles)
}
