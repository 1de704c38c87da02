//! The promise: dehusk stands in a pipe like any other command.

mod scene;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use scene::{ARTICLE, PAGE, Scene, run, with_residue};

#[test]
fn a_page_goes_through() {
    let scene = Scene::new();
    for arguments in [&["clean"][..], &["clean", "-"]] {
        let mut command = scene.dehusk(arguments);
        command.write_stdin(PAGE);
        let said = run(command);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.out.starts_with("---\n"), "{}", said.out);
        assert!(said.out.contains("\n---\n"));
        assert!(said.out.contains("the town closed its lower bridge"));
        assert!(!said.out.contains("source:"), "standard input has no name to tell");
    }
}

#[test]
fn several_articles_are_separated_by_a_blank_line() {
    let scene = Scene::with(&[("a.txt", b"Only one line is here."), ("b.txt", b"And another one there.")]);
    let said = run(scene.dehusk(&["clean", "a.txt", "b.txt", "--no-header"]));
    assert_eq!(said.out, "Only one line is here.\n\nAnd another one there.\n");
    let said = run(scene.dehusk(&["clean", "b.txt", "a.txt"]));
    assert!(said.out.contains("And another one there.\n\n---\n"), "{}", said.out);
}

#[test]
fn a_line_of_json_for_each_document() {
    let scene = Scene::with(&[("in/a.html", PAGE.as_bytes()), ("in/b.txt", ARTICLE.as_bytes())]);
    let said = run(scene.dehusk(&["clean", "in", "--to", "jsonl"]));
    let lines: Vec<serde_json::Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let keys: Vec<&String> = lines[0].as_object().unwrap().keys().take(2).collect();
    assert_eq!(keys, ["text", "id"]);
    assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&"a.html".into(), &"b.txt".into()));
    assert_eq!(lines[1]["text"], ARTICLE.trim_end());

    let said = run(scene.dehusk(&["clean", "in/b.txt", "--to", "jsonl", "--no-header"]));
    let line: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(line.as_object().unwrap().len(), 2);
    let said = run(scene.dehusk(&["clean", "in/b.txt", "--to", "jsonl", "--header-only"]));
    let line: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(line.get("text").is_none() && line["id"] == "b.txt");
}

#[test]
fn a_dash_is_standard_output() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    for arguments in [&["--no-header"][..], &["--to", "jsonl"]] {
        let plain = run(scene.dehusk(&[&["clean", "a.txt"], arguments].concat()));
        for output in ["-", "/dev/stdout"] {
            let said = run(scene.dehusk(&[&["clean", "a.txt", "-o", output], arguments].concat()));
            assert_eq!((said.code, &said.out), (Some(0), &plain.out), "{}", said.err);
        }
    }
    assert_eq!(scene.files(""), ["a.txt"]);
}

#[cfg(unix)]
#[test]
fn a_device_takes_all_articles() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", ARTICLE.as_bytes())]);
    for arguments in [&[][..], &["--to", "jsonl"]] {
        let said = run(scene.dehusk(&[&["clean", "a.txt", "b.txt", "-o", "/dev/null"], arguments].concat()));
        assert_eq!((said.code, &*said.out), (Some(0), ""), "{}", said.err);
        assert!(said.err.contains("2 kept"), "{}", said.err);
    }
    let said = run(scene.dehusk(&["clean", "a.txt", "-o", "/dev/null", "--split-by", "language"]));
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("-o needs a folder"), "{}", said.err);
    assert_eq!(scene.files(""), ["a.txt", "b.txt"]);
}

#[test]
fn the_header_alone() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    let said = run(scene.dehusk(&["clean", "a.txt", "--header-only"]));
    assert!(said.out.starts_with("---\n") && said.out.ends_with("---\n"), "{}", said.out);
    assert!(said.out.lines().any(|line| line.starts_with("source: ") && line.contains("a.txt")), "{}", said.out);
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let scene = Scene::new();
    for number in 0..200 {
        scene.write(&format!("in/{number:03}.txt"), ARTICLE.repeat(10));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
    command.arg("clean").arg(scene.at("in")).args(["--to", "jsonl", "--removed"]).arg(scene.at("removed.jsonl"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.ends_with('\n'));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(scene.at("removed.jsonl").exists(), "the receipt of what was written stays");
}

#[test]
fn the_receipt_goes_to_standard_output_when_articles_go_elsewhere() {
    let scene = Scene::new();
    scene.write("a.txt", with_residue());
    let said = run(scene.dehusk(&["clean", "a.txt", "-o", "out", "--removed", "-", "--no-header"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let line: serde_json::Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
    assert_eq!(line["id"], "a.txt");
    assert_eq!(line["category"], "comment-form");
    assert_eq!(line["text"], "Leave a Reply");
    assert!(line["place"]["line"].is_u64());
    assert!(["judge", "rule", "evidence"].iter().all(|key| line[key].is_string()), "{line}");
    assert_eq!(scene.read("out/a.txt"), ARTICLE);
}

#[test]
fn articles_do_not_end_with_the_reader_of_the_receipts() {
    let scene = Scene::new();
    let row = serde_json::json!({"text": with_residue()}).to_string() + "\n";
    scene.write("in.jsonl", row.repeat(2000));
    for (output, dedup) in [("out.jsonl", &[][..]), ("near.jsonl", &["--dedup", "near"])] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
        command
            .arg("clean")
            .arg(scene.at("in.jsonl"))
            .arg("-o")
            .arg(scene.at(output))
            .args(["--removed", "-"])
            .args(dedup);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("Leave a Reply"), "{line}");
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0));
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(said.contains("kept"), "{said}");
        assert_eq!(scene.read(output).lines().count(), if dedup.is_empty() { 2000 } else { 1 });
        let end = scene.read(&format!("{output}.ledger.jsonl"));
        assert!(end.lines().next_back().unwrap().contains("\"end\""), "the run came to its end");
    }
}

#[cfg(unix)]
#[test]
fn named_pipes_are_read() {
    let scene = Scene::new();
    assert!(Command::new("mkfifo").arg(scene.at("pipe")).status().unwrap().success());
    let path = scene.at("pipe");
    let writer = std::thread::spawn(move || std::fs::write(path, ARTICLE).unwrap());
    let said = run(scene.dehusk(&["clean", "pipe", "--no-header"]));
    writer.join().unwrap();
    assert_eq!(said.out, ARTICLE);
}

#[cfg(unix)]
#[test]
fn interrupted_while_it_waits_it_keeps_what_is_complete() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
    command.arg("clean").arg(scene.at("a.txt")).args(["-", "-o"]).arg(scene.at("out"));
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"The beginning of a document that nobody will").unwrap();
    stdin.flush().unwrap();
    // Once the first document is there, the command waits for the rest of the second.
    let waited = std::time::Instant::now();
    while !scene.at("out/a.txt").exists() {
        assert!(waited.elapsed().as_secs() < 30, "the first document never came");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let interrupted = Command::new("kill").arg("-INT").arg(child.id().to_string()).status().unwrap();
    assert!(interrupted.success());
    let status = child.wait().unwrap();
    drop(stdin);
    assert_eq!(status.code(), Some(130));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("1 kept, 0 dropped, 0 failed"), "{said}");
    assert_eq!(scene.files("out"), ["a.txt"]);
}
