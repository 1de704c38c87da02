//! What people read: the summary of a run, the explanation of a document. Whatever comes from documents is
//! escaped here; machines get it exact, from the sinks.

pub mod escape;
pub mod explanation;
pub mod paint;
pub mod stats;
pub mod summary;
