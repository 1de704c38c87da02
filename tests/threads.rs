//! The promise: the number of threads changes no byte of the output, of the receipt, or of what is said.

mod scene;

use scene::{ARTICLE, PAGE, Scene, run, with_residue};

fn many() -> Scene {
    let scene = Scene::new();
    for number in 0..60 {
        let (name, text) = match number % 5 {
            0 => (format!("in/{number}.html"), PAGE.repeat(1 + number % 3)),
            1 => (format!("in/{number}.txt"), with_residue()),
            2 => (format!("in/{number}.zip"), "PK\u{3}\u{4}".to_owned()),
            3 => (format!("in/{number}.txt"), String::new()),
            _ => (format!("in/deep/{number}.txt"), format!("Number {number}.\n\n{}", ARTICLE.repeat(number))),
        };
        scene.write(&name, text);
    }
    scene
}

#[test]
fn files_receipt_and_messages_are_the_same() {
    let scene = many();
    let out = |threads: &str| {
        let (folder, removed) = (format!("out{threads}"), format!("removed{threads}"));
        let said = run(scene.dehusk(&["clean", "in", "-j", threads, "-o", &folder, "--removed", &removed]));
        assert_eq!(said.code, Some(1));
        let files: Vec<_> = scene.files(&folder).iter().map(|name| scene.read(&format!("{folder}/{name}"))).collect();
        // The summary tells the time; all lines before it are the same.
        let lines: Vec<_> = said.err.lines().take_while(|line| !line.contains(" kept, ")).map(str::to_owned).collect();
        (scene.files(&folder), files, scene.read(&removed), lines)
    };
    let one = out("1");
    assert_eq!(one.3.len(), 24, "a line for each zip archive and each empty file");
    assert!(one.2.lines().count() >= 12, "a line for each comment form");
    assert!(one == out("2"));
    assert!(one == out("8"));
}

#[test]
fn standard_output_is_the_same() {
    let scene = many();
    let out = |threads, format| run(scene.dehusk(&["clean", "in", "-q", "-j", threads, "--to", format])).out;
    for format in ["text", "jsonl"] {
        let one = out("1", format);
        assert!(!one.is_empty() && one == out("2", format) && one == out("8", format));
    }
}
