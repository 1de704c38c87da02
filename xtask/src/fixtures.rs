//! The documents of `fixtures/`: what each holds, what the cleaner makes of it, and how the two differ.
//!
//! A fixture is a folder, `fixtures/pages/<slug>/` or `fixtures/text/<slug>/`:
//!
//! | file | what it holds |
//! |---|---|
//! | `source.html`, `source.txt` | the document, in any charset |
//! | `hints.json` | what the transport knew: `{"url": ..., "charset": ...}`; may be absent |
//! | `expected.txt` | the article's text, as it follows the header |
//! | `expected.json` | the header's fields, `removed` by category, and `fixes` by kind where there are any |
//! | `gold.txt`, `gold.json` | text and fields as a person would have them; may be absent |
//! | `comments.txt` | the readers' comments, with the furniture around them gone; may be absent |
//!
//! `xtask/tests/fixtures.rs` compares, `cargo xtask bless` rewrites the expectations; both run this code.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use dehusk::sink::Shape;
use dehusk::{Cleaner, Hints, Media, Outcome, Record, metadata};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use similar::TextDiff;

/// The kinds of fixtures, by folder, and the name of their source.
const KINDS: [(&str, &str); 2] = [("pages", "source.html"), ("text", "source.txt")];

const TEXT: &str = "expected.txt";
const FACTS: &str = "expected.json";
const HINTS: &str = "hints.json";

/// Files that a fixture may have besides those that it needs.
const OPTIONAL: [&str; 4] = [HINTS, "gold.txt", "gold.json", "comments.txt"];

/// One folder with a document.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// Its name, such as `pages/newspaper-en`.
    pub slug: String,
    folder: PathBuf,
    source: &'static str,
}

/// What should come out of a document, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The article's text.
    pub text: String,
    /// Header fields and counts of what was removed, as pretty JSON.
    pub facts: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HintFile {
    url: Option<String>,
    charset: Option<String>,
}

/// All fixtures of the repository, in order of their names.
pub fn all() -> Result<Vec<Fixture>> {
    all_in(&crate::root().join("fixtures"))
}

fn all_in(fixtures: &Path) -> Result<Vec<Fixture>> {
    let mut found = Vec::new();
    for (kind, source) in KINDS {
        let folder = fixtures.join(kind);
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                let slug = format!("{kind}/{}", entry.file_name().to_string_lossy());
                found.push(Fixture { slug, folder: entry.path(), source });
            }
        }
    }
    found.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(found)
}

impl Fixture {
    /// The document as the command would read it.
    pub fn record(&self) -> Result<Record> {
        let bytes = self.read(self.source)?;
        let hints = if self.folder.join(HINTS).exists() {
            serde_json::from_slice(&self.read(HINTS)?).with_context(|| format!("{}/{HINTS}", self.slug))?
        } else {
            HintFile::default()
        };
        let hints = Hints {
            url: hints.url,
            charset: hints.charset,
            file_name: Some(self.source.to_owned()),
            ..Hints::default()
        };
        Ok(Record { id: format!("fixtures/{}/{}", self.slug, self.source), bytes, hints, ..Record::default() })
    }

    /// What is written down; an error names the file that is missing.
    pub fn expected(&self) -> Result<Expectation> {
        let read =
            |name| String::from_utf8(self.read(name)?).with_context(|| format!("{}/{name} is not UTF-8", self.slug));
        let mut text = read(TEXT)?;
        if text.ends_with('\n') {
            text.pop();
        }
        Ok(Expectation { text, facts: read(FACTS)? })
    }

    /// What is written down, or emptiness where nothing is yet.
    fn expected_so_far(&self) -> Expectation {
        self.expected().unwrap_or(Expectation { text: String::new(), facts: String::new() })
    }

    /// The language that is expected.
    pub fn language(&self) -> Result<Option<String>> {
        let facts: Value = serde_json::from_str(&self.expected()?.facts)?;
        Ok(facts["language"].as_str().map(str::to_owned))
    }

    /// Files that have no business in the folder, or are missing.
    pub fn misfits(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        let needed = [self.source, TEXT, FACTS];
        let missing = needed.iter().filter(|need| !names.iter().any(|name| name == *need));
        let foreign =
            names.iter().filter(|name| !needed.contains(&name.as_str()) && !OPTIONAL.contains(&name.as_str()));
        let slug = &self.slug;
        Ok(missing
            .map(|name| format!("{slug}/{name} is missing"))
            .chain(foreign.map(|name| format!("{slug}/{name} is no file of a fixture")))
            .collect())
    }

    fn write(&self, expectation: &Expectation) -> Result<()> {
        let end = if expectation.text.is_empty() { "" } else { "\n" };
        let files = [(TEXT, format!("{}{end}", expectation.text)), (FACTS, expectation.facts.clone())];
        for (name, content) in files {
            fs::write(self.folder.join(name), content).with_context(|| format!("{}/{name}", self.slug))?;
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Vec<u8>> {
        fs::read(self.folder.join(name)).with_context(|| format!("{}/{name}", self.slug))
    }
}

impl Expectation {
    /// What came out of a document.
    pub fn of(outcome: Outcome) -> Expectation {
        match outcome {
            Outcome::Kept(article) => {
                let mut facts: Map<String, Value> = metadata::entries(&article.metadata)
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect();
                if !article.metadata.extra.is_empty() {
                    facts.insert("metadata".to_owned(), json!(article.metadata.extra));
                }
                if !article.degraded.is_empty() {
                    facts.insert("degraded".to_owned(), json!(article.degraded));
                }
                facts.insert("removed".to_owned(), json!(article.removed));
                if !article.fixes.is_empty() {
                    let fixes: Map<String, Value> =
                        article.fixes.iter().map(|(fix, count)| (fix.name().to_owned(), json!(count))).collect();
                    facts.insert("fixes".to_owned(), Value::Object(fixes));
                }
                Expectation { text: article.text, facts: pretty(facts) }
            }
            Outcome::Dropped(reason) => Expectation::without_text("dropped", json!(reason.rule)),
            Outcome::Failed(error) => Expectation::without_text("failed", json!(error.kind().name())),
        }
    }

    fn without_text(name: &str, value: Value) -> Expectation {
        Expectation { text: String::new(), facts: pretty(Map::from_iter([(name.to_owned(), value)])) }
    }

    /// How `new` differs from this, for people; empty where it does not.
    pub fn diff(&self, new: &Expectation) -> String {
        let files = [(TEXT, &self.text, &new.text), (FACTS, &self.facts, &new.facts)];
        files
            .into_iter()
            .filter(|(_, old, new)| old != new)
            .map(|(name, old, new)| format!("{name}:\n{}", diff(old, new)))
            .collect()
    }
}

fn pretty(facts: Map<String, Value>) -> String {
    serde_json::to_string_pretty(&facts).expect("JSON can always be written") + "\n"
}

/// Lines that differ with a few around them: `-` is the first text, `+` the second.
pub fn diff(old: &str, new: &str) -> String {
    let mut text =
        TextDiff::from_lines(old, new).unified_diff().context_radius(2).missing_newline_hint(false).to_string();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Cleans a fixture's document and compares: nothing where all is as expected, else the difference.
pub fn compare(cleaner: &Cleaner, fixture: &Fixture) -> Result<Option<String>> {
    let expected = fixture.expected()?;
    let present = Expectation::of(cleaner.clean(&fixture.record()?).0);
    Ok((present != expected).then(|| format!("{}\n{}", fixture.slug, expected.diff(&present))))
}

/// Cleans what came out of a fixture once more, header and all: nothing where that changes nothing, else the
/// difference.
pub fn compare_again(cleaner: &Cleaner, fixture: &Fixture) -> Result<Option<String>> {
    let Outcome::Kept(article) = cleaner.clean(&fixture.record()?).0 else { return Ok(None) };
    let once = Shape::default().write(&fixture.slug, &article);
    let hints = Hints { media: Some(Media::Text), ..Hints::default() };
    let record = Record { id: fixture.slug.clone(), bytes: once.clone().into_bytes(), hints, ..Record::default() };
    let Outcome::Kept(again) = cleaner.clean(&record).0 else { return Ok(Some(format!("{} vanished", record.id))) };
    let twice = Shape::default().write(&record.id, &again);
    Ok((twice != once).then(|| format!("{} again\n{}", record.id, diff(&once, &twice))))
}

/// Makes the present behaviour the expectation of these fixtures (of all where none is named), and
/// prints what that changes.
pub fn bless(cleaner: &Cleaner, slugs: &[String]) -> Result<()> {
    let fixtures = select(all()?, slugs)?;
    let mut rewritten = 0;
    for fixture in &fixtures {
        let present = Expectation::of(cleaner.clean(&fixture.record()?).0);
        if fixture.expected().ok().as_ref() != Some(&present) {
            println!("{}\n{}", fixture.slug, fixture.expected_so_far().diff(&present));
            fixture.write(&present)?;
            rewritten += 1;
        }
    }
    println!("bless: {rewritten} of {} rewritten; read the difference before you commit it", fixtures.len());
    Ok(())
}

/// The fixtures of these names, with or without the kind in front.
fn select(fixtures: Vec<Fixture>, slugs: &[String]) -> Result<Vec<Fixture>> {
    let is = |fixture: &Fixture, slug: &str| {
        let slug = slug.trim_end_matches('/').trim_start_matches("fixtures/");
        fixture.slug == slug || fixture.slug.split_once('/').is_some_and(|(_, name)| name == slug)
    };
    if let Some(unknown) = slugs.iter().find(|slug| !fixtures.iter().any(|fixture| is(fixture, slug))) {
        bail!("no fixture is called {unknown}: make fixtures/pages/{unknown}/source.html first");
    }
    Ok(fixtures.into_iter().filter(|fixture| slugs.is_empty() || slugs.iter().any(|slug| is(fixture, slug))).collect())
}

#[cfg(test)]
mod tests {
    use dehusk::Article;

    use super::*;

    fn fixtures(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<Fixture>) {
        let folder = tempfile::tempdir().unwrap();
        for kind in ["pages", "text"] {
            fs::create_dir(folder.path().join(kind)).unwrap();
        }
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let found = all_in(folder.path()).unwrap();
        (folder, found)
    }

    #[test]
    fn folders_are_found_in_order_with_their_hints() {
        let (_folder, found) = fixtures(&[
            ("text/b/source.txt", "words"),
            ("pages/a/source.html", "<p>words"),
            ("pages/a/hints.json", "{\"charset\": \"koi8-r\"}"),
        ]);
        let slugs: Vec<_> = found.iter().map(|fixture| fixture.slug.as_str()).collect();
        assert_eq!(slugs, ["pages/a", "text/b"]);
        assert_eq!(found[0].record().unwrap().hints.charset.as_deref(), Some("koi8-r"));
        assert_eq!(found[1].record().unwrap().id, "fixtures/text/b/source.txt");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let (_folder, found) = fixtures(&[("text/b/source.txt", "words")]);
        let expectation = Expectation { text: "One.\n\nTwo.".into(), facts: "{\n  \"language\": \"en\"\n}\n".into() };
        assert_eq!(found[0].misfits().unwrap(), ["text/b/expected.txt is missing", "text/b/expected.json is missing"]);
        found[0].write(&expectation).unwrap();
        assert_eq!(found[0].expected().unwrap(), expectation);
        assert_eq!(found[0].language().unwrap().as_deref(), Some("en"));
        assert!(found[0].misfits().unwrap().is_empty());
    }

    #[test]
    fn a_file_that_does_not_belong_is_named() {
        let (_folder, found) = fixtures(&[("pages/a/source.txt", "")]);
        assert!(found[0].misfits().unwrap().contains(&"pages/a/source.txt is no file of a fixture".to_owned()));
    }

    #[test]
    fn differences_are_shown_by_line() {
        let old = Expectation { text: "One.\n\nTwo.".into(), facts: "{}\n".into() };
        let new = Expectation { text: "One.\n\nThree.".into(), facts: "{}\n".into() };
        let diff = old.diff(&new);
        assert!(
            diff.starts_with("expected.txt:\n") && diff.contains("\n-Two.") && diff.contains("\n+Three."),
            "{diff}"
        );
        assert_eq!(old.diff(&old), "");
    }

    #[test]
    fn a_document_that_failed_says_so() {
        let error = dehusk::Error::new(dehusk::ErrorKind::TooLarge, "too much");
        assert_eq!(Expectation::of(Outcome::Failed(error)).facts, "{\n  \"failed\": \"too-large\"\n}\n");
        assert_eq!(
            Expectation::of(Outcome::Kept(Box::new(Article { text: "x".into(), ..Article::default() }))).text,
            "x"
        );
    }

    #[test]
    fn names_are_taken_with_and_without_their_kind() {
        let (_folder, found) = fixtures(&[("pages/a/source.html", ""), ("text/b/source.txt", "")]);
        let select = |slug: &str| select(found.clone(), &[slug.to_owned()]).map(|found| found[0].slug.clone());
        assert_eq!(select("b").unwrap(), "text/b");
        assert_eq!(select("fixtures/pages/a/").unwrap(), "pages/a");
        assert!(select("c").is_err());
    }
}
