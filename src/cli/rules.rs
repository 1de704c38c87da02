//! `dehusk rules`: what the rules in force are, and whether a rule file is right.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::cleaning::{category, read_rules};
use super::terminal::Terminal;
use super::{Status, print, usage};
use crate::error::Result;
use crate::judge::content::GROUNDS;
use crate::judge::rules::{Rule, RuleBook};
use crate::verdict::Category;

/// List, show and check rules.
#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the built-in rules.
    ///
    /// A line for each rule: its id, its category, and why it is there.
    List {
        /// Only rules of this language, such as `en`, or `common` for those of every language.
        #[arg(long, value_name = "LANGUAGE")]
        language: Option<String>,
        /// Only rules of this category.
        #[arg(long, value_name = "CATEGORY", value_parser = category())]
        category: Option<Category>,
    },
    /// Show a built-in rule with its wording and its examples, or what a removal without a rule means.
    Show {
        /// Id of the rule, as `dehusk rules list` and `--removed` write it.
        id: String,
    },
    /// Check a rule file: whether it can be read, and whether every example does what it says.
    ///
    /// The rules of the file are tried together with the built-in ones, as `--rules` would use them. Exit
    /// status 0 when all is right, 2 when the file is broken or an example fails.
    Check {
        /// The rule file.
        file: PathBuf,
    },
}

impl Rules {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        match &self.command {
            Command::List { language, category } => list(language.as_deref(), *category),
            Command::Show { id } => show(id),
            Command::Check { file } => check(file, terminal),
        }
    }
}

fn list(language: Option<&str>, category: Option<Category>) -> Result<Status> {
    let book = RuleBook::builtin();
    // An id begins with the name of its pack.
    let pack = |rule: &Rule| rule.id.split('/').next().unwrap_or_default().to_owned();
    if let Some(language) = language
        && !book.rules().any(|rule| pack(rule) == language)
    {
        let packs: BTreeSet<String> = book.rules().map(pack).collect();
        let packs = packs.into_iter().collect::<Vec<_>>().join(" ");
        return Err(usage(format!("no rules for {language}; there are those of {packs}")));
    }
    let wanted = |rule: &&Rule| {
        language.is_none_or(|language| pack(rule) == language)
            && category.is_none_or(|category| rule.category == category)
    };
    let rules: Vec<&Rule> = book.rules().filter(wanted).collect();
    let ids = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for Rule { id, category, why, .. } in rules {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{id:ids$}  {:12}  {}", category.name(), why.lines().next().unwrap_or_default());
    }
    print(out.as_bytes())
}

fn show(id: &str) -> Result<Status> {
    let book = RuleBook::builtin();
    if let Some(rule) = book.explained(id) {
        return print(described(rule).as_bytes());
    }
    let no_rule = GROUNDS.into_iter().find(|(ground, _)| *ground == id);
    // Appeals are known by what they do, not by a wording: `en/appeal`.
    let no_rule = no_rule.or_else(|| id.ends_with("/appeal").then_some((id, APPEAL)));
    let (id, why) = no_rule.ok_or_else(|| usage(format!("no rule {id}; dehusk rules list names them all")))?;
    print(format!("{id}\n\n{why}\n").as_bytes())
}

/// What an appeal is.
const APPEAL: &str = "A passage that appeals to readers, known by what it does: it speaks of itself (“we”, “our newsroom”), \
    asks the reader for something, names money or a membership, praises a cause, or ends in a button (“Donate today”). One of \
    these tells nothing; several close to each other do. The words are the [appeals] of the language’s pack.";

fn described(rule: &Rule) -> String {
    let Rule { id, language, category, scope, place, effect, why, phrases, .. } = rule;
    let mut out = format!("{id}\n\n{}\n\n", why.trim());
    for (name, value) in [
        ("language", language.to_string()),
        ("category", category.name().to_owned()),
        ("scope", scope.to_string()),
        ("place", place.to_string()),
        ("effect", effect.to_string()),
    ] {
        let _ = writeln!(out, "{name:10}{value}");
    }
    for phrase in phrases {
        let _ = writeln!(out, "\n{}", phrase.text);
        let examples = phrase.example.iter().flat_map(|it| [("removes", &it.drop), ("leaves", &it.keep)]);
        for (mark, example) in examples {
            let _ = writeln!(out, "  {mark:8}{}", example.replace('\n', "\n          "));
        }
    }
    out
}

fn check(file: &PathBuf, terminal: &Terminal) -> Result<Status> {
    let name = file.display().to_string();
    let mut book = RuleBook::builtin();
    let before = book.rules().count();
    book.add(&name, &read_rules(file)?)?;
    let failures = book.check();
    for failure in &failures {
        terminal.complain(&usage(format!("{name}: {failure}")));
    }
    if !failures.is_empty() {
        return Ok(Status::Usage);
    }
    let added = book.rules().count() - before;
    print(format!("{name}: {added} rules, all examples as they should be\n").as_bytes())
}
