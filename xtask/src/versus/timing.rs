//! Turns, rounds, medians.
//!
//! All extractors take the same few pages before anybody takes the next, so that a machine that slows down slows
//! all of them; and somebody else begins every time. Of the rounds over the same pages the median counts.

use std::ops::Range;
use std::time::Duration;

use anyhow::{Result, bail};
use versus_worker::Took;

use super::worker::Worker;

/// Pages of one turn: enough that an extractor's own data is back in the caches for most of its turn.
const TURN: usize = 16;

/// How long a turn may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// What an extractor takes for all timed pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Time {
    /// Seconds of processor time.
    pub cpu: f64,
    /// Seconds on the wall.
    pub wall: f64,
}

/// Times all workers on the same pages; one time for each.
pub fn alternate(workers: &mut [Worker], pages: usize, rounds: usize) -> Result<Vec<Time>> {
    let turns: Vec<Range<usize>> = (0..pages).step_by(TURN).map(|first| first..pages.min(first + TURN)).collect();
    let ask = |worker: &mut Worker, turn: &Range<usize>| -> Result<Took> {
        match worker.ask(&format!("time {} {}", turn.start, turn.len()), PATIENCE)? {
            Ok(took) => Ok(took),
            Err(lost) => bail!("pages {turn:?} of those that are timed: {}", worker.fate(lost)),
        }
    };
    // Once for nothing: what is called for the first time is read from the disk and compiled.
    if let Some(first) = turns.first() {
        workers.iter_mut().try_for_each(|worker| ask(worker, first).map(drop))?;
    }
    let mut took = vec![vec![Vec::with_capacity(rounds); turns.len()]; workers.len()];
    for round in 0..rounds {
        eprintln!("versus: round {} of {rounds}", round + 1);
        for (number, turn) in turns.iter().enumerate() {
            for place in 0..workers.len() {
                let place = (place + round + number) % workers.len();
                took[place][number].push(ask(&mut workers[place], turn)?);
            }
        }
    }
    Ok(took.iter().map(|turns| total(turns)).collect())
}

/// The medians of all turns, added up.
fn total(turns: &[Vec<Took>]) -> Time {
    let sum = |part: fn(&Took) -> u64| {
        turns.iter().map(|rounds| median(rounds.iter().map(part).collect())).sum::<u64>() as f64 / 1e9
    };
    Time { cpu: sum(|took| took.cpu), wall: sum(|took| took.wall) }
}

/// The middle one; of an even number the lower of the two in the middle, as disturbance only adds time.
fn median(mut times: Vec<u64>) -> u64 {
    times.sort_unstable();
    times.get(times.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(vec![9, 1, 5]), 5);
        assert_eq!(median(vec![9, 1, 5, 7]), 5);
        assert_eq!(median(vec![3]), 3);
        assert_eq!(median(vec![]), 0);
    }

    #[test]
    fn one_disturbed_round_changes_nothing() {
        const SECOND: u64 = 1_000_000_000;
        let took = |cpu, wall| Took { cpu: cpu * SECOND, wall: wall * SECOND };
        let quiet = vec![took(1, 1), took(1, 2), took(1, 2)];
        let disturbed = vec![took(2, 1), took(90, 99), took(2, 1)];
        assert_eq!(total(&[quiet, disturbed]), Time { cpu: 3.0, wall: 3.0 });
    }
}
