//! The header of a record: what the record is, and what it says of itself.

use super::http::Fields;

/// What records are to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Response,
    Resource,
    Conversion,
    Revisit,
    Info,
    Other,
}

impl Type {
    pub(super) fn is_document(self) -> bool {
        matches!(self, Type::Response | Type::Resource | Type::Conversion)
    }
}

/// The header of a record.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) place: u64,
    pub(super) kind: String,
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) date: Option<String>,
    pub(super) length: Option<u64>,
    pub(super) content_type: Option<String>,
    pub(super) truncated: Option<String>,
    /// Whether the rest of it stands in records of their own.
    pub(super) is_segment: bool,
}

impl Head {
    pub(super) fn parse(bytes: &[u8], place: u64) -> Head {
        let fields = Fields(bytes);
        let bare = |value: String| value.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
        Head {
            place,
            kind: fields.get("warc-type").unwrap_or_default().to_ascii_lowercase(),
            id: fields.get("warc-record-id").map(bare).filter(|id| !id.is_empty()),
            url: fields.get("warc-target-uri").map(bare).filter(|url| !url.is_empty()),
            date: fields.get("warc-date"),
            length: fields.get("content-length").and_then(|length| length.trim().parse().ok()),
            content_type: fields.get("content-type"),
            truncated: fields.get("warc-truncated"),
            is_segment: fields.get("warc-segment-number").is_some(),
        }
    }

    pub(super) fn kind(&self) -> Type {
        match self.kind.as_str() {
            "response" => Type::Response,
            "resource" => Type::Resource,
            "conversion" => Type::Conversion,
            "revisit" => Type::Revisit,
            "warcinfo" => Type::Info,
            _ => Type::Other,
        }
    }

    pub(super) fn id(&self, file: &str) -> String {
        self.id.clone().unwrap_or_else(|| self.name(file))
    }

    /// What people call it.
    pub(super) fn name(&self, file: &str) -> String {
        self.url.clone().unwrap_or_else(|| format!("{file}#{}", self.place))
    }
}
