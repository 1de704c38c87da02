//! dehusk's own chores. The command is `cargo xtask`; its arguments are in `main.rs`.
//!
//! | module | what it owns |
//! |---|---|
//! | [`checks`] | `cargo xtask test`: everything that must hold before a commit |
//! | [`fixtures`] | the documents of `fixtures/`: compared by a test, rewritten by `cargo xtask bless` |
//! | [`score`] | the measures of the development data, as the reference script defines them |
//! | [`gate`] | `cargo xtask gate`: the development data through the library, against the floors |

use std::path::{Path, PathBuf};

pub mod checks;
pub mod fixtures;
pub mod gate;
pub mod score;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}
