"""A visible label on the results of a recipe, whatever their format is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingtu.errors import PictureError
from lingtu.gallery.catalogue import OURS
from lingtu.imaging import codec
from lingtu.imaging.corner import draw
from lingtu.labels.corner import CornerLabel
from lingtu.operations import OPERATIONS
from lingtu.operations.corner import with_corner
from lingtu.operations.fields import read_params
from tests.fault_engines import Plain

CHANGE = OPERATIONS["change-background"]
PICTURES = {
    "goods": codec.encode(
        np.full((60, 60, 3), 0.25, np.float32), np.pad(np.ones((40, 40), np.float32), 10).astype(np.float32), "png"
    ),
    "background": codec.encode(np.random.default_rng(1).random((400, 400, 3), np.float32), None, "png"),
}
BODY: dict[str, Any] = {
    "requestId": "r",
    "width": 400,
    "height": 400,
    "goods": {"url": "upload://x", "x": 100, "y": 100, "width": 200, "height": 200},
    "background": {"url": "upload://y"},
    "num": 2,
}


def results(format: str, corner: CornerLabel | None) -> list[bytes]:
    params = read_params(CHANGE.params, {**BODY, "format": format})
    outcome = with_corner(CHANGE, corner)(Plain(Path(), 1), OURS, params, PICTURES, 1, lambda _: None)
    found = []
    for variation in outcome.variations:
        assert not isinstance(variation, PictureError)
        assert isinstance(variation, tuple)
        assert [output.format for output in variation] == [format]
        found.append(variation[0].data)
    return found


@pytest.mark.parametrize("format", ["png", "jpg", "webp"])
def test_the_label_is_all_that_differs(format: str) -> None:
    """As if it had been drawn before the first and only encoding."""
    label = CornerLabel("人工智能生成", "top-left")
    plain, labelled = results("png", None), results(format, label)
    assert len(labelled) == 2
    for before, after in zip(plain, labelled, strict=True):
        drawn = draw(codec.decode(before).rgb, label.text, label.position)
        assert after == codec.encode(drawn, None, format)  # type: ignore[arg-type]


def test_without_a_label_the_recipe_is_itself() -> None:
    assert with_corner(CHANGE, None) is CHANGE.load_recipe()


def test_a_cut_out_gets_none() -> None:
    assert with_corner(OPERATIONS["matting"], CornerLabel()) is OPERATIONS["matting"].load_recipe()
