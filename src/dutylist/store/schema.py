"""The JSON Schema of the files, made from the models, for editors to complete and explain."""

from typing import Any

from dutylist.model import DutyListRecord, UnitsRecord

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WRITERS = {"list": DutyListRecord.model_json_schema, "units": UnitsRecord.model_json_schema}


def make_schema(kind: str) -> dict[str, Any]:
    """Return the schema of a `list` or of `units`; keys that may be left out take no null."""
    schema = _WRITERS[kind]()
    return {"$schema": _DIALECT, **_without_null(schema)}


def _without_null(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_null(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _without_null(value)
        for key, value in part.items()
        if not (key == "default" and value is None)
    }
    options = kept.get("anyOf")
    if isinstance(options, list):
        real = [option for option in options if option != {"type": "null"}]
        if len(real) == 1:
            del kept["anyOf"]
            return {**real[0], **kept}
        kept["anyOf"] = real
    return kept
