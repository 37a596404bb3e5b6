"""Sides and armholes of a garment in smooth lines: on a body they are taut, whatever waves its picture shows."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smoothed, smoothed_within
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import box_around, polygon
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Smoothing along the outline, and how far that may move it, shoulder widths.
EVEN, FARTHEST = 0.07, 0.05
#: Skirts fall from this level on, of what ends below that one; and their smoothing, shoulder widths.
FROM, SKIRT, EVEN_SKIRT = 0.85, 1.4, 0.15
#: An outline between two corners that is so much longer than the straight line, or ends so far from them, shoulder
#: widths, is another one's.
DETOUR, BESIDE = 1.6, 0.12
#: A contour is that of its outermost pixels' middles; its normals are told over so many, px.
OUT_PX, NORMAL_PX = 0.5, 2.0
#: Around its old and its new place the outline is drawn anew, px; over so much at its ends it gives way to the old one.
AROUND_PX, SOFT_PX = 3, 2.0


def armholes(fit: TopFit) -> tuple[Points, ...]:
    """The two ends of each, 2 x 2 px, from the shoulders to the armpits."""
    return tuple(np.stack(ends) for ends in zip(fit.shoulders, fit.armpits, strict=True))


def skirt_sides(fit: TopFit, wearer: Wearer) -> tuple[Points, ...]:
    """What of both sides is below the waist, N x 2 px each; none of tops that end about there."""
    below = (side[(side - wearer.shoulders) @ wearer.down > FROM * wearer.torso_px] for side in fit.sides)
    return tuple(side for side in below if len(side) > 1) if fit.hem_level > SKIRT else ()


def with_even_sides(cloth: Cloth, corners: tuple[Points, ...], width_px: float, even: float = EVEN) -> Cloth:
    """The cloth H x W with its outline smoothed between pairs of corners, each N x 2 px, of which the ends count.

    `even`: by so much, shoulder widths.
    """
    found, _ = cv2.findContours((cloth.alpha > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not found or not corners:
        return cloth
    contour = np.asarray(max(found, key=len)[:, 0], np.float64)
    line, near = _outwards(contour), np.zeros(cloth.alpha.shape, np.uint8)
    for pair in corners:
        between = _between(contour, pair[0], pair[-1], width_px)
        if len(between) < 3:
            continue
        smooth = smoothed_within(line[between], min(even * width_px, len(between) / 4))
        off = smooth - line[between]
        far = np.linalg.norm(off, axis=1, keepdims=True)
        moved = line[between] + off * np.minimum(1, FARTHEST * width_px / np.maximum(far, 1e-6))
        _draw(near, line[between], moved)
        line[between] = moved
    box = box_around(near > 0, 4 * AROUND_PX)
    if not box[0].stop:
        return cloth
    alpha = cloth.alpha.copy()
    share = cv2.GaussianBlur(near[box].astype(np.float32), (0, 0), SOFT_PX)
    drawn = polygon(line - (box[1].start, box[0].start), share.shape)
    alpha[box] = cloth.alpha[box] * (1 - share) + drawn * share
    return Cloth(goes_on(cloth.rgb, cloth.alpha > 0.9, alpha > np.maximum(cloth.alpha, 0.02)), alpha)


def _outwards(contour: Points) -> Points:
    """A closed contour N x 2 on its pixels' outer edges."""
    around = np.concatenate([contour[-9:], contour, contour[:9]])
    ahead = np.gradient(smoothed(around, NORMAL_PX), axis=0)[9:-9]
    normal = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    x, y = contour.T
    # which side is outside is told by the area that it goes around
    turns = float(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    return np.asarray(contour + OUT_PX * (1 if turns > 0 else -1) * normal, np.float64)


def _between(contour: Points, one: Values, other: Values, width_px: float) -> NDArray[np.int64]:
    """Indices of a closed contour on the shorter way between two places; none where it is no way between them."""
    away = [np.linalg.norm(contour - place, axis=1) for place in (one, other)]
    first, last = (int(each.argmin()) for each in away)
    if max(away[0][first], away[1][last]) > BESIDE * width_px:
        return np.zeros(0, np.int64)
    ahead = (last - first) % len(contour)
    steps = np.arange(ahead + 1) if 2 * ahead < len(contour) else -np.arange(len(contour) - ahead + 1)
    between = (first + steps) % len(contour)
    length = float(np.linalg.norm(np.diff(contour[between], axis=0), axis=1).sum())
    if length > DETOUR * float(np.linalg.norm(contour[first] - contour[last])):
        return np.zeros(0, np.int64)
    return np.asarray(between, np.int64)


def _draw(near: NDArray[np.uint8], before: Points, after: Points) -> None:
    """What lies between two lines N x 2, and a little around it, in place."""
    strip = np.rint(np.concatenate([before, after[::-1]])).astype(np.int32)
    cv2.fillPoly(near, [strip], 1)
    for line in (before, after):
        cv2.polylines(near, [np.rint(line).astype(np.int32)], False, 1, 2 * AROUND_PX + 1)
