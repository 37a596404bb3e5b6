import numpy as np

from lingtu.imaging.tryon.draw.engrave import engrave


def _level_crease(depth: float) -> np.ndarray:
    values = np.zeros((80, 120), np.float32)
    x = np.linspace(20, 100, 12)
    engrave(values, np.stack([x, np.full(12, 40.0)], axis=1), 4.0, depth, 1.0)
    return values


def test_a_crease_is_dark_above_its_line_and_lit_below() -> None:
    values = _level_crease(0.1)
    assert values[37, 50] < -0.03 < 0.01 < values[43, 50]
    assert values.min() >= -0.1
    assert values.max() < 0.06


def test_it_fades_on_its_way_and_is_local() -> None:
    values = _level_crease(0.1)
    assert values[37, 40] < values[37, 80] < 0
    assert np.abs(values[:8]).max() < 0.005
