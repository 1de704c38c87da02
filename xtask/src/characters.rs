//! `cargo xtask characters`: every reference line of the development pages that mojibake repair or the decoding of
//! entities changes, for a person to judge. Nearly all of them are clean, and a clean text never changes.

use anyhow::Result;
use dehusk::normalize::{Normalizer, Quotes, UnicodeForm};
use dehusk::{Fix, Fixes};

use crate::gate::Data;

/// Characters that are shown from the first difference on, and ahead of it.
const SHOWN: (usize, usize) = (60, 20);

/// Prints the lines, before and after, and how many there were.
pub fn run() -> Result<()> {
    // Whatever else changes is none of the question.
    let normalizer = Normalizer { unicode: UnicodeForm::Keep, quotes: Quotes::Keep };
    let (mut lines, mut mojibake, mut entities) = (0, 0, 0);
    for truth in Data::needed()?.truths("wcxb-dev/truth.jsonl.zst")? {
        for line in truth.main_content.lines().filter(|line| !line.trim().is_empty()) {
            lines += 1;
            let mut fixes = Fixes::default();
            let normal = normalizer.prose_counting(line, None, &mut fixes);
            mojibake += usize::from(fixes.get(Fix::Mojibake) > 0);
            entities += usize::from(fixes.get(Fix::Entities) > 0);
            if fixes.get(Fix::Mojibake) + fixes.get(Fix::Entities) > 0 {
                let same = line.chars().zip(normal.chars()).take_while(|(before, after)| before == after).count();
                println!("{}\n- {}\n+ {}", truth.id, shown(line, same), shown(&normal, same));
            }
        }
    }
    println!("{lines} lines: {mojibake} with mojibake, {entities} with entities");
    Ok(())
}

/// What is around the first difference, with controls written out.
fn shown(line: &str, same: usize) -> String {
    let (after, before) = SHOWN;
    let part: String = line.chars().skip(same.saturating_sub(before)).take(before + after).collect();
    part.escape_debug().to_string()
}
