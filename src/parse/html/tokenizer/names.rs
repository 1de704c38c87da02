//! Names of tags and attributes as interned strings, the frequent ones by a quick hash.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use html5ever::LocalName;
use rustc_hash::FxBuildHasher;

use super::without_nul;

/// Names that are known ahead. No page adds to them, so a quick hash does.
type Known = LazyLock<HashMap<&'static str, LocalName, FxBuildHasher>>;

fn known(names: &[&'static str]) -> HashMap<&'static str, LocalName, FxBuildHasher> {
    names.iter().map(|&name| (name, LocalName::from(name))).collect()
}

/// The tags that pages are made of.
#[rustfmt::skip]
static TAGS: Known = LazyLock::new(|| known(&[
    "a", "article", "aside", "b", "blockquote", "body", "br", "button", "circle", "code", "dd", "defs", "div", "dl",
    "dt", "em", "figcaption", "figure", "footer", "font", "form", "g", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hr", "html", "i", "iframe", "img", "input", "label", "li", "link", "main", "meta", "nav", "noscript",
    "ol", "option", "p", "path", "picture", "pre", "script", "section", "select", "small", "source", "span", "strong",
    "style", "sup", "svg", "table", "tbody", "td", "template", "th", "thead", "time", "title", "tr", "ul", "use",
    "video",
]));

/// Attributes that the tree builder, the blocks or the metadata look at. Others never reach the tree.
#[rustfmt::skip]
static READ: Known = LazyLock::new(|| known(&[
    "aria-hidden", "aria-label", "charset", "class", "color", "content", "data-component", "data-element_type",
    "data-hook", "data-page", "data-preloaded", "data-qa", "data-react-props", "data-section", "data-test", "data-testid",
    "data-widget_type", "datetime", "encoding", "face", "hidden", "href", "http-equiv", "id", "itemprop", "itemscope", "itemtype", "lang", "name", "open", "property", "pubdate",
    "rel", "reversed", "role", "shadowrootmode", "size", "start", "style", "title", "type", "value", "xml:lang",
]));

/// The name of a tag, in lower case.
pub(super) fn local(name: &str) -> LocalName {
    TAGS.get(name).cloned().unwrap_or_else(|| LocalName::from(lower(name)))
}

/// The name of an attribute, in lower case; `None` for one that nobody looks at, unless `all` are kept.
pub(super) fn attribute(name: &str, all: bool) -> Option<LocalName> {
    READ.get(name).cloned().or_else(|| {
        let name = lower(name);
        READ.get(&*name).cloned().or_else(|| all.then(|| LocalName::from(name)))
    })
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(without_nul(&name.to_ascii_lowercase()).into_owned());
    }
    without_nul(name)
}
