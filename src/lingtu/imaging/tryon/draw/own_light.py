"""The light that lies on a garment in its own picture: on somebody the photo's falls on it instead."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.draw.contrast import contrast
from lingtu.imaging.tryon.draw.form import Form
from lingtu.imaging.tryon.draw.render import Cloth

Floats = NDArray[np.float32]

#: Share of plain cloth from which a garment's own shades are read, and read fully; and where their hue is even.
PLAIN, EVEN_PLAIN = (0.6, 0.8), (0.5, 0.6)
#: Plain cloth is no lighter, and no darker in a shade, than the garment's middle by more (of it, and Lab lightness),
#: and of no other hue (Lab).
LIGHTER, DARKER, ALIKE_LAB, HUE = 0.3, 0.48, 4.0, 8.0
#: Light changes all channels alike, a dye or a wash does not: deviation of log red / blue by that of log lightness
#: up to which shades are light, and from which they are the cloth's.
LIGHT, DYED = 0.12, 0.2
#: Of a top's own shades that may be a dye so much counts as shade of the light, which need not be drawn again.
INSTEAD = 0.5
#: Scales of its own light and of the folds in it, cells of the form.
LIGHT_CELLS, FOLD_CELLS = 3.0, 2.0
#: In cloth darker than this (display value) lumps are seen as the light is: that scale, cells.
DARK_CLOTH, DARK_CELLS = 0.2, 1.6
#: The percentile of lit cloth; the deepest shade and the lightest light that is taken off, logarithms.
LIT, DEEPEST, LIGHTEST = 75, -0.5, 0.12
#: Depth of a garment's own folds, logarithm, beside which fewer others are drawn, and how much fewer at most.
FOLDED, MOSTLY = 0.04, 0.6
#: Cloth darker than this (display value) has noise for folds.
DARK = 0.3


@dataclass(frozen=True)
class OwnLight:
    """Logarithm H x W of a garment's own shades, 0 where it is lit; from 0 to 1, how surely they are light.

    `folded`: from 0 to 1, how much it has folds of its own.
    """

    log: Floats
    sure: float
    folded: float

    def beside(self, light: Floats, of_trousers: bool) -> tuple[Floats, Floats]:
        """What is left to draw of the photo's light, and what of the garment's own is to be taken off; logarithms."""
        # trousers are washed lighter where light would fall
        sure, instead = (0.0, 1.0) if of_trousers else (self.sure, INSTEAD)
        left = np.minimum(light - instead * (1 - sure) * self.log, 0) + light.clip(0)
        return np.asarray(left, np.float32), np.asarray(sure * self.log, np.float32)


def own_light(form: Form, cloth: Cloth) -> OwnLight:
    """Of plain garments; patterned ones have nothing that is known to be light."""
    rgb, alpha = cloth.rgb[::2, ::2], cloth.alpha[::2, ::2]
    seen = alpha > 0.9
    nothing = OwnLight(np.zeros(cloth.alpha.shape, np.float32), 0.0, 0.0)
    if np.count_nonzero(seen) < 100:
        return nothing
    lab = cv2.cvtColor(rgb.clip(0, 1), cv2.COLOR_RGB2Lab)
    middle = np.median(lab[seen], axis=0)
    away = lab - middle
    darker, lighter = (share * middle[0] + ALIKE_LAB for share in (DARKER, LIGHTER))
    alike = (away[..., 0] > -darker) & (away[..., 0] < lighter)
    plain = seen & alike & (np.hypot(away[..., 1], away[..., 2]) < HUE)
    share = float(np.count_nonzero(plain) / np.count_nonzero(seen))
    known = plain.astype(np.float32)
    weight = form.small(known)
    at = weight > 0.5
    if share < EVEN_PLAIN[0] or not at.any():
        return nothing
    grey, red, blue = (
        form.small(np.log(np.maximum(each, 0.02)) * known)
        for each in (cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), rgb[..., 0], rgb[..., 2])
    )
    middle_grey = float(np.median(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[plain]))
    broad, around = _average(grey, weight, LIGHT_CELLS if middle_grey > DARK_CLOTH else DARK_CELLS)
    hue = _average(red - blue, weight, LIGHT_CELLS)[0]
    even = 1 - _between(float(hue[at].std()), *(each * float(broad[at].std()) for each in (LIGHT, DYED)))
    sure = max(_between(share, *PLAIN), even * _between(share, *EVEN_PLAIN))
    # on black every gleam of its picture's light is seen
    lightest = LIGHTEST * float(contrast(np.exp(np.median(broad[at]))))
    own = (broad - np.percentile(broad[at], LIT)).clip(DEEPEST, lightest) * (2 * around).clip(0, 1) * sure
    deep = _depth(grey, weight)
    deep *= min(1.0, float(np.exp(np.median(broad[at]))) / DARK) * _between(share, *PLAIN)
    folded = float(np.clip(deep / FOLDED, 0, MOSTLY))
    return OwnLight(form.large(own.astype(np.float32)).clip(DEEPEST, lightest), even, folded)


def _depth(log: Floats, weight: Floats) -> float:
    """Of folds: by how much cells differ from what is around them."""
    apart = log / np.maximum(weight, 1e-3) - _average(log, weight, FOLD_CELLS)[0]
    inside = weight > 0.9
    return float(np.percentile(np.abs(apart)[inside], 80)) if inside.any() else 0.0


def _average(log: Floats, weight: Floats, cells: float) -> tuple[Floats, Floats]:
    """Of what has weight around each cell, and how much has."""
    around = cv2.GaussianBlur(weight, (0, 0), cells)
    return np.asarray(cv2.GaussianBlur(log, (0, 0), cells) / np.maximum(around, 1e-3), np.float32), around


def _between(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high`."""
    return float(np.clip((value - low) / max(high - low, 1e-6), 0, 1))
