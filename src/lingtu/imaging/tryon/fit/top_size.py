"""How large a top or a dress is drawn on its wearer."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.top import Top
from lingtu.imaging.tryon.worn.wearer import LEVELS, Wearer

#: Cloth that lies flat is wider than worn; a dress is wider than long, by the chest's width.
FLAT_EASE, DRESS_EASE, CHEST_EASE = 1.08, 1.13, 1.03


def worn_scale(top: Top, wearer: Wearer, kind: str) -> float:
    """Size on the wearer: by the shoulders and by the chest, both with their say."""
    across = float(np.linalg.norm(wearer.left.tip - wearer.right.tip))
    rows = np.linspace(0.34, 0.5, 9)
    chest = float(np.median(np.interp(rows, LEVELS, wearer.left.edge + wearer.right.edge)))
    by_chest = chest * CHEST_EASE / max(top.chest, 1.0)
    by_shoulders = across / (top.shoulders if top.sleeved else 1.12 * top.chest)
    scale = 0.5 * float(np.clip(by_shoulders, 0.85 * by_chest, 1.3 * by_chest)) + 0.5 * by_chest
    if top.sleeved and top.shoulders < 1.03 * top.chest and 1.1 < top.length / top.chest < 1.65:
        scale *= FLAT_EASE
    return scale * (DRESS_EASE if kind == "dresses" else 1.0)
