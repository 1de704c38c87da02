//! What becomes of a record that was read: a document, or why it is none.

use serde_json::{Map, Value};

use super::Warc;
use super::head::{Head, Type};
use super::http::{self, Fields, Kind, Response};
use crate::document::{Hints, Media, Record};
use crate::error::ErrorKind;
use crate::source::Sourced;

impl Warc {
    /// Makes a document of a record, or says why it is none.
    pub(super) fn record(&mut self, head: Head, body: &[u8]) {
        match head.kind() {
            Type::Response => self.response(head, body),
            Type::Resource | Type::Conversion => {
                let said = head.content_type.clone().unwrap_or_default();
                self.document(head, &said, body, false);
            }
            Type::Info => {
                let fields = Fields(body);
                self.dump = fields.get("ispartof").map(|part| part.trim().to_owned()).or_else(|| self.dump.take());
                self.set_aside(&head);
            }
            Type::Revisit | Type::Other => self.set_aside(&head),
        }
    }

    fn response(&mut self, head: Head, body: &[u8]) {
        let response = Response::parse(body, self.options.max_bytes);
        match response.status {
            Some(status) if !(200..300).contains(&status) => self.skip(&head, format!("HTTP {status}")),
            _ => {
                let said = response.content_type.or_else(|| head.content_type.clone()).unwrap_or_default();
                self.document(head, &said, &response.body, response.truncated);
            }
        }
    }

    fn document(&mut self, head: Head, content_type: &str, body: &[u8], truncated: bool) {
        let (kind, charset) = http::media(content_type);
        let media = match kind {
            Kind::Known(media) => Some(media),
            Kind::Other(other) => return self.skip(&head, other),
            Kind::Unknown if head.kind() == Type::Conversion => Some(Media::Text),
            Kind::Unknown => None,
        };
        if body.trim_ascii().is_empty() {
            return self.skip(&head, "no body".to_owned());
        }
        if body.len() > self.options.max_bytes {
            let message = format!("more than the limit of {} bytes; see --max-bytes", self.options.max_bytes);
            return self.refuse(head.place, ErrorKind::TooLarge, message);
        }
        // The crawler says so of what it did not fetch to its end.
        let truncated = truncated || head.is_segment || head.truncated.is_some();
        let (id, name) = (head.id(&self.name), head.name(&self.name));
        let mut carried = Map::new();
        let fields = [
            ("dump", self.dump.clone()),
            ("crawl_date", head.date),
            ("file_path", Some(self.name.clone())),
            ("warc_truncated", head.truncated),
        ];
        for (name, value) in fields {
            carried.extend(value.map(|value| (name.to_owned(), Value::String(value))));
        }
        let hints = Hints {
            url: head.url.or_else(|| self.options.hints.url.clone()),
            charset: self.options.hints.charset.clone().or(charset),
            media: self.options.hints.media.or(media),
            truncated,
            ..self.options.hints.clone()
        };
        self.queue.push_back(Sourced::Read { name, record: Record { id, bytes: body.to_vec(), hints, carried } });
    }

    /// A record that is no document.
    pub(super) fn set_aside(&mut self, head: &Head) {
        match head.kind() {
            Type::Revisit => self.skip(head, "revisit".to_owned()),
            Type::Response | Type::Resource | Type::Conversion => self.skip(head, "no body".to_owned()),
            Type::Info => self.queue.push_back(Sourced::Passed { cause: "warcinfo" }),
            Type::Other => self.queue.push_back(Sourced::Passed {
                cause: match head.kind.as_str() {
                    "request" => "request",
                    "metadata" => "metadata",
                    "continuation" => "continuation",
                    _ => "a record of another type",
                },
            }),
        }
    }

    fn skip(&mut self, head: &Head, cause: String) {
        self.queue.push_back(Sourced::Skipped { name: head.name(&self.name), cause });
    }
}
