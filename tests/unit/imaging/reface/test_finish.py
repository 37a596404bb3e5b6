"""The photo's texture of skin on the new face."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.reface.finish import _pores


def test_pores_stay_and_lines_go() -> None:
    fine = np.random.default_rng(1).normal(0, 0.02, (64, 64)).astype(np.float32)
    fine[32] = -0.3
    kept = _pores(fine, np.ones_like(fine))
    assert np.abs(kept[32]).max() == 0
    assert np.corrcoef(kept[:30].ravel(), fine[:30].ravel())[0, 1] > 0.95
