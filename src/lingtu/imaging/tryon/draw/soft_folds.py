"""Soft folds of cloth on a body: they fan out from where it is held or strained, and lie between sharper ones.

Fans are noise drawn out along the rays from a place: its zeros are valleys, what is between them is a ridge.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import unit
from lingtu.imaging.tryon.arrays.masks import box_around
from lingtu.imaging.tryon.draw.fans import Fan, Noise, add_fan
from lingtu.imaging.tryon.draw.form import CROTCH, Form
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Depth of folds on cloth of middle grey as photos of persons have it, of tops and of trousers, which are stiffer:
#: standard deviation of the logarithm.
DEPTH, OF_LEGS = 0.034, 0.023
#: ... and of sleeves, which hang around an arm that moves.
OF_SLEEVES = 0.04
#: How much finer than a form's the grid is on which they are drawn.
FINER = 2
#: Light from above and from aside on slopes; and how much darker a valley itself is, by the light on slopes.
ABOVE, ASIDE, DARKER = 0.6, 0.8, 0.45
#: Radius of the edges of folds, shoulder widths.
SOFT = 0.016
#: What lies deeper than cloth so near to it, shoulder widths, is a valley.
HOLLOW = 0.1
#: Lines waver by this, shoulder widths, in so many curves to a shoulder width.
BENT, CURVES = 0.035, 2.5
#: Folds are hardly deeper than this, standard deviations.
EVENED = 1.5
#: Below photos' folds that deep, of the usual depth, all of these are drawn, and above ever fewer.
SCALE = 0.16


def soft_folds(form: Form, wearer: Wearer, arms: Floats, has_legs: bool, from_right: float, seed: int) -> Floats:
    """Logarithm H x W of what they do to the lightness of cloth of middle grey. `arms`: share of arms, H x W.

    `from_right`: above 0 if more light comes from the picture's right.
    """
    # no two persons' clothes lie alike
    draw = np.random.default_rng([seed, *np.abs(wearer.shoulders).astype(int).tolist()])
    rows, columns = (FINER * each for each in form.normals.shape[:2])
    cell = form.cell / FINER
    down, across = (((np.arange(each) + 0.5) * cell / wearer.width).astype(np.float32) for each in (rows, columns))
    x, y = np.meshgrid(across, down)
    noise = Noise(draw)
    # no fold is straight
    x, y = x + BENT * noise.at(CURVES * x, CURVES * y), y + BENT * noise.at(CURVES * x, CURVES * y)

    def shade(fans: Iterator[Fan], where: Floats) -> Floats:
        """Of deviation 1 over the body's share `where`."""
        height = np.zeros((rows, columns), np.float32)
        for fan in fans:
            add_fan(height, fan, x - fan.at[0] / wearer.width, y - fan.at[1] / wearer.width, noise)
        box, shade = box_around(body & (where > 0), round(2 * HOLLOW * wearer.width / cell)), np.zeros_like(height)
        if box[0].start < box[0].stop:
            lit = _lit(height[box], cell / wearer.width, from_right) * where[box]
            shade[box] = _evened(lit, body[box] & (where[box] > 0.5))
        return shade

    limbs = cv2.resize(arms, (columns, rows), interpolation=cv2.INTER_AREA)
    body = cv2.resize(form.normals[..., 2], (columns, rows)) < 0.999
    if has_legs:
        return form.large(OF_LEGS * shade(_of_legs(wearer), 1 - limbs))
    return form.large(DEPTH * shade(_of_top(wearer), 1 - limbs) + OF_SLEEVES * shade(_of_sleeves(wearer), limbs))


def _lit(height: Floats, cell: float, from_right: float) -> Floats:
    """The light on a height in shoulder widths, on a grid of such cells."""
    height = cv2.GaussianBlur(height, (0, 0), max(0.6, SOFT / cell))
    falls, rises = np.gradient(height, cell)
    lit = ABOVE * falls - np.copysign(ASIDE, from_right) * rises
    hollow = height - cv2.GaussianBlur(height, (0, 0), HOLLOW / cell)
    shade = lit / max(float(lit.std()), 1e-6) + DARKER * hollow / max(float(hollow.std()), 1e-6)
    return np.asarray(shade, np.float32)


def _evened(shade: Floats, there: Mask) -> Floats:
    """Of deviation 1 `there`: a few deep folds would leave the rest of the cloth flat."""
    deviation = float(shade[there].std()) if there.any() else 1.0
    return np.asarray(EVENED * np.tanh(shade / max(deviation, 1e-6) / EVENED), np.float32)


def beside(folds: Floats, width_px: float) -> Floats:
    """Share H x W of soft folds that are drawn where the photo's own, logarithms H x W, are read."""
    small = cv2.resize(folds, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    power = cv2.GaussianBlur(small**2, (0, 0), max(1.0, SCALE * width_px / 4)) / DEPTH**2
    lacks = np.sqrt((1 - power).clip(0, 1))
    return np.asarray(cv2.resize(lacks, folds.shape[::-1]), np.float32)


def _of_top(wearer: Wearer) -> Iterator[Fan]:
    down, pit = wearer.down, wearer.pit_level
    for flank in wearer.flanks:
        out = wearer.right_hand * flank.sign
        armpit = wearer.on_edge(flank, pit) + 0.1 * wearer.width * out
        # drawn from the armpit over the chest, and down the side
        yield Fan(armpit, 5.0, 0.25, 0.5, 0.9, unit(-out + 0.5 * down), 0.2)
        # from the bust cloth hangs free
        bust = wearer.at(pit - 0.3, 0.2 * flank.sign * wearer.width)
        yield Fan(bust, 7.0, 0.6, 1.3, 0.8, unit(down + 0.1 * out), 0.85)
        # drawn in at the waist
        side = wearer.on_edge(flank, 0.74) + 0.2 * wearer.width * out
        yield Fan(side, 5.0, 0.3, 0.6, 0.9, unit(-out - 0.1 * down), 0.6)
    # skirts and hems hang in flutes
    yield Fan(wearer.at(0.3, 0.0), 9.0, 1.1, 4.0, 1.6, down, 0.6)


def _of_sleeves(wearer: Wearer) -> Iterator[Fan]:
    for flank in wearer.flanks:
        arm, out = flank.arm, wearer.right_hand * flank.sign
        armpit = wearer.on_edge(flank, wearer.pit_level)
        places = np.array([0.45, 0.95, 1.0]) * (arm.joint, arm.joint, arm.length)
        ahead = arm.ahead[np.searchsorted(np.linspace(0, arm.length, len(arm.ahead)), places - 1)]
        # drawn from the armpit over the arm to its outside
        yield Fan(armpit, 4.5, 0.1, 0.4, 1.0, unit(out + 0.15 * ahead[0]), 0.15)
        # from the shoulder's tip cloth hangs free
        yield Fan(flank.tip, 5.0, 0.25, 0.6, 0.7, ahead[0], 0.75)
        elbow, wrist = arm.point(places[1:], -1)
        yield Fan(elbow, 5.0, 0.06, 0.35, 1.0, unit(out - 0.9 * ahead[1]), 0.2)
        yield Fan(elbow, 5.0, 0.06, 0.35, 1.0, unit(out + 0.9 * ahead[1]), 0.2)
        yield Fan(wrist, 6.0, 0.05, 0.3, 0.8, unit(out - 1.2 * ahead[2]), 0.3)


def _of_legs(wearer: Wearer) -> Iterator[Fan]:
    down = wearer.down
    for flank in wearer.flanks:
        out, leg = wearer.right_hand * flank.sign, flank.leg
        crotch = wearer.at(CROTCH - 0.04, 0.0) - 0.04 * wearer.width * out
        yield Fan(crotch, 8.0, 0.15, 0.6, 1.2, unit(out + 0.25 * down), 0.3)
        # down the thigh from the hip
        yield Fan(wearer.at(0.8, 0.3 * flank.sign * wearer.width), 7.0, 0.4, 1.6, 0.8, down, 0.7)
        knee, ankle = leg.point(np.array([leg.joint]), -1)[0], leg.point(np.array([leg.length]), 1)[0]
        yield Fan(knee, 6.5, 0.08, 0.5, 1.1, unit(out - 0.5 * down), 0.2)
        yield Fan(knee, 6.5, 0.08, 0.6, 0.9, unit(out + 0.9 * down), 0.4)
        yield Fan(ankle, 6.5, 0.06, 0.5, 1.0, unit(-out - 0.5 * down), 0.2)
