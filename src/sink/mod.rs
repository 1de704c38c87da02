//! sink

pub mod front_matter;
