//! The promise: what goes wrong around a run costs what it must and nothing else. Committed output stays, the status
//! says how it went, and the run can be taken up again.
#![cfg(unix)]

mod scene;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use scene::{ARTICLE, PAGE, Scene, run};

/// So many short documents, no two alike.
fn documents(count: usize) -> String {
    let line =
        |number| format!("{{\"id\": \"d{number}\", \"text\": \"The {number}th ferry left the harbour at noon.\"}}\n");
    (0..count).map(line).collect()
}

/// The command under limits of the shell, such as `ulimit -f 20`.
fn limited(scene: &Scene, limit: &str, arguments: &str) -> std::process::Output {
    let script = format!("trap '' XFSZ; {limit}; exec \"$0\" {arguments}");
    let mut command = Command::new("sh");
    command.current_dir(scene.at("")).args(["-c", &script, env!("CARGO_BIN_EXE_dehusk")]).stdin(Stdio::null());
    command.output().unwrap()
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_full_disk_ends_the_run_and_it_goes_on_when_there_is_room() {
    let scene = Scene::with(&[("in.jsonl", documents(3000).as_bytes())]);
    for output in ["-o out.jsonl", "-o out --shard-size 40K --compress none", "-o each"] {
        let arguments = format!("clean in.jsonl --commit-every 100 {output}");
        let whole = scene.at("whole");
        let _ = fs::remove_dir_all(&whole);
        fs::create_dir(&whole).unwrap();
        let undisturbed = Command::new(env!("CARGO_BIN_EXE_dehusk"))
            .current_dir(&whole)
            .args(arguments.replace("in.jsonl", "../in.jsonl").split(' '))
            .status();
        assert_eq!(undisturbed.unwrap().code(), Some(0));
        // A limit on the size of files is the full disk that a test can have; the ledger meets it first, or the output.
        let full = limited(&scene, "ulimit -f 200", &arguments);
        assert_eq!(full.status.code(), Some(3), "{}", said(&full));
        assert!(said(&full).contains("File too large") && said(&full).contains("--resume"), "{}", said(&full));
        let resumed = limited(&scene, "true", &format!("{arguments} --resume"));
        assert_eq!(resumed.status.code(), Some(0), "{}", said(&resumed));
        let name = output.split(' ').nth(1).unwrap();
        let same = Command::new("diff").args(["-r"]).arg(whole.join(name)).arg(scene.at(name)).status().unwrap();
        assert!(same.success(), "{output}");
        let ledger = format!("{name}.ledger.jsonl");
        assert!(fs::read(whole.join(&ledger)).unwrap() == fs::read(scene.at(&ledger)).unwrap());
    }
}

#[test]
fn standard_output_on_a_full_disk() {
    let scene = Scene::with(&[("in.jsonl", documents(10).as_bytes())]);
    if Path::new("/dev/full").exists() {
        let full = limited(&scene, "true", "clean in.jsonl > /dev/full");
        assert_eq!(full.status.code(), Some(3), "{}", said(&full));
    }
}

/// As somebody who may not do everything, where the tests run as somebody who may.
fn unprivileged(scene: &Scene, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
    command.current_dir(scene.at("")).args(arguments).stdin(Stdio::null());
    let is_root = fs::metadata(scene.at("")).is_ok_and(|metadata| metadata.uid() == 0);
    if is_root {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    (output.status.code(), said(&output))
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    let scene =
        Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/b.txt", b"Not for everybody."), ("locked/x", b"")]);
    fs::set_permissions(scene.at(""), PermissionsExt::from_mode(0o777)).unwrap();
    fs::set_permissions(scene.at("in/b.txt"), PermissionsExt::from_mode(0o000)).unwrap();
    fs::set_permissions(scene.at("locked"), PermissionsExt::from_mode(0o555)).unwrap();
    let (code, err) = unprivileged(&scene, &["clean", "in", "-o", "out"]);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("in/b.txt: Permission denied"), "{err}");
    assert_eq!(scene.files("out"), ["a.txt"]);
    let ledger = scene.read("out.ledger.jsonl");
    assert!(ledger.contains("\"status\":\"failed\",\"reason\":\"io\""), "{ledger}");
    let (code, err) = unprivileged(&scene, &["clean", "in/a.txt", "-o", "locked/out.jsonl"]);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("locked/out.jsonl") && err.contains("Permission denied"), "{err}");
}

#[test]
fn a_second_run_on_the_same_output_is_refused() {
    let scene = Scene::with(&[("in.txt", ARTICLE.as_bytes())]);
    // It waits for its input, and holds the output.
    let mut first = Command::new(env!("CARGO_BIN_EXE_dehusk"))
        .current_dir(scene.at(""))
        .args(["clean", "-", "-o", "out"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !scene.at("out.ledger.jsonl").exists() || scene.read("out.ledger.jsonl").is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(10));
    }
    let second = run(scene.dehusk(&["clean", "in.txt", "-o", "out/"]));
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.code, Some(3));
    assert!(second.err.contains(&format!("another run (process {})", first.id())), "{}", second.err);
    // What was killed holds nothing any more.
    assert_eq!(run(scene.dehusk(&["clean", "in.txt", "-o", "out"])).code, Some(0));
}

#[test]
fn a_document_that_takes_too_long_fails_and_the_run_goes_on() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/c.html", PAGE.as_bytes())]);
    scene.write("in/b.html", "<div><p>Some words, <b>and more</b> of them.</p></div>".repeat(600_000));
    let said = run(scene.dehusk(&["clean", "in", "-o", "out", "--timeout", "1"]));
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("in/b.html: not done within 1 s"), "{}", said.err);
    assert_eq!(scene.files("out"), ["a.txt", "c.txt"]);
    assert!(scene.read("out.ledger.jsonl").contains("\"reason\":\"timeout\""));
}

#[test]
fn a_document_that_ends_the_process_is_found_out_on_resume() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/c.html", PAGE.as_bytes())]);
    scene.write("in/b.html", "<i>x</i>".repeat(6_000_000));
    // Memory that cannot be had ends a process for good.
    let limit = "ulimit -v 600000";
    let arguments = "clean in -o out -j 1 --timeout 0";
    let crashed = limited(&scene, limit, arguments);
    assert!(crashed.status.signal().is_some(), "{:?} {}", crashed.status, said(&crashed));
    let resumed = limited(&scene, limit, &format!("{arguments} --resume"));
    assert_eq!(resumed.status.code(), Some(1), "{}", said(&resumed));
    assert!(said(&resumed).contains("in/b.html: it ends the process that cleans it (signal 6)"), "{}", said(&resumed));
    assert_eq!(scene.files("out"), ["a.txt", "c.txt"]);
    assert!(scene.read("out.ledger.jsonl").contains("\"status\":\"failed\",\"reason\":\"crash\""));
}
