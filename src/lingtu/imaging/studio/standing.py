"""The studio sets for products that stand, in the order in which seeds go through them."""

from __future__ import annotations

from lingtu.imaging.studio import ledges, podiums
from lingtu.imaging.studio.composition import Composition

#: In a studio. Neighbours differ in shape, light and matter.
STUDIO = (
    Composition("podium and arch", 0.17, podiums.podium_and_arch),
    Composition("table by a window", 0.15, ledges.table_by_a_window),
    Composition("spheres", 0.2, podiums.spheres),
    Composition("shelf", 0.1, ledges.shelf),
    Composition("blocks", 0.2, podiums.blocks),
    Composition("curtain", 0.15, podiums.curtain),
    Composition("stone slabs", 0.17, podiums.stone_slabs),
    Composition("niche", 0.13, ledges.niche),
    Composition("panels", 0.2, podiums.panels),
    Composition("tiles", 0.14, ledges.tiles),
    Composition("halo", 0.16, podiums.halo),
    Composition("loft", 0.19, podiums.loft),
    Composition("steps", 0.2, podiums.steps),
)
