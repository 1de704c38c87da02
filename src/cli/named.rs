//! Settings by name, for bindings to other languages: the names are those of the command's flags, and so are the
//! values, what is said of wrong ones, and what they do.

use clap::{CommandFactory, Parser};

use super::cleaning::{Cleaning, Writing};
use super::usage;
use crate::cleaner::Settings;
use crate::document::Hints;
use crate::error::Result;
use crate::layout::Markup;
use crate::normalize::Normalizer;
use crate::source::Form;

/// What settings ask for.
#[derive(Debug)]
pub struct Named {
    /// How documents are cleaned.
    pub settings: Settings,
    /// What is known of each of them.
    pub hints: Hints,
}

/// The flags of `dehusk clean` that say how one document is cleaned.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true, args_override_self = true)]
struct Flags {
    #[command(flatten)]
    cleaning: Cleaning,

    /// Plain text or Markdown: `text`, `markdown`.
    #[arg(long, value_parser = ["text", "markdown"], default_value = "text")]
    to: String,
}

/// Those of them that say how characters are written.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true, args_override_self = true)]
struct Characters {
    #[command(flatten)]
    writing: Writing,
}

/// What these settings ask for; a name may come several times where its flag may. Names may be written with `_`.
///
/// # Errors
///
/// [`crate::ErrorKind::Configuration`], with the name and what is possible.
pub fn settings<'s>(given: impl IntoIterator<Item = (&'s str, &'s str)>) -> Result<Named> {
    let flags: Flags = flags(given)?;
    // Where nothing is read from files, there is nothing to unpack, and rows or records would be taken for text.
    if flags.cleaning.form() != Form::Auto {
        let message = "--from: a document is one text or page, and no file of many [possible values: auto, text, html]";
        return Err(usage(message));
    }
    let mut settings = flags.cleaning.settings()?;
    if flags.to == "markdown" {
        settings.markup = Markup::Markdown;
    }
    Ok(Named { settings, hints: flags.cleaning.hints() })
}

/// The same where only characters are normalized: `quotes` and `unicode`.
///
/// # Errors
///
/// Those of [`settings`].
pub fn normalizer<'s>(given: impl IntoIterator<Item = (&'s str, &'s str)>) -> Result<Normalizer> {
    Ok(flags::<Characters>(given)?.writing.normalizer())
}

/// The names of all settings, as flags without their dashes.
pub fn names() -> Vec<String> {
    names_of::<Flags>()
}

fn names_of<F: CommandFactory>() -> Vec<String> {
    F::command().get_arguments().filter_map(|argument| argument.get_long().map(str::to_owned)).collect()
}

/// The flags of these names and values.
fn flags<'s, F: Parser>(given: impl IntoIterator<Item = (&'s str, &'s str)>) -> Result<F> {
    let names = names_of::<F>();
    let mut arguments = Vec::new();
    for (name, value) in given {
        let flag = name.replace('_', "-");
        if !names.contains(&flag) {
            let names: Vec<String> = names.iter().map(|name| name.replace('-', "_")).collect();
            return Err(usage(format!("there is no setting {name}; there are {}", names.join(", "))));
        }
        arguments.push(format!("--{flag}={value}"));
    }
    F::try_parse_from(arguments).map_err(|error| usage(said(&error)))
}

/// What clap says, without what only a command line needs.
fn said(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("For more information"));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with("Usage")).collect();
    lines.join(" ").trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Comments, Media};
    use crate::normalize::Quotes;
    use crate::verdict::Category;

    #[test]
    fn names_and_values_are_those_of_the_flags() {
        let given =
            [("comments", "keep"), ("keep", "share"), ("keep", "legal"), ("to", "markdown"), ("drop_selector", ".x")];
        let Named { settings, hints } = settings(given).unwrap();
        assert_eq!((settings.comments, settings.markup), (Comments::Keep, Markup::Markdown));
        assert!(settings.keep.contains(&Category::Share) && settings.keep.contains(&Category::Legal));
        assert_eq!(hints.media, None);
        assert_eq!(super::settings([("from", "html")]).unwrap().hints.media, Some(Media::Html));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_is_possible() {
        let said = |name, value| settings([(name, value)]).unwrap_err().to_string();
        assert!(said("coments", "keep").contains("there is no setting coments; there are from, charset"));
        let wrong = said("comments", "maybe");
        assert!(wrong.contains("invalid value 'maybe'") && wrong.contains("keep, drop, only"), "{wrong}");
        assert!(said("drop_selector", "p[").contains("p["));
        let wrong = normalizer([("quotes", "keep"), ("comments", "keep")]).unwrap_err().to_string();
        assert_eq!(wrong, "there is no setting comments; there are quotes, unicode");
        assert_eq!(normalizer([("quotes", "keep")]).unwrap().quotes, Quotes::Keep);
        for kind in ["jsonl", "warc", "wet", "tar", "parquet"] {
            assert!(said("from", kind).contains("possible values: auto, text, html"), "{kind}");
        }
    }
}
