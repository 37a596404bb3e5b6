"""Where a sleeve's cuff is on its outline."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.flat.cuff import below_puff


def _way(*corners: tuple[float, float]) -> tuple[Points, list[int]]:
    """An outline through corners, a point to each px, and where these are."""
    pieces, found = [], [0]
    for one, two in zip(np.array(corners[:-1], float), np.array(corners[1:], float), strict=True):
        steps = int(np.linalg.norm(two - one))
        pieces.append(at_shares(np.stack([one, two]), np.arange(steps) / steps))
        found.append(found[-1] + steps)
    return np.concatenate([*pieces, np.array(corners[-1:], float)]), found


def test_below_a_puff_the_cuff_is_what_lies_across_the_sleeve() -> None:
    way, (_, bulge, corner, inner, _) = _way((60, 0), (90, 60), (85, 110), (40, 112), (35, 95))
    one, two = below_puff(way, bulge, corner, 15)
    assert abs(one - corner) < 3
    assert abs(two - inner) < 5


def test_a_cuff_that_lies_across_its_sleeve_stays() -> None:
    way, (_, outer, inner, _) = _way((60, 0), (110, 70), (75, 95), (40, 50))
    assert below_puff(way, outer, inner, 15) == (outer, inner)
