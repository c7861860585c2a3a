"""What was extracted as Parquet: the files of a folder, by their paths in it.

A folder to each table, in it one to each year and one to each list, as Hive names them; DuckDB,
Spark and others read that as it is. The schema's version is in the metadata of every file.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from dutylist.tables.extract import Extract, Value
from dutylist.tables.folder import MARK, name_part
from dutylist.tables.schema import PARTITIONS, SCHEMA_VERSION, TABLES, Table, Type

_TYPES: Mapping[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int32(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
}


def write_files(lists: Iterable[Extract], day: date) -> dict[str, bytes]:
    """Return the files of an export of `day`, by their paths with / between the names."""
    known: dict[bytes | str, bytes | str] = {
        "dutylist.schema": str(SCHEMA_VERSION),
        "dutylist.as_of": day.isoformat(),
    }
    schemas = {table: make_schema(table, known) for table in TABLES}
    mark = {"schema": SCHEMA_VERSION, "as_of": day.isoformat()}
    files = {MARK: (json.dumps(mark) + "\n").encode()}
    for at, each in enumerate(lists):
        for table, schema in schemas.items():
            path = name_part(table.name, each.year, each.list_id, at)
            files[path] = _write(table, schema, each.tables[table.name])
    return files


def make_schema(table: Table, known: dict[bytes | str, bytes | str]) -> pa.Schema:
    """Return the schema of the table's files, with what is known of the export as metadata."""
    fields = [
        pa.field(
            column.name,
            _TYPES[column.type],
            nullable=column.may_lack,
            metadata={"meaning": column.meaning},
        )
        for column in table.columns
        if column.name not in PARTITIONS
    ]
    return pa.schema(fields, metadata=known)


def _write(table: Table, schema: pa.Schema, rows: Sequence[Sequence[Value]]) -> bytes:
    names = [column.name for column in table.columns]
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    arrays = [pa.array(columns.get(field.name, ()), field.type) for field in schema]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file)
    return file.getvalue()
