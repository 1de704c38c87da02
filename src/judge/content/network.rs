//! A small network beside the trees: it errs in other places than they do, so that the mean of both is better than
//! either.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x16};

use super::model::{Bytes, broken};
use crate::error::Result;

/// Width of a hidden layer: what fits the registers of every machine.
const HIDDEN: usize = 48;

/// Deviations from the mean beyond which a number is not larger to the network.
const FAR: f32 = 4.0;

/// Rows that are worked on at once: what differs in them stays in a near cache.
const TILE: usize = 128;

/// Differences that a row has room for at first; about fifty are usual.
const USUALLY: usize = 64;

/// Numbers that are worked on at once, whatever the machine has.
const LANES: usize = 16;
const _: () = assert!(HIDDEN.is_multiple_of(LANES));

/// One hidden layer.
type Layer = [f32; HIDDEN];

/// A network with two hidden layers: log odds of something, by a block's features.
#[derive(Debug, Clone)]
pub(super) struct Network {
    inputs: Vec<Input>,
    /// What the first layer gets beside the inputs.
    first: Layer,
    /// What each of the first layer gives to each of the second.
    between: Vec<Layer>,
    second: Layer,
    out: Layer,
    bias: f32,
}

/// What the network makes of one feature.
#[derive(Debug, Clone)]
struct Input {
    /// Number among the features that the model asks for.
    feature: usize,
    scale: f32,
    mean: f32,
    inverse: f32,
    weights: Layer,
}

impl Network {
    /// Reads u16 inputs (each its feature u16; scale, mean and inverse f32), u16 width of a hidden layer; then the
    /// weights of the first (f32 unit, an i16 for each input and each of the layer), its biases f32, the weights and
    /// biases of the second f32, those of the odds f32.
    pub(super) fn read(file: &mut Bytes<'_>, features: u16) -> Result<Network> {
        let mut inputs = Vec::new();
        for _ in 0..file.u16()? {
            let feature = file.u16()?;
            if feature >= features {
                return Err(broken("has a network that asks for no feature"));
            }
            let (scale, mean, inverse) = (file.f32()?, file.f32()?, file.f32()?);
            inputs.push(Input { feature: feature.into(), scale, mean, inverse, weights: [0.0; HIDDEN] });
        }
        if usize::from(file.u16()?) != HIDDEN {
            return Err(broken("has a network of another width than this version's"));
        }
        let unit = file.f32()?;
        for weight in inputs.iter_mut().flat_map(|input| &mut input.weights) {
            *weight = f32::from(file.i16()?) * unit;
        }
        let mut layer = || -> Result<Layer> {
            let mut layer = [0.0; HIDDEN];
            for number in &mut layer {
                *number = file.f32()?;
            }
            Ok(layer)
        };
        let first = layer()?;
        let between = (0..HIDDEN).map(|_| layer()).collect::<Result<_>>()?;
        let (second, out) = (layer()?, layer()?);
        Ok(Network { inputs, first, between, second, out, bias: file.f32()? })
    }

    /// The log odds of each row; `column` gives the values of the feature of this index in the features that the
    /// model asks for, one a row.
    ///
    /// Most features of a block are those of the block before it: they are about the page, or about what both stand
    /// in. So the first layer starts from what that block gave it, and gets only what is different; every tile starts
    /// anew, so that no error of rounding grows.
    pub(super) fn odds<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [f32]) -> Vec<f32> {
        let columns: Vec<&[f32]> = self.inputs.iter().map(|input| &column(input.feature)[..rows]).collect();
        dispatch!(Level::new(), simd => self.odds_of(simd, rows, &columns))
    }

    /// Compiled once for every width of registers; every lane is one number's own, so that all give the same.
    #[inline(always)]
    fn odds_of<S: Simd>(&self, simd: S, rows: usize, columns: &[&[f32]]) -> Vec<f32> {
        let mut odds = Vec::with_capacity(rows);
        let differences = || Differences::with_capacity(USUALLY);
        let mut tile: Vec<Differences> = std::iter::repeat_with(differences).take(rows.min(TILE)).collect();
        for start in (0..rows).step_by(TILE) {
            let count = TILE.min(rows - start);
            tile.iter_mut().for_each(Vec::clear);
            for (number, (input, values)) in self.inputs.iter().zip(columns).enumerate() {
                input.differences(simd, number as u16, &values[start..start + count], &mut tile);
            }
            let mut before = Lanes::of(simd, &self.first);
            for (row, differences) in tile[..count].iter().enumerate() {
                // The first row differs from nothing: all of it is what the layer gets beside the inputs.
                let mut change = if row == 0 { before } else { Lanes::of(simd, &[0.0; HIDDEN]) };
                for &(input, difference) in differences {
                    change.add(simd, difference, &self.inputs[usize::from(input)].weights);
                }
                before = if row == 0 { change } else { change.plus(&before) };
                odds.push(self.rest(simd, &before));
            }
        }
        odds
    }

    /// From the first hidden layer to the odds.
    #[inline(always)]
    fn rest<S: Simd>(&self, simd: S, first: &Lanes<S>) -> f32 {
        let mut second = Lanes::of(simd, &self.second);
        for (value, weights) in first.numbers().into_iter().zip(&self.between).filter(|(value, _)| *value > 0.0) {
            second.add(simd, value, weights);
        }
        // Sums beside one another, as no sum has to wait for the one before it then.
        let mut sums = [0.0; LANES];
        for (values, outs) in second.numbers().chunks_exact(LANES).zip(self.out.chunks_exact(LANES)) {
            for ((sum, value), out) in sums.iter_mut().zip(values).zip(outs) {
                *sum += value.max(0.0) * out;
            }
        }
        self.bias + sums.iter().sum::<f32>()
    }
}

/// A hidden layer in registers.
#[derive(Clone, Copy)]
struct Lanes<S: Simd>([f32x16<S>; HIDDEN / LANES]);

impl<S: Simd> Lanes<S> {
    #[inline(always)]
    fn of(simd: S, layer: &Layer) -> Lanes<S> {
        Lanes(std::array::from_fn(|at| f32x16::from_slice(simd, &layer[at * LANES..][..LANES])))
    }

    /// Adds the weights so many times. Not fused: not every machine can do that.
    #[inline(always)]
    fn add(&mut self, simd: S, factor: f32, weights: &Layer) {
        let weights = Lanes::of(simd, weights);
        self.0 = std::array::from_fn(|at| self.0[at] + weights.0[at] * factor);
    }

    #[inline(always)]
    fn plus(&self, other: &Lanes<S>) -> Lanes<S> {
        Lanes(std::array::from_fn(|at| self.0[at] + other.0[at]))
    }

    #[inline(always)]
    fn numbers(&self) -> Layer {
        let mut layer = [0.0; HIDDEN];
        for (numbers, lanes) in layer.chunks_exact_mut(LANES).zip(&self.0) {
            lanes.store_slice(numbers);
        }
        layer
    }
}

/// The inputs of a row that are not those of the row before, and by how much they differ.
type Differences = Vec<(u16, f32)>;

impl Input {
    /// Adds what this input, the one of this number, is in the first row to the differences of that row, and to those
    /// of each other row how it differs from the row before.
    #[inline(always)]
    fn differences<S: Simd>(&self, simd: S, number: u16, values: &[f32], rows: &mut [Differences]) {
        rows[0].push((number, self.of(values[0])));
        let mut parts = [0; TILE / 64];
        for (part, bits) in parts.iter_mut().enumerate() {
            let from = 64 * part;
            if from + 1 < values.len() {
                *bits = changes(simd, &values[from..values.len().min(from + 65)]);
            }
        }
        if parts == [0; TILE / 64] {
            return;
        }
        let mut inputs = [0.0; TILE];
        for (input, &value) in inputs.iter_mut().zip(values) {
            *input = self.of(value);
        }
        for (part, mut bits) in parts.into_iter().enumerate() {
            while bits != 0 {
                let row = 64 * part + bits.trailing_zeros() as usize + 1;
                rows[row].push((number, inputs[row] - inputs[row - 1]));
                bits &= bits - 1;
            }
        }
    }

    #[inline(always)]
    fn of(&self, value: f32) -> f32 {
        ((logarithm(value * self.scale) - self.mean) * self.inverse).clamp(-FAR, FAR)
    }
}

/// A bit for each of at most 64 neighbours that differ: the n-th where the value n + 1 is not the value n.
#[inline(always)]
fn changes<S: Simd>(simd: S, values: &[f32]) -> u64 {
    let (befores, rest) = values[..values.len() - 1].as_chunks::<LANES>();
    let (afters, rest_after) = values[1..].as_chunks::<LANES>();
    let mut bits = 0;
    for (at, (before, after)) in befores.iter().zip(afters).enumerate() {
        let (before, after) = (f32x16::from_slice(simd, before), f32x16::from_slice(simd, after));
        bits |= before.simd_ne(after).to_bitmask() << (LANES * at);
    }
    for (at, (before, after)) in rest.iter().zip(rest_after).enumerate() {
        bits |= u64::from(before != after) << (LANES * befores.len() + at);
    }
    bits
}

/// The logarithm to the base 2 of one more, read off the bits: straight between powers of two, odd about 0. The same on
/// every machine, and many at once.
#[inline(always)]
fn logarithm(value: f32) -> f32 {
    const ONE: u32 = 1.0f32.to_bits();
    let above = (value.abs() + 1.0).to_bits() - ONE;
    // Exponents of less than 2^7 and 23 bits behind them: positive in i32, which has an instruction.
    (above as i32 as f32 * (1.0 / (1 << 23) as f32)).copysign(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One input that passes through two of each hidden layer, once as it is and once with its sign turned.
    fn file() -> Vec<u8> {
        let mut file = Vec::new();
        file.extend(1u16.to_le_bytes());
        file.extend(0u16.to_le_bytes());
        // log2(1 + 2 x), less 1, doubled.
        for number in [2.0f32, 1.0, 2.0] {
            file.extend(number.to_le_bytes());
        }
        file.extend((HIDDEN as u16).to_le_bytes());
        file.extend(0.5f32.to_le_bytes());
        for at in 0..HIDDEN {
            file.extend(([2i16, -2].get(at).copied().unwrap_or_default()).to_le_bytes());
        }
        let identity = (0..HIDDEN).flat_map(|row| (0..HIDDEN).map(move |column| f32::from(row == column)));
        let none = || std::iter::repeat_n(0.0f32, HIDDEN);
        for number in none().chain(identity).chain(none()) {
            file.extend(number.to_le_bytes());
        }
        for at in 0..HIDDEN {
            file.extend(([1.0f32, 3.0].get(at).copied().unwrap_or_default()).to_le_bytes());
        }
        file.extend(0.25f32.to_le_bytes());
        file
    }

    #[test]
    fn a_network_is_read_and_scores() {
        let file = file();
        let mut bytes = Bytes(&file);
        let network = Network::read(&mut bytes, 1).expect("a network");
        assert!(bytes.0.is_empty());
        // x = -2, 0, 2 and, cut off, 4: three times the size on the left, once on the right, and the bias.
        let column: &[f32] = &[0.0, 0.5, 1.5, 100.0];
        assert_eq!(network.odds(4, |_| column), [6.25, 0.25, 2.25, 4.25]);
        assert_eq!(network.odds(1, |_| &column[2..]), [2.25]);
        let many: Vec<f32> = column.iter().copied().cycle().take(4 * TILE + 3).collect();
        let odds = network.odds(many.len(), |_| &many);
        assert!(odds.iter().zip([6.25, 0.25, 2.25, 4.25].iter().cycle()).all(|(odds, known)| odds == known));
        let alike = [0.5; TILE + 2];
        assert_eq!(network.odds(alike.len(), |_| &alike), [0.25; TILE + 2]);
        assert!(network.odds(0, |_| &[]).is_empty());
    }

    #[test]
    fn every_broken_network_is_an_error() {
        let file = file();
        for end in 0..file.len() {
            assert!(Network::read(&mut Bytes(&file[..end]), 1).is_err(), "{end}");
        }
        assert!(Network::read(&mut Bytes(&file), 0).is_err());
    }

    #[test]
    fn the_logarithm_is_near_one() {
        for value in [0.0f32, 0.3, 1.0, 7.0, 1e6, -0.5, -40.0] {
            let exact = (value.abs() + 1.0).log2().copysign(value);
            assert!((logarithm(value) - exact).abs() < 0.087, "{value}");
        }
        assert_eq!(logarithm(3.0), 2.0);
    }
}
