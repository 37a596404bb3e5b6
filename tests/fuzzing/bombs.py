"""Small files that ask for much: memory, time, or both."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

from tests.fuzzing.seeds import SIGNATURE, chunk, photo, png, save

SIDE = 4096
_MEGABYTE_PACKED = zlib.compress(bytes((1 << 20) - 16), 9)
_GIGABYTE_PACKED = zlib.compress(bytes(1 << 30), 9)


def with_chunks(*chunks: bytes) -> bytes:
    """An honest png with chunks put behind its header."""
    whole = save(photo(), "PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def declared(width: int, height: int, depth: int = 8, colour: int = 2, *, adam7: bool = False) -> bytes:
    """A png that tells a size and has few pixels."""
    return png(width, height, depth, colour, bytes(1000), adam7=adam7)


def full(depth: int, colour: int, *extra: bytes, adam7: bool = False) -> bytes:
    """A png of the largest size, all zeros: its rows shrink to a thousandth."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row_bytes = SIDE * channels * depth // 8 + 1
    return png(SIDE, SIDE, depth, colour, bytes(row_bytes * SIDE + (SIDE * 2 if adam7 else 0)), *extra, adam7=adam7)


def scans(count: int) -> bytes:
    """A progressive jpg of the largest size whose last scan comes again and again."""
    whole = save(Image.new("RGB", (SIDE, SIDE), (9, 8, 7)), "JPEG", progressive=True, subsampling=0)
    last = [match.start() for match in re.finditer(rb"\xff\xda", whole)][-1]
    return whole[:-2] + whole[last:-2] * count + b"\xff\xd9"


def jpg_size(width: int, height: int) -> bytes:
    whole = save(photo(), "JPEG")
    place = whole.index(b"\xff\xc0") + 5
    return whole[:place] + struct.pack(">HH", height, width) + whole[place + 4 :]


def webp_size(width: int, height: int) -> bytes:
    whole = save(photo("RGBA"), "WEBP")
    place = whole.index(b"VP8X") + 12
    return whole[:place] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + whole[place + 6 :]


def frames(format: str, count: int) -> bytes:
    drawn = [Image.new("RGBA", (64, 64), (index % 256, index // 256, 0, 255)) for index in range(count)]
    return save(drawn[0], format, save_all=True, append_images=drawn[1:])


def looping_exif() -> bytes:
    """Directories that point at themselves, and tags that claim four billion values."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x0112, 3, 0xFFFF_FFFF, 8)
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 5000) + entry * 2500 + struct.pack("<I", 8)
    return b"Exif\0\0" + tiff


#: Name -> how to make it; each is a picture or a `PictureError`, within the fuzzer's bounds.
BOMBS: dict[str, Callable[[], bytes]] = {
    "png 2147483647 x 2147483647": lambda: declared(2**31 - 1, 2**31 - 1),
    "png 4096 x 4096 without pixels": lambda: declared(SIDE, SIDE, 16, 6),
    "png 4097 x 1": lambda: declared(SIDE + 1, 1),
    "png of width 0": lambda: declared(0, 9),
    "png 16 bits RGBA": lambda: full(16, 6),
    "png 16 bits grey with key": lambda: full(16, 0, chunk(b"tRNS", bytes(2))),
    "png palette with alpha": lambda: full(8, 3, chunk(b"PLTE", bytes(768)), chunk(b"tRNS", bytes(256))),
    "png 1 bit": lambda: full(1, 0),
    "png interlaced": lambda: full(8, 6, adam7=True),
    "png with a gigabyte of pixels": lambda: (
        SIGNATURE + declared(8, 8)[8:33] + chunk(b"IDAT", _GIGABYTE_PACKED) + chunk(b"IEND", b"")
    ),
    "png profile of a gigabyte": lambda: with_chunks(chunk(b"iCCP", b"x\0\0" + _GIGABYTE_PACKED)),
    "png five thousand profiles": lambda: with_chunks(chunk(b"iCCP", b"x\0\0" + _MEGABYTE_PACKED) * 5000),
    "png text of a gigabyte": lambda: with_chunks(chunk(b"zTXt", b"x\0\0" + _GIGABYTE_PACKED)),
    "png five thousand texts": lambda: with_chunks(chunk(b"zTXt", b"x\0\0" + _MEGABYTE_PACKED) * 5000),
    "png international text of a gigabyte": lambda: with_chunks(chunk(b"iTXt", b"x\0\1\0\0\0" + _GIGABYTE_PACKED)),
    "png nineteen thousand chunks": lambda: with_chunks(chunk(b"tEXt", b"key\0text") * 19_000),
    "png hundred thousand chunks": lambda: with_chunks(chunk(b"tEXt", b"key\0text") * 100_000),
    "png looping exif": lambda: with_chunks(chunk(b"eXIf", looping_exif()[6:])),
    "png three hundred frames": lambda: frames("PNG", 300),
    "jpg 65535 x 65535": lambda: jpg_size(65535, 65535),
    "jpg 4096 x 4096 without pixels": lambda: jpg_size(SIDE, SIDE),
    "jpg of height 0": lambda: jpg_size(48, 0),
    "jpg cmyk": lambda: save(Image.new("CMYK", (SIDE, SIDE), (9, 8, 7, 6)), "JPEG"),
    "jpg fifty scans more": lambda: scans(50),
    "jpg a hundred thousand scans": lambda: scans(100_000),
    "jpg two million segments": lambda: save(photo(), "JPEG")[:-2] + b"\xff\xfe\0\2" * 2_000_000,
    "jpg ten megabytes of filling": lambda: save(photo(), "JPEG")[:-2] + b"\xff" * 10_000_000,
    "jpg looping exif": lambda: save(photo(), "JPEG", exif=looping_exif()),
    "webp 16383 x 16383": lambda: webp_size(16383, 16383),
    "webp 4096 x 4096 around a small frame": lambda: webp_size(SIDE, SIDE),
    "webp lossless": lambda: save(Image.new("RGBA", (SIDE, SIDE), (9, 8, 7, 6)), "WEBP", lossless=True),
    "webp two thousand frames": lambda: frames("WEBP", 2000),
    "noise of the largest size": lambda: save(
        Image.fromarray(np.random.default_rng(0).integers(0, 256, (SIDE, SIDE), dtype=np.uint8)), "JPEG", quality=50
    ),
}
