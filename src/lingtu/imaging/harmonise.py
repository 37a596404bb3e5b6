"""The product's colours in the light of its scene, by a small net of our own (tools/train/harmonise).

The net looks at 64 x 64 px of the composite and gives a map of colours and the errors that it expects before and
after it. A product that fits is left alone; what is moved is limited, and told.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.colour_map import ColourMap
from lingtu.imaging.composite import Part, visible_part
from lingtu.weights.sessions import Net

LIGHTNESS_LIMIT = 16.0  # mean change of L*, CIE 1976
HUE_LIMIT_DEG = 20.0  # mean turn of what has a hue
VIEW = 64  # px a side: what the net sees
CELLS = 8  # of the local map
MOST = 0.7  # share of the net's change that is applied: all of it made some pictures worse
#: Share of the error that the net expects to remove: nothing is done, the most is. It begins below 0, for the net
#: expects less of itself than it does.
_GAIN_FROM, _GAIN_TO = -0.10, 0.20
_COLOURED = 12.0  # chroma from which a pixel has a hue, CIE L*a*b*
_STEP = 0.9  # towards the limits


@dataclass(frozen=True, kw_only=True)
class Harmonised:
    """The product in its scene's light, and what was done to it."""

    #: H x W x 3; what is hidden has no colour.
    rgb: Floats
    #: Share of the net's change that was applied: 0 where it saw nothing to gain.
    strength: float
    #: Mean change of L*, with its sign.
    lightness: float
    #: Mean turn of hue, degrees, without a sign.
    hue_deg: float


def harmonise(rgb: Floats, alpha: Floats, scene: Floats, net: Net, strength: float = 1.0) -> Harmonised:
    """Give a product its scene's light and colour; rgb, alpha and scene are of the canvas' size.

    `strength` scales what the net's confidence and the limits leave of its change; it is 1 for `MOST` of it.
    """
    part = visible_part(alpha)
    pixels = rgb[part]
    if pixels.size == 0:
        return Harmonised(rgb=rgb, strength=0.0, lightness=0.0, hue_deg=0.0)
    view, mask = _view(rgb, alpha, scene, part)
    whole, local, errors = net(np.concatenate([view, mask[..., None]], axis=2).transpose(2, 0, 1)[None])
    found = ColourMap(whole[0], local[0].reshape(3, 4, CELLS, CELLS))
    strength, lightness, hue = _limited(found, view, mask, strength * MOST * confidence(errors[0]))
    result = np.zeros_like(rgb)
    result[part] = found.applied(pixels, part, alpha.shape, strength) if strength else pixels
    return Harmonised(rgb=result, strength=strength, lightness=lightness, hue_deg=hue)


def confidence(errors: Floats) -> float:
    """0 to 1, from the logarithms of the mean squares that the net expects before and after its change."""
    gain = 1 - float(np.exp(errors[1] - errors[0]))
    share = min(max((gain - _GAIN_FROM) / (_GAIN_TO - _GAIN_FROM), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def _view(rgb: Floats, alpha: Floats, scene: Floats, part: Part) -> tuple[Floats, Floats]:
    """The composite and its mask, VIEW x VIEW. A shadow that is baked into the alpha is left out."""
    solid = alpha > 0.5
    composite = scene.copy()
    composite[part][solid[part]] = rgb[part][solid[part]]
    size = (VIEW, VIEW)
    view = cv2.resize(composite, size, interpolation=cv2.INTER_AREA)
    return view, cv2.resize(solid.astype(np.float32), size, interpolation=cv2.INTER_AREA)


def _limited(found: ColourMap, view: Floats, mask: Floats, strength: float) -> tuple[float, float, float]:
    """The strength, drawn towards 0 until lightness and hue move within the limits; and how far they do then."""
    canvas = (slice(0, VIEW), slice(0, VIEW))
    shown = mask >= min(0.5, float(mask.max()))
    before = view[shown]
    while True:
        after = found.applied(view, canvas, (VIEW, VIEW), strength)[shown]
        lightness, hue = moved(before, after)
        excess = max(abs(lightness) / LIGHTNESS_LIMIT, hue / HUE_LIMIT_DEG)
        if excess <= 1:
            return strength, lightness, hue
        strength *= min(_STEP, 1 / excess)


def moved(before: Floats, after: Floats) -> tuple[float, float]:
    """Mean change of L* and mean turn of hue in degrees, of N x 3 pixels; the more colourful ones count more."""
    one, other = (cv2.cvtColor(pixels.reshape(-1, 1, 3), cv2.COLOR_RGB2Lab)[:, 0] for pixels in (before, after))
    chroma = np.minimum(np.hypot(*one[:, 1:].T), np.hypot(*other[:, 1:].T))
    turn = np.arctan2(one[:, 1] * other[:, 2] - one[:, 2] * other[:, 1], (one[:, 1:] * other[:, 1:]).sum(axis=1))
    weight = np.where(chroma > _COLOURED, chroma, 0)
    hue = float(np.degrees((np.abs(turn) * weight).sum() / max(float(weight.sum()), 1e-6)))
    return float((other[:, 0] - one[:, 0]).mean()), hue
