"""Drawn garments, and a drawn person of whom everything is known."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part, Parts
from lingtu.imaging.people.person import Person

#: Key points of the T-shirt, left side: neck, shoulder, cuff's outer and inner corner, armpit, hem.
TEE = {
    "neck": (240, 40),
    "shoulder": (150, 70),
    "outer": (60, 200),
    "inner": (120, 235),
    "armpit": (160, 180),
    "hem": (165, 520),
}
TROUSERS_CROTCH = (200, 240)


def tee(colour: tuple[float, float, float] = (0.2, 0.4, 0.7), stripes: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """A T-shirt of 600 x 600 px on white, and its coverage."""
    left = [TEE[name] for name in ("neck", "shoulder", "outer", "inner", "armpit", "hem")]
    right = [(600 - x, y) for x, y in left[::-1]]
    return _filled([*left, *right], (600, 600), colour, stripes)


def trousers(colour: tuple[float, float, float] = (0.5, 0.3, 0.2)) -> tuple[np.ndarray, np.ndarray]:
    left = [(120, 40), (90, 240), (80, 640), (170, 640)]
    right = [(400 - x, y) for x, y in left[::-1]]
    return _filled([*left, TROUSERS_CROTCH, *right], (680, 400), colour, False)


def shorts() -> tuple[np.ndarray, np.ndarray]:
    """Loose ones whose legs touch down to near their hems, with a clip beside the waistband."""
    left = [(130, 40), (110, 70), (130, 74), (120, 160), (104, 400), (190, 400)]
    right = [(400 - x, y) for x, y in left[::-1]]
    return _filled([*left, (200, 330), *right], (440, 400), (0.2, 0.5, 0.3), False)


def filled(corners: list[tuple[int, int]], shape: tuple[int, int]) -> np.ndarray:
    """Coverage of a polygon, H x W."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.array(corners, np.int32)], 255, lineType=cv2.LINE_AA)
    return mask.astype(np.float32) / 255


def _filled(
    corners: list[tuple[int, int]], shape: tuple[int, int], colour: tuple[float, float, float], stripes: bool
) -> tuple[np.ndarray, np.ndarray]:
    alpha = filled(corners, shape)
    cloth = np.ones((*shape, 3), np.float32) * np.array(colour, np.float32)
    if stripes:
        cloth[(np.arange(shape[0]) // 20) % 2 == 0] *= 0.4
    return cloth * alpha[..., None] + (1 - alpha[..., None]), alpha


SIZE = (768, 512)
_JOINTS = {
    11: (326, 190), 12: (186, 190), 13: (352, 300), 14: (160, 300), 15: (360, 400), 16: (152, 400),
    17: (366, 430), 18: (146, 430), 19: (358, 434), 20: (154, 434), 23: (300, 400), 24: (212, 400),
    25: (300, 560), 26: (212, 560), 27: (300, 710), 28: (212, 710), 29: (300, 725), 30: (212, 725),
    31: (310, 740), 32: (202, 740),
}  # fmt: skip
TONES = {
    Part.BACKGROUND: (0.8, 0.82, 0.85), Part.HAIR: (0.2, 0.15, 0.1), Part.FACE: (0.85, 0.65, 0.55),
    Part.NECK: (0.82, 0.62, 0.52), Part.ARMS: (0.84, 0.64, 0.54), Part.HANDS: (0.85, 0.65, 0.56),
    Part.TORSO: (0.1, 0.5, 0.2), Part.LOWER: (0.15, 0.15, 0.4), Part.SHOES: (0.1, 0.1, 0.1),
    Part.BAGS: (0.6, 0.1, 0.5),
}  # fmt: skip


def person(waist: float = 0.95, sleeves: float = 0.4) -> tuple[np.ndarray, Person]:
    """A person in a green T-shirt and blue trousers, a bag beside the hand: the picture, and all that is known."""
    labels = np.zeros(SIZE, np.uint8)

    def tube(part: Part, *points: tuple[int, int], radius: int) -> None:
        cv2.polylines(labels, [np.array(points, np.int32)], False, int(part), 2 * radius)

    tube(Part.NECK, (256, 130), (256, 185), radius=26)
    cv2.circle(labels, (256, 90), 62, int(Part.HAIR), -1)
    cv2.ellipse(labels, (256, 100), (42, 55), 0, 0, 360, int(Part.FACE), -1)
    for side in (1, -1):
        at = [(256 + side * (x - 256), y) for x, y in ((326, 190), (352, 300), (360, 400), (364, 438))]
        tube(Part.ARMS, at[0], at[1], at[2], radius=17)
        tube(Part.HANDS, at[2], at[3], radius=15)
        hip, knee, ankle = ((256 + side * 44, y) for y in (400, 560, 705))
        tube(Part.LOWER, hip, knee, ankle, radius=28)
        tube(Part.SHOES, ankle, (ankle[0], 735), radius=20)
    level = int(190 + waist * 210)
    cv2.fillPoly(labels, [np.array([(190, level), (322, level), (338, 440), (174, 440)], np.int32)], int(Part.LOWER))
    torso = [(232, 165), (190, 172), (178, 200), (190, level), (322, level), (334, 200), (322, 172), (280, 165)]
    cv2.fillPoly(labels, [np.array(torso, np.int32)], int(Part.TORSO))
    for side in (1, -1):
        tube(
            Part.TORSO,
            (256 + side * 70, 190),
            (256 + side * (70 + int(55 * sleeves)), 190 + int(250 * sleeves)),
            radius=22,
        )
        tube(Part.HANDS, (256 + side * 104, 402), (256 + side * 108, 438), radius=15)
    cv2.rectangle(labels, (380, 450), (430, 520), int(Part.BAGS), -1)
    rgb = np.zeros((*SIZE, 3), np.float32)
    for part, tone in TONES.items():
        rgb[labels == part] = tone
    rgb += np.random.default_rng(0).normal(0, 0.004, rgb.shape).astype(np.float32)
    rgb = rgb.clip(0, 1)
    points = np.full((33, 2), (256, 100), np.float32)
    points[list(_JOINTS)] = np.array(list(_JOINTS.values()), np.float32)
    mask = (labels > 0).astype(np.float32)
    skin = np.isin(labels, (Part.NECK, Part.ARMS, Part.HANDS, Part.FACE)).astype(np.float32)
    outfit = Outfit(waist, False, (sleeves, sleeves), (1.0, 1.0), 0.9)
    confidence = {part: 1.0 for part in Part if (labels == part).any()}
    return rgb, Person(
        seen=None,
        body=Body(points, np.ones(33, np.float32), mask),
        hands=[],
        coverage=mask,
        parts=Parts(labels, confidence, outfit, skin),
        parsed_scale=1.0,
    )


def person_with_hand_in_pocket() -> tuple[np.ndarray, Person]:
    """The drawn person with the right one's fingers in the trousers."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    labels[np.isin(labels, (Part.HANDS, Part.BAGS)) & (np.arange(SIZE[1])[None] > 256)] = Part.BACKGROUND
    points = who.body.points.copy()
    points[[13, 15, 17, 19]] = (352, 300), (322, 395), (314, 425), (306, 427)
    cv2.line(labels, (352, 300), (326, 385), int(Part.ARMS), 30)
    labels[395:424, 300:338] = Part.HANDS
    labels[424:450, 290:340] = Part.LOWER
    for part in (Part.ARMS, Part.HANDS, Part.LOWER, Part.BACKGROUND):
        rgb[labels == part] = TONES[part]
    who = replace(who, body=replace(who.body, points=points), parts=replace(who.parts, labels=labels))
    return rgb, replace(who, coverage=(labels > 0).astype(np.float32))
