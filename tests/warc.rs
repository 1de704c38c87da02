//! The promise: web archives are read as crawlers write them, and as they come out of years of handling.

#[path = "scene/archive.rs"]
mod archive;
mod scene;

use archive::{archive, documents, packed, read, read_up_to, record, response, told};
use dehusk::Media;
use scene::{PAGE, Scene, run};

/// A response with this HTTP header and body.
fn http(header: &str, body: &[u8]) -> Vec<u8> {
    let mut http = format!("HTTP/1.1 200 OK\r\n{header}\r\n").into_bytes();
    http.extend_from_slice(body);
    record("response", "http://a.example/", "application/http; msgtype=response", &http)
}

fn one(records: &[Vec<u8>]) -> Vec<String> {
    told(&read(&archive(records, true).bytes))
}

#[test]
fn a_document_knows_where_it_is_from() {
    let info = record("warcinfo", "", "application/warc-fields", b"software: x\r\nisPartOf: CC-MAIN-2026-09\r\n");
    let page = http("content-type: text/html;charset=Latin1\r\n", b"<p>caf\xE9");
    let found = read(&archive(&[info, page], true).bytes);
    let record = documents(&found)[0];
    assert_eq!(record.id, "urn:test:response:http://a.example/");
    assert_eq!(record.hints.url.as_deref(), Some("http://a.example/"));
    assert_eq!((record.hints.charset.as_deref(), record.hints.media), (Some("Latin1"), Some(Media::Html)));
    assert_eq!(record.hints.date, None, "when a page was fetched is no date of publication");
    assert_eq!(record.carried["dump"], "CC-MAIN-2026-09");
    assert_eq!(record.carried["crawl_date"], "2026-03-01T12:00:00Z");
    assert_eq!(record.carried["file_path"], "x.warc");
}

#[test]
fn everything_is_accounted_for() {
    let found = one(&[
        record("warcinfo", "", "application/warc-fields", b"x: y\r\n"),
        record("request", "u", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        response("u", "<p>page"),
        record("response", "u", "application/http", b"HTTP/1.1 404 Not Found\r\n\r\n<p>no"),
        record("response", "u", "application/http", b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n"),
        http("Content-Type: image/png\r\n", b"\x89PNG"),
        http("Content-Type: text/html\r\n", b""),
        record("revisit", "u", "application/http", b""),
        record("metadata", "u", "text/anvl", b"x: y"),
        record("resource", "u", "text/plain", b"text"),
        record("conversion", "u", "text/plain", b"of a page"),
        record("strange", "u", "text/plain", b"?"),
    ]);
    assert_eq!(
        found,
        [
            ".warcinfo",
            ".request",
            "+<p>page",
            "-HTTP 404",
            "-HTTP 301",
            "-image/png",
            "-no body",
            "-revisit",
            ".metadata",
            "+text",
            "+of a page",
            ".a record of another type"
        ]
    );
}

#[test]
fn bodies_are_taken_out_of_their_wrapping_or_left_where_there_is_none() {
    let html = "Content-Type: text/html\r\n";
    let gzip = format!("{html}Content-Encoding: gzip\r\n");
    let chunked = format!("{html}Transfer-Encoding: chunked\r\n");
    assert_eq!(one(&[http(&gzip, &packed(b"<p>packed"))]), ["+<p>packed"]);
    assert_eq!(one(&[http(&gzip, b"<p>plain")]), ["+<p>plain"]);
    assert_eq!(one(&[http(&chunked, b"4\r\n<p>c\r\n6\r\nhunked\r\n0\r\n\r\n")]), ["+<p>chunked"]);
    assert_eq!(one(&[http(&chunked, b"<p>joined")]), ["+<p>joined"]);
    assert_eq!(one(&[http(&chunked, b"4\r\n<p>c\r\n99\r\nut off")]), ["+<p>cut off"]);
    let both = [b"1a\r\n", &packed(b"<p>")[..], b"\r\n0\r\n\r\n"].concat();
    let size = format!("{:x}\r\n", packed(b"<p>").len());
    let both = [size.as_bytes(), &both[4..]].concat();
    assert_eq!(one(&[http(&format!("{gzip}Transfer-Encoding: chunked\r\n"), &both)]), ["+<p>"]);
}

#[test]
fn a_body_of_which_a_part_is_missing_says_so() {
    let page = "<p>A page of some words.".repeat(500);
    let html = "Content-Type: text/html\r\n";
    let gzip = format!("{html}Content-Encoding: gzip\r\n");
    let chunked = format!("{html}Transfer-Encoding: chunked\r\n");
    let whole = packed(page.as_bytes());
    let segment = String::from_utf8(response("u", &page)).unwrap();
    let segment = segment.replace("WARC-Date:", "WARC-Segment-Number: 1\r\nWARC-Date:").into_bytes();
    let given_up = String::from_utf8(response("u", &page)).unwrap();
    let given_up = given_up.replace("WARC-Date:", "WARC-Truncated: length\r\nWARC-Date:").into_bytes();
    let mut flipped = whole.clone();
    flipped[whole.len() - 6] ^= 1;
    let marked = |record: Vec<u8>| {
        let found = read(&archive(&[record], true).bytes);
        let documents = documents(&found);
        assert!(documents.len() == 1 && documents[0].bytes.starts_with(b"<p>"), "{:?}", told(&found));
        documents[0].hints.truncated
    };
    assert!(!marked(http(&gzip, &whole)));
    assert!(!marked(http(&chunked, b"4\r\n<p>c\r\n6\r\nhunked\r\n0\r\n\r\n")));
    assert!(marked(http(&gzip, &whole[..whole.len() - 20])));
    assert!(marked(http(&gzip, &flipped)), "not what its check sum says");
    assert!(marked(http(&chunked, b"4\r\n<p>c\r\n99\r\nut off")));
    assert!(marked(segment));
    assert!(marked(given_up), "by the crawler");
}

#[test]
fn a_response_may_be_announced_and_its_type_be_said_twice() {
    let html = "Content-Type: text/html, text/html\r\n";
    assert_eq!(one(&[http(html, b"<p>twice")]), ["+<p>twice"]);
    let body = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>then";
    assert_eq!(one(&[record("response", "u", "application/http", body)]), ["+<p>then"]);
}

#[test]
fn headers_may_be_written_in_any_way() {
    let plain = |text: &str| told(&read(text.as_bytes()));
    let lower = "WARC/1.1\nwarc-type: Response\nwarc-target-uri: <http://a.example/>\ncontent-length: 47\n\n\
                 HTTP/1.1 200 OK\ncontent-type: text/html\n\n<p>text\n\nWARC/1.1\nwarc-type: request\ncontent-length: 0\n\n\n\n";
    assert_eq!(plain(lower), ["+<p>text", ".request"]);
    let folded = "WARC/0.18\r\nWARC-Type: resource\r\nContent-Type: text/plain;\r\n charset=utf-8\r\nContent-Length: 4\r\n\r\ntext";
    assert_eq!(plain(folded), ["+text"]);
    let status = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 12\r\n\r\n<p>no header\r\n\r\n";
    assert_eq!(plain(status), ["+<p>no header"]);
}

#[test]
fn lengths_that_are_lies_cost_nothing() {
    let page = |length: &str| {
        let page = String::from_utf8(record("resource", "u", "text/html", b"<p>page")).unwrap();
        page.replace("Content-Length: 7\r\n", length).into_bytes()
    };
    let last = record("resource", "u", "text/plain", b"last");
    for (lie, gzip) in
        [("Content-Length: 9999\r\n", true), ("Content-Length: 9999\r\n", false), ("", true), ("", false)]
    {
        let found = told(&read(&archive(&[page(lie), last.clone()], gzip).bytes));
        assert_eq!(found, ["+<p>page", "+last"], "{lie:?} {gzip}");
    }
    // So long that no such record would be held.
    for (gzip, lie) in [(true, 10u64.pow(12)), (false, 10u64.pow(12)), (true, 3 << 20), (false, 3 << 20)] {
        let found = told(&read(&archive(&[page(&format!("Content-Length: {lie}\r\n")), last.clone()], gzip).bytes));
        assert_eq!(found, ["+<p>page", "+last"], "{lie} {gzip}");
    }
    let cut = archive(&[last.clone(), page("Content-Length: 1000000000000\r\n")], false).bytes;
    let found = told(&read(&cut));
    assert!(found.len() == 2 && found[1].contains("the record is cut short: 11 of 1000000000000 bytes"), "{found:?}");
    for lie in ["Content-Length: 3\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999999\r\n"] {
        let found = told(&read(&archive(&[page(lie), last.clone()], false).bytes));
        assert_eq!(found, ["+<p>page", "+last"], "{lie:?}");
    }
}

#[test]
fn archives_may_be_packed_in_any_way() {
    let records = [response("a", "<p>one"), response("b", "<p>two")];
    let plain = archive(&records, false).bytes;
    let expected = ["+<p>one", "+<p>two"];
    assert_eq!(told(&read(&plain)), expected);
    assert_eq!(told(&read(&packed(&plain))), expected, "one member for the whole file");
    let (front, back) = plain.split_at(plain.len() / 3);
    assert_eq!(told(&read(&[packed(front), packed(back)].concat())), expected, "a record in two members");
    assert_eq!(told(&read(&[packed(b""), packed(&plain), packed(b"")].concat())), expected, "empty members");
    assert_eq!(told(&read(&[&packed(&plain)[..], &[0; 512]].concat())), expected, "padding");
    for size in [3, 10, 50, 100, 290] {
        let blocks: Vec<u8> = plain.chunks(size).flat_map(packed).collect();
        assert_eq!(told(&read(&blocks)), expected, "a member every {size} bytes, as bgzip writes them");
    }
    let more = [&b"\r\n\r\n"[..], &records[0], b"\r\n\r\n\r\n", &records[1], b"\r\n"].concat();
    assert_eq!(told(&read(&more)), expected, "more line ends than there should be");
}

#[test]
fn what_is_broken_is_named_with_its_bytes() {
    let records = [response("a", "<p>one"), response("b", "<p>two"), response("c", "<p>three")];
    let whole = archive(&records, true);
    let mut torn = whole.bytes.clone();
    torn[whole.records[1].start + 60] ^= 0xFF;
    let found = told(&read(&torn));
    assert_eq!((&*found[0], &*found[2]), ("+<p>one", "+<p>three"));
    let range = format!("bytes {} to {} are lost", whole.records[1].start, whole.records[1].end);
    assert!(found[1].starts_with('!') && found[1].ends_with(&range), "{}", found[1]);
    let found = told(&read(&whole.bytes[..whole.bytes.len() - 20]));
    assert!(found.len() == 3 && found[2].contains("cut short"), "{}", found[2]);
    let plain = archive(&records, false).bytes;
    let found = told(&read(&plain[..plain.len() - 10]));
    assert!(found.len() == 3 && found[2].contains("the record is cut short"), "{}", found[2]);
    let garbage = [&records[0][..], b"some garbage\nand more of it\n", &records[1]].concat();
    let found = told(&read(&garbage));
    assert_eq!((&*found[0], &*found[2]), ("+<p>one", "+<p>two"));
    assert!(found[1].contains("no record begins here"), "{}", found[1]);
}

#[test]
fn an_archive_in_an_archive_is_a_body() {
    let inner = archive(&[response("x", "<p>inner")], false).bytes;
    let found = one(&[record("resource", "u", "text/plain", &inner), response("b", "<p>outer")]);
    assert_eq!(found, [format!("+{}", String::from_utf8_lossy(&inner)), "+<p>outer".into()]);
}

#[test]
fn a_huge_record_is_not_held() {
    let huge = record("resource", "u", "text/html", "<p>".repeat(3 << 20).as_bytes());
    let picture = http("Content-Type: image/png\r\n", &vec![7; 4 << 20]);
    for gzip in [false, true] {
        let found = read_up_to(&archive(&[huge.clone(), picture.clone(), response("b", "<p>next")], gzip).bytes, 1000);
        let found = told(&found);
        assert!(found[0].contains("a record of 9437184 bytes; see --max-bytes"), "{}", found[0]);
        assert_eq!(found.last().map(String::as_str), Some("+<p>next"));
    }
    let bomb = http("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &packed(&vec![b' '; 50 << 20]));
    let found = told(&read_up_to(&archive(&[bomb, response("b", "<p>next")], true).bytes, 1000));
    assert_eq!(found.last().map(String::as_str), Some("+<p>next"));
}

#[test]
fn the_ledger_names_a_page_of_which_a_part_is_missing() {
    let scene = Scene::new();
    let body = format!("{:x}\r\n{PAGE}", PAGE.len() + 100);
    let record = http("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", body.as_bytes());
    scene.write("x.warc", record);
    let said = run(scene.dehusk(&["clean", "x.warc", "-o", "out.jsonl"]));
    assert!(said.err.contains("1 kept, 0 dropped, 0 failed, 1 cut short at the source"), "{}", said.err);
    assert!(scene.read("out.jsonl.ledger.jsonl").contains(r#""degraded":["truncated"]"#));
}

#[test]
fn the_command_reads_archives_by_content_and_by_name() {
    let scene = Scene::new();
    let whole = archive(&[record("request", "u", "", b""), response("http://a.example/", PAGE)], true);
    scene.write("in/pages", &whole.bytes);
    let said = run(scene.dehusk(&["clean", "in", "-o", "out.jsonl"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("1 kept, 0 dropped, 0 failed, 1 records that are no documents"), "{}", said.err);
    let line: serde_json::Value = serde_json::from_str(&scene.read("out.jsonl")).unwrap();
    assert_eq!((&line["url"], &line["file_path"]), (&"http://a.example/".into(), &"pages".into()));
    // With its first byte broken, the name still says what it is.
    let mut torn = whole.bytes.clone();
    torn[0] = 0;
    scene.write("torn/pages.warc.gz", &torn);
    let said = run(scene.dehusk(&["clean", "torn", "-o", "torn.jsonl"]));
    assert!(said.code == Some(1) && said.err.contains("are lost"), "{}", said.err);
    assert_eq!(scene.read("torn.jsonl").lines().count(), 1);
}

/// An archive whose frames need a dictionary, which the first one holds, itself packed or not.
fn with_dictionary(records: &[Vec<u8>], is_packed: bool) -> (Vec<u8>, Vec<u8>) {
    let samples: Vec<Vec<u8>> = (0..200).map(|n| response(&format!("http://a.example/{n}"), PAGE)).collect();
    let dictionary = zstd::dict::from_samples(&samples, 4 << 10).unwrap();
    let held = if is_packed { zstd::bulk::compress(&dictionary, 3).unwrap() } else { dictionary.clone() };
    let mut bytes = vec![0x5D, 0x2A, 0x4D, 0x18];
    bytes.extend(u32::try_from(held.len()).unwrap().to_le_bytes());
    bytes.extend(held);
    let mut frames = Vec::new();
    for record in records {
        let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
        frames.extend(compressor.compress(record).unwrap());
    }
    (bytes, frames)
}

#[test]
fn frames_are_read_with_the_dictionary_that_the_archive_begins_with() {
    let records = [response("u", "<p>one"), response("v", "<p>two")];
    for is_packed in [false, true] {
        let (dictionary, frames) = with_dictionary(&records, is_packed);
        assert_eq!(told(&read(&[dictionary, frames].concat())), ["+<p>one", "+<p>two"]);
    }
    let (mut dictionary, frames) = with_dictionary(&records, true);
    let at = dictionary.len() - 2;
    dictionary[at] ^= 0xFF;
    dictionary.truncate(at + 1);
    let length = u32::try_from(dictionary.len() - 8).unwrap();
    dictionary[4..8].copy_from_slice(&length.to_le_bytes());
    let found = told(&read(&[dictionary, frames].concat()));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("ictionary") && found[0].contains("lost"), "{found:?}");
}

#[test]
fn an_archive_with_a_dictionary_is_one_whatever_it_is_called() {
    let (dictionary, frames) = with_dictionary(&[response("http://a.example/", PAGE)], true);
    let scene = Scene::with(&[("crawl", &[dictionary, frames].concat())]);
    let said = run(scene.dehusk(&["clean", "crawl", "-o", "-"]));
    assert!(said.out.contains("Nobody was hurt.") && !said.out.contains("Imprint"), "{}{}", said.out, said.err);
}
