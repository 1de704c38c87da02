//! `dehusk normalize`: the characters of text and nothing else.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use encoding_rs::{Encoding, UTF_8};

use super::cleaning::{Writing, charset};
use super::terminal::{Terminal, say};
use super::{Status, same, status, usage};
use crate::characters::Characters;
use crate::decode;
use crate::error::{Error, ErrorKind, Result};
use crate::sink::{Aside, Output, StandardOutput};
use crate::source::Packed;

/// Normalize the characters of text, and remove nothing.
///
/// Repairs mojibake, decodes entities that were left over, removes controls, brings text to one Unicode form, and
/// straightens spaces, quotes and line ends. Lines of code, indented by four spaces or between two lines of
/// backticks, keep their spaces, quotes and entities. Text streams from files or standard input, compressed or not, to
/// standard output or `-o`, one after the other, whatever their size; a line longer than 4 MiB is taken in parts.
#[derive(Debug, Args)]
#[command(after_long_help = status::TABLE)]
pub(super) struct Normalize {
    /// Files of text; `-` or nothing for standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Write to this file, which appears when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Read text in this charset.
    ///
    /// The label of a charset as web pages use it, such as `windows-1252`. A byte order mark outranks it. Without
    /// it, text is read as UTF-8; bytes that are wrong there become U+FFFD, and standard error says how many.
    #[arg(long, value_name = "LABEL", value_parser = charset)]
    charset: Option<String>,

    /// The language of the text, such as `de`: typographic quotes depend on it.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,

    #[command(flatten)]
    writing: Writing,

    /// Say on standard error what was repaired.
    #[arg(long)]
    count: bool,
}

impl Normalize {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        if self.files.is_empty() && io::stdin().is_terminal() {
            return Err(usage("nothing to read: give files, or pipe text in; see dehusk normalize --help"));
        }
        if let Some(folder) = self.files.iter().find(|path| path.is_dir()) {
            return Err(usage(format!("{} is a folder; normalize takes files", folder.display())));
        }
        match &self.output {
            Some(output) if output.is_dir() => Err(usage(format!("{} is a folder; -o needs a file", output.display()))),
            Some(output) if self.files.iter().any(|input| same(input, output)) => {
                Err(usage(format!("{} is read, and would be overwritten; write elsewhere", output.display())))
            }
            Some(output) => self.to(&mut Aside::begin(output)?, terminal),
            None => self.to(&mut StandardOutput::default(), terminal),
        }
    }

    fn to(&self, output: &mut impl Output, terminal: &Terminal) -> Result<Status> {
        let normalizer = self.writing.normalizer();
        let mut characters = Characters::new(&normalizer, self.language.as_deref());
        let label = self.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
        let charset = label.unwrap_or(UTF_8);
        let mut status = Status::Fine;
        let stdin = [PathBuf::from("-")];
        for path in if self.files.is_empty() { &stdin } else { &self.files[..] } {
            let name = path.to_string_lossy();
            let stream: Box<dyn Read + Send> = if path == Path::new("-") {
                Box::new(io::stdin())
            } else {
                match File::open(path) {
                    Ok(file) => Box::new(file),
                    Err(error) => {
                        terminal.complain(&Error::from(error).context(name));
                        status = Status::InputOutput;
                        continue;
                    }
                }
            };
            let text = match unpacked(stream).map_err(|error| Error::from(error).context(&name))? {
                Ok(text) => text,
                Err(kind) => {
                    let error = Error::new(ErrorKind::Unsupported, format!("not text but {kind}; it is left out"));
                    terminal.complain(&error.context(name));
                    if status == Status::Fine {
                        status = Status::SomeFailed;
                    }
                    continue;
                }
            };
            let before = characters.replaced();
            match characters.stream(text, charset, output) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Status::Fine),
                done => done.map_err(|error| Error::new(ErrorKind::Io, error.to_string()).context(&name))?,
            }
            let replaced = characters.replaced() - before;
            if replaced > 0 {
                let message = format!(
                    "{replaced} places are no {}, and U+FFFD stands there now; name the charset with --charset",
                    charset.name()
                );
                terminal.complain(&Error::new(ErrorKind::Damaged, message).context(&name));
            }
        }
        match output.finish() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(Error::from(error)),
            _ => {}
        }
        if self.count {
            let fixes = characters.fixes().iter().map(|(fix, count)| format!("{} {count}", fix.name()));
            let replaced = Some(characters.replaced()).filter(|count| *count > 0);
            let counts: Vec<String> = fixes.chain(replaced.map(|count| format!("replaced {count}"))).collect();
            say(&format!(
                "dehusk: repaired: {}\n",
                if counts.is_empty() { "nothing".into() } else { counts.join(", ") }
            ));
        }
        Ok(status)
    }
}

/// What is in a stream, unpacked where it is compressed. What it is where it is no text.
fn unpacked(stream: Box<dyn Read + Send>) -> io::Result<std::result::Result<Box<dyn BufRead>, &'static str>> {
    let mut stream = BufReader::new(stream);
    if let Some(packed) = Packed::of(stream.fill_buf()?) {
        stream = BufReader::new(packed.reader(stream)?);
    }
    let kind = decode::no_text(stream.fill_buf()?);
    Ok(kind.map_or_else(|| Ok(Box::new(stream) as Box<dyn BufRead>), Err))
}
