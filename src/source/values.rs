//! The values of columns as JSON, from which [`crate::sink::table`] reads the same values again.
//!
//! | value | as JSON |
//! |---|---|
//! | binary | hexadecimal digits |
//! | decimal | its digits, as text: a number of JSON is read with 17 of them at most |
//! | float that is no finite number | its name: `NaN`, `inf`, `-inf` |
//! | duration | the number of its units |
//! | date, time, timestamp | its text; where that is not read as the same value, the number of its units |
//! | map | an object, with its nulls; keys of other types as text. Of equal keys the last counts, as Parquet has it |
//! | column of JSON that dehusk wrote | what it says |
//!
//! All others are as `arrow-json` writes them. A column that is null in a row is no field of it.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use arrow_array::cast::AsArray;
use arrow_array::timezone::Tz;
use arrow_array::types::{Float16Type, Float32Type, Float64Type, Int64Type};
use arrow_array::{Array, Int64Array, MapArray, RecordBatch};
use arrow_cast::parse::string_to_datetime;
use arrow_json::writer::{LineDelimited, NullableEncoder, make_encoder};
use arrow_json::{Encoder, EncoderFactory, EncoderOptions, WriterBuilder};
use arrow_schema::{ArrowError, DataType, FieldRef, TimeUnit};
use serde_json::{Map, Value};

use crate::document::JSON_COLUMN;

/// The rows of a batch.
pub(super) fn rows(batch: &RecordBatch) -> Result<Vec<Map<String, Value>>, String> {
    if batch.num_columns() == 0 {
        return Ok(vec![Map::new(); batch.num_rows()]);
    }
    let builder = WriterBuilder::new().with_encoder_factory(Arc::new(Exact));
    let mut writer = builder.build::<_, LineDelimited>(Vec::new());
    writer.write(batch).and_then(|()| writer.finish()).map_err(|error| error.to_string())?;
    let lines = writer.into_inner();
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let rows = lines.map(|line| serde_json::from_slice(line).map_err(|error| error.to_string()));
    let mut rows: Vec<Map<String, Value>> = rows.collect::<Result<_, String>>()?;
    let (key, said) = JSON_COLUMN;
    for field in batch.schema().fields().iter().filter(|field| field.metadata().get(key).is_some_and(|is| is == said)) {
        for value in rows.iter_mut().filter_map(|row| row.get_mut(field.name())) {
            if let Some(json @ Value::Object(_)) = value.as_str().and_then(|text| serde_json::from_str(text).ok()) {
                *value = json;
            }
        }
    }
    Ok(rows)
}

/// How `arrow-json` writes values by itself.
static PLAIN: LazyLock<EncoderOptions> = LazyLock::new(EncoderOptions::default);

/// Writes values so that they can be read again.
#[derive(Debug)]
struct Exact;

impl EncoderFactory for Exact {
    fn make_default_encoder<'a>(
        &self,
        field: &'a FieldRef,
        array: &'a dyn Array,
        options: &'a EncoderOptions,
    ) -> Result<Option<NullableEncoder<'a>>, ArrowError> {
        let plain = || make_encoder(field, array, &PLAIN);
        let encoder: Box<dyn Encoder + 'a> = match array.data_type() {
            DataType::Float16 => {
                let values = array.as_primitive::<Float16Type>();
                Box::new(Float { plain: plain()?, value: move |row| values.value(row).to_f64() })
            }
            DataType::Float32 => {
                let values = array.as_primitive::<Float32Type>();
                Box::new(Float { plain: plain()?, value: move |row| values.value(row).into() })
            }
            DataType::Float64 => {
                let values = array.as_primitive::<Float64Type>();
                Box::new(Float { plain: plain()?, value: move |row| values.value(row) })
            }
            DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
                Box::new(Quoted(plain()?))
            }
            DataType::Duration(_) => Box::new(Units::of(array)?),
            DataType::Date32 | DataType::Date64 | DataType::Time32(_) | DataType::Time64(_) => {
                Box::new(Moment { plain: plain()?, units: Units::of(array)?, unit: None })
            }
            DataType::Timestamp(unit, _) => {
                Box::new(Moment { plain: plain()?, units: Units::of(array)?, unit: Some(*unit) })
            }
            DataType::Map(..) => Box::new(Entries::of(field, array.as_map(), options)?),
            _ => return Ok(None),
        };
        Ok(Some(NullableEncoder::new(encoder, array.nulls().cloned())))
    }
}

/// Floats; those that are no finite numbers by their names.
struct Float<'a, F> {
    plain: NullableEncoder<'a>,
    value: F,
}

impl<F: Fn(usize) -> f64> Encoder for Float<'_, F> {
    fn encode(&mut self, row: usize, out: &mut Vec<u8>) {
        match (self.value)(row) {
            value if value.is_nan() => out.extend(b"\"NaN\""),
            f64::INFINITY => out.extend(b"\"inf\""),
            f64::NEG_INFINITY => out.extend(b"\"-inf\""),
            _ => self.plain.encode(row, out),
        }
    }
}

/// Numbers as text.
struct Quoted<'a>(NullableEncoder<'a>);

impl Encoder for Quoted<'_> {
    fn encode(&mut self, row: usize, out: &mut Vec<u8>) {
        out.push(b'"');
        self.0.encode(row, out);
        out.push(b'"');
    }
}

/// Values by the number of their units.
struct Units(Int64Array);

impl Units {
    fn of(array: &dyn Array) -> Result<Units, ArrowError> {
        Ok(Units(arrow_cast::cast(array, &DataType::Int64)?.as_primitive::<Int64Type>().clone()))
    }
}

impl Encoder for Units {
    fn encode(&mut self, row: usize, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = write!(out, "{}", self.0.value(row));
    }
}

/// Dates and times; `unit` is that of a timestamp.
struct Moment<'a> {
    plain: NullableEncoder<'a>,
    units: Units,
    unit: Option<TimeUnit>,
}

impl Encoder for Moment<'_> {
    fn encode(&mut self, row: usize, out: &mut Vec<u8>) {
        let start = out.len();
        self.plain.encode(row, out);
        let text = std::str::from_utf8(&out[start..]).unwrap_or_default().trim_matches('"');
        // Years of more than four digits or before our era have a sign, and what is beyond the calendar is an error.
        let is_written = text.starts_with(|first: char| first.is_ascii_digit());
        let reads_back = || self.unit.is_none_or(|unit| timestamp(text, unit) == Some(self.units.0.value(row)));
        if !is_written || !reads_back() {
            out.truncate(start);
            self.units.encode(row, out);
        }
    }
}

/// A timestamp as it is read. Offsets of zones are written in minutes, and those of long ago had seconds.
fn timestamp(text: &str, unit: TimeUnit) -> Option<i64> {
    let utc: Tz = "+00:00".parse().ok()?;
    let time = string_to_datetime(&utc, text).ok()?;
    match unit {
        TimeUnit::Second => Some(time.timestamp()),
        TimeUnit::Millisecond => Some(time.timestamp_millis()),
        TimeUnit::Microsecond => Some(time.timestamp_micros()),
        TimeUnit::Nanosecond => time.timestamp_nanos_opt(),
    }
}

/// Maps.
struct Entries<'a> {
    map: &'a MapArray,
    keys: NullableEncoder<'a>,
    values: NullableEncoder<'a>,
}

impl<'a> Entries<'a> {
    fn of(field: &'a FieldRef, map: &'a MapArray, options: &'a EncoderOptions) -> Result<Entries<'a>, ArrowError> {
        let keys = make_encoder(field, map.keys(), options)?;
        if keys.has_nulls() {
            return Err(ArrowError::InvalidArgumentError(format!(
                "a map of the column {} has a null key",
                field.name()
            )));
        }
        Ok(Entries { map, keys, values: make_encoder(field, map.values(), options)? })
    }
}

impl Encoder for Entries<'_> {
    fn encode(&mut self, row: usize, out: &mut Vec<u8>) {
        let offsets = self.map.value_offsets();
        let mut key = Vec::new();
        out.push(b'{');
        for (number, entry) in (offsets[row] as usize..offsets[row + 1] as usize).enumerate() {
            if number > 0 {
                out.push(b',');
            }
            key.clear();
            self.keys.encode(entry, &mut key);
            match key.starts_with(b"\"") {
                true => out.extend(&key),
                false => out.extend(Value::from(String::from_utf8_lossy(&key)).to_string().bytes()),
            }
            out.push(b':');
            match self.values.is_null(entry) {
                true => out.extend(b"null"),
                false => self.values.encode(entry, out),
            }
        }
        out.push(b'}');
    }
}
