//! Running the examples of the rules: what must fall falls alone, what must stay stays whole.

use std::fmt;
use std::ops::Range;

use super::{EVERY_LANGUAGE, Effect, Example, Place, Rule, RuleBook};
use crate::block::{Block, BlockKind, Document, Joint, Span};
use crate::document::Media;
use crate::verdict::{Action, Trace, Verdict, apply};

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
    let packs = || book.with_examples();
    let of_phrases = packs().flat_map(|pack| &pack.rules).flat_map(|rule| {
        let examples = rule.phrases.iter().filter_map(|phrase| phrase.example.as_ref());
        examples.flat_map(move |example| check_phrase(book, rule, example))
    });
    let of_appeals = packs().filter_map(|pack| pack.appeals.as_ref()).flat_map(|recogniser| {
        let check = |example| check_appeal(book, &recogniser.language, &recogniser.id(), example);
        recogniser.examples.iter().flat_map(check)
    });
    of_phrases.chain(of_appeals).collect()
}

fn check_phrase(book: &RuleBook, rule: &Rule, example: &Example) -> Vec<CheckFailure> {
    let Example { drop, keep } = example;
    let faults = match rule.effect {
        Effect::Drop => {
            vec![(drop, must_fall(book, rule, drop)), (keep, must_stay(book, rule.place, &rule.language, keep))]
        }
        // What a protecting rule keeps is its `keep`; its `drop` is what it does not reach.
        Effect::Keep => vec![(keep, must_stay(book, Place::Anywhere, &rule.language, keep))],
    };
    failures(&rule.id, faults)
}

/// An appeal must fall, and its like must stay, wherever it stands.
fn check_appeal(book: &RuleBook, language: &str, id: &str, example: &Example) -> Vec<CheckFailure> {
    let mut faults = Vec::new();
    for place in [Place::Head, Place::Anywhere, Place::Tail] {
        if !example.drop.is_empty() {
            faults.push((&example.drop, appeal_must_fall(book, place, language, &example.drop)));
        }
        if !example.keep.is_empty() {
            faults.push((&example.keep, must_stay(book, place, language, &example.keep)));
        }
    }
    failures(id, faults)
}

fn failures(rule: &str, faults: Vec<(&String, Option<String>)>) -> Vec<CheckFailure> {
    let failure = |(example, fault): (&String, Option<String>)| {
        Some(CheckFailure { rule: rule.to_owned(), example: example.clone(), fault: fault? })
    };
    faults.into_iter().filter_map(failure).collect()
}

/// An article with an example in it.
struct Trial {
    document: Document,
    /// Numbers of the example's blocks.
    example: Range<u32>,
}

impl Trial {
    fn new(place: Place, language: &str, example: &str) -> Trial {
        let mut lines = article(language).to_vec();
        let at = match place {
            Place::Head => 0,
            Place::Tail | Place::Edge => lines.len(),
            Place::Anywhere | Place::Near => 3,
        };
        let example: Vec<&str> = example.lines().collect();
        lines.splice(at..at, example.iter().copied());
        let fellow = usize::from(place == Place::Near);
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

/// The article of a language; English where there is none of its own.
fn article(language: &str) -> [&'static str; 6] {
    if language == "de" { GERMAN } else { ENGLISH }
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
    let rest = cleaned(book, trial.document, &rule.language);
    lost(&rest, &trial.example, &rule.language)
}

fn appeal_must_fall(book: &RuleBook, place: Place, language: &str, example: &str) -> Option<String> {
    let trial = Trial::new(place, language, example);
    let rest = cleaned(book, trial.document, language);
    let left = rest.blocks.iter().find(|block| trial.example.contains(&block.span.block));
    let stands = left.map(|block| format!("still stands ({place:?}): {}", block.text));
    stands.or_else(|| lost(&rest, &trial.example, language))
}

/// Says which line of the article is no longer whole.
fn lost(rest: &Document, example: &Range<u32>, language: &str) -> Option<String> {
    let others = rest.blocks.iter().filter(|block| !example.contains(&block.span.block));
    let kept: Vec<&str> = others.map(|block| block.text.as_str()).collect();
    let line = article(language).into_iter().find(|line| !kept.contains(line))?;
    Some(format!("took with it: {line}"))
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
    let verdict = verdicts.iter().find(|verdict| trial.is_example(verdict) && verdict.action != Action::Keep)?;
    Some(format!("is touched by {} ({})", verdict.reason.rule, verdict.reason.evidence))
}
