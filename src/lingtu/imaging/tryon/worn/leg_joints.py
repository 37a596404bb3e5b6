"""Joints of the legs: as the pose has them, or where they must be if the picture ends above them."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.body import Body, Limbs
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.tryon.arrays.curves import Values

#: Legs in torso lengths; how sure a joint must be seen; and how near to the picture's lower edge, shoulder widths.
THIGH, SHIN, SEEN, EDGE = 0.92, 0.9, 0.5, 0.1
#: How sure a knee must be seen above an ankle that isn't: of a picture that ends there it is guessed into it.
SURE = 0.6


def sees_knee(body: Body, limbs: Limbs) -> bool:
    """Whether the knee is in the picture rather than guessed."""
    return float(body.seen[limbs.knee]) > (SEEN if body.seen[limbs.ankle] > SEEN else SURE)


def leg_joints(frame: Frame, limbs: Limbs, across: Values) -> Values:
    """Hip, knee and ankle, 3 x 2 px; where the picture ends above them, as they must be."""
    points, body = np.asarray(frame.body.points, np.float64), frame.body
    hip, knee, ankle = (points[index].copy() for index in (limbs.hip, limbs.knee, limbs.ankle))
    edge = frame.shape[0] - EDGE * frame.width
    if not sees_knee(body, limbs) or knee[1] > edge:
        knee = hip + (np.asarray(frame.down, np.float64) + 0.06 * across) * THIGH * body.torso_px
        ankle = knee + (knee - hip) * SHIN / THIGH
    elif body.seen[limbs.ankle] < SEEN or ankle[1] > edge:
        ankle = knee + (knee - hip) * SHIN / THIGH
    return np.stack([hip, knee, ankle])
