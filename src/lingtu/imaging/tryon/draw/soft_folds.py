"""Soft folds of cloth on a body: they fan out from where it is held or strained, and lie between sharper ones.

Fans are noise drawn out along the rays from a place: its zeros are valleys, what is between them is a ridge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.draw.form import CROTCH, Form
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Depth of folds on cloth of middle grey as photos of persons have it, of tops and of trousers, which are stiffer:
#: standard deviation of the logarithm.
DEPTH, OF_LEGS = 0.034, 0.023
#: How much finer than a form's the grid is on which they are drawn.
FINER = 2
#: How wide valleys are, of the noise's deviation; light from above and from aside on their slopes; and how much darker
#: a valley itself is, by the light on slopes.
VALLEY, ABOVE, ASIDE, DARKER = 0.9, 0.6, 0.8, 0.45
#: Cells of the noise to a shoulder width along a ray; cells from fold to fold are told by each fan.
ALONG = 1.6
#: Where folds are and aren't: changes to a shoulder width, how far below a noise's mean they begin, and how soon.
PATCHES, SOME, STEEP = 1.8, 0.3, 2.0
#: Lines waver by this, shoulder widths, in so many curves to a shoulder width.
BENT, CURVES = 0.035, 2.5
#: Cells of the noise along a side, steps within each, and cells over which its edges meet.
CELLS, STEPS, SEAM = 48, 12, 4
#: Farther from its place nothing is left of a fan, of the distance over which it fades.
FAR = 1.8
#: A fan begins at its sides over a share of what is within it, one by this.
SIDES = 1.6
#: Folds are hardly deeper than this, standard deviations.
EVENED = 1.5
#: Below photos' folds that deep, of the usual depth, all of these are drawn, and above ever fewer.
SCALE = 0.16


@dataclass(frozen=True)
class _Fan:
    """From where rays go, px; folds to a radian; how they come and fade, shoulder widths from there; how deep.

    `way`: where the fan's middle ray goes, `open`: cosine of the angle to it at which there are no folds any more.
    """

    at: Values
    folds: float
    near: float
    far: float
    deep: float
    way: Values
    open: float


def soft_folds(form: Form, wearer: Wearer, arms: Floats, has_legs: bool, seed: int) -> Floats:
    """Logarithm H x W of what they do to the lightness of cloth of middle grey. `arms`: share of arms, H x W."""
    # no two persons' clothes lie alike
    draw = np.random.default_rng([seed, *np.abs(wearer.shoulders).astype(int).tolist()])
    rows, columns = (FINER * each for each in form.normals.shape[:2])
    cell = form.cell / FINER
    down, across = (((np.arange(each) + 0.5) * cell / wearer.width).astype(np.float32) for each in (rows, columns))
    x, y = np.meshgrid(across, down)
    noise = _Noise(draw)
    # no fold is straight
    x, y = x + BENT * noise.at(CURVES * x, CURVES * y), y + BENT * noise.at(CURVES * x, CURVES * y)
    height = np.zeros((rows, columns), np.float32)
    for fan in _of_legs(wearer) if has_legs else _of_top(wearer):
        _add(height, fan, x - fan.at[0] / wearer.width, y - fan.at[1] / wearer.width, noise)
    soft = 0.012 * wearer.width / cell
    height = cv2.GaussianBlur(height, (0, 0), max(0.6, soft))
    falls, rises = np.gradient(height, cell / wearer.width)
    light = 1.0 if draw.random() < 0.5 else -1.0
    lit = -ABOVE * falls - ASIDE * light * rises
    hollow = height - cv2.GaussianBlur(height, (0, 0), 0.1 * wearer.width / cell)
    shade = lit / max(float(lit.std()), 1e-6) + DARKER * hollow / max(float(hollow.std()), 1e-6)
    shade *= 1 - cv2.resize(arms, (columns, rows), interpolation=cv2.INTER_AREA)
    body = cv2.resize(form.normals[..., 2], (columns, rows)) < 0.999
    deviation = float(shade[body].std()) if body.any() else 1.0
    # a few deep folds would leave the rest of the cloth flat
    shade = EVENED * np.tanh(shade / max(deviation, 1e-6) / EVENED)
    return form.large(((OF_LEGS if has_legs else DEPTH) * shade).astype(np.float32))


def beside(folds: Floats, width_px: float) -> Floats:
    """Share H x W of soft folds that are drawn where the photo's own, logarithms H x W, are read."""
    small = cv2.resize(folds, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    power = cv2.GaussianBlur(small**2, (0, 0), max(1.0, SCALE * width_px / 4)) / DEPTH**2
    lacks = np.sqrt((1 - power).clip(0, 1))
    return np.asarray(cv2.resize(lacks, folds.shape[::-1]), np.float32)


def _of_top(wearer: Wearer) -> Iterator[_Fan]:
    down, pit = wearer.down, wearer.pit_level
    for flank in wearer.flanks:
        out = wearer.right_hand * flank.sign
        armpit = wearer.on_edge(flank, pit) + 0.1 * wearer.width * out
        # drawn from the armpit over the chest, and down the side
        yield _Fan(armpit, 6.0, 0.25, 0.5, 0.9, _unit(-out + 0.5 * down), 0.2)
        # from the bust cloth hangs free
        bust = wearer.at(pit - 0.3, 0.2 * flank.sign * wearer.width)
        yield _Fan(bust, 7.0, 0.6, 1.3, 0.8, _unit(down + 0.1 * out), 0.85)
        # drawn in at the waist
        side = wearer.on_edge(flank, 0.74) + 0.2 * wearer.width * out
        yield _Fan(side, 5.0, 0.3, 0.6, 0.9, _unit(-out - 0.1 * down), 0.6)
    # skirts and hems hang in flutes
    yield _Fan(wearer.at(0.3, 0.0), 9.0, 1.1, 4.0, 0.9, down, 0.6)


def _of_legs(wearer: Wearer) -> Iterator[_Fan]:
    down = wearer.down
    for flank in wearer.flanks:
        out, leg = wearer.right_hand * flank.sign, flank.leg
        crotch = wearer.at(CROTCH - 0.04, 0.0) - 0.04 * wearer.width * out
        yield _Fan(crotch, 8.0, 0.15, 0.6, 1.2, _unit(out + 0.25 * down), 0.3)
        # down the thigh from the hip
        yield _Fan(wearer.at(0.8, 0.3 * flank.sign * wearer.width), 7.0, 0.4, 1.6, 0.8, down, 0.7)
        knee, ankle = leg.point(np.array([leg.joint]), -1)[0], leg.point(np.array([leg.length]), 1)[0]
        yield _Fan(knee, 6.5, 0.08, 0.5, 1.1, _unit(out - 0.5 * down), 0.2)
        yield _Fan(knee, 6.5, 0.08, 0.6, 0.9, _unit(out + 0.9 * down), 0.4)
        yield _Fan(ankle, 6.5, 0.06, 0.5, 1.0, _unit(-out - 0.5 * down), 0.2)


class _Noise:
    """Smooth noise of deviation about 1, another one each time it is asked for."""

    def __init__(self, draw: np.random.Generator) -> None:
        self.draw = draw
        # beyond its edges it goes on as a tile does
        cells = np.pad(draw.standard_normal((CELLS, CELLS)).astype(np.float32), SEAM, "wrap")
        # looked up in few steps it would have edges
        table = cv2.resize(cells, None, fx=STEPS, fy=STEPS, interpolation=cv2.INTER_CUBIC)
        table = cv2.GaussianBlur(table, (0, 0), 0.6 * STEPS)[SEAM * STEPS :, SEAM * STEPS :]
        table = table[: CELLS * STEPS, : CELLS * STEPS]
        self.table = np.asarray(table / float(table.std()), np.float32)

    def at(self, u: Floats, v: Floats) -> Floats:
        """At coordinates in its cells."""
        start = self.draw.uniform(0, CELLS, 2)
        across, down = (((each + begin) * STEPS).astype(np.float32) for each, begin in zip((u, v), start, strict=True))
        found = cv2.remap(self.table, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        return np.asarray(found, np.float32)


def _add(height: Floats, fan: _Fan, dx: Floats, dy: Floats, noise: _Noise) -> None:
    """A fan's height to that of a grid, shoulder widths; `dx`, `dy`: from where its rays go, shoulder widths."""
    ahead = dx * np.float32(fan.way[0]) + dy * np.float32(fan.way[1])
    away = np.hypot(dx, dy) + np.float32(1e-6)
    box = box_around((ahead > fan.open * away) & (away < FAR * fan.far), 0)
    if box[0].start == box[0].stop:
        return
    dx, dy, ahead, away = dx[box], dy[box], ahead[box], away[box]
    aside = dy * np.float32(fan.way[0]) - dx * np.float32(fan.way[1])
    value = noise.at(np.asarray(fan.folds * np.arctan2(aside, ahead), np.float32), ALONG * away)
    valley = 1 - np.exp(-((value / VALLEY) ** 2))
    there = 1 / (1 + np.exp(-STEEP * (noise.at(PATCHES * dx, PATCHES * dy) + SOME)))
    within = ((ahead / away - fan.open) * (SIDES / (1 - fan.open))).clip(0, 1)
    within = within * within * (3 - 2 * within)
    reach = (away / fan.near).clip(0, 1) ** 2 * (np.exp(-((away / fan.far) ** 2)) - np.exp(-(FAR**2))).clip(0)
    # a fold is as deep as it is wide
    height[box] += fan.deep * valley * there * within * reach * away / fan.folds


def _unit(vector: Values) -> Values:
    return np.asarray(vector / np.linalg.norm(vector), np.float64)
