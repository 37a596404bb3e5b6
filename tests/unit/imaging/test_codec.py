"""What comes out of files is what a viewer would show, and what goes into them comes back."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms
from psd_tools import PSDImage

from lingtu.errors import PictureError
from lingtu.fetching.header import MAX_SIDE_PX
from lingtu.imaging.codec import PSD_LAYERS, decode, encode, encode_psd

Levels = NDArray[np.uint8]


def _levels(height: int, width: int, channels: int, seed: int = 0) -> Levels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


def _floats(levels: Levels) -> NDArray[np.float32]:
    return levels.astype(np.float32) / 255


def _seen(data: bytes) -> Levels:
    """The decoded picture in levels, with alpha if it has one."""
    picture = decode(data)
    planes = picture.rgb if picture.alpha is None else np.dstack((picture.rgb, picture.alpha))
    return np.rint(planes * 255).astype(np.uint8)


def _file(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, format, **options)
    return written.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, depth: int, colour: int, rows: bytes, *extra: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


@settings(max_examples=40)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    channels=st.sampled_from([3, 4]),
    seed=st.integers(0, 1000),
)
def test_png_keeps_every_level(height: int, width: int, channels: int, seed: int) -> None:
    levels = _levels(height, width, channels, seed)
    alpha = _floats(levels[..., 3]) if channels == 4 else None
    assert np.array_equal(_seen(encode(_floats(levels[..., :3]), alpha, "png")), levels)


def test_every_level_comes_back_from_its_float() -> None:
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    grey = np.dstack([levels] * 3)
    assert np.array_equal(_seen(encode(decode(_file(Image.fromarray(grey))).rgb, None, "png")), grey)


@pytest.mark.parametrize("format", ["jpg", "webp"])
def test_lossy_formats_stay_near(format: str) -> None:
    y, x = np.mgrid[0:64, 0:64].astype(np.float32) / 63
    smooth = np.stack([y, x, 0.5 * (x + y)], axis=-1)
    picture = decode(encode(smooth, None, format))  # type: ignore[arg-type]
    assert picture.alpha is None
    assert float(np.abs(picture.rgb - smooth).mean()) < 0.01


def test_webp_keeps_alpha_and_jpg_lies_over_white() -> None:
    rgb = np.zeros((16, 16, 3), np.float32)
    alpha = np.zeros((16, 16), np.float32)
    alpha[:, 8:] = 1
    kept = decode(encode(rgb, alpha, "webp")).alpha
    assert kept is not None
    assert np.array_equal(np.rint(kept), alpha)
    flat = decode(encode(rgb, alpha, "jpg"))
    assert flat.alpha is None
    assert flat.rgb[:, :6].min() > 0.97
    assert flat.rgb[:, 10:].max() < 0.03


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_values_out_of_range_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="values must be"):
        encode(np.full((4, 4, 3), value, np.float32), None, "png")


def test_wrong_shapes_are_refused() -> None:
    rgb = np.zeros((4, 5, 3), np.float32)
    with pytest.raises(ValueError, match="H x W x 3"):
        encode(rgb[..., 0], None, "png")
    for format in ("png", "jpg", "webp"):
        with pytest.raises(ValueError, match="alpha is"):
            encode(rgb, np.zeros((5, 4), np.float32), format)  # type: ignore[arg-type]


def test_a_picture_without_transparency_has_no_alpha() -> None:
    assert decode(_file(Image.new("RGB", (3, 2)))).alpha is None
    assert decode(_file(Image.new("RGBA", (3, 2), (1, 2, 3, 255)))).alpha is not None


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK"])
def test_modes_look_as_pillow_shows_them(mode: str) -> None:
    source = Image.fromarray(_levels(9, 7, 4)).convert("RGB").convert(mode)
    data = _file(source, "JPEG", quality=100) if mode == "CMYK" else _file(source)
    with Image.open(io.BytesIO(data)) as again:
        expected = np.asarray(again.convert("RGB"))
    picture = decode(data)
    assert np.array_equal(np.rint(picture.rgb * 255), expected)
    assert (picture.alpha is not None) == (mode == "LA")


def test_palette_transparency_is_alpha() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putdata([0, 1])
    assert _seen(_file(image, transparency=bytes([0, 128]))).tolist() == [[[255, 0, 0, 0], [0, 255, 0, 128]]]


@pytest.mark.parametrize(
    ("depth", "colour", "row", "key", "expected"),
    [
        (1, 0, b"\x80", (1,), [[255, 255, 255, 0], [0, 0, 0, 255]]),
        (4, 0, b"\x5a", (5,), [[85, 85, 85, 0], [170, 170, 170, 255]]),
        (8, 0, b"\x07\x08", (7,), [[7, 7, 7, 0], [8, 8, 8, 255]]),
        (8, 2, b"\x01\x02\x03\x01\x02\x04", (1, 2, 3), [[1, 2, 3, 0], [1, 2, 4, 255]]),
        (16, 0, b"\x12\x34\xff\xff", (0x1234,), [[18, 18, 18, 0], [255, 255, 255, 255]]),
        (16, 2, b"\x12\x34\x56\x78\x9a\xbc" + b"\0" * 6, (0x1234, 0x5678, 0x9ABC), [[18, 86, 154, 0], [0, 0, 0, 255]]),
    ],
)
def test_key_colours_are_alpha_at_every_depth(
    depth: int, colour: int, row: bytes, key: tuple[int, ...], expected: list[list[int]]
) -> None:
    transparency = _chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
    assert _seen(_png(2, 1, depth, colour, b"\0" + row, transparency)).tolist() == [expected]


def test_sixteen_bits_become_the_nearest_level() -> None:
    row = struct.pack(">4H", 0, 128, 129, 65535)
    assert _seen(_png(4, 1, 16, 0, b"\0" + row))[0, :, 0].tolist() == [0, 0, 1, 255]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_orientation_is_applied_to_colour_and_alpha(orientation: int, format: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.zeros((16, 32, 4), np.uint8)
    stored[:8, :8] = 255  # a white corner, opaque
    image = Image.fromarray(stored) if format != "JPEG" else Image.fromarray(stored[..., :3])
    options = {"lossless": True} if format == "WEBP" else {}
    picture = decode(_file(image, format, exif=exif, **options))
    turned = {5, 6, 7, 8}
    assert picture.rgb.shape[:2] == ((32, 16) if orientation in turned else (16, 32))
    corner = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}[orientation]
    y = slice(0, 8) if corner[0] == "t" else slice(-8, None)
    x = slice(0, 8) if corner[1] == "l" else slice(-8, None)
    assert picture.rgb[y, x].min() > 0.8
    assert picture.rgb.mean() < 0.3
    if picture.alpha is not None:
        assert picture.alpha[y, x].min() == 1


def test_a_broken_orientation_is_as_good_as_none() -> None:
    data = _file(Image.new("RGB", (8, 4)), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert decode(data).rgb.shape == (4, 8, 3)


def _profile(gamma: float) -> bytes:
    """An RGB profile with sRGB's primaries and a pure power curve: sRGB's own, with its curves exchanged."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for place in range(132, 132 + 12 * struct.unpack_from(">I", raw, 128)[0], 12):
        tag, offset, size = struct.unpack_from(">4sII", raw, place)
        if tag in (b"rTRC", b"gTRC", b"bTRC"):
            curve = struct.pack(">4sIIH", b"curv", 0, 1, round(gamma * 256))
            raw[offset : offset + size] = curve.ljust(size, b"\0")
    return bytes(raw)


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    image = Image.new("RGB", (4, 4), (128, 64, 192))
    seen = _seen(_file(image, icc_profile=_profile(1.0)))[0, 0].astype(int)
    linear = np.array([128, 64, 192]) / 255
    expected = (1.055 * linear ** (1 / 2.4) - 0.055) * 255
    assert np.abs(seen - expected).max() <= 2


def test_an_srgb_profile_leaves_every_level_alone() -> None:
    levels = _levels(32, 32, 3)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.array_equal(_seen(_file(Image.fromarray(levels), icc_profile=profile)), levels)


@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_a_broken_profile_is_as_good_as_none(mode: str) -> None:
    image = Image.fromarray(_levels(4, 4, 3)).convert(mode)
    with_profile = _seen(_file(image, icc_profile=b"nonsense"))
    assert np.array_equal(with_profile, _seen(_file(image)))


def test_a_profile_of_another_colour_space_is_not_used() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    levels = _levels(4, 4, 3)
    assert np.array_equal(_seen(_file(Image.fromarray(levels), icc_profile=lab)), levels)


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_counts(format: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    data = _file(frames[0], format, save_all=True, append_images=frames[1:], lossless=True)
    assert _seen(data)[0, 0, :3].tolist() == [255, 0, 0]


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(format: str, share: float) -> None:
    data = _file(Image.fromarray(_levels(64, 64, 3)), format)
    with pytest.raises(PictureError) as caught:
        decode(data[: int(len(data) * share)])
    assert caught.value.detail_zh
    assert caught.value.detail_en


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF"])
def test_other_formats_are_refused(format: str) -> None:
    with pytest.raises(PictureError, match="png, jpg or webp"):
        decode(_file(Image.new("RGB", (4, 4)), format))


@pytest.mark.parametrize(("width", "height", "fits"), [(MAX_SIDE_PX, 1, True), (MAX_SIDE_PX + 1, 1, False)])
def test_sides_are_bounded(width: int, height: int, fits: bool) -> None:
    data = _file(Image.new("L", (width, height)))
    if fits:
        assert decode(data).rgb.shape == (height, width, 3)
        return
    with pytest.raises(PictureError, match="at most 4096×4096"):
        decode(data)


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(PictureError, match="at most 4096×4096"):
        decode(_png(60_000, 60_000, 8, 2, b""))


@settings(max_examples=150)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_damage_gives_a_picture_or_a_clear_error(format: str, damage: list[tuple[int, int]]) -> None:
    data = bytearray(_file(Image.fromarray(_levels(12, 12, 3)), format))
    for place, value in damage:
        data[place % len(data)] = value
    try:
        picture = decode(bytes(data))
    except PictureError:
        return
    assert picture.rgb.dtype == np.float32
    assert 0 <= picture.rgb.min() <= picture.rgb.max() <= 1


@given(st.binary(max_size=300))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        decode(data)


def test_psd_holds_the_cut_out_over_the_hidden_original() -> None:
    original, cut = _levels(20, 30, 3, 1), _levels(20, 30, 4, 2)
    data = encode_psd(_floats(original), _floats(cut[..., :3]), _floats(cut[..., 3]))
    document = PSDImage.open(io.BytesIO(data))
    below, above = document
    assert document.size == (30, 20)
    assert (below.name, above.name) == PSD_LAYERS
    assert (below.visible, above.visible) == (False, True)
    assert np.array_equal(np.asarray(below.topil().convert("RGB")), original)
    assert np.array_equal(np.asarray(above.topil()), cut)


def test_psd_refuses_pictures_of_different_sizes() -> None:
    with pytest.raises(ValueError, match="the original is"):
        encode_psd(*(np.zeros(shape, np.float32) for shape in ((4, 4, 3), (4, 5, 3), (4, 5))))
