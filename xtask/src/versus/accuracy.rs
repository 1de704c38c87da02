//! All pages through an extractor, and the score, as the gate scores.

use std::time::Duration;

use anyhow::{Result, bail};
use versus_worker::Answer;

use super::extractors::Extractor;
use super::pages::Prepared;
use super::worker::{Lost, Worker};
use crate::score::{PageScore, Pages, Prediction, SegmentScore, Segments};

/// How long one page may take, on a machine that may be busy: most take milliseconds.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Pages that may end a worker before something else must be wrong with it.
const MOST_LOST: usize = 20;

/// How right an extractor is.
#[derive(Debug)]
pub struct Accuracy {
    /// On the pages with a reference of the whole text.
    pub pages: Pages,
    /// On the pages with segments.
    pub segments: Segments,
    /// Pages on which it failed or panicked.
    pub failed: usize,
    /// Pages on which its process ended.
    pub ended: usize,
    /// Pages on which it did not answer in time.
    pub late: usize,
    /// Pages of the first kind that ended it or were late.
    pub lost: Vec<usize>,
}

/// Runs an extractor over both kinds of pages. A page on which it fails, ends or hangs counts as empty.
pub fn measure(extractor: &Extractor, pages: &Prepared, segments: &Prepared) -> Result<Accuracy> {
    let (on_pages, on_segments) = (predict(extractor, pages)?, predict(extractor, segments)?);
    let page_scores: Vec<PageScore> =
        pages.truths.iter().zip(&on_pages.given).map(|(truth, given)| PageScore::of(truth, given)).collect();
    let segment_scores: Vec<SegmentScore> =
        segments.truths.iter().zip(&on_segments.given).map(|(truth, given)| SegmentScore::of(truth, given)).collect();
    let lost = |why| on_pages.lost.iter().chain(&on_segments.lost).filter(|(_, lost)| *lost == why).count();
    let accuracy = Accuracy {
        pages: Pages::tally(&page_scores),
        segments: Segments::tally(&segment_scores),
        failed: on_pages.failed + on_segments.failed,
        ended: lost(Lost::Ended),
        late: lost(Lost::Late),
        lost: on_pages.lost.iter().map(|&(place, _)| place).collect(),
    };
    eprintln!("versus: {}: F1 {:.4} on {} pages", extractor.name, accuracy.pages.prf[2], pages.truths.len());
    Ok(accuracy)
}

/// What came out.
#[derive(Default)]
struct Predicted {
    given: Vec<Prediction>,
    failed: usize,
    lost: Vec<(usize, Lost)>,
}

fn predict(extractor: &Extractor, pages: &Prepared) -> Result<Predicted> {
    let mut worker = Worker::start(extractor, pages, None)?;
    let mut all = Predicted::default();
    for (place, truth) in pages.truths.iter().enumerate() {
        let answer = match worker.ask::<Answer>(&format!("page {place}"), PATIENCE)? {
            Ok(answer) => answer,
            Err(lost) => {
                eprintln!("versus: {}: page {}: {}", extractor.name, truth.id, worker.fate(lost));
                all.lost.push((place, lost));
                if all.lost.len() == MOST_LOST {
                    bail!("{}: no answer on {MOST_LOST} of {} pages", extractor.name, place + 1);
                }
                worker = Worker::start(extractor, pages, None)?;
                Answer::default()
            }
        };
        all.failed += usize::from(answer.error.is_some());
        let Answer { text, title, author, date, .. } = answer;
        all.given.push(Prediction { id: truth.id.clone(), text, title, author, date });
    }
    Ok(all)
}
