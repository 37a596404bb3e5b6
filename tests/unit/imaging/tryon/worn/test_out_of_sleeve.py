"""What comes out of an old long sleeve: where its middle is, where it goes, and both edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.out_of_sleeve import out_of_sleeve
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_a_hand_tells_its_middle_its_direction_and_its_edges() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    for flank in wearer.flanks:
        found = out_of_sleeve(wearer, flank, layers.rgb)
        assert found is not None
        rows = np.isin(wearer.labels[int(found.middle[1]) + 6], (Part.HANDS, Part.ARMS))
        columns = np.flatnonzero(rows & ((np.arange(len(rows)) < 256) == (flank.sign < 0)))
        assert found.middle[0] == pytest.approx((columns[0] + columns[-1]) / 2, abs=4)
        assert found.outer.aside + found.inner.aside == pytest.approx(columns[-1] - columns[0] + 1, abs=5)
        assert found.ahead[1] > 0.9
        assert found.outer.seen


def test_without_skin_below_the_sleeve_nothing_is_told() -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    skin = np.isin(wearer.labels, (Part.HANDS, Part.ARMS))
    hidden = replace(wearer, labels=np.where(skin, Part.LOWER, wearer.labels).astype(np.uint8))
    assert out_of_sleeve(hidden, hidden.left, layers.rgb) is None
