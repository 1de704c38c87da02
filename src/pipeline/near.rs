//! Near duplicates can only be told once all documents are known: a run that drops them has two halves.
//!
//! The first cleans everything and sets it aside in a [`Spool`](crate::sink::spool::Spool), with its own ledger, so
//! that it can be interrupted like any run. Then the duplicates are found ([`duplicates`]), and the second half writes
//! what was set aside ([`replay`]). Which of like documents stays does not depend on their order.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::crew::Done;
use super::desk::{Desk, Passed};
use super::job::Passage;
use super::ledger::{Entry, Status};
use super::{Destination, End, Event, Options, Run};
use crate::filter::near::Duplicate;
use crate::filter::{ContentHash, Near, Rank, Shingles, Signature};
use crate::sink::spool::{Frame, Frames, Signs};
use crate::source::Position;

/// Bytes of a signature's bands.
const BANDS: usize = 14 * 8;

/// The signs of a text: its bands and its shingles. None where it has too few words.
pub(super) fn signs(text: &str) -> Vec<u8> {
    let shingles = Shingles::of(text);
    let Some(signature) = Signature::of(&shingles) else { return Vec::new() };
    let numbers = signature.bands().into_iter().chain(shingles.hashes().iter().copied());
    numbers.flat_map(u64::to_le_bytes).collect()
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.chunks_exact(8).map(|bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes")))
}

/// Finds the near duplicates among what was set aside in a folder, by number of the document.
///
/// Two documents are alike where their Jaccard similarity, counted over word 5-grams, is at least `threshold`; those of
/// fewer words where they are equal.
pub fn duplicates(folder: &Path, threshold: f64) -> io::Result<HashMap<u64, Duplicate>> {
    let mut near = Near::default();
    let mut short: HashMap<ContentHash, Vec<(Rank, u64)>> = HashMap::new();
    let mut places = HashMap::new();
    let mut signs = Signs::open(folder)?;
    for frame in Frames::open(folder)? {
        let Frame { line, document, signs: place } = frame?;
        if document.is_none() {
            continue;
        }
        let entry: Entry = serde_json::from_slice(&line)?;
        let (Some(number), Some(hash), Status::Kept) = (entry.n, entry.hash, entry.status) else { continue };
        let id = crate::filter::hash(&entry.id);
        let rank = Rank { quality: entry.quality, words: entry.words.unwrap_or(0), hash, id };
        if place.is_empty() {
            short.entry(hash).or_default().push((rank, number));
            continue;
        }
        let mut bands = [0; BANDS / 8];
        for (band, number) in bands.iter_mut().zip(numbers(&signs.read(place.start..place.start + BANDS as u64)?)) {
            *band = number;
        }
        near.insert(number, rank, &Signature::from_bands(bands));
        places.insert(number, place.start + BANDS as u64..place.end);
    }
    let fetch = |number: u64| Ok(Shingles::from_hashes(numbers(&signs.read(places[&number].clone())?).collect()));
    let found = near.duplicates(fetch, threshold)?;
    let equal = short.into_values().flat_map(|mut texts| {
        texts.sort_unstable_by(|a, b| a.0.compare(&b.0).then(a.1.cmp(&b.1)));
        let of = texts[0].1;
        texts.into_iter().skip(1).map(move |(_, ordinal)| Duplicate { ordinal, of, jaccard: 1.0 })
    });
    Ok(found.into_iter().chain(equal).map(|duplicate| (duplicate.ordinal, duplicate)).collect())
}

/// Writes what was set aside in a folder, without the duplicates. Goes on at [`Options::first`].
pub fn replay<'r>(
    folder: &Path,
    duplicates: &HashMap<u64, Duplicate>,
    destination: Destination<'r>,
    options: &Options,
    watch: &'r mut dyn FnMut(Event<'_>),
) -> Run {
    let mut desk = Desk::new(destination, watch, options);
    let written = write(folder, duplicates, &mut desk, options);
    let stopped = options.stop.load(Ordering::Relaxed);
    let pauses = stopped && options.goes_on && desk.is_accounted();
    let end = match written.and_then(|()| if pauses { desk.pause() } else { desk.finish(!stopped) }) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => End::ReaderLeft,
        Err(error) => End::Unwritable(error.into()),
        Ok(()) if stopped => End::Stopped,
        Ok(()) => End::Complete,
    };
    Run { tally: desk.tally, end }
}

fn write(
    folder: &Path,
    duplicates: &HashMap<u64, Duplicate>,
    desk: &mut Desk<'_>,
    options: &Options,
) -> io::Result<()> {
    let done_before = usize::try_from(options.first).unwrap_or(usize::MAX);
    for (number, frame) in Frames::open(folder)?.enumerate().skip(done_before) {
        if options.stop.load(Ordering::Relaxed) {
            break;
        }
        let Frame { line, document, .. } = frame?;
        // The place in the input counts nothing here: the spool is the input.
        let at = Position { file: 0, item: number as u64 };
        let (input, passage) = passage(&line, document, duplicates)?;
        desk.take(Done { at, input, holds: 0, passage })?;
    }
    Ok(())
}

/// What was set aside, as it came out of a worker.
fn passage(
    line: &[u8],
    document: Option<crate::sink::Written>,
    duplicates: &HashMap<u64, Duplicate>,
) -> io::Result<(Arc<str>, Passage)> {
    if line.starts_with(b"{\"passed\":") {
        let Passed { passed } = serde_json::from_slice(line)?;
        return Ok(("".into(), Passage::Passed(passed)));
    }
    let mut entry: Entry = serde_json::from_slice(line)?;
    let input = Arc::clone(&entry.input);
    let Some(mut written) = document else {
        let cause = entry.reason.take().unwrap_or_default().into_owned();
        return Ok((input, Passage::Skipped { name: entry.id, cause }));
    };
    if let Some(Duplicate { of, jaccard, .. }) = entry.n.and_then(|number| duplicates.get(&number)) {
        entry.refuse("near-duplicate", format!("it is like document {of}: Jaccard {jaccard:.2}"));
        entry.of = Some(*of);
        written.article = None;
    }
    let name = entry.id.clone();
    Ok((input, Passage::Document { name, entry: Box::new(entry), written: Box::new(written) }))
}
