//! The promises of the rule packs: their examples hold, near misses stay, faults in a pack are named by place.

use dehusk::block::{Block, BlockKind, Document, Joint, Span};
use dehusk::document::Media;
use dehusk::judge::rules::RuleBook;
use dehusk::verdict::{Category, Trace, apply};
use dehusk::{Cleaner, Outcome, Record};

const ARTICLE: [&str; 4] = [
    "The ferry to the outer islands will sail again in March, the harbour office said on Tuesday after a week of talks.",
    "For two winters the islanders had to wait for the mail boat, which comes on Fridays when the sea allows it.",
    "The new boat carries forty people and, for the first time, has a ramp for wheelchairs and prams.",
    "Tickets will cost the same as before, and children under six will go with their parents free of charge.",
];

fn book() -> RuleBook {
    RuleBook::builtin()
}

fn document(lines: &[&str]) -> Document {
    let block = |(at, line): (usize, &&str)| {
        let span = Span { block: at as u32, line: at as u32 + 1, bytes: None };
        Block::plain(BlockKind::Paragraph, Joint::Paragraph, *line, span)
    };
    Document {
        media: Media::Text,
        blocks: lines.iter().enumerate().map(block).collect(),
        elements: Vec::new(),
        title: String::new(),
        kinds: 0,
        degraded: Vec::new(),
    }
}

/// What the rules leave of these lines, and the categories of what they took.
fn clean(lines: &[&str], language: &str) -> (Vec<String>, Vec<Category>) {
    let book = book();
    let mut document = document(lines);
    let mut trace = Trace::default();
    for _ in 0..8 {
        let verdicts = book.judge(&document, Some(language));
        document = apply(document, verdicts, &mut trace).0;
    }
    let categories = trace.removed().map(|(_, reason)| reason.category).collect();
    (document.blocks.into_iter().map(|block| block.text).collect(), categories)
}

/// The article with a line after its second paragraph.
fn amid(line: &str) -> Vec<&str> {
    let [a, b, c, d] = ARTICLE;
    vec![a, b, line, c, d]
}

fn stays(lines: &[&str]) {
    assert_eq!(clean(lines, "en").0, lines);
}

#[test]
fn every_example_holds() {
    let failures: Vec<String> = book().check().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_quoted_banner_stays() {
    stays(&amid("The banner says “Your support helps us to tell the story”, and readers have complained about it."));
    stays(&amid(
        "The banner said: \"Your support helps us to tell the story. Please consider a donation to our newsroom, for independent journalism needs readers. Donate today\"",
    ));
}

#[test]
fn a_comment_form_in_a_sentence_stays() {
    stays(&amid(
        "Under the notice somebody had written in pencil. Leave a Reply. Nobody ever did, as far as the office knows.",
    ));
}

#[test]
fn a_paragraph_that_begins_with_a_date_stays() {
    stays(&amid("2025-02-06 was the day on which the old ferry made her last crossing, with the band on board."));
    stays(&amid("On 6 February 2025 the old ferry made her last crossing, with the band on board."));
}

#[test]
fn a_headline_that_begins_like_a_link_stays() {
    let mut lines = vec!["Read more books"];
    lines.extend(ARTICLE);
    stays(&lines);
    stays(&amid("Read more books"));
}

#[test]
fn an_article_about_fundraising_stays() {
    stays(&[
        "The Harbour Post will drop its paywall in May and ask its readers for donations instead, its editor said.",
        "Readers who become members will pay five pounds a month, and the newsroom hopes for four thousand of them.",
        "“We rely on our readers,” said the editor. “Your support keeps our reporters on the ground.”",
        "Critics doubt that contributions alone can pay for quality journalism in a town of this size.",
        "The newsletter, which half the town gets in its inbox, will stay free, the editor said, and so will the obituaries.",
    ]);
}

#[test]
fn an_appeal_glued_before_the_first_sentence_is_cut_at_its_end() {
    let appeal = "Your support helps us to tell the story Read more Support Now From housing to the high seas, our reporters are \
        on the ground. Your donation pays for independent journalism. Your support makes all the difference. Read more";
    let line = format!("{appeal} {}", ARTICLE[0]);
    let (text, categories) = clean(&[&line, ARTICLE[1], ARTICLE[2], ARTICLE[3]], "en");
    assert_eq!(text, ARTICLE);
    assert_eq!(categories, [Category::Donation]);
}

#[test]
fn an_appeal_is_known_by_the_button_that_the_content_judge_drops() {
    // In a box without a name, and without its heading, the appeal is a paragraph of the story to the content judge, which
    // drops its button alone.
    let page = include_str!("../fixtures/pages/newspaper-article/source.html");
    let (before, appeal) = page.split_once("<aside class=\"appeal\"").expect("an appeal");
    let (appeal, after) = appeal.split_once("</aside>").expect("its end");
    let (paragraph, button) = appeal.split_at(appeal.find("<a class=\"btn").expect("a button"));
    let paragraph = &paragraph[paragraph.find("<p>").expect("a paragraph")..];
    let removed = |button: &str| {
        let bytes = format!("{before}<div>{paragraph}{button}</div>{after}").into_bytes();
        let (outcome, trace) = Cleaner::default().clean(&Record { id: "page".into(), bytes, ..Record::default() });
        let Outcome::Kept(article) = outcome else { panic!("{outcome:?}") };
        let category =
            trace.removed().find(|(step, _)| step.text.contains("chip in today")).map(|found| found.1.category);
        assert_eq!(category.is_none(), article.text.contains("chip in today"), "{}", article.text);
        category
    };
    assert_eq!(removed(button), Some(Category::Donation));
    assert_eq!(removed(""), None);
}

#[test]
fn a_glued_foot_falls_apart_into_its_forms() {
    let mut lines = ARTICLE.to_vec();
    lines.push("Leave a Reply Cancel reply Your email address will not be published. Required fields are marked *");
    lines.push("Comment *");
    lines.push("Share | Tweet | 12 Comments");
    assert_eq!(clean(&lines, "en").0, ARTICLE);
}

#[test]
fn an_appeal_glued_behind_a_title_leaves_the_title() {
    let line = "Ferry sails again in March Your support helps us to tell the story Read more Support Now Our reporters are on the \
        ground. Your donation pays for independent journalism. Your support makes all the difference. Read more";
    let mut lines = vec![line];
    lines.extend(ARTICLE);
    let (text, _) = clean(&lines, "en");
    assert_eq!(text[0], "Ferry sails again in March");
    assert_eq!(text[1..], ARTICLE);
}

#[test]
fn edges_are_told_by_the_prose_that_stays() {
    stays(&amid("Learn more"));
    let mut lines = vec!["Sign in", "Learn more"];
    lines.extend(ARTICLE);
    lines.extend([
        "Learn more",
        "We use cookies to remember the way you read our pages on this site and on others.",
        "Sign in",
    ]);
    assert_eq!(clean(&lines, "en").0, ARTICLE);
}

#[test]
fn a_line_of_verse_is_at_no_edge() {
    let verse = ["Two lamps,", "one red, one green,", "More", "than this I cannot count.", "Stay, says the rope."];
    stays(&verse);
    let mut lines = verse.to_vec();
    lines.push("Share this post");
    assert_eq!(clean(&lines, "en").0, verse);
}

#[test]
fn residue_needs_company_where_its_words_are_common() {
    stays(&amid("Facebook"));
    let [a, b, c, d] = ARTICLE;
    let crowd = [a, b, "Print", "Save", "Pinterest", "Facebook", "2,192 Shares", c, d];
    assert_eq!(clean(&crowd, "en").0, ARTICLE);
}

#[test]
fn an_unknown_language_hears_every_pack() {
    let book = book();
    let lines = [ARTICLE[0], ARTICLE[1], "Schreibe einen Kommentar", "Leave a Reply"];
    let verdicts = book.judge(&document(&lines), None);
    assert_eq!(verdicts.len(), 2);
    assert!(book.judge(&document(&lines), Some("fr")).is_empty());
}

#[test]
fn faults_of_a_pack_are_named_by_line_and_column() {
    let rule = |id: &str, scope: &str, text: &str| {
        format!(
            "language = \"en\"\n[[rule]]\nid = \"{id}\"\ncategory = \"share\"\nscope = \"{scope}\"\nwhy = \"w\"\n\
             phrases = [{{ text = \"{text}\", drop = \"{text}\", keep = \"k\" }}]\n"
        )
    };
    let fault = |pack: &str| book().add("mine.toml", pack).expect_err("a bad pack").to_string();
    let good = rule("mine", "line", "Pass it on");
    assert!(book().add("mine.toml", &good).is_ok());
    assert!(fault(&rule("mine", "word", "Pass it on")).starts_with("mine.toml:5:9: "));
    assert!(fault(&good.replace("\"share\"", "\"sharing\"")).starts_with("mine.toml:4:12: "));
    assert!(fault(&good.replace("why =", "reason =")).starts_with("mine.toml:6:1: "));
    assert!(fault(&rule("mine", "span", "ad")).contains(":7:21: the phrase “ad” is too short"));
    assert!(fault(&rule("mine", "line", "")).starts_with("mine.toml:7:21: "));
    assert!(fault(&rule("mine", "line", "a {b} c")).contains("{b}"));
    assert!(fault("language = \"en\"\n[[rule]\n").starts_with("mine.toml:2:"));
    let twice = format!("{good}{}", good.split_once('\n').expect("a first line").1);
    assert!(fault(&twice).contains("mine.toml:9:6: the rule “en/mine” is there twice"));
    assert!(fault(&rule("leave-a-reply", "line", "Pass it on")).contains("already there"));
}

#[test]
fn a_users_rule_is_checked_like_ours() {
    let mut book = book();
    let pack = "language = \"en\"\n[[rule]]\nid = \"mine\"\ncategory = \"share\"\nscope = \"span\"\nwhy = \"w\"\n\
        phrases = [{ text = \"pass it on\", drop = \"Pass it on!\", keep = \"He would pass it on to her.\" }]\n";
    book.add("mine.toml", pack).expect("a good pack");
    let failures = book.check();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].rule, "en/mine");
}

#[test]
fn hostile_lines_are_judged_without_delay() {
    for unit in ["by ", "share ", "“", "© ", "donate. ", "Donate ", "1 ", "a@", "...", "your support "] {
        let line = unit.repeat(200_000 / unit.len());
        book().judge(&document(&[&line]), None);
    }
}
