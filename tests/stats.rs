//! The promise: `dehusk stats` says from its ledger what a run did; it says loudly where a ledger does not add up, and
//! no ledger, however damaged, stops it.

mod scene;

use std::fmt::Write;

use scene::{ARTICLE, Said, Scene, run};

const HEAD: &str = r#"{"ledger":1,"dehusk":"0.1.0","settings":"s","inputs":"i","output":"out"}"#;

/// Every kind of line.
const LINES: [&str; 7] = [
    r#"{"n":0,"id":"a","input":"in","status":"kept","bytes":1000,"words":200,"language":"en","host":"a.example","quality":0.9,"removed":{"share":2},"degraded":["depth"],"to":"a.txt"}"#,
    r#"{"n":1,"id":"b","input":"in","status":"dropped","reason":"duplicate","of":0,"bytes":1000}"#,
    r#"{"commit":1,"documents":2,"found":2,"next":NEXT,"sinks":[]}"#,
    r#"{"id":"link","input":"in","status":"skipped","reason":"a symbolic link"}"#,
    r#"{"n":2,"id":"c\u001b[2J\u202e\n<script>","input":"two","status":"failed","reason":"damaged","detail":"x","bytes":7}"#,
    r#"{"n":3,"id":"d","input":"two","status":"kept","bytes":2000,"words":400,"quality":0.5}"#,
    r#"{"end":true,"read":4,"kept":2,"dropped":1,"failed":1,"skipped":1,"passed":{"request":3}}"#,
];

fn ledger(lines: &[&str]) -> String {
    let next = serde_json::to_string(&dehusk::source::Position::default()).unwrap();
    let lines: Vec<String> = lines.iter().map(|line| line.replace("NEXT", &next)).collect();
    format!("{HEAD}\n{}\n", lines.join("\n"))
}

fn stats(ledger: &str, more: &[&str]) -> Said {
    let scene = Scene::with(&[("l", ledger.as_bytes())]);
    run(scene.dehusk(&[&["stats", "l"], more].concat()))
}

fn json(ledger: &str) -> serde_json::Value {
    serde_json::from_str(&stats(ledger, &["--json"]).out).unwrap()
}

#[test]
fn the_table_of_a_small_run() {
    let said = stats(&ledger(&LINES), &[]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{}", said.out);
    insta::assert_snapshot!(said.out);
}

#[test]
fn the_json_of_a_small_run() {
    insta::assert_snapshot!(stats(&ledger(&LINES), &["--json"]).out);
}

#[test]
fn nothing_from_outside_acts_on_the_terminal() {
    let out = stats(&ledger(&LINES), &[]).out;
    assert!(!out.contains(['\u{1b}', '\u{202e}']) && out.contains(r"c\u{1b}[2J\u{202e}\n<script>"), "{out}");
}

#[test]
fn a_real_run_by_output_by_ledger_and_by_pipe() {
    let scene = Scene::with(&[("in/a.txt", ARTICLE.as_bytes())]);
    assert_eq!(run(scene.dehusk(&["clean", "in", "-o", "out"])).code, Some(0));
    let by_output = run(scene.dehusk(&["stats", "out"]));
    assert_eq!(by_output.code, Some(0), "{}", by_output.err);
    assert!(by_output.out.contains("kept          1  100 %"), "{}", by_output.out);
    assert_eq!(run(scene.dehusk(&["stats", "out.ledger.jsonl"])).out, by_output.out);
    let mut piped = scene.dehusk(&["stats", "-"]);
    piped.write_stdin(scene.read("out.ledger.jsonl"));
    assert_eq!(run(piped).out, by_output.out);
}

#[test]
fn an_unfinished_run_says_so_and_is_no_error() {
    let said = stats(&ledger(&LINES[..5]), &[]);
    assert_eq!(said.code, Some(0));
    let note = "note: this run was not finished (--resume goes on, and cleans 1 document again that was not committed)";
    assert!(said.out.contains(note), "{}", said.out);
}

#[test]
fn a_torn_last_line_is_told_and_not_malformed() {
    let found = json(&format!("{}{{\"n\":2,\"id\":\"to", ledger(&LINES[..3])));
    assert_eq!(found["lines"]["torn"], true);
    assert_eq!(found["lines"]["malformed"], 0);
}

#[test]
fn malformed_lines_are_counted_and_the_first_is_named() {
    let long = "x".repeat(dehusk::report::stats::LONGEST + 1);
    let found = json(&ledger(&["{}", LINES[0], &long, LINES[1]]));
    assert_eq!(found["lines"]["malformed"], 2);
    assert_eq!(found["lines"]["first_malformed"]["line"], 2);
    assert_eq!(found["documents"]["read"], 2);
}

#[test]
fn a_ledger_that_does_not_add_up_is_said_loudly() {
    let said = stats(&ledger(&[LINES[0], LINES[6]]), &[]);
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("does not add up: its end says 4 read, and its lines are 1"), "{}", said.err);
    let sum = r#"{"end":true,"read":1,"kept":1,"dropped":5,"failed":0,"skipped":0,"passed":{}}"#;
    let said = stats(&ledger(&[LINES[0], sum]), &[]);
    assert!(said.err.contains("kept, dropped and failed are 6 together, and 1 were read"), "{}", said.err);
}

#[test]
fn what_is_no_ledger_is_named_with_what_to_do() {
    for text in ["", "an article\n"] {
        let said = stats(text, &[]);
        assert_eq!(said.code, Some(2));
        assert!(said.err.contains("no ledger for l") && said.err.contains("dehusk clean -o"), "{}", said.err);
    }
    let mut piped = Scene::new().dehusk(&["stats", "-"]);
    piped.current_dir(std::env::temp_dir()).write_stdin("");
    let said = run(piped);
    assert!(said.code == Some(2) && said.err.contains("it is empty"), "{}", said.err);
}

#[test]
fn many_lines_and_names_are_counted() {
    let mut text = format!("{HEAD}\n");
    for n in 0..300_000 {
        let line =
            format!(r#"{{"n":{n},"id":"{n}","input":"i","status":"kept","bytes":{n},"words":9,"host":"{n}.example"}}"#);
        writeln!(text, "{line}").unwrap();
    }
    let found = json(&text);
    assert_eq!(found["documents"]["kept"], 300_000);
    assert_eq!((&found["hosts"]["complete"], &found["hosts"]["distinct"]), (&false.into(), &100_000.into()));
    assert_eq!(found["hosts"]["others"], 299_980);
}
