"""Scraps of clothes that the parts' outlines leave to neck, arms or background: straps, collars' tips, cuffs' corners.

A pixel beside clothes shows what it is said to be, in more or less light, or a mixture of that and what lies beside it
(Porter and Duff 1984). What neither explains, and a mixture with the clothes' colours does, shows the clothes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import reached
from lingtu.imaging.tryon.arrays.even_background import disc
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.arrays.smooth_fill import continued_roughly
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.flat.main_colours import main_colours
from lingtu.imaging.tryon.worn.layers import Layers

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: How far from clothes their scraps are, and from trousers and skirts, whose they may be, shoulder widths; and how far
#: from hands, px, which are told elsewhere.
NEAR, ASIDE_PX = 0.04, 4
#: Parts that look like one, and the darkest shade of each: throats lie in the chin's shadow, arms in the body's.
SIDES: tuple[tuple[tuple[Part, ...], float], ...] = (
    ((Part.NECK, Part.FACE), 0.55),
    ((Part.ARMS, Part.HANDS), 0.35),
    ((Part.BACKGROUND,), 0.8),
    ((Part.HAIR,), 0.2),
)
LIGHTEST = 1.1
#: Half width of what sticks out of an arm's outline beside a cuff, shoulder widths: no skin in shade is seen there, and
#: its darkest shade is this.
TIP, TIP_SHADE = 0.04, 0.6
#: Of what scraps are looked for in; those that are mixed with others by more than so much are known already.
MAY_BE, MIXED = (Part.NECK, Part.ARMS, Part.BACKGROUND), 0.12
#: RGB distance from every explanation without clothes, and the share of it that one with clothes may be off.
UNEXPLAINED, BETTER = 0.12, 0.45
#: Largest share of the other layer in a scrap.
OTHER = 0.75
#: A part has a colour of its own from so many pixels on, so far from its edge and from the clothes, px.
FEWEST, CORE_PX, CLEAR_PX = 100, 2, 3
#: What is found first would else be taken for the colours of what it lies on.
PASSES = 2
#: Scraps are so near to the clothes that they hang together with, px; fewest pixels of one.
GAP_PX, LEAST_PX = 2, 4


def with_scraps(layers: Layers, width_px: float) -> Layers:
    """The layers with such scraps as the upper clothes that they are of."""
    cloth = layers.labels == Part.TORSO
    if np.count_nonzero(cloth) < FEWEST:
        return layers
    near = max(CLEAR_PX, int(NEAR * width_px))
    x, y, width, height = cv2.boundingRect(dilated(cloth, 4 * near).astype(np.uint8))
    box = slice(y, y + height), slice(x, x + width)
    found = np.zeros(cloth[box].shape, np.bool_)
    for _ in range(PASSES):
        found = _scraps(layers.rgb[box], layers.labels[box], found, (near, TIP * width_px))
    known = layers.share(Part.TORSO, Part.LOWER, Part.BAGS)[box]
    tips = found & _tips(layers.labels[box], TIP * width_px)
    found = (found & (known < MIXED)) | (dilated(tips, 1) & ~cloth[box])  # with their soft edges
    found = _large(found & reached(found | dilated(cloth[box], GAP_PX), cloth[box]))
    shares, labels = layers.shares.copy(), layers.labels.copy()
    shares[(slice(None), *box)] *= ~found
    shares[Part.TORSO][box] += found
    labels[box][found] = Part.TORSO
    return replace(layers, shares=shares, labels=labels)


def _scraps(rgb: Floats, labels: Labels, known: Mask, reach: tuple[int, float]) -> Mask:
    """What only a mixture with the clothes explains; `known`: scraps that are known, whose colours no part has.

    `reach`: how far from the clothes, and half the width of arms' tips, px.
    """
    near_px, tip_px = reach
    cloth = labels == Part.TORSO
    inner = cloth & ~dilated(~cloth, CORE_PX)
    if np.count_nonzero(inner) < FEWEST:
        return np.zeros(cloth.shape, np.bool_)
    others = dilated(labels == Part.HANDS, ASIDE_PX) | dilated(labels == Part.LOWER, near_px)
    at = np.nonzero(dilated(cloth, near_px) & is_any(labels, MAY_BE) & ~others)
    seen = rgb[at]
    own = _own_colours(rgb, labels, ~dilated(cloth, CLEAR_PX) & ~dilated(known, 1), at)
    plain = np.full(len(seen), np.inf, np.float32)
    tip = _tips(labels, tip_px)[at][:, None]
    for parts, colours in own.items():
        darkest = np.where(tip & (Part.ARMS in parts), TIP_SHADE, dict(SIDES)[parts])
        without = [_off(seen, darkest * colours, (LIGHTEST * colours).clip(0, 1))]
        # nor hair, whose ends are as dark
        without += [
            np.where(tip[:, 0] & (Part.HAIR in each), np.inf, _off(seen, colours, other))
            for each, other in own.items()
            if each != parts
        ]
        plain = np.where(is_any(labels[at], parts), np.min(without, axis=0), plain)
    plain[np.isinf(plain)] = 0
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    clothes = cv2.cvtColor(main_colours(lab[inner])[None], cv2.COLOR_Lab2RGB)[0]
    with_clothes = np.min(
        [_off(seen, tone, tone + OTHER * (colours - tone)) for tone in clothes for colours in own.values()], axis=0
    ) if own else plain  # fmt: skip
    found = np.zeros(cloth.shape, np.bool_)
    found[at] = (plain > UNEXPLAINED) & (with_clothes < BETTER * plain)
    return found


def _tips(labels: Labels, half_px: float) -> Mask:
    """What sticks out of the outline of arms, H x W, before the background."""
    skin = is_any(labels, (Part.ARMS, Part.HANDS, Part.TORSO))
    solid = cv2.morphologyEx((labels == Part.ARMS).astype(np.uint8), cv2.MORPH_OPEN, disc(half_px)) > 0
    return np.asarray((labels == Part.ARMS) & ~solid & dilated(~skin, max(1, round(half_px))), np.bool_)


def _own_colours(
    rgb: Floats, labels: Labels, clear: Mask, at: tuple[NDArray[np.intp], ...]
) -> Mapping[tuple[Part, ...], Floats]:
    """The colours N x 3 that each of the sides would have at some places, from where it is seen alone and clear."""
    own = {}
    for parts, _ in SIDES:
        there = is_any(labels, parts)
        core = there & ~dilated(~there, CORE_PX) & clear
        if np.count_nonzero(core) >= FEWEST:
            own[parts] = continued_roughly(rgb, core)[at]
    return own


def _off(seen: Floats, start: Floats, end: Floats) -> Floats:
    """Distance of colours N x 3 from the lines between two, each 3 or N x 3."""
    apart = np.broadcast_to(end - start, seen.shape)
    along = _dots(seen - start, apart) / np.maximum(_dots(apart, apart), 1e-6)
    off = seen - start - along.clip(0, 1)[:, None] * apart
    return np.sqrt(_dots(off, off))


def _dots(some: Floats, others: Floats) -> Floats:
    """Scalar products of vectors N x 3, N."""
    return np.asarray(np.einsum("ij,ij->i", some, others), np.float32)


def _large(found: Mask) -> Mask:
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8), connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= LEAST_PX
    large[0] = False
    return np.asarray(large[pieces])
