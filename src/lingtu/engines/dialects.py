"""The table of dialects of `POST /v1/images/edits`, and a request in one of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np

from lingtu.engines.editing import Edit
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.letterbox import Frame, Sizes
from lingtu.settings import Generative

#: A part of a multipart form: field, (file name, bytes, media type).
File = tuple[str, tuple[str, bytes, str]]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """A row of dialects.toml, which says what each means."""

    image: str
    mask: str
    mask_form: Literal["white", "clear"]
    extras: Mapping[str, str]
    fixed: Mapping[str, str]
    step: int
    sizes: tuple[tuple[int, int], ...]
    model: bool
    live: str

    def sizes_for(self, pixels: int) -> Sizes:
        return Sizes(pixels, self.step, self.sizes)


@dataclass(frozen=True)
class Form:
    """A request's body, the mask apart: a server that will not have it gets the rest."""

    fields: Mapping[str, str]
    pictures: tuple[File, ...]
    mask: tuple[File, ...] = ()


@cache
def dialects() -> Mapping[str, Dialect]:
    text = resources.files(__package__).joinpath("dialects.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    return {name: Dialect(**row | {"sizes": tuple(tuple(size) for size in row["sizes"])}) for name, row in rows.items()}


def write_form(dialect: Dialect, wanted: Edit, frame: Frame, settings: Generative) -> Form:
    """The edit as this kind of server wants it. The first picture is put into the frame; the others stay as they are.

    Pictures travel as jpg of 4:4:4: what must stay is not taken from the answer, and a png takes four times as long.
    """
    first = frame.into(wanted.images[0])
    pictures = tuple(
        (dialect.image, (f"image{index}.jpg", codec.encode(picture, None, "jpg"), "image/jpeg"))
        for index, picture in enumerate((first, *wanted.images[1:]))
    )
    values = {
        "negative": wanted.negative or None,
        "seed": wanted.seed,
        "steps": settings.steps,
        "guidance": settings.guidance,
        "true_cfg": settings.true_cfg,
    }
    fields = {"prompt": wanted.prompt, "n": "1", "size": f"{frame.width}x{frame.height}"} | dict(dialect.fixed)
    fields |= {name: str(values[own]) for own, name in dialect.extras.items() if values[own] is not None}
    if settings.model is not None:
        fields["model"] = settings.model
    return Form(fields, pictures, _mask(dialect, first, wanted.mask, frame))


def _mask(dialect: Dialect, first: Floats, mask: Floats | None, frame: Frame) -> tuple[File, ...]:
    if mask is None or not dialect.mask:
        return ()
    paint = frame.mask_into(mask)
    if dialect.mask_form == "clear":
        data = codec.encode(first, 1 - paint, "png")
    else:
        data = codec.encode(np.repeat(paint[..., None], 3, axis=2), None, "png")
    return ((dialect.mask, ("mask.png", data, "image/png")),)
