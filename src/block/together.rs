//! Bytes of a text that are looked at together: what stands where is told as a bit for each, on every machine as many at a
//! time as it can.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// Bytes that are looked at together.
pub const TOGETHER: usize = 64;

/// The first of these bytes; where there are too few of them, those, and zeros behind them.
#[inline(always)]
pub fn first<'b>(bytes: &'b [u8], padded: &'b mut [u8; TOGETHER]) -> &'b [u8; TOGETHER] {
    match bytes.first_chunk() {
        Some(block) => block,
        None => {
            padded[..bytes.len()].copy_from_slice(bytes);
            padded
        }
    }
}

/// The bits of so many first bytes.
#[inline(always)]
pub fn bits(count: usize) -> u64 {
    if count >= TOGETHER { u64::MAX } else { (1 << count) - 1 }
}

/// Letters and digits in ASCII.
#[inline(always)]
pub fn written<S: Simd>(bytes: u8x64<S>) -> u64 {
    (((bytes | 0x20) - b'a').simd_lt(26) | (bytes - b'0').simd_lt(10)).to_bitmask()
}

/// The bits behind these, and the first one where what is `before` all of them is such a one.
#[inline(always)]
pub fn behind(bits: u64, before: bool) -> u64 {
    bits << 1 | u64::from(before)
}

/// Calls `look` with the bytes of a text and how many of them there are, until it says that this is enough; tells whether
/// it did. The last ones have zeros behind them.
#[inline(always)]
pub fn any_of<S: Simd>(simd: S, text: &[u8], mut look: impl FnMut(u8x64<S>, usize) -> bool) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let count = rest.len().min(TOGETHER);
        if look(u8x64::from_slice(simd, first(rest, &mut [0; TOGETHER])), count) {
            return true;
        }
        rest = &rest[count..];
    }
    false
}

/// Whether two spaces stand side by side.
pub fn has_gap(text: &str) -> bool {
    dispatch!(Level::new(), simd => has_gap_in(simd, text.as_bytes()))
}

#[inline(always)]
fn has_gap_in<S: Simd>(simd: S, text: &[u8]) -> bool {
    let mut before = false;
    any_of(simd, text, |bytes, _| {
        let spaces = bytes.simd_eq(b' ').to_bitmask();
        let gaps = spaces & behind(spaces, before);
        before = spaces >> (TOGETHER - 1) == 1;
        gaps != 0
    })
}

/// Runs of letters and digits in ASCII.
pub fn count_runs(text: &[u8]) -> u32 {
    dispatch!(Level::new(), simd => count_runs_in(simd, text))
}

#[inline(always)]
fn count_runs_in<S: Simd>(simd: S, text: &[u8]) -> u32 {
    let (mut runs, mut before) = (0, false);
    any_of(simd, text, |bytes, _| {
        let inside = written(bytes);
        runs += (inside & !behind(inside, before)).count_ones();
        before = inside >> (TOGETHER - 1) == 1;
        false
    });
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_bytes_are_seen(text in "([a-z0-9 ]|[.é]){0,200}") {
            prop_assert_eq!(has_gap(&text), text.contains("  "));
            let runs = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty()).count();
            prop_assert_eq!(count_runs(text.as_bytes()), runs as u32);
        }
    }
}
