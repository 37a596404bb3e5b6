"""Where bare arms and hands end: parsers are some pixels off there, and the eye sees each.

Near their outline each pixel becomes what its colour says, of what is seen beside it. The costs are averaged over
neighbours before the lowest one wins (cost volume filtering, Hosni et al. 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.smooth_fill import continued_at_half
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.layers import UNKNOWN

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: What is told apart; hands and arms have one skin.
_TOLD = (Part.BACKGROUND, Part.ARMS, Part.TORSO, Part.LOWER)
#: How far from the parser's outline, shoulder widths, and how often it is moved.
REACH, ROUNDS = 0.035, 2
#: From so far inside its outline on a part has its own colours, and over so far these are averaged, px of the parser's
#: picture; smallest such core that tells a colour, and smallest limb, px.
CORE_PX, LOCAL_PX, LEAST_CORE, LEAST_LIMB = 2, 2.0, 30, 100
#: How much lightness counts, as limbs are round; least deviation of a part's colours, Lab.
LIGHTNESS, NOISE = 0.5, 3.0
#: Most that a colour costs, and each pixel away from where the parser sees the part.
MOST, AWAY = 40.0, 0.25
#: What it costs that skin or cloth lies in full shade, and what light the darkest leaves of its colours.
SHADE, DARKEST = 20.0, 0.3
#: Coverage up to which it surely is the ground, and what it costs to be that where the matte says it is the person.
GROUND, MATTE = 0.05, 2.0
#: Neighbours whose costs are averaged, px.
AGREE_PX = 0.8
#: What is narrower is none of the ground, of skin, of upper and lower clothes, px.
THIN_PX = (3, 3, 5, 5)
#: ... and of lower clothes that the parser saw about there, too; so near to these, sides of squares, they go on.
AGREED_PX, OFF_PX, BESIDE_AGREED_PX = 3, 5, 7
#: Smallest gap, shoulder widths squared.
LEAST_GAP = 0.001
#: Largest loose piece of a top, smallest gaps, and how much more what it else would be costs at most.
LOOSE, UNSURE = 10.0, 15.0


@dataclass(frozen=True)
class Seen:
    """What the parser saw, at its own size H x W: the picture, the parts, and the matte's coverage of the person."""

    rgb: Floats
    parts: Labels
    coverage: Floats


def arm_edges(rgb: Floats, seen: Seen, width_px: float) -> Labels:
    """The parts near bare arms and hands at the size of the picture `rgb`, elsewhere UNKNOWN.

    `width_px`: across the shoulders on `rgb`.
    """
    result = np.full(rgb.shape[:2], UNKNOWN, np.uint8)
    scale, reach = rgb.shape[1] / seen.parts.shape[1], REACH * width_px
    skin = is_any(seen.parts, (Part.ARMS, Part.HANDS)).astype(np.uint8)
    _, _, limbs, _ = cv2.connectedComponentsWithStats(skin)
    for left, top, width, height, _ in limbs[1:][limbs[1:, cv2.CC_STAT_AREA] > LEAST_LIMB]:
        more = int(2 * reach / scale) + 1
        box = slice(max(0, top - more), top + height + more), slice(max(0, left - more), left + width + more)
        rows, columns = (slice(round(span.start * scale), round(span.stop * scale)) for span in box)
        near = Seen(seen.rgb[box], seen.parts[box], seen.coverage[box])
        edges = _moved(rgb[rows, columns], near, reach)
        edges = np.where(edges == UNKNOWN, UNKNOWN, _with_hands(edges, _resized(near.parts, edges.shape[::-1])))
        result[rows, columns] = np.where(edges == UNKNOWN, result[rows, columns], edges)
    return result


def _moved(rgb: Floats, seen: Seen, reach: float) -> Labels:
    """The parts where they were looked at, else UNKNOWN; hands are arms."""
    size, small = rgb.shape[1::-1], seen.parts.shape[1::-1]
    told = np.where(seen.parts == Part.HANDS, Part.ARMS, seen.parts).astype(np.uint8)
    first = now = _resized(told, size)
    told_apart = is_any(first, _TOLD)
    away = [_distance(first == part) for part in _TOLD]
    far = [np.where(each < reach, AWAY * each, 2 * MOST) for each in away]
    # gaps to the body may be anywhere beside arms
    far[0] = AWAY * np.minimum(away[0], reach) + MATTE * cv2.resize(seen.coverage, size)
    lab, small_lab, moved = _lab(rgb), _lab(seen.rgb), np.zeros(first.shape, np.bool_)
    for _ in range(ROUNDS):
        skin = now == Part.ARMS
        free = told_apart & (_distance(skin) < reach) & (_distance(~skin) < reach)
        models = _models(small_lab, _sure(told, seen.coverage, reach * small[0] / size[0]))
        now = _cheapest(lab, free, now, first, models, far, LEAST_GAP * (reach / REACH) ** 2)
        moved |= free
        told = _resized(now, small)
    loose = np.zeros(now.shape, np.bool_)
    for part in (Part.ARMS, Part.TORSO, Part.LOWER):  # what is nowhere beside where the parser saw it
        loose |= (now == part) & ~reached(now == part, first == part)
    return np.where(moved, np.where(loose, first, now), UNKNOWN).astype(np.uint8)


def _sure(told: Labels, coverage: Floats, reach: float) -> Labels:
    """The parts whose colours are theirs, elsewhere UNKNOWN: shaded skin taken for a garment must not be its colour."""
    unsure = (told == Part.BACKGROUND) & (coverage > GROUND)
    unsure |= is_any(told, (Part.TORSO, Part.LOWER)) & (_distance(told == Part.ARMS) < reach)
    return np.where(unsure, UNKNOWN, told).astype(np.uint8)


def _models(lab: Floats, told: Labels) -> list[Floats | None]:
    """Each part's colour as it goes on beyond its core, and its variance, at half the size, H/2 x W/2 x 4.

    None of those too small.
    """
    models: list[Floats | None] = []
    for part in _TOLD:
        core = cv2.erode((told == part).astype(np.uint8), np.ones((2 * CORE_PX + 1,) * 2, np.uint8)).astype(np.float32)
        if np.count_nonzero(core) < LEAST_CORE:
            models.append(None)
            continue
        own = np.dstack([lab * core[..., None], core])
        sums = cv2.GaussianBlur(own, (0, 0), LOCAL_PX)
        off = lab - sums[..., :3] / np.maximum(sums[..., 3:], 1e-3)
        models.append(continued_at_half(np.dstack([lab, np.einsum("ijk,ijk->ij", off, off)]), core))
    return models


def _cheapest(
    lab: Floats,
    free: Mask,
    now: Labels,
    first: Labels,
    models: list[Floats | None],
    far: list[Floats],
    least_gap: float,
) -> Labels:
    """The parts with the lowest cost where they are free to change; `far`: what it costs more to be each there.

    `first`: the parts as the parser saw them; `least_gap`: area of the smallest gap, px.
    """
    rows, columns = np.nonzero(free)
    small = next(model.shape for model in models if model is not None)
    at = (rows * small[0] // len(lab)) * small[1] + columns * small[1] // lab.shape[1]
    colours, costs = lab[rows, columns], []
    for part, model, extra in zip(_TOLD, models, far, strict=True):
        cost = np.where(now == part, 0, MOST).astype(np.float32)
        if model is not None:
            own = model.reshape(-1, 4)[at]
            variance = own[:, 3] + NOISE**2
            distance = _squared(colours - own[:, :3]) / variance
            if part != Part.BACKGROUND:
                distance = np.minimum(distance, _in_shade(colours, own[:, :3], variance))
            cost[rows, columns] = _robust(distance) + np.log(variance) + extra[rows, columns]
        costs.append(cv2.GaussianBlur(cost, (0, 0), AGREE_PX)[rows, columns])
    one, other = np.array(_TOLD, np.uint8)[np.argsort(costs, axis=0)[:2]]
    result, second, margin = now.copy(), now.copy(), np.full(now.shape, MOST, np.float32)
    result[rows, columns], second[rows, columns] = one, other
    least, next_ = np.sort(costs, axis=0)[:2]
    margin[rows, columns] = next_ - least
    unlikely = _thin(result, first) | _speck_of_ground(result, least_gap)
    return np.where(unlikely | _loose_cloth(result, margin, LOOSE * least_gap), second, result)


def _in_shade(colours: Floats, own: Floats, variance: Floats) -> Floats:
    """What it costs that colours N x 3 are these in a shade that leaves as much of them as fits best.

    Limbs are round, cloth takes the light from them, and they from cloth.
    """
    share = np.einsum("ij,ij->i", colours, own) / np.maximum(_squared(own), 1.0)
    share = share.clip(DARKEST, 1)
    return np.asarray(_squared(colours - share[:, None] * own) / variance + SHADE * (1 - share), np.float32)


def _squared(vectors: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", vectors, vectors), np.float32)


def _robust(distance: Floats) -> Floats:
    """What a colour's distance costs: beyond MOST hardly more, but what is least unlike still wins."""
    return np.asarray(np.minimum(distance, MOST) + np.log(np.maximum(distance / MOST, 1)), np.float32)


def _thin(labels: Labels, first: Labels) -> Mask:
    """Lines of a part: where skin and coloured cloth mix they have a grey ground's colours.

    Lower clothes go on from wider ones into the cleft between thumb and finger if the parser saw them there (`first`).
    """
    thin = np.zeros(labels.shape, np.bool_)
    for part, side in zip(_TOLD, THIN_PX, strict=True):
        own = (labels == part).astype(np.uint8)
        wide = cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
        thin |= (own > 0) & (cv2.dilate(wide, np.ones((3, 3), np.uint8)) == 0)
    lower = labels == Part.LOWER
    about = cv2.dilate((first == Part.LOWER).astype(np.uint8), np.ones((OFF_PX, OFF_PX), np.uint8))
    agreed = cv2.morphologyEx(about * lower, cv2.MORPH_OPEN, np.ones((AGREED_PX, AGREED_PX), np.uint8))
    near = lower & (cv2.dilate(agreed, np.ones((BESIDE_AGREED_PX,) * 2, np.uint8)) > 0)
    # a line for itself is an arm's shade
    return thin & ~reached(near | (lower & ~thin), lower & ~thin)


def _speck_of_ground(labels: Labels, least_px: float) -> Mask:
    """Ground in so few pixels among other parts: nails and the white of a print have its colours, too."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((labels == Part.BACKGROUND).astype(np.uint8))
    little = stats[:, cv2.CC_STAT_AREA] < least_px
    border = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    little[[0, *np.unique(border)]] = False
    return np.asarray(little[pieces])


def _loose_cloth(labels: Labels, margin: Floats, most_px: float) -> Mask:
    """Little pieces of a top for themselves that something else would explain nearly as well: an arm's shade."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((labels == Part.TORSO).astype(np.uint8))
    area = stats[:, cv2.CC_STAT_AREA]
    unsure = np.bincount(pieces.ravel(), margin.ravel(), count) < UNSURE * area
    return np.asarray((unsure & (area < most_px) & (np.arange(count) > 0))[pieces])


def _with_hands(now: Labels, seen: Labels) -> Labels:
    """Skin is a hand where of what the parser saw a hand is nearest."""
    to_hand, to_arm = (_distance(seen == part) for part in (Part.HANDS, Part.ARMS))
    return np.where((now == Part.ARMS) & (to_hand < to_arm), Part.HANDS, now).astype(np.uint8)


def _lab(rgb: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab) * np.array((LIGHTNESS, 1, 1), np.float32))


def _resized(labels: Labels, size: tuple[int, int]) -> Labels:
    return np.asarray(cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _distance(mask: Mask) -> Floats:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3), np.float32)
