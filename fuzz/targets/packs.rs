//! Rule packs that users write.

#![no_main]

use dehusk::block::{Block, BlockKind, Document, Joint, Span};
use dehusk::document::Media;
use dehusk::judge::rules::RuleBook;
use dehusk::verdict::{Trace, apply};
use libfuzzer_sys::fuzz_target;

/// Lines of an article and around it; the pack's own are added.
const LINES: [&str; 6] = [
    "Leave a Reply",
    "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday after a week of talks.",
    "Share | Tweet | 12 Comments",
    "“Nobody asked us,” said the baker. We'd have said no — twice. It cost 1 200 €, or so…",
    "渡し船は三月にふたたび島へ向かう、と港の事務所は火曜日に語った。",
    "Read more: the boat that nobody wanted (3 May 2021)",
];

fuzz_target!(|data: &[u8]| {
    let Ok(pack) = std::str::from_utf8(data) else { return };
    let mut book = RuleBook::builtin();
    if let Err(error) = book.add("mine.toml", pack) {
        let message = error.to_string();
        let place = message.split("mine.toml:").nth(1).expect("an error names the file");
        let is_place = place.split(':').take(2).filter(|number| number.parse().is_ok_and(|number: u32| number > 0));
        assert!(is_place.count() == 2 || place.contains("appeals") || place.contains("already there"), "{message}");
        return;
    }
    // What it holds is there now, so that it cannot be added again.
    let table: toml::Table = pack.parse().expect("it was read before");
    if table.contains_key("appeals")
        || table.get("rule").and_then(|rules| rules.as_array()).is_some_and(|r| !r.is_empty())
    {
        assert!(book.add("mine.toml", pack).is_err());
    }
    let language = table["language"].as_str().filter(|language| *language != "*");
    let own: Vec<&str> = pack.lines().flat_map(|line| line.split('"')).filter(|text| !text.trim().is_empty()).collect();
    let lines: Vec<&str> = LINES.into_iter().chain(own).collect();
    let mut document = document(&lines);
    let mut trace = Trace::default();
    for _ in 0..3 {
        let verdicts = book.judge(&document, language);
        assert_eq!(verdicts, book.judge(&document, language));
        let before = words(&document);
        let steps = trace.steps.len();
        document = apply(document, verdicts, &mut trace).0;
        let gone: usize = trace.steps[steps..].iter().map(|step| letters(&step.text)).sum();
        assert_eq!(words(&document) + gone, before, "letters went without a receipt");
    }
});

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn words(document: &Document) -> usize {
    document.blocks.iter().map(|block| letters(&block.text)).sum()
}

fn document(lines: &[&str]) -> Document {
    let block = |(at, line): (usize, &&str)| {
        let span = Span { block: at as u32, line: at as u32 + 1, bytes: None };
        Block::plain(BlockKind::Paragraph, Joint::Paragraph, *line, span)
    };
    Document {
        media: Media::Text,
        blocks: lines.iter().enumerate().map(block).collect(),
        elements: Vec::new(),
        title: String::new(),
        kinds: 0,
        descriptions: Vec::new(),
        degraded: Vec::new(),
    }
}
