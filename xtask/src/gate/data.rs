//! The development data: where it is, what it holds, and how it streams.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, Result, bail};
use rayon::iter::{ParallelBridge, ParallelIterator};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::score::Truth;

/// The kinds of text with residue.
pub const RESIDUE: [&str; 7] =
    ["trafilatura", "newspaper", "readability", "justext", "inscriptis", "resiliparse", "glued"];

/// The archives need a window of 128 MiB; zstd's own default limit is 64 MiB less.
const WINDOW_LOG: u32 = 27;

/// Documents that wait for a worker. A few for each core keep all busy; a page can have some megabytes.
const WAITING: usize = 8;

/// The folder of the development data.
#[derive(Debug, Clone)]
pub struct Data(PathBuf);

/// One document of the data.
#[derive(Debug)]
pub struct Raw {
    /// Its name.
    pub id: String,
    /// Its address, where it is known.
    pub url: Option<String>,
    /// The page or the text.
    pub bytes: Vec<u8>,
}

/// What the reading thread hands on.
enum Piece {
    /// One line of JSON, still to be parsed.
    Line(Vec<u8>),
    /// One file of an archive.
    File(Raw),
}

impl Data {
    /// The data, where it is present. A folder that was named and is not there is an error.
    pub fn find() -> Result<Option<Data>> {
        match std::env::var_os("DEHUSK_DATA") {
            Some(named) if Path::new(&named).is_dir() => Ok(Some(Data(named.into()))),
            Some(named) => bail!("DEHUSK_DATA names {}, which is no folder", named.display()),
            None => Ok(Some(Data::usual_place()).filter(|place| place.is_dir()).map(Data)),
        }
    }

    /// The data, for a chore that is nothing without it.
    pub fn needed() -> Result<Data> {
        Data::find()?.with_context(|| {
            format!("the development data is not in {}: name its folder in DEHUSK_DATA", Data::usual_place().display())
        })
    }

    /// Where the data lies unless DEHUSK_DATA says otherwise: beside the repository.
    pub fn usual_place() -> PathBuf {
        crate::root().join("../shared/data")
    }

    /// The reference script.
    pub fn score_py(&self) -> PathBuf {
        self.0.join("../eval/score.py")
    }

    /// SHA-256 of every file that is measured, by its path within the data.
    pub fn digests(&self) -> Result<BTreeMap<String, String>> {
        let fixed = ["wcxb-dev/pages", "wcxb-dev/truth", "segments-dev/truth"].map(|name| format!("{name}.jsonl.zst"));
        let residue = RESIDUE.map(|kind| format!("residue-dev/{kind}.jsonl.zst"));
        let names = fixed.into_iter().chain(["segments-dev/pages.tar.zst".to_owned()]).chain(residue);
        names.map(|name| Ok((name.clone(), self.digest(&name)?))).collect()
    }

    fn digest(&self, name: &str) -> Result<String> {
        let mut file = self.open(name)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        loop {
            match file.read(&mut buffer).with_context(|| name.to_owned())? {
                0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
                count => hash.update(&buffer[..count]),
            }
        }
    }

    /// The references of a data set.
    pub fn truths(&self, name: &str) -> Result<Vec<Truth>> {
        let mut truths = Vec::new();
        for line in BufReader::new(self.unpack(name)?).lines() {
            let line = line.with_context(|| name.to_owned())?;
            if !line.trim().is_empty() {
                truths.push(serde_json::from_str(&line).with_context(|| format!("{name}: line {}", truths.len() + 1))?);
            }
        }
        Ok(truths)
    }

    /// Runs `work` over every document of a file, on all cores; what it returns comes in no order.
    pub fn stream<T: Send>(&self, name: &str, work: impl Fn(Raw) -> Option<T> + Sync) -> Result<Vec<T>> {
        let (sender, receiver) = sync_channel(WAITING);
        thread::scope(|scope| {
            let reader = scope.spawn(move || self.read(name, &sender));
            let results = consume(receiver, work);
            // A failed worker closes the channel, and the reader ends; so its own error comes first.
            reader.join().expect("the reader does not panic").with_context(|| name.to_owned())?;
            results.with_context(|| name.to_owned())
        })
    }

    fn read(&self, name: &str, sender: &SyncSender<Piece>) -> Result<()> {
        let unpacked = self.unpack(name)?;
        if !name.ends_with(".tar.zst") {
            for line in BufReader::new(unpacked).split(b'\n') {
                if sender.send(Piece::Line(line?)).is_err() {
                    break;
                }
            }
            return Ok(());
        }
        for entry in tar::Archive::new(unpacked).entries()? {
            let mut entry = entry?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let path = entry.path()?.into_owned();
            let id = path.file_stem().context("a file without a name")?.to_string_lossy().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            if sender.send(Piece::File(Raw { id, url: None, bytes })).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn open(&self, name: &str) -> Result<File> {
        let path = self.0.join(name);
        File::open(&path).with_context(|| path.display().to_string())
    }

    /// Reads a file of the data, unpacked.
    pub fn unpack(&self, name: &str) -> Result<impl Read + use<>> {
        let mut decoder = zstd::Decoder::new(self.open(name)?)?;
        decoder.window_log_max(WINDOW_LOG)?;
        Ok(decoder)
    }
}

fn consume<T: Send>(receiver: Receiver<Piece>, work: impl Fn(Raw) -> Option<T> + Sync) -> Result<Vec<T>> {
    receiver
        .into_iter()
        .par_bridge()
        .filter_map(|piece| match piece {
            Piece::Line(line) if line.trim_ascii().is_empty() => None,
            Piece::Line(line) => parse(&line).map(&work).transpose(),
            Piece::File(document) => work(document).map(Ok),
        })
        .collect()
}

fn parse(line: &[u8]) -> Result<Raw> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        #[serde(default)]
        url: Option<String>,
        #[serde(alias = "html")]
        text: String,
    }
    let Line { id, url, text } = serde_json::from_slice(line).map_err(io::Error::from)?;
    Ok(Raw { id, url: url.filter(|url| !url.is_empty()), bytes: text.into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Data) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), zstd::encode_all(bytes, 1).unwrap()).unwrap();
        let data = Data(folder.path().to_owned());
        (folder, data)
    }

    #[test]
    fn lines_stream_to_all_cores_and_none_is_lost() {
        let lines: String =
            (0..500).map(|n| format!("{{\"id\":\"{n}\",\"url\":\"\",\"html\":\"page {n}\"}}\n")).collect();
        let (_folder, data) = folder_with("x.jsonl.zst", lines.as_bytes());
        let mut found = data
            .stream("x.jsonl.zst", |raw| {
                assert_eq!(raw.bytes, format!("page {}", raw.id).into_bytes());
                assert_eq!(raw.url, None);
                raw.id.parse::<u32>().ok()
            })
            .unwrap();
        found.sort_unstable();
        assert_eq!(found, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn a_broken_line_is_an_error_and_ends_the_reading() {
        let lines = "{\"id\":\"1\"\n".repeat(1000);
        let (_folder, data) = folder_with("x.jsonl.zst", lines.as_bytes());
        let error = data.stream("x.jsonl.zst", |raw| Some(raw.id)).unwrap_err();
        assert!(format!("{error:#}").starts_with("x.jsonl.zst: "), "{error:#}");
    }

    #[test]
    fn files_of_an_archive_are_named_by_their_stem() {
        let mut archive = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(2);
        archive.append_data(&mut header, "pages/0042.html", &b"hi"[..]).unwrap();
        let (_folder, data) = folder_with("x.tar.zst", &archive.into_inner().unwrap());
        assert_eq!(
            data.stream("x.tar.zst", |raw| Some((raw.id, raw.bytes))).unwrap(),
            [("0042".into(), b"hi".to_vec())]
        );
    }
}
