//! Colour, where the reader has some.

use std::fmt::Display;

/// Paints, or leaves plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// With the terminal's own colours.
    Colour,
    /// Without any.
    Plain,
}

impl Paint {
    /// Something that went wrong: bold red.
    pub fn wrong(self, text: impl Display) -> String {
        self.with("1;31", text)
    }

    /// Something to notice: yellow.
    pub fn notice(self, text: impl Display) -> String {
        self.with("33", text)
    }

    /// Something in the background: dim.
    pub fn faint(self, text: impl Display) -> String {
        self.with("2", text)
    }

    /// Something that is gone: red and struck through.
    pub fn gone(self, text: impl Display) -> String {
        self.with("31;9", text)
    }

    fn with(self, code: &str, text: impl Display) -> String {
        match self {
            Paint::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Paint::Plain => text.to_string(),
        }
    }
}
