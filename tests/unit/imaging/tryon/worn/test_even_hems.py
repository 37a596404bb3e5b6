"""Hems of old trousers are arcs: bites are filled, and what hangs below them is shoe."""

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.even_hems import LOOSE, _arc, _take_loose

WIDTH = 200.0


def test_an_arc_ignores_a_tongue_and_a_bite() -> None:
    t = np.linspace(-1, 1, 60)
    hem = 300 + 8 * (1 - t**2)
    torn = hem.copy()
    torn[10:14] -= 20
    torn[40:47] += 25
    arc = _arc(torn, WIDTH)
    assert arc is not None
    assert np.abs(arc - hem).max() < 2.5
    assert _arc(np.where(np.arange(60) % 20 < 10, 300.0, 330.0), WIDTH) is None


def test_a_little_cloth_below_a_hem_is_of_the_shoe() -> None:
    labels = np.full((120, 100), Part.BACKGROUND, np.uint8)
    labels[:60, 30:70] = Part.LOWER
    labels[60:100, 30:80] = Part.SHOES
    labels[60:72, 50:58] = Part.LOWER
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    beyond = np.indices((70, 40))[0] + 40 > 60 + LOOSE * WIDTH
    view = slice(40, 110), slice(30, 70)
    before = labels.copy()
    _take_loose(labels[view], shares[(slice(None), *view)], beyond, 10.0)
    np.testing.assert_array_equal(labels, before)
    _take_loose(labels[view], shares[(slice(None), *view)], beyond, 1000.0)
    assert (labels[66:72, 50:58] == Part.SHOES).all()
    np.testing.assert_allclose(shares.sum(axis=0), 1, atol=1e-6)
