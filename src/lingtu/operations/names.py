"""Names of what the gallery has: which names there are depends on the gallery that a body is read with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from lingtu.gallery.catalogue import Gallery
from lingtu.operations.reader import fault
from lingtu.operations.texts import TEXT


@dataclass(frozen=True, eq=False)
class NameOf:
    """Stands in a field's annotation like a `Reader`; its gallery is the validation's context (see `read_params`).

    `find` picks the gallery's look-up, which gives None for an unknown name; `zh` and `en` say what it is a name of.
    """

    find: Callable[[Gallery], Callable[[str], object | None]]
    zh: str
    en: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._read, handler(source))

    def _read(self, value: Any, info: ValidationInfo) -> str:
        text, gallery = str(TEXT.read(value)), info.context
        assert isinstance(gallery, Gallery), "bodies are read by read_params"
        if self.find(gallery)(text) is None:
            raise fault(f"没有{self.zh} {text[:64]}", f"names no {self.en}: {text[:64]}")
        return text
