//! The promise of `fixtures/`: every document comes out as it is written down, and stays so.

use std::collections::BTreeSet;

use dehusk::Cleaner;
use xtask::fixtures::{Fixture, all, compare, compare_again};

const FOLDERS: usize = 25;
const LANGUAGES: usize = 6;

/// Runs a check over all fixtures; shows every complaint, and fails with their count and the advice.
fn none_complains(advice: &str, check: impl Fn(&Fixture) -> Option<String>) {
    let fixtures = all().expect("fixtures/ can be read");
    let complaints: Vec<String> = fixtures.iter().filter_map(check).collect();
    assert!(
        complaints.is_empty(),
        "{}\n{} of {} fixtures: {advice}",
        complaints.join("\n"),
        complaints.len(),
        fixtures.len()
    );
}

#[test]
fn every_document_comes_out_as_written_down() {
    let cleaner = Cleaner::default();
    none_complains("where the new output (+) is right: cargo xtask bless", |fixture| {
        compare(&cleaner, fixture).unwrap_or_else(|error| Some(format!("{error:#}")))
    });
}

#[test]
fn cleaning_the_clean_text_changes_nothing() {
    let cleaner = Cleaner::default();
    none_complains("cleaning the clean text (-) changed it (+)", |fixture| {
        compare_again(&cleaner, fixture).unwrap_or_else(|error| Some(format!("{error:#}")))
    });
}

#[test]
fn every_folder_has_its_files_and_no_others() {
    none_complains("cargo xtask bless writes what is missing", |fixture| {
        let misfits = fixture.misfits().expect("the folder can be read");
        (!misfits.is_empty()).then(|| misfits.join("\n"))
    });
}

#[test]
fn there_are_enough_documents_in_enough_languages() {
    let fixtures = all().expect("fixtures/ can be read");
    let languages: BTreeSet<String> =
        fixtures.iter().filter_map(|fixture| fixture.language().expect("expected.json is JSON")).collect();
    assert!(fixtures.len() >= FOLDERS, "only {} folders", fixtures.len());
    assert!(languages.len() >= LANGUAGES, "only {languages:?}");
}
