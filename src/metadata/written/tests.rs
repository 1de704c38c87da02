//! Authors of whole pages.

use crate::metadata::of_page;
use crate::parse::html::dom_of;

fn authors(html: &str) -> Vec<String> {
    of_page(&dom_of(html), Some("https://www.example.org/travel/tea")).authors
}

#[test]
fn a_person_is_believed_before_the_site() {
    let head = "<meta property=og:type content=article><title>Tea</title><h1>Tea</h1>";
    for (stated, byline, expected) in [
        ("example.org", "By Jane Doe", "Jane Doe"),
        ("Tea Friends e.V.", "By Jane Doe", "Jane Doe"),
        ("jane.doe", "By Jane Doe", "Jane Doe"),
        ("jane.doe", "Tea is old.", "jane.doe"),
        ("Ann Poe", "By Jane Doe", "Ann Poe"),
    ] {
        let page = format!("<meta name=author content='{stated}'>{head}<p>{byline}<p>Text.");
        assert_eq!(authors(&page), [expected], "{stated}, {byline}");
    }
}

#[test]
fn a_stated_name_is_cut_only_behind_a_persons() {
    for (stated, expected) in [
        ("Diario 12", "Diario 12"),
        ("Verein - Gruppe Nord", "Verein - Gruppe Nord"),
        ("Mühle in Beispielstadt", "Mühle in Beispielstadt"),
        ("Teeladen - www.example.net", "Teeladen"),
        ("Jane Doe - Senior Editor", "Jane Doe"),
        ("Jane Doe in Berlin", "Jane Doe"),
        ("jane 12.03.2019", "jane"),
    ] {
        let page = format!("<meta name=author content='{stated}'><title>Tea</title><h1>Tea</h1><p>Text.");
        assert_eq!(authors(&page), [expected], "{stated}");
    }
}

#[test]
fn the_credit_of_a_picture_is_no_byline() {
    let credit = "<figure><img><figcaption>Cold tea. <span itemprop=creator>Mike Model</span> <i class=author>Jane Doe</i></figcaption></figure>";
    assert!(authors(&format!("<h1>Tea at sea</h1>{credit}<p>The tea was cold.")).is_empty());
}

#[test]
fn an_outlet_gives_way_to_a_person() {
    let article = "<meta property=og:type content=article>";
    let site = "<meta property=og:site_name content='EL MAR'>";
    for (stated, head) in [
        ("Sea Wave (www.sw.org)", "<meta name=publisher content='Sea Wave (www.sw.org)'>"),
        ("Ediciones El Mar", site),
        ("@SeaTimesUK", ""),
        ("某某时报网", "<title>海上的茶_某某时报网</title>"),
    ] {
        let page =
            |byline: &str| format!("{article}<meta name=author content='{stated}'>{head}<h1>Tea</h1>{byline}<p>Text.");
        assert_eq!(authors(&page("<p class=byline>By Jane Doe</p>")), ["Jane Doe"], "{stated}");
        assert_eq!(authors(&page("")).len(), 1, "{stated}");
    }
}

#[test]
fn a_byline_at_the_end_counts_where_the_site_is_the_author() {
    let long = "The tea was cold. ".repeat(100);
    let site = "<meta property=og:type content=article><meta property=og:site_name content='SEA ONLINE'><meta name=author content='SEA ONLINE'>";
    let page = |end: &str| format!("{site}<h1>Tea at sea</h1><p>{long}</p>{end}");
    assert_eq!(authors(&page("<p>Von Jana Muster</p>")), ["Jana Muster"]);
    for end in
        ["<p>Von Jana Muster</p><p>Von Tom Beispiel</p>", "<footer>Von Jana Muster</footer>", "<p>Von Hamburg</p>"]
    {
        assert_eq!(authors(&page(end)), ["SEA ONLINE"], "{end}");
    }
}

#[test]
fn names_in_boxes_of_the_author() {
    let long = "The tea was cold. ".repeat(100);
    for byline in [
        "<div class=author>Jane Doe <p>A gardener and astrologer</p><a href=/author/jane>Jane Doe</a></div>",
        "<div class=author-info><img><span>Jane Doe</span> <span>August 5, 2025</span></div>",
        "<div class=blog_author-text><div>Jane Doe</div></div>",
        "<aside class=post-author>Jane Doe</aside>",
        "<p>Jane Doe | Senior Writer | July 2, 2025</p>",
        "<p>By <b>Jane Doe</b></p>",
    ] {
        let page = format!("<h1>Tea at sea</h1>{byline}<p>{long}");
        assert_eq!(authors(&page), ["Jane Doe"], "{byline}");
    }
    assert!(authors("<h1>Tea at sea</h1><div class=author>Email address</div>").is_empty());
    assert!(authors("<h1>Tea at sea</h1><p>By Friday</p>").is_empty());
}

#[test]
fn a_name_that_touches_its_neighbours_in_the_source_alone() {
    let long = "The tea was cold. ".repeat(20);
    for (line, expected) in [
        ("<span>By Jane Doe</span><span>February 6, 2025</span>", "Jane Doe"),
        ("<span>By Xu Li</span><span>6 Feb 2025</span>", "Xu Li"),
        ("<span>By Jane Doe</span><span>4 min read</span>", "Jane Doe"),
        ("<span>February 6, 2025</span><span>by Jane Doe</span>", "Jane Doe"),
        ("<span>Par Jeanne Modèle</span><span>Publié le 6 février 2025</span>", "Jeanne Modèle"),
        ("<span>Jane Doe</span><span>6 February 2025</span>", "Jane Doe"),
        ("<b class=byline><span>By Jane Doe</span><span>February 6, 2025</span></b>", "Jane Doe"),
        ("<span>By Ja</span><span>ne Doe</span>", "Jane Doe"),
    ] {
        let page = format!("<html lang=fr><h1>Tea at sea</h1><div>{line}</div><p>{long}");
        assert_eq!(authors(&page), [expected], "{line}");
    }
}

#[test]
fn words_that_mean_by_beside_a_date() {
    let long = "The tea was cold. ".repeat(20);
    for (byline, day, expected) in [
        ("Par Jeanne Modèle", "6 février 2025", "Jeanne Modèle"),
        ("di Chiara Esempio", "6 febbraio 2025", "Chiara Esempio"),
        ("Haber: Ayşe Örnek", "6 Şubat 2025", "Ayşe Örnek"),
        ("Bài: Lê Minh Thư", "14/02/2025 08:30", "Lê Minh Thư"),
        ("מאת יעל כהן", "6 בפברואר 2025", "יעל כהן"),
        ("โดย ปรียา ใจดี", "6 กุมภาพันธ์ 2568", "ปรียา ใจดี"),
        ("文・佐伯 恵", "2025年2月6日", "佐伯 恵"),
        ("记者 王小明", "2025年2月6日", "王小明"),
        ("글 김하늘", "2025.02.06 08:30", "김하늘"),
        ("كتبت: منى سعيد", "6 فبراير 2025", "منى سعيد"),
        ("लेखक: कविता जोशी", "6 फरवरी 2025", "कविता जोशी"),
        ("نویسنده: نرگس رضایی", "۱۸ بهمن ۱۴۰۳", "نرگس رضایی"),
        ("Jane Doe jane at example.org", "Thu Feb  6 09:14:22 CET 2025", "Jane Doe"),
    ] {
        for line in [format!("<span>{byline}</span><span>{day}</span>"), format!("<p>{byline}</p><p>{day}</p>")] {
            if byline.contains(" at ") && line.starts_with("<span>") {
                continue;
            }
            let page = format!("<h1>Tea at sea</h1><div>{line}</div><p>{long}");
            assert_eq!(authors(&page), [expected], "{line}");
        }
        let alone = format!("<h1>Tea at sea</h1><p>{byline}</p><p>{long}");
        let is_sure = byline.contains(':') && !authors(&alone).is_empty();
        assert!(is_sure || authors(&alone).is_empty(), "{byline}");
    }
}

#[test]
fn an_account_in_small_letters_needs_a_date_beside_it() {
    assert_eq!(authors("<h1>Tea at sea</h1><p>6 February 2025</p><p>by jane</p>"), ["jane"]);
    assert!(authors("<h1>Tea at sea</h1><p>Inspired</p><p>by nature</p>").is_empty());
}

#[test]
fn a_signature_far_below() {
    let long = "The tea was cold. ".repeat(200);
    for signature in [
        "<p>Written by Jane Doe</p>",
        "<p>This post was written by Jane Doe, a sailor.</p>",
        "<p>Geschrieben von Jane Doe</p>",
        "<h3>Author</h3><p>Jane Doe</p>",
    ] {
        let page = format!("<h1>Tea at sea</h1><p>{long}</p>{signature}");
        assert_eq!(authors(&page), ["Jane Doe"], "{signature}");
    }
    let quoted = format!("<h1>Tea at sea</h1><p>{long}</p><p>The song was written by sailors.</p>");
    assert!(authors(&quoted).is_empty());
}

#[test]
fn pages_that_call_several_people_author_name_none() {
    let long = "The tea was cold. ".repeat(200);
    let called = |name: &str| format!("<p>{long}</p><p class=author-name>{name}</p>");
    let head = "<meta property=og:type content=article><h1>Tea at sea</h1>";
    assert_eq!(authors(&format!("{head}{}", called("Jane Doe"))), ["Jane Doe"]);
    assert!(authors(&format!("{head}{}{}", called("Jane Doe"), called("John Roe"))).is_empty());
}

#[test]
fn a_heading_above_a_sentence_is_no_byline() {
    let long = "The tea was cold. ".repeat(20);
    for lead in [
        "<h2>Text</h2><p>Öffnet ein Untermenü, in dem Sie Befehle auswählen können.</p>",
        "<h3>Author</h3><p>The Name, which is shown above the text</p>",
        "<h3>Door</h3><p>Red Oak, with a bolt.</p>",
        "<h3>Door</h3><p>Red Oak</p>",
        "<p>Door</p><p>Red Oak</p>",
        "<p>Text</p><p>Jane Doe</p>",
        "<table><tr><td>Author<td>Sets Name, which is shown above the text</table>",
    ] {
        assert!(authors(&format!("<html lang=de><h1>Tea at sea</h1>{lead}<p>{long}")).is_empty(), "{lead}");
    }
    for lead in [
        "<p>Text:</p><p>Jane Doe</p>",
        "<h4>Written by</h4><p>Jane Doe, Staff Writer</p>",
        "<table><tr><td>Author<td>Jane Doe</table>",
    ] {
        assert_eq!(authors(&format!("<html lang=de><h1>Tea at sea</h1>{lead}<p>{long}")), ["Jane Doe"], "{lead}");
    }
}

#[test]
fn nobody_hides_an_author() {
    for (byline, expected) in [
        ("<p class=byline hidden>By Jane Doe</p>", &[][..]),
        ("<div style='display: none'><p>By Jane Doe</p></div>", &[]),
        ("<div hidden><a href=/author/jane>Jane Doe</a></div>", &[]),
        ("<span itemprop=author style='display:none'>Jane Doe</span>", &["Jane Doe"]),
        ("<div hidden>Menu</div><p class=byline>By Jane Doe</p>", &["Jane Doe"]),
        ("<i hidden></i><p class=byline>By Jane Doe</p>", &["Jane Doe"]),
        ("<div hidden id=S:1><p class=byline>By Jane Doe</p></div>", &["Jane Doe"]),
        ("<div hidden><h1>Tea at sea</h1><p class=byline>By Jane Doe</p></div>", &["Jane Doe"]),
    ] {
        assert_eq!(authors(&format!("<h1>Tea at sea</h1>{byline}<p>The tea was cold.")), expected, "{byline}");
    }
}

#[test]
fn bylines_of_many_languages() {
    for (language, byline, expected) in [
        (
            "tr",
            "<div class=author-name><div>Yazar</div> <a href=/yazar/elif>Elif Örnek</a> <div> - </div></div>",
            "Elif Örnek",
        ),
        ("tr", "<p class=author>Yazan Elif Örnek</p>", "Elif Örnek"),
        ("ro", "<p class=author>De Ion Exemplu</p>", "Ion Exemplu"),
        ("ro", "<p class=author>De Gaulle</p>", "De Gaulle"),
        ("cs", "<p class=author>Od Jana Vzorná</p>", "Jana Vzorná"),
        ("uk", "<p class=author>Від Ганна Зразок</p>", "Ганна Зразок"),
        ("id", "<p class=author>Oleh Budi Contoh</p>", "Budi Contoh"),
        ("id", "<p>Oleh Budi Contoh</p><p>6 Februari 2025</p>", "Budi Contoh"),
        ("pl", "<p>Oprac. Anna Wzorowa</p><p>6 lutego 2025</p>", "Anna Wzorowa"),
        ("ja", "<p>取材・文＝佐伯恵</p><p>2025年2月6日</p>", "佐伯恵"),
        ("ko", "<p>김하늘 기자</p><p>입력 2025.02.06 08:30</p>", "김하늘"),
        ("zh", "<p>記者王小明／某地報導</p>", "王小明"),
        ("zh", "<p class=author>記者王小明／某地報導</p>", "王小明"),
        ("zh", "<p class=author>來源：某某社 作者：王小明</p>", "王小明"),
        (
            "hi",
            "<div><span>Written by: <a>दीपक नेगी</a></span> <span>Edited By: राकेश भट्ट</span><span>Updated: Tue, 12 Mar 2024 02:05 PM (IST)</span></div>",
            "दीपक नेगी",
        ),
        ("fr", "<div><a>Jean Modèle</a><span>Publié le 12 mars 2024</span></div>", "Jean Modèle"),
    ] {
        let page = format!("<html lang={language}><h1>Tea at sea</h1>{byline}<p>The tea was cold.");
        assert_eq!(authors(&page), [expected], "{byline}");
    }
    for byline in ["来源：某某社", "來源：某某社", "출처: 어느신문", "Źródło: Wzór"] {
        let page = format!("<h1>Tea at sea</h1><p class=byline>{byline}</p><p>The tea was cold.");
        assert!(authors(&page).is_empty(), "{byline}");
    }
}

#[test]
fn a_publisher_on_a_portal_gives_way_to_a_person() {
    let head =
        "<meta property=og:article:author content='어느신문 | 네이버'><meta property=og:site_name content=네이버뉴스>";
    let page = |byline: &str| format!("{head}<title>바다의 차</title><h1>바다의 차</h1>{byline}<p>차가 식었다.");
    assert_eq!(authors(&page("<em class=media_end_head_journalist_name>김하늘 기자</em>")), ["김하늘"]);
    assert_eq!(authors(&page("")), ["어느신문"]);
    let account = page("<em class=byline>김하늘 기자(sky@example.org)</em>").replace(" | 네이버", "");
    let account = format!("<meta name=twitter:creator content=어느신문>{account}");
    assert_eq!(authors(&account), ["김하늘"]);
}

#[test]
fn the_owner_of_a_project_did_not_open_its_tickets() {
    let owner = "<span class=author><a rel=author href=/tea>tea-house</a></span>/boat";
    let opened = "<a class=author href=/jane>jane</a> opened this issue <relative-time>Mar 1, 2022</relative-time>";
    assert_eq!(authors(&format!("{owner}<h1>It leaks <span>#42</span></h1>{opened}<p>Text.")), ["jane"]);
}

#[test]
fn posts_of_forums_name_accounts() {
    for line in [
        "<a class=bigusername href='member.php?u=1'>jane</a>",
        "<table class=fatitem><tr><td>by <a class=hnuser>jane</a></table>",
        "<p>Started by jane, February 03, 2020, 10:12:00 AM</p>",
    ] {
        assert_eq!(authors(&format!("<title>Tea at sea</title><h2>Tea at sea</h2>{line}<p>Text.")), ["jane"], "{line}");
    }
}

#[test]
fn a_brand_is_no_author() {
    for brand in ["Visit the Harbour Store", "Brand: Harbour"] {
        assert!(authors(&format!("<h1>Tea</h1><div id=bylineInfo_div><a id=bylineInfo>{brand}</a></div>")).is_empty());
    }
}

#[test]
fn what_stands_behind_a_name_in_japan() {
    assert_eq!(authors("<html lang=ja><h1>海の茶</h1><p class=book-author><a>佐伯 透</a> 著</p>"), ["佐伯 透"]);
}

#[test]
fn the_sender_of_a_letter_wrote_it() {
    let head =
        "<ul><li><em>From</em>: Jane Doe &lt;jane@xxxxxxx&gt;<li><em>Date</em>: Tue, 12 Feb 2013 09:14:02 +0100</ul>";
    assert_eq!(authors(&format!("<h1>Re: Tea at sea</h1>{head}<pre>The tea was cold.</pre>")), ["Jane Doe"]);
}
