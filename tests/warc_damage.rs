//! The promise: damage in a web archive costs the records that it touches, says so, and nothing else.

#[path = "scene/archive.rs"]
mod archive;

use archive::{Archive, archive, documents, packed, read, record, response, told};
use dehusk::source::Sourced;

const HTTP: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";

/// Eight records, four of them documents.
fn sample(gzip: bool) -> Archive {
    let page = |number: usize| {
        let words = ["harbour", "lighthouse", "ferry", "logbook"][number];
        format!("<html><p>Page {number}: the {words} was found {} years later.</p></html>", number * 37)
    };
    archive(
        &[
            record("warcinfo", "", "application/warc-fields", b"software: test\r\nisPartOf: CC-TEST\r\n"),
            response("http://a.example/0", &page(0)),
            record("request", "http://a.example/1", "application/http; msgtype=request", b"GET /1 HTTP/1.1\r\n\r\n"),
            response("http://a.example/1", &page(1)),
            record("metadata", "http://a.example/1", "application/warc-fields", b"fetchTimeMs: 12\r\n"),
            // One that does not say how long it is.
            record("response", "http://a.example/2", "application/http", format!("{HTTP}{}", page(2)).as_bytes()),
            record("resource", "http://a.example/3", "text/html", page(3).as_bytes()),
            record("revisit", "http://a.example/0", "application/http", b"HTTP/1.1 200 OK\r\n\r\n"),
        ],
        gzip,
    )
}

/// What is done to the bytes from `at` on.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Flip,
    Zeros(usize),
    Gone(usize),
    More(usize),
    CutOff,
}

impl Damage {
    const ALL: [Damage; 8] = [
        Damage::Flip,
        Damage::Zeros(1),
        Damage::Zeros(40),
        Damage::Gone(1),
        Damage::Gone(40),
        Damage::More(1),
        Damage::More(40),
        Damage::CutOff,
    ];

    /// The damaged bytes, and the end of what was touched.
    fn of(self, bytes: &[u8], at: usize) -> (Vec<u8>, usize) {
        let mut out = bytes.to_vec();
        let end = |length: usize| (at + length).min(bytes.len());
        match self {
            Damage::Flip => out[at] ^= 0x55,
            Damage::Zeros(length) => out[at..end(length)].fill(0),
            Damage::Gone(length) => drop(out.drain(at..end(length))),
            Damage::More(length) => drop(out.splice(at..at, (0..length).map(|byte| (byte * 7 + 1) as u8))),
            Damage::CutOff => out.truncate(at),
        }
        match self {
            Damage::Flip => (out, at + 1),
            Damage::Zeros(length) | Damage::Gone(length) => (out, end(length)),
            Damage::More(_) => (out, at + 1),
            Damage::CutOff => (out, bytes.len()),
        }
    }
}

/// Whether it is said that something is lost where the damage is, or what a damaged record is taken for.
fn tells(found: &[Sourced], at: usize, end: usize) -> bool {
    let mut revisits = 0;
    let mut passed = 0;
    for found in found {
        match found {
            Sourced::Refused { error, .. } => {
                let words = error.to_string();
                let mut numbers = words.split(' ').filter_map(|word| word.parse().ok());
                let (from, to) = (numbers.next().unwrap_or(0usize), numbers.next_back().unwrap_or(usize::MAX));
                // Bytes that came or went move what is behind them.
                if from < end + 40 && at < to.saturating_add(40) {
                    return true;
                }
            }
            Sourced::Skipped { cause, .. } if cause == "revisit" => revisits += 1,
            Sourced::Skipped { .. } => return true,
            Sourced::Passed { .. } => passed += 1,
            Sourced::Read { .. } | Sourced::Row(_) => {}
        }
    }
    // One revisit and three that are no documents are there; more are documents whose type is damaged.
    revisits > 1 || passed > 3
}

/// Damages every place in every way, and looks at what comes out.
fn damage_everything(gzip: bool) {
    let Archive { bytes, records } = sample(gzip);
    let whole = read(&bytes);
    let whole = documents(&whole);
    assert_eq!(whole.len(), 4);
    // Which of the records are the documents.
    let places = [1, 3, 5, 6].map(|number: usize| records[number].clone());
    let mut lost = 0;
    for at in 0..bytes.len() {
        for damage in Damage::ALL {
            let (damaged, end) = damage.of(&bytes, at);
            let found = read(&damaged);
            let documents = documents(&found);
            let mut missing = 0;
            for (place, original) in places.iter().zip(&whole) {
                // Damage at the first byte of a record is damage between two.
                let touched = at < place.end && end > place.start;
                let there = documents.iter().any(|document| document.bytes == original.bytes);
                if !touched {
                    assert!(there, "{damage:?} at {at} cost {}, which it does not touch", original.id);
                }
                missing += usize::from(!there);
            }
            if missing > 0 {
                lost += 1;
                // Where the bytes read as before, nobody can tell: uncompressed archives have no check sums.
                let other = documents.iter().filter(|document| whole.iter().all(|whole| whole.bytes != document.bytes));
                let changed = if gzip { 0 } else { other.count() };
                // Between two records: the line ends behind a record need not be there.
                let between = if gzip { 0 } else { 4 };
                let mut ends = records.iter().map(|record| record.start);
                let unseen = matches!(damage, Damage::CutOff) && ends.any(|end| (at..=at + between).contains(&end));
                assert!(
                    unseen || tells(&found, at, end) || changed >= missing,
                    "{damage:?} at {at} of {} is not told: {:?}",
                    bytes.len(),
                    archive::told(&found)
                );
            }
        }
    }
    assert!(lost > bytes.len(), "{lost} of {} damages cost a document", bytes.len() * Damage::ALL.len());
}

#[test]
fn damage_of_every_byte_of_a_compressed_archive() {
    damage_everything(true);
}

#[test]
fn damage_of_every_byte_of_an_uncompressed_archive() {
    damage_everything(false);
}

#[test]
fn what_is_made_to_look_like_members_costs_no_time() {
    let began = std::time::Instant::now();
    // Headers of members whose names do not end.
    let named = [0x1F, 0x8B, 8, 8].repeat(1 << 20);
    assert!(read(&named).len() < 10);
    assert!(read(&members_that_break_at_the_end()).iter().any(|found| matches!(found, Sourced::Refused { .. })));
    // Tried one by one to the end, they take some minutes.
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

/// A chain of stored blocks, and in each of them members that go on with the next block of the chain.
fn members_that_break_at_the_end() -> Vec<u8> {
    let block = |length: u16| [&[0][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    let header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];
    let mut bytes = Vec::new();
    for _ in 0..64 {
        bytes.extend(block(u16::MAX));
        let end = bytes.len() + usize::from(u16::MAX);
        while bytes.len() + 40 < end {
            bytes.extend(header);
            let rest = end - bytes.len() - 5;
            bytes.extend(block(u16::try_from(rest).unwrap()));
            bytes.extend(b"WARC/1.0\r\n");
        }
        bytes.resize(end, 0);
    }
    // The first of all members.
    [&header[..], &bytes].concat()
}

/// The place in the unpacked member may be one far behind the end of the file.
#[test]
fn what_is_lost_of_a_compressed_archive_lies_in_it() {
    let broken = [b"WARC/1.0\r\nWARC-Type: ".as_slice(), &[b'x'; 5000], b"\r\n"].concat();
    let member = packed(&[broken, record("resource", "", "text/plain", b"whole")].concat());
    assert!(member.len() < 1000);
    let told = told(&read(&member));
    assert_eq!(told, ["!the record's header does not end: a part of the member at byte 0 is lost", "+whole"]);
}
