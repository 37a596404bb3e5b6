"""Parts of a person: hair, face, neck, arms, hands, clothes, legs, shoes, bags.

There is no permissive net for it: places come from the pose and the face, colours from seeds on them, and both are
brought to agreement over the picture's edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.agreement import agree
from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.complexion import skin_chance
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.hands import Hand
from lingtu.imaging.people.outfit import Outfit, read_outfit

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Labels = NDArray[np.uint8]


class Part(IntEnum):
    BACKGROUND = 0
    HAIR = 1
    FACE = 2
    NECK = 3
    ARMS = 4
    HANDS = 5
    TORSO = 6
    LOWER = 7
    LEGS = 8
    SHOES = 9
    BAGS = 10


#: What the mean field tells apart: skin is one class in it, and is divided by place then.
_SKIN = Part.NECK
_CLASSES = (Part.BACKGROUND, Part.HAIR, Part.FACE, _SKIN, Part.TORSO, Part.LOWER, Part.SHOES, Part.BAGS)
_AT = {part: index for index, part in enumerate(_CLASSES)}
#: How much a seed counts.
_TRUST = tuple(3.0 if part in (Part.BACKGROUND, Part.FACE) else 1.8 for part in _CLASSES)


@dataclass(frozen=True)
class Parts:
    """Which part each pixel shows, H x W, and how sure each part that is seen is, 0 to 1.

    `skin` is the chance of each pixel to be the person's skin, H x W.
    """

    labels: Labels
    confidence: dict[Part, float]
    outfit: Outfit
    skin: Floats

    def mask(self, *parts: Part) -> Mask:
        return np.isin(self.labels, parts)


def parse(rgb: Floats, coverage: Floats, frame: Frame, hands: list[Hand]) -> Parts:
    """Parts of the person with this coverage (H x W in [0, 1]); a picture of about 500 px is right."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    skin = skin_chance(rgb, lab, coverage, frame)
    outfit = read_outfit(lab, skin, coverage, frame)
    seeds = _seeds(skin, coverage, frame, outfit)
    places = _places(skin, coverage, frame, outfit)
    chances = agree(rgb, seeds, places, _TRUST)
    found = chances.argmax(axis=0).astype(np.uint8)
    labels = _divide_skin(np.array(_CLASSES, np.uint8)[found], frame, hands)
    labels = _without_specks(labels)
    sure = chances.max(axis=0)
    confidence = {part: float(sure[labels == part].mean()) for part in Part if part and (labels == part).any()}
    return Parts(labels, confidence, outfit, skin)


def _seeds(skin: Floats, coverage: Floats, frame: Frame, outfit: Outfit) -> NDArray[np.int8]:
    """Pixels that are surely of a class, by its place in _CLASSES; -1 elsewhere."""
    seeds = np.full(frame.shape, -1, np.int8)
    inside, along, width = coverage > 0.5, frame.along, frame.width
    seeds[coverage < 0.05] = _AT[Part.BACKGROUND]
    below = Part.TORSO if outfit.one_piece else Part.LOWER
    core = _eroded(frame.torso, 0.1 * width) & inside & (along > 0.22) & ~(frame.forearms & (skin > 0.3)) & (skin < 0.5)
    seeds[core & (along < outfit.waist - 0.06)] = _AT[Part.TORSO]
    seeds[core & (along > outfit.waist + 0.06) & (along < 1.6)] = _AT[below]
    for limbs in SIDES:
        leg = frame.tube(frame.leg(limbs), (0.12, 0.1, 0.07)) & inside & ~frame.forearms
        leg &= along > max(1.08, 0.0 if outfit.one_piece else outfit.waist + 0.06)
        seeds[leg & (skin < 0.35)] = _AT[below]
        seeds[leg & (skin > 0.65) & (along > 1.3)] = _AT[_SKIN]
        sleeve, bare = outfit.arm_sections(frame, limbs)
        seeds[sleeve & inside & (skin < 0.6)] = _AT[Part.TORSO]
        seeds[bare & inside & (skin > 0.3)] = _AT[_SKIN]
        seeds[frame.tube(frame.arm(limbs)[2:], (0.06, 0.08)) & inside & (skin > 0.4)] = _AT[_SKIN]
        foot_seen = frame.body.seen[limbs.ankle] > 0.5 and frame.body.points[limbs.ankle, 1] < frame.shape[0] - 4
        if foot_seen:
            seeds[frame.tube(frame.foot(limbs)[1:], (0.06, 0.06)) & inside & (skin < 0.5)] = _AT[Part.SHOES]
    throat = [frame.chin + (frame.body.shoulders - frame.chin) * share for share in (0.15, 0.55)]
    seeds[frame.tube(throat, (0.12, 0.12)) & inside & (skin > 0.3)] = _AT[_SKIN]
    if frame.face is not None:
        seeds[_eroded(frame.face_mask, 4)] = _AT[Part.FACE]
    hair = inside & ~frame.face_mask & (skin < 0.25) & (frame.head_distance < 0.95) & _above_chin(frame)
    seeds[_eroded(hair & (seeds < 0), 2)] = _AT[Part.HAIR]
    far = frame.distance(frame.torso | frame.arms | frame.legs | frame.feet | (frame.head_distance < 1))
    seeds[inside & (far > 0.2) & (frame.body.mask < 0.15) & (skin < 0.3) & (along > 0.3)] = _AT[Part.BAGS]
    return seeds


def _above_chin(frame: Frame) -> Mask:
    y = np.indices(frame.shape, np.float32)[0]
    return np.asarray(y < frame.chin[1] - 0.05 * frame.head_px)


def _places(skin: Floats, coverage: Floats, frame: Frame, outfit: Outfit) -> Floats:
    """Costs of each class by place and by being skin or not, classes x H x W."""
    along, across, near = frame.along, frame.across, frame.distance
    head = frame.head_distance < 0.9
    upper = (frame.torso & (along < outfit.waist + (5 if outfit.one_piece else 0.05))) | frame.arms
    if outfit.one_piece:
        upper |= frame.legs | ((along > 0.8) & (along < 2.6) & (across < 0.5))
    lower = (frame.torso | frame.legs | ((along < 2.4) & (across < 0.45))) & (along > outfit.waist - 0.05)
    chest = frame.torso & (along < 0.3)
    costs = np.zeros((len(_CLASSES), *frame.shape), np.float32)
    costs[_AT[Part.HAIR]] = 6 * near(head) + 1.5 * (along > 0.15) * (along / 0.5).clip(0, 3) + 0.5
    costs[_AT[Part.FACE]] = 40 * near(frame.face_mask) + 0.2
    costs[_AT[_SKIN]] = (
        5 * near(frame.arms | frame.legs | chest | frame.neck)
        + 1.5 * frame.face_mask
        + 0.8 * (frame.torso & (along > 0.25) & ~frame.arms)
    )
    rise = ((along - outfit.waist - 0.03) * 14).clip(0, 4) * (not outfit.one_piece)
    too_high = 4 * (-along - 0.12).clip(0, 1) * frame.body.torso_px / frame.width
    costs[_AT[Part.TORSO]] = 9 * near(upper) + 3 * head + rise + too_high
    costs[_AT[Part.LOWER]] = 9 * near(lower) + ((outfit.waist - 0.03 - along) * 14).clip(0, 4) + 50 * outfit.one_piece
    costs[_AT[Part.SHOES]] = 14 * near(frame.feet) + 0.5 + 1.0 * (along < 1.8)
    costs[_AT[Part.BAGS]] = 1.5 + 3 * frame.body.mask + 4 * head + 2 * (along < 0)
    costs[1:] -= np.log(coverage.clip(0.02, 1))
    costs[0] = -1.6 * np.log((1 - coverage).clip(0.004, 1))
    is_skin, is_not = -0.9 * np.log(skin + 0.03), -0.9 * np.log(1.03 - skin.clip(0, 0.97))
    costs[_AT[_SKIN]] += is_skin
    costs[_AT[Part.FACE]] += 0.3 * is_skin
    for part, share in ((Part.HAIR, 0.6), (Part.SHOES, 0.6), (Part.BAGS, 0.6), (Part.TORSO, 0.7), (Part.LOWER, 0.7)):
        costs[_AT[part]] += share * is_not
    return costs


def _divide_skin(labels: Labels, frame: Frame, hands: list[Hand]) -> Labels:
    """Skin is neck, arm, hand or leg by what is nearest."""
    skin = labels == _SKIN
    near_arm = frame.distance(frame.arms & (frame.head_distance > 0.6))
    near_leg = frame.distance(frame.legs)
    near_neck = frame.distance(frame.neck | (frame.torso & (frame.along < 0.35) & ~_upper_arms(frame)))
    nearest = np.stack([near_neck, near_arm + 0.02, near_leg + 0.02]).argmin(axis=0)
    parts = np.array([Part.NECK, Part.ARMS, Part.LEGS], np.uint8)[nearest]
    result = np.where(skin, parts, labels)
    result[skin & _hand_area(frame, hands) & (nearest != 0)] = Part.HANDS
    if frame.face is None:  # a chin at the picture's edge, whose mesh no net can tell
        result[skin & (nearest == 0) & _above_chin(frame)] = Part.FACE
    return np.asarray(result, np.uint8)


def _upper_arms(frame: Frame) -> Mask:
    mask = np.zeros(frame.shape, np.bool_)
    for limbs in SIDES:
        mask |= frame.tube(frame.arm(limbs)[:2], (0.12, 0.12))
    return mask


def _hand_area(frame: Frame, hands: list[Hand]) -> Mask:
    """Around the points of hands that were found; where none was, beyond the wrists."""
    mask = np.zeros(frame.shape, np.uint8)
    for hand in hands:
        hull = cv2.convexHull(np.rint(hand.points).astype(np.int32))
        cv2.fillPoly(mask, [hull], 1)
    reach = max(1, int(0.03 * frame.width))
    area: Mask = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    for limbs in SIDES:
        wrist, knuckles = frame.body.points[limbs.wrist], frame.knuckles(limbs)
        if frame.body.seen[limbs.wrist] > 0.3 and not any(_close(hand, wrist, frame) for hand in hands):
            ahead = knuckles - wrist
            area |= frame.tube([wrist + 0.2 * ahead, knuckles + 0.7 * ahead], (0.12, 0.17))
    return area


def _close(hand: Hand, wrist: Floats, frame: Frame) -> bool:
    return bool(np.linalg.norm(hand.points[0] - wrist) < 0.35 * frame.width)


def _without_specks(labels: Labels) -> Labels:
    """Components that are tiny beside their class's largest one take their neighbours' class."""
    result = labels.copy()
    for part in Part:
        count, areas, stats, _ = cv2.connectedComponentsWithStats((result == part).astype(np.uint8), connectivity=4)
        if count < 3 or part == Part.BACKGROUND:
            continue
        limit = max(40.0, 0.02 * float(stats[1:, cv2.CC_STAT_AREA].max()))
        for index in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] < limit) + 1:
            left, top, width, height = stats[index, :4]
            view = slice(max(0, top - 2), top + height + 2), slice(max(0, left - 2), left + width + 2)
            speck = (areas[view] == index).astype(np.uint8)
            ring = (cv2.dilate(speck, np.ones((3, 3), np.uint8)) > 0) & (speck == 0)
            around = result[view][ring]
            if around.size:
                result[view][speck > 0] = np.bincount(around).argmax()
    return result


def _eroded(mask: Mask, radius: float) -> Mask:
    side = 2 * max(1, int(radius / 2)) + 1
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)
