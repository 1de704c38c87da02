//! What each stage of cleaning a page costs, in bytes of HTML a second, on one core.
//!
//! Over the development pages where they are at hand (`DEHUSK_DATA`, else beside the project), else over
//! the project's fixtures. A run is one pass over all pages.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use dehusk::block::Document;
use dehusk::cleaner::{Cleaner, Settings};
use dehusk::decode::decode;
use dehusk::document::{Article, Hints, Outcome, Record};
use dehusk::judge::content::{self, Features};
use dehusk::judge::language;
use dehusk::layout::{self, Markup};
use dehusk::limits::Limits;
use dehusk::metadata;
use dehusk::parse::html::{self, Selectors};
use dehusk::sink::Shape;
use dehusk::verdict::{Trace, Verdict, apply};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

/// Development pages in a run: enough to be a fair mixture, few enough to run often.
const PAGES: usize = 300;

struct Page {
    record: Record,
    html: String,
    document: Document,
    /// What is to be dropped of it, and what is left then: what all later stages see.
    verdicts: Vec<Verdict>,
    rest: Document,
    article: Option<Box<Article>>,
}

static PAGES_READ: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let sources = development().unwrap_or_else(fixtures);
    let (cleaner, model) = (Cleaner::default(), content::model());
    let page = |(url, bytes): (Option<String>, Vec<u8>)| {
        let hints = Hints { url, media: Some(dehusk::Media::Html), ..Hints::default() };
        let record = Record { id: "-".to_owned(), bytes, hints, ..Record::default() };
        let html = decode(&record, &Limits::default()).expect("a page").text.into_owned();
        let document = html::parse(&html, &Selectors::default(), &Limits::default()).document;
        let verdicts = content::judge(&document, record.hints.url.as_deref(), &model).verdicts;
        let (mut rest, _) = apply(document.clone(), verdicts.clone(), &mut Trace::default());
        layout::part_lines(&mut rest);
        let article = match cleaner.clean(&record).0 {
            Outcome::Kept(article) => Some(article),
            Outcome::Dropped(_) | Outcome::Failed(_) => None,
        };
        Page { record, html, document, verdicts, rest, article }
    };
    sources.into_iter().map(page).collect()
});

fn development() -> Option<Vec<(Option<String>, Vec<u8>)>> {
    let data = std::env::var_os("DEHUSK_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let mut decoder = zstd::Decoder::new(std::fs::File::open(data.join("wcxb-dev/pages.jsonl.zst")).ok()?).ok()?;
    decoder.window_log_max(27).ok()?;
    let lines = BufReader::new(decoder).lines().take(PAGES);
    let page = |line: std::io::Result<String>| {
        let page: serde_json::Value = serde_json::from_str(&line.ok()?).ok()?;
        Some((page["url"].as_str().map(str::to_owned), page["html"].as_str()?.as_bytes().to_vec()))
    };
    lines.map(page).collect()
}

fn fixtures() -> Vec<(Option<String>, Vec<u8>)> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").read_dir().expect("fixtures");
    pages
        .map(|page| (None, std::fs::read(page.expect("readable").path().join("source.html")).expect("a page")))
        .collect()
}

/// Times one pass over all pages; `prepare` is not timed.
fn each<I>(bencher: Bencher, prepare: impl Fn(&'static Page) -> I, run: impl Fn(I)) {
    let bytes: usize = PAGES_READ.iter().map(|page| page.record.bytes.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| PAGES_READ.iter().map(&prepare).collect::<Vec<I>>())
        .bench_local_values(|inputs| inputs.into_iter().for_each(&run));
}

#[divan::bench(sample_count = 10)]
fn a_decode(bencher: Bencher) {
    each(bencher, |page| page, |page| drop(black_box(decode(&page.record, &Limits::default()))));
}

#[divan::bench(sample_count = 10)]
fn b_tokenize(bencher: Bencher) {
    each(
        bencher,
        |page| page,
        |page| {
            black_box(html::count_tags(&page.html));
        },
    );
}

#[divan::bench(sample_count = 10)]
fn c_tokenize_and_tree(bencher: Bencher) {
    each(bencher, |page| page, |page| drop(black_box(html::tree(&page.html, &Limits::default()))));
}

#[divan::bench(sample_count = 10)]
fn d_tokenize_tree_and_blocks(bencher: Bencher) {
    let parse = |page: &Page| html::parse(&page.html, &Selectors::default(), &Limits::default());
    each(bencher, |page| page, |page| drop(black_box(parse(page))));
}

#[divan::bench(sample_count = 10)]
fn e_metadata(bencher: Bencher) {
    let tree = |page: &'static Page| (html::tree(&page.html, &Limits::default()), page.record.hints.url.as_deref());
    each(bencher, tree, |(dom, url)| drop(black_box(metadata::of_page(&dom, url))));
}

#[divan::bench(sample_count = 10)]
fn f_features(bencher: Bencher) {
    each(bencher, |page| page, |page| drop(black_box(Features::of(&page.document, None, None))));
}

#[divan::bench(sample_count = 10)]
fn f_features_of_the_model_and_model(bencher: Bencher) {
    let model = content::model();
    each(bencher, |page| page, |page| drop(black_box(content::judge(&page.document, None, &model))));
}

#[divan::bench(sample_count = 10)]
fn g_apply(bencher: Bencher) {
    let verdicts = |page: &'static Page| (page.document.clone(), page.verdicts.clone());
    each(bencher, verdicts, |(document, verdicts)| drop(black_box(apply(document, verdicts, &mut Trace::default()))));
}

#[divan::bench(sample_count = 10)]
fn h_normalize(bencher: Bencher) {
    let normalizer = Settings::default().normalizer;
    let all = |page: &Page| {
        for block in &page.rest.blocks {
            drop(black_box(normalizer.prose(&block.text, Some("en"))));
        }
    };
    each(bencher, |page| page, all);
}

#[divan::bench(sample_count = 10)]
fn i_language(bencher: Bencher) {
    let texts = |page: &'static Page| page.rest.blocks.iter().map(|block| block.text.as_str());
    each(bencher, texts, |texts| {
        black_box(language::detect(texts));
    });
}

#[divan::bench(sample_count = 10)]
fn j_rules(bencher: Bencher) {
    let rules = Settings::default().rules;
    each(bencher, |page| page, |page| drop(black_box(rules.judge(&page.rest, Some("en")))));
}

#[divan::bench(sample_count = 10)]
fn k_layout(bencher: Bencher) {
    each(bencher, |page| page, |page| drop(black_box(layout::write(&page.rest, Markup::default()))));
}

#[divan::bench(sample_count = 10)]
fn l_write(bencher: Bencher) {
    let write = |page: &Page| page.article.as_ref().map(|article| Shape::default().write("-", article));
    each(bencher, |page| page, |page| drop(black_box(write(page))));
}

#[divan::bench(sample_count = 10)]
fn m_all_of_it(bencher: Bencher) {
    let cleaner = Cleaner::default();
    let all = |page: &Page| match cleaner.clean(&page.record).0 {
        Outcome::Kept(article) => Shape::default().write("-", &article),
        Outcome::Dropped(_) | Outcome::Failed(_) => String::new(),
    };
    each(bencher, |page| page, |page| drop(black_box(all(page))));
}

fn main() {
    LazyLock::force(&PAGES_READ);
    divan::main();
}
