//! Bytes → text.

#![no_main]

use dehusk::decode::decode;
use dehusk::limits::Limits;
use dehusk::{Hints, Media, Record};
use encoding_rs::{Encoding, UTF_8};
use libfuzzer_sys::fuzz_target;

/// Labels as servers send them, some of nothing.
const CHARSETS: [Option<&str>; 16] = [
    None,
    None,
    None,
    Some("utf-8"),
    Some("latin1"),
    Some("windows-1251"),
    Some("shift_jis"),
    Some("euc-jp"),
    Some("iso-2022-jp"),
    Some("gb18030"),
    Some("big5"),
    Some("euc-kr"),
    Some("utf-16le"),
    Some("utf-16be"),
    Some("replacement"),
    Some("no such charset"),
];

const MEDIA: [Option<Media>; 4] = [None, None, Some(Media::Html), Some(Media::Text)];

fn record(bytes: Vec<u8>, charset: Option<&str>, media: Option<Media>) -> Record {
    let hints = Hints { charset: charset.map(str::to_owned), media, ..Hints::default() };
    Record { id: "bytes".into(), bytes, hints, ..Record::default() }
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let choice = usize::from(choice);
    let (charset, media) = (CHARSETS[choice % 16], MEDIA[choice / 16 % 4]);
    let record = record(bytes.to_vec(), charset, media);
    let limits = Limits::default();
    let Ok(decoded) = decode(&record, &limits) else { return };
    assert_eq!(decode(&record, &limits).as_ref(), Ok(&decoded));
    assert_eq!(decoded.media, media.unwrap_or(decoded.media));
    assert!(Encoding::for_label(decoded.charset.as_bytes()).is_some(), "{}", decoded.charset);
    assert!(decoded.text.len() <= 3 * bytes.len(), "{} bytes of {}", decoded.text.len(), bytes.len());
    assert!(decoded.replaced <= decoded.text.matches('\u{FFFD}').count());

    let valid = std::str::from_utf8(bytes).ok();
    if let Some(text) = valid.filter(|text| decoded.charset == "UTF-8" && !text.starts_with('\u{FEFF}')) {
        assert_eq!((&*decoded.text, decoded.replaced), (text, 0));
    }

    // The same text in charsets that hold all of it is the same text.
    if decoded.text.starts_with('\u{FEFF}') {
        return;
    }
    let utf_8 = self::record(decoded.text.as_bytes().to_vec(), Some("utf-8"), media);
    let marked = format!("\u{FEFF}{}", decoded.text);
    let utf_16 = self::record(marked.encode_utf16().flat_map(u16::to_le_bytes).collect(), None, media);
    for (record, name) in [(utf_8, UTF_8.name()), (utf_16, "UTF-16LE")] {
        // It may now look like an archive.
        let Ok(again) = decode(&record, &limits) else { continue };
        // A byte order mark outranks all else.
        if Encoding::for_bom(&record.bytes).is_none_or(|(encoding, _)| encoding.name() == name) {
            assert_eq!((again.charset, again.replaced), (name, 0));
            assert_eq!((&again.text, again.media), (&decoded.text, decoded.media));
        }
    }
});
