//! The fields of the header: where they are found and how they are written.

use serde_json::Value;

use crate::document::Metadata;
use crate::parse::html::Dom;
use crate::verdict::Field;

/// Reads a page's metadata: JSON-LD, Open Graph and other meta tags, `<title>`, h1, `<time>`, byline, the URL.
///
/// `url` is where the page was fetched from, where that is known.
pub fn of_page(_dom: &Dom, _url: Option<&str>) -> Metadata {
    unimplemented!()
}

/// Sets a field by the name people write (`author`, `Published`, `keywords`); unknown names go to `extra`.
/// What is already known stays.
pub fn set(_metadata: &mut Metadata, _name: &str, _value: Value) {
    unimplemented!()
}

/// The known fields in the order of the header, with JSON values: the one list that all sinks write.
/// `extra` is not among them.
pub fn entries(_metadata: &Metadata) -> Vec<(&'static str, Value)> {
    unimplemented!()
}

/// Reads a metadata field at the start of a line of text: `date 2025-02-06`, `Author: Jane Doe`,
/// `By Jane Doe | Jan. 1, 2015`, `4 min read`. Returns the bytes it takes and the fields it holds.
///
/// `language` is an ISO 639-1 code where it is known. A sentence that begins with a date is not a field.
pub fn of_line(_line: &str, _language: Option<&str>) -> Option<(usize, Vec<Field>)> {
    unimplemented!()
}
