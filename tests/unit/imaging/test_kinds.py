"""Every kind of file that callers send looks as it is meant to; what is two kinds at once is one picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lingtu.errors import PictureError
from lingtu.fetching.header import MAX_SIDE_PX, read_header
from lingtu.imaging.codec import Picture, decode
from lingtu.imaging.scans import MAX_SCANS, limit_scans
from tests.fuzzing.bombs import webp_size
from tests.fuzzing.mutate import split
from tests.fuzzing.seeds import (
    ARITHMETIC,
    HEIGHT,
    WIDTH,
    chunk,
    cmyk,
    deep,
    exif,
    interlaced,
    photo,
    png,
    save,
    seeds,
    xmp,
    ycck,
)

FORMATS = ("PNG", "JPEG", "WEBP")


def levels(picture: Picture) -> NDArray[np.uint8]:
    return np.rint(picture.rgb * 255).astype(np.uint8)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height, which header and decoder must agree on."""
    header, picture = read_header(data), decode(data)
    assert (header.height, header.width) == picture.rgb.shape[:2]
    return header.width, header.height


def near(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize("name", seeds())
def test_header_and_decoder_agree(name: str) -> None:
    turned = any(word in name for word in ("text", "exif", "xmp"))
    if name != "jpg arithmetic":
        assert size_of(seeds()[name]) in ({(WIDTH, HEIGHT), (HEIGHT, WIDTH)} if turned else {(WIDTH, HEIGHT)})


def test_interlacing_changes_no_pixel() -> None:
    assert np.array_equal(levels(decode(interlaced())), np.asarray(photo()))


def test_progressive_and_baseline_are_one_picture() -> None:
    one, other = (decode(save(photo(), "JPEG", quality=90, progressive=progressive)) for progressive in (False, True))
    assert np.array_equal(one.rgb, other.rgb)


def test_arithmetic_coding_is_read() -> None:
    """By `cjpeg -arithmetic` from red = 16 x, green = 16 y, blue = 255 - 8 (x + y)."""
    y, x = np.mgrid[0:16, 0:16]
    drawn = np.stack([16 * x, 16 * y, 255 - 8 * (x + y)], axis=-1).astype(np.uint8)
    assert near(levels(decode(ARITHMETIC)), drawn) < 8


@pytest.mark.parametrize("make", [cmyk, ycck])
def test_four_colours_are_shown_as_they_were_meant(make: Callable[[], bytes]) -> None:
    assert near(levels(decode(make())), np.asarray(photo("CMYK").convert("RGB"))) < 4


def test_sixteen_bits_are_the_nearest_levels_in_every_colour_type() -> None:
    stored = np.random.default_rng(2).integers(0, 65536, (HEIGHT, WIDTH * 4)).reshape(HEIGHT, WIDTH, 4)
    picture = decode(deep(6))
    assert picture.alpha is not None
    assert np.abs(picture.rgb * 65535 - stored[..., :3]).max() <= 257
    assert np.abs(picture.alpha * 65535 - stored[..., 3]).max() <= 257


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (MAX_SIDE_PX, 1), (1, MAX_SIDE_PX)])
def test_the_smallest_and_the_longest(format: str, size: tuple[int, int]) -> None:
    assert size_of(save(Image.new("RGB", size, (9, 99, 199)), format)) == size


@pytest.mark.parametrize("format", FORMATS)
def test_the_largest(format: str) -> None:
    assert size_of(save(Image.new("RGB", (MAX_SIDE_PX, MAX_SIDE_PX), 7), format)) == (MAX_SIDE_PX, MAX_SIDE_PX)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("size", [(MAX_SIDE_PX + 1, 1), (1, MAX_SIDE_PX + 1)])
def test_one_pixel_too_many(format: str, size: tuple[int, int]) -> None:
    data = save(Image.new("RGB", size), format)
    for read in (read_header, decode):
        with pytest.raises(PictureError, match="at most 4096×4096"):
            read(data)


# Metadata


@pytest.mark.parametrize("orientation", [0, 1, 6, 8, 9, 255, 65535])
@pytest.mark.parametrize("endian", ["<", ">"])
@pytest.mark.parametrize("format", FORMATS)
def test_orientations_that_there_are_and_are_not(format: str, endian: str, orientation: int) -> None:
    data = save(photo(), format, exif=exif(orientation, endian))
    assert size_of(data) == ((HEIGHT, WIDTH) if orientation in (6, 8) else (WIDTH, HEIGHT))


def test_an_orientation_that_one_reader_alone_knows_does_not_count() -> None:
    """Pillow takes ImageMagick's text for EXIF; browsers, and the header that a submission is judged by, do not."""
    raw = exif(6)
    text = b"\nexif\n%8d\n%s\n" % (len(raw), raw.hex().encode())
    whole = save(photo(), "PNG")
    packed = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(text))
    assert size_of(whole[:33] + packed + whole[33:]) == (WIDTH, HEIGHT)


def test_a_webp_whose_flags_deny_its_exif_is_judged_by_its_exif_everywhere() -> None:
    data = bytearray(seeds()["webp exif"])
    data[data.index(b"VP8X") + 8] &= ~0x08
    assert size_of(bytes(data)) == (HEIGHT, WIDTH)


def test_exif_wins_over_xmp() -> None:
    assert size_of(save(photo(), "JPEG", exif=exif(1), xmp=xmp(6))) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 20, 30])
@pytest.mark.parametrize("format", FORMATS)
def test_exif_cut_short_is_as_good_as_none(format: str, length: int) -> None:
    data = save(photo(), format, exif=exif(6)[: 6 + length])
    assert size_of(data) in {(WIDTH, HEIGHT), (HEIGHT, WIDTH)}


# Two kinds at once


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04 archive", b"<script>alert(1)</script>", b"%PDF-1.7", b"\0" * 4096, b"\xff\xd8\xff" * 99]
)
def test_what_follows_a_picture_is_not_looked_at(format: str, tail: bytes) -> None:
    whole = save(photo(), format)
    assert np.array_equal(decode(whole + tail).rgb, decode(whole).rgb)


@pytest.mark.parametrize("start", [b"GIF89a", b"%PDF-1.7\n", b"<svg/>", b"II*\0", b"BM"])
def test_a_picture_behind_something_else_is_none(start: bytes) -> None:
    for format in FORMATS:
        with pytest.raises(PictureError, match="not a png, jpg or webp"):
            decode(start + save(photo(), format))


def test_a_picture_in_another_ones_chunks_is_not_seen() -> None:
    inner = save(Image.new("RGB", (9, 9)), "JPEG")
    whole = save(photo(), "PNG")
    assert size_of(whole[:33] + chunk(b"juNk", inner) + whole[33:]) == (WIDTH, HEIGHT)
    assert size_of(save(photo(), "JPEG", comment=inner)) == (WIDTH, HEIGHT)


# Contradictions


def test_a_png_has_one_header_one_palette_and_one_profile() -> None:
    """A decoder takes the last header, and inflates every profile: five thousand took it 48 s."""
    for name in ("png palette with alpha", "png profile"):
        head, parts = split(seeds()[name])
        for part in parts:
            if part[4:8] in (b"IHDR", b"PLTE", b"tRNS", b"iCCP"):
                twice = head + b"".join(parts[:-2]) + part + b"".join(parts[-2:])
                for read in (read_header, decode):
                    with pytest.raises(PictureError, match="broken"):
                        read(twice)


def test_a_palette_picture_without_a_palette_is_broken() -> None:
    with pytest.raises(PictureError, match="broken"):
        decode(png(2, 1, 8, 3, b"\0\0\1"))


def test_frames_of_two_sizes_in_a_jpg_are_refused() -> None:
    whole = save(photo(), "JPEG")
    frame = whole.index(b"\xff\xc0")
    (length,) = struct.unpack_from(">H", whole, frame + 2)
    segment = whole[frame : frame + 2 + length]
    other = segment[:5] + struct.pack(">HH", 3000, 3000) + segment[9:]
    for data in (
        whole[:frame] + other + whole[frame:],
        whole[:frame] + segment + other + whole[frame + len(segment) :],
    ):
        with pytest.raises(PictureError, match="broken"):
            decode(data)


@pytest.mark.parametrize("size", [(WIDTH + 1, HEIGHT), (4096, 4096), (1, 1)])
def test_a_webp_whose_canvas_is_not_its_frame_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError, match="broken"):
        decode(webp_size(*size))


# Scans


def test_scans_are_counted_as_a_decoder_meets_them() -> None:
    whole = save(photo(), "JPEG", progressive=True, restart_marker_blocks=1)
    last = whole.rindex(b"\xff\xda")
    honest = whole.count(b"\xff\xda")
    body, scan = whole[:-2], whole[last:-2]
    limit_scans(body + scan * (MAX_SCANS - honest) + b"\xff\xd9" + scan * 99)  # behind the end there is no scan
    limit_scans(save(photo(), "JPEG", comment=b"\xff\xda\0\2" * 99))  # nor in a comment
    for hidden in (b"", b"\xff\xfe\0\4\xff\xd9", b"\xff\xff\xff", b"\0\1\2", b"\xff\x00\xff\xd0"):
        with pytest.raises(PictureError, match="too many scans"):
            decode(body + (hidden + scan) * (MAX_SCANS - honest + 1) + b"\xff\xd9")


def test_what_cannot_be_walked_is_left_to_the_decoder() -> None:
    for data in (b"", b"\xff\xd8", b"\xff\xd8\xff\xda", b"\xff\xd8" + b"\xff" * 999, save(photo(), "JPEG")[:-2]):
        limit_scans(data)
