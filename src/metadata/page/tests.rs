//! Fields of whole pages.

use super::*;
use crate::parse::html::dom_of;

fn read(html: &str) -> Metadata {
    of_page(&dom_of(html), Some("https://www.example.org/travel/tea"))
}

#[test]
fn meta_tags() {
    let metadata = read(
        r#"<html lang="en-GB"><title>Tea at sea | Example</title>
        <link rel=canonical href="/travel/tea-at-sea"><link rel=license href="https://creativecommons.org/licenses/by/4.0/">
        <meta property="og:site_name" content="Example"><meta name=author content="Jane Doe">
        <meta property="article:published_time" content="2025-02-06T14:03:00+01:00">
        <meta property="article:modified_time" content="2025-02-07"><meta property="article:section" content="Travel">
        <meta property="article:tag" content="tea"><meta property="article:tag" content="sea">
        <meta name=description content="How tea &amp;amp; sea met."><h1>Tea at sea</h1><p>Text."#,
    );
    let expected = Metadata {
        title: Some("Tea at sea".into()),
        authors: vec!["Jane Doe".into()],
        date: Some("2025-02-06T14:03:00+01:00".into()),
        date_modified: Some("2025-02-07".into()),
        url: Some("https://www.example.org/travel/tea-at-sea".into()),
        hostname: Some("example.org".into()),
        sitename: Some("Example".into()),
        description: Some("How tea & sea met.".into()),
        categories: vec!["Travel".into()],
        tags: vec!["tea".into(), "sea".into()],
        language: Some("en".into()),
        license: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        ..Metadata::default()
    };
    assert_eq!(metadata, expected);
}

#[test]
fn what_stands_beside_a_trail_is_no_category() {
    let edit = "<li class=wy-breadcrumbs-aside><a href='https://example.org/edit/tea'>Edit on Example</a>";
    let trail = |steps: &str| {
        let page = format!("<ul class=wy-breadcrumbs><li><a href=/>Home</a>{steps}{edit}</ul><h1>Tea</h1>");
        read(&page).categories
    };
    assert_eq!(trail("<li><a href=/guide>Guide</a>"), ["Guide"]);
    assert!(trail("<li>Tea").is_empty());
}

#[test]
fn neighbours_in_a_trail_are_no_categories() {
    let around = "<div class=next><a href=/c>Coffee</a></div><a href=/a>« Air</a><a class=prev href=/b>Boats</a>";
    let trail = "<ul><li><a href=/guide>Guide</a><li><a href=/guide/sea>Sea</a></ul>";
    assert_eq!(read(&format!("<div class=breadcrumbs>{around}{trail}</div><h1>Tea</h1>")).categories, ["Guide", "Sea"]);
}

#[test]
fn a_shops_category_is_no_tag() {
    let meta = "<span class=posted_in>Category: <a rel=tag href=/c/tea>Tea</a></span> <a rel=tag href=/t/sea>sea</a>";
    let metadata = read(&format!("<h1>Tea at sea</h1><p>The tea was cold.</p>{meta}"));
    assert_eq!((metadata.categories, metadata.tags), (vec!["Tea".to_owned()], vec!["sea".to_owned()]));
}

#[test]
fn the_first_step_of_a_trail_is_no_category() {
    let trail = |first: &str, href: &str| {
        let steps = "<a href=/en/guide>Guide</a> <a href=/en/guide/sea>Sea</a>";
        let trail = format!("<div class=breadcrumb><a href='{href}'>{first}</a> {steps}</div>");
        read(&format!("<html lang=en-GB>{trail}<h1>Tea</h1>")).categories
    };
    for first in ["Home", "الرئيسية", "Ana Sayfa", "TOP", "首页", "홈", "Domů", "Board index", "Strona główna forum"]
    {
        assert_eq!(trail(first, "/welcome"), ["Guide", "Sea"], "{first}");
    }
    for href in ["/en", "/en/", "https://www.example.org/en/", "/en/index.php", "./index.php"] {
        assert_eq!(trail("Tea Friends", href), ["Guide", "Sea"], "{href}");
    }
    for href in ["/travel", "/en/gui", "#"] {
        assert_eq!(trail("Travel", href), ["Travel", "Guide", "Sea"], "{href}");
    }
}

#[test]
fn licences() {
    let by = "https://creativecommons.org/licenses/by/4.0/";
    for statement in [
        format!("<link rel=license href={by}>"),
        format!("<p>See <a rel=license href={by}>here</a>.</p>"),
        format!("<meta name=dcterms.rights content={by}>"),
        format!("<script type=application/ld+json>{{\"@type\":\"Article\",\"license\":\"{by}\"}}</script>"),
        format!("<footer>This work is licensed under a <a href={by}>CC BY 4.0</a> licence.</footer>"),
        format!("<p>Dieser Text steht unter der Lizenz <a href={by}>CC BY 4.0</a>.</p>"),
    ] {
        let page = format!("{statement}<h1>Tea</h1><p>Text.");
        assert_eq!(read(&page).license.as_deref(), Some(by), "{statement}");
    }
    for statement in [
        format!("<figcaption>Photo: Jane Doe, <a href={by}>CC BY 4.0</a></figcaption>"),
        "<meta name=dcterms.rights content='All rights reserved'>".to_owned(),
        "<p>We are licensed by the <a href=https://example.org/board>board</a>.</p>".to_owned(),
    ] {
        assert_eq!(read(&format!("{statement}<h1>Tea</h1><p>Text.")).license, None, "{statement}");
    }
}

#[test]
fn a_byline_below_the_heading() {
    for byline in [
        "<p class=byline>By <a href=/jane>Jane Doe</a>, Staff Writer</p><time datetime=2025-02-06>yesterday</time>",
        "<p>By Jane Doe | Feb. 6, 2025</p>",
        "<div>Written by</div><div>Jane Doe</div><div>Published on February 6, 2025</div>",
        "<span><a href='/author/jane'>Jane Doe</a></span><div class=post-date>6 February 2025</div>",
        "<div itemprop=author itemscope><b itemprop=name>Jane Doe</b></div><meta itemprop=datePublished content=2025-02-06>",
    ] {
        let metadata = read(&format!("<nav>Home</nav><h1>Tea at sea</h1>{byline}<p>The tea was cold.</p>"));
        assert_eq!(metadata.authors, ["Jane Doe"], "{byline}");
        assert_eq!(metadata.date.as_deref(), Some("2025-02-06"), "{byline}");
    }
}

#[test]
fn what_is_said_elsewhere_is_not_the_pages() {
    let metadata = read(
        "<h1>Tea at sea</h1><p>The tea was cold.</p>
        <section class=comments><span class=author>John Roe</span><span class=date>March 3, 2025</span></section>
        <div class=related><time datetime=2024-01-01>Old</time><span class=byline>By Ann Poe</span></div>
        <footer>© 2025 Example, March 4, 2025</footer>",
    );
    assert_eq!((metadata.authors, metadata.date), (Vec::new(), None));
}

#[test]
fn a_site_as_author_gives_way_to_a_person() {
    let script = r#"<script type="application/ld+json">{"@type":"Article","author":{"name":"Example"},"publisher":{"name":"Example"}}</script>"#;
    assert_eq!(read(&format!("{script}<h1>Tea</h1><p class=byline>By Jane Doe</p>")).authors, ["Jane Doe"]);
    assert_eq!(read(&format!("{script}<h1>Tea</h1>")).authors, ["Example"]);
}

#[test]
fn the_first_page_of_a_site_is_by_nobody_and_of_no_day() {
    let html = "<h1>Tea Times</h1><p class=byline>By Jane Doe</p><time datetime=2025-02-06>6 Feb</time><p>Text.";
    let front = of_page(&dom_of(html), Some("https://example.org/"));
    assert_eq!((front.authors, front.date), (Vec::new(), None));
    let post = of_page(&dom_of(html), Some("https://example.org/?p=17"));
    assert_eq!((post.authors.len(), post.date.as_deref()), (1, Some("2025-02-06")));
}

#[test]
fn a_listing_is_by_nobody_and_of_no_day() {
    let post = |name: &str, day: &str| {
        format!(
            "<article class=post><h2><a href=/{name}>Tea {name}</a></h2><time datetime={day}>{day}</time>
            <span class=byline>by <span class=author>Jane Doe</span></span><p>The tea was cold.</article>"
        )
    };
    let posts = post("one", "2025-02-06") + &post("two", "2025-02-05") + &post("three", "2025-02-04");
    let title = "<title>Tea Archives - Example</title><h1>Category: Tea</h1>";
    let metadata = read(&format!("{title}{posts}"));
    assert_eq!((metadata.title.as_deref(), metadata.authors, metadata.date), (Some("Tea"), Vec::new(), None));
    let list = r#"<script type="application/ld+json">{"@type":"CollectionPage","name":"Tea"}</script>"#;
    let post = post("one", "2025-02-06");
    for listing in [format!("{list}<h1>Tea</h1>{post}"), format!("<body class='archive tag'><h1>Tea</h1>{post}")] {
        let metadata = read(&listing);
        assert_eq!((metadata.authors, metadata.date), (Vec::new(), None), "{listing}");
    }
    // Of whole posts the first is what the page has to say.
    let whole = posts.replace("The tea was cold.", &"The tea was cold. ".repeat(100));
    assert_eq!(read(&format!("<h1>Tea</h1>{whole}")).authors, ["Jane Doe"]);
    // Below a text stand those that are like it.
    let own = "<h1>Tea at sea</h1><p class=byline>By John Roe</p><time datetime=2024-01-03>3 Jan</time><p>Text.";
    for page in [format!("{own}{posts}"), format!("<body class='single tag'>{own}")] {
        let metadata = read(&page);
        assert_eq!((metadata.authors.concat(), metadata.date.as_deref()), ("John Roe".into(), Some("2024-01-03")));
    }
}

#[test]
fn an_earlier_day_that_is_shown_wins() {
    let meta = "<meta property='article:published_time' content='2025-02-06'>";
    let shown = |day: &str| read(&format!("{meta}<h1>Tea</h1><time datetime={day}>{day}</time>")).date;
    assert_eq!(shown("2024-03-01").as_deref(), Some("2024-03-01"));
    assert_eq!(shown("2025-09-01").as_deref(), Some("2025-02-06"));
}

#[test]
fn dates_of_addresses_and_programs() {
    let of_address = of_page(&dom_of("<h1>Tea</h1>"), Some("https://example.org/2025/02/06/tea"));
    assert_eq!(of_address.date.as_deref(), Some("2025-02-06"));
    let state = r#"<h1>Tea</h1><script>window.state = {"publishedAt":"2025-02-06T10:00:00Z"}</script>"#;
    assert_eq!(read(state).date.as_deref(), Some("2025-02-06"));
}

#[test]
fn a_shop_on_which_something_is_sold_is_not_in_its_title() {
    let titled = |site: &str, shown: &str| {
        let page =
            format!("<title>Tea Table on the Example Store</title><meta property=og:site_name content='{site}'>");
        read(&format!("{page}<div>{shown}</div><h1>Buy it now</h1><p>Text.")).title
    };
    assert_eq!(titled("Example Store", "Tea Table").as_deref(), Some("Tea Table"));
    for (site, shown) in [("Store", "Tea Table"), ("Example Store", "Tea")] {
        assert_ne!(titled(site, shown).as_deref(), Some("Tea Table"), "{site}, {shown}");
    }
}

#[test]
fn the_day_on_which_documentation_was_made() {
    let metadata =
        read("<meta name=dc.created content=2025-02-06><title>Tea (Example 3.2 API)</title><h1>Class Tea</h1>");
    assert_eq!((metadata.title.as_deref(), metadata.date.as_deref()), (Some("Tea"), Some("2025-02-06")));
}

#[test]
fn a_canonical_link_to_the_front_page_is_not_believed() {
    let metadata = read("<link rel=canonical href='https://www.example.org/'>");
    assert_eq!(metadata.url.as_deref(), Some("https://www.example.org/travel/tea"));
}

#[test]
fn a_page_without_anything() {
    assert_eq!(of_page(&dom_of(""), None), Metadata::default());
    assert_eq!(of_page(&dom_of("<p>Text."), Some("not an address")), Metadata::default());
}

/// Deep and wide pages cost no more than their size, and no stack.
#[test]
fn hostile_pages() {
    for unit in [
        "<h1 class=author>a",
        "<div class='byline date'>a ",
        "<time>1 Jan",
        "<meta itemprop=author content=a>",
        "<a rel='author tag' href=/author/a>a",
    ] {
        let page = unit.repeat(20_000 / unit.len() * 4);
        read(&page);
    }
}
