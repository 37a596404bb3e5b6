"""Fields of the wire: lenient readers, the kinds of field that operations share, and how a fault gets its code.

`null` and `""` mean absent, numbers and truth values may come as text, sizes and offsets may have fractions. A field's
annotation carries the error class of its faults; a wrong type is always a `BadRequestError`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from lingtu.errors import BadRequestError, LingtuError, PictureError, ProportionError, TextError

MAX_URL = 2048  # characters of a link; a data: URI may fill the body
MAX_BOX = 4096  # px
MAX_REASON = 500  # characters
NO_JOB = -1
SEED_LIMIT = 2**53  # seeds stay exact in JavaScript's numbers
GALLERY_SCHEME = "gallery://"  # of our own making, never the caller's

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


def fault(zh: str, en: str, code: Code | None = None) -> PydanticCustomError:
    """A validation failure in both languages; without a code it is the field's own (see `_code_at`)."""
    return PydanticCustomError("lingtu", "{en}", {"zh": zh, "en": en, "code": code})


def _wrong_type(zh: str, en: str) -> PydanticCustomError:
    return fault(zh, en, BadRequestError)


# --- lenient readers -------------------------------------------------------------------------------------------------


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong_type("必须是数字", "must be a number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise _wrong_type("必须是数字", "must be a number") from None
    if not math.isfinite(number):
        raise _wrong_type("必须是有限的数字", "must be a finite number")
    return number


def _rounded(value: Any) -> int:
    """A size or offset; canvas editors send fractions. Half a pixel goes up."""
    return math.floor(_number(value) + 0.5)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _number(value)
    if number != int(number):
        raise _wrong_type("必须是整数", "must be a whole number")
    return int(str(value)) if isinstance(value, str) and value.strip().lstrip("+-").isdigit() else int(number)


def _truth(value: Any) -> bool:
    known = {"true": True, "false": False, "1": True, "0": False}
    found = known.get(str(value).strip().lower()) if isinstance(value, bool | int | float | str) else None
    if found is None:
        raise _wrong_type("必须是 true 或 false", "must be true or false")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong_type("必须是字符串", "must be a string")
    return value


def _plain(value: str) -> str:
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise fault("不能含控制字符", "must not contain control characters", TextError)
    return value


def _request_id(value: Any) -> str:
    text = _plain(_text(value))
    if not 1 <= len(text) <= 100:
        raise fault("长度须为 1 至 100 个字符", "must have 1 to 100 characters")
    return text


def _link(value: Any) -> str:
    text = _text(value)
    if text.startswith(GALLERY_SCHEME):
        raise fault("不支持此链接", "is not a link that is taken here")
    if text[:5].lower() != "data:" and len(_plain(text)) > MAX_URL:
        raise fault(f"长度不能超过 {MAX_URL} 个字符", f"must have at most {MAX_URL} characters", TextError)
    return text


def between(low: int, high: int) -> AfterValidator:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise fault(f"须在 {low} 至 {high} 之间", f"must be from {low} to {high}")
        return value

    return AfterValidator(check)


def one_of(*choices: Any) -> AfterValidator:
    def check(value: Any) -> Any:
        if value not in choices:
            listed = ", ".join(str(choice) for choice in choices)
            raise fault(f"可选值为 {listed}", f"must be one of {listed}")
        return value

    return AfterValidator(check)


def _job_id(value: Any) -> int:
    """Digits as text, as a number, or as text that kept its quotes; anything else names no job."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong_type("必须是字符串", "must be a string")
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip().strip('"')
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else NO_JOB


def _reason(value: Any) -> str:
    text = _text(value)
    if len(text) > MAX_REASON:
        raise fault(f"长度不能超过 {MAX_REASON} 个字符", f"must have at most {MAX_REASON} characters")
    return text.replace("\0", "")


# --- kinds of field ---------------------------------------------------------------------------------------------------

Size = Annotated[int, BeforeValidator(_rounded), between(400, 1280), ProportionError]
Offset = Annotated[int, BeforeValidator(_rounded), between(-(2**31), 2**31), BadRequestError]
BoxSide = Annotated[int, BeforeValidator(_rounded), between(1, MAX_BOX), BadRequestError]
Truth = Annotated[bool, BeforeValidator(_truth), BadRequestError]
Count = Annotated[int, BeforeValidator(_whole), one_of(1, 2, 4), BadRequestError]
Seed = Annotated[int, BeforeValidator(_whole), between(0, SEED_LIMIT - 1), BadRequestError]
Link = Annotated[str, BeforeValidator(_link), PictureError]
RequestId = Annotated[str, BeforeValidator(_request_id), TextError]
ResultFormat = Annotated[
    Literal["png", "jpg", "webp"], BeforeValidator(_text), one_of("png", "jpg", "webp"), BadRequestError
]
Word = Annotated[str, BeforeValidator(_text)]
Whole = Annotated[int, BeforeValidator(_whole)]
JobId = Annotated[int, BeforeValidator(_job_id), BadRequestError]
Reason = Annotated[str, BeforeValidator(_reason), TextError]


# --- from pydantic's failures to the contract's codes ----------------------------------------------------------------


def read_params(model: type[T], body: Any) -> T:
    """Validate a body; the first fault becomes the contract's error, which names the field."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise _to_error(model, error) from None


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
