//! One document for people: its header, then its text in reading order, with what went and why.
//!
//! Kept text is indented by two spaces; removed text begins with `- ` and its reason in brackets, lifted
//! text with `> `. Kept text that stands only in the page's data begins with `+ ` and where it was found, a
//! comment with `* `. So it can be read, and searched, without colour.

use std::fmt::Write;

use super::escape;
use super::paint::Paint;
use crate::block::Origin;
use crate::document::Outcome;
use crate::sink::{Header, Shape};
use crate::verdict::{Fate, Field, Reason, Step, Trace};

/// The explanation of a document, ending in a line end. `trace` holds what was kept, too
/// ([`crate::Settings::trace_kept`]).
pub fn of(id: &str, outcome: &Outcome, trace: &Trace, paint: Paint) -> String {
    let mut out = String::new();
    match outcome {
        Outcome::Kept(article) => {
            let header = Shape { header: Header::Only, ..Shape::default() }.write(id, article);
            if !header.is_empty() {
                let _ = writeln!(out, "{}", paint.faint(escape::text(header.trim_end())));
            }
        }
        Outcome::Dropped(reason) => {
            let _ = writeln!(out, "{} {}", paint.notice("dropped:"), cause(reason));
        }
        Outcome::Failed(error) => {
            let said = if outcome.is_dropped() { paint.notice("dropped:") } else { paint.wrong("failed:") };
            let _ = writeln!(out, "{said} {}", escape::line(&error.to_string()));
        }
    }
    for step in &trace.steps {
        if !out.is_empty() {
            out.push('\n');
        }
        explain(&mut out, step, paint);
    }
    out
}

/// Why a document was dropped: the rule, and the evidence where it says more.
pub fn cause(reason: &Reason) -> String {
    let Reason { rule, evidence, .. } = reason;
    let evidence = evidence.to_string();
    match evidence.is_empty() || evidence == *rule {
        true => escape::line(rule).into_owned(),
        false => format!("{}: {}", escape::line(rule), escape::line(&evidence)),
    }
}

fn explain(out: &mut String, step: &Step, paint: Paint) {
    let text = escape::text(&step.text);
    let Some((mark, label)) = label(step) else {
        for line in text.lines() {
            let _ = writeln!(out, "  {line}");
        }
        return;
    };
    let is_kept = matches!(step.fate, Fate::Kept | Fate::Aside);
    let painted = |line: &str| if is_kept { line.to_owned() } else { paint.gone(line).to_string() };
    for (number, line) in text.lines().enumerate() {
        match number {
            0 => {
                let _ = writeln!(out, "{mark} {} {}", paint.notice(&label), painted(line));
            }
            _ => {
                let _ = writeln!(out, "{mark} {}", painted(line));
            }
        }
    }
}

/// What stands before text that went or is not the page's own; `None` for any other.
fn label(step: &Step) -> Option<(char, String)> {
    let reason = || step.reason.as_ref().map(why).unwrap_or_default();
    match &step.fate {
        Fate::Kept if step.origin == Origin::Page => None,
        Fate::Kept => Some(('+', format!("[{}]", step.origin.name()))),
        Fate::Aside => Some(('*', "[comment]".to_owned())),
        Fate::Removed => Some(('-', format!("[{}]", reason()))),
        Fate::Lifted(fields) => Some(('>', format!("[{} -> {}]", reason(), named(fields)))),
    }
}

/// Category, rule and evidence: `donation en/appeal: "support us"`.
fn why(reason: &Reason) -> String {
    let Reason { category, rule, evidence, .. } = reason;
    let evidence = evidence.to_string();
    let evidence = if evidence.is_empty() { String::new() } else { format!(": {}", escape::line(&evidence)) };
    format!("{} {}{evidence}", category.name(), escape::line(rule))
}

fn named(fields: &[Field]) -> String {
    let parts: Vec<String> =
        fields.iter().map(|field| format!("{}: {}", escape::line(&field.name), escape::line(&field.value))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Origin, Span};
    use crate::verdict::{Category, Judge};

    fn step(text: &str, fate: Fate) -> Step {
        let reason = Reason {
            judge: Judge::Rule,
            category: Category::Donation,
            rule: "en/appeal".into(),
            evidence: "support us".into(),
        };
        let reason = (fate != Fate::Kept).then_some(reason);
        Step { span: Span::default(), text: text.into(), reason, fate, origin: Origin::Page }
    }

    fn explained(steps: Vec<Step>, paint: Paint) -> String {
        let mut trace = Trace::with_kept();
        trace.steps = steps;
        let all = of("x", &Outcome::Kept(Box::default()), &trace, paint);
        all.split_once("---\n\n").map_or(all.clone(), |(_, text)| text.to_owned())
    }

    #[test]
    fn readable_without_colour() {
        let field = Field { name: "date".into(), value: "2025-02-06".into() };
        let steps = vec![
            step("date 2025-02-06", Fate::Lifted(vec![field])),
            step("Please,\nsupport us.", Fate::Removed),
            step("It rained.", Fate::Kept),
        ];
        assert_eq!(
            explained(steps, Paint::Plain),
            "> [donation en/appeal: support us -> date: 2025-02-06] date 2025-02-06\n\n\
             - [donation en/appeal: support us] Please,\n- support us.\n\n  It rained.\n"
        );
    }

    #[test]
    fn text_of_data_says_so() {
        let step = Step { origin: Origin::LinkedBody, ..step("It rained.\nIt poured.", Fate::Kept) };
        assert_eq!(explained(vec![step], Paint::Plain), "+ [text of JSON-LD] It rained.\n+ It poured.\n");
    }

    #[test]
    fn terminal_escapes_of_the_document_are_shown_and_not_obeyed() {
        let steps = vec![step("\u{1b}[2Jgone", Fate::Removed), step("a\u{202e}b", Fate::Kept)];
        let plain = explained(steps.clone(), Paint::Plain);
        assert!(!plain.contains(['\u{1b}', '\u{202e}']) && plain.contains("\\u{1b}[2Jgone"));
        assert!(explained(steps, Paint::Colour).contains("\u{1b}[31;9m\\u{1b}[2Jgone"));
    }
}
