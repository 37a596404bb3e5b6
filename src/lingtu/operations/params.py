"""The parameters of each operation, in the order of the vendor's tables: with several faults the first one is told.

The API imports this module, so no numpy here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from lingtu.errors import BadRequestError, ChoiceError, PictureError, ProportionError
from lingtu.gallery.catalogue import Gallery
from lingtu.operations.fields import (
    Body,
    CallbackUrl,
    Count,
    JobId,
    Link,
    Reason,
    RequestId,
    ResultFormat,
    Seed,
    Size,
    Truth,
)
from lingtu.operations.goods import Goods
from lingtu.operations.names import NameOf
from lingtu.operations.numbers import number_of
from lingtu.operations.reader import fault
from lingtu.operations.texts import GALLERY_SCHEME, word_of, words_of


class JobParams(Body):
    """What every submission has."""

    request_id: RequestId

    @property
    def units(self) -> int:
        """Generations that the job costs."""
        return 1

    def pictures(self, gallery: Gallery) -> dict[str, str]:
        """Links of the pictures to fetch, by the name that the recipe knows them under.

        `gallery` is the one that the parameters were read with.
        """
        raise NotImplementedError

    def to_store(self) -> dict[str, Any]:
        """The body to keep with the job; the bytes of data: URIs are objects, not part of it."""
        stored: dict[str, Any] = _without_data(self.model_dump(mode="json", by_alias=True, exclude_none=True))
        return stored

    def aspect_of(self) -> dict[str, tuple[int, int]]:
        """Width and height whose proportions a picture must have, by its name."""
        return {}

    def aspect_like(self) -> dict[str, str]:
        """The picture that another one must have the proportions of, by that one's name."""
        return {}


_BACKGROUND = NameOf(lambda gallery: gallery.find_background, "背景", "background")
_FACE = NameOf(lambda gallery: gallery.find_face, "模特脸", "face")


class Background(Body):
    """背景图信息: needs a url, or a bgId alone."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["url"]}, {"required": ["bgId"]}]})

    bg_id: Annotated[str, _BACKGROUND, ChoiceError] | None = None
    url: Link | None = None
    #: White: fill this area anew; black: follow the reference.
    mask: Link | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.bg_id is None and self.url is None:
            raise fault("须有 url 或 bgId", "needs a url or a bgId")
        return self

    def picture(self, gallery: Gallery) -> str:
        """Link of the pixels: the url wins; the gallery's picture without one."""
        if self.url is not None:
            return self.url
        assert self.bg_id is not None
        return f"{GALLERY_SCHEME}backgrounds/{gallery.background(self.bg_id).file}"


class ChangeBackgroundParams(JobParams):
    """商品图换背景: a product on a new background."""

    width: Size
    height: Size
    goods: Annotated[Goods, PictureError]
    background: Annotated[Background, PictureError]
    product_smart_color: Truth = True
    reference_strong: Truth = True
    num: Count = 1
    seed: Seed | None = None
    format: ResultFormat = "png"
    callback_url: CallbackUrl | None = None

    @field_validator("goods")
    @classmethod
    def _box_meets_canvas(cls, box: Goods, info: ValidationInfo) -> Goods:
        width, height = info.data.get("width"), info.data.get("height")
        if width is None or height is None or box.box is None:
            return box  # their own fault is told
        x, y, box_width, box_height = box.box
        if x >= width or y >= height or x + box_width <= 0 or y + box_height <= 0:
            raise fault("商品框在画布之外", "box lies outside of the canvas", BadRequestError)
        return box

    @property
    def units(self) -> int:
        return self.num

    def pictures(self, gallery: Gallery) -> dict[str, str]:
        links = {"goods": self.goods.url, "background": self.background.picture(gallery), "mask": self.background.mask}
        return {name: link for name, link in links.items() if link is not None}

    def aspect_of(self) -> dict[str, tuple[int, int]]:
        size = (self.width, self.height)
        return {"mask": size} | ({"background": size} if self.background.url else {})


class ModelParams(JobParams):
    """AI模特: another face, optionally another background."""

    model: Link
    face_id: Annotated[str, _FACE, ChoiceError]
    background: Link | None = None
    num: Count = 1
    skin_tone: Annotated[str, word_of("auto", "keep"), ChoiceError] = "auto"
    seed: Seed | None = None
    format: ResultFormat = "png"
    callback_url: CallbackUrl | None = None

    @property
    def units(self) -> int:
        return self.num

    def pictures(self, gallery: Gallery) -> dict[str, str]:
        links = {"model": self.model, "background": self.background}
        return {name: link for name, link in links.items() if link is not None}


class Dress(Body):
    """服饰图信息."""

    image: Link
    type: Annotated[str, word_of("dresses", "upperBody", "lowerBody"), ChoiceError]


def _wearable(value: tuple[Dress, ...]) -> tuple[Dress, ...]:
    types = sorted(dress.type for dress in value)
    if len(value) != 1 and types != ["lowerBody", "upperBody"]:
        raise fault(
            "须为一件任意类型的服饰，或一件 upperBody 加一件 lowerBody",
            "must be one garment of any type, or one upperBody with one lowerBody",
        )
    return value


_TWO_AT_MOST: dict[str, Any] = {
    "minItems": 1,
    "maxItems": 2,
    "description": "One garment of any type, or one upperBody with one lowerBody.",
}


class DressParams(JobParams):
    """AI试衣: garments on a person."""

    model: Link
    dresses: Annotated[tuple[Dress, ...], AfterValidator(_wearable), Field(json_schema_extra=_TWO_AT_MOST), ChoiceError]
    num: Count = 1
    seed: Seed | None = None
    format: ResultFormat = "png"
    callback_url: CallbackUrl | None = None

    @property
    def units(self) -> int:
        return self.num

    def pictures(self, gallery: Gallery) -> dict[str, str]:
        return {"model": self.model} | {f"dress{index}": dress.image for index, dress in enumerate(self.dresses)}


class MattingParams(JobParams):
    """抠图: the subject, or the head, cut out."""

    image: Link
    #: 0: the main subject; 1: the head with its hair.
    type: Annotated[int, number_of(0, 1), ChoiceError] = 0
    formats: Annotated[tuple[Literal["png", "psd"], ...], words_of("png", "psd"), ChoiceError] = ("png",)
    seed: Seed | None = None
    callback_url: CallbackUrl | None = None

    def pictures(self, gallery: Gallery) -> dict[str, str]:
        return {"image": self.image}


class RemoveParams(JobParams):
    """擦除: what a mask marks is erased from a picture; what is around it goes on there."""

    image: Link
    #: White: erase; black: keep. Of the image's proportions.
    mask: Annotated[Link, ProportionError]
    seed: Seed | None = None
    format: ResultFormat = "png"
    callback_url: CallbackUrl | None = None

    def pictures(self, gallery: Gallery) -> dict[str, str]:
        return {"image": self.image, "mask": self.mask}

    def aspect_like(self) -> dict[str, str]:
        return {"mask": "image"}


class JobRef(Body):
    """Names one job."""

    job_id: JobId


class CancelParams(JobRef):
    """Names one job, and says why it is not wanted."""

    reason: Reason | None = None


def _without_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_data(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_data(item) for item in value]
    return "data:" if isinstance(value, str) and value[:5].lower() == "data:" else value
