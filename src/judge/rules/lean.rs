//! A built-in pack as the build script writes it: JSON, without the examples.

use super::Phrase;
use super::pack::{Pack, RawPack};
use super::pattern::Pattern;
use crate::error::{Error, ErrorKind, Result};

/// Reads such a pack. It was checked when it was written: what is wrong with one is told in few words.
pub fn read(json: &str) -> Result<Pack> {
    let fault = |message: String| Error::new(ErrorKind::Configuration, message);
    let raw: RawPack<String, Vec<String>> = serde_json::from_str(json).map_err(|error| fault(error.to_string()))?;
    let language = raw.language;
    let mut rules = Vec::with_capacity(raw.rules.len());
    for mut rule in raw.rules {
        let texts = std::mem::take(&mut rule.phrases).into_iter();
        let phrases = texts.map(|text| Ok(Phrase { pattern: Pattern::parse(&text)?, text, example: None }));
        let phrases = phrases.collect::<std::result::Result<_, String>>().map_err(fault)?;
        rules.push(rule.with(&language, phrases, |word| word));
    }
    Ok(Pack { language, rules, appeals: raw.appeals })
}

#[cfg(test)]
mod tests {
    use super::super::{PACKS, pack};
    use super::*;

    #[test]
    fn it_says_what_its_author_wrote() {
        for built_in in PACKS {
            let mut written = pack::read(built_in.language, built_in.toml).expect("a good pack");
            written.rules.iter_mut().flat_map(|rule| &mut rule.phrases).for_each(|phrase| phrase.example = None);
            written.appeals.iter_mut().for_each(|appeals| appeals.examples.clear());
            let lean = read(built_in.lean).expect("a good pack");
            assert_eq!(format!("{lean:?}"), format!("{written:?}"), "{}", built_in.language);
        }
    }
}
