"""A hem drawn level: a narrow skirt's or a top's bulges and dents where it hangs or lies, on a wearer it is even."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smooth_step, smoothed
from lingtu.imaging.tryon.flat.even_hem import between_gaps
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: A skirt that is wider at its hem than this, of the garment's width halfway down it, falls in waves: they stay.
FLARED = 1.25
#: Scallops and fringes are finer than this deviation, and the hem is off its line by so much at least and at most, to
#: be level then; widths of the hem.
FINE, UNEVEN, DEEPEST = 0.02, 0.012, 0.12
#: Of a top's hem that is cut so, its two halves differ by less, and its middle is higher by less, widths of it.
UNLIKE, ARCH = 0.04, 0.03
#: ... and no farther off a line of this degree, as shirts' tails are; else it lies crumpled, and is drawn to that.
TAILS, CRUMPLED = 4, 0.01
#: A top's hem is drawn level with its dents between folds that are wider than this deviation; what is left of them is
#: no deeper than that; widths of it.
NARROW, RESTS = 0.008, 0.04
#: So far beside the ends of a top's hem it goes on, and in as much again it gives way to sleeves; what is so far above
#: it near its ends is a gap beside these; widths of it.
BESIDE, GAP = 0.05, 0.06
#: So far above the hem the cloth gives way, widths of the hem.
GIVES = 0.5
#: Rounds in which the line is found; how far off it a place no longer counts, widths of the hem.
ROUNDS, OFF = 6, 0.04
#: Beside the corners of the hem, which are round, it isn't looked at, widths of it.
CORNER = 0.04


def with_level_hem(rgb: Floats, alpha: Floats, top: Top, is_dress: bool) -> tuple[Floats, Floats]:
    """Colours and coverage H x W with the hem on a line; the same ones where it is level, or wavy.

    A dress' is straight; a top's may hang lower in its middle, as shirts' do.
    """
    solid = alpha > 0.5
    first, last = (int(np.clip(round(x), 0, alpha.shape[1] - 1)) for x in (top.hem[0, 0], top.hem[-1, 0]))
    wide = last - first
    if wide < 0.3 * top.chest or _is_flared(top, wide):
        return rgb, alpha
    bottom = np.where(solid.any(axis=0), alpha.shape[0] - 1 - solid[::-1].argmax(axis=0), 0).astype(np.float64)
    if not is_dress:
        usual = np.full(len(bottom), np.median(bottom[first : last + 1]))
        first, last = between_gaps(bottom, usual, first, last, GAP * wide)
        wide = last - first
    columns = np.arange(first, last + 1)
    hem = smoothed(bottom[columns], FINE * wide)
    rim = int(CORNER * wide)
    hem[:rim], hem[len(hem) - rim :] = hem[rim], hem[len(hem) - rim - 1]
    line, least = _line(columns, hem, OFF * wide, 1), UNEVEN * wide
    if not is_dress:
        rounded, tails = (_line(columns, hem, OFF * wide, degree) for degree in (2, TAILS))
        line = rounded if _sag(rounded) > 0 else line
        if _is_cut_so(hem, wide):
            if _farthest(smoothed(bottom[columns], NARROW * wide) - tails, rim) < CRUMPLED * wide:
                return rgb, alpha
            line, least = tails, 0.0
    off = hem - line
    if not least < float(np.abs(off).max()) < DEEPEST * wide:
        return rgb, alpha
    if not is_dress:
        off = smoothed(bottom[columns], NARROW * wide) - line
        off[:rim], off[len(off) - rim :] = off[rim], off[len(off) - rim - 1]
    every = np.arange(alpha.shape[1])
    off, line = np.interp(every, columns, off), np.interp(every, columns, line)
    if not is_dress:  # farther aside are the sleeves
        aside = np.maximum(first - every, every - last) / (BESIDE * wide)
        off *= (2 - aside).clip(0, 1)
    rows = np.arange(alpha.shape[0], dtype=np.float64)[:, None]
    share = smooth_step((rows - line + GIVES * wide) / (GIVES * wide))
    y_map = (rows + share * off).astype(np.float32)
    x_map = np.repeat(every[None].astype(np.float32), len(rows), axis=0)
    level = (
        np.asarray(cv2.remap(rgb, x_map, y_map, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32),
        np.asarray(cv2.remap(alpha, x_map, y_map, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32),
    )
    return level if is_dress else (level[0], _cut_at(level[1], columns[rim:-rim], line, RESTS * wide))


def _is_flared(top: Top, wide: float) -> bool:
    """Whether the skirt is much wider at its hem than in its middle."""
    low, high = top.hem[:, 1].mean(), (top.left.armpit[1] + top.right.armpit[1]) / 2
    middle = top.mask[int((low + high) / 2)]
    return wide > FLARED * max(int(np.count_nonzero(middle)), 1)


def _cut_at(alpha: Floats, columns: NDArray[np.int64], line: Values, within_px: float) -> Floats:
    """Coverage that ends at a line, which what is left of dents between folds is no farther from than `within_px`."""
    rows = np.arange(alpha.shape[0], dtype=np.float64)[:, None]
    high = np.clip(line[columns] - within_px, 0, alpha.shape[0] - 1).astype(int)
    cloth = alpha[high, columns] > 0.5
    near = (rows > line[columns] - within_px) & cloth[None]
    cut = alpha.copy()
    cut[:, columns] = np.where(near, (line[columns] - rows + 0.5).clip(0, 1), alpha[:, columns])
    return cut


def _farthest(off: Values, rim: int) -> float:
    """How far off a line a hem is at most, px, but for its corners."""
    return float(np.abs(off[rim : len(off) - rim]).max())


def _sag(hem: Values) -> float:
    """How much lower its middle is than its ends, px."""
    return float(hem[len(hem) // 2] - (hem[0] + hem[-1]) / 2)


def _is_cut_so(hem: Values, wide: int) -> bool:
    """Whether a top's hem is like its mirror image, but for a tilt, and no arch: shirts' tails are."""
    unlike = hem - hem[::-1]
    across = np.arange(len(hem)) - (len(hem) - 1) / 2
    unlike = unlike - across * float(across @ unlike) / float(across @ across)
    return bool(np.abs(unlike).max() < UNLIKE * wide and _sag(hem) > -ARCH * wide)


def _line(columns: NDArray[np.int64], hem: Values, off_px: float, degree: int) -> Values:
    """A straight line, or a parabola, through most of the hem."""
    line: Values = np.full(len(hem), float(np.median(hem)))
    for _ in range(ROUNDS):
        weight = 1 / (1 + ((hem - line) / off_px) ** 2)
        line = np.asarray(np.polyval(np.polyfit(columns, hem, degree, w=np.sqrt(weight)), columns), np.float64)
    return line
