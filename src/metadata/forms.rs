//! Titles in forms that systems give to all their pages, which tell exactly where the name of what the page is about ends.

use super::page::Page;
use super::site::separators;
use super::wording::{self, squash};

impl Page<'_> {
    /// What the page calls itself in front of ` on ` and the very name of its site, and states or shows alone besides:
    /// `Tea Table on the Example Store`.
    pub(super) fn on_site(&self, sitename: Option<&str>) -> Option<String> {
        let site = sitename?;
        let social = self.survey.meta(&["og:title"]);
        let name = [self.survey.title.as_deref(), social].into_iter().flatten().find_map(|stated| {
            let before = stated.trim().strip_suffix(site)?;
            before.strip_suffix(" on ").or_else(|| before.strip_suffix(" on the "))
        })?;
        let squashed = squash(name);
        let mut shown = self.survey.lines.iter().map(|line| self.text(line)).chain(social);
        shown.any(|shown| squash(shown) == squashed).then(|| wording::one_line(name, wording::SHORT)).flatten()
    }
}

/// The name in a title of such a form: a page of an interface's documentation, of a manual, or of a tracker.
pub(super) fn named(document: &str) -> Option<&str> {
    let document = document.trim();
    of_interface(document).or_else(|| of_manual(document)).or_else(|| of_tracker(document))
}

/// `RetryPolicy` of `RetryPolicy (Example Core 3.2.0 API)`, `List` of `List (Java SE 17 & JDK 17)`, as javadoc writes.
fn of_interface(document: &str) -> Option<&str> {
    let (name, product) = document.strip_suffix(')')?.rsplit_once(" (")?;
    let has_version = product.contains(|c: char| c.is_ascii_digit());
    let is_interface = product.ends_with(" API") || product.contains("JDK ");
    (has_version && is_interface && !name.contains(' ')).then_some(name)
}

/// `run(1)` of `run(1) - Linux manual page`.
fn of_manual(document: &str) -> Option<&str> {
    let (name, rest) = document.split_once(' ')?;
    let (command, section) = name.strip_suffix(')')?.split_once('(')?;
    let is_section = section.starts_with(|c: char| c.is_ascii_digit()) && section.len() <= 3;
    let rest = rest.to_lowercase();
    (is_section && !command.is_empty() && (rest.ends_with("manual page") || rest.ends_with("man page"))).then_some(name)
}

/// `It leaks` of `It leaks · Issue #42 · jane/boat · GitHub`.
fn of_tracker(document: &str) -> Option<&str> {
    let separators = separators(document);
    let mut parts = separators.windows(2).map(|pair| (pair[0].0, document[pair[0].1..pair[1].0].trim()));
    let is_ticket = |part: &str| {
        let number = ["Issue #", "Pull Request #", "Discussion #"].iter().find_map(|kind| part.strip_prefix(kind));
        number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
    };
    let (end, _) = parts.find(|(_, part)| is_ticket(part))?;
    Some(document[..end].trim()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_things_in_titles() {
        for (document, expected) in [
            ("RetryPolicy (Example Core 3.2.0 API)", Some("RetryPolicy")),
            ("List<T> (Java SE 17 & JDK 17)", Some("List<T>")),
            ("run(1) - Linux manual page", Some("run(1)")),
            ("run(3p) — Linux man page", Some("run(3p)")),
            ("It leaks · Issue #42 · jane/boat · GitHub", Some("It leaks")),
            ("It leaks · Issue #42 · jane/boat", Some("It leaks")),
            ("Mend it by jane · Pull Request #7 · jane/boat · GitHub", Some("Mend it by jane")),
            ("How I wrote a client (for the 2.0 API)", None),
            ("Tea (3.2.0)", None),
            ("Tea(1) and coffee", None),
            ("It leaks · Issue of May · Example", None),
            ("Issue #42 · Example", None),
        ] {
            assert_eq!(named(document), expected, "{document}");
        }
    }
}
