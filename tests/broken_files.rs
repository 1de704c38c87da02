//! The promise: a file that breaks costs what is behind the break, says so, and costs nothing before.

#[path = "scene/archive.rs"]
mod archive;
mod scene;

use archive::{packed, response};
use scene::{PAGE, Scene, run};

/// So many rows, each with a number that is found in the article.
fn rows(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let row = |number: usize| {
        let text = format!(
            "The river rose by {number} metres during the night, and the town closed its lower bridge.\n\n\
             Nobody was hurt. The mayor said that bridge {number} would open again as soon as the water had fallen."
        );
        serde_json::json!({"id": format!("row {number}"), "text": text}).to_string() + "\n"
    };
    numbers.map(row).collect::<String>().into_bytes()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 3).unwrap()
}

/// Cleans a file of this name; how many documents were kept, and what was said.
fn clean(name: &str, bytes: &[u8]) -> (usize, String) {
    let scene = Scene::with(&[(name, bytes)]);
    let said = run(scene.dehusk(&["clean", name, "-o", "out.jsonl"]));
    assert!(matches!(said.code, Some(0 | 1)), "{}", said.err);
    (scene.read("out.jsonl").lines().count(), said.err)
}

#[test]
fn rows_before_the_break_of_a_small_file_are_kept() {
    let gzip = packed(&rows(0..40));
    let cut = [("x.jsonl.gz", &gzip[..gzip.len() - 10]), ("x.jsonl.gz", &gzip[..gzip.len() - 2])];
    for (name, bytes) in cut {
        let (kept, said) = clean(name, bytes);
        assert!(kept >= 39 && said.contains("broken gzip stream"), "{kept}: {said}");
        assert!(said.contains("1 failed"), "{said}");
    }
    // A frame of zstd is unpacked block by block, so the break is put into a second one.
    let frames = [zstd(&rows(0..20)), zstd(&rows(20..40))].concat();
    let (kept, said) = clean("x.jsonl.zst", &frames[..frames.len() - 5]);
    assert!(kept >= 20 && said.contains("broken zstd stream") && said.contains("1 failed"), "{kept}: {said}");
}

#[test]
fn rows_before_a_bad_member_are_kept() {
    let mut bad = packed(&rows(20..30));
    bad[30] ^= 0xFF;
    let bytes = [packed(&rows(0..10)), packed(&rows(10..20)), bad, packed(&rows(30..40))].concat();
    let (kept, said) = clean("x.jsonl.gz", &bytes);
    assert!(kept >= 20 && said.contains("this line and all after it are lost"), "{kept}: {said}");
}

#[test]
fn records_before_the_break_of_a_web_archive_are_kept() {
    let records: Vec<u8> = (0..5).flat_map(|number| response(&format!("http://a.example/{number}"), PAGE)).collect();
    let frames: Vec<u8> =
        (0..5).flat_map(|number| zstd(&response(&format!("http://a.example/{number}"), PAGE))).collect();
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &records).unwrap();
    let bzip2 = encoder.finish().unwrap();
    for (name, bytes, least) in [("x.warc.zst", frames, 4), ("x.warc.bz2", [bzip2.clone(), bzip2].concat(), 5)] {
        let (kept, said) = clean(name, &bytes[..bytes.len() - 20]);
        assert!(kept >= least && said.contains("1 failed") && said.contains("lost"), "{name}: {kept}: {said}");
    }
}

#[test]
fn a_bad_frame_costs_its_record() {
    let frames: Vec<Vec<u8>> =
        (0..5).map(|number| zstd(&response(&format!("http://a.example/{number}"), PAGE))).collect();
    let place = frames[0].len();
    let end = place + frames[1].len();
    let whole = frames.concat();
    let (kept, said) = clean("x", &whole);
    assert!(kept == 5 && said.contains("0 failed"), "{said}");
    // Its header, its blocks, its beginning, and its end that is missing.
    let mut damaged = Vec::new();
    for at in [place, place + 5, place + 40] {
        let mut bytes = whole.clone();
        bytes[at..at + 3].fill(0xFF);
        damaged.push((bytes, end));
    }
    damaged.push(([&whole[..end - 10], &whole[end..]].concat(), end - 10));
    damaged.push(([&whole[..place], b"junk", &whole[end..]].concat(), place + 4));
    for (bytes, end) in damaged {
        let (kept, said) = clean("x.warc.zst", &bytes);
        assert!(kept == 4 && said.contains("1 failed"), "{kept}: {said}");
        assert!(said.contains(&format!("bytes {place} to {end} are lost")), "{said}");
    }
    // What holds nothing for us stands before it.
    let remark = [&[0x5D, 0x2A, 0x4D, 0x18, 10, 0, 0, 0][..], &[7; 10], &whole].concat();
    assert_eq!(clean("x.warc.zst", &remark).0, 5);
    // All of it in one frame, and longer than its blocks.
    let records: Vec<u8> = (0..500).flat_map(|number| response(&format!("http://a.example/{number}"), PAGE)).collect();
    assert_eq!(clean("x.warc.zst", &zstd(&records)).0, 500);
}

#[test]
fn what_is_made_to_look_like_frames_costs_no_time() {
    let began = std::time::Instant::now();
    // Frames with a stored block of 128 KiB, in which others begin, and no end.
    let bytes = [&[0x28, 0xB5, 0x2F, 0xFD, 0, 0x58][..], &[0, 0, 16]].concat().repeat(1 << 21);
    let (kept, said) = clean("x.warc.zst", &bytes);
    assert!(kept == 0 && said.contains("lost"), "{said}");
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

#[test]
fn a_document_that_breaks_fails() {
    let gzip = packed(PAGE.as_bytes());
    let (kept, said) = clean("page.html.gz", &gzip[..gzip.len() - 20]);
    assert!(kept == 0 && said.contains("1 failed") && said.contains("broken gzip stream"), "{kept}: {said}");
}
