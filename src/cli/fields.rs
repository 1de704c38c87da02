//! Flags that say which fields of a row are what: the same for every command that reads rows.

use clap::Args;

use crate::source::{Columns, Sightings};

#[derive(Debug, Clone, Args)]
pub(super) struct Fields {
    /// Take documents from this field, which holds plain text.
    ///
    /// In JSON lines and tables. When left out, the usual names are looked for: `html` and its like, then `text` and its
    /// like, then `content`.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    text_field: Option<String>,

    /// Take documents from this field, which holds web pages.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    html_field: Option<String>,

    /// Take the id of documents from this field; `id` and its like when left out, else the file and the line.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    id_field: Option<String>,

    /// Take the address of documents from this field; `url` and its like when left out.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    url_field: Option<String>,
}

impl Fields {
    pub(super) fn columns(&self) -> Columns {
        Columns {
            text: self.text_field.clone(),
            html: self.html_field.clone(),
            id: self.id_field.clone(),
            url: self.url_field.clone(),
        }
    }

    /// What a field of the source is called in the output: the id and the address have names of ours there.
    pub(super) fn ours<'n>(&self, name: &'n str) -> &'n str {
        let is = |field: &Option<String>| field.as_deref() == Some(name);
        if is(&self.id_field) {
            "id"
        } else if is(&self.url_field) {
            "url"
        } else {
            name
        }
    }

    /// What to say of names that no row had.
    pub(super) fn missed(&self, sightings: &Sightings) -> impl Iterator<Item = String> {
        let (id, url) = sightings.missed();
        let flags = [("--id-field", &self.id_field, id), ("--url-field", &self.url_field, url)];
        let missed =
            flags.into_iter().filter_map(|(flag, name, is_missed)| Some((flag, name.as_ref()?)).filter(|_| is_missed));
        missed.map(|(flag, name)| format!("no document that was read has a field {name:?} ({flag})"))
    }
}
