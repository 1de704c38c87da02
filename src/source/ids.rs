//! Document ids: the path below the path that was given, with `/`; the same on every machine.

use std::collections::HashMap;
use std::path::{Component, Path};

/// A path as an id: its parts joined by `/`. Bytes that are no UTF-8 are written as `%FF`.
pub(super) fn of(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|component| match component {
            Component::CurDir => None,
            Component::RootDir => Some(String::new()),
            other => Some(exact(other.as_os_str())),
        })
        .collect();
    parts.join("/")
}

/// The name in UTF-8, so that two different names stay two.
#[cfg(unix)]
fn exact(name: &std::ffi::OsStr) -> String {
    use std::os::unix::ffi::OsStrExt;
    let mut text = String::new();
    for chunk in name.as_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(not(unix))]
fn exact(name: &std::ffi::OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// Makes ids unique: those that several roots share get their root in front, and what is still equal
/// (the same file given twice) gets `~2`, `~3` behind it. `root` of an id is the root as it was given.
pub(super) fn make_unique<'i>(ids: impl Iterator<Item = (&'i mut String, &'i Path)>) {
    let mut ids: Vec<_> = ids.collect();
    let mut seen: HashMap<String, u32> = HashMap::with_capacity(ids.len());
    for (id, _) in &ids {
        *seen.entry((*id).clone()).or_default() += 1;
    }
    for (id, root) in &mut ids {
        let root = of(root);
        if seen[*id] > 1 && !root.is_empty() {
            **id = format!("{}/{id}", root.trim_end_matches('/'));
        }
    }
    let mut taken: HashMap<String, u32> = HashMap::with_capacity(ids.len());
    for (id, _) in ids {
        let base = id.clone();
        while taken.contains_key(id.as_str()) {
            let count = taken.entry(base.clone()).or_insert(1);
            *count += 1;
            *id = format!("{base}~{count}");
        }
        taken.insert(id.clone(), 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unique(ids: &[(&str, &str)]) -> Vec<String> {
        let mut ids: Vec<_> = ids.iter().map(|(id, root)| ((*id).to_owned(), Path::new(root))).collect();
        make_unique(ids.iter_mut().map(|(id, root)| (id, *root)));
        ids.into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn ids_use_slashes_and_leave_the_dot_out() {
        assert_eq!(of(Path::new("./a/b.txt")), "a/b.txt");
        assert_eq!(of(Path::new("../a.txt")), "../a.txt");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_written_out() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(of(Path::new(std::ffi::OsStr::from_bytes(b"a\xFFb"))), "a%FFb");
    }

    #[test]
    fn equal_ids_get_their_root() {
        assert_eq!(unique(&[("x", "a"), ("x", "b"), ("y", "b")]), ["a/x", "b/x", "y"]);
    }

    #[test]
    fn the_same_file_twice_is_numbered() {
        assert_eq!(unique(&[("x", "a"), ("x", "a"), ("x", "a")]), ["a/x", "a/x~2", "a/x~3"]);
        assert_eq!(unique(&[("x", ""), ("x", ""), ("x~2", "")]), ["x", "x~2", "x~2~2"]);
    }
}
