//! The promise: dehusk run on its own output changes no byte, headers included.

mod scene;

use std::path::Path;

use scene::{Scene, run};

#[test]
fn the_cleaned_fixtures_come_out_as_they_are() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let scene = Scene::new();
    for kind in ["pages", "text"] {
        let from = fixtures.join(kind);
        let from = from.to_str().expect("a path in UTF-8");
        let (first, second, third) = (format!("{kind}/1"), format!("{kind}/2"), format!("{kind}/3"));
        for (from, to) in [(from, &first), (&first, &second), (&second, &third)] {
            let said = run(scene.dehusk(&["clean", from, "-o", to, "-q"]));
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        let names = scene.files(&first);
        assert!(!names.is_empty());
        for name in names {
            let once = scene.read(&format!("{first}/{name}"));
            assert_eq!(scene.read(&format!("{second}/{name}")), once, "{kind}/{name}");
            assert_eq!(scene.read(&format!("{third}/{name}")), once, "{kind}/{name}");
        }
    }
}

#[test]
fn a_page_that_is_wrapped_at_one_width_stays_as_it_was_written() {
    let sentence = "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday. ";
    let words: Vec<&str> = sentence.split_whitespace().cycle().take(400).collect();
    let mut lines = vec![String::new()];
    for word in words {
        if lines.last().is_some_and(|line| line.len() + word.len() > 70) {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("there is one");
        *line += if line.is_empty() { "" } else { " " };
        *line += word;
    }
    let paragraphs: Vec<String> = lines.chunks(8).map(|lines| format!("<p>{}</p>", lines.join("<br>"))).collect();
    let page = format!("<!DOCTYPE html><title>The ferry</title><article>{}</article>", paragraphs.concat());
    let (scene, page) = (Scene::new(), page.as_str());
    scene.write("in/page.html", page);
    for (from, to) in [("in", "1"), ("1", "2")] {
        assert_eq!(run(scene.dehusk(&["clean", from, "-o", to, "-q"])).code, Some(0));
    }
    assert!(scene.read("1/page.txt").lines().count() > 30, "{}", scene.read("1/page.txt"));
    assert_eq!(scene.read("2/page.txt"), scene.read("1/page.txt"));
}

#[test]
fn a_name_with_a_semicolon_is_two_the_first_time_too() {
    let told = "<p>The ferry to the outer islands will sail again in March, the harbour office said on Tuesday.</p>";
    let page = format!("<!DOCTYPE html><title>The ferry</title><p>By J&amp;x80;an</p>{}", told.repeat(3));
    let scene = Scene::new();
    scene.write("in/page.html", page);
    for (from, to) in [("in", "1"), ("1", "2")] {
        assert_eq!(run(scene.dehusk(&["clean", from, "-o", to, "-q"])).code, Some(0));
    }
    assert!(scene.read("1/page.txt").contains("author: J&x80; an\n"), "{}", scene.read("1/page.txt"));
    assert_eq!(scene.read("2/page.txt"), scene.read("1/page.txt"));
}

#[test]
fn a_fence_that_a_form_feed_sets_off_stays_one() {
    let told = "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday.\n\n";
    let scene = Scene::new();
    scene.write("in/a.txt", format!("{told}```\nlet  tide = 3;\u{C}```\n\n{told}let  tide = 4;\n"));
    for (from, to) in [("in", "1"), ("1", "2")] {
        assert_eq!(run(scene.dehusk(&["clean", from, "-o", to, "-q"])).code, Some(0));
    }
    assert!(scene.read("1/a.txt").contains("```\nlet  tide = 3;\n```\n"), "{}", scene.read("1/a.txt"));
    assert_eq!(scene.read("2/a.txt"), scene.read("1/a.txt"));
}
