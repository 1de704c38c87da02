//! The files of pages that all workers read.
//!
//! All extractors are given the same text. The development pages are UTF-8 as they are; those with segments are
//! decoded by dehusk first, as not every peer can.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dehusk::limits::Limits;
use dehusk::{Hints, Media, Record, decode};
use versus_worker::Page;

use crate::gate::{Data, Raw};
use crate::score::Truth;

/// Pages in a file, a line of JSON each.
#[derive(Debug)]
pub struct Prepared {
    /// The file.
    pub path: PathBuf,
    /// The reference of each page.
    pub truths: Vec<Truth>,
    /// Bytes of each page's HTML.
    pub bytes: Vec<usize>,
}

/// The pages with a reference of the whole text.
pub fn web_pages(data: &Data, count: Option<usize>, path: &Path) -> Result<Prepared> {
    let truths = data.truths("wcxb-dev/truth.jsonl.zst")?;
    prepare(data, "wcxb-dev/pages.jsonl.zst", spread(truths, count), path, |raw, url| Page {
        id: raw.id,
        url,
        charset: None,
        html: String::from_utf8_lossy(&raw.bytes).into_owned(),
    })
}

/// The pages with segments.
pub fn segments(data: &Data, count: Option<usize>, path: &Path) -> Result<Prepared> {
    let truths = data.truths("segments-dev/truth.jsonl.zst")?;
    prepare(data, "segments-dev/pages.tar.zst", spread(truths, count), path, |raw, url| {
        let hints = Hints { media: Some(Media::Html), ..Hints::default() };
        let record = Record { id: raw.id, bytes: raw.bytes, hints, ..Record::default() };
        let html = match decode::decode(&record, &Limits::default()) {
            Ok(decoded) => decoded.text.to_string(),
            Err(_) => String::from_utf8_lossy(&record.bytes).into_owned(),
        };
        Page { id: record.id, url, charset: Some("utf-8".to_owned()), html }
    })
}

/// So many, evenly spread.
fn spread(truths: Vec<Truth>, count: Option<usize>) -> Vec<Truth> {
    let (all, count) = (truths.len(), count.unwrap_or(truths.len()).min(truths.len()));
    let chosen: Vec<usize> = (0..count).map(|place| place * all / count).collect();
    let is_chosen = |place: &usize| chosen.binary_search(place).is_ok();
    truths.into_iter().enumerate().filter(|(place, _)| is_chosen(place)).map(|(_, truth)| truth).collect()
}

/// Every `step`th of `count` pages, without those that are lost.
pub fn sample(count: usize, step: usize, lost: &[usize]) -> Vec<usize> {
    (0..count).step_by(step).filter(|place| !lost.contains(place)).collect()
}

fn prepare(
    data: &Data,
    source: &str,
    truths: Vec<Truth>,
    path: &Path,
    page: impl Fn(Raw, Option<String>) -> Page + Sync,
) -> Result<Prepared> {
    let places: HashMap<&str, usize> =
        truths.iter().enumerate().map(|(place, truth)| (truth.id.as_str(), place)).collect();
    let mut pages = data.stream(source, |raw| {
        let &place = places.get(raw.id.as_str())?;
        let url = raw.url.clone().or_else(|| truths[place].url.clone()).filter(|url| !url.is_empty());
        let page = page(raw, url);
        let line = serde_json::to_string(&page).expect("strings can always be written");
        Some((place, page.html.len(), line))
    })?;
    pages.sort_unstable_by_key(|&(place, ..)| place);
    let found: Vec<usize> = pages.iter().map(|&(place, ..)| place).collect();
    let bytes = pages.iter().map(|&(_, bytes, _)| bytes).collect();
    write(path, pages.into_iter().map(|(.., line)| Ok(line)))?;
    // A reference without a page is nobody's fault: it is left out for all.
    let truths = truths.into_iter().enumerate().filter(|(place, _)| found.binary_search(place).is_ok());
    Ok(Prepared { path: path.to_owned(), truths: truths.map(|(_, truth)| truth).collect(), bytes })
}

impl Prepared {
    /// Some of these pages, by place in rising order, in a file of their own.
    pub fn some(&self, places: &[usize], path: &Path) -> Result<Prepared> {
        let lines = BufReader::new(File::open(&self.path)?).lines().enumerate();
        write(path, lines.filter(|(place, _)| places.binary_search(place).is_ok()).map(|(_, line)| line))?;
        Ok(Prepared {
            path: path.to_owned(),
            truths: places.iter().map(|&place| self.truths[place].clone()).collect(),
            bytes: places.iter().map(|&place| self.bytes[place]).collect(),
        })
    }
}

fn write(path: &Path, lines: impl Iterator<Item = io::Result<String>>) -> Result<()> {
    let write = || {
        let mut file = BufWriter::new(File::create(path)?);
        for line in lines {
            writeln!(file, "{}", line?)?;
        }
        file.flush()
    };
    write().with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truths(count: usize) -> Vec<Truth> {
        (0..count).map(|id| Truth { id: id.to_string(), ..Truth::default() }).collect()
    }

    #[test]
    fn pages_are_spread_evenly_and_none_twice() {
        let ids = |count| spread(truths(10), count).into_iter().map(|truth| truth.id).collect::<Vec<_>>();
        assert_eq!(ids(Some(3)), ["0", "3", "6"]);
        assert_eq!(ids(Some(99)).len(), 10);
        assert_eq!(ids(None).len(), 10);
    }

    #[test]
    fn a_lost_page_is_not_timed() {
        assert_eq!(sample(10, 3, &[6, 7]), [0, 3, 9]);
    }

    #[test]
    fn some_of_the_pages_are_the_same_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all.jsonl");
        write(&path, ["a", "b", "c"].into_iter().map(|line| Ok(line.to_owned()))).unwrap();
        let all = Prepared { path, truths: truths(3), bytes: vec![1, 20, 300] };
        let some = all.some(&[0, 2], &folder.path().join("some.jsonl")).unwrap();
        assert_eq!(std::fs::read_to_string(&some.path).unwrap(), "a\nc\n");
        assert_eq!((some.bytes, some.truths[1].id.as_str()), (vec![1, 300], "2"));
    }
}
