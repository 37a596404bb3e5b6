"""Lower edges of cloth, hems and cuffs: folded cloth is thick, and of a sleeve that stands off one sees the inside."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.curves import unit
from lingtu.imaging.tryon.arrays.masks import box_around, polygon, sharp
from lingtu.imaging.tryon.arrays.outline import Points, at_shares
from lingtu.imaging.tryon.arrays.vectors import means
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]

#: How much lighter a fold is, and its width, shoulder widths and px at least.
LIGHTER, FOLD, FOLD_PX = 0.12, 0.006, 1.2
#: Lightness of cloth from which it is less so, and from which none is seen of it.
PALE = (0.4, 0.7)
#: Nothing is lighter beside what lies in front of the cloth, so near to it, px.
FRONT_PX = 2.0
#: How deep a sleeve's opening is seen, of its width; how far up its colour is looked at, px.
OPEN, ABOVE_PX = 0.08, 6.0
#: How dark it is in a sleeve, of its colour, by how light that is: pale cloth lets light in, and throws it back.
LIGHTNESS, INSIDE = (0.3, 0.6, 0.9), (0.45, 0.58, 0.76)
#: So near to a hem's ends its corner is rounded, and so much, if no sleeve is so near; shoulder widths.
CORNER, ROUNDED = 0.06, 0.012
#: Share from which a pixel hangs together with others.
SOME = 0.1
#: Points of an opening's edge.
POINTS = 33


def fold_light(cloth: Cloth, front: Floats, width_px: float) -> Floats:
    """A factor H x W for the colours of cloth at its lower edges; `front`: share of what hides it."""
    high = max(FOLD_PX, FOLD * width_px)
    down = np.array([[1, 0, 0], [0, 1, -high]], np.float32)
    alpha = cloth.alpha
    below = cv2.warpAffine(alpha, down, alpha.shape[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    plain = ((PALE[1] - means(cloth.rgb)) / (PALE[1] - PALE[0])).clip(0, 1)
    clear = (1 - 3 * cv2.GaussianBlur(front, (0, 0), FRONT_PX)).clip(0, 1)
    return np.asarray(1 + LIGHTER * alpha * (1 - below) * clear * plain, np.float32)


def with_round_hem(cloth: Cloth, hem: Points, sleeves: Floats, width_px: float) -> Cloth:
    """The cloth with a hem, N x 2 px from side to side, that turns around the body at its ends: no corner stands off.

    `sleeves`: share H x W of what is no part of the hem's sides.
    """
    near = np.zeros(cloth.alpha.shape, np.uint8)
    for end in (hem[0], hem[-1]):
        place = np.zeros_like(near)
        cv2.circle(place, np.rint(end).astype(int).tolist(), int(CORNER * width_px), 1, -1)
        if not sleeves[place > 0].any():
            near |= place
    box = box_around(near > 0, int(CORNER * width_px))
    if not box[0].stop:
        return cloth
    alpha = cloth.alpha.copy()
    share = cv2.GaussianBlur(near[box].astype(np.float32), (0, 0), CORNER / 4 * width_px)
    alpha[box] += share * np.minimum(sharp(cloth.alpha[box], ROUNDED * width_px) - cloth.alpha[box], 0)
    return Cloth(cloth.rgb, alpha)


def with_insides(cloth: Cloth, cuffs: tuple[Points, ...], before: Floats) -> Cloth:
    """The cloth, and below each cuff, N x 2 px, the inside of the sleeve's far half where nothing is `before` it.

    Each cuff from the outer corner to the inner one and then a place within the sleeve.
    """
    rgb, alpha = cloth.rgb.copy(), cloth.alpha.copy()
    for cuff in cuffs:
        opening, above = _opening(cuff)
        inside, own = polygon(opening, alpha.shape), polygon(above, alpha.shape)
        box = box_around(np.maximum(inside, own), 1)
        sleeve = cloth.rgb[box][(own[box] > 0.5) & (cloth.alpha[box] > 0.9)]
        if not len(sleeve):
            continue
        tone = np.median(sleeve, axis=0)
        colour = np.full(rgb[box].shape, tone * np.interp(tone.mean(), LIGHTNESS, INSIDE), np.float32)
        shown = inside[box] * (1 - before[box]).clip(0, 1)
        # of a sleeve behind the arm none is seen beyond that
        drawn = cloth.alpha[box] > 0.5
        shown = shown * reached(drawn | (shown > SOME), drawn)
        below = Cloth(colour, np.asarray(shown, np.float32))
        part = Cloth(rgb[box], alpha[box]).over(below)
        rgb[box], alpha[box] = part.rgb, part.alpha
    return Cloth(rgb, alpha)


def _opening(cuff: Points) -> tuple[Points, Points]:
    """Corners of the opening's far half, and of the cloth above the cuff's line, N x 2 px."""
    line, within = cuff[:-1], cuff[-1]
    chord = line[-1] - line[0]
    off = np.array([-chord[1], chord[0]])
    off = unit(off * -np.sign(off @ (within - line[0]) or 1.0))
    share = np.linspace(-1, 1, POINTS)
    deep = OPEN * float(np.linalg.norm(chord)) * np.sqrt(1 - share**2)
    far = line[0] + (share[:, None] + 1) / 2 * chord + deep[:, None] * off
    near = at_shares(line, np.linspace(0, 1, POINTS))
    return np.concatenate([near, far[::-1]]), np.concatenate([near, near[::-1] - ABOVE_PX * off])
