"""Pictures that carry a number in their colour, by which a run and a result are known to belong to a submission."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

from PIL import Image

SIZE = (24, 16)  # px


def picture_file(number: int) -> bytes:
    """A png of one colour; the number has 24 bits."""
    file = io.BytesIO()
    Image.new("RGB", SIZE, (number >> 16, number >> 8 & 255, number & 255)).save(file, "PNG")
    return file.getvalue()


def link_of(number: int) -> str:
    """The picture as a data: URI, which a submission stores."""
    return "data:image/png;base64," + base64.b64encode(picture_file(number)).decode()


def number_in(picture: bytes) -> int:
    """The number of a picture whose pixels are those of `picture_file`."""
    colour = Image.open(io.BytesIO(picture)).convert("RGB").getpixel((0, 0))
    assert isinstance(colour, tuple)
    return number_of(colour)


def number_of(colour: Sequence[float]) -> int:
    """The number of a colour in 8 bits a channel."""
    red, green, blue = (int(channel) for channel in colour)
    return red << 16 | green << 8 | blue
