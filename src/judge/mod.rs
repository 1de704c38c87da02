//! Everything that has an opinion on a block. Judges only judge: they return verdicts and change nothing.

pub mod content;
pub mod language;
pub mod rules;
