"""Colours described by an ICC profile come out as the same colours in sRGB, in every kind of file that carries one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lingtu.imaging.codec import decode
from tests.fuzzing.profiles import (
    ADOBE_GAMMA,
    ADOBE_RGB,
    DISPLAY_P3,
    SRGB,
    grey_lightness,
    grey_printer_profile,
    rgb_profile,
    srgb_curve,
)
from tests.fuzzing.seeds import photo, profile, save

COLOURS = np.array([[128, 64, 192], [60, 120, 60], [200, 180, 160], [20, 30, 40], [255, 255, 255], [0, 0, 0]], np.uint8)
LEVELS = 2  # of 255


def to_linear(levels: NDArray[np.uint8]) -> NDArray[np.float64]:
    share = levels / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def srgb_of(linear: NDArray[np.float64], primaries: tuple[tuple[float, float, float], ...]) -> NDArray[np.float64]:
    """Levels of linear light in other primaries, what sRGB can't show clipped."""
    light = linear @ np.array(primaries) @ np.linalg.inv(np.array(SRGB))
    light = light.clip(0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def seen(levels: NDArray[np.uint8], icc: bytes, format: str = "PNG", **options: object) -> NDArray[np.float64]:
    image = Image.fromarray(levels.reshape(1, -1, 3)).resize((16 * len(levels), 16), Image.Resampling.NEAREST)
    rgb = decode(save(image, format, icc_profile=icc, **options)).rgb
    return np.asarray(rgb[8, 8::16] * 255, np.float64)


@pytest.mark.parametrize(
    ("format", "options"),
    [("PNG", {}), ("WEBP", {"lossless": True}), ("JPEG", {"quality": 100, "subsampling": 0})],
)
def test_display_p3_and_adobe_rgb(format: str, options: dict[str, object]) -> None:
    tolerance = LEVELS + 2 * (format == "JPEG")
    p3 = seen(COLOURS, rgb_profile(DISPLAY_P3, srgb_curve()), format, **options)
    assert np.abs(p3 - srgb_of(to_linear(COLOURS), DISPLAY_P3)).max() <= tolerance
    adobe = seen(COLOURS, rgb_profile(ADOBE_RGB, ADOBE_GAMMA), format, **options)
    assert np.abs(adobe - srgb_of((COLOURS / 255) ** ADOBE_GAMMA, ADOBE_RGB)).max() <= tolerance


@pytest.mark.parametrize("icc", [profile("sRGB"), rgb_profile(SRGB, srgb_curve())], ids=["parametric", "table"])
def test_srgb_in_every_spelling_changes_nothing(icc: bytes) -> None:
    pixels = np.asarray(photo())
    assert np.array_equal(np.rint(decode(save(photo(), "PNG", icc_profile=icc)).rgb * 255), pixels)


def test_alpha_is_no_colour() -> None:
    with_profile = decode(save(photo("RGBA"), "PNG", icc_profile=rgb_profile(ADOBE_RGB, ADOBE_GAMMA))).alpha
    plain = decode(save(photo("RGBA"), "PNG")).alpha
    assert with_profile is not None
    assert plain is not None
    assert np.array_equal(with_profile, plain)


def test_a_printers_profile_is_followed() -> None:
    inks = [(0, 0, 0, 0), (255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 0, 128), (128, 128, 128, 0)]
    for ink in inks:
        image = Image.new("CMYK", (16, 16), ink)
        rgb = decode(save(image, "JPEG", quality=100, icc_profile=grey_printer_profile())).rgb[8, 8] * 255
        lightness = grey_lightness(*(level / 255 for level in ink)) / 255 * 100
        luminance = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3
        expected = srgb_of(np.full((1, 3), luminance), SRGB)[0]
        assert np.ptp(rgb) <= LEVELS, ink
        assert np.abs(rgb - expected).max() <= 4, ink


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize(
    "icc",
    [
        b"",
        b"nonsense",
        profile("sRGB")[:200],
        profile("sRGB")[:-400],
        bytes(4096),
        profile("LAB"),
        grey_printer_profile()[:600],
        b"\xff" * 128 + profile("sRGB")[128:],
    ],
)
def test_a_profile_that_cannot_be_used_is_as_good_as_none(icc: bytes, mode: str) -> None:
    options = {"quality": 90} if mode == "CMYK" else {}
    format = "JPEG" if mode == "CMYK" else "PNG"
    plain = decode(save(photo(mode), format, **options)).rgb
    assert np.array_equal(decode(save(photo(mode), format, icc_profile=icc, **options)).rgb, plain)
