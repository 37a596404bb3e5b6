"""Bared arms as masks: where they surely go on, and where they hang before the new garment and other clothes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import along_rays, sampled
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import sharp, within
from lingtu.imaging.tryon.arrays.smooth_fill import wide_blur
from lingtu.imaging.tryon.worn.bare_shoulder import DELTOID, deltoid
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import NEAR_WRIST, is_behind_body, sleeve_end_px

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Around arms made up skin is theirs, with so soft an edge, shoulder widths, and from this station on: above, it is the
#: chest's as well.
AROUND_ARMS, SOFT_ARMS, OWN_FROM = 0.05, 0.1, 14
#: From where on bared skin is a forearm's, of the upper arm's length.
FOREARM_FROM = 0.85
#: Aslant, a new cuff ends so much above its middle, shoulder widths.
ABOVE_CUFF = 0.1
#: Below an armhole an arm hangs before the cloth from here on, of the upper arm's length.
BELOW_ARMHOLE = 0.5
#: Point of a shoulder's outline from which on it is the arm's.
TOP = 4
#: So far outside of it an old sleeve may be, half widths of an arm.
OUTSIDE = 3.0
#: From a sleeve's inner end on an arm before the body reaches farther inside by this much of the way down.
INWARDS = 0.2
#: A sleeve that is pushed up ends beyond this share of the arm, and some of the forearm is seen below it.
PUSHED_UP = 0.65
#: A short sleeve ends beyond this share of the upper arm.
SHORT_SLEEVE = 0.4
#: Stations below its end at which an arm's edge is looked at, and above it in which a slanted one may end.
SEEN, SLANTED = 4, 2
#: So much of an arm's inner half is within what is seen of it, whatever its slant.
WITHIN = 0.5
#: Smoothing of the outline of a forearm that is made up, shoulder widths.
EVEN = 0.05


def arms(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Bare arms from below the shoulders to the hands, H x W, a share, and a little around them."""
    mask = _between(shape, [(flank.bare_arm, OWN_FROM) for flank in wearer.flanks])
    return wide_blur(cv2.dilate(mask, disc(AROUND_ARMS * wearer.width)), SOFT_ARMS * wearer.width)


def forearms(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Bare arms from a little above the elbows to the hands, H x W, a share: beside what is seen they surely go on."""
    return _between(shape, [(flank.bare_arm, _elbow(flank)) for flank in wearer.flanks])


def forearms_in_front(
    wearer: Wearer, cuffs_px: tuple[float, float], sleeves: Floats, cloth: Floats | None = None
) -> Floats:
    """Arms between new sleeves (their share H x W), so far along them (0 without), or armholes, and hands in old ones.

    They hang before the cloth, but no farther inside than sleeves beside their cuffs, or than the armholes of the
    `cloth` (its share H x W) where they are narrowest. H x W, a share.
    """
    spans = []
    for flank, start, by_cuff in _bared(wearer, cuffs_px):
        if cloth is None or by_cuff:
            spans.append((_from_sleeve(flank.bare_arm, sleeves, start, wearer.width), start))
        else:
            spans.append(_from_armhole(flank.bare_arm, cloth, start))
    return _between(sleeves.shape, spans) * (1 - sleeves)


def outside_of_arms(wearer: Wearer, cuffs_px: tuple[float, float], sleeves: Floats) -> Floats:
    """Outside of the same arms, and the arms themselves below armholes: the body's cloth isn't drawn out there.

    H x W, a share.
    """
    mask = np.zeros(sleeves.shape, np.bool_)
    for flank, start, by_cuff in _bared(wearer, cuffs_px):
        arm = flank.bare_arm
        far, inner = arm.sides(OUTSIDE)[0], arm.sides()[1]
        if by_cuff:
            corners = np.concatenate([arm.sides(0.5)[0][start:], far[start:][::-1]])
        else:
            shoulder = deltoid(wearer, flank)[TOP:]
            away = shoulder - arm.centres[DELTOID]
            away *= (OUTSIDE - 1) * arm.outer[DELTOID] / np.linalg.norm(away, axis=1, keepdims=True)
            corners = np.concatenate([shoulder[:1], shoulder + away, far[DELTOID:], inner[::-1]])
        mask |= within(corners, sleeves.shape)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0) * (1 - sleeves), np.float32)


def _bared(wearer: Wearer, cuffs_px: tuple[float, float]) -> list[tuple[Flank, int, bool]]:
    """Arms that come out of old long sleeves, the station at which the new garment begins to bare each, and by a cuff.

    Else it is by an armhole.
    """
    found = []
    for flank, cuff in zip(wearer.flanks, cuffs_px, strict=True):
        if _in_long_sleeve(wearer, flank):
            begin = cuff - ABOVE_CUFF * wearer.width if cuff > 0 else BELOW_ARMHOLE * flank.arm.joint
            found.append((flank, int(max(0.0, begin) / flank.arm.length * STATIONS), cuff > 0))
    return found


def _from_sleeve(arm: Limb, sleeves: Floats, start: int, width_px: float) -> Limb:
    """The arm no farther inside than its sleeve is beside the cuff, and more and more as it is below that."""
    step = arm.length / STATIONS
    rows = slice(start, min(start + int(2 * ABOVE_CUFF * width_px / step) + 1, len(arm.centres)))
    distances = np.arange(0.0, 2 * float(arm.inner.max()))
    met = along_rays((sleeves > 0.5).astype(np.uint8), arm.centres[rows], -arm.normals[rows], distances) == 1
    ends = np.where(met.any(axis=1), met.shape[1] - met[:, ::-1].argmax(axis=1), 0)
    covered = np.flatnonzero(ends)
    last = start + int(covered[-1]) if len(covered) else start
    inside = float(np.median(ends[covered[-4:]])) if len(covered) else 0.0
    below = (np.arange(len(arm.centres)) - last).clip(0) * step
    return replace(arm, inner=np.minimum(arm.inner, np.maximum(inside, 0.3 * arm.inner) + INWARDS * below))


def _from_armhole(arm: Limb, cloth: Floats, end: int) -> tuple[Limb, int]:
    """The arm from where an armhole is narrowest on, above a station, no farther inside than that, and that station.

    Below, the cloth goes on behind the arm.
    """
    rows = slice(min(DELTOID // 2, end), end + 1)
    distances = np.arange(0.0, 2 * float((arm.outer + arm.inner).max()))
    edge = arm.sides()[0][rows]
    met = along_rays((cloth > 0.5).astype(np.uint8), edge, -arm.normals[rows], distances) == 1
    inside = np.where(met.any(axis=1), met.argmax(axis=1), np.inf) - arm.outer[rows]
    narrowest = int(inside.argmax())
    start = rows.start + narrowest
    below = (np.arange(len(arm.centres)) - start).clip(0) * arm.length / STATIONS
    return replace(arm, inner=np.minimum(arm.inner, inside[narrowest] + INWARDS * below)), start


def forearms_out_of_sleeves(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Forearms that old long sleeves leave bare: they hang before other clothes. H x W, a share."""
    return _between(
        shape, [(flank.bare_arm, _elbow(flank)) for flank in wearer.flanks if _in_long_sleeve(wearer, flank)]
    )


def arms_in_long_sleeves(wearer: Wearer, shape: tuple[int, ...]) -> Floats:
    """Arms in old long sleeves before the body, whole, wherever their hands are. H x W, a share."""
    return _between(shape, [(flank.bare_arm, 0) for flank in wearer.flanks if _is_long(wearer, flank)])


def _elbow(flank: Flank) -> int:
    return int(FOREARM_FROM * flank.arm.joint / flank.arm.length * STATIONS)


def _in_long_sleeve(wearer: Wearer, flank: Flank) -> bool:
    """Whether an arm before the body is, down to a hand that is seen."""
    has_hand = bool((sampled(wearer.labels, flank.bare_arm.centres[STATIONS:]) == Part.HANDS).any())
    return has_hand and _is_long(wearer, flank)


def out_of_short_sleeves(wearer: Wearer, cloth: Floats) -> Floats:
    """Arms between armholes of the `cloth` (its share H x W) and where they come out of old short sleeves.

    Below, what is seen of them hangs before the cloth; up to the armhole their inner edge goes straight on. H x W, a
    share.
    """
    mask = np.zeros(cloth.shape, np.bool_)
    for flank in wearer.flanks:
        end, arm = int(sleeve_end_px(wearer, flank) / flank.arm.length * STATIONS) + 1, flank.bare_arm
        covered = sleeve_end_px(wearer, flank) > SHORT_SLEEVE * flank.arm.joint
        if not covered or end + SEEN > STATIONS or _is_long(wearer, flank) or is_behind_body(wearer, flank):
            continue
        rows = slice(end, end + SEEN)
        distances = np.arange(0.0, 2 * float(arm.inner.max()))
        met = along_rays(wearer.labels, arm.centres[rows], -arm.normals[rows], distances) == Part.ARMS
        if not met[:, 0].all():
            continue
        seen = float(np.median(np.where(met.all(axis=1), met.shape[1], met.argmin(axis=1))))
        # beside a slanted cuff the seen arm has no armhole any more
        last = min(int(BELOW_ARMHOLE * flank.arm.joint / flank.arm.length * STATIONS), end - SLANTED)
        upper, start = _from_armhole(arm, cloth, max(last, 0))
        if start < end:
            # it ends within what is seen
            places, widths = [start, end, end + SEEN], [upper.inner[start], seen - 1, WITHIN * seen]
            inner = np.interp(np.arange(len(arm.centres)), places, widths)
            mask |= within(replace(arm, inner=inner).outline(span=slice(start, end + SEEN)), cloth.shape)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)


def _is_long(wearer: Wearer, flank: Flank) -> bool:
    end = sleeve_end_px(wearer, flank) / flank.arm.length
    below = flank.bare_arm.centres[min(int(end * STATIONS) + 2, STATIONS) : STATIONS]
    pushed_up = end >= PUSHED_UP and bool((sampled(wearer.labels, below) == Part.ARMS).any())
    return bool((end >= NEAR_WRIST or pushed_up) and not is_behind_body(wearer, flank))


def _between(shape: tuple[int, ...], spans: Sequence[tuple[Limb, int]]) -> Floats:
    """Limbs from a station on each, H x W, a share."""
    mask = np.zeros(shape, np.bool_)
    for limb, start in spans:
        mask |= within(limb.outline(span=slice(start, None)), shape)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)


def even_forearms(person: Mask, wearer: Wearer) -> Mask:
    """A person H x W with an even outline of bared forearms: what is seen of one beside cloth is narrow and ragged."""
    near = forearms(wearer, person.shape) > 0
    even = sharp(person.astype(np.float32), EVEN * wearer.width) > 0.5
    return np.where(near, even, person)
