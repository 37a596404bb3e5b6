"""Files become arrays here, and arrays files; nowhere else.

Reading is Pillow's; writing PNG and JPEG is OpenCV's. At 1024² on photographs, one core: OpenCV's Paeth filter with
run-length deflate takes 44 ms and 1.07 MB, Pillow's level 1 77 ms and 1.18 MB, Pillow's default 278 ms and 1.05 MB.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile
from psd_tools import PSDImage

from lingtu.errors import PictureError
from lingtu.fetching.header import read_header
from lingtu.imaging.profile import to_srgb
from lingtu.imaging.scans import limit_scans

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Format = Literal["png", "jpg", "webp"]

JPG_QUALITY = 92
WEBP_QUALITY = 90
PSD_LAYERS = ("原图", "抠图")  # the original, the cut-out
WEBP_EFFORT = 2  # 46 ms and 141 kB at 1024²; the default effort 4 takes 105 ms for 138 kB

_PNG_OPTIONS = [
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_PAETH),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE),
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
]
_JPG_OPTIONS = [
    *(cv2.IMWRITE_JPEG_QUALITY, JPG_QUALITY),
    *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),  # a product's red edges stay sharp
]
#: What Pillow's readers are known to raise on broken files.
_BROKEN = (OSError, SyntaxError, ValueError, OverflowError, LookupError, EOFError, struct.error, zlib.error)
_READERS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
#: EXIF orientation -> what makes the picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Level of a sample of few bits -> level of the 8 bits it is read as.
_SAMPLE_SCALES = {"L;2": 85, "L;4": 17, "RGB;16B": 1 / 256}


@dataclass(frozen=True)
class Picture:
    """A decoded picture: sRGB float32 H x W x 3 in [0, 1]; alpha H x W, or None if the file has no transparency."""

    rgb: Rgb
    alpha: Alpha | None


def decode(data: bytes) -> Picture:
    """Read a png, jpg or webp as it is meant to be seen: first frame, upright, in sRGB.

    The kind is told by the content. Transparency of a palette or of a key colour is alpha too.
    Size and orientation are those of `read_header`, by which a submission was accepted.
    Raises `PictureError` if it is none of these, broken, or larger than 4096 x 4096.
    """
    header = read_header(data, max_bytes=None)
    if header.format == "jpg":
        limit_scans(data)
    with _reading():
        image = Image.open(io.BytesIO(data), formats=[_READERS[header.format]])
        if image.size != header.stored_size:
            raise SyntaxError("two headers tell two sizes")
        _read_key_colour(image)
        image.load()
        colour, alpha = _split(image)
        turn = _TURNS.get(header.orientation)
        rgb = _upright(to_srgb(colour, image.info.get("icc_profile")), turn)
        return Picture(_floats(rgb), None if alpha is None else _floats(_upright(alpha, turn)))


def decode_map(data: bytes) -> NDArray[Any]:
    """The levels of one of our own map files as they are stored: H x W, or H x W x 3, of 8 or 16 bits.

    Raises `PictureError` if it is broken.
    """
    levels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
    if levels is None:
        raise PictureError("场景数据已损坏", "a map of the scene is broken")
    found: NDArray[Any] = cv2.cvtColor(levels, cv2.COLOR_BGR2RGB) if levels.ndim == 3 else levels
    return found


def encode(rgb: Rgb, alpha: Alpha | None, format: Format) -> bytes:
    """Write a picture with 8 bits a channel: level = round(255 x). jpg has no alpha: it lies over white.

    Raises `ValueError` on a wrong shape or values outside of [0, 1].
    """
    if format == "jpg":
        opaque = rgb if alpha is None else _over_white(rgb, alpha)
        return _cv2_encode(".jpg", _levels(opaque, None), _JPG_OPTIONS)
    levels = _levels(rgb, alpha)
    if format == "png":
        return _cv2_encode(".png", levels, _PNG_OPTIONS)
    if format == "webp":
        written = io.BytesIO()
        Image.fromarray(levels).save(written, "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT)
        return written.getvalue()
    raise ValueError(f"no such format: {format}")


def encode_psd(original_rgb: Rgb, cut_rgb: Rgb, alpha: Alpha) -> bytes:
    """Write a layered PSD: the cut-out on top, the original hidden below it.

    Arrays share height and width. Raises `ValueError` on a wrong shape or values outside of [0, 1].
    """
    if original_rgb.shape != cut_rgb.shape:
        raise ValueError(f"the original is {original_rgb.shape}, the cut-out {cut_rgb.shape}")
    cut = Image.fromarray(_levels(cut_rgb, alpha))
    document = PSDImage.frompil(cut)
    original = document.create_pixel_layer(Image.fromarray(_levels(original_rgb, None)))
    cut_out = document.create_pixel_layer(cut)
    original.visible = False
    original.name, cut_out.name = PSD_LAYERS
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever a reader raises on bad bytes becomes one error that tells the caller what to do."""
    try:
        yield
    except _BROKEN:
        raise PictureError("图片已损坏或不完整，请重新导出", "it is broken or cut short; export it again") from None


def _split(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colour in the file's own space (L, RGB or CMYK), and alpha."""
    if image.mode.startswith("I"):
        return _split_deep_grey(image)
    if image.mode == "P" and image.palette is None:
        raise SyntaxError("no palette")
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        return whole.convert("RGB"), whole.getchannel("A")
    return (image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")), None


def _split_deep_grey(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    deep = np.asarray(image).astype(np.int64)
    grey = Image.fromarray(((deep + 128) // 257).astype(np.uint8))
    key = image.info.get("transparency")
    alpha = None if key is None else Image.fromarray(np.where(deep == key, 0, 255).astype(np.uint8))
    return grey, alpha


def _read_key_colour(image: Image.Image) -> None:
    """A PNG's key colour is told in the file's own depth, but compared with 8-bit levels once it is loaded."""
    key: Any = image.info.get("transparency")
    layout = image.tile[0].args if isinstance(image, ImageFile.ImageFile) and image.tile else None
    scale = _SAMPLE_SCALES.get(layout) if isinstance(layout, str) else None
    if scale and key is not None:
        image.info["transparency"] = tuple(int(k * scale) for k in key) if isinstance(key, tuple) else int(key * scale)


def _upright(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image if turn is None else image.transpose(turn)


def _floats(image: Image.Image) -> NDArray[np.float32]:
    floats: NDArray[np.float32] = np.multiply(np.asarray(image), np.float32(1 / 255), dtype=np.float32)
    return floats


def _levels(rgb: Rgb, alpha: Alpha | None) -> Bytes:
    """8-bit levels, H x W x 3 or 4; raises `ValueError` on a wrong shape or range."""
    if rgb.ndim != 3 or rgb.shape[2] != 3 or min(rgb.shape) < 1:
        raise ValueError(f"rgb must be H x W x 3, it is {rgb.shape}")
    if alpha is None:
        return _rounded(rgb)
    if alpha.shape != rgb.shape[:2]:
        raise ValueError(f"alpha is {alpha.shape}, rgb {rgb.shape}")
    return np.dstack((_rounded(rgb), _rounded(alpha)))


def _rounded(values: NDArray[np.float32]) -> Bytes:
    if not (values.min() >= 0 and values.max() <= 1):  # so that NaN is refused too
        raise ValueError(f"values must be in [0, 1], they are in [{values.min()}, {values.max()}]")
    levels: Bytes = np.rint(values * np.float32(255)).astype(np.uint8)
    return levels


def _over_white(rgb: Rgb, alpha: Alpha) -> Rgb:
    if alpha.shape != rgb.shape[:2]:
        raise ValueError(f"alpha is {alpha.shape}, rgb {rgb.shape}")
    coverage = alpha[..., None]
    composited: Rgb = np.clip(rgb * coverage + (1 - coverage), 0, 1, dtype=np.float32)
    return composited


def _cv2_encode(extension: str, levels: Bytes, options: list[int]) -> bytes:
    swapped = cv2.cvtColor(levels, cv2.COLOR_RGBA2BGRA if levels.shape[2] == 4 else cv2.COLOR_RGB2BGR)
    done, written = cv2.imencode(extension, swapped, options)
    assert done
    return bytes(written)
