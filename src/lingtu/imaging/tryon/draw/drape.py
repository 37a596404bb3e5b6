"""Folds that cloth has on a body where the photo shows none to take over: drawn as valleys with a lit side.

They start where cloth is held or bent (armpits, elbows, crotch, knees, waist) and fade on their way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.draw.engrave import engrave
from lingtu.imaging.tryon.draw.form import CROTCH, Form
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Points of a fold's line, and how much finer than a form's the grid is on which it is drawn.
STEPS, FINER = 12, 3
#: Depth of all folds of tops and of trousers, whose cloth is stiffer, of what is said of each, and their widths.
DEPTH, OF_LEGS, WIDTH = 1.1, 2.0, 1.0
#: On arms, which bend, they are deeper, of that; and nearer to their place, where the outline has its notches.
OF_ARMS, AT_PLACE = 2.0, 0.2
#: Share of a top's folds that are not there: no two sides of a body are creased alike.
MISSING = 0.3
#: Beside each lie lesser ones: how many, from where to where on its way they may be, how much shorter they are at
#: least and at most, how far aside (shoulder widths), and how wide and deep they are by it.
LESSER, SHORTER, BESIDE, THINNER, SHALLOWER = 3, (0.2, 0.5), 0.06, (0.3, 0.7), (0.4, 0.9)
#: A line wavers by so much of its length.
WAVERS = 0.02
#: Where folds meet they are not deeper than this; logarithm.
DEEPEST = 0.3
#: How much a fold's place (shoulder widths) and its depth (of itself) differ from case to case.
ASIDE, DEEPER = 0.05, 0.5
#: Distances from the axis, shoulder widths, at which cloth rises from where it is held at the waist or falls to a hem.
FLUTES = (-0.37, -0.22, -0.07, 0.1, 0.24, 0.38)


@dataclass(frozen=True)
class Fold:
    """Its line N x 2 px from where it starts, its width in shoulder widths, its depth (logarithm), its region."""

    line: Values
    width: float
    depth: float
    on_arm: bool = False


def drape(form: Form, wearer: Wearer, arms: Floats, hem: float, has_legs: bool, from_right: float, seed: int) -> Floats:
    """Logarithm of what the folds do to the lightness of cloth, H x W. `hem`: level at which it ends on the axis.

    `arms`: share of arms H x W. `has_legs`: of trousers; else of tops and dresses.
    `from_right`: above 0 if more light comes from the picture's right.
    """
    draw = np.random.default_rng(seed)
    folds = list(_of_legs(wearer) if has_legs else _of_top(wearer, hem))
    size = form.normals.shape[1] * FINER, form.normals.shape[0] * FINER
    cell = form.cell / FINER
    limbs = cv2.resize(arms, size, interpolation=cv2.INTER_AREA)
    deep = OF_LEGS if has_legs else DEPTH
    light = float(np.copysign(1.0, from_right))
    result = np.zeros((2, *limbs.shape), np.float32)
    for fold in folds:
        if draw.random() < MISSING and not (has_legs or fold.on_arm):
            continue
        for each in _crumpled(fold, wearer.width, draw):
            width = WIDTH * each.width * wearer.width / cell
            depth = deep * each.depth * (OF_ARMS if fold.on_arm else 1.0)
            engrave(result[int(fold.on_arm)], each.line / cell, width, depth, light)
    whole = result[0] * (1 - limbs) + result[1] * limbs
    return form.large(np.where(whole < 0, DEEPEST * np.tanh(whole / DEEPEST), whole).astype(np.float32))


def _of_top(wearer: Wearer, hem: float) -> Iterator[Fold]:
    pit = wearer.pit_level
    for flank in wearer.flanks:
        across = flank.sign * wearer.width
        start = wearer.on_edge(flank, pit + 0.02)
        yield Fold(_curve(start, wearer.at(pit + 0.2, 0.16 * across), 0.10), 0.022, 0.13)
        yield Fold(_curve(start, wearer.at(pit + 0.34, 0.28 * across), 0.08), 0.03, 0.1)
        yield Fold(_curve(start, wearer.at(pit - 0.07, 0.2 * across), -0.05), 0.018, 0.07)
        side, bust = wearer.on_edge(flank, 0.72), wearer.at(pit + 0.08, 0.2 * across)
        yield Fold(_curve(side, wearer.at(0.6, 0.16 * across), 0.1), 0.03, 0.07)
        yield Fold(_curve(wearer.on_edge(flank, 0.9), wearer.at(0.74, 0.1 * across), 0.08), 0.034, 0.06)
        yield Fold(_curve(wearer.at(hem, 0.3 * across), bust, 0.0), 0.06, 0.04)
        # from the chest cloth hangs free
        yield Fold(_curve(bust, wearer.at(max(hem, 0.7), 0.24 * across), 0.03), 0.06, 0.04)
        yield from _of_arm(flank.arm)
    for index, at in enumerate(FLUTES):
        high = hem - (0.34, 0.2, 0.28)[index % 3]
        yield Fold(
            _curve(wearer.at(hem + 0.02, at * wearer.width), wearer.at(high, 0.85 * at * wearer.width), 0.05),
            0.024,
            0.08,
        )


def _of_arm(arm: Limb) -> Iterator[Fold]:
    for start, end, depth in ((0.34, 0.14, 0.09), (0.5, 0.34, 0.07), (0.74, 0.9, 0.05)):
        yield Fold(_across(arm, start * arm.joint, end * arm.joint, -1), 0.02, depth, True)
    fore = arm.length - arm.joint
    for start, end, depth in (
        (-0.12, -0.24, 0.10),
        (0.0, 0.02, 0.12),
        (0.1, 0.24, 0.10),
        (0.36, 0.5, 0.05),
        (0.66, 0.58, 0.06),
        (0.86, 0.76, 0.08),
    ):
        yield Fold(_across(arm, arm.joint + start * fore, arm.joint + end * fore, -1), 0.018, depth, True)


def _of_legs(wearer: Wearer) -> Iterator[Fold]:
    for flank in wearer.flanks:
        across = flank.sign * wearer.width
        start = wearer.at(CROTCH, 0.03 * across)
        for level, aside, depth in ((1.0, 0.27, 0.1), (1.09, 0.33, 0.13), (1.17, 0.36, 0.11)):
            yield Fold(_curve(start, wearer.at(level, aside * across), 0.04), 0.022, depth)
        leg, shin = flank.leg, flank.leg.length - flank.leg.joint
        for start_at, end_at, side, depth in (
            (-0.16, -0.02, 1, 0.07),
            (-0.06, 0.04, -1, 0.09),
            (0.1, 0.0, 1, 0.08),
            (0.2, 0.1, -1, 0.06),
        ):
            yield Fold(_across(leg, leg.joint + start_at * shin, leg.joint + end_at * shin, side), 0.024, depth)
        for start_at, end_at, side in ((0.74, 0.8, -1), (0.84, 0.8, 1), (0.93, 0.97, -1)):
            yield Fold(_across(leg, leg.joint + start_at * shin, leg.joint + end_at * shin, side), 0.018, 0.08)


def _curve(start: Values, end: Values, sag: float) -> Values:
    """From one place to another, N x 2, sagging by so much of the way between."""
    share = np.linspace(0, 1, STEPS)[:, None]
    length = float(np.linalg.norm(end - start))
    return start + (end - start) * share + np.array([0, 4 * sag * length]) * share * (1 - share)


def _across(limb: Limb, start_px: float, end_px: float, side: int) -> Values:
    """Around a limb from its inner (-1) or outer (1) edge to three quarters of the way to the other."""
    share = np.linspace(0, 0.78, STEPS)
    at = start_px + (end_px - start_px) * share
    near, far = limb.point(at, side), limb.point(at, -side)
    return np.asarray(near + (far - near) * share[:, None], np.float64)


def _crumpled(fold: Fold, width_px: float, draw: np.random.Generator) -> Iterator[Fold]:
    """A fold as it may lie, and the lesser ones beside it."""
    aside = ASIDE * (AT_PLACE if fold.on_arm else 1.0)
    line = fold.line + draw.uniform(-aside, aside, (1, 2)) * width_px
    yield replace(fold, line=_wavering(line, draw), depth=fold.depth * (1 + draw.uniform(-DEEPER, DEEPER)))
    for _ in range(LESSER):
        long = draw.uniform(*SHORTER)
        start = draw.uniform(0, 1 - long)
        at = (start + long * np.linspace(0, 1, STEPS)) * (len(line) - 1)
        part = np.stack([np.interp(at, np.arange(len(line)), each) for each in line.T], axis=1)
        # they fan out from where the fold starts
        ends = draw.normal(0, BESIDE, (2, 2)) * width_px
        part = part + ends[0] + (ends[1] - ends[0]) * np.linspace(0, 1, STEPS)[:, None]
        width, depth = fold.width * draw.uniform(*THINNER), fold.depth * draw.uniform(*SHALLOWER)
        yield replace(fold, line=_wavering(part, draw), width=width, depth=depth)


def _wavering(line: Values, draw: np.random.Generator) -> Values:
    """The line, less even."""
    chord = line[-1] - line[0]
    share = np.pi * np.linspace(0, 1, len(line))
    waves = np.sum([draw.normal(0, WAVERS / each) * np.sin(each * share) for each in (1, 2, 3)], axis=0)
    return np.asarray(line + waves[:, None] * np.array([-chord[1], chord[0]]), np.float64)
