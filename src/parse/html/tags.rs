//! What each HTML element means for the text inside it.
//!
//! The readings of ruby are no text of the page here: they stand above the line, and corpora have the sentence without them.

use std::collections::HashMap;
use std::sync::LazyLock;

use html5ever::LocalName;
use rustc_hash::FxBuildHasher;

/// What an element does to the run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: text flows through it.
    Inline,
    /// Text inside it is apart from text outside.
    Block,
    /// A block that is a paragraph by name.
    Paragraph,
    Heading(u8),
    List,
    NumberedList,
    Item,
    /// A list of terms and descriptions.
    Terms,
    /// A term or its description.
    Term,
    Quote,
    Preformatted,
    Caption,
    Table,
    Row,
    Cell,
    /// `<br>`.
    Break,
    Link,
    Strong,
    /// A form control whose text is seen.
    Button,
    /// A form control whose text, if it has any, is no text of the page.
    Control,
    /// An image or player; its content is shown only where it cannot be.
    Embed,
    Noscript,
    Dialog,
    Template,
    /// Text inside it is never shown.
    Unseen,
}

/// All elements that a judge may ask for by name or that are not plain inline ones, sorted by name.
#[rustfmt::skip]
const TAGS: &[(&str, Role)] = &[
    ("a", Role::Link), ("abbr", Role::Inline), ("acronym", Role::Inline), ("address", Role::Block),
    ("annotation", Role::Unseen), ("annotation-xml", Role::Unseen), ("applet", Role::Embed), ("area", Role::Unseen),
    ("article", Role::Block), ("aside", Role::Block), ("audio", Role::Embed), ("b", Role::Strong),
    ("base", Role::Unseen), ("bdi", Role::Inline), ("bdo", Role::Inline), ("big", Role::Inline),
    ("blockquote", Role::Quote), ("body", Role::Block), ("br", Role::Break), ("button", Role::Button),
    ("canvas", Role::Embed), ("caption", Role::Caption), ("center", Role::Block), ("cite", Role::Inline),
    ("code", Role::Inline), ("col", Role::Unseen), ("colgroup", Role::Unseen), ("data", Role::Inline),
    ("datalist", Role::Unseen), ("dd", Role::Term), ("del", Role::Inline), ("details", Role::Block),
    ("dfn", Role::Inline), ("dialog", Role::Dialog), ("dir", Role::List), ("div", Role::Block), ("dl", Role::Terms),
    ("dt", Role::Term), ("em", Role::Strong), ("embed", Role::Embed), ("fieldset", Role::Block),
    ("figcaption", Role::Caption), ("figure", Role::Block), ("font", Role::Inline), ("footer", Role::Block),
    ("form", Role::Block), ("frame", Role::Unseen), ("frameset", Role::Block), ("h1", Role::Heading(1)),
    ("h2", Role::Heading(2)), ("h3", Role::Heading(3)), ("h4", Role::Heading(4)), ("h5", Role::Heading(5)),
    ("h6", Role::Heading(6)), ("head", Role::Unseen), ("header", Role::Block), ("hgroup", Role::Block),
    ("hr", Role::Block), ("html", Role::Block), ("i", Role::Strong), ("iframe", Role::Embed), ("img", Role::Embed),
    ("input", Role::Control), ("ins", Role::Inline), ("kbd", Role::Inline), ("label", Role::Inline),
    ("legend", Role::Block), ("li", Role::Item), ("link", Role::Unseen), ("listing", Role::Preformatted),
    ("main", Role::Block), ("map", Role::Inline), ("mark", Role::Inline), ("marquee", Role::Block),
    ("math", Role::Inline), ("menu", Role::List), ("meta", Role::Unseen), ("meter", Role::Unseen),
    ("nav", Role::Block), ("nobr", Role::Inline), ("noembed", Role::Unseen), ("noframes", Role::Unseen),
    ("noscript", Role::Noscript), ("object", Role::Embed), ("ol", Role::NumberedList), ("optgroup", Role::Unseen),
    ("option", Role::Unseen), ("output", Role::Inline), ("p", Role::Paragraph), ("param", Role::Unseen),
    ("picture", Role::Inline), ("plaintext", Role::Preformatted), ("pre", Role::Preformatted),
    ("progress", Role::Unseen), ("q", Role::Inline), ("rp", Role::Unseen), ("rt", Role::Unseen),
    ("rtc", Role::Unseen), ("ruby", Role::Inline), ("s", Role::Inline), ("samp", Role::Inline), ("script", Role::Unseen),
    ("search", Role::Block), ("section", Role::Block), ("select", Role::Control), ("slot", Role::Inline),
    ("small", Role::Inline), ("source", Role::Unseen), ("span", Role::Inline), ("strike", Role::Inline),
    ("strong", Role::Strong), ("style", Role::Unseen), ("sub", Role::Inline), ("summary", Role::Block),
    ("sup", Role::Inline), ("svg", Role::Unseen), ("table", Role::Table), ("tbody", Role::Block), ("td", Role::Cell),
    ("template", Role::Template), ("textarea", Role::Control), ("tfoot", Role::Block), ("th", Role::Cell),
    ("thead", Role::Block), ("time", Role::Inline), ("title", Role::Unseen), ("tr", Role::Row), ("track", Role::Unseen),
    ("tt", Role::Inline), ("u", Role::Inline), ("ul", Role::List), ("var", Role::Inline), ("video", Role::Embed),
    ("wbr", Role::Inline), ("xmp", Role::Preformatted),
];

/// The name that stands for every element that HTML does not know, such as `my-widget`.
pub(super) const UNKNOWN: &str = "unknown";

/// The same by interned name, which brings its hash along. No page adds to it.
static INDEX: LazyLock<HashMap<LocalName, (&'static str, Role), FxBuildHasher>> =
    LazyLock::new(|| TAGS.iter().map(|&(name, role)| (LocalName::from(name), (name, role))).collect());

/// Looks an element up by its local name.
pub(super) fn lookup(name: &LocalName) -> (&'static str, Role) {
    // Also what authors make up themselves: browsers show it inline.
    INDEX.get(name).copied().unwrap_or((UNKNOWN, Role::Inline))
}

impl Role {
    /// Whether text inside it is apart from text outside.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Role::Inline
                | Role::Break
                | Role::Link
                | Role::Strong
                | Role::Button
                | Role::Control
                | Role::Embed
                | Role::Noscript
                | Role::Template
                | Role::Unseen
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TAGS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn elements_are_found() {
        assert_eq!(lookup(&"h3".into()), ("h3", Role::Heading(3)));
        assert_eq!(lookup(&"my-widget".into()), (UNKNOWN, Role::Inline));
        assert!(lookup(&"td".into()).1.is_block() && !lookup(&"span".into()).1.is_block());
    }
}
