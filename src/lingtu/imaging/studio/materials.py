"""What the solids of a set are made of, as rows of a table that the kernels read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

PAINT, PLASTER, CONCRETE, WOOD, MARBLE, TERRAZZO, LINEN, TRAVERTINE, TILES, LEAFAGE = range(10)
#: Columns of a row: kind; first and second colour, linear; size of the pattern; roughness; relief; a seed.
COLUMNS = 12
_ROUGHNESS = {
    PAINT: 0.55, PLASTER: 0.9, CONCRETE: 0.75, WOOD: 0.5, MARBLE: 0.22, TERRAZZO: 0.34, LINEN: 1.0, TRAVERTINE: 0.62,
    TILES: 0.2, LEAFAGE: 0.5,
}  # fmt: skip
#: Depth of the relief, m.
_RELIEF = {PLASTER: 0.0008, CONCRETE: 0.0005, WOOD: 0.00012, LINEN: 0.0005, TRAVERTINE: 0.0005, TILES: 0.0015}


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    kind: int
    #: Linear, of the surface, and of its grain, veins, chips or joints.
    colour: Floats
    second: Floats
    #: Of the pattern; 1 suits a picture one metre wide.
    size: float = 1.0
    #: None: as is usual for the kind.
    roughness: float | None = None

    def row(self, seed: int) -> list[float]:
        rough = _ROUGHNESS[self.kind] if self.roughness is None else self.roughness
        relief = _RELIEF.get(self.kind, 0.0) * min(self.size, 1.0)
        colours = [float(value) for value in (*self.colour, *self.second)]
        return [self.kind, *colours, self.size, rough, relief, float(seed % 997), 0.0]


def table(materials: Sequence[Material], seed: int) -> NDArray[np.float32]:
    """N x COLUMNS."""
    return np.array([material.row(seed + 17 * number) for number, material in enumerate(materials)], np.float32)
