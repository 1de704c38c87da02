//! The promises of the rule packs: their examples hold, and near misses stay.

use dehusk::judge::rules::RuleBook;

#[test]
fn every_example_holds() {
    let book = RuleBook::builtin().expect("the packs are well formed");
    let failures: Vec<String> = book.check().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
