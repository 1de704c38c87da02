//! Record batches and schemas of Arrow, in and out by its C data interface: any library that speaks it will do.

use ::arrow_schema::ffi::FFI_ArrowSchema;
use ::arrow_schema::{ArrowError, Schema};
use arrow_array::ffi::{FFI_ArrowArray, to_ffi};
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{Array, RecordBatch, RecordBatchReader, StructArray};
use arrow_pyarrow::FromPyArrow;
use arrow_select::concat::concat_batches;
use dehusk::source::Columns;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::batch;
use super::document::Text;

/// A record batch of Arrow; `pyarrow.record_batch(it)`, `polars.DataFrame(it)` and their like take it.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct ArrowBatch(pub(super) RecordBatch);

/// A schema of Arrow; `pyarrow.schema(it)` and its like take it.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct ArrowSchema(Schema);

/// The batch in an object of Python's: one that is a batch, or a table of several, which become one.
pub(super) fn taken(object: &Bound<'_, PyAny>) -> PyResult<RecordBatch> {
    if object.hasattr("__arrow_c_array__")? {
        return RecordBatch::from_pyarrow_bound(object);
    }
    if !object.hasattr("__arrow_c_stream__")? {
        let kind = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "a record batch or table of Arrow is needed (__arrow_c_array__ or __arrow_c_stream__), not {kind}"
        )));
    }
    let reader = RecordBatchStreamReader::from_pyarrow_bound(object)?;
    let schema = reader.schema();
    let broken = |error: ArrowError| PyValueError::new_err(error.to_string());
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(broken)?;
    concat_batches(&schema, &batches).map_err(broken)
}

fn capsule<'py, T: Send + 'static>(
    py: Python<'py>,
    value: T,
    name: &'static std::ffi::CStr,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, value, name)
}

fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(|error| PyValueError::new_err(error.to_string()))?;
    capsule(py, schema, c"arrow_schema")
}

#[pymethods]
impl ArrowBatch {
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // A producer may give its own schema where it cannot give the one that is asked for.
        let _ = requested_schema;
        let array = StructArray::from(self.0.clone());
        let (array, _): (FFI_ArrowArray, _) =
            to_ffi(&array.to_data()).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok((schema_capsule(py, &self.0.schema())?, capsule(py, array, c"arrow_array")?))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.0.schema())
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<dehusk.ArrowBatch, {} rows, columns {}>", self.0.num_rows(), self.column_names().join(", "))
    }
}

#[pymethods]
impl ArrowSchema {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.0)
    }

    fn __repr__(&self) -> String {
        format!("<dehusk.ArrowSchema\n{}>", self.0)
    }
}

/// The columns that `Cleaner.clean_arrow` gives for a batch of this schema, for engines that ask beforehand.
#[pyfunction]
#[pyo3(signature = (schema, *, text=None, html=None, url=None, id=None))]
pub(super) fn arrow_schema(
    schema: &Bound<'_, PyAny>,
    text: Option<Text>,
    html: Option<Text>,
    url: Option<Text>,
    id: Option<Text>,
) -> PyResult<ArrowSchema> {
    let schema = Schema::from_pyarrow_bound(schema)?;
    let [text, html, id, url] = [text, html, id, url].map(|name| name.map(String::from));
    batch::columns(&schema, &Columns { text, html, id, url }).map(ArrowSchema)
}
