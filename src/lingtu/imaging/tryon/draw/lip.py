"""Openings of pockets that hands are in, as seen in cloth: a lip over the fingers, a dark gap, a seam, a bulge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, sampled, smooth_step
from lingtu.imaging.tryon.draw.pocket import Opening

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Of what lies behind the opening so much is cloth at least: else it ends above the hand, or beside it; and how far
#: behind that is looked at, shoulder widths.
IN_CLOTH, LOOKED = 0.75, 0.04
#: Shadow of the lip on the hand and how far it goes, shoulder widths.
ON_HAND, ON_HAND_WIDTH = 0.5, 0.045
#: What is drawn of the opening goes on so far beyond the hand, shoulder widths: longer lines look like scratches.
FADES = 0.075
#: How wide the pocket gapes beside the hand, shoulder widths, and how dark it is there.
GAPE, DARK = 0.009, 0.6
#: The lip's edge: the light it has, the line below it, how dark that is; half the width of lines, shoulder widths, and
#: px at least.
LIGHT, LINE, LINE_WIDTH, LINE_PX = 0.12, 0.3, 0.003, 0.6
#: The seam along the lip, so far in it, shoulder widths, and how dark that is.
SEAM, SEAM_DARK = 0.034, 0.26
#: What a lip's edge catches of the light in black cloth, which a share of its own light wouldn't show; no farther than
#: the hand raises it, and the seam none: it would be the brightest line of the cloth.
CAUGHT, RAISED = 0.07, 0.9
#: The fingers raise the cloth by so many of their half width, so far in, half widths; and their shade.
REACH, BULGE = 2.0, 0.3
#: How much fainter all is in white cloth, which is light within its folds too.
PALE = 0.45


def with_openings(
    rgb: Floats, openings: tuple[Opening, ...], cloth: Floats, hands: Floats, width_px: float, stitched: bool = True
) -> Floats:
    """The picture H x W x 3 with the pockets' openings in the `cloth` (a share), before which `hands` are.

    `stitched`: with a seam along the lip, as trousers have; a dress has its pockets in a seam.
    """
    result, sure = rgb, cloth > 0.5
    for opening in openings:
        at = np.linspace(-opening.half, opening.half, 24)
        rim = opening.middle + at[:, None] * opening.along + np.polyval(opening.bend, at)[:, None] * opening.inward
        behind = rim + LOOKED * width_px * opening.inward
        if opening.is_edge or float((sampled(sure.astype(np.uint8), behind) == 1).mean()) < IN_CLOTH:
            continue
        lightness = _lightness(rgb, sure, behind)
        faint, seam = 1 - PALE * lightness, float(stitched)
        along, inward = opening.places(cloth.shape)
        along, inward = np.asarray(along, np.float32), np.asarray(inward, np.float32)
        shade = 1 - ON_HAND * np.exp(np.minimum(inward, 0) / (ON_HAND_WIDTH * width_px)) * (inward < 0.5) * (
            opening.beside(along, width_px) * hands
        )
        in_cloth = 1 + cloth * (_in_cloth(opening, along, inward, faint, width_px, seam) - 1)
        raised = np.exp(-((along / (RAISED * opening.half)) ** 4))
        caught = CAUGHT * (1 - lightness) ** 3 * cloth * raised * _caught(opening, along, inward, width_px, 0.0)
        result = np.asarray((result * (shade * in_cloth)[..., None] + caught[..., None]).clip(0, 1), np.float32)
    return result


def _in_cloth(
    opening: Opening, along: Floats, inward: Floats, faint: float, width_px: float, stitched: float
) -> Floats:
    """What the opening leaves of the cloth's light, so far along it and within, H x W px."""
    end = _end(opening, along, width_px)
    gape = GAPE * width_px * end
    gap = (inward + gape + 0.5).clip(0, 1) * (0.5 - inward).clip(0, 1) * end
    thin, deep = _thin(width_px), inward - SEAM * width_px
    line, seam = (np.exp(-((each / thin) ** 2)) * end for each in (inward + 0.5, deep))
    dark = (1 - DARK * faint * gap) * (1 - LINE * faint * line) * (1 - SEAM_DARK * faint * stitched * seam)
    lit = dark * (1 + LIGHT * faint * _caught(opening, along, inward, width_px, stitched))
    return np.asarray(lit * _bulge(opening, along, inward), np.float32)


def _caught(opening: Opening, along: Floats, inward: Floats, width_px: float, stitched: float) -> Floats:
    """Where the lip's edge and its seam turn to the light, H x W, a share."""
    thin, lines = _thin(width_px), ((1.0, inward), (stitched, inward - SEAM * width_px))
    light = sum(share * np.exp(-(((each - 2 * thin) / (1.3 * thin)) ** 2)) for share, each in lines)
    return np.asarray(light * _end(opening, along, width_px), np.float32)


def _end(opening: Opening, along: Floats, width_px: float) -> Floats:
    """1 along the hand, beside it less and less: where nothing holds it open a pocket's edge lies flat."""
    fades = FADES * width_px
    return np.asarray(smooth_step((opening.half + fades - np.abs(along)) / fades), np.float32)


def _thin(width_px: float) -> float:
    return max(LINE_PX, LINE_WIDTH * width_px)


def _bulge(opening: Opening, along: Floats, inward: Floats) -> Floats:
    """The light on cloth that fingers raise, H x W: less where it turns down from them."""
    reach, half = REACH * opening.half, 1.15 * opening.half
    deep = (inward / reach).clip(0, 1)
    across = along / half
    height = np.exp(-(across**4)) * (1 - smooth_step(deep)) * (inward > 0)
    by_along = -4 * across**3 / half * height
    by_inward = -6 * deep * (1 - deep) / reach * np.exp(-(across**4)) * (inward > 0)
    down = by_along * opening.along[1] + by_inward * opening.inward[1]
    return np.asarray(1 + BULGE * opening.half * down.clip(-0.05, 0.05), np.float32)


def _lightness(rgb: Floats, cloth: Mask, places: Values) -> float:
    """How light cloth H x W of a picture H x W x 3 is at these places, N x 2 px: 0 black to 1 white."""
    tones = sampled((rgb.mean(axis=2).clip(0, 1) * 255).astype(np.uint8), places) / 255
    return float(tones[sampled(cloth.astype(np.uint8), places) == 1].mean())
