//! Running the examples of the rules: what must fall falls alone, what must stay stays whole.

use std::fmt;

use super::{EVERY_LANGUAGE, Effect, Place, Rule, RuleBook};
use crate::block::{Block, BlockKind, Document, Joint, Span};
use crate::document::Media;
use crate::verdict::{Trace, Verdict, apply};

/// Rounds of judging that an example may need.
const ROUNDS: usize = 8;

/// An article that says nothing a rule could want.
const ENGLISH: [&str; 6] = [
    "The old lighthouse on the northern point was built of grey stone nearly two hundred years ago.",
    "Every evening the keeper climbed one hundred and twelve steps and trimmed the wick before the light failed.",
    "Ships coming round the cape could see the beam from twenty miles away when the air was clear.",
    "In the winter of the great storm the lower door was broken by the sea and the stairs stood under water.",
    "The village below lived from herring, and the boats came home in the morning with the tide.",
    "Nobody remembers who planted the pear tree behind the wall, but it still bears fruit in good years.",
];

/// The same in German.
const GERMAN: [&str; 6] = [
    "Der alte Leuchtturm an der Nordspitze wurde vor fast zweihundert Jahren aus grauem Stein gebaut.",
    "Jeden Abend stieg der Wärter einhundertzwölf Stufen hinauf und schnitt den Docht, bevor das Licht schwand.",
    "Schiffe, die um das Kap kamen, sahen den Strahl bei klarer Luft aus zwanzig Meilen Entfernung.",
    "Im Winter des großen Sturms zerbrach das Meer die untere Tür, und die Treppe stand unter Wasser.",
    "Das Dorf darunter lebte vom Hering, und die Boote kamen am Morgen mit der Flut nach Hause.",
    "Niemand weiß mehr, wer den Birnbaum hinter der Mauer gepflanzt hat, doch er trägt noch in guten Jahren.",
];

/// Residue that stands beside an example which needs company.
const FELLOW: &str = "2,192 Shares";

/// An example that did not come out as its rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFailure {
    /// Id of the rule.
    pub rule: String,
    /// The example.
    pub example: String,
    /// What happened to it.
    pub fault: String,
}

impl fmt::Display for CheckFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: “{}” {}", self.rule, self.example, self.fault)
    }
}

/// Runs all examples of a book.
pub fn check(book: &RuleBook) -> Vec<CheckFailure> {
    let mut failures = Vec::new();
    for rule in book.rules() {
        for phrase in &rule.phrases {
            let mut fail = |example: &str, fault: Option<String>| {
                failures.extend(fault.map(|fault| CheckFailure {
                    rule: rule.id.clone(),
                    example: example.to_owned(),
                    fault,
                }));
            };
            match rule.effect {
                Effect::Drop => {
                    fail(&phrase.drop, must_fall(book, rule, &phrase.drop));
                    fail(&phrase.keep, must_stay(book, rule.place, &rule.language, &phrase.keep));
                }
                // What a protecting rule keeps is its `keep`; its `drop` is what it does not reach.
                Effect::Keep => fail(&phrase.keep, must_stay(book, Place::Anywhere, &rule.language, &phrase.keep)),
            }
        }
    }
    for (language, recogniser) in &book.appeals {
        for example in &recogniser.examples {
            let places = [Place::Head, Place::Anywhere, Place::Tail];
            for place in places {
                let drop = (!example.drop.is_empty())
                    .then(|| appeal_must_fall(book, place, language, &example.drop))
                    .flatten();
                let keep =
                    (!example.keep.is_empty()).then(|| must_stay(book, place, language, &example.keep)).flatten();
                let faults = [(&example.drop, drop), (&example.keep, keep)];
                failures.extend(faults.into_iter().filter_map(|(example, fault)| {
                    Some(CheckFailure { rule: recogniser.id(), example: example.clone(), fault: fault? })
                }));
            }
        }
    }
    failures
}

/// An article with an example in it.
struct Trial {
    document: Document,
    /// Numbers of the example's blocks.
    example: std::ops::Range<u32>,
}

impl Trial {
    fn new(place: Place, language: &str, example: &str) -> Trial {
        let article = if language == "de" { GERMAN } else { ENGLISH };
        let mut lines: Vec<&str> = article.to_vec();
        let at = match place {
            Place::Head => 0,
            Place::Tail | Place::Edge => lines.len(),
            Place::Anywhere | Place::Near => 3,
        };
        let example: Vec<&str> = example.lines().collect();
        let fellow = if place == Place::Near { 1 } else { 0 };
        lines.splice(at..at, example.iter().copied());
        if fellow == 1 {
            lines.insert(at, FELLOW);
        }
        let start = (at + fellow) as u32;
        Trial { document: document(&lines), example: start..start + example.len() as u32 }
    }

    fn is_example(&self, verdict: &Verdict) -> bool {
        self.example.contains(&(verdict.block as u32))
    }
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
        degraded: Vec::new(),
    }
}

fn spoken(language: &str) -> Option<&str> {
    Some(if language == EVERY_LANGUAGE { "en" } else { language })
}

fn must_fall(book: &RuleBook, rule: &Rule, example: &str) -> Option<String> {
    let trial = Trial::new(rule.place, &rule.language, example);
    let verdicts = book.judge(&trial.document, spoken(&rule.language));
    if !verdicts.iter().any(|verdict| verdict.reason.rule == rule.id && trial.is_example(verdict)) {
        let others: Vec<&str> = verdicts.iter().map(|verdict| &*verdict.reason.rule).collect();
        return Some(format!("is not found by its rule (found by: {})", others.join(", ")));
    }
    article_must_stay(book, trial, &rule.language).map(|line| format!("took with it: {line}"))
}

fn appeal_must_fall(book: &RuleBook, place: Place, language: &str, example: &str) -> Option<String> {
    let trial = Trial::new(place, language, example);
    let blocks = trial.example.clone();
    let rest = cleaned(book, trial.document, language);
    let left = rest.blocks.iter().find(|block| blocks.contains(&block.span.block));
    left.map(|block| format!("still stands ({place:?}): {}", block.text)).or_else(|| lost(&rest, &blocks, language))
}

fn article_must_stay(book: &RuleBook, trial: Trial, language: &str) -> Option<String> {
    let blocks = trial.example.clone();
    let rest = cleaned(book, trial.document, language);
    lost(&rest, &blocks, language)
}

/// The first line of the article that is no longer there.
fn lost(rest: &Document, example: &std::ops::Range<u32>, language: &str) -> Option<String> {
    let article = if language == "de" { GERMAN } else { ENGLISH };
    let kept: Vec<&str> = rest
        .blocks
        .iter()
        .filter(|block| !example.contains(&block.span.block))
        .map(|block| block.text.as_str())
        .collect();
    article.into_iter().find(|line| !kept.contains(line)).map(str::to_owned)
}

fn cleaned(book: &RuleBook, mut document: Document, language: &str) -> Document {
    for _ in 0..ROUNDS {
        let verdicts = book.judge(&document, spoken(language));
        if verdicts.is_empty() {
            break;
        }
        document = apply(document, verdicts, &mut Trace::default()).0;
    }
    document
}

fn must_stay(book: &RuleBook, place: Place, language: &str, example: &str) -> Option<String> {
    let trial = Trial::new(place, language, example);
    let verdicts = book.judge(&trial.document, spoken(language));
    let verdict =
        verdicts.iter().find(|verdict| trial.is_example(verdict) && verdict.action != crate::verdict::Action::Keep)?;
    Some(format!("is touched by {} ({})", verdict.reason.rule, verdict.reason.evidence))
}
