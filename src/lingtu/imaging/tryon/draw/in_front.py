"""What lies in front of a garment on its wearer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import box_around, sharp
from lingtu.imaging.tryon.fit.waist import around_waist
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers, past_wrist
from lingtu.imaging.tryon.worn.limb import STATIONS
from lingtu.imaging.tryon.worn.raised import raised_forearms
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px

Floats = NDArray[np.float32]

#: Stations of an arm from which a bare one hangs in front of the torso.
ARM_FROM = 16
#: What is around an arm, half widths of it; and around a forearm, whose width is told from a few stations where it is
#: turned or bent, as far as no upper arm is nearer.
AROUND, AROUND_FOREARM = 1.35, 2.4
#: The same beside a cuff, where one alone of an arm's edges may be seen.
BESIDE_CUFF = 2.0
#: Least half width of an arm, shoulder widths; stations between wrist and knuckles.
LEAST, AT_WRIST = 0.09, 6
#: Smoothing of a bare arm's outline before cloth, shoulder widths.
EVEN = 0.035
#: And how far inside its own that lies, shoulder widths, px at least: lenses carry the old cloth's colour so far.
WITHIN, WITHIN_PX = 0.006, 1.0
#: Smoothing of its own outline, shoulder widths, and how far inside that lies, px.
OUTLINE, OUTLINE_WITHIN_PX = 0.018, 0.5
#: The background beside an arm is looked at so far, half widths of it.
OUTSIDE = 3.0
#: Down to this level, and so far from the axis, hair hides shoulders, shoulder widths.
SHOULDERS, SHOULDERS_OUT = 0.2, 0.55


@dataclass(frozen=True)
class InFront:
    """Shares H x W: hair, face, hands and bags; arms, which lie over its torso alone; clothes worn over it.

    `beyond`: where the garment isn't although nothing lies over it.
    """

    always: Floats
    arms: Floats
    clothes: Floats
    beyond: Floats

    def behind(self, sleeves: Floats) -> InFront:
        """With sleeves (a share H x W) over arms and clothes."""
        free = 1 - sleeves
        return replace(self, arms=self.arms * free, clothes=self.clothes * free, beyond=self.beyond * free)

    def with_arms(self, arms: Floats) -> InFront:
        """With more (a share H x W) that hangs in front of the torso."""
        return replace(self, arms=np.maximum(self.arms, arms))

    def behind_band(self, band: Floats) -> InFront:
        """With a waistband (a share H x W) over clothes."""
        return replace(self, clothes=self.clothes * (1 - band))

    def within(self, hands: Floats, smaller: Floats) -> InFront:
        """With hands (a share H x W) that are smaller."""
        return replace(self, always=np.where(self.always > hands, self.always, np.minimum(self.always, smaller)))

    @property
    def over_torso(self) -> Floats:
        return np.maximum(self.always, self.arms)

    @property
    def over_sleeves(self) -> Floats:
        return np.maximum(self.always, self.clothes)

    @property
    def whole(self) -> Floats:
        return np.maximum(self.over_torso, self.over_sleeves)


def in_front(
    layers: Layers,
    wearer: Wearer,
    garment: Garment,
    tucked: bool,
    cuffs_px: tuple[float, float] = (0.0, 0.0),
    armpits: tuple[Values, ...] = (),
) -> InFront:
    """Of a garment that is `tucked` in what is below it, or not; its sleeves end so far along the arms, 0 without.

    `armpits`: those of one without sleeves, left and right, px.
    """
    head, hands, bags = layers.share(Part.HAIR, Part.FACE), layers.share(Part.HANDS), layers.share(Part.BAGS)
    arms = layers.share(Part.ARMS)
    if garment.kind != "lowerBody":  # upper arms are in sleeves or beside the torso
        free = np.maximum(1 - _in_sleeves(wearer, cuffs_px, arms.shape), raised_forearms(wearer))
        below = below_cuffs(wearer, cuffs_px, arms.shape)
        zone = np.maximum(arm_zone(wearer, wearer.flanks, arms.shape), _below_armholes(wearer, armpits, arms.shape))
        whole = layers.share(Part.ARMS, Part.HANDS)
        behind = np.maximum(in_old_sleeves(layers, wearer), _outside_of_arms(layers, wearer))
        even = smooth_limb(whole, wearer.width, behind, past_wrist(layers.labels, wearer.width))
        # hands are of the same skin: where they begin both are mixed, and nothing is seen between
        arms = np.minimum(np.where(arms > 0, whole, 0) * np.maximum(zone * free, below), even)
        hands = np.minimum(hands, even)
    clothes, beyond = around_waist(layers, wearer, garment, tucked)
    if garment.kind != "lowerBody":
        beyond = np.maximum(beyond, _above_hair(layers, wearer))
    return InFront(np.maximum(np.maximum(head, hands), bags), arms, clothes, beyond)


def _above_hair(layers: Layers, wearer: Wearer) -> Floats:
    """The background above hair that hides a shoulder, H x W, a share: if a shoulder were there, one would see it."""
    mask, frame = np.zeros(layers.labels.shape, np.float32), wearer.frame
    place = (frame.along < SHOULDERS) & (frame.across < SHOULDERS_OUT)
    x, y, width, height = cv2.boundingRect(place.astype(np.uint8))
    box = slice(y, y + height), slice(x, x + width)
    labels = layers.labels[box]
    rows = np.where(labels == Part.BACKGROUND, height - 1, np.arange(height)[:, None])
    below = np.minimum.accumulate(rows[::-1], axis=0)[::-1]
    hair = np.take_along_axis(labels, below, axis=0) == Part.HAIR
    mask[box] = (labels == Part.BACKGROUND) & hair & place[box]
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.0), np.float32)


def below_cuffs(wearer: Wearer, cuffs_px: tuple[float, float], shape: tuple[int, ...], above: float = 0.0) -> Floats:
    """Around the arms that hang, from so much above their cuffs on, shoulder widths; H x W, a share.

    Nothing without sleeves.
    """
    return _around_arms(wearer, [(cuff - above * wearer.width, np.inf) for cuff in cuffs_px], shape, cuffs_px)


def _in_sleeves(wearer: Wearer, cuffs_px: tuple[float, float], shape: tuple[int, ...]) -> Floats:
    """Around the arms that hang, down to their cuffs; H x W, a share."""
    return _around_arms(wearer, [(0.0, cuff) for cuff in cuffs_px], shape, cuffs_px)


def _around_arms(
    wearer: Wearer, spans: list[tuple[float, float]], shape: tuple[int, ...], cuffs_px: tuple[float, float]
) -> Floats:
    """Around those that hang and have a cuff, between two places along each, px; H x W, a share."""
    mask = np.zeros(shape, np.uint8)
    for flank, cuff, (start, end) in zip(wearer.flanks, cuffs_px, spans, strict=True):
        if 0 < cuff < flank.arm.length:
            at = np.linspace(start, min(end, flank.arm.length), STATIONS)
            outer, inner = (flank.arm.point(at, side, ease=BESIDE_CUFF) for side in (1, -1))
            cv2.fillPoly(mask, [np.rint(np.concatenate([outer, inner[::-1]])).astype(np.int32)], 1)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)


def _below_armholes(wearer: Wearer, armpits: tuple[Values, ...], shape: tuple[int, ...]) -> Floats:
    """Around upper arms that hang beside armholes, from their lower ends to the elbows; H x W, a share."""
    mask = np.zeros(shape, np.float32)
    for flank, pit in zip(wearer.flanks, armpits, strict=bool(armpits)):
        arm = np.zeros(shape, np.uint8)
        at = np.linspace(0, flank.arm.joint, STATIONS)
        outer, inner = (flank.arm.point(at, side, ease=AROUND) for side in (1, -1))
        cv2.fillPoly(arm, [np.rint(np.concatenate([outer, inner[::-1]])).astype(np.int32)], 1)
        mask = np.maximum(mask, arm * (wearer.frame.along > wearer.level_of(pit)))
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.0), np.float32)


def in_old_sleeves(layers: Layers, wearer: Wearer) -> Floats:
    """1 where old sleeves hide an arm, H x W."""
    mask = np.zeros(layers.labels.shape, np.uint8)
    for flank in wearer.flanks:
        at = np.linspace(0, sleeve_end_px(wearer, flank), STATIONS)
        outer, inner = (flank.arm.point(at, side) for side in (1, -1))
        cv2.fillPoly(mask, [np.rint(np.concatenate([outer, inner[::-1]])).astype(np.int32)], 1)
    return np.asarray(mask * (layers.labels == Part.TORSO), np.float32)


def smooth_limb(share: Floats, width_px: float, behind: Floats | float = 0.0, farther: Floats | float = 0.0) -> Floats:
    """A limb, H x W, in an even outline a little inside its own: without the old cloth's folds and colour there.

    Towards what is `behind` (a share) its outline is not looked at: where what is taken off hides it it goes on, at the
    old cuff it is not rounded; and where cloth hides most of it the strip that is left is no line of cloth.
    `farther`: it goes so much farther out, px.
    """
    return _even(np.maximum(share, behind), EVEN * width_px, within_px(width_px) - np.asarray(farther, np.float32))


def _even(share: Floats, sigma: float, inside_px: Floats | float) -> Floats:
    """`sharp` where there is something."""
    sigma, result = max(1.0, sigma), np.zeros_like(share)
    box = box_around(share, int(3 * sigma))
    if share[box].size:
        result[box] = sharp(share[box], sigma, np.broadcast_to(inside_px, share.shape)[box])
    return result


def arms_outline(layers: Layers, wearer: Wearer) -> Floats:
    """Arms and hands of the photo in their own even outline, H x W."""
    return _even(layers.share(Part.ARMS, Part.HANDS), OUTLINE * wearer.width, OUTLINE_WITHIN_PX)


def within_px(width_px: float) -> float:
    """How far an even outline of arms lies inside their own, px."""
    return max(WITHIN_PX, WITHIN * width_px)


def _outside_of_arms(layers: Layers, wearer: Wearer) -> Floats:
    """1 where the background is seen beside the outer side of an arm, H x W."""
    mask = np.zeros(layers.labels.shape, np.uint8)
    for flank in wearer.flanks:
        outer = flank.arm.sides(OUTSIDE)[0]
        cv2.fillPoly(mask, [np.rint(np.concatenate([outer, flank.arm.centres[::-1]])).astype(np.int32)], 1)
    return np.asarray(mask * (layers.labels == Part.BACKGROUND), np.float32)


def arm_zone(wearer: Wearer, flanks: Sequence[Flank], shape: tuple[int, ...]) -> Floats:
    """Around the arms of these from above the elbow down to the hands; H x W, a share."""
    mask, wide = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    lines = [np.ones(shape, np.uint8), np.ones(shape, np.uint8)]
    for flank in flanks:
        arm = flank.arm
        hand = np.asarray(wearer.frame.knuckles(flank.limbs), np.float64)
        wrist = np.linspace(arm.centres[-1], hand, AT_WRIST)
        places = np.concatenate([arm.centres, wrist])
        radii = np.maximum(np.append(arm.outer, np.repeat(arm.outer[-1], AT_WRIST)), LEAST * wearer.width)
        elbow = max(ARM_FROM, int(arm.joint / arm.length * (STATIONS - 1)))
        for index in range(ARM_FROM, len(places)):
            centre = int(places[index, 0]), int(places[index, 1])
            cv2.circle(mask, centre, int(AROUND * radii[index]), 1, -1)
            if index >= elbow:
                cv2.circle(wide, centre, int(AROUND_FOREARM * radii[index]), 1, -1)
        for line, part in zip(lines, (places[: elbow + 1], places[elbow:]), strict=True):
            cv2.polylines(line, [np.rint(part).astype(np.int32)], isClosed=False, color=0)
    to_upper, to_fore = (cv2.distanceTransform(line, cv2.DIST_L2, 3) for line in lines)
    mask[(wide > 0) & (to_fore < to_upper)] = 1
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 2.0), np.float32)
