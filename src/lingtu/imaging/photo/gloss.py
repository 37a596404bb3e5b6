"""Whether a surface in a photograph mirrors what stands on it."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.photo.surface import Surface
from lingtu.imaging.photo.view import View

_MOST = 0.8
_SHEEN = 0.08  # of bright, even table tops; a mirror in the dark would be seen at once
_COLUMNS, _ROWS = 64, 6  # that the picture above and below the back edge is compared by


def find(view: View, surface: Surface) -> float:
    """0 to 1: how strongly columns above its back edge come again, upside down, below it."""
    even = float(np.clip((2.2 - surface.texture) / 2, 0, 1)) * (surface.kind == "seamless")
    light = float(np.median(view.lab[int(min(view.base, view.height - 1)), view.beside(0.75), 0]))
    polish = _SHEEN * even * float(np.clip((light - 50) / 20, 0, 1))
    back = surface.back
    if back is None or back < 0.08 * view.height:
        return polish
    end = surface.front if surface.front is not None else view.height
    count = int(min(back, end - back, 0.3 * view.height))
    if count < 7:
        return polish
    grey = cv2.GaussianBlur(view.lab[..., 0] / 100, (0, 0), 2)
    above, below = _columns(grey[int(back) - count : int(back)][::-1]), _columns(grey[int(back) : int(back) + count])
    alike = float((above * below).sum() / np.sqrt((above**2).sum() * (below**2).sum() + 1e-6))
    if below.std() <= 0.008:
        return polish
    mirrored = _MOST * np.clip((alike - 0.5) / 0.4, 0, 1) * np.clip((3.2 - surface.texture) / 2, 0.15, 1)
    return max(polish, float(mirrored))


def _columns(grey: Floats) -> Floats:
    """Without what is even: light of one colour on wall and table alone looks like a mirror."""
    small = cv2.resize(grey, (_COLUMNS, _ROWS), interpolation=cv2.INTER_AREA)
    found: Floats = small - cv2.blur(small, (9, 1))
    return found
