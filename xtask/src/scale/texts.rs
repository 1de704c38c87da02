//! Texts that are made: words of a small language, as frequent as words are.

/// SplitMix64: the same numbers on every machine.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from 0 to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The words that there are.
const WORDS: usize = 20_000;
const SYLLABLES: [&str; 24] = [
    "ba", "le", "mi", "ro", "tu", "na", "sel", "dor", "vin", "ka", "pe", "lo", "har", "bis", "gen", "fo", "ri", "wen",
    "sta", "mo", "ne", "ul", "cre", "ta",
];

/// A word: few are frequent, most are rare.
pub(super) fn word(numbers: &mut Numbers) -> String {
    // The rank's logarithm is spread evenly, as Zipf's law has it.
    let rank = (WORDS as f64).powf(numbers.share()) as usize;
    let mut rest = rank + SYLLABLES.len();
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// As many words.
pub(super) fn words(numbers: &mut Numbers, count: usize) -> Vec<String> {
    (0..count).map(|_| word(numbers)).collect()
}

/// Words as sentences in paragraphs.
pub(super) fn prose(words: &[String]) -> String {
    let paragraph = |words: &[String]| words.chunks(13).map(sentence).collect::<Vec<_>>().join(" ");
    words.chunks(52).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn sentence(words: &[String]) -> String {
    let text = words.join(" ");
    let first = text.chars().next().map(|first| first.to_ascii_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), text.get(1..).unwrap_or_default())
}
