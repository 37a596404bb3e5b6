"""What a composition is, and what several of them are built of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lingtu.imaging.studio.solids import Solid, box, cylinder
from lingtu.imaging.studio.stage import MAIN, Set, Stage

Draw = np.random.Generator


@dataclass(frozen=True)
class Composition:
    name: str
    #: The camera's height over its distance.
    tilt: float
    build: Callable[[Stage, Draw], Set]


def side_of(draw: Draw) -> float:
    return -1.0 if draw.random() < 0.5 else 1.0


def beside(stage: Stage, side: float, gap: float, reach: float) -> float:
    """x of something beside the podium, `reach` wide to each side, about half of which at least is on the canvas."""
    edge = stage.right if side > 0 else stage.left
    return side * min(stage.foot + gap + reach, max(edge - 0.4 * reach, 0.5 * stage.foot))


def table_top(stage: Stage, behind: float, material: int) -> Solid:
    """A top that fills the canvas' width and ends so far behind the product; lower where the product is high up."""
    low = -stage.lift
    return box((-4, -1.75, low - 0.05), (4, behind + stage.foot, low), material, 0.006)


def plinth_under(stage: Stage, material: int = MAIN, least: float = 0.0) -> tuple[Solid, ...]:
    """Between a table and the product where the product is higher than the table would be."""
    high = max(stage.lift, least)
    return (cylinder(0, stage.deep, -high, 0, stage.foot, material),) if high > 0.005 else ()
