"""Where the drawn person's top without sleeves ends beside the arms."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.old_armhole import LEVELS, old_armhole
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import TONES, person

#: Half width of the top at the shoulders, px.
HALF = 50


def wearer(sleeves: float, half: int = HALF) -> Wearer:
    rgb, who = person(sleeves=sleeves)
    if not sleeves:
        for side in (1, -1):
            line = [(256 + side * (x - 256), y) for x, y in ((310, 195), (326, 190), (352, 300), (360, 400))]
            cv2.polylines(who.parts.labels, [np.array(line, np.int32)], False, int(Part.ARMS), 34)
        columns = np.abs(np.arange(who.parts.labels.shape[1]) - 256)
        beside = (who.parts.labels == Part.TORSO) & (columns[None] > half)
        beside[300:] = False
        who.parts.labels[beside] = Part.ARMS
        rgb[who.parts.labels == Part.ARMS] = TONES[Part.ARMS]
    return read_person(rgb, who, ("upperBody",))[1]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("half", [HALF, HALF - 12])
def test_its_edge_beside_a_bare_arm_is_found(side: int, half: int) -> None:
    who = wearer(0, half)
    found = old_armhole(who, who.flanks[side])
    assert found is not None
    assert found.at_shoulder == pytest.approx(half, abs=3)
    inside = np.interp(0.2, found.levels, found.across)
    assert inside == pytest.approx(half, abs=3)
    assert found.beyond(np.array([0.2]), np.array([half - 10.0]))[0] == pytest.approx(10, abs=3)
    assert found.beyond(np.array([LEVELS[-1] + 0.3]), np.array([half - 10.0]))[0] == 0


def test_below_a_level_its_upper_end_tells_nothing() -> None:
    who = wearer(0)
    found = old_armhole(who, who.left)
    assert found is not None
    low = found.below(0.25)
    assert low is not None
    assert low.at_shoulder is None
    assert low.beyond(np.array([0.0]), np.array([HALF - 10.0]))[0] == 0
    assert low.beyond(np.array([0.3]), np.array([HALF - 10.0]))[0] == pytest.approx(10, abs=3)


@pytest.mark.parametrize("sleeves", [0.2, 0.4, 0.9])
def test_there_is_none_in_a_sleeve(sleeves: float) -> None:
    who = wearer(sleeves)
    assert old_armhole(who, who.left) is None
    assert old_armhole(who, who.right) is None


def test_there_is_none_below_a_short_sleeve_that_ends_above_the_armpit() -> None:
    rgb, who = person(sleeves=0)
    labels = who.parts.labels
    for side in (1, -1):
        arm, cap = (
            [(256 + side * (x - 256), y) for x, y in line]
            for line in (
                [(318, 200), (330, 300), (340, 400)],
                [(318, 200), (332, 214)],
            )
        )
        cv2.polylines(labels, [np.array(arm, np.int32)], False, int(Part.ARMS), 40)
        cv2.polylines(labels, [np.array(cap, np.int32)], False, int(Part.TORSO), 60)
    rgb[labels == Part.ARMS], rgb[labels == Part.TORSO] = TONES[Part.ARMS], TONES[Part.TORSO]
    who.coverage[:] = labels > 0
    wearing = read_person(rgb, who, ("upperBody",))[1]
    assert [old_armhole(wearing, flank) for flank in wearing.flanks] == [None, None]
