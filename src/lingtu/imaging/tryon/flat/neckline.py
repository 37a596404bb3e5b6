"""The front neckline of a top that lies flat: above it one sees the inside of the back, with its label."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import evened_line
from lingtu.imaging.tryon.arrays.masks import within
from lingtu.imaging.tryon.arrays.outline import Points, length
from lingtu.imaging.tryon.flat.hanger_bar import find_bar, without_bar
from lingtu.imaging.tryon.flat.label import find_label, without_label
from lingtu.imaging.tryon.flat.neck_edge import on_edge
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: Curves that are tried, y = depth (1 - |x|^power): from a V to a U; and depths, in widths of the neck.
POWERS, DEPTHS, DEEPEST = (1.0, 1.35, 1.7, 2.0, 2.6), 45, 0.95
#: ... and a square, of tops without sleeves: edges of prints are level too, but none has a hanger's bar above it.
SQUARE = 9.0
#: An opening of this share of the shoulders' width is one that leaves them bare: its edge is the outline.
BARE_SHOULDERS = 0.66
#: ... but of a scoop, up to so wide, whose front is so clear; without sleeves so, the back's edge no lower, widths.
WIDE_SCOOP, SCOOP_CLEAR, BOUND_CLEAR, LEVEL_BACK = 0.9, 5.0, 15.0, 0.12
_ACROSS = np.linspace(-1, 1, 61)
#: A neckline is lower than a label by this at least, widths of the neck.
BELOW_LABEL = 0.04
#: Where nothing is seen.
USUAL_DEPTH, USUAL_POWER, USUAL_ROUND = 0.32, 2.2, 0.6
CLEAR, WEAK = 1.6, 2.5
#: How clear the neckline of cloth that isn't plain is beside all other curves that are tried.
STANDS_OUT = 2.0
#: A standing collar is open in front, a shirt's, from this clearness of the edge.
OPEN_COLLAR, BLURRED = 6.6, 0.06
#: ... whose edge ends no higher than this share of its depth in the blurred picture if it's so clear there; of those
#: nearly as clear as the best the one most like a V is taken: flaps meet at a button.
ABOVE_BLURRED, TOLD, AS_CLEAR = 0.7, 12.0, 0.93
#: ... and a closed one's front edge is told from this clearness on, down to this share of the collar's height,
#: and by its powers it is no V.
CLOSED_CLEAR, WITHIN_COLLAR, ROUND = 5.0, 0.95, 1.7
#: A closed collar's front is lower than its back by this, widths of the neck; what dips more is no collar.
CLOSED, OPEN_DIP = 0.12, 0.3
#: Cloth of one colour has a median distance from it below this, Lab; and without a print most of it (percentile) less.
PLAIN, MOST, MOSTLY_PLAIN = 8.0, 70, 18.5
#: An outline so many times as long as when it is evened, over such a share of it, has more in it than cloth: ties, a
#: hanger; the front's edge is below them.
RAGGED, EVENED = 1.15, 0.06
#: Width of a rib, in widths of the neck, and how clear its upper edge is beside the lower one.
BAND, ALIKE = (0.07, 0.2), 0.6


@dataclass(frozen=True)
class Neckline:
    """From the left neck point to the right one, N x 2 px; its depth in px; and whether the outline itself is it."""

    curve: Points
    depth: float
    is_outline: bool
    guessed: bool = False  # its edge was not told

    def inside(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """What is above it, H x W: of a garment that lies flat the inside of the back."""
        above = np.array([[self.curve[-1, 0], -40.0], [self.curve[0, 0], -40.0]])
        return within(np.concatenate([self.curve, above]), shape)


def find_neckline(rgb: Floats, alpha: Floats, top: Top) -> Neckline:
    """The strongest edge of the usual shapes between the neck points; the outline where that is cut out."""
    # a standing collar opens between its upper ends
    left, right = (top.rim[0], top.rim[-1]) if top.stands else (top.left.neck, top.right.neck)
    width = max(float(right[0] - left[0]), 4.0)
    middle = (left + right) / 2
    dip = float(top.rim[np.abs(top.rim[:, 0] - middle[0]).argmin(), 1] - middle[1])
    if top.stands and dip < OPEN_DIP * width:
        return _collar(rgb, alpha, top, dip)
    solid = spread(rgb, cv2.erode((alpha > 0.9).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    # where a label or a hanger's bar is seen one sees the inside of the back, and the front begins below them
    bar = find_bar(solid, alpha, top)
    label = np.flatnonzero((find_label(solid, alpha, top) | bar).any(axis=1))
    low = (label[-1] - middle[1]) / width if len(label) else 0.0
    least = min(max(0.1, dip / width + 0.05, low), DEEPEST)
    lab = solid_lab(without_bar(without_label(solid, alpha, top), alpha, top), alpha, 1.0)
    powers = (*POWERS, SQUARE) if bar.any() and not top.sleeved else POWERS
    tried = tried_curves(lab, alpha, left, right, least, powers=powers)
    best, depth, power = max(tried)
    wide = width / max(top.shoulders, 1.0)
    bound = not top.sleeved and BARE_SHOULDERS < wide < WIDE_SCOOP and best > BOUND_CLEAR and dip < LEVEL_BACK * width
    scooped = bound or (top.sleeved and wide < WIDE_SCOOP and best > SCOOP_CLEAR)
    if wide > BARE_SHOULDERS and not len(label) and not scooped:
        return Neckline(top.rim, 0.0, True)
    if bound:  # what is higher and as clear is of the inside of the back
        _, depth, power = max((one for one in tried if one[0] > AS_CLEAR * best), key=lambda one: one[1])
    cluttered = dip > OPEN_DIP * width and best > SCOOP_CLEAR and _raggedness(top.rim) > RAGGED
    # a rib has two edges: the upper one is the neckline
    upper = [one for one in tried if BAND[0] * width < depth - one[1] < BAND[1] * width and one[0] > ALIKE * best]
    if upper and best > CLEAR and not cluttered and not bound:
        _, depth, power = max(upper)
    if (dip > OPEN_DIP * width and not cluttered) or (dip > 0.1 * width and best < WEAK and not len(label)):
        return Neckline(top.rim, dip, True)
    if best > CLEAR and (cluttered or _stands_out(tried) or _is_plain(rgb, alpha, top, MOSTLY_PLAIN)):
        curve = curve_of(left, right, depth, power)
        curve = curve if cluttered else on_edge(lab, curve, width)
        return Neckline(curve, float((curve - curve_of(left, right, 0.0, 1.0))[:, 1].max()), False)
    usual = max(dip + 0.08 * width, USUAL_DEPTH * width, (least + BELOW_LABEL * bool(len(label))) * width)
    return Neckline(curve_of(left, right, usual, USUAL_POWER, USUAL_ROUND), usual, False, True)


def _raggedness(rim: Points) -> float:
    """The length of an outline, less single pixels' steps, in that of its evened course; 1 or more."""
    own, even = (evened_line(rim, sigma) for sigma in (2.0, EVENED * len(rim)))
    return length(own) / max(length(even), 1.0)


def _collar(rgb: Floats, alpha: Floats, top: Top, dip: float) -> Neckline:
    """The front's upper edge of a standing collar: of a shirt's open one, or a little below the back's."""
    left, right = top.rim[0], top.rim[-1]
    width = max(float(right[0] - left[0]), 4.0)
    solid = spread(rgb, cv2.erode((alpha > 0.9).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    label = np.flatnonzero(find_label(solid, alpha, top).any(axis=1))
    # a label is inside of the back: a collar in which it is seen is open
    low = (label[-1] - (left[1] + right[1]) / 2) / width + BELOW_LABEL if len(label) else 0.0
    least = min(max(0.1, dip / width + 0.05, low), DEEPEST)
    rgb = without_label(solid, alpha, top)
    # prints have no edges that are left when they are blurred; a shirt's open collar has
    wide = max(1.0, float(top.right.neck[0] - top.left.neck[0]) / width)
    blurred = solid_lab(rgb, alpha, max(1.0, BLURRED * width))
    clear, depth, power = max(tried_curves(blurred, alpha, left, right, least, wide))
    if clear < OPEN_COLLAR and not len(label):
        return _closed(solid_lab(rgb, alpha, 1.0), alpha, top, max(dip / width, CLOSED))
    # it is open down to its base at least; where it is plain its edge is told exactly
    base = float(top.left.neck[1] + top.right.neck[1] - left[1] - right[1]) / 2 / width
    if base < DEEPEST and _is_plain(rgb, alpha, top):
        # what is higher than a clear edge in the blurred picture is a label's
        least = max(least, base, ABOVE_BLURRED * depth / width if clear > TOLD else 0.0)
        exact = tried_curves(solid_lab(rgb, alpha, 1.0), alpha, left, right, least, wide)
        best = max(exact)[0]
        _, depth, power = min((one for one in exact if one[0] > AS_CLEAR * best), key=lambda one: (one[2], -one[0]))
    return Neckline(curve_of(left, right, depth, power), depth, False)


def _closed(lab: Floats, alpha: Floats, top: Top, usual: float) -> Neckline:
    """Of a collar that isn't open: where its front's edge is clear there, else so deep as `usual`, widths of the neck.

    Behind that edge one sees the inside of the back.
    """
    left, right = top.rim[0], top.rim[-1]
    width = max(float(right[0] - left[0]), 4.0)
    base = float(top.left.neck[1] + top.right.neck[1] - left[1] - right[1]) / 2
    within = [
        one for one in tried_curves(lab, alpha, left, right, usual) if one[1] < WITHIN_COLLAR * base and one[2] >= ROUND
    ]
    clear, depth, power = max(within, default=(0.0, 0.0, 0.0))
    if clear < CLOSED_CLEAR:
        depth, power = usual * width, USUAL_POWER
    return Neckline(curve_of(left, right, depth, power), depth, False)


def _stands_out(tried: list[tuple[float, float, float]]) -> bool:
    """Whether the best of tried curves is more than the edges that lie everywhere in a knit or a print."""
    clear = np.array([one[0] for one in tried if one[0] > 0])
    return bool(clear.size and clear.max() > STANDS_OUT * np.median(clear))


def _is_plain(rgb: Floats, alpha: Floats, top: Top, mostly: float = np.inf) -> bool:
    """Whether the cloth below the neck has one colour, half of it and so `mostly` all, Lab."""
    low, wide = max(top.left.neck[1], top.right.neck[1]), top.right.neck[0] - top.left.neck[0]
    view = slice(int(low), int(low + wide)), slice(int(top.left.neck[0]), int(top.right.neck[0]))
    cloth = rgb[view][alpha[view] > 0.9]
    if len(cloth) < 100:
        return False
    lab = cv2.cvtColor(cloth[None], cv2.COLOR_RGB2Lab)[0]
    half, most = np.percentile(np.linalg.norm(lab - np.median(lab, axis=0), axis=1), (50, MOST))
    return bool(half < PLAIN and most < mostly)


def tried_curves(
    lab: Floats,
    alpha: Floats,
    left: Points,
    right: Points,
    least: float,
    base: float = 1.0,
    powers: tuple[float, ...] = POWERS,
) -> list[tuple[float, float, float]]:
    """Clearness, depth in px and power of the usual shapes that are deeper than `least`, widths of the neck.

    `base`: width at the neck's base, where a standing collar is wider.
    """
    width = max(float(right[0] - left[0]), 4.0)
    return [
        (_score(lab, alpha, curve_of(left, right, deep, each), deep / width / base, width), float(deep), each)
        for each in powers
        for deep in np.linspace(least, DEEPEST * base, DEPTHS) * width
    ]


def curve_of(left: Points, right: Points, depth: float, power: float, roundness: float = 1.0) -> Points:
    """From one neck point to the other; the smaller `roundness` (to 0.5, an ellipse), the steeper at its ends."""
    middle, half = (left + right) / 2, (right - left) / 2
    down = depth * (1 - np.abs(_ACROSS) ** power) ** roundness
    return np.stack([middle[0] + _ACROSS * half[0], middle[1] + _ACROSS * half[1] + down], axis=1)


def _score(lab: Floats, alpha: Floats, curve: Points, relative: float, width: float) -> float:
    """How clear an edge runs along the curve; less for what is deep or hardly a neckline. -1: not on the cloth."""
    ahead = np.gradient(curve, axis=0)
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.linalg.norm(ahead, axis=1, keepdims=True)
    if float(_sampled(alpha, curve).mean()) < 0.4:
        return -1.0
    reach = max(3.0, 0.035 * width)
    sides = [_sampled(lab, curve + sign * reach * across)[4:-4] for sign in (-1, 1)]
    edge = np.linalg.norm(sides[0] - sides[1], axis=1)
    weak = float(np.percentile(edge, 25))
    if relative > 0.7 and weak < 4.5:  # a deep neckline must show all along its edge; prints don't
        return -1.0
    apart = float(np.linalg.norm(np.median(sides[0], axis=0) - np.median(sides[1], axis=0)))
    toll = 1.2 * max(0.0, relative - 0.55) + 6 * max(0.0, relative - 0.85) + 10 * max(0.0, 0.2 - relative)
    return 0.3 * float(np.minimum(edge, 16).mean()) + 0.5 * weak + 0.3 * min(apart, 16.0) - toll


def _sampled(picture: Floats, places: Points) -> Floats:
    at = places.astype(np.float32)
    found = cv2.remap(picture, at[None, :, 0], at[None, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found[0], np.float32)


def solid_lab(rgb: Floats, alpha: Floats, sigma: float) -> Floats:
    """Lab colours in which the cloth goes on beyond its outline."""
    core = cv2.erode((alpha > 0.6).astype(np.uint8), np.ones((5, 5), np.uint8))
    if not core.any():
        core = (alpha > 0.6).astype(np.uint8)
    return np.asarray(
        cv2.cvtColor(cv2.GaussianBlur(spread(rgb, core > 0), (0, 0), sigma), cv2.COLOR_RGB2Lab), np.float32
    )


def spread(rgb: Floats, known: NDArray[np.bool_]) -> Floats:
    """The picture in which every pixel that is not known has the colour of the nearest known one."""
    if not known.any():
        return rgb
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(labels.max()) + 1, 3), np.float32)
    colours[labels[known]] = rgb[known]
    return np.where(known[..., None], rgb, colours[labels])
