//! Which title a page has, of all that it states.

use super::*;
use proptest::prelude::*;

fn titled<'a>(document: &'a str, headings: &[&'a str]) -> Sources<'a> {
    Sources {
        document: Some(document),
        headings: headings.to_vec(),
        sitename: Some("Example Times"),
        hostname: Some("example-times.org"),
        is_article: true,
        ..Sources::default()
    }
}

#[test]
fn the_sites_name_is_cut() {
    for document in [
        "Tea at sea | Example Times",
        "Tea at sea - Example Times",
        "Tea at sea – The Example Times",
        "Tea at sea :: example-times",
        "Tea at sea | Travel | Example Times",
        "Example Times - Tea at sea",
        "Tea at sea | Some Other Name",
        "Tea at sea - Example Times Forum",
        "Tea at sea",
    ] {
        assert_eq!(choose(&titled(document, &[])).as_deref(), Some("Tea at sea"), "{document}");
    }
}

#[test]
fn a_dash_inside_a_title_stays() {
    for document in [
        "Tea - a long and winding story of leaves",
        "Self-service tea",
        "Tea/coffee: a war",
        "How do I use tea::Cup at sea?",
    ] {
        assert_eq!(choose(&titled(document, &[])).as_deref(), Some(document));
    }
}

#[test]
fn the_heading_is_the_title_of_an_article() {
    let sources = titled("How tea is shipped across the sea - Example Times", &["How tea came across the sea"]);
    assert_eq!(choose(&sources).as_deref(), Some("How tea came across the sea"));
}

#[test]
fn a_large_heading_with_the_sites_name_is_no_title() {
    let social = Some("Tea at sea");
    let sources = Sources { social, ..titled("Notes from the Hill: Tea at sea", &["Notes from the Hill"]) };
    assert_eq!(choose(&sources).as_deref(), social);
    let sources = Sources { social: Some("Tea at sea: a story"), ..titled("Tea at sea: a story", &["Tea at sea"]) };
    assert_ne!(choose(&sources).as_deref(), Some("a story"));
}

#[test]
fn the_first_page_keeps_the_name_of_its_site() {
    let sources = Sources { is_front: true, is_article: false, ..titled("Example Times - All about tea", &["Hot!"]) };
    assert_eq!(choose(&sources).as_deref(), Some("Example Times - All about tea"));
    let sources = Sources { is_front: true, is_article: false, ..titled("All about tea | Example Times", &["Hot!"]) };
    assert_eq!(choose(&sources).as_deref(), Some("All about tea"));
}

#[test]
fn a_heading_loses_its_site_and_its_label() {
    for heading in ["Tea came to us by sea – Example Times", "Tea came to us by sea | Opinion"] {
        assert_eq!(choose(&titled(heading, &[heading])).as_deref(), Some("Tea came to us by sea"), "{heading}");
    }
    for heading in ["Tea | Sea", "Tea came – by sea", "Tea came by sea | A long story"] {
        assert_eq!(choose(&titled(heading, &[heading])).as_deref(), Some(heading));
    }
}

#[test]
fn a_heading_that_holds_the_sites_name_is_not_the_site() {
    let title = "Example Times Junior | Download the latest issue";
    assert_eq!(choose(&titled(title, &["Example Times Junior"])).as_deref(), Some("Example Times Junior"));
}

#[test]
fn the_nearest_heading_counts() {
    let sources = titled("Tea at sea | Example Times", &["Example Times", "Newsletter", "Tea at sea¶"]);
    assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
}

#[test]
fn a_slogan_is_not_the_title_of_a_shop() {
    let sources = Sources { is_article: false, ..titled("Green tea | Example Times", &["Sip the difference today"]) };
    assert_eq!(choose(&sources).as_deref(), Some("Green tea"));
}

#[test]
fn a_kicker_before_the_title_goes() {
    let sources = titled("Tea sails at sea | Example Times", &["Shipping Tea sails at sea"]);
    assert_eq!(choose(&sources).as_deref(), Some("Tea sails at sea"));
}

#[test]
fn two_of_three_statements_agree() {
    let sources = Sources {
        is_article: false,
        social: Some("From leaf to cup: an introduction to tea"),
        ..titled("Introduction", &["Introduction"])
    };
    assert_eq!(choose(&sources).as_deref(), Some("Introduction"));
    let heading = "What is the best tea of the sea?";
    let sources = Sources { social: Some(heading), ..titled("The best tea of the sea?", &[heading]) };
    assert_eq!(choose(&sources).as_deref(), Some(heading));
}

#[test]
fn the_sites_name_and_a_colon_go() {
    for document in ["Example Times: Tea at sea", "Tea at sea : Example Times"] {
        assert_eq!(choose(&titled(document, &["Tea at sea"])).as_deref(), Some("Tea at sea"), "{document}");
    }
    for document in ["Tea: a history", "Times: they change", "Example Times: all about tea"] {
        assert_eq!(choose(&titled(document, &[])).as_deref(), Some(document));
    }
}

#[test]
fn the_title_may_stand_below_the_sites_heading() {
    let sources = Sources {
        sitename: None,
        hostname: None,
        subheadings: vec!["Menu", "Tea at sea"],
        ..titled("Tea at sea - The Book of Tea", &["The Book of Tea"])
    };
    assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
}

#[test]
fn of_two_large_headings_the_sites_is_not_the_title() {
    let plain = Sources { sitename: None, hostname: None, ..Sources::default() };
    let (site, own) = ("The Kettle", "Tea at sea");
    for (document, headings, social) in [
        ("Tea at sea - by Jane Doe - The Kettle", [site, own], Some(own)),
        ("Tea at sea - by Jane Doe - The Kettle", [site, own], None),
        ("Tea at sea - by Jane Doe - The Kettle", [own, site], Some(own)),
        ("Tea at sea - The Kettle", [site, own], None),
        ("Tea at sea | The Kettle", [own, site], None),
        ("The Kettle: Tea at sea", [site, own], Some(own)),
    ] {
        let sources = Sources { document: Some(document), headings: headings.to_vec(), social, ..plain.clone() };
        assert_eq!(choose(&sources).as_deref(), Some(own), "{document} {headings:?}");
    }
    let page = Sources { document: Some("Tea: Green tea"), headings: vec!["Green tea", "Tea"], ..plain };
    assert_eq!(choose(&page).as_deref(), Some("Green tea"));
}

#[test]
fn a_large_heading_that_leads_home_is_the_sites() {
    let sources = Sources {
        sitename: None,
        hostname: None,
        home: vec!["The Kettle"],
        subheadings: vec!["Sunday, 9 March 2025", "Tea at sea"],
        ..titled("The Kettle: Tea at sea", &["The Kettle"])
    };
    assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
    // What follows a colon may be the page's second title.
    assert_eq!(choose(&Sources { home: vec![], ..sources }).as_deref(), Some("The Kettle"));
}

#[test]
fn the_step_of_an_address_is_no_title() {
    let heading = "Tea tested: four leaves fail";
    let sources = Sources { social: Some("tea-test-2018"), ..titled("Tea tested | Example Times", &[heading]) };
    assert_eq!(choose(&sources).as_deref(), Some(heading));
}

#[test]
fn the_sites_name_is_no_title_where_the_page_shows_one() {
    let heading = "Other ways of settling the price of tea";
    let slug = Some("settling-the-price");
    let sources = Sources { is_article: false, slug, ..titled("Example Times", &[heading]) };
    assert_eq!(choose(&sources).as_deref(), Some(heading));
    let slogan = Sources { is_article: false, slug: Some("about"), ..titled("Example Times", &[heading]) };
    assert_eq!(choose(&slogan).as_deref(), Some("Example Times"));
    let subheadings = vec!["Topics", "The price of tea falls at sea"];
    let slug = Some("the-price-of-tea");
    let sources = Sources { slug, subheadings, ..titled("Example Times", &[]) };
    assert_eq!(choose(&sources).as_deref(), Some("The price of tea falls at sea"));
    let other = Sources { slug: Some("topics"), ..sources };
    assert_eq!(choose(&other).as_deref(), Some("Example Times"));
}

#[test]
fn a_social_title_behind_which_the_site_follows_is_whole() {
    let social = Some("Here is the sea - Jane Doe");
    let subheadings = vec!["Here is the sea", "Jane Doe"];
    let document = "Here is the sea: Jane Doe - WXYZ";
    let sources = Sources { social, subheadings, sitename: None, hostname: None, ..titled(document, &[]) };
    assert_eq!(choose(&sources).as_deref(), social);
}

#[test]
fn a_site_with_its_section_goes_from_the_end() {
    let plain = Sources { sitename: None, hostname: Some("abc.org"), ..Sources::default() };
    for (document, expected) in [
        ("Tea on the high seas – ABC – Blog", "Tea on the high seas"),
        ("The old licence of tea and sea - ABC Project - Free Foundation", "The old licence of tea and sea"),
        ("www.abc.org - Facts of tea", "Facts of tea"),
        ("Hai Cha - Jane Doe (海上的茶 - 王小明)", "Hai Cha - Jane Doe (海上的茶 - 王小明)"),
    ] {
        let sources = Sources { document: Some(document), ..plain.clone() };
        assert_eq!(choose(&sources).as_deref(), Some(expected), "{document}");
    }
}

#[test]
fn the_part_of_the_title_that_a_subheading_shows() {
    let document = "Jane's Home | A Journey to the Cold Tea of Sea 3";
    let subheadings = vec!["A Journey to the Cold Tea of Sea 3"];
    let sources = Sources { subheadings, sitename: None, hostname: None, ..titled(document, &[]) };
    assert_eq!(choose(&sources).as_deref(), Some("A Journey to the Cold Tea of Sea 3"));
}

#[test]
fn where_words_have_no_spaces_a_sign_parts_the_outlet() {
    let own = "海上的茶终于运到了港口";
    let plain = Sources { sitename: None, hostname: None, ..Sources::default() };
    for document in [
        "海上的茶终于运到了港口_中国某某官方网站",
        "海上的茶终于运到了港口-某某网",
        "海上的茶终于运到了港口_财经_某某网",
    ] {
        let sources = Sources { document: Some(document), ..plain.clone() };
        assert_eq!(choose(&sources).as_deref(), Some(own), "{document}");
    }
    for document in ["海上的茶-港口的故事", "茶|海上的茶终于运到了港口"] {
        let sources = Sources { document: Some(document), ..plain.clone() };
        assert_eq!(choose(&sources).as_deref(), Some(document));
    }
    let shown = Some("茶评|海上的茶：风与船");
    let sources = Sources { document: Some("茶评|海上的茶：风与船-财经"), shown, ..plain };
    assert_eq!(choose(&sources).as_deref(), shown);
}

#[test]
fn what_forums_write_in_front_goes() {
    let sources = titled("View topic - Tea at sea", &[]);
    assert_eq!(choose(&sources).as_deref(), Some("Tea at sea"));
}

#[test]
fn what_blogs_write_in_front_goes() {
    for document in ["Example » Blog Archive » Tea at sea", "Blog Archiv » Tea at sea", "Tea at sea » Blog Archive"]
    {
        let title = choose(&titled(document, &["Example Times"]));
        assert_eq!(title.as_deref(), Some("Tea at sea"), "{document}");
    }
    for document in ["Tea at sea » Blog Archive - Example Times", "Tea at sea | Blog Archive | Example"] {
        assert_ne!(choose(&titled(document, &[])).as_deref(), Some("Example"), "{document}");
        assert_ne!(choose(&titled(document, &[])).as_deref(), Some("Example Times"), "{document}");
    }
    let own = titled("How to move a blog archive | Example Times", &[]);
    assert_eq!(choose(&own).as_deref(), Some("How to move a blog archive"));
}

#[test]
fn a_page_may_have_no_title() {
    assert_eq!(choose(&Sources::default()), None);
    assert_eq!(choose(&titled("Example Times", &[])).as_deref(), Some("Example Times"));
}

proptest! {
    #[test]
    fn never_panics(document in "\\PC{0,60}|([a-zä ]{0,6}[|»·ß:-]{0,2} ?){0,6}", heading in "\\PC{0,30}") {
        let title = choose(&titled(&document, &[&heading]));
        prop_assert!(title.is_none_or(|title| !title.trim().is_empty()));
    }
}
