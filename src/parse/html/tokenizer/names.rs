//! Names of tags and attributes as interned strings, the frequent ones by a number made of their letters.

use std::borrow::Cow;
use std::sync::LazyLock;

use html5ever::LocalName;

use super::without_nul;
use crate::parse::html::table::Table;

/// Names that are known ahead.
type Known = LazyLock<Table<LocalName>>;

fn known(names: &[&'static str]) -> Table<LocalName> {
    Table::new(names.iter().map(|&name| (Packed::of(name).0, LocalName::from(name))))
}

/// A name as a number: its bytes behind a 1, which tells how many there are. Names of more than 15 bytes
/// have only their last 16 in it.
#[derive(Clone, Copy)]
pub(super) struct Packed(u128);

impl Packed {
    pub(super) fn new() -> Packed {
        Packed(1)
    }

    pub(super) fn push(&mut self, byte: u8) {
        self.0 = self.0 << 8 | u128::from(byte);
    }

    fn of(name: &str) -> Packed {
        let mut packed = Packed::new();
        name.bytes().for_each(|byte| packed.push(byte));
        packed
    }

    /// The interned name, where it is one of these.
    #[inline(always)]
    fn find<'k>(self, name: &str, known: &'k Table<LocalName>) -> Option<&'k LocalName> {
        let found = known.get(self.0)?;
        (name.len() < 16 || name == &**found).then_some(found)
    }
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
    "alt", "alttext", "aria-hidden", "aria-label", "charset", "class", "color", "colspan", "content", "data-component", "data-element_type",
    "data-hook", "data-page", "data-preloaded", "data-qa", "data-react-props", "data-section", "data-test", "data-testid",
    "data-widget_type", "datetime", "display", "encoding", "face", "hidden", "href", "http-equiv", "id", "itemprop", "itemscope", "itemtype", "lang", "name", "open", "property", "pubdate",
    "rel", "reversed", "role", "rowspan", "shadowrootmode", "size", "start", "style", "title", "type", "value", "xml:lang",
]));

/// The name of a tag, in lower case.
pub(super) fn local(name: &str, packed: Packed) -> LocalName {
    packed.find(name, &TAGS).cloned().unwrap_or_else(|| LocalName::from(lower(name)))
}

/// The name of an attribute, in lower case; `None` for one that nobody looks at, unless `all` are kept.
#[inline]
pub(super) fn attribute(name: &str, packed: Packed, all: bool) -> Option<LocalName> {
    if let Some(known) = packed.find(name, &READ) {
        return Some(known.clone());
    }
    attribute_of_any_name(name, all)
}

fn attribute_of_any_name(name: &str, all: bool) -> Option<LocalName> {
    let name = lower(name);
    if all {
        return Some(LocalName::from(name));
    }
    match name {
        Cow::Borrowed(_) => None,
        Cow::Owned(name) => Packed::of(&name).find(&name, &READ).cloned(),
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(without_nul(&name.to_ascii_lowercase()).into_owned());
    }
    without_nul(name)
}
