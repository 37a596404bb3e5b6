"""Armpits of tops and dresses whose sleeves don't lie against the body: dents of the silhouette."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.outline import Mask, Notch, Points, arc, farthest, nearest, notches, outline
from lingtu.imaging.tryon.flat.silhouette import Silhouette

#: Of a garment's height what is looked at for the dents below its sleeves, in turn.
CUTS = (1.0, 0.75, 0.6, 0.5, 0.4)
#: A sleeve hangs if its armpit is so far above its cuff, widths.
RISE = 0.03
#: What goes down so far from the end of a cuff, widths, is the body's side: the deepest point of the dent is its waist.
WAIST = 0.08
#: How far an armpit may be below the cuff's outer end, in how far that is beside it: armholes are steeper.
STEEP = 1.6


def find_armpits(body: Silhouette) -> list[Points | None]:
    """The deepest dent below each sleeve; of a waist or a wide hem's if it's that of the garment's upper part alone."""
    found: list[Points | None] = [None, None]
    for share in CUTS:
        end = int(body.top + share * body.height)
        dents = notches(body.points if share == 1 else outline(_above(body.mask, end)))
        for index, sign in enumerate((-1, 1)):
            fits = [notch for notch in dents if _is_armpit(notch, sign, body) and notch.deepest[1] < end - 2]
            if fits and found[index] is None:
                found[index] = _highest(body, max(fits, key=lambda notch: notch.depth), sign)
        if any(place is not None for place in found):
            break
    return found


def _highest(body: Silhouette, notch: Notch, sign: int) -> Points:
    """The armpit in a dent: where a sleeve that hangs meets the body, above its cuff; or else the deepest point."""
    cuff, deepest = (
        nearest(body.points, place) for place in (notch.before if sign < 0 else notch.after, notch.deepest)
    )
    way = arc(body.points, cuff, deepest) if sign < 0 else arc(body.points, deepest, cuff)[::-1]
    if len(way) > 0.5 * len(body.points):
        return notch.deepest
    # from the cuff's lower corner up to the armpit, and down the body
    rise = np.maximum.accumulate(way[:, 1]) - way[:, 1]
    top = int(rise.argmax())
    if rise[top] > RISE * body.width:
        return np.asarray(way[top], np.float64)
    # from the cuff's corner along it to the body, and then down this to its waist
    corner: Points = way[farthest(way)]
    run, down = abs(notch.deepest[0] - corner[0]), notch.deepest[1] - corner[1]
    return np.asarray(corner if down > max(WAIST * body.width, 2 * run) else notch.deepest, np.float64)


def _above(mask: Mask, row: int) -> Mask:
    upper = mask.copy()
    upper[row:] = False
    return upper


def _is_armpit(notch: Notch, sign: int, body: Silhouette) -> bool:
    place = notch.deepest
    outward, cuff = (place[0] - body.axis) * sign, notch.before if sign < 0 else notch.after
    beyond = (cuff[0] - body.axis) * sign - outward
    low = (place[1] - body.top) / body.height
    return bool(
        outward > 0.25 * body.width
        and notch.depth > 0.03 * body.width
        and beyond > 0.07 * body.width
        and place[1] - cuff[1] < STEEP * beyond
        and 0.06 < low < (0.45 if body.is_dress else 0.72)
    )
