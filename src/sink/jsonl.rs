//! An article as one line of JSON.
//!
//! `text` and `id` are there first, but for the text where only the header is asked for; `text` is empty where only
//! comments are. Comments, where they are asked for and there are any, are in `comments`, a text of its own. The fields
//! of the header follow at the top level where they are known, then `removed` and `fixes`; everything else that was said about the document is under `metadata`.
//!
//! Fields that the source had beside the document stay at the top level, as they were. What dehusk says of the text
//! that it wrote replaces them (`OURS`); of what describes the document, such as `title` and `date`, the source's
//! word counts, and what the page says otherwise is under `metadata` as `page_title`, `page_date` and so on. `url` is
//! the address that the page states; one that the source had instead is under `metadata` as `source_url`.
//! `quality_signals` are replaced where they are asked for.
//!
//! A line is what its JSON Schema ([`super::schema`]) says also where the source's fields are of other types: a number
//! in a field of text is written as text, a null in one of these fields is left out, and what does not fit (`tags` that
//! are no list) is under `metadata`. A name that is taken there has a number behind it: `tags~2`.

use serde_json::{Map, Value};

use super::{Header, schema};
use crate::document::Article;
use crate::metadata;
use crate::signals::Signals;

/// Fields that come first, where they are known; the others follow in the order of the header.
const FIRST: [&str; 5] = ["url", "title", "author", "date", "language"];

/// Fields that say what dehusk did; a source's own of these names are replaced.
const OURS: [&str; 9] =
    ["text", "comments", "id", "words", "language", "language_score", "extraction_quality", "removed", "fixes"];

/// The field of the quality signals.
pub(super) const SIGNALS: &str = "quality_signals";

/// Whether this field is replaced by what dehusk says.
pub(super) fn is_ours(name: &str) -> bool {
    OURS.contains(&name)
}

/// The line, with its line end.
pub(super) fn line(
    id: &str,
    article: &Article,
    header: Header,
    further: &Map<String, Value>,
    signals: Option<&Signals>,
) -> String {
    format!("{}\n", Value::Object(row(id, article, header, further, signals)))
}

/// The fields of the line. `id` is the record's; an id of the document's own goes under `metadata`.
pub fn row(
    id: &str,
    article: &Article,
    header: Header,
    further: &Map<String, Value>,
    signals: Option<&Signals>,
) -> Map<String, Value> {
    let mut fields = Map::new();
    if header != Header::Only {
        fields.insert("text".into(), article.text.as_str().into());
        if let Some(comments) = &article.comments {
            fields.insert("comments".into(), comments.as_str().into());
        }
    }
    fields.insert("id".into(), id.into());
    if header != Header::Without {
        let mut rest = describe(&mut fields, article);
        add(&mut fields, &mut rest, further);
        if let Some(signals) = signals {
            fields.insert(SIGNALS.into(), signals.to_json());
        }
        if !rest.is_empty() {
            fields.insert("metadata".into(), rest.into());
        }
    }
    fields
}

/// Adds what is known; gives what goes under `metadata`.
fn describe(fields: &mut Map<String, Value>, article: &Article) -> Map<String, Value> {
    let mut known = metadata::entries(&article.metadata);
    known.sort_by_key(|(name, _)| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    let mut rest: Map<String, Value> = Map::new();
    for (name, value) in known {
        let place = if name == "id" { &mut rest } else { &mut *fields };
        place.insert(name.into(), value);
    }
    let removed: Map<_, _> =
        article.removed.iter().map(|(category, count)| (category.name().to_owned(), (*count).into())).collect();
    if !removed.is_empty() {
        fields.insert("removed".into(), removed.into());
    }
    let fixes: Map<_, _> = article.fixes.iter().map(|(fix, count)| (fix.name().to_owned(), count.into())).collect();
    if !fixes.is_empty() {
        fields.insert("fixes".into(), fixes.into());
    }
    for (name, value) in &article.metadata.extra {
        rest.entry(name.clone()).or_insert_with(|| value.clone());
    }
    rest
}

/// Adds the fields of the source.
fn add(fields: &mut Map<String, Value>, rest: &mut Map<String, Value>, further: &Map<String, Value>) {
    // First, so that nothing else takes the names of what is said there.
    if let Some(Value::Object(said)) = further.get("metadata") {
        rest.extend(said.clone());
    }
    for (name, value) in further {
        match (name.as_str(), value) {
            ("metadata", Value::Object(_)) => {}
            // Of ours what came along is out of date; what is none of ours in the same name is the source's.
            (name, value) if is_ours(name) => match schema::fitted(name, value.clone()) {
                Ok(fitted) if fitted == *value => {}
                _ => schema::put(rest, name, value.clone()),
            },
            (name, Value::Null) if schema::is_known(name) => {}
            (_, Value::Null) => drop(fields.entry(name.clone()).or_insert(Value::Null)),
            ("metadata", _) => schema::put(rest, name, value.clone()),
            _ => match schema::fitted(name, value.clone()) {
                Err(value) => schema::put(rest, name, value),
                Ok(value) => match fields.insert(name.clone(), value) {
                    Some(found) if Some(&found) != fields.get(name) => {
                        schema::put(rest, &format!("page_{name}"), found);
                    }
                    _ => {}
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;
    use crate::verdict::Category;

    fn article() -> Article {
        Article {
            text: "One.\n\nTwo.".into(),
            metadata: Metadata {
                title: Some("A \"title\"".into()),
                url: Some("https://example.org/".into()),
                id: Some("42".into()),
                extra: [("dc.rights".to_owned(), "all".into())].into(),
                ..Metadata::default()
            },
            removed: [(Category::Share, 2)].into(),
            ..Article::default()
        }
    }

    fn keys(line: &str) -> Vec<String> {
        let value: Map<String, Value> = serde_json::from_str(line).unwrap();
        value.keys().cloned().collect()
    }

    #[test]
    fn text_and_id_come_first_and_the_rest_under_metadata() {
        let line = line("a/b.html", &article(), Header::With, &Map::new(), None);
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(keys(&line), ["text", "id", "url", "title", "removed", "metadata"]);
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["id"], "a/b.html");
        assert_eq!(value["metadata"]["id"], "42");
        assert_eq!(value["removed"]["share"], 2);
    }

    #[test]
    fn comments_are_a_field_of_their_own() {
        let article = Article { comments: Some("Two.".into()), ..article() };
        let with = line("x", &article, Header::Without, &Map::new(), None);
        assert_eq!(serde_json::from_str::<Value>(&with).unwrap()["comments"], "Two.");
        assert_eq!(keys(&with), ["text", "comments", "id"]);
        assert!(!keys(&line("x", &article, Header::Only, &Map::new(), None)).contains(&"comments".to_owned()));
    }

    #[test]
    fn header_or_text_alone() {
        assert_eq!(keys(&line("x", &article(), Header::Without, &Map::new(), None)), ["text", "id"]);
        assert_eq!(
            keys(&line("x", &article(), Header::Only, &Map::new(), None)),
            ["id", "url", "title", "removed", "metadata"]
        );
    }

    #[test]
    fn fields_of_the_source_stay_and_what_we_say_of_the_text_replaces_them() {
        let further = serde_json::json!({
            "label": 3, "text": "raw", "words": 9, "title": "Theirs", "url": "https://example.org/",
            "metadata": {"lang": "xx"},
        });
        let line = line("x", &article(), Header::With, further.as_object().unwrap(), None);
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&value["label"], &value["title"]), (&Value::from(3), &Value::from("Theirs")));
        assert_eq!(value["text"], "One.\n\nTwo.");
        assert!(value.get("words").is_none());
        let metadata = value["metadata"].as_object().unwrap();
        assert_eq!(metadata["page_title"], "A \"title\"");
        assert_eq!((&metadata["lang"], metadata.get("page_url")), (&Value::from("xx"), None));
    }

    #[test]
    fn fields_of_the_source_do_not_break_the_schema() {
        let of = |further: Value| row("x", &article(), Header::With, further.as_object().unwrap(), None);
        let fields = of(serde_json::json!({
            "date": 20200101, "url": null, "sitename": null, "tags": "a,b", "categories": ["a", null], "author": ["A", "B"],
            "license": true, "quality_signals": {"words": "many"}, "metadata": {"tags": ["c"]}, "label": null,
            "comments": 35, "removed": true, "words": 7,
        }));
        assert_eq!((&fields["date"], &fields["url"]), (&Value::from("20200101"), &Value::from("https://example.org/")));
        for name in ["sitename", "tags", "categories", "author", "license"] {
            assert!(!fields.contains_key(name), "{name}");
        }
        assert_eq!(fields["label"], Value::Null);
        let metadata = serde_json::json!({
            "id": "42", "dc.rights": "all", "tags": ["c"], "tags~2": "a,b", "categories": ["a", null],
            "author": ["A", "B"], "license": true, "comments": 35, "removed": true,
        });
        assert_eq!(fields["metadata"], metadata);
        // Read again, it is the same.
        let again = of(Value::Object(fields.clone()));
        assert_eq!((&again["metadata"], &again["date"]), (&fields["metadata"], &fields["date"]));
        let word = serde_json::json!({"metadata": "a word"});
        for article in [article(), Article::default()] {
            let fields = row("x", &article, Header::With, word.as_object().unwrap(), None);
            assert_eq!(fields["metadata"]["metadata"], "a word");
        }
    }

    #[test]
    fn signals_replace_those_of_the_source_only_where_they_are_asked_for() {
        let further = serde_json::json!({"quality_signals": {"theirs": 1}});
        let further = further.as_object().unwrap();
        let signals = Signals::of("One.", None);
        let field = |line: String| serde_json::from_str::<Value>(&line).unwrap()["quality_signals"].clone();
        assert_eq!(field(line("x", &article(), Header::With, further, None)), serde_json::json!({"theirs": 1}));
        assert_eq!(field(line("x", &article(), Header::With, further, Some(&signals))), signals.to_json());
    }
}
