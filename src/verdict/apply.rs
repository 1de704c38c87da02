//! Carrying verdicts out.

use std::ops::Range;

use super::{Action, Category, Fate, Field, Reason, Step, Trace, Verdict};
use crate::block::{Block, Document, Joint, Run, Span};

/// Carries the verdicts out: the only place where text goes.
///
/// Returns the document without what was removed, and the fields that were lifted. What was removed
/// is added to `trace`. A range that is not on character boundaries of its block is a bug of the judge
/// and panics.
pub fn apply(mut document: Document, mut verdicts: Vec<Verdict>, trace: &mut Trace) -> (Document, Vec<Field>) {
    // One order for all, so that it does not matter who spoke first.
    verdicts.sort_by(|a, b| {
        (a.block, rank(a), start(a), &a.reason.rule).cmp(&(b.block, rank(b), start(b), &b.reason.rule))
    });
    let mut lifted = Vec::new();
    let mut kept = Vec::with_capacity(document.blocks.len());
    // The widest gap to the last kept block, so that removing the head of a paragraph does not glue two.
    let mut gap = None::<Joint>;
    let mut spoken = verdicts.into_iter().peekable();
    for (id, mut block) in std::mem::take(&mut document.blocks).into_iter().enumerate() {
        block.joint = gap.map_or(block.joint, |gap| gap.wider(block.joint));
        let Some(first) = spoken.next_if(|verdict| verdict.block == id) else {
            gap = None;
            kept.push(block);
            continue;
        };
        let is_alone = spoken.peek().is_none_or(|verdict| verdict.block != id);
        if is_alone && first.action == Action::Drop {
            gap = Some(block.joint);
            record_drop(block, first.reason, &mut trace.steps);
            continue;
        }
        let mut mine = vec![first];
        while let Some(verdict) = spoken.next_if(|verdict| verdict.block == id) {
            mine.push(verdict);
        }
        if mine[0].action == Action::Keep {
            gap = None;
            kept.push(block);
            continue;
        }
        let removals = resolve(&block.text, mine);
        trace.steps.extend(carve(&mut block, removals, &mut lifted));
        if block.text.is_empty() {
            gap = Some(block.joint);
        } else {
            gap = None;
            kept.push(block);
        }
    }
    document.blocks = kept;
    (document, lifted)
}

/// Adds the step of a block that somebody dropped and nobody else spoke of: most of a page. Its text goes into
/// the trace as it is.
fn record_drop(mut block: Block, reason: Reason, steps: &mut Vec<Step>) {
    let all = 0..block.text.len();
    if block.span.bytes.is_some() || visible(&block.text, all.clone()) != all {
        steps.extend(removed(&block, all, Vec::new(), reason));
    } else if !all.is_empty() {
        let (text, origin) = (std::mem::take(&mut block.text), block.cues.origin);
        steps.push(Step { span: block.span, text, reason: Some(reason), fate: Fate::Removed, origin });
    }
}

/// A keep first, then whole removals by category, then parts.
fn rank(verdict: &Verdict) -> (u8, Category) {
    let class = match verdict.action {
        Action::Keep => 0,
        Action::Drop => 1,
        Action::Lift(..) => 2,
        Action::Trim(_) => 3,
    };
    (class, verdict.reason.category)
}

fn start(verdict: &Verdict) -> usize {
    match &verdict.action {
        Action::Trim(range) | Action::Lift(range, _) => range.start,
        Action::Keep | Action::Drop => 0,
    }
}

/// A part of a block that goes.
struct Removal {
    range: Range<usize>,
    fields: Vec<Field>,
    reason: Reason,
}

/// Verdicts in order of precedence → removals that do not overlap, in order of place.
///
/// A drop takes what no lift claims: the fields of a metadata line survive the rule that drops its block.
fn resolve(text: &str, verdicts: Vec<Verdict>) -> Vec<Removal> {
    let mut removals: Vec<Removal> = Vec::new();
    let mut whole = None;
    for Verdict { action, reason, .. } in verdicts {
        let (range, fields) = match action {
            Action::Keep => unreachable!("a keep ends the matter before"),
            Action::Drop => {
                whole.get_or_insert(reason);
                continue;
            }
            Action::Trim(range) => (range, Vec::new()),
            Action::Lift(range, fields) => (range, fields),
        };
        if whole.is_some() && fields.is_empty() {
            continue;
        }
        claim(&mut removals, range, fields, reason);
    }
    if let Some(reason) = whole {
        claim(&mut removals, 0..text.len(), Vec::new(), reason);
    }
    removals.sort_by_key(|removal| removal.range.start);
    removals
}

/// Adds the parts of `range` that nobody claimed before.
fn claim(removals: &mut Vec<Removal>, range: Range<usize>, fields: Vec<Field>, reason: Reason) {
    let mut free = vec![range];
    for taken in removals.iter().map(|removal| removal.range.clone()) {
        free = free
            .into_iter()
            .flat_map(|part| [part.start..part.end.min(taken.start), part.start.max(taken.end)..part.end])
            .filter(|part| part.start < part.end)
            .collect();
    }
    let mut fields = Some(fields);
    removals.extend(free.into_iter().map(|range| Removal {
        range,
        fields: fields.take().unwrap_or_default(),
        reason: reason.clone(),
    }));
}

/// Cuts the removals out of the block, which keeps what is left of its text; returns a step for each.
fn carve(block: &mut Block, mut removals: Vec<Removal>, lifted: &mut Vec<Field>) -> Vec<Step> {
    absorb(&block.text, &mut removals);
    let mut rest = String::new();
    let mut runs = Vec::new();
    let mut steps = Vec::new();
    let mut done = 0;
    for Removal { range, fields, reason } in removals {
        keep(block, done..range.start, &mut rest, &mut runs);
        done = range.end;
        lifted.extend(fields.iter().cloned());
        steps.extend(removed(block, range, fields, reason));
    }
    keep(block, done..block.text.len(), &mut rest, &mut runs);
    block.text = rest;
    block.runs = runs;
    steps
}

/// Where no letter stays, a dash or a bar between two removed parts is nobody's text: it goes with the part
/// before it.
fn absorb(text: &str, removals: &mut [Removal]) {
    let mut done = 0;
    for removal in removals.iter() {
        if text[done..removal.range.start].contains(char::is_alphanumeric) {
            return;
        }
        done = removal.range.end;
    }
    if text[done..].contains(char::is_alphanumeric) {
        return;
    }
    let mut end = text.len();
    for removal in removals.iter_mut().rev() {
        removal.range.end = end;
        end = removal.range.start;
    }
    if let Some(first) = removals.first_mut() {
        first.range.start = 0;
    }
}

/// The steps of a removal: one, unless something was cut out of its middle before.
fn removed(block: &Block, range: Range<usize>, fields: Vec<Field>, reason: Reason) -> Vec<Step> {
    let range = visible(&block.text, range);
    if range.is_empty() {
        return Vec::new();
    }
    let step = |text: Range<usize>, bytes| Step {
        span: Span { bytes, ..block.span.clone() },
        text: block.text[text].to_owned(),
        reason: Some(reason.clone()),
        fate: Fate::Removed,
        origin: block.cues.origin,
    };
    let mut steps: Vec<Step> =
        block.places(range.clone()).into_iter().map(|run| step(run.text, Some(run.input))).collect();
    if steps.is_empty() {
        steps.push(step(range, None));
    }
    if !fields.is_empty() {
        steps[0].fate = Fate::Lifted(fields);
    }
    steps
}

/// The range without white space at either end.
fn visible(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// Keeps a part of the block's text, and where it came from.
fn keep(block: &Block, range: Range<usize>, rest: &mut String, runs: &mut Vec<Run>) {
    join(rest, &block.text[range.clone()]);
    let range = visible(&block.text, range);
    let at = rest.trim_end().len() - range.len();
    runs.extend(block.runs_within(&range).into_iter().map(|run| Run {
        text: at + (run.text.start - range.start)..at + (run.text.end - range.start),
        input: run.input,
    }));
}

/// Appends a kept part; where a cut left white space on either side, one space remains.
fn join(rest: &mut String, part: &str) {
    if rest.is_empty() {
        rest.push_str(part.trim_start());
        return;
    }
    let trimmed = part.trim_start();
    let space = trimmed.len() < part.len() || rest.ends_with(char::is_whitespace);
    rest.truncate(rest.trim_end().len());
    if space && !trimmed.is_empty() {
        rest.push(' ');
    }
    rest.push_str(trimmed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::BlockKind;
    use crate::document::Media;
    use crate::verdict::Judge;

    fn document(lines: &[(&str, Joint)]) -> Document {
        let blocks = lines.iter().enumerate().map(|(block, (text, joint))| {
            let span = Span {
                block: block as u32,
                line: block as u32 + 1,
                bytes: Some(100 * block..100 * block + text.len()),
            };
            Block::plain(BlockKind::Paragraph, *joint, *text, span)
        });
        Document {
            media: Media::Text,
            blocks: blocks.collect(),
            elements: Vec::new(),
            title: String::new(),
            kinds: 0,
            descriptions: Vec::new(),
            degraded: Vec::new(),
        }
    }

    fn verdict(block: usize, action: Action, category: Category) -> Verdict {
        let reason = Reason { judge: Judge::Rule, category, rule: category.name().into(), evidence: "".into() };
        Verdict { block, action, reason }
    }

    fn texts(document: &Document) -> Vec<(&str, Joint)> {
        document.blocks.iter().map(|block| (block.text.as_str(), block.joint)).collect()
    }

    #[test]
    fn a_keep_beats_all_and_the_order_of_judges_does_not_matter() {
        let given = vec![
            verdict(0, Action::Drop, Category::Share),
            verdict(0, Action::Keep, Category::Selector),
            verdict(1, Action::Trim(0..3), Category::Share),
            verdict(1, Action::Drop, Category::Related),
            verdict(1, Action::Drop, Category::Donation),
        ];
        for turn in 0..given.len() {
            let mut verdicts = given.clone();
            verdicts.rotate_left(turn);
            let mut trace = Trace::default();
            let (rest, _) =
                apply(document(&[("one", Joint::Paragraph), ("two", Joint::Paragraph)]), verdicts, &mut trace);
            assert_eq!(texts(&rest), [("one", Joint::Paragraph)]);
            let said: Vec<_> = trace.removed().map(|(step, reason)| (step.text.as_str(), reason.category)).collect();
            assert_eq!(said, [("two", Category::Donation)]);
        }
    }

    #[test]
    fn a_glued_line_falls_into_its_parts() {
        let text = "date 2025-02-06 Give today! The story begins. It goes on.";
        let field = Field { name: "date".into(), value: "2025-02-06".into() };
        let verdicts = vec![
            verdict(0, Action::Lift(0..15, vec![field.clone()]), Category::Metadata),
            verdict(0, Action::Trim(16..27), Category::Donation),
        ];
        let mut trace = Trace::default();
        let (rest, lifted) = apply(document(&[(text, Joint::Paragraph)]), verdicts, &mut trace);
        assert_eq!(texts(&rest), [("The story begins. It goes on.", Joint::Paragraph)]);
        assert_eq!(lifted, [field]);
        let places: Vec<_> = trace.removed().map(|(step, _)| step.span.bytes.clone()).collect();
        assert_eq!(places, [Some(0..15), Some(16..27)]);
    }

    #[test]
    fn a_drop_does_not_lose_what_a_lift_saves() {
        let field = Field { name: "author".into(), value: "Jana Muster".into() };
        let verdicts = vec![
            verdict(0, Action::Drop, Category::Share),
            verdict(0, Action::Lift(0..14, vec![field.clone()]), Category::Metadata),
        ];
        let mut trace = Trace::default();
        let (rest, lifted) = apply(document(&[("By Jana Muster Share this", Joint::Paragraph)]), verdicts, &mut trace);
        assert!(rest.blocks.is_empty());
        assert_eq!(lifted, [field]);
        assert_eq!(trace.steps.len(), 2);
    }

    #[test]
    fn removing_the_head_of_a_paragraph_keeps_the_paragraphs_apart() {
        let lines = [("a", Joint::Paragraph), ("b", Joint::Paragraph), ("c", Joint::Line)];
        let (rest, _) = apply(document(&lines), vec![verdict(1, Action::Drop, Category::Share)], &mut Trace::default());
        assert_eq!(texts(&rest), [("a", Joint::Paragraph), ("c", Joint::Paragraph)]);
    }

    #[test]
    fn what_is_cut_from_the_middle_leaves_one_space() {
        let verdicts = vec![verdict(0, Action::Trim(6..14), Category::Advertising)];
        let (rest, _) = apply(document(&[("Hello (ad) ad world", Joint::Paragraph)]), verdicts, &mut Trace::default());
        assert_eq!(texts(&rest), [("Hello world", Joint::Paragraph)]);
    }

    #[test]
    fn a_later_cut_across_an_earlier_one_names_both_sides() {
        let given = document(&[("Give (ad) ad now. The story.", Joint::Paragraph)]);
        let mut trace = Trace::default();
        let first = vec![verdict(0, Action::Trim(5..12), Category::Advertising)];
        let (rest, _) = apply(given, first, &mut trace);
        let (rest, _) = apply(rest, vec![verdict(0, Action::Trim(0..9), Category::Donation)], &mut trace);
        assert_eq!(texts(&rest), [("The story.", Joint::Paragraph)]);
        let said: Vec<_> = trace.steps.iter().map(|step| (step.text.as_str(), step.span.bytes.clone())).collect();
        assert_eq!(said, [("(ad) ad", Some(5..12)), ("Give", Some(0..4)), ("now.", Some(13..17))]);
    }

    #[test]
    fn punctuation_between_two_cuts_goes_with_them() {
        let verdicts =
            vec![verdict(0, Action::Trim(0..5), Category::Share), verdict(0, Action::Trim(8..13), Category::Share)];
        let mut trace = Trace::default();
        let (rest, _) = apply(document(&[("Share | Tweet", Joint::Paragraph)]), verdicts, &mut trace);
        assert!(rest.blocks.is_empty());
        let said: Vec<_> = trace.steps.iter().map(|step| (step.text.as_str(), step.span.bytes.clone())).collect();
        assert_eq!(said, [("Share |", Some(0..7)), ("Tweet", Some(8..13))]);
    }
}
