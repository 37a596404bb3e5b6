"""The product's colours in the light of its scene, by small nets of our own (tools/train/harmonise).

They look at 48 x 48 px of the composite and give a map of colours, and the share of it that they trust, from how far
they agree and what errors they expect. A product that fits is left alone; what is moved is limited, and told.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.colour_map import ColourMap
from lingtu.imaging.composite import Part, visible_part
from lingtu.weights.sessions import Net

LIGHTNESS_LIMIT = 28.0  # mean change of L*, CIE 1976
HUE_LIMIT_DEG = 25.0  # mean turn of what has a hue
SATURATION_LIMIT = 0.2  # share of its mean saturation, C*/L*, that what has a hue may lose
VIEW = 48  # px a side: what the nets see
CELLS = 6  # of the local map
_COLOURED = 12.0  # chroma from which a pixel has a hue, CIE L*a*b*
_STEP = 0.9  # towards the limits


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How far a product's colours went."""

    #: Mean change of L*, with its sign.
    lightness: float
    #: Mean turn of hue, degrees, without a sign.
    hue_deg: float
    #: Change of the mean saturation, C*/L*, of what had a hue, as a share of it.
    saturation: float


STILL = Moved(lightness=0.0, hue_deg=0.0, saturation=0.0)


@dataclass(frozen=True, kw_only=True)
class Harmonised:
    """The product in its scene's light, and what was done to it."""

    #: H x W x 3; what is hidden has no colour.
    rgb: Floats
    #: Times the nets' change that was applied: near 0 where they saw nothing to gain.
    strength: float
    moved: Moved


def harmonise(rgb: Floats, alpha: Floats, scene: Floats, net: Net, strength: float = 1.0) -> Harmonised:
    """Give a product its scene's light and colour; rgb, alpha and scene are of the canvas' size.

    `strength` scales what the nets' trust and the limits leave of their change.
    """
    part = visible_part(alpha)
    pixels = rgb[part]
    if pixels.size == 0:
        return Harmonised(rgb=rgb, strength=0.0, moved=STILL)
    view, mask = _view(rgb, alpha, scene, part)
    whole, local, share = net(np.concatenate([view, mask[..., None]], axis=2).transpose(2, 0, 1)[None])
    found = ColourMap(whole[0], local[0].reshape(3, 4, CELLS, CELLS))
    strength, change = _limited(found, view, mask, strength * float(share[0]))
    result = np.zeros_like(rgb)
    result[part] = found.applied(pixels, part, alpha.shape, strength) if strength else pixels
    return Harmonised(rgb=result, strength=strength, moved=change)


def _view(rgb: Floats, alpha: Floats, scene: Floats, part: Part) -> tuple[Floats, Floats]:
    """The composite and its mask, VIEW x VIEW. A shadow that is baked into the alpha is left out."""
    solid = alpha > 0.5
    composite = scene.copy()
    composite[part][solid[part]] = rgb[part][solid[part]]
    size = (VIEW, VIEW)
    view = cv2.resize(composite, size, interpolation=cv2.INTER_AREA)
    return view, cv2.resize(solid.astype(np.float32), size, interpolation=cv2.INTER_AREA)


def _limited(found: ColourMap, view: Floats, mask: Floats, strength: float) -> tuple[float, Moved]:
    """The strength, drawn towards 0 until the colours move within the limits; and how far they do then."""
    canvas = (slice(0, VIEW), slice(0, VIEW))
    shown = mask >= min(0.5, float(mask.max()))
    before = view[shown]
    while True:
        change = moved(before, found.applied(view, canvas, (VIEW, VIEW), strength)[shown])
        excess = max(
            abs(change.lightness) / LIGHTNESS_LIMIT,
            change.hue_deg / HUE_LIMIT_DEG,
            -change.saturation / SATURATION_LIMIT,
        )
        if excess <= 1:
            return strength, change
        strength *= min(_STEP, 1 / excess)


def moved(before: Floats, after: Floats) -> Moved:
    """How far the colours of N x 3 pixels went; for hue, the more colourful ones count more."""
    one, other = (cv2.cvtColor(pixels.reshape(-1, 1, 3), cv2.COLOR_RGB2Lab)[:, 0] for pixels in (before, after))
    chroma = np.hypot(*one[:, 1:].T), np.hypot(*other[:, 1:].T)
    turn = np.arctan2(one[:, 1] * other[:, 2] - one[:, 2] * other[:, 1], (one[:, 1:] * other[:, 1:]).sum(axis=1))
    least = np.minimum(*chroma)
    weight = np.where(least > _COLOURED, least, 0)
    hue = float(np.degrees((np.abs(turn) * weight).sum() / max(float(weight.sum()), 1e-6)))
    coloured = chroma[0] > _COLOURED
    saturations = [
        float(c[coloured].sum() / max(float(lab[coloured, 0].sum()), 1e-6))
        for c, lab in zip(chroma, (one, other), strict=True)
    ]
    saturation = saturations[1] / saturations[0] - 1 if coloured.any() else 0.0
    return Moved(lightness=float((other[:, 0] - one[:, 0]).mean()), hue_deg=hue, saturation=saturation)
