"""Fields of the wire: the kinds of field that operations share, and how a fault gets its code.

`null` and `""` mean absent, numbers and truth values may come as text, sizes and offsets may have fractions. A field's
annotation carries its reader and the error class of its faults; a wrong type is always a `BadRequestError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from lingtu.errors import BadRequestError, LingtuError, PictureError, ProportionError, TextError
from lingtu.gallery.catalogue import OURS, Gallery
from lingtu.operations.numbers import TRUTH, number_of, rounded, whole
from lingtu.operations.texts import CALLBACK, JOB_ID, LINK, MOMENT, REASON, REQUEST_ID, TEXT, word_of

MAX_BOX = 4096  # px
SEED_LIMIT = 2**53  # seeds stay exact in JavaScript's numbers

Code = type[LingtuError]
T = TypeVar("T", bound="Body")


class Body(BaseModel):
    """A JSON object of the wire: camelCase names, unknown ones ignored, null and "" the same as absent."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {name: given for name, given in value.items() if given is not None and given != ""}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        reference = handler(core)
        schema = handler.resolve_ref_schema(reference)
        for name in set(schema["properties"]) - set(schema.get("required", ())):
            schema["properties"][name] = _or_absent(schema["properties"][name])
        return reference


def _or_absent(schema: JsonSchemaValue) -> JsonSchemaValue:
    """An optional field's schema: null and "" stand for its default."""
    beside = {name: schema[name] for name in ("default", "description") if schema.get(name) is not None}
    alone = {name: part for name, part in schema.items() if name not in ("default", "description", "title")}
    options = [option for option in alone.pop("anyOf", [alone]) if option != {"type": "null"}]
    return {"anyOf": [*options, {"enum": [None, ""]}], **beside}


# --- kinds of field ---------------------------------------------------------------------------------------------------

Size = Annotated[int, rounded(400, 1280), ProportionError]
Offset = Annotated[int, rounded(-(2**31), 2**31), BadRequestError]
BoxSide = Annotated[int, rounded(1, MAX_BOX), BadRequestError]
Truth = Annotated[bool, TRUTH, BadRequestError]
Count = Annotated[int, number_of(1, 2, 4), BadRequestError]
Seed = Annotated[int, whole(0, SEED_LIMIT - 1), BadRequestError]
Link = Annotated[str, LINK, PictureError]
RequestId = Annotated[str, REQUEST_ID, TextError]
ResultFormat = Annotated[Literal["png", "jpg", "webp"], word_of("png", "jpg", "webp"), BadRequestError]
CallbackUrl = Annotated[str, CALLBACK, BadRequestError]
JobId = Annotated[int, JOB_ID, BadRequestError]
Reason = Annotated[str, REASON, TextError]
Word = Annotated[str, TEXT, BadRequestError]
Moment = Annotated[datetime, MOMENT, BadRequestError]
PageSize = Annotated[int, whole(1, 100), BadRequestError]

# --- from pydantic's failures to the contract's codes ----------------------------------------------------------------


def read_params(model: type[T], body: Any, gallery: Gallery = OURS) -> T:
    """Validate a body; the first fault becomes the contract's error, which names the field.

    Names of backgrounds and faces are those of `gallery`.
    """
    try:
        return model.model_validate(body, context=gallery)
    except ValidationError as error:
        raise _to_error(model, error) from None


def refusals_of(model: type[Body]) -> frozenset[Code]:
    """The classes of error that reading this body, and taking in what it names, may end with."""
    found: set[Code] = {BadRequestError}
    for field in model.model_fields.values():
        found |= {item for item in _metadata(field) if isinstance(item, type) and issubclass(item, LingtuError)}
        inner = _body_in(field.annotation)
        found |= refusals_of(inner) if inner else set()
    return frozenset(found)


def _to_error(model: type[Body], error: ValidationError) -> LingtuError:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "missing":
        zh, en, code = "缺少此字段", "is missing", _code_at(model, first["loc"])
    elif first["type"] == "lingtu":
        context = first["ctx"]
        zh, en, code = context["zh"], context["en"], context["code"] or _code_at(model, first["loc"])
    else:
        zh, en, code = "类型错误", "has the wrong type", BadRequestError
    path = ".".join(str(part) for part in first["loc"])
    return code(f"{path} {zh}" if path else zh, f"{path} {en}" if path else en)


def _code_at(model: type[Body], location: tuple[int | str, ...]) -> Code:
    """The error class that the innermost field on the way to the fault is annotated with."""
    code: Code = BadRequestError
    current: Any = model
    for part in location:
        field = _field_of(current, part)
        if field is None:
            continue
        code = next((item for item in _metadata(field) if isinstance(item, type)), code)
        current = _body_in(field.annotation)
    return code


def _field_of(model: Any, part: int | str) -> FieldInfo | None:
    fields: Mapping[str, FieldInfo] = getattr(model, "model_fields", {})
    return next((field for name, field in fields.items() if part in (name, field.alias)), None)


def _metadata(field: FieldInfo) -> tuple[Any, ...]:
    """What `Annotated` carries, also inside of `Annotated[...] | None`."""
    inner = [item for member in get_args(field.annotation) for item in getattr(member, "__metadata__", ())]
    return (*field.metadata, *inner)


def _body_in(annotation: Any) -> Any:
    """The Body in `Body`, `Body | None` or `tuple[Body, ...]`."""
    members = (annotation, *get_args(annotation))
    return next((member for member in members if isinstance(member, type) and issubclass(member, Body)), None)
