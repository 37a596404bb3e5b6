"""Small pictures of every kind that callers send, to be damaged."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.fuzzing.profiles import ADOBE_GAMMA, DISPLAY_P3, grey_printer_profile, rgb_profile

WIDTH, HEIGHT = 48, 32
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a png."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, depth: int, colour: int, rows: bytes, *extra: bytes, adam7: bool = False) -> bytes:
    """A png from its filtered rows; `extra` are whole chunks between header and pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, adam7))
    return SIGNATURE + header + b"".join(extra) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def photo(mode: str = "RGB") -> Image.Image:
    """A smooth picture with a little noise, in any of Pillow's modes."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    noise = np.random.default_rng(1).integers(0, 24, (HEIGHT, WIDTH))
    planes = np.stack([x * 4 + noise, y * 6 + noise, 255 - x * 2 - y - noise, 40 + x * 4], axis=-1).clip(0, 255)
    image = Image.fromarray(planes.astype(np.uint8))
    return image.convert(mode) if mode in ("RGBA", "LA") else image.convert("RGB").convert(mode)


def save(image: Image.Image, format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def exif(orientation: int, endian: str = "<") -> bytes:
    """With a few tags, and a directory of the camera's."""
    tags = Image.Exif()
    tags.endian = endian
    tags[0x010F], tags[0x0112], tags[0x011A] = "camera", orientation, 72.0
    tags.get_ifd(0x8769)[0x9003] = "2024:01:01 00:00:00"
    return tags.tobytes()


def xmp(orientation: int) -> bytes:
    return f'<x:xmpmeta><rdf:Description tiff:Orientation="{orientation}"/></x:xmpmeta>'.encode()


def profile(name: str) -> bytes:
    """One of those that Pillow makes: `sRGB` or `LAB`."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]


def interlaced() -> bytes:
    """Adam7, which Pillow reads and doesn't write."""
    pixels = np.asarray(photo())
    passes = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
    rows = b"".join(
        b"\0" + row.tobytes() for top, left, down, right in passes for row in pixels[top::down, left::right]
    )
    return png(WIDTH, HEIGHT, 8, 2, rows, adam7=True)


def deep(colour: int, *extra: bytes) -> bytes:
    """16 bits a sample: grey (0), RGB (2), grey with alpha (4) or RGB with alpha (6)."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    levels = np.random.default_rng(2).integers(0, 65536, (HEIGHT, WIDTH * channels)).astype(">u2")
    return png(WIDTH, HEIGHT, 16, colour, b"".join(b"\0" + row.tobytes() for row in levels), *extra)


def cmyk() -> bytes:
    """A four-colour jpg, stored inverted, as Adobe's programs do, and with Adobe's mark."""
    return save(photo("CMYK"), "JPEG", quality=95)


def ycck() -> bytes:
    """The same with its first three colours as luminance and differences."""
    cyan, magenta, yellow, black = photo("CMYK").split()
    planes = (*Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr").split(), black.point(lambda k: 255 - k))
    stored = Image.merge("CMYK", [plane.point(lambda level: 255 - level) for plane in planes])
    data = bytearray(save(stored, "JPEG", quality=95))
    data[data.index(b"Adobe") + 11] = 2
    return bytes(data)


#: 16 x 16, made by `cjpeg -arithmetic`.
ARITHMETIC = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO"
    "UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
    "T09PT09PT0//yQARCAAQABADASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD/AGPIzCEyG0S4lZ9dFVjHlKgolqbQ"
    "E3xdgP/Z"
)


def _pngs() -> dict[str, bytes]:
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp(6).decode())
    text.add_text("Comment", "plain")
    text.add_text("Packed", "long " * 100, zip=True)
    text.add_itxt("Gepackt", "länger " * 100, "de", "Gepackt", zip=True)
    modes = {f"png {mode}": save(photo(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")}
    frames = [photo("RGBA").rotate(turn) for turn in (0, 90, 180)]
    return modes | {
        "png palette with alpha": save(photo("P"), "PNG", transparency=bytes(range(200))),
        "png key colour": save(photo("L"), "PNG", transparency=60),
        "png 16 grey": deep(0, chunk(b"tRNS", b"\x12\x34")),
        "png 16 grey alpha": deep(4),
        "png 16 RGB": deep(2, chunk(b"tRNS", bytes(6))),
        "png 16 RGBA": deep(6),
        "png interlaced": interlaced(),
        "png text": save(photo(), "PNG", pnginfo=text),
        "png exif": save(photo(), "PNG", exif=exif(8)),
        "png profile": save(photo(), "PNG", icc_profile=rgb_profile(DISPLAY_P3, ADOBE_GAMMA)),
        "png animated": save(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=50, disposal=1),
        "png many chunks": _in_small_chunks(save(photo(), "PNG")),
    }


def _in_small_chunks(data: bytes) -> bytes:
    place = data.index(b"IDAT")
    (length,) = struct.unpack_from(">I", data, place - 4)
    pixels = data[place + 4 : place + 4 + length]
    parts = [chunk(b"IDAT", pixels[start : start + 64]) for start in range(0, length, 64)]
    return data[: place - 4] + b"".join(parts) + chunk(b"IEND", b"")


def _jpgs() -> dict[str, bytes]:
    return {
        "jpg": save(photo(), "JPEG", quality=80),
        "jpg 4:4:4": save(photo(), "JPEG", quality=95, subsampling=0),
        "jpg grey": save(photo("L"), "JPEG"),
        "jpg progressive": save(photo(), "JPEG", progressive=True),
        "jpg restarts": save(photo(), "JPEG", restart_marker_blocks=2),
        "jpg cmyk": cmyk(),
        "jpg ycck": ycck(),
        "jpg exif": save(photo(), "JPEG", exif=exif(6)),
        "jpg exif big-endian": save(photo(), "JPEG", exif=exif(5, ">")),
        "jpg xmp": save(photo(), "JPEG", xmp=xmp(5), comment=b"comment"),
        "jpg profile": save(photo(), "JPEG", icc_profile=rgb_profile(DISPLAY_P3, ADOBE_GAMMA)),
        "jpg cmyk profile": save(photo("CMYK"), "JPEG", icc_profile=grey_printer_profile()),
        "jpg two pictures": save(photo(), "MPO", save_all=True, append_images=[photo().rotate(90)]),
        "jpg arithmetic": ARITHMETIC,
    }


def _webps() -> dict[str, bytes]:
    frames = [photo("RGBA").rotate(turn) for turn in (0, 90)]
    return {
        "webp": save(photo(), "WEBP"),
        "webp lossless": save(photo(), "WEBP", lossless=True),
        "webp alpha": save(photo("RGBA"), "WEBP"),
        "webp lossless alpha": save(photo("RGBA"), "WEBP", lossless=True),
        "webp animated": save(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=50),
        "webp exif": save(photo(), "WEBP", exif=exif(7)),
        "webp profile and xmp": save(photo("RGBA"), "WEBP", icc_profile=profile("sRGB"), xmp=xmp(2)),
    }


@cache
def seeds() -> dict[str, bytes]:
    return _pngs() | _jpgs() | _webps()
