//! The promise: the tree of the input is mirrored, no two documents share a file, no file leaves the
//! folder, and no file that is read is overwritten.

mod scene;

use scene::{ARTICLE, PAGE, Scene, run};

#[test]
fn the_tree_is_mirrored() {
    let scene = Scene::with(&[
        ("in/a.html", PAGE.as_bytes()),
        ("in/deep/er/b.txt", ARTICLE.as_bytes()),
        ("in/c.md", ARTICLE.as_bytes()),
    ]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "out"])).code, Some(0));
    assert_eq!(scene.files("out"), ["a.txt", "c.txt", "deep/er/b.txt"]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "md", "--to", "markdown"])).code, Some(0));
    assert_eq!(scene.files("md"), ["a.md", "c.md", "deep/er/b.md"]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "json", "--to", "jsonl"])).code, Some(0));
    assert_eq!(scene.files("json"), ["a.jsonl", "c.jsonl", "deep/er/b.jsonl"]);
}

#[test]
fn names_that_would_collide_are_numbered() {
    let scene =
        Scene::with(&[("in/a.htm", PAGE.as_bytes()), ("in/a.html", PAGE.as_bytes()), ("in/a.txt", ARTICLE.as_bytes())]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "out", "-j", "4"])).code, Some(0));
    assert_eq!(scene.files("out"), ["a.txt", "a~2.txt", "a~3.txt"]);
}

#[test]
fn equal_names_of_several_roots_get_their_root() {
    let scene = Scene::with(&[
        ("one/a.txt", ARTICLE.as_bytes()),
        ("two/a.txt", ARTICLE.as_bytes()),
        ("two/b.txt", ARTICLE.as_bytes()),
    ]);
    let said = run(scene.dehusk(&["clean", "one", "two", "-o", "out"]));
    assert_eq!(said.code, Some(0));
    assert_eq!(scene.files("out"), ["b.txt", "one/a.txt", "two/a.txt"]);
}

#[cfg(unix)]
#[test]
fn hostile_names_stay_in_the_folder() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let scene = Scene::with(&[
        ("in/CON.txt", ARTICLE.as_bytes()),
        ("in/a\n\u{1b}[2Jb.txt", ARTICLE.as_bytes()),
        ("in/C:\\x.txt", ARTICLE.as_bytes()),
        ("in/dots...txt", ARTICLE.as_bytes()),
        ("above.txt", ARTICLE.as_bytes()),
    ]);
    scene.write(&format!("in/{}", "l".repeat(255)), ARTICLE);
    std::fs::write(scene.at("in").join(OsStr::from_bytes(b"odd\xFF.txt")), ARTICLE).unwrap();
    scene.write("work/x", "");
    let mut command = scene.dehusk(&["clean", "../in", "../above.txt", "-o", "../out"]);
    command.current_dir(scene.at("work"));
    assert_eq!(run(command).code, Some(0));
    let long = format!("{}.txt", "l".repeat(231));
    assert_eq!(
        scene.files("out"),
        ["C__x.txt", "_CON.txt", "a__[2Jb.txt", "above.txt", "dots.txt", &long, "odd%FF.txt"]
    );
}

#[test]
fn the_output_is_not_read_when_it_stands_in_the_input() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes())]);
    for _ in 0..2 {
        let said = run(scene.dehusk(&["clean", "in", "-o", "in/clean", "--removed", "in/removed.jsonl"]));
        assert_eq!(said.code, Some(0));
        assert!(said.err.starts_with("dehusk: 1 kept, 0 dropped, 0 failed"), "{}", said.err);
    }
    assert_eq!(scene.files("in"), ["a.txt", "clean.ledger.jsonl", "clean/a.txt", "removed.jsonl"]);
}

#[test]
fn a_file_that_is_read_is_not_overwritten() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/b.jsonl", ARTICLE.as_bytes())]);
    for arguments in [
        &["clean", "in", "-o", "in"][..],
        &["clean", "in/a.txt", "-o", "./in/../in"],
        &["clean", "in/a.txt", "--removed", "in/a.txt"],
        &["clean", "in/b.jsonl", "--to", "jsonl", "-o", "in/b.jsonl"],
    ] {
        let said = run(scene.dehusk(arguments));
        assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.err);
        assert!(said.err.contains("would be overwritten"), "{}", said.err);
    }
    assert_eq!(scene.read("in/a.txt"), ARTICLE);
}

#[test]
fn a_run_replaces_what_an_earlier_run_wrote() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("out/a.txt", b"old")]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "out", "--no-header"])).code, Some(0));
    assert_eq!(scene.read("out/a.txt"), ARTICLE);
    assert_eq!(scene.files("out"), ["a.txt"], "nothing is left beside it");
}

#[test]
fn a_jsonl_path_is_one_file() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes()), ("in/b.txt", ARTICLE.as_bytes())]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "--to", "jsonl", "-o", "all.jsonl"])).code, Some(0));
    assert_eq!(scene.read("all.jsonl").lines().count(), 2);
}

#[cfg(unix)]
#[test]
fn files_have_the_usual_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    run(scene.dehusk(&["clean", "a.txt", "-o", "out"]));
    let mode = |name: &str| scene.at(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("out/a.txt"), mode("a.txt"));
}
