//! Columns of a table that are handed through: values of every type as JSON, and back as columns.
//!
//! Some types of Arrow have no form in JSON from which they could be read again. A dictionary becomes what it stands for,
//! a duration the number of its units, an interval its text; numbers that are none are written by their names.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};
use serde_json::{Map, Value};

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
        other => other.clone(),
    }
}

/// A batch as it is handed through.
pub(super) fn batch(batch: &RecordBatch) -> Result<RecordBatch, String> {
    let schema = batch.schema();
    let fields: Vec<FieldRef> = schema.fields().iter().map(field).collect();
    if fields.iter().zip(schema.fields()).all(|(carried, field)| Arc::ptr_eq(carried, field)) {
        return Ok(batch.clone());
    }
    let columns =
        fields.iter().zip(batch.columns()).map(|(field, column)| match field.data_type() == column.data_type() {
            true => Ok(Arc::clone(column)),
            false => arrow_cast::cast(column, field.data_type())
                .map_err(|error| format!("the column {} cannot be handed through: {error}", field.name())),
        });
    let columns = columns.collect::<Result<Vec<ArrayRef>, String>>()?;
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|error| error.to_string())
}

/// Adds the numbers that JSON does not know to the rows of a batch, which have nothing in their place.
pub(super) fn add_unbounded(batch: &RecordBatch, rows: &mut [Map<String, Value>]) {
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        for (row, name) in unbounded(column) {
            rows[row].insert(field.name().clone(), name.into());
        }
    }
}

/// The rows of a column that hold no finite number, with the name of what they hold.
fn unbounded(column: &ArrayRef) -> Vec<(usize, &'static str)> {
    let name = |value: f64| match value {
        _ if value.is_nan() => Some("NaN"),
        _ if value == f64::INFINITY => Some("inf"),
        _ if value == f64::NEG_INFINITY => Some("-inf"),
        _ => None,
    };
    let value: Box<dyn Fn(usize) -> f64 + '_> = match column.data_type() {
        DataType::Float16 => Box::new(|row| column.as_primitive::<Float16Type>().value(row).to_f64()),
        DataType::Float32 => Box::new(|row| column.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => Box::new(|row| column.as_primitive::<Float64Type>().value(row)),
        _ => return Vec::new(),
    };
    let rows = (0..column.len()).filter(|&row| column.is_valid(row));
    rows.filter_map(|row| Some((row, name(value(row))?))).collect()
}
