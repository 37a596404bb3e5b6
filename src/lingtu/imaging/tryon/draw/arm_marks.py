"""What a bare arm has besides its roundness: muscles, the elbow's hollow and crease, the wrist's bones, moles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.curves import smooth_step
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb

Floats = NDArray[np.float32]

#: Swellings and hollows as 20 bare arms have them: logarithm of their lightness, how much redder, place along (0 at the
#: shoulder, 0.5 at the elbow, 1 at the wrist) and across (-1 inside to 1), and their deviations along and across.
BULGES = (
    (-0.035, 0.002, 0.2, 0.5, 0.05, 0.3),  # below the shoulder's muscle
    (0.025, 0.0, 0.31, -0.1, 0.09, 0.45),  # biceps
    (-0.03, 0.012, 0.44, -0.45, 0.05, 0.5),  # above the elbow inside
    (0.04, -0.006, 0.585, 0.05, 0.06, 0.5),  # belly of the forearm
    (-0.025, 0.002, 0.7, 0.5, 0.12, 0.3),  # beside it
    (0.03, -0.004, 0.9, 0.62, 0.022, 0.25),  # the ulna's head
    (-0.03, 0.004, 0.935, 0.4, 0.02, 0.35),
    (0.02, 0.0, 0.915, -0.65, 0.03, 0.25),  # the radius's end
)
#: The same right at the elbow's crease, by places from that: the hollow above it, and its lower lip.
AT_CREASE = ((-0.07, 0.014, -0.02, 0.08, 0.016, 0.24), (0.03, -0.002, 0.022, 0.0, 0.016, 0.4))
#: The crease: where it is, how that differs, its slope and bow, its depth, half its width and how far across it goes.
CREASE, DIFFERS, SLOPE, BOW, DEEP, WIDE = 0.495, 0.012, 0.012, 0.008, -0.07, 0.0045
FROM_TO = (-0.95, 0.7)
#: By how much the other marks differ: of their contrast, and of places along and across.
VARIES, MOVED = 0.35, (0.012, 0.08)
#: Sine of half the bend of an arm over which its elbow's inside turns away from the picture.
BENT = (0.25, 0.45)
#: Moles: how many at most, their contrast, their size, half widths, and how redder by that contrast.
MOLES, MOLE, MOLE_SIZE, MOLE_RED = 5, (0.04, 0.15), (0.025, 0.05), 0.15


def marks(along: Floats, across: Floats, limb: Limb, seed: int) -> tuple[Floats, Floats]:
    """Logarithms of lightness, and of red against green and blue, H x W, at places along and across a limb."""
    random = _random(limb, seed + 23)
    straight = 1 - float(np.clip((bend(limb) - BENT[0]) / (BENT[1] - BENT[0]), 0, 1))
    light, red = np.zeros_like(along), np.zeros_like(along)
    for bulge in BULGES:
        _add(light, red, along, across, bulge, random, 1.0)
    off = along - _crease(across, random)
    for bulge in AT_CREASE:
        _add(light, red, off, across, bulge, random, straight)
    within = smooth_step((across - FROM_TO[0]) / 0.2) * smooth_step((FROM_TO[1] - across) / 0.35)
    at = np.abs(off) < 4 * WIDE
    light[at] += straight * DEEP * (np.exp(-((off / WIDE) ** 2) / 2) * within)[at]
    return light, red


def moles(along: Floats, across: Floats, limb: Limb, seed: int) -> tuple[Floats, Floats]:
    """The same of moles, at places H x W: these are small, so at the picture's own size."""
    random = _random(limb, seed + 31)
    light = np.zeros_like(along)
    per_along = limb.length / float(np.median(limb.outer))
    for _ in range(int(random.integers(0, MOLES + 1))):
        at, beside = random.uniform(0.1, 0.9), random.uniform(-0.6, 0.8)
        depth, size = random.uniform(*MOLE), random.uniform(*MOLE_SIZE)
        near = (np.abs(along - at) * per_along < 4 * size) & (np.abs(across - beside) < 4 * size)
        away = ((along[near] - at) * per_along) ** 2 + (across[near] - beside) ** 2
        light[near] -= depth * np.exp(-away / (2 * size**2))
    return light, np.asarray(-MOLE_RED * light, np.float32)


def bend(limb: Limb) -> float:
    """Sine of half the angle by which an arm turns at its elbow."""
    elbow = int(np.clip(round(limb.joint / max(limb.length, 1e-3) * (len(limb.centres) - 1)), 8, STATIONS - 8))
    before, after = limb.centres[elbow - 4] - limb.centres[0], limb.centres[STATIONS - 1] - limb.centres[elbow + 4]
    size = float(np.linalg.norm(before) * np.linalg.norm(after))
    return float(np.sqrt(max(0.0, 1 - float(before @ after) / max(size, 1e-6)) / 2))


def _random(limb: Limb, seed: int) -> np.random.Generator:
    """Of each person's arms their own."""
    return np.random.default_rng((seed, round(100 * limb.length)))


def _crease(across: Floats, random: np.random.Generator) -> Floats:
    """Where along the arm the crease of the elbow is at places across."""
    line = CREASE + random.normal(0, DIFFERS / 2) + random.normal(SLOPE, SLOPE / 2) * across
    return np.asarray(line + BOW * across**2, np.float32)


def _add(
    light: Floats,
    red: Floats,
    along: Floats,
    across: Floats,
    bulge: tuple[float, ...],
    random: np.random.Generator,
    share: float,
) -> None:
    """Adds one of the bulges, which differs a little from arm to arm."""
    depth, redder, at, beside, long, wide = bulge
    share *= float(np.clip(random.normal(1, VARIES), 0.3, 1.7))
    at, beside = at + float(random.normal(0, MOVED[0])) * (at > 0.1), beside + float(random.normal(0, MOVED[1]))
    form = share * np.exp(-(((along - at) / long) ** 2 + ((across - beside) / wide) ** 2) / 2)
    light += depth * form
    red += redder * form
