"""A skirt's sides lose the bulges of what was below, and its cloth above the hips stays."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.skirt_sides import with_even_skirt
from lingtu.imaging.tryon.worn.layers import Layers

WIDTH = 100.0


def _around(labels: np.ndarray[Any, np.dtype[np.uint8]]) -> tuple[Layers, Any]:
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    along = np.repeat(np.linspace(0, 3, labels.shape[0], dtype=np.float32)[:, None], labels.shape[1], axis=1)
    wearer = SimpleNamespace(frame=SimpleNamespace(along=along), width=WIDTH)
    return Layers(np.zeros((*labels.shape, 3), np.float32), labels, shares), wearer


def test_a_bulge_is_gone_and_the_upper_part_stays() -> None:
    y, x = np.indices((360, 200))
    half = 50 + 6 * np.exp(-(((y - 240) / 14) ** 2))
    alpha = (np.abs(x - 100) < half).astype(np.float32)
    layers, wearer = _around(np.where(alpha > 0.5, Part.TORSO, Part.BACKGROUND).astype(np.uint8))
    cloth = Cloth(np.full((*alpha.shape, 3), 0.5, np.float32), alpha)
    even = with_even_skirt(cloth, layers, alpha, wearer, 0.0)
    assert even.alpha[240].sum() < 0.5 * (alpha[240].sum() + 100)
    np.testing.assert_array_equal(even.alpha[:120], alpha[:120])
    kept = with_even_skirt(cloth, layers, np.zeros_like(alpha), wearer, 0.0)
    assert (kept.alpha >= alpha).all()  # what can't be uncovered stays covered
    assert with_even_skirt(cloth, layers, alpha, wearer, 500.0) is cloth
