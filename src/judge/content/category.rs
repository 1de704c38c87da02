//! What dropped blocks were, by what they stand in: for the reason of a verdict, not for the verdict.

use std::sync::LazyLock;

use crate::block::Element;
use crate::parse::html::words::bit;
use crate::verdict::Category;

/// Words of class, id, role and itemprop, and tags, that say what an element is not.
static FURNITURE: LazyLock<Vec<(Category, &[&str], u128)>> = LazyLock::new(|| {
    let kinds: [(Category, &[&str], &[&str]); 10] = [
        (
            Category::Navigation,
            &["nav", "menu", "dialog"],
            &["nav", "navigation", "menu", "breadcrumb", "pagination", "pager", "toolbar", "tabs", "skip", "toc"],
        ),
        (
            Category::Furniture,
            &["footer"],
            &[
                "footer",
                "contentinfo",
                "banner",
                "sidebar",
                "widget",
                "complementary",
                "modal",
                "popup",
                "overlay",
                "tooltip",
                "search",
            ],
        ),
        (Category::Related, &["aside"], &["aside", "related", "recommend", "teaser", "promo"]),
        (Category::CommentList, &[], &["comment", "comments", "kommentar"]),
        (Category::CommentForm, &[], &["respond"]),
        (Category::Share, &[], &["share", "social", "sharing"]),
        (Category::Newsletter, &[], &["newsletter", "subscribe", "signup"]),
        (Category::Consent, &[], &["cookie", "consent", "gdpr"]),
        (Category::Advertising, &[], &["ad", "ads", "advert", "advertisement", "sponsor", "werbung", "anzeige"]),
        (Category::Metadata, &[], &["byline", "author", "meta", "date", "credit"]),
    ];
    kinds
        .into_iter()
        .map(|(category, tags, words)| (category, tags, words.iter().map(|word| bit(word)).sum()))
        .collect()
});

/// For each element what it is, if it or an element above it says so; the nearest one counts.
pub(super) fn categories(elements: &[Element]) -> Vec<Option<Category>> {
    let mut said: Vec<Option<Category>> = Vec::with_capacity(elements.len());
    for (id, element) in elements.iter().enumerate() {
        let own = FURNITURE
            .iter()
            .find(|(_, tags, words)| tags.contains(&element.tag) || element.words_said & words != 0)
            .map(|(category, ..)| *category);
        // A body or a main part is no furniture, whatever its classes say of the page.
        let own = own.filter(|_| !matches!(element.tag, "html" | "body" | "main" | "article"));
        let above = (id > 0).then(|| said[element.parent as usize]).flatten();
        said.push(own.or(above));
    }
    said
}
