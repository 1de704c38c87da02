//! What dehusk judges by, as one hash: two programs of one version may hold other models.

use std::sync::OnceLock;

use super::{content, rules};

/// Hash of the models and rules that are built in.
pub fn identity() -> &'static str {
    static IDENTITY: OnceLock<String> = OnceLock::new();
    IDENTITY.get_or_init(|| {
        let mut hasher = blake3::Hasher::new();
        for part in content::built_in().into_iter().chain(rules::built_in()) {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part);
        }
        hasher.finalize().to_hex().chars().take(32).collect()
    })
}

/// The version of dehusk and the beginning of that hash, as `0.1.0+1a2b3c4d`.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| format!("{}+{}", env!("CARGO_PKG_VERSION"), &identity()[..8]))
}
