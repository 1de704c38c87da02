//! Text → blocks. HTML and plain text both end as a [`crate::block::Document`].

pub mod html;
pub mod text;
