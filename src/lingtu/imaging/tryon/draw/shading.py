"""The new cloth as the photo's light falls on it: a factor for its colours, from form, folds and what was there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.connected import filled_up
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.draw.body_shade import shade_of_arms, shade_of_chest, shade_of_trunk
from lingtu.imaging.tryon.draw.contrast import contrast, seen_lightness
from lingtu.imaging.tryon.draw.drape import drape
from lingtu.imaging.tryon.draw.folds import Folds
from lingtu.imaging.tryon.draw.form import form_of, person_of
from lingtu.imaging.tryon.draw.leg_light import legs_shade
from lingtu.imaging.tryon.draw.light import Material, light_on, lit_from
from lingtu.imaging.tryon.draw.own_light import own_light
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.soft_folds import beside, soft_folds
from lingtu.imaging.tryon.draw.weave import weave
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How well skin tells the light that falls on it, and faces; how much darker and lighter it is by that (logarithms).
SKIN, FACE, SHADED = 0.7, 0.25, (-0.25, 0.05)
#: Skin nearer to clothes and hair lies in their shadow, shoulder widths.
EDGE = 0.03
#: Level of the torso's middle, where its hem is looked for.
MIDDLE = 0.8
#: Lightness of lit white cloth in photos, at least and at most; the percentile of a photo's lightness that it has.
WHITE, LIGHTEST = (0.92, 0.96), 99.5
#: Cloth darker than this (display value) counts as dark: of its broad light it shows so much more.
BLACK, DEEPER = 0.3, 4.8
#: The deeper a shade, the less does more of it count: towards this logarithm.
DARKEST = -0.9
#: Cloth lighter than this up to white fills its own shades by the light that it throws back: by this share.
PALE, SHALLOWER = (0.65, 0.95), -0.15
#: Pale cloth whose channels differ by less is white, and by this much less surely.
COLOURED, GREY = 0.1, 0.05
#: Trousers are held at the crotch and bent at the knees: beside folds that are seen so much fewer of theirs are drawn.
HELD_FOLDS = 0.6
#: Percentile of lightness of striped or printed cloth that is its ground if that is white.
GROUND = 75
#: Beside folds that are read well of the photo, and beside a garment's own, so much fewer soft ones are drawn.
READ, OWN = 0.5, 0.6
#: Share of a cell that is plain from which its surroundings may enclose others.
PURE = 0.6
#: Percentile of its light at which dark cloth has its own colour: where more falls on it it shines.
UNLIT = 35


@dataclass(frozen=True)
class Drawn:
    """A garment's cloth as it is drawn; the share of arms, in sleeves or bare, and of the old garment, H x W."""

    garment: Garment
    cloth: Cloth
    arms: Floats
    old: Floats


def shading(layers: Layers, wearer: Wearer, drawn: Drawn, folds: Folds, look: Look, seed: int) -> Floats:
    """A factor H x W for the cloth's colours; `folds` are the old garment's."""
    bottom, cloth = drawn.garment.bottom, drawn.cloth
    two_legs = bottom is not None and bottom.crotch is not None
    form = form_of(wearer, person_of(layers.labels, cloth.alpha, drawn.old), drawn.arms, two_legs)
    materials = [Material(folds.plain, folds.trust), *_skin(layers, wearer)]
    light = light_on(form, cv2.cvtColor(layers.rgb, cv2.COLOR_RGB2GRAY), materials, cloth.alpha, two_legs)
    own = own_light(form, cloth)
    light, taken = own.beside(light, two_legs)
    # deepened as black cloth's own form is a shade of arms would be a halo around hands
    cast: Floats | float = 0.0
    from_right = lit_from(form, light)
    if two_legs:
        light = np.minimum(light, legs_shade(form, own.log, from_right))
    else:
        shades = shade_of_arms(form, wearer, drawn.arms, from_right)
        cast = look.folds * (shades + shade_of_trunk(form, wearer, drawn.arms, cloth.alpha))
    middle = int(np.clip(wearer.at(MIDDLE, 0)[0], 0, cloth.alpha.shape[1] - 1))
    rows = np.flatnonzero(cloth.alpha[:, middle] > 0.5)
    hem = wearer.level_of(np.array([wearer.shoulders[0], rows[-1]])) if len(rows) else 1.0
    plain = form.small(folds.plain.astype(np.float32))
    seen = folds.trust * form.large(np.maximum(plain, filled_up(plain > PURE))).clip(0, 1)
    instead = np.asarray(np.maximum(folds.sure * seen, own.folded) * (HELD_FOLDS if two_legs else 1), np.float32)
    draped: Floats = drape(form, wearer, drawn.arms, hem, two_legs, from_right, seed) * (1 - instead)
    lacking = beside(folds.folds, wearer.width) * (1 - OWN * own.folded) * (1 - READ * folds.sure * folds.trust)
    draped += soft_folds(form, wearer, drawn.arms, two_legs, from_right, seed) * lacking
    if not two_legs:
        light += shade_of_chest(form, wearer, drawn.arms) * (1 - seen)
    log = _deepened(look.folds * light, look.folds * (folds.folds + draped), cloth) - taken + cast
    log += weave(cloth, own.folded, wearer.width, seed)
    return np.asarray(np.exp(_exposed(log, cloth, layers)), np.float32)


def _skin(layers: Layers, wearer: Wearer) -> list[Material]:
    """Throat, arms, legs and face, not close to anything else; the belly lies in its clothes' shadow."""
    result = []
    side = 2 * int(EDGE * wearer.width) + 1
    bare = is_any(layers.labels, (Part.NECK, Part.ARMS, Part.LEGS, Part.FACE, Part.HANDS, Part.BACKGROUND))
    inner = cv2.erode(bare.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    for part, trust in ((Part.NECK, SKIN), (Part.ARMS, SKIN), (Part.LEGS, SKIN), (Part.FACE, FACE)):
        seen = inner & (layers.labels == part)
        if part == Part.NECK:
            seen &= wearer.frame.along < wearer.pit_level
        result.append(Material(seen, trust, *SHADED))
    return result


def _deepened(light: Floats, folds: Floats, cloth: Cloth) -> Floats:
    """The logarithm of broad light and folds on this cloth: on black they are seen more clearly, on white less."""
    worn = cloth.alpha[::2, ::2] > 0.9
    if np.count_nonzero(worn) < 100:
        return light + folds
    grey = seen_lightness(cloth.rgb)
    middle = float(np.median(grey[::2, ::2][worn]))
    dark, pale = float(np.clip(1 - middle / BLACK, 0, 1)), _pale(middle)
    light = light - dark * float(np.percentile(light[::2, ::2][worn], UNLIT))
    # a pale print on dark cloth is shaded as pale cloth is
    deeper = DEEPER * np.minimum(dark, (1 - grey / BLACK).clip(0, 1))
    deep = np.minimum(contrast(np.array(middle, np.float32)), contrast(grey))
    log = light * (1 + deeper - SHALLOWER * pale) + folds * deep
    return np.asarray(np.where(log < 0, DARKEST * np.tanh(log / DARKEST), log), np.float32)


def _exposed(log: Floats, cloth: Cloth, layers: Layers) -> Floats:
    """The factor's logarithm: white cloth is as light as the photo's white, and none is lighter."""
    worn = cloth.alpha[::2, ::2] > 0.9
    if np.count_nonzero(worn) < 100:
        return log
    grey = cv2.cvtColor(cloth.rgb[::2, ::2], cv2.COLOR_RGB2GRAY)[worn]
    lit = float(np.percentile(grey * np.exp(log[::2, ::2][worn]), 90))
    over = float(np.log(max(lit, 1e-3) / _white(layers)))
    colour = np.median(cloth.rgb[::2, ::2][worn], axis=0)
    # shops show white greyer than it is beside a white ground
    white = _pale(float(np.percentile(grey, GROUND))) * float(np.clip((COLOURED - np.ptp(colour)) / GREY, 0, 1))
    return np.asarray(log - max(over, white * over), np.float32)


def _pale(grey: float) -> float:
    """From 0 to 1, how pale cloth of this lightness is."""
    return float(np.clip((grey - PALE[0]) / (PALE[1] - PALE[0]), 0, 1))


def _white(layers: Layers) -> float:
    """How light white cloth is in the photo: as the lightest of what it shows, ground or shoes or eyes."""
    grey = cv2.cvtColor(
        cv2.resize(layers.rgb, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    return float(np.clip(np.percentile(grey, LIGHTEST), *WHITE))
