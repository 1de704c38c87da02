//! HTML in the making, in which nothing that was read can be taken for markup.

use std::fmt::Display;

use crate::report::escape;

/// HTML in the making. What is markup is `'static`, and so was written in this program; everything else is escaped.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Markup of this program.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Markup {
        self.0.push_str(markup);
        self
    }

    /// Text from anywhere.
    pub(super) fn text(&mut self, text: impl Display) -> &mut Markup {
        // Characters that act are written out as on a terminal: a reading direction turns text on a page, too.
        for c in escape::line(&text.to_string()).chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// A name that was read. Its reading direction is its own.
    pub(super) fn name(&mut self, name: &str) -> &mut Markup {
        self.raw("<bdi>").text(name).raw("</bdi>")
    }

    /// An element with text, without attributes.
    pub(super) fn element(&mut self, tag: &'static str, text: impl Display) -> &mut Markup {
        self.raw("<").raw(tag).raw(">").text(text).raw("</").raw(tag).raw(">")
    }

    /// The beginning of an element, with attributes.
    pub(super) fn open(&mut self, tag: &'static str, attributes: &[(&'static str, &dyn Display)]) -> &mut Markup {
        self.raw("<").raw(tag);
        for (name, value) in attributes {
            self.raw(" ").raw(name).raw("=\"").text(value).raw("\"");
        }
        self.raw(">")
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_never_markup() {
        let mut markup = Markup::default();
        markup.open("p", &[("id", &"\"><script>'&")]).name("</p>\u{202e}\0\n<").raw("</p>");
        assert_eq!(
            markup.finish(),
            r#"<p id="&quot;&gt;&lt;script&gt;&#39;&amp;"><bdi>&lt;/p&gt;\u{202e}\u{0}\n&lt;</bdi></p>"#
        );
    }
}
