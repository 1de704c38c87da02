//! Where rules fire in the reference texts: every hit is a line that a person kept and a rule would take.

use anyhow::{Result, ensure};
use dehusk::Media;
use dehusk::block::{Block, BlockKind, Document, Joint, Span};
use dehusk::judge::language;
use dehusk::judge::rules::{RuleBook, Scope};
use dehusk::verdict::{Action, Category};

use crate::gate::Data;

/// Lines out of which fewer than one may be hit.
const LINES_PER_HIT: usize = 10_000;

/// Categories that are not lost: kept unless somebody asks for their removal, or of the header.
const KEPT: [Category; 3] = [Category::Caption, Category::Correction, Category::Metadata];

/// References that hold husk of their pages as it stands there: skip links, cookie notices, the labels of the foot.
/// What falls in them is listed and does not count.
const WITH_HUSK: [&str; 6] = ["0220", "0651", "0655", "0656", "0707", "0711"];

/// Runs all packs over the reference texts, each under its detected language, and lists the lines that fall.
///
/// Metadata lines are not looked for: they are lifted into the header, where they belong.
pub fn run() -> Result<()> {
    let book = RuleBook::builtin();
    let phrased =
        |id: &str| book.rule(id).is_some_and(|rule| rule.scope != Scope::Recognised || id.ends_with("/appeal"));
    let (mut lines, mut hits) = (0, 0);
    for truth in Data::needed()?.truths("wcxb-dev/truth.jsonl.zst")? {
        let document = document(&truth.main_content);
        let texts = document.blocks.iter().map(|block| block.text.as_str());
        let spoken = language::detect(texts).map(|detected| detected.code);
        lines += document.blocks.len();
        for verdict in book.judge(&document, spoken) {
            let falls = matches!(verdict.action, Action::Drop | Action::Trim(_));
            if falls && phrased(&verdict.reason.rule) && !KEPT.contains(&verdict.reason.category) {
                let counts = !WITH_HUSK.contains(&truth.id.as_str());
                hits += usize::from(counts);
                let note = if counts { "" } else { "\t(husk in the reference)" };
                let line: String = document.blocks[verdict.block].text.chars().take(160).collect();
                println!("{}\t{}\t{}\t{line}{note}", verdict.reason.rule, truth.id, verdict.reason.evidence);
            }
        }
    }
    let rate = hits as f64 * LINES_PER_HIT as f64 / lines as f64;
    println!("hits: {hits} in {lines} reference lines, {rate:.2} in {LINES_PER_HIT}");
    ensure!(hits * LINES_PER_HIT < lines, "rules fire too often in the reference texts");
    Ok(())
}

/// A text as the rules see it: a block for each line.
fn document(text: &str) -> Document {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let block = |(at, line): (u32, &str)| {
        let span = Span { block: at, line: at + 1, bytes: None };
        Block::plain(BlockKind::Paragraph, Joint::Paragraph, line, span)
    };
    Document {
        media: Media::Text,
        blocks: (0..).zip(lines).map(block).collect(),
        elements: Vec::new(),
        title: String::new(),
        kinds: 0,
        descriptions: Vec::new(),
        degraded: Vec::new(),
    }
}
