"""Hands: 21 points of each, found from the body's wrists."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES, Body, Limbs
from lingtu.imaging.saliency import Net

Rgb = NDArray[np.float32]
Points = NDArray[np.float32]

SIDE_PX, POINTS = 224, 21
#: A wrist that is less likely seen is not looked at; a hand that is less likely one is not told.
WRIST_SEEN, PRESENT = 0.4, 0.5
#: Side of the view in lengths from wrist to knuckles, and where its middle lies on that way.
FRAME, MIDDLE = 3.6, 1.2
WRIST, KNUCKLE = 0, 9


@dataclass(frozen=True)
class Hand:
    """Points 21 x 2 in px, and the chance that this is a hand."""

    points: Points
    presence: float


def fit_hands(rgb: Rgb, body: Body, net: Net) -> list[Hand]:
    """The hands at the ends of a body's arms, as far as they are seen."""
    return [hand for limbs in SIDES if (hand := _fit(rgb, body, limbs, net)) is not None]


def _fit(rgb: Rgb, body: Body, limbs: Limbs, net: Net) -> Hand | None:
    wrist = body.points[limbs.wrist]
    ahead = (body.points[limbs.forefinger] + body.points[limbs.little]) / 2 - wrist
    length = max(float(np.linalg.norm(ahead)), 0.12 * body.width_px)
    inside = (wrist >= 0).all() and (wrist < rgb.shape[1::-1]).all()
    if body.seen[limbs.wrist] < WRIST_SEEN or not inside:
        return None
    centre = wrist + MIDDLE * ahead
    hand = _look(rgb, centre, FRAME * length, ahead, net)
    if hand.presence < PRESENT:
        return None
    # Once more, framed by what was found.
    low, high = hand.points.min(axis=0), hand.points.max(axis=0)
    ahead = hand.points[KNUCKLE] - hand.points[WRIST]
    again = _look(rgb, (low + high) / 2, 1.6 * float((high - low).max()), ahead, net)
    return again if again.presence >= PRESENT else hand


def _look(rgb: Rgb, centre: Points, side: float, ahead: Points, net: Net) -> Hand:
    """The net wants the fingers to point up."""
    scale = SIDE_PX / max(side, 1.0)
    angle = float(np.degrees(np.arctan2(ahead[1], ahead[0]))) + 90
    place = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), angle, scale)
    place[:, 2] += SIDE_PX / 2 - centre
    view = cv2.warpAffine(rgb, place, (SIDE_PX, SIDE_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outputs = net(np.ascontiguousarray(view[None], np.float32))
    found = next(each for each in outputs if each.size == POINTS * 3).reshape(POINTS, 3)[:, :2]
    presence = next(float(each.reshape(-1)[0]) for each in outputs if each.size == 1)
    back = cv2.invertAffineTransform(place)
    return Hand((found @ back[:, :2].T + back[:, 2]).astype(np.float32), presence)
