"""What callers may give for a picture, and its bytes."""

from __future__ import annotations

import base64
import binascii
import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from PIL.Image import Image

#: A path, a link (http, https, data:, upload://), a file's bytes, or a Pillow image.
Picture: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | Image"

MAX_BYTES = 10 * (1 << 20)  # of a picture's file; the server refuses more
MAX_DATA_URI = 300_000  # characters that are sent inside of a body, which must stay below 1 MB with all its pictures
_LINK = re.compile(r"(https?|upload)://|data:", re.IGNORECASE)
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def is_link(picture: Picture) -> bool:
    """Whether it is something that the server reads by itself; any other text is a path."""
    return isinstance(picture, str) and _LINK.match(picture) is not None


def bytes_of(picture: Picture) -> bytes:
    """The picture's file. Pillow images become png, or jpg where png would be over the server's 10 MB.

    Raises `OSError` for a path that can't be read, `TypeError` for anything that is no picture.
    """
    if isinstance(picture, bytes | bytearray | memoryview):
        return bytes(picture)
    if isinstance(picture, str | os.PathLike):
        return Path(picture).read_bytes()
    if _is_pillow(picture):
        return _encoded(picture)
    raise TypeError(f"a picture is a path, a link, bytes or a Pillow image, not {type(picture).__name__}")


def bytes_of_data_uri(link: str) -> bytes | None:
    """The bytes of a data: URI with a picture; None if it is something else, or broken."""
    found = _DATA.match(link)
    if found is None:
        return None
    try:
        return base64.b64decode(link[found.end() :], validate=True)
    except binascii.Error:
        return None


def _is_pillow(picture: object) -> bool:
    """Asked without importing Pillow: whoever made such an image has."""
    pillow = sys.modules.get("PIL.Image")
    return pillow is not None and isinstance(picture, pillow.Image)


def _encoded(image: Image) -> bytes:
    if image.mode not in _PNG_MODES:
        image = image.convert("RGB")
    data = _saved(image, "PNG")
    opaque = "A" not in image.getbands() and "transparency" not in image.info
    if len(data) > MAX_BYTES and opaque:
        data = _saved(image.convert("RGB"), "JPEG", quality=95, subsampling=0)
    return data


def _saved(image: Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, icc_profile=cast("bytes | None", image.info.get("icc_profile")), **options)
    return file.getvalue()
