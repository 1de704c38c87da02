//! The promise: the exit status says how it went, as the table in `dehusk --help` has it, and a document
//! that is not kept is named with the cause on one line while the run goes on.

mod scene;

use scene::{ARTICLE, PAGE, Scene, run};

#[test]
fn zero_when_all_is_fine() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/b.html", PAGE.as_bytes())]);
    let said = run(scene.dehusk(&["clean", "in"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.starts_with("dehusk: 2 kept, 0 dropped, 0 failed"), "{}", said.err);
}

#[cfg(unix)]
#[test]
fn a_folder_of_oddities_ends_with_one_and_a_line_for_each() {
    let scene = Scene::with(&[
        ("in/archive.zip", b"PK\x03\x04 and so on"),
        ("in/empty.txt", b""),
        ("in/empty.html", b""),
        (
            "in/western.txt",
            b"Die Br\xFCcke \xFCber den Flu\xDF war in der Nacht f\xFCr alle gesperrt, \x84sicher ist sicher\x93.",
        ),
    ]);
    std::os::unix::fs::symlink("nowhere", scene.at("in/broken")).unwrap();
    let said = run(scene.dehusk(&["clean", "in", "--no-header", "--quotes", "keep"]));
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines[0], "dehusk: in/archive.zip: not text but a zip archive");
    assert_eq!(lines[1], "dehusk: in/broken: skipped: a symbolic link that leads nowhere");
    assert!(lines[2].starts_with("dehusk: in/empty.html: dropped: "), "{}", lines[2]);
    assert!(lines[3].starts_with("dehusk: in/empty.txt: dropped: "), "{}", lines[3]);
    assert!(lines[4].starts_with("dehusk: 1 kept, 2 dropped, 1 failed, 1 skipped"), "{}", lines[4]);
    assert_eq!(said.out, "Die Brücke über den Fluß war in der Nacht für alle gesperrt, „sicher ist sicher“.\n");
    assert_eq!(said.code, Some(1));
}

#[cfg(unix)]
#[test]
fn without_a_failed_document_oddities_end_with_zero() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/empty.txt", b" \n")]);
    std::os::unix::fs::symlink("a.txt", scene.at("in/link")).unwrap();
    assert_eq!(run(scene.dehusk(&["clean", "in"])).code, Some(0));
}

#[test]
fn quiet_says_only_what_failed() {
    let scene = Scene::with(&[("in/archive.zip", b"PK\x03\x04 and so on"), ("in/empty.txt", b"")]);
    let said = run(scene.dehusk(&["clean", "in", "--quiet"]));
    assert_eq!(said.err, "dehusk: in/archive.zip: not text but a zip archive\n");
    assert_eq!(said.code, Some(1));
}

#[test]
fn a_document_past_the_limit_is_dropped() {
    let scene = Scene::with(&[("a.txt", &[b'x'; 2000])]);
    let said = run(scene.dehusk(&["clean", "a.txt", "--max-bytes", "1K"]));
    assert_eq!(said.code, Some(0));
    assert!(said.err.contains("a.txt: dropped: more than the limit of 1024 bytes"), "{}", said.err);
}

#[test]
fn two_when_the_usage_is_wrong() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", ARTICLE.as_bytes())]);
    for wrong in [
        &["clean", "a.txt", "--no-header", "--header-only"][..],
        &["clean", "a.txt", "--to", "pdf"],
        &["clean", "a.txt", "--keep", "everything"],
        &["clean", "a.txt", "--keep", "share", "--drop", "share"],
        &["clean", "a.txt", "--charset", "nonsense"],
        &["clean", "a.txt", "--rules", "missing.toml"],
        &["clean", "a.txt", "--drop-selector", "p["],
        &["clean", "a.txt", "--removed", "-"],
        &["clean", "a.txt", "--max-bytes", "lots"],
        &["clean", "a.txt", "b.txt", "--url", "https://example.org/"],
        &["clean", "a.txt", "-o", "b.txt"],
        &["clean", "-", "-"],
        &["explain", "."],
        &["rules", "show", "en/no-such-rule"],
        &["man", "no-such-command"],
        &["no-such-command"],
        &[],
    ] {
        let said = run(scene.dehusk(wrong));
        assert_eq!(said.code, Some(2), "{wrong:?}: {}", said.err);
        assert!(!said.err.is_empty() && said.out.is_empty(), "{wrong:?}");
    }
}

#[test]
fn three_when_a_path_is_missing_and_the_others_still_run() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    let said = run(scene.dehusk(&["clean", "missing.txt", "a.txt", "--no-header"]));
    assert_eq!(said.code, Some(3));
    assert!(said.err.starts_with("dehusk: missing.txt: "), "{}", said.err);
    assert_eq!(said.out, ARTICLE);
}

#[test]
fn three_when_the_output_cannot_be_written() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes()), ("file", b"")]);
    let said = run(scene.dehusk(&["clean", "a.txt", "-o", "file/out"]));
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.err.contains("file/out"), "{}", said.err);
    let said = run(scene.dehusk(&["clean", "a.txt", "--removed", "no/such/folder.jsonl"]));
    assert_eq!(said.code, Some(3), "{}", said.err);
}

#[cfg(target_os = "linux")]
#[test]
fn three_when_the_disk_is_full() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dehusk"));
    let output = command.arg("clean").arg(scene.at("a.txt")).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"));
}

#[test]
fn the_long_help_has_the_table() {
    for arguments in [&["--help"][..], &["clean", "--help"]] {
        let said = run(Scene::new().dehusk(arguments));
        assert!(said.out.contains("130  interrupted"), "{}", said.out);
    }
}
