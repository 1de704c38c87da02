//! The second look: what the first judges said of a block, of its likes, of its neighbours and of its page.
//!
//! Cards of a listing, posts of a thread and paragraphs of a text share their make, and what holds for most of them holds
//! for each. Trees that see only likelihoods and words tell how far; `training/second.py` makes the same numbers.

use rustc_hash::FxHashMap;

use crate::block::Document;

/// Kinds of groups: blocks whose elements are of one make, those whose elements' parents are, those in one element.
pub const GROUPS: usize = 3;

/// Numbers of a group that a block sees.
const OF_GROUP: usize = 7;

/// How many blocks away a neighbour is.
const NEIGHBOURS: [usize; 3] = [1, 2, 3];

/// How many blocks a window reaches to either side.
const WINDOWS: [usize; 2] = [5, 15];

/// Numbers that are made of a block.
pub(super) const COLUMNS: usize = 4 + GROUPS * OF_GROUP + 2 * NEIGHBOURS.len() + WINDOWS.len() + 4;

/// The groups of each block, by number, for each kind.
pub fn groups(document: &Document) -> [Vec<u32>; GROUPS] {
    let element = |id: usize| document.blocks[id].cues.element;
    let path = |element: u32| document.elements.get(element as usize).map_or(0, |element| element.path);
    let parent = |element: u32| document.elements.get(element as usize).map_or(0, |element| element.parent);
    [
        numbered(document.blocks.len(), |id| path(element(id))),
        numbered(document.blocks.len(), |id| path(parent(element(id)))),
        numbered(document.blocks.len(), |id| element(id).into()),
    ]
}

/// Numbers of keys, in the order in which they are met.
fn numbered(count: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let number = |id: usize| {
        let next = numbers.len() as u32;
        *numbers.entry(key(id)).or_insert(next)
    };
    (0..count).map(number).collect()
}

/// How far what is said of a block is drawn to the mean of its make: a text of a hundred paragraphs stays or falls as one,
/// also where the cut lies amid what is said of them. Chosen by cross-validated F1: see `training/README.md`; `training/second.py` has it too.
const DRAWN: f32 = 0.85;

/// Draws log odds of blocks to the mean of their make, where the longer ones count more.
pub(super) fn draw_together(odds: &mut [f32], makes: &[u32], words: &[u32]) {
    let mut sums: Vec<(f64, f64)> = Vec::new();
    for ((&odds, &make), &words) in odds.iter().zip(makes).zip(words) {
        let make = make as usize;
        if make == sums.len() {
            sums.push((0.0, 0.0));
        }
        let weight = weight(words);
        sums[make] = (sums[make].0 + weight * f64::from(odds), sums[make].1 + weight);
    }
    for (odds, &make) in odds.iter_mut().zip(makes) {
        let (sum, weight) = sums[make as usize];
        *odds += DRAWN * ((sum / weight) as f32 - *odds);
    }
}

/// How much what is said of a block counts.
fn weight(words: u32) -> f64 {
    (f64::from(words) + 1.0).sqrt()
}

/// What is known of each block of a page, column after column.
pub(super) struct Looks {
    rows: usize,
    values: Vec<f32>,
}

/// What the first judges say of a page.
pub(super) struct Said<'s> {
    /// The log odds of each block.
    pub(super) trees: &'s [f32],
    /// Those of the other judge.
    pub(super) network: &'s [f32],
    /// How likely the page is one text.
    pub(super) one_text: f32,
    /// Words of each block.
    pub(super) words: &'s [u32],
}

/// What the members of a group add up to.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    members: u32,
    words: u32,
    weight: f64,
    odds: f64,
    squares: f64,
    highest: f32,
    lowest: f32,
}

impl Looks {
    /// Looks at a page of which the first judges have spoken.
    pub(super) fn at(groups: &[Vec<u32>; GROUPS], said: &Said<'_>) -> Looks {
        let rows = said.trees.len();
        let mut looks = Looks { rows, values: Vec::with_capacity(COLUMNS * rows) };
        let odds: Vec<f32> =
            said.trees.iter().zip(said.network).map(|(trees, network)| (trees + network) / 2.0).collect();
        let weights: Vec<f64> = said.words.iter().map(|&words| weight(words)).collect();
        looks.add(|id| odds[id]);
        looks.add(|id| said.trees[id]);
        looks.add(|id| said.network[id]);
        looks.add(|id| (said.words[id] as f32).ln_1p());
        for of_block in groups {
            looks.add_group(of_block, &odds, &weights, said.words);
        }
        for away in NEIGHBOURS {
            looks.add(|id| odds[id.saturating_sub(away)]);
            looks.add(|id| odds[(id + away).min(rows - 1)]);
        }
        looks.add_windows(&odds, &weights);
        looks.add_page(&odds, said);
        looks
    }

    /// The numbers of one column, a block each.
    pub(super) fn column(&self, index: usize) -> &[f32] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }

    fn add(&mut self, value: impl Fn(usize) -> f32) {
        self.values.extend((0..self.rows).map(value));
    }

    /// What the blocks of a block's group are like.
    fn add_group(&mut self, of_block: &[u32], odds: &[f32], weights: &[f64], words: &[u32]) {
        let mut sums: Vec<Sum> = Vec::new();
        for (id, &group) in of_block.iter().enumerate() {
            let group = group as usize;
            if group == sums.len() {
                sums.push(Sum { highest: odds[id], lowest: odds[id], ..Sum::default() });
            }
            let (sum, said, weight) = (&mut sums[group], f64::from(odds[id]), weights[id]);
            sum.members += 1;
            sum.words += words[id];
            sum.weight += weight;
            sum.odds += said * weight;
            sum.squares += said * said * weight;
            sum.highest = sum.highest.max(odds[id]);
            sum.lowest = sum.lowest.min(odds[id]);
        }
        let of = |id: usize| sums[of_block[id] as usize];
        self.add(|id| (of(id).odds / of(id).weight) as f32);
        self.add(|id| of(id).members as f32);
        self.add(|id| of(id).highest);
        self.add(|id| of(id).lowest);
        self.add(|id| {
            let (sum, mean) = (of(id), of(id).odds / of(id).weight);
            (sum.squares / sum.weight - mean * mean).max(0.0) as f32
        });
        // What the others say, without the block itself.
        self.add(|id| match of(id) {
            Sum { members: 1, .. } => odds[id],
            sum => ((sum.odds - f64::from(odds[id]) * weights[id]) / (sum.weight - weights[id])) as f32,
        });
        self.add(|id| of(id).words as f32);
    }

    /// What the blocks before and after a block are like.
    fn add_windows(&mut self, odds: &[f32], weights: &[f64]) {
        let (mut sums, mut totals) = (vec![0.0], vec![0.0]);
        for (id, &odds) in odds.iter().enumerate() {
            sums.push(sums[id] + f64::from(odds) * weights[id]);
            totals.push(totals[id] + weights[id]);
        }
        for reach in WINDOWS {
            let rows = self.rows;
            self.add(|id| {
                let (low, high) = (id.saturating_sub(reach), (id + reach + 1).min(rows));
                ((sums[high] - sums[low]) / (totals[high] - totals[low])) as f32
            });
        }
    }

    /// What the page is like, and where in it a block stands.
    fn add_page(&mut self, odds: &[f32], said: &Said<'_>) {
        let likely = |odds: f32| 1.0 / (1.0 + f64::from(-odds).exp());
        let content: f64 = odds.iter().zip(said.words).map(|(&odds, &words)| likely(odds) * f64::from(words)).sum();
        let all = said.words.iter().map(|&words| f64::from(words)).sum::<f64>().max(1.0);
        let rows = self.rows as f32;
        self.add(|_| (content / all) as f32);
        self.add(|_| all.ln_1p() as f32);
        self.add(|_| said.one_text);
        self.add(|id| id as f32 / rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    #[test]
    fn likes_are_of_one_make() {
        let html = "<ul><li class=a1>x<li class=a2>y<li class=b>z</ul><div>u<br><br>v</div>";
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let [make, parents, element] = groups(&document);
        assert_eq!(make, [0, 0, 1, 2, 2]);
        assert_eq!(parents, [0, 0, 0, 1, 1]);
        assert_eq!(element, [0, 1, 2, 3, 3]);
    }

    #[test]
    fn what_is_said_is_drawn_to_the_make() {
        let mut odds = [2.0, -2.0, 5.0];
        draw_together(&mut odds, &[0, 0, 1], &[8, 0, 3]);
        // 3 x 2 - 2 over 4 is 1.
        assert_eq!(odds.map(|odds| (odds * 100.0).round()), [115.0, 55.0, 500.0]);
        draw_together(&mut [], &[], &[]);
    }

    #[test]
    fn a_block_sees_its_group_without_itself() {
        let html = "<p>x</p><p>y</p><p>z</p><h2>u</h2>";
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let (trees, network, words) = ([1.0, 2.0, 6.0, -4.0], [1.0, 2.0, 6.0, -2.0], [3; 4]);
        let said = Said { trees: &trees, network: &network, one_text: 0.5, words: &words };
        let looks = Looks::at(&groups(&document), &said);
        assert_eq!(looks.values.len(), COLUMNS * 4);
        assert_eq!(looks.column(0), [1.0, 2.0, 6.0, -3.0]);
        assert_eq!(looks.column(4), [3.0, 3.0, 3.0, -3.0], "mean");
        assert_eq!(looks.column(5), [3.0, 3.0, 3.0, 1.0], "members");
        assert_eq!((looks.column(6)[0], looks.column(7)[0]), (6.0, 1.0), "highest and lowest");
        assert!((looks.column(8)[0] - 14.0 / 3.0).abs() < 1e-5, "spread");
        assert_eq!(looks.column(9), [4.0, 3.5, 1.5, -3.0], "the others");
        assert_eq!(looks.column(10), [9.0, 9.0, 9.0, 3.0], "words");
        assert_eq!(looks.column(25), [1.0, 1.0, 2.0, 6.0], "the block before");
        assert_eq!(looks.column(26), [2.0, 6.0, -3.0, -3.0], "the block after");
        assert_eq!(looks.column(31)[1], 1.5, "all around");
        assert_eq!(looks.column(COLUMNS - 1), [0.0, 0.25, 0.5, 0.75]);
    }
}
