//! `dehusk schema`: the fields that are written.

use clap::Args;

use super::{Status, print};
use crate::error::Result;
use crate::sink::schema;

/// Print the fields of what is written.
///
/// The JSON Schema of a line of JSONL, or the columns of Parquet.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The columns of Parquet: name and Arrow type, a line each.
    #[arg(long)]
    arrow: bool,
}

impl Schema {
    pub(super) fn run(&self) -> Result<Status> {
        match self.arrow {
            true => print(schema::columns().as_bytes()),
            false => print(format!("{:#}\n", schema::json_schema()).as_bytes()),
        }
    }
}
