"""商品图信息: the product of a change-background, and its box.

The API imports this module, so no numpy here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from lingtu.errors import BadRequestError
from lingtu.operations.fields import Body, BoxSide, Link, Offset, Truth
from lingtu.operations.reader import fault
from lingtu.operations.texts import word_of

_BOX = ("x", "y", "width", "height")
_NOTHING: dict[str, Any] = {"enum": [None, ""]}


def _box_or_auto_place(schema: dict[str, Any]) -> None:
    """Of the document: the whole box, or none of it where the server is asked for one."""
    whole = {"required": list(_BOX), "properties": {name: {"not": _NOTHING} for name in _BOX}}
    asked = {"autoPlace": {"enum": [True, 1, "true", "1"]}, **dict.fromkeys(_BOX, _NOTHING)}
    schema["anyOf"] = [whole, {"required": ["autoPlace"], "properties": asked}]


class Goods(Body):
    """商品图信息: the product and its box on the canvas, in px."""

    model_config = ConfigDict(json_schema_extra=_box_or_auto_place)

    #: Without a box the scene says where the product goes; a given box counts. First: the box's fields look it up.
    auto_place: Truth = False
    url: Link
    x: Offset | None = Field(default=None, validate_default=True)
    y: Offset | None = Field(default=None, validate_default=True)
    width: BoxSide | None = Field(default=None, validate_default=True)
    height: BoxSide | None = Field(default=None, validate_default=True)
    #: Cut the product out first: True or False force it, None asks the picture's alpha channel.
    matting: Truth | None = None
    #: How the product is in its scene, which pictures alone don't tell.
    stance: Annotated[
        Literal["auto", "standing", "lying", "hanging", "floating"],
        word_of("auto", "standing", "lying", "hanging", "floating"),
        BadRequestError,
    ] = "auto"

    @field_validator(*_BOX)
    @classmethod
    def _needed(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is None and not info.data.get("auto_place"):
            raise fault("缺少此字段", "is missing")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len({value is None for value in (self.x, self.y, self.width, self.height)}) > 1:
            raise fault("x、y、width、height 须一并给出", "needs all of x, y, width and height", BadRequestError)
        return self

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """x, y, width, height; None: the scene says."""
        if self.x is None or self.y is None or self.width is None or self.height is None:
            return None
        return self.x, self.y, self.width, self.height
