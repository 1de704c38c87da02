//! What makes a run this run: the first line of its ledger.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap::parser::ValueSource;

use super::{Clean, is_dash};
use crate::cli::{Arguments, own_arguments};
use crate::error::Result;
use crate::judge;
use crate::pipeline::ledger::{Head, VERSION};
use crate::source::Files;

/// Flags that change nothing of what comes out.
const NO_MATTER: [&str; 12] = [
    "paths",
    "output",
    "ledger",
    "no_ledger",
    "threads",
    "memory",
    "timeout",
    "resume",
    "overwrite",
    "quiet",
    "no_progress",
    "color",
];

impl Clean {
    /// What makes this run this run.
    pub(super) fn head(&self, source: &Files) -> Result<Head> {
        let mut inputs = blake3::Hasher::new();
        source.inventory(|id, size, content| {
            for part in [id.as_bytes(), b"\0", &size.to_le_bytes(), content] {
                inputs.update(part);
            }
        });
        let mut settings = blake3::Hasher::new();
        settings.update(self.essence().as_bytes());
        let mut rules = BTreeMap::new();
        self.cleaning.rule_files(|path, text| {
            settings.update(text.as_bytes());
            rules.insert(path.display().to_string(), digits(blake3::Hasher::new().update(text.as_bytes())));
        })?;
        let name = self.output.as_deref().and_then(Path::file_name).unwrap_or_default();
        Ok(Head {
            ledger: VERSION,
            dehusk: env!("CARGO_PKG_VERSION").to_owned(),
            models: judge::identity().to_owned(),
            settings: digits(&settings),
            inputs: digits(&inputs),
            output: name.to_string_lossy().into_owned(),
            flags: flags(),
            rules,
            paths: self.paths.iter().map(|path| absolute(path)).collect(),
        })
    }

    /// The flags, without those that change nothing of what comes out.
    fn essence(&self) -> String {
        let essence = Clean {
            paths: Vec::new(),
            output: None,
            removed: self.removed.as_ref().map(|_| "removed".into()),
            ledger: None,
            threads: 0,
            memory: None,
            timeout: 0.0,
            resume: false,
            overwrite: false,
            quiet: false,
            no_progress: false,
            ..self.clone()
        };
        format!("{essence:?}")
    }
}

/// The flags that were given and matter, as people read them.
fn flags() -> BTreeMap<String, Vec<String>> {
    let mut all = Arguments::command();
    let given = all.try_get_matches_from_mut(std::iter::once("dehusk".into()).chain(own_arguments()));
    let Ok(given) = given else { return BTreeMap::new() };
    let (Some(("clean", given)), Some(clean)) = (given.subcommand(), all.find_subcommand("clean")) else {
        return BTreeMap::new();
    };
    let mut flags = BTreeMap::new();
    for flag in clean.get_arguments() {
        let id = flag.get_id().as_str();
        let (Some(name), Some(ValueSource::CommandLine)) = (flag.get_long(), given.value_source(id)) else { continue };
        if !NO_MATTER.contains(&id) {
            let values = given.get_raw(id).into_iter().flatten().filter(|_| flag.get_action().takes_values());
            flags.insert(name.to_owned(), values.map(|value| value.to_string_lossy().into_owned()).collect());
        }
    }
    flags
}

fn absolute(path: &Path) -> String {
    let found = if is_dash(path) { Ok(PathBuf::from("-")) } else { path.canonicalize() };
    let found = found.or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    found.display().to_string()
}

/// Half of the hash, which is enough to tell runs apart.
fn digits(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex().chars().take(32).collect()
}
