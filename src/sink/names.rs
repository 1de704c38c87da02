//! Document ids → file names that cannot collide and cannot leave their folder, on any system.
//!
//! Ids come from outside: they may hold `..`, drive letters, control characters, names that Windows
//! reserves, or two names that a file system takes for one because it ignores case or composes accents.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;

/// Bytes of a file name on common file systems (ext4, APFS, NTFS count to 255 one way or another).
const LONGEST: usize = 255;
/// Bytes kept free at the end of a long name, for a number and the extension.
const SPARE: usize = 24;

/// Extensions that are replaced; any other is part of the name (`example.org`, `report.v2`).
const KNOWN: [&str; 18] = [
    "asp", "aspx", "htm", "html", "json", "jsonl", "jsp", "log", "markdown", "md", "mhtml", "ndjson", "php", "shtml",
    "text", "txt", "xhtml", "xml",
];

/// Gives out file names: the same ids in the same order get the same names.
#[derive(Debug)]
pub struct Names {
    extension: &'static str,
    /// What is taken, by what file systems may take it for.
    taken: HashMap<String, Taken>,
}

#[derive(Debug, Clone, Copy)]
enum Taken {
    /// By a file; the number that the next of this name tries.
    File(u32),
    /// By a folder.
    Folder,
}

impl Names {
    /// Names that end in this extension, given without its dot.
    pub fn new(extension: &'static str) -> Names {
        Names { extension, taken: HashMap::new() }
    }

    /// The path of this document below the folder, relative: `a/b.html` becomes `a/b.txt`, the next
    /// one that would be called so `a/b~2.txt`.
    pub fn assign(&mut self, id: &str) -> PathBuf {
        let mut parts: Vec<&str> = id.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
        let last = parts.pop().map_or("_", |last| if id == "-" { "stdin" } else { last });
        let mut path = String::new();
        for part in parts {
            self.enter(&mut path, &safe(part));
        }
        let stem = safe(stem(last));
        let number = self.number(&path, &stem);
        PathBuf::from(self.numbered(&path, &stem, number))
    }

    /// Goes one folder down. Where a file has the name of the folder, the folder gets a number.
    fn enter(&mut self, path: &mut String, folder: &str) {
        let mut number = 1;
        loop {
            let tail = if number > 1 { format!("~{number}") } else { String::new() };
            let candidate = format!("{path}{folder}{tail}");
            match self.taken.entry(fold(&candidate)).or_insert(Taken::Folder) {
                Taken::Folder => {
                    *path = candidate + "/";
                    return;
                }
                Taken::File(_) => number += 1,
            }
        }
    }

    /// The first free number of a file, which is taken with this.
    fn number(&mut self, path: &str, stem: &str) -> u32 {
        let first = fold(&self.numbered(path, stem, 1));
        // Going on where the last one of this name stopped keeps many equal names linear.
        let mut number = match self.taken.get(&first) {
            None => 1,
            Some(Taken::File(next)) => *next,
            Some(Taken::Folder) => 2,
        };
        loop {
            let candidate = fold(&self.numbered(path, stem, number));
            if let Entry::Vacant(free) = self.taken.entry(candidate) {
                free.insert(Taken::File(2));
                break;
            }
            number += 1;
        }
        if let Some(Taken::File(next)) = self.taken.get_mut(&first) {
            *next = number + 1;
        }
        number
    }

    fn numbered(&self, path: &str, stem: &str, number: u32) -> String {
        match number {
            1 => format!("{path}{stem}.{}", self.extension),
            _ => format!("{path}{stem}~{number}.{}", self.extension),
        }
    }
}

/// The name without an extension that says no more than "text" or "page".
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty() && KNOWN.iter().any(|known| extension.eq_ignore_ascii_case(known)) =>
        {
            stem
        }
        _ => name,
    }
}

/// The name as every file system allows it: never empty, never `.` or `..`.
fn safe(name: &str) -> String {
    let mut safe: String = name.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    if safe.len() > LONGEST - SPARE {
        let cut = (0..=LONGEST - SPARE).rev().find(|at| safe.is_char_boundary(*at)).unwrap_or(0);
        safe.truncate(cut);
    }
    // Windows drops them silently, which would make two names one.
    safe.truncate(safe.trim_end_matches(['.', ' ']).len());
    if safe.is_empty() || reserved(&safe) {
        safe.insert(0, '_');
    }
    safe
}

fn allowed(c: char) -> bool {
    let bidirectional =
        matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !bidirectional && !"<>:\"/\\|?*".contains(c)
}

/// Device names of Windows, which it sees whatever the extension.
fn reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered.is_some_and(|rest| rest.chars().count() == 1 && rest.contains(|c| "0123456789¹²³".contains(c)))
}

/// What a file system that ignores case and composition takes the path for.
fn fold(path: &str) -> String {
    // Up and down again also joins what has no single counterpart, such as ß and SS.
    path.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(ids: &[&str]) -> Vec<String> {
        let mut names = Names::new("txt");
        ids.iter().map(|id| names.assign(id).to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_tree_is_mirrored_and_the_extension_replaced() {
        assert_eq!(names(&["a/b.html", "a/c.HTM", "d", "-"]), ["a/b.txt", "a/c.txt", "d.txt", "stdin.txt"]);
        assert_eq!(names(&["example.org", "Dr. Who", ".html"]), ["example.org.txt", "Dr. Who.txt", ".html.txt"]);
    }

    #[test]
    fn names_do_not_collide() {
        assert_eq!(names(&["a.html", "a.txt", "a~2.md", "a.md"]), ["a.txt", "a~2.txt", "a~2~2.txt", "a~3.txt"]);
        assert_eq!(
            names(&["A.txt", "a.txt", "é.txt", "e\u{301}.txt"]),
            ["A.txt", "a~2.txt", "é.txt", "e\u{301}~2.txt"]
        );
        assert_eq!(names(&["straße", "STRASSE"]), ["straße.txt", "STRASSE~2.txt"]);
    }

    #[test]
    fn a_file_and_a_folder_do_not_collide() {
        assert_eq!(names(&["a.html", "a.txt/b", "a.txt/c"]), ["a.txt", "a.txt~2/b.txt", "a.txt~2/c.txt"]);
        assert_eq!(names(&["a.txt/b", "a.html", "a.htm"]), ["a.txt/b.txt", "a~2.txt", "a~3.txt"]);
    }

    #[test]
    fn names_stay_in_the_folder() {
        assert_eq!(
            names(&["../../etc/passwd", "/etc/passwd", "C:\\x", "..", "./x/../y"]),
            ["etc/passwd.txt", "etc/passwd~2.txt", "C__x.txt", "_.txt", "x/y.txt"]
        );
    }

    #[test]
    fn names_are_safe_everywhere() {
        assert_eq!(
            names(&["con", "Nul.html", "LPT1/x", "a. ", "a\nb\u{1b}[31m", "x\u{202e}txt.exe", "..."]),
            ["_con.txt", "_Nul.txt", "_LPT1/x.txt", "a.txt", "a_b_[31m.txt", "x_txt.exe.txt", "_.txt"]
        );
    }

    #[test]
    fn long_names_are_cut_at_a_character_and_stay_apart() {
        let long = "ü".repeat(300);
        let names = names(&[&long, &format!("{long}x")]);
        assert!(names.iter().all(|name| name.len() <= LONGEST));
        assert!(names[1].ends_with("~2.txt") && names[0] != names[1]);
    }

    #[test]
    fn many_equal_names_stay_quick() {
        let mut names = Names::new("txt");
        for _ in 0..20_000 {
            names.assign("a");
        }
        assert_eq!(names.assign("a").to_str(), Some("a~20001.txt"));
    }
}
