//! The promise of the import law: a module imports only from lines above its own.
//!
//! The law itself is read from the docs of `src/lib.rs`, so that there is one place where it is written.
//! Paths in comments and strings are free, and so are `tests/` and `benches/`; `#[cfg(test)]` modules
//! inside `src` keep the law like everyone else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The law as `src/lib.rs` writes it down.
#[derive(Debug, Default)]
struct Law {
    /// Room → its line.
    ranks: BTreeMap<String, usize>,
    /// Lines whose rooms may import one another.
    open_lines: BTreeSet<usize>,
    /// Pairs of rooms of one line of which the first may import the second.
    reads: BTreeSet<(String, String)>,
}

impl Law {
    /// Reads the numbered lines: ``2. `decode` `parse`; `metadata` reads `parse` ``.
    fn parse(docs: &str) -> Law {
        let mut law = Law::default();
        let numbered = docs.lines().filter_map(|line| {
            let (number, line) = line.strip_prefix("//! ")?.split_once(". ")?;
            Some((number.parse().ok()?, line))
        });
        for (rank, line) in numbered {
            let (rooms, exceptions) = line.split_at(line.find([',', ';']).unwrap_or(line.len()));
            law.ranks.extend(names(rooms).into_iter().map(|room| (room, rank)));
            if exceptions.contains("know one another") {
                law.open_lines.insert(rank);
            }
            for (who, whom) in exceptions.split(';').filter_map(|clause| clause.split_once(" reads ")) {
                let who = names(who).pop().expect("somebody reads");
                law.reads.extend(names(whom).into_iter().map(|whom| (who.clone(), whom)));
            }
        }
        law
    }

    /// Why `room` may not import `other`; `None` where it may.
    fn objection(&self, room: &str, other: &str) -> Option<String> {
        if room == other {
            return None;
        }
        let Some(&above) = self.ranks.get(other) else {
            return Some(format!("crate::{other} is no room of the house: import it from the room that owns it"));
        };
        let Some(&own) = self.ranks.get(room) else {
            return Some(format!("{room} has no line in the import law"));
        };
        let read = self.reads.contains(&(room.to_owned(), other.to_owned()));
        let allowed = above < own || (above == own && (read || self.open_lines.contains(&own)));
        (!allowed).then(|| format!("{room} (line {own}) imports {other} (line {above})"))
    }
}

/// The words between backticks.
fn names(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A piece of Rust as far as the law cares: words and signs, without comments and literals.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (length, is_token) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (block_comment(rest), false)
        } else if let Some(length) = literal(rest) {
            (length, false)
        } else if is_name(first) {
            (rest.find(|c| !is_name(c)).unwrap_or(rest.len()), true)
        } else if rest.starts_with("::") {
            (2, true)
        } else {
            (first.len_utf8(), !first.is_whitespace())
        };
        if is_token {
            tokens.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    tokens
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Bytes of the comment, which may hold others, at the start of `rest`.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let tail = &rest.as_bytes()[at..];
        match tail {
            [b'/', b'*', ..] => depth += 1,
            [b'*', b'/', ..] => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Bytes of the string or character at the start of `rest`; `None` where there is none (`'a` is a lifetime).
fn literal(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let prefix = rest.len() - body.len();
    if let Some(raw) = body.strip_prefix('r') {
        let text = raw.trim_start_matches('#');
        let hashes = raw.len() - text.len();
        let end = format!("\"{}", "#".repeat(hashes));
        let start = prefix + 1 + hashes + 1;
        return text.starts_with('"').then(|| rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()));
    }
    if let Some(string) = body.strip_prefix('"') {
        return Some(prefix + 1 + quoted(string, '"'));
    }
    let character = body.strip_prefix('\'')?;
    let is_character = character.starts_with('\\') || character.chars().nth(1) == Some('\'');
    is_character.then(|| prefix + 1 + quoted(character, '\''))
}

/// Bytes up to and with the closing quote.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && c == quote {
            return at + 1;
        }
        escaped = !escaped && c == '\\';
    }
    text.len()
}

/// The rooms that a file names; `depth` is how many modules deep the file is (`parse::html` is 2).
fn imports(source: &str, depth: usize) -> BTreeSet<String> {
    let tokens = tokens(source);
    let at = |place: usize| tokens.get(place).map_or("", String::as_str);
    let mut found = BTreeSet::new();
    // How many braces were open where each inline module began.
    let mut inline: Vec<usize> = Vec::new();
    let mut braces = 0;
    let mut place = 0;
    while place < tokens.len() {
        match at(place) {
            "mod" if at(place + 2) == "{" => inline.push(braces),
            "{" => braces += 1,
            "}" => {
                braces -= 1;
                inline.pop_if(|opened| *opened == braces);
            }
            "crate" if at(place + 1) == "::" => collect(&tokens[place + 2..], &mut found),
            "super" => {
                let mut jumps = 1;
                while at(place + 1) == "::" && at(place + 2) == "super" {
                    jumps += 1;
                    place += 2;
                }
                if jumps >= depth + inline.len() && at(place + 1) == "::" {
                    collect(&tokens[place + 2..], &mut found);
                }
            }
            _ => {}
        }
        place += 1;
    }
    found
}

/// Adds the names that follow `crate::`: one, or those of a group.
fn collect(tokens: &[String], found: &mut BTreeSet<String>) {
    let mut depth = 0;
    let mut is_first = true;
    for token in tokens {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," => is_first = depth == 1,
            name if is_first => {
                found.insert(name.to_owned());
                is_first = false;
            }
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn house() -> String {
    fs::read_to_string(source().join("lib.rs")).expect("src/lib.rs can be read")
}

/// Every Rust file of a room, with the names of its modules: `["parse", "html", "dom"]`.
///
/// Without `lib.rs`, which is the house itself, and `main.rs`, which stands before its door.
fn files() -> Vec<(PathBuf, Vec<String>)> {
    let mut files = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inner = path.strip_prefix(source()).expect("it lies in src").with_extension("");
                let mut modules: Vec<String> = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                modules.pop_if(|last| last == "mod");
                files.push((path, modules));
            }
        }
    }
    files.retain(|(_, modules)| modules != &["lib"] && modules != &["main"]);
    files.sort();
    files
}

#[test]
fn every_module_imports_only_from_lines_above_its_own() {
    let law = Law::parse(&house());
    let mut broken = Vec::new();
    for (path, modules) in files() {
        let source = fs::read_to_string(&path).expect("a source file can be read");
        let others = imports(&source, modules.len());
        let objections = others.iter().filter_map(|other| law.objection(&modules[0], other));
        broken.extend(objections.map(|objection| format!("{}: {objection}", path.display())));
    }
    assert!(broken.is_empty(), "the import law of src/lib.rs is broken:\n{}", broken.join("\n"));
}

#[test]
fn every_module_stands_in_the_table_and_in_the_law() {
    let house = house();
    let declared = house.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    let declared: BTreeSet<String> = declared.map(|name| name.trim_end_matches(';').to_owned()).collect();
    let rows = house.lines().filter_map(|line| line.strip_prefix("//! | ")?.split('|').next());
    let listed: BTreeSet<String> = rows.flat_map(names).collect();
    let ranked: BTreeSet<String> = Law::parse(&house).ranks.into_keys().collect();
    let on_disk: BTreeSet<String> = files().into_iter().map(|(_, modules)| modules[0].clone()).collect();
    assert!(!declared.is_empty());
    assert_eq!(declared, listed, "modules (left) and the table in src/lib.rs");
    assert_eq!(declared, ranked, "modules (left) and the import law in src/lib.rs");
    assert_eq!(declared, on_disk, "modules (left) and the files in src");
}

#[test]
fn the_law_is_read_from_the_docs() {
    let law =
        Law::parse("//! 1. `a` `b`, which know one another\n//! 2. `c` `d` `e`; `c` reads `d`; `e` reads `c` `d`\n");
    for (room, other) in [("a", "b"), ("b", "a"), ("c", "a"), ("c", "d"), ("e", "c"), ("e", "d"), ("d", "d")] {
        assert_eq!(law.objection(room, other), None, "{room} imports {other}");
    }
    for (room, other) in [("a", "c"), ("d", "c"), ("c", "e"), ("a", "Cleaner"), ("new", "a")] {
        assert!(law.objection(room, other).is_some(), "{room} imports {other}");
    }
}

#[test]
fn imports_are_found_wherever_they_stand() {
    let found = |source: &str, depth: usize| imports(source, depth).into_iter().collect::<Vec<_>>();
    assert_eq!(found("use crate::a::{X, Y};\nfn f() { crate::b::g() }", 1), ["a", "b"]);
    assert_eq!(found("use crate::{a::{X, Y}, b, c::Z,};", 1), ["a", "b", "c"]);
    assert_eq!(found("use super::a::X; mod tests { use super::*; use super::super::b; }", 1), ["a", "b"]);
    assert_eq!(found("use super::super::a; use super::sibling;", 2), ["a"]);
    assert_eq!(found("mod inner { fn f() {} }\nuse super::a::X;", 1), ["a"]);
    assert_eq!(found("pub(crate) fn f() {} pub(super) fn g() {}", 1), Vec::<String>::new());
}

#[test]
fn comments_and_literals_are_no_imports() {
    for free in [
        "//! [`crate::a`]\n",
        "/* crate::a /* crate::b */ crate::c */",
        "const S: &str = \"crate::a \\\" crate::b\";",
        "const S: &str = r#\"crate::a \" crate::b\"#;",
        "const B: &[u8] = b\"crate::a\"; const C: char = '\"'; const D: char = '\\''; const E: &str = \"'\";",
    ] {
        assert_eq!(imports(free, 1), BTreeSet::new(), "{free}");
    }
    for bound in ["fn f<'a>(x: &'a str) -> char { '\"' } use crate::a;", "let crab = 'é'; crate::a::f(); let r = \"\";"]
    {
        assert_eq!(imports(bound, 1), BTreeSet::from(["a".to_owned()]), "{bound}");
    }
}
