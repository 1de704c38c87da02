//! What removed text was.

use serde::{Deserialize, Serialize};

/// What removed text was. Names are stable: they appear in headers, reports and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
pub enum Category {
    CommentForm,
    CommentList,
    Donation,
    Metadata,
    Share,
    Newsletter,
    Consent,
    Advertising,
    Related,
    Caption,
    Correction,
    Player,
    Account,
    Paywall,
    App,
    Legal,
    Furniture,
    Navigation,
    Boilerplate,
    Selector,
}

impl Category {
    /// Every category, in order.
    pub const ALL: [Category; 20] = [
        Category::CommentForm,
        Category::CommentList,
        Category::Donation,
        Category::Metadata,
        Category::Share,
        Category::Newsletter,
        Category::Consent,
        Category::Advertising,
        Category::Related,
        Category::Caption,
        Category::Correction,
        Category::Player,
        Category::Account,
        Category::Paywall,
        Category::App,
        Category::Legal,
        Category::Furniture,
        Category::Navigation,
        Category::Boilerplate,
        Category::Selector,
    ];

    /// The name as it appears in headers, reports and flags.
    pub fn name(self) -> &'static str {
        match self {
            Category::CommentForm => "comment-form",
            Category::CommentList => "comment-list",
            Category::Donation => "donation",
            Category::Metadata => "metadata",
            Category::Share => "share",
            Category::Newsletter => "newsletter",
            Category::Consent => "consent",
            Category::Advertising => "advertising",
            Category::Related => "related",
            Category::Caption => "caption",
            Category::Correction => "correction",
            Category::Player => "player",
            Category::Account => "account",
            Category::Paywall => "paywall",
            Category::App => "app",
            Category::Legal => "legal",
            Category::Furniture => "furniture",
            Category::Navigation => "navigation",
            Category::Boilerplate => "boilerplate",
            Category::Selector => "selector",
        }
    }

    /// The category of this name.
    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.name() == name)
    }
}
