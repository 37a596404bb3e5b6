"""Parts of a person as clothes need them: prints, collars and necklaces belong to the garment they are on."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.masks import broad
from lingtu.imaging.tryon.arrays.vectors import is_any, lengths
from lingtu.imaging.tryon.worn.tidy_arms import BARE, GROUND_LIKE, OUT, beside_sleeves, between_hands, cuffs, in_sleeves
from lingtu.imaging.tryon.worn.tidy_gaps import gaps_as_skin, in_cloth, to_ground_near, with_edges
from lingtu.imaging.tryon.worn.tidy_hair import cloth_in_hair
from lingtu.imaging.tryon.worn.tidy_hands import beyond_wrists, fingers
from lingtu.imaging.tryon.worn.tidy_limbs import shaded_arms, shaded_legs
from lingtu.imaging.tryon.worn.tidy_neck import cloth_as_skin, collar_as_neck, even_jaw, jaw_shadow, shaded_neck
from lingtu.imaging.tryon.worn.tidy_sleeves import cloth_as_arms
from lingtu.imaging.tryon.worn.tidy_straps import straps
from lingtu.imaging.tryon.worn.tidy_waist import buckles, lines_below_hem, shade_at_hands, waistband_as_top

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Of what surrounds a piece so much must be the garment for the piece to be its print; of the garment's own size.
SURROUNDED, OF_GARMENT = 0.9, 0.3
#: Around the hands what is held may be taken for the upper garment if it is as wide as this, shoulder widths.
BESIDE_HANDS, HELD = 0.6, 0.1
#: Gaps between arm and body are so wide at most, and half as wide as this where the wall's shade tells them, shoulder
#: widths; their Lab distance from that.
BESIDE, NARROW, IN_SHADE = 0.15, 0.05, 3.0
#: Share of a piece of skin's outline that is an arm's or hand's if the piece is an arm's too.
BESIDE_ARM = 0.3
#: The same of a piece of the lower garment that is a hand's, and its size at most, of that garment.
BESIDE_HAND, OF_LOWER = 0.6, 0.03
#: Where a dress is taken for a top and a skirt, and below which what lies at the sides is the skirt too.
DRESS_WAIST, BELOW_HANDS = 0.8, 1.15
#: Half width of a skirt's middle, shoulder widths.
MIDDLE = 0.33
_LOOSE = (Part.HAIR, Part.NECK, Part.ARMS, Part.LEGS, Part.SHOES, Part.BAGS, Part.TORSO, Part.LOWER)


def tidy(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Labels:
    """Parts H x W; picture and frame of the same size."""
    result = labels.copy()
    rows = np.arange(labels.shape[0])[:, None]
    above_chin = rows < frame.chin[1] - 0.1 * frame.head_px
    for piece in _pieces(result, Part.HAIR):
        if not (piece & above_chin).any():  # a dark collar
            result[piece] = Part.TORSO
    result[cloth_in_hair(rgb, result, frame, above_chin)] = Part.TORSO
    collar = (frame.across < 0.4) & (frame.along > -0.4) & (frame.along < 0.15)
    for piece in _pieces(result, Part.BAGS):
        if (piece & collar).any():
            result[piece] = Part.TORSO
    _divide_upper(result, frame, outfit.waist)
    result[shaded_neck(rgb, result, frame) | jaw_shadow(result, frame)] = Part.NECK
    result[shaded_legs(rgb, result, frame)] = Part.LEGS
    result[shaded_arms(rgb, result, frame)] = Part.ARMS
    result[cloth_as_arms(rgb, result, frame, outfit)] = Part.TORSO
    result[collar_as_neck(rgb, result, frame)] = Part.TORSO
    result[straps(rgb, result, frame) | cloth_as_skin(rgb, result, frame)] = Part.TORSO
    if not outfit.one_piece:
        result[waistband_as_top(result, frame, outfit.waist)] = Part.LOWER
        result[_below_waist(rgb, result, frame, outfit.waist)] = Part.LOWER
        result[cuffs(result, frame, outfit) | in_sleeves(rgb, result, frame, outfit)] = Part.TORSO
        result[_beside_hips(rgb, result, frame, outfit)] = Part.BACKGROUND
        result[beside_sleeves(rgb, result, frame, outfit)] = Part.BACKGROUND
        result[buckles(rgb, result, frame, outfit.waist)] = Part.LOWER
        result[lines_below_hem(result, frame, outfit.waist)] = Part.LOWER
        result[_held(result, frame, outfit)] = Part.BAGS
    result[_forearms(result)] = Part.ARMS
    result[beyond_wrists(result, frame)] = Part.HANDS
    result[_in_hands(result) | fingers(rgb, result, frame)] = Part.HANDS
    if not outfit.one_piece:
        result[shade_at_hands(result, frame, outfit.waist)] = Part.LOWER
    result[_ground_as_skin(rgb, result) | gaps_as_skin(rgb, result, frame)] = Part.BACKGROUND
    for garment in (Part.TORSO, Part.LOWER):
        result[between_hands(rgb, result, garment)] = garment
        _take_prints(result, garment)
    return even_jaw(result, frame)


def _take_prints(labels: Labels, garment: Part) -> None:
    """Pieces that a garment surrounds become it, in place."""
    size = np.count_nonzero(labels == garment)
    for part in _LOOSE:
        for piece in _pieces(labels, part) if part != garment else ():
            if np.count_nonzero(piece) < OF_GARMENT * size and _surrounded(piece, labels == garment):
                labels[piece] = garment


def _divide_upper(labels: Labels, frame: Frame, waist: float) -> None:
    """Small pieces that are said to be upper garment but lie where it isn't get what they are, in place."""
    upper = list(_pieces(labels, Part.TORSO))
    largest = max((np.count_nonzero(piece) for piece in upper), default=0)
    for piece in upper:
        if (size := np.count_nonzero(piece)) == largest:
            continue
        if np.count_nonzero(piece & (frame.along > waist - 0.12) & ~frame.arms) > 0.9 * size:  # a belt
            labels[piece] = Part.LOWER
        elif np.count_nonzero(piece & (frame.along < 0.1) & (frame.across < 0.4)) > 0.9 * size:  # the chin's shadow
            labels[piece] = Part.NECK


def _below_waist(rgb: Floats, labels: Labels, frame: Frame, waist: float) -> Mask:
    """Of what is said to be upper garment below the waist, what has the lower one's colour."""
    lower, upper = labels == Part.LOWER, labels == Part.TORSO
    if min(np.count_nonzero(lower), np.count_nonzero(upper)) < 50:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    to_lower, to_upper = (lengths(lab - np.median(lab[part], axis=0)) for part in (lower, upper))
    return np.asarray(upper & (frame.along > waist + 0.02) & (to_lower < 0.8 * to_upper))


def _beside_hips(rgb: Floats, labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """The gaps beside bare arms: what has the ground's colour and is said to be upper garment, or lower one above the
    waist."""
    below = frame.along - outfit.waist
    near = (below > -0.3) & (below < 0.6) & (max(outfit.sleeves) < BARE)
    ground, upper = (labels == Part.BACKGROUND) & near, labels == Part.TORSO
    if min(np.count_nonzero(ground), np.count_nonzero(upper)) < 50:
        return np.zeros(labels.shape, np.bool_)
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.0), cv2.COLOR_RGB2Lab)
    to_ground, to_upper = (lengths(lab - np.median(lab[part], axis=0)) for part in (ground, upper))
    strip = upper & (below > 0.02)
    strip &= ~broad(strip, NARROW * frame.width) & near & _between(labels, frame)  # pale bags are wider
    if strip.any():
        shaded = to_ground_near(lab, ground, frame.width)
        to_ground = np.where(strip & (shaded < IN_SHADE), np.minimum(to_ground, shaded), to_ground)
    said = (upper & ((below > 0.02) | _between(labels, frame))) | ((labels == Part.LOWER) & (below < -0.02))
    found = np.asarray(said & near & (to_ground < GROUND_LIKE) & (to_ground < 0.5 * to_upper))
    found &= ~in_cloth(lab, found & upper, upper & ~found)
    return with_edges(found, strip)


def _between(labels: Labels, frame: Frame) -> Mask:
    """Close to an arm and beside the body's middle."""
    side = 2 * int(BESIDE * frame.width) + 1
    near = cv2.dilate(is_any(labels, (Part.ARMS, Part.HANDS)).astype(np.uint8), np.ones((side, side), np.uint8))
    return np.asarray((near > 0) & (frame.across > OUT))


def _held(labels: Labels, frame: Frame, outfit: Outfit) -> Mask:
    """What is said to be upper garment beside the hands of bare arms, below its own hem."""
    near = np.zeros(labels.shape, np.uint8)
    for limbs, sleeve in zip(SIDES, outfit.sleeves, strict=True):
        if sleeve < BARE:
            x, y = frame.knuckles(limbs)
            cv2.circle(near, (int(x), int(y)), int(BESIDE_HANDS * frame.width), 1, -1)
    held = (labels == Part.TORSO) & (near > 0) & (frame.along > outfit.waist + 0.06) & (frame.across > OUT)
    # straps of the garment and gaps beside the hip are narrower
    side = 2 * max(1, int(HELD * frame.width / 2)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    wide = cv2.dilate(cv2.morphologyEx(held.astype(np.uint8), cv2.MORPH_OPEN, disc), disc)
    return np.asarray(held & (wide > 0))


def _forearms(labels: Labels) -> Mask:
    """What is said to be legs and is a bare arm: much of its outline is an arm's or a hand's."""
    arms = np.zeros(labels.shape, np.bool_)
    for piece in _pieces(labels, Part.LEGS):
        ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
        if float(is_any(labels[ring], (Part.ARMS, Part.HANDS)).mean()) > BESIDE_ARM:
            arms |= piece
    return arms


def _in_hands(labels: Labels) -> Mask:
    """What is said to be lower garment and is a hand's shaded palm: small, and most of its outline is a hand's."""
    palms = np.zeros(labels.shape, np.bool_)
    size = np.count_nonzero(labels == Part.LOWER)
    for piece in _pieces(labels, Part.LOWER):
        ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
        if np.count_nonzero(piece) < OF_LOWER * size and float((labels[ring] == Part.HANDS).mean()) > BESIDE_HAND:
            palms |= piece
    return palms


def _ground_as_skin(rgb: Floats, labels: Labels) -> Mask:
    """Pieces said to be bare arms or legs with the ground's colours: gaps between a sleeve and the body."""
    ground, skin = labels == Part.BACKGROUND, is_any(labels, (Part.FACE, Part.HANDS))
    found = np.zeros(labels.shape, np.bool_)
    if min(np.count_nonzero(ground), np.count_nonzero(skin)) < 50:
        return found
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    of_ground, of_skin = (np.median(lab[part], axis=0) for part in (ground, skin))
    for part in (Part.ARMS, Part.LEGS):
        for piece in _pieces(labels, part):
            tone = np.median(lab[piece], axis=0)
            away = float(np.linalg.norm(tone - of_ground))
            found |= piece & (away < GROUND_LIKE and away < 0.5 * float(np.linalg.norm(tone - of_skin)))
    return found


def as_two_pieces(labels: Labels, frame: Frame, outfit: Outfit) -> Labels:
    """A dress as a top and a skirt; beside it long sleeves hang."""
    arms = frame.arms & (min(outfit.sleeves) > BARE)
    skirt = (labels == Part.TORSO) & ((frame.along > DRESS_WAIST) & ~arms | (frame.along > BELOW_HANDS))
    # what of a wide cuff is outside of the arm hangs together with the sleeve alone
    whole = reached(skirt, skirt & (frame.across < MIDDLE))
    return np.where(whole, Part.LOWER, labels).astype(np.uint8)


def _pieces(labels: Labels, part: Part) -> Iterator[Mask]:
    count, pieces = cv2.connectedComponents((labels == part).astype(np.uint8), connectivity=4)
    for index in range(1, count):
        yield pieces == index


def _surrounded(piece: Mask, garment: Mask) -> bool:
    ring = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
    return bool(ring.any() and float(garment[ring].mean()) > SURROUNDED)
