"""A top's torso whose cloth goes along with its clean neckline."""

from __future__ import annotations

from dataclasses import replace

from lingtu.imaging.tryon.draw.clean_neckline import clean_neckline
from lingtu.imaging.tryon.fit.fit import Fit
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.neck_band import Band
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.flat.pattern import is_printed


def with_band(fit: Fit, garment: Garment, width_px: float) -> Fit:
    """The fit with that of a front's edge; as it is without such an edge, with a collar, or of printed cloth.

    Where stripes go along with a neckline they show how it is bent.

    `width_px`: of the shoulders.
    """
    if not isinstance(fit, TopFit) or fit.tube is not None or garment.top is None or garment.top.stands:
        return fit
    if is_printed(garment.rgb, garment.mask):
        return fit
    torso = fit.pieces[0]
    line = clean_neckline(garment, torso, fit.neckline)
    if line is None or garment.neckline is None:
        return fit
    banded = replace(torso, band=Band(garment.neckline.curve, line, fit.scale, width_px))
    return replace(fit, pieces=(banded, *fit.pieces[1:]))
