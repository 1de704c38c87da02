//! What the targets share: the laws that hold for every document, and readers that give little at a time.

use std::io::{self, Read};
use std::sync::LazyLock;

use dehusk::sink::Shape;
use dehusk::{Article, Cleaner, Error, Hints, Media, Outcome, Record, Settings, Trace};

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

/// A second one: what the first has learned from the documents before must not show.
static OTHER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

/// Bytes of the stack on which documents are cleaned. No recursion over a document survives it; code that is watched
/// by a fuzzer needs more than the 256 KiB of the tests.
const STACK: usize = 512 << 10;

/// Cleans a document twice, by cleaners that have seen different ones, and checks what came out.
///
/// # Panics
/// Where a law is broken.
pub fn clean(media: Option<Media>, bytes: &[u8]) -> (Option<Box<Article>>, Trace) {
    let (outcome, trace) = on_a_small_stack(|| CLEANER.clean(&record(media, bytes)));
    let (other, other_trace) = OTHER.clean(&record(media, bytes));
    assert_eq!(format!("{outcome:?}"), format!("{other:?}"), "another cleaner says another thing");
    assert_eq!(format!("{trace:?}"), format!("{other_trace:?}"), "another cleaner has other receipts");
    match outcome {
        Outcome::Kept(article) => {
            check(&article);
            (Some(article), trace)
        }
        Outcome::Dropped(_) => (None, trace),
        Outcome::Failed(error) => {
            check_error(&error);
            (None, trace)
        }
    }
}

fn record(media: Option<Media>, bytes: &[u8]) -> Record {
    Record { id: "soup".into(), bytes: bytes.to_vec(), hints: Hints { media, ..Hints::default() }, ..Record::default() }
}

/// What every article keeps to.
fn check(article: &Article) {
    let comments = article.comments.as_deref().unwrap_or_default();
    for text in [&article.text, comments] {
        let control = text.chars().find(|&c| c.is_control() && c != '\n' && c != '\t');
        assert_eq!(control, None, "a control in {text:?}");
        assert!(!text.ends_with('\n'), "a line end at the end of {text:?}");
    }
    assert!(!article.text.trim().is_empty(), "an article of nothing: {:?}", article.text);
    assert!(article.metadata.words.is_some());
    for score in [article.metadata.language_score, article.metadata.extraction_quality].into_iter().flatten() {
        assert!((0.0..=1.0).contains(&score), "a score of {score}");
    }
}

/// Every error says something, on one line.
pub fn check_error(error: &Error) {
    let message = error.to_string();
    assert!(!message.is_empty());
}

/// Cleans what was written, under its header: nothing changes.
///
/// # Panics
/// Where something does.
pub fn assert_clean_again_is_the_same(once: &Article) {
    // Of what was cut short at a limit, the next time sees more.
    if !once.degraded.is_empty() {
        return;
    }
    let written = Shape::default().write("soup", once);
    let (again, trace) = CLEANER.clean(&record(Some(Media::Text), written.as_bytes()));
    let Outcome::Kept(again) = again else { panic!("{again:?} of\n{written}") };
    let again = Shape::default().write("soup", &again);
    let gone: Vec<_> = trace.removed().map(|(step, reason)| (&step.text, &reason.rule)).collect();
    assert!(again == written, "{gone:?} went, or something else changed of\n{written:?}\nwhich is now\n{again:?}");
}

/// The words of a text that has nothing but what stays where it is, in any form of its characters.
pub fn visible(text: &str) -> String {
    CLEANER.settings().normalizer.prose(text, None).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A cleaner that does not join wrapped lines, so that hyphens at their ends stay.
pub static LINE_BY_LINE: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Settings { join_wrapped: false, ..Settings::default() }));

/// Runs on a thread whose stack no recursion over the input would survive.
pub fn on_a_small_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.expect("a thread").join().expect("no panic")
    })
}

/// Gives from 1 to `most` bytes at a time, in a pattern, and is interrupted now and then.
pub struct Trickle<R> {
    pub stream: R,
    pub most: usize,
    pub turn: usize,
}

impl<R: Read> Read for Trickle<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        if self.turn % 7 == 3 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let length = (1 + self.turn * 31 % self.most.max(1)).min(out.len());
        self.stream.read(&mut out[..length])
    }
}
