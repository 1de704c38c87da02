//! What an element says about itself in its attributes.

use std::sync::LazyLock;

use html5ever::{LocalName, local_name};

use super::dom::{Dom, NodeId};
use super::memo::Memo;
use super::tags::UNKNOWN;

/// What the attributes of one element say.
#[derive(Debug, Default)]
pub(super) struct Says {
    /// The plain words of its class, id, role, label and other names.
    pub(super) words: u128,
    /// Hash of its class, digits aside: `post-123` and `post-124` are of one make.
    pub(super) class: u64,
    /// It is not shown.
    pub(super) hidden: bool,
    /// It has an address.
    pub(super) href: bool,
    /// The address is a place on this page.
    pub(super) here: bool,
    /// Whether line feeds end lines in it, where it says so.
    pub(super) lines: Option<bool>,
    /// It is a listing by its class.
    pub(super) listing: bool,
    /// It is the number of a printed page by its class.
    pub(super) page_number: bool,
    /// It is a comment by its type.
    pub(super) comment: bool,
    /// It is a note at the foot of a text, or the list of these.
    pub(super) note: bool,
    /// By its class it helps with the page.
    pub(super) aid: bool,
    /// It is a tab's panel by its role.
    pub(super) panel: bool,
}

impl Says {
    pub(super) fn of<'d>(dom: &'d Dom, node: NodeId, tag: &str, memo: &mut Memo<'d>) -> Says {
        let mut says = Says::default();
        // The names that authors make up for elements of their own: `<product-recommendations>`.
        let may_be_made_up = matches!(tag, UNKNOWN | "annotation-xml");
        if may_be_made_up && let Some(name) = dom.tag(node).filter(|name| name.contains('-')) {
            let (words, make) = memo.words_and_make(name);
            (says.words, says.class) = (words, make.hash);
        }
        for (name, value) in dom.interned_attributes(node) {
            match *name {
                local_name!("class") => {
                    let (words, make) = memo.words_and_make(value);
                    says.words |= words;
                    says.class ^= make.hash;
                    (says.listing, says.page_number) = (make.listing, make.page_number);
                    (says.note, says.aid) = (says.note || make.note, make.aid);
                    says.lines = says.lines.or(make.lines.then_some(true));
                }
                local_name!("id") | local_name!("itemprop") | local_name!("aria-label") => {
                    says.words |= memo.words(value)
                }
                local_name!("role") => {
                    says.words |= memo.words(value);
                    says.panel = value == "tabpanel";
                    says.note |= matches!(value, "doc-footnote" | "doc-endnote" | "doc-endnotes");
                }
                local_name!("href") => (says.href, says.here) = (true, value.starts_with('#')),
                local_name!("itemtype") => {
                    says.words |= memo.words(value);
                    says.comment = value.trim_end().ends_with("schema.org/Comment");
                }
                // What may be found by searching the page is text of the page.
                local_name!("hidden") => says.hidden |= !value.eq_ignore_ascii_case("until-found"),
                local_name!("aria-hidden") => says.hidden |= value.eq_ignore_ascii_case("true"),
                local_name!("style") => {
                    for (property, value) in rules(value) {
                        says.hidden |= hides(property, value);
                        if property.eq_ignore_ascii_case("white-space") {
                            says.lines = Some(keeps_lines(value));
                        }
                    }
                }
                // Where class names are generated, these are what is left of what the authors called it.
                ref name if INTERNED_NAMING.contains(name) => says.words |= memo.words(value),
                _ => {}
            }
        }
        says
    }
}

/// Attributes in which page builders and testers name elements.
pub(super) const NAMING: [&str; 8] = [
    "data-component",
    "data-element_type",
    "data-hook",
    "data-qa",
    "data-section",
    "data-test",
    "data-testid",
    "data-widget_type",
];

/// The same, to be compared at a glance.
static INTERNED_NAMING: LazyLock<[LocalName; NAMING.len()]> = LazyLock::new(|| NAMING.map(LocalName::from));

/// Whether an inline style takes its element out of sight.
pub(crate) fn is_hiding(style: &str) -> bool {
    rules(style).any(|(property, value)| hides(property, value))
}

/// Whether a rule of an inline style takes the element out of sight.
fn hides(property: &str, value: &str) -> bool {
    (property.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
        || (property.eq_ignore_ascii_case("visibility")
            && (value.eq_ignore_ascii_case("hidden") || value.eq_ignore_ascii_case("collapse")))
}

/// Whether line feeds end lines where `white-space` has this value.
fn keeps_lines(value: &str) -> bool {
    ["pre", "pre-line", "pre-wrap", "break-spaces"].iter().any(|keeping| value.eq_ignore_ascii_case(keeping))
}

/// The rules of an inline style: properties and values.
pub(super) fn rules(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|rule| rule.split_once(':')).map(|(property, value)| {
        let value = value.trim();
        (property.trim(), value.strip_suffix("!important").unwrap_or(value).trim_end())
    })
}

/// FNV-1a, started from another hash: the same on every machine and in every release.
pub(super) fn hash(from: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(from ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Reads a number as HTML does: white space, a sign, digits, and then anything. Absurd ones are clamped.
pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut digits = digits.bytes().take_while(u8::is_ascii_digit).peekable();
    digits.peek()?;
    let number = digits.fold(0i64, |number, digit| {
        number.saturating_mul(10).saturating_add(i64::from(digit - b'0')).min(i64::from(u32::MAX))
    });
    Some(sign * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_styles_hide() {
        let hides = |style: &str| rules(style).any(|(property, value)| hides(property, value));
        for style in ["display:none", "color: red; DISPLAY : None !important;", "visibility:hidden"] {
            assert!(hides(style), "{style}");
        }
        for style in ["", "display:block", "display", "x-display:none", "--display-none: display"] {
            assert!(!hides(style), "{style}");
        }
    }

    #[test]
    fn numbers_are_clamped() {
        for (text, number) in [
            ("5", Some(5)),
            (" +7th", Some(7)),
            ("-3", Some(-3)),
            ("", None),
            ("-", None),
            ("x1", None),
            ("99999999999999999999999", Some(4_294_967_295)),
        ] {
            assert_eq!(integer(text), number, "{text}");
        }
    }
}
