//! dehusk's own chores. The command is `cargo xtask`; its arguments are in `main.rs`.
//!
//! | module | what it owns |
//! |---|---|
//! | [`checks`] | `cargo xtask test`: everything that must hold before a commit |
//! | [`fixtures`] | the documents of `fixtures/`: compared by a test, rewritten by `cargo xtask bless` |
//! | [`score`] | the measures of the development data, as the reference script defines them |
//! | [`training`] | `cargo xtask train`: the judge of main content, made anew and cross-validated |
//! | [`gate`] | `cargo xtask gate`: the development data through the library, against the floors |
//! | [`versus`] | `cargo xtask versus`: other extractors beside dehusk, accuracy and speed |
//! | [`characters`] | `cargo xtask characters`: clean lines that repair changes, for a person to judge |
//! | `environment` | commands that chores run, and the Python of those that need one |

use std::path::{Path, PathBuf};

pub mod characters;
pub mod checks;
pub mod engines;
mod environment;
mod features;
pub mod fixtures;
pub mod gate;
pub mod hits;
pub mod pipeline;
pub mod python;
pub mod scale;
pub mod score;
pub mod training;
pub mod versus;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}
