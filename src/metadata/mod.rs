//! The fields of the header: where they are found and how they are written.
//!
//! | file | what it owns |
//! |---|---|
//! | `page`, `written`, `published`, `changed` | which of a page's statements is believed for which field |
//! | `survey`, `element`, `landmarks`, `embedded`, `json_ld` | what a page states: one walk over its DOM, the attributes of an element, the words in them, its program's data, its JSON-LD |
//! | `title`, `site`, `forms`, `author`, `byline`, `date`, `cursor`, `months`, `calendars`, `address`, `language` | the single values: how they are written, what they are not |
//! | `line`, `values`, `keys` | metadata in the lines of a text, and the words that announce it |
//! | `words`, `lexicon` | the lists of words in `words.toml`, and how they are found by how a line begins |
//! | `fields` | fields by name, and the list that the sinks write |
//! | `wording` | one clean line out of whatever was stated |

mod address;
mod author;
mod byline;
mod calendars;
mod changed;
mod cursor;
pub mod date;
mod element;
mod embedded;
mod fields;
mod forms;
mod json_ld;
mod keys;
mod landmarks;
mod language;
mod lexicon;
mod line;
mod months;
mod page;
mod published;
mod site;
mod survey;
mod title;
mod values;
mod wording;
mod words;
mod written;

pub use address::{hostname, is_same_address};
pub use author::apart as authors_apart;
pub use fields::{entries, set};
pub use line::of_line;
pub use page::{of_page, of_page_or_listing};
