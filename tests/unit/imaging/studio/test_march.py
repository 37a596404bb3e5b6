"""Distances and rays against what is known of simple solids."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.studio import march
from lingtu.imaging.studio.solids import BOX, CYLINDER, DISC, DRAPE, NICHE, PEBBLE, RING, ROCK, Solid, ball, box, table

OPEN = np.array([-99.0, 199.0, 0.0, 0.0], np.float32)


def hit(solids: list[Solid], start: tuple[float, float, float], to: tuple[float, float, float]) -> tuple[float, int]:
    direction = np.array(to) / np.linalg.norm(to)
    way, thing = march.nearest(table(solids), OPEN, *start, *direction)
    return float(way), int(thing)


def test_rays_meet_what_is_nearest() -> None:
    solids = [box((-1, 2, -1), (1, 3, 1), 0), ball(0, 1, -0.2, 0.2, 1)]
    assert hit(solids, (0, 0, 0), (0, 1, 0)) == (pytest.approx(0.8, abs=1e-3), 1)
    assert hit(solids, (0.5, 0, 0), (0, 1, 0)) == (pytest.approx(2, abs=1e-3), 0)
    assert hit(solids, (3, 0, 0), (0, 1, 0))[1] == march.NOTHING


def test_turned_boxes_are_met_at_their_edge() -> None:
    turned = box((-1, 2, -1), (1, 4, 1), 0, 0.001, np.pi / 4)
    assert hit([turned], (0, 0, 0), (0, 1, 0))[0] == pytest.approx(3 - 2**0.5, abs=5e-3)


def test_a_cove_joins_floor_and_wall() -> None:
    room = np.array([0.0, 2.0, 0.5, 0.5], np.float32)
    direction = np.array([0.0, 2.0, -0.9]) / np.hypot(2.0, 0.9)
    way, thing = march.nearest(table([]), room, 0.0, 0.0, 1.0, *direction)
    y, z = way * direction[1], 1 + way * direction[2]
    assert thing in (march.FLOOR, march.WALL)
    assert np.hypot(y - 1.5, z - 0.5) == pytest.approx(0.5, abs=1e-3)
    assert np.linalg.norm(march.normal_at(table([]), room, thing, 0.0, y, z)) == pytest.approx(1)


@pytest.mark.parametrize("kind", [BOX, CYLINDER, PEBBLE, DISC, ROCK, NICHE, DRAPE, RING])
def test_no_step_goes_through_a_surface(kind: int) -> None:
    """Distances are at most those to points on the surface, so that rays stop before it."""
    own = {ROCK: (0.01, 1.0), NICHE: (0.1, 0.3), DRAPE: (0.02, 0.05), RING: (0.02, 0.0)}.get(kind, (0.0, 0.0))
    solid = Solid(kind=kind, centre=(0, 0, 0), half=(0.3, 0.3, 0.3), material=0, own=own)
    row = table([solid])[0]
    draw = np.random.default_rng(1)
    for direction in draw.standard_normal((40, 3)):
        direction /= np.linalg.norm(direction)
        start = -1.5 * direction + 0.05 * draw.standard_normal(3)
        way, thing = march.nearest(table([solid]), OPEN, *start, *direction)
        if thing == 0:
            x, y, z = start + way * direction
            assert abs(march.distance(row, x, y, z)) < 5e-3
            back = march.distance(row, *(start + (way - 0.1) * direction))
            assert back < 0.11
