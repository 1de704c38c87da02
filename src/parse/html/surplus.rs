//! Cuts the attributes of a tag past a number, ahead of the tokenizer.
//!
//! html5ever compares each attribute with all that the tag has so far, so a tag with 100,000 of them
//! takes quarter of a minute. By the time a token reaches the guard that time is spent; so this looks
//! for such tags in the text itself, in one pass, and leaves every other page untouched.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

/// What is inside these is text to the tokenizer, not tags.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// In what looks like raw text a "tag" is most likely a less-than sign and the words after it, so only a
/// monstrous one is cut. It still has to be: inside SVG a `<title>` or `<style>` holds tags after all.
const RAW_FACTOR: usize = 16;

/// The page without the attributes past `limit` of each tag; borrowed where no tag has more.
pub(super) fn cut(html: &str, limit: usize) -> Cow<'_, str> {
    let cuts = cuts(html.as_bytes(), limit);
    if cuts.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut capped = String::with_capacity(html.len());
    let mut done = 0;
    for (start, end) in cuts {
        capped.push_str(&html[done..start]);
        // Lines keep their numbers.
        capped.extend(memchr_iter(b'\n', &html.as_bytes()[start..end]).map(|_| '\n'));
        done = end;
    }
    capped.push_str(&html[done..]);
    Cow::Owned(capped)
}

/// The surplus of every tag, as ranges of bytes that begin and end at ASCII.
fn cuts(html: &[u8], limit: usize) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr(b'<', &html[at..]) {
        at += found + 1;
        at = match html.get(at) {
            Some(b'!' | b'?') => comment_end(html, at),
            Some(b'/') if html.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => tag(html, at + 1, limit, &mut cuts),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let after = tag(html, at, limit, &mut cuts);
                match raw_name(&html[at..]) {
                    Some(name) => raw_text(html, after, name, limit, &mut cuts),
                    None => after,
                }
            }
            _ => at,
        };
    }
    cuts
}

/// Where the comment ends whose `!` or `?` stands at `at`.
fn comment_end(html: &[u8], at: usize) -> usize {
    let Some(inside) = html[at..].strip_prefix(b"!--") else {
        return memchr(b'>', &html[at..]).map_or(html.len(), |end| at + end + 1);
    };
    for short in [&b">"[..], b"->"] {
        if inside.starts_with(short) {
            return at + 3 + short.len();
        }
    }
    memmem::find_iter(inside, b"--")
        .find_map(|dashes| match &inside[dashes + 2..] {
            [b'>', ..] => Some(dashes + 3),
            [b'!', b'>', ..] => Some(dashes + 4),
            // The third dash of `--->` begins a pair that the search, which does not overlap, has passed.
            [b'-', b'>', ..] => Some(dashes + 4),
            [b'-', b'!', b'>', ..] => Some(dashes + 5),
            _ => None,
        })
        .map_or(html.len(), |end| at + 3 + end)
}

/// The name of the raw text element that this start tag opens.
fn raw_name(tag: &[u8]) -> Option<&'static str> {
    RAW.into_iter().find(|name| {
        tag.len() > name.len()
            && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && matches!(tag[name.len()], b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>')
    })
}

/// Goes through the text of a raw text element; returns where its end tag begins.
fn raw_text(html: &[u8], start: usize, name: &str, limit: usize, cuts: &mut Vec<(usize, usize)>) -> usize {
    let is_end = |at: usize| {
        html[at + 1..]
            .strip_prefix(b"/")
            .is_some_and(|rest| rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = memchr_iter(b'<', &html[start..]).map(|found| start + found).find(|&at| is_end(at)).unwrap_or(html.len());
    let mut at = start;
    while let Some(found) = memchr(b'<', &html[at..end]) {
        at += found + 1;
        if html[at..end].first().is_some_and(u8::is_ascii_alphabetic) {
            at = tag(&html[..end], at, limit.saturating_mul(RAW_FACTOR), cuts);
        }
    }
    end
}

/// Goes through the tag whose name stands at `at`, by the tokenizer's own states; returns where it ends.
fn tag(html: &[u8], mut at: usize, limit: usize, cuts: &mut Vec<(usize, usize)>) -> usize {
    let is_space = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
    let skip = |mut at: usize, while_true: &dyn Fn(u8) -> bool| {
        while at < html.len() && while_true(html[at]) {
            at += 1;
        }
        at
    };
    at = skip(at, &|byte| !is_space(byte) && byte != b'/' && byte != b'>');
    let mut count = 0;
    let mut surplus = None;
    loop {
        at = skip(at, &|byte| is_space(byte) || byte == b'/');
        if at >= html.len() || html[at] == b'>' {
            break;
        }
        count += 1;
        if count > limit {
            surplus.get_or_insert(at);
        }
        // An equals sign that stands first belongs to the name.
        at = skip(at + 1, &|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let equals = skip(at, &is_space);
        if html.get(equals) != Some(&b'=') {
            continue;
        }
        at = skip(equals + 1, &is_space);
        at = match html.get(at) {
            Some(&quote @ (b'"' | b'\'')) => memchr(quote, &html[at + 1..]).map_or(html.len(), |end| at + 1 + end + 1),
            _ => skip(at, &|byte| !is_space(byte) && byte != b'>'),
        };
    }
    if let Some(start) = surplus {
        cuts.push((start, at));
    }
    (at + 1).min(html.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_such_tags_are_borrowed() {
        for page in ["", "<", "a < b", "<p a b>x</p>", "<p a=\"x y z > w v\" b='c d e'>", "<!-- <p a b c d> -->"] {
            assert!(matches!(cut(page, 2), Cow::Borrowed(_)), "{page}");
        }
    }

    #[test]
    fn surplus_is_cut_wherever_the_tokenizer_sees_attributes() {
        for (page, capped) in [
            ("<p a b c d>x", "<p a b >x"),
            ("<p a=1 b = '2 3' c=\">\" d>x", "<p a=1 b = '2 3' >x"),
            ("</p a b c d>x", "</p a b >x"),
            ("<p a/b/c>x", "<p a/b/>x"),
            ("<p a b ü=1>x", "<p a b >x"),
            ("<p a b\nc\nd>x", "<p a b\n\n>x"),
            ("<p a=b=c d== e>x", "<p a=b=c d== >x"),
            ("<p a\"b=\"c d\" e f", "<p a\"b=\"c d\" e "),
            ("<!--> <p a b c> -->", "<!--> <p a b > -->"),
            ("<!-- ---><p a b c>", "<!-- ---><p a b >"),
            ("<!-- --!><p a b c>", "<!-- --!><p a b >"),
            ("<!-- ---!><p a b c>", "<!-- ---!><p a b >"),
            ("<!x <p a b c><p a b c>", "<!x <p a b c><p a b >"),
            ("<script a b c>if (a<b c d e)</script><p a b c>", "<script a b >if (a<b c d e)</script><p a b >"),
            ("<TITLE>a<b c d e</Title x y z>", "<TITLE>a<b c d e</Title x y >"),
            ("<titles><p a b c>", "<titles><p a b >"),
        ] {
            assert_eq!(cut(page, 2), capped, "{page}");
        }
    }

    #[test]
    fn a_monstrous_tag_in_raw_text_is_cut_as_well() {
        let page = format!("<svg><style><p{}>", " a".repeat(100));
        assert_eq!(cut(&page, 2), format!("<svg><style><p{} >", " a".repeat(32)));
    }
}
