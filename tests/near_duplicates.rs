//! The promise of near duplicates: which texts stay does not depend on the order they come in.

use std::collections::BTreeSet;

use dehusk::filter::{Near, Rank, Shingles, Signature, hash};
use proptest::prelude::*;

/// Texts of 60 words: families of ten, each text with one word of its own, and one text twice.
fn texts() -> Vec<String> {
    let text = |family: usize, own: usize| {
        let word = |i: usize| if i == own * 6 { format!("own{own}") } else { format!("w{family}x{i}") };
        (0..60).map(word).collect::<Vec<_>>().join(" ")
    };
    let mut texts: Vec<String> = (0..30).map(|i| text(i / 10, i % 10)).collect();
    texts.push(texts[3].clone());
    texts
}

/// The texts that stay, of texts that come in this order.
fn staying(texts: &[String]) -> Vec<String> {
    let mut near = Near::default();
    for (ordinal, text) in texts.iter().enumerate() {
        let signature = Signature::of(&Shingles::of(text)).expect("words enough");
        near.insert(
            ordinal as u64,
            Rank { quality: None, words: 60, hash: hash(text), id: hash(&ordinal.to_string()) },
            &signature,
        );
    }
    let duplicates = near.duplicates(|ordinal| Ok(Shingles::of(&texts[ordinal as usize])), 0.7).expect("no I/O");
    let gone: BTreeSet<u64> = duplicates.iter().map(|duplicate| duplicate.ordinal).collect();
    let mut kept: Vec<_> = (0..).zip(texts).filter(|(i, _)| !gone.contains(i)).map(|(_, text)| text.clone()).collect();
    kept.sort();
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn order_does_not_matter(shuffled in Just(texts()).prop_shuffle()) {
        prop_assert_eq!(staying(&shuffled), staying(&texts()));
    }
}

#[test]
fn families_lose_members_and_never_their_last() {
    let kept = staying(&texts());
    assert!(kept.len() < 31, "{} stay", kept.len());
    for family in 0..3 {
        assert!(kept.iter().any(|text| text.contains(&format!("w{family}x59"))));
    }
}

#[test]
fn texts_of_few_words_have_no_signature() {
    assert_eq!(Signature::of(&Shingles::of("only four words here")), None);
    assert!(Signature::of(&Shingles::of("今日は晴れ")).is_some());
}
