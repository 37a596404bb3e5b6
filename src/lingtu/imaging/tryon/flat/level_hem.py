"""A hem drawn level: bulges and dents of what lies, hangs or is on a form; on a wearer it is straight, or rounded."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import Values, smoothed
from lingtu.imaging.tryon.flat.top import Top

Floats = NDArray[np.float32]

#: A skirt that is wider at its hem than this, of the garment's width halfway down it, falls in waves: they stay.
FLARED = 1.25
#: Scallops and fringes are finer than this deviation, and the hem is off its line by so much at least and at most, to
#: be level then; widths of the hem.
FINE, UNEVEN, DEEPEST = 0.02, 0.012, 0.12
#: So far above the hem the cloth gives way, widths of the hem.
GIVES = 0.5
#: Rounds in which the line is found; how far off it a place no longer counts, widths of the hem.
ROUNDS, OFF = 6, 0.04
#: Powers of the place from the hem's middle of which its line is made: straight, or as round on both sides.
DRESS_POWERS, TOP_POWERS = (0, 1), (0, 1, 2, 4)
#: A hem that falls lower than so from its ends is a shirt-tail, and stays; widths of it.
ROUNDED = 0.06
#: Beside the corners of the hem, which are round, it isn't looked at, widths of it.
CORNER = 0.04


def with_level_hem(rgb: Floats, alpha: Floats, top: Top, is_dress: bool) -> tuple[Floats, Floats]:
    """Colours and coverage H x W with the hem on a straight line; the same ones where it is level, or wavy.

    A top's may be rounded, alike on both sides.
    """
    solid = alpha > 0.5
    first, last = (int(np.clip(round(x), 0, alpha.shape[1] - 1)) for x in (top.hem[0, 0], top.hem[-1, 0]))
    wide = last - first
    if wide < 0.3 * top.chest or _is_flared(top, wide):
        return rgb, alpha
    columns = np.arange(first, last + 1)
    bottom = np.where(solid.any(axis=0), alpha.shape[0] - 1 - solid[::-1].argmax(axis=0), 0).astype(np.float64)
    hem = smoothed(bottom[columns], FINE * wide)
    rim = int(CORNER * wide)
    hem[:rim], hem[len(hem) - rim :] = hem[rim], hem[len(hem) - rim - 1]
    line = _line(columns, hem, OFF * wide, DRESS_POWERS if is_dress else TOP_POWERS)
    if np.ptp(line - np.linspace(line[0], line[-1], len(line))) > ROUNDED * wide:
        return rgb, alpha
    off = hem - line
    if not UNEVEN * wide < float(np.abs(off).max()) < DEEPEST * wide:
        return rgb, alpha
    every = np.arange(alpha.shape[1])
    off, line = np.interp(every, columns, off), np.interp(every, columns, line)
    rows = np.arange(alpha.shape[0], dtype=np.float64)[:, None]
    share = ((rows - line + GIVES * wide) / (GIVES * wide)).clip(0, 1)
    share = share * share * (3 - 2 * share)
    y_map = (rows + share * off).astype(np.float32)
    x_map = np.repeat(every[None].astype(np.float32), len(rows), axis=0)
    return (
        np.asarray(cv2.remap(rgb, x_map, y_map, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32),
        np.asarray(cv2.remap(alpha, x_map, y_map, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32),
    )


def _is_flared(top: Top, wide: float) -> bool:
    """Whether the skirt is much wider at its hem than in its middle."""
    low, high = top.hem[:, 1].mean(), (top.left.armpit[1] + top.right.armpit[1]) / 2
    middle = top.mask[int((low + high) / 2)]
    return wide > FLARED * max(int(np.count_nonzero(middle)), 1)


def _line(columns: NDArray[np.int64], hem: Values, off_px: float, powers: tuple[int, ...]) -> Values:
    """A line of these powers of the place from the middle, through most of the hem."""
    place = np.linspace(-1, 1, len(columns))
    shapes = np.stack([place**power for power in powers], axis=1)
    line: Values = np.full(len(hem), float(np.median(hem)))
    for _ in range(ROUNDS):
        weight = 1 / (1 + ((hem - line) / off_px) ** 2)
        root = np.sqrt(weight)
        line = np.asarray(shapes @ np.linalg.lstsq(shapes * root[:, None], hem * root, rcond=None)[0], np.float64)
    return line
