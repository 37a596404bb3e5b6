"""JSON Schemas of what calls take and answer, all made from the types themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaValue

from lingtu.api.listing import ListParams
from lingtu.api.views import ErrorView, JobView, spell
from lingtu.errors import LingtuError
from lingtu.gallery.catalogue import Gallery
from lingtu.jobs.job import JobStatus
from lingtu.operations.params import Background, ModelParams

_AT = "#/components/schemas/{model}"


class Schemas:
    """The schemas of some types, and the definitions that they refer to."""

    def __init__(self, types: Iterable[Any], canceled_spelling: str, gallery: Gallery) -> None:
        distinct = {str(found): found for found in (*types, ErrorView)}
        inputs = [(name, "validation", TypeAdapter(found)) for name, found in distinct.items()]
        made, definitions = TypeAdapter.json_schemas(inputs, ref_template=_AT)  # type: ignore[arg-type]
        self._made = {name: schema for (name, _), schema in made.items()}
        self.definitions: dict[str, JsonSchemaValue] = _without_titles(definitions["$defs"])
        _tell_statuses(self.definitions, [spell(status, canceled_spelling) for status in JobStatus])
        _tell_names(self.definitions, gallery)

    def of(self, found: Any) -> JsonSchemaValue:
        return self._made[str(found)]

    def of_error(self, refusals: Iterable[type[LingtuError]]) -> JsonSchemaValue:
        codes = {"properties": {"code": {"enum": sorted({cls.code for cls in refusals})}}}
        return {"allOf": [self.of(ErrorView), codes]}


def _tell_statuses(definitions: dict[str, JsonSchemaValue], statuses: list[str]) -> None:
    """The one word that an operator can change is not in the types."""
    definitions[JobView.__name__]["properties"]["status"] = {"enum": statuses}
    asked = definitions[ListParams.__name__]["properties"]["status"]
    asked["description"] = f"One of {', '.join(statuses)}, in any case."


def _tell_names(definitions: dict[str, JsonSchemaValue], gallery: Gallery) -> None:
    """What can be chosen is not in the types either."""
    background = definitions[Background.__name__]["properties"]["bgId"]
    background["anyOf"][0] = {"enum": [entry.id for entry in gallery.backgrounds]}
    definitions[ModelParams.__name__]["properties"]["faceId"] = {"enum": [face.id for face in gallery.faces]}


def _without_titles(schema: Any) -> Any:
    """pydantic's titles only repeat the names."""
    if isinstance(schema, list):
        return [_without_titles(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _without_titles(part) for name, part in schema.items() if name != "title" or not isinstance(part, str)
    }
