"""Format and size of a picture from the first of its bytes, without decoding it.

By hand rather than by an image library's `open`, which may decode pixels to find the orientation, inflates metadata,
and walks millions of tiny segments; this runs for every picture of every submission, in the process of the API.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Literal

from lingtu.errors import PictureError

MAX_BYTES = 10 * (1 << 20)
MAX_SIDE_PX = 4096
MAX_SEGMENTS = 20_000  # of a file; an honest one has a few, or one for every 4 KiB

Format = Literal["png", "jpg", "webp"]

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_ONCE = frozenset({b"IHDR", b"PLTE", b"tRNS", b"iCCP"})  # a decoder inflates every profile, and mixes headers up
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # tables and a reserved one are between
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})  # no length follows
_SIDEWAYS = range(5, 9)  # the orientations that swap width and height
_ORIENTATION_TAG = 0x0112
_XMP_ORIENTATION = re.compile(rb'tiff:Orientation(?:="|>)([0-9])')


@dataclass(frozen=True)
class PictureHeader:
    """What a picture says of itself; the size is as seen, after its EXIF orientation (1 to 8)."""

    format: Format
    width: int
    height: int
    orientation: int = 1

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height of the pixels as the file has them."""
        return (self.height, self.width) if self.orientation in _SIDEWAYS else (self.width, self.height)


class _BrokenError(Exception):
    """The bytes are not what their beginning promises."""


@dataclass
class _Findings:
    """Gathered while the segments of a file are walked."""

    size: tuple[int, int] | None = None
    exif: bytes = b""
    xmp: bytes = b""


def read_header(data: bytes, *, max_bytes: int | None = MAX_BYTES) -> PictureHeader:
    """Read the header of a png, jpg or webp. Raises `PictureError` if it is none, broken or too large."""
    if max_bytes is not None and len(data) > max_bytes:
        raise PictureError(
            f"图片大小不能超过 {max_bytes >> 20} MB", f"the picture may have at most {max_bytes >> 20} MB: compress it"
        )
    format_ = _format_of(data)
    try:
        found = _WALKS[format_](data)
    except (_BrokenError, struct.error, IndexError) as error:
        raise PictureError("图片已损坏或不完整", f"the picture is broken or cut short ({format_})") from error
    if found.size is None or not all(found.size):
        raise PictureError("图片已损坏或不完整", f"the picture is broken: it states no size ({format_})")
    width, height = found.size
    if max(width, height) > MAX_SIDE_PX:
        raise PictureError(
            f"图片尺寸为 {width}×{height}，不能超过 {MAX_SIDE_PX}×{MAX_SIDE_PX}",
            f"the picture is {width}×{height}; at most {MAX_SIDE_PX}×{MAX_SIDE_PX}: scale it down",
        )
    orientation = _orientation(found)
    if orientation in _SIDEWAYS:
        width, height = height, width
    return PictureHeader(format_, width, height, orientation)


def read_xmp(data: bytes) -> bytes:
    """The XMP packet of a png, jpg or webp, b"" if there is none. Raises `PictureError` if it is none or broken."""
    format_ = _format_of(data)
    try:
        found = _WALKS[format_](data).xmp
    except (_BrokenError, struct.error, IndexError) as error:
        raise PictureError("图片已损坏或不完整", f"the picture is broken or cut short ({format_})") from error
    return found[max(0, found.find(b"<")) :]


def _format_of(data: bytes) -> Format:
    if data.startswith(_PNG):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if not data:
        raise PictureError("图片为空", "the picture is empty")
    raise PictureError("仅支持 png、jpg、webp 格式的图片", "the content is not a png, jpg or webp picture")


def _walk_png(data: bytes) -> _Findings:
    found = _Findings()
    seen: set[bytes] = set()
    place = len(_PNG)
    for _ in range(MAX_SEGMENTS):
        length, kind = struct.unpack_from(">I4s", data, place)
        content, end = place + 8, place + 12 + length
        if end > len(data):
            raise _BrokenError("a chunk is cut short")
        if kind in seen:
            raise _BrokenError("a second one of a chunk that comes once")
        seen |= {kind} & _PNG_ONCE
        if place == len(_PNG):
            if kind != b"IHDR" or length != 13 or zlib.crc32(data[place + 4 : end - 4]) != _crc(data, end):
                raise _BrokenError("no header chunk")
            found.size = struct.unpack_from(">II", data, content)
        elif kind == b"eXIf":
            found.exif = found.exif or data[content : end - 4]
        elif kind == b"iTXt" and data.startswith(b"XML:com.adobe.xmp\0\0", content):  # the second 0: not compressed
            found.xmp = data[content : end - 4]
        elif kind == b"IEND":
            return found
        place = end
    raise _BrokenError("more chunks than an honest file has")


def _crc(data: bytes, end: int) -> int:
    return int(struct.unpack_from(">I", data, end - 4)[0])


def _walk_jpg(data: bytes) -> _Findings:
    found = _Findings()
    place = 2
    for _ in range(MAX_SEGMENTS):
        if data[place] != 0xFF:
            raise _BrokenError("no marker where one must be")
        marker = data[place + 1]
        if marker in _BARE_MARKERS or marker == 0xFF:  # 0xFF: filling
            place += 1 if marker == 0xFF else 2
            continue
        if marker == 0xDA:  # the pixels begin
            return found
        (length,) = struct.unpack_from(">H", data, place + 2)
        content = data[place + 4 : place + 2 + length]
        if length < 2 or len(content) != length - 2:
            raise _BrokenError("a segment is cut short")
        if marker in _FRAME_MARKERS and found.size is None:
            height, width = struct.unpack_from(">HH", content, 1)
            found.size = width, height
        elif marker == 0xE1 and content.startswith(b"Exif\0\0"):
            found.exif = found.exif or content
        elif marker == 0xE1 and content.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
            found.xmp = content
        place += 2 + length
    raise _BrokenError("more segments than an honest file has")


def _walk_webp(data: bytes) -> _Findings:
    found = _Findings()
    end_of_file = 8 + int(struct.unpack_from("<I", data, 4)[0])
    if end_of_file > len(data):
        raise _BrokenError("the file is cut short")
    place = 12
    for _ in range(MAX_SEGMENTS):
        if place + 8 > end_of_file:
            return found
        kind, length = struct.unpack_from("<4sI", data, place)
        content, end = place + 8, place + 8 + length
        if end > end_of_file:
            raise _BrokenError("a chunk is cut short")
        if found.size is None and kind in _WEBP_SIZES:
            found.size = _WEBP_SIZES[kind](data[content : content + 10])
        elif kind == b"EXIF":
            found.exif = found.exif or data[content:end]
        elif kind == b"XMP ":
            found.xmp = data[content:end]
        place = end + (length & 1)
    raise _BrokenError("more chunks than an honest file has")


def _size_of_vp8x(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[4:7], "little") + 1, int.from_bytes(content[7:10], "little") + 1


def _size_of_vp8(content: bytes) -> tuple[int, int]:
    if content[3:6] != b"\x9d\x01\x2a":
        raise _BrokenError("no key frame")
    width, height = struct.unpack_from("<HH", content, 6)
    return width & 0x3FFF, height & 0x3FFF  # two bits ask for upscaling, which decoders leave


def _size_of_vp8l(content: bytes) -> tuple[int, int]:
    if content[0] != 0x2F:
        raise _BrokenError("no lossless frame")
    bits = int(struct.unpack_from("<I", content, 1)[0])
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


_WEBP_SIZES = {b"VP8X": _size_of_vp8x, b"VP8 ": _size_of_vp8, b"VP8L": _size_of_vp8l}
_WALKS = {"png": _walk_png, "jpg": _walk_jpg, "webp": _walk_webp}


def _orientation(found: _Findings) -> int:
    """1 to 8; metadata that cannot be read are as good as none."""
    try:
        stated = _exif_orientation(found.exif.removeprefix(b"Exif\0\0"))
    except struct.error:
        stated = None
    if stated is None and (match := _XMP_ORIENTATION.search(found.xmp)):
        stated = int(match.group(1))
    return stated if stated is not None and 1 <= stated <= 8 else 1


def _exif_orientation(tiff: bytes) -> int | None:
    """The orientation in the first directory of a TIFF structure."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return None
    (directory,) = struct.unpack_from(order + "I", tiff, 4)
    (entries,) = struct.unpack_from(order + "H", tiff, directory)
    for place in range(directory + 2, directory + 2 + 12 * min(entries, 512), 12):
        tag, kind = struct.unpack_from(order + "HH", tiff, place)
        if tag == _ORIENTATION_TAG:
            (value,) = struct.unpack_from(order + ("I" if kind == 4 else "H"), tiff, place + 8)
            return int(value)
    return None
