//! How numbers are spread, without keeping them.

use serde::Serialize;

use super::rounded;

/// Steps of the histogram for each doubling. The middle of a step is off by at most 2^(1/32), 2.2 %.
const STEPS: usize = 16;

/// A histogram on a logarithmic scale, of fixed size.
#[derive(Debug)]
pub(super) struct Spread {
    zeros: u64,
    steps: Box<[u64; 64 * STEPS]>,
    count: u64,
    sum: u128,
    min: u64,
    max: u64,
}

impl Default for Spread {
    fn default() -> Spread {
        Spread { zeros: 0, steps: Box::new([0; 64 * STEPS]), count: 0, sum: 0, min: u64::MAX, max: 0 }
    }
}

/// How many numbers are how large.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Distribution {
    /// Numbers.
    pub count: u64,
    /// The smallest.
    pub min: u64,
    /// The largest.
    pub max: u64,
    /// Their mean.
    pub mean: f64,
    /// A tenth of them is at most this, to 2.2 %.
    pub p10: u64,
    /// A quarter.
    pub p25: u64,
    /// One half: the median.
    pub p50: u64,
    /// Three quarters.
    pub p75: u64,
    /// Nine tenths.
    pub p90: u64,
    /// All but one in a hundred.
    pub p99: u64,
}

impl Spread {
    pub(super) fn add(&mut self, number: u64) {
        self.count += 1;
        self.sum += u128::from(number);
        self.min = self.min.min(number);
        self.max = self.max.max(number);
        if number == 0 {
            self.zeros += 1;
        } else {
            let step = ((number as f64).log2() * STEPS as f64) as usize;
            self.steps[step.min(self.steps.len() - 1)] += 1;
        }
    }

    /// The sum of all numbers, or the largest that there is.
    pub(super) fn sum(&self) -> u64 {
        u64::try_from(self.sum).unwrap_or(u64::MAX)
    }

    pub(super) fn distribution(&self) -> Distribution {
        if self.count == 0 {
            return Distribution::default();
        }
        let at = |share| self.quantile(share);
        let mean = (self.sum as f64 / self.count as f64 * 10.0).round() / 10.0;
        let (p10, p25, p50, p75, p90, p99) = (at(0.1), at(0.25), at(0.5), at(0.75), at(0.9), at(0.99));
        Distribution { count: self.count, min: self.min, max: self.max, mean, p10, p25, p50, p75, p90, p99 }
    }

    /// The smallest number that this share of all is not above.
    fn quantile(&self, share: f64) -> u64 {
        let wanted = ((self.count as f64 * share).ceil() as u64).max(1);
        if wanted >= self.count {
            return self.max;
        }
        let mut below = self.zeros;
        if below >= wanted {
            return 0;
        }
        for (step, count) in self.steps.iter().enumerate() {
            below += count;
            if below >= wanted {
                let middle = ((step as f64 + 0.5) / STEPS as f64).exp2().round();
                return (middle as u64).clamp(self.min, self.max);
            }
        }
        self.max
    }
}

/// Numbers from 0 to 1 with three digits, each counted: so the median is exact.
#[derive(Debug)]
pub(super) struct Thousandths {
    counts: Box<[u64; 1001]>,
    count: u64,
    sum: f64,
}

impl Default for Thousandths {
    fn default() -> Thousandths {
        Thousandths { counts: Box::new([0; 1001]), count: 0, sum: 0.0 }
    }
}

/// The expected F1 of articles, see [`crate::Metadata::extraction_quality`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Quality {
    /// Articles for which it is known.
    pub articles: u64,
    /// Their mean.
    pub mean: Option<f64>,
    /// Their median.
    pub median: Option<f64>,
    /// Articles from 0.0 to below 0.1, and so on; 1.0 belongs to the last.
    pub bins: [u64; 10],
}

impl Thousandths {
    /// What is beyond 0 and 1 counts as the nearer of them.
    pub(super) fn add(&mut self, number: f32) {
        let thousandths = (f64::from(number) * 1000.0).round().clamp(0.0, 1000.0);
        self.counts[thousandths as usize] += 1;
        self.count += 1;
        self.sum += thousandths / 1000.0;
    }

    pub(super) fn quality(&self) -> Quality {
        let mut quality = Quality { articles: self.count, ..Quality::default() };
        if self.count == 0 {
            return quality;
        }
        quality.mean = Some(rounded(self.sum / self.count as f64));
        let mut below = 0;
        for (thousandths, count) in self.counts.iter().enumerate() {
            quality.bins[(thousandths / 100).min(9)] += count;
            below += count;
            if quality.median.is_none() && below >= self.count.div_ceil(2) {
                quality.median = Some(thousandths as f64 / 1000.0);
            }
        }
        quality
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_right_to_two_percent() {
        let mut spread = Spread::default();
        (1..=100_000).for_each(|number| spread.add(number));
        let found = spread.distribution();
        for (quantile, exact) in [(found.p10, 1e4), (found.p50, 5e4), (found.p90, 9e4), (found.p99, 9.9e4)] {
            assert!((quantile as f64 / exact - 1.0).abs() < 0.023, "{quantile} for {exact}");
        }
        assert_eq!((found.min, found.max, found.mean), (1, 100_000, 50_000.5));
    }

    #[test]
    fn small_and_huge_numbers_have_their_place() {
        let mut spread = Spread::default();
        [0, 0, 1, 2, 3, u64::MAX].into_iter().for_each(|number| spread.add(number));
        let found = spread.distribution();
        assert_eq!((found.p10, found.p50, found.p75, found.p99), (0, 1, 3, u64::MAX));
        assert_eq!(spread.sum(), u64::MAX);
    }

    #[test]
    fn quality_has_an_exact_median() {
        let mut numbers = Thousandths::default();
        [0.2, 0.9, 1.0, -3.0, 7.0].into_iter().for_each(|number| numbers.add(number));
        let found = numbers.quality();
        assert_eq!((found.median, found.mean), (Some(0.9), Some(0.62)));
        assert_eq!(found.bins, [1, 0, 1, 0, 0, 0, 0, 0, 0, 3]);
        assert_eq!(Thousandths::default().quality().median, None);
    }
}
