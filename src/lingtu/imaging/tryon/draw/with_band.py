"""A top's torso whose cloth goes along with its clean neckline, down to where it has a print."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.tryon.draw.clean_neckline import clean_neckline
from lingtu.imaging.tryon.fit.fit import Fit
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.neck_band import FREE, WIDE, Band
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import find_pattern

#: Depths at which a print is looked for; from how much pattern, at this percentile of the places there, there is one.
DEPTHS, PATTERN, MOST = 10, 0.35, 85
#: Least depth over which what is moved along a neckline may be evened out, shoulder widths.
LEAST = 0.05


def with_band(fit: Fit, garment: Garment, width_px: float) -> Fit:
    """The fit with that of a front's edge; as it is without such an edge, with a collar, or with a print close to it.

    Prints that go along with a neckline show how it is bent. `width_px`: of the shoulders.
    """
    if not isinstance(fit, TopFit) or fit.tube is not None or garment.top is None or garment.top.stands:
        return fit
    torso = fit.pieces[0]
    line = clean_neckline(garment, torso, fit.neckline)
    if line is None or garment.neckline is None:
        return fit
    band = Band(garment.neckline.curve, line, fit.scale, width_px)
    free = _free(band, garment)
    if free < WIDE + LEAST:
        return fit
    return replace(fit, pieces=(replace(torso, band=replace(band, free=free)), *fit.pieces[1:]))


def _free(band: Band, garment: Garment) -> float:
    """How far below the neckline a print begins, shoulder widths; `FREE` at most."""
    pattern = find_pattern(garment.rgb, garment.mask)
    for away in np.linspace(WIDE, FREE, DEPTHS):
        at = band.below(float(away)).astype(np.float32)
        found = cv2.remap(pattern, at[None, :, 0], at[None, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        if np.percentile(found, MOST) > PATTERN:
            return float(away)
    return FREE
