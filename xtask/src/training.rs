//! `cargo xtask train`: features out of the library, a model out of `training/`, back into the library.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use dehusk::judge::content::{Features, Model};
use dehusk::normalize::Quotes;
use dehusk::{Cleaner, Record, Settings, metadata};

use crate::environment::{call, python};
use crate::features;
use crate::gate::{self, Data};

/// Where everything lies that training makes, but for the model that is shipped.
fn place() -> PathBuf {
    crate::root().join("target/training")
}

/// The judges that are trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Judge {
    /// That of web pages.
    Pages,
    /// That of texts without markup.
    Texts,
}

/// Writes the features alone.
pub fn features(folder: &Path) -> Result<()> {
    let data = Data::needed()?;
    features::write(&data, folder)?;
    features::write_texts(&data, &folder.join("texts"))
}

/// Trains one judge or both: the models of the folds go below `target/training`, that of all pages into the sources.
pub fn run(only: Option<Judge>) -> Result<()> {
    let data = Data::needed()?;
    let place = place();
    let truth = place.join("truth");
    fs::create_dir_all(&truth)?;
    for (set, name) in [("wcxb-dev", "pages.jsonl"), ("segments-dev", "segments.jsonl")] {
        let mut file = File::create(truth.join(name))?;
        io::copy(&mut data.unpack(&format!("{set}/truth.jsonl.zst"))?, &mut file)?;
    }
    let scripts = crate::root().join("training");
    let python = python(&place.join("python"), &scripts.join("requirements.txt"))?;
    let train = |script: &str, model: &str| {
        let model = crate::root().join("src/judge/content").join(model);
        let (features, folds) = (place.join("features"), place.join("folds"));
        let mut command = Command::new(&python);
        // Sums are made in another order by another number of threads.
        command.env("OPENBLAS_NUM_THREADS", "2");
        call(command.arg(scripts.join(script)).args([&features, &truth, &model, &folds]))
    };
    if only != Some(Judge::Texts) {
        features::write(&data, &place.join("features"))?;
        train("train.py", "content.model")?;
    }
    if only != Some(Judge::Pages) {
        ensure!(Folds::are_there(), "texts are trained on the folds of the pages: run cargo xtask train pages first");
        features::write_texts(&data, &place.join("features/texts"))?;
        train("texts.py", "text.model")?;
    }
    println!("train: now build again, and run cargo xtask gate --cross-validate");
    Ok(())
}

/// The models of the cross-validation.
pub struct Folds {
    fold_of_host: HashMap<String, usize>,
    cleaners: Vec<Cleaner>,
    shipped: Cleaner,
}

impl Folds {
    /// Whether training left any.
    pub fn are_there() -> bool {
        place().join("folds/folds.json").is_file()
    }

    /// Reads what training left, for cleaners that write quotes so.
    pub fn read(quotes: Quotes) -> Result<Folds> {
        let folder = place().join("folds");
        let hosts = folder.join("folds.json");
        let text = fs::read_to_string(&hosts).with_context(|| format!("{}: run cargo xtask train", hosts.display()))?;
        let fold_of_host: HashMap<String, usize> = serde_json::from_str(&text)?;
        let count = fold_of_host.values().max().map_or(0, |last| last + 1);
        let cleaner = |fold| -> Result<Cleaner> {
            let read = |name: String, features: &[String]| -> Result<Arc<Model>> {
                Ok(Arc::new(Model::read(&fs::read(folder.join(name))?, features)?))
            };
            let content = read(format!("{fold}.model"), &Features::all())?;
            let text = read(format!("text-{fold}.model"), &Features::all_of_text())?;
            Ok(Cleaner::new(Settings { content, text, ..gate::with_quotes(quotes) }))
        };
        let cleaners = (0..count).map(cleaner).collect::<Result<_>>()?;
        Ok(Folds { fold_of_host, cleaners, shipped: Cleaner::new(gate::with_quotes(quotes)) })
    }

    /// The cleaner whose model never saw a page of the record's host; a page without an address is its own host.
    pub fn cleaner(&self, record: &Record) -> &Cleaner {
        let host = record.hints.url.as_deref().and_then(metadata::hostname).unwrap_or_else(|| record.id.clone());
        self.fold_of_host.get(&host).map_or(&self.shipped, |&fold| &self.cleaners[fold])
    }
}
