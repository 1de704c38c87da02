//! Web archives, whole and damaged: how they are read does not depend on how they come.

#![no_main]

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use dehusk::source::Sourced;
use dehusk::source::warc::{Options, Warc};
use dehusk_fuzz::Trickle;
use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;

/// Bytes of the body before all else. More is read at first than the fuzzer gives; what comes behind it comes in
/// pieces.
const AHEAD: usize = 300 << 10;
/// Bytes that one byte of a gzip member can become.
const RATIO: usize = 1032;
/// Bytes that a record takes at least.
const LEAST: usize = 5;

/// A record of no document.
static FIRST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut record = format!("WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: {AHEAD}\r\n\r\n").into_bytes();
    record.extend(vec![b'x'; AHEAD]);
    record.extend(b"\r\n\r\n");
    record
});

/// The same in a member that is as long.
static FIRST_PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| packed(&FIRST, Compression::none()));

fn packed(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).expect("a vector takes all");
    encoder.finish().expect("a vector takes all")
}

/// Packs each record into a member of its own.
fn in_members(records: &[u8]) -> Vec<u8> {
    let mut starts = vec![0];
    starts.extend(records.windows(5).enumerate().filter(|(at, five)| *at > 0 && *five == b"WARC/").map(|(at, _)| at));
    starts.push(records.len());
    starts.windows(2).flat_map(|pair| packed(&records[pair[0]..pair[1]], Compression::fast())).collect()
}

fn read(stream: impl Read + Send + 'static, max_bytes: usize) -> Vec<Sourced> {
    let options = Options { max_bytes, ..Options::default() };
    Warc::open(Box::new(stream), "x".to_owned(), options).collect()
}

fuzz_target!(|data: &[u8]| {
    // How it is packed, the largest document, how much comes at a time, and what is damaged of it.
    let Some((&[how, size, most, place, flip], bytes)) = data.split_first_chunk() else { return };
    let max_bytes = [0, 60, 4000, 1 << 20][usize::from(size % 4)];
    // Also what is not packed on purpose can hold a member.
    let is_packed = how % 4 > 0 || bytes.windows(3).any(|three| *three == [0x1F, 0x8B, 8]);
    let mut archive = match how % 4 {
        2 | 3 => in_members(bytes),
        _ => bytes.to_vec(),
    };
    let length = archive.len();
    if how % 4 == 3 && length > 0 {
        archive[usize::from(place) * 257 % length] ^= flip;
    }
    let unpacked = if is_packed { length * RATIO } else { length };

    let found = read(Cursor::new(archive.clone()), max_bytes);
    check(&found, length, unpacked, max_bytes);

    let first = if is_packed { &*FIRST_PACKED } else { &*FIRST };
    let behind = [first, &*archive].concat();
    let whole = read(Cursor::new(behind.clone()), max_bytes);
    check(&whole, behind.len(), unpacked + FIRST.len(), max_bytes);
    let most = usize::from(most) * usize::from(most) + 1;
    // As many bytes in tiny pieces would only take time; the first record comes at once.
    let (ahead, rest) = behind.split_at(first.len());
    let trickle = Trickle { stream: Cursor::new(rest.to_vec()), most, turn: usize::from(place) };
    let pieces = read(Cursor::new(ahead.to_vec()).chain(trickle), max_bytes);
    assert_eq!(format!("{whole:?}"), format!("{pieces:?}"), "what comes in pieces of up to {most} bytes is another");
});

/// No more is found than there is, and what is lost lies in the file and is told once.
fn check(found: &[Sourced], length: usize, unpacked: usize, max_bytes: usize) {
    assert!(found.len() <= unpacked / LEAST + 1, "{} records in {unpacked} bytes", found.len());
    let mut end = 0;
    for found in found {
        match found {
            Sourced::Read { record, .. } => {
                assert!(record.bytes.len() <= max_bytes);
                assert!(!record.bytes.trim_ascii().is_empty());
            }
            Sourced::Refused { error, id, .. } => {
                let place: usize = id.strip_prefix("x#").and_then(|at| at.parse().ok()).expect("a place");
                assert!(place <= length, "{id} in a file of {length} bytes");
                let Some((from, to)) = lost(&error.to_string()) else { continue };
                assert!(from >= end, "{from} to {to} are lost again, after all up to {end}");
                assert!(from <= to && to <= length, "{from} to {to} are lost of {length}");
                end = to;
            }
            Sourced::Row(row) => panic!("an archive has no rows: {row:?}"),
            Sourced::Skipped { .. } | Sourced::Passed { .. } => {}
        }
    }
}

/// The bytes that a message says are lost.
fn lost(message: &str) -> Option<(usize, usize)> {
    let (_, places) = message.rsplit_once(": bytes ")?;
    let (from, to) = places.strip_suffix(" are lost")?.split_once(" to ")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}
