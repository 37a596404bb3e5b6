"""A painted try-on in a photo: only where the new garment is, or the old one was, the painting shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.people.body import SIDES, Body
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import Person
from lingtu.imaging.restore.blend import feather_for, join

Mask = NDArray[np.bool_]
Garment = Literal["upperBody", "lowerBody", "dresses"]

#: What a garment may replace, and the other garments that its hem may overlap.
_OWN: dict[Garment, tuple[Part, ...]] = {
    "upperBody": (Part.TORSO, Part.ARMS, Part.NECK),
    "lowerBody": (Part.LOWER, Part.LEGS),
    "dresses": (Part.TORSO, Part.LOWER, Part.ARMS, Part.NECK, Part.LEGS),
}
_MET: dict[Garment, tuple[Part, ...]] = {"upperBody": (Part.LOWER,), "lowerBody": (Part.TORSO,), "dresses": ()}
#: Never changed, whatever the garment.
SACRED = (Part.FACE, Part.HAIR, Part.HANDS, Part.BAGS, Part.SHOES)
#: In widths across the shoulders: how far a hem may reach into the other garment, how far the parser's borders may be
#: off, and how far the new garment may stand out beyond the old outline.
_HEM, _BORDER, _WIDER = 0.45, 0.02, 0.5
_FEATHER, _FEATHER_MOST, _REACH = 0.012, 0.05, 0.12
#: Coverage from which a pixel belongs to a person.
_PERSON = 0.3
#: A joint that was painted farther from its place, in widths across the shoulders, belongs to another pose.
MOVED = 0.22
_JOINTS = tuple(joint for limbs in SIDES for joint in (limbs.shoulder, limbs.elbow, limbs.wrist, limbs.hip))
_SEEN = 0.6


@dataclass(frozen=True)
class Restored:
    """The photo in new clothes; `kept` is H x W: there it is the photo to the bit."""

    rgb: Floats
    kept: Mask


def only_garment(
    photo: Floats, person: Person, painted: Floats, painted_person: Person, garments: tuple[Garment, ...]
) -> Restored:
    """The painting where the garments go, the photo everywhere else; both persons' parts must be known."""
    assert person.body is not None
    assert person.parts is not None
    unit = person.body.width_px
    keep = ~_open(photo, person, painted_person, garments, unit)
    feather = feather_for(photo, painted, keep, _FEATHER * unit, _FEATHER_MOST * unit)
    return Restored(join(photo, painted, keep, max(1.0, feather), max(1.0, _REACH * unit)), keep)


def elsewhere(photo: Floats, person: Person, garments: tuple[Garment, ...]) -> Mask:
    """Where, H x W, no garment of these kinds can be: there photo and painting should be the same."""
    assert person.body is not None
    own = tuple({part for garment in garments for part in (*_OWN[garment], *_MET[garment])})
    return ~_near(_parts(person, own, (photo.shape[0], photo.shape[1])), _WIDER * person.body.width_px)


def distance_moved(body: Body, painted: Body) -> float:
    """The farthest that a joint seen in both was painted from its place, in widths across the shoulders."""
    joints = [joint for joint in _JOINTS if min(body.seen[joint], painted.seen[joint]) > _SEEN]
    if not joints:
        return 0.0
    apart = np.linalg.norm(body.points[joints] - painted.points[joints], axis=1)
    return float(apart.max() / body.width_px)


def _open(photo: Floats, person: Person, painted: Person, garments: tuple[Garment, ...], unit: float) -> Mask:
    """Where the painting may show, H x W."""
    shape = (photo.shape[0], photo.shape[1])
    own = tuple({part for garment in garments for part in _OWN[garment]})
    met = tuple({part for garment in garments for part in _MET[garment]} - set(own))
    old = _parts(person, own, shape)
    border = max(1.0, _BORDER * unit)
    near_hem = _near(old, _HEM * unit) & _parts(person, met, shape)
    background = person.coverage < _PERSON
    sacred = _parts(person, SACRED, shape)
    wider = _away(old) <= np.minimum(_WIDER * unit, _away(sacred))  # beside the head or a hand, nothing is worn
    new_outline = (painted.coverage > _PERSON) & background & wider
    open_ = _near(old, border) & ~_parts(person, met, shape) | near_hem | _near(new_outline, border) & background
    return open_ & ~_near(sacred, border / 2)


def _parts(person: Person, parts: tuple[Part, ...], shape: tuple[int, int]) -> Mask:
    """At the photo's size, with smooth borders."""
    assert person.parts is not None
    if not parts:
        return np.zeros(shape, np.bool_)
    small = person.parts.mask(*parts).astype(np.float32)
    found: Mask = cv2.resize(small, shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    return found


def _near(mask: Mask, reach_px: float) -> Mask:
    found: Mask = _away(mask) <= reach_px
    return found


def _away(mask: Mask) -> Floats:
    """Distance from a mask, px; from an empty one everything is far."""
    if not mask.any():
        return np.full(mask.shape, np.inf, np.float32)
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)
