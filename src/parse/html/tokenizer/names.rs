//! Names of tags and attributes as interned strings, the frequent ones without hashing.

use std::borrow::Cow;

use html5ever::{LocalName, local_name};

use super::without_nul;

macro_rules! frequent {
    ($name:expr, [$($known:tt)*]) => {
        match $name {
            $($known => Some(local_name!($known)),)*
            _ => None,
        }
    };
}

/// The name of a tag, in lower case.
pub(super) fn local(name: &str) -> LocalName {
    let frequent = frequent!(
        name,
        ["a" "article" "aside" "b" "body" "br" "button" "code" "div" "em" "figure" "footer" "form" "g" "h1" "h2" "h3"
         "h4" "head" "header" "hr" "html" "i" "iframe" "img" "input" "label" "li" "link" "main" "meta" "nav" "noscript"
         "ol" "option" "p" "path" "picture" "script" "section" "source" "span" "strong" "style" "svg" "table" "tbody"
         "td" "th" "time" "title" "tr" "ul" "use"]
    );
    frequent.unwrap_or_else(|| LocalName::from(lower(name)))
}

/// The name of an attribute, in lower case; `None` for one that nobody looks at, unless `all` are kept.
pub(super) fn attribute(name: &str, all: bool) -> Option<LocalName> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase() || byte == 0) {
        let name = lower(name);
        return read(&name).or_else(|| all.then(|| LocalName::from(name)));
    }
    read(name).or_else(|| all.then(|| LocalName::from(name)))
}

/// Attributes that the tree builder, the blocks or the metadata look at.
fn read(name: &str) -> Option<LocalName> {
    if name == "pubdate" {
        // Not among the names that are interned ahead.
        return Some(LocalName::from(name));
    }
    frequent!(
        name,
        ["class" "id" "href" "role" "type" "name" "content" "property" "rel" "itemprop" "itemtype" "itemscope" "datetime"
         "style" "hidden" "aria-hidden" "aria-label" "lang" "xml:lang" "http-equiv" "charset" "start" "reversed" "value"
         "title" "encoding" "color" "face" "size" "shadowrootmode" "open"]
    )
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(without_nul(&name.to_ascii_lowercase()).into_owned());
    }
    without_nul(name)
}
