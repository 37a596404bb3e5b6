"""A garment's pieces drawn on the wearer and closed at their seams: sleeves over the torso."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Values
from lingtu.imaging.tryon.arrays.goes_on import goes_on
from lingtu.imaging.tryon.arrays.masks import box_around, closed, sharp
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.draw.even_sides import with_even_sides
from lingtu.imaging.tryon.draw.in_front import InFront, below_cuffs
from lingtu.imaging.tryon.draw.render import Cloth, draw, without_holes
from lingtu.imaging.tryon.draw.trouser_legs import trousers
from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: Width of cracks at the seams that are closed, shoulder widths: beside a bent arm a gap goes up to its tip.
CRACK = 0.08
#: How dark it is in them.
SEAM = 0.94
#: None are closed from so much above a cuff on, shoulder widths: an arm comes out there.
BESIDE_CUFF = 0.03
#: Smoothing of their outline, px.
CRACK_EVEN_PX = 2.0
#: Around a shoulder's tip the outline is smoothed so much, shoulder widths.
SHOULDER, ROUNDED = 0.13, 0.02
#: ... and spans dents into which no disc of this radius fits, shoulder widths.
TAUT = 0.25
#: The same where one ends at an armhole, if it is so long at least.
TIP, TIP_ROUNDED, LEAST_SHOULDER = 0.07, 0.025, 0.1
#: Shadows of a sleeve on the torso: the broad one of an arm that hangs beside it and the narrow one where they touch;
#: how deep they are, and their widths, shoulder widths.
SHADOWS = ((0.3, 0.035), (0.4, 0.007))
#: Holes of trousers at the crotch that are closed, shoulder widths.
HOLE = 0.15


def sewn(
    garment: Garment,
    pieces: tuple[Piece, ...],
    layers: Layers,
    wearer: Wearer,
    front: InFront,
    old: Floats,
    cuffs_px: tuple[float, float],
    edges: tuple[Points, ...] = (),
) -> tuple[Cloth, Floats]:
    """The whole garment, and where it lies over arms: its sleeves and what was closed beside them, H x W.

    `old`: the share of the old garment; `cuffs_px`: how far along the arms the sleeves end; `edges`: of the torso that
    are smooth, N x 2 px each.
    """
    shape = layers.labels.shape
    sleeves = [piece for piece in pieces if piece.name in ("sleeve", "cuff")]
    if any(piece.name == "leg" for piece in pieces):
        body = trousers(garment, pieces, wearer)
    else:
        body = draw(garment, [piece for piece in pieces if piece.name not in ("sleeve", "cuff")], shape)
        body = with_even_sides(body, edges, wearer.width)
    if garment.kind == "lowerBody":
        body = without_holes(body, (HOLE * wearer.width) ** 2)
    if not sleeves:
        return body, np.zeros(shape, np.float32)
    sleeve = draw(garment, sleeves, shape)
    body = Cloth(body.rgb * shadow(sleeve.alpha, wearer)[..., None], body.alpha)
    # of an arm in front of the body nothing shows in the armpit
    visible = sleeve.over(Cloth(body.rgb, body.alpha * (1 - front.arms)))
    below = below_cuffs(wearer, cuffs_px, shape, BESIDE_CUFF)
    hidden = np.maximum(np.maximum(front.clothes, front.beyond), below) * (1 - sleeve.alpha)
    closed = _closed(visible, layers, wearer, old, hidden)
    gap = cv2.dilate((closed.alpha - visible.alpha > 0.1).astype(np.float32), np.ones((5, 5), np.uint8))
    whole = _round_shoulders(sleeve.over(body).over(closed), wearer)
    return whole, np.maximum(sleeve.alpha, sharp(gap, CRACK_EVEN_PX) * (1 - below))


def shadow(sleeve: Floats, wearer: Wearer) -> Floats:
    """A factor H x W for the colours of the torso behind sleeves, of which it is the coverage, below the armpits."""
    log = np.zeros(sleeve.shape, np.float32)
    for deep, width in SHADOWS:
        log += np.log(1 - deep * cv2.GaussianBlur(sleeve, (0, 0), max(0.8, width * wearer.width)))
    return np.asarray(np.exp(log * ((wearer.frame.along - wearer.pit_level) / 0.1).clip(0, 1)), np.float32)


def _round_shoulders(cloth: Cloth, wearer: Wearer) -> Cloth:
    """Where the sleeves begin the outline has no corner."""
    tips, size = tuple(flank.tip for flank in wearer.flanks), wearer.width
    return _rounded(cloth, tips, SHOULDER * size, ROUNDED * size, TAUT * size)


def with_round_tips(cloth: Cloth, necks: tuple[Values, ...], tips: tuple[Values, ...], width_px: float) -> Cloth:
    """Where shoulders end at armholes the outline has no horn; straps stay as they are. `necks`: the other ends."""
    wide = tuple(
        tip for neck, tip in zip(necks, tips, strict=True) if np.linalg.norm(tip - neck) > LEAST_SHOULDER * width_px
    )
    return _rounded(cloth, wide, TIP * width_px, TIP_ROUNDED * width_px) if wide else cloth


def _spanned(alpha: Floats, near: NDArray[np.bool_], radius_px: float) -> Floats:
    """The coverage, and without dents near to some places into which no disc of this radius fits."""
    box = box_around(near, int(2 * radius_px))
    result = alpha.copy()
    result[box] = np.maximum(alpha[box], closed(alpha[box] > 0.5, radius_px))
    return result


def _rounded(cloth: Cloth, places: tuple[Values, ...], reach_px: float, sigma: float, taut_px: float = 0.0) -> Cloth:
    """With a smoother outline so near to some places; it spans dents in which no disc of radius `taut_px` fits."""
    near = np.zeros(cloth.alpha.shape, np.uint8)
    for x, y in places:
        cv2.circle(near, (int(x), int(y)), int(reach_px), 1, -1)
    share = cv2.GaussianBlur(near.astype(np.float32), (0, 0), reach_px / 4)
    rounded = sharp(cloth.alpha, sigma)
    if taut_px:
        rounded = np.maximum(rounded, sharp(_spanned(cloth.alpha, near > 0, taut_px), sigma))
    alpha = cloth.alpha * (1 - share) + rounded * share
    return Cloth(goes_on(cloth.rgb, cloth.alpha > 0.9, alpha > 0), alpha)


def _closed(cloth: Cloth, layers: Layers, wearer: Wearer, old: Floats, hidden: Floats) -> Cloth:
    """Cracks at the seam of shoulder and armpit, where the old garment was, are closed."""
    side = max(3, int(CRACK * wearer.width)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    whole = cv2.morphologyEx((cloth.alpha > 0.5).astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    near = np.zeros(old.shape, np.uint8)
    for flank in wearer.flanks:
        for place in (flank.tip, flank.joint + 0.3 * wearer.width * wearer.down):
            cv2.circle(near, (int(place[0]), int(place[1])), int(0.26 * wearer.width), 1, -1)
    skin = is_any(layers.labels, (Part.NECK, Part.ARMS))
    # at the garment's outline a pixel is soft and no crack
    within = cv2.erode(whole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    crack = within & (cloth.alpha < 0.9) & (near > 0) & ((old > 0.6) | skin) & (hidden < 0.3)
    if not crack.any():
        return cloth
    # it lies below what is there: a little wider closes a crack's soft edges, too
    even = sharp(cv2.dilate(crack.astype(np.float32), np.ones((5, 5), np.uint8)), CRACK_EVEN_PX)
    return cloth.over(Cloth(goes_on(cloth.rgb, cloth.alpha > 0.95, even > 0) * np.float32(SEAM), even))
