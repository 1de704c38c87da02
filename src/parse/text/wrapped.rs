//! Joins the lines of a text that was wrapped at one width: a book, an e-mail, an RFC.
//!
//! Wrapped prose gives itself away: no line could have held the first word of the next one, most lines begin in the
//! middle of a sentence, and none is much longer. Verse, lists and addresses do none of this. It takes a dozen such
//! line ends in a document to believe it, and a paragraph that does not look so is left alone even then. Scripts without
//! small letters have less to show, and must show it more clearly.

mod hyphens;
mod uncased;

use super::lines::Shape;
use crate::block::{Block, BlockKind, Document, Joint, Run};
use crate::document::{Fix, Fixes};
use hyphens::{Hyphen, Words};

/// Line ends within paragraphs below which nothing is believed.
const FEWEST: usize = 12;

/// Widths, in characters, at which programs wrap: from narrow e-mail to wide terminals.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=100;

/// Joins wrapped lines and the words that hyphens parted at their ends. Says in `fixes` how many.
pub fn join(document: &mut Document, fixes: &mut Fixes) {
    // What is left may be wrapped at another width, such as a quotation.
    while let Some(width) = width(document) {
        let before = document.blocks.len();
        join_at(document, width, fixes);
        if document.blocks.len() == before {
            return;
        }
    }
}

/// The width at which a document is wrapped.
fn width(document: &Document) -> Option<usize> {
    let mut widths = Vec::new();
    for pair in document.blocks.windows(2) {
        if continues(&pair[0], &pair[1]) {
            widths.push(length(&pair[0]));
        }
    }
    if widths.len() < FEWEST {
        return None;
    }
    let ends = widths.len();
    // A long address may stand out.
    let at = ends - 1 - ends / 50;
    let (_, &mut width, _) = widths.select_nth_unstable(at);
    let pairs = || document.blocks.windows(2).filter(|pair| continues(&pair[0], &pair[1]));
    let full = pairs().filter(|pair| is_full(&pair[0], &pair[1], width)).count();
    let small = pairs().filter(|pair| pair[1].text.starts_with(char::is_lowercase)).count();
    let whole = pairs().filter(|pair| pair[0].text.ends_with(['.', '!', '?', ':', ';', ','])).count();
    let wider = document.blocks.iter().filter(|block| is_prose(block) && length(block) > width + 10).count();
    let is_wrapped = WIDTHS.contains(&width)
        && full * 10 >= ends * 9
        && (small * 5 >= ends * 2 || uncased::is_wrapped(document, width))
        && whole * 2 <= ends
        && wider * 50 <= ends;
    is_wrapped.then_some(width)
}

fn is_prose(block: &Block) -> bool {
    block.kind != BlockKind::Code && Shape::of(&block.text) == Shape::Prose
}

/// Whether a line stands in one paragraph of prose with the line before it.
fn continues(line: &Block, next: &Block) -> bool {
    next.joint == Joint::Line && is_prose(line) && is_prose(next) && !line.text.ends_with('\\')
}

fn length(block: &Block) -> usize {
    block.text.chars().count()
}

/// Whether the first word of the next line would not have fitted.
fn is_full(line: &Block, next: &Block, width: usize) -> bool {
    let word = next.text.split_whitespace().next().unwrap_or_default();
    length(line) + 1 + word.chars().count() > width
}

fn join_at(document: &mut Document, width: usize, fixes: &mut Fixes) {
    let words = Words::of(document);
    let lines = std::mem::take(&mut document.blocks);
    let mut paragraph: Vec<Block> = Vec::new();
    for line in lines {
        if paragraph.last().is_some_and(|last| !continues(last, &line)) {
            finish(&mut paragraph, width, &words, &mut document.blocks, fixes);
        }
        paragraph.push(line);
    }
    finish(&mut paragraph, width, &words, &mut document.blocks, fixes);
}

/// Adds the lines of a paragraph: as one where it is wrapped, as they are where it is verse or an address.
fn finish(lines: &mut Vec<Block>, width: usize, words: &Words, blocks: &mut Vec<Block>, fixes: &mut Fixes) {
    let ends = lines.len().saturating_sub(1);
    let full = lines.windows(2).filter(|pair| is_full(&pair[0], &pair[1], width)).count();
    if ends == 0 || full * 3 < ends * 2 {
        blocks.append(lines);
        return;
    }
    let mut lines = std::mem::take(lines).into_iter();
    let Some(mut joined) = lines.next() else { return };
    joined.runs = joined.runs_within(&(0..joined.text.len()));
    for mut line in lines {
        match words.hyphen(&joined.text, &line.text) {
            Some(hyphen) => append(&mut joined, &line, hyphen, fixes),
            // Nobody can say what word it is: the line end stays.
            None => {
                line.runs = line.runs_within(&(0..line.text.len()));
                blocks.push(std::mem::replace(&mut joined, line));
            }
        }
    }
    blocks.push(joined);
}

fn append(joined: &mut Block, line: &Block, hyphen: Hyphen, fixes: &mut Fixes) {
    *fixes.of(Fix::Wrapped) += 1;
    match hyphen {
        Hyphen::None => joined.text.push(' '),
        Hyphen::Kept => {}
        Hyphen::Dropped => {
            joined.text.pop();
            *fixes.of(Fix::Hyphens) += 1;
        }
    }
    let start = joined.text.len();
    if let Some(last) = joined.runs.last_mut() {
        let over = last.text.end.saturating_sub(start);
        last.text.end -= over;
        last.input.end -= over.min(last.input.len());
    }
    joined.text.push_str(&line.text);
    for run in line.runs_within(&(0..line.text.len())) {
        joined.runs.push(Run { text: start + run.text.start..start + run.text.end, input: run.input });
    }
    if let (Some(all), Some(bytes)) = (&mut joined.span.bytes, &line.span.bytes) {
        all.end = bytes.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    /// Wraps prose as a program does.
    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        let mut column = 0;
        for word in text.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
        out
    }

    const PROSE: &str = "The keeper of the lighthouse had written letters for most of a winter when the first answer \
        came, and the answer was not what anybody had hoped for, least of all the keeper, who had asked for oil and \
        for a second lamp and was sent a calendar of the year before, with a note that said that the days of the week \
        would be right again in eleven years, and that patience was among the virtues that the board esteemed most.";

    fn joined(text: &str) -> (Vec<String>, Fixes) {
        let mut document = super::super::parse(text, &Limits::default()).document;
        let mut fixes = Fixes::default();
        join(&mut document, &mut fixes);
        for block in &document.blocks {
            for run in block.places(0..block.text.len()) {
                assert!(text.get(run.input.clone()).is_some());
            }
        }
        (document.blocks.into_iter().map(|block| block.text).collect(), fixes)
    }

    #[test]
    fn wrapped_paragraphs_become_lines_again() {
        let paragraph = wrapped(PROSE, 64);
        let text = [paragraph.as_str(), &paragraph, &paragraph].join("\n\n");
        let (lines, fixes) = joined(&text);
        assert_eq!(lines, [PROSE, PROSE, PROSE]);
        assert_eq!(fixes.get(Fix::Wrapped) as usize, text.matches('\n').count() - 4);
        let (again, none) = joined(&lines.join("\n\n"));
        assert_eq!((again, none), (lines, Fixes::default()));
    }

    /// Words of a script without small letters, of two to six letters.
    fn uncased(paragraph: usize, words: usize) -> String {
        let letters: Vec<char> = "אבגדהוזחטיכלמנסעפצקרשת".chars().collect();
        let word = |id: usize| -> String { letters.iter().cycle().skip(id * 7 % 22).take(2 + id * id % 5).collect() };
        let words: Vec<String> = (0..words).map(|id| word(id + paragraph)).collect();
        words.join(" ") + "."
    }

    #[test]
    fn scripts_without_small_letters_are_joined_where_the_widths_say_so() {
        let paragraphs: Vec<String> = (0..5).map(|id| uncased(id, 90 + 7 * id)).collect();
        let text: Vec<String> = paragraphs.iter().map(|paragraph| wrapped(paragraph, 68)).collect();
        assert_eq!(joined(&text.join("\n\n")).0, paragraphs);
        // Verse of one metre: as many words in each line.
        let stanza = |id: usize| (0..8).map(|line| uncased(id * 5 + line, 13)).collect::<Vec<_>>().join("\n");
        let verse: Vec<String> = (0..8).map(stanza).collect();
        assert_eq!(joined(&verse.join("\n\n")).0.len(), 64);
        assert_eq!(joined(&verse.join("\n\n").replace('.', "")).0.len(), 64);
        // Words are not told apart where no space does.
        let unspaced = vec![
            ["灯台守は冬の間ずっと手紙を書き続けていたが返事は来なかった。"; 2].concat();
            40
        ]
        .join("\n");
        assert_eq!(joined(&format!("a\n\n{unspaced}")).0.len(), 41);
    }

    #[test]
    fn verse_addresses_and_lists_stay() {
        let verse = "Eleven boats and a crane,\nA rope that nobody has claimed,\nThe dog of the harbour master,\n";
        let text = format!("Head\n\n{}", verse.repeat(8));
        let (lines, fixes) = joined(&text);
        assert_eq!((lines.len(), fixes), (25, Fixes::default()));

        let prose = wrapped(PROSE, 70);
        let address = "Board of Lights\nHarbour Street 4\nOld Port";
        let text = [prose.as_str(), &prose, &prose, address, "- one\n- two"].join("\n\n");
        let (lines, _) = joined(&text);
        assert_eq!(lines[3..], ["Board of Lights", "Harbour Street 4", "Old Port", "- one", "- two"]);
    }

    #[test]
    fn hyphens_go_where_the_word_is_known() {
        let prose = wrapped(PROSE, 64);
        let tail = "this is a line of quite some length and it ends with a calen-\ndar that was known to the keeper of the light and was also well-\nknown";
        let text = [prose.as_str(), &prose, &prose, tail].join("\n\n");
        let (lines, fixes) = joined(&text);
        assert!(
            lines[3].contains("a calendar that was known to the keeper of the light and was also well-known"),
            "{}",
            lines[3]
        );
        assert_eq!(fixes.get(Fix::Hyphens), 1);
    }

    /// Three paragraphs that are wrapped, and one of lines about as long.
    fn with_tail(tail: &str) -> Vec<String> {
        let prose = wrapped(PROSE, 64);
        joined(&[prose.as_str(), &prose, &prose, tail].join("\n\n")).0.split_off(3)
    }

    #[test]
    fn a_word_that_nobody_knows_is_not_invented() {
        let lines =
            ["the wife of the keeper thought that the board had shown an inso-", "lence, and said so to the boy."];
        assert_eq!(with_tail(&lines.join("\n")), lines);
        // Its beginning stands elsewhere, in another form.
        let lines = "the wife of the keeper thought that in the new letter the pati-\nent board had given itself away, and said so.";
        assert!(with_tail(lines)[0].contains("the patient board"));
    }

    #[test]
    fn half_of_a_pair_keeps_its_space() {
        for (text, expected) in [
            (
                "so waren nun also bei ihm die Ober- wie auch die ganzen Unter-\nsowie Hinterlichter",
                "Unter- sowie Hinter",
            ),
            ("majakavaht kirjutas sellest terve talve ja palus laeva- ja mere-\nning jõelaevade õli", "mere- ning jõe"),
            (
                "kun majakan vartija kirjoitti talvella kirjeitä öljy- ja lamppu-\ntai merivartioille",
                "lamppu- tai meri",
            ),
            ("o tym latarnik pisał przez całą zimę i prosił o oliwę do nafto-\ni wodoodporną lampę", "nafto- i wodo"),
            ("the keeper of the light wrote of his lamps and of the state-\nof-the-art", "state-of-the-art"),
        ] {
            let lines = with_tail(text).join("\n");
            assert!(lines.contains(expected), "{lines}");
        }
    }
}
