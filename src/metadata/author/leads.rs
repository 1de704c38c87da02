//! Words in front of the names of authors: `By`, `Written by:`, `文／`, `글쓴이`.

use super::{is_caseless, is_full_name, lowercase_prefix, names};
use crate::metadata::lexicon::Lexicon;

/// Words in front of names, in lower case; longer ones first.
#[rustfmt::skip]
static LEADS: Lexicon = Lexicon::of(&[
    "zeige alle beiträge von", "alle beiträge von", "alles von", "view all posts by", "posts by", "more from", "more by",
    "blog beitrag von", "blogbeitrag von", "beitrag von", "via", "gespeichert von", "gepostet von", "eingestellt von", "redaktion:", "contributors:", "contributor:", "submitted by:",
    "recipe by", "guest post by", "authored by:", "authored by", "article written by", "written and photographed by",
    "medically reviewed by", "originally posted by", "words and photos by", "words by", "story by", "article by",
    "report by", "text by", "written by", "posted by", "published by", "reviewed by", "created by", "submitted by",
    "started by", "contributed by", "edited by", "blog by", "post by", "by:", "by", "author:", "authors:", "author",
    "written:", "geschrieben von", "veröffentlicht von", "erstellt von", "verfasst von", "ein beitrag von",
    "ein gastbeitrag von", "ein artikel von", "eine kolumne von", "ein kommentar von", "von:", "von", "autor:",
    "autorin:", "autor/in:", "autor/a:", "autor/a", "text:", "rédigé par", "écrit par", "publié par", "par:", "par",
    "auteur:", "escrito por", "publicado por", "postado por", "por:", "por", "scritto da", "pubblicato da", "di:", "di",
    "autore:", "door:", "durch", "door", "geschreven door", "geplaatst door", "auteur", "oprac.", "opracowanie:",
    "opracował:", "opracowała:", "napisane przez", "dodane przez", "przez", "autor", "av", "skrevet av", "skriven av",
    "skrevet af", "af", "автор:", "автор", "текст:", "написано автором", "yazan:", "yazar:", "yazar", "haber:",
    "napsal(a)", "scris de", "redactor:", "szerző:", "kirjoittanut", "γράφει ο/η", "γράφουν οι", "γράφει ο", "γράφει η",
    "γράφει", "ditulis oleh", "oleh:", "penulis:", "bài:", "tác giả:", "được viết bởi",
    "作者", "撰文", "撰稿", "执笔", "執筆者", "執筆", "投稿者", "ライター", "本报记者 ", "本報記者 ", "记者 ", "記者 ", "글쓴이",
    "작성자", "글·사진", "글 ", "기자:", "كتبت:", "كتب:", "بقلم:", "بقلم ", "كُتب بواسطة", "بواسطة", "מאת:", "מאת", "โดย:", "โดย",
    "लेखक:", "نویسنده:",
]);

/// Words of scripts without capitals that lead to a name only where a sign stands between: `文／王小明`, `記者|佐伯恵`.
static SIGNED: Lexicon =
    Lexicon::of(&["文・写真", "文・撮影", "取材・文", "写真・文", "文字", "文", "글", "记者", "記者"]);

/// The signs that stand between such words and the name.
pub(super) const SIGNS: &[char] = &[':', '：', '/', '／', '|', '｜', '丨', '=', '＝', '・'];

/// Words for "by" that lead to a name in their own language, by its code, and begin names in others: `Oleh`, `De`.
const BY_OF: &[(&str, &str)] =
    &[("cs", "od"), ("id", "oleh"), ("ms", "oleh"), ("ro", "de"), ("sk", "od"), ("tr", "yazan"), ("uk", "від")];

/// Words of two letters that begin names, too: `Di Wu`.
const NAMES: &[&str] = &["av", "af", "di"];

/// Single words for an author, which a heading may be; `Text` and `Door` are headings of something else.
#[rustfmt::skip]
const AUTHOR: &[&str] = &["author", "authors", "autor", "auteur", "autore", "автор", "yazar", "作者", "執筆者", "글쓴이"];

/// The byline without `By`, `Von`, `Par` in front; the rest of the text, and whether there was such a word.
pub(in crate::metadata) fn strip_lead(text: &str) -> (&str, bool) {
    let text = text.trim_start();
    let lead = LEADS.like(text).find_map(|lead| {
        let end = lowercase_prefix(text, lead)?;
        let rest = &text[end..];
        let is_word = lead.ends_with(char::is_alphanumeric);
        let is_sign = |c: char| is_colon(c) || is_caseless(lead) && SIGNS.contains(&c);
        // Where the name stands in an element of its own, nothing may part it from the word: `Posted byJane Doe`.
        let is_glued = lead.len() > 2 || lead == "by";
        let is_glued = is_glued && text[..end].ends_with(char::is_lowercase) && rest.starts_with(char::is_uppercase);
        let is_whole = !is_word || is_glued || rest.starts_with(|c: char| c.is_whitespace() || is_sign(c));
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_sign(c));
        let is_name = || NAMES.contains(&lead) && text.starts_with(char::is_uppercase) && !begins_full_name(rest);
        (is_whole && !is_name()).then_some(rest)
    });
    let signed = || SIGNED.like(text).find_map(|word| text.strip_prefix(word)?.trim_start().strip_prefix(SIGNS));
    match lead.or_else(signed) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// Whether there are two words at least before a comma or the end.
fn begins_full_name(text: &str) -> bool {
    text.split([',', ';']).next().unwrap_or(text).trim().contains(' ')
}

/// The name behind a word that means "by" in this language alone: `De Ion Popescu` in Romanian. For elements that are
/// bylines; one word behind it may be the rest of a name.
pub(in crate::metadata) fn without_by<'t>(text: &'t str, language: Option<&str>) -> &'t str {
    let mut words = BY_OF.iter().filter(|(of, _)| language == Some(*of)).map(|(_, by)| by);
    let rest = words.find_map(|by| text[lowercase_prefix(text, by)?..].strip_prefix([' ', ':']));
    rest.map(str::trim_start).filter(|rest| names(rest).first().is_some_and(|name| is_full_name(name))).unwrap_or(text)
}

/// Whether the text is nothing but such words: `Written by`, `Text`.
pub(in crate::metadata) fn is_lead(text: &str) -> bool {
    is_whole(text, |_| true)
}

/// Whether a line leads to the name on the next: nothing but such words, with the sign that they need.
pub(in crate::metadata) fn announces(line: &str) -> bool {
    let is_signed = line.trim_end().ends_with(SIGNS);
    is_whole(line, |needs_sign| is_signed || !needs_sign)
}

/// Whether a heading does so: a phrase, or a word for the author.
pub(in crate::metadata) fn heads_author(heading: &str) -> bool {
    let is_author = |word: &str| AUTHOR.contains(&word.to_lowercase().as_str());
    announces(heading) && (is_author(bare(heading)) || bare(heading).contains(' '))
}

/// Whether a text is one of the words, and it will do that this one needs a sign behind it, or does not.
fn is_whole(text: &str, will_do: impl Fn(bool) -> bool) -> bool {
    let text = bare(text);
    let is = |lead: &str| {
        let word = lead.trim_end().trim_end_matches(is_colon);
        let needs_sign = lead.len() > word.len();
        lowercase_prefix(text, word) == Some(text.len()) && will_do(needs_sign)
    };
    !text.is_empty() && (LEADS.like(text).any(is) || SIGNED.like(text).any(|word| word == text && will_do(true)))
}

/// The text without signs at its end.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c))
}

/// A name that nothing parts from the word in front: `记者王小明`. What is longer is a sentence.
pub(super) fn strip_glued(text: &str) -> &str {
    let rest = ["本报记者", "本報記者", "记者", "記者", "作者"].iter().find_map(|word| text.strip_prefix(word));
    let is_name = |rest: &&str| {
        let is_han = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}');
        (2..=4).contains(&rest.chars().take_while(is_han).count()) && !rest.ends_with(BODIES)
    };
    rest.filter(is_name).unwrap_or(text)
}

/// Last letters of what reporters form, and no name ends with.
const BODIES: &[char] = &['会', '會', '站', '团', '團', '社', '部'];
