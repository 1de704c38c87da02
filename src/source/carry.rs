//! Columns of a table that are handed through: as which columns, under which names.
//!
//! Values go as JSON ([`super::values`]) and come back as columns. Some types of Arrow have no form in JSON from which
//! they could be read again: a dictionary becomes what it stands for, a duration the number of its units, an interval
//! its text.

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};

/// The column as which a column is handed through.
pub(super) fn field(field: &FieldRef) -> FieldRef {
    let carried = kind(field.data_type());
    match carried == *field.data_type() {
        true => Arc::clone(field),
        false => {
            Arc::new(Field::new(field.name(), carried, field.is_nullable()).with_metadata(field.metadata().clone()))
        }
    }
}

fn kind(of: &DataType) -> DataType {
    match of {
        DataType::Dictionary(_, value) => kind(value),
        DataType::RunEndEncoded(_, values) => kind(values.data_type()),
        DataType::Duration(_) => DataType::Int64,
        DataType::Interval(_) => DataType::Utf8,
        DataType::List(item) => DataType::List(field(item)),
        DataType::LargeList(item) => DataType::LargeList(field(item)),
        DataType::FixedSizeList(item, size) => DataType::FixedSizeList(field(item), *size),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(field).collect::<Fields>()),
        // That the entries of a map are sorted cannot be said of one that was read from JSON.
        DataType::Map(entries, _) => DataType::Map(field(entries), false),
        other => other.clone(),
    }
}

/// The schema without two columns of one name, of which JSON would keep one: a further `x` is `x~2`, then `x~3`.
/// `None` where there are none.
pub(super) fn distinct(schema: &Schema) -> Option<Schema> {
    let mut names: HashSet<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    if names.len() == schema.fields().len() {
        return None;
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let mut fields: Vec<FieldRef> = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        if seen.insert(field.name()) {
            fields.push(Arc::clone(field));
            continue;
        }
        let free = (2..).map(|number| format!("{}~{number}", field.name())).find(|name| !names.contains(name));
        let free = free.expect("numbers do not end");
        names.insert(free.clone());
        fields.push(Arc::new(field.as_ref().clone().with_name(free)));
    }
    Some(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// The batch with names that are all different.
pub(super) fn with_distinct_names(batch: &RecordBatch) -> Result<RecordBatch, String> {
    match distinct(&batch.schema()) {
        None => Ok(batch.clone()),
        Some(schema) => {
            RecordBatch::try_new(Arc::new(schema), batch.columns().to_vec()).map_err(|error| error.to_string())
        }
    }
}

/// Names a column inside of which two fields have one name: JSON would keep one of them.
pub fn ambiguous(schema: &Schema) -> Option<String> {
    let found = schema.fields().iter().find_map(|field| Some((field.name(), twice(field.data_type())?)));
    found.map(|(column, twice)| {
        format!("the column {column} has several fields that are called {twice}; rename them, or leave the column out")
    })
}

fn twice(of: &DataType) -> Option<&str> {
    match of {
        DataType::Dictionary(_, value) => twice(value),
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::FixedSizeList(item, _)
        | DataType::RunEndEncoded(_, item)
        | DataType::Map(item, _) => twice(item.data_type()),
        DataType::Struct(fields) => {
            let mut seen = HashSet::new();
            let again = fields.iter().find(|field| !seen.insert(field.name()));
            again
                .map(|field| field.name().as_str())
                .or_else(|| fields.iter().find_map(|field| twice(field.data_type())))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(fields: &[(&str, DataType)]) -> Schema {
        Schema::new(fields.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true)).collect::<Vec<_>>())
    }

    #[test]
    fn a_further_column_of_a_name_has_a_number() {
        let twice = schema(&["a", "b", "a", "a~2", "a"].map(|name| (name, DataType::Utf8)));
        let names: Vec<String> = distinct(&twice).unwrap().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names, ["a", "b", "a~3", "a~2", "a~4"]);
        assert_eq!(distinct(&schema(&[("a", DataType::Utf8), ("b", DataType::Utf8)])), None);
    }

    #[test]
    fn two_fields_of_a_name_inside_a_column_are_told() {
        let of = |names: [&str; 2]| {
            let inner = DataType::Struct(names.map(|name| Field::new(name, DataType::Utf8, true)).to_vec().into());
            ambiguous(&schema(&[("s", DataType::List(Field::new("item", inner, true).into()))]))
        };
        assert_eq!(of(["x", "y"]), None);
        assert!(of(["x", "x"]).unwrap().starts_with("the column s has several fields that are called x"));
    }
}
