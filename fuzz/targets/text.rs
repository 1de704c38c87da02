//! A text → an article, its receipts, and the same again.

#![no_main]

use dehusk::document::COMMENTS_BELOW;
use dehusk::{Hints, Media, Outcome, Record};
use dehusk_fuzz::{LINE_BY_LINE, assert_clean_again_is_the_same, clean, visible};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(article) = clean(Some(Media::Text), data).0 {
        assert_clean_again_is_the_same(&article);
    }
    nothing_vanishes(text);
});

/// What has no receipt is in the article.
fn nothing_vanishes(text: &str) {
    // Places are those of the decoded text, which has no byte order mark.
    let text = text.trim_start_matches('\u{FEFF}');
    // What a header and the line above the comments say goes into other parts of the article.
    if text.starts_with("---") || text.contains(COMMENTS_BELOW) {
        return;
    }
    let hints = Hints { media: Some(Media::Text), charset: Some("utf-8".into()), ..Hints::default() };
    let record = Record { id: "soup".into(), bytes: text.as_bytes().to_vec(), hints, ..Record::default() };
    let (outcome, trace) = LINE_BY_LINE.clean(&record);
    let article = match outcome {
        Outcome::Kept(article) => article.text,
        Outcome::Dropped(_) => String::new(),
        Outcome::Failed(_) => return,
    };
    let mut places = Vec::new();
    for (step, _) in trace.removed() {
        let place = step.span.bytes.clone().expect("text knows its places");
        assert_eq!(text[place.clone()], step.text);
        places.push(place);
    }
    places.sort_by_key(|place| place.start);
    assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start), "{places:?} overlap");
    let mut left = String::new();
    let mut done = 0;
    for place in places {
        left.push_str(&text[done..place.start]);
        // What stood before it does not join with what stood behind.
        left.push('\n');
        done = place.end;
    }
    left.push_str(&text[done..]);
    // Words are counted: of marks, a control at the end of a line may be space or an ellipsis of another charset.
    // Code keeps its characters, and what is left of the input no longer tells what was code.
    let has_code = text.contains("```") || text.contains("    ") || text.contains('\t');
    // Code keeps its entities too.
    if has_code && text.contains('&') {
        return;
    }
    let account = |text: &str| {
        let ends = ['\n', '\r', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}'];
        let lines = text.split(ends).map(|line| visible(line.trim_end_matches(' ')));
        let kept = |c: &char| if has_code { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
        lines.map(|line| line.chars().filter(kept).collect::<String>()).collect::<String>()
    };
    assert_eq!(account(&left), account(&article), "of {text:?}");
}
