//! The promise: ARC files are read as WARC files are, good and damaged.

#[path = "scene/archive.rs"]
mod archive;
mod scene;

use archive::{Archive, archive, documents, read, read_up_to, told};
use dehusk::Media;
use scene::{Scene, run};

/// One record of the first version of the format.
fn record(url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("{url} 192.0.2.7 20040229235958 {content_type} {}\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out.push(b'\n');
    out
}

/// What a server answered.
fn answer(url: &str, html: &str) -> Vec<u8> {
    let length = html.len();
    let http = format!("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{html}");
    record(url, "text/html", http.as_bytes())
}

fn first() -> Vec<u8> {
    record(
        "filedesc://x.arc",
        "text/plain",
        b"1 0 The Archive\nURL IP-address Archive-date Content-type Archive-length\n",
    )
}

fn sample(gzip: bool) -> Archive {
    archive(
        &[
            first(),
            record("dns:a.example", "text/dns", b"20040229235957\na.example. 600 IN A 192.0.2.7\n"),
            answer("http://a.example/0", "<p>The harbour was found 37 years later.</p>"),
            answer("http://a.example/1", "<p>The lighthouse\nwas found 74 years later.</p>"),
            record("http://a.example/robots.txt", "text/plain", b"HTTP/1.0 404 Not Found\r\n\r\nno"),
            answer("http://a.example/a page", "<p>The ferry was found 111 years later.</p>"),
        ],
        gzip,
    )
}

#[test]
fn everything_is_accounted_for() {
    for gzip in [true, false] {
        assert_eq!(
            told(&read(&sample(gzip).bytes)),
            [
                ".filedesc",
                ".a record of another type",
                "+<p>The harbour was found 37 years later.</p>",
                "+<p>The lighthouse\nwas found 74 years later.</p>",
                "-HTTP 404",
                "+<p>The ferry was found 111 years later.</p>",
            ]
        );
    }
}

#[test]
fn a_document_knows_where_it_is_from() {
    let found = read(&sample(true).bytes);
    let documents = documents(&found);
    let page = documents[2];
    assert_eq!(page.hints.url.as_deref(), Some("http://a.example/a page"));
    assert_eq!((page.hints.media, &page.hints.date), (Some(Media::Html), &None));
    assert_eq!(page.carried["crawl_date"], "2004-02-29T23:59:58Z");
    assert!(page.id.starts_with("x.warc#") && documents[0].id != documents[1].id, "{}", page.id);
}

#[test]
fn the_second_version_and_answers_without_a_header_are_read_too() {
    let body = "<p>An answer of the first web servers.</p>";
    let old = record("http://a.example/", "text/html", body.as_bytes());
    let fields = "192.0.2.7 20040229235958 text/html 200 - - 1234567890 x.arc";
    let second = format!("http://b.example/ {fields} {}\n{body}\n", body.len()).into_bytes();
    let page = format!("+{body}");
    let untold = record("HTTP://c.example/", "no-type", body.as_bytes());
    let spaced = record("http://d.example/", "text/html; charset=utf-8", body.as_bytes());
    let strange = record("whois://e.example/", "text/plain", b"who");
    let image = record("http://f.example/", "image/gif", b"GIF");
    let found = told(&read(&archive(&[first(), old, second, untold, spaced, strange, image], true).bytes));
    let other = ".a record of another type";
    assert_eq!(found, [".filedesc", &page, &page, &page, &page, other, "-image/gif"]);
}

#[test]
fn lengths_that_lie_and_records_that_are_too_large_cost_themselves() {
    let lie = |length: usize| {
        let html = "<p>A lie about its length.</p>";
        format!("http://a.example/ 192.0.2.7 20040229235958 text/html {length}\n{html}\n").into_bytes()
    };
    let good = answer("http://b.example/", "<p>good</p>");
    for gzip in [true, false] {
        for length in [10, 29, 35, 60, 5000, 3 << 20, 10usize.pow(12)] {
            let found = told(&read(&archive(&[first(), lie(length), good.clone()], gzip).bytes));
            assert!(found.contains(&"+<p>good</p>".to_owned()), "{length}: {found:?}");
            let is_there = |what: &String| what.trim_end() == "+<p>A lie about its length.</p>";
            let whole = length < 30 || found.iter().any(is_there);
            assert!(whole, "{length}: {found:?}");
        }
        let large = answer("http://c.example/", &"<p>long</p>".repeat(300_000));
        let found = told(&read_up_to(&archive(&[first(), large, good.clone()], gzip).bytes, 1000));
        assert!(found[1].starts_with("!a record of 33"), "{found:?}");
        assert_eq!(found[2], "+<p>good</p>");
    }
}

#[test]
fn members_need_not_be_records() {
    let whole = archive(&[sample(false).bytes], true).bytes;
    let found = read(&whole);
    assert_eq!(told(&found), told(&read(&sample(true).bytes)));
    let ids: Vec<&str> = documents(&found).iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["x.warc#0.2", "x.warc#0.3", "x.warc#0.5"]);
    let blocks: Vec<Vec<u8>> = sample(false).bytes.chunks(210).map(<[u8]>::to_vec).collect();
    let found = told(&read(&archive(&blocks, true).bytes));
    assert!(found.contains(&"+<p>The harbour was found 37 years later.</p>".to_owned()), "{found:?}");
    for size in [20, 100] {
        let blocks: Vec<Vec<u8>> = sample(false).bytes.chunks(size).map(<[u8]>::to_vec).collect();
        assert_eq!(told(&read(&archive(&blocks, true).bytes)), told(&read(&sample(true).bytes)), "{size}");
    }
    // The first member tells nothing.
    let empty = archive(&[Vec::new(), first(), answer("http://b.example/", "<p>good</p>")], true);
    assert_eq!(told(&read(&empty.bytes)), [".filedesc", "+<p>good</p>"]);
}

#[test]
fn addresses_without_end_cost_no_time() {
    let began = std::time::Instant::now();
    let mut body = b"http://\xFF".repeat(1 << 17);
    body.push(b'\n');
    let lie = [b"http://a.example/ 192.0.2.7 20040229235958 text/html 99999999999\n".to_vec(), body.repeat(8)].concat();
    let found = told(&read(&archive(&[first(), lie, answer("http://b.example/", "<p>good</p>")], true).bytes));
    assert!(found.contains(&"+<p>good</p>".to_owned()), "{} things", found.len());
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn damage_of_every_byte_costs_what_it_touches() {
    for gzip in [true, false] {
        let Archive { bytes, records } = sample(gzip);
        let whole = read(&bytes);
        let whole = documents(&whole);
        let places = [2, 3, 5].map(|number: usize| records[number].clone());
        for at in 0..bytes.len() {
            let flipped = [&bytes[..at], &[bytes[at] ^ 0x55], &bytes[at + 1..]].concat();
            let gone = [&bytes[..at], &bytes[(at + 20).min(bytes.len())..]].concat();
            for (damaged, length) in [(flipped, 1), (gone, 20), (bytes[..at].to_vec(), bytes.len())] {
                let found = read(&damaged);
                let left = documents(&found);
                let mut missing = 0;
                for (place, original) in places.iter().zip(&whole) {
                    let there = left.iter().any(|document| document.bytes == original.bytes);
                    // The line end behind a record need not be there.
                    let touched = at < place.end && at + length > place.start;
                    assert!(there || touched, "{length} at {at}: {:?}", told(&found));
                    missing += usize::from(!there);
                }
                // Uncompressed, a changed document cannot be told from one that was so.
                let found = told(&found);
                let skipped = found.iter().filter(|what| what.starts_with('-')).count();
                let said = skipped > 1 || found.iter().any(|what| what.starts_with('!'));
                let changed = left.iter().filter(|left| whole.iter().all(|whole| whole.bytes != left.bytes)).count();
                let cut_between =
                    length > 20 && records.iter().any(|record| at <= record.start && record.start < at + 2);
                assert!(missing == 0 || said || changed > 0 || cut_between, "{length} at {at}: {found:?}");
            }
        }
    }
}

#[test]
fn the_command_knows_them_by_what_is_in_them() {
    let scene = Scene::new();
    let told = "<p>The ferry to the outer islands will sail again in March, the harbour office said on Tuesday.</p>";
    let page = answer("http://a.example/ferry", &format!("<!DOCTYPE html><title>Ferry</title>{}", told.repeat(5)));
    scene.write("in/old.bin", archive(&[first(), page.clone()], true).bytes);
    scene.write("in/plain.bin", archive(&[first(), page], false).bytes);
    let said = run(scene.dehusk(&["clean", "in", "-o", "out.jsonl", "-q"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let rows = scene.read("out.jsonl");
    assert_eq!(rows.lines().count(), 2);
    assert!(rows.lines().all(|row| row.contains("\"url\":\"http://a.example/ferry\"")), "{rows}");
}
