//! One element: what its attributes say, and whether it stands in a line.

use html5ever::{LocalName, local_name};

use super::landmarks::{Memo, Names};
use super::survey::Place;
use crate::parse::html::{Dom, NodeId, is_hiding};

/// What an element's attributes say.
#[derive(Default)]
pub(super) struct Said<'d> {
    pub names: Names,
    pub itemprop: Option<&'d str>,
    pub itemtype: Option<&'d str>,
    pub rel: Option<&'d str>,
    pub href: Option<&'d str>,
    pub content: Option<&'d str>,
    pub datetime: Option<&'d str>,
    /// Nobody sees it.
    pub hidden: bool,
}

impl<'d> Said<'d> {
    pub(super) fn of(dom: &'d Dom, node: NodeId, memo: &mut Memo<'d>) -> Said<'d> {
        let mut said = Said::default();
        for (name, value) in dom.interned_attributes(node) {
            match *name {
                local_name!("class") | local_name!("id") => said.names = said.names.and(memo.of(value)),
                local_name!("itemprop") => said.itemprop = Some(value),
                local_name!("itemtype") => said.itemtype = Some(value),
                local_name!("rel") => said.rel = Some(value),
                local_name!("href") => said.href = Some(value),
                local_name!("content") => said.content = Some(value),
                local_name!("datetime") => said.datetime = Some(value),
                local_name!("hidden") => said.hidden = true,
                local_name!("style") => said.hidden |= is_hiding(value),
                _ => {}
            }
        }
        said
    }

    /// Where what is inside stands, as far as its microdata tells: reviews and comments have authors and days of their
    /// own.
    pub(super) fn place(&self) -> Place {
        let is_remark = |what: &str| REMARKS.iter().any(|remark| what.eq_ignore_ascii_case(remark));
        let kinds = self.itemtype.unwrap_or_default().split_ascii_whitespace();
        let mut kinds = kinds.map(|kind| kind.rsplit('/').next().unwrap_or(kind));
        let mut properties = self.itemprop.unwrap_or_default().split_ascii_whitespace();
        // A page may be a review; one that stands in something is a reader's.
        if self.itemprop.is_some() && kinds.any(is_remark) || properties.any(is_remark) {
            Place::Aside
        } else {
            Place::Main
        }
    }
}

/// Types and properties of what readers say.
const REMARKS: [&str; 5] = ["review", "reviews", "comment", "usercomments", "usercomment"];

/// Whether an element is a heading of any level.
#[rustfmt::skip]
pub(super) fn is_heading(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("h1") | local_name!("h2") | local_name!("h3") | local_name!("h4") | local_name!("h5") | local_name!("h6")
    )
}

/// Whether an element does not end a line.
#[rustfmt::skip]
pub(super) fn is_inline(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("a") | local_name!("abbr") | local_name!("acronym") | local_name!("b") | local_name!("bdi")
            | local_name!("bdo") | local_name!("big") | local_name!("cite") | local_name!("code") | local_name!("data")
            | local_name!("del") | local_name!("dfn") | local_name!("em") | local_name!("font") | local_name!("i")
            | local_name!("img") | local_name!("ins") | local_name!("kbd") | local_name!("label") | local_name!("mark")
            | local_name!("q") | local_name!("rp") | local_name!("rt") | local_name!("ruby") | local_name!("s")
            | local_name!("samp") | local_name!("small") | local_name!("span") | local_name!("strike")
            | local_name!("strong") | local_name!("sub") | local_name!("sup") | local_name!("time") | local_name!("tt")
            | local_name!("u") | local_name!("var") | local_name!("wbr")
    )
}
