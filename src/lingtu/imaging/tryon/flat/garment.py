"""A garment's picture: its cut-out and its key points at a working size, checked against the type it is said to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.goes_on import goes_on, without_rags
from lingtu.imaging.tryon.arrays.masks import dilated, within
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.flat.armpit_marks import without_armpit_marks
from lingtu.imaging.tryon.flat.armpit_shadow import without_armpit_shadows, without_crotch_shadow
from lingtu.imaging.tryon.flat.bottom import Bottom, read_bottom
from lingtu.imaging.tryon.flat.clean_armholes import without_bumps
from lingtu.imaging.tryon.flat.clips import without_clips
from lingtu.imaging.tryon.flat.coloured_ground import without_coloured_ground
from lingtu.imaging.tryon.flat.dark_noise import without_dark_noise
from lingtu.imaging.tryon.flat.even_black import evened_black
from lingtu.imaging.tryon.flat.even_collar import crooked_collar, with_even_leaves, with_its_opening
from lingtu.imaging.tryon.flat.even_hem import with_even_hem
from lingtu.imaging.tryon.flat.gap_tips import gap_tips
from lingtu.imaging.tryon.flat.gaps import opened_below, upright_gaps
from lingtu.imaging.tryon.flat.ground_in_matte import without_gaps, without_stains
from lingtu.imaging.tryon.flat.hanger import without_hanger
from lingtu.imaging.tryon.flat.hanger_bar import without_bar
from lingtu.imaging.tryon.flat.hems_back import without_hems_back
from lingtu.imaging.tryon.flat.inside_seen import inside_seen
from lingtu.imaging.tryon.flat.keyhole import find_keyhole
from lingtu.imaging.tryon.flat.label import without_label
from lingtu.imaging.tryon.flat.legs_gap import beside_gap
from lingtu.imaging.tryon.flat.level_hem import with_level_hem
from lingtu.imaging.tryon.flat.loose_threads import without_loose_threads
from lingtu.imaging.tryon.flat.neckline import Neckline, find_neckline, spread
from lingtu.imaging.tryon.flat.notch import find_notch
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.rolled_neck import with_rolled_neck
from lingtu.imaging.tryon.flat.sheer import Sheer, find_sheer
from lingtu.imaging.tryon.flat.specks import without_specks
from lingtu.imaging.tryon.flat.square_hem import with_square_hem
from lingtu.imaging.tryon.flat.straighten import upright
from lingtu.imaging.tryon.flat.straps import with_even_straps
from lingtu.imaging.tryon.flat.top import Top
from lingtu.imaging.tryon.flat.waists_back import without_waists_back

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Kind = Literal["dresses", "upperBody", "lowerBody"]

#: Longest side of the garment at which its shape is read, and the rim around it, px.
SIDE_PX, RIM_PX = 768, 8
#: Width of scallops and bands at its ends, px.
TRIM_PX = 16
#: So far within its outline legwear is whole, px.
WITHIN_PX = 5
#: So far beside the neckline the front may have the inside's colours or shadow, widths of the neck.
BESIDE = 0.02


@dataclass(frozen=True)
class Garment:
    """What is known of a garment: colours that go on beyond its edge, coverage, and its shape; all of one size."""

    kind: Kind
    rgb: Floats
    alpha: Floats
    top: Top | None
    neckline: Neckline | None
    bottom: Bottom | None
    keyhole: Points | None = None  # its outline, N x 2 px
    sheer: Sheer | None = None  # its lace

    @property
    def mask(self) -> Mask:
        """The silhouette without holes."""
        shape = self.top if self.top is not None else self.bottom
        assert shape is not None
        return shape.mask


def read_garment(rgb: Floats, alpha: Floats, kind: Kind) -> Garment:
    """From a picture and the coverage of the garment in it. Raises `ValueError` where it has no shape of that kind."""
    colours, coverage = _cropped(*upright(*_alone(rgb, alpha)))
    if kind == "lowerBody":
        colours, coverage = without_clips(colours, without_loose_threads(coverage))
    else:
        coverage = without_coloured_ground(colours, without_hanger(colours, coverage))
    coverage = without_gaps(colours, coverage, kind != "lowerBody")
    coverage = without_specks(colours, without_stains(colours, coverage))
    even, lit = evened_black(colours, coverage), colours  # at the edge of black the ground shows
    colours = without_dark_noise(even, coverage)
    mask = _silhouette(coverage, kind != "lowerBody")
    core = cv2.erode((coverage > 0.9).astype(np.uint8), np.ones((3 if even is lit else 7,) * 2, np.uint8)) > 0
    core = core if core.any() else coverage > 0.5
    if kind == "lowerBody":
        bottom = read_bottom(mask)
        front = without_waists_back(colours, coverage, bottom)
        if front is not coverage:
            mask = _silhouette(front, False)
            coverage, bottom = front, read_bottom(mask)
        coverage = _solid(coverage, mask)
        solid = goes_on(colours, beside_gap(core, bottom))
        return Garment(kind, without_crotch_shadow(solid, coverage, bottom), coverage, None, None, bottom)
    top = read_top(mask, kind == "dresses")
    coverage, top = _read_again(coverage, without_hems_back(colours, coverage, top), top, kind)
    even = with_even_straps(with_even_hem(colours, without_bumps(coverage, top), top), top)
    colours, even = with_level_hem(colours, even, top, kind == "dresses")
    coverage, top = _read_again(coverage, even, top, kind)
    coverage, top = _read_again(coverage, with_square_hem(coverage, top), top, kind)
    neckline = find_neckline(colours, coverage, top)
    crooked = crooked_collar(colours, coverage, top, neckline)
    if crooked is not None:
        colours, even = with_even_leaves(colours, coverage, top, *crooked)
        coverage, top = _read_again(coverage, even, top, kind)
        if top.stands:
            top, neckline = with_its_opening(colours, coverage, top, crooked[0])
    top, neckline = with_rolled_neck(colours, coverage, top, neckline)
    solid = goes_on(colours, without_rags(core) | (core & _trims(top)))
    tips = gap_tips(colours, coverage, top)
    if tips.any():
        solid = spread(solid, ~tips)
    keyhole = find_keyhole(colours, coverage)
    if keyhole is None:
        keyhole = find_notch(colours, coverage, neckline)
    solid = without_armpit_marks(without_armpit_shadows(solid, coverage, top), coverage, top)
    solid = without_bar(solid, coverage, top)
    solid = _worn_colours(solid, coverage, top, neckline, keyhole)
    return Garment(kind, solid, coverage, top, neckline, None, keyhole, find_sheer(colours, coverage))


def _read_again(before: Floats, after: Floats, top: Top, kind: Kind) -> tuple[Floats, Top]:
    """A top's coverage, and its key points, which are read again if that is another one."""
    return after, top if after is before else read_top(_silhouette(after, True), kind == "dresses")


def _worn_colours(solid: Floats, coverage: Floats, top: Top, neckline: Neckline, keyhole: Points | None) -> Floats:
    """Colours without what is not seen of a garment that is worn: its label, the inside of its back, its ground."""
    hole = np.zeros(coverage.shape, np.bool_)
    if keyhole is not None:
        hole = dilated(within(keyhole, coverage.shape), 1)
    if neckline.is_outline:
        return without_label(spread(solid, ~hole) if keyhole is not None else solid, coverage, top)
    # below an edge that was not told is the front as it is
    beside_px = 1 if neckline.guessed else max(1, round(BESIDE * float(np.ptp(neckline.curve[:, 0]))))
    behind = neckline.inside(coverage.shape) | inside_seen(solid, coverage, neckline)
    # above the inside of the back there is no front
    behind = np.maximum.accumulate(dilated(behind, beside_px)[::-1])[::-1]
    return goes_on(solid, ~(behind | hole))


def _trims(top: Top) -> Mask:
    """Where a top's picture has its neckline, cuffs and hem: what stands out there are scallops and no rags."""
    mask = np.zeros(top.mask.shape, np.uint8)
    cuffs = [side.sleeve.cuff for side in top.sides if side.sleeve is not None]
    for edge in (top.rim, top.hem, *cuffs):
        cv2.polylines(mask, [np.rint(edge).astype(np.int32)], False, 1, 2 * TRIM_PX)
    return np.asarray(mask > 0)


def _solid(alpha: Floats, mask: Mask) -> Floats:
    """Coverage that is whole away from the outline: what is half seen of legwear there is a gap's shadow."""
    inside = cv2.erode(mask.astype(np.uint8), np.ones((2 * WITHIN_PX + 1,) * 2, np.uint8)) > 0
    return np.where(inside, 1, alpha).astype(np.float32)


def _alone(rgb: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The part of a picture with the garment. Raises `ValueError` without any."""
    rows, columns = np.nonzero(alpha > 0.5)
    if len(rows) < 500:
        raise ValueError("no garment")
    pad = int(0.02 * max(np.ptp(rows), np.ptp(columns))) + 2
    view = (
        slice(max(0, rows.min() - pad), rows.max() + pad + 1),
        slice(max(0, columns.min() - pad), columns.max() + pad + 1),
    )
    return rgb[view], alpha[view]


def _cropped(rgb: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The garment alone at working size, with a rim so that its outline never touches the border."""
    colours, coverage = _alone(rgb, alpha)
    scale = SIDE_PX / max(coverage.shape)
    if scale < 1:
        colours = cv2.resize(colours, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        coverage = cv2.resize(coverage, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rim = (RIM_PX,) * 4
    return (
        np.asarray(cv2.copyMakeBorder(colours, *rim, cv2.BORDER_REPLICATE), np.float32),
        np.asarray(cv2.copyMakeBorder(coverage, *rim, cv2.BORDER_CONSTANT, value=0), np.float32),
    )


def _silhouette(alpha: Floats, sleeves: bool) -> Mask:
    """The largest piece, its holes filled; but those between a sleeve and the body, or two legs, are opened below."""
    mask = cv2.morphologyEx((alpha > 0.5).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not found:
        raise ValueError("no garment")
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, [max(found, key=cv2.contourArea)], -1, 1, -1)
    whole = np.asarray(filled > 0)
    for gap in upright_gaps(whole & (mask == 0), whole, sleeves):
        whole = opened_below(whole, gap)
    return whole
