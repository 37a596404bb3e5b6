"""The implicit label of GB 45438-2025, annex E: seven fields, all of them text, in one JSON object."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args

#: Whether the content is (1), may be (2) or is suspected to be (3) generated or synthesised by AI.
Label = Literal["1", "2", "3"]

PRODUCER = "lingtu"  # of an operator who has told no name
#: What a foreign label's JSON may name by an escape, but no XML holds; control characters are JSON's escapes anyway.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class AigcLabel:
    """Field by field as the standard has it; what nobody has to tell is empty, never absent."""

    label: Label = "1"
    #: Name or code of the provider that made the content.
    content_producer: str = ""
    #: The provider's own number of this content.
    produce_id: str = ""
    #: For the producer's protection of the label; free.
    reserved_code1: str = ""
    #: Name or code of the platform that spreads the content, and its number there: written by that platform.
    content_propagator: str = ""
    propagate_id: str = ""
    #: For the propagator's protection of the label; free.
    reserved_code2: str = ""

    def to_wire(self) -> dict[str, str]:
        """The fields by the standard's names, in its order."""
        return {name: getattr(self, field) for name, field in _NAMES.items()}

    def to_json(self) -> str:
        text = json.dumps(self.to_wire(), ensure_ascii=False, separators=(",", ":"))
        return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

    @classmethod
    def from_json(cls, text: str) -> Self | None:
        """Read a label; None if it is none. Fields that are missing are empty, others are ignored."""
        try:
            given: Any = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(given, dict) or str(given.get("Label")) not in get_args(Label):
            return None
        return cls(**{field: _text(given.get(name)) for name, field in _NAMES.items()})  # type: ignore[arg-type]


_WIRE_NAMES = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
_NAMES = dict(zip(_WIRE_NAMES, (field.name for field in fields(AigcLabel)), strict=True))


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
