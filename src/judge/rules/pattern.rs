//! The wording of a phrase: literal words and placeholders, and where they match a line.
//!
//! | placeholder | stands for |
//! |---|---|
//! | `{n}` | a number: `7`, `1,234`, `55K` |
//! | `{year}` | a year: `1987`, `2024` |
//! | `{date}` | a day or a month: `2025-02-06`, `6. Februar 2025`, `Jan 6, 2025`, `06.02.2025` |
//! | `{time}` | a time of day: `7:21 am`, `21.40 Uhr` |
//! | `{name}` | one to four capitalised words |
//! | `{words}` | one to twelve words |
//! | `{url}`, `{email}` | an address |

use std::sync::LazyLock;

use regex::Regex;

use super::fold::{Folded, boundary_before};

/// Pieces that a phrase may have.
const ATOMS: usize = 16;
/// Ends that are followed up at once: more than any honest phrase has.
const ENDS: usize = 64;
/// Words before its longest literal in which a phrase may begin.
const REACH: usize = 10;
/// Words that `{words}` takes at most.
const WORDS: usize = 12;
/// Bytes of the longest word that a placeholder takes.
const WORD_BYTES: usize = 120;
/// Bytes that a date, a number or an address may take.
const FIELD_BYTES: usize = 120;

/// A compiled phrase.
#[derive(Debug)]
pub struct Pattern {
    atoms: Vec<Atom>,
    anchor: usize,
}

#[derive(Debug, PartialEq)]
enum Atom {
    Literal(String),
    Number,
    Year,
    Date,
    Time,
    Name,
    Words,
    Url,
    Email,
}

/// A line as it is compared and as it was written.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// As it is compared.
    pub folded: &'t Folded,
    /// As it was written: the capitals of names are here.
    pub original: &'t str,
}

impl Pattern {
    /// Reads a phrase. The error says what is wrong with it.
    pub fn parse(phrase: &str) -> Result<Pattern, String> {
        let folded = Folded::of(phrase);
        let atoms = atoms(folded.text())?;
        if atoms.len() > ATOMS {
            return Err(format!("has more than {ATOMS} parts"));
        }
        let anchor = (0..atoms.len())
            .max_by_key(|&i| match &atoms[i] {
                // Among equals the first: it needs no way back to the start of the phrase.
                Atom::Literal(text) => (text.trim().len(), atoms.len() - i),
                _ => (0, 0),
            })
            .unwrap_or(0);
        match atoms.get(anchor) {
            Some(Atom::Literal(text)) if !text.trim().is_empty() => Ok(Pattern { atoms, anchor }),
            _ => Err("has no words of its own".to_owned()),
        }
    }

    /// The longest literal, which every match holds, with the spaces around it.
    pub fn anchor(&self) -> &str {
        match &self.atoms[self.anchor] {
            Atom::Literal(text) => text,
            _ => unreachable!("the anchor is a literal"),
        }
    }

    /// Whether the longest literal may stand within a word of the text in ASCII, behind what a placeholder takes: `{n}h ago`.
    pub fn is_anchored_within_a_word(&self) -> bool {
        self.anchor > 0 && self.anchor().starts_with(|c: char| c.is_ascii_alphanumeric())
    }

    /// Letters and digits of the literals.
    pub fn literal_letters(&self) -> usize {
        let literals = self.atoms.iter().filter_map(|atom| match atom {
            Atom::Literal(text) => Some(text.chars().filter(|c| c.is_alphanumeric()).count()),
            _ => None,
        });
        literals.sum()
    }

    /// The matches around one occurrence of the anchor, as (start, end) in the folded text: the nearest
    /// start first, and for each start the farthest end first.
    pub fn matches_around(&self, line: Line, anchor_at: usize) -> Vec<(usize, usize)> {
        let text = line.folded.text();
        if self.anchor == 0 {
            return self.ends(line, anchor_at).into_iter().map(|end| (anchor_at, end)).collect();
        }
        let starts = word_starts_before(text, anchor_at + usize::from(self.anchor().starts_with(' ')));
        starts.into_iter().flat_map(|start| self.ends(line, start).into_iter().map(move |end| (start, end))).collect()
    }

    /// Every end of a match that begins at `start`, the farthest first.
    fn ends(&self, line: Line, start: usize) -> Vec<usize> {
        let text = line.folded.text();
        if !is_boundary(text, start) {
            return Vec::new();
        }
        let mut at = vec![start];
        for atom in &self.atoms {
            let mut next: Vec<usize> = at.into_iter().flat_map(|at| atom.ends(line, at)).collect();
            next.sort_unstable_by(|a, b| b.cmp(a));
            next.dedup();
            next.truncate(ENDS);
            at = next;
        }
        at.retain(|&end| end > start && is_boundary(text, end));
        at
    }
}

fn atoms(phrase: &str) -> Result<Vec<Atom>, String> {
    let mut atoms = Vec::new();
    let mut rest = phrase;
    while !rest.is_empty() {
        let (literal, after) = rest.split_once('{').unwrap_or((rest, ""));
        if !literal.is_empty() {
            atoms.push(Atom::Literal(literal.to_owned()));
        }
        if literal.len() == rest.len() {
            break;
        }
        let Some((name, after)) = after.split_once('}') else {
            return Err("has a “{” without its “}”".to_owned());
        };
        atoms.push(match name {
            "n" => Atom::Number,
            "year" => Atom::Year,
            "date" => Atom::Date,
            "time" => Atom::Time,
            "name" => Atom::Name,
            "words" => Atom::Words,
            "url" => Atom::Url,
            "email" => Atom::Email,
            _ => {
                return Err(format!(
                    "has the unknown placeholder “{{{name}}}”; there are {{n}} {{year}} {{date}} {{time}} {{name}} {{words}} {{url}} {{email}}"
                ));
            }
        });
        rest = after;
    }
    Ok(atoms)
}

impl Atom {
    /// Where a match of this piece that begins at `at` can end.
    fn ends(&self, line: Line, at: usize) -> Vec<usize> {
        let text = line.folded.text();
        match self {
            Atom::Literal(literal) if text[at..].starts_with(literal.as_str()) => vec![at + literal.len()],
            Atom::Literal(_) => Vec::new(),
            Atom::Words => words(text, at, WORDS).flat_map(|(start, end)| [end, bare_end(text, start, end)]).collect(),
            Atom::Name => name_ends(line, at),
            Atom::Number => field(&NUMBER, text, at),
            Atom::Year => field(&YEAR, text, at),
            Atom::Date => field(&DATE, text, at),
            Atom::Time => field(&TIME, text, at),
            Atom::Url => field(&URL, text, at),
            Atom::Email => field(&EMAIL, text, at),
        }
    }
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| fixed(r"^\d+(?:[.,']\d+)*(?: ?(?:k|m|tsd|mio)\b)?"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| fixed(r"^(?:19|20)\d{2}\b"));
static TIME: LazyLock<Regex> =
    LazyLock::new(|| fixed(r"^\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\b\.?)?(?: uhr\b)?(?: [a-z]{2,4}t\b)?"));
static URL: LazyLock<Regex> = LazyLock::new(|| fixed(r"^(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)"));
static EMAIL: LazyLock<Regex> = LazyLock::new(|| fixed(r"^[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}"));
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    const DAY: &str = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|mo|di|mi|do|fr|sa|so)\.?,? ";
    const MONTH: &str = r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|m[aä]r(?:ch|z)?|apr(?:il)?|ma[yi]|june?|juni|jul[yi]?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?";
    fixed(&format!(
        r"^(?:{DAY})?(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?(?:\d{{4}}|\d{{2}})\b|\d{{1,2}}(?:st|nd|rd|th|\.)? {MONTH},? (?:\d{{4}}|'?\d{{2}})\b|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|{MONTH} \d{{4}}\b|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}\.? {MONTH}\b)"
    ))
});

fn fixed(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant that the tests compile")
}

fn field(pattern: &Regex, text: &str, at: usize) -> Vec<usize> {
    let window = &text[at..boundary_before(text, at + FIELD_BYTES)];
    pattern.find(window).map(|found| at + found.end()).into_iter().collect()
}

/// The words of a text from `at` on, as (start, end), where one begins there.
fn words(text: &str, at: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut next = (at < text.len() && !text[at..].starts_with(' ')).then_some(at);
    std::iter::from_fn(move || {
        let start = next?;
        let window = &text[start..boundary_before(text, start + WORD_BYTES)];
        let end = start + window.find(' ').or((start + window.len() == text.len()).then_some(window.len()))?;
        next = (end < text.len()).then_some(end + 1);
        Some((start, end))
    })
    .take(most)
}

/// The end of a word without the punctuation behind it.
fn bare_end(text: &str, start: usize, end: usize) -> usize {
    let bare = text[start..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { end } else { start + bare.len() }
}

/// Small words inside names.
const PARTICLES: &[&str] =
    &["van", "von", "de", "del", "della", "di", "da", "der", "den", "la", "le", "al", "bin", "zu"];

fn name_ends(line: Line, at: usize) -> Vec<usize> {
    let text = line.folded.text();
    let mut ends = Vec::new();
    for (start, end) in words(text, at, 5) {
        let capital = line.original[line.folded.original(start)..].chars().next().is_some_and(char::is_uppercase);
        if capital {
            ends.push(bare_end(text, start, end));
        } else if ends.is_empty() || !PARTICLES.contains(&&text[start..end]) {
            break;
        }
        let last = !text[start..end].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        if last {
            break;
        }
    }
    ends
}

/// Starts of words at and before `at`, the nearest first.
fn word_starts_before(text: &str, at: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut end = at;
    while starts.len() < REACH {
        let Some(before) = text[..end].strip_suffix(' ').or(Some(&text[..end])).filter(|before| !before.is_empty())
        else {
            break;
        };
        let window = boundary_before(text, before.len().saturating_sub(WORD_BYTES));
        let Some(start) = before[window..].rfind(' ').map(|space| window + space + 1).or((window == 0).then_some(0))
        else {
            break;
        };
        starts.push(start);
        // Decorations do not hide the start of the words behind them.
        let bare = before[start..].find(char::is_alphanumeric).map_or(start, |skip| start + skip);
        if bare != start {
            starts.push(bare);
        }
        end = start;
    }
    starts
}

/// Whether words may begin or end here: not between two letters, unless of a script without spaces.
pub fn is_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    match (before, after) {
        (Some(a), Some(b)) => !(a.is_alphanumeric() && b.is_alphanumeric()) || is_unspaced(a) || is_unspaced(b),
        _ => true,
    }
}

/// Kana, Han, Thai and their like: words without spaces between them.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(phrase: &str, text: &str) -> Option<String> {
        let pattern = Pattern::parse(phrase).expect("a good phrase");
        let folded = Folded::of(text);
        let line = Line { folded: &folded, original: text };
        let at = folded.text().find(pattern.anchor())?;
        let (start, end) = pattern.matches_around(line, at).into_iter().max_by_key(|(start, end)| end - start)?;
        Some(text[folded.original_range(start..end)].to_owned())
    }

    #[test]
    fn placeholders_take_what_they_name() {
        assert_eq!(matched("{n} Shares", "2,192 shares").as_deref(), Some("2,192 shares"));
        assert_eq!(matched("© {year}", "© 2024–2025").as_deref(), Some("© 2024"));
        assert_eq!(matched("© {year}", "© 14 days, © 20240"), None);
        assert_eq!(matched("{n} views", "55K views today").as_deref(), Some("55K views"));
        assert_eq!(
            matched("Posted on {date}", "Posted on 6. Februar 2025").as_deref(),
            Some("Posted on 6. Februar 2025")
        );
        assert_eq!(
            matched("Posted on {date}", "posted on Jan. 6, 2025 by X").as_deref(),
            Some("posted on Jan. 6, 2025")
        );
        assert_eq!(
            matched("{date} at {time}", "August 27, 2018 at 7:21 am").as_deref(),
            Some("August 27, 2018 at 7:21 am")
        );
        assert_eq!(
            matched("Written by {name}", "Written by Ada von Stein today").as_deref(),
            Some("Written by Ada von Stein")
        );
        assert_eq!(matched("Written by {name}", "written by hand"), None);
        assert_eq!(
            matched("More from {words} here", "More from the blue room here").as_deref(),
            Some("More from the blue room here")
        );
        assert_eq!(
            matched("write to {email}", "Write to a.b@example.org.").as_deref(),
            Some("Write to a.b@example.org")
        );
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(matched("ad", "had"), None);
        assert_eq!(matched("share", "shareholder"), None);
        assert_eq!(matched("返回顶部", "请返回顶部吧").as_deref(), Some("返回顶部"));
    }

    #[test]
    fn faults_are_named() {
        assert!(Pattern::parse("{n}").is_err());
        assert!(Pattern::parse("").is_err());
        assert!(Pattern::parse("{nope} x").unwrap_err().contains("{nope}"));
        assert!(Pattern::parse("a {n").is_err());
    }
}
