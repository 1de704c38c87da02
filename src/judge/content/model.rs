//! A trained model: boosted trees whose every level asks one question of all blocks (oblivious trees, as CatBoost
//! grows them), so that a page is scored column by column, without a branch; and a small network beside them.

use fearless_simd::{Level, dispatch};

use super::features::Features;
use super::network::Network;
use super::second::{self, Looks, Said};
use crate::block::Document;
use crate::error::{Error, ErrorKind, Result};

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"dehuskM4";

/// Deepest tree: a leaf's index fits a byte.
const DEEPEST: u8 = 8;
const LEAVES: usize = 1 << DEEPEST;

/// Rows that are worked on at once.
const TILE: usize = 64;

/// A trained model.
#[derive(Debug, Clone)]
pub struct Model {
    /// Which of all features it asks for.
    pub(super) wanted: Vec<bool>,
    /// How likely a block is content: the mean of what the trees and the network say, as log odds.
    blocks: Trees,
    network: Network,
    /// How likely a page is one text rather than many parts.
    pages: Trees,
    /// Expected F1 and the F1 that was measured where that much was expected, rising.
    calibration: Vec<(f32, f32)>,
    /// What a second look makes of all that, where there is one.
    second: Option<Trees>,
}

/// Trees that add up to the log odds of something.
#[derive(Debug, Clone)]
pub(super) struct Trees {
    trees: Vec<Tree>,
    bias: f32,
    /// What each feature is compared with in any tree, rising. A value is replaced by how many of them it is above.
    borders: Vec<Vec<f32>>,
}

#[derive(Debug, Clone)]
struct Tree {
    /// Feature of each level, and the number of its border: the bit is set where the value is above it.
    questions: Vec<(u16, u8)>,
    /// What each leaf adds to the log odds; as many as a byte can name, so that none needs to be looked for.
    leaves: Box<[f32; LEAVES]>,
}

impl Model {
    /// Reads a model file, as `training/` writes it: magic, features (u16 count; each u8 length and name), the trees
    /// of blocks, the trees of pages, the network of blocks (`Network::read`), the calibration (u8 count; each two
    /// f32), the columns of the second look (u16) and, where there are any, its trees. Trees are bias f32, scale f32,
    /// u16 count; each u8 depth, its questions as u16 and f32, its leaves as i16 in units of scale. Little endian.
    ///
    /// `all` are the names of all features that there are, in their order.
    pub fn read(bytes: &[u8], all: &[String]) -> Result<Model> {
        let mut file = Bytes(bytes);
        if file.take(MAGIC.len())? != MAGIC {
            return Err(broken("does not begin as a model of this version does"));
        }
        let features = file.u16()?;
        let mut wanted = vec![false; all.len()];
        let mut next = 0;
        for _ in 0..features {
            let length = file.u8()?;
            let name = String::from_utf8(file.take(length.into())?.to_vec());
            let name = name.map_err(|_| broken("a feature's name is not UTF-8"))?;
            // In the order in which features are computed, so that the n-th wanted is the n-th computed.
            let at = all[next..].iter().position(|known| *known == name);
            let at =
                at.ok_or_else(|| broken(&format!("asks for the feature {name}, which is not there or out of order")))?;
            wanted[next + at] = true;
            next += at + 1;
        }
        let (blocks, pages) = (Trees::read(&mut file, features)?, Trees::read(&mut file, features)?);
        let network = Network::read(&mut file, features)?;
        let mut calibration = Vec::new();
        for _ in 0..file.u8()? {
            calibration.push((file.f32()?, file.f32()?));
        }
        if !calibration.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1) {
            return Err(broken("is calibrated by values that do not rise"));
        }
        let second = match usize::from(file.u16()?) {
            0 => None,
            second::COLUMNS => Some(Trees::read(&mut file, second::COLUMNS as u16)?),
            _ => return Err(broken("looks twice at other numbers than this version makes")),
        };
        match file.0 {
            [] => Ok(Model { wanted, blocks, network, pages, calibration, second }),
            _ => Err(broken("goes on after its end")),
        }
    }

    /// The log odds of each block to be content, by the trees and by the network; `column` gives the values of the
    /// feature of this index among those that the model asks for, one a row.
    pub(super) fn first<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [f32]) -> [Vec<f32>; 2] {
        [self.blocks.odds(rows, &column), self.network.odds(rows, &column)]
    }

    /// How likely each block is content, by the mean of both.
    pub(super) fn blocks<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [f32]) -> Vec<f32> {
        let [trees, network] = self.first(rows, column);
        trees.into_iter().zip(network).map(|(trees, network)| likely((trees + network) / 2.0)).collect()
    }

    /// How likely each block of a page is content: the mean of what both say of it and of what a second look says, drawn
    /// to what is said of the blocks of its make.
    pub(super) fn blocks_of_page(&self, document: &Document, features: &Features<'_>, one_text: f32) -> Vec<f32> {
        let rows = features.rows();
        let [trees, network] = self.first(rows, |index| features.column(index));
        let groups = second::groups(document);
        let said = Said { trees: &trees, network: &network, one_text, words: &features.words };
        let second = self.second.as_ref().map(|second| {
            let looks = Looks::at(&groups, &said);
            second.odds(rows, |index| looks.column(index))
        });
        let first = |id: usize| (trees[id] + network[id]) / 2.0;
        let odds = |id: usize| second.as_ref().map_or(first(id), |second| (first(id) + second[id]) / 2.0);
        let mut odds: Vec<f32> = (0..rows).map(odds).collect();
        second::draw_together(&mut odds, &groups[0], &features.words);
        odds.into_iter().map(likely).collect()
    }

    /// How likely the page is one text, or the text a whole page; `column` as for blocks, of which one row tells.
    /// 0 where there is none.
    pub(super) fn page<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [f32]) -> f32 {
        self.pages.odds(rows.min(1), column).first().copied().map_or(0.0, likely)
    }

    /// The F1 that pages had of which this much was expected.
    pub(super) fn calibrate(&self, expected: f32) -> f32 {
        let after = self.calibration.partition_point(|&(known, _)| known < expected);
        match (after.checked_sub(1).map(|at| self.calibration[at]), self.calibration.get(after)) {
            (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (expected - x0) / (x1 - x0),
            (Some((_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => expected,
        }
    }
}

impl Trees {
    fn read(file: &mut Bytes<'_>, features: u16) -> Result<Trees> {
        let (bias, scale) = (file.f32()?, file.f32()?);
        let mut borders = vec![Vec::new(); features.into()];
        let mut raw = Vec::new();
        for _ in 0..file.u16()? {
            let depth = file.u8()?;
            if depth > DEEPEST {
                return Err(broken("a tree is too deep"));
            }
            let mut questions = Vec::new();
            for _ in 0..depth {
                let (feature, border) = (file.u16()?, file.f32()?);
                let of_feature =
                    borders.get_mut(usize::from(feature)).ok_or_else(|| broken("a tree asks for no feature"))?;
                of_feature.push(border);
                questions.push((feature, border));
            }
            let mut leaves = Box::new([0.0; LEAVES]);
            for leaf in &mut leaves[..1 << depth] {
                *leaf = f32::from(file.i16()?) * scale;
            }
            raw.push((questions, leaves));
        }
        for of_feature in &mut borders {
            of_feature.sort_by(f32::total_cmp);
            of_feature.dedup();
            if of_feature.len() > u8::MAX.into() {
                return Err(broken("compares a feature with too many values"));
            }
        }
        let number = |(feature, border): (u16, f32)| {
            let at = borders[usize::from(feature)].partition_point(|&known| known < border);
            (feature, at as u8)
        };
        let tree = |(questions, leaves): (Vec<(u16, f32)>, Box<[f32; LEAVES]>)| Tree {
            questions: questions.into_iter().map(number).collect(),
            leaves,
        };
        let trees = raw.into_iter().map(tree).collect();
        Ok(Trees { trees, bias, borders })
    }

    /// The log odds of each row.
    fn odds<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [f32]) -> Vec<f32> {
        let asked = self.borders.iter().enumerate().filter(|(_, borders)| !borders.is_empty());
        let columns: Vec<(usize, &[f32])> = asked.map(|(feature, _)| (feature, &column(feature)[..rows])).collect();
        dispatch!(Level::new(), _ => self.odds_of(rows, &columns))
    }

    /// Compiled once for every width of registers.
    #[inline(always)]
    fn odds_of(&self, rows: usize, columns: &[(usize, &[f32])]) -> Vec<f32> {
        let mut odds = vec![self.bias; rows];
        // How many borders each value is above: a byte, so that a tile is compared at once.
        let mut above = vec![[0u8; TILE]; self.borders.len()];
        for (tile, odds) in odds.chunks_mut(TILE).enumerate() {
            for &(feature, values) in columns {
                let values = &values[tile * TILE..][..odds.len()];
                above[feature] = count_below(&self.borders[feature], values);
            }
            // Four at a time: each row's sum is read and written once for all of them.
            let mut trees = self.trees.chunks_exact(4);
            for four in &mut trees {
                let [a, b, c, d] = four else { unreachable!("they come in fours") };
                // Written out: a closure given to `map` is compiled apart, without the instructions chosen here.
                let (at, bt, ct, dt) =
                    (a.leaves_of(&above), b.leaves_of(&above), c.leaves_of(&above), d.leaves_of(&above));
                for ((((odds, at), bt), ct), dt) in odds.iter_mut().zip(&at).zip(&bt).zip(&ct).zip(&dt) {
                    *odds = *odds + a.told(*at) + b.told(*bt) + c.told(*ct) + d.told(*dt);
                }
            }
            for tree in trees.remainder() {
                for (odds, leaf) in odds.iter_mut().zip(&tree.leaves_of(&above)) {
                    *odds += tree.told(*leaf);
                }
            }
        }
        odds
    }
}

impl Tree {
    /// The leaf of each row of a tile, by how many borders its features are above.
    #[inline(always)]
    fn leaves_of(&self, above: &[[u8; TILE]]) -> [u8; TILE] {
        let mut leaves = [0; TILE];
        for (level, &(feature, border)) in self.questions.iter().enumerate() {
            let bit = 1u8 << level;
            for (leaf, &above) in leaves.iter_mut().zip(&above[usize::from(feature)]) {
                *leaf |= if above > border { bit } else { 0 };
            }
        }
        leaves
    }

    /// What the tree adds to the odds of a row in this leaf.
    #[inline(always)]
    fn told(&self, leaf: u8) -> f32 {
        self.leaves[usize::from(leaf)]
    }
}

/// How many of the borders each of at most a tile's values is above.
#[inline(always)]
fn count_below(borders: &[f32], values: &[f32]) -> [u8; TILE] {
    // What is the same in every row, as all that is known about the page is, is compared once.
    if are_same(values) {
        return [borders.iter().map(|&border| u8::from(values[0] > border)).sum(); TILE];
    }
    let (mut all, mut counts) = ([0.0; TILE], [0; TILE]);
    all[..values.len()].copy_from_slice(values);
    for &border in borders {
        for (count, &value) in counts.iter_mut().zip(&all) {
            *count += u8::from(value > border);
        }
    }
    counts
}

/// Whether all values are the first one.
#[inline(always)]
fn are_same(values: &[f32]) -> bool {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return true };
    // All of them, many at a time, unless the last one tells already.
    first == last && values.iter().fold(true, |same, value| same & (value == first))
}

/// The probability of log odds.
fn likely(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// What is left of a model file.
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8]> {
        let (head, rest) = self.0.split_at_checked(count).ok_or_else(|| broken("ends too early"))?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        Ok(self.take(N)?.try_into().expect("as many bytes as were asked for"))
    }

    fn u8(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(super) fn i16(&mut self) -> Result<i16> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    pub(super) fn f32(&mut self) -> Result<f32> {
        Ok(f32::from_le_bytes(self.array()?))
    }
}

pub(super) fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("the model file {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::content::Features;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    /// Trees: one that asks whether a block has more than `border` words, and adds one or takes one away.
    fn trees(border: f32) -> Vec<u8> {
        let mut file = Vec::new();
        file.extend(0f32.to_le_bytes());
        file.extend(0.5f32.to_le_bytes());
        file.extend(1u16.to_le_bytes());
        file.extend([1]);
        file.extend(0u16.to_le_bytes());
        file.extend(border.to_le_bytes());
        file.extend((-2i16).to_le_bytes());
        file.extend(2i16.to_le_bytes());
        file
    }

    fn file() -> Vec<u8> {
        let network = [0u8, 0, 48, 0].into_iter().chain(std::iter::repeat_n(0, 4 * (1 + 48 + 48 * 48 + 48 + 48 + 1)));
        let mut file = MAGIC.to_vec();
        file.extend(1u16.to_le_bytes());
        file.extend([5]);
        file.extend(b"words");
        file.extend(trees(1.0));
        file.extend(trees(3.0));
        file.extend(network);
        file.extend([2]);
        for number in [0.5f32, 0.4, 0.9, 0.8] {
            file.extend(number.to_le_bytes());
        }
        file.extend(0u16.to_le_bytes());
        file
    }

    #[test]
    fn a_model_is_read_and_scores() {
        let model = Model::read(&file(), &Features::all()).expect("a model");
        // The network of this file says 0 of everything: half of what the trees say is left.
        let scores = model.blocks(3, |_| &[0.5, 2.0, 1.0]);
        assert!((scores[0] - 0.377_54).abs() < 1e-4, "{scores:?}");
        assert!((scores[1] - 0.622_46).abs() < 1e-4, "{scores:?}");
        assert_eq!(scores[2], scores[0], "a value at the border is not above it");
        let page = model.page(2, |_| &[2.0, 9.0]);
        assert!((page - 0.268_94).abs() < 1e-4, "{page}");
        assert_eq!(model.page(0, |_| &[]), 0.0);
    }

    #[test]
    fn a_second_look_counts_as_much_as_the_first() {
        let mut file = file();
        file.truncate(file.len() - 2);
        file.extend((second::COLUMNS as u16).to_le_bytes());
        // Adds one to what is likely at first, the number of column 0, and takes one away from the rest.
        file.extend(trees(0.0));
        let model = Model::read(&file, &Features::all()).expect("a model");
        let document =
            html::parse("<p>word</p><h2>six words of a longer one", &Selectors::default(), &Limits::default());
        let features = Features::of(&document.document, None, Some(&model.wanted));
        let [trees, _] = model.first(2, |index| features.column(index));
        assert!(trees[0] < 0.0 && trees[1] > 0.0, "{trees:?}");
        let found = model.blocks_of_page(&document.document, &features, 0.5);
        let expected = [(trees[0] / 2.0 - 1.0) / 2.0, (trees[1] / 2.0 + 1.0) / 2.0].map(likely);
        assert_eq!(found, expected);
    }

    #[test]
    fn quality_is_what_was_measured() {
        let model = Model::read(&file(), &Features::all()).expect("a model");
        for (expected, measured) in [(0.2, 0.4), (0.5, 0.4), (0.7, 0.6), (0.9, 0.8), (1.0, 0.8)] {
            assert!((model.calibrate(expected) - measured).abs() < 1e-6, "{expected}");
        }
    }

    #[test]
    fn every_broken_file_is_an_error() {
        let file = file();
        for end in 0..file.len() {
            assert!(Model::read(&file[..end], &Features::all()).is_err(), "{end}");
        }
        let longer = [&file[..], b"x"].concat();
        assert!(Model::read(&longer, &Features::all()).expect_err("too long").to_string().contains("goes on"));
        let mut unknown = file.clone();
        unknown[11] = b'W';
        assert!(Model::read(&unknown, &Features::all()).expect_err("unknown").to_string().contains("Words"));
    }

    #[test]
    fn the_shipped_models_are_whole_and_small() {
        let shipped: [(&[u8], _); 2] = [
            (include_bytes!("content.model"), Features::all()),
            (include_bytes!("text.model"), Features::all_of_text()),
        ];
        for (bytes, features) in shipped {
            assert!(bytes.len() < 1 << 20);
            Model::read(bytes, &features).expect("a shipped model");
        }
    }
}
