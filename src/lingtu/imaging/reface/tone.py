"""The sitter's skin tone carried to all skin that is seen, shadows and highlights kept."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import to_linear, to_srgb
from lingtu.imaging.foreground import own_colours
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.pigment import retone
from lingtu.imaging.reface.regions import Regions, blurred
from lingtu.imaging.reface.strands import Strands

Floats = NDArray[np.float32]

#: Individual typology angles (degrees; lighter skin has larger ones): tones differ from so much on, if one is dark.
DIFFERENCE_DEG, DARK_DEG = 32.0, 12.0
#: Richly coloured skin is dark up to a larger angle: light skin in the shade is pale.
RICH_CHROMA, RICH_DEG = 30.0, 20.0
#: In even light the upper quartile of a face is less than so many times as light (L) as its lower one; highlights and
#: nostrils are in neither.
HARD = 1.75
#: Skin that should reflect more than so many times the light shows each of a photo's flaws: its shadows turn grey, its
#: rims yellow. The new face in the photo's own tone looks real.
MOST_LIFT = 1.6
#: How far the tone of the body's own skin counts beside the face's, and pixels that tell it.
BODY_SHARE, ENOUGH_PX = 0.7, 400
#: Linear light that a skin's colour has at least.
LEAST = 2e-3


def skin_tone(rgb: Floats, mesh: FaceMesh) -> Floats:
    """CIELAB of a face's skin: the median of what is neither in shadow nor burnt."""
    core = Regions(mesh, (rgb.shape[0], rgb.shape[1])).core > 0.5
    pixels = rgb[core]
    if not len(pixels):
        return np.array([65, 12, 15], np.float32)
    light = pixels @ np.array([0.299, 0.587, 0.114], np.float32)
    low, high = np.percentile(light, [35, 90])
    middle = np.median(pixels[(light >= low) & (light <= high)], axis=0)
    return np.asarray(cv2.cvtColor(middle[None, None].astype(np.float32), cv2.COLOR_RGB2Lab)[0, 0], np.float32)


def typology_deg(lab: Floats) -> float:
    """Individual typology angle (Chardon et al. 1991)."""
    return float(np.degrees(np.arctan2(lab[0] - 50, lab[2])))


def is_dark(tone: Floats) -> bool:
    """Whether a tone (CIELAB) is of dark skin."""
    return typology_deg(tone) < (RICH_DEG if np.hypot(*tone[1:]) > RICH_CHROMA else DARK_DEG)


def differ(one: Floats, other: Floats) -> bool:
    """Whether two tones (CIELAB) are of clearly different classes."""
    apart = abs(typology_deg(one) - typology_deg(other)) > DIFFERENCE_DEG
    return apart and is_dark(min(one, other, key=typology_deg))


def is_hard_light(rgb: Floats, mesh: FaceMesh) -> bool:
    """Whether light and shadow on a face are so far apart that a dark tone may be but shadow."""
    core = Regions(mesh, (rgb.shape[0], rgb.shape[1])).core > 0.5
    if not core.any():
        return True
    dark, light = np.percentile(cv2.cvtColor(rgb[core][None], cv2.COLOR_RGB2Lab)[0, :, 0], [25, 75])
    return bool(light > HARD * max(float(dark), 1.0))


def is_too_dark(tone: Floats, wanted: Floats) -> bool:
    """Whether a tone (CIELAB) can't be made as light as wanted without blotches."""
    return bool(((wanted[0] + 16) / (tone[0] + 16)) ** 3 > MOST_LIFT)


def carry(
    rgb: Floats, skin: Floats, mesh: FaceMesh, tones: Floats, wanted: Floats, strands: Strands | None = None
) -> Floats:
    """Skin of some tones (CIELAB, H x W x 3) in another; `skin`: coverage by it, H x W.

    What is seen through strands and at rims is only partly skin: skin's own colour there is estimated, and as much of
    its change is added as there is skin. So neither a strand nor a rim gets a halo. Where `strands` mix with skin, it
    changes as the skin near it.
    """
    own = own_colours(rgb, skin)
    share = (skin * _willing(mesh, skin.shape, darker=bool(wanted[0] < tones[..., 0].mean())))[..., None]
    change = share * (retone(own, tones, wanted) - own)
    if strands is not None:
        filtered = _filtered(rgb, share, strands.skin, retone(strands.skin, tones, wanted))
        change = change + strands.share[..., None] * (filtered - rgb - change)
    result = np.where(share > 0, rgb + change, rgb)
    return np.asarray(result.clip(0, 1), np.float32)


def _filtered(rgb: Floats, share: Floats, before: Floats, after: Floats) -> Floats:
    """A picture in which light that goes through a share of skin is changed as from one of its colours to another."""
    ratio = to_linear(after).clip(LEAST, 1) / to_linear(before).clip(LEAST, 1)
    return to_srgb(to_linear(rgb) * ratio**share)


def _willing(mesh: FaceMesh, shape: tuple[int, ...], darker: bool) -> Floats:
    """How far parts of a face take skin's tone, H x W.

    Eyes and teeth keep their brightness where the skin gets lighter; where it gets darker they would glow.
    """
    regions = Regions(mesh, (shape[0], shape[1]))
    share = 1 - (0.15 if darker else 0.6) * blurred(regions.eyes, 0.012 * regions.width)
    share *= 1 - 0.25 * blurred(regions.lips, 0.015 * regions.width)
    share *= 1 - 0.85 * blurred(regions.mouth, 0.01 * regions.width)
    return np.asarray(share, np.float32)


def body_tone(rgb: Floats, mask: Floats, face: Floats, tone: Floats) -> Floats:
    """CIELAB of the skin beside the face: a body is often darker than its face, or in other light."""
    body = (mask > 0.9) & (face < 0.05)
    if np.count_nonzero(body) < ENOUGH_PX:
        return tone
    lab = cv2.cvtColor(rgb[body][None], cv2.COLOR_RGB2Lab)[0]
    bright = lab[lab[:, 0] >= np.percentile(lab[:, 0], 50)]
    own = np.median(bright, axis=0)
    return np.asarray(tone + BODY_SHARE * (own - tone), np.float32)
