"""Folds apart from lace."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.lines import in_lines

WIDTH = 200.0


def test_long_folds_are_lines_and_rosettes_are_not() -> None:
    y, x = np.mgrid[:300, :300].astype(np.float32)
    folds = 0.05 * np.sin(2 * np.pi * (x + 0.3 * y) / 30)
    rosettes = 0.05 * np.sin(2 * np.pi * x / 20) * np.sin(2 * np.pi * y / 20)
    inside = slice(60, 240), slice(60, 240)
    assert float(in_lines(folds.astype(np.float32), WIDTH)[inside].min()) > 0.9
    assert float(in_lines(rosettes.astype(np.float32), WIDTH)[inside].max()) < 0.1
