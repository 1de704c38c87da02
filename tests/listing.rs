//! Promise: what the lines of a listing say of its entries does not go into the header of the page.

use dehusk::{Cleaner, Media, Outcome, Record};

#[test]
fn the_entries_of_a_listing_do_not_sign_it() {
    let text = "Every boat begins with a drawing, because the water never shows where the planks will bend in winter. ";
    let entry = |name: &str, day: &str| {
        format!(
            "<article><h2><a href=/{name}>The {name} boat</a></h2><div>Posted on <time datetime={day}>{day}</time> <span \
            class=byline>by <span class=author>Jane Doe</span></span></div><p>{}</p></article>",
            text.repeat(2)
        )
    };
    let entries = entry("first", "2025-02-06") + &entry("second", "2025-02-05") + &entry("third", "2025-02-04");
    let page =
        format!("<html lang=en><title>Boats Archives - Example</title><main><h1>Category: Boats</h1>{entries}</main>");
    let mut record = Record { id: "page".into(), bytes: page.into_bytes(), ..Record::default() };
    record.hints.media = Some(Media::Html);
    let Outcome::Kept(article) = Cleaner::default().clean(&record).0 else { panic!("nothing was kept") };
    let metadata = article.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Boats"));
    assert_eq!((metadata.authors, metadata.date), (Vec::new(), None));
}
