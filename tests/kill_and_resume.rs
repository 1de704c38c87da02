//! The promise: a run may be killed at any moment, and `--resume` brings it to the same end as if nothing had happened,
//! byte for byte, for any number of threads.

mod scene;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use scene::{PAGE, Scene, run};

/// Documents of all fates: kept, dropped, failed, skipped.
fn corpus() -> Scene {
    let scene = Scene::new();
    let mut lines = String::new();
    for number in 0..700 {
        let (language, text) = match number % 4 {
            0 => ("en", format!("The {number}th ferry left the harbour at noon. Nobody had expected that it would.")),
            1 => ("de", format!("Die {number}. Fähre verließ den Hafen am Mittag. Niemand hatte damit gerechnet.")),
            2 => ("en", format!("The {number}th letter came back unopened.\n\nLeave a Reply\n")),
            _ => ("en", String::new()),
        };
        let row = serde_json::json!({"id": format!("d{number}"), "text": text, "kind": language, "number": number});
        lines += &format!("{row}\n");
        if number % 100 == 7 {
            lines += "{\"id\": \"broken\",\n";
        }
    }
    scene.write("in/a.jsonl", &lines);
    scene.write("in/b.html", PAGE);
    scene.write("in/c.jsonl", lines.replace("\"d", "\"e"));
    scene.write("in/d.zip", "PK\u{3}\u{4}");
    scene
}

/// All files below a place and beside it, hidden ones too, with what is in them.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(root).unwrap().display().to_string();
                    files.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    files
}

/// The ways a run may write.
const WAYS: [&[&str]; 6] = [
    &["-o", "run/out.jsonl.zst", "--removed", "run/removed.jsonl.gz"],
    &["-o", "run/out", "--shard-size", "64K", "--split-by", "kind", "--compress", "none", "--removed", "run/removed"],
    &["-o", "run/out", "--to", "jsonl", "--shard-size", "20K"],
    &["-o", "run/out", "--no-header"],
    &["-o", "run/out", "--to", "parquet", "--shard-size", "20K"],
    &["-o", "run/out.jsonl", "--dedup", "near", "--dedup-threshold", "0.5", "--removed", "run/removed"],
];

/// Runs to the end without a break.
fn undisturbed(scene: &Scene, way: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let _ = fs::remove_dir_all(scene.at("run"));
    fs::create_dir(scene.at("run")).unwrap();
    let mut arguments = vec!["clean", "in", "-q", "--commit-every", "40"];
    arguments.extend(way);
    let said = run(scene.dehusk(&arguments));
    assert_eq!(said.code, Some(1), "{}", said.err);
    tree(&scene.at("run"))
}

/// Begins, is killed after a while, goes on, is killed again, until it comes to its end. Gives the number of kills.
fn disturbed(scene: &Scene, way: &[&str], threads: &str, chance: &mut u64) -> u32 {
    let _ = fs::remove_dir_all(scene.at("run"));
    fs::create_dir(scene.at("run")).unwrap();
    let mut kills = 0;
    loop {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dehusk"))
            .current_dir(scene.at(""))
            .args(["clean", "in", "-q", "--commit-every", "40", "--resume", "-j", threads])
            .args(way)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // xorshift: the moments differ, and the machine adds its own.
        *chance ^= *chance << 13;
        *chance ^= *chance >> 7;
        *chance ^= *chance << 17;
        // A machine that has much else to do needs longer to get anywhere.
        std::thread::sleep(Duration::from_millis(20 + *chance % (400 + 20 * u64::from(kills))));
        child.kill().unwrap();
        let said = child.wait_with_output().unwrap();
        match said.status.code() {
            None => kills += 1,
            // One of its documents fails, and everything else went well.
            Some(1) => return kills,
            other => panic!("{other:?}: {}", String::from_utf8_lossy(&said.stderr)),
        }
        assert!(kills < 1000, "it never ends");
    }
}

#[test]
fn a_hundred_kills_change_no_byte() {
    let scene = corpus();
    let mut chance = 0x9E37_79B9_7F4A_7C15;
    let mut kills = 0;
    for way in WAYS {
        let whole = undisturbed(&scene, way);
        assert!(whole.keys().all(|name| !name.starts_with('.') && !name.ends_with(".part")));
        for threads in ["1", "2", "7"].iter().cycle() {
            kills += disturbed(&scene, way, threads, &mut chance);
            let found = tree(&scene.at("run"));
            assert!(found.keys().eq(whole.keys()), "{way:?}: {:?}", found.keys());
            for (name, bytes) in &whole {
                assert!(found[name] == *bytes, "{way:?}, {threads} threads: {name} differs");
            }
            let done = WAYS.iter().position(|other| *other == way).unwrap() as u32 + 1;
            if kills >= done * 17 && *threads == "7" {
                break;
            }
        }
    }
    assert!(kills >= 100, "{kills} kills");
}

/// The same with requests to stop: nothing that was done is done again.
#[cfg(unix)]
#[test]
fn stops_in_good_order_change_no_byte() {
    let scene = corpus();
    let mut chance: u64 = 0x2545_F491_4F6C_DD1D;
    for way in WAYS {
        let whole = undisturbed(&scene, way);
        let mut stops = 0;
        while stops < 5 {
            let _ = fs::remove_dir_all(scene.at("run"));
            fs::create_dir(scene.at("run")).unwrap();
            loop {
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                let mut arguments = vec!["clean", "in", "-q", "--commit-every", "40", "--resume"];
                arguments.extend(way);
                let child = Command::new(env!("CARGO_BIN_EXE_dehusk"))
                    .current_dir(scene.at(""))
                    .args(&arguments)
                    .stdin(Stdio::null())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap();
                std::thread::sleep(Duration::from_millis(60 + chance % 300));
                let _ = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
                let said = child.wait_with_output().unwrap();
                match said.status.code() {
                    // Before it listened, or after.
                    None | Some(130) => stops += 1,
                    Some(1) => break,
                    other => panic!("{other:?}: {}", String::from_utf8_lossy(&said.stderr)),
                }
            }
            let found = tree(&scene.at("run"));
            assert!(found.keys().eq(whole.keys()), "{way:?}: {:?}", found.keys());
            assert!(found == whole, "{way:?}");
        }
    }
}

/// A run that is stopped while it waits for its input leaves nothing to be done again, and nothing that looks complete.
#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_commits() {
    let scene = corpus();
    let status = Command::new("mkfifo").arg(scene.at("pipe")).status().unwrap();
    assert!(status.success());
    let begin = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_dehusk"))
            .current_dir(scene.at(""))
            .args(["clean", "in/a.jsonl", "pipe", "-q", "-o", "out.jsonl.zst"])
            .args(more)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut child = begin(&[]);
    let ledger = scene.at("out.jsonl.zst.ledger.jsonl");
    let lines = || fs::read(&ledger).map_or(0, |bytes| bytes.iter().filter(|&&byte| byte == b'\n').count());
    // Whoever opens the other end knows that the first file was read.
    let pipe = fs::File::options().write(true).open(scene.at("pipe")).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let _ = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(pipe);
    assert!(!scene.at("out.jsonl.zst").exists());
    assert_eq!(lines(), 1 + 707 + 1);
    let stats = run(scene.dehusk(&["stats", "out.jsonl.zst"]));
    assert!(!stats.out.contains("again"), "{}", stats.out);
}

#[test]
fn threads_and_memory_change_no_byte() {
    let scene = corpus();
    for way in WAYS {
        let one = undisturbed(&scene, &[way, &["-j", "1"][..]].concat());
        let seven = undisturbed(&scene, &[way, &["-j", "7", "--memory", "1K"][..]].concat());
        assert!(one == seven, "{way:?}");
    }
}

#[test]
fn another_run_is_not_taken_up() {
    let scene = corpus();
    let way = ["clean", "in", "-q", "-o", "out.jsonl", "--resume"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(1));
    // It had come to its end, and says so.
    let again = run(scene.dehusk(&["clean", "in", "-o", "out.jsonl", "--resume"]));
    assert!(again.err.contains("nothing left to do"), "{}", again.err);
    for (change, why) in [(&["--keep", "share"][..], "settings"), (&["--no-header"], "settings")] {
        let said = run(scene.dehusk(&[&way[..], change].concat()));
        assert_eq!(said.code, Some(2));
        assert!(said.err.contains(why), "{}", said.err);
    }
    scene.write("in/new.txt", "New.");
    let said = run(scene.dehusk(&way));
    assert!(said.code == Some(2) && said.err.contains("the input is not what it was"), "{}", said.err);
}

#[test]
fn parts_of_an_earlier_run_are_not_mixed_with_new_ones() {
    let scene = corpus();
    let way = ["clean", "in", "-q", "-o", "out", "--shard-size", "10K", "--compress", "none"];
    assert_eq!(run(scene.dehusk(&way)).code, Some(1));
    let parts = scene.files("out").len();
    assert!(parts > 3);
    let said = run(scene.dehusk(&[&way[..], &["--no-header"]].concat()));
    assert!(said.code == Some(2) && said.err.contains("part of an earlier run"), "{}", said.err);
    assert_eq!(scene.files("out").len(), parts);
    let said = run(scene.dehusk(&["clean", "in/b.html", "-q", "-o", "out", "--shard-size", "10K", "--overwrite"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(scene.files("out"), ["part-00000.jsonl.zst"]);
}

#[test]
fn output_that_has_gone_since_is_missed() {
    let scene = corpus();
    for (output, gone) in [("out.jsonl", "out.jsonl"), ("parts", "parts/part-00001.jsonl"), ("texts", "texts/b.txt")] {
        let mut way = vec!["clean", "in", "-q", "-o", output, "--resume"];
        if output == "parts" {
            way.extend(["--shard-size", "10K", "--compress", "none"]);
        }
        assert_eq!(run(scene.dehusk(&way)).code, Some(1));
        fs::remove_file(scene.at(gone)).unwrap();
        let said = run(scene.dehusk(&way));
        assert!(said.code == Some(3) && said.err.contains(gone) && said.err.contains("has gone"), "{}", said.err);
    }
}

#[test]
fn a_run_that_was_killed_while_it_cleared_up_leaves_nothing() {
    let scene = corpus();
    let way = ["-o", "run/out.jsonl", "--dedup", "near"];
    let whole = undisturbed(&scene, &way);
    let aside = scene.at("run/.out.jsonl.ledger.jsonl.near");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("documents"), "left").unwrap();
    run(scene.dehusk(&["clean", "in", "-q", "--commit-every", "40", "--resume", way[0], way[1], way[2], way[3]]));
    assert_eq!(tree(&scene.at("run")), whole);
}
