//! Rule packs: wording that is residue, and wording that only looks like it.

use crate::block::Document;
use crate::error::Result;
use crate::verdict::{Category, Verdict};

/// The rules in force: the built-in packs and the user's own.
#[derive(Debug)]
pub struct RuleBook {
    rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// `language/name`, such as `en/leave-a-reply`; unique.
    pub id: String,
    /// What it removes.
    pub category: Category,
}

impl RuleBook {
    /// The built-in packs.
    pub fn builtin() -> Result<RuleBook> {
        Ok(RuleBook { rules: Vec::new() })
    }

    /// Adds the rules of a pack; `name` is its file for error messages.
    pub fn add(&mut self, _name: &str, _toml: &str) -> Result<()> {
        Ok(())
    }

    /// All rules, built-in first.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// Judges all blocks of a document in the light of each other.
    ///
    /// `language` is an ISO 639-1 code: its pack and the common one speak. Where it is unknown, all do.
    pub fn judge(&self, _document: &Document, _language: Option<&str>) -> Vec<Verdict> {
        Vec::new()
    }
}
