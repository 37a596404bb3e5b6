"""The new cloth as the photo's light falls on it: a factor for its colours, from form, folds and what was there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.drape import drape
from lingtu.imaging.tryon.folds import read_folds
from lingtu.imaging.tryon.form import Form, form_of, person_of
from lingtu.imaging.tryon.garment import Garment
from lingtu.imaging.tryon.layers import Layers
from lingtu.imaging.tryon.light import Material, light_on
from lingtu.imaging.tryon.look import Look
from lingtu.imaging.tryon.render import Cloth
from lingtu.imaging.tryon.wearer import Wearer

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How well skin tells the light that falls on it, and faces; and how much light it shines by at most.
SKIN, FACE, SHINE = 0.7, 0.25, 0.06
#: Skin nearer to its edge may have other colours in it, px.
EDGE_PX = 3
#: Share of plain cloth from which a garment's own shades are read, and read fully; their scale, cells of the form; the
#: percentile of lit cloth, and the deepest shade, logarithm.
PLAIN, OWN_CELLS, LIT, DEEPEST = (0.6, 0.8), 2.0, 75, -0.4
#: Lightness of lit white cloth in photos, at least and at most.
WHITE = (0.95, 0.98)
#: Cloth darker than this (display value) counts as dark: of its light it shows so much more.
BLACK, DEEPER = 0.3, 0.8


@dataclass(frozen=True)
class Shading:
    """A factor H x W for the cloth's colours, and where the photo's old garment is of one colour, H x W."""

    factor: Floats
    plain: Mask


def shading(
    layers: Layers, wearer: Wearer, garment: Garment, cloth: Cloth, arms: Floats, old: Floats, look: Look, seed: int
) -> Shading:
    """Of cloth on its wearer. `arms`: share of arms, in sleeves or bare; `old`: of the old garment, both H x W."""
    lightness = cv2.cvtColor(layers.rgb, cv2.COLOR_RGB2GRAY)
    folds = read_folds(layers.rgb, old > 0.6, wearer.width)
    two_legs = garment.bottom is not None and garment.bottom.crotch is not None
    form = form_of(wearer, person_of(layers.labels, cloth.alpha, old), arms, two_legs)
    materials = [Material(folds.plain, folds.trust), *_skin(layers)]
    light = light_on(form, lightness, materials, cloth.alpha)
    light = np.minimum(light - _own(form, cloth), 0) + light.clip(0)
    rows = np.flatnonzero(cloth.alpha[:, int(wearer.at(0.8, 0)[0])] > 0.5)
    hem = wearer.level_of(np.array([wearer.shoulders[0], rows[-1]])) if len(rows) else 1.0
    drawn = drape(form, wearer, arms, hem, two_legs, seed)
    unknown = 1 - folds.trust * form.large(form.small(folds.plain.astype(np.float32))).clip(0, 1)
    log = look.folds * (light + folds.folds + drawn * unknown)
    factor = np.exp(_exposed(log, cloth, layers))
    return Shading(np.asarray(factor, np.float32), folds.plain)


def _skin(layers: Layers) -> list[Material]:
    result = []
    for parts, trust in (((Part.NECK,), SKIN), ((Part.ARMS,), SKIN), ((Part.LEGS,), SKIN), ((Part.FACE,), FACE)):
        seen = np.isin(layers.labels, parts).astype(np.uint8)
        result.append(Material(cv2.erode(seen, np.ones((2 * EDGE_PX + 1,) * 2, np.uint8)) > 0, trust, SHINE))
    return result


def _own(form: Form, cloth: Cloth) -> Floats:
    """Logarithm of the shades that the garment has of its own, H x W, 0 where it is lit; 0 of patterned ones."""
    rgb, alpha = cloth.rgb[::2, ::2], cloth.alpha[::2, ::2]
    seen = alpha > 0.9
    if np.count_nonzero(seen) < 100:
        return np.zeros(cloth.alpha.shape, np.float32)
    lab = cv2.cvtColor(rgb.clip(0, 1), cv2.COLOR_RGB2Lab)
    middle = np.median(lab[seen], axis=0)
    away = np.abs(lab - middle)
    plain = seen & (away[..., 0] < 0.3 * middle[0] + 4) & (np.hypot(away[..., 1], away[..., 2]) < 8)
    share = float(np.count_nonzero(plain) / np.count_nonzero(seen))
    known = plain.astype(np.float32)
    weight = form.small(known)
    log = form.small(np.log(np.maximum(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), 0.02)) * known)
    around = cv2.GaussianBlur(weight, (0, 0), OWN_CELLS)
    broad = cv2.GaussianBlur(log, (0, 0), OWN_CELLS) / np.maximum(around, 1e-3)
    at = weight > 0.5
    if share < PLAIN[0] or not at.any():
        return np.zeros(cloth.alpha.shape, np.float32)
    sure = (2 * around).clip(0, 1) * min(1.0, (share - PLAIN[0]) / (PLAIN[1] - PLAIN[0]))
    own = (broad - np.percentile(broad[at], LIT)).clip(DEEPEST, 0) * sure
    return form.large(own.astype(np.float32)).clip(DEEPEST, 0)


def _exposed(log: Floats, cloth: Cloth, layers: Layers) -> Floats:
    """The factor's logarithm so that no cloth is lighter than white is in the photo; black cloth has more depth."""
    worn = cloth.alpha[::2, ::2] > 0.9
    if np.count_nonzero(worn) < 100:
        return log
    grey = cv2.cvtColor(cloth.rgb[::2, ::2], cv2.COLOR_RGB2GRAY)[worn]
    dark = float(np.clip(1 - np.median(grey) / BLACK, 0, 1))
    log = (log - dark * float(np.median(log[::2, ::2][worn]))) * (1 + DEEPER * dark)
    lit = float(np.percentile(grey * np.exp(log[::2, ::2][worn]), 90))
    return log - max(0.0, float(np.log(max(lit, 1e-3) / _white(layers))))


def _white(layers: Layers) -> float:
    """How light white cloth is in the photo: as its ground, if that is about white itself."""
    ground = layers.rgb[::4, ::4][layers.labels[::4, ::4] == Part.BACKGROUND]
    if not len(ground):
        return WHITE[0]
    colour = np.median(ground, axis=0)
    return float(np.clip(colour.mean() + 0.03, *WHITE)) if np.ptp(colour) < 0.08 else WHITE[0]
