//! Boosted trees whose every level asks one question of all blocks (oblivious trees, as CatBoost grows
//! them): a page is scored column by column, without a branch.

use super::features::Features;
use crate::error::{Error, ErrorKind, Result};

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"dehuskM1";

/// Deepest tree: a leaf's index fits a byte.
const DEEPEST: u8 = 8;

/// A trained model.
#[derive(Debug, Clone)]
pub struct Model {
    /// Which of all features it asks for.
    pub(super) wanted: Vec<bool>,
    trees: Vec<Tree>,
    bias: f32,
}

#[derive(Debug, Clone)]
struct Tree {
    /// Feature and border of each level: the bit is set where the value is above the border.
    questions: Vec<(u16, f32)>,
    /// What each leaf adds to the log odds.
    leaves: Vec<f32>,
}

impl Model {
    /// Reads a model file, as `training/` writes it: magic, features (u16 count; each u8 length and name),
    /// bias f32, scale f32, trees (u16 count; each u8 depth, its questions as u16 and f32, its leaves as
    /// i16 in units of scale). Little endian.
    pub fn read(bytes: &[u8]) -> Result<Model> {
        let mut file = Bytes(bytes);
        if file.take(MAGIC.len())? != MAGIC {
            return Err(broken("does not begin as a model of this version does"));
        }
        let count_features = file.u16()?;
        let all = Features::all();
        let mut wanted = vec![false; all.len()];
        let mut next = 0;
        for _ in 0..count_features {
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
        let (bias, scale) = (file.f32()?, file.f32()?);
        let count = file.u16()?;
        let mut trees = Vec::new();
        for _ in 0..count {
            let depth = file.u8()?;
            if depth > DEEPEST {
                return Err(broken("a tree is too deep"));
            }
            let mut questions = Vec::new();
            for _ in 0..depth {
                let (feature, border) = (file.u16()?, file.f32()?);
                if feature >= count_features {
                    return Err(broken("a tree asks for a feature that is not there"));
                }
                questions.push((feature, border));
            }
            let mut leaves = Vec::new();
            for _ in 0..1usize << depth {
                leaves.push(f32::from(file.i16()?) * scale);
            }
            trees.push(Tree { questions, leaves });
        }
        match file.0 {
            [] => Ok(Model { wanted, trees, bias }),
            _ => Err(broken("goes on after its last tree")),
        }
    }

    /// The probability of each row; `column` gives the values of the feature of this index in
    /// the features it asks for, one a row.
    pub fn score<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [f32]) -> Vec<f32> {
        let mut odds = vec![self.bias; rows];
        let mut leaf = vec![0u8; rows];
        for tree in &self.trees {
            leaf.fill(0);
            for (level, &(feature, border)) in tree.questions.iter().enumerate() {
                for (leaf, &value) in leaf.iter_mut().zip(column(feature.into())) {
                    *leaf |= u8::from(value > border) << level;
                }
            }
            for (odds, &leaf) in odds.iter_mut().zip(&leaf) {
                *odds += tree.leaves[usize::from(leaf)];
            }
        }
        odds.iter().map(|odds| 1.0 / (1.0 + (-odds).exp())).collect()
    }
}

struct Bytes<'b>(&'b [u8]);

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

    fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn i16(&mut self) -> Result<i16> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32> {
        Ok(f32::from_le_bytes(self.array()?))
    }
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("the model file {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One tree that asks whether a block has more than a word, and adds one or takes one away.
    fn file() -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        file.extend(1u16.to_le_bytes());
        file.extend([5]);
        file.extend(b"words");
        file.extend(0f32.to_le_bytes());
        file.extend(0.5f32.to_le_bytes());
        file.extend(1u16.to_le_bytes());
        file.extend([1]);
        file.extend(0u16.to_le_bytes());
        file.extend(1f32.to_le_bytes());
        file.extend((-2i16).to_le_bytes());
        file.extend(2i16.to_le_bytes());
        file
    }

    #[test]
    fn a_model_is_read_and_scores() {
        let model = Model::read(&file()).expect("a model");
        let scores = model.score(2, |_| &[0.5, 2.0]);
        assert!((scores[0] - 0.268_94).abs() < 1e-4, "{scores:?}");
        assert!((scores[1] - 0.731_06).abs() < 1e-4, "{scores:?}");
    }

    #[test]
    fn every_broken_file_is_an_error() {
        let file = file();
        for end in 0..file.len() {
            assert!(Model::read(&file[..end]).is_err(), "{end}");
        }
        let longer = [&file[..], b"x"].concat();
        assert!(Model::read(&longer).expect_err("too long").to_string().contains("goes on"));
        let mut unknown = file.clone();
        unknown[11] = b'W';
        assert!(Model::read(&unknown).expect_err("unknown").to_string().contains("Words"));
    }

    #[test]
    fn the_shipped_model_is_whole_and_small() {
        let bytes = include_bytes!("content.model");
        assert!(bytes.len() < 2 << 20);
        Model::read(bytes).expect("the shipped model");
    }
}
