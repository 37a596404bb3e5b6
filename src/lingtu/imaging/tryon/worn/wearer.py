"""The wearer's outline as clothes need it: shoulders, the torso's edges, arms and legs, in px of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES, Limbs
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import (
    Labels,
    Values,
    along_rays,
    filled,
    first,
    median,
    sampled,
    smoothed,
    unit,
)
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.bare_limb import BARE_ARM, BARE_LEG, bare
from lingtu.imaging.tryon.worn.leg_joints import leg_joints
from lingtu.imaging.tryon.worn.limb import ARM, LEG, Limb, measure_limb
from lingtu.imaging.tryon.worn.padding import padding
from lingtu.imaging.tryon.worn.shoulder_line import DEEP, shoulder_line, within_outline

Floats = NDArray[np.float32]

#: Armpits below the shoulders' joints, shoulder widths.
PIT = 0.3
#: So far below a shoulder's tip, of its distance from the joint, one sees what is worn on it.
BELOW_TIP = 0.3
#: Points of a shoulder's rounding.
CAP = 7
#: Least, most and usual distance of a shoulder's outline from its joint, shoulder widths.
ROUND, USUAL_TIP = (0.05, 0.25), 0.14
#: Levels of the torso that are measured: 0 at the shoulders, 1 at the hips.
LEVELS = np.linspace(0.12, 1.7, 120)
#: Usual half width of the torso, in shoulder widths, by the distance below the shoulders, in shoulder widths.
_BELOW, _HALF = (0.1, 0.3, 0.9, 1.45, 1.8), (0.50, 0.47, 0.40, 0.50, 0.53)


@dataclass(frozen=True)
class Flank:
    """One side of a wearer. `sign` is -1 on the picture's left; lines in shoulder widths, edges in px."""

    sign: int
    limbs: Limbs
    joint: Values  # of the shoulder
    tip: Values  # of the shoulder
    cap: Values  # the shoulder's rounding, from the tip to where the arm's outer edge begins, N x 2
    slope: tuple[float, float]  # height of the shoulder's line by the distance from the axis: a u + b
    edge: Values  # half widths of the torso at LEVELS
    arm: Limb
    leg: Limb
    bare_arm: Limb  # without clothes, to the middle of the hand
    bare_leg: Limb
    pocket_level: float = np.inf  # above which a top ends, as the hand is in a pocket
    arm_told: float = 1.0  # how surely the arm can be drawn without an old long sleeve

    def cap_from(self, tip: Values, ease: float) -> Values:
        """The shoulder's rounding N x 2 px, so much larger about its joint, from a tip of cloth on it."""
        grown = self.joint + (self.cap - self.joint) * ease
        return np.asarray(grown + (tip - grown[0]) * np.linspace(1, 0, len(grown))[:, None], np.float64)

    @property
    def in_pocket(self) -> bool:
        """Whether the hand is, and a top hangs beside it."""
        return self.pocket_level < np.inf


@dataclass(frozen=True)
class Wearer:
    """A person who stands facing the camera. `labels` are `Part`s."""

    labels: Labels
    frame: Frame
    outfit: Outfit
    left: Flank
    right: Flank

    @property
    def flanks(self) -> tuple[Flank, Flank]:
        return self.left, self.right

    @property
    def width(self) -> float:
        """Across the shoulders, px."""
        return self.frame.width

    @property
    def torso_px(self) -> float:
        return self.frame.body.torso_px

    @property
    def shoulders(self) -> Values:
        return np.asarray(self.frame.body.shoulders, np.float64)

    @property
    def down(self) -> Values:
        return np.asarray(self.frame.down, np.float64)

    @property
    def right_hand(self) -> Values:
        """Unit vector across the body towards the picture's right."""
        return np.array([self.down[1], -self.down[0]])

    @property
    def pit_level(self) -> float:
        """Usual level of the armpits."""
        return self.level_of((self.left.joint + self.right.joint) / 2 + self.down * PIT * self.width)

    def level_of(self, point: Values) -> float:
        return float((point - self.shoulders) @ self.down / self.torso_px)

    def at(self, level: float, across_px: float) -> Values:
        return np.asarray(self.shoulders + self.down * self.torso_px * level + self.right_hand * across_px, np.float64)

    def on_edge(self, flank: Flank, level: float) -> Values:
        """The torso's edge at a level."""
        return self.at(level, flank.sign * float(np.interp(level, LEVELS, flank.edge)))

    def on_shoulder(self, flank: Flank, across: float) -> Values:
        """The shoulder's line at a distance from the axis, in shoulder widths."""
        a, b = flank.slope
        return self.at(-(a * across + b + 0.018) * self.width / self.torso_px, flank.sign * across * self.width)


def measure_wearer(labels: Labels, frame: Frame, outfit: Outfit) -> Wearer:
    """From the parts of the person, H x W, and the body's frame at the same size."""
    left, right = _flanks(labels, frame)
    clothed = all(
        sampled(labels, flank.tip - BELOW_TIP * (flank.tip - flank.joint)) == Part.TORSO for flank in (left, right)
    )
    pads = padding(labels, frame, (left.slope, right.slope), clothed)
    if pads.any():
        labels = np.where(pads, Part.BACKGROUND, labels).astype(np.uint8)
        left, right = _flanks(labels, frame)
    return Wearer(labels, frame, outfit, left, right)


def _flanks(labels: Labels, frame: Frame) -> tuple[Flank, Flank]:
    return _flank(labels, frame, SIDES[1], -1), _flank(labels, frame, SIDES[0], 1)


def _flank(labels: Labels, frame: Frame, limbs: Limbs, sign: int) -> Flank:
    points = np.asarray(frame.body.points, np.float64)
    down = np.asarray(frame.down, np.float64)
    across = np.array([down[1], -down[0]]) * sign
    width = frame.width
    joint = within_outline(labels, points[limbs.shoulder], unit(down - across), width)
    tip = _tip(labels, joint, unit(0.35 * across - down), width)
    arm = measure_limb(np.stack([joint, *points[[limbs.elbow, limbs.wrist]]]), -sign, ARM, labels, width)
    joints = leg_joints(frame, limbs, across)
    leg = measure_limb(joints, -sign, LEG, labels, width, (Part.HANDS, Part.ARMS, Part.BAGS))
    edge = _torso_edge(labels, frame, limbs, joint, across)
    cap = _cap(labels, joint, tip, arm, width)
    hand = np.asarray(frame.knuckles(limbs), np.float64)
    bare_arm = bare(arm, BARE_ARM, labels, arm.centres[-1] + 0.7 * (hand - arm.centres[-1]), width)
    bare_leg = bare(leg, BARE_LEG, labels, points[limbs.heel], width)
    slope = shoulder_line(labels, frame, tip, across)
    return Flank(sign, limbs, joint, tip, cap, slope, edge, arm, leg, bare_arm, bare_leg)


def _tip(labels: Labels, joint: Values, ahead: Values, width: float) -> Values:
    """Where the shoulder's outline is, up and out from its joint; hair so near is in front of it and hides it."""
    distances = np.arange(0.02 * width, 0.3 * width)
    met = along_rays(labels, joint[None], ahead[None], distances)
    hit = int(first((met == Part.BACKGROUND) | (met == Part.HAIR))[0])
    hidden = hit < 0 or (met[0, hit] == Part.HAIR and distances[hit] < DEEP * width)
    reach = USUAL_TIP * width if hidden else float(np.clip(distances[hit], ROUND[0] * width, ROUND[1] * width))
    return np.asarray(joint + ahead * reach, np.float64)


def _cap(labels: Labels, joint: Values, tip: Values, arm: Limb, width: float) -> Values:
    """The outline around the joint as it is seen; where it isn't, round."""
    start, end = tip - joint, arm.point(np.zeros(1), 1)[0] - joint
    shares = np.linspace(0, 1, CAP)
    turn = float(np.arctan2(start[0] * end[1] - start[1] * end[0], start @ end))
    angles = np.arctan2(start[1], start[0]) + shares * turn
    ahead = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    usual = np.linalg.norm(start) * (1 - shares) + np.linalg.norm(end) * shares
    distances = np.arange(0.04 * width, 0.36 * width)
    hits = first(along_rays(labels, np.repeat(joint[None], CAP, axis=0), ahead, distances) == Part.BACKGROUND)
    radius = np.where(hits >= 0, distances[hits].clip(0.8 * usual, 1.5 * usual), usual)
    radius[0], radius[-1] = usual[0], usual[-1]
    return np.asarray(joint + ahead * smoothed(radius, 0.8)[:, None], np.float64)


def _torso_edge(labels: Labels, frame: Frame, limbs: Limbs, joint: Values, across: Values) -> Values:
    """Half widths of the torso: to the background, to a bare arm, or to where a sleeve must begin."""
    shoulders, down, width = (
        np.asarray(frame.body.shoulders, np.float64),
        np.asarray(frame.down, np.float64),
        frame.width,
    )
    prior = usual_width(frame)
    starts = shoulders + down * frame.body.torso_px * LEVELS[:, None]
    distances = np.arange(0.25 * float(prior.min()), 2 * float(prior.max()))
    places = starts[:, None] + distances[None, :, None] * across
    met = sampled(labels, places)
    arm_bone = sampled(_arm_bone(frame, limbs).astype(np.uint8), places) == 1
    arm_zone = sampled(frame.tube(frame.arm(limbs), (0.17, 0.13, 0.1, 0.15)).astype(np.uint8), places) == 1
    relative = distances[None] / prior[:, None]
    ground = (met == Part.BACKGROUND) | (met == Part.BAGS)
    bare = is_any(met, (Part.ARMS, Part.HANDS)) & arm_zone & (relative > 0.6) & (LEVELS[:, None] > 0.2)
    bone = arm_bone & (relative > 0.62)
    hits = first(ground | bare | bone | (met == 255) | (relative > 2))
    rows = np.arange(len(LEVELS))
    found = np.where(hits >= 0, distances[hits], 0.0)
    by_bone = bone[rows, hits] & ~ground[rows, hits] & ~bare[rows, hits]
    found = np.where(by_bone, np.minimum(found - 0.05 * width, 1.1 * prior), found)
    seen = (hits >= 0) & (met[rows, hits] != 255) & (relative[rows, hits] <= 2)
    seen &= found > np.where(by_bone, 0.6, 0.55) * prior
    trust = np.where(seen, np.where(by_bone, 0.35, 1.0), 0.05)
    ratio = np.ones(len(LEVELS))
    if np.count_nonzero(seen) > 8:
        ratio = median(filled(found / prior, seen), 11)
        ratio = (smoothed(ratio * trust, 3) / smoothed(trust, 3)).clip(0.7, 1.9)
    edge = ratio * prior
    # above the breast the torso ends below the joint of the shoulder
    low = float(np.interp(0.46, LEVELS, edge))
    upper = np.interp(LEVELS, [0.2, 0.46], [0.99 * abs(float((joint - shoulders) @ across)), low]).clip(0.85 * low)
    share = ((0.46 - LEVELS) / 0.12).clip(0, 1)
    return np.asarray(edge * (1 - share) + upper * share, np.float64)


def usual_width(frame: Frame) -> Values:
    prior = np.interp(LEVELS * frame.body.torso_px / frame.width, _BELOW, _HALF) * frame.width
    hips = float(np.linalg.norm(frame.body.points[23] - frame.body.points[24]))
    at_hips = np.interp(LEVELS, [0.9, 1.05, 1.3], [0.42 * frame.width, 0.95 * hips, 1.0 * hips])
    return smoothed(np.where(LEVELS > 0.9, np.maximum(prior, at_hips), prior), 3)


def _arm_bone(frame: Frame, limbs: Limbs) -> NDArray[np.bool_]:
    shoulder, elbow, wrist, knuckles = frame.arm(limbs)
    return frame.tube([shoulder + (elbow - shoulder) * 0.35, elbow, wrist, knuckles], (0.05, 0.06, 0.05, 0.07))
