//! Near duplicates: MinHash over word 5-grams in 14 bands of 8, as FineWeb has it, and every candidate verified.

use std::cmp::{Ordering, Reverse};
use std::io;

use rustc_hash::FxHashMap;

use super::{ContentHash, words};

/// Words of a shingle.
const WORDS: usize = 5;
const BANDS: usize = 14;
const ROWS: usize = 8;
/// Members of a band's bucket up to which all pairs are verified.
const ALL_PAIRS: usize = 64;
/// In a larger bucket, how many of the best and how many of the next in rank a member is verified against.
const PARTNERS: usize = 32;

/// Hashes of a text's word 5-grams (of characters where the script has no spaces), sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// The shingles of a text; none where it has fewer than five words.
    pub fn of(text: &str) -> Shingles {
        let mut hashes = Vec::new();
        words::each(text, |word| hashes.push(hash_word(word)));
        let gram = |words: &[u64]| words.iter().fold(0, |hash: u64, word| mix(hash.rotate_left(23) ^ word));
        Shingles::from_hashes(hashes.windows(WORDS).map(gram).collect())
    }

    /// Shingles that were kept elsewhere.
    pub fn from_hashes(mut hashes: Vec<u64>) -> Shingles {
        hashes.sort_unstable();
        hashes.dedup();
        Shingles(hashes)
    }

    /// The hashes, to be kept elsewhere.
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// Shingles of both, divided by shingles of either; 0 where there are none.
    pub fn jaccard(&self, other: &Shingles) -> f64 {
        let (mut a, mut b, mut both) = (0, 0, 0_usize);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            both += usize::from(x == y);
            a += usize::from(x <= y);
            b += usize::from(y <= x);
        }
        both as f64 / (self.0.len() + other.0.len() - both).max(1) as f64
    }
}

fn hash_word(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of SplitMix64.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The least values of a text's shingles under 112 permutations, folded to 14 bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature([u64; BANDS]);

impl Signature {
    /// `None` for a text with too few words: it is never a near duplicate.
    pub fn of(shingles: &Shingles) -> Option<Signature> {
        if shingles.0.is_empty() {
            return None;
        }
        let factors: [(u64, u64); BANDS * ROWS] =
            std::array::from_fn(|i| (mix(2 * i as u64) | 1, mix(2 * i as u64 + 1)));
        let mut minima = [u64::MAX; BANDS * ROWS];
        for &hash in &shingles.0 {
            for (least, (factor, addend)) in minima.iter_mut().zip(&factors) {
                *least = (*least).min(hash.wrapping_mul(*factor).wrapping_add(*addend));
            }
        }
        let band = |i: usize| minima[i * ROWS..(i + 1) * ROWS].iter().fold(0, |hash, least| mix(hash ^ least));
        Some(Signature(std::array::from_fn(band)))
    }

    /// What [`Near::insert`] needs of it, to be kept elsewhere.
    pub fn bands(&self) -> [u64; BANDS] {
        self.0
    }

    /// A signature that was kept elsewhere.
    pub fn from_bands(bands: [u64; BANDS]) -> Signature {
        Signature(bands)
    }
}

/// Which of near duplicates stays: the best quality (none is least), then most words, then the lowest hash, and of equal
/// texts the one whose id has the lowest.
#[derive(Debug, Clone, Copy)]
pub struct Rank {
    /// Expected F1 of the extraction, 0 to 1.
    pub quality: Option<f32>,
    /// Words of the text.
    pub words: u64,
    /// Hash of the text.
    pub hash: ContentHash,
    /// Hash of the document's id.
    pub id: ContentHash,
}

impl Rank {
    /// Best first.
    pub fn compare(&self, other: &Rank) -> Ordering {
        let quality = |rank: &Rank| rank.quality.unwrap_or(f32::NEG_INFINITY);
        let by_quality = quality(other).total_cmp(&quality(self));
        let rest = |rank: &Rank| (Reverse(rank.words), rank.hash, rank.id);
        by_quality.then(rest(self).cmp(&rest(other)))
    }
}

/// A text that says what another says.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The text.
    pub ordinal: u64,
    /// The one that stays.
    pub of: u64,
    /// Their Jaccard similarity; below the threshold where texts in between connect the two.
    pub jaccard: f64,
}

/// Finder of near duplicates. Keeps 152 bytes a document, and some 30 more while it looks for duplicates:
/// by that reckoning about 180 MB for a million documents.
#[derive(Debug, Default)]
pub struct Near {
    entries: Vec<(u64, Rank, Signature)>,
}

impl Near {
    /// Takes a document in. Ordinals must differ.
    pub fn insert(&mut self, ordinal: u64, rank: Rank, signature: &Signature) {
        self.entries.push((ordinal, rank, *signature));
    }

    /// All near duplicates, by ordinal: one text stays of every component that pairs of at least `threshold`
    /// connect. Which texts stay does not depend on the order of insertion.
    ///
    /// In a bucket of more than 64 different texts, each is verified only against the 32 best in rank and the 32
    /// that follow it; pairs beyond are lost unless another band or a text in between connects them.
    ///
    /// # Errors
    ///
    /// Those of `fetch`, which answers with the shingles of an ordinal.
    pub fn duplicates(
        mut self,
        mut fetch: impl FnMut(u64) -> io::Result<Shingles>,
        threshold: f64,
    ) -> io::Result<Vec<Duplicate>> {
        self.entries.sort_unstable_by(|a, b| a.1.compare(&b.1).then(a.0.cmp(&b.0)));
        let mut fetch = |at: usize| fetch(self.entries[at].0);
        let mut sets = Sets((0..self.entries.len()).collect());
        let different = collapse(&self.entries, &mut sets, &mut fetch)?;
        for band in 0..BANDS {
            let mut order: Vec<_> = different.iter().map(|&at| (self.entries[at].2.0[band], at)).collect();
            order.sort_unstable();
            for bucket in order.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
                verify(bucket, &mut sets, &mut fetch, threshold)?;
            }
        }
        let mut duplicates = Vec::new();
        for at in 0..self.entries.len() {
            let best = sets.find(at);
            if best != at {
                let jaccard = fetch(at)?.jaccard(&fetch(best)?);
                duplicates.push(Duplicate { ordinal: self.entries[at].0, of: self.entries[best].0, jaccard });
            }
        }
        duplicates.sort_unstable_by_key(|duplicate| duplicate.ordinal);
        Ok(duplicates)
    }
}

/// Joins texts of the same shingles, and answers with the best of each, best first.
fn collapse(
    entries: &[(u64, Rank, Signature)],
    sets: &mut Sets,
    fetch: &mut impl FnMut(usize) -> io::Result<Shingles>,
) -> io::Result<Vec<usize>> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by_key(|&at| (entries[at].2, at));
    let mut different = Vec::new();
    for group in order.chunk_by(|&a, &b| entries[a].2 == entries[b].2) {
        let mut seen = FxHashMap::default();
        for &at in group {
            let digest = if group.len() == 1 { [0; 32] } else { digest(&fetch(at)?) };
            let first = *seen.entry(digest).or_insert(at);
            sets.join(first, at);
            if first == at {
                different.push(at);
            }
        }
    }
    different.sort_unstable();
    Ok(different)
}

fn digest(shingles: &Shingles) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    shingles.0.iter().for_each(|hash| {
        hasher.update(&hash.to_le_bytes());
    });
    *hasher.finalize().as_bytes()
}

/// Joins those of a bucket that are similar.
fn verify(
    bucket: &[(u64, usize)],
    sets: &mut Sets,
    fetch: &mut impl FnMut(usize) -> io::Result<Shingles>,
    threshold: f64,
) -> io::Result<()> {
    for (i, &(_, at)) in bucket.iter().enumerate() {
        let near = if bucket.len() <= ALL_PAIRS { 0..i } else { i.saturating_sub(PARTNERS)..i };
        let best = 0..near.start.min(PARTNERS);
        let mut own = None;
        for &(_, other) in bucket[best].iter().chain(&bucket[near]) {
            // What is connected already needs no further proof.
            if sets.find(at) == sets.find(other) {
                continue;
            }
            let own = match &own {
                Some(own) => own,
                None => own.insert(fetch(at)?),
            };
            if own.jaccard(&fetch(other)?) >= threshold {
                sets.join(at, other);
            }
        }
    }
    Ok(())
}

/// Disjoint sets whose root is the least member.
struct Sets(Vec<usize>);

impl Sets {
    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}
