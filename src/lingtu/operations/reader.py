"""What turns a field of the wire into the value that is meant, and says in JSON Schema what it takes.

A rule's patterns and limits are so written once: for the reading, and for the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from lingtu.errors import BadRequestError, LingtuError


@dataclass(frozen=True, eq=False)
class Reader:
    """Stands in a field's annotation. `read` returns the value or raises a `fault`; `schema` is all that it takes."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


def fault(zh: str, en: str, code: type[LingtuError] | None = None) -> PydanticCustomError:
    """A validation failure in both languages; without a code it is the field's own (see `read_params`)."""
    return PydanticCustomError("lingtu", "{en}", {"zh": zh, "en": en, "code": code})


def wrong_type(zh: str, en: str) -> PydanticCustomError:
    """A fault that has the same code in every field."""
    return fault(zh, en, BadRequestError)


def one_of(choices: tuple[Any, ...], value: Any) -> Any:
    """The value, if it is one of those on offer."""
    if value not in choices:
        listed = ", ".join(str(choice) for choice in choices)
        raise fault(f"可选值为 {listed}", f"must be one of {listed}")
    return value
