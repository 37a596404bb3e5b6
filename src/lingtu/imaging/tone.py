"""The tone curve between a scene's light and its picture, the same for every gallery scene, and its exact inverse.

A picture's pixel is  srgb( M^-1 S( M 2^ev L ) )  of scene-linear light L, as in AgX: the inset M mixes a share of the
channels' mean into each, so that bright colours pale towards white instead of turning hue, and the filmic curve
    S(x) = c x^n / (x^n + k^n)        (Naka and Rushton 1966)
takes [0, white] to [0, 1], 0.18 to 0.18. White is finite, so the inverse of a picture is finite everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats, to_linear, to_srgb

GREY = 0.18  # stays what it is
_INSET = 0.18  # share of the channels' mean in M
_STEPS = 4096  # of the tables, which are even in the square root: fine in the dark, and interpolated


@dataclass(frozen=True, kw_only=True)
class Tone:
    """How a scene's light became its picture."""

    exposure_ev: float = 0.0
    #: n of the curve: about the slope of the middle tones, on logarithmic axes.
    contrast: float = 1.3
    #: Light, after exposure, that just becomes white.
    white: float = 12.0


def to_display(light_linear: Floats, tone: Tone) -> Floats:
    """The picture, sRGB in [0, 1], of scene-linear light; H x W x 3 each."""
    curve, _ = _tables(tone.contrast, tone.white)
    gain = np.float32(2**tone.exposure_ev)
    return to_srgb(_curved(light_linear, gain / np.float32(tone.white), curve, np.float32(1)))


def to_scene(srgb: Floats, tone: Tone) -> Floats:
    """The scene-linear light of a picture. Strong colours may come out slightly negative in a channel."""
    _, inverse = _tables(tone.contrast, tone.white)
    return _curved(to_linear(srgb), np.float32(1), inverse, np.float32(tone.white / 2**tone.exposure_ev))


@cache
def _tables(contrast: float, white: float) -> tuple[Floats, Floats]:
    """S over x / white, and its inverse over y as a share of white; both even in the root of their argument."""
    grey_power, white_power = GREY**contrast, white**contrast
    # From S(grey) = grey and S(white) = 1:  k^n and c.
    knee = (grey_power / GREY - grey_power) / (1 - grey_power / GREY / white_power)
    scale = 1 + knee / white_power
    even = np.linspace(0, 1, _STEPS + 1) ** 2
    power = (even * white) ** contrast
    curve = scale * power / (power + knee)
    inverse = (knee * even / (scale - even)) ** (1 / contrast) / white
    return curve.astype(np.float32), inverse.astype(np.float32)


def _curved(values: Floats, before: np.float32, table: NDArray[np.float32], after: np.float32) -> Floats:
    values = np.ascontiguousarray(values, np.float32)
    found = np.empty_like(values)
    _curve(values.reshape(-1, 3), before, table, after, found.reshape(-1, 3))
    return found


@njit(cache=True, parallel=True)
def _curve(values, before, table, after, found):  # type: ignore[no-untyped-def]
    """M^-1 T( M before v ) after, for each pixel by itself: the same bits on any number of threads."""
    inset, keep = np.float32(_INSET), np.float32(1 - _INSET)
    for index in prange(values.shape[0]):
        mean = (values[index, 0] + values[index, 1] + values[index, 2]) / np.float32(3) * before
        curved_mean = np.float32(0)
        for channel in range(3):
            mixed = keep * before * values[index, channel] + inset * mean
            step = np.sqrt(min(max(mixed, np.float32(0)), np.float32(1))) * np.float32(_STEPS)
            below = min(int(step), _STEPS - 1)
            share = step - np.float32(below)
            curved = table[below] + share * (table[below + 1] - table[below])
            found[index, channel] = curved
            curved_mean += curved / np.float32(3)
        for channel in range(3):
            found[index, channel] = after * (found[index, channel] - inset * curved_mean) / keep
