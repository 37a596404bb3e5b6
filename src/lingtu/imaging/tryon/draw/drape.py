"""Folds that cloth has on a body where the photo shows none to take over: drawn as valleys with a lit side.

They start where cloth is held or bent (armpits, elbows, crotch, knees, waist) and fade on their way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.draw.form import CROTCH, Form
from lingtu.imaging.tryon.worn.limb import Limb
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Points of a fold's line, and how much finer than a form's the grid is on which it is drawn.
STEPS, FINER = 12, 2
#: Lit side of a valley: how light, how far from it and how wide, by the valley's depth and width.
RIDGE, BESIDE, WIDER = 0.45, 1.9, 1.35
#: Depth of all folds, of what is said of each.
DEPTH = 2.0
#: Where folds meet they are not deeper than this; logarithm.
DEEPEST = 0.3
#: How much a fold's place (shoulder widths) and its depth (of itself) differ from case to case.
ASIDE, DEEPER = 0.025, 0.3
#: From a fold's line on nothing of it is seen, its widths.
REACH = 5.5
#: Distances from the axis, shoulder widths, at which cloth rises from where it is held at the waist or falls to a hem.
FLUTES = (-0.37, -0.22, -0.07, 0.1, 0.24, 0.38)


@dataclass(frozen=True)
class Fold:
    """Its line N x 2 px from where it starts, its width in shoulder widths, its depth (logarithm), its region."""

    line: Values
    width: float
    depth: float
    on_arm: bool = False


def drape(form: Form, wearer: Wearer, arms: Floats, hem: float, has_legs: bool, seed: int) -> Floats:
    """Logarithm of what the folds do to the lightness of cloth, H x W. `hem`: level at which it ends on the axis.

    `arms`: share of arms H x W. `has_legs`: of trousers; else of tops and dresses.
    """
    draw = np.random.default_rng(seed)
    folds = list(_of_legs(wearer) if has_legs else _of_top(wearer, hem))
    size = form.normals.shape[1] * FINER, form.normals.shape[0] * FINER
    cell = form.cell / FINER
    limbs = cv2.resize(arms, size, interpolation=cv2.INTER_AREA)
    light = 1.0 if draw.random() < 0.5 else -1.0
    result = np.zeros((2, *limbs.shape), np.float32)
    for fold in folds:
        moved = fold.line + draw.uniform(-ASIDE, ASIDE, (1, 2)) * wearer.width
        depth = DEPTH * fold.depth * (1 + draw.uniform(-DEEPER, DEEPER))
        _engrave(result[int(fold.on_arm)], moved / cell, fold.width * wearer.width / cell, depth, light)
    whole = result[0] * (1 - limbs) + result[1] * limbs
    return form.large(np.where(whole < 0, DEEPEST * np.tanh(whole / DEEPEST), whole).astype(np.float32))


def _of_top(wearer: Wearer, hem: float) -> Iterator[Fold]:
    pit = wearer.pit_level
    for flank in wearer.flanks:
        across = flank.sign * wearer.width
        start = wearer.on_edge(flank, pit + 0.02)
        yield Fold(_curve(start, wearer.at(pit + 0.26, 0.1 * across), 0.10), 0.022, 0.13)
        yield Fold(_curve(start, wearer.at(pit + 0.46, 0.22 * across), 0.08), 0.03, 0.1)
        yield Fold(_curve(start, wearer.at(pit - 0.07, 0.2 * across), -0.05), 0.018, 0.07)
        side, bust = wearer.on_edge(flank, 0.72), wearer.at(pit + 0.08, 0.2 * across)
        yield Fold(_curve(side, wearer.at(0.6, 0.16 * across), 0.1), 0.03, 0.07)
        yield Fold(_curve(wearer.on_edge(flank, 0.9), wearer.at(0.74, 0.1 * across), 0.08), 0.034, 0.06)
        yield Fold(_curve(wearer.at(hem, 0.3 * across), bust, 0.0), 0.045, 0.06)
        # from the chest cloth hangs free
        yield Fold(_curve(bust, wearer.at(max(hem, 0.7), 0.24 * across), 0.03), 0.04, 0.05)
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


def _engrave(values: Floats, line: Values, width: float, depth: float, light: float) -> None:
    """Add a fold whose line is in cells; `light` is the side, across, that the lit side of upright ones is on."""
    reach = int(REACH * width) + 2
    low = np.floor(line.min(axis=0)).astype(int) - reach
    high = np.ceil(line.max(axis=0)).astype(int) + reach
    rows = slice(max(0, low[1]), min(values.shape[0], high[1]))
    columns = slice(max(0, low[0]), min(values.shape[1], high[0]))
    if rows.stop - rows.start < 2 or columns.stop - columns.start < 2:
        return
    x = np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5 - line[:, 0, None].astype(np.float32)
    y = np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5 - line[:, 1, None].astype(np.float32)
    nearest = ((x**2)[:, None] + (y**2)[:, :, None]).argmin(axis=0)
    at = np.indices(nearest.shape)
    own = np.stack([x[nearest, at[1]], y[nearest, at[0]]], axis=2)
    ahead = np.gradient(line, axis=0)
    ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-6)
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    # lit from above, upright folds from one side
    side = side * np.where(side[:, 1:] + 0.3 * light * side[:, :1] < 0, -1, 1)
    away = (own * side[nearest]).sum(axis=2) / width
    at_end = (nearest == 0) | (nearest == len(line) - 1)
    past = np.where(at_end, (own * ahead[nearest]).sum(axis=2) / width, 0)
    share = nearest / (len(line) - 1)
    fade = (np.minimum(1, share / 0.12 + 0.3) * (1 - share)).astype(np.float32)
    wide = 0.55 + 1.0 * share
    valley = np.exp(-((away / wide) ** 2) / 2) - RIDGE * np.exp(-((away / wide - BESIDE) ** 2) / (2 * WIDER**2))
    values[rows, columns] -= depth * fade * valley * np.exp(-(past**2) / 2)
