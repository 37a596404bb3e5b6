"""Full sleeves: balloons and bishops, much wider than their cuffs, stand off from the arm as they do flat."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.flat.top import Top

#: Places along a sleeve at which its width is read, and those between which a full one is wide.
PLACES, MIDDLE = np.linspace(0, 1, 25), (0.3, 0.85)
#: A full sleeve is wider than its cuff by this, and both sleeves of a garment are as wide as each other within this.
FULL, ALIKE = 1.35, 0.2


def fullness(top: Top) -> Values | None:
    """Widths at PLACES from the armpit to the cuff, px of the garment's picture; None of sleeves that are not full."""
    sleeves = [side.sleeve for side in top.sides if side.sleeve is not None]
    if len(sleeves) < 2:
        return None
    one, other = (np.linalg.norm(sleeve.across(PLACES), axis=1) for sleeve in sleeves)
    wide, between = (one + other) / 2, np.abs(PLACES - np.mean(MIDDLE)) < np.ptp(MIDDLE) / 2
    if np.abs(one - other).mean() > ALIKE * wide.mean() or wide[between].mean() < FULL * top.cuff_width:
        return None
    # where the sleeve begins it is as wide as the armhole lets it be
    return np.asarray(wide * np.minimum(1, PLACES / MIDDLE[0]), np.float64)
