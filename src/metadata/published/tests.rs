//! The day of publication, of all dates that a page states or shows.

use crate::metadata::of_page;
use crate::parse::html::dom_of;

fn date(html: &str) -> Option<String> {
    of_page(&dom_of(&format!("<html lang=de>{html}")), Some("https://www.example.org/travel/tea")).date
}

#[test]
fn a_date_beside_the_title_needs_no_label() {
    let long = "The tea was cold. ".repeat(20);
    for line in [
        "<p>Hamburg, 6. Februar 2025</p>",
        "<p>Press release of 06.02.2025</p>",
        "<p>VON <a href=/jane>Jane Doe</a> am 6. Februar 2025</p>",
        "<div class=date><span>Feb</span><span>06</span><span>2025</span></div>",
        "<aside class=side><p class=date>6. Februar 2025</p></aside>",
        &format!("<p>6.2.2025 - {long}</p>"),
        "<p>Updated February 6, 2025</p>",
        // Words that touch in the source alone.
        "<p><span>February 6, 2025</span><span>5 min read</span></p>",
        "<p><span>06.02.2025</span><span>3 Kommentare</span></p>",
        "<p><span>2025-02-06</span><span>12 comments</span></p>",
        "<p><span>Updated</span><span>February 6, 2025</span></p>",
        "<p><span>By Xu Li</span><span>February 6, 2025</span></p>",
        "<p><span>February 6</span><span>, 2025</span></p>",
        "<p class=date><span>6. Februar 2025</span><span>3 Kommentare</span></p>",
    ] {
        let page = format!("<h1>Tea at sea</h1>{line}<p>{long}</p>");
        assert_eq!(date(&page).as_deref(), Some("2025-02-06"), "{line}");
    }
    let inside = format!("<h1>Tea at sea</h1><p>{long}</p><p>{long} It sank on 6. Februar 2025. {long}</p>");
    assert_eq!(date(&inside), None);
}

#[test]
fn a_date_right_behind_the_title_is_believed_before_others() {
    let long = "The tea was cold. ".repeat(20);
    for (before, behind, after) in [
        ("<p>Montag, 24. August 2026</p><p>Start</p>", "<p>Donnerstag, 6. Februar 2025</p>", ""),
        ("<ul><li>2026-10-07</ul>", "<div>2025-02-06 10:22:14 Quelle: <a>Jane Doe</a></div>", ""),
        ("", "<span>2025-02-06 11:10 Jane Doe</span>", "<h5>More</h5><p><time>2025-03-06</time></p>"),
    ] {
        let page = format!("{before}<h1>Tea at sea</h1>{behind}<p>{long}</p>{after}");
        let found = date(&page).map(|date| date[..10].to_owned());
        assert_eq!(found.as_deref(), Some("2025-02-06"), "{behind}");
    }
}

#[test]
fn days_of_a_chronicle_are_not_that_of_the_page() {
    let long = "The tea was cold. ".repeat(20);
    let stated = "<meta property=article:published_time content=2025-02-06T08:00:00Z><h1>Tea at sea</h1>";
    for line in
        ["<h2>5 January 2019</h2>", "<li>5 January 2019</li>", "<p><strong>5 January 2019</strong><br>Cold.</p>"]
    {
        let below = date(&format!("{stated}<p>{long}</p><p>{long}</p>{line}<p>{long}</p>"));
        assert_eq!(below.as_deref(), Some("2025-02-06T08:00:00Z"), "{line}");
    }
    for line in ["<p>5 January 2019</p>", "<p>Jane Doe | 5 January 2019</p>"] {
        assert_eq!(date(&format!("{stated}{line}<p>{long}</p>")).as_deref(), Some("2019-01-05"), "{line}");
        let standfirst = format!("<p>{}</p>", &long[..90]);
        assert_eq!(date(&format!("{stated}{standfirst}{line}<p>{long}</p>")).as_deref(), Some("2019-01-05"), "{line}");
    }
}

#[test]
fn a_change_that_is_hidden_in_the_line() {
    let hidden = "<span class='updated rich-snippet-hidden'>2025-03-07T17:27:31+02:00</span>";
    let page = format!("<h1>Tea</h1><p>{hidden}<span>Februar 6th, 2025</span><span>|</span>Tea</p><p>Cold.</p>");
    assert_eq!(date(&page).as_deref(), Some("2025-02-06"));
}

#[test]
fn times_of_lessons_tell_no_date() {
    assert_eq!(date("<h1>Tea</h1><p>Sonntags, ab 05.03.2017</p><p>Mittwochs, bis 29.03.2017</p>"), None);
}

#[test]
fn a_date_beside_the_title_that_is_anothers() {
    let long = "The tea was cold. ".repeat(20);
    for line in [
        "<p>May 3, 1931 – February 6, 2025</p>",
        "<p>* 3. Mai 1931 - 6. Februar 2025</p>",
        "<p>On Thu, Feb 6, 2025 at 18:02, Jane Doe wrote:</p>",
        &format!("<pre>On Thu, Feb 6, 2025 at 18:02, Jane Doe wrote:\n> {long}</pre>"),
        "<time class=start-date datetime=2025-02-06>Feb 6</time><p>Thu, 6 Feb 2025 10:00 - 15:00</p>",
    ] {
        assert_eq!(date(&format!("<h1>Tea at sea</h1>{line}<p>{long}</p>")), None, "{line}");
    }
    let archive = "<i>Thu Feb  6 09:14:22 CET 2025</i><pre>On Mon, Feb 3, 2025 at 18:02, Jane Doe wrote:\n> ";
    let date = date(&format!("<h1>Tea at sea</h1>{archive}{long}</pre>"));
    assert_eq!(date.as_deref(), Some("2025-02-06T09:14:22+01:00"));
}

#[test]
fn the_first_post_has_the_date_of_a_thread() {
    let rules = "<p>Be kind. </p>".repeat(200);
    let post = |name: &str, day: &str| format!("<p>von <a class=username>{name}</a> » {day}, 05:42</p><p>Hello.</p>");
    let page = format!("<h1>Tea</h1>{rules}{}{}", post("Jane Doe", "21.01.2009"), post("John Roe", "22.01.2009"));
    assert_eq!(date(&page).as_deref(), Some("2009-01-21T05:42:00"));
}

#[test]
fn a_label_above_a_date_far_from_the_title() {
    let long = "<p>The tea was cold. </p>".repeat(100);
    for line in [
        "<h4>Published</h4><div>6. Februar 2025</div>",
        "<p>Posted on February 6, 2025</p>",
        "<p>Veröffentlicht am 6. Februar 2025</p>",
        "<div>Gespeichert von <b>jane</b> am 6. Februar 2025</div>",
        "<p>Written by <a href=/jane>Jane Doe</a></p><p>February 6, 2025</p>",
        "<div class=sidebar><b>Publié le</b><p>6 février 2025</p></div>",
    ] {
        let page = format!("<h1>Tea at sea</h1>{long}{line}");
        assert_eq!(date(&page).as_deref(), Some("2025-02-06"), "{line}");
    }
    let list = format!("<h1>Tea</h1>{long}<p>Posted on February 6, 2025</p><p>Posted on March 3, 2025</p>");
    assert_eq!(date(&list), None);
}

#[test]
fn a_day_in_brackets_before_a_sentence_far_from_the_title() {
    let long = "The tea was cold. ".repeat(20);
    let far = format!("<h1>Example</h1><p>{}</p>", long.repeat(10));
    let entry = |day: &str| format!("<p>({day}) {long}</p>");
    assert_eq!(date(&format!("{far}{}", entry("6. Februar 2025"))).as_deref(), Some("2025-02-06"));
    let listed = format!("{far}{}{}", entry("6. Februar 2025"), entry("7. Februar 2025"));
    assert_eq!(date(&listed), None);
}

#[test]
fn a_long_line_is_long_whatever_stands_where_it_is_cut() {
    for extra in 0..12 {
        let page = format!("<h1>Tea</h1><p>6.2.2025 {} {}</p>", "x".repeat(extra), "The tea was cold. ".repeat(12));
        assert_eq!(date(&page).as_deref(), Some("2025-02-06"), "{extra}");
    }
}

#[test]
fn a_date_inside_the_heading() {
    let head = format!("<h1>Example</h1><p>{}</p>", "Navigation. ".repeat(200));
    let page = format!(
        "<title>Tea at sea, a long story</title>{head}<h1><span class=date>06.02.2025</span>Tea at sea, a long story</h1>"
    );
    assert_eq!(date(&page).as_deref(), Some("2025-02-06"));
}

#[test]
fn a_day_that_the_page_shows_with_day_and_month_swapped() {
    let meta = "<meta property='article:published_time' content='2025-11-01'>";
    assert_eq!(date(&format!("{meta}<h1>Tea</h1><p>11/01/2025</p>")).as_deref(), Some("2025-11-01"));
}

#[test]
fn the_pages_own_day_counts() {
    let meta = "<meta property='article:published_time' content='2025-02-05T23:00:00Z'>";
    assert_eq!(date(&format!("{meta}<h1>Tea</h1><p>06.02.2025</p>")).as_deref(), Some("2025-02-06"));
}

#[test]
fn of_several_stated_days_the_shown_one_counts() {
    let linked = r#"<script type="application/ld+json">{"@type":"Article","datePublished":"2024-11-29"}</script>"#;
    let meta = |name: &str, day: &str| format!("<meta name='{name}' content='{day}T09:13:00'>");
    let shown = "<h1>Tea</h1><p class=date>06.02.2025</p>";
    let both = format!("{linked}{}{shown}", meta("article:published_time", "2025-02-06"));
    assert_eq!(date(&both).as_deref(), Some("2025-02-06"));
    assert_eq!(date(&format!("{linked}{shown}")).as_deref(), Some("2024-11-29"));
    // When the page was made is not when it was published; when it was published is not when it was changed.
    let of = |name: &str| date(&format!("{}{shown}", meta(name, "2024-11-29")));
    assert_eq!(of("DC.date").as_deref(), Some("2025-02-06"));
    assert_eq!(of("article:published_time").as_deref(), Some("2024-11-29T09:13:00"));
}

#[test]
fn the_address_of_an_entry_tells_its_day() {
    let of = |html: &str| {
        let html = format!("<html lang=de>{html}");
        of_page(&dom_of(&html), Some("https://www.example.org/2025/02/06/tea")).date
    };
    for today in ["07.02.2025", "05.01.2025"] {
        let page = format!("<div class=date>{today}</div><h1>Tea</h1><p>The tea was cold.</p>");
        assert_eq!(of(&page).as_deref(), Some("2025-02-06"), "{today}");
    }
    let meta = "<meta property='article:published_time' content='2025-02-06T21:00:00Z'>";
    assert_eq!(of(&format!("{meta}<h1>Tea</h1>")).as_deref(), Some("2025-02-06T21:00:00Z"));
}

#[test]
fn a_blogs_sentence_of_publication() {
    let long = format!("<p>{}</p>", "The tea was cold. ".repeat(40));
    let follow = "You can follow any responses to this entry. ".repeat(6);
    for (line, language) in [
        (
            format!("This entry was posted on Thursday, February 6th, 2025 at 23:03 and is filed under Tea. {follow}"),
            "en",
        ),
        ("Dieser Beitrag wurde unter <a href=/t>Tee</a> am 6. Februar 2025 von Jane Doe veröffentlicht.".into(), "de"),
        ("Cet article a été publié dans <a href=/t>Thé</a> le 6 février 2025.".into(), "fr"),
        ("Erstellt von <a href=/jane>Jane</a> am Donnerstag 6. Februar 2025".into(), "de"),
    ] {
        let page =
            format!("<html lang={language}><ul>{}</ul><h1>Tea</h1>{long}{long}<p>{line}</p>", "<li>Menu ".repeat(90));
        let date = of_page(&dom_of(&page), None).date;
        assert_eq!(date.as_deref().map(|date| &date[..10]), Some("2025-02-06"), "{line}");
    }
    let changed = format!("<h1>Tea</h1>{long}{long}<p>Dieser Beitrag wurde zuletzt am 6. Februar 2025 geändert.</p>");
    assert_eq!(date(&changed), None);
}

#[test]
fn a_change_is_the_date_of_an_article_that_has_no_other() {
    let script = r#"<script type="application/ld+json">{"@type":"Article","dateModified":"2025-02-06"}</script>"#;
    assert_eq!(date(&format!("{script}<h1>Tea</h1>")).as_deref(), Some("2025-02-06"));
    assert_eq!(date("<meta property='article:modified_time' content='2025-02-06'><h1>Tea</h1>"), None);
}

#[test]
fn what_a_page_is_about_tells_the_day() {
    let script = |node: &str| format!("<script type=application/ld+json>{node}</script><h1>Tea</h1><p>Text.");
    for node in [
        r#"{"@type":"JobPosting","title":"Tea","datePosted":"2025-02-06"}"#,
        r#"{"@type":"QAPage","mainEntity":{"@type":"Question","name":"Tea?","dateCreated":"2025-02-06"}}"#,
        r#"{"@type":"SoftwareApplication","name":"Tea","datePublished":"2025-02-06"}"#,
    ] {
        assert_eq!(date(&script(node)).as_deref(), Some("2025-02-06"), "{node}");
    }
    // Systems give every page the day on which it was made.
    assert_eq!(date(&script(r#"{"@type":"WebPage","name":"Tea","datePublished":"2025-02-06"}"#)), None);
}

#[test]
fn the_order_of_day_and_month_is_learnt_from_other_dates() {
    let thread = |days: [&str; 3]| {
        let posts = days
            .map(|day| format!("<table><tr><td>{day}, 08:12 PM</td><td>#1</td></tr><tr><td>Tea.</td></tr></table>"));
        let page = format!("<html lang=en><title>Tea at sea</title>{}", posts.concat());
        of_page(&dom_of(&page), Some("https://www.example.org/tea")).date.map(|date| date[..10].to_owned())
    };
    assert_eq!(thread(["02-10-2008", "02-11-2008", "02-13-2008"]).as_deref(), Some("2008-02-10"));
    assert_eq!(thread(["10-02-2008", "11-02-2008", "13-02-2008"]).as_deref(), Some("2008-02-10"));
    assert_eq!(thread(["02-10-2008", "02-11-2008", "02-12-2008"]), None);
}

#[test]
fn the_day_behind_an_age() {
    let line = "<b>87 points</b> by <a class=hnuser>jane</a> <span class=age title='2025-02-06T09:00:00 1738832400'><a>5 hours ago</a></span>";
    assert_eq!(
        date(&format!("<table class=fatitem><tr><td>Tea at sea<tr><td>{line}</table><p>Text.")).as_deref(),
        Some("2025-02-06T09:00:00")
    );
}
