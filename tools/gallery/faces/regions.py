"""Where features are, for every person alike: on a map of the base mesh's head around the middle of the face.

The map is azimuthal: its origin is straight ahead, a point's distance from it is its angle, in mm of a head of
MM_PER_RADIAN radius; x to the person's left, y up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CENTRE = np.array([0, 0.085, -0.01])
MM_PER_RADIAN = 95.0
#: Half a map's side, mm: 150 degrees.
REACH = MM_PER_RADIAN * np.radians(150)

#: Points of the base mesh (m) that skin and hair are laid out by.
NOSE_TIP = np.array([0, -0.047, -0.035])
NOSE_BRIDGE = np.array([0, -0.030, -0.008])
MOUTH = np.array([0, -0.033, -0.066])
CHIN = np.array([0, -0.024, -0.097])
FOREHEAD = np.array([0, -0.026, 0.040])
CHEEK = np.array([0.042, -0.008, -0.040])
WING = np.array([0.016, -0.026, -0.038])
EYE = np.array([0.030, -0.013, -0.001])
UNDER_EYE = np.array([0.028, -0.012, -0.017])
TEMPLE = np.array([0.060, 0.020, 0.020])

#: A brow's middle line: x and z (mm of the base mesh), and half its height, from the nose outwards.
BROW_X = np.array([11.0, 17.0, 25.0, 34.0, 42.0, 50.0])
BROW_Z = np.array([14.0, 15.8, 17.8, 19.0, 18.0, 14.0])
BROW_HALF = np.array([2.7, 3.6, 3.6, 3.0, 2.1, 0.9])

#: The hairline: degrees from straight up around the face, and its distance from straight ahead, degrees.
LINE_AROUND = np.array([0, 18, 32, 46, 60, 74, 88, 99, 105, 116, 140, 180.0])
LINE_AWAY = np.array([36.5, 37, 39, 45, 53, 58, 61.5, 64.5, 96, 104, 113, 122.0])


def to_map(rest: Floats) -> Floats:
    """(n, 3) m of the base mesh to (n, 2) mm of the map."""
    direction = rest - CENTRE
    direction = direction / np.linalg.norm(direction, axis=-1, keepdims=True)
    away = np.arccos(np.clip(-direction[..., 1], -1, 1))
    sideways = np.linalg.norm(direction[..., [0, 2]], axis=-1)
    return MM_PER_RADIAN * (away / np.maximum(sideways, 1e-9))[..., None] * direction[..., [0, 2]]


def to_uv(rest: Floats) -> Floats:
    """(n, 3) m of the base mesh to texture coordinates of a map."""
    return 0.5 + 0.5 * to_map(rest) / REACH


def grid(size: int) -> Floats:
    """(size, size, 2) mm of the map, rows from the top."""
    along = (np.arange(size) + 0.5) / size * 2 - 1
    return REACH * np.stack(np.meshgrid(along, -along), -1)


def blob(where: Floats, point: Floats, wide: float, high: float | None = None, both: bool = True) -> Floats:
    """A soft spot around a point of the base mesh, mirrored if it is not in the middle. Sizes in mm."""
    x, y = to_map(point)
    found = np.zeros(where.shape[:-1])
    for side in (1, -1) if both and abs(x) > 1 else (1,):
        across, up = (where[..., 0] - side * x) / wide, (where[..., 1] - y) / (high or wide)
        found = np.maximum(found, np.exp(-(across**2) - up**2))
    return found


def smooth(value: Floats, low: float, high: float) -> Floats:
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def brow(where: Floats, look: dict) -> tuple[Floats, Floats, Floats]:
    """Density 0 to 1 of a brow; how far along it 0 to 1; how far above its middle line -1 to 1.

    `look`: `thick` 1 is usual; `raised`, `arch` (its middle) and `tilt` (its outer end) in mm.
    """
    share = np.linspace(0, 1, len(BROW_X))
    bent = look.get("arch", 0.0) * np.sin(np.pi * share) + look.get("tilt", 0.0) * (share - 0.4)
    line = np.stack([BROW_X, 0 * BROW_X - 20, BROW_Z + look.get("raised", 0.0) + bent], 1) / 1000
    points = to_map(line)
    x, y = np.abs(where[..., 0]), where[..., 1]
    half = look["thick"] * np.interp(x, points[:, 0], BROW_HALF)
    above = (y - np.interp(x, points[:, 0], points[:, 1])) / half
    along = (x - points[0, 0]) / (points[-1, 0] - points[0, 0])
    ends = smooth(along, -0.05, 0.14) * smooth(along, 1.06, 0.75)
    return np.exp(-(np.abs(above / 0.85) ** 3)) * ends, np.clip(along, 0, 1), above


def scalp(where: Floats, wiggle: Floats | float = 0.0, receding: float = 0.0, lift: float = 0.0) -> Floats:
    """Degrees behind the hairline (below 0: bare). Receding: the temples' bays, degrees; lift: the whole front's."""
    around = np.degrees(np.arctan2(np.abs(where[..., 0]), where[..., 1]))
    away = np.degrees(np.linalg.norm(where, axis=-1) / MM_PER_RADIAN)
    bays = receding * np.exp(-(((around - 34) / 15) ** 2)) + lift * smooth(around, 70, 40)
    return away - np.interp(around, LINE_AROUND, LINE_AWAY) - bays - wiggle


def beard(where: Floats) -> Floats:
    """Where men's beards grow, 0 to 1."""
    x, y = np.abs(where[..., 0]), where[..., 1]
    mouth = to_map(MOUTH)[1]
    top = np.interp(x, [0, 14, 24, 45, 66, 80, 100], [mouth + 17, mouth + 13, mouth + 4, mouth + 2, mouth + 22, -6, 8])
    area = smooth(y, 1, -1) * 0 + smooth(top - y, -2, 5) * smooth(x, 112, 98)
    lips = np.exp(-(((x / 23) ** 2 + ((y - mouth) / 9.5) ** 2) ** 2))
    return area * (1 - lips) * smooth(y, mouth - 75, mouth - 55)
