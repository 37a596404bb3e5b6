"""Light of coloured old clothes on the arms and hands beside them: it goes when they do."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.arrays.vectors import dots, lengths
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]

#: So far from the clothes skin has their light, and from there on its own colours; these are averaged over so far,
#: shoulder widths.
LIT, AVERAGED = 0.06, 0.1
#: Colourfulness of clothes whose light is seen, and its least distance from the skin's, Lab.
COLOURFUL, UNLIKE = (5.0, 11.0), 18.0
#: Share of that light that is taken off; least share of skin and of clothes nearby that tells their colours.
TAKEN, LEAST = 0.9, 0.01
#: Light that is seen; how it fades where no pixel may change any more, share of how far that is.
SEEN, FADES = 0.01, 0.4
#: How dark skin may be for its colours to be those of the rest, of its lightness.
DARKEST = 0.5


def without_spill(layers: Layers, old: Floats, around: Floats, width_px: float, most_px: float) -> Layers:
    """The layers with arms and hands without the light of `old` clothes, a share H x W, on them.

    No pixel changes that is farther than `most_px` from what is `around`, the clothes that are taken off and put on.
    """
    skin = layers.share(Part.ARMS, Part.HANDS)
    box = box_around(skin, int(2 * AVERAGED * width_px))
    skin, taken = skin[box], (old[box] > 0.5).astype(np.float32)
    if not taken.any() or most_px < 1:
        return layers
    to_old, to_any = (
        cv2.distanceTransform((each <= 0.5).astype(np.uint8), cv2.DIST_L2, 3) for each in (taken, around[box])
    )
    lit = LIT * width_px
    near = skin * (1.5 - to_old / lit).clip(0, 1) * ((most_px - to_any) / (FADES * most_px)).clip(0, 1)
    if not (near > 0).any():
        return layers
    lab = cv2.cvtColor(np.ascontiguousarray(layers.rgb[box]), cv2.COLOR_RGB2Lab)
    own, share = _near(lab, (skin > 0.9) * (to_old > 1.5 * lit), AVERAGED * width_px)
    cloth, of_cloth = _near(lab, taken, AVERAGED * width_px)
    # in shade skin has less of all its colours
    dimmed = (lab[..., :1] / np.maximum(own[..., :1], 1.0)).clip(DARKEST, 1)
    toward = cloth[..., 1:] - own[..., 1:]
    apart = np.maximum(lengths(toward), 1.0)
    light = dots(lab[..., 1:] - own[..., 1:] * dimmed, toward) / apart**2
    seen = (lengths(cloth[..., 1:]) - COLOURFUL[0]) / (COLOURFUL[1] - COLOURFUL[0])
    known = (share > LEAST) & (of_cloth > LEAST) & (apart > UNLIKE)
    amount = TAKEN * light.clip(0, 1) * seen.clip(0, 1) * known * near
    at = amount > SEEN
    if not at.any():
        return layers
    lab[..., 1:] -= amount[..., None] * toward
    rgb = layers.rgb.copy()
    rgb[box] = np.where(at[..., None], cv2.cvtColor(lab, cv2.COLOR_Lab2RGB).clip(0, 1), rgb[box])
    return replace(layers, rgb=rgb)


def _near(colours: Floats, weight: Floats, reach_px: float) -> tuple[Floats, Floats]:
    """Average H x W x 3 of what has weight near each pixel, and how much that is, H x W."""
    weight = np.asarray(weight, np.float32)
    share = wide_blur(weight, reach_px)
    total = wide_blur(np.asarray(colours * weight[..., None], np.float32), reach_px)
    return np.asarray(total / np.maximum(share, 1e-3)[..., None], np.float32), share
