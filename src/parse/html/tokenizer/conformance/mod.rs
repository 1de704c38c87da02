//! html5lib's tests, where they are at hand. What they say of parse errors is left out.

mod pages;
mod tree;

use std::cell::RefCell;
use std::path::PathBuf;

use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult};
use serde_json::{Value, json};

use super::{Content, Tokenizer, Wanted, line_feeds};

/// The folder of the development data: `DEHUSK_DATA`, else beside the project.
fn data() -> PathBuf {
    std::env::var_os("DEHUSK_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from)
}

/// The files of one kind of html5lib's tests.
fn tests(kind: &str) -> Option<Vec<PathBuf>> {
    let Ok(folder) = data().join("html5lib-tests").join(kind).read_dir() else {
        eprintln!("html5lib's tests are not here; set DEHUSK_DATA to the folder that holds html5lib-tests");
        return None;
    };
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    Some(files)
}

#[derive(Default)]
struct Collect(RefCell<Vec<Value>>);

impl TokenSink for Collect {
    type Handle = ();

    fn process_token(&self, token: Token, _at: u64) -> TokenSinkResult<()> {
        let mut seen = self.0.borrow_mut();
        let mut text = |text: &str| match seen.last_mut() {
            Some(Value::Array(last)) if last[0] == "Character" => {
                let joined = last[1].as_str().expect("a text").to_owned() + text;
                last[1] = joined.into();
            }
            _ => seen.push(json!(["Character", text])),
        };
        match token {
            Token::CharacterTokens(characters) => text(&characters),
            Token::NullCharacterToken => text("\0"),
            Token::CommentToken(comment) => seen.push(json!(["Comment", &*comment])),
            Token::DoctypeToken(doctype) => {
                let [name, public, system] = [doctype.name, doctype.public_id, doctype.system_id]
                    .map(|part| part.map_or(Value::Null, |part| Value::from(&*part)));
                seen.push(json!(["DOCTYPE", name, public, system, !doctype.force_quirks]));
            }
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => seen.push(json!(["EndTag", &*tag.name])),
            Token::TagToken(tag) => {
                let attributes: serde_json::Map<String, Value> = tag
                    .attrs
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), Value::from(&*attribute.value)))
                    .collect();
                let mut token = vec![json!("StartTag"), json!(&*tag.name), Value::Object(attributes)];
                if tag.self_closing {
                    token.push(json!(true));
                }
                seen.push(Value::Array(token));
            }
            Token::ParseError(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

fn tokens(input: &str, content: Content, last_start: &str) -> Vec<Value> {
    let sink = Collect::default();
    let buffer = StrTendril::from_slice(&line_feeds(input));
    let mut tokenizer = Tokenizer::new(&buffer, &sink, Wanted::All, usize::MAX);
    tokenizer.content = content;
    tokenizer.last_start = LocalName::from(last_start);
    tokenizer.run();
    sink.0.into_inner()
}

/// Tests that are doubly escaped hold lone surrogates, which no Rust string can; the others are unescaped.
fn unescape(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        plain.push_str(&rest[..at]);
        plain.push(char::from_u32(u32::from_str_radix(rest.get(at + 2..at + 6)?, 16).ok()?)?);
        rest = &rest[at + 6..];
    }
    plain.push_str(rest);
    Some(plain)
}

fn unescape_all(value: &mut Value) -> Option<()> {
    match value {
        Value::String(text) => *text = unescape(text)?,
        Value::Array(values) => values.iter_mut().try_for_each(unescape_all)?,
        Value::Object(map) => map.values_mut().try_for_each(unescape_all)?,
        _ => {}
    }
    Some(())
}

#[test]
fn html5lib_tokenizer_tests() {
    let Some(files) = tests("tokenizer") else { return };
    let (mut run, mut surrogates, mut states, mut failed) = (0, 0, 0, Vec::new());
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "test")) {
        let suite: Value = serde_json::from_slice(&std::fs::read(file).expect("readable")).expect("JSON");
        // `xmlViolationTests` ask for another, stricter language.
        for test in suite["tests"].as_array().into_iter().flatten() {
            let (mut input, mut output) = (test["input"].clone(), test["output"].clone());
            if test["doubleEscaped"] == true
                && (unescape_all(&mut input).is_none() || unescape_all(&mut output).is_none())
            {
                surrogates += 1;
                continue;
            }
            let input = input.as_str().expect("a text");
            let mut expected: Vec<Value> = Vec::new();
            for token in output.as_array().expect("tokens") {
                match (expected.last_mut(), token) {
                    (Some(Value::Array(last)), Value::Array(token))
                        if last[0] == "Character" && token[0] == "Character" =>
                    {
                        last[1] =
                            (last[1].as_str().expect("a text").to_owned() + token[1].as_str().expect("a text")).into();
                    }
                    _ => expected.push(token.clone()),
                }
            }
            let initial = test["initialStates"].as_array().cloned().unwrap_or_else(|| vec![json!("Data state")]);
            for state in initial {
                let content = match state.as_str().expect("a name") {
                    "Data state" => Content::Data,
                    "RCDATA state" => Content::Rcdata,
                    "RAWTEXT state" => Content::Rawtext,
                    "Script data state" => Content::Script,
                    "PLAINTEXT state" => Content::Plaintext,
                    // No document begins inside a CDATA section.
                    _ => {
                        states += 1;
                        continue;
                    }
                };
                run += 1;
                let got = tokens(input, content, test["lastStartTag"].as_str().unwrap_or(""));
                if got != expected {
                    failed.push(format!(
                        "{} {state} {input:?}\n   want {}\n   got  {}",
                        test["description"],
                        json!(expected),
                        json!(got)
                    ));
                }
            }
        }
    }
    println!("{run} run, {surrogates} with lone surrogates and {states} in states no document begins in left out");
    assert!(failed.is_empty(), "{} of {run} fail:\n{}", failed.len(), failed[..failed.len().min(20)].join("\n"));
    assert!(run > 6_000);
}
