"""FASHN VTON 1.5 is not installed here: a package of its name and signature stands in, for what we hand it and take."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lingtu.engines.editing import EditUnusableError
from lingtu.engines.fashn import FashnTryOn
from lingtu.errors import SetupError

PACKAGE = """
from types import SimpleNamespace
from PIL import Image, ImageChops

class TryOnPipeline:
    def __init__(self, weights_dir, device=None):
        self.calls = []

    def __call__(self, person_image, garment_image, category="tops", garment_photo_type="model",
                 segmentation_free=True, num_timesteps=30, guidance_scale=1.5, num_samples=1, seed=42):
        self.calls.append((category, garment_photo_type, seed))
        size = (576, 864) if category != "bottoms" else (500, 500)
        return SimpleNamespace(images=[ImageChops.invert(person_image).resize(size)])
"""


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "fashn_vton.py").write_text(PACKAGE)
    (tmp_path / "model.safetensors").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("fashn_vton", None)


def test_a_garment_is_worn_at_the_photos_size(weights: Path) -> None:
    fitter = FashnTryOn(weights, "auto")
    photo, garment = np.full((300, 200, 3), 0.8, np.float32), np.full((50, 50, 3), 0.3, np.float32)
    painted = fitter.wear(photo, garment, "upperBody", 7)
    assert painted.shape == photo.shape
    assert painted.dtype == np.float32
    assert np.abs(painted - 0.2).max() < 0.01
    fitter.wear(photo, garment, "dresses", 8)
    assert fitter._pipeline.calls == [("tops", "flat-lay", 7), ("one-pieces", "flat-lay", 8)]


def test_other_proportions_are_no_result(weights: Path) -> None:
    photo = np.full((300, 200, 3), 0.8, np.float32)
    with pytest.raises(EditUnusableError):
        FashnTryOn(weights, "cpu").wear(photo, photo, "lowerBody", 7)


def test_what_is_missing_is_told(tmp_path: Path, weights: Path) -> None:
    with pytest.raises(SetupError, match=r"model\.safetensors"):
        FashnTryOn(weights / "none", "auto")
