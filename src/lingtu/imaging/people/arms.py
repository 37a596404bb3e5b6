"""Arms moved into their own silhouette: a pose's elbows and wrists are often a limb's half width off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES, Body, Limbs

Floats = NDArray[np.float32]
Values = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Of the upper arm so much lies in the shoulder; stations on the rest of the arm.
SHOULDER, STATIONS = 0.5, 24
#: How far to both sides an arm is looked for, and how wide one is by itself, sleeve and all, shoulder widths.
REACH, ALONE = 0.42, (0.07, 0.46)
#: Beside the torso only the outer edge tells: it is so far from the bone at elbow and wrist at least, shoulder widths.
#: That is half of a bare arm's: the other half may be behind the body.
LEAST = (0.05, 0.035)
#: How much an outer edge alone counts, and the pose itself; and how much less, by which power of its share of the upper
#: arm, a station that is near the shoulder, which stays where it is.
ONE_SIDED, POSE, NEAR_SHOULDER = 0.6, 2.0, 4
ROUNDS = 3


def centred(body: Body, coverage: Floats) -> Body:
    """A body, whose elbows, wrists and hands lie where the coverage of the person, H x W, has its arms."""
    points, inside = np.asarray(body.points, np.float64).copy(), coverage > 0.5
    for limbs in SIDES:
        for _ in range(ROUNDS):
            _centre(points, limbs, inside, body.width_px)
    return replace(body, points=points.astype(np.float32))


def _centre(points: Values, limbs: Limbs, inside: Mask, width: float) -> None:
    """Moves the joints of one arm, px, in place.

    Least squares of the moves of elbow and wrist that the stations between ask for, and of staying where the pose is.
    """
    joints = points[[limbs.shoulder, limbs.elbow, limbs.wrist]]
    outward = np.sign(points[limbs.shoulder, 0] - points[11:13, 0].mean())
    matrix, moves = POSE * np.eye(4), np.zeros(4)
    for share in np.linspace(SHOULDER, 2.0, STATIONS):
        bone = min(int(share), 1)
        along = joints[bone + 1] - joints[bone]
        normal = outward * np.array([along[1], -along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
        found = _move(inside, joints[bone] + along * (share - bone), normal, share, width)
        if found is None:
            continue
        move, trust = found
        of_wrist = max(0.0, share - 1)
        term = np.concatenate([normal * min(share, 1 - of_wrist), normal * of_wrist])
        trust *= min(share, 1.0) ** NEAR_SHOULDER
        matrix += trust * np.outer(term, term)
        moves += trust * move * term
    elbow, wrist = np.linalg.solve(matrix, moves).reshape(2, 2)
    points[limbs.elbow] += elbow
    points[[limbs.wrist, limbs.little, limbs.forefinger]] += wrist


def _move(inside: Mask, place: Values, outward: Values, share: float, width: float) -> tuple[float, float] | None:
    """How far a station of the arm is from its middle, px outwards, and how sure that is; None if it isn't known."""
    steps = np.arange(-REACH * width, REACH * width + 1)
    x, y = np.rint(place[:, None] + outward[:, None] * steps).astype(int)
    if min(x.min(), y.min()) < 0 or x.max() >= inside.shape[1] or y.max() >= inside.shape[0]:
        return None
    turns = np.diff(inside[y, x].astype(np.int8), prepend=0, append=0)
    starts, ends = steps[turns[:-1] > 0], steps[turns[1:] < 0]
    is_arm = (ends - starts > ALONE[0] * width) & (ends - starts < ALONE[1] * width)
    is_arm &= (starts > steps[0]) & (ends < steps[-1])
    if is_arm.any():
        middles = (starts + ends)[is_arm] / 2
        return float(middles[np.abs(middles).argmin()]), 1.0
    least = float(np.interp(share, [1, 2], LEAST)) * width
    if len(ends) and starts[0] == steps[0] and ends[0] < least:
        return float(ends[0] - least), ONE_SIDED
    return None
