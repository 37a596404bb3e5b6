"""The solids that sets are built of, as rows of a table that the kernels read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

BOX, CYLINDER, PEBBLE, ARCH, DISC, ROCK, NICHE, DRAPE, LEAF, RING = range(10)
#: Columns of a row: kind; centre; half sizes; rounding; cosine and sine of the turn about z; material;
#: half sizes of what holds it, turned; two numbers of its kind.
KIND, CENTRE, HALF, ROUND, TURN, MATERIAL, HOLDS, OWN = 0, 1, 4, 7, 8, 10, 11, 14
COLUMNS = 16

Triple = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Solid:
    """One solid; `half` are half sizes before the turn, m."""

    kind: int
    centre: Triple
    half: Triple
    material: int
    #: Of its edges, m.
    rounding: float = 0.004
    #: About z, radians.
    turn: float = 0.0
    #: Two numbers that its kind asks for.
    own: tuple[float, float] = (0.0, 0.0)

    def row(self) -> list[float]:
        c, s = cos(self.turn), sin(self.turn)
        x, y, z = (size + self._swell for size in self.half)
        holds = (abs(c) * x + abs(s) * y, abs(s) * x + abs(c) * y, z)
        return [
            self.kind, *self.centre, *self.half, self.rounding, c, s, self.material, *holds, *self.own,
        ]  # fmt: skip

    @property
    def _swell(self) -> float:
        """By how much it may reach beyond its half sizes."""
        return self.own[0] if self.kind in (ROCK, DRAPE, LEAF, RING) else 0.0

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Solid:
        return replace(self, centre=(self.centre[0] + x, self.centre[1] + y, self.centre[2] + z))


def box(low: Triple, high: Triple, material: int, rounding: float = 0.004, turn: float = 0.0, kind: int = BOX) -> Solid:
    """Between two corners."""
    centre = tuple((a + b) / 2 for a, b in zip(low, high, strict=True))
    half = tuple((b - a) / 2 for a, b in zip(low, high, strict=True))
    return Solid(
        kind=kind,
        centre=(centre[0], centre[1], centre[2]),
        half=(half[0], half[1], half[2]),
        material=material,
        rounding=rounding,
        turn=turn,
    )


def cylinder(x: float, y: float, bottom: float, top: float, radius: float, material: int) -> Solid:
    """Upright."""
    return Solid(
        kind=CYLINDER,
        centre=(x, y, (bottom + top) / 2),
        half=(radius, radius, (top - bottom) / 2),
        material=material,
        rounding=min(0.006, 0.3 * (top - bottom)),
    )


def ball(x: float, y: float, bottom: float, radius: float, material: int) -> Solid:
    return Solid(kind=PEBBLE, centre=(x, y, bottom + radius), half=(radius, radius, radius), material=material)


def pebble(x: float, y: float, bottom: float, half: Triple, material: int, turn: float = 0.0) -> Solid:
    """An ellipsoid."""
    return Solid(kind=PEBBLE, centre=(x, y, bottom + half[2]), half=half, material=material, turn=turn)


def arch(x: float, y: float, bottom: float, top: float, half_width: float, depth: float, material: int) -> Solid:
    """A panel with a round top."""
    return Solid(
        kind=ARCH,
        centre=(x, y, (bottom + top) / 2),
        half=(half_width, depth / 2, (top - bottom) / 2),
        material=material,
        rounding=0.005,
    )


def table(solids: Sequence[Solid]) -> NDArray[np.float32]:
    """N x COLUMNS."""
    rows = [solid.row() for solid in solids] or [[-1.0, 0, 0, -1e6, *[0.0] * (COLUMNS - 4)]]
    return np.array(rows, np.float32)
