"""Format and size from a picture's first bytes, beside what Pillow sees."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo

from lingtu.errors import PictureError
from lingtu.fetching.header import MAX_BYTES, MAX_SEGMENTS, PictureHeader, read_header

SIZE = (40, 30)
WRITERS = {
    "png": [{"format": "PNG"}],
    "jpg": [{"format": "JPEG"}, {"format": "JPEG", "progressive": True}],
    "webp": [{"format": "WEBP"}, {"format": "WEBP", "lossless": True}],
}
CASES = [(name, mode, options) for name, all_ in WRITERS.items() for options in all_ for mode in ("RGB", "L", "RGBA")]
CASES = [case for case in CASES if case[:2] != ("jpg", "RGBA")]


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 7).save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()


def exif(orientation: int) -> bytes:
    tags = Image.Exif()
    tags[Base.Orientation] = orientation
    tags[Base.Make] = "camera"
    return tags.tobytes()


def xmp(orientation: int) -> bytes:
    return f'<x:xmpmeta><rdf:Description tiff:Orientation="{orientation}"/></x:xmpmeta>'.encode()


def with_xmp(options: dict[str, object], orientation: int) -> bytes:
    if options["format"] != "PNG":
        return picture(**options, xmp=xmp(orientation))
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp(orientation).decode())
    return picture(**options, pnginfo=text)


def size_in_pillow(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).size


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def detail(data: bytes) -> str:
    with pytest.raises(PictureError) as raised:
        read_header(data)
    assert raised.value.detail_zh
    return raised.value.detail_en


@pytest.mark.parametrize(("name", "mode", "options"), CASES)
def test_formats(name: str, mode: str, options: dict[str, object]) -> None:
    assert read_header(picture(mode, **options)) == PictureHeader(name, *SIZE)  # type: ignore[arg-type]


@pytest.mark.parametrize("orientation", range(9))
@pytest.mark.parametrize("options", [options for all_ in WRITERS.values() for options in all_])
def test_the_size_is_the_one_after_orientation(options: dict[str, object], orientation: int) -> None:
    for data in (picture(**options, exif=exif(orientation)), with_xmp(options, orientation)):
        header = read_header(data)
        assert (header.width, header.height) == size_in_pillow(data)
        assert (header.width > header.height) == (orientation < 5)


def test_the_orientation_of_a_png_may_stand_behind_the_pixels() -> None:
    plain = picture(format="PNG")
    data = plain[:-12] + chunk(b"eXIf", exif(6).removeprefix(b"Exif\0\0")) + plain[-12:]
    assert size_in_pillow(data) == SIZE[::-1]
    assert read_header(data) == PictureHeader("png", *SIZE[::-1], orientation=6)


def test_the_limits() -> None:
    assert read_header(picture("L", (4096, 4096), format="PNG")).width == 4096
    assert "4097×8" in detail(picture("L", (4097, 8), format="PNG"))
    assert "8×5000" in detail(picture("L", (8, 5000), format="JPEG"))
    large = picture(format="PNG") + bytes(MAX_BYTES)
    assert "10 MB" in detail(large)
    assert read_header(large, max_bytes=None).format == "png"


def test_a_bomb_is_seen_by_its_header() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0))
    assert "2147483647" in detail(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IEND", b""))


@pytest.mark.parametrize("format_", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_formats_are_refused(format_: str) -> None:
    assert "not a png, jpg or webp" in detail(picture(format=format_))


@pytest.mark.parametrize("data", [b"<svg/>", b"hello", b"\xff\xd8", b"\x89PNG", b"RIFF1234WAVE", b"%PDF-1.7"])
def test_no_picture_is_refused(data: bytes) -> None:
    assert "not a png" in detail(data)


def test_nothing_is_refused() -> None:
    assert "empty" in detail(b"")


@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "WEBP"}, {"format": "WEBP", "exif": exif(6)}])
def test_a_picture_cut_short_is_refused(options: dict[str, object]) -> None:
    data = picture(**options)
    for end in range(13, len(data)):
        assert "broken" in detail(data[:end]), end


def test_a_jpg_cut_short_before_its_pixels_is_refused() -> None:
    data = picture(format="JPEG")
    for end in range(3, data.index(b"\xff\xda")):
        assert "broken" in detail(data[:end]), end


def test_a_size_of_zero_is_refused() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 5, 8, 2, 0, 0, 0))
    assert "no size" in detail(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IEND", b""))
    assert "broken" in detail(b"\xff\xd8\xff\xda\0\2")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + picture(format="PNG")[8:33] + chunk(b"tEXt", b"") * (MAX_SEGMENTS + 1),
        b"\xff\xd8" + b"\xff\xe1\0\2" * (MAX_SEGMENTS + 1),
        b"\xff\xd8" + b"\xff" * (MAX_SEGMENTS + 3),
        b"RIFF" + struct.pack("<I", 4 + 8 * (MAX_SEGMENTS + 1)) + b"WEBP" + b"ABCD\0\0\0\0" * (MAX_SEGMENTS + 1),
    ],
    ids=["png", "jpg", "jpg filling", "webp"],
)
def test_endless_tiny_segments_are_refused(data: bytes) -> None:
    assert "broken" in detail(data)


@pytest.mark.parametrize(
    "tiff", [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"II*\0\x08\0\0\0\1\0\x12\1\3\0"]
)
def test_broken_metadata_count_as_none(tiff: bytes) -> None:
    data = picture(format="PNG")
    assert read_header(data[:33] + chunk(b"eXIf", tiff) + data[33:]) == PictureHeader("png", *SIZE)


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x40\0\0\0WEBP"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        header = read_header(start + data)
    except PictureError:
        return
    assert 0 < header.width <= 4096


@given(st.data())
def test_a_damaged_picture_is_read_or_refused(data: st.DataObject) -> None:
    options = data.draw(st.sampled_from([options for all_ in WRITERS.values() for options in all_]))
    whole = bytearray(picture(**options, exif=exif(6)))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        read_header(bytes(whole))
    except PictureError:
        return
