//! The lists of `lists.toml`: words that the rules go by besides their packs.

use std::sync::LazyLock;

use serde::Deserialize;

/// The lists; what each is for says `lists.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    #[serde(borrow)]
    pub cookies: Vec<&'static str>,
    #[serde(borrow)]
    pub abbreviations: Vec<&'static str>,
}

/// As the build script writes them.
pub static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/lists.json"))).expect("the lists are read by a test")
});

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_list_has_words_in_lower_case_and_each_once() {
        for list in [&LISTS.cookies, &LISTS.abbreviations] {
            let mut seen = BTreeSet::new();
            assert!(!list.is_empty());
            for word in list {
                assert!(!word.trim().is_empty() && *word == word.to_lowercase() && seen.insert(word), "{word}");
            }
        }
    }
}
