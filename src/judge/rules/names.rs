//! The names of scopes, places and effects, as packs write them.

use std::fmt;

use super::{Effect, Place, Scope};

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scope::Line => "line",
            Scope::Start => "start",
            Scope::Sentence => "sentence",
            Scope::Span => "span",
            Scope::Recognised => "recognised",
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Place::Anywhere => "anywhere",
            Place::Head => "head",
            Place::Tail => "tail",
            Place::Edge => "edge",
            Place::Near => "near",
        })
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Effect::Drop => "drop",
            Effect::Keep => "keep",
        })
    }
}
