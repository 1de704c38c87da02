//! The promise: every command does what its help says, and what comes from documents does not act on the
//! terminal.

mod scene;

use dehusk::judge::content::GROUNDS;
use scene::{ARTICLE, Scene, run, with_residue};

#[test]
fn explain_shows_what_stays_and_what_goes() {
    let scene = Scene::new();
    scene.write("a.txt", with_residue());
    let said = run(scene.dehusk(&["explain", "a.txt"]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("---\n"), "{}", said.out);
    assert!(said.out.contains("\n  The river rose by a metre"), "{}", said.out);
    let gone = said.out.lines().find(|line| line.starts_with("- [comment-form ")).expect(&said.out);
    assert!(gone.ends_with("] Leave a Reply"), "{gone}");
    assert!(!said.out.contains('\u{1b}'), "no colour in a pipe");

    let coloured = run(scene.dehusk(&["explain", "a.txt", "--color", "always"]));
    assert!(coloured.out.contains("\u{1b}[31;9mLeave a Reply\u{1b}[0m"), "{}", coloured.out);
}

#[test]
fn explain_obeys_no_escape_of_the_document() {
    let scene = Scene::new();
    let page = "<!DOCTYPE html><title>\u{1b}]0;gotcha\u{7}</title><nav>\u{1b}[2Jmenu</nav>\
         <article><p>The \u{1b}[31mriver\u{202e} rose by a metre during the night, and the town closed its lower \
         bridge. Nobody was hurt, said the mayor, and the water had begun to fall by noon.</p></article>";
    scene.write("\u{1b}[2J.html", page);
    scene.write("a.txt", "The \u{1b}[31mriver\u{202e} rose.\n\nLeave a \u{9b}2JReply\n");
    for file in ["\u{1b}[2J.html", "a.txt"] {
        let said = run(scene.dehusk(&["explain", file]));
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(!said.out.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{:?}", said.out);
    }
    let said = run(scene.dehusk(&["clean", "\u{1b}[2Jmissing"]));
    assert!(said.err.starts_with("dehusk: \\u{1b}[2Jmissing: "), "{:?}", said.err);
}

#[test]
fn explain_reads_standard_input_and_reports_failures() {
    let scene = Scene::with(&[("a.zip", b"PK\x03\x04 and so on")]);
    let mut command = scene.dehusk(&["explain", "-"]);
    command.write_stdin(ARTICLE);
    assert!(run(command).out.contains("  Nobody was hurt."));
    let said = run(scene.dehusk(&["explain", "a.zip"]));
    assert_eq!((said.code, said.err.as_str()), (Some(1), "dehusk: a.zip: not text but a zip archive\n"));
    assert_eq!(run(scene.dehusk(&["explain", "missing"])).code, Some(3));
}

#[test]
fn explain_finds_one_document_of_many() {
    let scene = Scene::new();
    let row = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"The ferry {id} left the harbour at noon.\"}}\n");
    scene.write("in.jsonl", [row("a"), "{\"id\":\"b\",\"text\":7}\n".to_owned(), row("c")].concat());
    let said = run(scene.dehusk(&["explain", "in.jsonl"]));
    assert!(said.out.contains("The ferry a") && said.err.contains("--id"), "{}{}", said.out, said.err);
    for id in ["c", "in.jsonl#3"] {
        let said = run(scene.dehusk(&["explain", "in.jsonl", "--id", id]));
        assert!(said.out.contains("The ferry c") && said.err.is_empty() && said.code == Some(0), "{id}: {}", said.err);
    }
    let said = run(scene.dehusk(&["explain", "in.jsonl", "--id", "b"]));
    assert!(said.err.contains("in.jsonl#2: text is a number") && said.code == Some(1), "{}", said.err);
    let said = run(scene.dehusk(&["explain", "in.jsonl", "--id", "d"]));
    assert!(said.err.contains("none of the 2 documents of in.jsonl has the id d"), "{}", said.err);
    assert_eq!(said.code, Some(2));
    let said = run(scene.dehusk(&["explain", "missing.jsonl", "--id", "d"]));
    assert!(said.err.contains("missing.jsonl") && said.code == Some(3), "{}", said.err);
    // Ids may repeat, and fields have other names.
    scene.write(
        "same.jsonl",
        ["a", "a", "b", "a"].map(|id| row(id).replace("\"text\"", "\"said\"").replace("\"id\"", "\"key\"")).concat(),
    );
    let fields = ["--text-field", "said", "--id-field", "key"];
    let said = run(scene.dehusk(&[&["explain", "same.jsonl", "--id", "a"], &fields[..]].concat()));
    assert!(said.out.contains("The ferry a") && said.code == Some(0), "{}", said.err);
    assert!(said.err.contains("this is same.jsonl#1, the others are same.jsonl#2, same.jsonl#4"), "{}", said.err);
    let said = run(scene.dehusk(&[&["explain", "same.jsonl", "--id", "same.jsonl#2"], &fields[..]].concat()));
    assert!(said.err.is_empty() && said.code == Some(0), "{}", said.err);
    // What stands before the first document of an archive is passed over.
    let record = |kind: &str, body: &str| {
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len())
    };
    scene.write("in.wet", record("warcinfo", "x: y") + &record("conversion", "The ferry left the harbour at noon."));
    let said = run(scene.dehusk(&["explain", "in.wet"]));
    assert!(said.out.contains("The ferry left") && said.code == Some(0), "{}", said.err);
}

#[test]
fn what_would_go_elsewhere_than_it_says_is_refused() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    for (arguments, why) in [
        (vec!["-o", "clean.txt"], "clean.txt would be a folder"),
        (vec!["-o", "out.json"], "out.json would be a folder"),
        (vec!["--split-by", "language", "-o", "out.jsonl"], "out.jsonl would be a folder of parts"),
        (vec!["-o", "out.jsonl", "--ledger", "out.jsonl"], "-o and the ledger name the same file"),
        (vec!["-o", "o", "--removed", "r.jsonl", "--ledger", "r.jsonl"], "--removed and the ledger name the same file"),
        (vec!["--language", "english"], "two or three letters"),
        (vec!["--language", "xx"], "no language has this code"),
        (vec!["-o", "parts", "--shard-size", "0"], "--shard-size"),
        (vec!["-o", "-", "--shard-size", "1M"], "standard output"),
        (vec!["-o", "-", "--resume"], "standard output"),
        (vec!["--dedup-threshold", "0.5"], "--dedup"),
        (vec!["--dedup", "exact", "--dedup-threshold", "0.5"], "--dedup near"),
        (vec!["--overwrite"], "--output"),
    ] {
        let said = run(scene.dehusk(&[&["clean", "a.txt"], &arguments[..]].concat()));
        assert!(said.code == Some(2) && said.err.contains(why), "{arguments:?}: {}", said.err);
    }
    for arguments in [vec!["-o", "clean.txt/"], vec!["-o", "v1.2"], vec!["--language", "EN"], vec!["--language", "eng"]]
    {
        let said = run(scene.dehusk(&[&["clean", "a.txt"], &arguments[..]].concat()));
        assert!(said.code == Some(0) && said.err.contains("1 kept"), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn rules_are_listed_and_shown() {
    let scene = Scene::new();
    let all = run(scene.dehusk(&["rules", "list"]));
    assert_eq!(all.code, Some(0));
    let english = run(scene.dehusk(&["rules", "list", "--language", "en", "--category", "comment-form"]));
    assert!(english.out.lines().count() > 0);
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let lines: Vec<_> = all.out.lines().map(words).collect();
    // The columns are as wide as the longest name that is listed.
    assert!(english.out.lines().all(|line| line.starts_with("en/") && lines.contains(&words(line))), "{}", english.out);

    let common = run(scene.dehusk(&["rules", "list", "--language", "common"]));
    assert!(common.out.lines().count() > 0 && common.out.lines().all(|line| line.starts_with("common/")));
    let unknown = run(scene.dehusk(&["rules", "list", "--language", "xx"]));
    assert!(unknown.code == Some(2) && unknown.err.contains("ar common cs"), "{}", unknown.err);

    let id = english.out.split_whitespace().next().unwrap();
    let shown = run(scene.dehusk(&["rules", "show", id]));
    assert_eq!(shown.code, Some(0));
    assert!(shown.out.starts_with(&format!("{id}\n")), "{}", shown.out);
    assert!(shown.out.contains("category  comment-form"), "{}", shown.out);
    // A receipt names what is no rule, too; all that its judges name are explained.
    assert!(
        ["comments", "comments-only", "drop-selector"].iter().all(|own| GROUNDS.iter().any(|(name, _)| name == own))
    );
    for ground in GROUNDS.map(|(ground, _)| ground).into_iter().chain(["en/appeal"]) {
        assert!(run(scene.dehusk(&["rules", "show", ground])).out.starts_with(&format!("{ground}\n\n")), "{ground}");
    }
    assert_eq!(run(scene.dehusk(&["rules", "show", "en/no-such-rule"])).code, Some(2));
}

#[test]
fn a_field_that_no_document_has_is_named() {
    let scene = Scene::with(&[("a.txt", ARTICLE.as_bytes())]);
    let said = run(scene.dehusk(&["clean", "a.txt", "--to", "jsonl", "-o", "out", "--split-by", "langauge"]));
    assert_eq!(said.code, Some(0));
    assert!(said.err.contains("no document has a field \"langauge\""), "{}", said.err);
    let said = run(scene.dehusk(&["clean", "a.txt", "--to", "jsonl", "-o", "right", "--split-by", "language"]));
    assert!(said.code == Some(0) && !said.err.contains("no document"), "{}", said.err);

    scene.write("keyed.jsonl", "{\"key\": \"k\", \"from\": \"https://a.example/\", \"text\": \"The ferry left.\"}\n");
    for (field, folder) in [("id", "id=k"), ("key", "key=k"), ("from", "from=https%3A%2F%2Fa.example%2F")] {
        let named = ["clean", "keyed.jsonl", "--id-field", "key", "--url-field", "from", "-q", "-o", field];
        let said = run(scene.dehusk(&[&named[..], &["--split-by", field]].concat()));
        assert_eq!((said.code, &*said.err), (Some(0), ""));
        assert_eq!(scene.files(field), [format!("{folder}/part-00000.jsonl.zst")]);
    }

    scene.write("in.jsonl", "{\"key\": \"a\", \"text\": \"The ferry left the harbour at noon.\"}\n");
    for dedup in [&[][..], &["--dedup", "near", "-o", "near.jsonl"]] {
        let said =
            run(scene.dehusk(&[&["clean", "in.jsonl", "--id-field", "kye", "--url-field", "uri"], dedup].concat()));
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.err.contains("no document that was read has a field \"kye\" (--id-field)\n"), "{}", said.err);
        assert!(said.err.contains("no document that was read has a field \"uri\" (--url-field)\n"), "{}", said.err);
    }
    let said = run(scene.dehusk(&["clean", "in.jsonl", "a.txt", "--id-field", "key", "-o", "keys.jsonl"]));
    assert!(said.code == Some(0) && !said.err.contains("no document"), "{}", said.err);
    // A table has its columns before it has rows.
    assert_eq!(run(scene.dehusk(&["clean", "in.jsonl", "-q", "-o", "in.parquet"])).code, Some(0));
    let said = run(scene.dehusk(&["clean", "in.parquet", "--id-field", "kye", "-o", "out.jsonl"]));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("in.parquet#0: it has no field kye; it has text, "), "{}", said.err);
}

#[test]
fn a_broken_rule_file_is_refused_with_the_reason() {
    let scene = Scene::with(&[("broken.toml", b"this is broken = = \n"), ("a.txt", ARTICLE.as_bytes())]);
    for arguments in [&["rules", "check", "broken.toml"][..], &["clean", "a.txt", "--rules", "broken.toml"]] {
        let said = run(scene.dehusk(arguments));
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains("broken.toml"), "{}", said.err);
        assert_eq!(said.out, "");
    }
    assert_eq!(run(scene.dehusk(&["rules", "check", "missing.toml"])).code, Some(2));
}

#[test]
fn man_pages_and_completions_come_out_of_the_flags() {
    let scene = Scene::new();
    let page = run(scene.dehusk(&["man"]));
    assert!(page.out.contains(".TH dehusk 1"), "{}", page.out);
    let page = run(scene.dehusk(&["man", "clean"]));
    assert!(page.out.contains(".TH dehusk-clean 1") || page.out.contains(".TH dehusk\\-clean 1"), "{}", page.out);
    assert!(page.out.contains("EXIT STATUS") && !page.out.contains("EXTRA"), "{}", page.out);
    assert!(run(scene.dehusk(&["man", "rules", "show"])).out.contains("show"));
    let page = run(scene.dehusk(&["man", "clean"]));
    assert!(page.out.contains("dehusk\\-clean") && page.out.contains("\\-\\-drop\\-selector"), "{}", page.out);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(scene.dehusk(&["completions", shell]));
        assert_eq!(script.code, Some(0));
        assert!(script.out.contains("drop-selector"), "{shell}");
    }
}

#[test]
fn help_is_short_or_long_and_the_version_is_told() {
    let scene = Scene::new();
    let short = run(scene.dehusk(&["clean", "-h"])).out;
    let long = run(scene.dehusk(&["clean", "--help"])).out;
    assert!(long.len() > 2 * short.len());
    for heading in ["Input:", "Output:", "Cleaning:", "Running:"] {
        assert!(short.contains(heading) && long.contains(heading), "{heading}");
    }
    assert_eq!(run(scene.dehusk(&["--version"])).out, concat!("dehusk ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn categories_can_be_kept() {
    let scene = Scene::new();
    scene.write("a.txt", with_residue());
    let said = run(scene.dehusk(&["clean", "a.txt", "--no-header", "--keep", "comment-form"]));
    assert_eq!(said.out, with_residue());
}

#[test]
fn limits_are_set_and_named_where_a_page_meets_them() {
    let scene = Scene::new();
    let told = "<p>The river rose by a metre during the night, and the town closed its lower bridge.</p>";
    scene.write("page.html", format!("<!DOCTYPE html><title>Flood</title>{}{told}", "<div>".repeat(40)));
    let clean = |flags: &[&str]| {
        let said = run(scene.dehusk(&[&["clean", "page.html", "-o", "out.jsonl", "--overwrite"], flags].concat()));
        assert_eq!(said.code, Some(0), "{}", said.err);
        let ledger = scene.read("out.jsonl.ledger.jsonl");
        let entry = ledger.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        let degraded = entry.map(|entry| entry["degraded"].clone()).find(|degraded| degraded.is_array());
        (scene.read("out.jsonl").contains("rose by a metre"), degraded)
    };
    assert_eq!(clean(&[]), (true, None));
    assert_eq!(clean(&["--max-depth", "20"]), (true, Some(serde_json::json!(["depth"]))));
    assert_eq!(clean(&["--max-nodes", "30"]), (true, Some(serde_json::json!(["nodes"]))));
    for wrong in ["0", "5000", "deep"] {
        assert_eq!(run(scene.dehusk(&["clean", "page.html", "--max-depth", wrong])).code, Some(2));
    }
}
