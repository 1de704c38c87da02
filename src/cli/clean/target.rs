//! Where articles and receipts go, and whether that makes sense.

use std::collections::HashSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::{Clean, Compress, To, is_dash};
use crate::cli::usage;
use crate::error::Result;
use crate::sink::{
    Aside, Compression, Folder, Format, Forms, Guest, Header, Names, Parts, Shape, Sink, StandardOutput, Stream, What,
    schema,
};
use crate::source::Files;

/// Bytes of a part where only a field to split by was given.
const SHARD: usize = 256 << 20;

/// Where the articles go.
pub(super) enum Target<'p> {
    StandardOutput,
    /// All to one file.
    File(&'p Path),
    /// All to parts of about so many bytes in a folder.
    Parts(&'p Path, u64),
    /// Each to a file in a folder.
    Folder(&'p Path),
    /// All to a pipe or a device, such as `/dev/null`, as to standard output.
    Device(&'p Path),
}

impl Clean {
    pub(super) fn check_target(&self) -> Result<()> {
        if let Some(ledger) = self.ledger() {
            let mut others = [("-o", &self.output), ("--removed", &self.removed)].into_iter();
            if let Some((flag, _)) = others.find(|(_, path)| path.as_ref() == Some(&ledger)) {
                return Err(usage(format!("{flag} and the ledger name the same file, {}", ledger.display())));
            }
        }
        match (self.target(), self.removed.as_deref()) {
            (Target::StandardOutput | Target::Device(_), _) if self.format() == To::Parquet => {
                return Err(usage("Parquet needs a file or a folder: -o out.parquet"));
            }
            (Target::StandardOutput, Some(path)) if is_dash(path) => {
                return Err(usage(
                    "--removed - and the articles cannot share standard output; use -o for the articles",
                ));
            }
            (Target::File(output), Some(removed)) if output == removed => {
                return Err(usage("-o and --removed name the same file"));
            }
            (Target::File(output), _) if output.is_dir() => {
                return Err(usage(format!("{} is a folder; -o FILE.jsonl needs a file", output.display())));
            }
            (Target::File(output), _) if self.to.is_some_and(|to| Some(to) != format_of(output)) => {
                let output = output.display();
                return Err(usage(format!(
                    "{output} is a name for another format; leave --to out, or give -o a folder"
                )));
            }
            (Target::Folder(output) | Target::Parts(output, _), _) if output.exists() && !output.is_dir() => {
                let output = output.display();
                return Err(usage(format!("{output} is a file; -o needs a folder. To write one file: > {output}")));
            }
            (Target::Folder(output), _) if is_named_like_a_file(output) => {
                return Err(usage(format!(
                    "{} would be a folder with a file for each document; for one text write > FILE, for all in one file \
                     -o NAME.jsonl or NAME.parquet, and end the name with / where a folder is meant",
                    output.display()
                )));
            }
            (Target::Parts(output, _), _) if format_of(output).is_some() && !output.is_dir() => {
                return Err(usage(format!(
                    "{} would be a folder of parts; give -o a name without extension",
                    output.display()
                )));
            }
            (Target::Parts(..), _) if !matches!(self.format(), To::Jsonl | To::Parquet) => {
                return Err(usage("parts are JSONL or Parquet; leave --to out, or --shard-size and --split-by"));
            }
            (target, _) if self.compress.is_some() && !matches!(target, Target::Parts(..)) => {
                return Err(usage(
                    "--compress is for parts; one file is compressed as its name says, such as out.jsonl.zst",
                ));
            }
            _ if self.signals && !matches!(self.format(), To::Jsonl | To::Parquet) => {
                return Err(usage("--signals needs JSONL or Parquet: --to jsonl, or -o out.jsonl"));
            }
            _ => {}
        }
        match &self.removed {
            Some(path) if path.is_dir() => {
                Err(usage(format!("{} is a folder; --removed needs a file", path.display())))
            }
            _ => Ok(()),
        }
    }

    /// Refuses to write over a file that is read.
    pub(super) fn spare_the_input(&self, source: &Files) -> Result<()> {
        let mut written: Vec<PathBuf> = self.removed.iter().cloned().chain(self.ledger()).collect();
        match self.target() {
            Target::StandardOutput | Target::Parts(..) | Target::Device(_) => {}
            Target::File(path) => written.push(path.to_owned()),
            Target::Folder(root) => {
                let mut names = Names::new(self.shape().format.extension());
                written.extend(source.ids().map(|id| root.join(names.assign(id))));
            }
        }
        written.retain(|path| path.is_file());
        if written.is_empty() {
            return Ok(());
        }
        let read: HashSet<PathBuf> = source.paths().filter_map(|path| fs::canonicalize(path).ok()).collect();
        match written.iter().find(|path| fs::canonicalize(path).is_ok_and(|path| read.contains(&path))) {
            Some(path) => Err(usage(format!("{} is read, and would be overwritten; write elsewhere", path.display()))),
            None => Ok(()),
        }
    }

    /// The articles' sink, then the receipts', where they are wanted.
    pub(super) fn sinks(&self, forms: &Forms, source: &Files) -> Result<Vec<Box<dyn Sink>>> {
        let what = What::articles(forms);
        let columns = || schema::articles(source.columns().as_ref(), forms.signals);
        let articles: Box<dyn Sink> = match self.target() {
            Target::StandardOutput => {
                Box::new(Stream::new(StandardOutput::default(), what, io::stdout().is_terminal()))
            }
            Target::File(path) => {
                let parts = Parts::one(path, what, Compression::of_name(path));
                Box::new(if self.format() == To::Parquet { parts.as_parquet(columns()) } else { parts })
            }
            Target::Parts(root, size) => {
                let compression = match self.compress {
                    Some(Compress::None) => Compression::None,
                    Some(Compress::Gzip) => Compression::Gzip,
                    Some(Compress::Zstd) | None => Compression::Zstd,
                };
                let extension = forms.shape.format.extension();
                let parts = Parts::many(root, what, compression, size, extension, self.split_by.as_deref());
                Box::new(if self.format() == To::Parquet { parts.as_parquet(columns()) } else { parts })
            }
            Target::Folder(root) => Box::new(Folder::new(root, forms.shape)),
            Target::Device(path) => Box::new(Stream::new(Aside::begin(path)?, what, false)),
        };
        let mut sinks = vec![articles];
        let receipts: Option<Box<dyn Sink>> = self.removed.as_deref().map(|path| match is_dash(path) {
            true => Box::new(Stream::new(StandardOutput::default(), What::Receipts, false)) as Box<dyn Sink>,
            false => Box::new(Parts::one(path, What::Receipts, Compression::of_name(path))),
        });
        // Whoever looks at the first receipts only wants the articles all the same.
        sinks.extend(receipts.map(|receipts| Box::new(Guest::new(receipts)) as Box<dyn Sink>));
        Ok(sinks)
    }

    pub(super) fn target(&self) -> Target<'_> {
        let is_table = self.to == Some(To::Parquet) && self.output.as_deref().and_then(format_of).is_none();
        let parts = self.shard_size.or((self.split_by.is_some() || is_table).then_some(SHARD));
        match (&self.output, parts) {
            (None, _) => Target::StandardOutput,
            (Some(path), Some(size)) => Target::Parts(path, size as u64),
            (Some(path), None) if format_of(path).is_some() => Target::File(path),
            (Some(path), None) if is_device(path) => Target::Device(path),
            (Some(path), None) => Target::Folder(path),
        }
    }

    /// The format that was asked for, by flag or by name.
    pub(super) fn format(&self) -> To {
        let parts = self.shard_size.is_some() || self.split_by.is_some();
        let named = || self.output.as_deref().and_then(format_of);
        self.to.or_else(named).unwrap_or(if parts { To::Jsonl } else { To::Text })
    }

    pub(super) fn shape(&self) -> Shape {
        let format = match self.format() {
            To::Text => Format::Text,
            To::Markdown => Format::Markdown,
            To::Jsonl => Format::Jsonl,
            To::Parquet => Format::Parquet,
        };
        let header = match (self.no_header, self.header_only) {
            (true, _) => Header::Without,
            (_, true) => Header::Only,
            _ => Header::With,
        };
        Shape { format, header }
    }
}

/// The format of one file for all documents, as its name says.
fn format_of(path: &Path) -> Option<To> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    let (stem, extension) = name.rsplit_once('.')?;
    match extension {
        _ if stem.is_empty() => None,
        "jsonl" | "ndjson" => Some(To::Jsonl),
        "parquet" => Some(To::Parquet),
        _ => None,
    }
}

/// Whether a folder that is not there has a name that people give to files.
fn is_named_like_a_file(path: &Path) -> bool {
    const FILES: [&str; 14] =
        ["txt", "text", "md", "markdown", "json", "csv", "tsv", "html", "htm", "xml", "gz", "zst", "bz2", "xz"];
    let is_known = |extension: &str| FILES.iter().any(|known| known.eq_ignore_ascii_case(extension));
    let is_folder = path.as_os_str().to_string_lossy().ends_with(std::path::is_separator) || path.is_dir();
    !is_folder && path.extension().and_then(|extension| extension.to_str()).is_some_and(is_known)
}

/// Whether this is neither a file nor a folder, such as `/dev/null`.
pub(super) fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
