"""The figure for a seam around a new face."""

from __future__ import annotations

import numpy as np

from lingtu.bench.quality.new_faces import seam


def test_a_hard_edge_is_a_seam_and_a_soft_change_is_none() -> None:
    before = np.full((60, 60, 3), 0.6, np.float32)
    share = ((np.arange(60, dtype=np.float32) - 10) / 40).clip(0, 1)[None].repeat(60, axis=0)
    soft = before - 0.05 * share[..., None]
    hard = np.where(share[..., None] > 0.3, before - 0.3, before)
    assert seam(before, before, share) == 0
    assert seam(before, soft, share) < 0.25
    assert seam(before, hard, share) > 1
    assert seam(before, hard, np.zeros_like(share)) == 0
