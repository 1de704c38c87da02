//! The summary at the end of a run.

use std::fmt::Write;
use std::time::Duration;

use crate::pipeline::Tally;
use crate::verdict::Category;

/// What was counted, in three lines at most, ending in a line end.
pub fn of(tally: &Tally, time: Duration) -> String {
    let mut out = format!("{} kept, {} dropped, {} failed", tally.kept, tally.dropped, tally.failed);
    let counts = [
        (tally.skipped, "skipped"),
        (tally.degraded, "simplified at a limit"),
        (tally.truncated, "cut short at the source"),
    ];
    for (count, word) in counts {
        if count > 0 {
            // Writing to a string cannot fail.
            let _ = write!(out, ", {count} {word}");
        }
    }
    let passed: u64 = tally.passed.values().sum();
    if passed > 0 {
        let _ = write!(out, ", {passed} records that are no documents");
    }
    let _ = writeln!(out, "; {}", speed(tally.bytes, time));
    let spans: u64 = tally.removed.values().sum();
    if spans > 0 {
        let _ = writeln!(out, "removed {spans}: {}", by_category(tally));
    }
    out
}

/// The categories, the most frequent first.
fn by_category(tally: &Tally) -> String {
    let mut removed: Vec<(Category, u64)> = tally.removed.iter().map(|(category, count)| (*category, *count)).collect();
    removed.sort_by_key(|(category, count)| (std::cmp::Reverse(*count), *category));
    let parts: Vec<String> = removed.iter().map(|(category, count)| format!("{} {count}", category.name())).collect();
    parts.join(", ")
}

fn speed(bytes: u64, time: Duration) -> String {
    let megabytes = bytes as f64 / 1e6;
    let seconds = time.as_secs_f64();
    // Too short to say anything about speed.
    if seconds < 0.01 {
        return format!("{megabytes:.1} MB in {seconds:.2} s");
    }
    format!("{megabytes:.1} MB in {seconds:.2} s, {:.1} MB/s", megabytes / seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_frequency() {
        let removed = [(Category::Share, 2), (Category::Donation, 5), (Category::Metadata, 2)].into();
        let tally = Tally { kept: 3, failed: 1, skipped: 2, bytes: 4_000_000, removed, ..Tally::default() };
        assert_eq!(
            of(&tally, Duration::from_secs(2)),
            "3 kept, 0 dropped, 1 failed, 2 skipped; 4.0 MB in 2.00 s, 2.0 MB/s\n\
             removed 9: donation 5, metadata 2, share 2\n"
        );
    }

    #[test]
    fn a_short_run_claims_no_speed() {
        assert_eq!(of(&Tally::default(), Duration::ZERO), "0 kept, 0 dropped, 0 failed; 0.0 MB in 0.00 s\n");
    }
}
