"""Skin, painted on a map (see regions.py): pigment and blood as two layers of absorption, pores and lines as a height.

Colours are linear while they are mixed: tone * exp(-(melanin * MELANIN + blood * BLOOD)).
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import regions
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SIZE = 2048  # 0.24 mm a pixel, as in the frontal picture
MM = SIZE / (2 * regions.REACH)
#: Absorption of red, green and blue.
MELANIN = np.array([0.55, 0.95, 1.35], np.float32)
BLOOD = np.array([0.22, 1.0, 0.85], np.float32)
STUBBLE = np.array([0.80, 0.86, 0.88], np.float32)


def to_linear(colour: str) -> Floats:
    """'#e0b090' to linear."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(linear: Floats) -> Floats:
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)


def noise(draw: np.random.Generator, cell_mm: float, octaves: int = 3) -> Floats:
    """Smooth noise of deviation 1, its largest features cell_mm wide."""
    total = np.zeros((SIZE, SIZE), np.float32)
    for octave in range(octaves):
        cells = min(SIZE, max(4, round(SIZE / MM / cell_mm * 2**octave)))
        small = draw.standard_normal((cells, cells), np.float32)
        total += cv2.resize(small, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC) * 0.6**octave
    return total / total[::8, ::8].std()


def _near(where: Floats) -> Floats:
    """1 on the head, 0 on the neck and the shoulders, where the map is drawn out."""
    return _up(regions.smooth(where[..., 1], -150, -105))


def dots(draw: np.random.Generator, spacing_mm: float, radius_mm: float, uneven: float = 0.6) -> Floats:
    """Pits at random places, deepest 1."""
    step = spacing_mm * MM
    count = int(SIZE / step)
    at = (np.stack(np.meshgrid(np.arange(count), np.arange(count)), -1) + draw.uniform(0, 1, (count, count, 2))) * step
    x, y = np.clip(at.astype(int), 0, SIZE - 1).reshape(-1, 2).T
    field = np.zeros((SIZE, SIZE), np.float32)
    np.maximum.at(field, (y, x), np.clip(1 + uneven * draw.standard_normal(len(x)), 0.1, 2.5).astype(np.float32))
    sigma = radius_mm * MM
    return cv2.GaussianBlur(field, (0, 0), sigma) * (2 * np.pi * sigma**2)


def paint(person: dict, folder: Path) -> tuple[Path, Path]:
    """Colour and height of a person's skin as files; painted once."""
    folder.mkdir(parents=True, exist_ok=True)
    colour, height = folder / f"{person['id']}-colour.png", folder / f"{person['id']}-height.png"
    if not (colour.exists() and height.exists()):
        draw = np.random.default_rng(person["seed"] + 1000)
        where = regions.grid(SIZE // 4)
        relief = _relief(person, draw, where)
        cv2.imwrite(str(height), np.rint(np.clip(relief, 0, 1) * 65535).astype(np.uint16))
        painted = to_srgb(_colour(person, draw, where))
        cv2.imwrite(str(colour), np.rint(painted[..., ::-1] * 255).astype(np.uint8))
    return colour, height


def _up(small: Floats) -> Floats:
    return cv2.resize(small.astype(np.float32), (SIZE, SIZE), interpolation=cv2.INTER_LINEAR)


def _colour(person: dict, draw: np.random.Generator, where: Floats) -> Floats:
    skin = person["look"]
    melanin, blood = _pigment(skin, where), _blood(skin, where)
    rough = skin.get("uneven", 1.0)
    rough = rough * (0.05 + 0.95 * _near(where))
    melanin = _up(melanin) + rough * (
        0.020 * noise(draw, 28) + 0.012 * noise(draw, 5) + 0.014 * noise(draw, 0.9, 2) + 0.02 * noise(draw, 0.35, 1)
    )
    blood = _up(blood) + rough * (0.025 * noise(draw, 22) + 0.025 * noise(draw, 6) + 0.02 * noise(draw, 1.6, 2))
    pores = dots(draw, 0.85, 0.13)
    melanin += 0.10 * pores * _up(_porous(where))
    melanin += _spots(skin, draw, where)
    brows, _, _ = regions.brow(where, person["brows"])
    shade = person["brows"].get("shade", 0.6)
    melanin += shade * _up(brows) * (1 + 0.25 * noise(draw, 0.8, 2))
    absorbed = melanin[..., None] * MELANIN + blood[..., None] * BLOOD
    if person["male"] > 0.5 and person["age"] == "adult":
        absorbed += _stubble(person, draw, where)[..., None] * STUBBLE
    return to_linear(skin["tone"]) * np.exp(-absorbed)


def _pigment(skin: dict, where: Floats) -> Floats:
    """Melanin's large forms: shadow under the eyes and on the lids, paler cheeks, darker temples and neck."""
    under = regions.blob(where, regions.UNDER_EYE, 15, 6)
    lids = regions.blob(where, regions.EYE, 19, 10)
    around_mouth = regions.blob(where, regions.MOUTH, 30, 20)
    cheeks = regions.blob(where, regions.CHEEK, 26, 22)
    forehead = regions.blob(where, regions.FOREHEAD, 46, 24)
    tired = skin.get("tired", 0.16)
    return tired * under + 0.09 * lids + 0.05 * around_mouth - 0.06 * cheeks + 0.02 * forehead


def _blood(skin: dict, where: Floats) -> Floats:
    flush = skin.get("flush", 0.22)
    cheeks = regions.blob(where, regions.CHEEK, 24, 18)
    nose = np.maximum(regions.blob(where, regions.NOSE_TIP, 13, 11), 0.9 * regions.blob(where, regions.WING, 9, 9))
    lids = regions.blob(where, regions.EYE, 18, 9)
    chin = regions.blob(where, regions.CHIN, 17, 12)
    forehead = regions.blob(where, regions.FOREHEAD, 44, 22)
    pale = regions.blob(where, regions.NOSE_BRIDGE, 9, 12)
    ears = regions.smooth(np.abs(where[..., 0]), 108, 125) * regions.smooth(-np.abs(where[..., 1] + 12), -60, -40)
    return flush * (cheeks + 0.85 * nose + 0.45 * chin + 0.7 * ears - 0.2 * forehead - 0.15 * pale) + 0.10 * lids


def _porous(where: Floats) -> Floats:
    """How large pores are: most on the nose and the inner cheeks."""
    nose = regions.blob(where, regions.NOSE_TIP, 17, 20)
    inner = regions.blob(where, np.array([0.026, -0.02, -0.036]), 19, 17)
    forehead = regions.blob(where, regions.FOREHEAD, 40, 20)
    chin = regions.blob(where, regions.CHIN, 18, 12)
    return np.clip(0.3 + 0.8 * nose + 0.7 * inner + 0.3 * forehead + 0.35 * chin, 0, 1.2)


def _spots(skin: dict, draw: np.random.Generator, where: Floats) -> Floats:
    """Freckles over nose and cheeks, and a few moles."""
    zone = np.clip(regions.blob(where, regions.CHEEK, 34, 24) + regions.blob(where, regions.NOSE_BRIDGE, 26, 22), 0, 1)
    found = skin.get("freckles", 0.0) * 0.7 * np.clip(dots(draw, 2.4, 0.38, 0.9) - 0.6, 0, 1.0) * _up(zone)
    found = found * np.clip(0.6 + 0.6 * noise(draw, 9), 0, 1.6)
    moles = np.zeros((SIZE, SIZE), np.float32)
    for _ in range(skin.get("moles", 3)):
        x, y = draw.uniform(-62, 62), draw.uniform(-95, 45)
        place = (int(SIZE / 2 + x * MM), int(SIZE / 2 - y * MM))
        cv2.circle(moles, place, int(draw.uniform(0.45, 0.95) * MM), float(draw.uniform(0.5, 1.0)), -1, cv2.LINE_AA)
    return found + cv2.GaussianBlur(moles, (0, 0), 0.3 * MM)


def _stubble(person: dict, draw: np.random.Generator, where: Floats) -> Floats:
    amount = person.get("stubble", 0.25)
    zone = _up(regions.beard(where))
    hairs = np.clip(dots(draw, 0.75, 0.11, 0.7), 0, 1.3)
    return amount * zone * (0.40 + 0.7 * hairs + 0.10 * noise(draw, 7))


def _relief(person: dict, draw: np.random.Generator, where: Floats) -> Floats:
    """Height, 0.5 in the middle; 1 stands for 0.5 mm."""
    skin = person["look"]
    fine = noise(draw, 0.55, 2)
    lines = -np.abs(cv2.GaussianBlur(fine, (0, 0), 0.9))
    pores = dots(draw, 0.85, 0.15) * _up(_porous(where))
    height = 0.5 + 0.016 * lines + 0.008 * noise(draw, 1.3, 2) + 0.02 * noise(draw, 6, 2)
    height -= 0.075 * np.clip(pores, 0, 2)
    height += 0.05 * skin.get("lines", 0.0) * _up(_creases(draw, where))
    return (0.5 + (height - 0.5) * _near(where)).astype(np.float32)


def _creases(draw: np.random.Generator, where: Floats) -> Floats:
    """Lines across the forehead and at the outer corners of the eyes, for those who are not young."""
    x, y = where[..., 0], where[..., 1]
    bend = 2.5 * np.sin(x / 17 + draw.uniform(0, 6)) + 1.5 * np.sin(x / 7 + draw.uniform(0, 6))
    forehead = -np.exp(-((np.mod(y + bend, 11.5) - 5.7) ** 2) / 1.2) * regions.blob(where, regions.FOREHEAD, 34, 17)
    outer = regions.blob(where, np.array([0.052, 0.004, -0.003]), 9, 9)
    feet = -np.exp(-((np.mod(y + 0.35 * np.abs(x), 5.2) - 2.6) ** 2) / 0.5) * outer
    return (forehead + feet).astype(np.float32)
