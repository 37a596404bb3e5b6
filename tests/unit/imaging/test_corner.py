"""The visible label: high enough, in its corner, legible, and nowhere else."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PIL import features

from lingtu.imaging.colour import Floats
from lingtu.imaging.corner import _font, draw
from lingtu.labels.corner import CHARACTERS, CornerLabel, check_text

POSITIONS = ("bottom-right", "bottom-left", "top-right", "top-left")
SIZES = ((400, 400), (1280, 720), (401, 1280), (4096, 3000), (64, 64))


def changed(before: Floats, after: Floats) -> tuple[int, int, int, int]:
    """Box of the pixels that differ: top, bottom, left, right (the last ones not in it)."""
    rows, columns = np.nonzero((before != after).any(axis=2))
    return int(rows.min()), int(rows.max()) + 1, int(columns.min()), int(columns.max()) + 1


@pytest.mark.parametrize(("size", "position"), list(product(SIZES, POSITIONS)))
def test_it_stands_in_its_corner(size: tuple[int, int], position: str) -> None:
    picture = np.full((*size, 3), 0.5, np.float32)
    top, bottom, left, right = changed(picture, draw(picture, "AI生成", position))
    height, width = size
    assert (top + bottom < height) == position.startswith("top")
    assert (left + right < width) == position.endswith("left")
    assert min(top, height - bottom, left, width - right) >= 0.015 * min(size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["A", "I", "生", "成"])
def test_letters_are_5_percent_of_the_shorter_side_high(size: tuple[int, int], text: str) -> None:
    """White on mid grey: rows in which the letter itself, not its rim, is."""
    picture = np.full((*size, 3), 0.5, np.float32)
    letters = (draw(picture, text, "top-left") > 0.75).any(axis=(1, 2))
    assert letters.sum() >= 0.05 * min(size)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_it_is_seen_on_any_ground(level: float) -> None:
    picture = np.full((400, 600, 3), level, np.float32)
    labelled = draw(picture, "AI生成", "bottom-right")
    top, bottom, left, right = changed(picture, labelled)
    box = labelled[top:bottom, left:right]
    assert box.max() - box.min() > 0.8
    assert box.min() >= 0
    assert box.max() <= 1


def test_the_picture_given_is_not_changed() -> None:
    picture = np.full((400, 400, 3), 0.5, np.float32)
    draw(picture, "AI生成", "top-left")
    assert (picture == 0.5).all()


def test_the_longest_text_fits() -> None:
    picture = np.full((400, 400, 3), 0.5, np.float32)
    for text in ("生" * 12, "W" * 12):
        _, _, left, right = changed(picture, draw(picture, text, "bottom-right"))
        assert left > 0, text
        assert right < 400, text


@pytest.mark.skipif(not features.check("freetype2"), reason="Pillow without FreeType")
def test_the_font_has_every_character_that_is_allowed() -> None:
    """A missing one would be drawn as the font's box for what it lacks."""
    font = _font(40)
    missing = np.asarray(font.getmask("\ufffd"))
    lacking = [one for one in CHARACTERS - {" "} if np.array_equal(np.asarray(font.getmask(one)), missing)]
    assert lacking == []


@pytest.mark.parametrize("text", ["AI生成", "人工智能合成", "AI-generated", "由AI生成", "本图由AI合成"])
def test_texts_that_the_standard_takes(text: str) -> None:
    assert check_text(text) == text
    assert CornerLabel(text).position == "bottom-right"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1 to 12"),
        ("AI生成" * 4, "1 to 12"),
        ("AI生成龘", "龘"),
        ("生成", "人工智能"),
        ("AI", "生成"),
        ("效果图", "效果图|人工智能"),
    ],
)
def test_texts_that_it_does_not(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        check_text(text)
