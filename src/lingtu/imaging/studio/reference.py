"""What a reference tells of its style: its colours, where its light comes from, and whether it shows a place."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats, luminance, to_linear

_SIDE = 96  # px of the longer side that is looked at
_COLOURS = 6
_ROUNDS = 12
_PLACE = 0.04  # mean step of lightness, of 1, from which a picture shows a place rather than a studio's wall
_TINT = 0.08  # the light's colour is no further from white


@dataclass(frozen=True, kw_only=True, eq=False)
class Style:
    """Of a reference."""

    #: N x 3, CIE Lab, the most frequent first, and their shares.
    colours: Floats
    shares: Floats
    #: Lab, of its upper half and of its lowest part.
    upper: Floats
    lower: Floats
    #: -1 lit from the left to 1 from the right.
    side: float
    #: Of its light, linear, mean 1, near white.
    tint: Floats
    #: Mean luminance, linear.
    light: float
    #: A room, a street, a meadow: not a bare studio.
    is_place: bool


def study(picture: Floats) -> Style:
    """Of H x W x 3 sRGB."""
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    small = cv2.resize(
        picture, (max(8, round(width * scale)), max(8, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    colours, shares = _main(lab.reshape(-1, 3))
    linear = to_linear(small)
    rows = lab.shape[0]
    return Style(
        colours=colours,
        shares=shares,
        upper=np.median(lab[: rows // 2].reshape(-1, 3), axis=0),
        lower=np.median(lab[int(0.72 * rows) :].reshape(-1, 3), axis=0),
        side=_side(lab[..., 0]),
        tint=_tint(linear),
        light=float(luminance(linear.reshape(-1, 3)).mean()),
        is_place=_detail(lab) > _PLACE,
    )


def _main(lab: Floats) -> tuple[Floats, Floats]:
    """Means of k clusters (Lloyd), begun with colours that are far from each other."""
    centres = lab.mean(axis=0)[None]
    while len(centres) < _COLOURS:
        away = np.linalg.norm(lab[:, None] - centres[None], axis=2).min(axis=1)
        centres = np.concatenate([centres, lab[int(np.argmax(away))][None]])
    for _ in range(_ROUNDS):
        own = np.linalg.norm(lab[:, None] - centres[None], axis=2).argmin(axis=1)
        centres = np.stack(
            [
                lab[own == number].mean(axis=0) if (own == number).any() else centres[number]
                for number in range(_COLOURS)
            ]
        )
    shares = np.bincount(own, minlength=_COLOURS) / len(lab)
    order = np.argsort(-shares)
    return centres[order].astype(np.float32), shares[order].astype(np.float32)


def _side(lightness: Floats) -> float:
    """By which half is lighter, smoothed."""
    soft = cv2.GaussianBlur(lightness, (0, 0), _SIDE / 8)
    columns = soft.mean(axis=0)
    half = len(columns) // 2
    return float(np.tanh((columns[half:].mean() - columns[:half].mean()) / 12))


def _tint(linear: Floats) -> Floats:
    """Of the light, by the brighter parts (shades of grey, power 6), drawn close to white."""
    bright = (np.minimum(linear, 0.95).reshape(-1, 3) ** 6).mean(axis=0) ** (1 / 6) + 1e-3
    result: Floats = np.clip((bright / bright.mean()) ** 0.4, 1 - _TINT, 1 + _TINT).astype(np.float32)
    return result


def _detail(lab: Floats) -> float:
    """Mean difference of lightness from one 8 x 8 block to the next, of 1."""
    blocks = cv2.resize(lab[..., 0], (24, 24), interpolation=cv2.INTER_AREA) / 100
    return float(np.abs(np.diff(blocks, axis=0)).mean() + np.abs(np.diff(blocks, axis=1)).mean()) / 2
