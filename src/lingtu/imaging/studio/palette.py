"""Colours of a set: the reference's own, softened, in contrast with the product and never the product's all over."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, luminance, to_linear
from lingtu.imaging.studio.materials import CONCRETE, LEAFAGE, MARBLE, TERRAZZO, TILES, TRAVERTINE, WOOD
from lingtu.imaging.studio.reference import Style
from lingtu.imaging.studio.subject import Subject

_APART = 20.0  # L of the wall from the product's
_LIGHTEST, _DARKEST = 90.0, 20.0  # L of any surface
_SAME_HUE = 0.55  # radians
_COLOURED = 8.0  # chroma from which a surface has a hue
#: Linear.
_REDDISH, _SAND = np.array([1.05, 0.98, 0.88], np.float32), np.array([1.1, 0.99, 0.85], np.float32)
_WHITE_STONE, _GREEN = np.array([0.8, 0.78, 0.75], np.float32), np.array([0.16, 0.26, 0.11], np.float32)
_DARK_STONE, _BRIGHTEST = 0.15, np.float32(0.88)
_WARM_WHITE = np.array([90.0, 1.0, 5.0], np.float32)
#: (lightness of the wall, of the floor beside it, chroma): light, mid, deep, pale.
_SCHEMES = ((80.0, 4.0, 22.0), (66.0, 6.0, 30.0), (36.0, 8.0, 20.0), (87.0, -3.0, 12.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Colours:
    """Linear."""

    wall: Floats
    floor: Floats
    #: Of what the product stands on, and a second one beside it.
    main: Floats
    second: Floats
    accent: Floats
    #: Chips, veins, joints.
    fleck: Floats
    wood: Floats
    #: Luminance of the wall is below the middle.
    is_deep: bool


def choose(style: Style, subject: Subject, seed: int) -> Colours:
    """One of the ways to lay the reference's colours out."""
    draw = np.random.default_rng(seed + 4099)
    scheme = _SCHEMES[(seed + seed // 4) % len(_SCHEMES)]
    lightness, step, most = scheme
    if lightness < 50 and subject.lab[0] < 50:
        lightness, step, most = 74.0, 5.0, 24.0
    hue_of_wall = (style.upper, _strongest(style), style.lower, style.colours[0])[(seed + 1) % 4]
    wall = _apart(_soft(hue_of_wall, lightness, most), subject)
    tonal = draw.random() < 0.5
    floor = _soft(wall if tonal else style.lower, float(wall[0]) + step, 0.9 * most)
    main = _base(wall, subject)
    accent = _accent(style, wall, subject)
    return Colours(
        wall=linear(wall),
        floor=linear(_unlike(floor, subject)),
        main=linear(main),
        second=linear(_soft(wall, float(wall[0]) + (9 if wall[0] < 70 else -11), most)),
        accent=linear(accent),
        fleck=linear(_soft(accent, 56.0 if main[0] > 60 else 74.0, 32.0)),
        wood=linear(_wood(style, draw)),
        is_deep=bool(wall[0] < 50),
    )


def linear(lab: Floats) -> Floats:
    """Of one colour."""
    lab = np.array([np.clip(lab[0], _DARKEST - 6, _LIGHTEST + 3), lab[1], lab[2]], np.float32)
    result: Floats = to_linear(np.clip(cv2.cvtColor(lab[None, None], cv2.COLOR_Lab2RGB)[0, 0], 0.02, 0.96))
    return result


def _soft(lab: Floats, lightness: float, most: float) -> Floats:
    """A colour's hue at a lightness, with no more chroma than this."""
    chroma = max(float(np.hypot(lab[1], lab[2])), 1e-3)
    share = min(0.85, most / chroma)
    return np.array([np.clip(lightness, _DARKEST, _LIGHTEST), share * lab[1], share * lab[2]], np.float32)


def _strongest(style: Style) -> Floats:
    """The colour that catches the eye: chroma, and some frequency."""
    chroma = np.hypot(style.colours[:, 1], style.colours[:, 2])
    result: Floats = style.colours[int(np.argmax(chroma * np.sqrt(style.shares + 0.02)))]
    return result


def _unlike(lab: Floats, subject: Subject) -> Floats:
    """The colour, nearly grey if its hue is the product's."""
    turned = abs((float(np.arctan2(lab[2], lab[1])) - subject.hue + np.pi) % (2 * np.pi) - np.pi)
    if subject.chroma > 18 and np.hypot(lab[1], lab[2]) > _COLOURED and turned < _SAME_HUE:
        return np.array([lab[0], 0.35 * lab[1], 0.35 * lab[2]], np.float32)
    return lab


def _apart(lab: Floats, subject: Subject) -> Floats:
    """The wall's colour, lighter or darker than the product."""
    lab = _unlike(lab, subject)
    own, light = float(subject.lab[0]), float(lab[0])
    if abs(light - own) >= _APART:
        return lab
    lighter = own + _APART <= _LIGHTEST - 4
    return np.array([own + _APART if lighter else own - _APART, lab[1], lab[2]], np.float32)


def _base(wall: Floats, subject: Subject) -> Floats:
    """Of what the product stands on: a light tone of the wall's, darker where the product is nearly white."""
    light = 86.0 if wall[0] > 55 else 0.5 * float(wall[0]) + 34
    if subject.lab[0] > 78:
        light = min(light, 68.0)
    soft = 0.45 * wall + 0.55 * _WARM_WHITE
    return np.array([light, soft[1], soft[2]], np.float32)


def _accent(style: Style, wall: Floats, subject: Subject) -> Floats:
    """The reference's colour that is furthest from the wall's, not the product's."""
    chroma = np.hypot(style.colours[:, 1], style.colours[:, 2])
    turned = np.linalg.norm(style.colours[:, 1:] - wall[1:], axis=1)
    found = style.colours[int(np.argmax(chroma * 0.5 + turned))]
    light = float(np.clip(found[0], 42, 76))
    return _unlike(_soft(found, light, 38.0), subject)


def _wood(style: Style, draw: np.random.Generator) -> Floats:
    """Oak, walnut or ash, leaning to the reference's own browns."""
    kinds = np.array([[72.0, 8, 25], [52.0, 11, 23], [80.0, 5, 18]], np.float32)
    lab = kinds[int(draw.integers(0, 3))]
    brown = style.colours[(style.colours[:, 1] > 3) & (style.colours[:, 2] > 8) & (style.colours[:, 0] > 30)]
    if len(brown):
        lab = 0.55 * lab + 0.45 * _soft(brown[0], float(np.clip(brown[0, 0], 46, 78)), 32.0)
    result: Floats = lab.astype(np.float32)
    return result


def of_kind(kind: int, colour: Floats, colours: Colours) -> tuple[Floats, Floats]:
    """First and second colour of a material whose colour is to be this one."""
    grey = np.float32(luminance(colour))
    if kind == WOOD:
        return np.minimum(1.15 * colour, _BRIGHTEST), 0.5 * colour * _REDDISH
    if kind == MARBLE and grey > _DARK_STONE:
        white = 0.35 * colour + 0.65 * _WHITE_STONE
        return white, 0.30 * white + 0.1 * colours.fleck
    if kind == MARBLE:
        return np.float32(0.8) * colour, np.float32(0.4) * colour + np.float32(0.35)
    if kind == TERRAZZO:
        return colour, colours.fleck
    if kind == TRAVERTINE:
        warm: Floats = 0.5 * colour + 0.5 * max(grey, np.float32(0.2)) * _SAND
        return np.minimum(1.06 * warm, _BRIGHTEST), 0.74 * warm * _REDDISH
    if kind == TILES:
        return np.minimum(0.5 * colour + 0.5 * grey, _BRIGHTEST), 0.55 * colour + 0.25 * grey
    if kind == CONCRETE:
        soft = 0.5 * colour + 0.5 * grey
        return 1.04 * soft, 0.9 * soft
    if kind == LEAFAGE:
        return _GREEN, 0.8 * _GREEN
    return 1.02 * colour, 0.97 * colour
