//! The lists of `words.toml`: words of many languages are data.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{LazyLock, OnceLock};

/// The lists, in tables, as the build script writes them.
const WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/words.json"));

/// Lists by their names; in some tables by the language that they are of.
pub(super) type Table = BTreeMap<&'static str, Vec<&'static str>>;

static TABLES: LazyLock<BTreeMap<&str, Table>> =
    LazyLock::new(|| serde_json::from_str(WORDS).expect("the words are read by a test"));

/// The table of this name.
pub(super) fn table(name: &str) -> &'static Table {
    TABLES.get(name).unwrap_or_else(|| panic!("a test knows that there is a table {name}"))
}

/// A list of words, which is looked up when it is first asked for.
pub(super) struct Words {
    table: &'static str,
    name: &'static str,
    words: OnceLock<&'static [&'static str]>,
}

impl Words {
    /// The list of this name in this table.
    pub(super) const fn of(table: &'static str, name: &'static str) -> Words {
        Words { table, name, words: OnceLock::new() }
    }
}

impl Deref for Words {
    type Target = [&'static str];

    fn deref(&self) -> &[&'static str] {
        self.words.get_or_init(|| {
            let list = table(self.table).get(self.name);
            list.unwrap_or_else(|| panic!("a test knows that there is a list {} in {}", self.name, self.table))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Lists of words that are compared as they are written.
    const AS_WRITTEN: [&str; 1] = ["follow"];

    #[test]
    fn every_list_has_words_in_lower_case_and_each_once() {
        for (table, lists) in &*TABLES {
            assert!(!lists.is_empty(), "{table}");
            for (name, words) in lists {
                assert!(!words.is_empty(), "{table}.{name}");
                let mut seen = BTreeSet::new();
                for word in words {
                    assert!(!word.trim().is_empty() && seen.insert(word), "{table}.{name}: {word}");
                    assert!(*word == word.to_lowercase() || AS_WRITTEN.contains(name), "{table}.{name}: {word}");
                }
            }
        }
    }

    #[test]
    fn code_asks_for_every_list_and_for_no_other() {
        let mut asked = BTreeSet::new();
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/metadata")) {
            let code = fs::read_to_string(&path).expect("a source");
            // What follows is `table", "list")`, or `table")` for all the lists of one.
            let calls = ["Words::of(\"", "Lexicon::of(\"", "words::table(\""].map(|call| code.split(call).skip(1));
            asked.extend(calls.into_iter().flatten().map(|rest| {
                let name = rest.split(')').next().unwrap_or_default();
                name.replace("\", \"", ".").trim_end_matches('"').to_owned()
            }));
        }
        let there = TABLES.iter().flat_map(|(table, lists)| {
            let lists = lists.keys().map(move |name| format!("{table}.{name}"));
            if asked.contains(*table) { vec![(*table).to_owned()] } else { lists.collect() }
        });
        assert_eq!(there.collect::<BTreeSet<_>>(), asked);
    }

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        let own = files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
        let own = own.filter(|path| !path.ends_with("metadata/words.rs"));
        own.chain(folders.iter().flat_map(|folder| sources(folder))).collect()
    }
}
