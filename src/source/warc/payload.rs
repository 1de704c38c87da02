//! The body of a response as it was before it was chunked and packed for the way. What breaks off has what came before,
//! and says so.

use std::io::Read;

use flate2::{Decompress, FlushDecompress, Status};

use super::members;

/// A body, and whether all of it was there.
pub(super) struct Plain {
    pub(super) bytes: Vec<u8>,
    pub(super) is_whole: bool,
}

/// Joins the chunks. `None` where it does not begin with one: archives often hold bodies that were joined before.
pub(super) fn unchunk(mut rest: &[u8]) -> Option<Plain> {
    let mut bytes = Vec::with_capacity(rest.len());
    let mut any = false;
    loop {
        let Some((size, behind)) = chunk_size(rest) else {
            // What follows a broken chunk is better than nothing.
            bytes.extend_from_slice(rest);
            return any.then_some(Plain { bytes, is_whole: false });
        };
        if size == 0 {
            return Some(Plain { bytes, is_whole: true });
        }
        any = true;
        let length = size.min(behind.len());
        bytes.extend_from_slice(&behind[..length]);
        rest = &behind[length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(Plain { bytes, is_whole: false });
        }
    }
}

/// The size of a chunk, and what is behind its line.
fn chunk_size(rest: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &rest[..rest.len().min(1024)])?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    Some((size, &rest[end + 1..]))
}

/// Unpacks a body, up to just past `limit`. `None` where it is not packed so: archives often hold what was unpacked
/// before.
pub(super) fn unpack(coding: &str, body: &[u8], limit: usize) -> Option<Plain> {
    let mut plain = Plain { bytes: Vec::with_capacity(body.len().min(limit).saturating_mul(2)), is_whole: true };
    match coding.to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => gunzip(body, limit, &mut plain),
        "deflate" => {
            let has_header = body.first()? & 0x0F == 8;
            plain.is_whole = inflate(body, has_header, limit, &mut plain.bytes).is_some();
        }
        "br" => read(brotli_decompressor::Decompressor::new(body, 16 << 10), limit, &mut plain),
        "zstd" => read(zstd::stream::read::Decoder::with_buffer(body).ok()?, limit, &mut plain),
        _ => return None,
    }
    (plain.is_whole || !plain.bytes.is_empty()).then_some(plain)
}

fn read(packed: impl Read, limit: usize, plain: &mut Plain) {
    let past = (limit as u64).saturating_add(1);
    plain.is_whole = packed.take(past).read_to_end(&mut plain.bytes).is_ok();
}

/// All members of a gzip body. What stands behind the last one is nothing, as for browsers.
fn gunzip(mut body: &[u8], limit: usize, plain: &mut Plain) {
    plain.is_whole = false;
    while let Some(length) = members::header(body) {
        let begin = plain.bytes.len();
        let used = inflate(&body[length..], false, limit, &mut plain.bytes);
        if plain.bytes.len() > limit {
            // It is too large, whatever is behind.
            plain.is_whole = true;
            return;
        }
        let trailer = used.and_then(|used| body[length + used..].split_first_chunk::<8>());
        let sum = libdeflater::crc32(&plain.bytes[begin..]).to_le_bytes();
        let Some((_, behind)) = trailer.filter(|(trailer, _)| trailer[..4] == sum) else {
            plain.is_whole = false;
            return;
        };
        plain.is_whole = true;
        body = behind;
    }
}

/// Inflates up to just past `limit`. The bytes that it took; `None` where it breaks off.
fn inflate(packed: &[u8], has_header: bool, limit: usize, out: &mut Vec<u8>) -> Option<usize> {
    const ROOM: usize = 32 << 10;
    let mut inflate = Decompress::new(has_header);
    loop {
        let used = usize::try_from(inflate.total_in()).ok()?;
        if out.len() > limit {
            return Some(used);
        }
        if out.len() == out.capacity() {
            out.reserve(ROOM);
        }
        let before = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress_vec(&packed[used..], out, FlushDecompress::None).ok()?;
        if status == Status::StreamEnd {
            return usize::try_from(inflate.total_in()).ok();
        }
        if before == (inflate.total_in(), inflate.total_out()) {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    /// A page that takes some room however it is packed.
    fn page() -> Vec<u8> {
        (0..40_000u32).flat_map(|number| format!("<p>{}", number.wrapping_mul(2_654_435_761)).into_bytes()).collect()
    }

    fn packed(page: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(page).unwrap();
        zlib.write_all(page).unwrap();
        raw.write_all(page).unwrap();
        vec![
            ("GZip", gzip.finish().unwrap()),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
            ("zstd", zstd::bulk::compress(page, 3).unwrap()),
        ]
    }

    #[test]
    fn what_is_whole_is_not_marked() {
        let page = page();
        for (coding, bytes) in packed(&page) {
            let plain = unpack(coding, &bytes, page.len()).unwrap();
            assert!(plain.is_whole && plain.bytes == page, "{coding}");
            assert!(unpack(coding, &bytes, 10).unwrap().bytes.len() > 10, "{coding}");
        }
        let gzip = &packed(&page)[0].1;
        let two = unpack("gzip", &[&gzip[..], gzip].concat(), 1 << 20).unwrap();
        assert!(two.is_whole && two.bytes.len() == 2 * page.len());
        let junk = unpack("gzip", &[&gzip[..], b"\0\0\0\0junk"].concat(), 1 << 20).unwrap();
        assert!(junk.is_whole && junk.bytes == page);
    }

    #[test]
    fn what_breaks_off_is_marked() {
        let page = page();
        for (coding, bytes) in packed(&page) {
            let plain = unpack(coding, &bytes[..bytes.len() - 3], 1 << 20).unwrap();
            assert!(!plain.is_whole && page.starts_with(&plain.bytes), "{coding}");
        }
        let mut gzip = packed(&page)[0].1.clone();
        let middle = gzip.len() / 2;
        gzip[middle] ^= 0xFF;
        let plain = unpack("gzip", &gzip, 1 << 20).unwrap();
        assert!(!plain.is_whole && !plain.bytes.is_empty());
    }
}
