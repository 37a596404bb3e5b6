"""The visible AI label: white letters with a dark rim in a corner, legible on any picture."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lingtu.imaging.colour import Floats

MIN_SHARE = 0.05  # of the shorter side: a letter's height, at least (GB 45438-2025)
_MARGIN_SHARE = 0.025  # of the shorter side, to the picture's edges
_RIM_SHARE = 0.06  # of the font's size
_CAPITAL_SHARE = 0.72  # of the font's size: how high its capitals are, rounded down
_LEGIBLE_PX = 16  # the font's size, at least
_FONT = "label.otf"


def draw(rgb: Floats, text: str, position: str) -> Floats:
    """The picture, H x W x 3, with the text in its `position` ("bottom-right" …); all other pixels stay.

    Capitals, the lowest letters of a label, are 5 % of the shorter side high or more.
    """
    height, width = rgb.shape[:2]
    shorter = min(height, width)
    size = max(_LEGIBLE_PX, 1 + math.ceil(shorter * MIN_SHARE / _CAPITAL_SHARE))  # 1: soft edges
    letters, rim = _coverage(text, size)
    margin = round(shorter * _MARGIN_SHARE)
    across, down = letters.shape[1], letters.shape[0]
    x = width - across - margin if position.endswith("right") else margin
    y = height - down - margin if position.startswith("bottom") else margin
    x, y = max(0, x), max(0, y)
    box = slice(y, min(y + down, height)), slice(x, min(x + across, width))
    place = slice(0, box[0].stop - y), slice(0, box[1].stop - x)
    labelled = rgb.copy()
    dark = labelled[box] * (1 - rim[place][..., None])
    labelled[box] = dark + letters[place][..., None] * (1 - dark)
    return labelled


def _coverage(text: str, size: int) -> tuple[Floats, Floats]:
    """Of the letters, and of letters with their rim, each H x W in [0, 1]."""
    font, rim = _font(size), max(1, round(size * _RIM_SHARE))
    left, top, right, bottom = (int(edge) for edge in font.getbbox(text, stroke_width=rim))
    made: list[Floats] = []
    for stroke in (0, rim):
        canvas = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(canvas).text((-left, -top), text, 255, font, stroke_width=stroke)
        made.append(np.asarray(canvas, np.float32) / np.float32(255))
    return made[0], made[1]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    with resources.as_file(resources.files("lingtu.imaging") / "fonts" / _FONT) as file:
        return ImageFont.truetype(str(file), size)
