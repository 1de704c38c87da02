//! Which charset bytes are in, and reading them.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use crate::document::{Hints, Media};

/// How far into a page a charset declaration may stand (WHATWG, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// The charset: BOM, then transport, then the document's own word, then UTF-8 where it is valid, then detection.
pub(super) fn of(bytes: &[u8], hints: &Hints) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let told = hints.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = told {
        return encoding;
    }
    if let Some(encoding) = sixteen(bytes) {
        return encoding;
    }
    // A page that declares one thing and is valid, non-ASCII UTF-8 is UTF-8: no legacy text is so by accident.
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if hints.media != Some(Media::Text)
        && let Some(encoding) = declared(&bytes[..bytes.len().min(PRESCAN)])
        && !(encoding == UTF_8 && mostly_wrong(bytes))
    {
        return encoding;
    }
    // Nearly valid UTF-8 with a few broken bytes is UTF-8: a detector would turn every accent to mojibake.
    if !mostly_wrong(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Reads the bytes: the text without a BOM, and the number of replaced places.
pub(super) fn read<'b>(bytes: &'b [u8], charset: &'static Encoding) -> (Cow<'b, str>, usize) {
    let (text, wrong) = charset.decode_with_bom_removal(bytes);
    // Text may hold U+FFFD of its own; only when there were errors are they ours to count.
    let replaced = if wrong { text.matches('\u{FFFD}').count() } else { 0 };
    (text, replaced)
}

/// UTF-16 without a BOM: nearly every second byte of Latin text is zero.
fn sixteen(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match (even * 10 > half * 7, odd * 10 > half * 7) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether reading as UTF-8 would find more wrong places than right non-ASCII characters.
fn mostly_wrong(bytes: &[u8]) -> bool {
    let (mut wrong, mut right) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong * 20 > right
}

/// Whether at least as many characters beyond ASCII are right in UTF-8 as are wrong; one that was cut off is right.
pub(super) fn is_rather_utf8(bytes: &[u8]) -> bool {
    let (mut wrong, mut right) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        match chunk.invalid().len() {
            0 => {}
            1 => wrong += 1,
            _ => right += 1,
        }
    }
    right >= wrong
}

/// What `<meta charset>`, `<meta http-equiv>` or `<?xml encoding?>` declares.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    let mut rest: &[u8] = &head;
    while let Some(at) = memchr::memmem::find(rest, b"<meta").or_else(|| memchr::memmem::find(rest, b"<?xml")) {
        rest = &rest[at..];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let tag = &rest[..end];
        for key in [&b"charset"[..], b"encoding"] {
            if let Some(encoding) = label_after(tag, key) {
                // A declaration read as ASCII cannot be in UTF-16 (WHATWG).
                return Some(match encoding {
                    e if e == UTF_16BE || e == UTF_16LE => UTF_8,
                    e if e == X_USER_DEFINED => WINDOWS_1252,
                    e => e,
                });
            }
        }
        rest = &rest[end..];
    }
    None
}

fn label_after(tag: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let mut value = tag[memchr::memmem::find(tag, key)? + key.len()..].trim_ascii_start().strip_prefix(b"=")?;
    value = value.trim_ascii_start();
    let quoted = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = quoted.iter().position(|byte| b"\"'; />\t\r\n".contains(byte)).unwrap_or(quoted.len());
    Encoding::for_label(&quoted[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8], charset: Option<&str>) -> &'static str {
        of(bytes, &Hints { charset: charset.map(str::to_owned), ..Hints::default() }).name()
    }

    #[test]
    fn belief_has_an_order() {
        assert_eq!(name(b"\xEF\xBB\xBFabc", Some("latin1")), "UTF-8");
        assert_eq!(name(b"<meta charset=koi8-r>\xC1", Some("windows-1251")), "windows-1251");
        assert_eq!(name(b"<meta charset='koi8-r'>\xC1", None), "KOI8-R");
        assert_eq!(name(b"<?xml version='1.0' encoding=\"iso-8859-2\"?>\xB1", None), "ISO-8859-2");
        assert_eq!(name("<meta charset=iso-8859-1>Füße".as_bytes(), None), "UTF-8");
    }

    #[test]
    fn legacy_text_is_detected() {
        let (bytes, ..) = WINDOWS_1252.encode("Über den Wäldern hängt ein früher Nebel – „schön“, sagt er.");
        assert_eq!(name(&bytes, None), "windows-1252");
        let text = "Привет, это обычный текст на русском языке о погоде и о людях.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(name(&bytes, None), "windows-1251");
    }

    #[test]
    fn sixteen_bit_text_without_a_mark() {
        let bytes: Vec<u8> = "plain enough".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(name(&bytes, None), "UTF-16LE");
    }

    #[test]
    fn a_broken_byte_does_not_turn_utf8_to_mojibake() {
        let mut bytes = "Füße und Köche und Bäche überall ".repeat(10).into_bytes();
        bytes.push(0xFF);
        assert_eq!(name(&bytes, None), "UTF-8");
        assert_eq!(read(&bytes, UTF_8).1, 1);
    }
}
