//! What builders of corpora do with clean articles before they use them: exact and near duplicates, limits.
//!
//! Pure functions and small structures; who reads, writes and keeps order is somebody else.

mod exact;
pub mod near;
mod wanted;
mod words;

pub use exact::{ContentHash, Exact, hash};
pub use near::{Near, Rank, Shingles, Signature};
pub use wanted::{Refusal, Wanted};
