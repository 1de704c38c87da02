//! Flags that say how a document is read and cleaned: the same for every command that cleans one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, RangedU64ValueParser as Count, TypedValueParser};
use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use url::Url;

use super::usage;
use crate::cleaner::Settings;
use crate::document::{Comments, Hints, Media, TextKind};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::normalize::{Normalizer, Quotes, UnicodeForm};
use crate::parse::html::Selectors;
use crate::source;
use crate::verdict::Category;

/// What `--max-depth` may be: the time that a page takes grows with it.
const DEEPEST: u64 = 4096;

#[derive(Debug, Clone, Args)]
pub(super) struct Cleaning {
    /// Read files as this.
    ///
    /// `auto` tells for each file by what is in it, whatever it is called, also whether it is compressed (gzip, zstd,
    /// bzip2, xz, lz4). `text` and `html` say what documents are, in whatever files they are.
    #[arg(long, value_name = "KIND", value_enum, default_value_t = Kind::Auto, help_heading = "Input")]
    from: Kind,

    /// Read documents in this charset.
    ///
    /// The label of a charset as web pages use it, such as `windows-1252` or `shift_jis`. It stands for
    /// what a web server says: only a byte order mark outranks it. Without it a document's own
    /// declaration counts, and where there is none, the charset is detected.
    #[arg(long, value_name = "LABEL", value_parser = charset, help_heading = "Input")]
    charset: Option<String>,

    /// The address that the document was fetched from.
    ///
    /// It goes into the header where the document does not say its own address, and relative addresses are
    /// resolved against it. For standard input or a single file.
    #[arg(long, value_name = "URL", value_parser = address, help_heading = "Input")]
    pub(super) url: Option<String>,

    /// Refuse documents larger than this.
    ///
    /// A number of bytes, or with K, M or G of KiB, MiB or GiB. A larger document is dropped and never read
    /// into memory.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64M", help_heading = "Input")]
    pub(super) max_bytes: usize,

    /// Read pages as if nothing were nested deeper than this.
    ///
    /// Elements within elements; of a deeper one the tag is passed over and the text kept, and the document's
    /// record says `degraded: depth`. The default is what browsers allow.
    #[arg(long, value_name = "N", value_parser = Count::<usize>::new().range(1..=DEEPEST), default_value_t = Limits::default().depth, help_heading = "Input")]
    max_depth: usize,

    /// Read the tags of this many elements of a page.
    ///
    /// Of those that follow the tags are passed over and the text kept, and the document's record says
    /// `degraded: nodes`.
    #[arg(long, value_name = "N", value_parser = Count::<usize>::new().range(1..), default_value_t = Limits::default().nodes, help_heading = "Input")]
    max_nodes: usize,

    /// Add the rules of a file.
    ///
    /// A TOML file in the form of the built-in rules, which CONTRIBUTING.md in the repository describes with an example.
    /// May be given several times. Try it with `dehusk rules check` first.
    #[arg(long, value_name = "FILE", help_heading = "Cleaning")]
    rules: Vec<PathBuf>,

    /// Keep text of this category in the article.
    ///
    /// Text that would be removed under this category stays. May be given several times. What rules take for captions and
    /// corrections stays by default, unless the judge of main content takes it for something else.
    #[arg(long, value_name = "CATEGORY", value_parser = category(), help_heading = "Cleaning")]
    keep: Vec<Category>,

    /// Remove text of this category.
    ///
    /// Undoes a default of `--keep`, such as `--drop caption`; the categories are the same. May be given
    /// several times.
    #[arg(long, value_name = "CATEGORY", value_parser = category(), hide_possible_values = true, help_heading = "Cleaning")]
    drop: Vec<Category>,

    /// Keep what matches this CSS selector.
    ///
    /// In web pages, whatever stands in a matching element is article, whatever else speaks against it.
    /// May be given several times.
    #[arg(long, value_name = "CSS", help_heading = "Cleaning")]
    keep_selector: Vec<String>,

    /// Remove what matches this CSS selector.
    ///
    /// In web pages, whatever stands in a matching element is removed, unless `--keep-selector` matches
    /// nearer to it. May be given several times.
    #[arg(long, value_name = "CSS", help_heading = "Cleaning")]
    drop_selector: Vec<String>,

    /// What becomes of readers' comments below an article.
    ///
    /// Kept comments never mix with the article: in text and Markdown they stand below it, under a line
    /// `--- comments ---`, in JSONL they are in `comments`. Posts of a forum are its article, and no comments.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = Readers::Drop, help_heading = "Cleaning")]
    comments: Readers,

    /// What documents without markup are.
    ///
    /// Of an extracted article, little is removed and only with good evidence; of the whole text of a page, as in WET
    /// files, all that is no main content. `auto` tells them apart for each document. A document under a header of
    /// dehusk (it counts `words`) was cleaned before: only the rules look at it again.
    #[arg(long, value_name = "KIND", value_enum, default_value_t = Texts::Auto, help_heading = "Cleaning")]
    text_kind: Texts,

    /// What becomes of lines that were wrapped.
    ///
    /// `auto` joins the lines of a text that is evidently wrapped at one width, such as a book or an e-mail, and the
    /// words that hyphens part at their ends. Verse, lists, addresses and code stay.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = Wrapped::Auto, help_heading = "Cleaning")]
    wrapped: Wrapped,

    #[command(flatten)]
    writing: Writing,
}

/// How characters are written.
#[derive(Debug, Clone, Args)]
pub(super) struct Writing {
    /// How quotes are written.
    #[arg(long, value_name = "STYLE", value_enum, default_value_t = QuoteStyle::Ascii, help_heading = "Cleaning")]
    quotes: QuoteStyle,

    /// Which Unicode form the text is brought to.
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Form::Nfc, help_heading = "Cleaning")]
    unicode: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Whatever each document is.
    Auto,
    /// Plain text.
    Text,
    /// Web pages.
    Html,
    /// JSON lines: a document on each.
    Jsonl,
    /// A web archive, such as a crawl's: WARC, or the older ARC.
    Warc,
    /// A web archive with the text of pages.
    Wet,
    /// A tar archive: each file in it.
    Tar,
    /// A Parquet file: a document in each row.
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Readers {
    /// Kept, below the article.
    Keep,
    /// Removed.
    Drop,
    /// Kept, and the article removed.
    Only,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Texts {
    /// Whatever each document is.
    Auto,
    /// Articles that somebody already extracted.
    Extracted,
    /// All that a page shows.
    Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wrapped {
    /// Joined where the whole text is evidently wrapped.
    Auto,
    /// As they came.
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum QuoteStyle {
    /// Straight: " and '.
    Ascii,
    /// As they came.
    Keep,
    /// Curly, as the language has them.
    Typographic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Composed: what looks the same is the same.
    Nfc,
    /// Composed for compatibility: ligatures, full-width letters and superscripts lose their shape.
    Nfkc,
    /// As it came.
    Keep,
}

impl Writing {
    /// What the flags ask for.
    pub(super) fn normalizer(&self) -> Normalizer {
        let quotes = match self.quotes {
            QuoteStyle::Ascii => Quotes::Ascii,
            QuoteStyle::Keep => Quotes::Keep,
            QuoteStyle::Typographic => Quotes::Typographic,
        };
        let unicode = match self.unicode {
            Form::Nfc => UnicodeForm::Nfc,
            Form::Nfkc => UnicodeForm::Nfkc,
            Form::Keep => UnicodeForm::Keep,
        };
        Normalizer { unicode, quotes }
    }
}

impl Cleaning {
    /// The settings that the flags ask for.
    pub(super) fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default();
        settings.normalizer = self.writing.normalizer();
        settings.join_wrapped = self.wrapped == Wrapped::Auto;
        settings.comments = match self.comments {
            Readers::Keep => Comments::Keep,
            Readers::Drop => Comments::Drop,
            Readers::Only => Comments::Only,
        };
        settings.text_kind = match self.text_kind {
            Texts::Auto => TextKind::Auto,
            Texts::Extracted => TextKind::Extracted,
            Texts::Page => TextKind::Page,
        };
        settings.selectors = Selectors::new(&self.drop_selector, &self.keep_selector)?;
        settings.keep = self.kept(std::mem::take(&mut settings.keep))?;
        let limits = &mut settings.limits;
        (limits.bytes, limits.depth, limits.nodes) = (self.max_bytes, self.max_depth, self.max_nodes);
        for path in &self.rules {
            let name = path.display().to_string();
            settings.rules.add(&name, &read_rules(path)?)?;
        }
        Ok(settings)
    }

    /// The texts of the rule files.
    pub(super) fn rule_files(&self, mut tell: impl FnMut(&Path, &str)) -> Result<()> {
        for path in &self.rules {
            tell(path, &read_rules(path)?);
        }
        Ok(())
    }

    /// What is known of every document from the flags.
    pub(super) fn hints(&self) -> Hints {
        let media = match self.from {
            Kind::Text | Kind::Wet => Some(Media::Text),
            Kind::Html => Some(Media::Html),
            _ => None,
        };
        Hints { url: self.url.clone(), charset: self.charset.clone(), media, ..Hints::default() }
    }

    /// What files are.
    pub(super) fn form(&self) -> source::Form {
        match self.from {
            Kind::Jsonl => source::Form::Jsonl,
            Kind::Warc | Kind::Wet => source::Form::Warc,
            Kind::Tar => source::Form::Tar,
            Kind::Parquet => source::Form::Parquet,
            Kind::Auto | Kind::Text | Kind::Html => source::Form::Auto,
        }
    }

    fn kept(&self, mut keep: BTreeSet<Category>) -> Result<BTreeSet<Category>> {
        if let Some(both) = self.keep.iter().find(|category| self.drop.contains(category)) {
            return Err(usage(format!("--keep and --drop both name {}", both.name())));
        }
        keep.extend(&self.keep);
        keep.retain(|category| !self.drop.contains(category));
        Ok(keep)
    }
}

/// Reads a rule file; one that is not there is wrong usage.
pub(super) fn read_rules(path: &PathBuf) -> Result<String> {
    fs::read_to_string(path)
        .map_err(|error| Error::new(ErrorKind::Configuration, format!("{}: {error}", path.display())))
}

/// The names of all categories, as a flag takes them.
pub(super) fn category() -> impl TypedValueParser<Value = Category> {
    PossibleValuesParser::new(Category::ALL.map(Category::name))
        .map(|name| Category::from_name(&name).expect("only names of categories are let through"))
}

pub(super) fn charset(label: &str) -> std::result::Result<String, String> {
    match Encoding::for_label(label.as_bytes()) {
        Some(_) => Ok(label.to_owned()),
        None => Err("no such charset; labels are those of the WHATWG, such as windows-1252".into()),
    }
}

fn address(url: &str) -> std::result::Result<String, String> {
    match Url::parse(url) {
        Ok(parsed) if parsed.has_host() => Ok(url.to_owned()),
        Ok(_) => Err("an address with a host is needed, such as https://example.org/page".into()),
        Err(error) => Err(error.to_string()),
    }
}

/// `1000`, `64M`, `64MiB`, `1g`: units of 1024.
pub(super) fn size(text: &str) -> std::result::Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        other => return Err(format!("unknown unit {other:?}; use K, M or G")),
    };
    let number: usize = digits.parse().map_err(|error| format!("{error}; a size is a number with K, M or G"))?;
    number.checked_mul(unit).ok_or_else(|| "too large".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_units() {
        assert_eq!(size("1000"), Ok(1000));
        assert_eq!(size("64M"), Ok(64 << 20));
        assert_eq!(size("2 KiB"), Ok(2048));
        for wrong in ["", "M", "-1", "1.5M", "10X", "99999999999999999999", "9999999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn charsets_and_addresses_are_checked() {
        assert!(charset("latin1").is_ok() && charset("latin-nothing").is_err());
        assert!(address("https://example.org/a").is_ok());
        assert!(address("example.org").is_err() && address("mailto:a@example.org").is_err());
    }
}
