//! Compressed files: what is in them does not depend on how they come, and no bomb gets past the limit.

#![no_main]

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use dehusk::source::{Files, Options, Packed, Sourced};
use dehusk_fuzz::{Trickle, check_error};
use libfuzzer_sys::fuzz_target;

/// Bytes of the largest document, and what is read of a stream.
const LIMIT: usize = 1 << 20;

fuzz_target!(|data: &[u8]| {
    let Some((&[most, turn], bytes)) = data.split_first_chunk() else { return };
    if let Some(packed) = Packed::of(bytes) {
        // Bytes that were there before something is broken may be given or not, depending on what is asked for.
        let (whole, end) = unpack(packed, Cursor::new(bytes.to_vec()), LIMIT);
        assert!(whole.len() <= LIMIT);
        let trickle =
            Trickle { stream: Cursor::new(bytes.to_vec()), most: usize::from(most) + 1, turn: usize::from(turn) };
        let (pieces, end_of_pieces) = unpack(packed, trickle, 1 + usize::from(turn) * 64);
        // Where the last block of a frame is empty, libzstd compares the frame's length with the declared one only if it
        // has the frame in one piece.
        let unsure = matches!(packed, Packed::Zstd) && whole == pieces;
        assert!(end == end_of_pieces || unsure, "{packed:?}");
        let common = if end { whole.len() } else { whole.len().min(pieces.len()) };
        assert!(whole[..common] == pieces[..common.min(pieces.len())], "{packed:?} in pieces is another");
    }
    let documents = documents(bytes);
    assert_eq!(format!("{documents:?}"), format!("{:?}", self::documents(bytes)));
});

/// What is in a stream, up to the limit, and whether it is whole so far. It is asked for so many bytes at a time.
fn unpack(packed: Packed, stream: impl Read + Send + 'static, at_a_time: usize) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let mut buffer = vec![0; at_a_time];
    let Ok(mut reader) = packed.reader(stream) else { return (out, false) };
    while out.len() < LIMIT {
        let room = buffer.len().min(LIMIT - out.len());
        match reader.read(&mut buffer[..room]) {
            Ok(0) => break,
            Ok(length) => out.extend_from_slice(&buffer[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                assert!(error.to_string().contains(packed.name()), "{error}");
                return (out, false);
            }
        }
    }
    (out, true)
}

/// The documents in a file of these bytes, whatever it holds.
fn documents(bytes: &[u8]) -> Vec<Sourced> {
    let mut file = tempfile::Builder::new().prefix("fuzz").rand_bytes(0).tempfile_in(folder()).expect("a file");
    file.write_all(bytes).expect("room");
    let options = Options { max_bytes: LIMIT, ..Options::default() };
    let files = Files::find(&[PathBuf::from(file.path())], options);
    // A bomb of small records is no end of them.
    let found: Vec<Sourced> = files.take(1000).map(|found| found.what.read()).collect();
    for found in &found {
        match found {
            Sourced::Read { record, .. } => assert!(record.bytes.len() <= LIMIT),
            Sourced::Refused { error, .. } => check_error(error),
            Sourced::Row(row) => panic!("{row:?} was read"),
            Sourced::Skipped { .. } | Sourced::Passed { .. } => {}
        }
    }
    found
}

/// One for each process: several fuzz at once.
fn folder() -> &'static std::path::Path {
    static FOLDER: std::sync::LazyLock<tempfile::TempDir> =
        std::sync::LazyLock::new(|| tempfile::tempdir().expect("a folder"));
    FOLDER.path()
}
