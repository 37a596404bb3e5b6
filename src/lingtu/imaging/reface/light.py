"""The new face in the photo's light: the photo's slow changes of light and colour, the sitter's detail.

In log luminance, light is added to what it falls on. The photo is first drawn onto the new face's shape, so that the
light on its nose comes to lie on the new nose. Both pictures are split at the same scale by a normalised convolution
over skin that is seen in both; features (eyes, brows, lips) count for neither's light.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.reface.brows import Brows, remapped
from lingtu.imaging.reface.regions import Regions, blurred, grown, guided, shrunk, smooth_step

Floats = NDArray[np.float32]

#: Finest scale of light in widths of the face, the coarser ones beside it, and how soon each gives way to the next.
SCALES, GIVE_WAY = (0.075, 0.19, 0.55), (0.03, 0.08, 0.15)
#: Share of the photo's edges of light (cast shadows, folds) that is carried over.
EDGES = 0.2
#: Lightness from which on skin begins to lose its colour to the light, and at which it has lost most.
PALE = (70.0, 86.0)
#: How far lips go to the colour and light of the photo's.
LIPS = 0.7
#: What is finer than this on the photo's lips stays, up to so far from their rim, widths of the face.
LIP_LINES, LIP_RIM = 0.03, 0.01
#: Shares of the photo's own brows (where they can't be moved), lips, nostrils: more would look better, and less alike.
BROWS, LIPS_KEPT, NOSTRILS_KEPT = 0.15, 0.3, 0.25
#: The sitter's detail of skin is never weaker than this share of it.
LEAST_CONTRAST = 0.25


@dataclass(frozen=True)
class Faces:
    """Lab of the photo, drawn onto the new shape, and of the new face; its regions; where both show skin, H x W.

    `brows`: the photo's own on the new face; None where they aren't seen.
    """

    photo: Floats
    fresh: Floats
    regions: Regions
    skin: Floats
    brows: Brows | None = None

    @property
    def width(self) -> float:
        return self.regions.width


@dataclass(frozen=True)
class Lit:
    """Log luminance and chroma (a, b) of the lit face; the photo's light alone; where there is plain skin, and lips."""

    light: Floats
    chroma: Floats
    photo_light: Floats
    floor: float
    plain: Floats
    lips: Floats

    def rgb(self) -> Floats:
        """As a picture; skin gets more colourful in its shadows, eyes and lips less so."""
        level = _lightness(self.light, self.floor)
        base = _lightness(self.photo_light, self.floor)
        ratio = ((level + 8) / (base + 8)).clip(0.25, 1.6)
        feature = np.where(ratio < 1, np.sqrt(ratio), 1 + 0.3 * (ratio - 1))
        # Burnt skin has lost its colour; what is darker than it there has it still.
        pale = ((base - PALE[0]) / (PALE[1] - PALE[0])).clip(0, 1) * (ratio < 1)
        skin = ratio.clip(0.4, 1.3) ** -(0.6 + 2 * pale)
        saturation = skin * self.plain + feature * (1 - self.plain)
        saturation = saturation + self.lips * (1 - saturation)
        lab = np.dstack([level, self.chroma * saturation[..., None]]).astype(np.float32)
        return np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), np.float32).clip(0, 1)


def shared_skin(regions: Regions, seen: Floats, inside: Floats, share: Floats) -> Floats:
    """Where plain skin is seen in both pictures."""
    skin = inside * (1 - regions.features) * seen * (share > 0.4)
    return shrunk(skin.astype(np.float32), 0.008 * regions.width)


def relight(faces: Faces) -> Lit:
    """The new face with its detail in the photo's light."""
    skin, width = faces.skin, faces.width
    sure = skin > 0.5
    photo_y, fresh_y = _luminance(faces.photo), _luminance(faces.fresh)
    floor, fresh_floor = (_floor(each, sure) for each in (photo_y, fresh_y))
    photo_log, fresh_log = np.log(photo_y + floor), np.log(fresh_y + fresh_floor)
    photo_slow = _slow(np.dstack([photo_log, faces.photo[..., 1:]]), skin, width)
    fresh_slow = _slow(np.dstack([fresh_log, faces.fresh[..., 1:]]), skin, width)
    photo_light = photo_slow[..., 0] + EDGES * _edges(photo_log, photo_slow[..., 0], skin, width)
    plain = _plain(faces.regions)
    detail = _moderate(fresh_log - fresh_slow[..., 0], photo_log - photo_light, sure, plain)
    detail = detail + _lip_light(faces, photo_log - photo_light, detail)
    chroma = _chroma(faces, photo_slow[..., 1:], fresh_slow[..., 1:], plain)
    shared = _shared(faces)
    missing = photo_log - photo_light - detail
    detail = detail + shared * missing + (1 - shared) * _lip_lines(faces.regions, missing)
    chroma = np.asarray(chroma + shared[..., None] * (faces.photo[..., 1:] - chroma), np.float32)
    if faces.brows is not None:
        detail = detail + faces.brows.share * (faces.brows.hair - detail)
        chroma = _with_brow_colour(faces, chroma, photo_log - photo_slow[..., 0], photo_slow[..., 1:])
    lips = blurred(faces.regions.lips, 0.012 * width)
    return Lit(photo_light + detail, chroma, photo_light, floor, plain, lips)


def _luminance(lab: Floats) -> Floats:
    return np.asarray((((lab[..., 0] + 16) / 116) ** 3).clip(0, 1), np.float32)


def _lightness(log: Floats, floor: float) -> Floats:
    return np.asarray((116 * np.cbrt((np.exp(log) - floor).clip(0, 1)) - 16).clip(0, 100), np.float32)


def _floor(luminance: Floats, sure: NDArray[np.bool_]) -> float:
    """Added before the logarithm, so that black stays finite."""
    return float(np.clip(0.05 * np.median(luminance[sure]), 5e-4, 0.01)) if sure.any() else 0.01


def _slow(values: Floats, weight: Floats, width: float) -> Floats:
    """Slow changes, H x W x 3: fine scales where there is enough skin, coarse ones where there is little."""
    values = values.astype(np.float32)
    mean = (values * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
    result = np.broadcast_to(mean, values.shape).astype(np.float32)
    for scale, give_way in zip(SCALES[::-1], GIVE_WAY[::-1], strict=True):
        total = blurred(weight, scale * width)[..., None]
        result = (blurred(values * weight[..., None], scale * width) + give_way * result) / (total + give_way)
    return result


def _edges(log: Floats, slow: Floats, skin: Floats, width: float) -> Floats:
    """What an edge-keeping smoothing of the skin's light has that the slow changes lack."""
    share = blurred(skin, 0.012 * width)
    filled = (share * log + (1 - share) * slow).astype(np.float32)
    return guided(filled, filled, max(2, int(0.09 * width)), 0.08) - slow


def _plain(regions: Regions) -> Floats:
    """1 on plain skin of the new face, 0 on its features, soft."""
    width = regions.width
    parts = (
        grown(regions.eyes, 0.055 * width),
        grown(regions.brows, 0.025 * width),
        grown(regions.lips, 0.015 * width),
        grown(regions.nostrils, 0.01 * width),
    )
    return 1 - blurred(np.max(parts, axis=0), 0.015 * width)


def _moderate(detail: Floats, photo_detail: Floats, sure: NDArray[np.bool_], plain: Floats) -> Floats:
    """The sitter's detail of skin, its contrast, highlights and shadows at most the photo's: burnt skin has none."""
    own, fresh = (each[sure] if sure.any() else np.array([-0.2, 0.1], np.float32) for each in (photo_detail, detail))
    contrast = float(np.clip(1.1 * _spread(own) / max(_spread(fresh), 1e-3), LEAST_CONTRAST, 1))
    high = max(float(np.percentile(own, 98)), 0.05) * 1.2
    low = max(float(-np.percentile(own, 2)), 0.06) * 1.6
    skin = contrast * detail
    limited = np.where(skin > 0, high * np.tanh(skin / high), low * np.tanh(skin / low))
    return np.asarray(plain * limited + (1 - plain) * detail, np.float32)


def _spread(values: Floats) -> float:
    return float(np.median(np.abs(values - np.median(values))))


def _chroma(faces: Faces, photo: Floats, fresh: Floats, plain: Floats) -> Floats:
    """The photo's slow colour with the sitter's changes of it.

    A change towards grey (the white of an eye) scales with the skin's chroma, one away from it (lips) is kept: a plain
    difference would give blue eyes, a ratio grey lips.
    """
    photo_length = np.linalg.norm(photo, axis=-1)
    fresh_length = np.maximum(np.linalg.norm(fresh, axis=-1), 3)
    hue = fresh / fresh_length[..., None]
    change = faces.fresh[..., 1:] - fresh
    along = (change * hue).sum(axis=-1)
    beside = change - along[..., None] * hue
    ratio = photo_length / fresh_length
    along *= np.where(along < 0, ratio.clip(0.1, 1.3), ratio.clip(0.7, 1.2))
    photo_hue = np.where((photo_length > 4)[..., None], photo / np.maximum(photo_length, 1)[..., None], hue)
    moved = along[..., None] * photo_hue + beside * ratio.clip(0.6, 1.1)[..., None]
    chroma = photo + moved * (1 - 0.5 * faces.skin * plain)[..., None]
    return np.asarray(chroma + _lip_colour(faces, chroma), np.float32)


def _lip_colour(faces: Faces, chroma: Floats) -> Floats:
    """Most of the way to the photo's lips: their make-up is the photo's."""
    lips = _lips(faces)
    if np.count_nonzero(lips) < 20:
        return np.zeros_like(chroma)
    offset = (faces.photo[..., 1:] - chroma)[lips].mean(axis=0)
    return np.asarray(LIPS * offset * blurred(faces.regions.lips, 0.012 * faces.width)[..., None], np.float32)


def _lip_light(faces: Faces, photo_detail: Floats, detail: Floats) -> Floats:
    lips = _lips(faces)
    if np.count_nonzero(lips) < 20:
        return np.zeros_like(detail)
    offset = float((photo_detail - detail)[lips].mean())
    return np.asarray(LIPS * offset * blurred(faces.regions.lips, 0.012 * faces.width), np.float32)


def _lips(faces: Faces) -> NDArray[np.bool_]:
    return np.asarray(faces.regions.lips * (1 - faces.regions.mouth) > 0.5)


def _lip_lines(regions: Regions, missing: Floats) -> Floats:
    """Of what the new face lacks of the photo's detail, the lines and lights of the lips: a render's lips are flat."""
    lips = shrunk(regions.lips * (1 - regions.mouth), LIP_RIM * regions.width)
    fine = missing - blurred(missing.astype(np.float32), LIP_LINES * regions.width)
    return np.asarray(blurred(lips, LIP_RIM * regions.width) * fine, np.float32)


def _with_brow_colour(faces: Faces, chroma: Floats, photo_detail: Floats, skin: Floats) -> Floats:
    """The photo's skin, and what its brows' hair has of other colour: as far as it is as dark as there."""
    brows = faces.brows
    assert brows is not None
    theirs = brows.share > 0
    # Only there: a map of few pixels is quick.
    places = brows.places[theirs][None]
    dark = remapped(photo_detail.astype(np.float32), places)[0]
    part = brows.coverage[theirs] * (brows.hair[theirs] / np.minimum(dark, -1e-2)).clip(0, 1)
    hair = part[:, None] * remapped((faces.photo[..., 1:] - skin).astype(np.float32), places)[0]
    chroma = chroma.copy()
    chroma[theirs] += brows.share[theirs][:, None] * (skin[theirs] + hair - chroma[theirs])
    return chroma


def _shared(faces: Faces) -> Floats:
    """How much of the photo's own features stays, H x W: drawn onto the new shape, they lie on the new ones.

    A render has no hairs between which skin is seen, no lines in its lips; the photo has. Eyes: eyes.py.
    """
    width, regions = faces.width, faces.regions
    parts = (
        (regions.brows, 0.02, BROWS if faces.brows is None else 0),
        (regions.lips, 0.01, LIPS_KEPT),
        (regions.nostrils, 0.01, NOSTRILS_KEPT),
    )
    shares = [share * blurred(grown(part, reach * width), 0.015 * width) for part, reach, share in parts]
    return np.asarray(np.max(shares, axis=0), np.float32)


def skin_weight(skin: Floats, features: Floats) -> Floats:
    """Where the photo's own fine texture may be laid over."""
    return smooth_step(skin) * (1 - features)
