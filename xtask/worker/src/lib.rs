//! The worker's side of `cargo xtask versus`: one extractor in a process of its own.
//!
//! It is a crate apart because two programs need it that share nothing else: `xtask` for dehusk itself, and
//! the crate in `xtask/versus/` for the peers, which is no member of the workspace. `xtask/versus/worker.py` is
//! the same for Python.
//!
//! # The protocol
//!
//! A worker is started with the path of a file of pages, a JSON object a line (see [`Page`]). It reads them all
//! into memory and prints `{"pages": 1164}`. Then it answers each line on its standard input with one line on its
//! standard output, and ends when the input ends:
//!
//! | command | answer |
//! |---|---|
//! | `page 7` | [`Answer`]: what the extractor makes of page 7, counted from 0 |
//! | `time 40 8` | [`Took`]: the time for 8 pages in turn, from page 40 on |
//!
//! Timed is what lies between the page in memory and text and metadata in memory, both dropped again; an
//! extractor that fails on a page has taken the time that it took. Nothing of the protocol is timed.

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// One page, as it lies in the prepared file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its name in the data.
    pub id: String,
    /// Its address, where it is known.
    #[serde(default)]
    pub url: Option<String>,
    /// The charset that its bytes are in, where that is not to be found out: the page was decoded already.
    #[serde(default)]
    pub charset: Option<String>,
    /// The page.
    pub html: String,
}

/// What an extractor makes of one page. A field is empty where it is unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The main content.
    pub text: String,
    /// Title.
    pub title: String,
    /// Authors, joined by commas.
    pub author: String,
    /// Date of publication.
    pub date: String,
    /// Why there is nothing, where the extractor failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Nanoseconds that pages took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Took {
    /// Processor time of the process, in all its threads.
    pub cpu: u64,
    /// Time on the wall.
    pub wall: u64,
}

/// How many pages a worker has read: the first line that it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Pages.
    pub pages: usize,
}

/// An extractor of main content.
pub trait Extractor {
    /// A page as the extractor takes it.
    type Input;
    /// All that it gives.
    type Output;

    /// Puts a page into the form that the extractor takes. Not timed.
    fn prepare(&self, page: Page) -> Self::Input;

    /// HTML in memory to text and metadata in memory. Timed.
    fn extract(&self, input: &Self::Input) -> Result<Self::Output, String>;

    /// What is compared with the reference. Not timed.
    fn answer(&self, output: Self::Output) -> Answer;
}

/// Reads pages and answers commands until there are no more. Arguments and streams are those of the process.
pub fn run<E: Extractor>(extractor: &E, pages: &Path) -> io::Result<()> {
    // A panic is an answer here; its message would only fill the log.
    std::panic::set_hook(Box::new(|_| {}));
    let mut inputs = Vec::new();
    for line in io::BufReader::new(std::fs::File::open(pages)?).lines() {
        inputs.push(extractor.prepare(serde_json::from_str(&line?)?));
    }
    serve(extractor, &inputs, io::stdin().lock(), io::stdout().lock())
}

fn serve<E: Extractor>(
    extractor: &E,
    inputs: &[E::Input],
    commands: impl BufRead,
    mut answers: impl Write,
) -> io::Result<()> {
    say(&mut answers, &Ready { pages: inputs.len() })?;
    for line in commands.lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let number = |place: usize| words.get(place).and_then(|word| word.parse::<usize>().ok());
        match (words[0], number(1), number(2)) {
            ("page", Some(place), None) if place < inputs.len() => {
                say(&mut answers, &one(extractor, &inputs[place]))?;
            }
            ("time", Some(first), Some(count)) if first.saturating_add(count) <= inputs.len() => {
                say(&mut answers, &time(extractor, &inputs[first..first + count]))?;
            }
            _ => return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("no such command: {line:?}"))),
        }
    }
    Ok(())
}

fn say(answers: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *answers, value)?;
    answers.write_all(b"\n")?;
    answers.flush()
}

fn one<E: Extractor>(extractor: &E, input: &E::Input) -> Answer {
    let failed = |error: String| Answer { error: Some(error), ..Answer::default() };
    match guarded(extractor, input) {
        Ok(output) => extractor.answer(output),
        Err(error) => failed(error),
    }
}

fn time<E: Extractor>(extractor: &E, inputs: &[E::Input]) -> Took {
    let (wall, cpu) = (Instant::now(), processor_time());
    for input in inputs {
        // What failed is no output, and the time is spent.
        let _ = black_box(guarded(extractor, black_box(input)));
    }
    let wall = wall.elapsed();
    // Where the system does not tell, the clock has to do.
    let cpu = processor_time().zip(cpu).map_or(wall, |(after, before)| after.saturating_sub(before));
    Took { cpu: cpu.as_nanos() as u64, wall: wall.as_nanos() as u64 }
}

/// Processor time of this process so far.
#[cfg(unix)]
pub fn processor_time() -> Option<Duration> {
    rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).try_into().ok()
}

/// Processor time of this process so far.
#[cfg(not(unix))]
pub fn processor_time() -> Option<Duration> {
    None
}

/// A panic is an error like any other.
fn guarded<E: Extractor>(extractor: &E, input: &E::Input) -> Result<E::Output, String> {
    catch_unwind(AssertUnwindSafe(|| extractor.extract(input))).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Err(format!("panic: {message}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shouts; cannot stand an exclamation mark, and fails on nothing at all.
    struct Shout;

    impl Extractor for Shout {
        type Input = String;
        type Output = String;

        fn prepare(&self, page: Page) -> String {
            page.html
        }

        fn extract(&self, input: &String) -> Result<String, String> {
            assert!(!input.contains('!'), "too loud");
            if input.is_empty() { Err("nothing".into()) } else { Ok(input.to_uppercase()) }
        }

        fn answer(&self, output: String) -> Answer {
            Answer { text: output, ..Answer::default() }
        }
    }

    fn talk(commands: &str) -> (io::Result<()>, Vec<String>) {
        let inputs = ["one".to_owned(), "two!".to_owned(), String::new(), "four".to_owned()];
        let mut answers = Vec::new();
        let done = serve(&Shout, &inputs, commands.as_bytes(), &mut answers);
        (done, String::from_utf8(answers).unwrap().lines().map(str::to_owned).collect())
    }

    #[test]
    fn every_command_has_one_line_of_answer_whatever_the_page_does() {
        let (done, answers) = talk("page 0\npage 1\npage 2\ntime 0 4\npage 3\n");
        done.unwrap();
        let text = |line: &str| serde_json::from_str::<Answer>(line).unwrap();
        assert_eq!(answers[0], r#"{"pages":4}"#);
        assert_eq!(text(&answers[1]).text, "ONE");
        assert_eq!(text(&answers[2]).error.as_deref(), Some("panic: too loud"));
        assert_eq!(text(&answers[3]).error.as_deref(), Some("nothing"));
        assert!(serde_json::from_str::<Took>(&answers[4]).unwrap().wall > 0);
        assert_eq!(text(&answers[5]).text, "FOUR");
    }

    #[test]
    fn a_command_that_nobody_knows_ends_the_worker() {
        for command in ["page 4", "page", "time 2 3", "time 0", "quit", "time 1 18446744073709551615"] {
            let (done, answers) = talk(command);
            assert_eq!(done.unwrap_err().to_string(), format!("no such command: {command:?}"));
            assert_eq!(answers.len(), 1);
        }
    }
}
