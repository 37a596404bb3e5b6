"""Bare limbs that are taken for clothes."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy_limbs import shaded_arms
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


@pytest.mark.parametrize(("rows", "told"), [((330, 380), True), ((200, 380), False)])
def test_an_upper_arm_that_is_taken_for_the_top_is_bare_though_the_belly_is_taken_for_it_too(
    rows: tuple[int, int], told: bool
) -> None:
    rgb, who = person(sleeves=0.1)
    assert who.parts is not None
    assert who.body is not None
    labels = who.parts.labels.copy()
    arm = (labels == Part.ARMS) & (np.indices(SIZE)[0] > 225) & (np.indices(SIZE)[0] < 300)
    belly = labels == Part.TORSO
    belly[: rows[0]] = belly[rows[1] :] = False
    rgb[belly] = TONES[Part.ARMS]
    labels[arm] = Part.TORSO
    found = shaded_arms(rgb, labels, Frame(who.body, None, SIZE))
    assert (found[arm].mean() > 0.9) == told
